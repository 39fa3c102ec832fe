//! Decides whether a redirect is followed, and where it leads.

use http::StatusCode;
use http::header::LOCATION;

use super::retry::is_safe;
use crate::runtime::http::received::Received;
use crate::runtime::http::url::BaseUrl;

/// The maximum number of redirects in one call.
pub(super) const MOST: u32 = 5;

/// Where a redirect leads.
pub(super) struct Target {
    /// The URL of the next request.
    pub(super) url: String,
    /// Whether the next request is a GET without a body, whatever the method of the operation.
    pub(super) is_get: bool,
}

/// Where a redirect leads; `None` if the response is not a redirect that a client follows.
///
/// Only the origin of the client is requested. The rules are those of RFC 9110 section 15.4:
///
/// | status | method | next request |
/// |---|---|---|
/// | 300 | GET, HEAD and other safe methods | the same; other methods get the response |
/// | 301, 302 | safe methods | the same; other methods get an error, because clients disagree on what follows |
/// | 303 | HEAD | the same |
/// | 303 | any other | GET: the location has the result of the request, which was carried out |
/// | 307, 308 | any | the same, with the body |
///
/// # Errors
/// The reason why the redirect is not followed.
pub(super) fn target(base: &BaseUrl, method: &str, url: &str, response: &Received) -> Result<Option<Target>, String> {
    let is_redirect = match response.status.as_u16() {
        300 => is_safe(method),
        status => matches!(status, 301 | 302 | 303 | 307 | 308),
    };
    let Some(location) = response.headers.get(LOCATION).filter(|_| is_redirect) else {
        return Ok(None);
    };
    let Ok(link) = location.to_str() else {
        return Err("the redirect is not followed: its `Location` header is not ASCII".to_owned());
    };
    if matches!(response.status, StatusCode::MOVED_PERMANENTLY | StatusCode::FOUND) && !is_safe(method) {
        return Err(format!("a redirect that would turn {method} into another method is not followed"));
    }
    let is_get = response.status == StatusCode::SEE_OTHER && method != "HEAD";
    match base.join(url, link) {
        Ok(url) => Ok(Some(Target { url, is_get })),
        Err(error) => Err(format!("the redirect is not followed: {error}")),
    }
}
