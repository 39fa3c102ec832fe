//! HTTP: the transport and its layers, URLs, headers, compression.

#[cfg(feature = "brotli")]
pub mod brotli;
pub mod collect;
pub mod compressed;
pub mod decoder;
#[cfg(feature = "test-util")]
pub mod fake;
#[cfg(feature = "gzip")]
pub mod gzip;
pub mod header_values;
pub mod headers;
pub mod http_date;
pub mod layer;
pub mod received;
#[cfg(feature = "reqwest")]
pub mod reqwest;
pub mod retry_after;
pub mod text;
pub mod throughput;
pub mod timer;
pub mod transport;
pub mod url;
#[cfg(feature = "zstd")]
pub mod zstd;
