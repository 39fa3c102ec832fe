//! A call before it is sent: the request with everything that the caller has set. It is owned and not generic.

use std::fmt::{self, Display};
use std::pin::pin;

use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_TYPE, COOKIE, HeaderName, HeaderValue};
use serde::Serialize;

use super::attempt;
use super::config::Core;
use super::draft::Draft;
use super::error::{Error, ErrorKind};
use super::operation::{ClientArgument, Declared, Operation, Place, Repeat, Source};
use super::options::CallOptions;
use super::response::RawResponse;
use crate::runtime::auth::credential::Secret;
use crate::runtime::body::payload::Payload;
use crate::runtime::http::header_values;
use crate::runtime::http::headers::{self, Headers};
use crate::runtime::http::transport::BoxFuture;
use crate::runtime::http::url::{self, Segment};
use crate::runtime::json::encode::{self, EncodeError};

/// A request that is being built. Sending it reports anything that is wrong with it.
#[must_use = "a request does nothing until it is sent"]
pub struct Call(pub(crate) Box<Draft>);

impl Core {
    /// A call of an operation. `path` has the parameters of the path that the client does not provide, in order.
    pub fn call(&self, operation: &'static Operation, path: &[&dyn Display]) -> Call {
        let own = operation.server.map(|server| self.base_url_at(server));
        let (own, error) = match own {
            None => (None, None),
            Some(Ok(base)) => (Some(Box::new(base)), None),
            Some(Err(error)) => (None, Some(error)),
        };
        let base = own.as_deref().unwrap_or(&self.0.base_url).as_str();
        let mut url = String::with_capacity(base.len() + operation.path.len() + 64);
        url.push_str(base);
        let filled = self.fill_path(operation, path, &mut url);
        let draft = Draft {
            core: self.clone(),
            operation,
            base_url_override: own,
            url,
            headers: Headers::of(&self.0.headers),
            body: Payload::Empty,
            streams: &[],
            options: CallOptions::new(),
            hidden: Vec::new(),
            error: None,
        };
        let mut call = Call(Box::new(draft)).known(ACCEPT, operation.accept);
        if let Some(error) = error.or(filled.err()) {
            call = call.refuse(error);
        }
        let arguments = operation.client_values.iter().filter(|argument| argument.place != Place::Path);
        arguments.fold(call, |call, argument| match self.provided(argument) {
            Ok(value) => call.put(argument.place, argument.name, value),
            Err(error) => call.refuse(error),
        })
    }

    /// Appends the path of an operation to a URL, with the values that the client provides and those in `path`.
    fn fill_path(&self, operation: &'static Operation, path: &[&dyn Display], url: &mut String) -> Result<(), String> {
        let mut asked = Vec::with_capacity(path.len());
        let mut error = None;
        let segment = |name| {
            if let Some(argument) = operation.client_values.iter().find(|argument| argument.is_in_path(name)) {
                return match (&argument.value, self.provided(argument)) {
                    (Source::Constant(""), _) => Segment::Empty,
                    (_, Ok(value)) => Segment::Value(value),
                    (_, Err(missing)) => {
                        error.get_or_insert(missing);
                        Segment::Unset
                    }
                };
            }
            let index = asked.iter().position(|other| *other == name).unwrap_or_else(|| {
                asked.push(name);
                asked.len() - 1
            });
            let Some(value) = path.get(index).copied() else { return Segment::Unset };
            if let Some(number) = encode::not_finite(value) {
                error.get_or_insert(not_sent(name, number));
            }
            Segment::Value(value)
        };
        url::expand(url, operation.path, segment)?;
        error.map_or(Ok(()), Err)
    }

    /// The value of a parameter that the client provides.
    fn provided(&self, argument: &'static ClientArgument) -> Result<&dyn Display, String> {
        match &argument.value {
            Source::Constant(value) => Ok(value),
            Source::Client(param) => match self.0.params.iter().find(|(name, _)| name == param) {
                Some((_, value)) => Ok(value),
                None => Err(format!("the client parameter `{param}` is not set")),
            },
        }
    }
}

/// The message about a parameter that is NaN or an infinity.
fn not_sent(name: &str, number: &str) -> String {
    format!("`{name}` is {number}, which cannot be sent")
}

impl Call {
    /// A call of an operation, with only the values that the client provides.
    pub fn new(core: &Core, operation: &'static Operation) -> Self {
        core.call(operation, &[])
    }

    /// Sets a parameter of the path.
    pub fn path(self, name: &str, value: impl Display) -> Self {
        let mut call = self.finite(name, &value);
        match url::fill(&mut call.0.url, name, &value) {
            Ok(()) => call,
            Err(error) => call.refuse(error),
        }
    }

    /// Sets a parameter of the path to a string that is already encoded.
    pub(crate) fn path_encoded(mut self, name: &str, encoded: &str) -> Self {
        match url::fill_encoded(&mut self.0.url, name, encoded) {
            Ok(()) => self,
            Err(error) => self.refuse(error),
        }
    }

    /// Adds a parameter to the query, its value encoded.
    pub(crate) fn query_encoded(mut self, name: &str, encoded: &str) -> Self {
        url::add_query_encoded(&mut self.0.url, name, encoded);
        self
    }

    /// Sets a parameter of the query, and encodes its value. Parameters with the same name are replaced.
    pub fn query(self, name: &str, value: impl Display) -> Self {
        self.without(Place::Query, name).add_query(name, &value)
    }

    /// Sets a parameter of the query to each value of a list. Parameters with the same name are replaced.
    pub fn queries<T: Display>(self, name: &str, values: &[T]) -> Self {
        values.iter().fold(self.without(Place::Query, name), |call, value| call.add_query(name, value))
    }

    fn add_query(self, name: &str, value: &dyn Display) -> Self {
        let mut call = self.finite(name, value);
        url::add_query(&mut call.0.url, name, value);
        call
    }

    /// Removes the parameters with a name. Path parameters stay.
    pub(crate) fn without(mut self, place: Place, name: &str) -> Self {
        let headers = &mut self.0.headers;
        match place {
            Place::Path => {}
            Place::Query => url::remove_query(&mut self.0.url, name),
            Place::Header => headers.remove(name),
            Place::Cookie => headers.remove_cookies(&url::encoded(name)),
        }
        self
    }

    /// Requests a link from a response, instead of the path and query of the operation. A link to another origin than
    /// that of the client is refused.
    pub fn link(mut self, link: &str) -> Self {
        match self.0.base_url().join(&self.0.url, link) {
            Ok(url) => {
                self.0.url = url;
                self
            }
            Err(error) => {
                let error = self.error(ErrorKind::Redirect, &format!("the link is not followed: {error}"));
                self.fail(error)
            }
        }
    }

    /// An error of this call.
    pub(crate) fn error(&self, kind: ErrorKind, detail: &str) -> Error {
        Error::new(self.0.core.0.api, kind, detail).during(self.0.operation)
    }

    /// A copy of the call. If the call has an error, it moves into the copy, which then fails when it is sent.
    pub(crate) fn again(&mut self) -> Self {
        let draft = &mut self.0;
        Self(Box::new(Draft {
            core: draft.core.clone(),
            operation: draft.operation,
            base_url_override: draft.base_url_override.clone(),
            url: draft.url.clone(),
            headers: draft.headers.clone(),
            body: draft.body.clone(),
            streams: draft.streams,
            options: draft.options.clone(),
            hidden: draft.hidden.clone(),
            error: draft.error.take(),
        }))
    }

    /// Removes a secret in the request from the error, in case the service echoes it.
    pub fn hiding(mut self, secret: &Secret) -> Self {
        self.0.hidden.push(secret.clone());
        self
    }

    /// Sets a header.
    pub fn header(self, name: &str, value: impl Display) -> Self {
        self.finite(name, &value).header_text(name, value.to_string())
    }

    /// Sets a header of the operation to a constant value, which needs neither a copy nor a lookup.
    pub(crate) fn known(mut self, name: HeaderName, value: &'static str) -> Self {
        match HeaderValue::from_maybe_shared(Bytes::from_static(value.as_bytes())) {
            Ok(value) => {
                self.0.headers.insert(name, value);
                self
            }
            Err(_) => self.refuse(format!("the header `{name}` cannot hold what the operation wants there")),
        }
    }

    fn header_text(mut self, name: &str, text: String) -> Self {
        match headers::checked(name, text) {
            Ok((name, value)) => {
                self.0.headers.insert(name, value);
                self
            }
            Err(error) => self.refuse(error),
        }
    }

    /// Sets a header to the values of a list, separated by commas. An empty list removes it.
    pub fn headers<T: Display>(self, name: &str, values: &[T]) -> Self {
        let call = values.iter().fold(self, |call, value| call.finite(name, value));
        let values: Vec<String> = values.iter().map(ToString::to_string).collect();
        match values.iter().try_for_each(|value| header_values::check_item(value, ",")) {
            Err(error) => call.refuse(format!("the header `{name}` {error}")),
            Ok(()) if values.is_empty() => call.without(Place::Header, name),
            Ok(()) => call.header(name, values.join(",")),
        }
    }

    /// Sets a cookie. Cookies with the same name are replaced.
    pub fn cookie(self, name: &str, value: impl Display) -> Self {
        self.without(Place::Cookie, name).add_cookie(name, &value)
    }

    /// Adds a cookie, and encodes in its value what a cookie cannot hold (RFC 6265 section 4.1.1), and `%`.
    ///
    /// About half of the servers decode cookies. A character that is sent as it is means the same to all of them.
    pub(crate) fn add_cookie(self, name: &str, value: &dyn Display) -> Self {
        const UNENCODED: &[u8] = b"!#$&'()*+/:<=>?@[]^`{|}";
        let (text, mut encoded) = (value.to_string(), String::new());
        url::encode_but(&mut encoded, &text, UNENCODED);
        self.finite(name, value).cookie_encoded(name, &encoded)
    }

    /// Adds a cookie whose value is sent as it is.
    pub(crate) fn cookie_encoded(self, name: &str, value: &str) -> Self {
        let mut cookies = match headers::cookies_before(self.0.headers.find(COOKIE.as_str())) {
            Ok(cookies) => cookies,
            Err(error) => return self.refuse(error),
        };
        url::encode(&mut cookies, name);
        cookies.push('=');
        cookies.push_str(value);
        self.header(COOKIE.as_str(), &cookies)
    }

    /// Sets a parameter that is a single value.
    pub(crate) fn put(self, place: Place, name: &str, value: &dyn Display) -> Self {
        match place {
            Place::Path => self.path(name, value),
            Place::Query => self.query(name, value),
            Place::Header => self.header(name, value),
            Place::Cookie => self.cookie(name, value),
        }
    }

    /// Sets the body to a value, which is encoded as JSON at once.
    pub fn json<T: Serialize + ?Sized>(self, value: &T) -> Self {
        self.encoded(encode::to_vec(value))
    }

    fn encoded(mut self, body: Result<Vec<u8>, EncodeError>) -> Self {
        match body {
            Ok(body) => {
                let content_type = self.content_type("application/json");
                self.0.body = Payload::Whole(body.into());
                self.known(CONTENT_TYPE, content_type)
            }
            Err(cause) => self.not_json(cause),
        }
    }

    /// Keeps the error for a body that has no JSON form, with the path of the property.
    pub(crate) fn not_json(self, cause: EncodeError) -> Self {
        let operation = self.0.operation;
        let what = format!("the body cannot be encoded: {}", cause.what());
        let error = Error::new(self.0.core.0.api, ErrorKind::Request, what).during(operation);
        let path = Some(cause.path.clone()).filter(|path| !path.is_empty());
        self.fail(error.at(path).because(cause))
    }

    /// Refuses NaN and infinities, which no string represents.
    pub(crate) fn finite(self, name: &str, value: &dyn Display) -> Self {
        match encode::not_finite(value) {
            None => self,
            Some(number) => self.refuse(not_sent(name, number)),
        }
    }

    /// Sets the body to the fields of a form.
    pub fn form(self, fields: &[(&str, &dyn Display)]) -> Self {
        let mut body = String::new();
        for (name, value) in fields {
            if !body.is_empty() {
                body.push('&');
            }
            url::encode(&mut body, name);
            body.push('=');
            url::encode(&mut body, &value.to_string());
        }
        let call = fields.iter().fold(self, |call, (name, value)| call.finite(name, value));
        call.body("application/x-www-form-urlencoded", body.into())
    }

    /// The media type of the body: the one of the operation, unless it is a pattern such as `image/*`.
    pub(crate) fn content_type(&self, usual: &'static str) -> &'static str {
        self.0.operation.content_type.filter(|media| !media.contains('*')).unwrap_or(usual)
    }

    /// Sets the body to plain text.
    pub fn text(self, text: &str) -> Self {
        let media = self.content_type("text/plain");
        self.body(media, Bytes::copy_from_slice(text.as_bytes()))
    }

    /// Sets the body to bytes.
    pub fn body(mut self, content_type: &str, body: Bytes) -> Self {
        self.0.body = Payload::Whole(body);
        self.header_text(CONTENT_TYPE.as_str(), content_type.to_owned())
    }

    /// Overrides settings of the client for this call.
    pub fn with(mut self, mut options: CallOptions) -> Self {
        let error = options.error.take();
        for (name, value) in &options.headers {
            self.0.headers.insert(name.clone(), value.clone());
        }
        if let Some(base) = options.base_url.take() {
            let before = self.0.base_url().as_str().len();
            self.0.url.replace_range(..before, base.as_str());
            self.0.base_url_override = Some(Box::new(base));
        }
        self.0.options = options;
        match error {
            Some(error) => self.refuse(error),
            None => self,
        }
    }

    pub(crate) fn refuse(self, error: String) -> Self {
        let error = Error::new(self.0.core.0.api, ErrorKind::Request, error).during(self.0.operation);
        self.fail(error)
    }

    /// Keeps an error until the call is sent. Only the first one is kept.
    fn fail(mut self, error: Error) -> Self {
        self.0.error.get_or_insert(error);
        self
    }

    /// Like [`send`](Self::send), but returns as soon as the head has arrived if the response has one of the statuses.
    ///
    /// # Errors
    /// See [`ErrorKind`].
    pub fn stream(mut self, statuses: &'static [Declared]) -> BoxFuture<'static, Result<RawResponse, Error>> {
        self.0.streams = statuses;
        self.send()
    }

    /// Sends the request, retries it if that is allowed and configured, and waits for a success response.
    ///
    /// Dropping the future cancels the call; nothing continues in the background.
    ///
    /// # Errors
    /// See [`ErrorKind`].
    pub fn send(self) -> BoxFuture<'static, Result<RawResponse, Error>> {
        // The future is boxed so that the futures of operations are small, and quick to check for the compiler.
        Box::pin(async move {
            let mut call = self;
            if let Some(error) = call.0.error.take() {
                return Err(error);
            }
            if let Err(error) = url::check_filled(&call.0.url) {
                let api = call.0.core.0.api;
                return Err(Error::new(api, ErrorKind::Request, error).during(call.0.operation));
            }
            if let Repeat::WithKey(header) = call.0.operation.repeat {
                match call.0.headers.get(header) {
                    Some("") => {
                        return Err(call.error(ErrorKind::Request, &format!("the idempotency key `{header}` is empty")));
                    }
                    Some(_) => {}
                    None => {
                        let key = call.0.core.0.random.uuid();
                        call = call.header_text(header, key);
                    }
                }
            }
            #[cfg(feature = "tracing")]
            let (api, operation) = (call.0.core.0.api, call.0.operation);
            let run = pin!(attempt::run(call.0));
            #[cfg(feature = "tracing")]
            let run = super::trace::spanned(api, operation, run);
            run.await
        })
    }
}

impl Call {
    /// Formats the request of this call.
    pub fn show(&self, request: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple(request).field(self).finish()
    }
}

impl fmt::Debug for Call {
    /// URL, headers and body are not shown: they may contain something that should not be logged.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call").field("operation", &self.0.operation.id).finish_non_exhaustive()
    }
}
