//! `DateTime`: a date and a time, kept as the text that is on the wire, so that it is written back as it was.

use std::cmp::Ordering;
use std::error::Error;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::decode::Decode;

/// A date and a time, kept as the text that is on the wire.
///
/// Any text is read from an answer and written back as it was, so that one odd date does not make the whole answer
/// unreadable. [`parse`](Self::parse) and the conversions ask for the form of RFC 3339, `2024-01-31T12:00:00.5Z`, with
/// some leeway: a blank may stand in place of `T`, and the offset may be missing. Without an offset it is the time of
/// some local clock and not an instant, until [`at_offset`](Self::at_offset) says where. Digits of a second beyond
/// nanoseconds count for nothing, and a leap second (`:60`) is the start of the second that follows, so that it is never
/// later than that.
///
/// Two dates with an offset compare as instants, whatever their offsets and digits are, and two without one as times of
/// the same clock. Otherwise two dates are equal if their texts are, and neither comes before the other.
///
/// It converts to and from [`SystemTime`], and to and from the types of jiff, chrono and time with the feature of that
/// name.
#[derive(Clone, Debug)]
pub struct DateTime(Box<str>);

impl DateTime {
    /// A date of that text.
    ///
    /// # Errors
    /// When the text does not have the form above, or names a day or a time that does not exist.
    pub fn parse(text: &str) -> Result<Self, ParseDateError> {
        Clock::read(text).map(|_| Self(text.into()))
    }

    /// A date of any text, for an API that wants dates in a form of its own.
    pub fn verbatim(text: impl Into<Box<str>>) -> Self {
        Self(text.into())
    }

    /// The instant of that many seconds since 1970-01-01T00:00:00Z and nanoseconds after them, written in UTC with as
    /// few digits as it takes.
    ///
    /// # Errors
    /// When the year is not from 0000 to 9999, or the nanoseconds make up a second.
    pub fn from_unix(seconds: i64, nanos: u32) -> Result<Self, ConvertDateError> {
        if !(YEAR_0000..YEAR_10000).contains(&seconds) || nanos >= NANOS {
            return Err(ConvertDateError::OutOfRange);
        }
        Ok(Clock { seconds, nanos, offset: Some(0) }.write())
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The instant, as seconds since 1970-01-01T00:00:00Z (less than 0 before) and nanoseconds after them.
    ///
    /// # Errors
    /// When there is no offset, or the text has another form.
    pub fn unix(&self) -> Result<(i64, u32), ConvertDateError> {
        let Clock { seconds, nanos, offset } = Clock::read(&self.0)?;
        let offset = offset.ok_or(ConvertDateError::NoOffset)?;
        Ok((seconds - 60 * i64::from(offset), nanos))
    }

    /// The time of a date without an offset, as seconds since 1970-01-01T00:00:00 on the same clock and nanoseconds
    /// after them.
    ///
    /// # Errors
    /// When there is an offset, or the text has another form.
    pub fn local_unix(&self) -> Result<(i64, u32), ConvertDateError> {
        match Clock::read(&self.0)? {
            Clock { seconds, nanos, offset: None } => Ok((seconds, nanos)),
            Clock { offset: Some(_), .. } => Err(ConvertDateError::HasOffset),
        }
    }

    /// Whether the date says how far its clock is from UTC, so that it is an instant.
    pub fn has_offset(&self) -> bool {
        self.offset().is_some()
    }

    /// How many minutes the clock is ahead of UTC; none where the date does not say so.
    pub fn offset(&self) -> Option<i32> {
        Clock::read(&self.0).ok()?.offset
    }

    /// The instant of a local time on a clock that is so many minutes ahead of UTC. A date that has an offset stays as
    /// it is.
    ///
    /// # Errors
    /// When the text has another form, or the offset is a day or more.
    pub fn at_offset(&self, minutes: i32) -> Result<Self, ConvertDateError> {
        match Clock::read(&self.0)?.offset {
            Some(_) => Ok(self.clone()),
            None if minutes.unsigned_abs() >= DAY => Err(ConvertDateError::OutOfRange),
            None => Ok(Self(format!("{}{}", self.0, Offset(minutes)).into())),
        }
    }

    /// What a date is compared by.
    fn key(&self) -> Key<'_> {
        match Clock::read(&self.0) {
            Ok(Clock { seconds, nanos, offset: Some(offset) }) => Key::Instant(seconds - 60 * i64::from(offset), nanos),
            Ok(Clock { seconds, nanos, offset: None }) => Key::Local(seconds, nanos),
            Err(_) => Key::Text(&self.0),
        }
    }
}

#[derive(PartialEq, Eq, Hash)]
enum Key<'a> {
    Instant(i64, u32),
    Local(i64, u32),
    Text(&'a str),
}

impl PartialEq for DateTime {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0 || self.key() == other.key()
    }
}

impl Eq for DateTime {}

impl Hash for DateTime {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.key().hash(state);
    }
}

impl PartialOrd for DateTime {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        match (self.key(), other.key()) {
            (Key::Instant(seconds, nanos), Key::Instant(other_seconds, other_nanos))
            | (Key::Local(seconds, nanos), Key::Local(other_seconds, other_nanos)) => {
                Some((seconds, nanos).cmp(&(other_seconds, other_nanos)))
            }
            (Key::Text(text), Key::Text(other)) if text == other => Some(Ordering::Equal),
            (Key::Instant(..) | Key::Local(..) | Key::Text(_), _) => None,
        }
    }
}

impl FromStr for DateTime {
    type Err = ParseDateError;

    fn from_str(text: &str) -> Result<Self, ParseDateError> {
        Self::parse(text)
    }
}

/// Writes the text.
impl fmt::Display for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// Any string is read.
impl Decode for DateTime {
    fn decode<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Box::deserialize(deserializer).map(Self)
    }
}

/// Any string is read.
impl<'de> Deserialize<'de> for DateTime {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::decode(deserializer)
    }
}

impl Serialize for DateTime {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl TryFrom<&DateTime> for SystemTime {
    type Error = ConvertDateError;

    fn try_from(date: &DateTime) -> Result<Self, ConvertDateError> {
        let (seconds, nanos) = date.unix()?;
        let whole = Duration::from_secs(seconds.unsigned_abs());
        let start = if seconds < 0 { UNIX_EPOCH.checked_sub(whole) } else { UNIX_EPOCH.checked_add(whole) };
        start.and_then(|start| start.checked_add(Duration::new(0, nanos))).ok_or(ConvertDateError::OutOfRange)
    }
}

/// Writes the instant in UTC. A year beyond 9999 or before 0000 gets a sign and six digits or more, as in ISO 8601; such
/// a text is not read as a date again.
impl From<SystemTime> for DateTime {
    fn from(time: SystemTime) -> Self {
        let (seconds, nanos) = match time.duration_since(UNIX_EPOCH) {
            Ok(after) => (0_i64.saturating_add_unsigned(after.as_secs()), after.subsec_nanos()),
            Err(before) => {
                let before = before.duration();
                let seconds = 0_i64.saturating_sub_unsigned(before.as_secs());
                match before.subsec_nanos() {
                    0 => (seconds, 0),
                    nanos => (seconds.saturating_sub(1), NANOS - nanos),
                }
            }
        };
        Clock { seconds, nanos, offset: Some(0) }.write()
    }
}

/// Nanoseconds of a second.
const NANOS: u32 = 1_000_000_000;

/// Minutes of a day.
const DAY: u32 = 24 * 60;

/// Seconds of a day.
const DAY_SECONDS: i64 = 60 * DAY as i64;

/// 0000-01-01T00:00:00Z in seconds since 1970.
const YEAR_0000: i64 = -62_167_219_200;

/// 10000-01-01T00:00:00Z in seconds since 1970.
const YEAR_10000: i64 = 253_402_300_800;

/// What a clock shows.
pub(super) struct Clock {
    /// Seconds since the clock showed 1970-01-01T00:00:00.
    pub(super) seconds: i64,
    /// Nanoseconds after them.
    pub(super) nanos: u32,
    /// How many minutes the clock is ahead of UTC, if that is known.
    pub(super) offset: Option<i32>,
}

impl Clock {
    fn read(text: &str) -> Result<Self, ParseDateError> {
        let mut reader = Reader { text: text.as_bytes(), at: 0 };
        let year = reader.number("year", 4, 0, 9999)?;
        reader.sign(b"-", "`-`")?;
        let month = reader.number("month", 2, 1, 12)?;
        reader.sign(b"-", "`-`")?;
        let day = reader.number("day", 2, 1, days_of_month(year, month))?;
        reader.sign(b"Tt ", "`T`")?;
        let hour = reader.number("hour", 2, 0, 23)?;
        reader.sign(b":", "`:`")?;
        let minute = reader.number("minute", 2, 0, 59)?;
        reader.sign(b":", "`:`")?;
        let second = reader.number("second", 2, 0, 60)?;
        let nanos = reader.fraction()?;
        let offset = reader.offset()?;
        let minutes = (days_since_1970(year, month, day) * 24 + hour) * 60 + minute;
        // The digits after `:60` would move a leap second behind what follows it.
        let nanos = if second == 60 { 0 } else { nanos };
        Ok(Self { seconds: minutes * 60 + second, nanos, offset })
    }

    pub(super) fn write(self) -> DateTime {
        let (day, second) = (self.seconds.div_euclid(DAY_SECONDS), self.seconds.rem_euclid(DAY_SECONDS));
        let (year, month, day) = date_of(day);
        let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
        let year = if (0..=9999).contains(&year) { format!("{year:04}") } else { format!("{year:+07}") };
        let fraction = match self.nanos {
            0 => String::new(),
            nanos => format!(".{nanos:09}").trim_end_matches('0').to_owned(),
        };
        let offset = self.offset.map(|minutes| Offset(minutes).to_string()).unwrap_or_default();
        let text = format!("{year}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{fraction}{offset}");
        DateTime(text.into())
    }
}

/// Writes how many minutes a clock is ahead of UTC.
struct Offset(i32);

impl fmt::Display for Offset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = match self.0 {
            0 => return f.write_str("Z"),
            1.. => '+',
            _ => '-',
        };
        write!(f, "{sign}{:02}:{:02}", self.0.unsigned_abs() / 60, self.0.unsigned_abs() % 60)
    }
}

/// Reads a text piece by piece.
struct Reader<'a> {
    text: &'a [u8],
    at: usize,
}

impl Reader<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }

    fn digit(&mut self) -> Option<i64> {
        let digit = self.peek().filter(u8::is_ascii_digit)?;
        self.at += 1;
        Some(i64::from(digit - b'0'))
    }

    fn number(&mut self, name: &'static str, width: usize, min: i64, max: i64) -> Result<i64, ParseDateError> {
        let at = self.at;
        let number = (0..width).try_fold(0, |number, _| Some(number * 10 + self.digit()?));
        let number = number.filter(|number| (min..=max).contains(number));
        number.ok_or(ParseDateError { at, wanted: Wanted::Number { name, width, min, max } })
    }

    fn sign(&mut self, signs: &[u8], wanted: &'static str) -> Result<u8, ParseDateError> {
        let sign = self.peek().filter(|sign| signs.contains(sign));
        let sign = sign.ok_or(ParseDateError { at: self.at, wanted: Wanted::Sign(wanted) })?;
        self.at += 1;
        Ok(sign)
    }

    /// The nanoseconds of a fraction, or 0 where there is none.
    fn fraction(&mut self) -> Result<u32, ParseDateError> {
        if self.peek() != Some(b'.') {
            return Ok(0);
        }
        self.at += 1;
        let (mut nanos, mut worth) = (0, NANOS);
        while let Some(digit) = self.digit() {
            worth /= 10;
            nanos += digit as u32 * worth;
        }
        let has_digits = worth < NANOS;
        has_digits.then_some(nanos).ok_or(ParseDateError { at: self.at, wanted: Wanted::Sign("a digit of the second") })
    }

    /// The offset in minutes, and the end of the text.
    fn offset(&mut self) -> Result<Option<i32>, ParseDateError> {
        if self.peek().is_none() {
            return Ok(None);
        }
        let sign = self.sign(b"Zz+-", "`Z`, an offset as `+00:00`, or the end")?;
        let mut minutes = 0;
        if matches!(sign, b'+' | b'-') {
            let hour = self.number("hour of the offset", 2, 0, 23)?;
            self.sign(b":", "`:`")?;
            minutes = (hour * 60 + self.number("minute of the offset", 2, 0, 59)?) as i32;
        }
        match self.peek() {
            None => Ok(Some(if sign == b'-' { -minutes } else { minutes })),
            Some(_) => Err(ParseDateError { at: self.at, wanted: Wanted::Sign("the end") }),
        }
    }
}

fn days_of_month(year: i64, month: i64) -> i64 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days of 400 years, after which the calendar repeats itself.
const ERA: i64 = 146_097;

/// Days from 0000-03-01 to 1970-01-01.
const DAYS_TO_1970: i64 = 719_468;

/// Years are taken to begin in March here, so that a leap day comes last.
fn days_since_1970(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let (era, year) = (year.div_euclid(400), year.rem_euclid(400));
    era * ERA + year * 365 + year / 4 - year / 100 + day_of_year - DAYS_TO_1970
}

/// The year, month and day of a number of days since 1970.
fn date_of(days: i64) -> (i64, i64, i64) {
    let days = days + DAYS_TO_1970;
    let (era, day) = (days.div_euclid(ERA), days.rem_euclid(ERA));
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let (day, month) = (day - (153 * month + 2) / 5 + 1, (month + 2) % 12 + 1);
    (era * 400 + year + i64::from(month <= 2), month, day)
}

/// Why a text is not a date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseDateError {
    /// Where in the text, in bytes.
    at: usize,
    wanted: Wanted,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Wanted {
    Number { name: &'static str, width: usize, min: i64, max: i64 },
    Sign(&'static str),
}

impl fmt::Display for ParseDateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.wanted {
            Wanted::Number { name, width, min, max } => {
                write!(f, "expected the {name} as {width} digits from {min:0width$} to {max:0width$}")?;
            }
            Wanted::Sign(wanted) => write!(f, "expected {wanted}")?,
        }
        write!(f, " at byte {} of the date", self.at)
    }
}

impl Error for ParseDateError {}

/// Why a date cannot be converted.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ConvertDateError {
    /// The text is not a date.
    Malformed(ParseDateError),
    /// The date is a local time where an instant is wanted.
    NoOffset,
    /// The date is an instant where a local time is wanted.
    HasOffset,
    /// The other type cannot hold it.
    OutOfRange,
}

impl fmt::Display for ConvertDateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed(error) => error.fmt(f),
            Self::NoOffset => f.write_str("the date has no offset and is not an instant"),
            Self::HasOffset => f.write_str("the date has an offset and is not a local time"),
            Self::OutOfRange => f.write_str("the date is out of range"),
        }
    }
}

impl Error for ConvertDateError {}

impl From<ParseDateError> for ConvertDateError {
    fn from(error: ParseDateError) -> Self {
        Self::Malformed(error)
    }
}
