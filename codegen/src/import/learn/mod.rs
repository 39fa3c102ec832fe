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
mod piped;
mod places;
mod read;
mod replies;
mod request;
mod rows;
mod shape;
mod text;
mod types;

pub use self::page::*;
use self::piped::Rendering;
use super::{Imported, Source};
use crate::problem::{Level, Problem};

/// Reads a page as it is, or says what is broken in it.
///
/// # Errors
/// The problems, if one of them is an error.
pub fn mirror(source: &Source) -> Result<Page, Vec<Problem>> {
    let (page, problems) = mirror_as_far_as_possible(source);
    if problems.iter().any(|problem| problem.level == Level::Error) { Err(problems) } else { Ok(page) }
}

fn mirror_as_far_as_possible(source: &Source) -> (Page, Vec<Problem>) {
    let text = text::clean(&source.text);
    match piped::rendering(&text) {
        Rendering::Plain => read::read(&source.name, text::lines(&text)),
        Rendering::TokenALine => read::read(&source.name, text::lines(&piped::unfold(&text))),
        Rendering::Lossy => (Page::default(), piped::losses(&source.name, &text)),
    }
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

/// Finds the lines of places on a page: `/Definitions/A.B.Cart/lineItems`.
///
/// A place that the page does not have gets the line of what is nearest around it.
pub fn lines(text: &str, pointers: &[&str]) -> Vec<Option<usize>> {
    let source = Source { name: String::new(), text: text.to_owned() };
    places::find(&mirror_as_far_as_possible(&source).0, pointers)
}

/// Whether a text looks like a reference page: a request line, or a line that only such pages have.
pub(super) fn is_page(text: &str) -> bool {
    let text = text::clean(text);
    text.lines().map(str::trim).any(|line| {
        shape::request(line).is_some() || matches!(shape::media_types(line), Some(Some(_))) || line == "path True"
    })
}
