//! Conversions of times from and to the type of the crate time.

use time::Time;

use super::time_of_day::{ParseTimeError, TimeOfDay};

/// Converts the time without its offset.
impl TryFrom<&TimeOfDay> for Time {
    type Error = ParseTimeError;

    fn try_from(time: &TimeOfDay) -> Result<Self, ParseTimeError> {
        let (seconds, nanos) = time.seconds()?;
        let part = |number: u32| u8::try_from(number).map_err(|_| ParseTimeError);
        Self::from_hms_nano(part(seconds / 3600)?, part(seconds / 60 % 60)?, part(seconds % 60)?, nanos)
            .map_err(|_| ParseTimeError)
    }
}

impl From<Time> for TimeOfDay {
    fn from(time: Time) -> Self {
        let (hour, minute, second, nanos) = time.as_hms_nano();
        let seconds = (u32::from(hour) * 60 + u32::from(minute)) * 60 + u32::from(second);
        Self::of_seconds(seconds, nanos).expect("a time is within a day")
    }
}
