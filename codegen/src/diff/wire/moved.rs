//! How a change affects the set of values that a schema allows.

use serde_json::{Map, Value};

/// How the set of allowed values changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Moved {
    /// Nothing changed.
    Not,
    /// The same values are allowed, but a statement about them changed.
    Said,
    /// Fewer values are allowed.
    Tighter,
    /// More values are allowed.
    Looser,
    /// Other values are allowed, or the effect is unknown.
    Other,
}

impl Moved {
    /// The combined effect of two changes.
    pub(super) fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Not, moved) | (moved, Self::Not) => moved,
            (Self::Said, moved) | (moved, Self::Said) => moved,
            (one, other) if one == other => one,
            (_, _) => Self::Other,
        }
    }

    /// The effect of a change of a schema that values must not match.
    pub(super) fn inverted(self) -> Self {
        match self {
            Self::Tighter => Self::Looser,
            Self::Looser => Self::Tighter,
            Self::Not | Self::Said | Self::Other => self,
        }
    }
}

/// A schema as an object of keywords.
pub(super) type Keywords = Map<String, Value>;
