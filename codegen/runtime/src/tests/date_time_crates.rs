//! Tests of conversions between dates and the types of jiff, chrono and time.

use super::date_time::GOOD;
use crate::runtime::DateTime;
use crate::runtime::values::date_time::ConvertDateError;

/// Converts to another type and back. The result is the same instant or local time.
fn there_and_back<T>(text: &str) -> Result<String, ConvertDateError>
where
    T: for<'a> TryFrom<&'a DateTime, Error = ConvertDateError>,
    DateTime: From<T>,
{
    let date = DateTime::verbatim(text);
    let back = DateTime::from(T::try_from(&date)?);
    if DateTime::parse(back.as_str()).is_ok() {
        assert_eq!(back, date);
    }
    Ok(back.as_str().to_owned())
}

type Convert = fn(&str) -> Result<String, ConvertDateError>;

const INSTANTS: [Convert; 4] = [
    there_and_back::<jiff::Timestamp>,
    there_and_back::<chrono::DateTime<chrono::Utc>>,
    there_and_back::<chrono::DateTime<chrono::FixedOffset>>,
    there_and_back::<time::OffsetDateTime>,
];

const LOCALS: [Convert; 3] = [
    there_and_back::<jiff::civil::DateTime>,
    there_and_back::<chrono::NaiveDateTime>,
    there_and_back::<time::PrimitiveDateTime>,
];

const OUT: Result<&str, ConvertDateError> = Err(ConvertDateError::OutOfRange);

#[test]
fn instants() {
    for (text, jiff, utc, fixed, time) in [
        same("1970-01-01T00:00:00Z"),
        same("2019-06-11T22:40:06.9471649Z"),
        same("1969-12-31T23:59:59.000000001Z"),
        same("0001-01-01T00:00:00Z"),
        same("0000-01-01T00:00:00Z"),
        row("2019-06-12T00:40:06.5+02:00", Ok("2019-06-11T22:40:06.5Z"), Ok("2019-06-12T00:40:06.5+02:00")),
        row("2019-06-11T22:40:06.5-09:45", Ok("2019-06-12T08:25:06.5Z"), Ok("2019-06-11T22:40:06.5-09:45")),
        row("2019-06-11T22:40:44.760+00:00", Ok("2019-06-11T22:40:44.76Z"), Ok("2019-06-11T22:40:44.76Z")),
        row("2016-12-31T23:59:60.5Z", Ok("2017-01-01T00:00:00Z"), Ok("2017-01-01T00:00:00Z")),
        // jiff's timestamps end a day early.
        (
            "9999-12-31T23:59:59.9999999Z",
            OUT,
            Ok("9999-12-31T23:59:59.9999999Z"),
            Ok("9999-12-31T23:59:59.9999999Z"),
            Ok("9999-12-31T23:59:59.9999999Z"),
        ),
        ("9999-12-31T23:59:60-23:59", OUT, Ok("+010000-01-01T23:59:00Z"), Ok("+010000-01-01T00:00:00-23:59"), OUT),
        row("0000-01-01T00:00:00+23:59", Ok("-000001-12-31T00:01:00Z"), Ok("0000-01-01T00:00:00+23:59")),
    ] {
        let expected = [jiff, utc, fixed, time].map(|expected| expected.map(str::to_owned));
        assert_eq!(INSTANTS.map(|convert| convert(text)), expected, "{text}");
        assert_eq!(LOCALS.map(|convert| convert(text)), [const { Err(ConvertDateError::HasOffset) }; 3]);
    }
}

type Expected<'a> = Result<&'a str, ConvertDateError>;

fn same(text: &str) -> (&str, Expected<'_>, Expected<'_>, Expected<'_>, Expected<'_>) {
    row(text, Ok(text), Ok(text))
}

/// Checks a string, its conversion through the types in UTC, and through those with an offset.
fn row<'a>(
    text: &'a str,
    utc: Expected<'a>,
    offset: Expected<'a>,
) -> (&'a str, Expected<'a>, Expected<'a>, Expected<'a>, Expected<'a>) {
    (text, utc.clone(), utc, offset.clone(), offset)
}

#[test]
fn local_times() {
    for (text, expected) in [
        ("0001-01-01T00:00:00", "0001-01-01T00:00:00"),
        ("0000-01-01 00:00:00.0", "0000-01-01T00:00:00"),
        ("2019-06-11T22:40:06.9471649", "2019-06-11T22:40:06.9471649"),
        ("1969-12-31T23:59:59.1", "1969-12-31T23:59:59.1"),
        ("9999-12-31T23:59:59.9999999", "9999-12-31T23:59:59.9999999"),
        ("2016-12-31T23:59:60.5", "2017-01-01T00:00:00"),
    ] {
        assert_eq!(LOCALS.map(|convert| convert(text)), [expected; 3].map(|text| Ok(text.to_owned())), "{text}");
        assert_eq!(INSTANTS.map(|convert| convert(text)), [const { Err(ConvertDateError::NoOffset) }; 4]);
    }
    let end = "9999-12-31T23:59:60";
    let after = Ok("+010000-01-01T00:00:00".to_owned());
    assert_eq!(
        LOCALS.map(|convert| convert(end)),
        [Err(ConvertDateError::OutOfRange), after, Err(ConvertDateError::OutOfRange)]
    );
}

#[test]
fn every_date_converts_or_says_why_not() {
    for &(text, instant) in GOOD {
        let (good, bad): (&[Convert], &[Convert]) =
            if instant.is_some() { (&INSTANTS, &LOCALS) } else { (&LOCALS, &INSTANTS) };
        assert!(good.iter().all(|convert| matches!(convert(text), Ok(_) | Err(ConvertDateError::OutOfRange))));
        assert!(bad.iter().all(|convert| convert(text).is_err()));
    }
    for convert in INSTANTS.iter().chain(&LOCALS) {
        assert!(matches!(convert("2019-06-11TT22:40:06Z"), Err(ConvertDateError::Malformed(_))));
    }
}

#[test]
fn the_ends_of_other_types_are_written() {
    let text = |date: DateTime| date.to_string();
    let jiff_ends = [jiff::Timestamp::MIN, jiff::Timestamp::MAX].map(|time| text(time.into()));
    assert_eq!(jiff_ends, ["-009999-01-02T01:59:59Z", "9999-12-30T22:00:00.999999999Z"]);
    let civil_ends = [jiff::civil::DateTime::MIN, jiff::civil::DateTime::MAX].map(|time| text(time.into()));
    assert_eq!(civil_ends, ["-009999-01-01T00:00:00", "9999-12-31T23:59:59.999999999"]);
    let chrono_ends = [chrono::DateTime::<chrono::Utc>::MIN_UTC, chrono::DateTime::<chrono::Utc>::MAX_UTC];
    assert_eq!(
        chrono_ends.map(|time| text(time.into())),
        ["-262143-01-01T00:00:00Z", "+262142-12-31T23:59:59.999999999Z"]
    );
    let naive_ends = [chrono::NaiveDateTime::MIN, chrono::NaiveDateTime::MAX].map(|time| text(time.into()));
    assert_eq!(naive_ends, ["-262143-01-01T00:00:00", "+262142-12-31T23:59:59.999999999"]);
    let time_ends = [time::PrimitiveDateTime::MIN, time::PrimitiveDateTime::MAX];
    assert_eq!(time_ends.map(|time| text(time.into())), ["-009999-01-01T00:00:00", "9999-12-31T23:59:59.999999999"]);
    let with_seconds = time::UtcOffset::from_whole_seconds(90).unwrap();
    assert_eq!(
        time_ends.map(|time| text(time.assume_offset(with_seconds).into())),
        ["-010000-12-31T23:58:30Z", "9999-12-31T23:58:29.999999999Z"]
    );
}

#[test]
fn what_a_text_cannot_say_is_written_as_the_instant() {
    let utc = chrono::DateTime::from_timestamp(1_483_228_799, 1_500_000_000).unwrap();
    assert_eq!(DateTime::from(utc).as_str(), "2017-01-01T00:00:00Z");
    assert_eq!(DateTime::from(utc.naive_utc()).as_str(), "2017-01-01T00:00:00");
    let offset = chrono::FixedOffset::east_opt(-90).unwrap();
    let fixed = chrono::DateTime::from_timestamp(0, 0).unwrap().with_timezone(&offset);
    assert_eq!(DateTime::from(fixed).as_str(), "1970-01-01T00:00:00Z");
}

#[test]
fn chrono_has_the_same_calendar() {
    // Steps of 25 days reach each day of 400 years once, at different times of the day.
    for (nth, day) in (-62_167_219_200..253_402_300_800_i64).step_by(25 * 86_400).enumerate() {
        let seconds = day + (nth as i64 * 7_919) % 86_400;
        let chrono = chrono::DateTime::from_timestamp(seconds, 0).unwrap().naive_utc();
        assert_eq!(DateTime::from_unix(seconds, 0).unwrap().as_str(), format!("{chrono:?}Z"));
    }
}
