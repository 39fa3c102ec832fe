//! `Date`: a date without a time, stored as the string that is sent and received.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::date_clock::{ParseDateError, day_of, day_text};
use crate::runtime::json::decode::Decode;

/// A date without a time, stored as the string that is sent and received.
///
/// A response may contain any string, which is kept and written back unchanged. [`parse`](Self::parse) and the
/// conversions require the form of RFC 3339, `2024-01-31`. Dates of that form are ordered by their days; other strings
/// have no order. With the features `jiff`, `chrono` and `time`, it converts to and from the types of these crates.
///
/// # Examples
///
/// ```
/// use runtime::Date;
///
/// let date = Date::parse("2024-02-29").unwrap();
/// assert_eq!(date.days(), Ok(19_782));
/// assert_eq!(Date::of_days(19_783).as_str(), "2024-03-01");
/// assert!(Date::parse("2023-02-29").is_err());
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Date(Box<str>);

impl Date {
    /// Parses a date.
    ///
    /// # Errors
    /// When the string does not have the form above, or names a day that does not exist.
    pub fn parse(text: &str) -> Result<Self, ParseDateError> {
        day_of(text).map(|_| Self(text.into()))
    }

    /// Creates a date from any string, for an API with its own date format.
    pub fn verbatim(text: impl Into<Box<str>>) -> Self {
        Self(text.into())
    }

    /// The date as a string.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The number of days after 1970-01-01, negative for earlier dates.
    ///
    /// # Errors
    /// When the string has another form.
    pub fn days(&self) -> Result<i64, ParseDateError> {
        day_of(&self.0)
    }

    /// Creates a date from the number of days after 1970-01-01. A year after 9999 or before 0000 gets a sign and six
    /// digits, as in ISO 8601; such a string cannot be parsed as a date again.
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

/// Writes the date unchanged.
impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// Reading accepts any string.
impl Decode for Date {}

/// Reading accepts any string.
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
