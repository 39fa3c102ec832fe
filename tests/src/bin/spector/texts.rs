//! Converts strings of the suite, and writes strings as Rust literals.

use serde_json::{Map, Value};

use crate::Result;
use crate::scenario::{Body, Request};

/// The value of a body in XML. The suite has the body alone: what it means was read in it by hand, by the end of the URL.
pub fn of_xml(request: &Request) -> Result<Value> {
    let values: Map<String, Value> = serde_json::from_str(include_str!("../../../conformance/spector/xml.json"))
        .map_err(|error| error.to_string())?;
    let query: Vec<String> =
        request.query.iter().map(|(name, value)| format!("{name}={}", value.as_str().unwrap_or_default())).collect();
    let query = if query.is_empty() { String::new() } else { format!("?{}", query.join("&")) };
    let (_, last) = request.uri.rsplit_once('/').unwrap_or_default();
    values.get(&format!("{last}{query}")).cloned().ok_or_else(|| format!("no value for the XML of {}", request.uri))
}

/// The media type in the header `Accept` of a request.
pub fn accepted(request: &Request) -> Option<&str> {
    request.headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("accept")).and_then(|(_, value)| value.as_str())
}

/// The content of a body as a string.
pub fn plain(body: &Body) -> String {
    let bytes = body.base64.as_deref().map(crate::values::bytes);
    let text = bytes.map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    text.or_else(|| body.text.clone()).unwrap_or_default()
}

/// The events in a string, each as its kind, identifier, delay in milliseconds and data, as defined in the HTML
/// standard.
pub fn events(text: &str) -> String {
    let owned = |text: &str| format!("{text:?}.to_owned()");
    let optional = |text: Option<String>| text.map_or("None".to_owned(), |text| format!("Some({text})"));
    let events = text.split("\n\n").filter(|event| !event.is_empty()).map(|event| {
        let field =
            |name: &str| event.lines().filter_map(|line| line.split_once(": ")).find(|(other, _)| *other == name);
        let value = |name: &str| field(name).map(|(_, value)| value);
        let kind = optional(value("event").map(owned));
        let id = optional(value("id").filter(|id| !id.contains('\0')).map(owned));
        let retry =
            optional(value("retry").filter(|retry| retry.bytes().all(|b| b.is_ascii_digit())).map(str::to_owned));
        format!("({kind}, {id}, {retry}, {})", owned(value("data").unwrap_or_default()))
    });
    events.collect::<Vec<_>>().join(", ")
}

/// A raw string literal.
pub fn raw(text: &str) -> String {
    format!("r####\"{text}\"####")
}

/// A string without percent-encoding.
pub fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let code = after.get(..2).and_then(|code| u8::from_str_radix(std::str::from_utf8(code).ok()?, 16).ok());
        match (first, code) {
            (b'%', Some(code)) => {
                bytes.push(code);
                rest = &after[2..];
            }
            _ => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
