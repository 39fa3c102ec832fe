//! The pass that finds which models are used in requests, and which in responses.

use std::collections::BTreeSet;

use crate::spec::media::is_merge_patch;
use crate::spec::{Access, Api, Operation, Shape, TypeRef};

/// The models that requests use, and those that responses use.
#[derive(Clone, Debug, Default)]
pub(crate) struct Reach {
    sent: BTreeSet<String>,
    received: BTreeSet<String>,
    /// The models in requests that can be reached without read-only properties.
    set_by_callers: BTreeSet<String>,
    /// The models of merge patches (RFC 7396), in which null removes a property, and the models within them.
    patches: BTreeSet<String>,
    /// The models in responses that can be reached without write-only properties.
    set_by_services: BTreeSet<String>,
}

impl Reach {
    /// Whether the model occurs in responses only.
    pub(crate) fn is_only_received(&self, name: &str) -> bool {
        self.received.contains(name) && !self.sent.contains(name)
    }

    /// Whether a required property of the model may be absent in one direction: a read-only one is required in
    /// responses only, a write-only one in requests only.
    pub(crate) fn may_lack(&self, name: &str, access: Access) -> bool {
        match access {
            Access::Both => false,
            Access::Service => self.set_by_callers.contains(name),
            Access::Caller => self.set_by_services.contains(name),
        }
    }

    /// Whether the model is a merge patch or a part of one, so that each property that is not required may be null.
    pub(crate) fn is_patch(&self, name: &str) -> bool {
        self.patches.contains(name)
    }

    /// Whether the model occurs in responses.
    pub(crate) fn is_received(&self, name: &str) -> bool {
        self.received.contains(name)
    }
}

/// Finds the models that the requests and responses of the operations use.
pub(crate) fn find(api: &Api) -> Reach {
    let (sent, received) =
        (api.operations.values().flat_map(sent_types), api.operations.values().flat_map(received_types));
    Reach {
        set_by_callers: reached_but(api, sent.clone(), Some(Access::Service)),
        set_by_services: reached_but(api, received.clone(), Some(Access::Caller)),
        patches: reached_but(api, api.operations.values().flat_map(patch_types), Some(Access::Service)),
        sent: reached(api, sent),
        received: reached(api, received),
    }
}

/// All types that an operation refers to.
pub(crate) fn types(operation: &Operation) -> Vec<&TypeRef> {
    let headers = operation.replies.values().flat_map(|reply| &reply.headers).map(|(_, header)| &header.ty);
    headers.chain(sent_types(operation)).chain(received_types(operation)).collect()
}

fn sent_types(operation: &Operation) -> Vec<&TypeRef> {
    let params = &operation.params;
    let passed = params.all().map(|(_, param)| &param.ty);
    let body = operation.body.iter().flat_map(|body| body.content.values()).filter_map(|content| content.ty.as_ref());
    passed.chain(body).collect()
}

fn patch_types(operation: &Operation) -> Vec<&TypeRef> {
    let contents = operation.body.iter().flat_map(|body| &body.content);
    contents.filter(|(media, _)| is_merge_patch(media)).filter_map(|(_, content)| content.ty.as_ref()).collect()
}

fn received_types(operation: &Operation) -> Vec<&TypeRef> {
    let contents = operation.replies.values().flat_map(|reply| reply.content.values());
    let result = operation.long_running.iter().filter_map(|how| how.result.as_ref());
    contents.filter_map(|content| content.ty.as_ref()).chain(result).collect()
}

/// The models that types reach.
pub(crate) fn reached<'a>(api: &'a Api, roots: impl Iterator<Item = &'a TypeRef>) -> BTreeSet<String> {
    reached_but(api, roots, None)
}

/// The models that types reach, except through properties with the given access.
fn reached_but<'a>(
    api: &'a Api,
    roots: impl Iterator<Item = &'a TypeRef>,
    skipped: Option<Access>,
) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut open: Vec<&TypeRef> = roots.collect();
    while let Some(ty) = open.pop() {
        ty.walk(&mut |part| {
            if let TypeRef::Named(name, _) = part
                && !found.contains(name)
            {
                found.insert(name.clone());
                match &api.types[name].shape {
                    Shape::Struct(object) => {
                        let members = object.members.values().filter(|member| Some(member.access) != skipped);
                        open.extend(members.map(|member| &member.ty).chain(&object.rest));
                    }
                    shape => open.extend(shape.parts()),
                }
            }
        });
    }
    found
}
