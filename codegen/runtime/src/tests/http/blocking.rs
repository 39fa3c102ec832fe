//! Tests of streams for callers without async, with a real server and the default transport.

use std::io::{BufRead, Read};
use std::time::Duration;

use crate::runtime::call::blocking::wait;
use crate::runtime::call::builder::Call;
use crate::runtime::call::error::{Error, ErrorKind};
use crate::runtime::call::operation::*;
use crate::runtime::call::response::RawResponse;
use crate::runtime::streams::pages::{Items, Pages};
use crate::runtime::streams::paging::{Next, Paging};

use super::server::{Act, Server, json, response};
use super::support::{Json, TOKEN, config, core};

static LIST: Operation = Operation::new("carts.list", "GET", "/carts")
    .accept("*/*")
    .security(&[&["Authorization"]])
    .responses(&[Declared::Code(200)]);

static BY_NUMBER: Paging = Paging { items: "/items", required: false, next: Next::Number { param: "page", first: 1 } };

fn received(server: &Server) -> RawResponse {
    wait(Call::new(&core(&server.url()), &LIST).stream(&[Declared::Default])).unwrap()
}

fn holding(body: impl AsRef<[u8]>) -> Server {
    Server::responding(vec![response("200 OK", &[], body)])
}

#[test]
fn a_download_is_a_reader() {
    let server = holding("one\ntwo\n".repeat(100_000));
    let mut reader = received(&server).download().unwrap().into_inner().blocking();
    assert_eq!(reader.length(), Some(800_000));
    assert_eq!(reader.read(&mut []).unwrap(), 0);
    let (mut four, mut line) = ([0; 4], String::new());
    reader.read_exact(&mut four).unwrap();
    assert_eq!((&four, reader.read_line(&mut line).unwrap()), (b"one\n", 4));
    assert_eq!(line, "two\n");
    let mut rest = Vec::new();
    assert_eq!(reader.read_to_end(&mut rest).unwrap(), 800_000 - 8);
    assert_eq!((reader.read(&mut four).unwrap(), reader.length()), (0, Some(0)));
    assert_eq!(received(&server).download().unwrap().into_inner().blocking().lines().count(), 200_000);
}

#[test]
fn a_reader_that_fails_never_seems_to_be_at_its_end() {
    let head = b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nabc".to_vec();
    let server = Server::start(move |index, _| match index {
        0 => Act::Close(head.clone()),
        _ => Act::Stall(head.clone(), Duration::from_secs(5)),
    });
    let core = config(&server.url()).timeout(Duration::from_millis(200)).build().unwrap();
    for (kind, expected) in
        [(ErrorKind::Transport, std::io::ErrorKind::Other), (ErrorKind::Timeout, std::io::ErrorKind::TimedOut)]
    {
        let response = wait(Call::new(&core, &LIST).stream(&[Declared::Default])).unwrap();
        let mut reader = response.download().unwrap().into_inner().blocking();
        let mut whole = Vec::new();
        let error = reader.read_to_end(&mut whole).unwrap_err();
        assert_eq!((error.kind(), &*whole), (expected, &b"abc"[..]));
        let error = error.get_ref().and_then(|error| error.downcast_ref::<Error>()).unwrap();
        assert_eq!(error.kind(), kind);
        assert!(!format!("{error} {error:?} {reader:?}").contains(TOKEN));
        assert!(reader.read(&mut [0]).is_err());
    }
}

#[test]
fn events_and_lines_are_iterators() {
    let server = holding("data: 1\n\ndata: 2\n\ndata: [DONE]\n\n");
    let events = received(&server).events::<i64>().unwrap().into_inner().blocking();
    let events: Result<Vec<i64>, Error> = events.map(|event| Ok(event?.data)).collect();
    assert_eq!(events.unwrap(), [1, 2]);
    let server = holding("1\n2\nx\n3\n");
    let mut lines = received(&server).lines::<i64>().unwrap().into_inner().blocking();
    let kinds: Vec<_> = lines.by_ref().map(|line| line.map_err(|error| error.kind())).collect();
    assert_eq!(kinds, [Ok(1), Ok(2), Err(ErrorKind::Decode)]);
    assert!(lines.next().is_none());
}

fn pages() -> Server {
    Server::responding(vec![json("200 OK", r#"{"items":[1,2]}"#), json("200 OK", r#"{"items":[]}"#)])
}

#[test]
fn pages_and_items_are_iterators() {
    let server = pages();
    let items: Items<i64> = Call::new(&core(&server.url()), &LIST).items(&BY_NUMBER);
    assert_eq!(items.blocking().collect::<Result<Vec<i64>, Error>>().unwrap(), [1, 2]);
    assert_eq!(server.requests().len(), 2);
    let server = pages();
    let pages: Pages<Json> = Call::new(&core(&server.url()), &LIST).pages(&BY_NUMBER);
    let mut pages = pages.blocking();
    assert_eq!(pages.next().unwrap().unwrap()["items"][1], 2);
    // Nothing is requested before the first item is read.
    assert_eq!(server.requests().len(), 1);
    assert_eq!(pages.count(), 1);
}

#[tokio::test]
async fn a_thread_of_an_async_runtime_may_wait_too() {
    let server = pages();
    let items: Items<i64> = Call::new(&core(&server.url()), &LIST).items(&BY_NUMBER);
    assert_eq!(items.blocking().filter_map(Result::ok).sum::<i64>(), 3);
    // An async stream can be continued as a blocking one, and the other way round.
    let server = holding("data: 1\n\ndata: 2\n\n");
    let mut events = received(&server).events::<i64>().unwrap().into_inner().blocking();
    assert_eq!(events.next().unwrap().unwrap().data, 1);
    assert_eq!(events.into_inner().next().await.unwrap().unwrap().data, 2);
}
