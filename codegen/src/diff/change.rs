//! A change, and the item that it concerns.

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
    /// The reason why the change is accepted, if it is.
    pub accepted: Option<String>,
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
