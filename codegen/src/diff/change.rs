//! A change, and the item that it concerns.

use std::collections::BTreeMap;

use serde::Serialize;

use super::direction::Direction;
use super::place::Place;
use super::rules::{Rule, Severity};
use crate::spec::{OperationId, TypeName};

/// The part of the spec that a change concerns. It connects changes on the wire with changes of the crate.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// The service as a whole.
    Service,
    /// An operation, by its identifier in the new spec, or in the old one if it was removed.
    Operation(OperationId),
    /// A model, by its name in the new spec, or in the old one if it was removed.
    Type(TypeName),
}

/// A change between the two sides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The rule that the change matches.
    pub rule: Rule,
    /// The severity of the change in its direction.
    pub severity: Severity,
    /// The direction in which the changed value is sent.
    pub direction: Direction,
    /// The part of the spec that the change concerns.
    pub subject: Subject,
    /// The item that changed, in a readable form: `Cart.lineItems`, `create: query top`, `models::Cart::id`.
    pub what: String,
    /// The location in the old document or crate. For an added item, this is the location of its container.
    pub old: Option<Place>,
    /// The location in the new document or crate. For a removed item, this is the location of its container.
    pub new: Option<Place>,
    /// The old value or form of the item.
    pub before: Option<String>,
    /// The new value or form of the item.
    pub after: Option<String>,
    /// The operations that the change affects, sorted.
    pub operations: Vec<OperationId>,
    /// The values that the change is about, if several of one enum were added or removed.
    pub parts: Vec<Part>,
    /// The reason why the change is accepted, if it is.
    pub accepted: Option<String>,
}

/// One of several values that were added or removed.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Part {
    /// The item, as a change of this value alone has it: `BillingCycle value triennial`.
    pub what: String,
    /// The value.
    pub value: String,
}

impl Change {
    /// What changed, and what that means in the direction of the change.
    pub fn sentence(&self) -> String {
        let row = self.rule.row();
        let sent = row.if_sent.filter(|_| self.direction.is_sent());
        let received = row.if_received.filter(|_| self.direction.is_received());
        let all: Vec<&str> = [Some(row.sentence), sent, received].into_iter().flatten().collect();
        all.join(" ")
    }
}

/// Makes one change of those that add values to one enum, or remove them.
pub(super) fn group_values(changes: Vec<Change>) -> Vec<Change> {
    let mut grouped: Vec<Change> = Vec::with_capacity(changes.len());
    let mut known: BTreeMap<(Rule, Direction, Subject, String), usize> = BTreeMap::new();
    for change in changes {
        let Some((holder, called, value)) = listed(&change) else {
            grouped.push(change);
            continue;
        };
        let key = (change.rule, change.direction, change.subject.clone(), holder.clone());
        let part = Part { what: change.what.clone(), value: value.to_owned() };
        match known.get(&key) {
            Some(index) => {
                let first = &mut grouped[*index];
                first.what = format!("{holder}{called}");
                first.parts.push(part);
                let values: Vec<&str> = first.parts.iter().map(|part| part.value.as_str()).collect();
                let values = values.join(", ");
                if change.before.is_some() { first.before = Some(values) } else { first.after = Some(values) }
            }
            None => {
                known.insert(key, grouped.len());
                grouped.push(Change { parts: vec![part], ..change });
            }
        }
    }
    grouped.iter_mut().filter(|change| change.parts.len() == 1).for_each(|change| change.parts.clear());
    grouped
}

/// The enum whose value was added or removed, what several values of it are called, and the value.
fn listed(change: &Change) -> Option<(String, &'static str, &str)> {
    let value = change.before.as_deref().xor(change.after.as_deref())?;
    match change.rule {
        Rule::ValueAdded | Rule::ValueRemoved => {
            let holder = change.what.strip_suffix(value)?.strip_suffix(" value ")?;
            Some((holder.to_owned(), " values", value))
        }
        Rule::ServerValueAdded | Rule::ServerValueRemoved => Some((change.what.clone(), "", value)),
        // The variant of a union has a type.
        Rule::RustVariantAdded
        | Rule::RustVariantAddedListed
        | Rule::RustVariantRemoved
        | Rule::RustConstantAdded
        | Rule::RustConstantRemoved
            if value == change.what =>
        {
            let (holder, name) = value.rsplit_once("::")?;
            Some((holder.to_owned(), "", name))
        }
        _ => None,
    }
}

/// Sorts changes for a reader: the most severe first, then those that affect most operations, then by the item that
/// changed.
pub(super) fn sort(changes: &mut Vec<Change>) {
    changes.sort_by(|left, right| {
        let heavier = right.severity.cmp(&left.severity);
        let wider = right.operations.len().cmp(&left.operations.len());
        let by_name = || (&left.subject, &left.what, left.rule).cmp(&(&right.subject, &right.what, right.rule));
        heavier.then(wider).then_with(by_name)
    });
    changes.dedup();
}
