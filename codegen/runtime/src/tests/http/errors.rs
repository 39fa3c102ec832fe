//! Tests of errors between a client and a real server. Each test also counts the requests.

use std::collections::BTreeMap;
use std::error::Error as _;
use std::time::Duration;

use http::HeaderValue;

use crate::runtime::call::builder::Call;
use crate::runtime::call::config::Core;
use crate::runtime::call::error::{Error, ErrorKind};
use crate::runtime::call::request::Pending;
use crate::runtime::call::response::RawResponse;
use crate::runtime::call::retry::Retry;
use crate::runtime::http::fake::Fake;

use super::server::{Act, Server, json, response};
use super::support::*;

/// A client with short waits.
fn quick(url: &str) -> Core {
    let retry = Retry::default().first_wait(Duration::from_millis(1));
    config(url).retry(retry).timeout(Duration::from_millis(300)).build().unwrap()
}

/// Makes an idempotent call and one that is not, each with a server that always behaves in the same way. Checks the
/// number of requests, and returns the error of the second call.
async fn failed(act: fn() -> Act, kind: ErrorKind, tries: usize) -> Error {
    let server = Server::start(move |_, _| act());
    let error = created(&quick(&server.url())).await.unwrap_err();
    assert_eq!((error.kind(), server.requests().len()), (kind, tries), "{error:#}");
    let server = Server::start(move |_, _| act());
    let error = submitted(&quick(&server.url())).await.unwrap_err();
    assert_eq!((error.kind(), server.requests().len()), (kind, 1), "{error:#}");
    assert!(!format!("{error:?} {error:#}").contains(TOKEN));
    error
}

#[tokio::test]
async fn refused() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let error = created(&quick(&url)).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Transport, 4));
    assert!(format!("{error:#}").to_lowercase().contains("refused"), "{error:#}");
}

#[tokio::test]
async fn reset_before_the_headers() {
    let error = failed(|| Act::Reset(Vec::new()), ErrorKind::Transport, 4).await;
    assert!(error.source().is_some() && error.status().is_none());
}

#[tokio::test]
async fn reset_inside_the_headers() {
    failed(|| Act::Reset(b"HTTP/1.1 201 Created\r\ncontent-le".to_vec()), ErrorKind::Transport, 4).await;
}

#[tokio::test]
async fn reset_after_the_headers() {
    let act = || Act::Reset(b"HTTP/1.1 201 Created\r\ncontent-length: 10\r\n\r\n".to_vec());
    let error = failed(act, ErrorKind::Transport, 4).await;
    assert_eq!(error.status().unwrap(), 201);
}

#[tokio::test]
async fn a_body_cut_short() {
    let act = || Act::Close(b"HTTP/1.1 201 Created\r\ncontent-length: 10\r\nms-requestid: r\r\n\r\n{\"id\"".to_vec());
    let error = failed(act, ErrorKind::Transport, 4).await;
    assert_eq!((error.body().as_ref(), error.request_id()), (&b"{\"id\""[..], Some("r")));
}

#[tokio::test]
async fn a_body_that_is_slower_than_the_timeout() {
    let head = || b"HTTP/1.1 201 Created\r\ncontent-length: 10\r\n\r\n{\"id".to_vec();
    let server = Server::start(move |_, _| Act::Stall(head(), Duration::from_secs(5)));
    let error = submitted(&quick(&server.url())).await.unwrap_err();
    assert_eq!((error.kind(), server.requests().len()), (ErrorKind::Timeout, 1));
}

#[tokio::test]
async fn unavailable_for_ever() {
    let act = || Act::Send(json("503 Service Unavailable", r#"{"code":900,"description":"down"}"#));
    let server = Server::start(move |_, _| act());
    let error = created(&quick(&server.url())).await.unwrap_err();
    assert_eq!((error.kind(), error.code(), server.requests().len()), (ErrorKind::Status, Some("900"), 4));
}

#[tokio::test]
async fn a_redirect_to_another_origin() {
    let thief = Server::responding(vec![json("200 OK", "{}")]);
    for status in ["301 Moved", "302 Found", "303 See Other", "307 Temporary Redirect", "308 Permanent Redirect"] {
        let location = format!("{}/v1/carts/x", thief.url());
        let server = Server::responding(vec![response(status, &[("location", &location)], "")]);
        let error = got(&quick(&server.url())).await.unwrap_err();
        assert_eq!((error.kind(), server.requests().len()), (ErrorKind::Redirect, 1), "{error}");
        assert!(error.to_string().contains("another origin"), "{error}");
    }
    assert!(thief.requests().is_empty());
}

#[tokio::test]
async fn redirects_within_the_origin() {
    let moved = response("307 Temporary Redirect", &[("location", "/v1/elsewhere?x=1")], "");
    let server = Server::responding(vec![moved.clone(), json("201 Created", "{}")]);
    created(&quick(&server.url())).await.unwrap();
    let requests = server.requests();
    assert_eq!(requests[1].line, "POST /v1/elsewhere?x=1 HTTP/1.1");
    assert_eq!(requests[0].body, requests[1].body);
    assert_eq!(requests[0].header("ms-requestid"), requests[1].header("ms-requestid"));
    let found = response("302 Found", &[("location", "/v1/elsewhere")], "");
    failed_after(found, ErrorKind::Redirect, 1).await;
    failed_after(moved, ErrorKind::Redirect, 6).await;
}

#[tokio::test]
async fn a_result_at_another_location() {
    let other = response("303 See Other", &[("location", "/v1/carts/1")], "");
    let busy = json("503 Service Unavailable", "{}");
    let server = Server::responding(vec![other.clone(), busy, json("200 OK", "{}")]);
    // The first request is carried out once, and the second one, which only reads, is retried.
    let submit = |core: &Core| {
        let body = serde_json::json!({"note": "n"});
        Call::new(core, &SUBMIT).path("cart_id", "k1").json(&body).header("if-none-match", "*").send()
    };
    assert_eq!(submit(&quick(&server.url())).await.unwrap().status(), 200);
    let requests = server.requests();
    let lines: Vec<&str> = requests.iter().map(|request| &*request.line).collect();
    assert_eq!(lines, ["POST /v1/carts/k1/submit HTTP/1.1", "GET /v1/carts/1 HTTP/1.1", "GET /v1/carts/1 HTTP/1.1"]);
    for name in ["content-type", "content-length", "if-none-match"] {
        assert!(requests[0].header(name).is_some(), "{name}");
        assert_eq!((requests[1].header(name), &*requests[1].body), (None, &b""[..]), "{name}");
    }
    assert_eq!(requests[0].header("authorization"), requests[1].header("authorization"));

    let server = Server::responding(vec![other, json("404 Not Found", "{}")]);
    let error = submit(&quick(&server.url())).await.err().unwrap();
    assert_eq!((error.status().unwrap().as_u16(), error.attempts()), (404, 2));
    assert!(error.to_string().contains("404 Not Found: at the location of a redirect"), "{error}");
}

#[tokio::test]
async fn several_choices() {
    let choices = response("300 Multiple Choices", &[("location", "/v1/carts/1")], "");
    let server = Server::responding(vec![choices.clone(), json("200 OK", "{}")]);
    got(&quick(&server.url())).await.unwrap();
    assert_eq!(server.requests()[1].line, "GET /v1/carts/1 HTTP/1.1");
    // A request that changes something is not repeated elsewhere, and without a location nothing is preferred.
    failed_after(choices, ErrorKind::Unexpected, 1).await;
    let server = Server::responding(vec![json("300 Multiple Choices", "[]")]);
    assert_eq!(got(&quick(&server.url())).await.unwrap_err().kind(), ErrorKind::Unexpected);
}

async fn failed_after(bytes: Vec<u8>, kind: ErrorKind, tries: usize) -> Error {
    let server = Server::responding(vec![bytes]);
    let error = created(&quick(&server.url())).await.unwrap_err();
    assert_eq!((error.kind(), server.requests().len()), (kind, tries), "{error:#}");
    error
}

#[tokio::test]
async fn html_in_place_of_json() {
    let html = response("200 OK", &[("content-type", "text/html; charset=utf-8")], "<html>Sign in</html>");
    let error = failed_after(html, ErrorKind::Decode, 1).await;
    assert!(error.to_string().contains("the response is text/html; charset=utf-8, not JSON"), "{error}");
    assert_eq!(error.body(), "<html>Sign in</html>");
}

#[tokio::test]
async fn nothing_in_place_of_json() {
    let error = failed_after(response("201 Created", &[], ""), ErrorKind::Empty, 1).await;
    assert!(error.to_string().contains("the response has no body, though one is declared"), "{error}");
}

#[tokio::test]
async fn nothing_where_the_caller_expects_that() {
    let empty = response("201 Created", &[("etag", "e")], "");
    let server = Server::responding(vec![empty, json("200 OK", "{}"), json("200 OK", "[")]);
    let core = quick(&server.url());
    let pending = || Pending::new(Box::pin(create(&core).send()), RawResponse::json::<Json>);
    let response = pending().or_none().await.unwrap();
    assert_eq!((response.status().as_u16(), &response.headers()["etag"]), (201, &HeaderValue::from_static("e")));
    assert!(response.into_inner().is_none());
    assert!(pending().or_none().await.unwrap().is_some());
    assert_eq!(pending().or_none().await.unwrap_err().kind(), ErrorKind::Decode);
}

#[tokio::test]
async fn not_modified() {
    let server = Server::responding(vec![response("304 Not Modified", &[("etag", "e")], ""); 2]);
    let core = quick(&server.url());
    let pending = || Pending::new(Box::pin(create(&core).send()), RawResponse::json::<Json>);
    let response = pending().or_none().await.unwrap();
    assert_eq!((response.status().as_u16(), &response.headers()["etag"]), (304, &HeaderValue::from_static("e")));
    assert!(response.into_inner().is_none());
    assert_eq!(pending().await.unwrap_err().status().unwrap(), 304);
}

#[tokio::test]
async fn nothing_in_place_of_null() {
    let server = Server::responding(vec![response("201 Created", &[], ""), json("201 Created", "null")]);
    for _ in 0..2 {
        let response = create(&quick(&server.url())).send().await.unwrap().json::<Option<bool>>().unwrap();
        assert_eq!(response.into_inner(), None);
    }
}

#[tokio::test]
async fn utf_16_and_byte_order_marks() {
    let text = "\u{feff}{\"id\":\"é\"}";
    let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let json = [("content-type", "application/json; charset=utf-8")];
    for body in [text.as_bytes(), &utf16] {
        let server = Server::responding(vec![response("201 Created", &json, body)]);
        assert_eq!(created(&quick(&server.url())).await.unwrap()["id"], "é");
    }
    let server = Server::responding(vec![response("400 Bad Request", &json, "\u{feff}{\"code\":1}")]);
    assert_eq!(created(&quick(&server.url())).await.unwrap_err().code(), Some("1"));
}

#[tokio::test]
async fn an_answer_over_the_cap() {
    let server = Server::responding(vec![json("201 Created", &format!("\"{}\"", "x".repeat(1000)))]);
    let core = config(&server.url()).max_response_size(1001).build().unwrap();
    let error = created(&core).await.unwrap_err();
    assert_eq!((error.kind(), server.requests().len()), (ErrorKind::TooLarge, 1));
    let core = config(&server.url()).max_response_size(1002).build().unwrap();
    created(&core).await.unwrap();
}

#[tokio::test]
async fn an_answer_nested_without_end() {
    let deep = json("201 Created", &"[".repeat(100_000));
    let error = failed_after(deep, ErrorKind::Decode, 1).await;
    assert!(format!("{error:#}").contains("recursion limit"), "{error:#}");
    failed_after(json("400 Bad Request", &"[".repeat(100_000)), ErrorKind::Status, 1).await;
}

/// Libraries repeat what they could not read, and say last what they expected.
#[tokio::test]
async fn a_long_cause_is_shown_without_its_middle() {
    let text = "a".repeat(100_000);
    let fake = Fake::new().respond_json(200, &format!(r#"{{"tags": [1, 2, "{text}"]}}"#));
    let core = config("https://h").transport(fake).build().unwrap();
    let response = create(&core).send().await.unwrap();
    let error = response.json::<BTreeMap<String, Vec<i64>>>().unwrap_err();
    assert_eq!(error.member(), Some("tags[2]"));
    let shown = format!("{error:#}");
    assert!(shown.len() < 1000 && shown.contains("expected an integer"), "{shown}");
    assert_eq!(shown.matches("tags[2]").count(), 1, "{shown}");
    for shown in [format!("{error:?}"), format!("{error:#?}")] {
        assert!(shown.len() < 10_000 && shown.contains("expected an integer"), "{shown}");
    }
    let error = create(&core).json(&BTreeMap::from([("n", f64::NAN)])).send().await.unwrap_err();
    assert!(
        format!("{error:#}").ends_with("the body cannot be encoded: NaN is not a number in JSON at n"),
        "{error:#}"
    );
}

#[tokio::test]
async fn a_status_that_nobody_declared() {
    let error = failed_after(json("418 I'm a teapot", r#"{"description":"short"}"#), ErrorKind::Unexpected, 1).await;
    assert_eq!((error.status().unwrap().as_u16(), error.message()), (418, Some("short")));
    // An undocumented success status is a success too.
    let server = Server::responding(vec![json("202 Accepted", "{}")]);
    assert_eq!(created(&quick(&server.url())).await.unwrap().status(), 202);
}

#[tokio::test]
async fn a_call_that_is_dropped_half_way() {
    let server = Server::start(|index, _| match index {
        0 => Act::Stall(b"HTTP/1.1 201 Cre".to_vec(), Duration::from_secs(5)),
        _ => Act::Send(json("201 Created", "{}")),
    });
    let core = quick(&server.url());
    let dropped = tokio::time::timeout(Duration::from_millis(50), created(&core)).await;
    assert!(dropped.is_err());
    created(&core).await.unwrap();
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn the_services_words_do_not_repeat_a_token_nor_break_the_line() {
    let body = format!(r#"{{"code":"a\u202eb","description":"bad token {TOKEN}\r\n\u001b[31m{}"}}"#, "x".repeat(5000));
    let error = failed_after(json("400 Bad Request", &body), ErrorKind::Status, 1).await;
    let shown = format!("{error} {error:?}");
    assert!(!shown.contains(TOKEN) && shown.contains("bad token [secret]"), "{shown}");
    assert!(!shown.chars().any(|letter| letter.is_control() || letter == '\u{202e}'), "{shown:?}");
    assert!(error.to_string().len() < 1000);
}
