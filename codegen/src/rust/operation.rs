//! The operations of a crate, its client and its root.

use std::collections::BTreeSet;

use super::{Content, Docs, Ident, Package, Place, Success, Type};

/// The operations of a group.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// What the group is.
    pub docs: Docs,
    /// The type that callers see: `Carts`.
    pub name: Ident,
    /// The method of the client that gives it: `carts`.
    pub method: Ident,
    /// A method for each operation.
    pub methods: Vec<Method>,
}

/// The method that starts a call.
#[derive(Clone, Debug, PartialEq)]
pub struct Method {
    /// What the operation does.
    pub docs: Docs,
    /// Whether it should no longer be used.
    pub deprecated: bool,
    /// Its name.
    pub name: Ident,
    /// The type of the request that it makes.
    pub request: Ident,
    /// What the caller must give, in order.
    pub args: Vec<Arg>,
}

/// A value that the caller gives.
#[derive(Clone, Debug, PartialEq)]
pub struct Arg {
    /// What it is.
    pub docs: Docs,
    /// Whether it should no longer be used.
    pub deprecated: bool,
    /// Its name in Rust.
    pub name: Ident,
    /// Its name on the wire; empty for a body.
    pub wire: String,
    /// How it is sent.
    pub sent: Sent,
    /// Its type as an argument.
    pub ty: ArgType,
    /// The constraints of the value, if they are enforced.
    pub limits: Vec<super::Limit>,
    /// Whether it is a body whose models have enforced constraints.
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
    /// As the body, as a form; the styles of the properties that do not have the default style, by name.
    FormBody(Vec<(String, Written)>),
    /// As the body, in JSON, one item of a list after the other.
    SequenceBody,
    /// As the body, which is plain text.
    TextBody,
    /// As the body, unchanged.
    Upload,
    /// As a part of the body, with a media type; empty for text without one.
    Part(PartKind, String),
    /// As the parts of the body that a list or an object is in a style.
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
    /// Whether the value is sent as it is.
    pub raw: bool,
}

/// What a part of a body holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartKind {
    /// A file.
    File,
    /// A file for each item of a list.
    Files,
    /// Text.
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
    /// What becomes an `Upload`.
    Upload,
    /// What becomes a `Part`.
    Part,
    /// Several of the type `Part`.
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
    /// Where it is reached, if not where the others are.
    pub server: Option<String>,
    /// The parameters that the client fills in.
    pub client_values: Vec<ClientValue>,
    /// Parameters that are always the same: place, name, value.
    pub constants: Vec<(Place, String, String)>,
    /// The accepted media types of the response.
    pub accept: String,
    /// The media type of the body, if it is not the default one.
    pub content_type: Option<String>,
    /// The alternative sets of schemes, one of which is enough.
    pub security: Vec<Vec<String>>,
    /// The header that makes a repeated request the same call.
    pub idempotency_header: Option<String>,
    /// The statuses after which a call may be repeated, if they are not the default ones.
    pub retry_statuses: Option<Vec<u16>>,
    /// The statuses that the spec declares.
    pub statuses: Vec<crate::spec::StatusPattern>,
    /// The statuses of regular responses besides those from 200 to 299.
    pub expected: Vec<crate::spec::StatusPattern>,
    /// The statuses with a response in XML, each with the table by which it is read.
    pub xml: Vec<(crate::spec::StatusPattern, Ident)>,
    /// The type of the request.
    pub request: Ident,
    /// What the caller may give.
    pub setters: Vec<Arg>,
    /// Whether the body is of parts, to which the caller may add.
    pub parts: bool,
    /// What a successful call gives.
    pub success: Success,
    /// What `send` does to the body so that the response does not come in another form.
    pub switch: Option<Switch>,
    /// The alternative formats in which the response can be requested, one method each.
    pub alternatives: Vec<Alternative>,
    /// How the list is paged, if it is.
    pub paging: Option<Paging>,
    /// How the operation is followed after its response, where it goes on.
    pub long_running: Option<LongRunning>,
}

/// How an operation is followed that goes on after its response.
#[derive(Clone, Debug, PartialEq)]
pub struct LongRunning {
    /// What the spec says of it.
    pub how: crate::spec::LongRunning,
    /// What it gives in the end.
    pub result: LongRunningResult,
}

/// What a long-running operation gives in the end.
#[derive(Clone, Debug, PartialEq)]
pub enum LongRunningResult {
    /// Nothing.
    Empty,
    /// Text.
    Text,
    /// JSON.
    Json(Type),
    /// JSON, or nothing.
    Optional(Type),
}

impl LongRunningResult {
    /// The type of the JSON.
    pub fn ty(&self) -> Option<&Type> {
        match self {
            Self::Empty | Self::Text => None,
            Self::Json(ty) | Self::Optional(ty) => Some(ty),
        }
    }

    /// The type of the JSON, to be changed.
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
    /// What the spec says of it.
    pub how: crate::spec::Paging,
    /// The type of an item.
    pub item: Type,
    /// Whether each page has the list.
    pub required: bool,
}

/// An alternative format in which the response can be requested.
#[derive(Clone, Debug, PartialEq)]
pub struct Alternative {
    /// The method that requests it: `send_events`.
    pub name: Ident,
    /// The media types that the request accepts.
    pub accept: String,
    /// The body of the response.
    pub body: Content,
    /// What the method does to the body of the request, so that the response comes in this form.
    pub switch: Option<Switch>,
}

/// A property of the request body that selects the format of the response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Switch {
    /// The property, or the part of a multipart body.
    pub property: String,
    /// Its value, as JSON.
    pub value: String,
    /// Whether the property is added where the caller leaves it out.
    pub is_added: bool,
    /// Whether the body is a multipart body.
    pub is_part: bool,
}

/// A parameter that the client fills in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientValue {
    /// Where it is sent.
    pub place: Place,
    /// The name of the parameter on the wire.
    pub wire: String,
    /// The name of the value on the client.
    pub value: String,
}

/// The client.
#[derive(Clone, Debug, PartialEq)]
pub struct Client {
    /// What the API calls itself.
    pub title: String,
    /// The name and the version that a request states.
    pub package: Package,
    /// The places where the service is reached; the first is the default.
    pub servers: Vec<Server>,
    /// The path in the spec, if the server has no absolute URL.
    pub server_path: Option<String>,
    /// The variables of their URLs.
    pub variables: Vec<ClientParam>,
    /// The ways to prove an identity.
    pub schemes: Vec<Scheme>,
    /// The methods of the builder that take a credential.
    pub setters: Vec<SchemeSetter>,
    /// The methods of the builder that fetch tokens.
    pub token_sources: Vec<TokenSource>,
    /// The values that are set once on the client.
    pub params: Vec<ClientParam>,
    /// The response headers that identify a call.
    pub trace_headers: crate::spec::TraceHeaders,
    /// Where error bodies tell their code: JSON pointers, the first hit wins.
    pub fault_code: Vec<String>,
    /// Where error bodies contain the message.
    pub fault_message: Vec<String>,
    /// The groups of operations.
    pub groups: Vec<GroupRef>,
}

/// A way to prove an identity.
#[derive(Clone, Debug, PartialEq)]
pub struct Scheme {
    /// Its name in the spec.
    pub name: String,
    /// How the credential is sent.
    pub kind: crate::spec::SecurityKind,
    /// Whether its tokens can be renewed with a refresh token.
    pub is_renewed: bool,
}

/// A method of the builder that takes a credential.
#[derive(Clone, Debug, PartialEq)]
pub struct SchemeSetter {
    /// What is proved.
    pub docs: Docs,
    /// Its name.
    pub method: Ident,
    /// The name of the scheme in the spec.
    pub scheme: String,
}

/// A method of the builder that takes the credentials of a program, for tokens.
#[derive(Clone, Debug, PartialEq)]
pub struct TokenSource {
    /// What it does.
    pub docs: Docs,
    /// Its name.
    pub method: Ident,
    /// The name of the scheme in the spec.
    pub scheme: String,
    /// The URL at which tokens are requested.
    pub token_url: String,
    /// The scopes that the operations need, with blanks between them.
    pub scope: String,
}

/// A place where the service is reached.
#[derive(Clone, Debug, PartialEq)]
pub struct Server {
    /// Whom it is for.
    pub docs: Docs,
    /// The variant.
    pub name: Ident,
    /// The base URL.
    pub url: String,
}

/// A value that is set once on the client.
#[derive(Clone, Debug, PartialEq)]
pub struct ClientParam {
    /// What it is.
    pub docs: Docs,
    /// The method that sets it.
    pub name: Ident,
    /// Its name in the spec.
    pub wire: String,
    /// Its default value.
    pub default: Option<String>,
}

/// How the client gives a group.
#[derive(Clone, Debug, PartialEq)]
pub struct GroupRef {
    /// What the group is.
    pub docs: Docs,
    /// The module that contains it.
    pub module: Ident,
    /// The method.
    pub method: Ident,
    /// The type.
    pub name: Ident,
    /// The feature without which the group is left out, where it is one.
    pub feature: Option<String>,
}

/// The root of the crate.
#[derive(Clone, Debug, PartialEq)]
pub struct Root {
    /// Whether the crate calls a service at all.
    pub http: bool,
    /// Whether the spec names places where the service is reached.
    pub servers: bool,
    /// Whether bodies are XML.
    pub xml: bool,
    /// Whether there are tests that read samples.
    pub samples: bool,
    /// Whether a model is deprecated: that is for callers to know, and not for the modules that have to name it.
    pub deprecated: bool,
    /// What callers need of the runtime, by the feature that it asks for.
    pub exports: Vec<(Option<&'static str>, BTreeSet<Ident>)>,
}

/// A call that the crate's documentation shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Example {
    /// The method of the client that gives the group.
    pub group: Ident,
    /// The method of the group.
    pub method: Ident,
    /// The arguments.
    pub args: Vec<Arg>,
    /// Whether it is a list of pages, whose items are read one after the other.
    pub paged: bool,
    /// The settings that the client needs before.
    pub set_up: Vec<SetUp>,
}

/// A setting that a client needs before it can send requests.
#[derive(Clone, Debug, PartialEq)]
pub enum SetUp {
    /// The base URL, which the spec does not contain.
    BaseUrl,
    /// A client parameter without a default, by its method of the builder.
    Param(Ident),
    /// Who is calling, by the method of the builder.
    Credential(Ident, Proof),
}

/// A kind of credential.
#[derive(Clone, Debug, PartialEq)]
pub enum Proof {
    /// A bearer token that is obtained in another way.
    Bearer,
    /// A user and a password.
    Basic,
    /// A key.
    ApiKey,
    /// An id and a secret, for which a token service issues tokens.
    ClientCredentials {
        /// The scopes that the operation needs, where the client does not request the same ones anyway.
        scopes: Vec<String>,
        /// The variables of the token URL by their names there, each with that of a Rust variable.
        variables: Vec<(String, Ident)>,
    },
}
