//! `Clock`: the fields of a date and a time, parsed and formatted as in RFC 3339.

use std::error::Error;
use std::fmt;

/// The number of nanoseconds in a second.
pub(super) const NANOS: u32 = 1_000_000_000;

/// The number of minutes in a day.
pub(super) const DAY: u32 = 24 * 60;

/// The number of seconds in a day.
const DAY_SECONDS: i64 = 60 * DAY as i64;

/// A date and a time of day, with the offset from UTC if it is known.
pub(super) struct Clock {
    /// The seconds since 1970-01-01T00:00:00 on this clock.
    pub(super) seconds: i64,
    /// The nanoseconds after the seconds.
    pub(super) nanos: u32,
    /// The offset of the clock from UTC in minutes, if it is known.
    pub(super) offset: Option<i32>,
}

impl Clock {
    /// Creates the clock for an instant at an offset in seconds from UTC. The clock is in UTC if the offset is not a
    /// whole number of minutes, because RFC 3339 cannot express that.
    pub(super) fn of_instant(seconds: i64, nanos: u32, offset: i32) -> Self {
        let offset = if offset % 60 == 0 { offset } else { 0 };
        Self { seconds: seconds.saturating_add(offset.into()), nanos, offset: Some(offset / 60) }
    }

    /// The instant, as seconds since 1970-01-01T00:00:00Z and nanoseconds; `None` if the offset is not known.
    pub(super) fn instant(&self) -> Option<(i64, u32)> {
        Some((self.seconds - 60 * i64::from(self.offset?), self.nanos))
    }

    /// Parses a string, and checks that the day and the time exist.
    pub(super) fn read(text: &str) -> Result<Self, ParseDateError> {
        let mut reader = Reader { text: text.as_bytes(), at: 0 };
        let day = reader.day()?;
        reader.sign(b"Tt ", "`T`")?;
        let hour = reader.number("hour", 2, 0, 23)?;
        reader.sign(b":", "`:`")?;
        let minute = reader.number("minute", 2, 0, 59)?;
        reader.sign(b":", "`:`")?;
        let second = reader.number("second", 2, 0, 60)?;
        let nanos = reader.fraction()?;
        let offset = reader.offset()?;
        let minutes = (day * 24 + hour) * 60 + minute;
        // The fraction of a leap second is ignored, because it would move the instant into the following second.
        let nanos = if second == 60 { 0 } else { nanos };
        Ok(Self { seconds: minutes * 60 + second, nanos, offset })
    }

    /// Formats the time, with no more fractional digits than needed.
    pub(super) fn write(self) -> String {
        let (day, second) = (self.seconds.div_euclid(DAY_SECONDS), self.seconds.rem_euclid(DAY_SECONDS));
        let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
        let fraction = match self.nanos {
            0 => String::new(),
            nanos => format!(".{nanos:09}").trim_end_matches('0').to_owned(),
        };
        let offset = self.offset.map(|minutes| Offset(minutes).to_string()).unwrap_or_default();
        format!("{}T{hour:02}:{minute:02}:{second:02}{fraction}{offset}", day_text(day))
    }
}

/// Reads a date without a time, as the number of days after 1970-01-01.
pub(super) fn day_of(text: &str) -> Result<i64, ParseDateError> {
    let mut reader = Reader { text: text.as_bytes(), at: 0 };
    let day = reader.day()?;
    match reader.peek() {
        None => Ok(day),
        Some(_) => Err(ParseDateError { at: reader.at, wanted: Wanted::Sign("the end") }),
    }
}

/// The date that is a number of days after 1970-01-01, as a string.
pub(super) fn day_text(day: i64) -> String {
    let (year, month, day) = date_of(day);
    let year = if (0..=9999).contains(&year) { format!("{year:04}") } else { format!("{year:+07}") };
    format!("{year}-{month:02}-{day:02}")
}

/// The offset of a clock from UTC in minutes, formatted as in RFC 3339.
pub(super) struct Offset(pub(super) i32);

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

/// Parses a string piece by piece.
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

    /// A date, as days after 1970-01-01.
    fn day(&mut self) -> Result<i64, ParseDateError> {
        let year = self.number("year", 4, 0, 9999)?;
        self.sign(b"-", "`-`")?;
        let month = self.number("month", 2, 1, 12)?;
        self.sign(b"-", "`-`")?;
        let day = self.number("day", 2, 1, days_of_month(year, month))?;
        Ok(days_since_1970(year, month, day))
    }

    /// The nanoseconds of a fraction; 0 if there is no fraction.
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

    /// The offset in minutes, which must end the string.
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

/// The number of days in 400 years, after which the calendar repeats itself.
const ERA: i64 = 146_097;

/// The number of days from 0000-03-01 to 1970-01-01.
const DAYS_TO_1970: i64 = 719_468;

/// The number of days since 1970. Years begin in March here, so that a leap day is the last day of a year.
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

/// The error that a string is not a date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseDateError {
    /// The position of the error in the string, in bytes.
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
