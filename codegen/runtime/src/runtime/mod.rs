//! What generated code calls.

pub mod answer;
pub mod attempt;
pub mod authorize;
pub mod call;
pub mod collect;
pub mod config;
pub mod credential;
pub mod error;
pub mod headers;
pub mod http_date;
pub mod operation;
pub mod options;
pub mod random;
pub mod redirect;
#[cfg(feature = "reqwest")]
pub mod reqwest;
pub mod retry;
pub mod text;
pub mod timer;
pub mod trail;
pub mod transport;
pub mod url;
pub mod wire;
