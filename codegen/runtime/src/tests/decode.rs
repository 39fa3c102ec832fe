//! Tests of reading scalars and containers.

use std::collections::BTreeMap;
use std::fmt::Debug;

use super::{read, written};
use crate::runtime::json::decode::Decode;
use crate::runtime::json::read::from_slice;

fn accepts<T: Decode + PartialEq + Debug>(rows: &[(&str, T)]) {
    for (text, expected) in rows {
        assert_eq!(read::<T>(text).as_ref(), Ok(expected), "{text}");
    }
}

fn refuses<T: Decode + PartialEq + Debug>(rows: &[(&str, &str)]) {
    for (text, expected) in rows {
        let error = read::<T>(text).expect_err(text);
        assert!(error.contains(expected), "{text}: {error}");
    }
}

#[test]
fn an_integer_accepts_each_form_of_the_same_number() {
    accepts::<i32>(&[
        ("5", 5),
        ("5.0", 5),
        ("5.00", 5),
        ("5e0", 5),
        ("0.5e1", 5),
        ("1e3", 1000),
        ("-0", 0),
        ("-0.0", 0),
        ("-2147483648", i32::MIN),
        ("2147483647.0", i32::MAX),
    ]);
    accepts::<i64>(&[
        ("9223372036854775807", i64::MAX),
        ("-9223372036854775808", i64::MIN),
        ("9007199254740991.0", 9007199254740991),
        ("-5.0", -5),
    ]);
    accepts::<u32>(&[("4294967295", u32::MAX), ("0.0", 0), ("-0.0", 0)]);
    accepts::<u64>(&[("18446744073709551615", u64::MAX), ("7.0", 7)]);
}

#[test]
fn an_integer_refuses_what_is_not_exactly_one() {
    let i32_range = "expected an integer from -2147483648 to 2147483647";
    refuses::<i32>(&[
        ("5.5", "5.5"),
        ("5.5", i32_range),
        ("2147483648", "2147483648"),
        ("2147483648", i32_range),
        ("-2147483649", i32_range),
        ("1e10", i32_range),
        ("\"5\"", "invalid type: string \"5\", expected an integer"),
        ("null", "invalid type: null"),
        ("true", "invalid type: boolean `true`"),
        ("[5]", "invalid type: sequence"),
        ("[]", "invalid type: sequence"),
        ("{}", "invalid type: map"),
        ("{\"a\":5}", "invalid type: map"),
        ("", "EOF"),
        ("5 5", "trailing characters"),
        ("05", ""),
    ]);
    refuses::<i64>(&[
        ("9223372036854775808", "expected an integer from -9223372036854775808"),
        ("123456789012345678901234567890", "expected an integer"),
        ("9007199254740993.0", "expected an integer"),
        ("1e300", "expected an integer"),
        ("1e999", ""),
    ]);
    refuses::<u32>(&[("-1", "expected an integer from 0 to 4294967295"), ("-1.0", "expected an integer from 0")]);
    refuses::<u64>(&[("18446744073709551616", "expected an integer"), ("-1", "expected an integer")]);
}

#[test]
fn a_double_survives_to_the_bit() {
    accepts::<f64>(&[
        ("5", 5.0),
        ("-5", -5.0),
        ("0.1", 0.1),
        ("1.7976931348623157e308", f64::MAX),
        ("5e-324", 5e-324),
        ("12345678901234567890123", 12345678901234567890123.0),
        ("9007199254740993", 9007199254740992.0),
    ]);
    for value in [0.1, 1.0 / 3.0, f64::MAX, f64::MIN_POSITIVE, 5e-324, 123456789.12345679, -0.0] {
        let again: f64 = read(&written(&value)).unwrap();
        assert_eq!(again.to_bits(), value.to_bits(), "{value}");
    }
    for value in [0.1_f32, 16777217.0, f32::MAX, f32::MIN_POSITIVE, 1.1754942e-38] {
        let again: f32 = read(&written(&value)).unwrap();
        assert_eq!(again.to_bits(), value.to_bits(), "{value}");
    }
    // The digits are rounded once: through a double, the result would be the other neighbour.
    accepts::<f32>(&[("1.00000017881393432617187499", 1.000_000_1), ("5", 5.0), ("-5", -5.0)]);
    for (value, text) in [
        (100.0, "100"),
        (-5.0, "-5"),
        (0.0, "0"),
        (-0.0, "-0.0"),
        (0.5, "0.5"),
        (9_007_199_254_740_991.0, "9007199254740991"),
        (-9_007_199_254_740_991.0, "-9007199254740991"),
    ] {
        assert_eq!(written(&value), text);
    }
    for large in [9_007_199_254_740_992.0, 1e300] {
        assert_eq!(read(&written(&large)), Ok(large));
        assert!(written(&large).contains('e') || written(&large).contains('.'), "{large}");
    }
    assert_eq!((written(&100.0_f32).as_str(), written(&0.1_f32).as_str()), ("100", "0.1"));
    refuses::<f64>(&[("1e999", "number out of range"), ("\"5\"", "expected a number"), ("null", "invalid type: null")]);
    refuses::<f32>(&[("1e39", "number out of range"), ("true", "expected a number"), ("[]", "expected a number")]);
}

#[test]
fn containers() {
    accepts::<Option<i32>>(&[("null", None), ("5.0", Some(5))]);
    accepts::<Vec<Option<i64>>>(&[("[]", vec![]), ("[1, null, 2.0]", vec![Some(1), None, Some(2)])]);
    accepts::<Box<String>>(&[("\"a\\u00e9\"", Box::new("aé".to_owned()))]);
    accepts::<bool>(&[("true", true), ("false", false)]);
    let map = |entries: &[(&str, u32)]| entries.iter().map(|(k, v)| ((*k).to_owned(), *v)).collect();
    accepts::<BTreeMap<String, u32>>(&[
        ("{}", map(&[])),
        ("{\"a\":1,\"b\\n\":2.0,\"a\":3}", map(&[("a", 3), ("b\n", 2)])),
    ]);
    refuses::<Vec<i32>>(&[("{}", "expected an array"), ("null", "expected an array"), ("[1", "EOF"), ("[1,]", "")]);
    refuses::<BTreeMap<String, u32>>(&[("[]", "expected an object"), ("5", "expected an object")]);
    refuses::<String>(&[("5", "expected a string"), ("null", "expected a string")]);
    refuses::<bool>(&[("0", "expected a boolean"), ("\"true\"", "expected a boolean")]);
}

#[test]
fn the_whole_body_is_read() {
    assert_eq!(from_slice::<i32>(b" 5 \r\n").unwrap(), 5);
    assert!(from_slice::<i32>(b"5 x").is_err());
    assert!(from_slice::<String>(b"\"\xff\"").is_err());
}
