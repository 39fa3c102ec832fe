//! When a request is sent again, and how long to wait before.

use std::time::{Duration, SystemTime};

use http::header::{DATE, RETRY_AFTER};
use http::{HeaderMap, Method, StatusCode};

use super::operation::{Operation, Repeat};
use super::random::Random;
use crate::runtime::http::headers;
use crate::runtime::http::http_date;

/// The statuses that usually pass when one tries again.
const STATUSES: [u16; 6] = [408, 429, 500, 502, 503, 504];

/// How often a call is tried, and how long it waits in between.
///
/// Only what is safe to repeat is repeated: an operation whose method is idempotent, or one with a key by which the
/// service knows two requests to be one call. It is repeated after a failed connection, a timeout, and the statuses
/// 408, 429, 500, 502, 503 and 504 (an API may name others). Waits grow exponentially with full jitter; a
/// `Retry-After` of the service is obeyed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Retry {
    attempts: u32,
    first_wait: Duration,
    longest_wait: Duration,
}

impl Default for Retry {
    /// Four attempts; waits of up to 0.5, 1 and 2 s; none longer than 30 s.
    fn default() -> Self {
        Self { attempts: 4, first_wait: Duration::from_millis(500), longest_wait: Duration::from_secs(30) }
    }
}

impl Retry {
    /// Sends each request once, whatever happens.
    pub fn off() -> Self {
        Self { attempts: 1, ..Self::default() }
    }

    /// Sends a request at most so often, the first time included.
    pub fn attempts(self, attempts: u32) -> Self {
        Self { attempts: attempts.max(1), ..self }
    }

    /// The upper bound of the first wait; each further bound is twice the one before.
    pub fn first_wait(self, first_wait: Duration) -> Self {
        Self { first_wait, ..self }
    }

    /// The upper bound of every wait. A service that asks for a longer one is not asked again: the call fails at once,
    /// and its error tells how long to wait.
    pub fn longest_wait(self, longest_wait: Duration) -> Self {
        Self { longest_wait, ..self }
    }

    /// How long to wait before the next attempt, after so many; `None` where there should be none.
    pub(super) fn wait(&self, attempts: u32, asked: Option<Duration>, random: &Random) -> Option<Duration> {
        if attempts >= self.attempts {
            return None;
        }
        let doublings = 1_u32.checked_shl(attempts - 1).unwrap_or(u32::MAX);
        let bound = self.first_wait.saturating_mul(doublings).min(self.longest_wait);
        let jitter = bound.mul_f64(random.fraction());
        match asked {
            None => Some(jitter),
            // Those who were told the same time should not all come back at once.
            Some(asked) if asked <= self.longest_wait => Some(asked.saturating_add(jitter)),
            Some(_) => None,
        }
    }
}

/// Whether it does no harm to send the request of an operation again.
pub(super) fn is_repeatable(operation: &Operation) -> bool {
    match operation.repeat {
        Repeat::ByMethod => is_idempotent(operation.method),
        Repeat::WithKey(_) | Repeat::Always => true,
    }
}

fn is_idempotent(method: &Method) -> bool {
    [Method::GET, Method::HEAD, Method::PUT, Method::DELETE, Method::OPTIONS, Method::TRACE].contains(method)
}

/// Whether a status may pass when one tries again.
pub(super) fn is_passing(operation: &Operation, status: StatusCode) -> bool {
    operation.retry_statuses.unwrap_or(&STATUSES).contains(&status.as_u16())
}

/// How long a service asks to be left alone: in seconds, or until a date.
pub(super) fn asked_wait(answer: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let text = headers::get(answer, RETRY_AFTER.as_str())?.trim();
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(Duration::from_secs(text.parse().unwrap_or(u64::MAX)));
    }
    let until = http_date::parse(text)?;
    // By the service's own clock where it tells the time: the two clocks may differ.
    let now = headers::get(answer, DATE.as_str()).and_then(http_date::parse).unwrap_or(now);
    Some(until.duration_since(now).unwrap_or(Duration::ZERO))
}
