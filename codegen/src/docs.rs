//! Documentation: converts descriptions of a document to Markdown without HTML and without code that rustdoc would run.

use crate::markdown;
use crate::rust::Docs;

pub use crate::markdown::code;

/// The documentation for a description in a document.
pub fn escaped(text: &str) -> Docs {
    Docs::escaped(markdown::lines(text))
}

/// A description on one line, for a title, a list item or a table cell.
pub fn line(text: &str) -> String {
    markdown::line(text)
}

/// Documentation that consists of sentences of the generator.
pub fn own(lines: &[String]) -> Docs {
    Docs::escaped(lines.to_vec())
}
