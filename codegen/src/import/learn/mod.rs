//! From reference pages, copied as text, to the normalized spec: a page is mirrored first, then normalized.

mod definitions;
mod generics;
mod members;
mod merge;
mod model;
mod names;
mod normalize;
mod operation;
mod page;
mod read;
mod replies;
mod request;
mod rows;
mod shape;
mod text;
mod types;

pub use self::page::*;
use super::{Imported, Source};
use crate::problem::{Level, Problem};

/// Reads a page as it is, or says what is broken in it.
///
/// # Errors
/// The problems, if one of them is an error.
pub fn mirror(source: &Source) -> Result<Page, Vec<Problem>> {
    let text = text::clean(&source.text);
    let (page, problems) = read::read(&source.name, text::lines(&text));
    if problems.iter().any(|problem| problem.level == Level::Error) { Err(problems) } else { Ok(page) }
}

/// Reads pages into one API; they are taken in the order of their names.
///
/// # Errors
/// The problems of all pages, if one of them is an error.
pub fn import(sources: &[Source]) -> Result<Imported, Vec<Problem>> {
    let mut sorted: Vec<&Source> = sources.iter().collect();
    sorted.sort_by(|a, b| a.name.cmp(&b.name));
    let (mut pages, mut problems) = (Vec::new(), Vec::new());
    for source in sorted {
        match mirror(source) {
            Ok(page) => pages.push(page),
            Err(found) => problems.extend(found),
        }
    }
    if problems.is_empty() { normalize::normalize(&pages) } else { Err(problems) }
}
