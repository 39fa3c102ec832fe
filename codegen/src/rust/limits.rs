//! Limits of values that a crate enforces.

use super::Ident;

/// The table of the constraints of a model.
#[derive(Clone, Debug, PartialEq)]
pub struct Validation {
    /// The model.
    pub name: Ident,
    /// Its type parameters.
    pub params: Vec<Ident>,
    /// What is looked at.
    pub looks: Looks,
}

/// What of a model is looked at.
#[derive(Clone, Debug, PartialEq)]
pub enum Looks {
    /// Members of a struct.
    Members(Vec<Look>),
    /// Variants of a union.
    Variants(Vec<Ident>),
}

/// A look at a member.
#[derive(Clone, Debug, PartialEq)]
pub struct Look {
    /// The member.
    pub name: Ident,
    /// Its name on the wire.
    pub wire: String,
    /// Whether it may be absent or null.
    pub presence: super::Presence,
    /// What is looked for.
    pub what: What,
}

/// What is looked for in a value.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// Whether a text or a number keeps to limits.
    Value(Vec<Limit>),
    /// Whether a list keeps to limits.
    Items(Vec<Limit>),
    /// Whether each text or number of a list does.
    Each(Vec<Limit>),
    /// Whether the models in it do.
    Walk,
}

/// A limit.
#[derive(Clone, Debug, PartialEq)]
pub struct Limit {
    /// What of a value is limited: the method of the runtime's `Limits`.
    pub name: &'static str,
    /// The bound.
    pub bound: Bound,
}

/// The bound of a limit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Bound {
    /// A number of characters or items.
    Count(u64),
    /// An integer.
    Integer(i128),
    /// A number that may have a fraction.
    Double(f64),
    /// Nothing but that it is so.
    True,
}
