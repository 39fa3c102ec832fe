//! Decoding of Brotli (RFC 7932).

use std::io;

use brotli_decompressor::{BrotliDecompressStream, BrotliResult, BrotliState, StandardAlloc};
use bytes::{Buf, Bytes};

use super::decoder::{Decoder, PIECE, error};

/// Decodes one Brotli stream. Its window has at most 16 MiB, since larger windows are not part of the coding `br`.
pub(crate) struct Brotli {
    state: Box<BrotliState<StandardAlloc, StandardAlloc, StandardAlloc>>,
    plain: Box<[u8]>,
    total: usize,
    begun: bool,
    ended: bool,
}

impl Brotli {
    pub(crate) fn new() -> Self {
        let alloc = StandardAlloc::default;
        let state = Box::new(BrotliState::new_strict(alloc(), alloc(), alloc()));
        Self { state, plain: vec![0; PIECE].into(), total: 0, begun: false, ended: false }
    }
}

impl Decoder for Brotli {
    fn decode(&mut self, packed: &mut Bytes) -> io::Result<Bytes> {
        if self.ended {
            let message = "there are bytes after the end of the Brotli stream";
            return if packed.is_empty() { Ok(Bytes::new()) } else { Err(error(message)) };
        }
        self.begun |= !packed.is_empty();
        if !self.begun {
            return Ok(Bytes::new());
        }
        let (mut left_in, mut taken, mut left_out, mut written) = (packed.len(), 0, self.plain.len(), 0);
        let result = BrotliDecompressStream(
            &mut left_in,
            &mut taken,
            packed,
            &mut left_out,
            &mut written,
            &mut self.plain,
            &mut self.total,
            &mut self.state,
        );
        packed.advance(taken);
        match result {
            BrotliResult::ResultFailure => return Err(error("the Brotli stream is broken")),
            BrotliResult::ResultSuccess => self.ended = true,
            BrotliResult::NeedsMoreInput | BrotliResult::NeedsMoreOutput => {}
        }
        if written == 0 && self.ended && !packed.is_empty() {
            return self.decode(packed);
        }
        Ok(Bytes::copy_from_slice(&self.plain[..written]))
    }

    fn may_end(&self) -> bool {
        self.ended || !self.begun
    }
}
