//! A layer around a transport: code that runs before each request is sent and after its response has arrived.

use std::fmt;
use std::future::Future;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::transport::{Body, BoxError, BoxFuture, Transport};

/// A transport with a layer around it, for logging, metrics, a cache, custom headers.
///
/// The layer is a closure that gets each request, as often as it is sent, and the transport below:
///
/// ```text
/// let transport = Layered::new(Reqwest::new()?, |request, next: Next| async move {
///     let method = request.method().clone();
///     let answer = next.send(request).await;
///     println!("{method}: {:?}", answer.as_ref().map(|answer| answer.status()));
///     answer
/// });
/// let client = Client::builder().transport(transport).build()?;
/// ```
///
/// A layer sees credentials. Headers that hold one are marked as sensitive: their `Debug` shows nothing.
#[derive(Clone)]
pub struct Layered<F> {
    next: Next,
    layer: F,
}

impl<F, Answer> Layered<F>
where
    F: Fn(http::Request<Body>, Next) -> Answer + Send + Sync + 'static,
    Answer: Future<Output = Result<http::Response<Body>, BoxError>> + Send + 'static,
{
    /// Puts a layer around a transport.
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

    /// Waits.
    pub async fn sleep(&self, duration: Duration) {
        self.0.sleep(duration).await;
    }
}

impl<F, Answer> Transport for Layered<F>
where
    F: Fn(http::Request<Body>, Next) -> Answer + Send + Sync + 'static,
    Answer: Future<Output = Result<http::Response<Body>, BoxError>> + Send + 'static,
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
