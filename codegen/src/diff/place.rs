//! The location of a change: in the normalized spec and the document behind it, or in a file of the generated crate.

use std::rc::Rc;

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

/// A list of strings that shares its start with the lists that it extends, because a comparison makes a location for
/// each value and reports few of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Trail(Option<Rc<Step>>);

#[derive(Debug, PartialEq, Eq)]
struct Step {
    before: Trail,
    last: Box<str>,
}

impl Trail {
    /// The list with one string more.
    pub(super) fn then(&self, last: &str) -> Self {
        Self(Some(Rc::new(Step { before: self.clone(), last: last.into() })))
    }

    fn then_all(&self, more: &[&str]) -> Self {
        more.iter().fold(self.clone(), |trail, last| trail.then(last))
    }

    /// The strings in order.
    pub(super) fn parts(&self) -> Vec<&str> {
        let mut parts = Vec::new();
        let mut rest = self;
        while let Some(step) = &rest.0 {
            parts.push(&*step.last);
            rest = &step.before;
        }
        parts.reverse();
        parts
    }
}

/// A location in one of the two specs while they are walked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spot {
    tokens: Trail,
    /// The location in the source, and the names below it.
    origin: Option<(Rc<Origin>, Trail)>,
}

impl Spot {
    /// The location to which the tokens lead from the top.
    pub fn top(tokens: &[&str]) -> Self {
        Self { tokens: Trail::default().then_all(tokens), origin: None }
    }

    /// The same location, with its source.
    pub fn from(self, origin: Option<&Origin>) -> Self {
        Self { origin: origin.map(|origin| (Rc::new(origin.clone()), Trail::default())), ..self }
    }

    /// The location to which the tokens lead from this one; the last of the tokens is a name that the source has too.
    pub fn down(&self, tokens: &[&str]) -> Self {
        let origin = match (&self.origin, tokens.last()) {
            (Some((origin, names)), Some(last)) => Some((Rc::clone(origin), names.then(last))),
            (origin, _) => origin.clone(),
        };
        Self { tokens: self.tokens.then_all(tokens), origin }
    }

    /// The location to which the tokens lead from this one, in a part of the spec that the source does not have.
    pub fn below(&self, tokens: &[&str]) -> Self {
        Self { tokens: self.tokens.then_all(tokens), origin: self.origin.clone() }
    }

    /// The location in the form that a change has.
    pub fn place(&self) -> Place {
        let names = |names: &Trail| names.parts().into_iter().map(str::to_owned).collect();
        let origin = self.origin.as_ref().map(|(origin, below)| ((**origin).clone(), names(below)));
        Place::Spec { pointer: pointer(&self.tokens.parts()), origin }
    }
}
