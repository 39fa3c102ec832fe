//! Responses: first unread, then as the type that the operation documents.

use std::fmt;
use std::ops::{Deref, DerefMut};
use std::time::Duration;

use bytes::Bytes;
use http::header::{CONTENT_ENCODING, CONTENT_TYPE};
use http::{HeaderMap, StatusCode};

use super::config::Core;
use super::error::{Error, ErrorKind};
use super::operation::{Api, Operation};
use crate::runtime::auth::credential::Secret;
use crate::runtime::http::headers;
use crate::runtime::http::received::Received;
use crate::runtime::http::text;
use crate::runtime::http::throughput::MinThroughput;
use crate::runtime::http::transport::Body;
use crate::runtime::json::decode::Decode;
use crate::runtime::json::read;

/// A successful response, not yet read.
pub struct RawResponse {
    pub(crate) api: &'static Api,
    pub(crate) operation: &'static Operation,
    pub(crate) received: Received,
    pub(crate) attempts: u32,
    /// The header with the idempotency key, and the key, if the operation has one.
    pub(crate) key: Option<(&'static str, http::HeaderValue)>,
    /// The secrets in the request, which must not be shown if the service echoes them.
    pub(crate) secrets: Vec<Secret>,
    /// The rest of the body, if only the head of the response was requested.
    pub(crate) rest: Option<Rest>,
}

/// The part of a body that has not been received yet.
pub(crate) struct Rest {
    pub(crate) body: Body,
    /// The client, which is kept alive, and whose limits apply.
    pub(crate) core: Core,
    /// The timeout for each piece.
    pub(crate) timeout: Duration,
    pub(crate) min_throughput: MinThroughput,
}

impl RawResponse {
    /// The status of the response.
    pub fn status(&self) -> StatusCode {
        self.received.status
    }

    /// The headers of the response.
    pub fn headers(&self) -> &HeaderMap {
        &self.received.headers
    }

    /// Reads the body as JSON. An empty body is read as `None` if the type may be null, because services send it in
    /// place of `null`.
    ///
    /// # Errors
    /// [`ErrorKind::Empty`] for an empty body of another type, otherwise [`ErrorKind::Decode`]: the body has another
    /// content type, or does not fit the type. The error keeps the body and names the property.
    pub fn json<T: Decode>(self) -> Result<Response<T>, Error> {
        if self.has_no_body()
            && let Some(value) = T::of_empty_body()
        {
            return Ok(self.response(value));
        }
        let error = match self.text() {
            Ok(text) => match read::read(&text) {
                Ok((value, lost)) => {
                    let whole = lost.then(|| Bytes::from(text.into_owned()));
                    let mut response = self.response(value);
                    response.head.whole = whole;
                    return Ok(response);
                }
                Err((cause, member)) => self.unreadable().at(member).because(cause),
            },
            Err(error) => self.error(ErrorKind::Decode, error),
        };
        Err(error.with_response(self.received).without(&self.secrets))
    }

    /// Reads a response for which the document declares no body. If there is a body anyway, it is kept as
    /// [`whole_body`](Response::whole_body).
    ///
    /// # Errors
    /// None. The signature is that of the other readers.
    pub fn empty(mut self) -> Result<Response<()>, Error> {
        let body = std::mem::take(&mut self.received.body);
        let mut response = self.response(());
        response.head.whole = Some(body).filter(|body| !body.is_empty());
        Ok(response)
    }

    /// Reads the body as plain text.
    ///
    /// # Errors
    /// The charset is unknown, or the body is not valid in it, or it is compressed. The error keeps the body.
    pub fn plain_text(self) -> Result<Response<String>, Error> {
        let read = match self.packed().filter(|_| !self.received.body.is_empty()) {
            Some(packed) => Err(packed),
            None => text::utf8(&self.received.headers, &self.received.body),
        };
        match read.and_then(|text| String::from_utf8(text.into_owned()).map_err(|error| error.to_string())) {
            Ok(text) => Ok(self.response(text)),
            Err(error) => Err(self.error(ErrorKind::Decode, error).with_response(self.received).without(&self.secrets)),
        }
    }

    /// The error for a response with a status that the operation does not document.
    pub fn unexpected(self) -> Error {
        self.error(ErrorKind::Unexpected, "the status is not declared")
            .with_response(self.received)
            .without(&self.secrets)
    }

    /// Whether the body is empty. The body of a stream has not been read.
    fn has_no_body(&self) -> bool {
        // Most bodies begin with a bracket, and need not be decoded to see that they are not blank.
        if self.received.body.first().is_some_and(u8::is_ascii_graphic) {
            return false;
        }
        let is_empty = || self.text().is_ok_and(|text| text.trim_ascii().is_empty());
        let may_be_declared = text::may_be_json(self.headers());
        // [xml]
        let may_be_declared = may_be_declared || crate::runtime::xml::response::may_be_xml(self.headers());
        // [/xml]
        self.rest.is_none() && may_be_declared && is_empty()
    }

    pub(crate) fn text(&self) -> Result<std::borrow::Cow<'_, [u8]>, String> {
        // [xml]
        if let Some(json) = crate::runtime::xml::response::json(self.operation, &self.received) {
            return json.map(|json| json.into_bytes().into());
        }
        // [/xml]
        text::utf8(&self.received.headers, &self.received.body)
    }

    /// The error for a body that is not the expected JSON, with the most likely reason.
    fn unreadable(&self) -> Error {
        if self.has_no_body() {
            let detail = "the response has no body, though one is declared for a success";
            return self.error(ErrorKind::Empty, detail);
        }
        // [xml]
        if let Some(Ok(_)) = crate::runtime::xml::response::json(self.operation, &self.received) {
            return self.error(ErrorKind::Decode, "the response does not match its type");
        }
        // [/xml]
        let detail = if let Some(packed) = self.packed() {
            packed
        } else if text::may_be_json(self.headers()) {
            "the response does not match its type".to_owned()
        } else {
            self.other_type("JSON")
        };
        self.error(ErrorKind::Decode, detail)
    }

    /// The message for a response with an unexpected content type.
    pub(crate) fn other_type(&self, expected: &str) -> String {
        let found = headers::get(self.headers(), CONTENT_TYPE.as_str()).unwrap_or("of no known kind");
        format!("the response is {}, not {expected}", found.escape_debug())
    }

    /// The message about a body that is still compressed.
    pub(crate) fn packed(&self) -> Option<String> {
        let coding = headers::get(self.headers(), CONTENT_ENCODING.as_str())?.trim();
        let packed = !coding.is_empty() && !coding.eq_ignore_ascii_case("identity");
        let coding = coding.escape_debug();
        packed.then(|| format!("the response is compressed ({coding}), which this client does not read"))
    }

    pub(crate) fn error(&self, kind: ErrorKind, detail: impl Into<String>) -> Error {
        let key = self.key.as_ref().map(|(header, key)| (*header, key));
        Error::new(self.api, kind, detail).during(self.operation).after(self.attempts).with_key(key)
    }

    pub(crate) fn response<T>(self, value: T) -> Response<T> {
        let Received { status, headers, body: _ } = self.received;
        Response { value, head: Head { api: self.api, status, headers, whole: None } }
    }
}

impl fmt::Debug for RawResponse {
    /// The body is not shown: it may be long, or contain something that should not be logged.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawResponse")
            .field("operation", &self.operation.id)
            .field("status", &self.received.status)
            .field("body", &format_args!("{} bytes", self.received.body.len()))
            .finish()
    }
}

/// The response of a service: a value, which can be used directly, with the status and the headers.
///
/// # Examples
///
/// ```
/// use runtime::Response;
///
/// fn show<T: std::fmt::Debug>(response: Response<T>) -> T {
///     println!("{} {:?}", response.status(), response.headers().get("etag"));
///     // The value's own methods and fields can be used as they are: a `Response` dereferences to it.
///     println!("{:?}", *response);
///     response.into_inner()
/// }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), runtime::BoxError> {
/// #     let fake = runtime::Fake::new().respond_json(200, "[1, 2]");
/// #     let client = runtime::Client::builder().transport(fake).build()?;
/// #     assert_eq!(show(client.samples().numbers().send().await?), [1, 2]);
/// #     Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Response<T> {
    value: T,
    head: Head,
}

#[derive(Clone)]
struct Head {
    api: &'static Api,
    status: StatusCode,
    headers: HeaderMap,
    /// The whole body, if the value does not represent all of it.
    whole: Option<Bytes>,
}

impl<T> Response<T> {
    /// A response whose value is `None` if a success had no body, or if what the caller has is current (304).
    pub(super) fn or_none(outcome: Result<Self, Error>) -> Result<Response<Option<T>>, Error> {
        match outcome {
            Ok(Self { value, head }) => Ok(Response { value: Some(value), head }),
            Err(error) => match (error.kind(), error.status(), error.headers()) {
                (ErrorKind::Empty, Some(status), Some(headers))
                | (_, Some(status @ StatusCode::NOT_MODIFIED), Some(headers)) => {
                    let head = Head { api: error.api(), status, headers: headers.clone(), whole: None };
                    Ok(Response { value: None, head })
                }
                _ => Err(error),
            },
        }
    }

    /// The status of the response.
    pub fn status(&self) -> StatusCode {
        self.head.status
    }

    /// The headers of the response.
    pub fn headers(&self) -> &HeaderMap {
        &self.head.headers
    }

    /// The identifier of the request, as the service reports it.
    pub fn request_id(&self) -> Option<&str> {
        headers::get(self.headers(), self.head.api.request_id?)
    }

    /// The identifier of the chain of requests to which this one belongs.
    pub fn correlation_id(&self) -> Option<&str> {
        headers::get(self.headers(), self.head.api.correlation_id?)
    }

    /// The body, if the value does not represent all of it: because the document does not declare a body, or because
    /// the value has lost something that no `extra` keeps, namely a null that was left out of a list, or a lone
    /// surrogate that became U+FFFD.
    pub fn whole_body(&self) -> Option<&Bytes> {
        self.head.whole.as_ref()
    }

    /// The value without the status and the headers.
    pub fn into_inner(self) -> T {
        self.value
    }

    /// The same response with another value.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Response<U> {
        Response { value: change(self.value), head: self.head }
    }
}

impl<T> Deref for Response<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T> DerefMut for Response<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.value
    }
}

impl<T: fmt::Debug> fmt::Debug for Response<T> {
    /// The headers are not shown: they may contain cookies.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("status", &self.head.status)
            .field("value", &self.value)
            .finish_non_exhaustive()
    }
}
