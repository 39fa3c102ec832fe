//! OAuth 2 client credentials (RFC 6749 section 4.4): an id and a secret in, tokens out.

use std::collections::BTreeMap;
use std::fmt::{self, Display};
use std::sync::Arc;
use std::time::Duration;

use http::Method;
use serde_json::value::RawValue;

use super::basic::Basic;
use super::cached::Cached;
use super::credential::{Ask, Credential, Secret, Token};
use crate::runtime::call::builder::Call;
use crate::runtime::call::config::Config;
use crate::runtime::call::error::Error;
use crate::runtime::call::operation::{Api, Declared, Operation, Repeat, Scheme, SchemeKind};
use crate::runtime::http::transport::{BoxError, BoxFuture, Transport};
use crate::runtime::http::url;

/// How long fetching a token may take, retries included. It is less than the usual timeout of a call, which waits for
/// it; a request for a token that hangs is not retried.
const TIMEOUT: Duration = Duration::from_secs(30);

/// The lifetime of a token whose `expires_in` cannot be read.
const UNREADABLE: Duration = Duration::from_secs(300);

/// What token services have in common.
static API: Api = Api {
    name: "oauth2",
    version: env!("CARGO_PKG_VERSION"),
    base_url: None,
    variables: &[],
    client_params: &[],
    schemes: &[Scheme { name: "basic", kind: SchemeKind::Basic }],
    request_id: None,
    correlation_id: None,
    fault_code: &["/error"],
    fault_message: &["/error_description"],
};

/// Asking for a token. To ask twice does no harm.
static TOKEN: Operation = Operation {
    repeat: Repeat::Always,
    ..Operation::new("oauth2.token", &Method::POST, "{token_url}")
        // With a credential where it goes into the header, without one where it goes into the form.
        .security(&[&["basic"], &[]])
        .replies(&[Declared::Code(200), Declared::Code(400), Declared::Code(401)])
};

/// A program's own access to an API: fetches tokens with an id and a secret.
///
/// It is a recipe; [`credential`](Self::credential) makes the credential, which keeps its token. Tokens are fetched by
/// the transport of the client that needs one, with the usual retries.
#[derive(Clone)]
#[must_use = "it does nothing until a credential is made of it"]
pub struct ClientCredentials {
    token_url: String,
    id: String,
    secret: Secret,
    fields: Vec<(String, String)>,
    in_header: bool,
}

impl ClientCredentials {
    /// Where tokens are had, and who asks for them.
    pub fn new(token_url: &str, id: &str, secret: impl Into<Secret>) -> Self {
        Self {
            token_url: token_url.to_owned(),
            id: id.to_owned(),
            secret: secret.into(),
            fields: Vec::new(),
            in_header: false,
        }
    }

    /// Who asks for tokens, where the client of an API knows where they are had.
    pub fn of(id: &str, secret: impl Into<Secret>) -> Self {
        Self::new("", id, secret)
    }

    /// Where tokens are had, unless that has been said.
    pub fn or_token_url(self, token_url: &str) -> Self {
        if self.token_url.is_empty() { self.token_url(token_url) } else { self }
    }

    /// Where tokens are had, in place of the usual address.
    pub fn token_url(self, token_url: &str) -> Self {
        Self { token_url: token_url.to_owned(), ..self }
    }

    /// What the token is to allow: scopes with blanks between them, in place of those that the client of an API asks
    /// for. An empty text leaves it to the token service.
    pub fn scope(self, scope: &str) -> Self {
        self.field("scope", scope)
    }

    /// What the token is to allow, unless that has been said.
    pub fn or_scope(self, scope: &str) -> Self {
        if self.fields.iter().any(|(name, _)| name == "scope") { self } else { self.scope(scope) }
    }

    /// Another field of the request, such as `resource` or `audience`.
    pub fn field(mut self, name: &str, value: &str) -> Self {
        self.fields.retain(|(other, _)| other != name);
        self.fields.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Sends id and secret in the header `Authorization`, where the token service wants them there.
    pub fn in_header(self) -> Self {
        Self { in_header: true, ..self }
    }

    /// Makes the credential. It keeps its token and renews it ahead of time.
    pub fn credential(self) -> Cached {
        Cached::new(Fetch(self))
    }

    /// The request for a token.
    fn request(&self, transport: Arc<dyn Transport>) -> Result<Call, Error> {
        // What stands before the path is the origin; the whole URL, which may have a query, is then a link within it.
        let origin = self.token_url.splitn(4, '/').take(3).collect::<Vec<_>>().join("/");
        let mut config = Config::new(&API).base_url(&origin).transport(transport);
        config = config.timeout(TIMEOUT).deadline(TIMEOUT);
        let mut fields: Vec<(&str, &dyn Display)> = vec![("grant_type", &"client_credentials")];
        let said = self.fields.iter().filter(|(name, value)| name != "scope" || !value.is_empty());
        fields.extend(said.map(|(name, value)| (name.as_str(), value as &dyn Display)));
        let secret = self.secret.expose();
        if self.in_header {
            config = config.credential("basic", self.basic());
        } else {
            fields.extend([("client_id", &self.id as &dyn Display), ("client_secret", &secret)]);
        }
        Ok(Call::new(&config.build()?, &TOKEN).link(&self.token_url).form(&fields).hiding(&self.secret))
    }

    /// Id and secret encoded as in a form, as RFC 6749 section 2.3.1 wants them.
    fn basic(&self) -> Basic {
        let (mut id, mut secret) = (String::new(), String::new());
        url::encode(&mut id, &self.id);
        url::encode(&mut secret, self.secret.expose());
        Basic::new(&id, &secret)
    }
}

/// Reads the response of a token service.
///
/// Without `expires_in` the lifetime is unknown, and the token is used until the API refuses it.
fn read(response: &str) -> Result<Token, BoxError> {
    // A syntax error names a position, not the text there. Numbers are not read yet: one beyond all doubles
    // should not make the token unreadable.
    let fields: BTreeMap<String, Box<RawValue>> = serde_json::from_str(response)?;
    let token = fields.get("access_token").and_then(|token| serde_json::from_str::<String>(token.get()).ok());
    let token = token.filter(|token| !token.is_empty());
    let token = Token::new(token.ok_or("the token service responded without an `access_token`")?);
    let lifetime = fields.get("expires_in").map(|lifetime| lifetime.get()).filter(|lifetime| *lifetime != "null");
    Ok(match lifetime {
        Some(lifetime) => token.expires_in(seconds(lifetime)),
        None => token,
    })
}

/// Reads a number of seconds, which some services write as a string. A negative one means that the token has expired:
/// it is used for the calls that wait for it and not kept.
fn seconds(json: &str) -> Duration {
    match json.trim_matches('"').trim().parse::<f64>() {
        Ok(seconds) if seconds < 0.0 => Duration::ZERO,
        Ok(seconds) if !seconds.is_nan() => Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX),
        Ok(_) | Err(_) => UNREADABLE,
    }
}

impl fmt::Debug for ClientCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientCredentials").field("id", &self.id).finish_non_exhaustive()
    }
}

/// Fetches a token each time it is asked; not to be used but behind a cache.
struct Fetch(ClientCredentials);

impl Credential for Fetch {
    fn token(&self, ask: Ask) -> BoxFuture<'_, Result<Token, BoxError>> {
        Box::pin(async move {
            let answer = self.0.request(ask.transport)?.send().await?.plain_text()?;
            read(&answer)
        })
    }
}
