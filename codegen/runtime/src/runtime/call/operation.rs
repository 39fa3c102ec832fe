//! What an API and its operations need, as constants that the runtime interprets.

use http::StatusCode;

/// What all operations of an API have in common.
#[derive(Debug)]
pub struct Api {
    /// The name of the client, for `User-Agent` and messages.
    pub name: &'static str,
    /// The version of the client.
    pub version: &'static str,
    /// Where the service is reached unless the caller says otherwise; without one the caller must.
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
    /// JSON pointers to the service's code of a failure; the first that leads to a value wins.
    pub fault_code: &'static [&'static str],
    /// JSON pointers to the failure in words; the first that leads to a value wins.
    pub fault_message: &'static [&'static str],
}

/// A value that is set once on the client.
#[derive(Debug)]
pub struct ClientParam {
    /// Its name.
    pub name: &'static str,
    /// Its value unless the caller sets one; without one the caller must.
    pub default: Option<&'static str>,
}

/// An authentication scheme.
#[derive(Debug)]
pub struct Scheme {
    /// Its name, which operations refer to.
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

/// Something that the service does.
#[derive(Debug)]
pub struct Operation {
    /// Its identifier, such as `carts.create`.
    pub id: &'static str,
    /// The HTTP method.
    pub method: &'static str,
    /// The path below the base URL, with `{name}` for each parameter.
    pub path: &'static str,
    /// Where it is reached, if not where the others are: a base URL, or a path on the same host.
    pub server: Option<&'static str>,
    /// The values that the caller does not pass with each call.
    pub given: &'static [Given],
    /// The accepted media types of the response.
    pub accept: &'static str,
    /// The media type of the body, where there is one.
    pub content_type: Option<&'static str>,
    /// The alternative sets of schemes, the preferred one first. One set is enough. Empty if the operation needs no
    /// authentication.
    pub security: &'static [&'static [&'static str]],
    /// Why a request may be sent again.
    pub repeat: Repeat,
    /// The statuses after which a request may be sent again, instead of the default ones.
    pub retry_statuses: Option<&'static [u16]>,
    /// The statuses for which the service documents a response.
    pub replies: &'static [Declared],
    /// The statuses of regular responses besides those from 200 to 299.
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
            given: &[],
            accept: "application/json",
            content_type: None,
            security: &[],
            repeat: Repeat::ByMethod,
            retry_statuses: None,
            replies: &[],
            expected: &[],
            // [xml]
            xml: &[],
            // [/xml]
        }
    }

    /// Where it is reached: a base URL, or a path on the host of the others.
    pub const fn server(self, server: &'static str) -> Self {
        Self { server: Some(server), ..self }
    }

    /// The values that the caller does not pass with each call.
    pub const fn given(self, given: &'static [Given]) -> Self {
        Self { given, ..self }
    }

    /// The media types that the request accepts.
    pub const fn accept(self, accept: &'static str) -> Self {
        Self { accept, ..self }
    }

    /// The media type of the body.
    pub const fn content_type(self, media: &'static str) -> Self {
        Self { content_type: Some(media), ..self }
    }

    /// The alternative sets of schemes, the preferred one first. One set is enough.
    pub const fn security(self, security: &'static [&'static [&'static str]]) -> Self {
        Self { security, ..self }
    }

    /// The header with the idempotency key.
    pub const fn idempotency_key(self, header: &'static str) -> Self {
        Self { repeat: Repeat::WithKey(header), ..self }
    }

    /// The statuses after which a request may be sent again.
    pub const fn retry(self, statuses: &'static [u16]) -> Self {
        Self { retry_statuses: Some(statuses), ..self }
    }

    /// The statuses for which a response is documented.
    pub const fn replies(self, replies: &'static [Declared]) -> Self {
        Self { replies, ..self }
    }

    /// The statuses of regular responses besides those from 200 to 299.
    pub const fn expected(self, expected: &'static [Declared]) -> Self {
        Self { expected, ..self }
    }
    // [xml]

    /// The statuses with a response in XML, and what it looks like.
    pub const fn xml(self, xml: &'static [(Declared, &'static crate::runtime::xml::shape::Root)]) -> Self {
        Self { xml, ..self }
    }
    // [/xml]
}

impl Operation {
    /// Whether the service documents a response for a status.
    pub fn declares(&self, status: StatusCode) -> bool {
        self.replies.iter().any(|declared| declared.holds(status))
    }

    /// Whether a response with this status is regular: the call did not fail.
    pub fn expects(&self, status: StatusCode) -> bool {
        status.is_success() || self.expected.iter().any(|declared| declared.holds(status))
    }
}

/// A value that the caller does not pass with each call.
#[derive(Debug)]
pub struct Given {
    /// Where it goes.
    pub place: Place,
    /// What it is called there.
    pub name: &'static str,
    /// Where it comes from.
    pub value: Source,
}

impl Given {
    /// Whether this is the path parameter with that name.
    pub fn is_in_path(&self, name: &str) -> bool {
        self.place == Place::Path && self.name == name
    }
}

/// Where a value comes from.
#[derive(Debug)]
pub enum Source {
    /// It is set once on the client: the name of the client parameter.
    Client(&'static str),
    /// It is always this.
    Constant(&'static str),
}

/// What makes it safe to send a request again.
#[derive(Debug)]
pub enum Repeat {
    /// The method, where HTTP calls it idempotent.
    ByMethod,
    /// With the value of a header by which the service recognizes a repeated request.
    WithKey(&'static str),
    /// The operation itself: to do it twice is to do it once.
    Always,
}

/// A status, or a range of statuses, for which a response is documented.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Declared {
    /// One status: `201`.
    Code(u16),
    /// All statuses of a class: `4XX`.
    Class(u8),
    /// All statuses that no other response is for.
    Default,
}

impl Declared {
    /// Whether a status is among them.
    pub fn holds(self, status: StatusCode) -> bool {
        match self {
            Self::Code(code) => code == status.as_u16(),
            Self::Class(class) => u16::from(class) == status.as_u16() / 100,
            Self::Default => true,
        }
    }
}
