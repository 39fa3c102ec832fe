//! The default transport: reqwest with rustls. It works in any async runtime, or without one.

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

use super::transport::{Body, BoxError, BoxFuture, NotSent, Permanent, Transport};

/// The default timeout for establishing a connection.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// The protocols that are offered to a server over TLS.
const PROTOCOLS: &[&[u8]] = &[
    #[cfg(feature = "http2")]
    b"h2",
    b"http/1.1",
];

/// The default transport. It sends requests with reqwest; a clone shares its connections.
///
/// It verifies certificates as the operating system does. Its cryptography is the rustls provider that the application
/// has made the default, otherwise ring. It follows no redirect and retries nothing, because the client does both. It
/// works within a tokio runtime, and outside of one, or for a thread that waits with `send_blocking`, on a helper
/// thread. The helper thread has its own pool of connections: one that belongs to the runtime of a caller makes no
/// progress while that runtime is blocked.
///
/// # Proxies
/// The environment variables `HTTP_PROXY`, `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY`, or the same in lower case, name
/// the proxies. The schemes `http`, `https`, `socks4`, `socks4a`, `socks5` and `socks5h` are supported; with `socks4a`
/// and `socks5h` the proxy resolves the host name. `HTTP_PROXY` is ignored where `REQUEST_METHOD` is set, as in a CGI
/// process. To set proxies in code, or none: [`configured`](Self::configured) with `proxy` or `no_proxy`.
///
/// # Examples
///
/// ```
/// use runtime::{BoxError, Reqwest};
/// use std::time::Duration;
///
/// /// Creates a transport that waits longer for a connection, and keeps at most two idle ones.
/// fn transport() -> Result<Reqwest, BoxError> {
///     Reqwest::configured(|builder| builder.connect_timeout(Duration::from_secs(30)).pool_max_idle_per_host(2))
/// }
/// # assert!(transport().is_ok());
/// ```
#[derive(Clone)]
pub struct Reqwest {
    /// The client for callers within a tokio runtime.
    client: Client,
    /// The client for requests on the helper thread.
    helper: Client,
}

impl Reqwest {
    /// Creates a transport with the default settings.
    ///
    /// # Errors
    /// TLS cannot be set up, for example because the system has no certificates.
    pub fn new() -> Result<Self, BoxError> {
        Self::configured(|builder| builder)
    }

    /// Creates a transport with other settings than the default ones, except for TLS: a proxy, limits on connections,
    /// another `connect_timeout` than 10 s. `configure` is called once for each of the two pools of connections.
    ///
    /// # Errors
    /// The settings contradict each other, or TLS cannot be set up.
    pub fn configured(configure: impl Fn(ClientBuilder) -> ClientBuilder) -> Result<Self, BoxError> {
        Self::with_tls(tls()?, configure)
    }

    /// Creates a transport with other TLS settings, for example a private root or a client certificate. TLS settings of
    /// `configure` are ignored. HTTP/2 needs the feature `http2` and `h2` among the `alpn_protocols`.
    ///
    /// # Errors
    /// The settings contradict each other.
    pub fn with_tls(tls: ClientConfig, configure: impl Fn(ClientBuilder) -> ClientBuilder) -> Result<Self, BoxError> {
        let build = |tls| {
            let builder = configure(Client::builder().connect_timeout(CONNECT_TIMEOUT)).tls_backend_preconfigured(tls);
            builder.redirect(redirect::Policy::none()).retry(retry::never()).referer(false).build()
        };
        Ok(Self { client: build(tls.clone())?, helper: build(tls)? })
    }
}

fn tls() -> Result<ClientConfig, BoxError> {
    let provider = CryptoProvider::get_default().cloned().unwrap_or_else(|| Arc::new(ring::default_provider()));
    let config = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?;
    let mut config = config.with_platform_verifier()?.with_no_client_auth();
    config.alpn_protocols = PROTOCOLS.iter().map(|protocol| protocol.to_vec()).collect();
    Ok(config)
}

impl Transport for Reqwest {
    fn send(&self, request: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<Body>, BoxError>> {
        match here() {
            Some(_) => Box::pin(exchange(self.client.clone(), request)),
            None => Box::pin(elsewhere(exchange(self.helper.clone(), request))),
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
    let (head, body) = request.into_parts();
    let mut request = ::reqwest::Request::new(head.method, url(&head.uri)?);
    *request.headers_mut() = head.headers;
    *request.version_mut() = head.version;
    *request.body_mut() = Some(match http_body::Body::size_hint(&body).exact() {
        // reqwest assumes that a body of unknown content may be long, so an empty one is passed as bytes.
        Some(0) => ::reqwest::Body::from(Bytes::new()),
        _ => ::reqwest::Body::wrap(Exclusive(Mutex::new(body))),
    });
    // The URL may contain a key, so errors must not show it.
    let response = client.execute(request).await.map_err(|cause| failure(cause.without_url()))?;
    let response: http::Response<::reqwest::Body> = response.into();
    Ok(response.map(|body| body.map_err(|cause| Box::new(cause.without_url()) as BoxError).boxed_unsync()))
}

/// The URL in the form that reqwest takes. reqwest's own conversion formats the URL, which takes several times as long
/// as joining its parts.
fn url(uri: &http::Uri) -> Result<::reqwest::Url, BoxError> {
    let authority = uri.authority().map_or("", http::uri::Authority::as_str);
    let path = uri.path_and_query().map_or("", http::uri::PathAndQuery::as_str);
    let text = [uri.scheme_str().unwrap_or_default(), "://", authority, path].concat();
    ::reqwest::Url::parse(&text).map_err(Into::into)
}

/// Marks an error after which nothing of the request was sent (no connection came about, or hyper handed the request
/// back before it wrote to the connection), and an error that another attempt would meet too: hyper refuses a response
/// with more headers than it has room for, and reqwest neither raises that limit nor has a method that recognizes the
/// error.
fn failure(cause: ::reqwest::Error) -> BoxError {
    let mut inner = std::error::Error::source(&cause);
    let mut unsent = cause.is_connect();
    while let Some(error) = inner {
        unsent |= error.downcast_ref::<hyper::Error>().is_some_and(hyper::Error::is_canceled);
        #[cfg(feature = "http2")]
        if error.downcast_ref::<h2::Error>().is_some_and(is_unprocessed) {
            unsent = true;
        }
        if error.to_string().contains("message head is too large") {
            return Permanent::new("the response has more than 100 headers, or headers that are too large", cause)
                .into();
        }
        inner = error.source();
    }
    if unsent { NotSent::new(cause).into() } else { cause.into() }
}

/// Whether the server reported that it did not process the stream (RFC 9113 section 8.7): it refused it, or it shuts
/// the connection down and names an earlier stream as the last one.
#[cfg(feature = "http2")]
fn is_unprocessed(error: &h2::Error) -> bool {
    let refused = error.is_reset() && error.reason() == Some(h2::Reason::REFUSED_STREAM);
    let shut_down = error.is_go_away() && error.reason() == Some(h2::Reason::NO_ERROR);
    error.is_remote() && (refused || shut_down)
}

/// The async runtime of this thread; `None` outside of a runtime, or if the thread is blocked.
fn here() -> Option<Handle> {
    #[cfg(feature = "blocking")]
    if crate::runtime::call::blocking::waits() {
        return None;
    }
    Handle::try_current().ok()
}

/// The runtime of the helper thread, for callers without a tokio runtime.
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

/// Runs a future on the helper thread. It is stopped when the caller no longer waits.
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

/// A body that is `Sync`, as reqwest requires, although only its owner reads it.
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
