//! `Base64Url`: bytes in URL-safe Base64, stored as the string that is sent and received.

use std::convert::Infallible;

use super::base64::{Base64, ParseBase64Error};
use super::kept::kept;

/// Bytes in URL-safe Base64 (RFC 4648 section 5), stored as the string that is sent and received.
///
/// A response may contain any string, which is kept and written back unchanged; [`bytes`](Self::bytes) decodes it. Two
/// values are equal if their strings are. `Base64Url::from` encodes bytes with `-` and `_` and without padding.
///
/// # Examples
///
/// ```
/// use runtime::Base64Url;
///
/// let value = Base64Url::from(&[251, 255]);
/// assert_eq!(value.as_str(), "-_8");
/// assert_eq!(value.bytes().unwrap(), [251, 255]);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Base64Url(Box<str>);

kept!(Base64Url, Infallible);

impl Base64Url {
    /// Creates the value from a string that is Base64 already.
    ///
    /// # Errors
    /// None: `bytes` reports a string that is not Base64.
    pub fn parse(text: &str) -> Result<Self, Infallible> {
        Ok(Self(text.into()))
    }

    /// Decodes the bytes. Both alphabets are accepted (`-_` and `+/`), with or without padding, and whitespace is
    /// ignored.
    ///
    /// # Errors
    /// When the string is not Base64.
    pub fn bytes(&self) -> Result<Vec<u8>, ParseBase64Error> {
        Base64::verbatim(&*self.0).bytes()
    }
}

impl From<&[u8]> for Base64Url {
    fn from(bytes: &[u8]) -> Self {
        let standard = Base64::from(bytes);
        let signs = standard.as_str().trim_end_matches('=').chars().map(|sign| match sign {
            '+' => '-',
            '/' => '_',
            sign => sign,
        });
        Self(signs.collect::<String>().into())
    }
}

impl From<Vec<u8>> for Base64Url {
    fn from(bytes: Vec<u8>) -> Self {
        Self::from(bytes.as_slice())
    }
}

impl<const N: usize> From<&[u8; N]> for Base64Url {
    fn from(bytes: &[u8; N]) -> Self {
        Self::from(bytes.as_slice())
    }
}
