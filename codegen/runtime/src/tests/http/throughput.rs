//! Tests of bodies that stall, in both directions, and of connections that are never established.

use std::convert::Infallible;
use std::net::{SocketAddr, TcpListener};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use bytes::Bytes;
use futures_core::Stream;
use http_body_util::BodyExt;

use crate::runtime::body::upload::Upload;
use crate::runtime::call::builder::Call;
use crate::runtime::call::config::Core;
use crate::runtime::call::error::{Error, ErrorKind};
use crate::runtime::call::operation::Declared;
use crate::runtime::call::options::CallOptions;
use crate::runtime::call::retry::Retry;
use crate::runtime::http::reqwest::Reqwest;
use crate::runtime::http::throughput::MinThroughput;
use crate::runtime::http::transport::{Body, BoxError};
use crate::runtime::streams::download::Download;

use super::server::{Act, Server, json};
use super::support::*;

/// A client without retries that requires ten bytes in 200 ms.
fn client(url: &str) -> Core {
    let minimum = MinThroughput::new(10, Duration::from_millis(200));
    config(url).retry(Retry::off()).min_throughput(minimum).build().unwrap()
}

/// A server that sends a head at once and then this many bytes at a time, each after a while.
fn dripping(bytes: usize, pause: Duration) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        use std::io::{Read, Write};
        for mut stream in listener.incoming().map_while(Result::ok) {
            let _ = stream.read(&mut [0; 4096]);
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 400\r\n\r\n");
            for _ in 0..400 / bytes {
                if stream.write_all(&vec![b' '; bytes]).is_err() {
                    break;
                }
                std::thread::sleep(pause);
            }
        }
    });
    url
}

async fn download(core: &Core) -> Result<Download, Error> {
    let call = Call::new(core, &GET).path("cart_id", "k");
    Ok(call.stream(&[Declared::Code(200)]).await?.download()?.into_inner())
}

#[tokio::test]
async fn a_response_that_drips_is_given_up() {
    let core = client(&dripping(1, Duration::from_millis(50)));
    for options in [None, Some(CallOptions::new().min_throughput(MinThroughput::off()).timeout(ms(600)))] {
        let off = options.is_some();
        let call = Call::new(&core, &GET).path("cart_id", "k").with(options.unwrap_or_default());
        let start = Instant::now();
        let error = call.send().await.unwrap_err();
        assert_eq!((error.kind(), error.status().is_some()), (ErrorKind::Timeout, !off), "{error}");
        assert_eq!(error.to_string().contains("less than 10 bytes of the response body moved within 200ms"), !off);
        assert!(off || start.elapsed() < ms(5000), "{:?}", start.elapsed());
    }
    let mut download = download(&core).await.unwrap();
    let error = loop {
        match download.next().await.expect("the body does not end in order") {
            Ok(_) => {}
            Err(error) => break error,
        }
    };
    assert_eq!(error.kind(), ErrorKind::Timeout, "{error}");
    assert!(download.next().await.is_none());
}

#[tokio::test]
async fn a_response_that_is_fast_enough_is_read() {
    let core = client(&dripping(20, ms(50)));
    assert_eq!(Call::new(&core, &GET).path("cart_id", "k").send().await.unwrap().plain_text().unwrap().len(), 400);
    // A slow caller does not violate the minimum throughput of the service.
    let mut download = download(&core).await.unwrap();
    let mut length = 0;
    while let Some(piece) = download.next().await {
        length += piece.unwrap().len();
        tokio::time::sleep(ms(if length < 60 { 300 } else { 0 })).await;
    }
    assert_eq!(length, 400);
}

/// Pieces of a megabyte, each after a pause.
struct Source {
    left: usize,
    pause: Duration,
    sleep: Option<Pin<Box<tokio::time::Sleep>>>,
}

impl Stream for Source {
    type Item = Result<Bytes, Infallible>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.left == 0 {
            return Poll::Ready(None);
        }
        let pause = self.pause;
        let sleep = self.sleep.get_or_insert_with(|| Box::pin(tokio::time::sleep(pause)));
        std::task::ready!(sleep.as_mut().poll(context));
        self.sleep = None;
        self.left -= 1;
        Poll::Ready(Some(Ok(Bytes::from(vec![b'x'; 1 << 20]))))
    }
}

fn source(left: usize, pause: Duration) -> Source {
    Source { left, pause, sleep: None }
}

/// A server that reads nothing, or starts reading after some time.
fn deaf() -> (String, TcpListener) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    (format!("http://{}", listener.local_addr().unwrap()), listener)
}

#[tokio::test]
async fn an_upload_that_nobody_reads_is_given_up() {
    let (url, _listener) = deaf();
    let core = client(&url);
    for upload in [
        Upload::stream(source(100, Duration::ZERO)),
        Upload::sized_stream(source(100, Duration::ZERO), 100 << 20),
        Upload::from(vec![0; 100 << 20]),
    ] {
        let start = Instant::now();
        let error = create(&core).upload(upload).send().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Timeout, "{error:#}");
        assert!(error.to_string().ends_with("less than 10 bytes of the request body moved within 200ms"), "{error}");
        assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
    }
}

#[tokio::test]
async fn an_upload_from_a_slow_source_and_a_slow_answer_are_waited_for() {
    let server = Server::start(|_, _| {
        std::thread::sleep(ms(600));
        Act::Send(json("201 Created", "{}"))
    });
    let core = client(&server.url());
    for upload in [
        Upload::stream(source(2, ms(500))),
        Upload::sized_stream(source(2, ms(500)), 2 << 20),
        Upload::from(vec![0; 2 << 20]),
    ] {
        create(&core).upload(upload).send().await.unwrap();
    }
    assert!(server.requests().iter().all(|request| request.body.len() == 2 << 20));
}

/// A transport that responds without reading the body, and one that reads it completely before it waits.
#[tokio::test]
async fn a_body_that_is_done_with_does_not_stall() {
    for reads in [false, true] {
        let transport = move |request: http::Request<Body>| async move {
            match reads {
                true => drop(request.into_body().collect().await?),
                false => drop(request),
            }
            tokio::time::sleep(ms(500)).await;
            Ok(http::Response::builder().status(201).body(crate::runtime::http::transport::full_body("{}"))?)
        };
        let minimum = MinThroughput::new(10, ms(200));
        let core = config("https://h").transport((transport, tokio::time::sleep)).min_throughput(minimum);
        create(&core.build().unwrap()).upload(Upload::from(vec![0; 2 << 20])).send().await.unwrap();
    }
}

fn ms(time: u64) -> Duration {
    Duration::from_millis(time)
}

/// A listener whose queue is full, so that nobody else can connect.
fn full() -> (SocketAddr, Vec<socket2::Socket>) {
    let socket = || socket2::Socket::new(socket2::Domain::IPV4, socket2::Type::STREAM, None).unwrap();
    let listener = socket();
    listener.bind(&SocketAddr::from(([127, 0, 0, 1], 0)).into()).unwrap();
    listener.listen(0).unwrap();
    let address = listener.local_addr().unwrap();
    let mut sockets = vec![listener];
    for _ in 0..4 {
        let client = socket();
        client.set_nonblocking(true).unwrap();
        let _ = client.connect(&address);
        sockets.push(client);
    }
    std::thread::sleep(ms(50));
    (address.as_socket().unwrap(), sockets)
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_connection_has_a_timeout_of_its_own() {
    let (address, _sockets) = full();
    let retry = Retry::default().attempts(2).first_wait(ms(1));
    let core = config(&format!("http://{address}")).connect_timeout(ms(200)).retry(retry).build().unwrap();
    let start = Instant::now();
    // Nothing was sent, so this call is retried although it is not idempotent.
    let error = submitted(&core).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Transport, 2), "{error:#}");
    assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
    assert!(format!("{error:#}").contains("nothing of the request was sent"), "{error:#}");
}

#[test]
fn a_transport_of_ones_own_has_its_own_connect_timeout() {
    let config = config("https://h").connect_timeout(ms(200)).transport(Reqwest::new().unwrap());
    let error = config.build().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config);
    assert!(error.to_string().ends_with("`connect_timeout` applies to the default transport only"), "{error}");
}

/// A body that always has an empty frame.
struct Endless;

impl http_body::Body for Endless {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        self: Pin<&mut Self>,
        _context: &mut Context<'_>,
    ) -> Poll<Option<Result<http_body::Frame<Bytes>, BoxError>>> {
        Poll::Ready(Some(Ok(http_body::Frame::data(Bytes::new()))))
    }
}

#[tokio::test]
async fn a_body_that_never_waits_ends_with_the_timeout() {
    let transport =
        |_request: http::Request<Body>| async { Ok::<_, BoxError>(http::Response::new(Endless.boxed_unsync())) };
    let core = config("https://h").transport(transport).build().unwrap();
    let options = CallOptions::new().timeout(Duration::from_millis(50)).retry(Retry::off());
    let error = Call::new(&core, &GET).path("cart_id", "k").with(options).send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
}
