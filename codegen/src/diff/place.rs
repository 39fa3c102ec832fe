//! The location of a change: in the normalized spec and the document behind it, or in a file of the generated crate.

use crate::spec::{Origin, pointer};

/// The location of a change on one side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// In the spec.
    Spec {
        /// The JSON pointer in `api.json`.
        pointer: String,
        /// The location in the source: that of the type, operation or scheme, and the names below it that lead to the
        /// change.
        origin: Option<(Origin, Vec<String>)>,
    },
    /// In the generated crate.
    Rust {
        /// The file, by its path in the crate.
        file: String,
        /// The starts of the enclosing declarations and of the declaration itself, as they are written: `pub struct
        /// Cart`, `pub id:`.
        trail: Vec<String>,
    },
}

/// A location in one of the two specs while they are walked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spot {
    tokens: Vec<String>,
    origin: Option<(Origin, Vec<String>)>,
}

impl Spot {
    /// The location to which the tokens lead from the top.
    pub fn top(tokens: &[&str]) -> Self {
        Self { tokens: tokens.iter().map(|token| (*token).to_owned()).collect(), origin: None }
    }

    /// The same location, with its source.
    pub fn from(mut self, origin: Option<&Origin>) -> Self {
        self.origin = origin.map(|origin| (origin.clone(), Vec::new()));
        self
    }

    /// The location to which the tokens lead from this one; the last of the tokens is a name that the source has too.
    pub fn down(&self, tokens: &[&str]) -> Self {
        let mut below = self.clone();
        below.tokens.extend(tokens.iter().map(|token| (*token).to_owned()));
        if let (Some((_, names)), Some(last)) = (&mut below.origin, tokens.last()) {
            names.push((*last).to_owned());
        }
        below
    }

    /// The location to which the tokens lead from this one, in a part of the spec that the source does not have.
    pub fn below(&self, tokens: &[&str]) -> Self {
        let mut below = self.clone();
        below.tokens.extend(tokens.iter().map(|token| (*token).to_owned()));
        below
    }

    /// The location in the form that a change has.
    pub fn place(&self) -> Place {
        let tokens: Vec<&str> = self.tokens.iter().map(String::as_str).collect();
        Place::Spec { pointer: pointer(&tokens), origin: self.origin.clone() }
    }
}
