//! A response with its whole body, before it is read as a type.

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

/// A response with its whole body, before it is read as a type.
#[derive(Debug)]
pub(crate) struct Received {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}
