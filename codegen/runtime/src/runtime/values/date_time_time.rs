//! Conversions of dates from and to the types of the crate time.

use time::{OffsetDateTime, PrimitiveDateTime, UtcOffset};

use super::date::Date;
use super::date_clock::Clock;
use super::date_time::{ConvertDateError, DateTime};

/// Converts a date with an offset, and keeps the offset.
impl TryFrom<&DateTime> for OffsetDateTime {
    type Error = ConvertDateError;

    fn try_from(date: &DateTime) -> Result<Self, ConvertDateError> {
        let (seconds, nanos) = date.unix()?;
        let offset = date.offset().and_then(|minutes| UtcOffset::from_whole_seconds(60 * minutes).ok());
        let time = utc(seconds, nanos)?;
        offset.and_then(|offset| time.checked_to_offset(offset)).ok_or(ConvertDateError::OutOfRange)
    }
}

/// Converts a date without an offset, which is a local time.
impl TryFrom<&DateTime> for PrimitiveDateTime {
    type Error = ConvertDateError;

    fn try_from(date: &DateTime) -> Result<Self, ConvertDateError> {
        let (seconds, nanos) = date.local_unix()?;
        let time = utc(seconds, nanos)?;
        Ok(Self::new(time.date(), time.time()))
    }
}

/// Writes the instant with its offset, or in UTC if the offset has seconds. A year after 9999 or before 0000 gets a
/// sign and six digits, as in ISO 8601; such a string cannot be parsed as a date again.
impl From<OffsetDateTime> for DateTime {
    fn from(time: OffsetDateTime) -> Self {
        Self::of(Clock::of_instant(time.unix_timestamp(), time.nanosecond(), time.offset().whole_seconds()))
    }
}

/// Writes the local time, without an offset. Years are written as for an instant.
impl From<PrimitiveDateTime> for DateTime {
    fn from(time: PrimitiveDateTime) -> Self {
        let (seconds, nanos) = (time.assume_utc().unix_timestamp(), time.nanosecond());
        Self::of(Clock { seconds, nanos, offset: None })
    }
}

fn utc(seconds: i64, nanos: u32) -> Result<OffsetDateTime, ConvertDateError> {
    OffsetDateTime::from_unix_timestamp(seconds)
        .and_then(|time| time.replace_nanosecond(nanos))
        .map_err(|_| ConvertDateError::OutOfRange)
}

/// 1970-01-01 as a Julian day.
const EPOCH_DAY: i32 = 2_440_588;

impl TryFrom<&Date> for time::Date {
    type Error = ConvertDateError;

    fn try_from(date: &Date) -> Result<Self, ConvertDateError> {
        let day = i32::try_from(date.days()?).ok().and_then(|days| days.checked_add(EPOCH_DAY));
        day.and_then(|day| Self::from_julian_day(day).ok()).ok_or(ConvertDateError::OutOfRange)
    }
}

impl From<time::Date> for Date {
    fn from(date: time::Date) -> Self {
        Self::of_days(date.to_julian_day() - EPOCH_DAY)
    }
}
