//! The pass that finds which models are sent, and which are received.

use std::collections::BTreeSet;

use crate::spec::{Api, Operation, TypeRef};

/// Which models are sent, and which are received.
#[derive(Clone, Debug, Default)]
pub(crate) struct Reach {
    sent: BTreeSet<String>,
    received: BTreeSet<String>,
}

impl Reach {
    /// Whether the model is received and never sent.
    pub(crate) fn is_only_received(&self, name: &str) -> bool {
        self.received.contains(name) && !self.sent.contains(name)
    }

    /// Whether the model is received.
    pub(crate) fn is_received(&self, name: &str) -> bool {
        self.received.contains(name)
    }
}

/// Finds which models the operations send and receive.
pub(crate) fn find(api: &Api) -> Reach {
    Reach {
        sent: reached(api, api.operations.values().flat_map(sent_types)),
        received: reached(api, api.operations.values().flat_map(received_types)),
    }
}

/// All types that an operation names.
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

fn received_types(operation: &Operation) -> Vec<&TypeRef> {
    let contents = operation.replies.values().flat_map(|reply| reply.content.values());
    contents.filter_map(|content| content.ty.as_ref()).collect()
}

/// The models that types reach.
pub(crate) fn reached<'a>(api: &'a Api, roots: impl Iterator<Item = &'a TypeRef>) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut open: Vec<&TypeRef> = roots.collect();
    while let Some(ty) = open.pop() {
        ty.walk(&mut |part| {
            if let TypeRef::Named(name, _) = part
                && !found.contains(name)
            {
                found.insert(name.clone());
                open.extend(api.types[name].shape.parts());
            }
        });
    }
    found
}
