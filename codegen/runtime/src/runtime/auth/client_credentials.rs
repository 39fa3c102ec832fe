//! OAuth 2 client credentials (RFC 6749 section 4.4): an id and a secret in, tokens out.

use std::fmt;

use super::cached::Cached;
use super::credential::{Ask, Credential, Secret, Token};
use super::token_service::{self, TokenClient};
use crate::runtime::http::transport::{BoxError, BoxFuture};

/// A program's own access to an API: fetches tokens with an id and a secret.
///
/// It is a recipe; [`credential`](Self::credential) makes the credential, which keeps its token. Tokens are fetched by
/// the transport of the client that needs one, with the usual retries.
#[derive(Clone)]
#[must_use = "it does nothing until a credential is made of it"]
pub struct ClientCredentials(TokenClient);

impl ClientCredentials {
    /// Where tokens are had, and who asks for them.
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

    /// Who asks for tokens, where the client of an API knows where they are had.
    pub fn of(id: &str, secret: impl Into<Secret>) -> Self {
        Self::new("", id, secret)
    }

    /// Where tokens are had, unless that has been said.
    pub fn or_token_url(self, token_url: &str) -> Self {
        if self.0.token_url.is_empty() { self.token_url(token_url) } else { self }
    }

    /// Where tokens are had, in place of the usual address.
    pub fn token_url(self, token_url: &str) -> Self {
        Self(TokenClient { token_url: token_url.to_owned(), ..self.0 })
    }

    /// Sets the value of a variable in the token URL, such as `tenant` for `{tenant}`.
    ///
    /// Fetching a token fails where a variable has no value, or the token URL has no such variable.
    pub fn variable(mut self, name: &str, value: &str) -> Self {
        self.0.variables.retain(|(other, _)| other != name);
        self.0.variables.push((name.to_owned(), value.to_owned()));
        self
    }

    /// What the token is to allow: scopes with blanks between them, in place of those that the client of an API asks
    /// for. An empty text leaves it to the token service.
    pub fn scope(self, scope: &str) -> Self {
        self.field("scope", scope)
    }

    /// What the token is to allow, unless that has been said.
    pub fn or_scope(self, scope: &str) -> Self {
        if self.0.fields.iter().any(|(name, _)| name == "scope") { self } else { self.scope(scope) }
    }

    /// Another field of the request, such as `resource` or `audience`.
    pub fn field(mut self, name: &str, value: &str) -> Self {
        self.0.set(name, value);
        self
    }

    /// Sends id and secret in the header `Authorization`, where the token service wants them there.
    pub fn in_header(self) -> Self {
        Self(TokenClient { in_header: true, ..self.0 })
    }

    /// Makes the credential. It keeps its token and renews it ahead of time.
    pub fn credential(self) -> Cached {
        Cached::new(Fetch(self))
    }
}

impl fmt::Debug for ClientCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientCredentials").field("id", &self.0.id).finish_non_exhaustive()
    }
}

/// Fetches a token each time it is asked; not to be used but behind a cache.
struct Fetch(ClientCredentials);

impl Credential for Fetch {
    fn token(&self, ask: Ask) -> BoxFuture<'_, Result<Token, BoxError>> {
        Box::pin(async move {
            let request =
                (self.0.0).request(&token_service::TOKEN, &[("grant_type", &"client_credentials")], ask.transport)?;
            Ok(token_service::read(&request.send().await?.plain_text()?)?.token)
        })
    }
}
