//! Corrections of the responses and the retries of operations.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::select::{Operations, each};
use super::stale::{Stale, stale};
use crate::spec::{Api, LongRunning, MediaType, Operation, OperationId, Paging, Reply, StatusPattern, TypeRef};

/// Adds a response to operations. Expects that they have none for that status.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AddReply {
    /// The operations to which the response is added.
    pub operations: Operations,
    /// The status of the response.
    pub status: StatusPattern,
    /// The definition of the response.
    pub definition: Reply,
}

/// Declares a status that is not from 200 to 299 a regular response, such as 404 for a call that asks whether something
/// exists. Expects that it is an error, or that the source does not list it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ExpectStatus {
    /// The operations with that response.
    pub operations: Operations,
    /// The status of the response: `404`.
    pub status: StatusPattern,
    /// The documentation of the response; defaults to that of the source.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub docs: String,
}

/// Sets the type of the body of responses. Expects the type `expects`, or no body without it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SetReplyBody {
    /// The operations with such a response.
    pub operations: Operations,
    /// The statuses of the responses; each listed operation has to have all of them.
    pub statuses: BTreeSet<StatusPattern>,
    /// The media type of the body.
    pub media_type: MediaType,
    /// The type in the source; left out if the source states none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expects: Option<TypeRef>,
    /// The type of the body.
    #[serde(rename = "type")]
    pub ty: TypeRef,
}

/// Names the header with the idempotency key. Expects that the operations have it as a parameter, and that the source
/// names no such header.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct IdempotencyHeader {
    /// The operations with the header.
    pub operations: Operations,
    /// The name of the header, written as in the parameter.
    pub header: String,
}

/// Sets the statuses after which a call may be retried. Expects that none are set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RetryStatuses {
    /// The operations to which the statuses apply.
    pub operations: Operations,
    /// The statuses. An empty list means that a call is never retried.
    pub statuses: BTreeSet<u16>,
}

/// Sets how a list is paged. Expects that the source does not state it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SetPaging {
    /// The operations that are paged.
    pub operations: Operations,
    /// How the list is paged.
    pub paging: Paging,
}

/// Declares that lists are not paged: no paging is proposed for them, and paging that the source states is removed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NoPaging {
    /// The operations that are not paged.
    pub operations: Operations,
}

/// Sets how long-running operations are polled. Expects that the source does not state it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SetLongRunning {
    /// The long-running operations.
    pub operations: Operations,
    /// How the operations are polled.
    pub long_running: LongRunning,
}

impl SetLongRunning {
    pub(super) fn apply(&self, api: &mut Api) -> Result<(), Stale> {
        let ids = self.operations.with(api, "anything", |_| true)?;
        if let Some(id) = ids.iter().find(|id| api.operations[*id].long_running.is_some()) {
            return stale(format!("that `{id}` is not a long-running operation"), "it is one");
        }
        for operation in each(api, &ids) {
            operation.long_running = Some(self.long_running.clone());
        }
        Ok(())
    }
}

impl SetPaging {
    pub(super) fn apply(&self, api: &mut Api) -> Result<(), Stale> {
        let ids = self.operations.with(api, "anything", |_| true)?;
        if let Some(id) = ids.iter().find(|id| api.operations[*id].paging.is_some()) {
            return stale(format!("no paging of `{id}`"), "there is one");
        }
        for operation in each(api, &ids) {
            operation.paging = Some(self.paging.clone());
        }
        Ok(())
    }
}

impl NoPaging {
    pub(super) fn apply(&self, api: &mut Api) -> Result<(), Stale> {
        let ids = self.ids(api)?;
        each(api, &ids).for_each(|operation| operation.paging = None);
        Ok(())
    }

    /// The operations that are not paged.
    pub(super) fn ids(&self, api: &Api) -> Result<Vec<OperationId>, Stale> {
        self.operations.with(api, "anything", |_| true)
    }
}

impl AddReply {
    pub(super) fn apply(&self, api: &mut Api) -> Result<(), Stale> {
        let Self { operations, status, definition } = self;
        let ids = operations.with(api, "anything", |_| true)?;
        if let Some(id) = ids.iter().find(|id| api.operations[*id].replies.contains_key(status)) {
            return stale(format!("no response {status} of `{id}`"), "there is one");
        }
        for operation in each(api, &ids) {
            operation.replies.insert(*status, definition.clone());
        }
        Ok(())
    }
}

impl ExpectStatus {
    pub(super) fn apply(&self, api: &mut Api) -> Result<(), Stale> {
        let Self { operations, status, docs } = self;
        let ids = operations.with(api, "anything", |_| true)?;
        let expected = |id: &String| {
            status.is_success() || api.operations[id].replies.get(status).is_some_and(|reply| reply.expected)
        };
        if let Some(id) = ids.iter().find(|id| expected(id)) {
            return stale(format!("that {status} is an error of `{id}`"), "it is not");
        }
        for operation in each(api, &ids) {
            let reply = operation.replies.entry(*status).or_default();
            reply.expected = true;
            if !docs.is_empty() {
                reply.docs.clone_from(docs);
            }
        }
        Ok(())
    }
}

impl SetReplyBody {
    pub(super) fn apply(&self, api: &mut Api) -> Result<(), Stale> {
        let Self { operations, statuses, media_type, expects, ty } = self;
        if statuses.is_empty() || expects.as_ref() == Some(ty) {
            return stale("a status, and another type", "it would change nothing");
        }
        let mut targets = Vec::new();
        for status in statuses {
            let has = |operation: &Operation| operation.replies.contains_key(status);
            targets.push((status, operations.with(api, &format!("a response {status}"), has)?));
        }
        for (status, id) in targets.iter().flat_map(|(status, ids)| ids.iter().map(move |id| (*status, id))) {
            let content = api.operations[id].replies[status].content.get(media_type);
            let found = content.and_then(|content| content.ty.as_ref());
            if found != expects.as_ref() {
                let word = |ty: Option<&TypeRef>| ty.map_or("no type".to_owned(), |ty| format!("the type `{ty}`"));
                let expected =
                    format!("{} for `{media_type}` in the response {status} of `{id}`", word(expects.as_ref()));
                return stale(expected, format!("there is {}", word(found)));
            }
        }
        for (status, ids) in &targets {
            for reply in each(api, ids).filter_map(|operation| operation.replies.get_mut(status)) {
                reply.content.entry(media_type.clone()).or_default().ty = Some(ty.clone());
            }
        }
        Ok(())
    }
}

impl IdempotencyHeader {
    pub(super) fn apply(&self, api: &mut Api) -> Result<(), Stale> {
        let Self { operations, header } = self;
        let has = |operation: &Operation| operation.params.header.contains_key(header);
        let ids = operations.with(api, &format!("the header parameter `{header}`"), has)?;
        for id in &ids {
            if let Some(found) = &api.operations[id].retry.idempotency_header {
                return stale(format!("no idempotency header of `{id}`"), format!("it is `{found}`"));
            }
        }
        for operation in each(api, &ids) {
            operation.retry.idempotency_header = Some(header.clone());
        }
        Ok(())
    }
}

impl RetryStatuses {
    pub(super) fn apply(&self, api: &mut Api) -> Result<(), Stale> {
        let ids = self.operations.with(api, "anything", |_| true)?;
        if let Some(id) = ids.iter().find(|id| api.operations[*id].retry.statuses.is_some()) {
            return stale(format!("no statuses after which `{id}` may be repeated"), "there are some");
        }
        for operation in each(api, &ids) {
            operation.retry.statuses = Some(self.statuses.clone());
        }
        Ok(())
    }
}
