//! Converts errors of serde_json to problems in plain words.

use serde_json::error::{Category, Error};

use super::read::TWICE;
use crate::problem::{At, Place, Problem, Rule};

/// The problem for an error of serde_json.
pub(super) fn problem(file: &str, text: &str, error: &Error) -> Problem {
    let said = error.to_string();
    let said = said.rsplit_once(" at line ").map_or(said.as_str(), |(said, _)| said);
    let place = place(file, text, error);
    let (rule, message, help) = match error.classify() {
        Category::Io | Category::Syntax | Category::Eof => syntax(said, at(text, &place)),
        Category::Data => data(said),
    };
    Problem::error(rule, place, message, help)
}

/// The character at a location.
fn at(text: &str, place: &Place) -> Option<char> {
    let At::Line(line, Some(column)) = place.at else { return None };
    text.split('\n').nth(line - 1)?.chars().nth(column - 1)
}

/// The problem that a file is a list. `unknown` is serde's message about an unknown property, which lists all known
/// ones.
pub(super) fn list(file: &str, text: &str, unknown: Option<&str>) -> Problem {
    let before = &text[..text.find('[').unwrap_or_default()];
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    let place = Place { file: file.to_owned(), at: At::Line(line, Some(column)) };
    let unknown = unknown.map(|unknown| unknown.rsplit_once(" at line ").map_or(unknown, |(unknown, _)| unknown));
    let known = unknown.and_then(|unknown| self::unknown(unknown, "unknown field ")?.1);
    let help = match known {
        Some(known) => format!("Write an object with some of these properties: {known}."),
        None => "Write an object here.".to_owned(),
    };
    Problem::error(Rule::Syntax, place, "found a list where an object is expected", help)
}

/// The location of the error: the start of the word, number or string at which serde_json stopped.
fn place(file: &str, text: &str, error: &Error) -> Place {
    // If the text ends too early, the error is after its last word, not after the blank lines that follow.
    let text = if error.is_eof() { text.trim_end() } else { text };
    let number = error.line().clamp(1, text.matches('\n').count() + 1);
    let line = text.split('\n').nth(number - 1).unwrap_or_default();
    let start =
        if error.is_eof() { line.len() } else { token_start(line.as_bytes(), error.column().saturating_sub(1)) };
    // serde_json counts bytes, and readers count characters.
    let column = String::from_utf8_lossy(&line.as_bytes()[..start]).chars().count() + 1;
    Place { file: file.to_owned(), at: At::Line(number, Some(column)) }
}

/// The start of the token that contains, ends at, or follows an index of the line.
fn token_start(line: &[u8], stop: usize) -> usize {
    let mut start = stop.min(line.len());
    while matches!(line.get(start), Some(b' ' | b'\t')) {
        start += 1;
    }
    match line.get(start) {
        Some(b'"') if start == stop => {
            let quotes = |at: &usize| line[*at] == b'"' && (*at == 0 || line[at - 1] != b'\\');
            (0..start).rev().find(quotes).unwrap_or(start)
        }
        Some(byte) if byte.is_ascii_alphanumeric() => {
            let apart = |byte: &u8| !(byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'+'));
            line[..start].iter().rposition(apart).map_or(0, |at| at + 1)
        }
        _ => start,
    }
}

fn syntax(said: &str, found: Option<char>) -> (Rule, String, String) {
    match found {
        Some('/' | '#') => {
            return (Rule::Syntax, "JSON has no comments".to_owned(), "Remove the comment.".to_owned());
        }
        Some('\'') => {
            let message = "a string of JSON is in double quotes".to_owned();
            return (Rule::Syntax, message, "Write `\"` in place of `'`.".to_owned());
        }
        _ => {}
    }
    let message = match said {
        "recursion limit exceeded" => "the values are nested too deeply to be read".to_owned(),
        "trailing characters" => "something follows after the end of the JSON".to_owned(),
        "trailing comma" => "a comma stands after the last entry".to_owned(),
        "expected value" => "a value of another kind is expected here".to_owned(),
        "control character (\\u0000-\\u001F) found while parsing a string" => {
            "a string does not end on its line".to_owned()
        }
        "key must be a string" => "a name in double quotes is expected here".to_owned(),
        _ => match said.strip_prefix("EOF while parsing ") {
            Some(what) => format!("the file ends inside {}", kind(what)),
            None => format!("this is not JSON: {said}"),
        },
    };
    (
        Rule::Syntax,
        message,
        "Correct the JSON here. An editor that follows its `$schema` shows what is allowed.".to_owned(),
    )
}

fn data(said: &str) -> (Rule, String, String) {
    if said.starts_with("the name ") && said.ends_with(TWICE) {
        return twice(said.to_owned());
    }
    if let Some(name) = said.strip_prefix("duplicate field ") {
        return twice(format!("the name {name}{TWICE}"));
    }
    if let Some(name) = said.strip_prefix("missing field ") {
        let help = format!("Add {name} to the object that ends here.");
        return (Rule::Syntax, format!("the property {name} is missing"), help);
    }
    if let Some((name, known)) = unknown(said, "unknown field ") {
        let help = match known {
            Some(known) => format!("Remove it, or write one of these: {known}."),
            None => "Remove it: the object has no properties.".to_owned(),
        };
        return (Rule::Syntax, format!("`{name}` is not a property of this object"), help);
    }
    if let Some((name, known)) = unknown(said, "unknown variant ") {
        let help = format!("Write one of these: {}.", known.unwrap_or_default());
        return (Rule::Syntax, format!("`{name}` is not known here"), help);
    }
    for start in ["invalid type: ", "invalid value: "] {
        if let Some((found, wanted)) = said.strip_prefix(start).and_then(|rest| rest.rsplit_once(", expected ")) {
            let message = format!("found {} where {} is expected", kind(found), kind(wanted));
            return (Rule::Syntax, message, format!("Write {} here.", kind(wanted)));
        }
    }
    // Serde reads a list as the properties of a struct in their order.
    if said.starts_with("invalid length ") && said.contains(", expected struct ") {
        let message = "found a list where an object is expected".to_owned();
        return (Rule::Syntax, message, "Write an object here.".to_owned());
    }
    (Rule::Syntax, said.to_owned(), "Mend this text.".to_owned())
}

fn twice(message: String) -> (Rule, String, String) {
    (Rule::DuplicateId, message, "Remove one of the two, or rename it.".to_owned())
}

/// The unknown name in a message of serde, and its list of known names.
fn unknown<'a>(said: &'a str, start: &str) -> Option<(&'a str, Option<String>)> {
    let (name, known) = said.strip_prefix(start)?.split_once("`, ")?;
    let known = known.strip_prefix("expected one of ").or_else(|| known.strip_prefix("expected "));
    Some((name.trim_start_matches('`'), known.map(|known| known.replace(" or ", ", "))))
}

/// The kind of a value, in terms of JSON instead of Rust.
fn kind(said: &str) -> &str {
    match said {
        "map" | "a map" | "an object" => "an object",
        "sequence" | "a sequence" | "a list" => "a list",
        "a value" | "value" => "a value",
        "unit value" => "nothing",
        "a boolean" | "bool" => "`true` or `false`",
        "u16" | "u64" | "i64" | "usize" => "an integer",
        "string or map" => "a word, or an object with one member",
        _ if said.starts_with("struct ") => "an object",
        _ if said.starts_with("enum ") || said.starts_with("variant ") => "a word, or an object with one member",
        _ => said,
    }
}
