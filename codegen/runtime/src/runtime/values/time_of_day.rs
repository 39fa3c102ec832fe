//! `TimeOfDay`: a time without a date, stored as the string that is sent and received.

use std::error::Error;
use std::fmt;

use super::kept::kept;

/// A time without a date, stored as the string that is sent and received.
///
/// A response may contain any string, which is kept and written back unchanged. [`parse`](Self::parse) and the
/// conversions require the form of RFC 3339, `12:30:00.5Z`; the offset may be missing, as in most services, and so may
/// the seconds. Fractional digits after nanoseconds are ignored. Two times are equal if their strings are.
///
/// With the features `jiff`, `chrono` and `time`, it converts to and from the types of these crates, which have no
/// offset.
///
/// # Examples
///
/// ```
/// use runtime::TimeOfDay;
///
/// let time = TimeOfDay::parse("12:30:00.5+01:00").unwrap();
/// assert_eq!(time.seconds(), Ok((45_000, 500_000_000)));
/// assert_eq!(TimeOfDay::of_seconds(45_000, 0).unwrap().as_str(), "12:30:00");
/// assert!(TimeOfDay::parse("25:00:00").is_err());
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TimeOfDay(Box<str>);

kept!(TimeOfDay, ParseTimeError);

impl TimeOfDay {
    /// Parses a time.
    ///
    /// # Errors
    /// When the string does not have the form above, or names a time that does not exist.
    pub fn parse(text: &str) -> Result<Self, ParseTimeError> {
        read(text).map(|_| Self(text.into())).ok_or(ParseTimeError)
    }

    /// The seconds since midnight and the nanoseconds after them, regardless of the offset. A leap second (`:60`) is
    /// the last one of its minute.
    ///
    /// # Errors
    /// When the string has another form.
    pub fn seconds(&self) -> Result<(u32, u32), ParseTimeError> {
        read(&self.0).ok_or(ParseTimeError)
    }

    /// Creates a time without an offset from the seconds after midnight, and the nanoseconds after them.
    ///
    /// # Errors
    /// When the seconds are a day or more, or the nanoseconds a second or more.
    pub fn of_seconds(seconds: u32, nanos: u32) -> Result<Self, ParseTimeError> {
        if seconds >= 24 * 3600 || nanos >= 1_000_000_000 {
            return Err(ParseTimeError);
        }
        let fraction = match nanos {
            0 => String::new(),
            nanos => format!(".{nanos:09}").trim_end_matches('0').to_owned(),
        };
        let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
        Ok(Self(format!("{hour:02}:{minute:02}:{second:02}{fraction}").into()))
    }
}

/// The seconds since midnight, and the nanoseconds.
fn read(text: &str) -> Option<(u32, u32)> {
    let (hour, rest) = number(text, 24)?;
    let (minute, rest) = number(rest.strip_prefix(':')?, 60)?;
    let (second, rest) = match rest.strip_prefix(':') {
        Some(rest) => number(rest, 61)?,
        None => (0, rest),
    };
    let (nanos, rest) = match rest.strip_prefix('.') {
        Some(rest) => fraction(rest)?,
        None => (0, rest),
    };
    if !matches!(rest, "" | "Z" | "z") {
        let (_, offset) = number(rest.strip_prefix(['+', '-'])?, 24)?;
        let (_, "") = number(offset.strip_prefix(':')?, 60)? else { return None };
    }
    let (second, nanos) = if second == 60 { (59, 999_999_999) } else { (second, nanos) };
    Some((hour * 3600 + minute * 60 + second, nanos))
}

/// A number of two digits below a bound, and the string after it.
fn number(text: &str, bound: u32) -> Option<(u32, &str)> {
    let (digits, rest) = text.split_at_checked(2)?;
    let number = digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())??;
    (number < bound).then_some((number, rest))
}

/// The nanoseconds of a fraction, and the string after it.
fn fraction(text: &str) -> Option<(u32, &str)> {
    let end = text.bytes().take_while(u8::is_ascii_digit).count();
    let (digits, rest) = text.split_at(end);
    let counted = &digits[..end.min(9)];
    Some((counted.parse::<u32>().ok()? * 10_u32.pow(9 - counted.len() as u32), rest))
}

/// The error that a string is not a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ParseTimeError;

impl fmt::Display for ParseTimeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a time of a day")
    }
}

impl Error for ParseTimeError {}
