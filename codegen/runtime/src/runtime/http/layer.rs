//! A layer around a transport: code that runs before each request is sent and after its response has arrived.

use std::fmt;
use std::future::Future;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::transport::{Body, BoxError, BoxFuture, Transport};

/// A transport with a layer around it, for logging, metrics, a cache, custom headers.
///
/// The layer is a closure that is called with each request, for each attempt, and the transport below.
///
/// A layer sees credentials. Headers with a credential are marked as sensitive: their `Debug` form hides the value.
///
/// # Examples
///
/// ```
/// use runtime::{Client, ClientBuilder, Error, Layered, Next, Transport};
///
/// /// Prints the method of each request and the status of its response.
/// fn logging(builder: ClientBuilder, transport: impl Transport) -> Result<Client, Error> {
///     let transport = Layered::new(transport, |request, next: Next| async move {
///         let method = request.method().clone();
///         let response = next.send(request).await;
///         println!("{method}: {:?}", response.as_ref().map(http::Response::status));
///         response
///     });
///     builder.transport(transport).build()
/// }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), runtime::BoxError> {
/// #     let fake = runtime::Fake::new().respond_json(200, "[1, 2]");
/// #     let client = logging(Client::builder(), fake.clone())?;
/// #     assert_eq!(*client.samples().numbers().send().await?, [1, 2]);
/// #     assert_eq!(fake.requests().len(), 1);
/// #     Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Layered<F> {
    next: Next,
    layer: F,
}

impl<F, Fut> Layered<F>
where
    F: Fn(http::Request<Body>, Next) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = Result<http::Response<Body>, BoxError>> + Send + 'static,
{
    /// Adds a layer around a transport.
    pub fn new(transport: impl Transport, layer: F) -> Self {
        Self { next: Next(Arc::new(transport)), layer }
    }
}

/// The transport below a layer.
#[derive(Clone)]
pub struct Next(Arc<dyn Transport>);

impl Next {
    /// Sends a request.
    ///
    /// # Errors
    /// There was no response.
    pub async fn send(&self, request: http::Request<Body>) -> Result<http::Response<Body>, BoxError> {
        self.0.send(request).await
    }

    /// Waits for the given time.
    pub async fn sleep(&self, duration: Duration) {
        self.0.sleep(duration).await;
    }
}

impl<F, Fut> Transport for Layered<F>
where
    F: Fn(http::Request<Body>, Next) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = Result<http::Response<Body>, BoxError>> + Send + 'static,
{
    fn send(&self, request: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<Body>, BoxError>> {
        Box::pin((self.layer)(request, self.next.clone()))
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        self.next.0.sleep(duration)
    }

    fn now(&self) -> Instant {
        self.next.0.now()
    }
}

impl<F> fmt::Debug for Layered<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Layered")
    }
}

impl fmt::Debug for Next {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Next")
    }
}
