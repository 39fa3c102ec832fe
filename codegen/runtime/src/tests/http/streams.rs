//! Tests of streamed responses: their content types, the details of their formats, and unreadable responses.

use std::collections::BTreeMap;
use std::time::Duration;

use bytes::Bytes;

use crate::runtime::call::builder::Call;
use crate::runtime::call::config::{Config, Core};
use crate::runtime::call::error::ErrorKind;
use crate::runtime::call::operation::*;
use crate::runtime::call::options::CallOptions;
use crate::runtime::call::response::RawResponse;
use crate::runtime::call::retry::Retry;
use crate::runtime::http::fake::Fake;
use crate::runtime::http::transport::{Body, BoxError};
use crate::runtime::streams::paging::{Next, Paging};

use super::server::{Act, Server, response};
use super::support::*;

static LINES: Operation = Operation::new("lines", "GET", "/lines").accept("application/x-own; a=b, text/x");

static PAGES: Paging = Paging { items: "/items", required: false, next: Next::LinkHeader };

fn responding(media: &str, body: &str) -> Core {
    let mut response = http::Response::builder().status(200);
    if !media.is_empty() {
        response = response.header("content-type", media);
    }
    let fake = Fake::new().respond(response.body(Bytes::copy_from_slice(body.as_bytes())).unwrap());
    Config::new(&API).transport(fake).build().unwrap()
}

async fn received(media: &str, body: &str) -> RawResponse {
    Call::new(&responding(media, body), &LINES).stream(&[Declared::Default]).await.unwrap()
}

#[tokio::test]
async fn a_stream_of_another_content_type_is_an_error() {
    for media in ["text/html", "application/json", "text/plain; charset=utf-8", "text/event-streams"] {
        let error = received(media, "<html>").await.events::<Json>().unwrap_err();
        assert_eq!((error.kind(), error.status().unwrap().as_u16()), (ErrorKind::Decode, 200), "{media}");
        assert!(error.to_string().contains(&format!("the response is {media}, not text/event-stream")), "{error}");
        assert!(received(media, "x").await.text_events().is_err(), "{media}");
    }
    for media in ["", "text/event-stream", "Text/Event-Stream;charset=utf-8"] {
        let mut events = received(media, "data: 1\n\n").await.events::<i64>().unwrap();
        assert_eq!(events.next().await.unwrap().unwrap().data, 1, "{media}");
    }
    for media in ["text/html", "application/xml", "image/png"] {
        let error = received(media, "").await.lines::<i64>().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode);
        assert!(error.to_string().contains(&format!("the response is {media}, not lines of JSON")), "{error}");
    }
    for media in [
        "",
        "application/x-ndjson",
        "application/jsonl",
        "application/vnd.a+json",
        "application/json-seq",
        "application/X-Own",
        "text/x",
        "text/plain",
    ] {
        let mut lines = received(media, "1\n").await.lines::<i64>().unwrap();
        assert_eq!(lines.next().await.unwrap().unwrap(), 1, "{media}");
    }
}

#[tokio::test]
async fn a_page_of_another_content_type_is_an_error() {
    let items = |media: &str, body: &str| Call::new(&responding(media, body), &LINES).items::<i64>(&PAGES);
    for (media, body) in [("text/html", "{}"), ("text/plain", "\"x\""), ("text/html", "<p>"), ("text/html", "")] {
        let error = items(media, body).next().await.unwrap().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode, "{media} {body}");
        assert!(error.to_string().contains("the response is"), "{error}");
        let mut pages = Call::new(&responding(media, body), &LINES).pages::<Vec<i64>>(&PAGES);
        assert!(pages.next().await.unwrap().is_err());
    }
    assert!(items("application/problem+json", "{}").next().await.is_none());
    assert_eq!(items("", r#"{"items":[1]}"#).next().await.unwrap().unwrap(), 1);
}

/// A response in pieces, after which nothing comes for a long time.
async fn in_pieces(pieces: &'static [&'static str]) -> RawResponse {
    let transport = move |_request: http::Request<Body>| {
        let sent = pieces.iter().map(|piece| Bytes::from_static(piece.as_bytes()));
        let body = http_body_util::StreamBody::new(Stalling(sent.collect()));
        let body = http_body_util::BodyExt::boxed_unsync(body);
        std::future::ready(Ok::<_, BoxError>(http::Response::new(body)))
    };
    let core = Config::new(&API).transport(transport).timeout(Duration::from_millis(100)).build().unwrap();
    Call::new(&core, &LINES).stream(&[Declared::Default]).await.unwrap()
}

struct Stalling(std::collections::VecDeque<Bytes>);

impl futures_core::Stream for Stalling {
    type Item = Result<http_body::Frame<Bytes>, BoxError>;

    fn poll_next(
        mut self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        match self.0.pop_front() {
            Some(piece) => std::task::Poll::Ready(Some(Ok(http_body::Frame::data(piece)))),
            None => std::task::Poll::Pending,
        }
    }
}

#[tokio::test]
async fn a_carriage_return_ends_a_line_at_once() {
    for pieces in [
        &["data: 1\r\r"][..],
        &["data: 1\r", "\r"],
        &["data: 1\r", "\n", "\r"],
        &["da", "ta: 1\r", "\n\r"],
        &["data: 1\n", "\r"],
        &["data: 1\r\n\n"],
    ] {
        let mut events = in_pieces(pieces).await.events::<i64>().unwrap();
        assert_eq!(events.next().await.unwrap().unwrap().data, 1, "{pieces:?}");
    }
    let mut events = in_pieces(&["data: 1\r", "\n", "data: 2\r\n", "\r", "\ndata: 3\r\r"]).await.text_events().unwrap();
    assert_eq!(events.next().await.unwrap().unwrap().data, "1\n2");
    assert_eq!(events.next().await.unwrap().unwrap().data, "3");
    let mut lines = in_pieces(&["1\r", "\n2\r"]).await.lines::<i64>().unwrap();
    assert_eq!((lines.next().await.unwrap().unwrap(), lines.next().await.unwrap().unwrap()), (1, 2));
}

#[tokio::test]
async fn done_may_have_blanks_around_it() {
    for done in ["[DONE] ", "[DONE]\t ", "  [DONE]"] {
        let body = format!("data: 1\n\ndata: {done}\n\ndata: 2\n\n");
        let mut events = received("", &body).await.events::<i64>().unwrap();
        assert_eq!(events.next().await.unwrap().unwrap().data, 1);
        assert!(events.next().await.is_none(), "{done:?}");
    }
}

#[tokio::test]
async fn an_error_names_the_property_and_keeps_the_value_that_does_not_fit() {
    let (good, bad) = (r#"{"a":[1]}"#, r#"{"a":[1,"x"]}"#);
    type Lists = BTreeMap<String, Vec<i64>>;
    let mut events = received("", &format!("data: {good}\n\ndata: {bad}\n\n")).await.events::<Lists>().unwrap();
    assert!(events.next().await.unwrap().is_ok());
    let of_event = events.next().await.unwrap().unwrap_err();
    let mut lines = received("", &format!("{bad}\n")).await.lines::<Lists>().unwrap();
    let of_line = lines.next().await.unwrap().unwrap_err();
    for error in [of_event, of_line] {
        assert_eq!((error.member(), &error.body()[..]), (Some("a[1]"), bad.as_bytes()), "{error}");
    }
    let whole = received("", &format!("data: {bad}\n\n")).await.whole_events::<BTreeMap<String, i64>>();
    let error = whole.unwrap().next().await.unwrap().unwrap_err();
    let expected = format!(r#"{{"event":"message","data":{bad}}}"#);
    assert_eq!((error.member(), &error.body()[..]), (Some("event"), expected.as_bytes()), "{error}");
}

#[tokio::test]
async fn a_stream_of_events_can_be_resumed() {
    let body = "retry: 1500\nid: 7\ndata: a\n\nretry: soon\nid: 8\n\nid: 9\ndata: cut";
    let mut events = received("", body).await.text_events().unwrap();
    assert_eq!((events.last_event_id(), events.retry()), (None, None));
    let event = events.next().await.unwrap().unwrap();
    assert_eq!((event.id.as_deref(), event.retry), (Some("7"), Some(Duration::from_millis(1500))));
    assert!(events.next().await.is_none());
    // The identifier of an event without data is kept, that of an incomplete event is not.
    assert_eq!((events.last_event_id(), events.retry()), (Some("8"), Some(Duration::from_millis(1500))));
    let fake = Fake::new().respond_json(200, "");
    let core = Config::new(&API).transport(fake.clone()).build().unwrap();
    let options = CallOptions::new().last_event_id(events.last_event_id().unwrap());
    Call::new(&core, &LINES).with(options).send().await.unwrap();
    assert_eq!(fake.requests()[0].headers()["last-event-id"], "8");
}

#[tokio::test]
async fn lines_may_begin_with_a_byte_order_mark() {
    let mut lines = received("", "\u{feff}1\n2\n").await.lines::<i64>().unwrap();
    assert_eq!((lines.next().await.unwrap().unwrap(), lines.next().await.unwrap().unwrap()), (1, 2));
    assert!(lines.next().await.is_none());
    let mut lines = received("", "\u{feff}1").await.lines::<i64>().unwrap();
    assert_eq!(lines.next().await.unwrap().unwrap(), 1);
    // A byte order mark in a later line is an error.
    let mut lines = received("", "1\n\u{feff}2").await.lines::<i64>().unwrap();
    assert!(lines.next().await.unwrap().is_ok() && lines.next().await.unwrap().is_err());
}

#[tokio::test]
async fn a_response_with_too_many_headers_is_not_asked_for_again() {
    let headers: String = (0..101).map(|index| format!("x-{index}: 1\r\n")).collect();
    let head = format!("HTTP/1.1 200 OK\r\n{headers}content-length: 2\r\n\r\n{{}}");
    let server = Server::start(move |_, _| Act::Send(head.clone().into_bytes()));
    let retry = Retry::default().first_wait(Duration::from_millis(1));
    let error = got(&config(&server.url()).retry(retry).build().unwrap()).await.unwrap_err();
    assert_eq!((error.kind(), server.requests().len()), (ErrorKind::Transport, 1), "{error:#}");
    assert!(format!("{error:#}").contains("the response has more than 100 headers"), "{error:#}");
}

#[tokio::test]
async fn a_redirect_whose_location_is_not_ascii_says_so() {
    let server = Server::responding(vec![response("307 Temporary Redirect", &[("location", "/v1/é")], "")]);
    let error = created(&core(&server.url())).await.unwrap_err();
    assert_eq!((error.kind(), server.requests().len()), (ErrorKind::Redirect, 1));
    assert!(error.to_string().contains("`Location` header is not ASCII"), "{error}");
}

const MIXED: &str = "multipart/mixed; charset=utf-8; boundary=\"a=b c\"";

async fn parts(media: &str, body: &str) -> (Vec<i64>, Option<String>) {
    let mut parts = match received(media, body).await.parts::<i64>() {
        Ok(parts) => parts,
        Err(error) => return (Vec::new(), Some(error.to_string())),
    };
    let mut found = Vec::new();
    while let Some(part) = parts.next().await {
        match part {
            Ok(value) => found.push(value),
            Err(error) => {
                assert!(parts.next().await.is_none(), "something follows {error}");
                return (found, Some(std::error::Error::source(&error).map_or(error.to_string(), ToString::to_string)));
            }
        }
    }
    (found, None)
}

#[tokio::test]
async fn parts_are_read_one_by_one() {
    let whole = "preamble\r\n--a=b c\r\nContent-Type: application/json\r\n\r\n1\r\n--a=b c  \r\n\r\n2\r\n--a=b c--\r\n--a=b c\r\n\r\n3";
    assert_eq!(parts(MIXED, whole).await, (vec![1, 2], None));
    assert_eq!(parts(MIXED, &whole.replace("\r\n", "\n")).await, (vec![1, 2], None));
    assert_eq!(parts(MIXED, "").await, (vec![], None));
    assert_eq!(parts("multipart/related;boundary=x", "--x\n\n\n 4\n\n--x--").await, (vec![4], None));
    // The last line only starts like a delimiter.
    assert_eq!(parts("multipart/mixed; boundary=-", "---\n\n5\n---x\n---").await.1.as_deref().map(|_| ()), Some(()));
}

#[tokio::test]
async fn parts_that_cannot_be_read_are_errors() {
    for (body, wanted) in [
        (
            "--a=b c\r\n\r\n1\r\n--a=b c\r\ncontent-type: image/png\r\n\r\nx\r\n--a=b c--",
            "it is `image/png`, and not JSON",
        ),
        ("--a=b c\r\n\r\n1\r\n--a=b c\r\n\r\n2", "the response ends within it"),
        ("--a=b c\r\n\r\n1\r\n--a=b c\r\n--a=b c--", "it ends before its content"),
        ("--a=b c\r\n\r\n1\r\n--a=b c\r\n\r\nno\r\n--a=b c--", "expected"),
    ] {
        let (found, error) = parts(MIXED, body).await;
        assert_eq!(found, [1], "{body}");
        assert!(error.as_deref().is_some_and(|error| error.contains(wanted)), "{error:?}");
    }
    for media in ["multipart/mixed", "multipart/mixed; boundary=", "application/json; boundary=x", ""] {
        assert!(parts(media, "1").await.1.is_some(), "{media}");
    }
}

#[tokio::test]
async fn values_are_sent_one_after_the_other() {
    for (media, content_type, wanted) in [
        ("application/jsonl", "application/jsonl", "{\"a\":1}\n{\"a\":2}\n"),
        ("application/json-seq", "application/json-seq", "\u{1e}{\"a\":1}\n\u{1e}{\"a\":2}\n"),
        (
            "multipart/mixed",
            "multipart/mixed; boundary=part-of-json",
            "--part-of-json\r\nContent-Type: application/json\r\n\r\n{\"a\":1}\r\n\
             --part-of-json\r\nContent-Type: application/json\r\n\r\n{\"a\":2}\r\n--part-of-json--\r\n",
        ),
    ] {
        let operation = Operation::new("send", "POST", "/lines").content_type(media).responses(&[Declared::Code(200)]);
        let operation: &'static Operation = Box::leak(Box::new(operation));
        let fake = Fake::new().respond(http::Response::new(Bytes::new()));
        let core = Config::new(&API).transport(fake.clone()).build().unwrap();
        // A value that is kept as received is sent without its line ends.
        let values: Vec<crate::runtime::json::value::Json> =
            ["{\"a\":1}", "{\"a\":\n2}"].map(|text| serde_json::from_str(text).unwrap()).into();
        Call::new(&core, operation).json_sequence(&values).send().await.unwrap();
        let request = &fake.requests()[0];
        assert_eq!(request.headers()["content-type"], content_type);
        assert_eq!(request.body(), wanted);
    }
}
