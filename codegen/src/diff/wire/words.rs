//! Values of the spec in reports, in the words of OpenAPI and HTTP. What `api.json` calls them is nothing that a reader
//! of documents knows.

use serde::Serialize;
use serde_json::{Map, Value};

use crate::spec::{
    Encoding, ErrorRole, FinalState, IntegerFormat, LongRunning, NextPage, OTHER_VALUES, PATTERNS, POSITIONS,
    PageConstant, Paging, Scalar, Sensitivity, StateLocation, Style, TypeRef, WHOLE, Xml, XmlNode,
};

/// The keyword of a line with the pattern of all names of properties.
const NAMES: &str = "names";

/// A value that a document states, such as a default, as JSON. A single string is shown without quotes.
pub(super) fn json<T: Serialize + ?Sized>(value: &T) -> String {
    let text = serde_json::to_string(value).expect("a value of a document has a JSON form");
    serde_json::from_str::<String>(&text).unwrap_or(text)
}

/// A type: `array of Cart`, `string (uuid) or null`.
pub(super) fn ty(ty: &TypeRef) -> String {
    let within = |inner: &TypeRef| match inner {
        TypeRef::Nullable(_) => format!("({})", self::ty(inner)),
        inner => self::ty(inner),
    };
    match ty {
        TypeRef::Named(name, args) if args.is_empty() => name.clone(),
        TypeRef::Named(name, args) => format!("{name}<{}>", list(args.iter().map(self::ty))),
        TypeRef::Param(name) => name.clone(),
        TypeRef::Scalar(scalar) => self::scalar(*scalar).to_owned(),
        TypeRef::List(item) => format!("array of {}", within(item)),
        TypeRef::Map(item) if **item == TypeRef::Scalar(Scalar::Json) => "object".to_owned(),
        TypeRef::Map(item) => format!("map of {}", within(item)),
        TypeRef::Tuple(items) => format!("array of [{}]", list(items.iter().map(self::ty))),
        TypeRef::Nullable(inner) => format!("{} or null", self::ty(inner)),
    }
}

fn scalar(scalar: Scalar) -> &'static str {
    match scalar {
        Scalar::Json => "any value",
        Scalar::String => "string",
        Scalar::Boolean => "boolean",
        Scalar::Int32 => "integer (int32)",
        Scalar::Int64 => "integer (int64)",
        Scalar::Uint32 => "integer (uint32)",
        Scalar::Uint64 => "integer (uint64)",
        Scalar::Float => "number (float)",
        Scalar::Double => "number (double)",
        Scalar::Decimal => "decimal number",
        Scalar::DateTime => "string (date-time)",
        Scalar::HttpDate => "string (date-time-rfc1123)",
        Scalar::UnixTime => "integer (unixtime)",
        Scalar::Date => "string (date)",
        Scalar::Time => "string (time)",
        Scalar::Duration => "string (duration)",
        Scalar::Uuid => "string (uuid)",
        Scalar::Uri => "string (uri)",
        Scalar::Ipv4 => "string (ipv4)",
        Scalar::Ipv6 => "string (ipv6)",
        Scalar::Base64 => "string (byte)",
        Scalar::Base64Url => "string (base64url)",
        Scalar::Binary => "bytes",
    }
}

/// The width of an integer enum.
pub(super) fn integer(format: IntegerFormat) -> &'static str {
    match format {
        IntegerFormat::Int32 => scalar(Scalar::Int32),
        IntegerFormat::Int64 => scalar(Scalar::Int64),
    }
}

/// Items with commas between them.
pub(super) fn list(items: impl Iterator<Item = impl AsRef<str>>) -> String {
    items.fold(String::new(), |mut all, item| {
        if !all.is_empty() {
            all.push_str(", ");
        }
        all.push_str(item.as_ref());
        all
    })
}

/// A style, as a document states it.
pub(super) fn style(style: Style) -> &'static str {
    match style {
        Style::Simple => "style: simple",
        Style::Label => "style: label",
        Style::Matrix => "style: matrix",
        Style::Form => "style: form",
        Style::SpaceDelimited => "style: spaceDelimited",
        Style::PipeDelimited => "style: pipeDelimited",
        Style::TabDelimited => "collectionFormat: tsv",
        Style::DeepObject => "style: deepObject",
        Style::Json => "content: application/json",
    }
}

/// How a property of a form, or a part of a multipart body, is sent; headers apart.
pub(super) fn encoding(encoding: &Encoding) -> String {
    let Encoding { content_type, allowed, style, explode, reserved, headers: _ } = encoding;
    let facts = [
        (!allowed.is_empty()).then(|| format!("contentType: {}", list(allowed.iter()))),
        content_type.as_ref().filter(|_| allowed.is_empty()).map(|media| format!("contentType: {media}")),
        style.map(|style| self::style(style).to_owned()),
        explode.map(|explode| format!("explode: {explode}")),
        reserved.then(|| "allowReserved: true".to_owned()),
    ];
    let text = list(facts.into_iter().flatten());
    if text.is_empty() { "in the default way".to_owned() } else { text }
}

/// The XML form of a value.
pub(super) fn xml(xml: &Xml) -> String {
    let Xml { name, prefix, namespace, node, items } = xml;
    let node = node.map(|node| match node {
        XmlNode::Element => "wrapped: true",
        XmlNode::Attribute => "attribute: true",
        XmlNode::Text => "nodeType: text",
        XmlNode::Cdata => "nodeType: cdata",
        XmlNode::None => "nodeType: none",
    });
    let facts = [
        name.as_ref().map(|name| format!("name: {name}")),
        prefix.as_ref().map(|prefix| format!("prefix: {prefix}")),
        namespace.as_ref().map(|namespace| format!("namespace: {namespace}")),
        node.map(str::to_owned),
        items.as_deref().map(|items| format!("of its items: {}", self::xml(items))),
    ];
    list(facts.into_iter().flatten())
}

/// How the next page of a list is found.
pub(super) fn paging(paging: &Paging) -> String {
    let Paging { items, next } = paging;
    let items = if items.is_empty() { "the body".to_owned() } else { format!("{items} of the body") };
    let constants = |all: &mut dyn Iterator<Item = String>| {
        let all = list(all);
        if all.is_empty() { String::new() } else { format!(", and with {all}") }
    };
    let next = match next {
        NextPage::Link { member, below, repeat, constants: fixed } => {
            let below = below.map(|count| format!(", after {count} segments of the path")).unwrap_or_default();
            let repeat =
                if repeat.is_empty() { String::new() } else { format!(", with {} again", list(repeat.iter())) };
            let fixed = constants(&mut fixed.iter().map(|(name, value)| format!("{name}={value}")));
            format!("the URL in {member}{below}{repeat}{fixed}")
        }
        NextPage::LinkHeader {} => "the header Link".to_owned(),
        NextPage::Token { member, place, param, more, constants: fixed } => {
            let more = more.as_ref().map(|more| format!(", as long as {more} says so")).unwrap_or_default();
            let fixed = constants(
                &mut fixed
                    .iter()
                    .map(|PageConstant { place, param, value }| format!("{param}={value} in the {}", place.name())),
            );
            format!("the token in {member}, sent as {param} in the {}{more}{fixed}", place.name())
        }
        NextPage::Number { param, first } => format!("the number of the page in {param}, from {first} on"),
        NextPage::Offset { param } => format!("the number of items so far in {param}"),
    };
    format!("items in {items}, next page by {next}")
}

/// How a long-running operation is followed.
pub(super) fn long_running(how: &LongRunning) -> String {
    let LongRunning { states, final_state, result } = how;
    let states = match states {
        StateLocation::Headers => "the state is at the URL in a header".to_owned(),
        StateLocation::Operation { path } => format!("the state is at {path}"),
    };
    let at = final_state.map(|state| match state {
        FinalState::State => "the result is in the last state",
        FinalState::Location => "the result is at the URL in Location",
        FinalState::OriginalUri => "the result is at the URL of the request",
    });
    let of = result.as_ref().map(|ty| format!("the result is of the type {}", self::ty(ty)));
    list([Some(states), at.map(str::to_owned), of].into_iter().flatten())
}

/// Whether a value is kept out of logs.
pub(super) fn sensitivity(of: Sensitivity) -> Option<String> {
    match of {
        Sensitivity::Plain => None,
        Sensitivity::Secret => Some("secret".to_owned()),
    }
}

/// What a property of an error contains.
pub(super) fn role(role: ErrorRole) -> String {
    match role {
        ErrorRole::Code => "the error code".to_owned(),
        ErrorRole::Message => "the error message".to_owned(),
    }
}

/// A keyword of a schema with its value, in the form of a document. A constraint that the spec keeps as a sentence has
/// no value.
pub(super) fn keyword(keyword: &str, value: &Value) -> String {
    if *value == Value::Null && keyword != "const" {
        return keyword.to_owned();
    }
    let lines = stated(keyword, value).into_iter().map(|(keyword, value)| match keyword.as_str() {
        OTHER_VALUES => "any other string".to_owned(),
        keyword => format!("{keyword}: {}", json(&value)),
    });
    list(lines)
}

/// A schema in the form of a document: its keywords.
pub(super) fn schema(schema: &Value) -> String {
    match schema {
        Value::Object(members) if !members.is_empty() => {
            list(members.iter().map(|(keyword, value)| self::keyword(keyword, value)))
        }
        Value::Null => "any value".to_owned(),
        Value::Object(_) | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => json(schema),
    }
}

/// The keywords that a document has for one that only the spec has, at any depth.
fn stated(keyword: &str, value: &Value) -> Vec<(String, Value)> {
    let one = |keyword: &str, value: &Value| (keyword.to_owned(), documented(value));
    match (keyword, value) {
        // A document has the schema of other names in another keyword.
        (PATTERNS, Value::Object(schemas)) => {
            let named = schemas.iter().filter(|(name, _)| !name.is_empty());
            let patterns: Map<String, Value> = named.map(|(name, of)| (name.clone(), documented(of))).collect();
            let others = schemas.get("").map(|others| one("additionalProperties", others));
            [Some(("patternProperties".to_owned(), Value::Object(patterns))), others].into_iter().flatten().collect()
        }
        (POSITIONS, Value::Object(parts)) => parts.iter().map(|(keyword, value)| one(keyword, value)).collect(),
        (WHOLE, value) => vec![one("schema", value)],
        (NAMES, value) => vec![("patternProperties".to_owned(), value.clone())],
        // Below these are names of the API, not keywords.
        ("properties" | "patternProperties" | "$defs" | "dependentSchemas", Value::Object(schemas)) => {
            let schemas = schemas.iter().map(|(name, of)| (name.clone(), documented(of)));
            vec![(keyword.to_owned(), Value::Object(schemas.collect()))]
        }
        ("const" | "enum" | "default" | "example" | "examples" | "dependentRequired", value) => {
            vec![(keyword.to_owned(), value.clone())]
        }
        (keyword, value) => vec![one(keyword, value)],
    }
}

/// A schema, or a part of one, with the keywords that a document has.
fn documented(value: &Value) -> Value {
    match value {
        Value::Object(members) => {
            members.iter().flat_map(|(keyword, value)| stated(keyword, value)).collect::<Map<_, _>>().into()
        }
        Value::Array(items) => items.iter().map(documented).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.clone(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn types_have_the_words_of_documents() {
        for (text, expected) in [
            ("list<string?>", "array of (string or null)"),
            ("list<uuid>?", "array of string (uuid) or null"),
            ("map<json>", "object"),
            ("map<Page<int32>>", "map of Page<integer (int32)>"),
            ("tuple<double, boolean>", "array of [number (double), boolean]"),
            ("\"a b\"", "a b"),
        ] {
            assert_eq!(ty(&text.parse().expect("a type")), expected);
        }
    }

    #[test]
    fn keywords_are_those_of_documents() {
        for (name, value, expected) in [
            (PATTERNS, json!({ "a": {}, "": false }), r#"patternProperties: {"a":{}}, additionalProperties: false"#),
            (POSITIONS, json!({ "prefixItems": [true], "items": false }), "prefixItems: [true], items: false"),
            ("items", json!({ POSITIONS: { "prefixItems": [true] } }), r#"items: {"prefixItems":[true]}"#),
            (OTHER_VALUES, json!(true), "any other string"),
            (NAMES, json!("^a$"), "patternProperties: ^a$"),
            ("maxLength", json!(5), "maxLength: 5"),
            ("no value is allowed", Value::Null, "no value is allowed"),
        ] {
            assert_eq!(keyword(name, &value), expected);
        }
    }
}
