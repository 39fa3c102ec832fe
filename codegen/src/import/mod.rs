//! Imports documents into the normalized spec: one importer for each format.

mod containers;
mod edits;
mod generics;
mod imported;
mod join;
pub mod learn;
mod openapi;
mod overlay;
mod recognize;
mod source;
mod sources;

use crate::problem::{Level, Place, Position, Problem, Rule};

use self::sources::{Group, GroupDocuments};

pub use self::imported::{Imported, Leniency, Skipped};
pub use self::openapi::CONTINUES;
pub use self::recognize::recognize;
pub use self::source::{Format, ReadFile, Source, Unread};
pub use self::sources::Sources;

/// Reads documents into one API; without a format, each document is recognized by its content.
///
/// The documents are all that is read: a reference to another file is an error. [`Sources::load`] follows references.
///
/// # Errors
/// Everything that is wrong with the documents, if anything is an error.
pub fn import(format: Option<Format>, sources: &[Source], leniency: Leniency) -> Result<Imported, Vec<Problem>> {
    import_all(Sources::load(format, sources.to_vec(), &mut |_| Err(Unread::Missing)), leniency)
}

/// Reads documents and the files to which they refer into one API.
///
/// Documents that refer to each other, and all reference pages, are read together. Separate groups are joined: equal
/// facts are kept once, and contradictions are errors.
///
/// # Errors
/// Everything that is wrong with the documents, if anything is an error.
pub fn import_all(mut sources: Sources, leniency: Leniency) -> Result<Imported, Vec<Problem>> {
    let edits = sources.take_edits();
    let move_places = |problems: &mut Vec<Problem>| {
        problems.iter_mut().for_each(|problem| edits.iter().for_each(|edits| edits.move_places(problem)))
    };
    let mut imported = read_all(sources, leniency).map_err(|mut problems| {
        move_places(&mut problems);
        problems
    })?;
    move_places(&mut imported.notes);
    let is_refused = |problem: &Problem| leniency == Leniency::Strict && problem.level == Level::Warning;
    if imported.notes.iter().any(is_refused) {
        imported.notes.iter_mut().filter(|problem| is_refused(problem)).for_each(|problem| {
            problem.level = Level::Error;
            problem.help = format!("`--strict` refuses it. Otherwise: {}", problem.help);
        });
        return Err(imported.notes);
    }
    Ok(imported)
}

fn read_all(sources: Sources, leniency: Leniency) -> Result<Imported, Vec<Problem>> {
    if !sources.problems().is_empty() {
        return Err(sources.problems().to_vec());
    }
    match sources.format() {
        Some(format @ (Format::Swagger2 | Format::OpenApi3)) => {
            return openapi::import(format, sources.into_parsed(), leniency);
        }
        Some(Format::Spec) => return spec(&sources.into_given()),
        Some(Format::Learn) => return learn::import(&sources.into_given()),
        None => {}
    }
    let (groups, notes) = sources.groups()?;
    let (mut parts, mut problems) = (Vec::new(), Vec::new());
    for group in groups {
        let (file, format) = (group.first().to_owned(), group.format);
        match read(group, leniency) {
            Ok(imported) => parts.push(join::Part { file, states_access: format != Format::Learn, imported }),
            Err(found) => problems.extend(found),
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let mut imported = match <[join::Part; 1]>::try_from(parts) {
        Ok([join::Part { imported, .. }]) => imported,
        Err(parts) => join::join(parts)?,
    };
    imported.notes.extend(notes);
    Ok(imported)
}

fn read(group: Group, leniency: Leniency) -> Result<Imported, Vec<Problem>> {
    match group.documents {
        GroupDocuments::Parsed(files) => openapi::import(group.format, files, leniency),
        GroupDocuments::Sources(sources) if group.format == Format::Learn => learn::import(&sources),
        GroupDocuments::Sources(sources) => spec(&sources),
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

/// A document as it was read before it was converted to a spec, as JSON.
///
/// # Errors
///
/// The problems that prevent the document from being read.
pub fn mirror(source: &Source) -> Result<String, Vec<Problem>> {
    match recognize(&source.text) {
        Some(Format::Spec) => {
            spec(std::slice::from_ref(source)).map(|imported| crate::spec::json::write(&imported.api))
        }
        Some(Format::Learn) => learn::mirror(source).map(|page| crate::spec::json::write(&page)),
        format if format.is_some() || Source::may_be_part(source) => match openapi::parse(source) {
            Ok(parsed) => Ok(crate::spec::json::write(&parsed.value)),
            Err(problem) => Err(vec![problem]),
        },
        _ => Err(vec![sources::unrecognized(source)]),
    }
}

/// The positions at which the values at the pointers start in a document of any format.
pub fn positions(text: &str, pointers: &[&str]) -> Vec<Option<Position>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    // What starts with a brace is no page. Large documents are not read once more to recognize that.
    if !text.trim_start().starts_with('{') && recognize(text) == Some(Format::Learn) {
        return learn::positions(text, pointers);
    }
    openapi::positions(text, pointers)
}
