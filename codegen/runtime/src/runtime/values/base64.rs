//! `Base64`: bytes in Base64, stored as the string that is sent and received.

use std::fmt;

use serde::de::Deserializer;
use serde::{Deserialize, Serialize, Serializer};

use crate::runtime::json::decode::Decode;

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Bytes in Base64 (RFC 4648), stored as the string that is sent and received.
///
/// A response may contain any string, which is kept and written back unchanged; [`bytes`](Self::bytes) decodes it. Two
/// values are equal if their strings are. `Base64::from` encodes bytes with the standard alphabet and padding.
///
/// # Examples
///
/// ```
/// use runtime::Base64;
///
/// let value = Base64::from(vec![1, 2, 3]);
/// assert_eq!(value.as_str(), "AQID");
/// assert_eq!(value.bytes().unwrap(), [1, 2, 3]);
/// ```
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Base64(Box<str>);

impl Base64 {
    /// Creates the value from a string that is Base64 already.
    pub fn verbatim(text: impl Into<Box<str>>) -> Self {
        Self(text.into())
    }

    /// The Base64 string.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Decodes the bytes. Both alphabets are accepted (`+/` and `-_`), with or without padding, and whitespace is
    /// ignored.
    ///
    /// # Errors
    /// When the string is not Base64.
    pub fn bytes(&self) -> Result<Vec<u8>, ParseBase64Error> {
        let text = self.0.trim_end_matches(|next: char| next == '=' || next.is_ascii_whitespace());
        let mut bytes = Vec::with_capacity(text.len() / 4 * 3 + 2);
        let (mut bits, mut held) = (0_u32, 0_u32);
        for (at, byte) in text.bytes().enumerate() {
            let value = match byte {
                b'A'..=b'Z' => byte - b'A',
                b'a'..=b'z' => byte - b'a' + 26,
                b'0'..=b'9' => byte - b'0' + 52,
                b'+' | b'-' => 62,
                b'/' | b'_' => 63,
                b' ' | b'\t' | b'\r' | b'\n' => continue,
                _ => return Err(ParseBase64Error { at }),
            };
            bits = (bits << 6 | u32::from(value)) & 0xFFFF;
            held += 6;
            if held >= 8 {
                held -= 8;
                bytes.push((bits >> held & 0xFF) as u8);
            }
        }
        // A single remaining character has six bits, which are not a byte.
        if held == 6 { Err(ParseBase64Error { at: text.len() }) } else { Ok(bytes) }
    }
}

impl From<&[u8]> for Base64 {
    fn from(bytes: &[u8]) -> Self {
        let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
        for chunk in bytes.chunks(3) {
            let bits = (0..3).fold(0_u32, |bits, at| bits << 8 | u32::from(chunk.get(at).copied().unwrap_or(0)));
            for at in 0..4 {
                let sign = ALPHABET[(bits >> (18 - 6 * at) & 0x3F) as usize];
                text.push(if at <= chunk.len() { char::from(sign) } else { '=' });
            }
        }
        Self(text.into())
    }
}

impl From<Vec<u8>> for Base64 {
    fn from(bytes: Vec<u8>) -> Self {
        Self::from(bytes.as_slice())
    }
}

impl<const N: usize> From<&[u8; N]> for Base64 {
    fn from(bytes: &[u8; N]) -> Self {
        Self::from(bytes.as_slice())
    }
}

/// The error that a string is not Base64.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ParseBase64Error {
    at: usize,
}

impl fmt::Display for ParseBase64Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the text is not base64 at byte {}", self.at)
    }
}

impl std::error::Error for ParseBase64Error {}

/// Shows the length, which is more useful than the characters.
impl fmt::Debug for Base64 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.len() {
            0..=64 => write!(f, "Base64({:?})", self.0),
            length => write!(f, "Base64({length} characters)"),
        }
    }
}

/// Writes the Base64 string unchanged.
impl fmt::Display for Base64 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// Reading accepts any string.
impl Decode for Base64 {}

impl<'de> Deserialize<'de> for Base64 {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Box::deserialize(deserializer).map(Self)
    }
}

impl Serialize for Base64 {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}
