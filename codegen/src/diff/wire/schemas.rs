//! Compares JSON Schemas that the spec keeps as JSON: do they allow fewer values than before, more, or others?

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::bounds;
use super::effect::{Effect, Keywords};
use crate::spec::{EMPTY_VALUE, OTHER_VALUES, PATTERNS, POSITIONS, STABILITY, SUNSET, WHOLE};

/// The changes of keywords, by name.
pub(super) fn keywords(old: &Keywords, new: &Keywords) -> BTreeMap<String, Effect> {
    let (old, new) = same_form(old, new);
    let (old, new) = (&*old, &*new);
    for (one, several, moved) in [(old, new, Effect::Looser), (new, old, Effect::Tighter)] {
        if is_alternative(one, several) {
            return BTreeMap::from([("anyOf".to_owned(), moved)]);
        }
    }
    let is_integer = |schema: &Keywords| schema.get("type").and_then(Value::as_str) == Some("integer");
    let mut moves = bounds::moves(old, new, is_integer(old) && is_integer(new));
    let names: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    for name in names.into_iter().filter(|name| !bounds::KEYWORDS.contains(&name.as_str())) {
        let (before, after) = (old.get(name), new.get(name));
        let [before, after] = [before, after].map(|value| value.filter(|value| !is_any_string(name, value)));
        if before == after {
            continue;
        }
        let moved = match name.as_str() {
            "then" | "else" | "if" => condition(old, new),
            keyword => self::keyword(keyword, before, after),
        };
        if moved != Effect::Not {
            moves.insert(name.clone(), moved);
        }
    }
    moves
}

/// Both schemas in one form where the same values can be described in two.
fn same_form<'a>(old: &'a Keywords, new: &'a Keywords) -> (Cow<'a, Keywords>, Cow<'a, Keywords>) {
    let (mut before, mut after) = (Cow::Borrowed(old), Cow::Borrowed(new));
    // A schema that requires properties, and nothing else, is a list of these.
    if [old, new].iter().any(|side| side.contains_key("dependentSchemas")) {
        before = Cow::Owned(with_lists(before.into_owned()));
        after = Cow::Owned(with_lists(after.into_owned()));
    }
    // A number that is a constant is the least and the greatest one.
    let has_bounds =
        |side: &Keywords| !side.contains_key("const") && bounds::KEYWORDS.iter().any(|name| side.contains_key(*name));
    if has_bounds(new) && old.get("const").is_some_and(Value::is_number) {
        before = Cow::Owned(with_bounds(before.into_owned()));
    } else if has_bounds(old) && new.get("const").is_some_and(Value::is_number) {
        after = Cow::Owned(with_bounds(after.into_owned()));
    }
    // A value of one of some schemas alone is one of at least one of them, which is looser.
    for (wide, narrow) in [(&mut before, new), (&mut after, old)] {
        if wide.contains_key("anyOf") && !wide.contains_key("oneOf") && !narrow.contains_key("anyOf") {
            let is_same = |all: &Value| list(wide.get("anyOf"), Some(all), true) == Effect::Not;
            if narrow.get("oneOf").is_some_and(is_same) {
                wide.to_mut().remove("anyOf");
            }
        }
    }
    (before, after)
}

/// Whether a schema is one of the alternatives of another one, which says nothing else than it.
fn is_alternative(one: &Keywords, several: &Keywords) -> bool {
    let Some(Value::Array(schemas)) = several.get("anyOf").filter(|_| !one.contains_key("anyOf")) else { return false };
    let without = |schema: &Keywords, known: &Keywords| -> Value {
        let own = schema.iter().filter(|(name, value)| *name != "type" && known.get(*name) != Some(value));
        own.map(|(name, value)| (name.clone(), value.clone())).collect::<Keywords>().into()
    };
    let is_same = |(name, value): (&String, &Value)| name == "anyOf" || one.get(name) == Some(value);
    let own = without(one, several);
    let is_it = |schema: &Value| {
        schema.as_object().is_some_and(|schema| self::schema(&without(schema, several), &own) == Effect::Not)
    };
    several.iter().all(is_same) && schemas.iter().any(is_it)
}

/// The schema with a list of properties for each dependent schema that only requires these.
fn with_lists(mut schema: Keywords) -> Keywords {
    let Some(Value::Object(schemas)) = schema.remove("dependentSchemas") else { return schema };
    let (lists, others): (Keywords, Keywords) = schemas.into_iter().partition(|(_, of)| {
        of.as_object().is_some_and(|of| of.len() == 1 && of.get("required").is_some_and(Value::is_array))
    });
    if !others.is_empty() {
        schema.insert("dependentSchemas".to_owned(), Value::Object(others));
    }
    if lists.is_empty() {
        return schema;
    }
    let stated = schema.entry("dependentRequired").or_insert_with(|| Value::Object(Keywords::new()));
    if let Value::Object(stated) = stated {
        for (name, mut of) in lists {
            let added = of["required"].take();
            match (stated.get_mut(&name), added) {
                (Some(Value::Array(all)), Value::Array(added)) => all.extend(added),
                (_, added) => _ = stated.insert(name, added),
            }
        }
    }
    schema
}

/// The schema with a minimum and a maximum in place of a constant.
fn with_bounds(mut schema: Keywords) -> Keywords {
    if let Some(constant) = schema.remove("const") {
        schema.insert("minimum".to_owned(), constant.clone());
        schema.insert("maximum".to_owned(), constant);
    }
    schema
}

/// Whether the keyword is a pattern that every string matches. Patterns are not anchored.
fn is_any_string(keyword: &str, value: &Value) -> bool {
    keyword == "pattern"
        && value.as_str().is_some_and(|pattern| matches!(pattern, "" | "^" | "$" | ".*" | "^.*" | ".*$"))
}

/// How the set of values changed that a schema allows.
pub(super) fn schema(old: &Value, new: &Value) -> Effect {
    if old == new {
        return Effect::Not;
    }
    let is_any = |schema: &Value| *schema == Value::Bool(true) || schema.as_object().is_some_and(Map::is_empty);
    match (old, new) {
        (old, new) if is_any(old) && is_any(new) => Effect::Not,
        (Value::Bool(false), _) => Effect::Looser,
        (_, Value::Bool(false)) => Effect::Tighter,
        (Value::Object(old), Value::Object(new)) => {
            keywords(old, new).into_values().fold(Effect::Not, |all, moved| all.and(moved))
        }
        (Value::Bool(true), Value::Object(new)) => schema(&Value::Object(Map::new()), &Value::Object(new.clone())),
        (Value::Object(old), Value::Bool(true)) => schema(&Value::Object(old.clone()), &Value::Object(Map::new())),
        (_, _) => Effect::Other,
    }
}

/// `then` and `else` restrict values only together with `if`.
fn condition(old: &Keywords, new: &Keywords) -> Effect {
    let parts = |schema: &Keywords| -> Vec<Option<Value>> {
        let is_whole = schema.contains_key("if") && (schema.contains_key("then") || schema.contains_key("else"));
        ["if", "then", "else"].iter().map(|name| schema.get(*name).cloned().filter(|_| is_whole)).collect()
    };
    let (before, after) = (parts(old), parts(new));
    let (branches, is_same_condition) = ((&before[1..], &after[1..]), before[0] == after[0]);
    match (&before[0], &after[0]) {
        (None, None) => Effect::Not,
        (None, Some(_)) => Effect::Tighter,
        (Some(_), None) => Effect::Looser,
        (Some(_), Some(_)) if is_same_condition => {
            let any = Value::Bool(true);
            let each = branches.0.iter().zip(branches.1);
            let moves = each.map(|(old, new)| schema(old.as_ref().unwrap_or(&any), new.as_ref().unwrap_or(&any)));
            moves.fold(Effect::Not, Effect::and)
        }
        (Some(_), Some(_)) => Effect::Other,
    }
}

/// How one keyword changed. A missing keyword restricts nothing.
pub(super) fn keyword(name: &str, old: Option<&Value>, new: Option<&Value>) -> Effect {
    match name {
        "title" | "description" | "default" | "deprecated" | "readOnly" | "writeOnly" | "externalDocs" | SUNSET
        | STABILITY => Effect::Said,
        // The list may grow, but a value that goes is no longer accepted or returned. A list on one side only says
        // nothing, because other values than the known ones are allowed as well.
        "x-extensible-enum" if old.is_some() && new.is_some() => list(old, new, true),
        "x-extensible-enum" => Effect::Said,
        "example" | "examples" | "xml" | "$comment" | "$id" | "$schema" | "$anchor" | "discriminator" => Effect::Not,
        "properties" | "patternProperties" | "dependentSchemas" | "$defs" => by_name(old, new, &|old, new| {
            let any = Value::Bool(true);
            schema(old.unwrap_or(&any), new.unwrap_or(&any))
        }),
        "dependentRequired" | "dependencies" => by_name(old, new, &dependency),
        "items" | "additionalItems" | "prefixItems" if old.or(new).is_some_and(Value::is_array) => positions(old, new),
        "items"
        | "additionalItems"
        | "additionalProperties"
        | "unevaluatedProperties"
        | "unevaluatedItems"
        | "propertyNames"
        | "prefixItems"
        | "contentSchema"
        | WHOLE => {
            let any = Value::Bool(true);
            schema(old.unwrap_or(&any), new.unwrap_or(&any))
        }
        "contains" => match (old, new) {
            (Some(old), Some(new)) => schema(old, new),
            (None, _) => Effect::Tighter,
            (_, None) => Effect::Looser,
        },
        "not" => {
            let none = Value::Bool(false);
            schema(old.unwrap_or(&none), new.unwrap_or(&none)).inverted()
        }
        PATTERNS => patterns(old, new),
        POSITIONS => tuples(old, new),
        OTHER_VALUES | EMPTY_VALUE => flag(old, new).inverted(),
        "type" => kinds(old, new),
        "format" => format(old, new),
        "enum" | "anyOf" | "oneOf" => list(old, new, true),
        "required" | "allOf" => list(old, new, false),
        "nullable" | "x-nullable" => flag(old, new).inverted(),
        "uniqueItems" => flag(old, new),
        extension if extension.starts_with("x-") => Effect::Not,
        _ => stated(old, new),
    }
}

fn stated(old: Option<&Value>, new: Option<&Value>) -> Effect {
    match (old, new) {
        (None, Some(_)) => Effect::Tighter,
        (Some(_), None) => Effect::Looser,
        // If a keyword has several values, all of them apply.
        (Some(Value::Array(_)), Some(_)) | (Some(_), Some(Value::Array(_))) => list(old, new, false),
        (Some(_), Some(_)) => Effect::Other,
        (None, None) => Effect::Not,
    }
}

fn flag(old: Option<&Value>, new: Option<&Value>) -> Effect {
    let is_set = |flag: Option<&Value>| flag == Some(&Value::Bool(true));
    match (is_set(old), is_set(new)) {
        (false, true) => Effect::Tighter,
        (true, false) => Effect::Looser,
        (false, false) | (true, true) => Effect::Not,
    }
}

/// Compares lists whose order has no meaning. With `offers`, a value has to match one of the entries, otherwise all of
/// them.
fn list(old: Option<&Value>, new: Option<&Value>, offers: bool) -> Effect {
    let entries = |list: &Value| -> BTreeSet<String> {
        match list {
            Value::Array(entries) => entries.iter().map(Value::to_string).collect(),
            one => BTreeSet::from([one.to_string()]),
        }
    };
    // If entries at the same positions changed, they are compared in pairs.
    if let (Some(Value::Array(before)), Some(Value::Array(after))) = (old, new)
        && before.len() == after.len()
        && before.iter().chain(after).all(Value::is_object)
        && entries(&Value::Array(before.clone())) != entries(&Value::Array(after.clone()))
    {
        let each = before.iter().zip(after).map(|(old, new)| schema(old, new));
        return each.fold(Effect::Not, Effect::and);
    }
    let (old, new) = match (old, new) {
        (Some(old), Some(new)) => (entries(old), entries(new)),
        // Without the keyword, every value is allowed.
        (None, new) => return if new.is_some() { Effect::Tighter } else { Effect::Not },
        (Some(_), None) => return Effect::Looser,
    };
    match (new.is_superset(&old), old.is_superset(&new)) {
        (true, true) => Effect::Not,
        (true, false) if offers => Effect::Looser,
        (false, true) if offers => Effect::Tighter,
        (true, false) => Effect::Tighter,
        (false, true) => Effect::Looser,
        (false, false) => Effect::Other,
    }
}

fn kinds(old: Option<&Value>, new: Option<&Value>) -> Effect {
    let kinds = |kinds: &Value| -> Value {
        let mut all: Vec<Value> = kinds.as_array().cloned().unwrap_or_else(|| vec![kinds.clone()]);
        // `number` includes `integer`.
        if all.contains(&Value::from("number")) {
            all.push(Value::from("integer"));
        }
        Value::Array(all)
    };
    list(old.map(kinds).as_ref(), new.map(kinds).as_ref(), true)
}

/// Compares formats. That of a narrower number allows fewer values.
fn format(old: Option<&Value>, new: Option<&Value>) -> Effect {
    const WIDTHS: [&[&str]; 3] =
        [&["int8", "int16", "int32", "int64"], &["uint8", "uint16", "uint32", "uint64"], &["float", "double"]];
    let width =
        |value: Option<&Value>, all: &[&str]| all.iter().position(|name| value.and_then(Value::as_str) == Some(name));
    let widths = WIDTHS.iter().find_map(|all| Some((width(old, all)?, width(new, all)?)));
    match widths {
        Some((before, after)) if before < after => Effect::Looser,
        Some((before, after)) if before > after => Effect::Tighter,
        Some(_) => Effect::Not,
        None => stated(old, new),
    }
}

/// Compares objects whose properties each restrict values independently.
fn by_name(
    old: Option<&Value>,
    new: Option<&Value>,
    each: &dyn Fn(Option<&Value>, Option<&Value>) -> Effect,
) -> Effect {
    let nothing = Map::new();
    let members = |value: Option<&Value>| value.and_then(Value::as_object).cloned().unwrap_or_else(|| nothing.clone());
    let (old, new) = (members(old), members(new));
    let names: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    names.into_iter().fold(Effect::Not, |all, name| all.and(each(old.get(name), new.get(name))))
}

/// Compares the schemas of patterns of names. Names of a pattern that one side lacks have the schema of other names
/// there, which is under the empty pattern.
fn patterns(old: Option<&Value>, new: Option<&Value>) -> Effect {
    let any = Value::Bool(true);
    // On a side without patterns, all names are other names; their type and its constraints are compared elsewhere.
    let of_others = |of: Option<&Value>, other: Option<&Value>| match of {
        Some(of) => of.get("").cloned(),
        None => other.and_then(|other| other.get("")).filter(|others| **others != Value::Bool(false)).cloned(),
    };
    let (before, after) = (of_others(old, new).unwrap_or_else(|| any.clone()), of_others(new, old).unwrap_or(any));
    by_name(old, new, &|old, new| schema(old.unwrap_or(&before), new.unwrap_or(&after)))
}

/// Compares what a property requires: other properties, or a schema.
fn dependency(old: Option<&Value>, new: Option<&Value>) -> Effect {
    let is_schema = |value: Option<&Value>| value.is_some_and(|value| value.is_object() || value.is_boolean());
    let any = Value::Bool(true);
    match (old, new) {
        (old, new) if is_schema(old) || is_schema(new) => schema(old.unwrap_or(&any), new.unwrap_or(&any)),
        (old, new) => list(old, new, false),
    }
}

/// Compares the schemas of items by their positions. A position without a schema allows any item.
fn positions(old: Option<&Value>, new: Option<&Value>) -> Effect {
    let schemas = |list: Option<&Value>| list.and_then(Value::as_array).cloned().unwrap_or_default();
    let (old, new) = (schemas(old), schemas(new));
    let any = Value::Bool(true);
    let each = (0..old.len().max(new.len())).map(|at| schema(old.get(at).unwrap_or(&any), new.get(at).unwrap_or(&any)));
    each.fold(Effect::Not, Effect::and)
}

/// Compares lists whose first items have separate schemas. An item after those has the schema of further items.
fn tuples(old: Option<&Value>, new: Option<&Value>) -> Effect {
    let any = Value::Bool(true);
    let first = |of: Option<&Value>| -> Vec<Value> {
        of.and_then(|of| of.get("prefixItems")?.as_array().cloned()).unwrap_or_default()
    };
    let further = |of: Option<&Value>| of.and_then(|of| of.get("items")).unwrap_or(&any).clone();
    let ((before, old), (after, new)) = ((first(old), further(old)), (first(new), further(new)));
    let each = (0..before.len().max(after.len()))
        .map(|at| schema(before.get(at).unwrap_or(&old), after.get(at).unwrap_or(&new)));
    each.fold(schema(&old, &new), Effect::and)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn schemas_that_allow_fewer_values_are_tighter() {
        for (old, new, expected) in [
            (json!({}), json!({ "maxLength": 5 }), Effect::Tighter),
            (json!({ "maxLength": 5 }), json!({ "maxLength": 9 }), Effect::Looser),
            (json!({ "type": "string" }), json!({ "type": ["string", "integer"] }), Effect::Looser),
            (json!({ "type": "number" }), json!({ "type": "integer" }), Effect::Tighter),
            (json!({ "enum": [1, 2] }), json!({ "enum": [1] }), Effect::Tighter),
            (json!({ "enum": [1, 2] }), json!({ "enum": [2, 1] }), Effect::Not),
            (json!({ "not": { "maxLength": 5 } }), json!({ "not": { "maxLength": 9 } }), Effect::Tighter),
            (json!({ "required": ["a"] }), json!({ "required": ["a", "b"] }), Effect::Tighter),
            (json!({ "dependentRequired": { "a": ["b"] } }), json!({ "dependentRequired": {} }), Effect::Looser),
            (json!({ "if": true, "then": { "maxLength": 5 } }), json!({ "if": true }), Effect::Looser),
            (json!({ "if": true }), json!({ "then": false }), Effect::Not),
            (json!({ "minContains": 2 }), json!({}), Effect::Not),
            (json!({ "contains": {}, "minContains": 2 }), json!({ "contains": {} }), Effect::Looser),
            (json!({ "additionalProperties": false }), json!({}), Effect::Looser),
            (json!({ "unevaluatedItems": {} }), json!({}), Effect::Not),
            (json!({ "pattern": "a" }), json!({ "pattern": "b" }), Effect::Other),
            (json!({ "pattern": ".*" }), json!({ "pattern": "b" }), Effect::Tighter),
            (json!({ "pattern": "^.*" }), json!({}), Effect::Not),
            (
                json!({ "type": "integer", "exclusiveMinimum": 0 }),
                json!({ "type": "integer", "minimum": 1 }),
                Effect::Not,
            ),
            (json!({ "exclusiveMinimum": 0 }), json!({ "minimum": 1 }), Effect::Tighter),
            (json!({ "description": "a" }), json!({ "x-b": 1 }), Effect::Said),
            (json!({ "format": "int32" }), json!({ "format": "int64" }), Effect::Looser),
            (json!({ "maxLength": 5 }), json!({ "anyOf": [{ "maxLength": 5 }, { "pattern": "a" }] }), Effect::Looser),
            (json!({ "minimum": 5, "maximum": 5 }), json!({ "const": 5 }), Effect::Not),
            (json!({ "minimum": 4, "maximum": 5 }), json!({ "const": 5 }), Effect::Tighter),
            (
                json!({ "dependentRequired": { "a": ["b"] } }),
                json!({ "dependentSchemas": { "a": { "required": ["b"] } } }),
                Effect::Not,
            ),
            (
                json!({ "anyOf": [{ "required": ["a"] }, { "required": ["b"] }] }),
                json!({ "oneOf": [{ "required": ["a"] }, { "required": ["b"] }] }),
                Effect::Tighter,
            ),
            (
                json!({ "anyOf": [{ "maxLength": 5 }, {}] }),
                json!({ "anyOf": [{ "maxLength": 4 }, {}] }),
                Effect::Tighter,
            ),
            (json!({ "anyOf": [{}, { "maxLength": 5 }] }), json!({ "anyOf": [{ "maxLength": 5 }, {}] }), Effect::Not),
        ] {
            let swapped = match expected {
                Effect::Tighter => Effect::Looser,
                Effect::Looser => Effect::Tighter,
                Effect::Not | Effect::Said | Effect::Other => expected,
            };
            assert_eq!(schema(&old, &new), expected, "{old} -> {new}");
            assert_eq!(schema(&new, &old), swapped, "{new} -> {old}");
        }
    }
}
