//! Conversions of times from and to the type of chrono.

use chrono::{NaiveTime, Timelike};

use super::time_of_day::{ParseTimeError, TimeOfDay};

/// Converts the time without its offset.
impl TryFrom<&TimeOfDay> for NaiveTime {
    type Error = ParseTimeError;

    fn try_from(time: &TimeOfDay) -> Result<Self, ParseTimeError> {
        let (seconds, nanos) = time.seconds()?;
        Self::from_num_seconds_from_midnight_opt(seconds, nanos).ok_or(ParseTimeError)
    }
}

/// A leap second is written as the last nanosecond before it.
impl From<NaiveTime> for TimeOfDay {
    fn from(time: NaiveTime) -> Self {
        let nanos = time.nanosecond().min(999_999_999);
        Self::of_seconds(time.num_seconds_from_midnight(), nanos).expect("a time is within a day")
    }
}
