//! A user and a password, sent as defined in RFC 7617.

use std::future::ready;

use super::credential::{Ask, Credential, Secret, Token};
use crate::runtime::http::transport::{BoxError, BoxFuture};

/// A user and a password.
///
/// # Examples
///
/// ```
/// use runtime::Basic;
///
/// let credential = Basic::new("ada", "s-1");
/// assert_eq!(format!("{credential:?}"), "Basic(Secret(..))");
/// ```
#[derive(Clone, Debug)]
pub struct Basic(Secret);

impl Basic {
    /// Creates a credential from a user name, which cannot contain a colon, and a password.
    pub fn new(user: &str, password: &str) -> Self {
        Self(Secret::from(base64(format!("{user}:{password}").as_bytes())))
    }
}

impl Credential for Basic {
    fn token(&self, _ask: Ask) -> BoxFuture<'_, Result<Token, BoxError>> {
        Box::pin(ready(Ok(Token::new(self.0.clone()))))
    }
}

/// Encodes bytes as Base64 (RFC 4648 section 4).
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let bits = group.iter().fold(0_u32, |bits, &byte| bits << 8 | u32::from(byte)) << (8 * (3 - group.len()));
        for index in 0..4 {
            let letter = LETTERS[(bits >> (18 - 6 * index)) as usize & 63];
            text.push(if index <= group.len() { char::from(letter) } else { '=' });
        }
    }
    text
}
