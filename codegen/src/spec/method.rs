//! HTTP methods.

use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::json;

/// An HTTP method.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs)] // The names are HTTP's own.
pub enum Method {
    Delete,
    Get,
    Head,
    Options,
    Patch,
    Post,
    Put,
    Trace,
    Query,
    /// Another method, as it is written in a request line: words of letters, digits and `_`, with `-` between them.
    Other(String),
}

impl Method {
    const KNOWN: &'static [Self] = &[
        Self::Delete,
        Self::Get,
        Self::Head,
        Self::Options,
        Self::Patch,
        Self::Post,
        Self::Put,
        Self::Trace,
        Self::Query,
    ];

    /// Whether the method is idempotent by its definition (RFC 9110, 9.2.2).
    pub fn is_idempotent(&self) -> bool {
        match self {
            Self::Get | Self::Head | Self::Options | Self::Trace | Self::Put | Self::Delete | Self::Query => true,
            Self::Post | Self::Patch => false,
            // Methods of WebDAV and UPnP that only read.
            Self::Other(name) => matches!(name.as_str(), "M-SEARCH" | "PROPFIND" | "REPORT" | "SEARCH"),
        }
    }

    /// The method as it is written in a request line.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Delete => "DELETE",
            Self::Get => "GET",
            Self::Head => "HEAD",
            Self::Options => "OPTIONS",
            Self::Patch => "PATCH",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Trace => "TRACE",
            Self::Query => "QUERY",
            Self::Other(name) => name,
        }
    }
}

impl FromStr for Method {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if let Some(known) = Self::KNOWN.iter().find(|known| known.as_str() == text) {
            return Ok(known.clone());
        }
        let is_word = |word: &str| {
            word.starts_with(|first: char| first.is_ascii_alphabetic())
                && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        };
        // `M-SEARCH` of UPnP, `VERSION-CONTROL` of WebDAV.
        match text.split('-').all(is_word) {
            true => Ok(Self::Other(text.to_owned())),
            false => Err("a method has letters, digits and `_`, and `-` between words"),
        }
    }
}

impl Serialize for Method {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Method {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        json::parsed(deserializer)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Method {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Method".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "description": "An HTTP method.",
            "type": "string",
            "pattern": "^[A-Za-z][A-Za-z0-9_]*(-[A-Za-z][A-Za-z0-9_]*)*$"
        })
    }
}
