//! The path of an operation: literal text and parameters.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::json;

/// A path relative to the server's URL, such as `/v{version}/customers/{customer_id}/carts`.
///
/// A segment may contain parameters at any position.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PathTemplate(Vec<Segment>);

/// A part of a path: literal text, or one parameter. (It is not a segment as in RFC 3986: a slash is literal text.)
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Segment {
    /// Text that is sent unchanged.
    Literal(String),
    /// The name of a path parameter.
    Param(String),
}

impl PathTemplate {
    /// The literals and parameters, in order.
    pub fn segments(&self) -> &[Segment] {
        &self.0
    }

    /// The path appended to another one, which has no parameters.
    pub fn below(&self, path: &str) -> Self {
        let mut segments = vec![Segment::Literal(path.to_owned())];
        match self.0.split_first() {
            Some((Segment::Literal(first), rest)) => {
                segments = vec![Segment::Literal(format!("{path}{first}"))];
                segments.extend_from_slice(rest);
            }
            Some(_) | None => segments.extend_from_slice(&self.0),
        }
        segments.retain(|segment| !matches!(segment, Segment::Literal(text) if text.is_empty()));
        Self(segments)
    }

    /// The names of the parameters, in order.
    pub fn params(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|segment| match segment {
            Segment::Param(name) => Some(name.as_str()),
            Segment::Literal(_) => None,
        })
    }
}

impl fmt::Display for PathTemplate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|segment| match segment {
            Segment::Literal(text) => f.write_str(text),
            Segment::Param(name) => write!(f, "{{{name}}}"),
        })
    }
}

impl FromStr for PathTemplate {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if !text.starts_with('/') {
            return Err(format!("the path `{text}` does not start with `/`"));
        }
        let mut segments = Vec::new();
        let mut rest = text;
        while !rest.is_empty() {
            let (literal, param) = match rest.split_once('{') {
                None => (rest, None),
                Some((literal, tail)) => (literal, Some(tail)),
            };
            if literal.contains('}') {
                return Err(format!("the path `{text}` closes a brace that it does not open"));
            }
            if !literal.is_empty() {
                segments.push(Segment::Literal(literal.to_owned()));
            }
            let Some(tail) = param else { break };
            let (name, after) = tail.split_once('}').ok_or_else(|| format!("the path `{text}` leaves a brace open"))?;
            if name.is_empty() || name.contains('{') {
                return Err(format!("the path `{text}` has a parameter without a proper name"));
            }
            segments.push(Segment::Param(name.to_owned()));
            rest = after;
        }
        Ok(Self(segments))
    }
}

impl Serialize for PathTemplate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for PathTemplate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        json::parsed(deserializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_written_as_it_was_read() {
        for path in ["/", "/v{version}/customers/{customer_id}/carts", "/a{b}-{c}.json", "/{x}{y}"] {
            assert_eq!(path.parse::<PathTemplate>().unwrap().to_string(), path);
        }
    }

    #[test]
    fn a_path_with_a_fault_is_refused() {
        for path in ["", "v1", "/{", "/}", "/{}", "/{a{b}}"] {
            assert!(path.parse::<PathTemplate>().is_err(), "{path}");
        }
    }
}
