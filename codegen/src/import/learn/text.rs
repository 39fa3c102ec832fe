//! Splits the text of a page into lines: numbered, trimmed, and with a mark where blank lines were left out.

use std::borrow::Cow;

/// A line that is not blank.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line<'a> {
    /// The number of the line, from 1.
    pub(super) number: usize,
    /// What precedes the line.
    pub(super) gap: Gap,
    /// The text of the line, without white space at the ends.
    pub(super) text: &'a str,
}

/// A line, before the page is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Draft {
    /// The number of the line in the document, from 1.
    pub(super) number: usize,
    /// What precedes the line.
    pub(super) gap: Gap,
    /// The text of the line, without white space at the ends.
    pub(super) text: String,
}

/// What precedes a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gap {
    /// A blank line, or the start of the page.
    Blank,
    /// Another line.
    Glued,
}

/// The text without invisible characters that a browser copies (a byte order mark, zero-width spaces, soft hyphens),
/// and with plain spaces in place of other space characters.
pub(super) fn clean(text: &str) -> Cow<'_, str> {
    let is_unseen = |next: char| matches!(next, '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{ad}');
    let is_space =
        |next: char| matches!(next, '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}');
    if !text.contains(|next| is_unseen(next) || is_space(next)) {
        return Cow::Borrowed(text);
    }
    let seen = text.chars().filter(|next| !is_unseen(*next));
    Cow::Owned(seen.map(|next| if is_space(next) { ' ' } else { next }).collect())
}

/// The lines as they are read.
pub(super) fn borrowed(drafts: &[Draft]) -> Vec<Line<'_>> {
    drafts.iter().map(|draft| Line { number: draft.number, gap: draft.gap, text: &draft.text }).collect()
}

/// Joins lines to one string; paragraphs are kept.
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

/// The start of a string, for a message.
pub(super) fn brief(text: &str) -> String {
    match text.char_indices().nth(200) {
        Some((end, _)) => format!("{}...", &text[..end]),
        None => text.to_owned(),
    }
}
