//! Completes the link to the next page of a list where the link alone is not enough: `x-ms-pageable.operationName`, and
//! `api-version`.

use std::collections::BTreeMap;

use crate::import::openapi::Import;
use crate::problem::{Problem, Rule};
use crate::spec::{BoxMap, NextPage, Operation, OperationId, Param, ParamValue, PathTemplate, Presence};

/// The parameters of the operation that reads the next page.
struct NextOperation {
    path: PathTemplate,
    query: BoxMap<String, Param>,
}

/// Completes the links to next pages: with the operation that a document names for the next page, and with
/// `api-version`, which Azure services require in each request and leave out of links.
pub(super) fn complete(import: &mut Import<'_>, operations: &mut BTreeMap<OperationId, Operation>) {
    let named = std::mem::take(&mut import.next_operations);
    let found: BTreeMap<&str, NextOperation> = named
        .values()
        .filter_map(|name| {
            let other = operations.get(name)?;
            Some((name.as_str(), NextOperation { path: other.path.clone(), query: other.params.query.clone() }))
        })
        .collect();
    for (id, operation) in &mut *operations {
        let own = operation.params.query.clone();
        let path = operation.path.clone();
        let Some(paging) = &mut operation.paging else { continue };
        let NextPage::Link { member: _, below, repeat, constants } = &mut paging.next else { continue };
        repeat.extend(own.keys().filter(|name| name.eq_ignore_ascii_case("api-version")).cloned());
        let Some(name) = named.get(id) else { continue };
        let next = found.get(name.as_str());
        let place = next.map(|next| segments_before_link(&path, &next.path));
        match (next, place) {
            (Some(next), Some(Ok(segments))) => {
                *below = segments;
                complete_query(next, &own, repeat, constants);
            }
            _ => {
                let Some(origin) = operation.origin.clone() else { continue };
                let message = format!("`operationName` is `{name}`, which cannot read the next page of `{id}`");
                let help = "It is ignored, and links are followed as they are. Name an operation whose path begins like \
                            that of this one and ends with the link, or is the link.";
                import.report(Problem::warning(Rule::Paging, origin, message, help));
            }
        }
    }
}

fn complete_query(
    next: &NextOperation,
    own: &BoxMap<String, Param>,
    repeat: &mut Vec<String>,
    constants: &mut BTreeMap<String, String>,
) {
    for (name, param) in &next.query {
        match &param.value {
            // A query in the key of a path only distinguishes operations.
            ParamValue::Constant(value) if value.is_empty() => {}
            ParamValue::Constant(value) => _ = constants.insert(name.clone(), value.clone()),
            // The link may change an optional parameter, such as an offset.
            ParamValue::Caller | ParamValue::Client(_) | ParamValue::Default(_)
                if param.presence == Presence::Required && own.contains_key(name) && !repeat.contains(name) =>
            {
                repeat.push(name.clone());
            }
            ParamValue::Caller | ParamValue::Client(_) | ParamValue::Default(_) | ParamValue::Unique => {}
        }
    }
}

/// The number of segments before the path parameter that takes the link to the next page; `None` if `next` has no such
/// parameter. It is an error if `path` does not begin with these segments.
fn segments_before_link(path: &PathTemplate, next: &PathTemplate) -> Result<Option<u32>, ()> {
    let own: Vec<&str> = path.params().collect();
    let mut others = next.params().filter(|name| !own.contains(name));
    let Some(link) = others.next() else { return Ok(None) };
    if others.next().is_some() {
        return Err(());
    }
    let (path, next) = (path.to_string(), next.to_string());
    let before = next.strip_suffix(&format!("/{{{link}}}")).ok_or(())?;
    let begins = path == before || path.strip_prefix(before).is_some_and(|rest| rest.starts_with('/'));
    let count = before.split('/').skip(1).count();
    if begins { u32::try_from(count).map(Some).map_err(|_| ()) } else { Err(()) }
}
