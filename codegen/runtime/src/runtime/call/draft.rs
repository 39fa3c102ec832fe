//! The content of a call until it is sent.

use http::HeaderValue;

use super::config::Core;
use super::error::Error;
use super::operation::{Declared, Operation, Repeat};
use super::options::CallOptions;
use crate::runtime::auth::credential::Secret;
use crate::runtime::body::payload::Payload;
use crate::runtime::http::headers::Headers;
use crate::runtime::http::url::BaseUrl;

/// The content of a call until it is sent.
pub(crate) struct Draft {
    pub(crate) core: Core,
    pub(crate) operation: &'static Operation,
    /// The base URL of this operation, where it differs from that of the client.
    pub(crate) base_url_override: Option<Box<BaseUrl>>,
    /// The whole URL, with `{name}` for each path parameter that has no value yet.
    pub(crate) url: String,
    pub(crate) headers: Headers,
    pub(crate) body: Payload,
    /// The success statuses whose response body is streamed.
    pub(crate) streams: &'static [Declared],
    pub(crate) options: CallOptions,
    /// Secrets in the request, which must not be shown if the service echoes them.
    pub(crate) hidden: Vec<Secret>,
    pub(crate) error: Option<Error>,
}

impl Draft {
    /// The base URL to which the path of the operation is appended.
    pub(crate) fn base_url(&self) -> &BaseUrl {
        self.base_url_override.as_deref().unwrap_or(&self.core.0.base_url)
    }

    /// The header with the idempotency key, and the key, if the operation has one and it is set.
    pub(crate) fn key(&self) -> Option<(&'static str, &HeaderValue)> {
        let Repeat::WithKey(header) = self.operation.repeat else { return None };
        self.headers.find(header).map(|key| (header, key))
    }

    /// Removes the idempotency key: another call needs another key.
    pub(crate) fn remove_key(&mut self) {
        if let Repeat::WithKey(header) = self.operation.repeat {
            self.headers.remove(header);
        }
    }
}
