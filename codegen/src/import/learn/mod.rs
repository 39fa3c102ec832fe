//! Converts reference pages, copied as text or saved as HTML, to the normalized spec: a page is mirrored first, then
//! normalized.

mod cells;
mod definitions;
mod delimited;
mod generics;
mod grid;
mod html;
mod index;
mod label_words;
mod labels;
mod members;
mod merge;
mod model;
mod names;
mod noise;
mod normalize;
mod operation;
mod page;
mod piped;
mod places;
mod read;
mod reader;
mod replies;
mod request;
mod rows;
mod samples;
mod shape;
mod tabs;
mod text;
mod types;

use self::cells::{Block, PageContent};
use self::delimited::Delimiter;
pub use self::page::*;
use self::piped::Rendering;
use super::{Imported, Source};
use crate::problem::{Level, Position, Problem};

/// Reads a page into its mirror, without interpreting it.
///
/// # Errors
///
/// The problems, if one of them is an error.
pub fn mirror(source: &Source) -> Result<Page, Vec<Problem>> {
    let (page, problems) = mirror_as_far_as_possible(source);
    if problems.iter().any(|problem| problem.level == Level::Error) { Err(problems) } else { Ok(page) }
}

fn mirror_as_far_as_possible(source: &Source) -> (Page, Vec<Problem>) {
    let given = |blocks| read::read_content(&source.name, PageContent::new(blocks));
    if html::is_html(&source.text) {
        return given(html::blocks(&source.text));
    }
    let text = text::clean(&source.text);
    match piped::rendering(&text) {
        Rendering::Plain => match delimited::blocks(&text, Delimiter::Tab) {
            Some(blocks) => given(blocks),
            None => read_lines(&source.name, &text),
        },
        Rendering::TokenALine => read_lines(&source.name, &piped::unfold(&text)),
        Rendering::Rows => match delimited::blocks(&text, Delimiter::Pipe) {
            Some(blocks) => given(blocks),
            None => (Page::default(), piped::losses(&source.name, &text)),
        },
    }
}

fn read_lines(file: &str, text: &str) -> (Page, Vec<Problem>) {
    let lines = noise::remove(tabs::lines(text));
    read::read(file, text::borrowed(&lines))
}

/// Reads pages into one API, in the order of their names.
///
/// # Errors
///
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

/// Finds places on a page: `/Definitions/A.B.Cart/lineItems`.
///
/// For a place that the page does not have, the result is the line of the nearest place around it.
pub fn positions(text: &str, pointers: &[&str]) -> Vec<Option<Position>> {
    let source = Source { name: String::new(), text: text.to_owned() };
    places::find(&mirror_as_far_as_possible(&source).0, pointers)
}

/// Whether a string looks like a reference page: it has a request line, or a line that only such pages have.
pub(super) fn is_page(text: &str) -> bool {
    if html::is_html(text) {
        let is_line = |block: &Block| match block {
            Block::Line(draft) | Block::Heading(draft) => shape::request(&draft.text).is_some(),
            Block::Grid(..) => false,
        };
        return html::blocks(text).iter().any(is_line);
    }
    let text = text::clean(text);
    text.lines().map(str::trim).any(|line| {
        shape::request(line).is_some()
            || (line.starts_with("Media Types:") && matches!(shape::media_types(line), Some(Some(_))))
            || line == "path True"
    })
}
