//! `Date`: a date without a time, kept as the text that is on the wire.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::date_clock::{ParseDateError, day_of, day_text};
use crate::runtime::json::decode::Decode;

/// A date without a time, kept as the text that is on the wire.
///
/// Any text is read from an answer and written back as it was. [`parse`](Self::parse) and the conversions ask for the
/// form of RFC 3339, `2024-01-31`. Two dates of that form come one before the other as their days do; other texts come
/// neither before nor after a date. It converts to and from the types of jiff, chrono and time with the feature of that
/// name.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Date(Box<str>);

impl Date {
    /// A date of that text.
    ///
    /// # Errors
    /// When the text does not have the form above, or names a day that does not exist.
    pub fn parse(text: &str) -> Result<Self, ParseDateError> {
        day_of(text).map(|_| Self(text.into()))
    }

    /// A date of any text, for an API that wants dates in a form of its own.
    pub fn verbatim(text: impl Into<Box<str>>) -> Self {
        Self(text.into())
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// How many days after 1970-01-01 it is, less than 0 before.
    ///
    /// # Errors
    /// When the text has another form.
    pub fn days(&self) -> Result<i64, ParseDateError> {
        day_of(&self.0)
    }

    /// The date so many days after 1970-01-01. A year beyond 9999 or before 0000 gets a sign and six digits, as in
    /// ISO 8601; such a text is not read as a date again.
    pub fn of_days(days: i32) -> Self {
        Self(day_text(days.into()).into())
    }
}

impl PartialOrd for Date {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        match (self.days(), other.days()) {
            (Ok(days), Ok(other)) => Some(days.cmp(&other)),
            _ => (self == other).then_some(Ordering::Equal),
        }
    }
}

impl FromStr for Date {
    type Err = ParseDateError;

    fn from_str(text: &str) -> Result<Self, ParseDateError> {
        Self::parse(text)
    }
}

/// Writes the text.
impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// Any string is read.
impl Decode for Date {}

/// Any string is read.
impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Box::deserialize(deserializer).map(Self)
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}
