//! Tests that a POST that is not idempotent is sent once, regardless of the error.

use std::time::Duration;

use crate::runtime::call::builder::Call;
use crate::runtime::call::error::ErrorKind;
use crate::runtime::call::retry::Retry;

use super::server::{Act, Server, json, response};
use super::support::*;

/// Sends the request to a server that always behaves in the same way.
async fn once(what: &str, act: impl Fn() -> Act + Send + Sync + 'static, kind: ErrorKind) {
    let server = Server::start(move |_, _| act());
    let retry = Retry::default().first_wait(Duration::from_millis(1));
    let config = config(&server.url()).retry(retry).timeout(Duration::from_secs(1)).max_response_size(500_000);
    let core = config.build().unwrap();
    let response = Call::new(&core, &SUBMIT).path("cart_id", "k1").send().await;
    let error = response.and_then(|response| response.json::<Json>()).expect_err(what);
    assert_eq!((error.kind(), error.attempts(), server.requests().len()), (kind, 1, 1), "{what}: {error:#}");
    assert_eq!(server.requests()[0].header("ms-requestid"), None);
    assert!(!format!("{error:?} {error:#}").contains(TOKEN), "{what}");
}

#[tokio::test]
async fn connections_that_fail() {
    use ErrorKind::{Timeout, Transport};
    let head = b"HTTP/1.1 201 Created\r\ncontent-length: 10\r\n\r\n";
    once("reset before", || Act::Reset(Vec::new()), Transport).await;
    once("reset inside", || Act::Reset(b"HTTP/1.1 201 Cr".to_vec()), Transport).await;
    once("reset after", || Act::Reset(head.to_vec()), Transport).await;
    once("closed before", || Act::Close(Vec::new()), Transport).await;
    once("cut short", || Act::Close([head, &b"{\"id"[..]].concat()), Transport).await;
    once("no response", || Act::Stall(Vec::new(), Duration::from_secs(30)), Timeout).await;
    once("slow body", || Act::Stall(head.to_vec(), Duration::from_secs(30)), Timeout).await;
}

#[tokio::test]
async fn answers_of_failure() {
    use ErrorKind::{Redirect, Unexpected};
    for status in ["408 Timeout", "418 Teapot", "429 Too Many", "500 Error", "502 Bad", "503 Unavailable", "504 Late"] {
        once(status, || Act::Send(json(status, r#"{"code":1}"#)), Unexpected).await;
    }
    for asked in ["0", "Sun, 06 Nov 1994 08:49:37 GMT"] {
        let busy = || Act::Send(response("429 Too Many Requests", &[("retry-after", asked)], ""));
        once("asked to come back", busy, Unexpected).await;
    }
    // There is no other token to try.
    once("401", || Act::Send(json("401 Unauthorized", "{}")), Unexpected).await;
    for status in ["301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"] {
        let away = || Act::Send(response(status, &[("location", "https://example.com/x")], ""));
        once(status, away, Redirect).await;
    }
    for status in ["301 Moved", "302 Found"] {
        once(status, || Act::Send(response(status, &[("location", "/v1/x")], "")), Redirect).await;
    }
}

#[tokio::test]
async fn answers_that_cannot_be_read() {
    use ErrorKind::{Decode, Empty, TooLarge};
    let html = || Act::Send(response("200 OK", &[("content-type", "text/html")], "<html>"));
    once("HTML", html, Decode).await;
    once("nothing", || Act::Send(response("204 No Content", &[], "")), Empty).await;
    once("a mark and nothing else", || Act::Send(json("201 Created", "\u{feff}")), Empty).await;
    once("over the cap", || Act::Send(json("201 Created", &" ".repeat(500_001))), TooLarge).await;
    once("nested", || Act::Send(json("201 Created", &"[".repeat(100_000))), Decode).await;
}

#[tokio::test]
async fn a_call_that_is_dropped() {
    let server = Server::start(|_, _| Act::Stall(b"HTTP/1.1 204 No".to_vec(), Duration::from_secs(30)));
    let core = core(&server.url());
    let task = tokio::spawn(async move { submitted(&core).await });
    while server.requests().is_empty() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    task.abort();
    assert!(task.await.unwrap_err().is_cancelled());
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert_eq!(server.requests().len(), 1);
}
