//! Calls: the constants that describe operations, requests, attempts, responses and errors.

pub mod alternative;
pub mod attempt;
#[cfg(feature = "blocking")]
pub mod blocking;
pub mod builder;
pub mod config;
pub mod draft;
pub mod error;
pub mod operation;
pub mod options;
pub mod random;
pub mod redirect;
pub mod request;
pub mod request_id;
pub mod response;
pub mod response_types;
pub mod retry;
pub mod service_error;
pub mod shown;
#[cfg(feature = "tracing")]
pub mod trace;
