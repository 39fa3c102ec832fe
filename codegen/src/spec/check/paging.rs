//! Checks that the properties and parameters of paged lists exist.

use std::collections::HashSet;

use super::findings::Findings;
use super::names::is_token;
use crate::problem::Rule;
use crate::spec::resolve::{at_pointer, is_list, request_json, success_bodies};
use crate::spec::spot::Spot;
use crate::spec::{Api, NextPage, Operation, PageConstant, PagePlace, Paging, TypeRef};

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
        let message = "no successful response has a body that could contain a page of a list";
        return findings.error(Rule::Paging, spot, message, "Add the type of the response, or remove `paging`.");
    }
    if !found(items).iter().any(|ty| is_list(api, ty)) {
        let message = format!("no successful response has a list at `{items}`");
        findings.error(Rule::Paging, &spot.name("items"), message, "Name a property of the response that is a list.");
    }
    let next_spot = spot.name("next");
    let query = PagePlace::Query;
    let (kind, member, param) = match next {
        NextPage::Link { member, .. } => ("link", Some(member), None),
        NextPage::LinkHeader {} => ("link_header", None, None),
        NextPage::Token { member, place, param, more: _, constants: _ } => {
            ("token", Some(member), Some((*place, param)))
        }
        NextPage::Number { param, first: _ } => ("number", None, Some((query, param))),
        NextPage::Offset { param } => ("offset", None, Some((query, param))),
    };
    let spot = next_spot.name(kind);
    if let Some(member) = member
        && found(member).is_empty()
    {
        let message = format!("no successful response has a property at `{member}`");
        findings.error(Rule::Paging, &spot.name("member"), message, "Name a property of the response.");
    }
    if let Some((place, param)) = param.filter(|(place, param)| !has_param(api, operation, *place, param)) {
        let (message, help) = match place {
            PagePlace::Query | PagePlace::Header => (
                format!("the operation has no {} parameter `{param}`", place.name()),
                "Name one that it has, or add it.",
            ),
            PagePlace::Body => (
                format!("the operation has no body in JSON with a property at `{param}`"),
                "Name a property of the request by its JSON pointer, as in `/page_token`.",
            ),
        };
        findings.error(Rule::Paging, &spot.name("param"), message, help);
    }
    if let NextPage::Link { member: _, below, repeat, constants: _ } = next {
        for (index, name) in repeat.iter().enumerate().filter(|(_, name)| !has_param(api, operation, query, name)) {
            let message = format!("the operation has no query parameter `{name}`");
            let repeat = spot.name("repeat");
            findings.error(Rule::Paging, &repeat.index(index), message, "Name one that it has, or add it.");
        }
        let segments = operation.path.to_string().split('/').skip(1).count();
        if let Some(below) = below.filter(|below| usize::try_from(*below).map_or(true, |below| below > segments)) {
            let message = format!("the path of the operation has {segments} segments, and not {below}");
            findings.error(Rule::Paging, &spot.name("below"), message, "Count those before the link.");
        }
    }
    if let NextPage::Token { member: _, place, param, more, constants } = next {
        if let Some(more) = more
            && found(more).is_empty()
        {
            let message = format!("no successful response has a property at `{more}`");
            findings.error(
                Rule::Paging,
                &spot.name("more"),
                message,
                "Name a property of the response that is false or missing on the last page.",
            );
        }
        of_constants((*place, param), constants, &spot.name("constants"), findings);
    }
}

fn has_param(api: &Api, operation: &Operation, place: PagePlace, name: &str) -> bool {
    match place {
        PagePlace::Body => {
            request_json(operation).is_some_and(|ty| name.starts_with('/') && at_pointer(api, ty, name).is_some())
        }
        PagePlace::Query => operation.params.query.contains_key(name),
        PagePlace::Header => operation.params.header.keys().any(|header| header.eq_ignore_ascii_case(name)),
    }
}

/// Checks that each parameter has one value on a page, and that a header has a name and a value that HTTP allows.
fn of_constants(token: (PagePlace, &str), constants: &[PageConstant], spot: &Spot<'_>, findings: &mut Findings<'_>) {
    let key = |place: PagePlace, name: &str| match place {
        PagePlace::Query | PagePlace::Body => (place.name(), name.to_owned()),
        PagePlace::Header => (place.name(), name.to_ascii_lowercase()),
    };
    let mut seen = HashSet::from([key(token.0, token.1)]);
    for (index, PageConstant { place, param, value }) in constants.iter().enumerate() {
        let spot = spot.index(index);
        if !seen.insert(key(*place, param)) {
            let message = format!("the {} parameter `{param}` has two values on one page", place.name());
            findings.error(Rule::Paging, &spot.name("param"), message, "Keep one of them.");
        }
        if *place == PagePlace::Body {
            let message = format!("`{param}` is in the body, which has the same values on every page");
            findings.error(Rule::Paging, &spot.name("place"), message, "Name a parameter of the query or a header.");
        }
        let is_visible = |byte: u8| byte == b' ' || byte.is_ascii_graphic();
        if *place == PagePlace::Header && (!is_token(param) || !value.bytes().all(is_visible)) {
            let message = format!("no header can be called `{param}` and hold `{value}`");
            let help = "Name a header of HTTP, and give it a value of visible ASCII characters.";
            findings.error(Rule::Paging, &spot, message, help);
        }
    }
}
