//! Decoding of compressed bodies piece by piece, in bounded memory.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http_body::Frame;

use super::transport::{Body, BoxError};

/// The largest piece that a decoder returns, in bytes, regardless of the compression ratio.
pub const PIECE: usize = 16 << 10;

/// Decodes a compressed body that comes in pieces, which may split it anywhere.
pub(crate) trait Decoder: Send {
    /// Takes bytes from `packed` and returns the next decompressed ones; empty if it needs more compressed bytes.
    ///
    /// # Errors
    /// The compressed bytes are not valid.
    fn decode(&mut self, packed: &mut Bytes) -> io::Result<Bytes>;

    /// Whether the body may end after the compressed bytes so far. An empty body may.
    fn may_end(&self) -> bool;
}

/// A body that is decoded while it is read.
pub(crate) struct Decoded {
    body: Body,
    decoder: Box<dyn Decoder>,
    /// The received bytes that are not yet decoded.
    packed: Bytes,
    ended: bool,
}

impl Decoded {
    pub(crate) fn new(body: Body, decoder: Box<dyn Decoder>) -> Self {
        Self { body, decoder, packed: Bytes::new(), ended: false }
    }
}

impl http_body::Body for Decoded {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let this = &mut *self;
        loop {
            let plain = this.decoder.decode(&mut this.packed)?;
            if !plain.is_empty() {
                return Poll::Ready(Some(Ok(Frame::data(plain))));
            }
            if this.ended {
                return Poll::Ready(None);
            }
            match ready!(Pin::new(&mut this.body).poll_frame(context)) {
                // The decoder has consumed all previous bytes.
                Some(frame) => this.packed = frame?.into_data().unwrap_or_default(),
                None if this.decoder.may_end() => this.ended = true,
                None => return Poll::Ready(Some(Err(error("the compressed body is cut off").into()))),
            }
        }
    }
}

/// Decodes a whole body up to a size. Returns the plain bytes, and whether there are more of them.
///
/// # Errors
/// The body is not valid in its coding, or is incomplete.
pub(crate) fn decode_whole(mut decoder: Box<dyn Decoder>, mut packed: Bytes, most: usize) -> io::Result<(Bytes, bool)> {
    let mut plain = Vec::new();
    loop {
        let piece = decoder.decode(&mut packed)?;
        if piece.is_empty() {
            break;
        }
        let room = most - plain.len();
        plain.extend_from_slice(&piece[..piece.len().min(room)]);
        if piece.len() > room {
            return Ok((plain.into(), true));
        }
    }
    if decoder.may_end() { Ok((plain.into(), false)) } else { Err(error("the compressed body is cut off")) }
}

/// The error for a body that is not valid in its coding.
pub(crate) fn error(what: &'static str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what)
}
