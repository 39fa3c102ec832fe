//! From the text of a page to its lines: numbered, trimmed, blank ones left out but remembered.

use std::borrow::Cow;

/// A line that is not blank.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line<'a> {
    /// Its number, from 1.
    pub(super) number: usize,
    /// What stands before it.
    pub(super) gap: Gap,
    /// Its text, without white space at the ends.
    pub(super) text: &'a str,
}

/// What stands before a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gap {
    /// A blank line, or the start of the page.
    Blank,
    /// Another line.
    Glued,
}

/// The text without what a browser copies and nobody sees: a byte order mark, zero-width spaces, soft hyphens.
pub(super) fn clean(text: &str) -> Cow<'_, str> {
    let unseen = |next: char| matches!(next, '\u{feff}' | '\u{200b}' | '\u{ad}');
    if text.contains(unseen) { Cow::Owned(text.replace(unseen, "")) } else { Cow::Borrowed(text) }
}

/// The lines of a text that are not blank.
pub(super) fn lines(text: &str) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    let mut gap = Gap::Blank;
    for (index, line) in text.split('\n').enumerate() {
        let line = line.trim();
        if line.is_empty() {
            gap = Gap::Blank;
        } else {
            lines.push(Line { number: index + 1, gap, text: line });
            gap = Gap::Glued;
        }
    }
    lines
}

/// Joins lines to one text: paragraphs stay apart.
pub(super) fn join(lines: &[Line<'_>]) -> String {
    let mut text = String::new();
    for line in lines {
        if !text.is_empty() {
            text.push_str(if line.gap == Gap::Blank { "\n\n" } else { "\n" });
        }
        text.push_str(line.text);
    }
    text
}

/// A text for a message: its start, if it is long.
pub(super) fn brief(text: &str) -> String {
    match text.char_indices().nth(200) {
        Some((end, _)) => format!("{}...", &text[..end]),
        None => text.to_owned(),
    }
}
