//! Conversions of dates from and to the types of chrono.

use chrono::{Datelike, FixedOffset, NaiveDate, NaiveDateTime, Offset, TimeZone, Utc};

use super::date::Date;
use super::date_clock::{Clock, NANOS};
use super::date_time::{ConvertDateError, DateTime};

/// Converts a date with an offset, which is an instant.
impl TryFrom<&DateTime> for chrono::DateTime<Utc> {
    type Error = ConvertDateError;

    fn try_from(date: &DateTime) -> Result<Self, ConvertDateError> {
        let (seconds, nanos) = date.unix()?;
        Self::from_timestamp(seconds, nanos).ok_or(ConvertDateError::OutOfRange)
    }
}

/// Converts a date with an offset, and keeps the offset.
impl TryFrom<&DateTime> for chrono::DateTime<FixedOffset> {
    type Error = ConvertDateError;

    fn try_from(date: &DateTime) -> Result<Self, ConvertDateError> {
        let time = chrono::DateTime::<Utc>::try_from(date)?;
        let offset = date.offset().and_then(|minutes| FixedOffset::east_opt(60 * minutes));
        offset.map(|offset| time.with_timezone(&offset)).ok_or(ConvertDateError::OutOfRange)
    }
}

/// Converts a date without an offset, which is a local time.
impl TryFrom<&DateTime> for NaiveDateTime {
    type Error = ConvertDateError;

    fn try_from(date: &DateTime) -> Result<Self, ConvertDateError> {
        let (seconds, nanos) = date.local_unix()?;
        chrono::DateTime::from_timestamp(seconds, nanos)
            .map(|time| time.naive_utc())
            .ok_or(ConvertDateError::OutOfRange)
    }
}

/// Writes the instant with its offset, or in UTC if the offset has seconds. A leap second is written as the start of
/// the second that follows. A year after 9999 or before 0000 gets a sign and six digits, as in ISO 8601; such a string
/// cannot be parsed as a date again.
impl<Z: TimeZone> From<chrono::DateTime<Z>> for DateTime {
    fn from(time: chrono::DateTime<Z>) -> Self {
        let (seconds, nanos) = without_leap(time.timestamp(), time.timestamp_subsec_nanos());
        Self::of(Clock::of_instant(seconds, nanos, time.offset().fix().local_minus_utc()))
    }
}

/// Writes the local time, without an offset. Leap seconds and years are written as for an instant.
impl From<NaiveDateTime> for DateTime {
    fn from(time: NaiveDateTime) -> Self {
        let time = time.and_utc();
        let (seconds, nanos) = without_leap(time.timestamp(), time.timestamp_subsec_nanos());
        Self::of(Clock { seconds, nanos, offset: None })
    }
}

/// chrono represents a leap second by more than 1,000,000,000 nanoseconds.
fn without_leap(seconds: i64, nanos: u32) -> (i64, u32) {
    if nanos < NANOS { (seconds, nanos) } else { (seconds + 1, 0) }
}

/// The number of 1970-01-01 in chrono's count of days.
const EPOCH_DAY: i32 = 719_163;

impl TryFrom<&Date> for NaiveDate {
    type Error = ConvertDateError;

    fn try_from(date: &Date) -> Result<Self, ConvertDateError> {
        let days = i32::try_from(date.days()?).ok().and_then(|days| days.checked_add(EPOCH_DAY));
        days.and_then(Self::from_num_days_from_ce_opt).ok_or(ConvertDateError::OutOfRange)
    }
}

impl From<NaiveDate> for Date {
    fn from(date: NaiveDate) -> Self {
        Self::of_days(date.num_days_from_ce() - EPOCH_DAY)
    }
}
