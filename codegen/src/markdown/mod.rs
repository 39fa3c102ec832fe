//! Converts descriptions of a document to Markdown that is safe in documentation.
//!
//! A description is Markdown, HTML, or both mixed, and anyone may have written it. rustdoc runs code blocks as tests,
//! passes HTML through and links `[names]` to items. So a description is read into a small model
//! ([`Block`](model::Block), [`Run`](model::Run)) without code that runs, without HTML and without links except those
//! to websites, and is written again from the model. Everything else becomes text, in which the special characters of
//! Markdown are escaped.

mod build;
mod html;
mod model;
mod read;
#[cfg(test)]
mod tests;
mod text;
mod write;

use std::borrow::Cow;

pub use text::code;

/// The maximum length of a description in characters; the rest is cut off and marked with `…`.
const LONGEST: usize = 20_000;

/// The lines of Markdown for a description.
pub(crate) fn lines(description: &str) -> Vec<String> {
    // Most properties have none.
    if description.is_empty() {
        return Vec::new();
    }
    if is_plain(description) {
        return vec![description.to_owned()];
    }
    write::lines(&read::blocks(&limited(description)))
}

/// The description as a single line of Markdown, for a title, a list item or a table cell.
pub(crate) fn line(description: &str) -> String {
    if is_plain(description) {
        return description.to_owned();
    }
    write::line(&read::blocks(&limited(description)))
}

/// Whether a description is one line of words and punctuation that Markdown gives no meaning, as most are. It is written
/// as it is.
fn is_plain(description: &str) -> bool {
    let is_plain = |next: u8| next.is_ascii_alphanumeric() || b" .,;:!?'\"()/-".contains(&next);
    description.len() <= LONGEST
        && description.starts_with(|first: char| first.is_ascii_alphabetic())
        && !description.ends_with(' ')
        && description.bytes().all(is_plain)
        && !description.contains("  ")
        && !description.contains("http")
}

/// The description with `\n` for each line break, cut off at the maximum length.
fn limited(description: &str) -> Cow<'_, str> {
    let is_line_break = |next| matches!(next, '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}');
    // No description has more characters than bytes.
    if description.len() <= LONGEST && !description.contains(is_line_break) {
        return Cow::Borrowed(description);
    }
    let mut kept: String = description.chars().take(LONGEST).collect();
    if kept.len() < description.len() {
        kept.push_str(" …");
    }
    Cow::Owned(kept.replace("\r\n", "\n").replace(is_line_break, "\n"))
}
