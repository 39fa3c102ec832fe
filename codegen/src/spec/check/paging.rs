//! Lists that are had in parts are had by members and parameters that exist.

use super::Findings;
use super::params::target;
use crate::problem::Rule;
use crate::spec::spot::Spot;
use crate::spec::{Api, NextPage, Operation, Paging, Shape, TypeRef};

pub(super) fn check(api: &Api, findings: &mut Findings<'_>) {
    let operations = Spot::TOP.name("operations");
    for (id, operation) in &api.operations {
        if let Some(paging) = &operation.paging {
            let spot = operations.name(id).from(&operation.origin);
            of_operation(api, operation, paging, &spot.name("paging"), findings);
        }
    }
}

fn of_operation(api: &Api, operation: &Operation, paging: &Paging, spot: &Spot<'_>, findings: &mut Findings<'_>) {
    let Paging { items, next } = paging;
    let mut bodies = bodies(operation).peekable();
    if bodies.peek().is_none() {
        let message = "no successful answer has a body that could hold a part of a list";
        return findings.error(Rule::Paging, spot, message, "Add the type of the answer, or remove `paging`.");
    }
    if !bodies.any(|ty| found(api, ty, items).is_some_and(|found| is_list(api, found))) {
        let message = format!("no successful answer has a list at `{items}`");
        findings.error(Rule::Paging, &spot.name("items"), message, "Name a member of the answer that is a list.");
    }
    let next_spot = spot.name("next");
    let (kind, member, param) = match next {
        NextPage::Link { member } => ("link", Some(member), None),
        NextPage::LinkHeader {} => ("link_header", None, None),
        NextPage::Token { member, param } => ("token", Some(member), Some(param)),
        NextPage::Number { param, first: _ } => ("number", None, Some(param)),
        NextPage::Offset { param } => ("offset", None, Some(param)),
    };
    let spot = next_spot.name(kind);
    if let Some(member) = member
        && !self::bodies(operation).any(|ty| found(api, ty, member).is_some())
    {
        let message = format!("no successful answer has a member at `{member}`");
        findings.error(Rule::Paging, &spot.name("member"), message, "Name a member of the answer.");
    }
    if let Some(param) = param.filter(|param| !operation.params.query.contains_key(*param)) {
        let message = format!("the operation has no query parameter `{param}`");
        findings.error(Rule::Paging, &spot.name("param"), message, "Name one that it has, or add it.");
    }
}

/// The types of the bodies of successful answers; those of `default` where no success is described.
pub(crate) fn bodies(operation: &Operation) -> impl Iterator<Item = &TypeRef> {
    let declared = operation.replies.keys().any(|status| status.is_success());
    let replies = operation.replies.iter().filter(move |(status, _)| status.is_success() || !declared);
    replies.flat_map(|(_, reply)| reply.content.values()).filter_map(|content| content.ty.as_ref())
}

/// The type of what stands at a JSON pointer in a value of a type; plain JSON where no type is stated for it.
pub(crate) fn found<'a>(api: &'a Api, ty: &'a TypeRef, pointer: &str) -> Option<&'a TypeRef> {
    static JSON: TypeRef = TypeRef::Scalar(crate::spec::Scalar::Json);
    let mut ty = ty;
    for token in pointer.split('/').skip(1) {
        let token = token.replace("~1", "/").replace("~0", "~");
        ty = match target(api, ty)?.ty {
            TypeRef::Named(name, _) => match &api.types.get(name)?.shape {
                Shape::Struct(object) => match object.members.get(&token) {
                    Some(member) => &member.ty,
                    None => object.rest.as_ref()?,
                },
                Shape::Union(_) => &JSON,
                Shape::Strings(_) | Shape::Integers(_) | Shape::Alias(_) => return None,
            },
            TypeRef::Map(item) => item,
            TypeRef::Scalar(crate::spec::Scalar::Json) => &JSON,
            TypeRef::Scalar(_) | TypeRef::List(_) | TypeRef::Tuple(_) | TypeRef::Param(_) | TypeRef::Nullable(_) => {
                return None;
            }
        };
    }
    Some(ty)
}

/// Whether values of a type are lists, as far as the type says.
pub(crate) fn is_list(api: &Api, ty: &TypeRef) -> bool {
    match target(api, ty).map(|target| target.ty) {
        Some(TypeRef::List(_) | TypeRef::Scalar(crate::spec::Scalar::Json)) => true,
        Some(
            TypeRef::Named(..)
            | TypeRef::Scalar(_)
            | TypeRef::Map(_)
            | TypeRef::Tuple(_)
            | TypeRef::Param(_)
            | TypeRef::Nullable(_),
        )
        | None => false,
    }
}
