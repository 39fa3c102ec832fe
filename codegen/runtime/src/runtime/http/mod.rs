//! HTTP: the transport and its layers, URLs, headers, compression.

pub mod collect;
#[cfg(feature = "gzip")]
pub mod compressed;
#[cfg(feature = "test-util")]
pub mod fake;
#[cfg(feature = "gzip")]
pub mod gunzip;
pub mod headers;
pub mod http_date;
pub mod layer;
pub mod received;
#[cfg(feature = "reqwest")]
pub mod reqwest;
pub mod text;
pub mod timer;
pub mod transport;
pub mod url;
