//! The interface of transports, in types of public crates only.

use std::error::Error;
use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::Poll;
use std::time::{Duration, Instant};

use bytes::Bytes;
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt, Full};

use super::timer;

/// An error of any type.
pub type BoxError = Box<dyn Error + Send + Sync>;

/// An error for which another attempt would fail for the same reason, so that the request is not sent again.
#[derive(Debug)]
pub struct Permanent {
    what: &'static str,
    source: BoxError,
}

impl Permanent {
    /// Creates the error; `what` states what failed, and `source` is the error of the HTTP library.
    pub fn new(what: &'static str, source: impl Into<BoxError>) -> Self {
        Self { what, source: source.into() }
    }
}

impl fmt::Display for Permanent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.what)
    }
}

impl Error for Permanent {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&*self.source)
    }
}

/// An error of a [`Transport`] that sent nothing of the request, for example because the connection was refused. The
/// client retries such a request whatever its method.
///
/// # Examples
///
/// ```
/// use runtime::{BoxError, NotSent};
/// use std::net::TcpStream;
///
/// fn connect(address: &str) -> Result<TcpStream, BoxError> {
///     Ok(TcpStream::connect(address).map_err(NotSent::new)?)
/// }
/// # let refused = connect("127.0.0.1:0").unwrap_err();
/// # assert!(refused.is::<NotSent>());
/// ```
#[derive(Debug)]
pub struct NotSent(BoxError);

impl NotSent {
    /// Creates an error from its cause.
    pub fn new(cause: impl Into<BoxError>) -> Self {
        Self(cause.into())
    }
}

impl fmt::Display for NotSent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("nothing of the request was sent")
    }
}

impl Error for NotSent {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&*self.0)
    }
}

/// A boxed future.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// The body of a request or of a response: bytes that may not have arrived yet. [`full_body`] creates one from bytes in
/// memory; http-body-util boxes bodies that arrive in pieces.
pub type Body = UnsyncBoxBody<Bytes, BoxError>;

/// Creates a body from bytes in memory, such as a response that a transport creates itself.
pub fn full_body(bytes: impl Into<Bytes>) -> Body {
    Full::new(bytes.into()).map_err(|never| match never {}).boxed_unsync()
}

/// Sends a request to a service and returns the response.
///
/// A transport sends each request once: it follows no redirects and retries nothing, because only the client knows what
/// may be repeated and where its credentials may be sent.
///
/// It is implemented for closures, for a pair of closures (the second one sleeps), and for `Arc`s. The signature of a
/// closure contains no type of this crate, so one closure, cloned, serves all generated clients of an application.
///
/// # Examples
///
/// ```
/// use runtime::{BoxError, Client, ClientBuilder, Error, full_body};
///
/// /// Builds a client that gets the same response to each request, without a network.
/// fn offline(builder: ClientBuilder) -> Result<Client, Error> {
///     let transport = |_request: http::Request<_>| async {
///         Ok::<_, BoxError>(http::Response::new(full_body("[1, 2]")))
///     };
///     builder.transport(transport).build()
/// }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), runtime::BoxError> {
/// #     let client = offline(Client::builder())?;
/// #     assert_eq!(*client.samples().numbers().send().await?, [1, 2]);
/// #     Ok(())
/// # }
/// ```
pub trait Transport: Send + Sync + 'static {
    /// Sends a request and waits for the head of the response.
    ///
    /// # Errors
    /// There was no response. A transport that knows that no part of the request was sent returns a [`NotSent`]. A
    /// response is never an error here, regardless of its status.
    fn send(&self, request: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<Body>, BoxError>>;

    /// Waits for the given time. By default, one helper thread serves all waits, so no async runtime is needed.
    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        Box::pin(timer::sleep(duration))
    }

    /// The current time of the clock that [`sleep`](Self::sleep) uses. A transport for tests may have its own
    /// clock.
    fn now(&self) -> Instant {
        Instant::now()
    }
}

impl<F, Fut> Transport for F
where
    F: Fn(http::Request<Body>) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = Result<http::Response<Body>, BoxError>> + Send + 'static,
{
    fn send(&self, request: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<Body>, BoxError>> {
        Box::pin(self(request))
    }
}

impl<F, Fut, S, Sleep> Transport for (F, S)
where
    F: Fn(http::Request<Body>) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = Result<http::Response<Body>, BoxError>> + Send + 'static,
    S: Fn(Duration) -> Sleep + Send + Sync + 'static,
    Sleep: Future<Output = ()> + Send + 'static,
{
    fn send(&self, request: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<Body>, BoxError>> {
        Box::pin(self.0(request))
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        Box::pin(self.1(duration))
    }
}

impl<T: Transport + ?Sized> Transport for Arc<T> {
    fn send(&self, request: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<Body>, BoxError>> {
        (**self).send(request)
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        (**self).sleep(duration)
    }

    fn now(&self) -> Instant {
        (**self).now()
    }
}

impl fmt::Debug for dyn Transport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Transport")
    }
}

/// Waits for a future with a time limit by the clock of a transport; `None` if it took longer.
pub(crate) async fn within<T>(
    transport: &dyn Transport,
    limit: Duration,
    future: impl Future<Output = T>,
) -> Option<T> {
    let mut future = pin!(future);
    let mut sleep = None;
    poll_fn(|context| {
        if let Poll::Ready(value) = future.as_mut().poll(context) {
            return Poll::Ready(Some(value));
        }
        // The timer is created at the first wait, because a response that is ready at once needs none.
        let sleep = sleep.get_or_insert_with(|| transport.sleep(limit));
        sleep.as_mut().poll(context).map(|()| None)
    })
    .await
}
