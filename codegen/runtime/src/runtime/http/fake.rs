//! A transport for tests: returns queued responses in order, records the requests, and replaces waits by a virtual
//! clock.

use std::collections::VecDeque;
use std::fmt;
use std::future::{pending, ready};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use bytes::Bytes;
use http_body_util::BodyExt;

use super::transport::{self, Body, BoxError, BoxFuture, NotSent, Transport};

/// A transport for tests. A clone shares its state: keep one to look at the requests.
///
/// A wait ends at once and moves the clock by its length, so tests of retries, timeouts and deadlines take no time. (A
/// credential that really waits for something would seem to take too long.)
///
/// # Examples
///
/// After a call, [`requests`](Self::requests) has what the client sent, two requests in this example, and
/// [`waits`](Self::waits) how long it waited between them:
///
/// ```
/// use runtime::{Client, ClientBuilder, Error, Fake};
///
/// /// Builds a client of a service that is overloaded at first.
/// fn overloaded(builder: ClientBuilder) -> Result<(Client, Fake), Error> {
///     let fake = Fake::new().respond_json(503, "{}").respond_json(200, "[1, 2]");
///     let client = builder.transport(fake.clone()).build()?;
///     Ok((client, fake))
/// }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), runtime::BoxError> {
/// #     let (client, fake) = overloaded(Client::builder())?;
/// #     assert_eq!(*client.samples().numbers().send().await?, [1, 2]);
/// #     assert_eq!(fake.requests().len(), 2);
/// #     assert_eq!(fake.requests()[0].uri(), "https://api.example.com/numbers");
/// #     assert!(!fake.waits().is_empty());
/// #     Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Fake(Arc<Mutex<State>>);

struct State {
    responses: VecDeque<Scripted>,
    requests: Vec<http::Request<Bytes>>,
    waits: Vec<Duration>,
    now: Instant,
}

enum Scripted {
    Response(http::Response<Bytes>),
    Failure(String),
    Refusal(String),
    Silence,
}

impl Fake {
    /// Creates a fake transport without responses.
    pub fn new() -> Self {
        let state = State { responses: VecDeque::new(), requests: Vec::new(), waits: Vec::new(), now: Instant::now() };
        Self(Arc::new(Mutex::new(state)))
    }

    /// Responds to the next request with a status and JSON.
    ///
    /// # Panics
    /// If the number is not an HTTP status.
    pub fn respond_json(self, status: u16, json: &str) -> Self {
        let response = http::Response::builder().status(status).header("content-type", "application/json");
        self.respond(response.body(Bytes::copy_from_slice(json.as_bytes())).expect("a status from 100 to 999"))
    }

    /// Responds to the next request with a response.
    pub fn respond(self, response: http::Response<Bytes>) -> Self {
        self.then(Scripted::Response(response))
    }

    /// Fails the next request with a connection error.
    pub fn fail(self, why: &str) -> Self {
        self.then(Scripted::Failure(why.to_owned()))
    }

    /// Fails the next request as if the connection had been refused: nothing of it was sent.
    pub fn refuse(self, why: &str) -> Self {
        self.then(Scripted::Refusal(why.to_owned()))
    }

    /// Never responds to the next request.
    pub fn hang(self) -> Self {
        self.then(Scripted::Silence)
    }

    fn then(self, scripted: Scripted) -> Self {
        self.lock().responses.push_back(scripted);
        self
    }

    /// The requests of the client, in order.
    pub fn requests(&self) -> Vec<http::Request<Bytes>> {
        self.lock().requests.clone()
    }

    /// The waits of the client, in order: between two attempts, and for responses that did not arrive.
    pub fn waits(&self) -> Vec<Duration> {
        self.lock().waits.clone()
    }

    /// Moves the clock forward.
    pub fn pass(&self, time: Duration) {
        self.lock().now += time;
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Default for Fake {
    fn default() -> Self {
        Self::new()
    }
}

impl Transport for Fake {
    fn send(&self, request: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<Body>, BoxError>> {
        Box::pin(async move {
            let (head, body) = request.into_parts();
            let body = body.collect().await?.to_bytes();
            let scripted = {
                let mut state = self.lock();
                state.requests.push(http::Request::from_parts(head, body));
                state.responses.pop_front()
            };
            match scripted {
                Some(Scripted::Response(response)) => Ok(response.map(transport::full_body)),
                Some(Scripted::Failure(why)) => Err(why.into()),
                Some(Scripted::Refusal(why)) => Err(NotSent::new(why).into()),
                Some(Scripted::Silence) => pending().await,
                None => Err("the fake transport has no response left".into()),
            }
        })
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        let mut state = self.lock();
        state.waits.push(duration);
        state.now += duration;
        Box::pin(ready(()))
    }

    fn now(&self) -> Instant {
        self.lock().now
    }
}

impl fmt::Debug for Fake {
    /// Requests are not shown, because they contain credentials.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.lock();
        f.debug_struct("Fake")
            .field("requests", &state.requests.len())
            .field("responses_left", &state.responses.len())
            .finish()
    }
}
