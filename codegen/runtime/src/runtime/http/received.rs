//! A response with its whole body, not interpreted.

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

/// A response with its whole body, not interpreted.
#[derive(Debug)]
pub(crate) struct Received {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}
