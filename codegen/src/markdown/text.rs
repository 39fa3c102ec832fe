//! Helpers for single characters, inline code and URLs.

use crate::text::{is_hidden, shown};

/// A string in backticks: a path or a header, as code within a line.
///
/// In CommonMark such code begins and ends with more backticks in a row than it contains, and one space at each end is
/// not part of it. It is kept on one line, so that it cannot begin a block of code.
pub fn code(text: &str) -> String {
    // Code cannot be empty.
    let shown = if text.is_empty() { "\"\"".to_owned() } else { shown(text) };
    let fence = "`".repeat(longest_backticks(&shown) + 1);
    let is_end = |next: char| next == '`' || next == ' ';
    let space = if shown.starts_with(is_end) || shown.ends_with(is_end) { " " } else { "" };
    format!("{fence}{space}{shown}{space}{fence}")
}

/// The number of backticks in the longest sequence of them.
pub(super) fn longest_backticks(text: &str) -> usize {
    text.split(|next| next != '`').map(str::len).max().unwrap_or(0)
}

/// Appends text with a backslash before each special character of Markdown.
///
/// `at_line_start` states whether the text begins a line, and `follows` is the character after it.
pub(super) fn escape(out: &mut String, text: &str, at_line_start: bool, follows: Option<char>) {
    let marker = if at_line_start { line_marker(text) } else { None };
    let mut rest = text;
    while let Some(next) = rest.chars().next() {
        let at = text.len() - rest.len();
        rest = &rest[next.len_utf8()..];
        let before = out.chars().next_back().unwrap_or('\n');
        let after = rest.chars().next().or(follows).unwrap_or('\n');
        let is_escaped = marker == Some(at)
            || match next {
                '`' | '[' | ']' | '|' | '~' | '\\' => true,
                '<' => !after.is_whitespace(),
                '&' => is_entity(rest, follows),
                '*' => !(before.is_whitespace() && after.is_whitespace()),
                // After a letter or digit, `_` can only end emphasis, and the escaped ones before it begin none.
                '_' => !(before.is_alphanumeric() || before.is_whitespace() && after.is_whitespace()),
                // A string that looks like a URL but was not recognized as one would cause a warning of rustdoc.
                ':' => rest.starts_with("//") && (out.ends_with("http") || out.ends_with("https")),
                _ => false,
            };
        if is_escaped || is_hidden(next) {
            out.push('\\');
        }
        if is_hidden(next) { out.extend(next.escape_unicode()) } else { out.push(next) }
    }
}

/// The index of the character in a line that makes it begin a heading, a list, a quote or a rule.
fn line_marker(line: &str) -> Option<usize> {
    let ends_after = |length: usize| line[length..].chars().next().is_none_or(char::is_whitespace);
    let first = line.chars().next()?;
    match first {
        '#' => ends_after(line.len() - line.trim_start_matches('#').len()).then_some(0),
        '-' | '+' | '=' => (ends_after(1) || line[1..].starts_with(first)).then_some(0),
        '>' | '*' | '_' => Some(0),
        '0'..='9' => {
            let digits = line.len() - line.trim_start_matches(|next: char| next.is_ascii_digit()).len();
            (line[digits..].starts_with(['.', ')']) && ends_after(digits + 1)).then_some(digits)
        }
        _ => None,
    }
}

/// Whether the text after `&` makes it a character reference such as `&lt;`.
fn is_entity(rest: &str, follows: Option<char>) -> bool {
    let is_name = |next: char| next.is_ascii_alphanumeric() || next == '#';
    let end = rest.find(|next| !is_name(next));
    end.map_or(follows.is_some(), |end| end > 0 && rest[end..].starts_with(';'))
}

/// The index and the length of the first URL of a website in the text.
pub(super) fn find_url(text: &str) -> Option<(usize, usize)> {
    let mut from = 0;
    while let Some(found) = text[from..].find("http") {
        let at = from + found;
        let before = text[..at].chars().next_back();
        let length = url_length(&text[at..]);
        if length > 0 && before.is_none_or(|before| !before.is_alphanumeric()) {
            return Some((at, length));
        }
        from = at + "http".len();
    }
    None
}

/// The length of the URL at the start of the text, without the punctuation of the sentence; 0 without a URL.
fn url_length(text: &str) -> usize {
    let Some(host) = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")) else { return 0 };
    if !host.starts_with(|first: char| first.is_ascii_alphanumeric()) {
        return 0;
    }
    let is_part = |next: char| next.is_ascii_alphanumeric() || "-._~:/?#@!$&'()*+,;=%".contains(next);
    let end = text.find(|next| !is_part(next)).unwrap_or(text.len());
    let url = &text[..end];
    let count = |wanted| url.matches(wanted).count();
    let (mut opened, mut closed) = (count('('), count(')'));
    let mut length = end;
    for last in url.chars().rev() {
        match last {
            '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '*' => {}
            '(' => opened -= 1,
            // A `)` belongs to the URL if the URL contains its `(`.
            ')' if closed > opened => closed -= 1,
            _ => break,
        }
        length -= 1;
    }
    length
}

/// The target of a link in the notation of Markdown; `None` if it is not a website.
pub(super) fn website(target: &str) -> Option<String> {
    let target = target.trim();
    let (scheme, host) = target.split_once("://")?;
    let is_web = scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https");
    if !is_web || !host.starts_with(|first: char| first.is_alphanumeric()) {
        return None;
    }
    let mut url = format!("{}://", scheme.to_ascii_lowercase());
    for next in host.chars() {
        if next.is_ascii_alphanumeric() || "-._~:/?#@!$&'*+,;=%".contains(next) {
            url.push(next);
        } else {
            let mut buffer = [0; 4];
            next.encode_utf8(&mut buffer).bytes().for_each(|byte| url.push_str(&format!("%{byte:02X}")));
        }
    }
    Some(url)
}
