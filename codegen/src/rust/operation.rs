//! The operations of a crate, its client and its root.

use std::collections::BTreeSet;

use super::{Content, Docs, Ident, Package, Place, Success, Type};

/// The operations of a group.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// The documentation of the group.
    pub docs: Docs,
    /// The name of the group's type: `Carts`.
    pub name: Ident,
    /// The method of the client that returns the group: `carts`.
    pub method: Ident,
    /// A method for each operation.
    pub methods: Vec<Method>,
}

/// The method that starts a call.
#[derive(Clone, Debug, PartialEq)]
pub struct Method {
    /// The documentation of the method.
    pub docs: Docs,
    /// Whether the operation is deprecated.
    pub deprecated: bool,
    /// The name of the method.
    pub name: Ident,
    /// The type of the request that the method returns.
    pub request: Ident,
    /// The required arguments, in order.
    pub args: Vec<Arg>,
    /// The headers that identify the call, with a new value for each.
    pub request_ids: Vec<String>,
}

/// A value that the caller passes.
#[derive(Clone, Debug, PartialEq)]
pub struct Arg {
    /// The documentation of the argument.
    pub docs: Docs,
    /// Whether the argument is deprecated.
    pub deprecated: bool,
    /// The name of the argument in Rust.
    pub name: Ident,
    /// The name of the parameter on the wire; empty for a body.
    pub wire: String,
    /// How the value is sent.
    pub sent: Sent,
    /// The type of the argument.
    pub ty: ArgType,
    /// The constraints of the value, if they are enforced.
    pub limits: Vec<super::Limit>,
    /// Whether the argument is a body whose models have enforced constraints.
    pub walks: bool,
}

/// How a value is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sent {
    /// As a string, in the path of the operation, in the order of the parameters.
    InPath,
    /// As a single string.
    Text(Place),
    /// As a string for each item of a list.
    Each(Place),
    /// In a style.
    Styled(Place, Written),
    /// As the body, in JSON.
    JsonBody,
    /// As the body, in XML, by the table of this name.
    XmlBody(Ident),
    /// As the body, as a form. The list has the properties that do not have the default style.
    FormBody(Vec<(String, Written)>),
    /// As the body, in JSON, one item of a list after the other.
    SequenceBody,
    /// As the body, which is plain text.
    TextBody,
    /// As the body, unchanged.
    Upload,
    /// As a part of the body, with a media type; empty for text without one.
    Part(PartKind, String),
    /// As the parts of the body into which a style writes a list or an object.
    StyledPart(Written),
}

/// The style in which a value is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Written {
    /// The style.
    pub style: crate::spec::Style,
    /// Whether the name is repeated for each item of a list or property of an object.
    pub explode: bool,
    /// Whether reserved characters of URLs are sent unencoded.
    pub reserved: bool,
    /// Whether the value is sent unchanged.
    pub raw: bool,
}

/// The content of a part of a multipart body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartKind {
    /// A file.
    File,
    /// A file for each item of a list.
    Files,
    /// A string.
    Text,
    /// A string for each item of a list.
    Texts,
    /// JSON.
    Json,
    /// JSON for each item of a list.
    Jsons,
}

/// The type of an argument.
#[derive(Clone, Debug, PartialEq)]
pub enum ArgType {
    /// `&str`
    Str,
    /// A small value, passed by value: `i32`.
    Value(Type),
    /// `&T`
    Ref(Type),
    /// `&[T]`
    Slice(Type),
    /// A type that converts to `Upload`.
    Upload,
    /// A type that converts to `Part`.
    Part,
    /// Several values of the type `Part`.
    Parts,
}

/// An operation: a constant that the runtime interprets, and the request that callers see.
#[derive(Clone, Debug, PartialEq)]
pub struct Operation {
    /// The identifier in messages: `carts.create`.
    pub id: String,
    /// The HTTP method.
    pub method: crate::spec::Method,
    /// The path, with `{name}` for each parameter.
    pub path: String,
    /// The base URL of the operation, if it is not that of the client.
    pub server: Option<String>,
    /// The parameters whose values the client provides.
    pub client_values: Vec<ClientValue>,
    /// The constant parameters: place, name, value.
    pub constants: Vec<(Place, String, String)>,
    /// The accepted media types of the response.
    pub accept: String,
    /// The media type of the body, if it is not the default one.
    pub content_type: Option<String>,
    /// The alternative sets of security schemes; one set is enough.
    pub security: Vec<Vec<String>>,
    /// The header with the idempotency key.
    pub idempotency_header: Option<String>,
    /// The statuses after which a call may be retried, if they are not the default ones.
    pub retry_statuses: Option<Vec<u16>>,
    /// The statuses that the spec declares.
    pub statuses: Vec<crate::spec::StatusPattern>,
    /// The statuses of regular responses, in addition to those from 200 to 299.
    pub expected: Vec<crate::spec::StatusPattern>,
    /// The statuses with a response in XML, each with the table that describes it.
    pub xml: Vec<(crate::spec::StatusPattern, Ident)>,
    /// The name of the request type.
    pub request: Ident,
    /// The optional arguments, as setters.
    pub setters: Vec<Arg>,
    /// Whether the body is multipart and callers may add parts.
    pub parts: bool,
    /// The result of a successful call.
    pub success: Success,
    /// The types of the error responses with a body in JSON or XML. Callers name them at `Error::body_as`, so
    /// comparisons read them; nothing is emitted from them.
    pub errors: Vec<(crate::spec::StatusPattern, Type)>,
    /// The change by `send` to the body that prevents an alternative format of the response.
    pub switch: Option<Switch>,
    /// The alternative formats in which the response can be requested, one method each.
    pub alternatives: Vec<Alternative>,
    /// How the list is paged; `None` if it is not paged.
    pub paging: Option<Paging>,
    /// How the operation is polled; `None` if it ends with its response.
    pub long_running: Option<LongRunning>,
}

/// How a long-running operation is polled.
#[derive(Clone, Debug, PartialEq)]
pub struct LongRunning {
    /// The description in the spec.
    pub how: crate::spec::LongRunning,
    /// The final result.
    pub result: LongRunningResult,
}

/// The final result of a long-running operation.
#[derive(Clone, Debug, PartialEq)]
pub enum LongRunningResult {
    /// No result.
    Empty,
    /// A string.
    Text,
    /// A JSON value.
    Json(Type),
    /// A JSON value, or nothing.
    Optional(Type),
}

impl LongRunningResult {
    /// The type of the JSON result.
    pub fn ty(&self) -> Option<&Type> {
        match self {
            Self::Empty | Self::Text => None,
            Self::Json(ty) | Self::Optional(ty) => Some(ty),
        }
    }

    /// The type of the JSON result, mutably.
    pub fn ty_mut(&mut self) -> Option<&mut Type> {
        match self {
            Self::Empty | Self::Text => None,
            Self::Json(ty) | Self::Optional(ty) => Some(ty),
        }
    }
}

/// How a list is paged.
#[derive(Clone, Debug, PartialEq)]
pub struct Paging {
    /// The description in the spec.
    pub how: crate::spec::Paging,
    /// The type of the items.
    pub item: Type,
    /// Whether each page contains the list.
    pub required: bool,
}

/// An alternative format in which the response can be requested.
#[derive(Clone, Debug, PartialEq)]
pub struct Alternative {
    /// The name of the method that requests the format: `send_events`.
    pub name: Ident,
    /// The media types that the request accepts.
    pub accept: String,
    /// The body of the response.
    pub body: Content,
    /// The change to the body of the request that selects this format.
    pub switch: Option<Switch>,
}

/// A property of the request body that selects the format of the response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Switch {
    /// The name of the property, or of the part of a multipart body.
    pub property: String,
    /// The value of the property, as JSON.
    pub value: String,
    /// Whether the property is added if the caller leaves it out.
    pub is_added: bool,
    /// Whether the body is a multipart body.
    pub is_part: bool,
}

/// A parameter whose value the client provides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientValue {
    /// The location of the parameter.
    pub place: Place,
    /// The name of the parameter on the wire.
    pub wire: String,
    /// The name of the value on the client.
    pub value: String,
}

/// The client of the crate.
#[derive(Clone, Debug, PartialEq)]
pub struct Client {
    /// The title of the API.
    pub title: String,
    /// The package of the crate; requests state its name and version.
    pub package: Package,
    /// The servers; the first is the default.
    pub servers: Vec<Server>,
    /// The path in the spec, if the server has no absolute URL.
    pub server_path: Option<String>,
    /// The variables of the servers' URLs.
    pub variables: Vec<ClientParam>,
    /// The security schemes for which a request contains a credential.
    pub schemes: Vec<Scheme>,
    /// The documentation of the client certificates that the service accepts, or empty.
    pub certificates: Docs,
    /// The methods of the builder that take a credential.
    pub setters: Vec<SchemeSetter>,
    /// The methods of the builder that fetch tokens.
    pub token_sources: Vec<TokenSource>,
    /// The values that are set once on the client.
    pub params: Vec<ClientParam>,
    /// The response headers that identify a call.
    pub trace_headers: crate::spec::TraceHeaders,
    /// The locations of the error code in error bodies, as JSON pointers. The first one with a value is used.
    pub error_code: Vec<String>,
    /// The locations of the error message in error bodies, as JSON pointers.
    pub error_message: Vec<String>,
    /// The groups of operations.
    pub groups: Vec<GroupRef>,
}

/// A security scheme.
#[derive(Clone, Debug, PartialEq)]
pub struct Scheme {
    /// The name of the scheme in the spec.
    pub name: String,
    /// How the credential is sent.
    pub kind: crate::spec::SecurityKind,
    /// Whether tokens of the scheme can be renewed with a refresh token.
    pub is_renewed: bool,
}

/// A method of the builder that takes a credential.
#[derive(Clone, Debug, PartialEq)]
pub struct SchemeSetter {
    /// The documentation of the method.
    pub docs: Docs,
    /// The name of the method.
    pub method: Ident,
    /// The name of the scheme in the spec.
    pub scheme: String,
}

/// A method of the builder that takes a client id and a client secret, to fetch tokens.
#[derive(Clone, Debug, PartialEq)]
pub struct TokenSource {
    /// The documentation of the method.
    pub docs: Docs,
    /// The name of the method.
    pub method: Ident,
    /// The name of the scheme in the spec.
    pub scheme: String,
    /// The URL at which tokens are requested.
    pub token_url: String,
    /// The scopes that the operations need, separated by blanks.
    pub scope: String,
}

/// A server of the API.
#[derive(Clone, Debug, PartialEq)]
pub struct Server {
    /// The documentation of the server.
    pub docs: Docs,
    /// The name of the variant of the enum `Server`.
    pub name: Ident,
    /// The base URL.
    pub url: String,
}

/// A value that is set once on the client.
#[derive(Clone, Debug, PartialEq)]
pub struct ClientParam {
    /// The documentation of the value.
    pub docs: Docs,
    /// The name of the method that sets the value.
    pub name: Ident,
    /// The name of the value in the spec.
    pub wire: String,
    /// The default of the value.
    pub default: Option<String>,
}

/// The method of the client that returns a group.
#[derive(Clone, Debug, PartialEq)]
pub struct GroupRef {
    /// The documentation of the group.
    pub docs: Docs,
    /// The module that contains the group.
    pub module: Ident,
    /// The name of the method.
    pub method: Ident,
    /// The name of the group's type.
    pub name: Ident,
    /// The feature that enables the group, if groups are features.
    pub feature: Option<String>,
}

/// The root of the crate.
#[derive(Clone, Debug, PartialEq)]
pub struct Root {
    /// Whether the crate calls a service at all.
    pub http: bool,
    /// Whether the client has an enum of servers.
    pub servers: bool,
    /// Whether some bodies are XML.
    pub xml: bool,
    /// Whether there are tests that read samples.
    pub samples: bool,
    /// Whether a model is deprecated. The modules of the crate allow its use; only callers should see the warning.
    pub deprecated: bool,
    /// The items of the runtime that callers need, by the feature that enables them.
    pub exports: Vec<(Option<&'static str>, BTreeSet<Ident>)>,
}

/// The call in the example of the crate's documentation.
#[derive(Clone, Debug, PartialEq)]
pub struct Example {
    /// The method of the client that returns the group.
    pub group: Ident,
    /// The method of the group.
    pub method: Ident,
    /// The arguments of the method.
    pub args: Vec<Arg>,
    /// Whether the call returns a paged list, whose items the example reads.
    pub paged: bool,
    /// The settings that the client requires.
    pub set_up: Vec<SetUp>,
}

/// A setting that a client needs before it can send requests.
#[derive(Clone, Debug, PartialEq)]
pub enum SetUp {
    /// The base URL, which the spec does not contain.
    BaseUrl,
    /// A client parameter without a default, by its method of the builder.
    Param(Ident),
    /// A credential, with the method of the builder that sets it.
    Credential(Ident, Proof),
}

/// A kind of credential.
#[derive(Clone, Debug, PartialEq)]
pub enum Proof {
    /// A bearer token that the caller has obtained.
    Bearer,
    /// A user and a password.
    Basic,
    /// An API key.
    ApiKey,
    /// A client id and a client secret, for which a token service issues tokens.
    ClientCredentials {
        /// The scopes that the operation needs, if they are not those that the client requests by default.
        scopes: Vec<String>,
        /// The names of the variables in the token URL, each with the name of a Rust variable.
        variables: Vec<(String, Ident)>,
    },
}
