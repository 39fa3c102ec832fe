//! An API key that never changes.

use std::future::ready;

use super::credential::{Credential, CredentialContext, Secret, SecretForm, Token};
use crate::runtime::http::transport::{BoxError, BoxFuture};

/// An API key that never changes. The API says where it is sent: in a header, the query or a cookie.
///
/// # Examples
///
/// ```
/// use runtime::ApiKey;
///
/// let key = ApiKey::new("k-1");
/// assert_eq!(format!("{key:?}"), "ApiKey(Secret(..))");
/// ```
#[derive(Clone, Debug)]
pub struct ApiKey(Secret);

impl ApiKey {
    /// The key as it was issued.
    pub fn new(key: impl Into<Secret>) -> Self {
        Self(key.into())
    }
}

impl Credential for ApiKey {
    fn token(&self, _context: CredentialContext) -> BoxFuture<'_, Result<Token, BoxError>> {
        Box::pin(ready(Ok(Token::new(self.0.clone()))))
    }

    fn check(&self) -> Result<(), BoxError> {
        SecretForm::HeaderKey.check(self.0.expose()).map_err(|problem| format!("the API key {problem}").into())
    }
}
