//! `Poller`: a long-running operation, as a future of its result and a stream of its states.

use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::{Duration, Instant, SystemTime};

use futures_core::Stream;
use http::header::CONTENT_TYPE;

use super::long_running::LongRunning;
use super::rules::{self, ResultAt, Track};
use super::state::{PollState, PollStatus};
use super::token::Token;
use crate::runtime::body::payload::Payload;
use crate::runtime::call::builder::Call;
use crate::runtime::call::config::Core;
use crate::runtime::call::error::{Error, ErrorKind};
use crate::runtime::call::operation::Operation;
use crate::runtime::call::response::{RawResponse, Response};
use crate::runtime::http::retry_after;
use crate::runtime::http::transport::BoxFuture;
use crate::runtime::json::decode::Decode;

/// Writes the methods of a request that starts a long-running operation: the type of the result and, after `=`, how it
/// is read where it is not JSON, or `optional` for JSON that may be missing; then where the states and the result are.
///
/// ```text
/// long_running!(CreateDisk -> Disk { Headers, Usual });
/// long_running!(DeleteDisk -> () = empty { Headers, Location });
/// long_running!(Train -> Json { Operation("/v1/{name}"), Usual });
/// ```
macro_rules! long_running {
    ($request:ident -> $ty:ty $(= $read:ident)? { $via:ident $(($path:literal))?, $final_state:ident $(,)? }) => {
        impl $request {
            const LONG_RUNNING: &'static $crate::runtime::polling::long_running::LongRunning =
                &$crate::runtime::polling::long_running::LongRunning {
                    via: $crate::runtime::polling::long_running::StateSource::$via $(($path))?,
                    final_state: $crate::runtime::polling::long_running::FinalState::$final_state,
                    poll: &$crate::runtime::call::operation::Operation {
                        method: "GET",
                        client_values: &[],
                        content_type: ::core::option::Option::None,
                        repeat: $crate::runtime::call::operation::Repeat::ByMethod,
                        ..*Self::OPERATION
                    },
                };

            /// Starts the operation and polls it until it ends. The poller is a future of the result, and a stream of
            /// the states.
            pub fn poller(self) -> $crate::runtime::polling::poller::Poller<$crate::runtime::polling::poller::long_running!(@result $ty $(= $read)?)> {
                let read = $crate::runtime::polling::poller::long_running!(@read $ty $(= $read)?);
                $crate::runtime::polling::poller::Poller::new(self.0, Self::LONG_RUNNING, read)
            }

            /// Resumes polling of an operation that was started before, here or in another process. `token` is a string
            /// from `Poller::token`.
            pub fn resume(client: &$crate::Client, token: &str) -> $crate::runtime::polling::poller::Poller<$crate::runtime::polling::poller::long_running!(@result $ty $(= $read)?)> {
                let read = $crate::runtime::polling::poller::long_running!(@read $ty $(= $read)?);
                let core = &client.core;
                $crate::runtime::polling::poller::Poller::resume(core, Self::OPERATION, Self::LONG_RUNNING, token, read)
            }
        }
    };
    (@result $ty:ty) => { $ty };
    (@result $ty:ty = optional) => { ::core::option::Option<$ty> };
    (@result $ty:ty = $read:ident) => { $ty };
    (@read $ty:ty) => { $crate::runtime::call::response::RawResponse::json };
    (@read $ty:ty = optional) => { $crate::runtime::polling::poller::optional };
    (@read $ty:ty = $read:ident) => { $crate::runtime::call::response::RawResponse::$read };
}
pub(crate) use long_running;

/// The wait before the state is read for the first time, if the service does not request one. Each further wait is
/// twice as long.
const FIRST_INTERVAL: Duration = Duration::from_secs(1);
/// The longest wait between two requests, if the service does not request one.
const LONGEST_INTERVAL: Duration = Duration::from_secs(30);
/// The default for the longest wait between two requests that a service may request.
const MAX_INTERVAL: Duration = Duration::from_secs(300);

/// A long-running operation: awaited, it gives the final result; as a stream, or with [`next`](Self::next), the states
/// on the way there.
///
/// Nothing is sent before the first state or the result is requested. Between two requests it waits as long as the
/// service asks (`Retry-After`), otherwise 1 s, then 2 s, and so on to 30 s. When the poller is dropped, it sends
/// nothing more; the operation continues in the service, and can be [resumed](Self::token).
///
/// An operation that fails or is canceled is an error of the kind [`ErrorKind::Failed`] with the code and the message
/// of the service. After any other error, polling continues when `&mut poller` is awaited again.
///
/// # Examples
///
/// ```
/// use runtime::{Error, Poller, Response};
///
/// /// Prints each state and returns the result.
/// async fn finish<T>(mut poller: Poller<T>) -> Result<Response<T>, Error> {
///     while let Some(state) = poller.next().await {
///         println!("{:?}", state?.status());
///     }
///     poller.await
/// }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), runtime::BoxError> {
/// #     let started = http::Response::builder().status(202).header("location", "https://api.example.com/copies/1");
/// #     let fake = runtime::Fake::new().respond(started.body("".into())?).respond_json(202, "").respond_json(200, "[7]");
/// #     let client = runtime::Client::builder().transport(fake).build()?;
/// #     assert_eq!(*finish(client.samples().copy_disk("d").poller()).await?, [7]);
/// #     Ok(())
/// # }
/// ```
#[must_use = "an operation is not started before its result or its state is wanted"]
pub struct Poller<T> {
    /// The first request. After its response, the template of the requests for states.
    call: Call,
    how: &'static LongRunning,
    method: &'static str,
    read: fn(RawResponse) -> Result<Response<T>, Error>,
    track: Option<Track>,
    step: Step,
    interval: Duration,
    /// The wait that the service has requested last.
    requested: Option<Duration>,
    max_interval: Duration,
    deadline: Option<Duration>,
    end: Option<Instant>,
}

enum Step {
    /// The next state has to be requested.
    Ask,
    /// The next state is being read.
    Asking(BoxFuture<'static, Result<RawResponse, Error>>),
    /// The result has to be requested at a URL.
    Fetch(String),
    /// The result is being read.
    Fetching(String, BoxFuture<'static, Result<RawResponse, Error>>),
    /// The result has been read.
    Done(Box<RawResponse>),
    /// Polling has failed, and cannot continue.
    Failed(Error),
    /// The result has been taken.
    End,
}

impl<T> Poller<T> {
    /// Creates a poller for an operation that has not been started.
    pub fn new(call: Call, how: &'static LongRunning, read: fn(RawResponse) -> Result<Response<T>, Error>) -> Self {
        let method = call.0.operation.method;
        Self {
            call,
            how,
            method,
            read,
            track: None,
            step: Step::Ask,
            interval: FIRST_INTERVAL,
            requested: None,
            max_interval: MAX_INTERVAL,
            deadline: None,
            end: None,
        }
    }

    /// Creates a poller for an operation that was started before.
    pub fn resume(
        core: &Core,
        operation: &'static Operation,
        how: &'static LongRunning,
        token: &str,
        read: fn(RawResponse) -> Result<Response<T>, Error>,
    ) -> Self {
        let mut poller = Self::new(Call::new(core, operation), how, read);
        // The state may be read at once, because it is unknown how long the operation has been in progress.
        poller.requested = Some(Duration::ZERO);
        match Token::read(token) {
            Ok(token) if token.operation == operation.id => poller.track = Some(token.track),
            Ok(token) => {
                let detail = format!("the token is one of `{}`", token.operation);
                poller.step = Step::Failed(poller.call.error(ErrorKind::Request, &detail));
            }
            Err(cause) => {
                let detail = "the string is not a token of a long-running operation";
                poller.step = Step::Failed(poller.call.error(ErrorKind::Request, detail).because(cause));
            }
        }
        poller
    }

    /// Sets the longest wait between two requests, also where the service asks for a longer one. Defaults to 5 minutes.
    pub fn max_interval(mut self, interval: Duration) -> Self {
        self.max_interval = interval;
        self
    }

    /// Sets how long the operation may take, from the first request of this poller on. There is no such deadline by
    /// default.
    ///
    /// After the deadline, the next state and the result are an error of the kind [`ErrorKind::Timeout`]. The operation
    /// continues in the service.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = Some(deadline);
        self
    }

    /// Returns the next state; `None` after the final one. The first state is that of the response that started the
    /// operation.
    pub async fn next(&mut self) -> Option<Result<PollState, Error>> {
        poll_fn(|context| self.poll_state(context)).await
    }

    /// Waits for the final result on this thread, with the restrictions that `send_blocking` documents.
    ///
    /// # Errors
    /// Those of the future.
    #[cfg(feature = "blocking")]
    pub fn wait(mut self) -> Result<Response<T>, Error> {
        crate::runtime::call::blocking::wait(&mut self)
    }

    /// Waits for the next state on this thread, with the restrictions that `send_blocking` documents; `None` after the
    /// final one.
    #[cfg(feature = "blocking")]
    pub fn next_blocking(&mut self) -> Option<Result<PollState, Error>> {
        crate::runtime::call::blocking::wait(poll_fn(|context| self.poll_state(context)))
    }

    /// Returns a string with which `resume` of the request's type continues polling in another process; `None` before
    /// the operation is started.
    ///
    /// It contains URLs of the operation, and no credential.
    pub fn token(&self) -> Option<String> {
        let track = self.track.clone()?;
        Some(Token { operation: self.call.0.operation.id.to_owned(), track }.text())
    }

    fn poll_state(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<PollState, Error>>> {
        loop {
            match &mut self.step {
                Step::Ask => match self.ask() {
                    Ok(response) => self.step = Step::Asking(response),
                    Err(error) => return Poll::Ready(Some(Err(error))),
                },
                Step::Asking(response) => {
                    let response = ready!(response.as_mut().poll(context));
                    // A failed first request is not repeated, because it may have started the operation.
                    self.step = if self.track.is_some() { Step::Ask } else { Step::End };
                    return Poll::Ready(Some(response.and_then(|response| self.state(response))));
                }
                Step::Fetch(_) | Step::Fetching(..) | Step::Done(_) | Step::Failed(_) | Step::End => {
                    return Poll::Ready(None);
                }
            }
        }
    }

    /// The request for the next state: the first one at once, the others after a wait.
    fn ask(&mut self) -> Result<BoxFuture<'static, Result<RawResponse, Error>>, Error> {
        let wait = match &self.track {
            None => Duration::ZERO,
            Some(_) => self.requested.unwrap_or(self.interval).min(self.max_interval),
        };
        let left = self.left(wait)?;
        let Some(track) = &self.track else {
            let mut first = self.call.again();
            limit(&mut first, left);
            return Ok(first.send());
        };
        let url = track.url.clone();
        if self.requested.take().is_none() {
            self.interval = self.interval.saturating_mul(2).min(LONGEST_INTERVAL);
        }
        let call = self.get(&url, left);
        let transport = self.call.0.core.0.transport.clone();
        Ok(Box::pin(async move {
            if !wait.is_zero() {
                transport.sleep(wait).await;
            }
            call.send().await
        }))
    }

    /// A request that reads a state or the result.
    fn get(&mut self, url: &str, left: Option<Duration>) -> Call {
        let mut call = self.call.again();
        let draft = &mut call.0;
        draft.headers.remove(CONTENT_TYPE.as_str());
        draft.remove_key();
        draft.operation = self.how.poll;
        draft.body = Payload::Empty;
        draft.streams = &[];
        let mut call = call.link(url);
        limit(&mut call, left);
        call
    }

    /// The remaining time of the deadline after a wait; `None` without a deadline.
    fn left(&mut self, wait: Duration) -> Result<Option<Duration>, Error> {
        let Some(deadline) = self.deadline else { return Ok(None) };
        let now = self.call.0.core.0.transport.now();
        let end = *self.end.get_or_insert_with(|| now.checked_add(deadline).unwrap_or(now + MAX_INTERVAL));
        let left = end.saturating_duration_since(now).saturating_sub(wait);
        if left.is_zero() {
            let detail = format!("the operation did not end within {deadline:?}");
            return Err(self.call.error(ErrorKind::Timeout, &detail));
        }
        Ok(Some(left))
    }

    /// Reads a state, and determines the next step.
    fn state(&mut self, response: RawResponse) -> Result<PollState, Error> {
        let is_first = self.track.is_none();
        let base = self.call.0.base_url();
        let track = match self.track.clone() {
            Some(mut track) => rules::follow(&response, &mut track, base).map(|()| track),
            None => rules::begin(&response, self.how, self.method, base, &self.call.0.url),
        };
        let read = track.and_then(|track| {
            let state = rules::state(&response, &track, is_first, self.method)?;
            Ok((track, state))
        });
        let (track, state) = match read {
            Ok(read) => read,
            Err(detail) => {
                let error = response.error(ErrorKind::Decode, detail).with_response(response.received);
                return Err(error.without(&response.secrets));
            }
        };
        self.requested = retry_after::requested_wait(response.headers(), SystemTime::now());
        match state.status {
            PollStatus::InProgress => self.step = Step::Ask,
            PollStatus::Succeeded => {
                self.step = match rules::result(&response, &track, self.how, is_first, self.method) {
                    ResultAt::Body => Step::Done(Box::new(response)),
                    ResultAt::Part(at) => Step::Done(Box::new(rules::part(response, at))),
                    ResultAt::Nowhere => Step::Done(Box::new(emptied(response))),
                    ResultAt::Url(url) => Step::Fetch(url),
                };
            }
            PollStatus::Failed | PollStatus::Canceled => {
                let name = state.name.as_deref().unwrap_or(match state.status {
                    PollStatus::Canceled => "canceled",
                    PollStatus::InProgress | PollStatus::Succeeded | PollStatus::Failed => "failed",
                });
                let detail = format!("the operation ended in the state `{}`", name.escape_debug());
                let error = response.error(ErrorKind::Failed, detail);
                let error = error.failed(response.received, &rules::CODE, &rules::MESSAGE);
                self.step = Step::Failed(error.without(&response.secrets));
            }
        }
        self.track = Some(track);
        Ok(state)
    }
}

/// Limits the timeout of a request to the remaining time of the poller's deadline.
fn limit(call: &mut Call, left: Option<Duration>) {
    if let Some(left) = left {
        let usual = call.0.core.0.deadline;
        let options = &mut call.0.options;
        options.deadline = Some(options.deadline.unwrap_or(usual).min(left));
    }
}

fn emptied(mut response: RawResponse) -> RawResponse {
    response.received.body = bytes::Bytes::new();
    response
}

/// Reads the body as JSON, if there is one.
///
/// # Errors
/// Those of [`RawResponse::json`] for a body that is not empty.
pub fn optional<T: Decode>(response: RawResponse) -> Result<Response<Option<T>>, Error> {
    let is_empty = response.text().is_ok_and(|text| text.trim_ascii().is_empty());
    if is_empty { Ok(response.empty()?.map(|()| None)) } else { Ok(response.json::<T>()?.map(Some)) }
}

impl<T> Future for Poller<T> {
    type Output = Result<Response<T>, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let this = &mut *self;
        loop {
            match &mut this.step {
                Step::Ask | Step::Asking(_) => {
                    if let Some(Err(error)) = ready!(this.poll_state(context)) {
                        return Poll::Ready(Err(error));
                    }
                }
                Step::Fetch(url) => {
                    let url = std::mem::take(url);
                    let left = this.left(Duration::ZERO);
                    let call = left.map(|left| this.get(&url, left));
                    match call {
                        Ok(call) => this.step = Step::Fetching(url, call.send()),
                        Err(error) => {
                            this.step = Step::Fetch(url);
                            return Poll::Ready(Err(error));
                        }
                    }
                }
                Step::Fetching(url, response) => match ready!(response.as_mut().poll(context)) {
                    Ok(response) => this.step = Step::Done(Box::new(response)),
                    Err(error) => {
                        this.step = Step::Fetch(std::mem::take(url));
                        return Poll::Ready(Err(error));
                    }
                },
                Step::Done(_) | Step::Failed(_) | Step::End => {
                    return Poll::Ready(match std::mem::replace(&mut this.step, Step::End) {
                        Step::Done(response) => (this.read)(*response),
                        Step::Failed(error) => Err(error),
                        _ => Err(this.call.error(ErrorKind::Request, "the result of the operation has been taken")),
                    });
                }
            }
        }
    }
}

impl<T> Stream for Poller<T> {
    type Item = Result<PollState, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_state(context)
    }
}

// The poller is never self-referential, regardless of the type of its result.
impl<T> Unpin for Poller<T> {}

impl<T> fmt::Debug for Poller<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Poller").field("call", &self.call).finish_non_exhaustive()
    }
}
