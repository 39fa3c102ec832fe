//! `IsoDuration`: a span of time, stored as the string that is sent and received.

use std::error::Error;
use std::fmt;
use std::time::Duration;

use super::kept::kept;

/// A span of time in the form of ISO 8601, `P1DT2H30M0.5S`, stored as the string that is sent and received.
///
/// A response may contain any string, which is kept and written back unchanged. [`parse`](Self::parse) and the
/// conversions require the form above, with a sign in front if it is negative; the last number may have a fraction of
/// up to nine digits. Two durations are equal if their strings are: how long a month is depends on the calendar.
///
/// It converts to and from [`Duration`], with a day of 24 hours; with the features `jiff`, `chrono` and `time`, also to
/// and from the types of these crates.
///
/// # Examples
///
/// ```
/// use runtime::IsoDuration;
/// use std::time::Duration;
///
/// let duration = IsoDuration::parse("P1DT2H30M").unwrap();
/// assert_eq!(Duration::try_from(&duration).unwrap(), Duration::from_secs(95_400));
/// assert_eq!(IsoDuration::from(Duration::from_millis(90_500)).as_str(), "PT1M30.5S");
/// assert!(Duration::try_from(&IsoDuration::parse("P1M").unwrap()).is_err());
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct IsoDuration(Box<str>);

kept!(IsoDuration, ConvertDurationError);

impl IsoDuration {
    /// Parses a duration.
    ///
    /// # Errors
    /// When the string does not have the form above, or a number is too large.
    pub fn parse(text: &str) -> Result<Self, ConvertDurationError> {
        read(text).map(|_| Self(text.into()))
    }

    /// The length of the duration, and whether it is negative.
    ///
    /// # Errors
    /// When the duration has years or months, whose length depends on the calendar, or the string has another form.
    pub fn exact(&self) -> Result<(Duration, bool), ConvertDurationError> {
        match read(&self.0)? {
            Length { has_months: true, .. } => Err(ConvertDurationError::HasMonths),
            Length { has_months: false, negative, exact } => Ok((exact, negative)),
        }
    }

    /// Creates a duration from a span of time, which is written in hours, minutes and seconds.
    pub fn of_exact(exact: Duration, negative: bool) -> Self {
        let (hours, minutes) = (exact.as_secs() / 3600, exact.as_secs() / 60 % 60);
        let (seconds, nanos) = (exact.as_secs() % 60, exact.subsec_nanos());
        let mut text = if negative && !exact.is_zero() { "-PT".to_owned() } else { "PT".to_owned() };
        if hours > 0 {
            text.push_str(&format!("{hours}H"));
        }
        if minutes > 0 {
            text.push_str(&format!("{minutes}M"));
        }
        if nanos > 0 {
            let fraction = format!("{nanos:09}");
            text.push_str(&format!("{seconds}.{}S", fraction.trim_end_matches('0')));
        } else if seconds > 0 || exact.is_zero() {
            text.push_str(&format!("{seconds}S"));
        }
        Self(text.into())
    }
}

/// The parts of a duration.
struct Length {
    has_months: bool,
    negative: bool,
    /// The length of all parts except for years and months.
    exact: Duration,
}

/// The units of ISO 8601 in their order, whether each is after `T`, and its length in seconds, if that does not depend
/// on the calendar.
const UNITS: [(char, bool, Option<u64>); 7] = [
    ('Y', false, None),
    ('M', false, None),
    ('W', false, Some(7 * 24 * 3600)),
    ('D', false, Some(24 * 3600)),
    ('H', true, Some(3600)),
    ('M', true, Some(60)),
    ('S', true, Some(1)),
];

fn read(text: &str) -> Result<Length, ConvertDurationError> {
    let (negative, rest) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let mut rest = rest.strip_prefix('P').ok_or(ConvertDurationError::Malformed)?;
    let mut length = Length { has_months: false, negative, exact: Duration::ZERO };
    let (mut units, mut in_time, mut ended) = (UNITS.iter(), false, false);
    while !rest.is_empty() || units.len() == UNITS.len() {
        if let Some(after) = rest.strip_prefix('T').filter(|_| !in_time) {
            (in_time, rest) = (true, after);
        }
        let end = rest.find(|next: char| !next.is_ascii_digit() && next != '.' && next != ',');
        let end = end.filter(|end| *end > 0 && !ended).ok_or(ConvertDurationError::Malformed)?;
        let (number, after) = rest.split_at(end);
        let unit = after.chars().next().ok_or(ConvertDurationError::Malformed)?;
        let known = units.find(|(name, is_time, _)| (*name, *is_time) == (unit, in_time));
        let (_, _, seconds) = known.ok_or(ConvertDurationError::Malformed)?;
        rest = &after[1..];
        let (whole, fraction) = match number.split_once(['.', ',']) {
            Some((whole, fraction)) => (whole, Some(fraction)),
            None => (number, None),
        };
        ended = fraction.is_some();
        let whole: u64 = match whole.bytes().all(|byte| byte.is_ascii_digit()) && !whole.is_empty() {
            true => whole.parse().map_err(|_| ConvertDurationError::OutOfRange)?,
            false => return Err(ConvertDurationError::Malformed),
        };
        let nanos = fraction.map_or(Some(0), billionths).ok_or(ConvertDurationError::Malformed)?;
        match seconds {
            Some(seconds) => {
                let whole = whole.checked_mul(*seconds).ok_or(ConvertDurationError::OutOfRange)?;
                // The value is at most a week, which is 6 * 10^14 nanoseconds.
                let part = Duration::from_nanos(nanos * seconds);
                let sum = length.exact.checked_add(Duration::from_secs(whole));
                let sum = sum.and_then(|sum| sum.checked_add(part));
                length.exact = sum.ok_or(ConvertDurationError::OutOfRange)?;
            }
            None if ended => return Err(ConvertDurationError::Malformed),
            None => length.has_months |= whole > 0,
        }
    }
    Ok(length)
}

/// A fraction of up to nine digits, as a number of billionths; further digits are ignored.
fn billionths(fraction: &str) -> Option<u64> {
    if fraction.is_empty() || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let digits = &fraction[..fraction.len().min(9)];
    Some(digits.parse::<u64>().ok()? * 10_u64.pow(9 - digits.len() as u32))
}

impl TryFrom<&IsoDuration> for Duration {
    type Error = ConvertDurationError;

    fn try_from(duration: &IsoDuration) -> Result<Self, ConvertDurationError> {
        match duration.exact()? {
            (exact, true) if !exact.is_zero() => Err(ConvertDurationError::OutOfRange),
            (exact, _) => Ok(exact),
        }
    }
}

/// Writes hours, minutes and seconds, with no more digits than necessary.
impl From<Duration> for IsoDuration {
    fn from(duration: Duration) -> Self {
        Self::of_exact(duration, false)
    }
}

/// The reason why a duration cannot be converted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ConvertDurationError {
    /// The string is not a duration of ISO 8601.
    Malformed,
    /// The duration has years or months, whose length depends on the calendar.
    HasMonths,
    /// The duration is outside the range of the other type.
    OutOfRange,
}

impl fmt::Display for ConvertDurationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Malformed => "not a duration of ISO 8601",
            Self::HasMonths => "the duration has years or months, whose length depends on the calendar",
            Self::OutOfRange => "the duration is out of range",
        })
    }
}

impl Error for ConvertDurationError {}
