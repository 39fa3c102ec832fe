//! Tests of decimals, dates without a time, base64 and tuples.

use std::hash::{BuildHasher, RandomState};

use super::{from_slice, read, written};
use crate::runtime::{Base64, Date, Decimal};

fn decimal(text: &str) -> Decimal {
    from_slice(text.as_bytes()).unwrap()
}

#[test]
fn a_decimal_is_written_as_it_was_read() {
    for text in ["12.10", "\"12.10\"", "-0", "1e400", "123456789012345678901234567890.5", "\"n/a\"", "\"\""] {
        assert_eq!(written(&decimal(text)), text);
    }
    assert_eq!(written(&decimal("\"1\\u0030\"")), "\"10\"");
    for text in ["true", "null", "[1]", "{}"] {
        assert!(read::<Decimal>(text).unwrap_err().contains("expected a number"), "{text}");
    }
}

#[test]
fn decimals_are_compared_by_their_value() {
    let hashes = RandomState::new();
    for (left, right) in [
        ("1.50", "\"1.5\""),
        ("0", "-0.00"),
        ("100", "1e2"),
        ("0.012", "12E-3"),
        ("\"007.0\"", "7"),
        ("10", "1.0e+1"),
        ("\"n/a\"", "\"n/a\""),
    ] {
        let (left, right) = (decimal(left), decimal(right));
        assert_eq!(left, right);
        assert_eq!(hashes.hash_one(&left), hashes.hash_one(&right), "{left} {right}");
    }
    let rising = ["-1e400", "-10", "-9.99", "-0.5", "0", "1e-400", "0.49", "0.5", "5", "49.9", "50", "1e400"];
    for pair in rising.windows(2) {
        assert!(decimal(pair[0]) < decimal(pair[1]), "{pair:?}");
        assert!(decimal(pair[1]) > decimal(pair[0]), "{pair:?}");
    }
    assert_eq!(decimal("\"n/a\"").partial_cmp(&decimal("1")), None);
    for text in ["\"1.\"", "\".5\"", "\"+1\"", "\"1e\"", "\"-\"", "\"1_0\""] {
        assert_eq!(decimal(text).to_f64(), None, "{text}");
    }
}

#[test]
fn a_decimal_is_made_of_numbers_and_text() {
    assert_eq!(written(&Decimal::from(-5_i64)), "-5");
    assert_eq!(written(&"1.20".parse::<Decimal>().unwrap()), "1.20");
    assert_eq!(written(&"1.20".parse::<Decimal>().unwrap().text()), "\"1.20\"");
    assert_eq!(Decimal::try_from(0.1).unwrap().as_str(), "0.1");
    assert_eq!(decimal("2.5").to_f64(), Some(2.5));
    assert_eq!(decimal("1e400").to_f64(), None);
    assert!(
        Decimal::try_from(f64::NAN).is_err() && "01".parse::<Decimal>().is_err() && "[]".parse::<Decimal>().is_err()
    );
}

#[test]
fn base64_is_read_in_both_alphabets() {
    for (text, bytes) in [
        ("", &b""[..]),
        ("Zg==", b"f"),
        ("Zm8=", b"fo"),
        ("Zm9v", b"foo"),
        ("Zm9vYmE=", b"fooba"),
        ("Zm9v\r\nYmE", b"fooba"),
        ("-_8", &[0xFB, 0xFF]),
        ("+/8=", &[0xFB, 0xFF]),
    ] {
        let base64 = Base64::verbatim(text);
        assert_eq!(base64.bytes().unwrap(), bytes, "{text}");
        assert_eq!(Base64::from(bytes).bytes().unwrap(), bytes, "{text}");
        assert_eq!(read::<Base64>(&written(text)).unwrap(), base64);
    }
    assert_eq!(Base64::from(b"fooba").as_str(), "Zm9vYmE=");
    for text in ["Z", "Zm9vY", "Zm$v", "Zg==Zg=="] {
        assert!(Base64::verbatim(text).bytes().is_err(), "{text}");
    }
    assert!(format!("{:?}", Base64::from(vec![0; 99])).contains("132 characters"));
}

#[test]
fn a_date_keeps_its_text() {
    let date: Date = read("\"2024-02-29\"").unwrap();
    assert_eq!((date.days(), written(&date).as_str()), (Ok(19_782), "\"2024-02-29\""));
    assert_eq!(Date::of_days(19_782), date);
    let odd: Date = read("\"29.2.2024\"").unwrap();
    assert_eq!(written(&odd), "\"29.2.2024\"");
    assert!(odd.days().is_err() && odd.partial_cmp(&date).is_none() && date < Date::of_days(19_783));
    for text in ["2023-02-29", "2024-2-9", "2024-01-01T00:00:00Z", "2024-01-01 ", ""] {
        assert!(Date::parse(text).is_err(), "{text}");
    }
}

#[test]
fn a_date_goes_to_other_crates_and_back() {
    for text in ["1970-01-01", "2024-02-29", "0001-01-01", "9999-12-31"] {
        let date = Date::parse(text).unwrap();
        let there = chrono::NaiveDate::try_from(&date).unwrap();
        assert_eq!((there.to_string().as_str(), Date::from(there)), (text, date.clone()));
        let there = jiff::civil::Date::try_from(&date).unwrap();
        assert_eq!((there.to_string().as_str(), Date::from(there)), (text, date.clone()));
        assert_eq!(Date::from(time::Date::try_from(&date).unwrap()), date);
    }
    assert!(chrono::NaiveDate::try_from(&Date::verbatim("soon")).is_err());
}

#[test]
fn a_tuple_has_just_its_items() {
    assert_eq!(read::<(String, i32)>("[\"a\",5.0]"), Ok(("a".to_owned(), 5)));
    assert_eq!(written(&("a", Some(5), (true,))), "[\"a\",5,[true]]");
    assert!(read::<(String, i32)>("[\"a\"]").unwrap_err().contains("an array of 1 items, expected 2"));
    assert!(read::<(String, i32)>("[\"a\",1,2]").unwrap_err().contains("more than 2 items"));
    assert!(read::<(String, i32)>("{}").unwrap_err().contains("an array of 2 items"));
    type Twelve = (i32, i32, i32, i32, i32, i32, i32, i32, i32, i32, i32, Option<bool>);
    assert!(read::<Twelve>("[1,2,3,4,5,6,7,8,9,10,11,null]").is_ok());
}
