//! What changed between two specs, and between the two crates made of them, and whom each change breaks.
//!
//! Two comparisons are made. [`wire`](wire::compare) holds two [`Api`]s against each other: does a
//! client built from the old spec keep working against the new service? [`surface`](surface::compare) holds two
//! [`Crate`]s against each other: does code that calls the old crate compile, and mean the same,
//! against the new one? Their changes are joined by the [`Subject`] that both are about.

pub mod bump;
mod place;
pub mod report;
pub mod rules;
pub mod surface;
mod touched;
pub mod wire;

use serde::Serialize;

use crate::rust::Crate;
use crate::spec::{Api, OperationId, TypeName};

pub use self::place::{Place, Spot};
pub use self::rules::{Rule, Scope, Severity};
pub use self::touched::by_file;

/// Which way a value travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// No operation sends or receives it.
    Neither,
    /// The caller sends it.
    Sent,
    /// The service sends it.
    Received,
    /// Both send it.
    Both,
}

impl Direction {
    /// The direction of a value that is sent, received, or both.
    pub fn of(sent: bool, received: bool) -> Self {
        match (sent, received) {
            (false, false) => Self::Neither,
            (true, false) => Self::Sent,
            (false, true) => Self::Received,
            (true, true) => Self::Both,
        }
    }

    /// Whether the caller sends it.
    pub fn is_sent(self) -> bool {
        matches!(self, Self::Sent | Self::Both)
    }

    /// Whether the service sends it.
    pub fn is_received(self) -> bool {
        matches!(self, Self::Received | Self::Both)
    }

    /// What goes in both this and the other direction.
    pub fn and(self, other: Self) -> Self {
        Self::of(self.is_sent() && other.is_sent(), self.is_received() && other.is_received())
    }

    /// What goes in this or the other direction.
    pub fn or(self, other: Self) -> Self {
        Self::of(self.is_sent() || other.is_sent(), self.is_received() || other.is_received())
    }

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Neither => "not in use",
            Self::Sent => "sent",
            Self::Received => "received",
            Self::Both => "sent and received",
        }
    }
}

/// What of the spec a change is about: what joins a change of the wire with those of the crate.
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
}

/// What one side of the comparison is made of.
#[derive(Clone, Copy, Debug)]
pub struct Side<'a> {
    /// The spec.
    pub api: &'a Api,
    /// The crate; `None` if it could not be generated.
    pub krate: Option<&'a Crate>,
}

/// All changes, the heaviest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diff {
    /// What the service and the client say to each other.
    pub wire: Vec<Change>,
    /// Changes to the public interface of the crate; `None` if one of the crates could not be generated.
    pub surface: Option<Vec<Change>>,
}

impl Diff {
    /// The heaviest change of the wire.
    pub fn wire_severity(&self) -> Option<Severity> {
        self.wire.iter().map(|change| change.severity).max()
    }

    /// The heaviest change of the surface.
    pub fn surface_severity(&self) -> Option<Severity> {
        self.surface.iter().flatten().map(|change| change.severity).max()
    }

    /// Whether nothing changed.
    pub fn is_empty(&self) -> bool {
        self.wire.is_empty() && self.surface.iter().flatten().next().is_none()
    }

    /// All changes: those of the wire, then those of the surface.
    pub fn changes(&self) -> impl Iterator<Item = &Change> {
        self.wire.iter().chain(self.surface.iter().flatten())
    }
}

/// Compares two specs, and the crates made of them.
pub fn compare(old: Side<'_>, new: Side<'_>) -> Diff {
    let wire = wire::compare(old.api, new.api);
    let surface = match (old.krate, new.krate) {
        (Some(old), Some(new)) => Some(surface::compare(old, new)),
        (None, _) | (_, None) => None,
    };
    Diff { wire, surface }
}

/// Sorts changes for a reader: the heaviest first, then those that reach most operations, then by what changed.
fn sort(changes: &mut Vec<Change>) {
    changes.sort_by(|left, right| {
        let heavier = right.severity.cmp(&left.severity);
        let wider = right.operations.len().cmp(&left.operations.len());
        let by_name = || (&left.subject, &left.what, left.rule).cmp(&(&right.subject, &right.what, right.rule));
        heavier.then(wider).then_with(by_name)
    });
    changes.dedup();
}
