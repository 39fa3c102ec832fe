//! Conversions of durations from and to the types of jiff.

use jiff::{SignedDuration, Span};

use super::iso_duration::{ConvertDurationError, IsoDuration};

/// Converts the duration, and keeps years, months and days.
impl TryFrom<&IsoDuration> for Span {
    type Error = ConvertDurationError;

    fn try_from(duration: &IsoDuration) -> Result<Self, ConvertDurationError> {
        // The string is checked first, because jiff also reads other formats than ISO 8601.
        let duration = IsoDuration::parse(duration.as_str())?;
        duration.as_str().parse().map_err(|_| ConvertDurationError::OutOfRange)
    }
}

/// Converts the duration with days of 24 hours.
impl TryFrom<&IsoDuration> for SignedDuration {
    type Error = ConvertDurationError;

    fn try_from(duration: &IsoDuration) -> Result<Self, ConvertDurationError> {
        let (exact, negative) = duration.exact()?;
        let exact = Self::try_from(exact).map_err(|_| ConvertDurationError::OutOfRange)?;
        Ok(if negative { -exact } else { exact })
    }
}

impl From<Span> for IsoDuration {
    fn from(span: Span) -> Self {
        Self::verbatim(span.to_string())
    }
}

impl From<SignedDuration> for IsoDuration {
    fn from(duration: SignedDuration) -> Self {
        Self::of_exact(duration.unsigned_abs(), duration.is_negative())
    }
}
