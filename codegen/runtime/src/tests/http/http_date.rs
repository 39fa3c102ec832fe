//! Tests of dates in headers.

use std::time::{Duration, UNIX_EPOCH};

use crate::runtime::http::http_date::parse;

#[test]
fn all_three_forms_are_one_time() {
    for text in ["Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"] {
        assert_eq!(parse(text), Some(UNIX_EPOCH + Duration::from_secs(784_111_777)), "{text}");
    }
    assert_eq!(parse("Thu, 29 Feb 2024 00:00:00 GMT"), Some(UNIX_EPOCH + Duration::from_secs(1_709_164_800)));
    assert_eq!(parse("Fri, 31 Dec 9999 23:59:59 GMT"), Some(UNIX_EPOCH + Duration::from_secs(253_402_300_799)));
}

#[test]
fn what_is_no_date_is_none() {
    for text in [
        "",
        "now",
        "Sun, 06 Nov 1994",
        "Sun, 30 Feb 2024 00:00:00 GMT",
        "Sun, 00 Jan 2024 00:00:00 GMT",
        "Sun, 06 Nov 1994 24:00:00 GMT",
        "Sun, 06 Nov 1969 08:49:37 GMT",
        "Sun, 06 Nov 99999 08:49:37 GMT",
        "Sun, +6 Nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 08:49:37:1 GMT",
    ] {
        assert_eq!(parse(text), None, "{text}");
    }
}
