//! `Uuid`: a UUID, stored as the string that is sent and received.

use std::error::Error;
use std::fmt;

use super::kept::{Key, by_key, kept};

/// A UUID, stored as the string that is sent and received.
///
/// A response may contain any string, which is kept and written back unchanged. [`parse`](Self::parse) and
/// [`bytes`](Self::bytes) require 32 hexadecimal digits, with hyphens as in RFC 9562
/// (`67e55044-10b1-426f-9247-bb680e5fe0c8`) or without them, also in braces or after `urn:uuid:`. UUIDs compare by their
/// bytes, so upper and lower case are equal; other strings are equal only to the same string.
///
/// With the feature `uuid`, it converts to and from the type of the crate `uuid`.
///
/// # Examples
///
/// ```
/// use runtime::Uuid;
///
/// let id = Uuid::parse("67E55044-10B1-426F-9247-BB680E5FE0C8").unwrap();
/// assert_eq!(id, Uuid::parse("67e55044-10b1-426f-9247-bb680e5fe0c8").unwrap());
/// assert_eq!(Uuid::from(id.bytes().unwrap()).as_str(), "67e55044-10b1-426f-9247-bb680e5fe0c8");
/// assert!(Uuid::parse("me").is_err());
/// assert_eq!(Uuid::verbatim("me").as_str(), "me");
/// ```
#[derive(Clone, Debug)]
pub struct Uuid(Box<str>);

kept!(Uuid, ParseUuidError);
by_key!(Uuid);

impl Uuid {
    /// Parses a UUID.
    ///
    /// # Errors
    /// When the string does not have one of the forms above.
    pub fn parse(text: &str) -> Result<Self, ParseUuidError> {
        bytes(text).map(|_| Self(text.into())).ok_or(ParseUuidError)
    }

    /// The 16 bytes, in the order of the digits.
    ///
    /// # Errors
    /// When the string does not have one of the forms above.
    pub fn bytes(&self) -> Result<[u8; 16], ParseUuidError> {
        bytes(&self.0).ok_or(ParseUuidError)
    }

    fn key(&self) -> Key<'_, [u8; 16]> {
        bytes(&self.0).map_or(Key::Text(&self.0), Key::Value)
    }
}

fn bytes(text: &str) -> Option<[u8; 16]> {
    let text = text.strip_prefix("urn:uuid:").unwrap_or(text);
    let text = text.strip_prefix('{').and_then(|text| text.strip_suffix('}')).unwrap_or(text);
    let has_hyphens = match text.len() {
        36 => true,
        32 => false,
        _ => return None,
    };
    let mut bytes = [0; 16];
    let mut digits = text.bytes().enumerate();
    for byte in &mut bytes {
        for _ in 0..2 {
            let (mut at, mut digit) = digits.next()?;
            if has_hyphens && matches!(at, 8 | 13 | 18 | 23) {
                if digit != b'-' {
                    return None;
                }
                (at, digit) = digits.next()?;
            }
            debug_assert!(at < text.len());
            let value = char::from(digit).to_digit(16)?;
            *byte = *byte << 4 | value as u8;
        }
    }
    Some(bytes)
}

/// Writes the bytes with hyphens and in lower case, as in RFC 9562.
impl From<[u8; 16]> for Uuid {
    fn from(bytes: [u8; 16]) -> Self {
        let mut text = String::with_capacity(36);
        for (at, byte) in bytes.into_iter().enumerate() {
            if matches!(at, 4 | 6 | 8 | 10) {
                text.push('-');
            }
            text.extend([byte >> 4, byte & 15].map(|digit| char::from(b"0123456789abcdef"[usize::from(digit)])));
        }
        Self(text.into())
    }
}

/// The error that a string is not a UUID.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ParseUuidError;

impl fmt::Display for ParseUuidError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a UUID")
    }
}

impl Error for ParseUuidError {}
