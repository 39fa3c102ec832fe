//! Decides whether a redirect is followed, and where it leads.

use http::StatusCode;
use http::header::LOCATION;

use crate::runtime::http::received::Received;
use crate::runtime::http::url::BaseUrl;

/// The maximum number of redirects in one call.
pub(super) const MOST: u32 = 5;

/// The URL to which a redirect leads; `None` if the response is not a redirect.
///
/// Only the origin of the client is requested, and the method never changes: a request with a method other than GET,
/// HEAD or QUERY is repeated only after 307 and 308, which request that.
///
/// # Errors
/// The reason why the redirect is not followed.
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
        Err(error) => Err(format!("the redirect is not followed: {error}")),
    }
}
