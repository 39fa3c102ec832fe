//! Constraints that a crate enforces.

use super::Ident;

/// The table of the constraints of a model.
#[derive(Clone, Debug, PartialEq)]
pub struct Validation {
    /// The name of the model.
    pub name: Ident,
    /// The type parameters of the model.
    pub params: Vec<Ident>,
    /// The parts of the model that are checked.
    pub checks: Checks,
}

/// The parts of a model that are checked.
#[derive(Clone, Debug, PartialEq)]
pub enum Checks {
    /// Fields of a struct.
    Fields(Vec<Check>),
    /// Variants of a union.
    Variants(Vec<Ident>),
}

/// A check of a field.
#[derive(Clone, Debug, PartialEq)]
pub struct Check {
    /// The name of the field.
    pub name: Ident,
    /// The name of the property on the wire.
    pub wire: String,
    /// Whether the field may be absent or null.
    pub presence: super::Presence,
    /// What is checked.
    pub kind: CheckKind,
}

/// What is checked of the value of a field.
#[derive(Clone, Debug, PartialEq)]
pub enum CheckKind {
    /// The constraints of a string or a number.
    Value(Vec<Limit>),
    /// The constraints of a list.
    Items(Vec<Limit>),
    /// The constraints of each string or number in a list.
    Each(Vec<Limit>),
    /// The constraints of the models in the value.
    Nested,
}

/// A constraint.
#[derive(Clone, Debug, PartialEq)]
pub struct Limit {
    /// The method of the runtime's `Limits` that sets the constraint.
    pub name: &'static str,
    /// The bound.
    pub bound: Bound,
}

/// The bound of a constraint.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Bound {
    /// A number of characters or items.
    Count(u64),
    /// An integer.
    Integer(i128),
    /// A number that may have a fraction.
    Double(f64),
    /// No bound: the constraint is a flag.
    True,
}
