//! Compressed answers that are read as they come: gzip in pieces that may split anywhere, plain bytes in small ones out.
//!
//! The frame of RFC 1952 is read here, not by flate2: its own readers and writers differ from release to release in
//! what they hold back, and an event that is held back comes too late.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Buf, Bytes};
use flate2::{Crc, Decompress, FlushDecompress, Status};
use http_body::Frame;

use super::transport::{Body, BoxError};

/// The largest piece that comes out, in bytes, however small the piece was that went in.
const PIECE: usize = 16 << 10;

/// A body that is unpacked while it is read. One without a byte is one without a byte.
pub(crate) struct Gunzip {
    body: Body,
    /// What has come and is not yet unpacked.
    packed: Bytes,
    members: Members,
    ended: bool,
}

impl Gunzip {
    pub(crate) fn new(body: Body) -> Self {
        Self { body, packed: Bytes::new(), members: Members::new(), ended: false }
    }
}

impl http_body::Body for Gunzip {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let this = &mut *self;
        loop {
            let plain = this.members.unpack(&mut this.packed)?;
            if !plain.is_empty() {
                return Poll::Ready(Some(Ok(Frame::data(plain))));
            }
            if this.ended {
                return Poll::Ready(None);
            }
            match ready!(Pin::new(&mut this.body).poll_frame(context)) {
                // What was unpacked is all of what came before.
                Some(frame) => this.packed = frame?.into_data().unwrap_or_default(),
                None if this.members.is_whole() => this.ended = true,
                None => return Poll::Ready(Some(Err(fault("the gzip stream is cut off").into()))),
            }
        }
    }
}

/// A part of a member: the header's parts in their order, of which all but the first may be missing, and the rest.
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

/// The members of a gzip stream, one after the other.
struct Members {
    part: Part,
    /// Whether a member has ended: zeros may follow it as padding, as they may for the `gzip` program.
    padded: bool,
    /// How many bytes of the part have been read, the deflated one aside.
    at: usize,
    flags: u8,
    extra: usize,
    trailer: [u8; 8],
    inflate: Decompress,
    crc: Crc,
    plain: Box<[u8]>,
}

impl Members {
    fn new() -> Self {
        let (inflate, crc, plain) = (Decompress::new(false), Crc::new(), vec![0; PIECE].into());
        Self { part: Part::Fixed, padded: false, at: 0, flags: 0, extra: 0, trailer: [0; 8], inflate, crc, plain }
    }

    /// Whether no member is open.
    fn is_whole(&self) -> bool {
        self.part == Part::Fixed && self.at == 0
    }

    /// The next plain bytes; none where more has to come first.
    fn unpack(&mut self, packed: &mut Bytes) -> io::Result<Bytes> {
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

    fn inflate(&mut self, packed: &mut Bytes) -> io::Result<Bytes> {
        let (before_in, before_out) = (self.inflate.total_in(), self.inflate.total_out());
        let status = self.inflate.decompress(packed, &mut self.plain, FlushDecompress::None).map_err(|_| broken())?;
        // Neither is more than was handed over.
        packed.advance((self.inflate.total_in() - before_in) as usize);
        let plain = &self.plain[..(self.inflate.total_out() - before_out) as usize];
        self.crc.update(plain);
        if status == Status::StreamEnd {
            (self.part, self.at) = (Part::Trailer, 0);
        }
        Ok(Bytes::copy_from_slice(plain))
    }

    /// Reads a byte that is not deflated.
    fn frame(&mut self, byte: u8) -> io::Result<()> {
        if self.padded && self.is_whole() && byte == 0 {
            return Ok(());
        }
        let last = match self.part {
            Part::Fixed => {
                let right = match self.at {
                    0 => byte == 0x1F,
                    1 => byte == 0x8B,
                    // Deflate is the only method there is.
                    2 => byte == 8,
                    3 => {
                        (self.flags, self.extra) = (byte, 0);
                        byte & 0b1110_0000 == 0
                    }
                    // The time, what the compressor says of itself, and the system.
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

    /// Goes on to the next part that is there.
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

fn broken() -> io::Error {
    fault("the gzip stream is broken")
}

fn fault(what: &'static str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what)
}
