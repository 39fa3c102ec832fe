//! The statuses for which a response is documented: `201`, `4XX`, `default`.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::json;

/// The statuses for which a response is documented.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum StatusPattern {
    /// One status: `201`.
    Code(u16),
    /// A class of statuses: `4XX`.
    Class(u8),
    /// All statuses for which no other response is documented: `default`.
    Default,
}

impl StatusPattern {
    /// Whether the response is successful: a status from 200 to 299.
    pub fn is_success(self) -> bool {
        matches!(self, Self::Code(200..=299) | Self::Class(2))
    }

    /// Whether this is a class that has the status: `4XX` includes `404`.
    pub fn includes(self, status: Self) -> bool {
        matches!((self, status), (Self::Class(class), Self::Code(code)) if code / 100 == u16::from(class))
    }

    /// Whether the response leads to another location: 301, 302, 303, 307, 308, or the class 3XX (RFC 9110 section 15.4).
    pub fn is_redirect(self) -> bool {
        matches!(self, Self::Code(301 | 302 | 303 | 307 | 308) | Self::Class(3))
    }
}

impl fmt::Display for StatusPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Code(code) => write!(f, "{code}"),
            Self::Class(class) => write!(f, "{class}XX"),
            Self::Default => f.write_str("default"),
        }
    }
}

impl FromStr for StatusPattern {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let fault = || format!("`{text}` is not a status; a status is `201`, `4XX` or `default`");
        if text == "default" {
            return Ok(Self::Default);
        }
        if let Some(class) = text.strip_suffix("XX").or_else(|| text.strip_suffix("xx")) {
            return match class.parse() {
                Ok(class @ 1..=5) => Ok(Self::Class(class)),
                _ => Err(fault()),
            };
        }
        match text.parse() {
            Ok(code @ 100..=599) => Ok(Self::Code(code)),
            _ => Err(fault()),
        }
    }
}

impl Serialize for StatusPattern {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for StatusPattern {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        json::parsed(deserializer)
    }
}
