//! Whether an answer that sends the caller elsewhere is followed, and where to.

use http::StatusCode;
use http::header::LOCATION;

use crate::runtime::http::received::Received;
use crate::runtime::http::url::BaseUrl;

/// How many redirects are followed in one call.
pub(super) const MOST: u32 = 5;

/// The URL to ask instead; `None` where the answer sends nobody elsewhere.
///
/// Only the origin of the client is ever asked. A request that is more than a question is repeated only where the
/// answer says to repeat it unchanged (307, 308); it never turns into another method behind the caller's back.
///
/// # Errors
/// Why the redirect is not followed.
pub(super) fn target(base: &BaseUrl, method: &str, url: &str, answer: &Received) -> Result<Option<String>, String> {
    if !matches!(answer.status.as_u16(), 301 | 302 | 303 | 307 | 308) {
        return Ok(None);
    }
    let Some(location) = answer.headers.get(LOCATION) else {
        return Ok(None);
    };
    let Ok(link) = location.to_str() else {
        return Err("the redirect is not followed: its `Location` header is not ASCII".to_owned());
    };
    let unchanged = matches!(answer.status, StatusCode::TEMPORARY_REDIRECT | StatusCode::PERMANENT_REDIRECT);
    if !unchanged && !matches!(method, "GET" | "HEAD" | "QUERY") {
        return Err(format!("a redirect that would turn {method} into another method is not followed"));
    }
    match base.join(url, link) {
        Ok(url) => Ok(Some(url)),
        Err(fault) => Err(format!("the redirect is not followed: {fault}")),
    }
}
