//! Tests of connections that fail before, within and after the head of a response, and of calls that are dropped.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use partner_center::{Client, ErrorKind, Retry};

use super::server::{Act, Server, json};
use super::{WAYS, Way, builder, call, came, client, fault, log};

#[tokio::test]
async fn refused() {
    for way in WAYS {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        drop(listener);
        let error = call(&client(&url), way).await.unwrap_err();
        assert_eq!((error.kind(), error.attempts(), error.status()), (ErrorKind::Transport, 4, None));
        assert!(format!("{error:#}").to_lowercase().contains("refused"), "{error:#}");
    }
    log::holds_no_token();
}

#[tokio::test]
async fn reset_before_the_headers() {
    let error = fault(|| Act::Reset(Vec::new()), ErrorKind::Transport, 4).await;
    assert!(std::error::Error::source(&error).is_some() && error.status().is_none());
}

#[tokio::test]
async fn reset_inside_the_headers() {
    let error = fault(|| Act::Reset(b"HTTP/1.1 201 Created\r\ncontent-le".to_vec()), ErrorKind::Transport, 4).await;
    assert_eq!(error.status(), None);
}

#[tokio::test]
async fn reset_after_the_headers() {
    let act = || Act::Reset(b"HTTP/1.1 201 Created\r\ncontent-length: 10\r\nms-correlationid: c\r\n\r\n".to_vec());
    let error = fault(act, ErrorKind::Transport, 4).await;
    assert_eq!((error.status().unwrap().as_u16(), error.correlation_id()), (201, Some("c")));
}

#[tokio::test]
async fn a_body_cut_short() {
    let act = || Act::Close(b"HTTP/1.1 201 Created\r\ncontent-length: 10\r\nms-requestid: r\r\n\r\n{\"id\"".to_vec());
    let error = fault(act, ErrorKind::Transport, 4).await;
    assert_eq!((error.body().as_ref(), error.request_id()), (&b"{\"id\""[..], Some("r")));
}

#[tokio::test]
async fn chunks_cut_short() {
    let act = || Act::Close(b"HTTP/1.1 201 Created\r\ntransfer-encoding: chunked\r\n\r\n5\r\n{\"id\"\r\n".to_vec());
    let error = fault(act, ErrorKind::Transport, 4).await;
    assert_eq!(error.body().as_ref(), b"{\"id\"");
}

#[tokio::test]
async fn a_body_slower_than_the_timeout() {
    for way in [Way::Create, Way::Blocking] {
        let head = b"HTTP/1.1 201 Created\r\ncontent-length: 10\r\n\r\n{\"id";
        let server = Server::start(|_, _| Act::Stall(head.to_vec(), Duration::from_secs(30)));
        let error = call(&hurried(&server.url()), way).await.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Timeout, 2), "{error:#}");
        assert!(error.to_string().contains("no complete response within 500ms"), "{error}");
        came(&server, 2);
    }
    log::holds_no_token();
}

/// A client with a timeout of half a second, measured by the real clock.
fn hurried(url: &str) -> Client {
    let retry = Retry::default().attempts(2).first_wait(Duration::from_millis(1));
    let transport = partner_center::Reqwest::new().unwrap();
    builder(url).transport(transport).retry(retry).timeout(Duration::from_millis(500)).build().unwrap()
}

/// The server observes the connection of the dropped call: it is closed when the call is dropped.
#[tokio::test]
async fn a_call_dropped_half_way() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let (half_way, begun) = tokio::sync::oneshot::channel();
    let (over, ended) = mpsc::channel();
    let server = thread::spawn(move || {
        let mut first = listener.accept().unwrap().0;
        head(&mut first);
        first.write_all(b"HTTP/1.1 201 Created\r\ncontent-length: 10\r\n\r\n{\"id").unwrap();
        half_way.send(()).unwrap();
        // Only the end of the connection follows, regular or not.
        over.send(matches!(first.read(&mut [0]), Ok(0) | Err(_))).unwrap();
        let mut second = listener.accept().unwrap().0;
        head(&mut second);
        second.write_all(&json("201 Created", r#"{"id":"next"}"#)).unwrap();
        listener.set_nonblocking(true).unwrap();
        listener.accept().is_err()
    });
    let client = client(&url);
    let task = tokio::spawn({
        let client = client.clone();
        async move { call(&client, Way::Create).await }
    });
    begun.await.unwrap();
    task.abort();
    assert!(task.await.unwrap_err().is_cancelled());
    let ended = tokio::task::spawn_blocking(move || ended.recv_timeout(Duration::from_secs(30)));
    assert!(ended.await.unwrap().expect("the connection ends with the call"));
    assert_eq!(call(&client, Way::Create).await.unwrap().id.as_deref(), Some("next"));
    assert!(server.join().unwrap(), "nothing was sent behind the caller's back");
    log::holds_no_token();
}

/// Reads the head of a request and its body.
fn head(stream: &mut TcpStream) {
    let (mut text, mut byte) = (Vec::new(), [0]);
    while !text.ends_with(b"\r\n\r\n") {
        stream.read_exact(&mut byte).unwrap();
        text.push(byte[0]);
    }
    let text = String::from_utf8(text).unwrap();
    let length = text.lines().find_map(|line| line.strip_prefix("content-length: ")).unwrap();
    stream.read_exact(&mut vec![0; length.parse().unwrap()]).unwrap();
}

#[tokio::test]
async fn a_call_dropped_while_it_waits_to_try_again() {
    let unavailable = || Act::Send(json("503 Service Unavailable", "{}"));
    let server = Server::start(move |_, _| unavailable());
    let transport = partner_center::Reqwest::new().unwrap();
    // The wait is ten seconds, and the test does not wait for it.
    let retry = Retry::default().first_wait(Duration::from_secs(20));
    let client = builder(&server.url()).transport(transport).random(super::half()).retry(retry).build().unwrap();
    let task = tokio::spawn(async move { call(&client, Way::Create).await });
    while server.requests().is_empty() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    tokio::time::sleep(Duration::from_millis(100)).await;
    task.abort();
    assert!(task.await.unwrap_err().is_cancelled());
    came(&server, 1);
    log::holds_no_token();
}
