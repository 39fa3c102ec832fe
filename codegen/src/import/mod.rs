//! From documents to the normalized spec: one importer a format.

mod generics;
mod join;
pub mod learn;
mod openapi;
mod recognize;

use crate::problem::{Place, Problem, Rule};
use crate::spec::{Api, Origin};

pub use self::recognize::recognize;

/// A document, as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The name of the file, relative to the API's folder of sources.
    pub name: String,
    /// What stands in it.
    pub text: String,
}

/// The format of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// The normalized spec itself: `api.json`.
    Spec,
    /// A reference page of learn.microsoft.com, copied as text.
    Learn,
    /// Swagger 2.0.
    Swagger2,
    /// OpenAPI 3.0 or 3.1.
    OpenApi3,
}

impl Format {
    /// All formats.
    pub const ALL: &'static [Self] = &[Self::Spec, Self::Learn, Self::Swagger2, Self::OpenApi3];

    /// The format's name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Spec => "spec",
            Self::Learn => "learn",
            Self::Swagger2 => "swagger2",
            Self::OpenApi3 => "openapi3",
        }
    }
}

/// What a document says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Imported {
    /// The API.
    pub api: Api,
    /// What could not be expressed, or is good to know: warnings and notes.
    pub notes: Vec<Problem>,
    /// The operations that lenient reading left out.
    pub skipped: Vec<Skipped>,
    /// How many schemas were read; a few formats have none.
    pub schemas: usize,
}

impl Imported {
    /// What a document says that was read as a whole.
    fn whole(api: Api, notes: Vec<Problem>) -> Self {
        Self { api, notes, skipped: Vec::new(), schemas: 0 }
    }
}

/// An operation that was left out.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Skipped {
    /// Its method and path, such as `GET /pets`.
    pub operation: String,
    /// Where the source says so.
    pub origin: Origin,
}

/// What is made of a document that has faults.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Leniency {
    /// Each fault is an error, and nothing is made.
    #[default]
    Strict,
    /// Each fault is a warning: a schema becomes plain JSON, an operation is left out.
    Lenient,
}

/// Reads documents into one API; without a format, each document is recognized by its content.
///
/// Documents that refer to each other, and all reference pages, are read together. What is read apart is joined: equal
/// facts are one, and contradictions are errors.
///
/// # Errors
/// Everything that is wrong with the documents, if anything is an error.
pub fn import(format: Option<Format>, sources: &[Source], leniency: Leniency) -> Result<Imported, Vec<Problem>> {
    if let Some(format) = format {
        return read(format, sources, leniency);
    }
    let mut groups = groups(sources)?;
    if let [group] = groups.as_mut_slice() {
        let Group { format, sources } = group;
        return read(*format, sources, leniency);
    }
    let (mut parts, mut problems) = (Vec::new(), Vec::new());
    for Group { format, sources } in groups {
        let file = sources.first().map(|source| source.name.clone()).unwrap_or_default();
        match read(format, &sources, leniency) {
            Ok(imported) => parts.push(join::Part { file, states_access: format != Format::Learn, imported }),
            Err(found) => problems.extend(found),
        }
    }
    if problems.is_empty() { join::join(parts) } else { Err(problems) }
}

fn read(format: Format, sources: &[Source], leniency: Leniency) -> Result<Imported, Vec<Problem>> {
    match format {
        Format::Spec => spec(sources),
        Format::Learn => learn::import(sources),
        Format::Swagger2 | Format::OpenApi3 => openapi::import(format, sources, leniency),
    }
}

/// Documents that are read together.
struct Group {
    format: Format,
    sources: Vec<Source>,
}

/// The documents by what is read together, in the order of the first name of each group.
fn groups(sources: &[Source]) -> Result<Vec<Group>, Vec<Problem>> {
    let mut sorted: Vec<(&Source, Option<Format>)> =
        sources.iter().map(|source| (source, recognize(&source.text))).collect();
    sorted.sort_by(|(left, _), (right, _)| left.name.cmp(&right.name));
    // Beside a document that says what it is may stand parts of it, to which it refers.
    let has_parts = sorted.iter().any(|(_, format)| matches!(format, Some(Format::Swagger2 | Format::OpenApi3)));
    let (mut groups, mut family, mut problems): (Vec<Group>, Vec<_>, _) = (Vec::new(), Vec::new(), Vec::new());
    for (source, format) in sorted {
        match format {
            None if has_parts && [".json", ".yaml", ".yml"].iter().any(|end| source.name.ends_with(end)) => {
                family.push((source, None));
            }
            None => {
                let message = "the format of this document is not recognized".to_owned();
                let help = "Give an OpenAPI or Swagger document, a normalized spec (`api.json`), or reference pages, copied as text. Or state the format.";
                problems.push(Problem::error(Rule::UnknownFormat, Place::file(&source.name), message, help));
            }
            Some(format @ (Format::Swagger2 | Format::OpenApi3)) => family.push((source, Some(format))),
            Some(format) => match groups.iter_mut().find(|group| group.format == format) {
                Some(group) => group.sources.push(source.clone()),
                None => groups.push(Group { format, sources: vec![source.clone()] }),
            },
        }
    }
    groups.extend(connected(family));
    groups.sort_by(|left, right| left.sources[0].name.cmp(&right.sources[0].name));
    if groups.is_empty() && problems.is_empty() {
        let message = "there is no document to read";
        problems.push(Problem::error(Rule::UnknownFormat, Place::file(""), message, "Add the API's documents."));
    }
    if problems.is_empty() { Ok(groups) } else { Err(problems) }
}

/// The documents of the OpenAPI family by which refer to each other; a part that nothing refers to joins the first.
fn connected(family: Vec<(&Source, Option<Format>)>) -> Vec<Group> {
    let mut groups: Vec<Vec<usize>> = (0..family.len()).map(|index| vec![index]).collect();
    let names: Vec<&str> = family.iter().map(|(source, _)| &*source.name).collect();
    for (index, (source, _)) in family.iter().enumerate() {
        for file in openapi::referred(source) {
            let Some(other) = names.iter().position(|name| *name == file) else { continue };
            let find = |groups: &[Vec<usize>], one| groups.iter().position(|group| group.contains(&one));
            if let (Some(left), Some(right)) = (find(&groups, index), find(&groups, other))
                && left != right
            {
                let moved = std::mem::take(&mut groups[right]);
                groups[left].extend(moved);
                groups.remove(right);
            }
        }
    }
    let is_part = |group: &Vec<usize>| group.iter().all(|index| family[*index].1.is_none());
    let (parts, mut whole): (Vec<_>, Vec<_>) = groups.into_iter().partition(is_part);
    if let Some(first) = whole.first_mut() {
        first.extend(parts.into_iter().flatten());
    }
    let group = |mut indices: Vec<usize>| {
        indices.sort_unstable();
        let format = indices.iter().find_map(|index| family[*index].1).unwrap_or(Format::OpenApi3);
        Group { format, sources: indices.into_iter().map(|index| family[index].0.clone()).collect() }
    };
    whole.into_iter().map(group).collect()
}

fn spec(sources: &[Source]) -> Result<Imported, Vec<Problem>> {
    let [source] = sources else {
        let name = sources.get(1).map_or("", |source| &source.name);
        let message = "an API has one normalized spec, and this is another";
        let problem = Problem::error(Rule::Conflict, Place::file(name), message, "Give one file.");
        return Err(vec![problem]);
    };
    let text = source.text.trim_start_matches('\u{feff}');
    match crate::spec::json::read(&source.name, text) {
        Ok(api) => Ok(Imported::whole(api, Vec::new())),
        Err(problem) => Err(vec![problem]),
    }
}

/// What was read of a document before it became a spec, as JSON.
///
/// # Errors
/// All that keeps the document from being read.
pub fn mirror(source: &Source) -> Result<String, Vec<Problem>> {
    let groups = groups(std::slice::from_ref(source))?;
    match groups.first().map_or(Format::Spec, |group| group.format) {
        Format::Spec => spec(std::slice::from_ref(source)).map(|imported| crate::spec::json::write(&imported.api)),
        Format::Learn => learn::mirror(source).map(|page| crate::spec::json::write(&page)),
        Format::Swagger2 | Format::OpenApi3 => match openapi::value(source) {
            Ok(value) => Ok(crate::spec::json::write(&value)),
            Err(problem) => Err(vec![problem]),
        },
    }
}

/// The lines of a document, of any format, to which the pointers of places lead.
pub fn lines(text: &str, pointers: &[&str]) -> Vec<Option<usize>> {
    match recognize(text) {
        Some(Format::Spec) => crate::spec::json::json_lines(text, pointers),
        Some(Format::Learn) => learn::lines(text, pointers),
        Some(Format::Swagger2 | Format::OpenApi3) | None => openapi::lines(text, pointers),
    }
}
