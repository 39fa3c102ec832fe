//! The normalized spec: the description of an API in one form for all document formats. It is read and written as
//! `api.json`.
//!
//! Nothing here depends on Rust, OpenAPI, Swagger or reference pages. Each importer creates an [`Api`], fixups correct
//! it, [`check`](check::check) checks it, and all later steps only accept a checked spec.

mod box_map;
pub mod check;
pub(crate) mod dots;
pub mod fixup;
pub(crate) mod forms;
pub mod json;
mod long_running;
pub(crate) mod media;
mod method;
mod model;
mod names;
mod operation;
mod origin;
mod paging;
mod path;
pub(crate) mod refs;
pub(crate) mod resolve;
pub mod select;
pub(crate) mod sentences;
mod spot;
mod status;
mod type_ref;
mod xml;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

pub use self::box_map::BoxMap;
pub use self::check::Checked;
pub use self::forms::ParamPlace;
pub use self::long_running::*;
pub use self::method::Method;
pub use self::model::*;
pub use self::names::{ClientParamName, MediaType, OperationId, SchemeName, TypeName};
pub use self::operation::*;
pub use self::origin::{Origin, pointer};
pub(crate) use self::origin::{push_token, tokens, unescaped};
pub use self::paging::*;
pub use self::path::{PathTemplate, Segment};
pub use self::status::StatusPattern;
pub use self::type_ref::{Scalar, TypeRef};
pub use self::xml::{Xml, XmlNode};

/// An API: its operations and the models that they use.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Api {
    /// The location of the JSON Schema of this file, for editors.
    #[serde(rename = "$schema", default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// The title of the API.
    pub title: String,
    /// The version in the source; empty if it states none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub version: String,
    /// The description of the API.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub docs: String,
    /// The servers of the API; the first is the default.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub servers: Vec<Server>,
    /// The authentication schemes.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty", deserialize_with = "json::unique")]
    pub security_schemes: BTreeMap<SchemeName, SecurityScheme>,
    /// Values that are set once on the client and sent with many operations.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty", deserialize_with = "json::unique")]
    pub client_params: BTreeMap<ClientParamName, ClientParam>,
    /// The response headers that identify a call, for support requests.
    #[serde(default, skip_serializing_if = "TraceHeaders::is_empty")]
    pub trace_headers: TraceHeaders,
    /// The models, by name.
    #[serde(deserialize_with = "json::unique")]
    pub types: BTreeMap<TypeName, TypeDef>,
    /// The models that only bodies use which the client does not read. The client has no code for them; comparisons
    /// report their changes.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty", deserialize_with = "json::unique")]
    pub unread_types: BTreeMap<TypeName, TypeDef>,
    /// The documentation of the groups of operations, by the name that operations have in `group`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty", deserialize_with = "json::unique")]
    pub group_docs: BTreeMap<String, String>,
    /// The operations, by identifier.
    #[serde(deserialize_with = "json::unique")]
    pub operations: BTreeMap<OperationId, Operation>,
    /// The requests that the service sends to the caller, by name: webhooks and callbacks. The client has no code for
    /// them; comparisons report their changes.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty", deserialize_with = "json::unique")]
    pub webhooks: BTreeMap<String, Webhook>,
}

impl Api {
    /// The alternatives of a security requirement without the schemes for which a request contains nothing. An
    /// alternative that then has no scheme comes last, so that a caller with a credential uses it.
    pub(crate) fn sent_credentials(
        &self,
        security: &[BTreeMap<SchemeName, Vec<String>>],
    ) -> Vec<BTreeMap<SchemeName, Vec<String>>> {
        let is_sent = |name: &str| self.security_schemes.get(name).is_none_or(|scheme| !scheme.kind.is_certificate());
        let (alone, mut all): (Vec<_>, Vec<_>) =
            security.iter().cloned().partition(|set| !set.is_empty() && !set.keys().any(|name| is_sent(name)));
        all.iter_mut().for_each(|set| set.retain(|name, _| is_sent(name)));
        if !alone.is_empty() && !all.is_empty() && !all.contains(&BTreeMap::new()) {
            all.push(BTreeMap::new());
        }
        all.dedup();
        all
    }

    /// The bodies of requests and responses, also those of webhooks.
    pub(crate) fn contents(&self) -> impl Iterator<Item = &Content> {
        let operations = self.operations.values().map(|operation| (&operation.body, &operation.replies));
        let webhooks = self.webhooks.values().map(|webhook| (&webhook.body, &webhook.replies));
        operations.chain(webhooks).flat_map(|(body, replies)| {
            let replies = replies.values().map(|reply| &reply.content);
            body.iter().map(|body| &body.content).chain(replies).flat_map(BoxMap::values)
        })
    }

    /// The same with their media types, to change them.
    pub(crate) fn contents_mut(&mut self) -> impl Iterator<Item = (&MediaType, &mut Content)> {
        let operations = self.operations.values_mut().map(|operation| (&mut operation.body, &mut operation.replies));
        let webhooks = self.webhooks.values_mut().map(|webhook| (&mut webhook.body, &mut webhook.replies));
        operations.chain(webhooks).flat_map(|(body, replies)| {
            let replies = replies.values_mut().map(|reply| &mut reply.content);
            body.iter_mut().map(|body| &mut body.content).chain(replies).flatten()
        })
    }

    /// Removes the documentation of groups without operations.
    pub(crate) fn keep_docs_of_groups(&mut self) {
        let groups: BTreeSet<&String> = self.operations.values().map(|operation| &operation.group).collect();
        self.group_docs.retain(|name, _| groups.contains(name));
    }
}

/// A server of the API.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Server {
    /// The base URL, without a slash at its end, with `{name}` for each variable; it may be relative (`/v1`) where the
    /// source does not say on which host the service is.
    pub url: String,
    /// The name of the server, where callers choose one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The purpose of the server.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub docs: String,
    /// The variables of the URL, by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty", deserialize_with = "json::unique")]
    pub variables: BTreeMap<String, ServerVariable>,
}

impl Server {
    /// A server with the given URL, without a name, documentation or variables.
    pub fn new(url: impl Into<String>) -> Self {
        Self { url: url.into(), name: None, docs: String::new(), variables: BTreeMap::new() }
    }

    /// The names in the braces of the URL, in order.
    pub fn variables_in_url(&self) -> impl Iterator<Item = &str> {
        self.url.split('{').skip(1).filter_map(|part| Some(part.split_once('}')?.0))
    }
}

/// A part of a server's URL that the caller chooses.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct ServerVariable {
    /// The default value. Without it, the caller must choose one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default: Option<String>,
    /// The allowed values, if the source lists them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<String>,
    /// The documentation of the variable.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub docs: String,
}

/// An authentication scheme.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SecurityScheme {
    /// A description of the scheme, and how to obtain a credential.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub docs: String,
    /// How the credential is sent.
    pub kind: SecurityKind,
    /// The URL at which an expired token is renewed with a refresh token (RFC 6749 section 6), if the source states it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refresh_url: Option<String>,
    /// The URLs at which users sign in and their tokens come from, by the grant and the name of the URL in OpenAPI 3:
    /// `authorizationCode tokenUrl`, `openIdConnectUrl`. That of client credentials is in `kind`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty", deserialize_with = "json::unique")]
    pub urls: BTreeMap<String, String>,
    /// The scopes that users may grant, each with a description. Those of client credentials are in `kind`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty", deserialize_with = "json::unique")]
    pub scopes: BTreeMap<String, String>,
    /// The location of the scheme in the source.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<Origin>,
}

/// How a credential is sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum SecurityKind {
    /// A bearer token in the named header, as in RFC 6750.
    Bearer {
        /// The header that carries the token.
        header: String,
    },
    /// A user and a password in `Authorization`, as in RFC 7617.
    Basic {},
    /// A key in a header, a query parameter or a cookie.
    ApiKey {
        /// Where the key is sent.
        place: KeyPlace,
        /// The name of the header, parameter or cookie.
        name: String,
    },
    /// A token of the OAuth 2 client credentials grant, sent as a bearer token.
    ClientCredentials {
        /// The URL from which tokens are requested.
        token_url: String,
        /// The available scopes, each with a description.
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty", deserialize_with = "json::unique")]
        scopes: BTreeMap<String, String>,
    },
    /// A bearer token that is obtained in another way (another OAuth 2.0 grant, OpenID Connect).
    OtherToken {
        /// The name of the grant or protocol in the source.
        grant: String,
    },
}

impl SecurityKind {
    /// The `grant` of a scheme whose client authenticates with a certificate.
    pub(crate) const MUTUAL_TLS: &str = "mutualTLS";

    /// Whether the transport authenticates the caller with a certificate; a request contains nothing for it.
    pub(crate) fn is_certificate(&self) -> bool {
        matches!(self, Self::OtherToken { grant } if grant == Self::MUTUAL_TLS)
    }
}

/// Where an API key is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum KeyPlace {
    /// In a header.
    Header,
    /// In the query of the URL.
    Query,
    /// In a cookie.
    Cookie,
}

/// A value that is set once on the client.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ClientParam {
    /// The type of the value: a scalar or a string enum.
    #[serde(rename = "type")]
    pub ty: TypeRef,
    /// The default value. Without it, the caller must set one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<String>,
    /// The documentation of the value.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub docs: String,
}

/// The response headers that identify a call.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TraceHeaders {
    /// The response header with the identifier of the request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// The response header that identifies a chain of requests.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub correlation_id: Option<String>,
}

impl TraceHeaders {
    /// Whether no header is named.
    pub fn is_empty(&self) -> bool {
        self.request_id.is_none() && self.correlation_id.is_none()
    }
}

pub(crate) fn is_false(value: &bool) -> bool {
    !value
}
