//! Writes constraints as sentences.

mod conditions;

use std::borrow::Cow;

use serde_json::{Number, Value};

use crate::markdown::code;
use crate::spec::{Constraints, EMPTY_VALUE, OTHER_VALUES, PATTERNS, POSITIONS, STABILITY, SUNSET, WHOLE};

/// The constraints of a value, a sentence each.
pub(crate) fn constraints(constraints: &Constraints) -> Vec<String> {
    let sentence = |phrase: String| {
        let mut letters = phrase.chars();
        let first = letters.next().map(|first| first.to_ascii_uppercase());
        first.into_iter().chain(letters).chain((!phrase.ends_with('.')).then_some('.')).collect()
    };
    phrases(constraints).into_iter().map(sentence).collect()
}

/// The constraints of a value, a phrase each: `at most 64 characters`.
pub(crate) fn phrases(constraints: &Constraints) -> Vec<String> {
    let Constraints {
        constant,
        min_length,
        max_length,
        pattern,
        minimum,
        maximum,
        exclusive_minimum,
        exclusive_maximum,
        multiple_of,
        min_items,
        max_items,
        unique_items,
        items,
        others,
    } = constraints;
    let mut phrases = Vec::new();
    phrases.extend(constant.as_ref().map(|value| format!("always {}", code(&value.to_string()))));
    let is_any = |bound: &Option<Number>, of_type: i64| bound.as_ref().and_then(Number::as_i64) == Some(of_type);
    phrases.extend(match (minimum, maximum) {
        // Some frameworks state the range of the type as a constraint on the value.
        _ if is_any(minimum, i64::MIN) && is_any(maximum, i64::MAX) => None,
        (Some(minimum), Some(maximum)) => Some(format!("from {} to {}", number(minimum), number(maximum))),
        (Some(minimum), None) => Some(format!("at least {}", number(minimum))),
        (None, Some(maximum)) => Some(format!("at most {}", number(maximum))),
        (None, None) => None,
    });
    phrases.extend(exclusive_minimum.as_ref().map(|bound| format!("greater than {}", number(bound))));
    phrases.extend(exclusive_maximum.as_ref().map(|bound| format!("less than {}", number(bound))));
    phrases.extend(multiple_of.as_ref().map(|factor| format!("a multiple of {}", number(factor))));
    phrases.extend(count(*min_length, *max_length, "character"));
    phrases.extend(count(*min_items, *max_items, "item"));
    if *unique_items {
        phrases.push("no two items are equal".to_owned());
    }
    phrases.extend(pattern.as_deref().map(|pattern| format!("matches the pattern {}", code(pattern))));
    if let Some(items) = items {
        let of_each = self::phrases(items);
        if !of_each.is_empty() {
            phrases.push(format!("each item: {}", of_each.join(", ")));
        }
    }
    phrases.extend(others.iter().filter_map(|other| other_phrase(other)));
    phrases
}

/// A number without a zero fraction: `100` for `100.0`, as pydantic writes the bound of an integer.
fn number(number: &Number) -> String {
    let text = number.to_string();
    text.strip_suffix(".0").map_or_else(|| text.clone(), str::to_owned)
}

/// The maximum number of characters of a line that docs show.
const LONGEST: usize = 400;

/// The start of a string, with an ellipsis if the string is longer.
fn start(text: &str, most: usize) -> Cow<'_, str> {
    match text.char_indices().nth(most) {
        Some((end, _)) => Cow::Owned(format!("{}…", &text[..end])),
        None => Cow::Borrowed(text),
    }
}

/// A constraint that the spec keeps as the line of a JSON Schema keyword, as a phrase. A keyword with a schema that is
/// too complex for a phrase is only named.
fn other_phrase(other: &str) -> Option<String> {
    let Some((keyword, whole)) = other.split_once(": ") else { return Some(other.to_owned()) };
    let value = start(whole, LONGEST.saturating_sub(keyword.chars().count() + 2));
    let value = &*value;
    let of_values = |what: &str| {
        let phrases =
            serde_json::from_str::<Constraints>(value).map_or_else(|_| Vec::new(), |of_each| phrases(&of_each));
        (!phrases.is_empty()).then(|| format!("{what}: {}", phrases.join(", ")))
    };
    let counted = |count: &str| if count == "1" { "1 property".to_owned() } else { format!("{count} properties") };
    match keyword {
        "minProperties" => Some(format!("at least {}", counted(value))),
        "maxProperties" => Some(format!("at most {}", counted(value))),
        "required" => Some(format!("the property {} is required", code(value.trim_matches('"')))),
        "names" => Some(format!("property names match the pattern {}", code(value))),
        "pattern" => Some(format!("matches the pattern {}", code(value))),
        "multipleOf" => Some(format!("a multiple of {value}")),
        "format" => Some(format!("in the format {}", code(value))),
        "deprecated" => Some("deprecated".to_owned()),
        SUNSET => Some(format!("may be removed from {} on", value.trim_matches('"'))),
        STABILITY => Some(format!("the stability level is {}", code(value.trim_matches('"')))),
        // The keyword says that the value is bytes, which the type of a file already says; in JSON, the value is any
        // string.
        "contentMediaType" if value == r#""application/octet-stream""# => None,
        // All names of properties are strings, so this is not a constraint.
        "propertyNames" if value == r#"{"type":"string"}"# => None,
        // Clients neither send nor expect additional properties or items, so these keywords are not constraints for
        // them.
        "additionalProperties" | "unevaluatedProperties" | "unevaluatedItems" if value == "false" => None,
        "default" => Some(format!("the documented default is {}", code(&unordered(value)))),
        // What applies to each pattern or position, or beside an enum, is for comparisons alone.
        PATTERNS | POSITIONS | OTHER_VALUES | EMPTY_VALUE | WHOLE => None,
        "additionalProperties" | "patternProperties" => of_values("each value"),
        "items" => of_values("each item"),
        "prefixItems" if serde_json::from_str::<Vec<Constraints>>(value).is_ok() => of_items(value),
        keyword => {
            let value = serde_json::from_str(value).ok();
            let phrase = value.and_then(|value: Value| conditions::phrase(keyword, &value));
            Some(phrase.unwrap_or_else(|| format!("the schema adds a condition with its keyword {}", code(keyword))))
        }
    }
}

/// The constraints on the items of a tuple, by position.
fn of_items(value: &str) -> Option<String> {
    let items: Vec<Constraints> = serde_json::from_str(value).unwrap_or_default();
    let phrase = |(index, item): (usize, &Constraints)| {
        let phrases = phrases(item);
        (!phrases.is_empty()).then(|| format!("item {}: {}", index + 1, phrases.join(", ")))
    };
    let all: Vec<String> = items.iter().enumerate().filter_map(phrase).collect();
    (!all.is_empty()).then(|| all.join("; "))
}

/// A value as JSON, with its properties sorted, because the order of properties has no meaning (RFC 8259).
fn unordered(value: &str) -> String {
    serde_json::from_str(value).map_or_else(
        |_| value.to_owned(),
        |mut value: Value| {
            value.sort_all_objects();
            value.to_string()
        },
    )
}

/// The number of characters or items in words.
fn count(least: Option<u64>, most: Option<u64>, what: &str) -> Option<String> {
    let counted = |count: u64| if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") };
    match (least.filter(|least| *least > 0), most) {
        (Some(least), Some(most)) if least == most => Some(format!("exactly {}", counted(most))),
        (Some(least), Some(most)) => Some(format!("{least} to {}", counted(most))),
        (Some(least), None) => Some(format!("at least {}", counted(least))),
        (None, Some(most)) => Some(format!("at most {}", counted(most))),
        (None, None) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn constraints_are_sentences() {
        for (json, expected) in [
            (r#"{}"#, ""),
            (r#"{"constant": "user"}"#, "Always `\"user\"`."),
            (r#"{"minimum": 1, "maximum": 100}"#, "From 1 to 100."),
            (r#"{"exclusive_minimum": 0, "multiple_of": 0.5}"#, "Greater than 0. A multiple of 0.5."),
            (r#"{"minimum": 1.0, "maximum": 100.5}"#, "From 1 to 100.5."),
            (r#"{"exclusive_maximum": 10.0}"#, "Less than 10."),
            (r#"{"minimum": -9223372036854775808, "maximum": 9223372036854775807}"#, ""),
            (r#"{"minimum": 0, "maximum": 9223372036854775807}"#, "From 0 to 9223372036854775807."),
            (r#"{"others": ["contentMediaType: \"application/octet-stream\""]}"#, ""),
            (r#"{"others": ["contentMediaType: \"text/html\""]}"#, "Contains `text/html`."),
            (r#"{"others": ["contentEncoding: \"base64\""]}"#, "Encoded as `base64`."),
            (r#"{"others": ["propertyNames: {\"type\":\"string\"}"]}"#, ""),
            (r#"{"min_length": 0, "max_length": 1}"#, "At most 1 character."),
            (r#"{"min_length": 36, "max_length": 36}"#, "Exactly 36 characters."),
            (r#"{"min_items": 1, "unique_items": true}"#, "At least 1 item. No two items are equal."),
            (r#"{"items": {"items": {"max_length": 9}}}"#, "Each item: each item: at most 9 characters."),
            (r#"{"others": ["minProperties: 1"]}"#, "At least 1 property."),
            (r#"{"others": ["additionalProperties: {\"max_length\":9}"]}"#, "Each value: at most 9 characters."),
            (
                r#"{"others": ["prefixItems: [{\"max_length\":9},{},{\"minimum\":1,\"others\":[\"deprecated: true\"]}]"]}"#,
                "Item 1: at most 9 characters; item 3: at least 1, deprecated.",
            ),
            (r#"{"others": ["if: {\"required\":[\"a\"]}"]}"#, "The schema adds a condition with its keyword `if`."),
            (r#"{"others": ["x-sunset: \"2027-01-31\""]}"#, "May be removed from 2027-01-31 on."),
            (r#"{"others": ["x-stability-level: \"beta\""]}"#, "The stability level is `beta`."),
            (r#"{"others": ["no value is allowed"]}"#, "No value is allowed."),
        ] {
            let read: Constraints = serde_json::from_str(json).expect("constraints");
            assert_eq!(constraints(&read).join(" "), expected, "{json}");
        }
    }
}
