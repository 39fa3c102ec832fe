//! The default transport: reqwest over rustls, under any async runtime or none.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::task::{Context, Poll};
use std::thread;
use std::time::Duration;

use ::reqwest::{Client, ClientBuilder, redirect, retry};
use bytes::Bytes;
use http_body::{Frame, SizeHint};
use http_body_util::BodyExt;
use rustls::ClientConfig;
use rustls::crypto::{CryptoProvider, ring};
use rustls_platform_verifier::BuilderVerifierExt;
use tokio::runtime::{Builder, Handle};

use super::transport::{Body, BoxError, BoxFuture, Permanent, Transport};

/// Sends requests with reqwest. A clone shares its connections.
///
/// Certificates are judged as the operating system does. The cryptography is what the application has made rustls'
/// default, otherwise ring. Redirects are not followed and nothing is repeated: the client does both where it is safe.
/// It works within tokio, and elsewhere by a helper thread of its own.
#[derive(Clone)]
pub struct Reqwest(Client);

impl Reqwest {
    /// A transport as it usually is.
    ///
    /// # Errors
    /// TLS cannot be set up, say because the system has no certificates.
    pub fn new() -> Result<Self, BoxError> {
        Self::configured(|builder| builder)
    }

    /// A transport with settings of one's own other than TLS: a proxy, limits on connections.
    ///
    /// # Errors
    /// The settings contradict each other, or TLS cannot be set up.
    pub fn configured(configure: impl FnOnce(ClientBuilder) -> ClientBuilder) -> Result<Self, BoxError> {
        Self::with_tls(tls()?, configure)
    }

    /// A transport with TLS of one's own, say for a private root or a client certificate. What `configure` says of TLS
    /// is not looked at.
    ///
    /// # Errors
    /// The settings contradict each other.
    pub fn with_tls(
        tls: ClientConfig,
        configure: impl FnOnce(ClientBuilder) -> ClientBuilder,
    ) -> Result<Self, BoxError> {
        let builder = configure(Client::builder()).tls_backend_preconfigured(tls);
        let builder = builder.redirect(redirect::Policy::none()).retry(retry::never()).referer(false);
        Ok(Self(builder.build()?))
    }
}

fn tls() -> Result<ClientConfig, BoxError> {
    let provider = CryptoProvider::get_default().cloned().unwrap_or_else(|| Arc::new(ring::default_provider()));
    let config = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?;
    Ok(config.with_platform_verifier()?.with_no_client_auth())
}

impl Transport for Reqwest {
    fn send(&self, request: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<Body>, BoxError>> {
        let answer = exchange(self.0.clone(), request);
        match here() {
            Some(_) => Box::pin(answer),
            None => Box::pin(elsewhere(answer)),
        }
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        let handle = here().or_else(|| helper().ok());
        let Some(handle) = handle else { return Box::pin(super::timer::sleep(duration)) };
        let _within = handle.enter();
        Box::pin(tokio::time::sleep(duration))
    }
}

impl fmt::Debug for Reqwest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Reqwest")
    }
}

async fn exchange(client: Client, request: http::Request<Body>) -> Result<http::Response<Body>, BoxError> {
    let empty = http_body::Body::size_hint(request.body()).exact() == Some(0);
    let request = request.map(|body| match empty {
        // reqwest takes a body that it cannot look into for one that may be long.
        true => ::reqwest::Body::from(Bytes::new()),
        false => ::reqwest::Body::wrap(Exclusive(Mutex::new(body))),
    });
    // The URL may hold a key, so it must not stand in an error.
    let request = ::reqwest::Request::try_from(request).map_err(::reqwest::Error::without_url)?;
    let answer = client.execute(request).await.map_err(|error| classified(error.without_url()))?;
    let answer: http::Response<::reqwest::Body> = answer.into();
    Ok(answer.map(|body| body.map_err(|cause| Box::new(cause.without_url()) as BoxError).boxed_unsync()))
}

/// Marks an error that another attempt would meet too. hyper refuses a response with more headers than it has room for,
/// and reqwest neither raises that limit nor has a method that recognizes the error.
fn classified(error: ::reqwest::Error) -> BoxError {
    let causes = std::iter::successors(Some(&error as &dyn std::error::Error), |cause| cause.source());
    if causes.map(ToString::to_string).any(|text| text.contains("message head is too large")) {
        return Permanent::new("the response has more than 100 headers, or headers that are too large", error).into();
    }
    error.into()
}

/// The runtime in which this code runs, unless its thread waits and so keeps that runtime from getting on.
fn here() -> Option<Handle> {
    #[cfg(feature = "blocking")]
    if crate::runtime::call::blocking::waits() {
        return None;
    }
    Handle::try_current().ok()
}

/// The runtime of the helper thread, for callers that have none.
fn helper() -> Result<Handle, BoxError> {
    static HELPER: OnceLock<Result<Handle, String>> = OnceLock::new();
    let start = || -> Result<Handle, BoxError> {
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let handle = runtime.handle().clone();
        thread::Builder::new().name("http".to_owned()).spawn(move || runtime.block_on(std::future::pending::<()>()))?;
        Ok(handle)
    };
    HELPER.get_or_init(|| start().map_err(|cause| cause.to_string())).clone().map_err(Into::into)
}

/// Runs a future on the helper thread; it is stopped when the caller no longer waits.
async fn elsewhere<T: Send + 'static>(
    future: impl Future<Output = Result<T, BoxError>> + Send + 'static,
) -> Result<T, BoxError> {
    let mut task = Stopped(helper()?.spawn(future));
    (&mut task.0).await?
}

struct Stopped<T>(tokio::task::JoinHandle<T>);

impl<T> Drop for Stopped<T> {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// A body that several threads may hold, though only its owner reads it: what reqwest asks for.
struct Exclusive(Mutex<Body>);

impl http_body::Body for Exclusive {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let body = self.0.get_mut().unwrap_or_else(PoisonError::into_inner);
        Pin::new(body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).size_hint()
    }
}
