//! Corrections of the parameters of operations.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::select::{Operations, each};
use super::stale::{Stale, stale};
use crate::spec::{Api, BoxMap, ClientParam, ClientParamName, Operation, Param, ParamValue, Params, TypeRef};

/// The location of a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ParamPlace {
    /// In the path.
    Path,
    /// In the query.
    Query,
    /// In a header.
    Header,
}

/// Adds a parameter. Expects that the operations do not have it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AddParam {
    /// The operations to which the parameter is added.
    pub operations: Operations,
    /// The location of the parameter.
    pub place: ParamPlace,
    /// The name of the parameter on the wire.
    pub param: String,
    /// The definition of the parameter.
    pub definition: Param,
}

/// Changes the type of a parameter. Expects that it has the type `from` in each of the operations.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RetypeParam {
    /// The operations that have the parameter.
    pub operations: Operations,
    /// The location of the parameter.
    pub place: ParamPlace,
    /// The name of the parameter on the wire.
    pub param: String,
    /// The type of the parameter in the source.
    pub from: TypeRef,
    /// The correct type of the parameter.
    pub to: TypeRef,
}

/// Sets the value that the service assumes if a parameter is left out. Expects that the source does not state it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SetParamDefault {
    /// The operations that have the parameter.
    pub operations: Operations,
    /// The location of the parameter.
    pub place: ParamPlace,
    /// The name of the parameter on the wire.
    pub param: String,
    /// The value that the service assumes.
    pub default: Value,
}

/// Makes a parameter of operations a value that is set once on the client. Expects that the caller provides it with
/// each call, that it has the same type in all of the operations, and that the client does not have it yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct MakeClientParam {
    /// The operations that have the parameter.
    pub operations: Operations,
    /// The location of the parameter.
    pub place: ParamPlace,
    /// The name of the parameter on the wire.
    pub param: String,
    /// The name of the parameter on the client; defaults to its name on the wire.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<ClientParamName>,
    /// The default value. Without it, the caller must set one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<String>,
    /// The documentation of the parameter; defaults to that of the source.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub docs: String,
}

impl fmt::Display for ParamPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
        })
    }
}

impl ParamPlace {
    fn of(self, params: &Params) -> &BoxMap<String, Param> {
        match self {
            Self::Path => &params.path,
            Self::Query => &params.query,
            Self::Header => &params.header,
        }
    }

    fn of_mut(self, params: &mut Params) -> &mut BoxMap<String, Param> {
        match self {
            Self::Path => &mut params.path,
            Self::Query => &mut params.query,
            Self::Header => &mut params.header,
        }
    }
}

impl AddParam {
    pub(super) fn apply(&self, api: &mut Api) -> Result<(), Stale> {
        let Self { operations, place, param, definition } = self;
        let ids = operations.with(api, "anything", |_| true)?;
        if let Some(id) = ids.iter().find(|id| place.of(&api.operations[*id].params).contains_key(param)) {
            return stale(format!("no {place} parameter `{param}` in `{id}`"), "there is one");
        }
        for operation in each(api, &ids) {
            place.of_mut(&mut operation.params).insert(param.clone(), definition.clone());
        }
        Ok(())
    }
}

impl RetypeParam {
    pub(super) fn apply(&self, api: &mut Api) -> Result<(), Stale> {
        let Self { operations, place, param, from, to } = self;
        if from == to {
            return stale("another type", "it would change nothing");
        }
        let has = |operation: &Operation| place.of(&operation.params).contains_key(param);
        let ids = operations.with(api, &format!("the {place} parameter `{param}`"), has)?;
        for id in &ids {
            let found = &place.of(&api.operations[id].params)[param].ty;
            if found != from {
                let expected = format!("that the {place} parameter `{param}` of `{id}` has the type `{from}`");
                return stale(expected, format!("it has `{found}`"));
            }
        }
        for operation in each(api, &ids) {
            if let Some(param) = place.of_mut(&mut operation.params).get_mut(param) {
                param.ty = to.clone();
            }
        }
        Ok(())
    }
}

/// Documents a parameter of operations. Expects that its current documentation is `from` in each listed operation, or,
/// for `all` or a glob, in at least one.
pub(super) fn document(
    api: &mut Api,
    (operations, place, param): (&Operations, ParamPlace, &str),
    (from, docs): (&str, &str),
) -> Result<(), Stale> {
    if from == docs {
        return stale("another documentation", "it would change nothing");
    }
    let has = |operation: &Operation| place.of(&operation.params).get(param).is_some_and(|found| found.docs == from);
    let ids = operations.with(api, &format!("the documentation \"{from}\" of the {place} parameter `{param}`"), has)?;
    for operation in each(api, &ids) {
        if let Some(param) = place.of_mut(&mut operation.params).get_mut(param) {
            docs.clone_into(&mut param.docs);
        }
    }
    Ok(())
}

/// The operations with a parameter that the caller provides with each call.
fn from_caller(
    api: &Api,
    operations: &Operations,
    place: ParamPlace,
    param: &str,
    or_default: bool,
) -> Result<Vec<String>, Stale> {
    let has = |operation: &Operation| place.of(&operation.params).contains_key(param);
    let ids = operations.with(api, &format!("the {place} parameter `{param}`"), has)?;
    for id in &ids {
        let found = match &place.of(&api.operations[id].params)[param].value {
            ParamValue::Caller => continue,
            ParamValue::Default(_) if or_default => continue,
            ParamValue::Default(value) => format!("it has the default {value}"),
            ParamValue::Client(name) => format!("it is the client parameter `{name}`"),
            ParamValue::Unique => "it is new for each call".to_owned(),
            ParamValue::Constant(value) => format!("it is always \"{value}\""),
        };
        return stale(format!("that the caller of `{id}` gives the {place} parameter `{param}`"), found);
    }
    Ok(ids)
}

impl SetParamDefault {
    pub(super) fn apply(&self, api: &mut Api) -> Result<(), Stale> {
        let Self { operations, place, param, default } = self;
        let ids = from_caller(api, operations, *place, param, false)?;
        for operation in each(api, &ids) {
            if let Some(param) = place.of_mut(&mut operation.params).get_mut(param) {
                param.value = ParamValue::Default(default.clone());
            }
        }
        Ok(())
    }
}

impl MakeClientParam {
    pub(super) fn apply(&self, api: &mut Api) -> Result<(), Stale> {
        let Self { operations, place, param, name, default, docs } = self;
        let name = name.as_ref().unwrap_or(param);
        if api.client_params.contains_key(name) {
            return stale(format!("no client parameter `{name}`"), "there is one");
        }
        let ids = from_caller(api, operations, *place, param, true)?;
        let found: Vec<&Param> = ids.iter().map(|id| &place.of(&api.operations[id].params)[param]).collect();
        let ty = found[0].ty.clone();
        if let Some(at) = found.iter().position(|other| other.ty != ty) {
            let expected = format!("that the {place} parameter `{param}` has one type");
            return stale(expected, format!("it has `{ty}` in `{}` and `{}` in `{}`", ids[0], found[at].ty, ids[at]));
        }
        let from_source = found.iter().map(|param| param.docs.as_str()).find(|docs| !docs.is_empty());
        let docs = if docs.is_empty() { from_source.unwrap_or_default().to_owned() } else { docs.clone() };
        api.client_params.insert(name.clone(), ClientParam { ty, default: default.clone(), docs });
        for operation in each(api, &ids) {
            if let Some(param) = place.of_mut(&mut operation.params).get_mut(param) {
                param.value = ParamValue::Client(name.clone());
            }
        }
        Ok(())
    }
}
