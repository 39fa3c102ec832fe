//! Cookies: the server keeps the state of a scenario in one.

use std::sync::{Arc, Mutex, PoisonError};

use http::{HeaderMap, HeaderValue};

/// The cookie that the server set last.
#[derive(Clone, Default)]
pub struct Jar(Arc<Mutex<Option<HeaderValue>>>);

impl Jar {
    /// Adds the cookie to the headers of a request.
    pub fn apply(&self, headers: &mut HeaderMap) {
        if let Some(cookie) = &*self.0.lock().unwrap_or_else(PoisonError::into_inner) {
            headers.insert(http::header::COOKIE, cookie.clone());
        }
    }

    /// Keeps the cookie that a response sets or clears.
    pub fn keep(&self, headers: &HeaderMap) {
        for set in headers.get_all(http::header::SET_COOKIE).iter().filter_map(|set| set.to_str().ok()) {
            let pair = set.split(';').next().unwrap_or_default();
            let is_cleared = pair.ends_with('=');
            *self.0.lock().unwrap_or_else(PoisonError::into_inner) =
                if is_cleared { None } else { HeaderValue::from_str(pair).ok() };
        }
    }
}

/// The client of a generated crate with cookies, and with retries that do not wait.
macro_rules! client {
    ($krate:ident, $builder:expr) => {{
        let jar = crate::cookies::Jar::default();
        let transport = $krate::Layered::new(
            $krate::Reqwest::new()?,
            move |mut request: http::Request<$krate::Body>, next: $krate::Next| {
                let jar = jar.clone();
                async move {
                    jar.apply(request.headers_mut());
                    let response = next.send(request).await?;
                    jar.keep(response.headers());
                    Ok(response)
                }
            },
        );
        let retry = $krate::Retry::default().first_wait(std::time::Duration::ZERO);
        $builder.transport(transport).retry(retry).build()?
    }};
}
pub(crate) use client;
