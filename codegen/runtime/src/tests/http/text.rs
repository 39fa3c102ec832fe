//! Tests of the encodings of responses.

use http::HeaderMap;

use crate::runtime::http::text::{may_be_json, utf8};

fn headers(content_type: &str) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert("content-type", content_type.parse().unwrap());
    headers
}

fn utf16(text: &str, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(unit).collect()
}

#[test]
fn every_form_of_unicode_becomes_the_same_text() {
    let text = "{\"a\":\"é😀\"}";
    let marked = format!("\u{feff}{text}");
    for (content_type, body) in [
        ("application/json", text.as_bytes().to_vec()),
        ("application/json; charset=utf-8", marked.as_bytes().to_vec()),
        ("application/json; charset=utf-8", utf16(&marked, u16::to_le_bytes)),
        ("application/json", utf16(&marked, u16::to_be_bytes)),
        ("application/json; charset=\"UTF-16\"", utf16(text, u16::to_be_bytes)),
        ("application/json; charset=utf-16", utf16(text, u16::to_le_bytes)),
        ("application/json", utf16(text, u16::to_le_bytes)),
    ] {
        assert_eq!(utf8(&headers(content_type), &body).unwrap(), text.as_bytes(), "{content_type}");
    }
    assert_eq!(utf8(&headers("text/plain; charset=ISO-8859-1"), b"\xe9").unwrap(), "é".as_bytes());
    // The first of several charsets counts.
    assert_eq!(utf8(&headers("text/plain; charset=latin1; charset=utf-8"), b"\xe9").unwrap(), "é".as_bytes());
    assert!(utf8(&HeaderMap::new(), b"").unwrap().is_empty());
}

#[test]
fn what_cannot_be_read_is_said() {
    let json = headers("application/json");
    assert!(utf8(&json, b"\xff\xfe{\0\x22").unwrap_err().contains("half a character"));
    assert!(utf8(&json, b"\xff\xfe\x00\xd8").unwrap_err().contains("lone surrogate"));
    assert!(utf8(&json, b"\xff\xfe\0\0").unwrap_err().contains("UTF-32"));
    assert!(utf8(&headers("text/plain; charset=koi8-r"), b"\xe9").unwrap_err().contains("koi8-r"));
}

#[test]
fn json_is_known_by_its_media_type() {
    for text in ["application/json", "text/json; charset=utf-8", "Application/Problem+JSON"] {
        assert!(may_be_json(&headers(text)), "{text}");
    }
    assert!(may_be_json(&HeaderMap::new()));
    assert!(!may_be_json(&headers("text/html")));
}
