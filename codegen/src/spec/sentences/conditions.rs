//! Writes JSON Schema keywords whose value is a schema, or a list of schemas, as phrases.

use serde_json::{Map, Value};

use crate::markdown::code;

/// The maximum number of alternatives or values in a phrase.
const LISTED: usize = 10;

/// A keyword with its value as a phrase; `None` if the value is too complex for one.
pub(super) fn phrase(keyword: &str, value: &Value) -> Option<String> {
    match (keyword, value) {
        ("anyOf", Value::Array(all)) => alternatives("at least one", all),
        ("oneOf", Value::Array(all)) => alternatives("exactly one", all),
        ("not", Value::Object(schema)) => excluded(schema),
        ("x-extensible-enum", Value::Array(values)) => {
            Some(format!("known values are {}", list(&listed(values)?, "and")))
        }
        ("enum", Value::Array(values)) => Some(format!("one of {}", values_of(values)?)),
        ("discriminator", Value::Object(by)) => {
            Some(format!("the property {} names the type", code(by.get("propertyName")?.as_str()?)))
        }
        ("contains", Value::Object(schema)) => Some(format!("contains {}", noun(schema)?)),
        ("minContains", Value::Number(count)) => Some(format!("at least {count} of the items that it must contain")),
        ("maxContains", Value::Number(count)) => Some(format!("at most {count} of the items that it must contain")),
        ("propertyNames", Value::Object(schema)) => Some(format!("each property name is {}", noun(schema)?)),
        ("contentMediaType", Value::String(media)) => Some(format!("contains {}", code(media))),
        ("contentSchema", Value::Object(schema)) => Some(match schema.get("$ref").and_then(Value::as_str) {
            Some(model) => format!("the string is the JSON of a {}", code(model.rsplit('/').next().unwrap_or(model))),
            None => match noun(schema) {
                Some(noun) => format!("the string is the JSON of {noun}"),
                None => "the string is JSON that has to match a schema".to_owned(),
            },
        }),
        ("contentEncoding", Value::String(encoding)) => Some(format!("encoded as {}", code(encoding))),
        ("dependentRequired" | "dependencies", Value::Object(by)) => {
            let of_each = by.iter().map(|(name, needed)| {
                let needed = list(&codes(needed)?, "and");
                Some(format!("with {}, {needed} must be present too", code(name)))
            });
            Some(of_each.collect::<Option<Vec<_>>>()?.join("; "))
        }
        _ => None,
    }
}

/// A phrase for alternatives that only require properties, or that are single values or types.
fn alternatives(how_many: &str, all: &[Value]) -> Option<String> {
    if all.is_empty() || all.len() > LISTED {
        return None;
    }
    let required: Option<Vec<String>> = all.iter().map(|one| only_required(one.as_object()?)).collect();
    if let Some(groups) = required {
        let is_one_each = all.iter().all(|one| one["required"].as_array().is_some_and(|names| names.len() == 1));
        return Some(match is_one_each {
            true => format!("{how_many} of {} must be present", list(&groups, "and")),
            false => format!("{how_many} of these groups must be present: {}", groups.join("; ")),
        });
    }
    let nouns: Vec<String> = all.iter().map(|one| noun(one.as_object()?)).collect::<Option<_>>()?;
    Some(list(&nouns, "or"))
}

/// The required properties of a schema without other keywords.
fn only_required(schema: &Map<String, Value>) -> Option<String> {
    let is_only = schema.iter().all(|(name, value)| name == "required" || name == "type" && value == "object");
    if is_only { Some(list(&codes(schema.get("required")?)?, "and")) } else { None }
}

/// A phrase for a schema that no value may match.
fn excluded(schema: &Map<String, Value>) -> Option<String> {
    if let Some(names) = schema.get("required").filter(|_| only_required(schema).is_some()) {
        return Some(match codes(names)?.as_slice() {
            [name] => format!("{name} must be absent"),
            names => format!("{} must not be present together", list(names, "and")),
        });
    }
    if let Some(Value::Array(values)) = schema.get("enum") {
        return Some(format!("not {}", values_of(values)?));
    }
    Some(format!("not {}", noun(schema)?))
}

fn listed(values: &[Value]) -> Option<Vec<String>> {
    let values: Vec<String> = values.iter().map(|value| code(&value.to_string())).collect();
    (!values.is_empty() && values.len() <= LISTED).then_some(values)
}

fn values_of(values: &[Value]) -> Option<String> {
    Some(list(&listed(values)?, "or"))
}

/// A simple schema as a noun: `a string of at most 9 characters`.
fn noun(schema: &Map<String, Value>) -> Option<String> {
    if let Some(target) = schema.get("$ref").and_then(Value::as_str) {
        return Some(code(target.rsplit('/').next()?));
    }
    let mut noun = match (schema.get("const"), schema.get("enum"), schema.get("type").and_then(Value::as_str)) {
        (Some(value), _, _) => return Some(code(&value.to_string())),
        (None, Some(values), _) => return values_of(values.as_array()?),
        (None, None, Some("string")) => "a string".to_owned(),
        (None, None, Some("integer")) => "an integer".to_owned(),
        (None, None, Some("number")) => "a number".to_owned(),
        (None, None, Some("boolean")) => "a boolean".to_owned(),
        (None, None, Some("array")) => "a list".to_owned(),
        (None, None, Some("null")) => "null".to_owned(),
        (None, None, Some("object")) => "an object".to_owned(),
        // A schema with only a keyword for strings is meant for strings.
        (None, None, None) if schema.contains_key("pattern") || schema.contains_key("format") => "a string".to_owned(),
        (None, None, _) => return None,
    };
    for (keyword, value) in schema {
        let more = match (&**keyword, value) {
            ("type" | "description" | "title" | "nullable" | "example" | "default" | "deprecated", _) => continue,
            ("maxLength", Value::Number(most)) => format!("of at most {most} characters"),
            ("minLength", Value::Number(least)) => format!("of at least {least} characters"),
            ("maxItems", Value::Number(most)) => format!("of at most {most} items"),
            ("minItems", Value::Number(least)) => format!("of at least {least} items"),
            ("minimum", Value::Number(least)) => format!("of at least {least}"),
            ("maximum", Value::Number(most)) => format!("of at most {most}"),
            ("exclusiveMinimum", Value::Number(bound)) => format!("greater than {bound}"),
            ("exclusiveMaximum", Value::Number(bound)) => format!("less than {bound}"),
            ("multipleOf", Value::Number(factor)) => format!("that is a multiple of {factor}"),
            ("uniqueItems", Value::Bool(true)) => "without equal items".to_owned(),
            ("pattern", Value::String(pattern)) => format!("that matches {}", code(pattern)),
            ("format", Value::String(format)) => format!("in the format {}", code(format)),
            ("required", names) => format!("with {}", list(&codes(names)?, "and")),
            ("items", Value::Object(items)) => format!("in which each item is {}", self::noun(items)?),
            // Extensions do not restrict values, and the properties of an object would make the phrase too long.
            (other, _) if other.starts_with("x-") || other == "properties" || other == "additionalProperties" => {
                continue;
            }
            _ => return None,
        };
        noun = format!("{noun} {more}");
    }
    Some(noun)
}

fn codes(names: &Value) -> Option<Vec<String>> {
    let names: Vec<String> = names.as_array()?.iter().map(|name| name.as_str().map(code)).collect::<Option<_>>()?;
    (!names.is_empty()).then_some(names)
}

/// The items as a list in words: `a`, `a and b`, `a, b and c`.
fn list(items: &[String], word: &str) -> String {
    match items {
        [before @ .., one, last] if !before.is_empty() => format!("{}, {one} {word} {last}", before.join(", ")),
        [one, last] => format!("{one} {word} {last}"),
        all => all.concat(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions_are_phrases() {
        for (keyword, json, expected) in [
            (
                "anyOf",
                r#"[{"required":["a"]},{"required":["b"]}]"#,
                Some("at least one of `a` and `b` must be present"),
            ),
            (
                "oneOf",
                r#"[{"required":["a","b"]},{"required":["c"]}]"#,
                Some("exactly one of these groups must be present: `a` and `b`; `c`"),
            ),
            (
                "anyOf",
                r##"[{"maxLength":5000,"type":"string"},{"$ref":"#/components/schemas/Source"}]"##,
                Some("a string of at most 5000 characters or `Source`"),
            ),
            (
                "anyOf",
                r#"[{"type":"number","exclusiveMinimum":0},{"type":"string","pattern":"^[0-9.]+$"}]"#,
                Some("a number greater than 0 or a string that matches `^[0-9.]+$`"),
            ),
            ("anyOf", r#"[{"allOf":[]}]"#, None),
            ("not", r#"{"required":["a"]}"#, Some("`a` must be absent")),
            ("not", r#"{"required":["a","b","c"]}"#, Some("`a`, `b` and `c` must not be present together")),
            ("not", r#"{"enum":["none"],"type":"string"}"#, Some("not `\"none\"`")),
            ("enum", r#"[1,"x",null]"#, Some("one of `1`, `\"x\"` or `null`")),
            ("discriminator", r#"{"propertyName":"kind"}"#, Some("the property `kind` names the type")),
            (
                "dependentRequired",
                r#"{"card":["address","name"]}"#,
                Some("with `card`, `address` and `name` must be present too"),
            ),
            ("contains", r#"{"type":"integer","minimum":3}"#, Some("contains an integer of at least 3")),
            ("propertyNames", r#"{"pattern":"^x"}"#, Some("each property name is a string that matches `^x`")),
            ("contentMediaType", r#""text/html""#, Some("contains `text/html`")),
            ("contentSchema", r##"{"$ref":"#/components/schemas/Pet"}"##, Some("the string is the JSON of a `Pet`")),
            ("contentSchema", r#"{"type":"integer"}"#, Some("the string is the JSON of an integer")),
            ("contentSchema", r#"{"not":{}}"#, Some("the string is JSON that has to match a schema")),
            ("if", r#"{"required":["a"]}"#, None),
            ("unknown", "1", None),
        ] {
            let value = serde_json::from_str(json).expect("JSON");
            assert_eq!(phrase(keyword, &value).as_deref(), expected, "{keyword}: {json}");
        }
    }
}
