//! OAuth 2 client credentials (RFC 6749 section 4.4): fetches tokens with a client ID and a secret.

use std::fmt;

use super::cached::Cached;
use super::credential::{Credential, CredentialContext, Secret, Token};
use super::token_service::{self, TokenClient};
use crate::runtime::http::transport::{BoxError, BoxFuture};

/// The OAuth 2.0 client credentials flow: fetches tokens with a client ID and a secret.
///
/// This is the configuration; [`credential`](Self::credential) creates the credential, which caches its token. Tokens
/// are fetched with the transport of the client that needs one, with the default retries.
///
/// # Examples
///
/// ```
/// use runtime::{ClientCredentials, Credential};
///
/// fn credential(id: &str, secret: &str) -> impl Credential {
///     ClientCredentials::new("https://login.example.com/token", id, secret).scope("read").credential()
/// }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), runtime::BoxError> {
/// #     let fake = runtime::Fake::new().respond_json(200, r#"{"access_token": "t-1", "expires_in": 3600}"#);
/// #     let token = credential("app", "s-1").token(runtime::CredentialContext::new(std::sync::Arc::new(fake.clone()))).await?;
/// #     assert_eq!(token.secret().expose(), "t-1");
/// #     assert!(fake.requests()[0].body().starts_with(b"grant_type=client_credentials"));
/// #     Ok(())
/// # }
/// ```
#[derive(Clone)]
#[must_use = "it does nothing until a credential is made of it"]
pub struct ClientCredentials(TokenClient);

impl ClientCredentials {
    /// Sets the token URL, the client ID and the secret.
    pub fn new(token_url: &str, id: &str, secret: impl Into<Secret>) -> Self {
        Self(TokenClient {
            token_url: token_url.to_owned(),
            variables: Vec::new(),
            id: id.to_owned(),
            secret: Some(secret.into()),
            fields: Vec::new(),
            in_header: false,
        })
    }

    /// Sets the client ID and the secret; the client of the API provides the token URL.
    pub fn of(id: &str, secret: impl Into<Secret>) -> Self {
        Self::new("", id, secret)
    }

    /// Sets the token URL, unless it is already set.
    pub fn or_token_url(self, token_url: &str) -> Self {
        if self.0.token_url.is_empty() { self.token_url(token_url) } else { self }
    }

    /// Sets the token URL, instead of the default one.
    pub fn token_url(self, token_url: &str) -> Self {
        Self(TokenClient { token_url: token_url.to_owned(), ..self.0 })
    }

    /// Sets the value of a variable in the token URL, such as `tenant` for `{tenant}`.
    ///
    /// Building a client fails if a variable has no value, or if the token URL has no such variable.
    pub fn variable(mut self, name: &str, value: &str) -> Self {
        self.0.fill(name, value);
        self
    }

    /// Sets the scopes, separated by spaces, instead of the default ones of the API. With an empty string, the request
    /// names no scope and the token service decides.
    pub fn scope(self, scope: &str) -> Self {
        self.field("scope", scope)
    }

    /// Sets the scopes, unless they are already set.
    pub fn or_scope(self, scope: &str) -> Self {
        if self.0.fields.iter().any(|(name, _)| name == "scope") { self } else { self.scope(scope) }
    }

    /// Sets another field of the request, such as `resource` or `audience`.
    pub fn field(mut self, name: &str, value: &str) -> Self {
        self.0.set(name, value);
        self
    }

    /// Sends the client ID and the secret in the header `Authorization`, for token services that require it.
    pub fn in_header(self) -> Self {
        Self(TokenClient { in_header: true, ..self.0 })
    }

    /// Creates the credential, which keeps its token and renews it ahead of time.
    pub fn credential(self) -> Cached {
        Cached::new(Fetch(self))
    }
}

impl fmt::Debug for ClientCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientCredentials").field("id", &self.0.id).finish_non_exhaustive()
    }
}

/// Fetches a token for each call of `token`. It is only used behind a cache.
struct Fetch(ClientCredentials);

impl Credential for Fetch {
    fn token(&self, context: CredentialContext) -> BoxFuture<'_, Result<Token, BoxError>> {
        Box::pin(async move {
            let request = (self.0.0).request(
                &token_service::TOKEN,
                &[("grant_type", &"client_credentials")],
                context.transport,
            )?;
            Ok(token_service::read(&request.send().await?.plain_text()?)?.token)
        })
    }

    fn check(&self) -> Result<(), BoxError> {
        Ok(self.0.0.check()?)
    }
}
