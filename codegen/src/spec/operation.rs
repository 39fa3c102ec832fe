//! The operations of an API: their requests and responses.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{
    BoxMap, ClientParamName, Constraints, LongRunning, MediaType, Method, OperationId, Origin, Paging, PathTemplate,
    Presence, SchemeName, Server, StatusPattern, TypeRef, Xml, is_false, json,
};

/// An operation of the service.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Operation {
    /// The group to which the source assigns it.
    pub group: String,
    /// The name of the operation in its group.
    pub name: String,
    /// The documentation of the operation.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub docs: String,
    /// Whether the source declares the operation deprecated.
    #[serde(default, skip_serializing_if = "is_false")]
    pub deprecated: bool,
    /// The date from which the operation may be removed, as in the source: `x-sunset`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sunset: Option<String>,
    /// The stability of the operation, as the source names it (`alpha`, `beta`, `stable`): `x-stability-level`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stability: Option<String>,
    /// The HTTP method.
    pub method: Method,
    /// The path below the server's URL, with `{name}` for each path parameter.
    pub path: PathTemplate,
    /// The parameters that the caller passes outside the body.
    #[serde(default, skip_serializing_if = "Params::is_empty")]
    pub params: Params,
    /// The body that the caller sends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<Body>,
    /// The responses of the service, by status.
    #[serde(deserialize_with = "json::unique_boxed")]
    pub replies: BoxMap<StatusPattern, Reply>,
    /// The alternative authentication requirements; one is enough. Each names the schemes that are required
    /// together, with their scopes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub security: Vec<BTreeMap<SchemeName, Vec<String>>>,
    /// The servers of this operation, if they are not those of the API.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub servers: Vec<Server>,
    /// When the call is idempotent, and after which statuses it may be retried.
    #[serde(default, skip_serializing_if = "Retry::is_empty")]
    pub retry: Retry,
    /// How the list is paged; `None` if it is not paged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paging: Option<Paging>,
    /// How the operation is polled after its response; `None` if the response is the result.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub long_running: Option<LongRunning>,
    /// The location in the source; `None` if a fixup added it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<Origin>,
}

/// A request that the service sends to the caller.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Webhook {
    /// The operation after which the service sends the request, for a callback; `None` for a webhook.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operation: Option<OperationId>,
    /// The documentation of the request, such as the event after which it is sent.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub docs: String,
    /// Whether the source declares the request deprecated.
    #[serde(default, skip_serializing_if = "is_false")]
    pub deprecated: bool,
    /// The HTTP method.
    pub method: Method,
    /// The parameters that the service passes outside the body.
    #[serde(default, skip_serializing_if = "Params::is_empty")]
    pub params: Params,
    /// The body that the service sends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<Body>,
    /// The responses that the service understands, by status.
    #[serde(default, skip_serializing_if = "BoxMap::is_empty", deserialize_with = "json::unique_boxed")]
    pub replies: BoxMap<StatusPattern, Reply>,
    /// The alternative credentials that the service sends: those of the request itself, or those that the source requires
    /// wherever it states no others.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub security: Vec<BTreeMap<SchemeName, Vec<String>>>,
    /// Whether the source states the credentials for the request itself; an empty list is that of a request without
    /// any.
    #[serde(default, skip_serializing_if = "is_false")]
    pub own_security: bool,
    /// The servers that the source states for the request.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub servers: Vec<Server>,
    /// The location in the source.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<Origin>,
}

/// The parameters that the caller passes outside the body, by place and name.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Params {
    /// Parts of the path; each is required.
    #[serde(skip_serializing_if = "BoxMap::is_empty", deserialize_with = "json::unique_boxed")]
    pub path: BoxMap<String, Param>,
    /// Parts of the query. A parameter with an empty name, which needs a `client_name`, is the whole query.
    #[serde(skip_serializing_if = "BoxMap::is_empty", deserialize_with = "json::unique_boxed")]
    pub query: BoxMap<String, Param>,
    /// Parameters in headers.
    #[serde(skip_serializing_if = "BoxMap::is_empty", deserialize_with = "json::unique_boxed")]
    pub header: BoxMap<String, Param>,
    /// Parameters in cookies.
    #[serde(skip_serializing_if = "BoxMap::is_empty", deserialize_with = "json::unique_boxed")]
    pub cookie: BoxMap<String, Param>,
}

impl Params {
    /// Whether there are no parameters.
    pub fn is_empty(&self) -> bool {
        self.all().next().is_none()
    }

    /// All parameters: those of the path, the query, the headers and the cookies, each by name.
    pub fn all(&self) -> impl Iterator<Item = (&str, &Param)> {
        let Self { path, query, header, cookie } = self;
        let all = path.iter().chain(query).chain(header).chain(cookie);
        all.map(|(name, param)| (name.as_str(), param))
    }
}

/// A value that the caller passes outside the body.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Param {
    /// The type of the parameter.
    #[serde(rename = "type")]
    pub ty: TypeRef,
    /// The name of the parameter in client code, if the source states another one than on the wire.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_name: Option<String>,
    /// Whether the parameter may be left out.
    #[serde(default, skip_serializing_if = "Presence::is_optional")]
    pub presence: Presence,
    /// Where the value comes from.
    #[serde(default, skip_serializing_if = "ParamValue::is_caller")]
    pub value: ParamValue,
    /// The style in which lists and objects are written. Defaults to `form` in a query or cookie, otherwise to
    /// `simple`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub style: Option<Style>,
    /// Whether the parameter is repeated for each item of a list or property of an object. Defaults to true for `form`
    /// and `deep_object`, otherwise to false.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub explode: Option<bool>,
    /// Whether reserved characters of URLs are sent unencoded: `allowReserved`.
    #[serde(default, skip_serializing_if = "is_false")]
    pub reserved: bool,
    /// Whether the value is sent unchanged, because the caller encodes it.
    #[serde(default, skip_serializing_if = "is_false")]
    pub raw: bool,
    /// The media type in which the source describes the value, if the client does not write it. It is for comparisons
    /// alone; the client sends JSON.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unwritten: Option<MediaType>,
    /// Constraints on the values, in addition to the type.
    #[serde(default, skip_serializing_if = "Constraints::is_empty")]
    pub constraints: Constraints,
    /// Whether the source declares the parameter deprecated.
    #[serde(default, skip_serializing_if = "is_false")]
    pub deprecated: bool,
    /// The documentation of the parameter.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub docs: String,
}

/// Where the value of a parameter comes from.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ParamValue {
    /// The caller provides the value with each call.
    #[default]
    Caller,
    /// The value is set once on the client.
    Client(ClientParamName),
    /// The caller may provide a value; otherwise the service assumes this one.
    Default(serde_json::Value),
    /// The value is always this one.
    Constant(String),
    /// It is a new UUID for each call, the same for all attempts of the call, unless the caller gives one: a header that
    /// identifies the call.
    Unique,
}

impl ParamValue {
    /// Whether the caller provides the value with each call.
    pub fn is_caller(&self) -> bool {
        matches!(self, Self::Caller)
    }
}

impl Param {
    /// A parameter of the given type about which nothing else is known.
    pub fn new(ty: TypeRef) -> Self {
        Self {
            ty,
            client_name: None,
            presence: Presence::default(),
            value: ParamValue::default(),
            style: None,
            explode: None,
            reserved: false,
            raw: false,
            unwritten: None,
            constraints: Constraints::default(),
            deprecated: false,
            docs: String::new(),
        }
    }
}

/// How the value of a parameter, or of a property of a form, is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Style {
    /// `a,b` in a path or a header.
    Simple,
    /// `.a.b` in a path.
    Label,
    /// `;name=a,b` in a path.
    Matrix,
    /// `name=a,b` or `name=a&name=b` in a query, a cookie or a form.
    Form,
    /// `name=a b` in a query.
    SpaceDelimited,
    /// `name=a|b` in a query.
    PipeDelimited,
    /// `name=a<tab>b` in a query, as in Swagger 2.0.
    TabDelimited,
    /// `name[property]=a` in a query or a form, at any depth. Items of a list are `name[]=a`, or `name[0][property]=a`
    /// if they are objects.
    DeepObject,
    /// As JSON.
    Json,
}

/// The body of a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Body {
    /// Whether the body may be left out.
    #[serde(default, skip_serializing_if = "Presence::is_optional")]
    pub presence: Presence,
    /// The documentation of the body.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub docs: String,
    /// The types of the body, by media type.
    #[serde(deserialize_with = "json::unique_boxed")]
    pub content: BoxMap<MediaType, Content>,
}

/// A body in one media type.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Content {
    /// The type of the body; `None` if the source does not state it.
    #[serde(rename = "type", default, skip_serializing_if = "Option::is_none")]
    pub ty: Option<TypeRef>,
    /// Constraints on the values, in addition to the type.
    #[serde(default, skip_serializing_if = "Constraints::is_empty")]
    pub constraints: Constraints,
    /// The XML form of the body, if it is not the default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub xml: Option<Xml>,
    /// The range of media types that the source states in place of the media type, or beside it: `*/*`. It is for
    /// comparisons alone; the client reads and writes the media type.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub range: Option<MediaType>,
    /// How properties of a form or parts of a multipart body are sent, by name, if not in the default way.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty", deserialize_with = "json::unique")]
    pub encoding: BTreeMap<String, Encoding>,
    /// The body as the source describes it, where the client does not read it so. The client has no code for it;
    /// comparisons report its changes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unread: Option<Box<Unread>>,
    /// Payloads that the source shows as examples. The tests of the generated crate read those that are values of the
    /// type.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub samples: Vec<serde_json::Value>,
}

impl Content {
    /// A body of the given type.
    pub fn new(ty: Option<TypeRef>) -> Self {
        Self { ty, ..Self::default() }
    }
}

/// A body that the client does not read as the source describes it: XML beside JSON of another type, or an object in a
/// format that the client does not know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Unread {
    /// The type of the body.
    #[serde(rename = "type")]
    pub ty: TypeRef,
    /// Constraints on the values, in addition to the type.
    #[serde(default, skip_serializing_if = "Constraints::is_empty")]
    pub constraints: Constraints,
    /// The XML form of the body, if it is not the default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub xml: Option<Xml>,
    /// The documentation of the body, if its type is not a model.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub docs: String,
}

/// How a property of a form or a part of a multipart body is sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Encoding {
    /// The media type of a part. Defaults to JSON for objects, bytes for files, and plain text for the rest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content_type: Option<MediaType>,
    /// The media types that the source allows for a part, if it states several or a range. They are for comparisons
    /// alone; the client sends the default.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub allowed: Vec<MediaType>,
    /// How a property of a form is written. Defaults to `form`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub style: Option<Style>,
    /// Whether the name is repeated for each item of a list or property of an object. The default depends on the style.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub explode: Option<bool>,
    /// Whether reserved characters of URLs in a property of a form are sent unencoded: `allowReserved`.
    #[serde(skip_serializing_if = "is_false")]
    pub reserved: bool,
    /// The headers of a part of a multipart body, which are for comparisons alone: their schemas, by name.
    #[serde(skip_serializing_if = "BoxMap::is_empty", deserialize_with = "json::unique_boxed")]
    pub headers: BoxMap<String, PartHeader>,
}

/// A header of a part of a multipart body.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct PartHeader {
    /// Whether each part has it.
    #[serde(skip_serializing_if = "is_false")]
    pub required: bool,
    /// Its schema in the source, without documentation.
    #[serde(skip_serializing_if = "serde_json::Value::is_null")]
    pub schema: serde_json::Value,
}

/// The response of the service for a status.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Reply {
    /// The documentation of the response, such as when the service sends it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub docs: String,
    /// Whether the response is a regular one although its status is not from 200 to 299, such as 404 for a call that
    /// asks whether something exists.
    #[serde(default, skip_serializing_if = "is_false")]
    pub expected: bool,
    /// The types of the body, by media type; empty if there is no body.
    #[serde(default, skip_serializing_if = "BoxMap::is_empty", deserialize_with = "json::unique_boxed")]
    pub content: BoxMap<MediaType, Content>,
    /// The headers that the source describes, by name.
    #[serde(default, skip_serializing_if = "BoxMap::is_empty", deserialize_with = "json::unique_boxed")]
    pub headers: BoxMap<String, ReplyHeader>,
}

impl Reply {
    /// Whether the response is a success, given its status.
    pub fn is_success(&self, status: StatusPattern) -> bool {
        self.expected || status.is_success()
    }
}

/// A header of a response.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ReplyHeader {
    /// The type of the header.
    #[serde(rename = "type")]
    pub ty: TypeRef,
    /// Whether the header may be absent.
    #[serde(default, skip_serializing_if = "Presence::is_optional")]
    pub presence: Presence,
    /// Whether an object is written as `a=1,b=2` instead of `a,1,b,2`. Like the media type, it is for comparisons alone.
    #[serde(default, skip_serializing_if = "is_false")]
    pub explode: bool,
    /// The media type of the value, if the source states one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub media_type: Option<MediaType>,
    /// Constraints on the values, in addition to the type.
    #[serde(default, skip_serializing_if = "Constraints::is_empty")]
    pub constraints: Constraints,
    /// The documentation of the header.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub docs: String,
}

/// When a call is idempotent, in addition to its method, and after which statuses it may be retried.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Retry {
    /// The header with the idempotency key. The service recognizes a repeated request by its key.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub idempotency_header: Option<String>,
    /// The statuses after which a call may be retried, instead of the default ones.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub statuses: Option<BTreeSet<u16>>,
}

impl Retry {
    /// Whether the source states nothing about retries.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
