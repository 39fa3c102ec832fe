//! The error type of a client: the operation, the response, and the cause.

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, StatusCode};
use serde_json::Value;

use super::operation::{Api, Operation};
use super::service_error;
use super::shown::{Bounded, EXCERPT, both_ends, causes, excerpt, line};
use crate::runtime::auth::conceal::conceal;
use crate::runtime::auth::credential::Secret;
use crate::runtime::http::headers;
use crate::runtime::http::received::Received;
use crate::runtime::http::retry_after;
use crate::runtime::http::text;
use crate::runtime::http::transport::{BoxError, NotSent, Permanent};
use crate::runtime::json::decode::Decode;
use crate::runtime::json::lenient;
use crate::runtime::json::read;

/// The maximum number of bytes for each byte of a secret in text that was escaped several times.
const ESCAPED: usize = 16;
/// The maximum size of a body that is searched for an error code and a message.
const SEARCHED: usize = 1 << 20;

/// An error of a call, or of building a client.
///
/// `{}` shows one line: the operation, the status, the error code and message of the service, and the identifiers of
/// the request. If the error response has no message, the line contains the first 400 characters of its body. `{:#}`
/// shows the causes too, at most 400 characters of each. No format shows a credential.
///
/// # Examples
///
/// ```
/// use runtime::{Error, ErrorKind};
///
/// /// What a program does after a failed call.
/// fn advice(error: &Error) -> String {
///     match error.kind() {
///         ErrorKind::Transport | ErrorKind::Timeout => format!("try again later: {error:#}"),
///         _ if error.status() == Some(http::StatusCode::NOT_FOUND) => "it is gone".to_owned(),
///         _ => format!("report this: {}", error.code().unwrap_or("no code")),
///     }
/// }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), runtime::BoxError> {
/// #     let fake = runtime::Fake::new().respond_json(400, r#"{"code": "BadName"}"#).respond_json(404, "");
/// #     let client = runtime::Client::builder().transport(fake).build()?;
/// #     for advised in ["report this: BadName", "it is gone"] {
/// #         assert_eq!(advice(&client.samples().numbers().send().await.unwrap_err()), advised);
/// #     }
/// #     Ok(())
/// # }
/// ```
pub struct Error(Box<Inner>);

struct Inner {
    kind: ErrorKind,
    api: &'static Api,
    operation: Option<&'static Operation>,
    detail: String,
    member: Option<String>,
    response: Option<Received>,
    code: Option<String>,
    message: Option<String>,
    /// The beginning of the body of an error response without a message.
    excerpt: Option<String>,
    attempts: u32,
    /// The header with the idempotency key, and the key.
    key: Option<(&'static str, String)>,
    source: Option<BoxError>,
    /// The secrets that are removed from everything that is shown.
    hidden: Vec<Secret>,
}

/// The kind of an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The configuration of the client is invalid.
    Config,
    /// An argument was refused, and nothing was sent.
    Request,
    /// A credential is missing, or returned no token.
    Credential,
    /// The credential returns no token until the user has signed in again.
    SignIn,
    /// The request could not be sent, or the response was not received completely.
    Transport,
    /// The response did not arrive in time.
    Timeout,
    /// The service responded with an error status that its description declares.
    Status,
    /// The service responded with a status that its description does not declare.
    Unexpected,
    /// The service redirected to a location to which the client does not go. It goes only to the origin of its base
    /// URL: with the same request after a 307 or 308, and after any redirect of a request that only reads; with a GET
    /// after a 303, whose location has the result of a request that was carried out.
    Redirect,
    /// A list has more pages than the limit of the caller.
    PageLimit,
    /// The response is larger than the client accepts.
    TooLarge,
    /// The response is successful, but its body cannot be read.
    Decode,
    /// The response is successful and its body is empty, such as a 202 or 204, although the spec documents a body. With
    /// `send().or_none()` it is `None` instead of an error.
    Empty,
    /// A long-running operation failed or was canceled. [`Error::code`] is the error code of the service.
    Failed,
}

impl Error {
    pub(crate) fn new(api: &'static Api, kind: ErrorKind, detail: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            kind,
            api,
            operation: None,
            detail: detail.into(),
            member: None,
            response: None,
            code: None,
            message: None,
            excerpt: None,
            attempts: 0,
            key: None,
            source: None,
            hidden: Vec::new(),
        }))
    }

    pub(crate) fn during(mut self, operation: &'static Operation) -> Self {
        self.0.operation = Some(operation);
        self
    }

    pub(crate) fn because(mut self, source: impl Into<BoxError>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    pub(crate) fn at(mut self, member: Option<String>) -> Self {
        self.0.member = member;
        self
    }

    /// Stores the idempotency key that was sent, if there was one.
    pub(crate) fn with_key(mut self, key: Option<(&'static str, &HeaderValue)>) -> Self {
        self.0.key = key.and_then(|(header, key)| Some((header, key.to_str().ok()?.to_owned())));
        self
    }

    pub(crate) fn after(mut self, attempts: u32) -> Self {
        self.0.attempts = attempts;
        self
    }

    /// Stores the response. If it is an error response, the error code and message of the service are read from it.
    pub(crate) fn with_response(mut self, response: Received) -> Self {
        if !response.status.is_success() {
            let error = json_of(&response);
            // [xml]
            let xml = self.0.operation.and_then(|operation| crate::runtime::xml::response::json(operation, &response));
            let xml = xml.and_then(|json| serde_json::from_str(&json.ok()?).ok());
            let error = xml.unwrap_or(error);
            // [/xml]
            self.0.code = service_error::code(self.0.api.error_code, &error);
            self.0.message = service_error::message(self.0.api.error_message, &error);
            if self.0.message.is_none() {
                self.0.excerpt = excerpt(&response, EXCERPT);
            }
        }
        self.0.response = Some(response);
        self
    }

    /// Stores the response that reports the failure of a long-running operation, with the code and the message at these
    /// JSON pointers.
    pub(crate) fn failed(mut self, response: Received, code: &[&str], message: &[&str]) -> Self {
        let body = json_of(&response);
        self.0.code = service_error::code(&[code, self.0.api.error_code].concat(), &body);
        self.0.message = service_error::message(&[message, self.0.api.error_message].concat(), &body);
        self.0.response = Some(response);
        self
    }

    /// Removes secrets from everything that is shown: some services echo the request, and libraries that read their
    /// responses repeat it in their errors.
    pub(crate) fn without(mut self, secrets: &[Secret]) -> Self {
        let longest = secrets.iter().map(|secret| secret.expose().len() * ESCAPED).max().unwrap_or(0);
        if let (Some(_), Some(response)) = (&self.0.excerpt, &self.0.response)
            && longest > EXCERPT / 2
        {
            self.0.excerpt = excerpt(response, EXCERPT + longest);
        }
        let Inner { detail, member, code, message, excerpt, source, hidden, .. } = &mut *self.0;
        for text in [member, code, message, excerpt].into_iter().flatten().chain([detail]) {
            if let Cow::Owned(concealed) = conceal(text, secrets) {
                *text = concealed;
            }
        }
        if let Some(cause) = source {
            let causes: Vec<String> = causes(Some(&**cause as _)).map(ToString::to_string).collect();
            let causes = causes.join(": ");
            if matches!(conceal(&format!("{causes} {cause:?}"), secrets), Cow::Owned(_)) {
                // The cause has a foreign type, which would show the secret, so it is replaced with its redacted
                // message.
                *source = Some(conceal(&causes, secrets).into());
            }
        }
        *hidden = secrets.to_vec();
        self
    }

    /// The kind of the error.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The identifier of the operation that was called.
    pub fn operation(&self) -> Option<&'static str> {
        self.0.operation.map(|operation| operation.id)
    }

    /// The status of the response, if there was one.
    pub fn status(&self) -> Option<StatusCode> {
        self.0.response.as_ref().map(|response| response.status)
    }

    /// The headers of the response, if there was one.
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.0.response.as_ref().map(|response| &response.headers)
    }

    /// The body of the response. Empty if there was none; the body of an error response is cut after 1 MiB. Of a
    /// stream, it is the event, line or part that could not be read.
    pub fn body(&self) -> &Bytes {
        static NOTHING: Bytes = Bytes::new();
        self.0.response.as_ref().map_or(&NOTHING, |response| &response.body)
    }

    /// The body of an error response as a type; `None` if it is missing or does not fit the type.
    pub fn body_as<T: Decode>(&self) -> Option<T> {
        let is_failure = |status: StatusCode| !status.is_success() || self.0.kind == ErrorKind::Failed;
        let response = self.0.response.as_ref().filter(|response| is_failure(response.status))?;
        // [xml]
        let xml = self.0.operation.and_then(|operation| crate::runtime::xml::response::json(operation, response));
        if let Some(json) = xml {
            return read::from_slice(json.ok()?.as_bytes()).ok();
        }
        // [/xml]
        read::from_slice(&text::utf8(&response.headers, &response.body).ok()?).ok()
    }

    /// The error code of the service.
    pub fn code(&self) -> Option<&str> {
        self.0.code.as_deref()
    }

    /// The error message of the service. If the response lists errors of validation, it names the first value that is
    /// wrong and the number of further errors: `body.price: Input should be greater than 0 (and 2 more)`.
    pub fn message(&self) -> Option<&str> {
        self.0.message.as_deref()
    }

    /// The property of the response that could not be read, such as `lineItems[2].quantity`.
    pub fn member(&self) -> Option<&str> {
        self.0.member.as_deref()
    }

    /// The identifier of the request: the one in the response, or the idempotency key if the service uses it as the
    /// identifier.
    pub fn request_id(&self) -> Option<&str> {
        let header = self.0.api.request_id?;
        let sent = self.0.key.as_ref().filter(|(name, _)| name.eq_ignore_ascii_case(header));
        self.response_request_id().or(sent.map(|(_, key)| key.as_str()))
    }

    /// The identifier of the request in the response, which the service certainly knows.
    fn response_request_id(&self) -> Option<&str> {
        headers::get(self.headers()?, self.0.api.request_id?)
    }

    /// The idempotency key that each attempt carried, if the operation has one. A call that failed may have been
    /// carried out nevertheless; if it is repeated with the same key, it is carried out only once.
    pub fn idempotency_key(&self) -> Option<&str> {
        self.0.key.as_ref().map(|(_, key)| key.as_str())
    }

    /// The identifier of the chain of requests to which this one belongs.
    pub fn correlation_id(&self) -> Option<&str> {
        headers::get(self.headers()?, self.0.api.correlation_id?)
    }

    /// How long the service asks to wait before the next request: `retry-after-ms`, `x-ms-retry-after-ms` or
    /// `Retry-After`.
    pub fn retry_after(&self) -> Option<Duration> {
        retry_after::requested_wait(self.headers()?, SystemTime::now())
    }

    /// The API whose client reports the error.
    pub(super) fn api(&self) -> &'static Api {
        self.0.api
    }

    /// Whether the transport reported that no part of the request was sent.
    pub(super) fn is_not_sent(&self) -> bool {
        causes(self.source()).any(|cause| cause.is::<NotSent>())
    }

    /// The number of attempts, including failed ones.
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// Whether another attempt would fail for the same reason.
    pub(crate) fn is_permanent(&self) -> bool {
        self.0.source.as_ref().is_some_and(|source| source.is::<Permanent>())
    }

    /// A string from the service, with secrets removed.
    pub(crate) fn concealed<'a>(&self, text: &'a str) -> Cow<'a, str> {
        conceal(text, &self.0.hidden)
    }

    /// Writes the causes, each after a colon, without what the error says itself.
    fn write_causes(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for cause in causes(self.source()) {
            let text = cause.to_string();
            let member = self.0.member.as_ref().and_then(|member| text.strip_prefix(member)?.strip_prefix(": "));
            let text = member.unwrap_or(&text);
            if !self.0.detail.ends_with(text) {
                write!(f, ": {}", both_ends(text))?;
            }
        }
        Ok(())
    }

    /// Writes the status, the error code and the identifiers of the request, in brackets.
    fn write_names(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let api = self.0.api;
        let names = [(api.request_id, self.response_request_id()), (api.correlation_id, self.correlation_id())];
        let mut open = " (";
        for (header, value) in names {
            if let (Some(header), Some(value)) = (header, value) {
                write!(f, "{open}{header} {}", line(&self.concealed(value)))?;
                open = ", ";
            }
        }
        if self.0.attempts > 1 {
            write!(f, "{open}{} attempts", self.0.attempts)?;
            open = ", ";
        }
        if open == ", " { f.write_str(")") } else { Ok(()) }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &*self.0;
        match inner.operation {
            Some(operation) => write!(f, "{}: {} {}", operation.id, operation.method, operation.path)?,
            None => f.write_str(inner.api.name)?,
        }
        if let Some(status) = self.status() {
            write!(f, ": {status}")?;
        }
        if !inner.detail.is_empty() {
            write!(f, ": {}", inner.detail)?;
        }
        if let Some(member) = &inner.member {
            write!(f, " at {}", line(member))?;
        }
        if let Some(code) = &inner.code {
            write!(f, ": {}", line(code))?;
        }
        if let Some(message) = inner.message.as_ref().or(inner.excerpt.as_ref()) {
            write!(f, ": {}", line(message))?;
        }
        self.write_names(f)?;
        if f.alternate() { self.write_causes(f) } else { Ok(()) }
    }
}

impl fmt::Debug for Error {
    /// The body is not shown, since it may be long or contain something that should not be logged. [`Error::body`]
    /// returns it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("kind", &self.0.kind)
            .field("text", &format_args!("{self}"))
            .field("body", &format_args!("{} bytes", self.body().len()))
            .field("source", &Bounded(&self.0.source))
            .finish()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source.as_deref().map(|source| source as _)
    }
}

/// The JSON of a response; null if it is not JSON.
fn json_of(response: &Received) -> Value {
    if response.body.is_empty() || response.body.len() > SEARCHED {
        return Value::Null;
    }
    let text = text::utf8(&response.headers, &response.body).unwrap_or_default();
    let read = serde_json::from_slice(&text);
    read.or_else(|_| serde_json::from_str(&lenient::without_surrogates(&String::from_utf8_lossy(&text))))
        .unwrap_or_default()
}
