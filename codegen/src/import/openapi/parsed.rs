//! A parsed document, and the problems of its syntax.

use serde_json::{Map, Value};

use crate::problem::{Place, Problem, Rule};
use crate::text::shown;

/// Whether a document states its format. A document that does not is a part, to which others refer.
pub(super) fn is_whole(value: &Value) -> bool {
    value.get("openapi").is_some() || value.get("swagger").is_some()
}

/// A parsed document, with the problems of its syntax.
#[derive(Debug)]
pub(in crate::import) struct Parsed {
    pub value: Value,
    pub faults: Vec<Problem>,
}

/// Whether a document has operations.
pub(in crate::import) fn has_operations(parsed: &Parsed) -> bool {
    ["paths", "webhooks", "x-ms-paths", "x-webhooks"].iter().any(|name| {
        let part = parsed.value.get(*name);
        part.is_some_and(|part| part.as_object().is_none_or(|part| !part.is_empty()))
    })
}

/// The maximum number of properties whose names are all compared.
const FEW: usize = 12;

/// The property of an object with that name. A schema is asked for each keyword and states few of them, so comparing
/// names takes less time than hashing one.
pub(super) fn property<'v>(members: &'v Map<String, Value>, name: &str) -> Option<(&'v String, &'v Value)> {
    if members.len() > FEW {
        return members.get_key_value(name);
    }
    members.iter().find(|(other, _)| *other == name)
}

/// The properties of an object, sorted by name.
pub(super) fn sorted(members: &Map<String, Value>) -> Vec<(&String, &Value)> {
    let mut sorted: Vec<(&String, &Value)> = members.iter().collect();
    sorted.sort_unstable_by_key(|(name, _)| *name);
    sorted
}

/// The problem that a name occurs twice in an object.
pub(super) fn twice(name: &str, place: Place) -> Problem {
    let name: String = name.chars().take(100).collect();
    let message = format!("the name `{}` occurs twice in one object", shown(&name));
    let help = "Remove one of the two, or rename it. `generate --lenient` reads the last one.";
    Problem::error(Rule::DuplicateId, place, message, help)
}

/// The problem that a number cannot be kept exactly.
pub(super) fn rounded(digits: &str, place: Place) -> Problem {
    let start: String = digits.chars().take(40).collect();
    let cut = if start.len() < digits.len() { "…" } else { "" };
    let kept = match digits.parse::<f64>() {
        Ok(value) if value.is_finite() => "is read as the nearest double",
        _ => "is read as text, since no double holds it",
    };
    let message = format!("the number `{start}{cut}` {kept}");
    Problem::warning(Rule::ValueRange, place, message, "Write a number of at most 64 bits, or of a double.")
}

/// Whether the importer interprets the value at that path: a listed value, a default, a bound, but not an example.
pub(super) fn is_read<'a>(path: impl IntoIterator<Item = &'a str>) -> bool {
    const READ: &[&str] =
        &["const", "default", "enum", "exclusiveMaximum", "exclusiveMinimum", "maximum", "minimum", "multipleOf"];
    let mut is_read = false;
    for step in path {
        if matches!(step, "example" | "examples") || step.starts_with("x-") {
            return false;
        }
        is_read |= READ.contains(&step);
    }
    is_read
}
