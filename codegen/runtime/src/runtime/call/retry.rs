//! Retries: which failures are retried, and how long to wait before the next attempt.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use std::time::Duration;

use http::StatusCode;

use super::error::{Error, ErrorKind};
use super::operation::{Operation, Repeat};
use super::random::Random;

/// The default statuses after which a call is retried.
const STATUSES: [u16; 6] = [408, 429, 500, 502, 503, 504];

/// The retry policy of a client or of one call.
///
/// An idempotent call is retried after a transport error, a timeout, and the statuses 408, 429, 500, 502, 503 and 504
/// (an API may name others). A call is idempotent if its method is (GET, HEAD, PUT, DELETE, OPTIONS, TRACE) or if it
/// carries an idempotency key. Any call is retried if nothing of the request was sent, for example because the
/// connection was refused.
///
/// Waits grow exponentially with full jitter. If the service says how long to wait (`retry-after-ms`,
/// `x-ms-retry-after-ms` or `Retry-After`), the wait is at least as long. A [`RetryBudget`] bounds the retries of all
/// calls of a client together.
///
/// # Examples
///
/// ```
/// use runtime::{Client, ClientBuilder, Error, Retry};
/// use std::time::Duration;
///
/// /// Sends an idempotent request up to six times, with waits of up to 1, 2, 4, 8 and 10 seconds.
/// fn patient(builder: ClientBuilder) -> Result<Client, Error> {
///     let retry = Retry::default()
///         .attempts(6)
///         .first_wait(Duration::from_secs(1))
///         .longest_wait(Duration::from_secs(10));
///     builder.retry(retry).build()
/// }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), runtime::BoxError> {
/// #     let fake = (0..6).fold(runtime::Fake::new(), |fake, _| fake.respond_json(503, "{}"));
/// #     let error = patient(Client::builder().transport(fake.clone()))?.samples().numbers().send().await.unwrap_err();
/// #     assert_eq!((error.attempts(), fake.requests().len()), (6, 6));
/// #     Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Retry {
    attempts: u32,
    first_wait: Duration,
    longest_wait: Duration,
    throttled: bool,
}

impl Default for Retry {
    /// Four attempts, with waits of up to 0.5, 1 and 2 s. A wait that the service asks for is at most 30 s.
    fn default() -> Self {
        Self {
            attempts: 4,
            first_wait: Duration::from_millis(500),
            longest_wait: Duration::from_secs(30),
            throttled: false,
        }
    }
}

impl Retry {
    /// Returns a policy that sends each request once and never retries it.
    pub fn off() -> Self {
        Self { attempts: 1, ..Self::default() }
    }

    /// Sets the maximum number of attempts, including the first one. Defaults to 4.
    pub fn attempts(self, attempts: u32) -> Self {
        Self { attempts: attempts.max(1), ..self }
    }

    /// Sets the upper bound of the first wait; each further bound is twice the one before. Defaults to 0.5 s.
    pub fn first_wait(self, first_wait: Duration) -> Self {
        Self { first_wait, ..self }
    }

    /// Sets the upper bound of every wait. Defaults to 30 s.
    ///
    /// If the service asks for a longer wait, the call fails at once, and [`Error::retry_after`] returns that wait.
    pub fn longest_wait(self, longest_wait: Duration) -> Self {
        Self { longest_wait, ..self }
    }

    /// Sets whether a call that is not idempotent is retried after a 429 or 503 response that says how long to wait.
    /// Defaults to `false`.
    ///
    /// Turn it on only for services that send such a response before they act on the request.
    pub fn throttled(self, throttled: bool) -> Self {
        Self { throttled, ..self }
    }

    /// Returns the wait after `attempts` attempts; `None` if no further attempt is allowed.
    pub(super) fn wait(&self, attempts: u32, asked: Option<Duration>, random: &Random) -> Option<Duration> {
        if attempts >= self.attempts {
            return None;
        }
        let doublings = 1_u32.checked_shl(attempts - 1).unwrap_or(u32::MAX);
        let bound = self.first_wait.saturating_mul(doublings).min(self.longest_wait);
        let jitter = bound.mul_f64(random.fraction());
        match asked {
            None => Some(jitter),
            // A random delay is added, so that clients with the same wait do not all come back at once.
            Some(asked) if asked <= self.longest_wait => Some(asked.saturating_add(jitter)),
            Some(_) => None,
        }
    }

    /// Whether the request of an operation may be sent again after an error.
    pub(super) fn allows(&self, operation: &Operation, error: &Error) -> bool {
        let idempotent = match operation.repeat {
            Repeat::ByMethod => is_idempotent(operation.method),
            Repeat::WithKey(_) | Repeat::Always => true,
        };
        idempotent || error.is_not_sent() || (self.throttled && is_throttled(error))
    }
}

/// Whether an error is a response that refuses more requests for a stated time.
fn is_throttled(error: &Error) -> bool {
    let throttling = [StatusCode::TOO_MANY_REQUESTS, StatusCode::SERVICE_UNAVAILABLE];
    error.status().is_some_and(|status| throttling.contains(&status)) && error.retry_after().is_some()
}

fn is_idempotent(method: &str) -> bool {
    is_safe(method) || matches!(method, "PUT" | "DELETE")
}

/// Whether requests with this method only read (RFC 9110 section 9.2.1).
pub(super) fn is_safe(method: &str) -> bool {
    // The last methods are those of UPnP and WebDAV.
    ["GET", "HEAD", "OPTIONS", "TRACE", "QUERY", "M-SEARCH", "PROPFIND", "REPORT", "SEARCH"].contains(&method)
}

/// Whether a call that failed with this status may succeed on another attempt.
pub(super) fn is_passing(operation: &Operation, status: StatusCode) -> bool {
    operation.retry_statuses.unwrap_or(&STATUSES).contains(&status.as_u16())
}

/// The number of tokens in a full budget, as in the SDKs of AWS.
const CAPACITY: u32 = 500;
/// The tokens that a retry takes.
const RETRY_COST: u32 = 5;
/// The tokens that a retry after a timeout takes. It is more, because timeouts are typical of an overloaded service.
const TIMEOUT_COST: u32 = 10;

/// A bound on the retries of many calls together, so that retries do not keep an overloaded service down.
///
/// The budget is a number of tokens, 500 unless set. A retry takes 5 tokens, and 10 after a timeout; a call that
/// succeeds returns the tokens of its last retry, or one token if it needed none. If the budget has too few tokens, a
/// call fails with the error of its last attempt.
///
/// All calls of a client and of its clones share one budget. A clone of the budget is the same budget, so that several
/// clients of one service can share it too.
///
/// # Examples
///
/// ```
/// use runtime::{Client, ClientBuilder, Error, RetryBudget};
///
/// /// Builds two clients that share one budget.
/// fn shared(first: ClientBuilder, second: ClientBuilder) -> Result<(Client, Client), Error> {
///     let budget = RetryBudget::new(200);
///     Ok((first.retry_budget(budget.clone()).build()?, second.retry_budget(budget).build()?))
/// }
/// # let builder = || Client::builder().transport(runtime::Fake::new());
/// # assert!(shared(builder(), builder()).is_ok());
/// ```
#[derive(Clone, Debug)]
pub struct RetryBudget(Option<Arc<Tokens>>);

#[derive(Debug)]
struct Tokens {
    capacity: u32,
    left: AtomicU32,
}

impl RetryBudget {
    /// Creates a full budget with this number of tokens.
    pub fn new(tokens: u32) -> Self {
        Self(Some(Arc::new(Tokens { capacity: tokens, left: AtomicU32::new(tokens) })))
    }

    /// Creates a budget without a bound.
    pub fn unlimited() -> Self {
        Self(None)
    }

    /// Takes the tokens of a retry after an error; `None` if there are too few.
    pub(super) fn take(&self, error: &Error) -> Option<u32> {
        let Some(tokens) = &self.0 else { return Some(0) };
        let cost = if error.kind() == ErrorKind::Timeout { TIMEOUT_COST } else { RETRY_COST };
        let taken = tokens.left.fetch_update(Relaxed, Relaxed, |left| left.checked_sub(cost));
        taken.ok().map(|_| cost)
    }

    /// Returns tokens after a call that succeeded; `retried` is the number of tokens of its last retry.
    pub(super) fn succeeded(&self, retried: u32) {
        let Some(tokens) = &self.0 else { return };
        // A full budget, which is the usual case, is not written to, because all calls of a client share it.
        if tokens.left.load(Relaxed) < tokens.capacity {
            let add = |left: u32| Some(left.saturating_add(retried.max(1)).min(tokens.capacity));
            let _ = tokens.left.fetch_update(Relaxed, Relaxed, add);
        }
    }
}

impl Default for RetryBudget {
    /// Returns a full budget of 500 tokens.
    fn default() -> Self {
        Self::new(CAPACITY)
    }
}
