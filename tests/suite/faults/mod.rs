//! Tests of errors between a generated client and a real server: for each, the reported error, the number of requests,
//! and that no printed or logged string contains a token.

mod again;
mod connections;
mod credentials;
mod log;
mod responses;
#[path = "../../../codegen/runtime/src/tests/http/server.rs"]
mod server;

use std::fmt::Debug;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use partner_center::models::{Cart, CartLineItem};
use partner_center::{
    Bearer, Body, BoxError, BoxFuture, Client, ClientBuilder, Error, ErrorKind, Random, Reqwest, Response, Transport,
};

use server::{Act, Request, Server};

/// The prefix of every token in these tests, which occurs nowhere else.
const MARK: &str = "s3cret-";
const TOKEN: &str = "s3cret-4f1d2c";
const NAME: &str = "ms-requestid";

/// The operations of the API. All of them have an idempotency key, so all may be retried. One is also called without
/// async.
const WAYS: [Way; 4] = [Way::Create, Way::Get, Way::Update, Way::Blocking];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Create,
    Get,
    Update,
    Blocking,
}

/// The default transport, except that a wait for the next attempt ends at once and is recorded.
#[derive(Clone)]
struct Hasty {
    inner: Reqwest,
    waits: Arc<Mutex<Vec<Duration>>>,
}

impl Hasty {
    fn new() -> Self {
        Self { inner: Reqwest::new().unwrap(), waits: Arc::default() }
    }

    fn waits(&self) -> Vec<Duration> {
        self.waits.lock().unwrap().clone()
    }
}

impl Transport for Hasty {
    fn send(&self, request: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<Body>, BoxError>> {
        self.inner.send(request)
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        // Waits between attempts are shorter, and timeouts are at least as long.
        if duration >= Duration::from_secs(15) {
            return self.inner.sleep(duration);
        }
        self.waits.lock().unwrap().push(duration);
        Box::pin(std::future::ready(()))
    }

    fn now(&self) -> Instant {
        self.inner.now()
    }
}

/// The builder of a client for a server: with the token, without waits, and with a source of random numbers that always
/// returns one half.
fn builder(url: &str) -> ClientBuilder {
    log::start();
    let builder = Client::builder().credential(Bearer::new(TOKEN)).base_url(url).transport(Hasty::new());
    shown(&builder);
    builder
}

fn client(url: &str) -> Client {
    let client = builder(url).build().unwrap();
    shown(&client);
    client
}

/// A source of random numbers that always returns one half.
fn half() -> Random {
    Random::new(|| 1 << 63)
}

fn cart() -> Cart {
    let item = CartLineItem { quantity: Some(1), ..Default::default() };
    Cart { line_items: Some(vec![item]), ..Default::default() }
}

/// Makes a call. The printed forms of the request and of the outcome are searched for a token.
async fn call(client: &Client, way: Way) -> Result<Response<Cart>, Error> {
    let (carts, cart) = (client.carts(), cart());
    let outcome = match way {
        Way::Create => send(carts.create("c 1", &cart), |request| request.send()).await,
        Way::Get => send(carts.get("c 1", "k"), |request| request.send()).await,
        Way::Update => send(carts.update("c 1", "k", &cart), |request| request.send()).await,
        Way::Blocking => {
            let request = carts.create("c 1", &cart);
            shown(&request);
            // The call runs on a separate thread, because a blocking call on this one would block the other tasks.
            tokio::task::spawn_blocking(|| request.send_blocking()).await.expect("the thread does not panic")
        }
    };
    match &outcome {
        Ok(reply) => shown(reply),
        Err(error) => check_message(error),
    }
    outcome
}

async fn send<R: Debug, F: Future<Output = Result<Response<Cart>, Error>>>(
    request: R,
    send: impl FnOnce(R) -> F,
) -> Result<Response<Cart>, Error> {
    shown(&request);
    send(request).await
}

/// Fails if the printed form of a value contains a token.
fn shown(value: &dyn Debug) {
    let text = format!("{value:?} {value:#?}");
    assert!(!text.contains(MARK), "{text}");
}

/// Fails if any printed form of an error or of its causes contains a token.
fn check_message(error: &Error) {
    shown(error);
    let mut text = format!("{error} {error:#}");
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        text.push_str(&format!("{error} {error:#} {error:?} {error:#?}"));
        cause = error.source();
    }
    assert!(!text.contains(MARK), "{text}");
    assert!(!error.to_string().contains('\n'), "an error has one line: {error}");
}

/// Checks an error that is the same for every operation: its kind, and the number of requests. Returns the error of the
/// last call.
async fn fault(act: impl Fn() -> Act + Copy + Send + Sync + 'static, kind: ErrorKind, sent: usize) -> Error {
    let mut last = None;
    for way in WAYS {
        let server = Server::start(move |_, _| act());
        let error = call(&client(&server.url()), way).await.expect_err("the call fails");
        assert_eq!((error.kind(), error.attempts() as usize), (kind, sent), "{way:?}: {error:#}");
        came(&server, sent);
        last = Some(error);
    }
    log::holds_no_token();
    last.expect("there is more than one operation")
}

/// Checks a response that every operation reads as a cart, at the first attempt.
async fn read(bytes: Vec<u8>, check: impl Fn(Response<Cart>)) {
    for way in WAYS {
        let server = Server::responding(vec![bytes.clone()]);
        let outcome = call(&client(&server.url()), way).await;
        check(outcome.unwrap_or_else(|error| panic!("{way:?}: {error:#}")));
        came(&server, 1);
    }
    log::holds_no_token();
}

/// Fails unless a server has received one call the given number of times: equal bytes, and the same idempotency key.
fn came(server: &Server, times: usize) -> Vec<Request> {
    let requests = server.requests();
    assert_eq!(requests.len(), times);
    for request in &requests {
        assert_eq!((&request.line, &request.body), (&requests[0].line, &requests[0].body));
        assert_eq!(request.header("authorization"), Some(&*format!("Bearer {TOKEN}")));
        assert_eq!(request.header(NAME), requests[0].header(NAME));
        assert_eq!(request.header(NAME).map(str::len), Some(36));
    }
    requests
}
