//! Tests of complete responses with unexpected content, or with the expected content in an unusual form.

use partner_center::models::ApiFault;
use partner_center::{ErrorKind, Retry};

use super::server::{Act, Server, json, response};
use super::{WAYS, builder, call, came, fault, log, read, shown};

const HTML: &str = "<!DOCTYPE html><title>Sign in</title>";
const JSON: [(&str, &str); 1] = [("content-type", "application/json; charset=utf-8")];

#[tokio::test]
async fn html_with_200() {
    let act = || Act::Send(response("200 OK", &[("content-type", "text/html; charset=utf-8")], HTML));
    let error = fault(act, ErrorKind::Decode, 1).await;
    assert!(error.to_string().contains("the response is text/html; charset=utf-8, not JSON"), "{error}");
    assert_eq!((error.body().as_ref(), error.status().unwrap().as_u16()), (HTML.as_bytes(), 200));
}

#[tokio::test]
async fn html_with_201_that_calls_itself_json() {
    let error = fault(|| Act::Send(json("201 Created", HTML)), ErrorKind::Decode, 1).await;
    assert!(error.to_string().contains("the response does not match its type"), "{error}");
    assert_eq!(error.body(), HTML);
}

#[tokio::test]
async fn html_with_502() {
    let act = || Act::Send(response("502 Bad Gateway", &[("content-type", "text/html")], HTML));
    let error = fault(act, ErrorKind::Status, 4).await;
    assert_eq!((error.code(), error.message(), error.body().as_ref()), (None, None, HTML.as_bytes()));
}

#[tokio::test]
async fn utf_16() {
    let text = r#"{"id":"é😀","lineItems":[{"quantity":3}]}"#;
    let marked = format!("\u{feff}{text}");
    let little = |text: &str| -> Vec<u8> { text.encode_utf16().flat_map(u16::to_le_bytes).collect() };
    let big = |text: &str| -> Vec<u8> { text.encode_utf16().flat_map(u16::to_be_bytes).collect() };
    for (content_type, body) in [
        ("application/json; charset=utf-8", little(&marked)),
        ("application/json", big(&marked)),
        ("application/json; charset=utf-16", little(text)),
        ("application/json; charset=utf-16", big(text)),
    ] {
        read(response("201 Created", &[("content-type", content_type)], body), |cart| {
            assert_eq!(cart.id.as_deref(), Some("é😀"));
            assert_eq!(cart.line_items.as_ref().unwrap()[0].quantity, Some(3));
        })
        .await;
    }
    let act = || {
        let text = "\u{feff}{\"code\":2000,\"description\":\"no\"}";
        let body: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        Act::Send(response("400 Bad Request", &JSON, body))
    };
    let error = fault(act, ErrorKind::Status, 1).await;
    assert_eq!((error.code(), error.message()), (Some("2000"), Some("no")));
}

#[tokio::test]
async fn utf_16_cut_in_half() {
    let act = || Act::Send(response("201 Created", &JSON, b"\xff\xfe{\0}"));
    let error = fault(act, ErrorKind::Decode, 1).await;
    assert!(error.to_string().contains("half a character"), "{error}");
}

#[tokio::test]
async fn a_byte_order_mark() {
    let body = "\u{feff}{\"id\":\"x\"}";
    read(response("201 Created", &JSON, body), |cart| assert_eq!(cart.id.as_deref(), Some("x"))).await;
    let act = || Act::Send(response("404 Not Found", &JSON, "\u{feff}{\"code\":7}"));
    assert_eq!(fault(act, ErrorKind::Status, 1).await.code(), Some("7"));
}

#[tokio::test]
async fn a_response_over_the_cap() {
    for way in WAYS {
        let body = format!(r#"{{"id":"{}"}}"#, "x".repeat(100_000));
        let server = Server::responding(vec![json("201 Created", &body)]);
        let capped = |most| builder(&server.url()).max_response_size(most).build().unwrap();
        let error = call(&capped(body.len() - 1), way).await.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::TooLarge, 1), "{error}");
        assert!(error.body().is_empty() && error.to_string().contains("larger than 100008 bytes"), "{error}");
        came(&server, 1);
        call(&capped(body.len()), way).await.unwrap();
        assert_eq!(server.requests().len(), 2);
    }
    log::holds_no_token();
}

#[tokio::test]
async fn a_response_without_end_over_the_cap() {
    // The head states no length, and the body would fill the memory if it were kept.
    let act = || {
        let mut bytes = b"HTTP/1.1 201 Created\r\ncontent-type: application/json\r\n\r\n".to_vec();
        bytes.resize(2_000_000, b' ');
        Act::Close(bytes)
    };
    for way in WAYS {
        let server = Server::start(move |_, _| act());
        let error = call(&builder(&server.url()).max_response_size(10_000).build().unwrap(), way).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::TooLarge, "{error}");
        came(&server, 1);
    }
    log::holds_no_token();
}

#[tokio::test]
async fn a_hundred_thousand_arrays() {
    let nested = || format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    fault(move || Act::Send(json("201 Created", &nested())), ErrorKind::Decode, 1).await;
    fault(|| Act::Send(json("201 Created", &"[".repeat(100_000))), ErrorKind::Decode, 1).await;
    let within = || Act::Send(json("201 Created", &format!(r#"{{"lineItems":{}"#, "[".repeat(100_000))));
    let error = fault(within, ErrorKind::Decode, 1).await;
    assert!(error.member().is_some_and(|member| member.starts_with("lineItems")), "{error:#}");
    let refusal = move || Act::Send(json("400 Bad Request", &format!(r#"{{"code":{}}}"#, nested())));
    let error = fault(refusal, ErrorKind::Status, 1).await;
    assert_eq!(error.code(), None);
    // An error code that the spec does not list is kept as a string.
    shown(&error.body_as::<ApiFault>().unwrap());
}

#[tokio::test]
async fn a_hundred_thousand_arrays_in_a_member_that_the_spec_does_not_name() {
    let body = format!(r#"{{"id":"x","new":{}{}}}"#, "[".repeat(100_000), "]".repeat(100_000));
    for way in WAYS {
        let server = Server::responding(vec![json("201 Created", &body)]);
        // The value is kept as JSON text, whose nesting does not matter.
        let cart = call(&super::client(&server.url()), way).await.unwrap();
        assert_eq!(cart.extra.get("new").unwrap().get().len(), 200_000);
        assert!(cart.extra.get("new").unwrap().to_value().is_err());
        came(&server, 1);
    }
    log::holds_no_token();
}

#[tokio::test]
async fn a_status_that_the_page_does_not_list() {
    let act = || Act::Send(json("418 I'm a teapot", r#"{"description":"short and stout"}"#));
    let error = fault(act, ErrorKind::Status, 1).await;
    assert_eq!((error.status().unwrap().as_u16(), error.message()), (418, Some("short and stout")));
    assert!(error.headers().unwrap().contains_key("content-type"));
    // Every status from 200 to 299 is a success, documented or not.
    read(json("202 Accepted", r#"{"id":"x"}"#), |cart| {
        assert_eq!((cart.status().as_u16(), cart.id.as_deref()), (202, Some("x")));
    })
    .await;
    let error = fault(|| Act::Send(response("204 No Content", &[], "")), ErrorKind::Empty, 1).await;
    assert!(error.to_string().contains("the response has no body, though one is declared"), "{error}");
}

#[tokio::test]
async fn a_member_that_does_not_fit() {
    let act = || Act::Send(json("201 Created", r#"{"lineItems":[{"quantity":1},{"quantity":2},{"quantity":"x"}]}"#));
    let error = fault(act, ErrorKind::Decode, 1).await;
    assert_eq!(error.member(), Some("lineItems[2].quantity"));
    shown(&Retry::off());
}
