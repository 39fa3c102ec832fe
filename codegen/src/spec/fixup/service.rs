//! Corrections of facts about the service as a whole, and of documentation.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::enums::WireValue;
use super::members::member_mut;
use super::params::{self, ParamPlace};
use super::select::Operations;
use super::stale::{Stale, stale};
use super::types::type_mut;
use crate::spec::{Api, Operation, OperationId, SchemeName, SecurityKind, Server, Shape, TraceHeaders, TypeName, json};

/// Names a server of the API. Expects that the source lists it without a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NameServer {
    /// The base URL of the server.
    pub url: String,
    /// The name of the server, where callers choose one.
    pub name: String,
    /// The purpose of the server; defaults to the documentation in the source.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub docs: String,
}

/// Sets the URL at which the tokens of a scheme are requested with the OAuth 2.0 client credentials grant. Expects that
/// the scheme uses bearer tokens in `Authorization`, and that the source does not name the URL.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ClientCredentials {
    /// The name of the security scheme.
    pub scheme: SchemeName,
    /// The URL at which tokens are requested.
    pub token_url: String,
    /// The available scopes, each with a description.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty", deserialize_with = "json::unique")]
    pub scopes: BTreeMap<String, String>,
    /// The scopes that every operation of the scheme requires. If some are listed, the fixup expects that the source
    /// lists none.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub required: BTreeSet<String>,
}

impl ClientCredentials {
    pub(super) fn apply(&self, api: &mut Api) -> Result<(), Stale> {
        let Self { scheme, token_url, scopes, required } = self;
        let Some(found) = api.security_schemes.get_mut(scheme) else {
            return stale(format!("the security scheme `{scheme}`"), "it does not exist");
        };
        let bearer = match &found.kind {
            SecurityKind::Bearer { header } => header.eq_ignore_ascii_case("authorization"),
            SecurityKind::OtherToken { grant: _ } => true,
            SecurityKind::Basic {} | SecurityKind::ApiKey { .. } | SecurityKind::ClientCredentials { .. } => false,
        };
        if !bearer {
            let expected =
                format!("that `{scheme}` sends bearer tokens in `Authorization`, whose source is not stated");
            return stale(expected, "it is another kind of scheme");
        }
        let stated = |(_, operation): &(&OperationId, &Operation)| {
            operation.security.iter().filter_map(|set| set.get(scheme)).any(|scopes| !scopes.is_empty())
        };
        if !required.is_empty()
            && let Some((id, _)) = api.operations.iter().find(stated)
        {
            return stale(format!("no scopes of `{scheme}` in `{id}`"), "there are some");
        }
        found.kind = SecurityKind::ClientCredentials { token_url: token_url.clone(), scopes: scopes.clone() };
        for set in api.operations.values_mut().flat_map(|operation| &mut operation.security) {
            if let Some(scopes) = set.get_mut(scheme) {
                scopes.extend(required.iter().cloned());
            }
        }
        Ok(())
    }
}

/// Changes documentation. Expects that the source has the documentation `from`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SetDocs {
    /// The item to document.
    pub of: DocsOf,
    /// The documentation in the source; left out if there is none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub from: String,
    /// The new documentation.
    pub docs: String,
}

/// Documents a type and its properties. Expects that the source does not document them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// The name of the type.
    #[serde(rename = "type")]
    pub ty: TypeName,
    /// The documentation of the type; left out to document only properties.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub docs: String,
    /// The documentation of the type's properties, by their names in JSON.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty", deserialize_with = "json::unique")]
    pub members: BTreeMap<String, String>,
}

/// An item with documentation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum DocsOf {
    /// A type.
    Type(TypeName),
    /// A property of a type.
    Member {
        /// The type that has the property.
        #[serde(rename = "type")]
        ty: TypeName,
        /// The name of the property on the wire.
        member: String,
    },
    /// A value of an enum.
    Value {
        /// The name of the enum.
        #[serde(rename = "type")]
        ty: TypeName,
        /// The value on the wire.
        value: WireValue,
    },
    /// An operation.
    Operation(OperationId),
    /// A parameter of operations.
    Param {
        /// The operations that have the parameter. For `all` or a glob, only those where the documentation is `from`.
        operations: Operations,
        /// The location of the parameter.
        place: ParamPlace,
        /// The name of the parameter on the wire.
        param: String,
    },
}

pub(super) fn trace_headers(headers: &TraceHeaders, api: &mut Api) -> Result<(), Stale> {
    if headers.is_empty() {
        return stale("a header", "it names none");
    }
    if !api.trace_headers.is_empty() {
        return stale("no trace headers", "there are some");
    }
    api.trace_headers = headers.clone();
    Ok(())
}

pub(super) fn add_server(server: &Server, api: &mut Api) -> Result<(), Stale> {
    if api.servers.iter().any(|listed| listed.url == server.url) {
        return stale(format!("no server `{}`", server.url), "there is one");
    }
    api.servers.push(server.clone());
    Ok(())
}

impl NameServer {
    pub(super) fn apply(&self, api: &mut Api) -> Result<(), Stale> {
        let Self { url, name, docs } = self;
        let Some(server) = api.servers.iter_mut().find(|server| server.url == *url) else {
            return stale(format!("the server `{url}`"), "it does not exist");
        };
        if let Some(found) = &server.name {
            return stale(format!("no name for the server `{url}`"), format!("it is called `{found}`"));
        }
        server.name = Some(name.clone());
        if !docs.is_empty() {
            server.docs.clone_from(docs);
        }
        Ok(())
    }
}

impl SetDocs {
    pub(super) fn apply(&self, api: &mut Api) -> Result<(), Stale> {
        let Self { of, from, docs } = self;
        let found = match of {
            DocsOf::Type(name) => &mut type_mut(api, name)?.docs,
            DocsOf::Member { ty, member } => &mut member_mut(api, ty, member)?.docs,
            DocsOf::Value { ty, value } => value_docs(api, ty, value)?,
            DocsOf::Operation(id) => match api.operations.get_mut(id) {
                Some(operation) => &mut operation.docs,
                None => return stale(format!("the operation `{id}`"), "it does not exist"),
            },
            DocsOf::Param { operations, place, param } => {
                return params::document(api, (operations, *place, param), (from, docs));
            }
        };
        if found != from || from == docs {
            return stale(
                format!("the documentation \"{from}\", and another to put in its place"),
                format!("it is \"{found}\""),
            );
        }
        found.clone_from(docs);
        Ok(())
    }
}

impl Document {
    pub(super) fn apply(&self, api: &mut Api) -> Result<(), Stale> {
        let Self { ty, docs, members } = self;
        if docs.is_empty() && members.is_empty() {
            return stale("something to say", "it says nothing");
        }
        let mut said = Vec::new();
        if !docs.is_empty() {
            said.push((DocsOf::Type(ty.clone()), docs));
        }
        said.extend(
            members.iter().map(|(member, docs)| (DocsOf::Member { ty: ty.clone(), member: member.clone() }, docs)),
        );
        let before = type_mut(api, ty)?.clone();
        let applied = said
            .into_iter()
            .try_for_each(|(of, docs)| SetDocs { of, from: String::new(), docs: docs.clone() }.apply(api));
        // A fixup that is stale in one location changes nothing.
        if applied.is_err() {
            *type_mut(api, ty)? = before;
        }
        applied
    }
}

fn value_docs<'a>(api: &'a mut Api, ty: &str, value: &WireValue) -> Result<&'a mut String, Stale> {
    let found = match (&mut type_mut(api, ty)?.shape, value) {
        (Shape::Strings(of_enum), WireValue::String(value)) => {
            of_enum.values.iter_mut().find(|listed| listed.value == *value).map(|listed| &mut listed.docs)
        }
        (Shape::Integers(of_enum), WireValue::Integer(value)) => {
            of_enum.values.iter_mut().find(|listed| listed.value == *value).map(|listed| &mut listed.docs)
        }
        // An enum does not list a value of the other kind, and other types list no values.
        _ => None,
    };
    found.map_or_else(|| stale(format!("the value {value} in `{ty}`"), "it is not listed"), Ok)
}
