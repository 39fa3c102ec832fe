//! `DateTime`: a date and a time, stored as the string that is sent and received, so that it is written back unchanged.

use std::cmp::Ordering;
use std::error::Error;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

pub use super::date_clock::ParseDateError;
use super::date_clock::{Clock, DAY, NANOS, Offset};
use crate::runtime::json::decode::Decode;

/// 0000-01-01T00:00:00Z in seconds since 1970.
const YEAR_0000: i64 = -62_167_219_200;

/// 10000-01-01T00:00:00Z in seconds since 1970.
const YEAR_10000: i64 = 253_402_300_800;

/// A date and a time, stored as the string that is sent and received.
///
/// A response may contain any string, which is kept and written back unchanged, so that one unusual date does not make
/// the whole response unreadable. [`parse`](Self::parse) and the conversions require the form of RFC 3339,
/// `2024-01-31T12:00:00.5Z`, with two exceptions: a space may replace `T`, and the offset may be missing. Without an
/// offset it is a local time and not an instant, until [`at_offset`](Self::at_offset) sets the offset. Fractional
/// digits after nanoseconds are ignored, and a leap second (`:60`) is the start of the following second, so the result
/// is never later than the original.
///
/// Two dates with offsets compare as instants, and two without offsets as local times of the same clock. Other dates
/// are equal only if their strings are, and have no order.
///
/// It converts to and from [`SystemTime`]; with the features `jiff`, `chrono` and `time`, also to and from the types of
/// these crates.
///
/// # Examples
///
/// ```
/// use runtime::DateTime;
/// use std::time::{Duration, SystemTime};
///
/// let date = DateTime::parse("2024-01-31T12:00:00+01:00").unwrap();
/// assert_eq!(date.unix(), Ok((1_706_698_800, 0)));
/// assert_eq!(date, DateTime::parse("2024-01-31T11:00:00Z").unwrap());
///
/// let date = DateTime::try_from(SystemTime::UNIX_EPOCH + Duration::from_secs(1)).unwrap();
/// assert_eq!(date.as_str(), "1970-01-01T00:00:01Z");
///
/// // Without an offset, it is not an instant.
/// let local = DateTime::parse("2024-01-31T12:00:00").unwrap();
/// assert!(local.unix().is_err());
/// assert_eq!(local.at_offset(60).unwrap().as_str(), "2024-01-31T12:00:00+01:00");
/// ```
#[derive(Clone, Debug)]
pub struct DateTime(Box<str>);

impl DateTime {
    /// Parses a date and a time.
    ///
    /// # Errors
    /// When the string does not have the form above, or names a day or a time that does not exist.
    pub fn parse(text: &str) -> Result<Self, ParseDateError> {
        Clock::read(text).map(|_| Self(text.into()))
    }

    /// Creates a date from any string, for an API with its own date format.
    pub fn verbatim(text: impl Into<Box<str>>) -> Self {
        Self(text.into())
    }

    /// Creates a date from the seconds since 1970-01-01T00:00:00Z and the nanoseconds after them. It is written in UTC
    /// with no more digits than necessary.
    ///
    /// # Errors
    /// When the year is not from 0000 to 9999, or there are 1,000,000,000 nanoseconds or more.
    pub fn from_unix(seconds: i64, nanos: u32) -> Result<Self, ConvertDateError> {
        if !(YEAR_0000..YEAR_10000).contains(&seconds) || nanos >= NANOS {
            return Err(ConvertDateError::OutOfRange);
        }
        Ok(Self::of(Clock::of_instant(seconds, nanos, 0)))
    }

    /// The date as a string.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The instant, as seconds since 1970-01-01T00:00:00Z (negative before) and nanoseconds.
    ///
    /// # Errors
    /// When there is no offset, or the string has another form.
    pub fn unix(&self) -> Result<(i64, u32), ConvertDateError> {
        Clock::read(&self.0)?.instant().ok_or(ConvertDateError::NoOffset)
    }

    /// The local time of a date without an offset, as seconds since 1970-01-01T00:00:00 on the same clock, and
    /// nanoseconds.
    ///
    /// # Errors
    /// When there is an offset, or the string has another form.
    pub fn local_unix(&self) -> Result<(i64, u32), ConvertDateError> {
        match Clock::read(&self.0)? {
            Clock { seconds, nanos, offset: None } => Ok((seconds, nanos)),
            Clock { offset: Some(_), .. } => Err(ConvertDateError::HasOffset),
        }
    }

    /// Whether the date has an offset from UTC, so that it is an instant.
    pub fn has_offset(&self) -> bool {
        self.offset().is_some()
    }

    /// The offset from UTC in minutes; `None` if the date has no offset.
    pub fn offset(&self) -> Option<i32> {
        Clock::read(&self.0).ok()?.offset
    }

    /// Sets the offset, in minutes from UTC, of a date without one. A date that has an offset does not change.
    ///
    /// # Errors
    /// When the string has another form, or the offset is a day or more.
    pub fn at_offset(&self, minutes: i32) -> Result<Self, ConvertDateError> {
        match Clock::read(&self.0)?.offset {
            Some(_) => Ok(self.clone()),
            None if minutes.unsigned_abs() >= DAY => Err(ConvertDateError::OutOfRange),
            None => Ok(Self(format!("{}{}", self.0, Offset(minutes)).into())),
        }
    }

    pub(super) fn of(clock: Clock) -> Self {
        Self(clock.write().into())
    }

    fn key(&self) -> Key<'_> {
        match Clock::read(&self.0) {
            Ok(clock) => match clock.instant() {
                Some((seconds, nanos)) => Key::Instant(seconds, nanos),
                None => Key::Local(clock.seconds, clock.nanos),
            },
            Err(_) => Key::Text(&self.0),
        }
    }
}

/// The key for comparing dates.
#[derive(PartialEq, Eq, Hash)]
enum Key<'a> {
    Instant(i64, u32),
    Local(i64, u32),
    Text(&'a str),
}

impl PartialEq for DateTime {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0 || self.key() == other.key()
    }
}

impl Eq for DateTime {}

impl Hash for DateTime {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.key().hash(state);
    }
}

impl PartialOrd for DateTime {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        match (self.key(), other.key()) {
            (Key::Instant(seconds, nanos), Key::Instant(other_seconds, other_nanos))
            | (Key::Local(seconds, nanos), Key::Local(other_seconds, other_nanos)) => {
                Some((seconds, nanos).cmp(&(other_seconds, other_nanos)))
            }
            (Key::Text(text), Key::Text(other)) if text == other => Some(Ordering::Equal),
            (Key::Instant(..) | Key::Local(..) | Key::Text(_), _) => None,
        }
    }
}

impl FromStr for DateTime {
    type Err = ParseDateError;

    fn from_str(text: &str) -> Result<Self, ParseDateError> {
        Self::parse(text)
    }
}

/// Writes the date unchanged.
impl fmt::Display for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// Reading accepts any string.
impl Decode for DateTime {}

/// Reading accepts any string.
impl<'de> Deserialize<'de> for DateTime {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Box::deserialize(deserializer).map(Self)
    }
}

impl Serialize for DateTime {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl TryFrom<&DateTime> for SystemTime {
    type Error = ConvertDateError;

    fn try_from(date: &DateTime) -> Result<Self, ConvertDateError> {
        let (seconds, nanos) = date.unix()?;
        let whole = Duration::from_secs(seconds.unsigned_abs());
        let start = if seconds < 0 { UNIX_EPOCH.checked_sub(whole) } else { UNIX_EPOCH.checked_add(whole) };
        start.and_then(|start| start.checked_add(Duration::new(0, nanos))).ok_or(ConvertDateError::OutOfRange)
    }
}

/// Writes the instant in UTC. A year after 9999 or before 0000 gets a sign and six digits or more, as in ISO 8601; such
/// a string cannot be parsed as a date again.
impl From<SystemTime> for DateTime {
    fn from(time: SystemTime) -> Self {
        let (seconds, nanos) = match time.duration_since(UNIX_EPOCH) {
            Ok(after) => (0_i64.saturating_add_unsigned(after.as_secs()), after.subsec_nanos()),
            Err(before) => {
                let before = before.duration();
                let seconds = 0_i64.saturating_sub_unsigned(before.as_secs());
                match before.subsec_nanos() {
                    0 => (seconds, 0),
                    nanos => (seconds.saturating_sub(1), NANOS - nanos),
                }
            }
        };
        Self::of(Clock::of_instant(seconds, nanos, 0))
    }
}

/// The reason why a date cannot be converted.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ConvertDateError {
    /// The string is not a date.
    Malformed(ParseDateError),
    /// The date is a local time, but an instant is required.
    NoOffset,
    /// The date is an instant, but a local time is required.
    HasOffset,
    /// The date is outside the range of the other type.
    OutOfRange,
}

impl fmt::Display for ConvertDateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed(error) => error.fmt(f),
            Self::NoOffset => f.write_str("the date has no offset and is not an instant"),
            Self::HasOffset => f.write_str("the date has an offset and is not a local time"),
            Self::OutOfRange => f.write_str("the date is out of range"),
        }
    }
}

impl Error for ConvertDateError {}

impl From<ParseDateError> for ConvertDateError {
    fn from(error: ParseDateError) -> Self {
        Self::Malformed(error)
    }
}
