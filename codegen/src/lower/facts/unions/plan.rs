//! How the values of unions are represented.

use std::collections::BTreeMap;

use crate::rust::Test;
use crate::spec::TypeRef;

/// How the values of each union are held.
pub(crate) type Plans = BTreeMap<String, Plan>;

/// How the values of a union are held.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Plan {
    /// As this type, which takes all of them.
    Alias(TypeRef),
    /// As one of these.
    OneOf(Vec<Row>),
    /// As JSON from which each type can be read.
    AnyOf {
        /// Whether the source means exactly one type, but nothing distinguishes them.
        is_fallback: bool,
    },
}

/// A type that a value may be of.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Row {
    /// The variant of the spec, by number.
    pub variant: usize,
    /// Its type.
    pub ty: TypeRef,
    /// The values of the union's tag with which it comes.
    pub(super) tags: Vec<String>,
    /// What it is known by; any of them is enough.
    pub tests: Vec<Test>,
}
