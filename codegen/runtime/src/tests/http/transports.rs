//! Tests of transports: closures, pairs, layers, the default one without a runtime, and calls without async.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use http_body_util::BodyExt;

use crate::runtime::call::blocking::wait;
use crate::runtime::call::retry::Retry;
use crate::runtime::http::fake::Fake;
use crate::runtime::http::layer::{Layered, Next};
use crate::runtime::http::reqwest::Reqwest;
use crate::runtime::http::transport::{Body, BoxError, Transport, full_body};

use super::server::{Act, Server, json};
use super::support::*;

async fn echo(request: http::Request<Body>) -> Result<http::Response<Body>, BoxError> {
    let body = request.into_body().collect().await?.to_bytes();
    Ok(http::Response::new(full_body(body)))
}

#[tokio::test]
async fn closures_are_transports() {
    let transport = |request: http::Request<Body>| async move { echo(request).await };
    let response = created(&config("https://h").transport(transport).build().unwrap()).await.unwrap();
    assert_eq!(response["lineItems"], serde_json::json!([]));
}

#[tokio::test]
async fn a_pair_sleeps_as_it_likes() {
    let (sent, slept) = (Arc::new(AtomicUsize::new(0)), Arc::new(Mutex::new(Vec::new())));
    let waits = slept.clone();
    let send = move |request| {
        let first = sent.fetch_add(1, Ordering::Relaxed) == 0;
        async move { if first { Err("reset".into()) } else { echo(request).await } }
    };
    let sleep = move |time: Duration| {
        waits.lock().unwrap().push(time);
        std::future::ready(())
    };
    created(&config("https://h").transport((send, sleep)).build().unwrap()).await.unwrap();
    assert_eq!(slept.lock().unwrap().len(), 1);
}

#[tokio::test]
async fn a_layer_sees_every_attempt() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let log = seen.clone();
    let fake = Fake::new().respond_json(503, "").respond_json(201, "{}");
    let layered = Layered::new(fake.clone(), move |request: http::Request<Body>, next: Next| {
        let log = log.clone();
        async move {
            let line = format!("{} {:?}", request.uri().path(), request.headers().get("authorization"));
            let response = next.send(request).await?;
            log.lock().unwrap().push(format!("{line} {}", response.status()));
            Ok(response)
        }
    });
    let transport: Arc<dyn Transport> = Arc::new(layered);
    created(&config("https://h").transport(transport).build().unwrap()).await.unwrap();
    let line = "/v1/customers/c%201/carts Some(Sensitive)";
    assert_eq!(*seen.lock().unwrap(), [format!("{line} 503 Service Unavailable"), format!("{line} 201 Created")]);
    assert_eq!(fake.waits().len(), 1);
}

#[test]
fn calls_are_made_without_async() {
    let server = Server::start(|index, _| match index {
        0 => Act::Reset(Vec::new()),
        1 => Act::Stall(Vec::new(), Duration::from_secs(5)),
        _ => Act::Send(json("201 Created", "{}")),
    });
    let core = config(&server.url()).timeout(Duration::from_millis(200)).build().unwrap();
    let threads: Vec<_> = (0..4)
        .map(|_| {
            let core = core.clone();
            std::thread::spawn(move || wait(created(&core)).unwrap().status())
        })
        .collect();
    for thread in threads {
        assert_eq!(thread.join().unwrap(), 201);
    }
    assert_eq!(server.requests().len(), 6);
}

#[tokio::test]
async fn a_blocking_call_within_a_runtime_gets_on() {
    let server = Server::responding(vec![json("201 Created", "{}")]);
    wait(created(&core(&server.url()))).unwrap();
}

/// The connections of the blocked runtime make no progress, so the call would wait for one until its timeout.
#[tokio::test]
async fn a_blocking_call_takes_no_connection_of_the_runtime_that_it_blocks() {
    let server = Server::responding(vec![json("201 Created", "{}")]);
    let core = config(&server.url()).timeout(Duration::from_secs(5)).retry(Retry::off()).build().unwrap();
    created(&core).await.unwrap();
    // The task that drives the connection puts it back into the pool.
    tokio::time::sleep(Duration::from_millis(50)).await;
    wait(created(&core)).unwrap();
    created(&core).await.unwrap();
    wait(created(&core)).unwrap();
}

#[test]
fn the_default_transport_needs_no_runtime() {
    let server = Server::responding(vec![json("201 Created", "{}")]);
    let transport = Reqwest::configured(|builder| builder.no_proxy()).unwrap();
    let core = config(&server.url()).transport(transport).build().unwrap();
    let (sender, receiver) = std::sync::mpsc::channel();
    // An executor that is not tokio's: it polls, and sleeps in between.
    std::thread::spawn(move || {
        let mut call = std::pin::pin!(created(&core));
        let mut context = std::task::Context::from_waker(std::task::Waker::noop());
        loop {
            if let std::task::Poll::Ready(outcome) = call.as_mut().poll(&mut context) {
                return sender.send(outcome.unwrap().status());
            }
            std::thread::sleep(Duration::from_millis(1));
        }
    });
    assert_eq!(receiver.recv_timeout(Duration::from_secs(5)).unwrap(), 201);
}

/// A proxy that speaks SOCKS 5 (RFC 1928), for one connection to an IPv4 address.
fn socks_proxy() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("socks5://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        let mut client = listener.accept().unwrap().0;
        let mut greeting = [0; 2];
        client.read_exact(&mut greeting).unwrap();
        client.read_exact(&mut vec![0; greeting[1].into()]).unwrap();
        client.write_all(&[5, 0]).unwrap();
        let mut wanted = [0; 10];
        client.read_exact(&mut wanted).unwrap();
        let [5, 1, 0, 1, a, b, c, d, high, low] = wanted else { panic!("{wanted:?}") };
        client.write_all(&[5, 0, 0, 1, 0, 0, 0, 0, 0, 0]).unwrap();
        let mut server = TcpStream::connect((Ipv4Addr::new(a, b, c, d), u16::from_be_bytes([high, low]))).unwrap();
        let (mut up, mut down) = (client.try_clone().unwrap(), server.try_clone().unwrap());
        std::thread::spawn(move || std::io::copy(&mut up, &mut down));
        drop(std::io::copy(&mut server, &mut client));
    });
    url
}

#[tokio::test]
async fn a_socks_proxy_is_used() {
    let server = Server::responding(vec![json("201 Created", "{}")]);
    let proxy = reqwest::Proxy::all(socks_proxy()).unwrap();
    let transport = Reqwest::configured(|builder| builder.proxy(proxy.clone())).unwrap();
    created(&config(&server.url()).transport(transport).build().unwrap()).await.unwrap();
    assert_eq!(server.requests().len(), 1);
}
