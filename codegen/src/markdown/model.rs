//! The model of a description: blocks, and runs of text in them.

use std::rc::Rc;

/// A paragraph, a list or another block.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Block {
    Paragraph(Vec<Run>),
    /// A block of code of any language; it is shown as plain text and never compiled.
    Code(String),
    Quote(Vec<Block>),
    List {
        /// The number of the first item; `None` for a list without numbers.
        first: Option<u64>,
        items: Vec<Vec<Block>>,
    },
    /// Rows of cells; the first row is the header.
    Table(Vec<Vec<Vec<Run>>>),
}

/// Consecutive text with the same formatting.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Run {
    pub content: Content,
    pub emphasis: Emphasis,
    /// The URL of the website that the text links to.
    pub link: Option<Rc<str>>,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Content {
    Text(String),
    Code(String),
    /// A line break in the source, which is shown as a space.
    SoftBreak,
    /// A line break that is kept.
    HardBreak,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Emphasis {
    #[default]
    None,
    Light,
    Strong,
}
