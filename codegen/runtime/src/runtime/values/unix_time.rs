//! `UnixTime`: seconds since 1970, stored as the number that is sent and received.

use std::fmt;
use std::time::SystemTime;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::date_time::{ConvertDateError, DateTime};
use super::decimal::Decimal;
use crate::runtime::json::decode::Decode;

/// An instant as the number of seconds since 1970-01-01T00:00:00Z, stored as the number that is sent and received.
///
/// A response may contain any number or string, which is kept and written back unchanged. [`seconds`](Self::seconds) and
/// the conversions require an integer. Two values compare as numbers.
///
/// It converts to and from [`SystemTime`] and [`DateTime`], which converts to and from the types of date crates.
///
/// # Examples
///
/// ```
/// use runtime::{DateTime, UnixTime};
///
/// let time = UnixTime::from(1_460_505_600);
/// assert_eq!(DateTime::try_from(&time).unwrap().as_str(), "2016-04-13T00:00:00Z");
/// assert_eq!(serde_json::to_string(&time).unwrap(), "1460505600");
/// ```
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd)]
pub struct UnixTime(Decimal);

impl UnixTime {
    /// The number as a string.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// The number of seconds.
    ///
    /// # Errors
    /// When the value is not an integer of 64 bits.
    pub fn seconds(&self) -> Result<i64, ConvertDateError> {
        let whole = self.as_str().strip_suffix(".0").unwrap_or(self.as_str());
        whole.parse().map_err(|_| ConvertDateError::OutOfRange)
    }
}

impl From<i64> for UnixTime {
    fn from(seconds: i64) -> Self {
        Self(seconds.into())
    }
}

impl TryFrom<&UnixTime> for SystemTime {
    type Error = ConvertDateError;

    fn try_from(time: &UnixTime) -> Result<Self, ConvertDateError> {
        Self::try_from(&DateTime::try_from(time)?)
    }
}

/// The fraction of the second is left out.
impl TryFrom<SystemTime> for UnixTime {
    type Error = ConvertDateError;

    fn try_from(time: SystemTime) -> Result<Self, ConvertDateError> {
        Self::try_from(&DateTime::from(time))
    }
}

impl TryFrom<&UnixTime> for DateTime {
    type Error = ConvertDateError;

    fn try_from(time: &UnixTime) -> Result<Self, ConvertDateError> {
        Self::from_unix(time.seconds()?, 0)
    }
}

/// The fraction of the second is left out.
impl TryFrom<&DateTime> for UnixTime {
    type Error = ConvertDateError;

    fn try_from(date: &DateTime) -> Result<Self, ConvertDateError> {
        date.unix().map(|(seconds, _)| seconds.into())
    }
}

impl fmt::Debug for UnixTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

/// Writes the number unchanged.
impl fmt::Display for UnixTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

/// Reading accepts any number and any string.
impl Decode for UnixTime {}

impl<'de> Deserialize<'de> for UnixTime {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Decimal::deserialize(deserializer).map(Self)
    }
}

impl Serialize for UnixTime {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}
