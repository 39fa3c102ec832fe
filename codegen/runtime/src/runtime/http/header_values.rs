//! The text of header values: their parameters, quoted strings and lists (RFC 9110 section 5.6).

use std::borrow::Cow;

/// A parameter of a header value such as `text/plain; charset=utf-8`: the first one with the name, which is
/// case-insensitive. A quoted string loses its quotes and backslashes (RFC 9110 section 5.6.6).
pub fn param<'a>(value: &'a str, name: &str) -> Option<Cow<'a, str>> {
    let mut rest = past_item(value);
    while let Some(param) = rest.strip_prefix(';') {
        let end = param.len() - past_item(param).len();
        if let Some((key, text)) = param[..end].split_once('=')
            && key.trim().eq_ignore_ascii_case(name)
        {
            return Some(unquoted(text.trim()));
        }
        rest = &param[end..];
    }
    None
}

/// The text from the first semicolon on that is not in a quoted string.
fn past_item(text: &str) -> &str {
    outside_quotes(text, b';').map_or("", |end| &text[end..])
}

/// The index of the first `sign` that is not in a quoted string.
pub fn outside_quotes(text: &str, sign: u8) -> Option<usize> {
    let (mut is_quoted, mut is_escaped) = (false, false);
    text.bytes().position(|byte| {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' if is_quoted => is_escaped = true,
            b'"' => is_quoted = !is_quoted,
            other => return other == sign && !is_quoted,
        }
        false
    })
}

/// The content of a quoted string, or a token as it is. A quote that is not closed is ignored.
fn unquoted(text: &str) -> Cow<'_, str> {
    let Some(inner) = text.strip_prefix('"') else { return Cow::Borrowed(text) };
    let inner = inner.strip_suffix('"').unwrap_or(inner);
    if !inner.contains('\\') {
        return Cow::Borrowed(inner);
    }
    let mut content = String::with_capacity(inner.len());
    let mut letters = inner.chars();
    while let Some(letter) = letters.next() {
        content.extend(if letter == '\\' { letters.next() } else { Some(letter) });
    }
    Cow::Owned(content)
}

/// Checks that an item of a list with `mark` between its items is read as the one that it is.
///
/// # Errors
/// The reason why it would be read as something else.
pub fn check_item(text: &str, mark: &str) -> Result<(), String> {
    // Within quotation marks, a comma does not separate the values of a header (RFC 9110 section 5.6.4).
    let is_quoted = || mark == "," && outside_quotes(&format!("{text},"), b',') == Some(text.len());
    if text.contains(mark) && !is_quoted() {
        return Err(two_items(mark));
    }
    // Those who read a header leave out empty items, and blanks around items.
    if text.is_empty() || text.trim_ascii() != text {
        return Err("has an item that is empty, or has blanks around it, which a header cannot express".to_owned());
    }
    Ok(())
}

/// The reason why an item with the separator is refused.
pub(crate) fn two_items(mark: &str) -> String {
    format!("has an item with {mark:?}, which would be read as two items")
}
