//! Lists that are had in parts are had by members and parameters that exist.

use super::findings::Findings;
use crate::problem::Rule;
use crate::spec::resolve::{at_pointer, is_list, success_bodies};
use crate::spec::spot::Spot;
use crate::spec::{Api, NextPage, Operation, Paging, TypeRef};

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
    let bodies: Vec<&TypeRef> = success_bodies(operation).map(|(_, ty)| ty).collect();
    let found = |pointer: &str| bodies.iter().filter_map(move |ty| at_pointer(api, ty, pointer)).collect::<Vec<_>>();
    if bodies.is_empty() {
        let message = "no successful answer has a body that could hold a part of a list";
        return findings.error(Rule::Paging, spot, message, "Add the type of the answer, or remove `paging`.");
    }
    if !found(items).iter().any(|ty| is_list(api, ty)) {
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
        && found(member).is_empty()
    {
        let message = format!("no successful answer has a member at `{member}`");
        findings.error(Rule::Paging, &spot.name("member"), message, "Name a member of the answer.");
    }
    if let Some(param) = param.filter(|param| !operation.params.query.contains_key(*param)) {
        let message = format!("the operation has no query parameter `{param}`");
        findings.error(Rule::Paging, &spot.name("param"), message, "Name one that it has, or add it.");
    }
}
