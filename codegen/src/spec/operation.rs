//! The operations of an API: what is asked, and what is answered.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{
    ClientParamName, Constraints, MediaType, Origin, PathTemplate, Presence, SchemeName, StatusPattern, TypeRef,
    is_false, json,
};

/// Something that the service does.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Operation {
    /// The group in which the source lists it.
    pub group: String,
    /// What the source calls it.
    pub name: String,
    /// What it does.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub docs: String,
    /// Whether the source says that it should no longer be used.
    #[serde(default, skip_serializing_if = "is_false")]
    pub deprecated: bool,
    /// The HTTP method.
    pub method: Method,
    /// The path below the server's URL, with `{name}` for each path parameter.
    pub path: PathTemplate,
    /// What the caller passes outside the body.
    #[serde(default, skip_serializing_if = "Params::is_empty")]
    pub params: Params,
    /// What the caller passes in the body.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<Body>,
    /// What the service answers, by status.
    #[serde(deserialize_with = "json::unique")]
    pub replies: BTreeMap<StatusPattern, Reply>,
    /// The proofs of identity of which one is enough; each names schemes that are needed together, with scopes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub security: Vec<BTreeMap<SchemeName, Vec<String>>>,
    /// What makes a call safe to repeat.
    #[serde(default, skip_serializing_if = "Retry::is_empty")]
    pub retry: Retry,
    /// Where the source says so; none where a fixup made it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<Origin>,
}

/// An HTTP method.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "UPPERCASE")]
#[allow(missing_docs)] // The names are HTTP's own.
pub enum Method {
    Delete,
    Get,
    Head,
    Options,
    Patch,
    Post,
    Put,
    Trace,
}

impl Method {
    /// The method as it stands in a request line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Delete => "DELETE",
            Self::Get => "GET",
            Self::Head => "HEAD",
            Self::Options => "OPTIONS",
            Self::Patch => "PATCH",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Trace => "TRACE",
        }
    }
}

/// What the caller passes outside the body, by place and name.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Params {
    /// Parts of the path; each is required.
    #[serde(skip_serializing_if = "BTreeMap::is_empty", deserialize_with = "json::unique")]
    pub path: BTreeMap<String, Param>,
    /// Parts of the query.
    #[serde(skip_serializing_if = "BTreeMap::is_empty", deserialize_with = "json::unique")]
    pub query: BTreeMap<String, Param>,
    /// Headers.
    #[serde(skip_serializing_if = "BTreeMap::is_empty", deserialize_with = "json::unique")]
    pub header: BTreeMap<String, Param>,
}

impl Params {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.path.is_empty() && self.query.is_empty() && self.header.is_empty()
    }
}

/// A value that the caller passes outside the body.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Param {
    /// Its type.
    #[serde(rename = "type")]
    pub ty: TypeRef,
    /// Whether it may be left out.
    #[serde(default, skip_serializing_if = "Presence::is_optional")]
    pub presence: Presence,
    /// Where the value comes from.
    #[serde(default, skip_serializing_if = "ParamValue::is_caller")]
    pub value: ParamValue,
    /// What values are allowed, beyond what the type says.
    #[serde(default, skip_serializing_if = "Constraints::is_empty")]
    pub constraints: Constraints,
    /// Whether the source says that it should no longer be used.
    #[serde(default, skip_serializing_if = "is_false")]
    pub deprecated: bool,
    /// What it is.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub docs: String,
}

/// Where the value of a parameter comes from.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ParamValue {
    /// The caller gives it with each call.
    #[default]
    Caller,
    /// It is set once on the client.
    Client(ClientParamName),
    /// The caller may give it; the service takes this value otherwise.
    Default(serde_json::Value),
    /// It is always this.
    Constant(String),
}

impl ParamValue {
    /// Whether the caller gives it with each call.
    pub fn is_caller(&self) -> bool {
        matches!(self, Self::Caller)
    }
}

/// What the caller passes in the body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Body {
    /// Whether it may be left out.
    #[serde(default, skip_serializing_if = "Presence::is_optional")]
    pub presence: Presence,
    /// What it is.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub docs: String,
    /// The forms in which it may be sent.
    #[serde(deserialize_with = "json::unique")]
    pub content: BTreeMap<MediaType, Content>,
}

/// A body in one media type.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Content {
    /// The type of the body; none where the source does not say.
    #[serde(rename = "type", default, skip_serializing_if = "Option::is_none")]
    pub ty: Option<TypeRef>,
}

/// What the service answers with one status.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Reply {
    /// When it is given.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub docs: String,
    /// The forms in which the body may come; empty where there is no body.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty", deserialize_with = "json::unique")]
    pub content: BTreeMap<MediaType, Content>,
}

/// What makes a call safe to repeat, beyond its method.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Retry {
    /// The header whose value tells the service that two requests are one call.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub idempotency_header: Option<String>,
    /// The statuses after which a call may be repeated, in place of the usual ones.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub statuses: Option<BTreeSet<u16>>,
}

impl Retry {
    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
