//! Decoding of Zstandard (RFC 8878).
//!
//! The bytes are split into frame headers and blocks here, and ruzstd decodes one block at a time. It would otherwise
//! decode all blocks at once, and a block of four bytes can contain 128 KiB.

use std::io::{self, Read};

use bytes::{Buf, Bytes};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};

use super::decoder::{Decoder, PIECE, error};

/// The largest window, in bytes, that the coding `zstd` may use (RFC 9659).
const MAX_WINDOW: u64 = 8 << 20;
/// The largest block, in bytes.
const MAX_BLOCK: usize = 128 << 10;

/// Decodes the frames of a Zstandard stream, one after the other.
pub(crate) struct Zstd {
    frame: FrameDecoder,
    part: Part,
    /// The received bytes of the current part.
    packed: Vec<u8>,
    /// Whether the frame may have decoded bytes left.
    drains: bool,
    plain: Box<[u8]>,
}

/// The next part of the stream.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    /// The header of a frame.
    Header,
    /// The rest of a skippable frame, with its number of bytes.
    Skipped(usize),
    /// A block, and after the last block the checksum if there is one.
    Block { checksum: bool },
}

impl Zstd {
    pub(crate) fn new() -> Self {
        let plain = vec![0; PIECE].into();
        Self { frame: FrameDecoder::new(), part: Part::Header, packed: Vec::new(), drains: false, plain }
    }

    /// The length of the part in bytes, as far as it is known from the received bytes.
    fn length(&self) -> io::Result<usize> {
        match (self.part, &*self.packed) {
            (Part::Skipped(_), _) => Ok(0),
            (Part::Header, [0x50..=0x5F, 0x2A, 0x4D, 0x18, ..]) => Ok(8),
            (Part::Header, [0x28, 0xB5, 0x2F, 0xFD, descriptor, ..]) => Ok(header_length(*descriptor)),
            (Part::Header, [_, _, _, _, _, ..]) => Err(broken()),
            (Part::Header, _) => Ok(5),
            (Part::Block { checksum }, [a, b, c, ..]) => {
                let header = u32::from_le_bytes([*a, *b, *c, 0]);
                let size = (header >> 3) as usize;
                if size > MAX_BLOCK {
                    return Err(broken());
                }
                // A block of one repeated byte contains only that byte.
                let size = if header >> 1 & 3 == 1 { 1 } else { size };
                Ok(3 + size + if header & 1 == 1 && checksum { 4 } else { 0 })
            }
            (Part::Block { .. }, _) => Ok(3),
        }
    }

    /// Reads a part that has been received completely.
    fn read(&mut self) -> io::Result<()> {
        match (self.part, &*self.packed) {
            (Part::Header, [0x50..=0x5F, _, _, _, size @ ..]) => {
                let size = size.try_into().map(u32::from_le_bytes).map_err(|_| broken())?;
                self.part = Part::Skipped(size as usize);
            }
            (Part::Header, header) => {
                if window(header) > MAX_WINDOW {
                    return Err(error("the window of the Zstandard stream is over 8 MiB"));
                }
                self.frame.reset(header).map_err(|_| broken())?;
                self.part = Part::Block { checksum: header[4] & 4 != 0 };
            }
            (Part::Block { .. }, block) => {
                self.frame.decode_blocks(block, BlockDecodingStrategy::UptoBlocks(1)).map_err(|_| broken())?;
                self.drains = true;
            }
            (Part::Skipped(_), _) => {}
        }
        self.packed.clear();
        Ok(())
    }

    /// Returns the remaining decoded bytes of the frame. At the end of the frame, its checksum is verified.
    fn drain(&mut self) -> io::Result<Bytes> {
        let written = self.frame.read(&mut self.plain).map_err(|_| broken())?;
        if written == 0 {
            self.drains = false;
            if self.frame.is_finished() {
                let checksum = self.frame.get_checksum_from_data();
                if checksum.is_some() && checksum != self.frame.get_calculated_checksum() {
                    return Err(error("the checksum of the Zstandard stream is wrong"));
                }
                self.part = Part::Header;
            }
        }
        Ok(Bytes::copy_from_slice(&self.plain[..written]))
    }
}

impl Decoder for Zstd {
    fn decode(&mut self, packed: &mut Bytes) -> io::Result<Bytes> {
        loop {
            if self.drains {
                let plain = self.drain()?;
                if !plain.is_empty() {
                    return Ok(plain);
                }
            }
            if let Part::Skipped(left) = self.part {
                let skipped = left.min(packed.len());
                packed.advance(skipped);
                if skipped < left {
                    self.part = Part::Skipped(left - skipped);
                    return Ok(Bytes::new());
                }
                self.part = Part::Header;
            }
            let length = self.length()?;
            let taken = (length - self.packed.len()).min(packed.len());
            self.packed.extend_from_slice(&packed.split_to(taken));
            if self.packed.len() < length {
                return Ok(Bytes::new());
            }
            // The received bytes may show that the part is longer.
            if self.packed.len() == self.length()? {
                self.read()?;
            }
        }
    }

    fn may_end(&self) -> bool {
        self.part == Part::Header && self.packed.is_empty() && !self.drains
    }
}

/// The length of the header of a frame, by its descriptor (RFC 8878 section 3.1.1.1).
fn header_length(descriptor: u8) -> usize {
    let single_segment = descriptor & 0x20 != 0;
    let window = usize::from(!single_segment);
    let dictionary = [0, 1, 2, 4][usize::from(descriptor & 3)];
    let content_size = match descriptor >> 6 {
        0 => usize::from(single_segment),
        flag => 1 << flag,
    };
    5 + window + dictionary + content_size
}

/// The size of the window of a frame in bytes. It has its own field; a frame with a single segment uses the size of the
/// content.
fn window(header: &[u8]) -> u64 {
    let descriptor = header[4];
    if descriptor & 0x20 == 0 {
        let (exponent, mantissa) = (header[5] >> 3, header[5] & 7);
        let base = 1 << (10 + u64::from(exponent));
        return base + base / 8 * u64::from(mantissa);
    }
    let dictionary = [0, 1, 2, 4][usize::from(descriptor & 3)];
    let size = &header[5 + dictionary..];
    let number = size.iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte));
    if size.len() == 2 { number + 256 } else { number }
}

fn broken() -> io::Error {
    error("the Zstandard stream is broken")
}
