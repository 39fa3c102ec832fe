//! How much there is in a crate, for those who count.

use crate::problem::{Problem, Rule};
use crate::spec::Api;

/// How much there is in a crate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// The operations.
    pub operations: usize,
    /// The types of the spec.
    pub types: usize,
    /// The number of locations in the spec with a type.
    pub schemas: usize,
    /// The types that are stated and come out as plain JSON.
    pub untyped_fallbacks: usize,
}

/// Counts the operations, types and schemas of a spec.
pub(crate) fn of(api: &Api, notes: &[Problem]) -> Counts {
    Counts {
        operations: api.operations.len(),
        types: api.types.len(),
        schemas: schemas(api),
        untyped_fallbacks: notes.iter().filter(|problem| problem.rule == Rule::UntypedFallback).count(),
    }
}

/// Counts the locations with a type: properties, parameters, bodies and responses, with the types within them.
fn schemas(api: &Api) -> usize {
    let mut count = 0;
    let mut visit = |ty: &crate::spec::TypeRef| ty.walk(&mut |_| count += 1);
    api.types.values().flat_map(|def| def.shape.parts()).for_each(&mut visit);
    for operation in api.operations.values() {
        operation.params.all().map(|(_, param)| &param.ty).for_each(&mut visit);
        let body = operation.body.iter().flat_map(|body| body.content.values());
        let replies = operation.replies.values().flat_map(|reply| reply.content.values());
        body.chain(replies).filter_map(|content| content.ty.as_ref()).for_each(&mut visit);
    }
    count
}
