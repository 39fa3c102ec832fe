//! Responses that are streamed: downloads, events, lines, pages.

#[cfg(feature = "blocking")]
pub mod blocking_download;
#[cfg(feature = "blocking")]
pub mod blocking_stream;
pub mod download;
pub mod events;
pub mod lines;
pub mod pages;
pub mod paging;
pub mod parts;
pub mod pointer;
pub mod stream;
