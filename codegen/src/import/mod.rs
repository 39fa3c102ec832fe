//! From documents to the normalized spec: one importer a format.

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
#[derive(Clone, Debug, PartialEq)]
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

/// Reads documents of one format into one API; without a format, each is recognized by its content.
///
/// # Errors
/// All that is wrong with the documents, if anything is an error.
pub fn import(format: Option<Format>, sources: &[Source], leniency: Leniency) -> Result<Imported, Vec<Problem>> {
    let format = match format {
        Some(format) => format,
        None => common_format(sources)?,
    };
    match format {
        Format::Spec => spec(sources),
        Format::Learn => learn::import(sources),
        Format::Swagger2 | Format::OpenApi3 => openapi::import(format, sources, leniency),
    }
}

/// The format of all documents of an API.
fn common_format(sources: &[Source]) -> Result<Format, Vec<Problem>> {
    let (mut found, mut problems): (Option<(Format, &Source)>, _) = (None, Vec::new());
    let mut error = |source: &Source, message: String, help: &str| {
        problems.push(Problem::error(Rule::UnknownFormat, Place::file(&source.name), message, help));
    };
    let recognized: Vec<(&Source, Option<Format>)> =
        sources.iter().map(|source| (source, recognize(&source.text))).collect();
    // Beside a document that says what it is may stand parts of it, to which it refers.
    let has_parts = recognized.iter().any(|(_, format)| matches!(format, Some(Format::Swagger2 | Format::OpenApi3)));
    for (source, format) in recognized {
        match (format, found) {
            (None, _) if has_parts && [".json", ".yaml", ".yml"].iter().any(|end| source.name.ends_with(end)) => {}
            (None, _) => {
                let help = "Give an OpenAPI or Swagger document, a normalized spec (`api.json`), or reference pages, copied as text. Or state the format.";
                error(source, "the format of this document is not recognized".to_owned(), help);
            }
            (Some(format), None) => found = Some((format, source)),
            (Some(format), Some((first, _))) if format == first => {}
            (Some(format), Some((first, other))) => {
                let (here, there) = (format.name(), first.name());
                let message = format!("this document has the format `{here}`, and {} has `{there}`", other.name);
                error(source, message, "Keep the documents of one API in one format.");
            }
        }
    }
    match (found, problems.is_empty()) {
        (Some((format, _)), true) => Ok(format),
        (None, true) => {
            let message = "there is no document to read";
            Err(vec![Problem::error(Rule::UnknownFormat, Place::file(""), message, "Add the API's documents.")])
        }
        (_, false) => Err(problems),
    }
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
    match common_format(std::slice::from_ref(source))? {
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
