//! `HttpDate`: a date and a time in the form of HTTP headers, stored as the string that is sent and received.

use std::time::SystemTime;

use super::date_clock::day_of;
use super::date_time::{ConvertDateError, DateTime};
use super::kept::{Key, by_key, kept};

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// The days of the week, starting with that of 1 January 1970.
const DAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];

const DAY_SECONDS: i64 = 24 * 60 * 60;

/// A date and a time in the form of RFC 1123 and of HTTP headers, `Sun, 06 Nov 1994 08:49:37 GMT`, stored as the string
/// that is sent and received.
///
/// A response may contain any string, which is kept and written back unchanged. [`parse`](Self::parse) and the
/// conversions require the form above; letters may be in any case, and the name of the day is not compared with the
/// date. Dates compare as instants, other strings as strings.
///
/// It converts to and from [`SystemTime`] and [`DateTime`], which converts to and from the types of date crates.
///
/// # Examples
///
/// ```
/// use runtime::{DateTime, HttpDate};
/// use std::time::{Duration, SystemTime};
///
/// let date = HttpDate::try_from(SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_777)).unwrap();
/// assert_eq!(date.as_str(), "Sun, 06 Nov 1994 08:49:37 GMT");
/// assert_eq!(DateTime::try_from(&date).unwrap().as_str(), "1994-11-06T08:49:37Z");
/// ```
#[derive(Clone, Debug)]
pub struct HttpDate(Box<str>);

kept!(HttpDate, ConvertDateError);
by_key!(HttpDate);

impl HttpDate {
    /// Parses a date and a time.
    ///
    /// # Errors
    /// When the string does not have the form above, or names a day or a time that does not exist.
    pub fn parse(text: &str) -> Result<Self, ConvertDateError> {
        seconds(text).map(|_| Self(text.into()))
    }

    /// Creates a date from the seconds since 1970-01-01T00:00:00Z.
    ///
    /// # Errors
    /// When the year is not from 0000 to 9999.
    pub fn from_unix(seconds: i64) -> Result<Self, ConvertDateError> {
        // The form of RFC 3339 contains the digits of the date.
        let date = DateTime::from_unix(seconds, 0)?;
        let (day, time) = (&date.as_str()[..10], &date.as_str()[11..19]);
        let (year, month, day) = (&day[..4], &day[5..7], &day[8..]);
        let month = month.parse().ok().and_then(|month: usize| MONTHS.get(month - 1));
        let weekday = usize::try_from(seconds.div_euclid(DAY_SECONDS).rem_euclid(7)).ok().and_then(|day| DAYS.get(day));
        match (weekday, month) {
            (Some(weekday), Some(month)) => Ok(Self(format!("{weekday}, {day} {month} {year} {time} GMT").into())),
            _ => Err(ConvertDateError::OutOfRange),
        }
    }

    /// The instant, as seconds since 1970-01-01T00:00:00Z; negative for earlier dates.
    ///
    /// # Errors
    /// When the string has another form.
    pub fn unix(&self) -> Result<i64, ConvertDateError> {
        seconds(&self.0)
    }

    fn key(&self) -> Key<'_, i64> {
        seconds(&self.0).map_or(Key::Text(&self.0), Key::Value)
    }
}

fn seconds(text: &str) -> Result<i64, ConvertDateError> {
    // The date is converted to RFC 3339, whose parser reports the position of an error.
    let words: Vec<&str> = text.split(' ').collect();
    let (day, month, year, time) = match words[..] {
        [_, day, month, year, time, zone] if zone.eq_ignore_ascii_case("GMT") => (day, month, year, time),
        _ => ("", "", "", ""),
    };
    let month = MONTHS.iter().position(|name| name.eq_ignore_ascii_case(month)).map_or(0, |month| month + 1);
    let day = format!("{year}-{month:02}-{day:0>2}");
    day_of(&day)?;
    Ok(DateTime::parse(&format!("{day}T{time}Z"))?.unix()?.0)
}

impl TryFrom<&HttpDate> for SystemTime {
    type Error = ConvertDateError;

    fn try_from(date: &HttpDate) -> Result<Self, ConvertDateError> {
        Self::try_from(&DateTime::try_from(date)?)
    }
}

/// The fraction of the second is left out, because the format cannot express it.
impl TryFrom<SystemTime> for HttpDate {
    type Error = ConvertDateError;

    fn try_from(time: SystemTime) -> Result<Self, ConvertDateError> {
        Self::try_from(&DateTime::from(time))
    }
}

impl TryFrom<&HttpDate> for DateTime {
    type Error = ConvertDateError;

    fn try_from(date: &HttpDate) -> Result<Self, ConvertDateError> {
        Self::from_unix(date.unix()?, 0)
    }
}

/// The fraction of the second is left out, because the format cannot express it.
impl TryFrom<&DateTime> for HttpDate {
    type Error = ConvertDateError;

    fn try_from(date: &DateTime) -> Result<Self, ConvertDateError> {
        Self::from_unix(date.unix()?.0)
    }
}
