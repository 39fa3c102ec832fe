//! Reads what a schema states in addition to its type.

use serde_json::Value;

use super::facts::{Facts, docs, line};
use super::{Import, Node};
use crate::spec::{Access, Constraints, STABILITY, SUNSET, Sensitivity};

/// The keywords that the spec cannot express and keeps as JSON.
const OTHERS: &[&str] = &[
    "not",
    "if",
    "then",
    "else",
    "dependentRequired",
    "dependentSchemas",
    "dependencies",
    "minProperties",
    "maxProperties",
    "propertyNames",
    "contains",
    "minContains",
    "maxContains",
    "contentEncoding",
    "contentMediaType",
    "contentSchema",
    "unevaluatedItems",
    "x-extensible-enum",
    "$dynamicRef",
];

impl<'d> Import<'d> {
    pub(super) fn read_facts(&mut self, node: &Node<'d>) -> Facts {
        let access = match (node.flag("readOnly"), node.flag("writeOnly")) {
            (true, false) => Access::Service,
            (false, true) => Access::Caller,
            (true, true) | (false, false) => Access::Both,
        };
        let is_secret = node.text("format") == Some("password") || node.flag("x-ms-secret");
        Facts {
            docs: docs(node),
            deprecated: node.flag("deprecated") || node.flag("x-deprecated"),
            access,
            sensitivity: if is_secret { Sensitivity::Secret } else { Sensitivity::Plain },
            default: node.get("default").map(|default| default.value.clone()),
            constraints: self.read_constraints(node),
            xml: self.read_xml(node),
        }
    }

    fn read_constraints(&mut self, node: &Node<'d>) -> Constraints {
        let mut count = |name: &'d str| {
            let bound = node.get(name)?;
            let count = count(bound.value);
            if count.is_none() {
                self.note_invalid(&bound, format!("`{name}` is not a whole number from 0"));
            }
            count
        };
        let (mut min_length, mut max_length) = (count("minLength"), count("maxLength"));
        let (mut min_items, mut max_items) = (count("minItems"), count("maxItems"));
        let mut unique_items = node.flag("uniqueItems");
        // A keyword does not apply to values of another type than its own.
        match node.text("type") {
            Some("array") => (min_length, max_length) = (None, None),
            Some("string" | "number" | "integer") => (min_items, max_items, unique_items) = (None, None, false),
            Some("object" | "boolean") => {
                (min_length, max_length, min_items, max_items, unique_items) = (None, None, None, None, false);
            }
            Some(_) | None => {}
        }
        let mut number = |name: &'d str| {
            let bound = node.get(name)?;
            match bound.value {
                Value::Number(number) => Some(number.clone()),
                Value::Bool(_) | Value::Null => None,
                Value::String(_) | Value::Array(_) | Value::Object(_) => {
                    self.note_invalid(&bound, format!("`{name}` is not a number"));
                    None
                }
            }
        };
        let (mut minimum, mut maximum) = (number("minimum"), number("maximum"));
        let (mut exclusive_minimum, mut exclusive_maximum) = (number("exclusiveMinimum"), number("exclusiveMaximum"));
        // Before OpenAPI 3.1, `exclusiveMinimum` is a flag that makes `minimum` exclusive.
        if node.flag("exclusiveMinimum") {
            exclusive_minimum = minimum.take();
        }
        if node.flag("exclusiveMaximum") {
            exclusive_maximum = maximum.take();
        }
        let multiple_of = number("multipleOf").filter(|factor| factor.as_f64().is_some_and(|factor| factor > 0.0));
        // Few schemas have any of these keywords, and a schema has fewer keywords than there are of these.
        let is_other = |keyword: &String| OTHERS.contains(&keyword.as_str());
        let has_others = node.value.as_object().is_some_and(|keywords| keywords.keys().any(is_other));
        let others = if has_others { OTHERS } else { &[] };
        let others = others.iter().filter_map(|name| Some(line(name, node.get(name)?.value)));
        let others = others.chain(lifecycle(node)).collect();
        Constraints {
            constant: None,
            min_length: min_length.filter(|least| *least > 0),
            max_length,
            pattern: node.text("pattern").filter(|pattern| !pattern.is_empty()).map(str::to_owned),
            minimum,
            maximum,
            exclusive_minimum,
            exclusive_maximum,
            multiple_of,
            min_items: min_items.filter(|least| *least > 0),
            max_items,
            unique_items,
            items: None,
            others,
        }
    }
}

/// The date from which a value may be removed and its stability, as lines of constraints.
pub(in crate::import::openapi) fn lifecycle(node: &Node<'_>) -> impl Iterator<Item = String> {
    let texts = [(SUNSET, node.text(SUNSET).map(str::to_owned)), (STABILITY, stability(node))];
    texts.into_iter().filter_map(|(name, text)| Some(line(name, &Value::from(text?))))
}

/// The stability of an operation or a value, as the source names it.
pub(in crate::import::openapi) fn stability(node: &Node<'_>) -> Option<String> {
    let value = [STABILITY, "x-stability"].iter().find_map(|name| node.get(name))?.value;
    // A source may have numbers for levels.
    value.as_str().map(str::to_owned).or_else(|| value.is_number().then(|| value.to_string()))
}

fn count(value: &Value) -> Option<u64> {
    let whole = |number: f64| (number >= 0.0 && number.fract() == 0.0 && number < 1e15).then_some(number as u64);
    value.as_u64().or_else(|| value.as_f64().and_then(whole))
}
