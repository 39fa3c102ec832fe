//! Options of a single call, which override the settings of the client.

use std::fmt::Display;
use std::time::Duration;

use http::HeaderMap;

use super::retry::Retry;
use crate::runtime::http::headers;
use crate::runtime::http::throughput::MinThroughput;
use crate::runtime::http::url::BaseUrl;

/// Settings of one call, which override those of the client.
///
/// # Examples
///
/// The method `with` of a request takes them:
///
/// ```
/// use runtime::{CallOptions, Retry};
/// use std::time::Duration;
///
/// let options = CallOptions::new()
///     .retry(Retry::off())
///     .timeout(Duration::from_secs(5))
///     .header("x-tenant", "t-1");
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// #     let fake = runtime::Fake::new().respond_json(200, "[]");
/// #     let client = runtime::Client::builder().transport(fake.clone()).build().unwrap();
/// #     client.samples().numbers().with(options).send().await.unwrap();
/// #     assert_eq!(fake.requests()[0].headers()["x-tenant"], "t-1");
/// # });
/// ```
#[derive(Clone, Default)]
#[must_use = "options do nothing until a call takes them"]
pub struct CallOptions {
    pub(super) base_url: Option<BaseUrl>,
    pub(super) retry: Option<Retry>,
    pub(super) timeout: Option<Duration>,
    pub(crate) deadline: Option<Duration>,
    pub(crate) min_throughput: Option<MinThroughput>,
    pub(super) headers: HeaderMap,
    pub(super) error: Option<String>,
}

impl CallOptions {
    /// Options that override nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets where the call is sent, credentials included, instead of the base URL of the client or of the operation.
    /// The URL may have a path. Sending reports a string that is not a URL.
    pub fn base_url(mut self, url: &str) -> Self {
        match BaseUrl::parse(url) {
            Ok(base) => self.base_url = Some(base),
            Err(error) => self.refuse(error),
        }
        self
    }

    /// Sets the retry policy of the call.
    pub fn retry(self, retry: Retry) -> Self {
        Self { retry: Some(retry), ..self }
    }

    /// Sets the timeout of each attempt, including the time to read the response.
    pub fn timeout(self, timeout: Duration) -> Self {
        Self { timeout: Some(timeout), ..self }
    }

    /// Sets the timeout of the call from `send` on, including all attempts and the waits between them.
    pub fn deadline(self, deadline: Duration) -> Self {
        Self { deadline: Some(deadline), ..self }
    }

    /// Sets the minimum throughput of the bodies of the request and of the response.
    pub fn min_throughput(self, minimum: MinThroughput) -> Self {
        Self { min_throughput: Some(minimum), ..self }
    }

    /// Sets a header of the request. Sending reports an invalid name or value.
    pub fn header(mut self, name: &str, value: impl Display) -> Self {
        if let Err(error) = headers::set_own(&mut self.headers, name, &value) {
            self.refuse(error);
        }
        self
    }

    /// Resumes a stream of events after the event with this identifier, which `Events::last_event_id` has: it is sent
    /// as `Last-Event-ID`.
    pub fn last_event_id(self, id: &str) -> Self {
        self.header("last-event-id", id)
    }

    fn refuse(&mut self, error: String) {
        self.error.get_or_insert(error);
    }
}

impl std::fmt::Debug for CallOptions {
    /// The values of headers are not shown, because they may be secrets.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CallOptions")
            .field("base_url", &self.base_url.as_ref().map(BaseUrl::as_str))
            .field("retry", &self.retry)
            .field("timeout", &self.timeout)
            .field("deadline", &self.deadline)
            .field("min_throughput", &self.min_throughput)
            .field("headers", &self.headers.keys().collect::<Vec<_>>())
            .finish()
    }
}
