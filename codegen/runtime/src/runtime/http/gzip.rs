//! Decoding of gzip (RFC 1952).
//!
//! The frame of a member is read here, not by flate2: its own readers and writers differ from release to release in
//! what they buffer, and a buffered event would arrive too late.

use std::io;

use bytes::{Buf, Bytes};
use flate2::{Crc, Decompress, FlushDecompress, Status};

use super::decoder::{Decoder, PIECE, error};

/// The parts of a member (the unit of a gzip file in RFC 1952), in their order. All but the first may be missing.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Fixed,
    ExtraLength,
    Extra,
    Name,
    Comment,
    HeaderCheck,
    Deflated,
    Trailer,
}

/// Decodes the members of a gzip stream one after the other.
pub(crate) struct Gunzip {
    part: Part,
    /// Whether a member has ended. Zeros may follow it as padding, which the `gzip` program accepts too.
    padded: bool,
    /// The number of bytes of the part that have been read, except for deflated ones.
    at: usize,
    flags: u8,
    extra: usize,
    trailer: [u8; 8],
    inflate: Decompress,
    crc: Crc,
    plain: Box<[u8]>,
}

impl Gunzip {
    pub(crate) fn new() -> Self {
        let (inflate, crc, plain) = (Decompress::new(false), Crc::new(), vec![0; PIECE].into());
        Self { part: Part::Fixed, padded: false, at: 0, flags: 0, extra: 0, trailer: [0; 8], inflate, crc, plain }
    }

    fn inflate(&mut self, packed: &mut Bytes) -> io::Result<Bytes> {
        let (before_in, before_out) = (self.inflate.total_in(), self.inflate.total_out());
        let status = self.inflate.decompress(packed, &mut self.plain, FlushDecompress::None).map_err(|_| broken())?;
        // Neither difference is greater than the number of bytes that were passed.
        packed.advance((self.inflate.total_in() - before_in) as usize);
        let plain = &self.plain[..(self.inflate.total_out() - before_out) as usize];
        self.crc.update(plain);
        if status == Status::StreamEnd {
            (self.part, self.at) = (Part::Trailer, 0);
        }
        Ok(Bytes::copy_from_slice(plain))
    }

    /// Reads a byte of the frame, outside of the deflated data.
    fn frame(&mut self, byte: u8) -> io::Result<()> {
        if self.padded && self.may_end() && byte == 0 {
            return Ok(());
        }
        let last = match self.part {
            Part::Fixed => {
                let right = match self.at {
                    0 => byte == 0x1F,
                    1 => byte == 0x8B,
                    // Deflate is the only defined method.
                    2 => byte == 8,
                    3 => {
                        (self.flags, self.extra) = (byte, 0);
                        byte & 0b1110_0000 == 0
                    }
                    // The other bytes are ignored: the time, flags of the compressor, and the system.
                    _ => true,
                };
                if !right {
                    return Err(broken());
                }
                self.at == 9
            }
            Part::ExtraLength => {
                self.extra |= usize::from(byte) << (8 * self.at);
                self.at == 1
            }
            Part::Extra => self.at + 1 == self.extra,
            Part::Name | Part::Comment => byte == 0,
            Part::HeaderCheck => self.at == 1,
            Part::Deflated => false,
            Part::Trailer => {
                self.trailer[self.at] = byte;
                self.at == 7
            }
        };
        self.at += 1;
        if last {
            self.at = 0;
            self.next()?;
        }
        Ok(())
    }

    /// Moves to the next part that is present.
    fn next(&mut self) -> io::Result<()> {
        let has = |flag: u8| self.flags & flag != 0;
        self.part = match self.part {
            Part::Fixed if has(4) => Part::ExtraLength,
            Part::ExtraLength if self.extra > 0 => Part::Extra,
            Part::Fixed | Part::ExtraLength | Part::Extra if has(8) => Part::Name,
            Part::Fixed | Part::ExtraLength | Part::Extra | Part::Name if has(16) => Part::Comment,
            Part::Fixed | Part::ExtraLength | Part::Extra | Part::Name | Part::Comment if has(2) => Part::HeaderCheck,
            Part::Trailer => {
                let [a, b, c, d, size @ ..] = self.trailer;
                if u32::from_le_bytes([a, b, c, d]) != self.crc.sum() || u32::from_le_bytes(size) != self.crc.amount() {
                    return Err(broken());
                }
                self.crc.reset();
                self.inflate.reset(false);
                self.padded = true;
                Part::Fixed
            }
            _ => Part::Deflated,
        };
        Ok(())
    }
}

impl Decoder for Gunzip {
    /// Whether the stream may end here, because all members are complete.
    fn may_end(&self) -> bool {
        self.part == Part::Fixed && self.at == 0
    }

    fn decode(&mut self, packed: &mut Bytes) -> io::Result<Bytes> {
        loop {
            if self.part == Part::Deflated {
                let before = packed.len();
                let plain = self.inflate(packed)?;
                if !plain.is_empty() {
                    return Ok(plain);
                }
                if self.part == Part::Deflated && packed.len() == before {
                    return if packed.is_empty() { Ok(Bytes::new()) } else { Err(broken()) };
                }
            } else {
                let Some(&byte) = packed.first() else { return Ok(Bytes::new()) };
                packed.advance(1);
                self.frame(byte)?;
            }
        }
    }
}

fn broken() -> io::Error {
    error("the gzip stream is broken")
}
