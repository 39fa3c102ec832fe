//! Conventions of AutoRest and Azure that hold for a document as a whole, and what they say of its parameters.

use serde_json::Value;

use crate::import::openapi::Node;
use crate::spec::forms::ParamPlace;
use crate::spec::{Param, ParamValue, Params, Presence, Scalar, Server, TypeRef};

/// The header that identifies a call.
const REQUEST_ID: &str = "x-ms-client-request-id";

/// The keywords of AutoRest: a document that has one of them is written for it. Others that begin with `x-ms-` belong to
/// connectors of Power Platform, which have no such convention.
const KEYWORDS: &[&str] = &[
    "x-ms-api-version",
    "x-ms-azure-resource",
    "x-ms-client-flatten",
    "x-ms-client-name",
    "x-ms-client-request-id",
    "x-ms-code-generation-settings",
    "x-ms-discriminator-value",
    "x-ms-enum",
    "x-ms-error-response",
    "x-ms-examples",
    "x-ms-external",
    "x-ms-header-collection-prefix",
    "x-ms-long-running-operation",
    "x-ms-mutability",
    "x-ms-odata",
    "x-ms-pageable",
    "x-ms-parameter-grouping",
    "x-ms-parameter-location",
    "x-ms-parameterized-host",
    "x-ms-paths",
    "x-ms-request-id",
    "x-ms-skip-url-encoding",
];

/// The conventions of AutoRest that apply to a document.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Conventions {
    /// Whether the parameters below its `parameters` are set once on the client, as AutoRest reads Swagger 2.0.
    shared_params_of_client: bool,
    /// Whether each request identifies itself.
    request_ids: bool,
}

impl Conventions {
    /// What the documents show.
    pub(super) fn of(tops: &[Node<'_>], servers: &[Server], is_swagger: bool) -> Self {
        let shares = is_swagger && tops.iter().any(|top| top.value.get("parameters").is_some_and(Value::is_object));
        let is_arm = tops.iter().any(|top| top.text("host").is_some_and(is_resource_manager))
            || servers.iter().any(|server| is_resource_manager(host(&server.url)));
        Self {
            shared_params_of_client: shares
                && tops.iter().any(|top| any(top.value, &|map| map.keys().any(|key| KEYWORDS.contains(&key.as_str())))),
            request_ids: is_arm
                || tops.iter().any(|top| {
                    any(top.value, &|map| {
                        let text = |name| map.get(name).and_then(Value::as_str).unwrap_or_default();
                        text("in") == "header" && text("name").eq_ignore_ascii_case(REQUEST_ID)
                    })
                }),
        }
    }

    /// Whether client code sets a parameter once on the client: because the document says so, or because it is one of
    /// those that a document of AutoRest shares.
    pub(super) fn is_of_client(&self, node: &Node<'_>) -> bool {
        match node.text("x-ms-parameter-location") {
            Some(location) => location == "client",
            None => self.shared_params_of_client && is_shared(node),
        }
    }

    /// The default of a shared parameter: the version of the API that a document describes is that of the document.
    pub(super) fn default_of_client(&self, node: &Node<'_>, name: &str, version: &str) -> Option<String> {
        let is_version = name.eq_ignore_ascii_case("api-version") && node.text("in") == Some("query");
        (is_version && self.shared_params_of_client && is_shared(node) && !version.is_empty())
            .then(|| version.to_owned())
    }

    /// Sends a new identifier with each call if a header parameter is for that.
    pub(super) fn identify(node: &Node<'_>, place: ParamPlace, name: &str, param: &mut Param) {
        let is_it = name.eq_ignore_ascii_case(REQUEST_ID) || node.flag(REQUEST_ID);
        let is_text = matches!(param.ty, TypeRef::Scalar(Scalar::String | Scalar::Uuid));
        if is_it && is_text && place == ParamPlace::Header && param.value == ParamValue::Caller {
            param.value = ParamValue::Unique;
        }
    }

    /// Adds the header that identifies a call where the document leaves it to the convention.
    pub(super) fn add_request_id(&self, params: &mut Params) {
        let is_it = |(name, param): (&String, &Param)| {
            name.eq_ignore_ascii_case(REQUEST_ID) || param.value == ParamValue::Unique
        };
        if self.request_ids && !params.header.iter().any(is_it) {
            let docs = "Identifies the call in the logs of the service.".to_owned();
            let param = Param {
                presence: Presence::Optional,
                value: ParamValue::Unique,
                docs,
                ..Param::new(TypeRef::Scalar(Scalar::String))
            };
            params.header.insert(REQUEST_ID.to_owned(), param);
        }
    }
}

fn host(url: &str) -> &str {
    url.split_once("://").map_or(url, |(_, rest)| rest).split('/').next().unwrap_or_default()
}

/// Whether a host is that of Azure Resource Manager, whose services all take the header.
fn is_resource_manager(host: &str) -> bool {
    host.eq_ignore_ascii_case("management.azure.com")
}

/// Whether an object in the value is what is looked for. Examples are passed over.
fn any(value: &Value, is_it: &impl Fn(&serde_json::Map<String, Value>) -> bool) -> bool {
    let mut open = vec![value];
    while let Some(value) = open.pop() {
        match value {
            Value::Object(map) if is_it(map) => return true,
            Value::Object(map) => {
                let is_read = |name: &str| !matches!(name, "example" | "examples" | "x-ms-examples" | "default");
                open.extend(map.iter().filter(|(name, _)| is_read(name)).map(|(_, value)| value));
            }
            Value::Array(items) => open.extend(items),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    false
}

/// Whether a parameter stands below `parameters` at the top of a document, where several operations share it.
fn is_shared(node: &Node<'_>) -> bool {
    node.origin().pointer.strip_prefix("/parameters/").is_some_and(|name| !name.contains('/'))
}
