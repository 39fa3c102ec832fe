//! Compares operations: their existence, path, retries, paging and authentication.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::super::place::Trail;
use super::super::{Direction, Rule, Spot, Subject};
use super::compare::{At, Compare};
use super::credentials::{Proofs, still_accepted};
use super::{bodies, matching, params, service, words};
use crate::spec::{Operation, Retry, Server};

/// Compares all operations.
pub(super) fn compare(compare: &mut Compare) {
    let (before, after) = (compare.old, compare.new);
    for id in compare.matched.gone.clone() {
        let operation = &before.operations[id];
        let mut at = at(id, id, Some(operation), None);
        at.new = Spot::top(&["operations"]);
        compare.push(&at, Rule::OperationRemoved, Some(line(operation)), None);
    }
    for id in compare.matched.fresh.clone() {
        let operation = &after.operations[id];
        let mut at = at(id, id, None, Some(operation));
        at.old = Spot::top(&["operations"]);
        compare.push(&at, Rule::OperationAdded, None, Some(line(operation)));
    }
    for (old_id, new_id) in compare.matched.operations.clone() {
        let (old, new) = (&before.operations[old_id], &after.operations[new_id]);
        let at = at(old_id, new_id, Some(old), Some(new));
        if old_id != new_id {
            compare.push(&at, Rule::OperationMoved, Some(old_id.to_owned()), Some(new_id.to_owned()));
        }
        operation(compare, &at, old, new);
    }
}

fn at(old_id: &str, new_id: &str, old: Option<&Operation>, new: Option<&Operation>) -> At {
    let spot = |id: &str, operation: Option<&Operation>| {
        Spot::top(&["operations", id]).from(operation.and_then(|operation| operation.origin.as_ref()))
    };
    At {
        what: Trail::default().then(new_id),
        subject: Rc::new(Subject::Operation(new_id.to_owned())),
        direction: Direction::Both,
        operations: Rc::new([new_id.to_owned()]),
        old: spot(old_id, old),
        new: spot(new_id, new),
    }
}

fn line(operation: &Operation) -> String {
    format!("{} {}", operation.method.as_str(), operation.path)
}

fn operation(compare: &mut Compare, at: &At, old: &Operation, new: &Operation) {
    let Operation {
        group,
        name,
        docs,
        deprecated,
        sunset,
        stability,
        method,
        path,
        params,
        body,
        replies,
        security,
        servers,
        retry,
        paging,
        long_running,
        origin: _,
    } = new;
    if (&old.group, &old.name) != (group, name) {
        let (before, after) = (format!("{}.{}", old.group, old.name), format!("{group}.{name}"));
        compare.push(&at.down("", &["group"]), Rule::OperationRegrouped, Some(before), Some(after));
    }
    compare.docs(&at.down("", &["docs"]), &old.docs, docs);
    compare.deprecated(at, old.deprecated, *deprecated);
    compare.sunset(&at.down("", &["sunset"]), old.sunset.as_deref(), sunset.as_deref());
    compare.stability(&at.down("", &["stability"]), old.stability.as_deref(), stability.as_deref());
    if old.method != *method {
        let (before, after) = (old.method.as_str().to_owned(), method.as_str().to_owned());
        compare.push(&at.down("", &["method"]), Rule::OperationMethodChanged, Some(before), Some(after));
    }
    let same_route = matching::route(&old.path) == matching::route(path);
    if !same_route {
        let (before, after) = (old.path.to_string(), path.to_string());
        compare.push(&at.down("", &["path"]), Rule::OperationPathChanged, Some(before), Some(after));
    }
    let renamed: BTreeMap<&str, &str> =
        if same_route { old.path.params().zip(path.params()).collect() } else { BTreeMap::new() };
    params::compare(compare, &at.toward(Direction::Sent), &old.params, params, &renamed, !same_route);
    bodies::body(compare, &at.toward(Direction::Sent), old.body.as_ref(), body.as_ref());
    bodies::replies(compare, &at.toward(Direction::Received), &old.replies, replies);
    self::security(compare, &at.toward(Direction::Sent), &old.security, security);
    self::servers(compare, at, &old.servers, servers);
    self::retry(compare, at, &old.retry, retry);
    let rules = [Rule::PagingAdded, Rule::PagingRemoved, Rule::PagingChanged];
    stated(compare, &at.down("", &["paging"]), (old.paging.as_ref(), paging.as_ref()), rules, words::paging);
    let rules = [Rule::LongRunningAdded, Rule::LongRunningRemoved, Rule::LongRunningChanged];
    let both = (old.long_running.as_ref(), long_running.as_ref());
    stated(compare, &at.down("", &["long_running"]), both, rules, words::long_running);
}

/// Compares the security requirements of an operation.
pub(super) fn security(compare: &mut Compare, at: &At, old: &[Proofs], new: &[Proofs]) {
    let rule = match still_accepted(&compare.matched.schemes, old, new) {
        [true, true] => return,
        [true, false] => Rule::SecurityLoosened,
        [false, true] => Rule::SecurityTightened,
        [false, false] => Rule::SecurityChanged,
    };
    compare.push(&at.down("", &["security"]), rule, Some(proofs(old)), Some(proofs(new)));
}

/// The alternative sets of security schemes in words.
fn proofs(all: &[Proofs]) -> String {
    let proof = |proofs: &Proofs| {
        let parts = proofs.iter().map(|(scheme, scopes)| match scopes.as_slice() {
            [] => scheme.clone(),
            scopes => format!("{scheme} ({})", scopes.join(", ")),
        });
        let parts: Vec<String> = parts.collect();
        if parts.is_empty() { "none".to_owned() } else { parts.join(" and ") }
    };
    if all.is_empty() { "none".to_owned() } else { all.iter().map(proof).collect::<Vec<_>>().join(" or ") }
}

/// Compares the servers of an operation; those of the service if the operation states none.
fn servers(compare: &mut Compare, at: &At, old: &[Server], new: &[Server]) {
    if old.is_empty() && new.is_empty() {
        return;
    }
    let (before, after) = (compare.old, compare.new);
    let before = if old.is_empty() { &before.servers } else { old };
    let after = if new.is_empty() { &after.servers } else { new };
    service::servers(compare, &at.down(": ", &[]), before, after);
}

fn retry(compare: &mut Compare, at: &At, old: &Retry, new: &Retry) {
    let Retry { idempotency_header, statuses } = new;
    let below = at.down("", &["retry"]);
    let (before, after) = (old.idempotency_header.clone(), idempotency_header.clone());
    let same = match (&before, &after) {
        (Some(old), Some(new)) => old.eq_ignore_ascii_case(new),
        (None, None) => true,
        (Some(_), None) | (None, Some(_)) => false,
    };
    match (&before, &after) {
        (None, Some(_)) => compare.push(&below, Rule::RepeatKeyAdded, None, after),
        (Some(_), None) => compare.push(&below, Rule::RepeatKeyRemoved, before, None),
        (Some(_), Some(_)) if !same => compare.push(&below, Rule::RepeatKeyChanged, before, after),
        (Some(_), Some(_)) | (None, None) => {}
    }
    if old.statuses != *statuses {
        let text =
            |statuses: &Option<BTreeSet<u16>>| statuses.as_ref().map(|all| words::list(all.iter().map(u16::to_string)));
        let (before, after) = (text(&old.statuses), text(statuses));
        compare.push(&below, Rule::RepeatStatusesChanged, before, after);
    }
}

/// Compares an optional fact about an operation. The rules are those for added, removed and changed.
fn stated<T: PartialEq>(
    compare: &mut Compare,
    at: &At,
    (old, new): (Option<&T>, Option<&T>),
    [added, removed, changed]: [Rule; 3],
    text: fn(&T) -> String,
) {
    let rule = match (old, new) {
        (None, Some(_)) => added,
        (Some(_), None) => removed,
        (Some(old), Some(new)) if old != new => changed,
        (Some(_), Some(_)) | (None, None) => return,
    };
    compare.push(at, rule, old.map(text), new.map(text));
}
