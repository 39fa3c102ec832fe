//! The operations of a crate, its client and its root.

use std::collections::BTreeSet;

use super::{Docs, Ident, Package, Type};

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
    /// The module in which the operation stands.
    pub module: Ident,
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
    /// Where it is sent.
    pub place: Place,
    /// Its type as an argument.
    pub ty: ArgType,
}

/// Where a value is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In the path.
    Path,
    /// In the query.
    Query,
    /// In a header.
    Header,
    /// As the body, in JSON.
    JsonBody,
}

/// The type of an argument.
#[derive(Clone, Debug, PartialEq)]
pub enum ArgType {
    /// `&str`
    Str,
    /// A small value, passed as it is: `i32`.
    Value(Type),
    /// `&T`
    Ref(Type),
    /// `&[T]`
    Slice(Type),
}

/// An operation: a constant that the runtime interprets, and the request that callers see.
#[derive(Clone, Debug, PartialEq)]
pub struct Operation {
    /// What the request type is.
    pub docs: Docs,
    /// The identifier in messages: `carts.create`.
    pub id: String,
    /// The HTTP method.
    pub method: crate::spec::Method,
    /// The path, with `{name}` for each parameter.
    pub path: String,
    /// The parameters that the client fills in.
    pub client_values: Vec<ClientValue>,
    /// Parameters that are always the same: place, name, value.
    pub constants: Vec<(Place, String, String)>,
    /// What the request accepts as an answer.
    pub accept: String,
    /// The media type of the body, where there is one.
    pub content_type: Option<String>,
    /// The schemes of which one set is enough.
    pub security: Vec<Vec<String>>,
    /// The header that makes a repeated request the same call.
    pub idempotency_header: Option<String>,
    /// The statuses after which a call may be repeated, where they are not the usual ones.
    pub retry_statuses: Option<Vec<u16>>,
    /// The statuses that the spec declares.
    pub statuses: Vec<crate::spec::StatusPattern>,
    /// The type of the request.
    pub request: Ident,
    /// What the caller may give.
    pub setters: Vec<Arg>,
    /// What a successful call gives.
    pub success: Success,
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

/// What a successful call gives.
#[derive(Clone, Debug, PartialEq)]
pub enum Success {
    /// Nothing but the status and headers.
    Empty,
    /// A body in JSON.
    Json(Type),
    /// One of several bodies, by status.
    Several(Ident, Vec<SuccessCase>),
}

/// One of several success bodies.
#[derive(Clone, Debug, PartialEq)]
pub struct SuccessCase {
    /// When it is given.
    pub docs: Docs,
    /// The variant.
    pub name: Ident,
    /// The statuses for which it is given.
    pub status: crate::spec::StatusPattern,
    /// The type of the body; none where there is no body.
    pub ty: Option<Type>,
}

/// The type of an answer of several success types.
#[derive(Clone, Debug, PartialEq)]
pub struct Answers {
    /// What it is.
    pub docs: Docs,
    /// Its name.
    pub name: Ident,
    /// Its variants.
    pub cases: Vec<SuccessCase>,
}

/// The type of what a failed call tells, where the spec declares several.
#[derive(Clone, Debug, PartialEq)]
pub struct Faults {
    /// What it is.
    pub docs: Docs,
    /// Its name.
    pub name: Ident,
    /// Its variants.
    pub cases: Vec<FaultCase>,
}

/// One of several bodies of failure.
#[derive(Clone, Debug, PartialEq)]
pub struct FaultCase {
    /// The variant.
    pub name: Ident,
    /// The statuses with which it comes; `default` only alone and last.
    pub statuses: Vec<crate::spec::StatusPattern>,
    /// The type of the body.
    pub ty: Type,
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
    /// The ways to prove an identity.
    pub schemes: Vec<Scheme>,
    /// The methods of the builder that take a proof of identity.
    pub setters: Vec<SchemeSetter>,
    /// The values that are set once on the client.
    pub params: Vec<ClientParam>,
    /// The headers of an answer that a support case asks for.
    pub trace_headers: crate::spec::TraceHeaders,
    /// Where error bodies tell their code: JSON pointers, the first hit wins.
    pub fault_code: Vec<String>,
    /// Where error bodies tell what happened.
    pub fault_message: Vec<String>,
    /// The groups of operations.
    pub groups: Vec<GroupRef>,
}

/// A way to prove an identity.
#[derive(Clone, Debug, PartialEq)]
pub struct Scheme {
    /// Its name in the spec.
    pub name: String,
    /// How the proof is sent.
    pub kind: crate::spec::SecurityKind,
}

/// A method of the builder that takes a proof of identity.
#[derive(Clone, Debug, PartialEq)]
pub struct SchemeSetter {
    /// What is proved.
    pub docs: Docs,
    /// Its name.
    pub method: Ident,
    /// The name of the scheme in the spec.
    pub scheme: String,
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
    /// Its value where the caller sets none.
    pub default: Option<String>,
}

/// How the client gives a group.
#[derive(Clone, Debug, PartialEq)]
pub struct GroupRef {
    /// What the group is.
    pub docs: Docs,
    /// The method.
    pub method: Ident,
    /// The type.
    pub name: Ident,
}

/// The root of the crate.
#[derive(Clone, Debug, PartialEq)]
pub struct Root {
    /// Whether the crate calls a service at all.
    pub http: bool,
    /// Whether the spec names places where the service is reached.
    pub servers: bool,
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
    /// What the client has to be told before.
    pub set_up: Vec<SetUp>,
}

/// Something that a client has to be told before it can call.
#[derive(Clone, Debug, PartialEq)]
pub enum SetUp {
    /// Where the service is reached, of which the spec says nothing.
    BaseUrl,
    /// A client parameter without a default, by its method of the builder.
    Param(Ident),
    /// Who is calling, by the method of the builder.
    Credential(Ident, Proof),
}

/// What proves who is calling.
#[derive(Clone, Debug, PartialEq)]
pub enum Proof {
    /// A token that is had elsewhere.
    Bearer,
    /// A user and a password.
    Basic,
    /// A key.
    ApiKey,
    /// An id and a secret, for which tokens are had at a URL, with the scopes that are asked for.
    ClientCredentials(String, Vec<String>),
}
