//! Documentation: from text of a document to lines in which nothing is code, a link or HTML.

use crate::rust::Docs;
use crate::text::is_hidden;

/// The longest documentation of one thing that is kept, in characters; what is beyond is cut with a mark.
const LONGEST: usize = 20_000;

/// The documentation that a text gives, inert.
///
/// rustdoc reads documentation as Markdown, runs its code blocks as tests and passes its HTML through; rustc refuses
/// a bare carriage return in it and direction marks anywhere. So brackets and HTML are escaped, lines are not
/// indented, fences are broken up, and characters that are not seen are shown as escapes.
pub fn inert(text: &str) -> Docs {
    let mut kept: String = text.chars().take(LONGEST).collect();
    if kept.len() < text.len() {
        kept.push_str(" …");
    }
    let mut lines: Vec<String> = Vec::new();
    for line in kept.replace("\r\n", "\n").split(is_line_break) {
        let line = inert_line(line.trim());
        if !(line.is_empty() && lines.last().is_none_or(String::is_empty)) {
            lines.push(line);
        }
    }
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    Docs::inert(lines)
}

/// Documentation of sentences that the generator itself wrote.
pub fn own(lines: &[String]) -> Docs {
    Docs::inert(lines.to_vec())
}

/// A text in backticks: a path or a header, as code within a line.
///
/// As CommonMark has it, such code begins and ends with more backticks in a row than it holds, and a space at both of
/// its ends is no part of it. The end stands on the same line, so that nothing of it begins a block of code.
pub fn code(text: &str) -> String {
    // There is no code without text.
    let shown: String = if text.is_empty() { "\"\"".to_owned() } else { text.chars().map(shown).collect() };
    let longest = shown.split(|next| next != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let is_end = |next: char| next == '`' || next == ' ';
    let space = if shown.starts_with(is_end) || shown.ends_with(is_end) { " " } else { "" };
    format!("{fence}{space}{shown}{space}{fence}")
}

fn is_line_break(next: char) -> bool {
    matches!(next, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// The character, or its escape where it is not seen or turns the direction of the text.
pub fn shown(next: char) -> String {
    if is_hidden(next) { next.escape_unicode().to_string() } else { next.to_string() }
}

fn inert_line(line: &str) -> String {
    let line = line.replace('\t', " ");
    let mut out = String::with_capacity(line.len() + 8);
    let spans = line.matches('`').count();
    // Code within a line is kept as it is, but only where each backtick has its partner and none is doubled.
    let keeps_code = spans.is_multiple_of(2) && !line.contains("``");
    let mut in_code = false;
    let mut rest = line.as_str();
    while let Some(next) = rest.chars().next() {
        if !in_code && let Some(url) = url_at(rest, &out) {
            out.push_str(&format!("<{url}>"));
            rest = &rest[url.len()..];
            continue;
        }
        rest = &rest[next.len_utf8()..];
        match next {
            '`' if keeps_code => {
                in_code = !in_code;
                out.push('`');
            }
            _ if in_code => out.push_str(&shown(next)),
            '[' | ']' | '<' | '>' | '`' | '\\' | '&' | '~' | '|' => {
                out.push('\\');
                out.push(next);
            }
            _ if is_hidden(next) => out.push_str(&format!("\\{}", shown(next))),
            _ => out.push(next),
        }
    }
    // A heading of the document would break up the sections of ours.
    if out.starts_with('#') { format!("\\{out}") } else { out }
}

/// The URL with which the text starts, if it stands at the start of a word.
fn url_at<'a>(text: &'a str, before: &str) -> Option<&'a str> {
    if !text.starts_with("http://") && !text.starts_with("https://") {
        return None;
    }
    if before.ends_with(|last: char| last.is_alphanumeric()) {
        return None;
    }
    let is_part = |next: char| next.is_ascii_alphanumeric() || "-._~:/?#@!$&'()*+,;=%".contains(next);
    let end = text.find(|next: char| !is_part(next)).unwrap_or(text.len());
    let url = text[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', ')', '*', '(']);
    let rest = url.split_once("://")?.1;
    rest.starts_with(|first: char| first.is_ascii_alphanumeric()).then_some(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_is_shown_as_it_is() {
        for (text, expected) in [
            ("GET /v1/{id}", "`GET /v1/{id}`"),
            ("a`b", "``a`b``"),
            ("`", "`` ` ``"),
            ("``a`", "``` ``a` ```"),
            ("```\npanic!()", "```` ```\\u{a}panic!() ````"),
            (" a ", "`  a  `"),
            ("", "`\"\"`"),
            ("\u{202e}", "`\\u{202e}`"),
        ] {
            assert_eq!(code(text), expected, "{text:?}");
        }
    }

    #[test]
    fn nothing_in_documentation_is_code_a_link_or_html() {
        for (text, lines) in [
            ("A cart.", vec!["A cart."]),
            ("one\r\ntwo\rthree\u{2028}four", vec!["one", "two", "three", "four"]),
            ("    let x = 1;", vec!["let x = 1;"]),
            ("```\npanic!()\n```", vec!["\\`\\`\\`", "panic!()", "\\`\\`\\`"]),
            ("~~~rust", vec!["\\~\\~\\~rust"]),
            ("<script>[x](y)", vec!["\\<script\\>\\[x\\](y)"]),
            ("see https://example.com/a_b.", vec!["see <https://example.com/a_b>."]),
            ("javascript:http://", vec!["javascript:http://"]),
            ("`a<b>` and `c", vec!["\\`a\\<b\\>\\` and \\`c"]),
            ("`a<b>`", vec!["`a<b>`"]),
            ("# Errors", vec!["\\# Errors"]),
            ("\u{202e}evil", vec!["\\\\u{202e}evil"]),
            ("\n\na\n\n\n\nb\n\n", vec!["a", "", "b"]),
            ("*/ /* */", vec!["*/ /* */"]),
            ("", vec![]),
        ] {
            assert_eq!(inert(text).lines(), lines, "{text:?}");
        }
    }
}
