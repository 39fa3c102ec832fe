//! Text of services and libraries as errors show it: on one line, not too long.

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt::{self, Write};
use std::iter;

use crate::runtime::http::received::Received;
use crate::runtime::http::text;

/// The maximum number of characters of a service's text that are shown.
const SHOWN: usize = 400;
/// The maximum number of characters of the `Debug` form of a cause.
const SHOWN_IN_DEBUG: usize = 4000;
/// The maximum number of bytes of a body that are kept for an error message; long secrets raise it. It is more than the
/// message shows, because secrets are removed before the text is cut.
pub(super) const EXCERPT: usize = 8 << 10;

/// A cause of an error, as [`StdError::source`] returns it.
pub(super) type Cause = dyn StdError + 'static;

/// Foreign text on one line: without line ends and bidirectional controls, and cut off at a maximum length.
pub(super) fn line(text: &str) -> String {
    let mut shown = String::new();
    for (index, letter) in text.chars().enumerate() {
        if index == SHOWN {
            shown.push('…');
            break;
        }
        match letter {
            '\n' | '\r' | '\t' => shown.push(' '),
            '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' => {
                // Writing to a String does not fail.
                let _ = write!(shown, "{}", letter.escape_unicode());
            }
            control if control.is_control() => {
                let _ = write!(shown, "{}", control.escape_unicode());
            }
            other => shown.push(other),
        }
    }
    shown
}

/// The `Debug` form of a value, without its middle if it is long: libraries repeat what they could not read.
pub(super) struct Bounded<'a, T>(pub(super) &'a T);

impl<T: fmt::Debug> fmt::Debug for Bounded<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = if f.alternate() { format!("{:#?}", self.0) } else { format!("{:?}", self.0) };
        f.write_str(&without_middle(&text, SHOWN_IN_DEBUG))
    }
}

/// Foreign text on one line. A long one keeps its beginning and its end, which often says what was expected.
pub(super) fn both_ends(text: &str) -> String {
    line(&without_middle(text, SHOWN))
}

/// Shortens a string to `most` characters by replacing its middle with `…`.
fn without_middle(text: &str, most: usize) -> Cow<'_, str> {
    let length = text.chars().count();
    if length <= most {
        return Cow::Borrowed(text);
    }
    let index = |count: usize| text.char_indices().nth(count).map_or(text.len(), |(index, _)| index);
    let end = most / 4;
    Cow::Owned([&text[..index(most - end - 1)], "…", &text[index(length - end)..]].concat())
}

/// A cause and its causes.
pub(super) fn causes<'a>(cause: Option<&'a Cause>) -> impl Iterator<Item = &'a Cause> {
    iter::successors(cause, |&error: &&'a Cause| error.source())
}

/// The beginning of the body of a response, if it is text. It is cut to its final length only when it is shown, after
/// secrets have been removed, because a secret that is cut in two would not be found.
pub(super) fn excerpt(response: &Received, most: usize) -> Option<String> {
    let text = text::utf8(&response.headers, &response.body).ok()?;
    let end = text.len().min(most);
    let text = String::from_utf8_lossy(&text[..end]).split_whitespace().collect::<Vec<_>>().join(" ");
    let is_text = !text.contains(|letter: char| letter.is_control());
    (is_text && !text.is_empty()).then_some(text)
}
