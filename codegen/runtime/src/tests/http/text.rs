//! Tests of the encodings of responses.

use http::HeaderMap;

use crate::runtime::http::fake::Fake;
use crate::runtime::http::text::{may_be_json, utf8};

use super::support::{config, create};

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

/// A charset is read as RFC 9110 defines parameters, and by the labels of the web.
#[test]
fn charsets_have_several_names_and_forms() {
    for label in
        ["windows-1252", "cp1252", "ISO_8859-1", "ISO-8859-1", "latin1", "\"latin1\"", "'latin1'", "l\u{61}tin1"]
    {
        let read = utf8(&headers(&format!("text/plain; charset={label}")), b"\xe9 \x80\x9f").unwrap();
        assert_eq!(std::str::from_utf8(&read), Ok("é €Ÿ"), "{label}");
    }
    for media in [
        "text/plain; x=\"; charset=latin1\"",
        "text/plain; x=\"a\\\"; charset=latin1\"; charset=utf-8",
        "text/plain; charset=",
        "text/plain; charset",
        "text/plain; charset='utf-8'",
        "text/plain;charset = \"UTF\\-8\"",
    ] {
        assert_eq!(&*utf8(&headers(media), "é".as_bytes()).unwrap(), "é".as_bytes(), "{media}");
    }
    // What is ASCII in every charset needs no table.
    assert_eq!(&*utf8(&headers("application/json; charset=windows-1251"), b"{}").unwrap(), b"{}");
    assert!(utf8(&headers("text/plain; charset=iso-2022-jp"), b"\x1b$B$\"\x1b(B").is_err());
}

#[test]
fn text_may_have_nul() {
    for media in ["text/plain; charset=utf-8", "text/csv", "Text/Plain"] {
        for body in [&b"a\0b\0"[..], b"\0a\0b"] {
            assert_eq!(&*utf8(&headers(media), body).unwrap(), body, "{media}");
        }
    }
    for media in ["text/json", "text/xml", "application/xml"] {
        assert_eq!(&*utf8(&headers(media), b"<\0a\0").unwrap(), b"<a", "{media}");
    }
}

#[tokio::test]
async fn text_that_is_still_compressed_is_no_text() {
    let response = |coding: &str| {
        let response = http::Response::builder().header("content-type", "text/plain; charset=latin1");
        Fake::new().respond(response.header("content-encoding", coding).body("xxxx".into()).unwrap())
    };
    for (coding, is_read) in [("deflate", false), ("gzip, gzip", false), ("identity", true)] {
        let core = config("https://h").transport(response(coding)).build().unwrap();
        let read = create(&core).send().await.unwrap().plain_text();
        assert_eq!(read.is_ok(), is_read, "{coding}");
        if let Err(error) = read {
            assert!(error.to_string().contains("compressed"), "{error}");
        }
    }
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
