//! The response headers that request a wait before the next attempt.

use std::time::{Duration, SystemTime};

use http::HeaderMap;
use http::header::{DATE, RETRY_AFTER};

use super::headers;
use super::http_date;

/// Returns how long a service asks to wait: in milliseconds, in seconds, or until a date.
///
/// The headers in milliseconds are those of Azure and OpenAI; they are more precise, so they come first.
pub(crate) fn requested_wait(response: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let milliseconds = |name| Some(number(headers::get(response, name)?)? / 1000.0);
    if let Some(seconds) = milliseconds("retry-after-ms").or_else(|| milliseconds("x-ms-retry-after-ms")) {
        return Some(saturating(seconds));
    }
    let text = headers::get(response, RETRY_AFTER.as_str())?.trim();
    if let Some(seconds) = number(text) {
        return Some(saturating(seconds));
    }
    let until = http_date::parse(text)?;
    // The date is compared with the service's own clock if the service sends the time, because the two clocks may
    // differ.
    let now = headers::get(response, DATE.as_str()).and_then(http_date::parse).unwrap_or(now);
    Some(until.duration_since(now).unwrap_or(Duration::ZERO))
}

/// Reads a number without a sign, such as `7` or `0.5`.
fn number(text: &str) -> Option<f64> {
    let text = text.trim();
    let plain = text.starts_with(|first: char| first.is_ascii_digit())
        && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    if plain { text.parse().ok() } else { None }
}

/// Returns a number of seconds as a duration; one that is too large becomes the longest duration.
fn saturating(seconds: f64) -> Duration {
    Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX)
}
