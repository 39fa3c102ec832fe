//! Documentation: from descriptions of a document to lines in which no code runs and no HTML is left.

use crate::markdown;
use crate::rust::Docs;

pub use crate::markdown::code;

/// The documentation that a description of a document becomes.
pub fn inert(text: &str) -> Docs {
    Docs::inert(markdown::lines(text))
}

/// A description on one line, for a title, a list item or a table cell.
pub fn line(text: &str) -> String {
    markdown::line(text)
}

/// Documentation of sentences that the generator itself wrote.
pub fn own(lines: &[String]) -> Docs {
    Docs::inert(lines.to_vec())
}
