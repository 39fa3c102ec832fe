//! Sends the request of a call, retries it if that is allowed and configured, and returns one response or one error.

use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::header::{CONTENT_LENGTH, HeaderValue};
use http::{HeaderMap, Method, StatusCode, Uri};

use super::config::Core;
use super::draft::Draft;
use super::error::{Error, ErrorKind};
use super::redirect;
use super::response::{RawResponse, Rest};
use super::retry;
use crate::runtime::auth::authorize::{self, SchemeSecret};
use crate::runtime::auth::credential::Secret;
use crate::runtime::body::payload::Payload;
use crate::runtime::http::collect::{self, CollectError};
use crate::runtime::http::compressed;
use crate::runtime::http::received::Received;
use crate::runtime::http::throughput::{Meter, MinThroughput, Progress};
use crate::runtime::http::transport::{Body, BoxFuture, within};

/// The maximum size of an error response that is read.
const MAX_ERROR_BODY: usize = 1 << 20;

/// Sends a request until there is a response, or until no further attempt is allowed.
pub(super) async fn run(draft: Box<Draft>) -> Result<RawResponse, Error> {
    let mut now = draft.core.0.transport.now();
    let end = now.checked_add(draft.options.deadline.unwrap_or(draft.core.0.deadline));
    let mut state = CallState {
        draft,
        end,
        attempts: 0,
        retries: 0,
        taken: 0,
        redirects: 0,
        is_get: false,
        obtained: Vec::new(),
        renewal: Renewal::Unused,
        rest: None,
    };
    loop {
        let outcome = match state.attempt(now).await {
            Ok(received) if state.draft.operation.expects(received.status) => {
                state.draft.core.0.budget.succeeded(state.taken);
                return Ok(state.response(received));
            }
            outcome => outcome,
        };
        // The future is boxed because few calls need recovery, and the others should not reserve its size.
        let recovered = Box::pin(state.recover(outcome)).await;
        recovered.map_err(|error| state.named(error).without(&state.secrets()))?;
        now = state.draft.core.0.transport.now();
    }
}

/// The state of a call.
struct CallState {
    draft: Box<Draft>,
    end: Option<Instant>,
    /// The number of attempts.
    attempts: u32,
    /// The number of retries after a failed attempt.
    retries: u32,
    /// The tokens that the last retry took from the retry budget of the client.
    taken: u32,
    /// The number of redirects that were followed.
    redirects: u32,
    /// Whether a redirect has led to a request with GET, whatever the method of the operation.
    is_get: bool,
    /// The credentials of the last attempt.
    obtained: Vec<SchemeSecret>,
    renewal: Renewal,
    /// The unread body of the response, if the caller requested only the head.
    rest: Option<Body>,
}

/// Whether the credentials have been requested again, which happens once in a call.
#[derive(PartialEq, Eq)]
enum Renewal {
    /// The credentials have not been requested again.
    Unused,
    /// The credentials are being requested again.
    Asking,
    /// New credentials have been obtained, and are to be sent.
    Fresh,
    /// New credentials have been sent.
    Used,
}

impl CallState {
    /// Obtains the credentials, sends the request once and reads the whole response.
    async fn attempt(&mut self, mut now: Instant) -> Result<Received, Error> {
        let core = self.draft.core.clone();
        if self.renewal == Renewal::Fresh {
            self.renewal = Renewal::Used;
        } else if !self.draft.operation.security.is_empty() {
            let obtained = self.obtain(&core, now).await?;
            self.replace(obtained);
            now = core.0.transport.now();
        }
        let (limit, whole_call) = self.limit(now);
        let outcome = {
            let exchange = pin!(self.exchange());
            within(&*core.0.transport, limit, exchange).await
        };
        match outcome {
            Some(outcome) => outcome,
            None if whole_call => Err(self.deadline_reached()),
            None => Err(self.error(ErrorKind::Timeout, format!("no complete response within {limit:?}"))),
        }
    }

    /// Obtains the credentials. A credential that takes too long fails the call: it has its own retries, and if the
    /// call retried it too, a token service that hangs would receive the product of both numbers of requests.
    async fn obtain(&mut self, core: &Core, now: Instant) -> Result<Vec<SchemeSecret>, Error> {
        let (limit, whole_call) = self.limit(now);
        let refused = if self.renewal == Renewal::Asking { &*self.obtained } else { &[] };
        let obtained = pin!(authorize::obtain(core, self.draft.operation, refused));
        match within(&*core.0.transport, limit, obtained).await {
            Some(outcome) => outcome.map_err(|error| error.after(self.attempts)),
            None if whole_call => Err(self.deadline_reached()),
            None => Err(self.error(ErrorKind::Credential, format!("no token came within {limit:?}"))),
        }
    }

    /// Replaces the credentials. Those of earlier attempts stay hidden, because a response may repeat them too.
    fn replace(&mut self, obtained: Vec<SchemeSecret>) {
        let before = std::mem::replace(&mut self.obtained, obtained);
        for SchemeSecret { secret, .. } in before {
            if !self.draft.hidden.contains(&secret) && self.obtained.iter().all(|one| one.secret != secret) {
                self.draft.hidden.push(secret);
            }
        }
    }

    /// The error with the idempotency key of the call, with which the call can be repeated.
    fn named(&self, error: Error) -> Error {
        error.with_key(self.draft.key())
    }

    fn deadline_reached(&self) -> Error {
        self.error(ErrorKind::Timeout, "the call has reached its deadline")
    }

    /// The timeout of the next attempt, and whether it is the remaining time of the whole call.
    fn limit(&self, now: Instant) -> (Duration, bool) {
        let timeout = self.draft.options.timeout.unwrap_or(self.draft.core.0.timeout);
        match self.end.map(|end| end.saturating_duration_since(now)) {
            Some(left) if left < timeout => (left, true),
            _ => (timeout, false),
        }
    }

    async fn exchange(&mut self) -> Result<Received, Error> {
        let minimum = self.min_throughput();
        let (head, body) = self.request()?.into_parts();
        let (body, progress) = Progress::watch(body, minimum);
        self.attempts += 1;
        let transport = &*self.draft.core.0.transport;
        let response = transport.send(http::Request::from_parts(head, body));
        let response = match progress {
            None => Some(response.await),
            Some(progress) => until(response, Box::pin(progress.stalled(minimum, transport))).await,
        };
        let Some(response) = response else { return Err(self.error(ErrorKind::Timeout, minimum.missed("request"))) };
        let response = response.map_err(|cause| self.error(ErrorKind::Transport, "no response").because(cause))?;
        self.read(response).await
    }

    /// The method of the next request.
    fn method(&self) -> &'static str {
        if self.is_get { "GET" } else { self.draft.operation.method }
    }

    fn request(&mut self) -> Result<http::Request<Body>, Error> {
        let mut url = self.draft.url.clone();
        let mut headers = self.draft.headers.map();
        authorize::apply(&self.obtained, &mut url, &mut headers)
            .map_err(|error| self.error(ErrorKind::Credential, error))?;
        let method = self.method();
        if matches!(self.draft.body, Payload::Empty) && matches!(method, "POST" | "PUT" | "PATCH" | "QUERY") {
            // Some servers refuse a request without a body with 411 unless it states the length 0.
            headers.insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
        }
        if self.draft.streams.is_empty() {
            compressed::ask(&mut headers);
        }
        if let Some(trace_context) = &self.draft.core.0.trace_context {
            let mut context = HeaderMap::new();
            trace_context(&mut context);
            // Headers of the call, and above all credentials, are not replaced.
            for (name, value) in &context {
                headers.entry(name).or_insert_with(|| value.clone());
            }
        }
        let body = self.draft.body.body();
        let mut request = http::Request::new(body);
        *request.method_mut() = Method::from_bytes(method.as_bytes()).map_err(|cause| {
            self.error(ErrorKind::Request, format!("`{method}` is not an HTTP method")).because(cause)
        })?;
        *request.uri_mut() = Uri::try_from(url)
            .map_err(|cause| self.error(ErrorKind::Request, "the URL cannot be read").because(cause))?;
        *request.headers_mut() = headers;
        Ok(request)
    }

    /// Reads a whole body, within the limits of the client.
    async fn read(&mut self, response: http::Response<Body>) -> Result<Received, Error> {
        let (head, body) = response.into_parts();
        let success = self.draft.operation.expects(head.status);
        if success && self.draft.streams.iter().any(|declared| declared.holds(head.status)) {
            self.rest = Some(body);
            return Ok(Received { status: head.status, headers: head.headers, body: Bytes::new() });
        }
        let most = self.draft.core.0.max_response_size;
        let most = if success { most } else { most.min(MAX_ERROR_BODY) };
        let minimum = self.min_throughput();
        let meter = Meter::new(minimum, self.draft.core.0.transport.clone());
        let (body, cut) = collect::collect(body, most, meter).await;
        let mut received = Received { status: head.status, headers: head.headers, body };
        let cut = cut.or_else(|| compressed::decode(&mut received, most));
        match cut {
            Some(CollectError::Broken(cause)) => {
                let error = self.error(ErrorKind::Transport, "the response did not arrive completely").because(cause);
                Err(error.with_response(received).without(&self.secrets()))
            }
            Some(CollectError::Stalled) => {
                let error = self.error(ErrorKind::Timeout, minimum.missed("response"));
                Err(error.with_response(received).without(&self.secrets()))
            }
            Some(CollectError::TooLarge) if success => {
                received.body = Bytes::new();
                Err(self
                    .error(ErrorKind::TooLarge, format!("the response is larger than {most} bytes"))
                    .with_response(received))
            }
            // The beginning of a very long error response is enough to explain the error.
            Some(CollectError::TooLarge) | None => Ok(received),
        }
    }

    fn min_throughput(&self) -> MinThroughput {
        self.draft.options.min_throughput.unwrap_or(self.draft.core.0.min_throughput)
    }

    /// Handles a failed attempt: prepares the next attempt, or returns the error if no further attempt is allowed.
    async fn recover(&mut self, outcome: Result<Received, Error>) -> Result<(), Error> {
        let received = match outcome {
            Ok(received) => received,
            Err(error) if matches!(error.kind(), ErrorKind::Transport | ErrorKind::Timeout) => {
                return self.wait_or(error).await;
            }
            Err(error) => return Err(error),
        };
        let spent = self.draft.body.is_spent();
        if received.status == StatusCode::UNAUTHORIZED && !spent && self.renew().await? {
            return Ok(());
        }
        match redirect::target(self.draft.base_url(), self.method(), &self.draft.url, &received) {
            Ok(None) => {}
            Ok(Some(_)) if self.redirects == redirect::MOST => {
                return Err(self.error(ErrorKind::Redirect, "too many redirects").with_response(received));
            }
            Ok(Some(target)) if spent && !target.is_get => {
                let error = "the redirect is not followed: the body can be sent only once";
                return Err(self.error(ErrorKind::Redirect, error).with_response(received));
            }
            Ok(Some(target)) => {
                self.redirects += 1;
                self.draft.url = target.url;
                if target.is_get && self.method() != "GET" {
                    self.is_get = true;
                    self.draft.body = Payload::Empty;
                    self.draft.headers.remove_those_of_body();
                }
                return Ok(());
            }
            Err(error) => return Err(self.error(ErrorKind::Redirect, error).with_response(received)),
        }
        let passing = retry::is_passing(self.draft.operation, received.status);
        let error = self.refusal(received);
        if passing { self.wait_or(error).await } else { Err(error) }
    }

    /// Waits before the next attempt, or returns the error of the last attempt if no further attempt is allowed.
    async fn wait_or(&mut self, error: Error) -> Result<(), Error> {
        let settings = &self.draft.core.0;
        let retry = self.draft.options.retry.as_ref().unwrap_or(&settings.retry);
        let allowed = self.is_get || retry.allows(self.draft.operation, &error);
        if error.is_permanent() || self.draft.body.is_spent() || !allowed {
            return Err(error);
        }
        let Some(wait) = retry.wait(self.retries + 1, error.retry_after(), &settings.random) else {
            return Err(error);
        };
        let now = settings.transport.now();
        if self.end.is_some_and(|end| now.checked_add(wait).is_none_or(|next| next >= end)) {
            return Err(error);
        }
        let Some(taken) = settings.budget.take(&error) else { return Err(error) };
        self.taken = taken;
        #[cfg(feature = "tracing")]
        super::trace::retry(&error, wait);
        settings.transport.sleep(wait).await;
        self.retries += 1;
        Ok(())
    }

    /// Requests new credentials, once in a call, after the service has refused the previous ones.
    ///
    /// A request that was refused for its credentials has not been carried out (RFC 9110 section 15.5.2), so any
    /// operation may be sent again with new ones.
    async fn renew(&mut self) -> Result<bool, Error> {
        if self.renewal != Renewal::Unused || self.obtained.is_empty() {
            return Ok(false);
        }
        self.renewal = Renewal::Asking;
        let core = self.draft.core.clone();
        let obtained = self.obtain(&core, core.0.transport.now()).await?;
        let better = obtained != self.obtained;
        self.replace(obtained);
        self.renewal = if better { Renewal::Fresh } else { Renewal::Used };
        Ok(better)
    }

    /// The error for an error response.
    fn refusal(&self, received: Received) -> Error {
        let declared = self.draft.operation.declares(received.status);
        let kind = if declared { ErrorKind::Status } else { ErrorKind::Unexpected };
        self.error(kind, "").with_response(received).without(&self.secrets())
    }

    fn error(&self, kind: ErrorKind, detail: impl Into<String>) -> Error {
        let mut detail = detail.into();
        if self.is_get {
            // The request of the operation has succeeded, and only that of its result has failed.
            detail += if detail.is_empty() { "" } else { ", " };
            detail += "at the location of a redirect";
        }
        Error::new(self.draft.core.0.api, kind, detail).during(self.draft.operation).after(self.attempts)
    }

    fn secrets(&self) -> Vec<Secret> {
        self.draft.hidden.iter().chain(self.obtained.iter().map(|one| &one.secret)).cloned().collect()
    }

    fn response(self, received: Received) -> RawResponse {
        let timeout = self.draft.options.timeout.unwrap_or(self.draft.core.0.timeout);
        let min_throughput = self.min_throughput();
        let key = self.draft.key().map(|(header, key)| (header, key.clone()));
        let Draft { core, operation, hidden, .. } = *self.draft;
        let mut secrets: Vec<Secret> = self.obtained.into_iter().map(|one| one.secret).collect();
        secrets.extend(hidden);
        let api = core.0.api;
        let rest = self.rest.map(|body| Rest { body, core, timeout, min_throughput });
        RawResponse { api, operation, received, attempts: self.attempts, key, secrets, rest }
    }
}

/// Waits for a future until another one ends first; `None` in that case.
async fn until<T>(mut future: BoxFuture<'_, T>, mut end: BoxFuture<'_, ()>) -> Option<T> {
    poll_fn(|context| match future.as_mut().poll(context) {
        Poll::Ready(value) => Poll::Ready(Some(value)),
        Poll::Pending => end.as_mut().poll(context).map(|()| None),
    })
    .await
}
