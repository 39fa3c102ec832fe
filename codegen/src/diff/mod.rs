//! Compares two specs, and the two crates generated from them: what changed, and whom each change breaks.
//!
//! Two comparisons are made. [`wire`](wire::compare) compares two [`Api`]s: does a client built from the old spec keep
//! working against the new service? [`surface`](surface::compare) compares two [`Crate`]s: does code that calls the old
//! crate compile, and mean the same, against the new one? Their changes are connected by the [`Subject`] that both
//! concern.

pub mod accepted;
pub mod bump;
mod change;
mod direction;
mod equal;
pub mod generator;
mod place;
pub mod report;
pub mod rules;
pub mod surface;
mod touched;
pub mod wire;

use crate::rust::Crate;
use crate::spec::Api;

pub use self::change::{Change, Part, Subject};
pub use self::direction::Direction;
pub use self::place::{Place, Spot};
pub use self::rules::{Rule, Scope, Severity};
pub use self::touched::by_file;

/// One side of the comparison.
#[derive(Clone, Copy, Debug)]
pub struct Side<'a> {
    /// The spec of this side.
    pub api: &'a Api,
    /// The generated crate; `None` if it could not be generated.
    pub krate: Option<&'a Crate>,
}

/// The result of a comparison: all changes, the most severe first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diff {
    /// Changes to requests and responses.
    pub wire: Vec<Change>,
    /// Changes to the public interface of the crate; `None` if one of the crates could not be generated.
    pub surface: Option<Vec<Change>>,
}

impl Diff {
    /// The comparison with further changes, such as those of the generator. Changes of the crate are left out where the
    /// crates were not compared.
    pub fn with(mut self, changes: Vec<Change>) -> Self {
        let (wire, surface): (Vec<Change>, Vec<Change>) =
            changes.into_iter().partition(|change| change.rule.scope() == Scope::Wire);
        self.wire.extend(wire);
        change::sort(&mut self.wire);
        if let Some(changes) = &mut self.surface {
            changes.extend(surface);
            change::sort(changes);
        }
        self
    }

    /// The severity of the most severe change on the wire.
    pub fn wire_severity(&self) -> Option<Severity> {
        self.wire.iter().map(|change| change.severity).max()
    }

    /// The severity of the most severe change of the crate.
    pub fn surface_severity(&self) -> Option<Severity> {
        self.surface.iter().flatten().map(|change| change.severity).max()
    }

    /// The changes that are not accepted and have at least one of the given severities in their scope, each with the
    /// least severe of these.
    pub fn refused(&self, levels: &[(Scope, Severity)]) -> Vec<(&Change, Severity)> {
        let open = self.changes().filter(|change| change.accepted.is_none());
        let level = |change: &Change| {
            let of_scope = levels.iter().filter(|(scope, _)| *scope == change.rule.scope());
            of_scope.map(|(_, level)| *level).filter(|level| change.severity >= *level).min()
        };
        open.filter_map(|change| Some((change, level(change)?))).collect()
    }

    /// Whether there are no changes.
    pub fn is_empty(&self) -> bool {
        self.wire.is_empty() && self.surface.iter().flatten().next().is_none()
    }

    /// All changes: those of the wire, then those of the surface.
    pub fn changes(&self) -> impl Iterator<Item = &Change> {
        self.wire.iter().chain(self.surface.iter().flatten())
    }
}

/// Compares two specs, and the crates generated from them.
pub fn compare(old: Side<'_>, new: Side<'_>) -> Diff {
    let wire = wire::compare(old.api, new.api);
    let surface = match (old.krate, new.krate) {
        (Some(old), Some(new)) => Some(surface::compare(old, new)),
        (None, _) | (_, None) => None,
    };
    Diff { wire, surface }
}
