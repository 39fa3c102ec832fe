//! Conversions of durations from and to the type of the crate time.

use time::Duration;

use super::iso_duration::{ConvertDurationError, IsoDuration};

/// Converts the duration with days of 24 hours.
impl TryFrom<&IsoDuration> for Duration {
    type Error = ConvertDurationError;

    fn try_from(duration: &IsoDuration) -> Result<Self, ConvertDurationError> {
        let (exact, negative) = duration.exact()?;
        let exact = Self::try_from(exact).map_err(|_| ConvertDurationError::OutOfRange)?;
        Ok(if negative { -exact } else { exact })
    }
}

impl From<Duration> for IsoDuration {
    fn from(duration: Duration) -> Self {
        Self::of_exact(duration.unsigned_abs(), duration.is_negative())
    }
}
