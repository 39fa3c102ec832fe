//! The constraints of the spec as keywords of JSON Schema.

use serde_json::{Map, Value, json};

use super::effect::Keywords;
use crate::spec::Constraints;

/// The keywords that state the constraints.
pub(super) fn of_constraints(constraints: &Constraints) -> Keywords {
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
    let named = [
        ("const", constant.clone()),
        ("minLength", min_length.map(Value::from)),
        ("maxLength", max_length.map(Value::from)),
        ("pattern", pattern.clone().map(Value::from)),
        ("minimum", minimum.clone().map(Value::Number)),
        ("maximum", maximum.clone().map(Value::Number)),
        ("exclusiveMinimum", exclusive_minimum.clone().map(Value::Number)),
        ("exclusiveMaximum", exclusive_maximum.clone().map(Value::Number)),
        ("multipleOf", multiple_of.clone().map(Value::Number)),
        ("minItems", min_items.map(Value::from)),
        ("maxItems", max_items.map(Value::from)),
        ("uniqueItems", unique_items.then_some(Value::Bool(true))),
        ("items", items.as_deref().map(|items| Value::Object(of_constraints(items)))),
    ];
    let named = named.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
    let mut keywords: Map<String, Value> = named.collect();
    for (name, value) in others.iter().map(|other| of_line(other)) {
        // The type says it already: `format: byte` is the same.
        if name == "contentEncoding" && value.as_str().is_some_and(|name| name.eq_ignore_ascii_case("base64")) {
            continue;
        }
        match keywords.get_mut(&name) {
            None => {
                keywords.insert(name, value);
            }
            // If a keyword has several values, all of them apply.
            Some(Value::Array(values)) if !matches!(name.as_str(), "enum" | "anyOf" | "oneOf") => values.push(value),
            Some(other) => *other = json!([other.clone(), value]),
        }
    }
    keywords
}

/// One of the other constraints as a keyword with its value.
fn of_line(line: &str) -> (String, Value) {
    let Some((keyword, text)) = line.split_once(": ") else { return (line.to_owned(), Value::Null) };
    let value = serde_json::from_str(text).unwrap_or_else(|_| Value::from(text));
    let of_values = matches!(keyword, "additionalProperties" | "patternProperties" | "items");
    // The spec keeps the constraints on values of this kind in its own form.
    match serde_json::from_value::<Constraints>(value.clone()) {
        Ok(constraints) if of_values => {
            let values = Value::Object(of_constraints(&constraints));
            let value = if keyword == "patternProperties" { json!({ ".*": values }) } else { values };
            (keyword.to_owned(), value)
        }
        _ => match serde_json::from_value::<Vec<Constraints>>(value.clone()) {
            Ok(items) if keyword == "prefixItems" => {
                (keyword.to_owned(), items.iter().map(|item| Value::Object(of_constraints(item))).collect())
            }
            _ => (keyword.to_owned(), value),
        },
    }
}
