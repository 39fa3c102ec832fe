//! Conversions of durations from and to the type of chrono.

use std::time::Duration;

use chrono::TimeDelta;

use super::iso_duration::{ConvertDurationError, IsoDuration};

/// Converts the duration with days of 24 hours.
impl TryFrom<&IsoDuration> for TimeDelta {
    type Error = ConvertDurationError;

    fn try_from(duration: &IsoDuration) -> Result<Self, ConvertDurationError> {
        let (exact, negative) = duration.exact()?;
        let exact = Self::from_std(exact).map_err(|_| ConvertDurationError::OutOfRange)?;
        Ok(if negative { -exact } else { exact })
    }
}

impl From<TimeDelta> for IsoDuration {
    fn from(duration: TimeDelta) -> Self {
        let exact = duration.abs();
        let nanos = exact.subsec_nanos().unsigned_abs();
        Self::of_exact(Duration::new(exact.num_seconds().unsigned_abs(), nanos), duration < TimeDelta::zero())
    }
}
