//! Reads JSON documents as values, and reports what other readers would drop or round silently.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::map::Entry;
use serde_json::{Map, Number, Value};

use super::fault;
use crate::problem::Problem;

/// Numbers of at least this size may be integers that do not fit into 64 bits.
const LARGE: f64 = 9_223_372_036_854_775_808.0;

/// A JSON document as a value, with facts that the value does not contain.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document {
    /// The content. Of several properties with the same name, the last one is used. A number outside the range of `f64`
    /// is a string of its digits.
    pub value: Value,
    /// The JSON pointers of properties whose name occurs twice in an object.
    pub twice: Vec<String>,
    /// The JSON pointers of numbers with more digits than can be kept, with their digits.
    pub large: Vec<(String, String)>,
}

/// Reads a document.
///
/// # Errors
/// The first syntax error.
pub fn read_document(file: &str, text: &str) -> Result<Document, Problem> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let (text, found) = match found(text) {
        Ok(found) => (Cow::Borrowed(text), found),
        // This is rare enough to read the document twice: a number that is too large for a double is put between
        // quotes.
        Err(error) if error.to_string().starts_with("number out of range") => {
            let quoted = quoted(text);
            let found = found(&quoted).map_err(|error| fault::problem(file, &quoted, &error))?;
            (Cow::Owned(quoted), found)
        }
        Err(error) => return Err(fault::problem(file, text, &error)),
    };
    let Findings { value, twice, large, endless } = found;
    let mut tokens = Vec::new();
    if !large.is_empty() {
        // The same numbers come in the same order; an integer of 64 bits is read as an integer.
        let is_double = |token: &str| token.parse::<u64>().is_err() && token.parse::<i64>().is_err();
        numbers(&text, |token, value| tokens.extend((value.abs() >= LARGE && is_double(token)).then_some(token)));
    }
    let rounded = large.into_iter().zip(tokens).filter(|(_, token)| !is_exact(token));
    let large = rounded.map(|(place, token)| (place.pointer(), token.to_owned()));
    let endless = endless.into_iter().map(|(place, token)| (place.pointer(), token));
    let large = large.chain(endless).collect();
    Ok(Document { value, twice: twice.into_iter().map(|place| place.pointer()).collect(), large })
}

/// Whether the nearest double is exactly the integer with these digits. A number with a fraction or an exponent is
/// meant as a double, so it counts as exact.
pub(crate) fn is_exact(token: &str) -> bool {
    let digits = token.trim_start_matches(['-', '+']);
    let is_integer = digits.bytes().all(|byte| byte.is_ascii_digit());
    !is_integer
        || token.parse::<f64>().is_ok_and(|value| format!("{:.0}", value.abs()) == digits.trim_start_matches('0'))
}

/// The JSON with quotes around each number outside the range of `f64`.
fn quoted(text: &str) -> String {
    let (mut quoted, mut from) = (String::with_capacity(text.len() + 64), 0);
    numbers(text, |token, value| {
        if value.is_infinite() {
            let start = token.as_ptr() as usize - text.as_ptr() as usize;
            quoted.push_str(&text[from..start]);
            quoted.push('"');
            quoted.push_str(ENDLESS);
            quoted.push_str(token);
            quoted.push('"');
            from = start + token.len();
        }
    });
    quoted.push_str(&text[from..]);
    quoted
}

/// The prefix of numbers that were put between quotes; no document contains it.
const ENDLESS: &str = "\u{e000}number\u{e000}";

/// Iterates over the numbers of a JSON text and their values as `f64`.
fn numbers<'a>(text: &'a str, mut each: impl FnMut(&'a str, f64)) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let start = at;
        at += 1;
        match byte {
            b'"' => {
                while bytes.get(at).is_some_and(|byte| *byte != b'"') {
                    at += if bytes[at] == b'\\' { 2 } else { 1 };
                }
                at += 1;
            }
            b'-' | b'0'..=b'9' => {
                while bytes.get(at).is_some_and(|byte| byte.is_ascii_digit() || b".eE+-".contains(byte)) {
                    at += 1;
                }
                if let Ok(value) = text[start..at].parse() {
                    each(&text[start..at], value);
                }
            }
            _ => {}
        }
    }
}

/// The path to a value, from the value upwards.
#[derive(Clone, Debug, Default)]
struct Way(Vec<String>);

impl Way {
    fn pointer(&self) -> String {
        let tokens: Vec<&str> = self.0.iter().rev().map(String::as_str).collect();
        crate::spec::pointer(&tokens)
    }
}

/// A value, and what was found in it. The locations are relative to the value that is being read; the reader of the
/// surrounding value adds its own step, so a document without findings needs no locations at all.
#[derive(Debug, Default)]
struct Findings {
    value: Value,
    twice: Vec<Way>,
    large: Vec<Way>,
    endless: Vec<(Way, String)>,
}

impl Findings {
    fn counts(&self) -> [usize; 3] {
        [self.twice.len(), self.large.len(), self.endless.len()]
    }

    /// Prepends a step to the location of each finding that is newer than `since`, a result of `counts`.
    fn step(&mut self, since: [usize; 3], step: impl Fn() -> String) {
        let [twice, large, endless] = since;
        self.twice[twice..].iter_mut().for_each(|way| way.0.push(step()));
        self.large[large..].iter_mut().for_each(|way| way.0.push(step()));
        self.endless[endless..].iter_mut().for_each(|(way, _)| way.0.push(step()));
    }
}

fn found(text: &str) -> Result<Findings, serde_json::Error> {
    let mut found = Findings::default();
    let mut reader = serde_json::Deserializer::from_str(text);
    let value = Reading(&mut found).deserialize(&mut reader)?;
    reader.end()?;
    Ok(Findings { value, ..found })
}

/// The reader of a value.
struct Reading<'f>(&'f mut Findings);

impl<'de> DeserializeSeed<'de> for Reading<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Reading<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        if value.abs() >= LARGE {
            self.0.large.push(Way::default());
        }
        Ok(Number::from_f64(value).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Value, E> {
        self.visit_string(text.to_owned())
    }

    fn visit_string<E: Error>(self, text: String) -> Result<Value, E> {
        let Some(number) = text.strip_prefix(ENDLESS) else { return Ok(Value::String(text)) };
        self.0.endless.push((Way::default(), number.to_owned()));
        Ok(Value::String(number.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        loop {
            let since = self.0.counts();
            let Some(item) = items.next_element_seed(Reading(self.0))? else { return Ok(Value::Array(list)) };
            if self.0.counts() != since {
                self.0.step(since, || list.len().to_string());
            }
            list.push(item);
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        while let Some(name) = members.next_key::<String>()? {
            let since = self.0.counts();
            let value = members.next_value_seed(Reading(self.0))?;
            if self.0.counts() != since {
                self.0.step(since, || name.clone());
            }
            match object.entry(name) {
                Entry::Vacant(free) => _ = free.insert(value),
                Entry::Occupied(mut taken) => {
                    self.0.twice.push(Way(vec![taken.key().clone()]));
                    taken.insert(value);
                }
            }
        }
        Ok(Value::Object(object))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_name_that_stands_twice_is_told_and_the_last_counts() {
        let document = read_document("a", r#"{"a": [{"b": 1, "c/d": {"e": 1, "e": 2}, "b": 3}], "a ": 1}"#).unwrap();
        assert_eq!(document.value, json!({"a": [{"b": 3, "c/d": {"e": 2}}], "a ": 1}));
        assert_eq!(document.twice, ["/a/0/c~1d/e", "/a/0/b"]);
    }

    #[test]
    fn a_number_that_is_rounded_is_told() {
        let text = r#"{"a": [18446744073709551615, 18446744073709551616, 36893488147419103233], "-1e30": -1e30,
            "b": "99999999999999999999\"", "c": -99999999999999999999, "d": 1.7976931348623157e308}"#;
        let document = read_document("a", text).unwrap();
        let large: Vec<_> = document.large.iter().map(|(at, token)| (at.as_str(), token.as_str())).collect();
        assert_eq!(large, [("/a/2", "36893488147419103233"), ("/c", "-99999999999999999999")]);
        assert_eq!(document.value["a"][0], json!(u64::MAX));
    }

    #[test]
    fn a_number_that_no_double_holds_is_its_text() {
        let document = read_document("a", r#"{"a": [1e400, -1E+999, 1e-999, "1e400"]}"#).unwrap();
        assert_eq!(document.value, json!({"a": ["1e400", "-1E+999", 0.0, "1e400"]}));
        assert_eq!(
            document.large,
            [("/a/0".to_owned(), "1e400".to_owned()), ("/a/1".to_owned(), "-1E+999".to_owned())]
        );
    }

    #[test]
    fn a_fault_keeps_its_line() {
        let problem = read_document("a", "{\n  \"a\": ]\n}").unwrap_err();
        assert_eq!(problem.place.at, crate::problem::At::Line(2, Some(8)));
        assert!(read_document("a", "1 2").is_err());
    }
}
