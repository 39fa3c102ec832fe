//! Tests of dates.

use std::cmp::Ordering;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::{read, written};
use crate::runtime::DateTime;
use crate::runtime::values::date_time::ConvertDateError;

/// Strings with the instant of each; `None` for a local time.
pub(super) const GOOD: &[(&str, Option<(i64, u32)>)] = &[
    ("1970-01-01T00:00:00Z", Some((0, 0))),
    ("1970-01-01t00:00:00z", Some((0, 0))),
    ("1970-01-01 00:00:00+00:00", Some((0, 0))),
    ("1970-01-01T00:00:00-00:00", Some((0, 0))),
    ("1970-01-01T00:00:00.000Z", Some((0, 0))),
    ("1969-12-31T23:59:60Z", Some((0, 0))),
    ("1969-12-31T23:59:60.999Z", Some((0, 0))),
    ("1970-01-01T05:30:00+05:30", Some((0, 0))),
    ("1969-12-31T14:15:00-09:45", Some((0, 0))),
    ("1969-12-31T23:59:59.5Z", Some((-1, 500_000_000))),
    ("2000-02-29T23:59:59Z", Some((951_868_799, 0))),
    ("2024-03-01T00:00:00Z", Some((1_709_251_200, 0))),
    ("2019-06-11T22:40:06.947164Z", Some((1_560_292_806, 947_164_000))),
    ("2019-06-11T22:40:06.9471649Z", Some((1_560_292_806, 947_164_900))),
    ("2019-06-11T22:40:06.947164900999999999999Z", Some((1_560_292_806, 947_164_900))),
    ("2019-06-12T00:40:06.9471649+02:00", Some((1_560_292_806, 947_164_900))),
    ("2019-06-11T22:40:44.76+00:00", Some((1_560_292_844, 760_000_000))),
    ("0000-01-01T00:00:00Z", Some((-62_167_219_200, 0))),
    ("0000-01-01T00:00:00+23:59", Some((-62_167_305_540, 0))),
    ("0001-01-01T00:00:00Z", Some((-62_135_596_800, 0))),
    ("9999-12-31T23:59:59.9999999Z", Some((253_402_300_799, 999_999_900))),
    ("9999-12-31T23:59:60-23:59", Some((253_402_387_140, 0))),
    ("0001-01-01T00:00:00", None),
    ("0001-01-01 00:00:00.0", None),
    ("1970-01-01T00:00:00", None),
    ("2019-06-11T22:40:06.9471649", None),
    ("9999-12-31T23:59:59.9999999", None),
    ("9999-12-31T23:59:60", None),
];

/// Strings that are not dates, with the error.
const BAD: &[(&str, &str)] = &[
    ("", "expected the year as 4 digits from 0000 to 9999 at byte 0 of the date"),
    ("soon", "expected the year as 4 digits from 0000 to 9999 at byte 0 of the date"),
    ("+02024-01-01T00:00:00Z", "expected the year as 4 digits from 0000 to 9999 at byte 0 of the date"),
    ("/Date(1560292806947)/", "expected the year as 4 digits from 0000 to 9999 at byte 0 of the date"),
    ("12024-01-01T00:00:00Z", "expected `-` at byte 4 of the date"),
    ("2024/01/01T00:00:00Z", "expected `-` at byte 4 of the date"),
    ("2024-13-01T00:00:00Z", "expected the month as 2 digits from 01 to 12 at byte 5 of the date"),
    ("2024-1-01T00:00:00Z", "expected the month as 2 digits from 01 to 12 at byte 5 of the date"),
    ("2024-02-30T00:00:00Z", "expected the day as 2 digits from 01 to 29 at byte 8 of the date"),
    ("2023-02-29T00:00:00Z", "expected the day as 2 digits from 01 to 28 at byte 8 of the date"),
    ("1900-02-29T00:00:00Z", "expected the day as 2 digits from 01 to 28 at byte 8 of the date"),
    ("2024-04-31T00:00:00Z", "expected the day as 2 digits from 01 to 30 at byte 8 of the date"),
    ("2024-01-00T00:00:00Z", "expected the day as 2 digits from 01 to 31 at byte 8 of the date"),
    ("2024-01-01", "expected `T` at byte 10 of the date"),
    ("2019-06-11TT22:40:06Z", "expected the hour as 2 digits from 00 to 23 at byte 11 of the date"),
    ("2024-01-01T24:00:00Z", "expected the hour as 2 digits from 00 to 23 at byte 11 of the date"),
    ("2024-01-01T00:60:00Z", "expected the minute as 2 digits from 00 to 59 at byte 14 of the date"),
    ("2024-01-01T00:00Z", "expected `:` at byte 16 of the date"),
    ("2024-01-01T00:00:61Z", "expected the second as 2 digits from 00 to 60 at byte 17 of the date"),
    ("2024-01-01T00:00:00.Z", "expected a digit of the second at byte 20 of the date"),
    ("2024-01-01T00:00:00,5Z", "expected `Z`, an offset as `+00:00`, or the end at byte 19 of the date"),
    ("2024-01-01T00:00:00 ", "expected `Z`, an offset as `+00:00`, or the end at byte 19 of the date"),
    ("2024-01-01T00:00:00é", "expected `Z`, an offset as `+00:00`, or the end at byte 19 of the date"),
    ("2024-01-01T00:00:00+0000", "expected `:` at byte 22 of the date"),
    ("2024-01-01T00:00:00+24:00", "expected the hour of the offset as 2 digits from 00 to 23 at byte 20 of the date"),
    ("2024-01-01T00:00:00+00:60", "expected the minute of the offset as 2 digits from 00 to 59 at byte 23 of the date"),
    ("2024-01-01T00:00:00ZZ", "expected the end at byte 20 of the date"),
    ("2024-01-01T00:00:00Z[UTC]", "expected the end at byte 20 of the date"),
    ("２０２４-01-01T00:00:00Z", "expected the year as 4 digits from 0000 to 9999 at byte 0 of the date"),
];

fn hash(date: &DateTime) -> u64 {
    let mut hasher = DefaultHasher::new();
    date.hash(&mut hasher);
    hasher.finish()
}

#[test]
fn any_text_is_written_as_it_was_read() {
    for text in GOOD.iter().map(|row| row.0).chain(BAD.iter().map(|row| row.0)) {
        let json = serde_json::to_string(text).unwrap();
        let date: DateTime = read(&json).unwrap();
        assert_eq!(written(&date), json);
        assert_eq!((date.as_str(), date.to_string().as_str()), (text, text));
        assert_eq!(serde_json::from_str::<DateTime>(&json).unwrap().as_str(), text);
        assert_eq!(DateTime::verbatim(text).as_str(), text);
    }
    assert_eq!(read::<DateTime>("\"a\\u0000\\n\"").unwrap().as_str(), "a\0\n");
    for json in ["5", "null", "true", "{}", "[]"] {
        assert!(read::<DateTime>(json).is_err(), "{json}");
    }
    assert_eq!(format!("{:>6}|{:?}", DateTime::verbatim("x"), DateTime::verbatim("x")), "     x|DateTime(\"x\")");
}

#[test]
fn good_dates_are_instants_or_local_times() {
    for &(text, instant) in GOOD {
        let date = DateTime::parse(text).unwrap();
        assert_eq!(date.as_str(), text);
        assert_eq!(text.parse(), Ok(date.clone()));
        assert_eq!(date.unix(), instant.ok_or(ConvertDateError::NoOffset), "{text}");
        assert_eq!(date.has_offset(), instant.is_some());
        assert_eq!(date.local_unix().err(), instant.map(|_| ConvertDateError::HasOffset));
    }
}

#[test]
fn bad_dates_say_what_is_wrong() {
    for &(text, wrong) in BAD {
        let error = DateTime::parse(text).unwrap_err();
        assert_eq!(error.to_string(), wrong, "{text}");
        let date = DateTime::verbatim(text);
        let error = ConvertDateError::Malformed(error);
        assert_eq!(error.to_string(), wrong);
        assert_eq!(date.unix(), Err(error.clone()));
        assert_eq!(date.local_unix(), Err(error.clone()));
        assert_eq!(date.at_offset(0), Err(error.clone()));
        assert_eq!(SystemTime::try_from(&date), Err(error));
        assert_eq!((date.has_offset(), date.offset()), (false, None));
    }
}

#[test]
fn no_prefix_and_no_change_of_a_byte_panics() {
    for &(text, _) in GOOD {
        for end in 0..text.len() {
            _ = DateTime::parse(&text[..end]);
            for byte in ["", "0", "9", "-", ".", "Z", "é"] {
                _ = DateTime::parse(&format!("{}{byte}{}", &text[..end], &text[end + 1..]));
            }
        }
    }
}

#[test]
fn equality_order_and_hash_agree() {
    let texts = GOOD.iter().map(|row| row.0).chain(BAD.iter().map(|row| row.0));
    let dates: Vec<DateTime> = texts.map(DateTime::verbatim).collect();
    for a in &dates {
        for b in &dates {
            let kinds = (a.unix(), b.unix(), a.local_unix(), b.local_unix());
            let expected = match kinds {
                (Ok(a), Ok(b), _, _) | (_, _, Ok(a), Ok(b)) => Some(a.cmp(&b)),
                _ => (a.as_str() == b.as_str()).then_some(Ordering::Equal),
            };
            assert_eq!(a.partial_cmp(b), expected, "{a} {b}");
            assert_eq!(a == b, expected == Some(Ordering::Equal), "{a} {b}");
            assert!(a != b || hash(a) == hash(b), "{a} {b}");
            for c in &dates {
                assert!(a != b || b != c || a == c, "{a} {b} {c}");
                assert!(!(a < b && b < c) || a < c, "{a} {b} {c}");
            }
        }
    }
}

#[test]
fn offsets() {
    for (text, minutes, expected) in [
        ("2024-01-01T00:00:00", 0, "2024-01-01T00:00:00Z"),
        ("2024-01-01 00:00:00.10", 60, "2024-01-01 00:00:00.10+01:00"),
        ("2024-01-01T00:00:00", 330, "2024-01-01T00:00:00+05:30"),
        ("2024-01-01T00:00:00", -30, "2024-01-01T00:00:00-00:30"),
        ("2024-01-01T00:00:00", 1439, "2024-01-01T00:00:00+23:59"),
        ("2024-01-01T00:00:00Z", 60, "2024-01-01T00:00:00Z"),
        ("2024-01-01T00:00:00-09:45", 60, "2024-01-01T00:00:00-09:45"),
    ] {
        let date = DateTime::parse(text).unwrap();
        let placed = date.at_offset(minutes).unwrap();
        assert_eq!(placed.as_str(), expected);
        assert_eq!(placed.offset(), Some(date.offset().unwrap_or(minutes)));
        assert!(DateTime::parse(expected).is_ok());
    }
    let local = DateTime::parse("2024-01-01T00:00:00").unwrap();
    for minutes in [1440, -1440, i32::MAX, i32::MIN] {
        assert_eq!(local.at_offset(minutes), Err(ConvertDateError::OutOfRange));
    }
}

#[test]
fn instants_are_written_with_few_digits() {
    for (seconds, nanos, text) in [
        (0, 0, "1970-01-01T00:00:00Z"),
        (-1, 1, "1969-12-31T23:59:59.000000001Z"),
        (1_560_292_806, 947_164_900, "2019-06-11T22:40:06.9471649Z"),
        (951_782_400, 500_000_000, "2000-02-29T00:00:00.5Z"),
        (-62_167_219_200, 0, "0000-01-01T00:00:00Z"),
        (-62_162_035_201, 0, "0000-02-29T23:59:59Z"),
        (253_402_300_799, 999_999_999, "9999-12-31T23:59:59.999999999Z"),
    ] {
        let date = DateTime::from_unix(seconds, nanos).unwrap();
        assert_eq!(date.as_str(), text);
        assert_eq!(date.unix(), Ok((seconds, nanos)));
    }
    for (seconds, nanos) in [(-62_167_219_201, 0), (253_402_300_800, 0), (i64::MAX, 0), (i64::MIN, 0), (0, NANOS)] {
        assert_eq!(DateTime::from_unix(seconds, nanos), Err(ConvertDateError::OutOfRange));
    }
}

const NANOS: u32 = 1_000_000_000;

#[test]
fn each_day_of_the_calendar_is_written_and_read() {
    // Steps of 25 days over 25 times 400 years reach each day of the 400 years once.
    for seconds in (-62_167_219_200..253_402_300_800_i64).step_by(25 * 86_400) {
        assert_eq!(DateTime::from_unix(seconds, 0).unwrap().unix(), Ok((seconds, 0)));
    }
}

#[test]
fn system_time() {
    for &(text, instant) in GOOD {
        let date = DateTime::parse(text).unwrap();
        let Some((seconds, nanos)) = instant else {
            assert_eq!(SystemTime::try_from(&date), Err(ConvertDateError::NoOffset));
            continue;
        };
        // Windows cannot represent times before 1601, and its clock counts steps of 100 ns.
        if cfg!(windows) && seconds < -11_644_473_600 {
            assert_eq!(SystemTime::try_from(&date), Err(ConvertDateError::OutOfRange));
            continue;
        }
        let back = DateTime::from(SystemTime::try_from(&date).unwrap());
        match DateTime::from_unix(seconds, nanos) {
            Ok(written) => assert_eq!(back.as_str(), written.as_str()),
            Err(_) => assert!(!back.has_offset(), "{back}"),
        }
    }
    for (time, text) in [
        (UNIX_EPOCH, "1970-01-01T00:00:00Z"),
        (UNIX_EPOCH - Duration::from_millis(1), "1969-12-31T23:59:59.999Z"),
        (UNIX_EPOCH - Duration::from_secs(1), "1969-12-31T23:59:59Z"),
        (UNIX_EPOCH + Duration::from_secs(253_402_300_800), "+010000-01-01T00:00:00Z"),
        (UNIX_EPOCH - Duration::from_secs(62_198_755_200), "-000001-01-01T00:00:00Z"),
    ] {
        assert_eq!(DateTime::from(time).as_str(), text);
    }
    assert!(SystemTime::try_from(&DateTime::from(SystemTime::now())).is_ok());
}
