//! A user and a password, sent as defined in RFC 7617.

use std::fmt;
use std::future::ready;

use super::credential::{Credential, CredentialContext, Secret, Token};
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
#[derive(Clone)]
pub struct Basic {
    secret: Secret,
    problem: Option<&'static str>,
}

impl Basic {
    /// Creates a credential from a user name, which cannot contain a colon, and a password.
    pub fn new(user: &str, password: &str) -> Self {
        let problem = if user.contains(':') {
            Some("the user name has a colon, after which the password would begin")
        } else if user.contains(char::is_control) || password.contains(char::is_control) {
            Some("the user name or the password has a control character")
        } else {
            None
        };
        Self { secret: Secret::from(base64(format!("{user}:{password}").as_bytes())), problem }
    }
}

impl fmt::Debug for Basic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Basic").field(&self.secret).finish()
    }
}

impl Credential for Basic {
    fn token(&self, _context: CredentialContext) -> BoxFuture<'_, Result<Token, BoxError>> {
        Box::pin(ready(Ok(Token::new(self.secret.clone()))))
    }

    fn check(&self) -> Result<(), BoxError> {
        self.problem.map_or(Ok(()), |problem| Err(problem.into()))
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
