//! Tests of integer enums.

use super::{read, written};
use crate::sample::{CartErrorCode, LargeCode, UnlistedCode};

#[test]
fn a_code_is_read_in_each_form_and_written_as_an_integer() {
    for (text, code) in [
        ("10000", 10000),
        ("10000.0", 10000),
        ("\"10000\"", 10000),
        ("\"CurrencyIsNotSupported\"", 10000),
        ("7", 7),
        ("-1", -1),
        ("\"-1\"", -1),
    ] {
        assert_eq!(read(text), Ok(CartErrorCode(code)), "{text}");
        assert_eq!(written(&CartErrorCode(code)), code.to_string());
    }
    assert_eq!(read("9223372036854775807"), Ok(LargeCode(i64::MAX)));
    assert_eq!(read("\"-9223372036854775808\""), Ok(LargeCode::LEAST));
    assert_eq!(read("5"), Ok(UnlistedCode(5)));
}

#[test]
fn what_is_no_code_is_refused() {
    for text in [
        "10000.5",
        "2147483648",
        "\"2147483648\"",
        "\"\"",
        "\"5.0\"",
        "\"x\"",
        "\"INVALID_INPUT\"",
        "null",
        "true",
        "[]",
        "{}",
    ] {
        let error = read::<CartErrorCode>(text).unwrap_err();
        assert!(error.contains("expected an integer from -2147483648 to 2147483647"), "{text}: {error}");
    }
    assert!(read::<LargeCode>("9223372036854775808").is_err());
}

#[test]
fn names() {
    assert_eq!(CartErrorCode(10000), CartErrorCode::CURRENCY_IS_NOT_SUPPORTED);
    assert_eq!(CartErrorCode::CURRENCY_IS_NOT_SUPPORTED.name(), Some("CURRENCY_IS_NOT_SUPPORTED"));
    assert_eq!(CartErrorCode::from(10020).name(), None);
    assert_eq!(
        format!("{:?} {:?}", CartErrorCode(-1), CartErrorCode(10020)),
        "CartErrorCode(-1 NEGATIVE) CartErrorCode(10020)"
    );
    assert_eq!(format!("{}|{:>7}", CartErrorCode(10000), CartErrorCode(-1)), "10000|     -1");
    assert_eq!(CartErrorCode::LISTED.iter().map(|code| code.0).collect::<Vec<_>>(), [10000, 10010, 10020, -1]);
    assert_eq!(LargeCode::LISTED.len(), 2);
    assert!(UnlistedCode::LISTED.is_empty());
}
