//! The state of polling as a string, with which another process can continue.

use serde::de::{Deserializer, Error as _, MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Serialize, Serializer};

use super::rules::{Mode, Track};

/// The content of a token.
pub(super) struct Token {
    /// The identifier of the operation.
    pub operation: String,
    /// The location at which the operation is polled.
    pub track: Track,
}

impl Token {
    /// The token as a string. It is JSON, so that it can be inspected.
    pub fn text(&self) -> String {
        // Serialization cannot fail, because the token consists of strings.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Reads a token.
    ///
    /// # Errors
    /// The string is not a token.
    pub fn read(text: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(text)
    }
}

impl Serialize for Token {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Track { mode, url, location, original } = &self.track;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("operation", &self.operation)?;
        map.serialize_entry("mode", mode.name())?;
        map.serialize_entry("url", url)?;
        if let Some(location) = location {
            map.serialize_entry("location", location)?;
        }
        map.serialize_entry("original", original)?;
        map.end()
    }
}

impl<'de> Deserialize<'de> for Token {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(TokenVisitor)
    }
}

struct TokenVisitor;

impl<'de> Visitor<'de> for TokenVisitor {
    type Value = Token;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the token of a long-running operation")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Token, A::Error> {
        let (mut operation, mut mode, mut url, mut location, mut original) = (None, None, None, None, None);
        while let Some(name) = map.next_key::<String>()? {
            let value: String = map.next_value()?;
            match name.as_str() {
                "operation" => operation = Some(value),
                "mode" => mode = Mode::of(&value),
                "url" => url = Some(value),
                "location" => location = Some(value),
                "original" => original = Some(value),
                // A later version of the crate may add properties.
                _ => {}
            }
        }
        let missing = |name| A::Error::missing_field(name);
        Ok(Token {
            operation: operation.ok_or_else(|| missing("operation"))?,
            track: Track {
                mode: mode.ok_or_else(|| missing("mode"))?,
                url: url.ok_or_else(|| missing("url"))?,
                location,
                original: original.ok_or_else(|| missing("original"))?,
            },
        })
    }
}
