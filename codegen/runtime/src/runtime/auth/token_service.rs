//! Requests to the token endpoint of an OAuth 2 service (RFC 6749 section 3.2), and its responses.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::sync::Arc;
use std::time::Duration;

use serde_json::value::RawValue;

use super::basic::Basic;
use super::credential::{Secret, Token};
use crate::runtime::call::builder::Call;
use crate::runtime::call::config::Config;
use crate::runtime::call::error::{Error, ErrorKind};
use crate::runtime::call::operation::{Api, Declared, Operation, Repeat, Scheme, SchemeKind};
use crate::runtime::http::transport::{BoxError, Transport};
use crate::runtime::http::url::{self, BaseUrl};

/// The timeout for fetching a token, including retries. It is shorter than the default timeout of the call that waits
/// for the token. A request for a token that times out is not retried.
const TIMEOUT: Duration = Duration::from_secs(30);

/// The lifetime of a token whose `expires_in` cannot be read.
const UNREADABLE: Duration = Duration::from_secs(300);

/// The description of a token service, which all of them share.
static API: Api = Api {
    name: "oauth2",
    version: env!("CARGO_PKG_VERSION"),
    base_url: None,
    variables: &[],
    client_params: &[],
    schemes: &[Scheme { name: "basic", kind: SchemeKind::Basic }],
    request_id: None,
    correlation_id: None,
    error_code: &["/error"],
    error_message: &["/error_description"],
};

/// Fetches a token with credentials that remain valid, which is idempotent.
pub(super) static TOKEN: Operation = Operation {
    repeat: Repeat::Always,
    ..Operation::new("oauth2.token", "POST", "{token_url}")
        // The credential is sent in the header, or in the form if the header has no credential.
        .security(&[&["basic"], &[]])
        .responses(&[Declared::Code(200), Declared::Code(400), Declared::Code(401)])
};

/// Fetches a token with a refresh token. A service that rotates refresh tokens may treat a repeated one as stolen, so
/// only a request that was never sent is retried.
pub(super) static RENEWAL: Operation = Operation::new("oauth2.token", "POST", "{token_url}")
    .security(&[&["basic"], &[]])
    .responses(&[Declared::Code(200), Declared::Code(400), Declared::Code(401)]);

/// A client of a token service: its credentials and the token URL.
#[derive(Clone)]
pub(super) struct TokenClient {
    /// The token URL, which may have variables, such as `{tenant}`.
    pub token_url: String,
    /// The values of the variables in the token URL.
    pub variables: Vec<(String, String)>,
    pub id: String,
    /// The client secret; `None` for a public client (RFC 6749 section 2.1).
    pub secret: Option<Secret>,
    /// Further fields of the request.
    pub fields: Vec<(String, String)>,
    /// Whether the client ID and the secret are sent in `Authorization`.
    pub in_header: bool,
}

impl TokenClient {
    /// Sets a field of the request.
    pub fn set(&mut self, name: &str, value: &str) {
        self.fields.retain(|(other, _)| other != name);
        self.fields.push((name.to_owned(), value.to_owned()));
    }

    /// Sets the value of a variable of the token URL.
    pub fn fill(&mut self, name: &str, value: &str) {
        self.variables.retain(|(other, _)| other != name);
        self.variables.push((name.to_owned(), value.to_owned()));
    }

    /// The token URL with a value for each variable.
    fn url(&self) -> Result<String, String> {
        let mut filled = self.token_url.clone();
        for (name, value) in &self.variables {
            url::fill(&mut filled, name, value).map_err(|error| format!("the token URL is not valid: {error}"))?;
        }
        if let Some(name) = url::params(&filled).next() {
            return Err(format!("the token URL has no value for `{name}`: set it with `variable`"));
        }
        Ok(filled)
    }

    /// Checks what can be checked before a token is requested.
    ///
    /// # Errors
    /// The token URL is invalid or lacks the value of a variable, or the client ID is empty.
    pub fn check(&self) -> Result<(), String> {
        if self.id.is_empty() {
            return Err("the client ID is empty".to_owned());
        }
        BaseUrl::parse(&origin(&self.url()?))
            .map(|_| ())
            .map_err(|error| format!("the token URL is not valid: {error}"))
    }

    /// The request for a token. An empty scope is not sent.
    pub fn request(
        &self,
        operation: &'static Operation,
        grant: &[(&str, &dyn Display)],
        transport: Arc<dyn Transport>,
    ) -> Result<Call, Error> {
        let token_url = self.url().map_err(|error| Error::new(&API, ErrorKind::Request, error).during(operation))?;
        // The token URL, which may have a query, is sent as a link within its origin.
        let mut config = Config::new(&API).base_url(&origin(&token_url)).transport(transport);
        config = config.timeout(TIMEOUT).deadline(TIMEOUT);
        let mut fields = grant.to_vec();
        let stated = self.fields.iter().filter(|(name, value)| name != "scope" || !value.is_empty());
        fields.extend(stated.map(|(name, value)| (name.as_str(), value as &dyn Display)));
        let secret = self.secret.as_ref().map(Secret::expose);
        match &secret {
            Some(secret) if self.in_header => config = config.credential("basic", self.basic(secret)),
            Some(secret) => fields.extend([("client_id", &self.id as &dyn Display), ("client_secret", secret)]),
            None => fields.push(("client_id", &self.id)),
        }
        let call = Call::new(&config.build()?, operation).link(&token_url).form(&fields);
        Ok(self.secret.iter().fold(call, |call, secret| call.hiding(secret)))
    }

    /// The client ID and the secret, encoded as in a form (RFC 6749 section 2.3.1).
    fn basic(&self, secret: &str) -> Basic {
        let (mut id, mut encoded) = (String::new(), String::new());
        url::encode(&mut id, &self.id);
        url::encode(&mut encoded, secret);
        Basic::new(&id, &encoded)
    }
}

/// The part of a URL before its path.
fn origin(url: &str) -> String {
    url.splitn(4, '/').take(3).collect::<Vec<_>>().join("/")
}

/// The response of a token service.
pub(super) struct Issued {
    pub token: Token,
    /// The refresh token that replaces the previous one.
    pub refresh_token: Option<Secret>,
}

/// Reads the response of a token service.
///
/// Without `expires_in` the lifetime is unknown, and the token is used until the API refuses it.
pub(super) fn read(response: &str) -> Result<Issued, BoxError> {
    // A syntax error contains a position, but no text of the response. Numbers are not parsed here, because a number
    // that exceeds `f64` should not make the token unreadable.
    let fields: BTreeMap<String, Box<RawValue>> = serde_json::from_str(response)?;
    let text = |name: &str| {
        let text = fields.get(name).and_then(|text| serde_json::from_str::<String>(text.get()).ok());
        text.filter(|text| !text.is_empty())
    };
    // A token of these types is sent with a proof, which no request of a client has. Other names are kinds of bearer
    // tokens, which several services invent.
    let proved = ["mac", "dpop", "pop"];
    if let Some(kind) = text("token_type").and_then(|kind| proved.into_iter().find(|it| kind.eq_ignore_ascii_case(it)))
    {
        return Err(
            format!("the token service responded with a token of the type `{kind}`, not with a bearer token").into()
        );
    }
    let token = Token::new(text("access_token").ok_or("the token service responded without an `access_token`")?);
    let lifetime = fields.get("expires_in").map(|lifetime| lifetime.get()).filter(|lifetime| *lifetime != "null");
    let token = match lifetime {
        Some(lifetime) => token.expires_in(seconds(lifetime)),
        None => token,
    };
    Ok(Issued { token, refresh_token: text("refresh_token").map(Secret::from) })
}

/// Reads a number of seconds, which some services write as a string. A negative number means that the token has
/// expired: it is used for the calls that wait for it, but not kept.
fn seconds(json: &str) -> Duration {
    match json.trim_matches('"').trim().parse::<f64>() {
        Ok(seconds) if seconds < 0.0 => Duration::ZERO,
        Ok(seconds) if !seconds.is_nan() => Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX),
        Ok(_) | Err(_) => UNREADABLE,
    }
}
