//! Conversions of times from and to the type of jiff.

use jiff::civil::Time;

use super::time_of_day::{ParseTimeError, TimeOfDay};

/// Converts the time without its offset.
impl TryFrom<&TimeOfDay> for Time {
    type Error = ParseTimeError;

    fn try_from(time: &TimeOfDay) -> Result<Self, ParseTimeError> {
        let (seconds, nanos) = time.seconds()?;
        let part = |number: u32| i8::try_from(number).map_err(|_| ParseTimeError);
        let nanos = i32::try_from(nanos).map_err(|_| ParseTimeError)?;
        Self::new(part(seconds / 3600)?, part(seconds / 60 % 60)?, part(seconds % 60)?, nanos)
            .map_err(|_| ParseTimeError)
    }
}

impl From<Time> for TimeOfDay {
    fn from(time: Time) -> Self {
        Self::verbatim(time.to_string())
    }
}
