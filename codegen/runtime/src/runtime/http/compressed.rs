//! Compressed responses: which codings the client accepts, and the decoder of a response.

use std::sync::OnceLock;

use http::HeaderMap;
use http::header::{ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_LENGTH, HeaderValue};

use super::collect::CollectError;
use super::decoder::{Decoder, decode_whole};
use super::received::Received;

/// The codings that the features of the crate enable, the preferred one first.
const CODINGS: &[&str] = &[
    #[cfg(feature = "zstd")]
    "zstd",
    #[cfg(feature = "brotli")]
    "br",
    #[cfg(feature = "gzip")]
    "gzip",
];

/// Requests a compressed response, unless the caller has set the header or no coding is supported.
pub(crate) fn ask(headers: &mut HeaderMap) {
    static ACCEPTED: OnceLock<Option<HeaderValue>> = OnceLock::new();
    let accepted = ACCEPTED.get_or_init(|| {
        let codings = CODINGS.join(", ");
        if codings.is_empty() { None } else { HeaderValue::try_from(codings).ok() }
    });
    if let Some(accepted) = accepted {
        headers.entry(ACCEPT_ENCODING).or_insert_with(|| accepted.clone());
    }
}

/// Returns the decoder of a response; `None` if it is not compressed, or in a way that this crate does not decode. The
/// headers that describe the compressed body are removed.
pub(crate) fn decoder(headers: &mut HeaderMap) -> Option<Box<dyn Decoder>> {
    let coding = headers.get(CONTENT_ENCODING)?.to_str().ok()?.trim().to_ascii_lowercase();
    let decoder = by_name(&coding)?;
    headers.remove(CONTENT_ENCODING);
    headers.remove(CONTENT_LENGTH);
    Some(decoder)
}

fn by_name(coding: &str) -> Option<Box<dyn Decoder>> {
    match coding {
        #[cfg(feature = "gzip")]
        "gzip" | "x-gzip" => Some(Box::new(super::gzip::Gunzip::new())),
        #[cfg(feature = "brotli")]
        "br" => Some(Box::new(super::brotli::Brotli::new())),
        #[cfg(feature = "zstd")]
        "zstd" => Some(Box::new(super::zstd::Zstd::new())),
        _ => None,
    }
}

/// Decodes the body of a response if it is compressed, up to a size. A small compressed body may contain a very large
/// one, so the limit applies to the plain bytes.
pub(crate) fn decode(received: &mut Received, most: usize) -> Option<CollectError> {
    if received.body.is_empty() {
        return None;
    }
    let decoder = decoder(&mut received.headers)?;
    match decode_whole(decoder, std::mem::take(&mut received.body), most) {
        Ok((plain, more)) => {
            received.body = plain;
            more.then_some(CollectError::TooLarge)
        }
        Err(cause) => Some(CollectError::Broken(cause.into())),
    }
}
