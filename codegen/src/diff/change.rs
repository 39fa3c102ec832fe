//! A change, and what it is about.

use serde::Serialize;

use super::direction::Direction;
use super::place::Place;
use super::rules::{Rule, Severity};
use crate::spec::{OperationId, TypeName};

/// What of the spec a change is about: what joins a change of the wire with those of the crate.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// The service as a whole.
    Service,
    /// An operation, by its identifier in the new spec, or in the old one where it is gone.
    Operation(OperationId),
    /// A model, by its name in the new spec, or in the old one where it is gone.
    Type(TypeName),
}

/// One change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What kind of change it is.
    pub rule: Rule,
    /// The severity in that direction.
    pub severity: Severity,
    /// Which way the changed value travels.
    pub direction: Direction,
    /// What of the spec it is about.
    pub subject: Subject,
    /// The thing that changed, as a reader calls it: `Cart.lineItems`, `create: query top`, `models::Cart::id`.
    pub what: String,
    /// The location in the old document or crate. Something new has the location of its container.
    pub old: Option<Place>,
    /// The location in the new document or crate. Something removed has the location of its container.
    pub new: Option<Place>,
    /// What it was.
    pub before: Option<String>,
    /// What it is.
    pub after: Option<String>,
    /// The operations that it reaches, sorted.
    pub operations: Vec<OperationId>,
    /// Why it is accepted, if it is.
    pub accepted: Option<String>,
}

/// Sorts changes for a reader: the most severe first, then those that reach most operations, then by what changed.
pub(super) fn sort(changes: &mut Vec<Change>) {
    changes.sort_by(|left, right| {
        let heavier = right.severity.cmp(&left.severity);
        let wider = right.operations.len().cmp(&left.operations.len());
        let by_name = || (&left.subject, &left.what, left.rule).cmp(&(&right.subject, &right.what, right.rule));
        heavier.then(wider).then_with(by_name)
    });
    changes.dedup();
}
