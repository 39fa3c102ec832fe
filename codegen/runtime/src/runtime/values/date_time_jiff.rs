//! Conversions of dates from and to the types of jiff.

use jiff::{SignedDuration, Timestamp, civil};

use super::date::Date;
use super::date_clock::{Clock, NANOS};
use super::date_time::{ConvertDateError, DateTime};

/// 1970-01-01T00:00:00 as a local time.
const EPOCH: civil::DateTime = civil::DateTime::constant(1970, 1, 1, 0, 0, 0, 0);

/// Converts a date with an offset, which is an instant. The last day of the year 9999 is out of range, because a
/// `Timestamp` ends before it.
impl TryFrom<&DateTime> for Timestamp {
    type Error = ConvertDateError;

    fn try_from(date: &DateTime) -> Result<Self, ConvertDateError> {
        let (seconds, nanos) = date.unix()?;
        Self::new(seconds, nanos.cast_signed()).map_err(|_| ConvertDateError::OutOfRange)
    }
}

/// Converts a date without an offset, which is a local time.
impl TryFrom<&DateTime> for civil::DateTime {
    type Error = ConvertDateError;

    fn try_from(date: &DateTime) -> Result<Self, ConvertDateError> {
        let (seconds, nanos) = date.local_unix()?;
        let since = SignedDuration::new(seconds, nanos.cast_signed());
        EPOCH.checked_add(since).map_err(|_| ConvertDateError::OutOfRange)
    }
}

/// Writes the instant in UTC. A year before 0000 gets a sign and six digits, as in ISO 8601; such a string cannot be
/// parsed as a date again.
impl From<Timestamp> for DateTime {
    fn from(time: Timestamp) -> Self {
        let (seconds, nanos) = split(time.as_nanosecond());
        Self::of(Clock { seconds, nanos, offset: Some(0) })
    }
}

/// Writes the local time, without an offset. A year before 0000 is written as for a `Timestamp`.
impl From<civil::DateTime> for DateTime {
    fn from(time: civil::DateTime) -> Self {
        let (seconds, nanos) = split(time.duration_since(EPOCH).as_nanos());
        Self::of(Clock { seconds, nanos, offset: None })
    }
}

/// The whole seconds, and the nanoseconds after them. jiff's years are from -9999 to 9999, so both fit their types.
fn split(nanos: i128) -> (i64, u32) {
    (nanos.div_euclid(NANOS.into()) as i64, nanos.rem_euclid(NANOS.into()) as u32)
}

impl TryFrom<&Date> for civil::Date {
    type Error = ConvertDateError;

    fn try_from(date: &Date) -> Result<Self, ConvertDateError> {
        let since = SignedDuration::from_hours(24 * date.days()?);
        EPOCH.date().checked_add(since).map_err(|_| ConvertDateError::OutOfRange)
    }
}

impl From<civil::Date> for Date {
    fn from(date: civil::Date) -> Self {
        // The number of days fits into an `i32`, because jiff's years are from -9999 to 9999.
        Self::of_days((date.duration_since(EPOCH.date()).as_hours() / 24) as i32)
    }
}
