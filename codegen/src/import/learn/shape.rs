//! What a line of a page can be, by its form alone: nothing here depends on the language of the page.

use super::labels;
use super::page::ParamPlace;
use super::types::{self, Certainty};
use crate::spec::{Constraints, Method, Presence};

/// The first line of a row: `name`, `name True`, `name enum:`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Head<'a> {
    pub(super) name: &'a str,
    pub(super) presence: Presence,
    pub(super) cell: Cell,
}

/// How the line continues after the name of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cell {
    /// A type.
    Type,
    /// A list of values: the line ends in `enum:`.
    Enum,
}

/// The maximum length of the name of a row.
const NAME: usize = 256;

/// Reads the first line of a row.
pub(super) fn head(text: &str) -> Option<Head<'_>> {
    let (text, cell) = cell(text);
    let (text, presence) = required(text);
    is_row_name(text).then_some(Head { name: text, presence, cell })
}

/// Reads the line that states the place of a parameter: `path True`, `query`.
pub(super) fn place(text: &str) -> Option<(ParamPlace, Presence, Cell)> {
    let (text, cell) = cell(text);
    let (text, presence) = required(text);
    let place = match text {
        "path" => ParamPlace::Path,
        "query" => ParamPlace::Query,
        // Without `True`, a word of another language is more likely a description.
        text if presence == Presence::Required => match labels::place(text)? {
            "path" => ParamPlace::Path,
            _ => ParamPlace::Query,
        },
        _ => return None,
    };
    Some((place, presence, cell))
}

fn cell(text: &str) -> (&str, Cell) {
    match text.strip_suffix("enum:") {
        Some(rest) if rest.ends_with(' ') => (rest.trim_end(), Cell::Enum),
        _ => (text, Cell::Type),
    }
}

fn required(text: &str) -> (&str, Presence) {
    match text.rsplit_once(' ') {
        Some((rest, word)) if labels::is_true(word) => (rest.trim_end(), Presence::Required),
        _ => (text, Presence::Optional),
    }
}

/// Whether a string can be the name of a row: one word of characters that occur in names on the wire.
pub(super) fn is_row_name(text: &str) -> bool {
    let inner = |next: char| next.is_ascii_alphanumeric() || "_-.$@*[]:".contains(next);
    text.len() <= NAME
        && text.starts_with(|first: char| first.is_ascii_alphanumeric() || "_$@".contains(first))
        && text.chars().all(inner)
        && !text.ends_with(['.', ':'])
}

/// Whether a word looks like a name in code rather than like a word of prose: `lineItems`, `ms-cv`, `id`.
pub(super) fn is_code_word(text: &str) -> bool {
    is_row_name(text)
        && (text.starts_with(|first: char| !first.is_ascii_uppercase())
            || text.chars().skip(1).any(|next| !next.is_ascii_lowercase()))
        && !(text.len() <= 4 && text.chars().all(|next| next.is_ascii_uppercase()))
}

/// Reads an item of a list.
pub(super) fn bullet(text: &str) -> Option<&str> {
    let rest = text.strip_prefix(['•', '-', '*', '·'])?;
    let is_sign = text.starts_with(['•', '·']);
    (is_sign || rest.is_empty() || rest.starts_with(' ')).then(|| rest.trim())
}

/// Whether the tabs of a line surround the bullet of a list item.
pub(super) fn is_tabbed_item(line: &str) -> bool {
    bullet(line.trim()).is_some_and(|item| !item.contains('\t')) || line.trim().starts_with(['•', '·'])
}

/// Splits a value of an enum from the format that the page claims for it: `annual (int32)`.
pub(super) fn item(text: &str) -> (&str, Option<&str>) {
    match text.rsplit_once(" (").and_then(|(value, format)| Some((value, format.strip_suffix(')')?))) {
        Some((value, format)) => (value.trim_end(), Some(format)),
        None => (text, None),
    }
}

/// Reads the status line of a response: `201 Created`.
pub(super) fn status(text: &str) -> Option<(u16, &str)> {
    let (code, reason) = text.split_once(' ').unwrap_or((text, ""));
    if code.len() != 3 || !code.bytes().all(|digit| digit.is_ascii_digit()) || !is_short(reason) {
        return None;
    }
    code.parse().ok().filter(|code| (100..=599).contains(code)).map(|code| (code, reason))
}

/// Reads a header of a response, `Location: string`, which may be an item of a list.
pub(super) fn header(text: &str) -> Option<(&str, &str)> {
    let (name, ty) = bullet(text).unwrap_or(text).split_once(':')?;
    let (name, ty) = (name.trim_end(), ty.trim());
    let is_name = !name.is_empty() && name.chars().all(|next| next.is_ascii_alphanumeric() || "-_.".contains(next));
    (is_name && types::certainty(ty) == Some(Certainty::Surely)).then_some((name, ty))
}

/// Whether a line is short enough for a heading or a status, and is not a sentence.
pub(super) fn is_short(text: &str) -> bool {
    text.len() <= 120
        && text.split_whitespace().count() <= 6
        && !text.ends_with(['.', '。', '!', '?', ':', ',', ';', '"'])
}

/// Reads `Media Types: "application/json", "text/json"`, in any language; an inner none if the list cannot be read.
pub(super) fn media_types(text: &str) -> Option<Option<Vec<String>>> {
    let (label, list) = text.split_once([':', '：'])?;
    let list = list.trim_start().replace(['“', '”', '„', '«', '»'], "\"");
    let is_quoted = list.starts_with('"') && list[1..].split_once('"').is_some_and(|(name, _)| name.contains('/'));
    if label != "Media Types" && !(is_short(label) && is_quoted) {
        return None;
    }
    let name = |part: &str| {
        let name = part.trim().strip_prefix('"')?.strip_suffix('"')?;
        let (kind, rest) = name.split_once('/')?;
        let fine = !kind.is_empty()
            && !rest.is_empty()
            && !name.contains(|c: char| c == '"' || c.is_whitespace() || c.is_control());
        fine.then(|| name.to_owned())
    };
    Some(list.split(',').map(name).collect())
}

/// Reads a request line: `POST https://host/path`.
pub(super) fn request(text: &str) -> Option<(Method, &str)> {
    const METHODS: [Method; 8] = [
        Method::Delete,
        Method::Get,
        Method::Head,
        Method::Options,
        Method::Patch,
        Method::Post,
        Method::Put,
        Method::Trace,
    ];
    let (word, url) = text.split_once(' ')?;
    let method = METHODS.into_iter().find(|method| method.as_str() == word)?;
    let url = url.trim();
    let fine = (url.starts_with("https://") || url.starts_with("http://")) && !url.contains(char::is_whitespace);
    fine.then_some((method, url))
}

/// Reads a constraint on the values of a row; `None` if the line is not a constraint.
pub(super) fn constraint(text: &str, limits: &mut Constraints) -> Option<Result<(), ()>> {
    let (label, value) = text.split_once(':')?;
    let value = value.trim().trim_matches('`');
    let length = || value.parse::<u64>().map(Some).map_err(|_| ());
    let number = || value.parse::<serde_json::Number>().map(Some).map_err(|_| ());
    let label = Some(label).filter(|label| label.len() <= 16)?.to_ascii_lowercase();
    Some(match label.as_str() {
        "regex pattern" | "pattern" if !value.is_empty() => {
            limits.pattern = Some(value.to_owned());
            Ok(())
        }
        "minlength" => length().map(|value| limits.min_length = value),
        "maxlength" => length().map(|value| limits.max_length = value),
        "minitems" => length().map(|value| limits.min_items = value),
        "maxitems" => length().map(|value| limits.max_items = value),
        "minimum" => number().map(|value| limits.minimum = value),
        "maximum" => number().map(|value| limits.maximum = value),
        _ => return None,
    })
}

/// The type of a security scheme, in a line `Type: apiKey` in any language.
pub(super) fn security_kind(text: &str) -> Option<&str> {
    let (label, value) = text.split_once(':')?;
    let value = value.trim();
    (is_short(label) && matches!(value, "apiKey" | "oauth2" | "basic")).then_some(value)
}

/// The value in a line `In: header`, with any label.
pub(super) fn labelled(text: &str) -> Option<&str> {
    let (label, value) = text.split_once(": ")?;
    let value = value.trim();
    (is_short(label) && !value.is_empty() && !value.contains(' ')).then_some(value)
}
