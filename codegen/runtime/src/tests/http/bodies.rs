//! Tests of streamed request bodies, multipart bodies, and streamed responses.

use std::collections::BTreeMap;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;

use crate::runtime::body::multipart::Part;
use crate::runtime::body::upload::Upload;
use crate::runtime::call::builder::Call;
use crate::runtime::call::config::{Config, Core};
use crate::runtime::call::error::{Error, ErrorKind};
use crate::runtime::call::operation::*;
use crate::runtime::call::response::RawResponse;
use crate::runtime::http::fake::Fake;
use crate::runtime::http::transport::BoxError;
use crate::runtime::params::style::{Param, Style};

use super::server::{Act, Server, response};
use super::support::{API, Json};

static PUT: Operation = Operation::new("files.put", "PUT", "/file")
    .accept("*/*")
    .content_type("application/*")
    .responses(&[Declared::Code(200)]);

/// A number of pieces with the given content.
struct Pieces(usize, Bytes);

impl Stream for Pieces {
    type Item = Result<Bytes, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.0 == 0 {
            return Poll::Ready(None);
        }
        self.0 -= 1;
        Poll::Ready(Some(Ok(self.1.clone())))
    }
}

fn core(url: &str) -> Core {
    Config::new(&API).base_url(url).build().unwrap()
}

fn faked(fake: &Fake) -> Core {
    Config::new(&API).transport(fake.clone()).build().unwrap()
}

#[tokio::test]
async fn a_stream_goes_out_as_it_comes_and_only_once() {
    let server = Server::responding(vec![response("503 Busy", &[], ""), response("200 OK", &[], "")]);
    let core = core(&server.url());
    let pieces = || Pieces(3, Bytes::from_static(b"abc"));
    let error = Call::new(&core, &PUT).upload(Upload::stream(pieces())).send().await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Unexpected, 1));
    let sized = Upload::sized_stream(pieces(), 9).content_type("image/png");
    Call::new(&core, &PUT).upload(sized).send().await.unwrap();
    let requests = server.requests();
    assert_eq!(requests.len(), 2);
    assert!(requests.iter().all(|request| request.body == b"abcabcabc"));
    assert_eq!(requests[0].header("transfer-encoding"), Some("chunked"));
    assert_eq!(requests[0].header("content-type"), Some("application/octet-stream"));
    assert_eq!(requests[1].header("content-length"), Some("9"));
    assert_eq!(requests[1].header("content-type"), Some("image/png"));
}

#[tokio::test]
async fn bytes_are_sent_again_and_a_stream_too_that_nobody_has_read() {
    let fake = Fake::new().respond_json(503, "").respond_json(200, "");
    Call::new(&faked(&fake), &PUT).upload("text".into()).send().await.unwrap();
    assert_eq!(fake.requests().len(), 2);
    // The connection fails before any part of the body is read.
    let tries = std::sync::Arc::new(std::sync::atomic::AtomicU32::new(0));
    let counted = tries.clone();
    let transport = move |_request: http::Request<_>| {
        counted.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        std::future::ready(Err::<http::Response<_>, BoxError>("refused".into()))
    };
    let sleepless = (transport, |_| std::future::ready(()));
    let core = Config::new(&API).transport(sleepless).build().unwrap();
    let upload = Upload::stream(Pieces(1, Bytes::from_static(b"x")));
    assert!(Call::new(&core, &PUT).upload(upload).send().await.is_err());
    assert_eq!(tries.load(std::sync::atomic::Ordering::Relaxed), 4);
}

#[tokio::test]
async fn parts_are_told_apart() {
    let fake = Fake::new().respond_json(200, "").respond_json(200, "");
    let file = || Part::from(b"\x00\x01".to_vec()).file_name("a\"b.bin");
    let call = Call::new(&faked(&fake), &PUT)
        .text_part("title", "", "Ünique")
        .json_part("meta", "application/json", &serde_json::json!({"a": 1}))
        .file_parts("file", "application/octet-stream", vec![file(), file().content_type("image/png")]);
    call.send().await.unwrap();
    let request = &fake.requests()[0];
    let content_type = request.headers()["content-type"].to_str().unwrap();
    let boundary = content_type.strip_prefix("multipart/form-data; boundary=").unwrap();
    let text = String::from_utf8_lossy(request.body()).replace(boundary, "B").replace("\r\n", "\n");
    let expected = "--B\ncontent-disposition: form-data; name=\"title\"\n\nÜnique\n\
        --B\ncontent-disposition: form-data; name=\"meta\"\ncontent-type: application/json\n\n{\"a\":1}\n\
        --B\ncontent-disposition: form-data; name=\"file\"; filename=\"a%22b.bin\"\n\
        content-type: application/octet-stream\n\n\0\u{1}\n\
        --B\ncontent-disposition: form-data; name=\"file\"; filename=\"a%22b.bin\"\n\
        content-type: image/png\n\n\0\u{1}\n--B--\n";
    assert_eq!(text, expected);
    let bad = Call::new(&faked(&fake), &PUT).file_part("f", "", file().content_type("a\r\nb: c"));
    assert!(bad.send().await.unwrap_err().to_string().contains("the part `f`"));
}

#[tokio::test]
async fn a_part_that_is_set_again_is_replaced() {
    let fake = Fake::new().respond_json(200, "").respond_json(200, "");
    let tags = Param::cookie("tags", Style::Form).exploded();
    let call = Call::new(&faked(&fake), &PUT)
        .file_part("file", "image/png", Part::from("old"))
        .text_part("title", "", "old")
        .further_part("x", Part::from("1"))
        .further_part("x", Part::from("2"))
        .text_parts("n", "", &[1, 2])
        .styled_part(tags, &["a", "b"])
        .text_part("title", "", "form-data; name=\"n\"\r\n")
        .text_parts("n", "", &[3])
        .styled_part(tags, &["c"])
        .file_part("file", "image/png", Part::from("new").content_type(""));
    call.send().await.unwrap();
    let request = &fake.requests()[0];
    let content_type = request.headers()["content-type"].to_str().unwrap();
    let boundary = content_type.strip_prefix("multipart/form-data; boundary=").unwrap();
    let text = String::from_utf8_lossy(request.body()).replace(boundary, "B").replace("\r\n", "\n");
    let part = |name: &str, value: &str| format!("--B\ncontent-disposition: form-data; name=\"{name}\"\n\n{value}\n");
    let file = "--B\ncontent-disposition: form-data; name=\"file\"; filename=\"file\"\n\nnew\n";
    let title = part("title", "form-data; name=\"n\"\n");
    let parts = [&part("x", "1"), &part("x", "2"), &*title, &part("n", "3"), &part("tags", "c"), file, "--B--\n"];
    assert_eq!(text, parts.concat());
    // Nothing is left of a part that is set to no value.
    let call = Call::new(&faked(&fake), &PUT).text_parts("n", "", &[1]).text_parts::<i64>("n", "", &[]);
    call.send().await.unwrap();
    assert_eq!(fake.requests()[1].headers().get("content-type"), None);
    assert!(fake.requests()[1].body().is_empty());
}

#[tokio::test]
async fn a_download_has_no_bound_and_its_bytes_have_one() {
    let body = vec![7; 100_000];
    let server = Server::responding(vec![response("200 OK", &[], &body)]);
    let core = Config::new(&API).base_url(&server.url()).max_response_size(1000).build().unwrap();
    let get = || Call::new(&core, &PUT).stream(&[Declared::Default]);
    let mut download = get().await.unwrap().download().unwrap();
    assert_eq!((download.status().as_u16(), download.length()), (200, Some(100_000)));
    let mut count = 0;
    while let Some(piece) = download.next().await {
        count += piece.unwrap().len();
    }
    assert_eq!(count, body.len());
    let download = get().await.unwrap().download().unwrap().into_inner();
    assert_eq!(download.bytes().await.unwrap_err().kind(), ErrorKind::TooLarge);
    assert_eq!(get().await.unwrap().json::<Json>().unwrap_err().kind(), ErrorKind::Decode);
}

#[tokio::test]
async fn a_download_that_breaks_or_stalls_is_an_error_and_its_end() {
    let head = b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nabc".to_vec();
    let server = Server::start(move |index, _| match index {
        0 => Act::Close(head.clone()),
        _ => Act::Stall(head.clone(), std::time::Duration::from_secs(5)),
    });
    let config = Config::new(&API).base_url(&server.url()).timeout(std::time::Duration::from_millis(200));
    let core = config.build().unwrap();
    for kind in [ErrorKind::Transport, ErrorKind::Timeout] {
        let mut download = Call::new(&core, &PUT).stream(&[Declared::Code(200)]).await.unwrap().download().unwrap();
        assert_eq!(download.next().await.unwrap().unwrap(), "abc");
        assert_eq!(download.next().await.unwrap().unwrap_err().kind(), kind);
        assert!(download.next().await.is_none());
    }
}

/// A response whose body arrives in pieces of a few bytes.
async fn received(body: &'static str) -> RawResponse {
    let transport = move |_request: http::Request<_>| {
        let body = Upload::stream(Bits(body.as_bytes())).into_body();
        std::future::ready(Ok::<_, BoxError>(http::Response::new(body)))
    };
    let core = Config::new(&API).transport(transport).max_response_size(100).build().unwrap();
    Call::new(&core, &PUT).stream(&[Declared::Default]).await.unwrap()
}

struct Bits(&'static [u8]);

impl Stream for Bits {
    type Item = Result<Bytes, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let (piece, rest) = self.0.split_at(self.0.len().min(3));
        self.0 = rest;
        Poll::Ready((!piece.is_empty()).then_some(Ok(Bytes::from_static(piece))))
    }
}

#[tokio::test]
async fn events_are_read_as_the_standard_says() {
    let text = "\u{feff}: hello\r\nevent: add\r\nid: 1\r\ndata: {\"a\":\r\ndata: 1}\r\n\r\nid\r\rdata:{}\n\ndata: [DONE]\n\ndata: x\n\n";
    let mut events = received(text).await.events::<Json>().unwrap();
    let event = events.next().await.unwrap().unwrap();
    assert_eq!((event.kind.as_deref(), event.id.as_deref(), &event.data["a"]), (Some("add"), Some("1"), &1.into()));
    let event = events.next().await.unwrap().unwrap();
    assert_eq!((event.kind, event.id.as_deref()), (None, Some("")));
    assert!(events.next().await.is_none());
    assert!(events.next().await.is_none());
    let mut events = received("data: a\n\ndata\n\ndata: [DONE]\n\ndata: lost").await.text_events().unwrap();
    let mut all = Vec::new();
    while let Some(event) = events.next().await {
        all.push(event.unwrap().data);
    }
    assert_eq!(all, ["a", "", "[DONE]"]);
}

#[tokio::test]
async fn events_are_read_as_objects() {
    let text = "event: made\nid: 7\ndata: {\"a\":1.50}\n\nid: x\ndata: not JSON\n\ndata: [DONE]\n\n";
    let mut events = received(text).await.whole_events::<Json>().unwrap();
    let event = events.next().await.unwrap().unwrap();
    // With the feature `precision`, numbers keep their digits.
    let expected: serde_json::Value =
        serde_json::from_str(r#"{"event":"made","id":"7","data":{"a":1.50}}"#).expect("it is JSON");
    assert_eq!(*event.data, expected);
    assert_eq!(event.kind.as_deref(), Some("made"));
    let event = events.next().await.unwrap().unwrap();
    assert_eq!(*event.data, serde_json::json!({"event": "message", "id": "x", "data": "not JSON"}));
    assert!(events.next().await.is_none());
    // Data that looks like JSON is a string where the type says so.
    let texts = received("id: 7\ndata: {\"a\":5}\n\n").await.whole_events::<BTreeMap<String, String>>();
    let event = texts.unwrap().next().await.unwrap().unwrap();
    assert_eq!(event.data["data"], "{\"a\":5}");
}

#[tokio::test]
async fn lines_are_read_one_by_one() {
    let mut lines = received("{\"a\":1}\r\n\n\u{1e}{\"a\":2}\n{\"a\":3}").await.lines::<Json>().unwrap();
    let mut all = Vec::new();
    while let Some(line) = lines.next().await {
        all.push(line.unwrap()["a"].as_i64().unwrap());
    }
    assert_eq!(all, [1, 2, 3]);
    let mut lines = received("1\nx\n2\n").await.lines::<i64>().unwrap();
    let kinds = |outcome: Option<Result<i64, Error>>| outcome.map(|item| item.map_err(|error| error.kind()));
    assert_eq!(kinds(lines.next().await), Some(Ok(1)));
    assert_eq!(kinds(lines.next().await), Some(Err(ErrorKind::Decode)));
    assert_eq!(kinds(lines.next().await), None);
    const LONG: &str = "\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"";
    let mut lines = received(LONG).await.lines::<Json>().unwrap();
    assert_eq!(lines.next().await.unwrap().unwrap_err().kind(), ErrorKind::TooLarge);
    assert!(lines.next().await.is_none());
}
