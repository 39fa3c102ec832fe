//! What a caller wants of one call, other than what the client does anyway.

use std::fmt::Display;
use std::time::Duration;

use http::HeaderMap;

use super::retry::Retry;
use crate::runtime::http::headers;
use crate::runtime::http::throughput::MinThroughput;
use crate::runtime::http::url::BaseUrl;

/// What is wanted of one call, other than what the client does anyway.
#[derive(Clone, Default)]
#[must_use = "options do nothing until a call takes them"]
pub struct CallOptions {
    pub(super) base_url: Option<BaseUrl>,
    pub(super) retry: Option<Retry>,
    pub(super) timeout: Option<Duration>,
    pub(crate) deadline: Option<Duration>,
    pub(crate) min_throughput: Option<MinThroughput>,
    pub(super) headers: HeaderMap,
    pub(super) fault: Option<String>,
}

impl CallOptions {
    /// Options by which nothing is other than usual.
    pub fn new() -> Self {
        Self::default()
    }

    /// Where the call is sent, credentials included, in place of the client's base URL or a server of the operation's
    /// own; it may have a path. One that is no URL is told when the call is.
    pub fn base_url(mut self, url: &str) -> Self {
        match BaseUrl::parse(url) {
            Ok(base) => self.base_url = Some(base),
            Err(fault) => self.refuse(fault),
        }
        self
    }

    /// How often the call is tried.
    pub fn retry(self, retry: Retry) -> Self {
        Self { retry: Some(retry), ..self }
    }

    /// How long each attempt may take, the reading of its answer included.
    pub fn timeout(self, timeout: Duration) -> Self {
        Self { timeout: Some(timeout), ..self }
    }

    /// How long the call may take from `send` on, with all its attempts and waits.
    pub fn deadline(self, deadline: Duration) -> Self {
        Self { deadline: Some(deadline), ..self }
    }

    /// Sets the minimum throughput of the bodies of the request and of the response.
    pub fn min_throughput(self, minimum: MinThroughput) -> Self {
        Self { min_throughput: Some(minimum), ..self }
    }

    /// A header of the request. One that cannot be sent is told when the call is.
    pub fn header(mut self, name: &str, value: impl Display) -> Self {
        if let Err(fault) = headers::set(&mut self.headers, name, &value) {
            self.refuse(fault);
        }
        self
    }

    /// Resumes a stream of events after the event with this identifier, which `Events::last_event_id` has: it is sent
    /// as `Last-Event-ID`.
    pub fn last_event_id(self, id: &str) -> Self {
        self.header("last-event-id", id)
    }

    fn refuse(&mut self, fault: String) {
        self.fault.get_or_insert(fault);
    }
}

impl std::fmt::Debug for CallOptions {
    /// Headers are shown by name: their values may be secrets.
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
