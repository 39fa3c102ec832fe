//! How a change affects the set of values that a schema allows.

use serde_json::{Map, Value};

use super::super::Rule;

/// How the set of allowed values changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Effect {
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

impl Effect {
    /// The combined effect of two changes.
    pub(super) fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Not, moved) | (moved, Self::Not) => moved,
            (Self::Said, moved) | (moved, Self::Said) => moved,
            (one, other) if one == other => one,
            (_, _) => Self::Other,
        }
    }

    /// The rule that reports the effect, if there is one.
    pub(super) fn rule(self) -> Option<Rule> {
        Some(match self {
            Self::Not => return None,
            Self::Said => Rule::DocsChanged,
            Self::Tighter => Rule::ConstraintTightened,
            Self::Looser => Rule::ConstraintLoosened,
            Self::Other => Rule::ConstraintChanged,
        })
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
