//! Tests of values with a stated form: any string is kept, and strings of that form are compared and converted.

use std::net::{Ipv4Addr, Ipv6Addr};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use chrono::{NaiveTime, TimeDelta};
use jiff::{SignedDuration, Span};

use crate::{Base64Url, ConvertDateError, ConvertDurationError, DateTime, HttpDate, Ipv4, Ipv6, IsoDuration};
use crate::{TimeOfDay, UnixTime, Uri, Uuid};

const ID: &str = "67e55044-10b1-426f-9247-bb680e5fe0c8";

/// Reads a value and writes it again.
fn again<T: for<'de> serde::Deserialize<'de> + serde::Serialize>(json: &str) -> String {
    serde_json::to_string(&serde_json::from_str::<T>(json).unwrap()).unwrap()
}

#[test]
fn any_string_is_written_back_unchanged() {
    for json in [r#""""#, r#""null""#, r#""-""#, r#""☃ 1""#] {
        let written = [
            again::<Base64Url>(json),
            again::<HttpDate>(json),
            again::<Ipv4>(json),
            again::<Ipv6>(json),
            again::<IsoDuration>(json),
            again::<TimeOfDay>(json),
            again::<UnixTime>(json),
            again::<Uri>(json),
            again::<Uuid>(json),
        ];
        assert!(written.iter().all(|text| text == json), "{written:?}");
    }
    for json in ["1460505600", "1460505600.25", "1e3", r#""1460505600""#] {
        assert_eq!(again::<UnixTime>(json), json);
    }
}

#[test]
fn uuids_compare_by_their_bytes() {
    let id = Uuid::parse(ID).unwrap();
    for other in [&ID.to_uppercase(), &ID.replace('-', ""), &format!("{{{ID}}}"), &format!("urn:uuid:{ID}")] {
        let other: Uuid = other.parse().unwrap();
        assert_eq!((&id, id.bytes()), (&other, other.bytes()));
        assert_eq!(::uuid::Uuid::try_from(&other).unwrap().to_string(), ID);
    }
    assert_eq!(Uuid::from(::uuid::Uuid::parse_str(ID).unwrap()).as_str(), ID);
    let text: &str = &id;
    assert_eq!(text, ID);
    assert!(Uuid::from([0; 16]) < id && id < Uuid::verbatim("me"));
    let wrong = ["", "me", "67e55044-10b1-426f-9247-bb680e5fe0c", "67e55044+10b1-426f-9247-bb680e5fe0c8"];
    let shifted = ["67e5504410b1-426f-9247-bb680e5fe0c8-", "67e55044-10b1-426f-9247-bb680e5fe0cß", "{67e55044}"];
    for text in wrong.iter().chain(&shifted) {
        assert!(Uuid::parse(text).is_err(), "{text}");
    }
}

#[test]
fn durations_of_iso_8601_convert() {
    let of = |text: &str| IsoDuration::verbatim(text);
    for (text, exact) in [
        ("PT0S", Duration::ZERO),
        ("P1DT2H30M", Duration::from_secs(95_400)),
        ("P2W", Duration::from_secs(1_209_600)),
        ("PT0.5H", Duration::from_secs(1800)),
        ("PT1,25S", Duration::from_millis(1250)),
        ("P0Y0M1D", Duration::from_secs(86_400)),
        ("PT1.0000000019S", Duration::new(1, 1)),
        ("-PT0S", Duration::ZERO),
    ] {
        assert_eq!(Duration::try_from(&of(text)), Ok(exact), "{text}");
        assert_eq!(TimeDelta::try_from(&of(text)).unwrap().to_std(), Ok(exact), "{text}");
        assert_eq!(time::Duration::try_from(&of(text)).unwrap(), exact, "{text}");
        assert_eq!(SignedDuration::try_from(&of(text)).unwrap().unsigned_abs(), exact, "{text}");
    }
    for text in ["", "P", "PT", "1S", "PT1", "PTS", "P1S", "PT1D", "PT1S2", "PT1M1H", "PT.5S", "PT1.S", "P1.5M", "P1HT"]
    {
        assert_eq!(IsoDuration::parse(text), Err(ConvertDurationError::Malformed), "{text}");
    }
    for text in ["PT1.5M2S", "PTT1S", "P1DT", "PT 1S", "PT1é", "00:01:30", "P-1D", "PT1S1S"] {
        assert_eq!(IsoDuration::parse(text), Err(ConvertDurationError::Malformed), "{text}");
    }
    assert_eq!(Duration::try_from(&of("P1Y")), Err(ConvertDurationError::HasMonths));
    assert_eq!(Duration::try_from(&of("-PT1S")), Err(ConvertDurationError::OutOfRange));
    assert_eq!(IsoDuration::parse("PT99999999999999999999S"), Err(ConvertDurationError::OutOfRange));
    assert_eq!(IsoDuration::parse("P999999999999999999W"), Err(ConvertDurationError::OutOfRange));

    for (exact, text) in [(0, "PT0S"), (1, "PT0.001S"), (90_500, "PT1M30.5S"), (93_600_000, "PT26H"), (60_000, "PT1M")]
    {
        assert_eq!(IsoDuration::from(Duration::from_millis(exact)).as_str(), text);
    }
    assert_eq!(IsoDuration::from(TimeDelta::milliseconds(-1500)).as_str(), "-PT1.5S");
    assert_eq!(IsoDuration::from(time::Duration::milliseconds(-1500)).as_str(), "-PT1.5S");
    assert_eq!(IsoDuration::from(SignedDuration::from_millis(-1500)).as_str(), "-PT1.5S");
    assert_eq!(TimeDelta::try_from(&of("-PT1.5S")), Ok(TimeDelta::milliseconds(-1500)));
    let span = Span::try_from(&of("P1Y2M3DT4H")).unwrap();
    assert_eq!((span.get_years(), span.get_months(), span.get_days(), span.get_hours()), (1, 2, 3, 4));
    assert_eq!(IsoDuration::from(span).as_str(), "P1Y2M3DT4H");
    assert_eq!(Span::try_from(&of("1 hour")).unwrap_err(), ConvertDurationError::Malformed);
}

#[test]
fn times_of_a_day_convert() {
    for (text, seconds) in [
        ("00:00:00", (0, 0)),
        ("12:30", (45_000, 0)),
        ("12:30:00.5Z", (45_000, 500_000_000)),
        ("23:59:59.1234567899+01:00", (86_399, 123_456_789)),
        ("23:59:60Z", (86_399, 999_999_999)),
    ] {
        let time = TimeOfDay::parse(text).unwrap();
        assert_eq!(time.seconds(), Ok(seconds), "{text}");
        let expected = TimeOfDay::of_seconds(seconds.0, seconds.1).unwrap();
        assert_eq!(TimeOfDay::from(NaiveTime::try_from(&time).unwrap()), expected);
        assert_eq!(TimeOfDay::from(jiff::civil::Time::try_from(&time).unwrap()), expected);
        assert_eq!(TimeOfDay::from(time::Time::try_from(&time).unwrap()), expected);
    }
    for text in
        ["", "noon", "24:00:00", "12:60:00", "12:00:61", "1:00:00", "12:00:00.", "12:00:00+1", "12:00:00Z ", "é2:00"]
    {
        assert!(TimeOfDay::parse(text).is_err(), "{text}");
    }
    assert!(TimeOfDay::of_seconds(86_400, 0).is_err() && TimeOfDay::of_seconds(0, 1_000_000_000).is_err());
}

#[test]
fn dates_of_http_headers_are_instants() {
    for (text, seconds) in [
        ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
        ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777),
        ("Wed, 31 Dec 1969 23:59:59 GMT", -1),
        ("Mon, 01 Jan 0001 00:00:00 GMT", -62_135_596_800),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 253_402_300_799),
    ] {
        let date = HttpDate::parse(text).unwrap();
        assert_eq!((date.unix(), HttpDate::from_unix(seconds).unwrap().as_str()), (Ok(seconds), text));
        assert_eq!(date, text.to_lowercase().parse().unwrap());
        assert_eq!(HttpDate::try_from(&DateTime::try_from(&date).unwrap()).unwrap(), date);
    }
    for text in ["", "Sun, 31 Feb 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 UTC", "1994-11-06T08:49:37Z"] {
        assert!(matches!(HttpDate::parse(text), Err(ConvertDateError::Malformed(_))), "{text}");
    }
    assert_eq!(HttpDate::from_unix(253_402_300_800), Err(ConvertDateError::OutOfRange));
    assert!(HttpDate::from_unix(0).unwrap() < HttpDate::from_unix(1).unwrap());
    let time = UNIX_EPOCH + Duration::from_millis(1500);
    let date = HttpDate::try_from(time).unwrap();
    assert_eq!(SystemTime::try_from(&date), Ok(UNIX_EPOCH + Duration::from_secs(1)));
}

#[test]
fn unix_times_are_numbers() {
    let read = |json: &str| serde_json::from_str::<UnixTime>(json).unwrap();
    assert_eq!(read("1460505600.0").seconds(), Ok(1_460_505_600));
    assert_eq!(read(r#""-1""#).seconds(), Ok(-1));
    assert_eq!(read("0.5").seconds(), Err(ConvertDateError::OutOfRange));
    assert!(read("1") == read(r#""1""#) && read("1") < read("2"));
    let time = UnixTime::try_from(UNIX_EPOCH + Duration::from_millis(2500)).unwrap();
    assert_eq!(SystemTime::try_from(&time), Ok(UNIX_EPOCH + Duration::from_secs(2)));
    assert_eq!(UnixTime::try_from(&DateTime::parse("2016-04-13T00:00:00Z").unwrap()).unwrap(), 1_460_505_600.into());
}

#[test]
fn addresses_uris_and_bytes_convert() {
    assert_eq!(Ipv6::parse("2001:DB8:0::1").unwrap(), Ipv6::from("2001:db8::1".parse::<Ipv6Addr>().unwrap()));
    assert!(Ipv6::parse("192.0.2.1").is_err() && Ipv4::parse("192.0.2.0/24").is_err());
    assert_eq!(Ipv4Addr::try_from(&Ipv4::verbatim("192.0.2.1")), Ok(Ipv4Addr::new(192, 0, 2, 1)));
    let uri = Uri::verbatim("https://example.com/a");
    assert_eq!(Uri::from(url::Url::try_from(&uri).unwrap()), uri);
    assert!(url::Url::try_from(&Uri::verbatim("/a")).is_err());
    for bytes in [&[][..], &[1], &[251, 255], &[0, 16, 131, 16, 81]] {
        assert_eq!(Base64Url::from(bytes).bytes().unwrap(), bytes);
    }
    assert_eq!(Base64Url::verbatim("+/8=").bytes().unwrap(), [251, 255]);
}
