//! Counts the operations and types of a crate.

use crate::problem::{Problem, Rule};
use crate::spec::Api;

/// The number of items in a crate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// The number of operations.
    pub operations: usize,
    /// The number of types in the spec.
    pub types: usize,
    /// The number of locations in the spec with a type.
    pub schemas: usize,
    /// The number of types that the source describes and that become plain JSON.
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

/// Counts the locations with a type: properties, parameters, bodies and responses, including nested types.
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
