//! How a change moves the set of the values that a schema allows.

use serde_json::{Map, Value};

/// How the set of allowed values changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Moved {
    /// Nothing changed.
    Not,
    /// The same values are allowed, and something else is said of them.
    Said,
    /// Fewer values are allowed.
    Tighter,
    /// More values are allowed.
    Looser,
    /// Other values are allowed, or it is unknown which values are.
    Other,
}

impl Moved {
    /// The change that both changes make together.
    pub(super) fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Not, moved) | (moved, Self::Not) => moved,
            (Self::Said, moved) | (moved, Self::Said) => moved,
            (one, other) if one == other => one,
            (_, _) => Self::Other,
        }
    }

    /// The change where values that match are refused.
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
