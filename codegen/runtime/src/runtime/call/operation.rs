//! The description of an API and its operations, as constants that the runtime interprets.

use http::StatusCode;

/// The facts that all operations of an API share.
#[derive(Debug)]
pub struct Api {
    /// The name of the client, for `User-Agent` and messages.
    pub name: &'static str,
    /// The version of the client.
    pub version: &'static str,
    /// The default base URL; `None` if the caller has to set one.
    pub base_url: Option<&'static str>,
    /// The variables of the base URLs, which contain them as `{name}`.
    pub variables: &'static [ClientParam],
    /// The values that are set once on the client.
    pub client_params: &'static [ClientParam],
    /// The authentication schemes of the API.
    pub schemes: &'static [Scheme],
    /// The response header with the identifier of the request.
    pub request_id: Option<&'static str>,
    /// The response header with the identifier of the chain of requests.
    pub correlation_id: Option<&'static str>,
    /// JSON pointers to the error code in error bodies. The first one that leads to a value is used.
    pub error_code: &'static [&'static str],
    /// JSON pointers to the error message in error bodies. The first one that leads to a value is used.
    pub error_message: &'static [&'static str],
}

/// A value that is set once on the client.
#[derive(Debug)]
pub struct ClientParam {
    /// The name of the value.
    pub name: &'static str,
    /// The default value; `None` if the caller has to set one.
    pub default: Option<&'static str>,
}

/// An authentication scheme.
#[derive(Debug)]
pub struct Scheme {
    /// The name of the scheme, to which operations refer.
    pub name: &'static str,
    /// How the credential is sent.
    pub kind: SchemeKind,
}

/// How a credential is sent.
#[derive(Debug)]
pub enum SchemeKind {
    /// `Bearer <token>` in a header.
    Bearer {
        /// The name of the header.
        header: &'static str,
    },
    /// `Basic <user and password>` in `Authorization`.
    Basic,
    /// A key in a header, without a prefix.
    HeaderKey {
        /// The name of the header.
        name: &'static str,
    },
    /// A key in the query of the URL.
    QueryKey {
        /// The name of the parameter.
        name: &'static str,
    },
    /// A key in a cookie.
    CookieKey {
        /// The name of the cookie.
        name: &'static str,
    },
}

/// A part of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    /// The path of the URL.
    Path,
    /// The query of the URL.
    Query,
    /// The headers.
    Header,
    /// The `Cookie` header.
    Cookie,
}

/// An operation of the service.
#[derive(Debug)]
pub struct Operation {
    /// The identifier of the operation, such as `carts.create`.
    pub id: &'static str,
    /// The HTTP method.
    pub method: &'static str,
    /// The path below the base URL, with `{name}` for each parameter.
    pub path: &'static str,
    /// The base URL of the operation, or a path on the same host, if it is not that of the client.
    pub server: Option<&'static str>,
    /// The parameters that the client provides.
    pub client_values: &'static [ClientArgument],
    /// The accepted media types of the response.
    pub accept: &'static str,
    /// The media type of the body, if there is one.
    pub content_type: Option<&'static str>,
    /// The alternative sets of schemes, the preferred one first. One set is enough. Empty if the operation needs no
    /// authentication.
    pub security: &'static [&'static [&'static str]],
    /// The reason why a request may be sent again.
    pub repeat: Repeat,
    /// The statuses after which a request may be sent again, instead of the default ones.
    pub retry_statuses: Option<&'static [u16]>,
    /// The statuses for which the service documents a response.
    pub responses: &'static [Declared],
    /// The statuses of regular responses, in addition to those from 200 to 299.
    pub expected: &'static [Declared],
    // [xml]
    /// The statuses with a response in XML, and what it looks like; the first one that fits counts.
    pub xml: &'static [(Declared, &'static crate::runtime::xml::shape::Root)],
    // [/xml]
}

/// Each method changes one setting from its default.
impl Operation {
    /// An operation with default settings.
    pub const fn new(id: &'static str, method: &'static str, path: &'static str) -> Self {
        Self {
            id,
            method,
            path,
            server: None,
            client_values: &[],
            accept: "application/json",
            content_type: None,
            security: &[],
            repeat: Repeat::ByMethod,
            retry_statuses: None,
            responses: &[],
            expected: &[],
            // [xml]
            xml: &[],
            // [/xml]
        }
    }

    /// Sets the base URL of the operation, or a path on the host of the others.
    pub const fn server(self, server: &'static str) -> Self {
        Self { server: Some(server), ..self }
    }

    /// Sets the parameters that the client provides.
    pub const fn client_values(self, client_values: &'static [ClientArgument]) -> Self {
        Self { client_values, ..self }
    }

    /// Sets the media types that the request accepts.
    pub const fn accept(self, accept: &'static str) -> Self {
        Self { accept, ..self }
    }

    /// Sets the media type of the body.
    pub const fn content_type(self, media: &'static str) -> Self {
        Self { content_type: Some(media), ..self }
    }

    /// Sets the alternative sets of schemes, the preferred one first. One set is enough.
    pub const fn security(self, security: &'static [&'static [&'static str]]) -> Self {
        Self { security, ..self }
    }

    /// Sets the header with the idempotency key.
    pub const fn idempotency_key(self, header: &'static str) -> Self {
        Self { repeat: Repeat::WithKey(header), ..self }
    }

    /// Sets the statuses after which a request may be sent again.
    pub const fn retry(self, statuses: &'static [u16]) -> Self {
        Self { retry_statuses: Some(statuses), ..self }
    }

    /// Sets the statuses for which a response is documented.
    pub const fn responses(self, responses: &'static [Declared]) -> Self {
        Self { responses, ..self }
    }

    /// Sets the statuses of regular responses, in addition to those from 200 to 299.
    pub const fn expected(self, expected: &'static [Declared]) -> Self {
        Self { expected, ..self }
    }
    // [xml]

    /// Sets the statuses with a response in XML, with the tables that describe it.
    pub const fn xml(self, xml: &'static [(Declared, &'static crate::runtime::xml::shape::Root)]) -> Self {
        Self { xml, ..self }
    }
    // [/xml]
}

impl Operation {
    /// Whether the service documents a response for a status.
    pub fn declares(&self, status: StatusCode) -> bool {
        self.responses.iter().any(|declared| declared.holds(status))
    }

    /// Whether a response with this status is a regular one, so that the call did not fail.
    pub fn expects(&self, status: StatusCode) -> bool {
        status.is_success() || self.expected.iter().any(|declared| declared.holds(status))
    }
}

/// A parameter that the client provides.
#[derive(Debug)]
pub struct ClientArgument {
    /// The location of the parameter.
    pub place: Place,
    /// The name of the parameter on the wire.
    pub name: &'static str,
    /// The source of the value.
    pub value: Source,
}

impl ClientArgument {
    /// Whether this is the path parameter with that name.
    pub fn is_in_path(&self, name: &str) -> bool {
        self.place == Place::Path && self.name == name
    }
}

/// The source of the value of a parameter.
#[derive(Debug)]
pub enum Source {
    /// The client parameter with this name.
    Client(&'static str),
    /// A constant.
    Constant(&'static str),
}

/// The reason why a request may be sent again.
#[derive(Debug)]
pub enum Repeat {
    /// The HTTP method is idempotent.
    ByMethod,
    /// The request carries an idempotency key in this header, so that the service recognizes repeated requests.
    WithKey(&'static str),
    /// The operation itself is idempotent.
    Always,
}

/// A status, or a range of statuses, for which a response is documented.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Declared {
    /// One status: `201`.
    Code(u16),
    /// All statuses of a class: `4XX`.
    Class(u8),
    /// All statuses without another documented response.
    Default,
}

impl Declared {
    /// Whether the pattern covers a status.
    pub fn holds(self, status: StatusCode) -> bool {
        match self {
            Self::Code(code) => code == status.as_u16(),
            Self::Class(class) => u16::from(class) == status.as_u16() / 100,
            Self::Default => true,
        }
    }
}
