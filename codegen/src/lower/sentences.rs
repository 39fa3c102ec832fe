//! The sentences that lowering adds to documentation: access, defaults, constraints, retries, error responses.

use crate::docs;
use crate::rust::{Docs, Type};
use crate::spec::{Access, Constraints, Operation};

/// The documentation of a document, followed by sentences of the generator.
pub(super) fn documented(text: &str, sentences: Vec<String>) -> Docs {
    let docs = docs::escaped(text);
    if sentences.is_empty() { docs } else { docs.with(sentences.join(" ")) }
}

/// Who sets the property, where only one side does, and whether that side always does.
pub(super) fn access(access: Access, is_required: bool) -> Option<String> {
    let sentence = match (access, is_required) {
        (Access::Both, _) => return None,
        (Access::Service, false) => "Read-only.",
        (Access::Service, true) => "Read-only. Always present in responses.",
        (Access::Caller, false) => "Write-only.",
        (Access::Caller, true) => "Write-only. Required in requests.",
    };
    Some(sentence.to_owned())
}

/// The default that the service assumes.
pub(super) fn default(value: &serde_json::Value) -> String {
    format!("Defaults to {}.", docs::code(&value.to_string()))
}

/// The constraints of a value, a sentence each.
pub(super) fn constraints(constraints: &Constraints) -> Vec<String> {
    let sentence = |phrase: String| {
        let mut letters = phrase.chars();
        let first = letters.next().map(|first| first.to_ascii_uppercase());
        first.into_iter().chain(letters).chain(['.']).collect()
    };
    phrases(constraints).into_iter().map(sentence).collect()
}

/// The constraints of a value, a phrase each: `at most 64 characters`.
fn phrases(constraints: &Constraints) -> Vec<String> {
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
    phrases.extend(constant.as_ref().map(|value| format!("always {}", docs::code(&value.to_string()))));
    phrases.extend(match (minimum, maximum) {
        (Some(minimum), Some(maximum)) => Some(format!("from {minimum} to {maximum}")),
        (Some(minimum), None) => Some(format!("at least {minimum}")),
        (None, Some(maximum)) => Some(format!("at most {maximum}")),
        (None, None) => None,
    });
    phrases.extend(exclusive_minimum.as_ref().map(|bound| format!("greater than {bound}")));
    phrases.extend(exclusive_maximum.as_ref().map(|bound| format!("less than {bound}")));
    phrases.extend(multiple_of.as_ref().map(|factor| format!("a multiple of {factor}")));
    phrases.extend(count(*min_length, *max_length, "character"));
    phrases.extend(count(*min_items, *max_items, "item"));
    if *unique_items {
        phrases.push("no two items are equal".to_owned());
    }
    phrases.extend(pattern.as_deref().map(|pattern| format!("matches the pattern {}", docs::code(pattern))));
    if let Some(items) = items {
        let of_each = self::phrases(items);
        if !of_each.is_empty() {
            phrases.push(format!("each item: {}", of_each.join(", ")));
        }
    }
    phrases.extend(others.iter().filter_map(|other| other_phrase(other)));
    phrases
}

/// A constraint that the spec holds as the line of a JSON Schema keyword, as a phrase. A keyword whose value is a
/// schema is named without its value, which would be a page of JSON.
fn other_phrase(other: &str) -> Option<String> {
    let Some((keyword, value)) = other.split_once(": ") else { return Some(other.to_owned()) };
    let of_values = |what: &str| {
        let phrases =
            serde_json::from_str::<Constraints>(value).map_or_else(|_| Vec::new(), |of_each| phrases(&of_each));
        (!phrases.is_empty()).then(|| format!("{what}: {}", phrases.join(", ")))
    };
    let counted = |count: &str| if count == "1" { "1 property".to_owned() } else { format!("{count} properties") };
    match keyword {
        "minProperties" => Some(format!("at least {}", counted(value))),
        "maxProperties" => Some(format!("at most {}", counted(value))),
        "required" => Some(format!("the property {} is required", docs::code(value.trim_matches('"')))),
        "names" => Some(format!("property names match the pattern {}", docs::code(value))),
        "pattern" => Some(format!("matches the pattern {}", docs::code(value))),
        "multipleOf" => Some(format!("a multiple of {value}")),
        "format" => Some(format!("in the format {}", docs::code(value))),
        "default" => Some(format!("the documented default is {}", docs::code(value))),
        "additionalProperties" | "patternProperties" => of_values("each value"),
        "items" | "prefixItems" => of_values("each item"),
        keyword => Some(format!("the schema adds a condition by its keyword {}", docs::code(keyword))),
    }
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

/// Whether a call may be retried without harm, and why.
pub(super) fn idempotency(operation: &Operation) -> Option<String> {
    match &operation.retry.idempotency_header {
        Some(header) => Some(format!("Idempotent: every attempt sends the same {} header.", docs::code(header))),
        None => operation.method.is_idempotent().then(|| "Idempotent.".to_owned()),
    }
}

/// The type of the error responses, and how it is read.
pub(super) fn error_body(ty: &Type) -> String {
    let read = "[`Error::fault`](crate::Error::fault)";
    match ty {
        // The label is only the name, because rustdoc would call the target redundant if it is imported.
        Type::Model(name, _) => {
            format!("{read} returns the error body as [the model `{0}`](crate::models::{0}).", name.text())
        }
        _ => format!("{read} returns the error body."),
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
            (r#"{"min_length": 0, "max_length": 1}"#, "At most 1 character."),
            (r#"{"min_length": 36, "max_length": 36}"#, "Exactly 36 characters."),
            (r#"{"min_items": 1, "unique_items": true}"#, "At least 1 item. No two items are equal."),
            (r#"{"items": {"items": {"max_length": 9}}}"#, "Each item: each item: at most 9 characters."),
            (r#"{"others": ["minProperties: 1"]}"#, "At least 1 property."),
            (r#"{"others": ["additionalProperties: {\"max_length\":9}"]}"#, "Each value: at most 9 characters."),
            (r#"{"others": ["not: {\"required\":[\"a\"]}"]}"#, "The schema adds a condition by its keyword `not`."),
            (r#"{"others": ["no value is allowed"]}"#, "No value is allowed."),
        ] {
            let read: Constraints = serde_json::from_str(json).expect("constraints");
            assert_eq!(constraints(&read).join(" "), expected, "{json}");
        }
    }
}
