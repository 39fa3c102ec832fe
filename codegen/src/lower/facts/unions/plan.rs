//! How the values of unions are represented.

use std::collections::BTreeMap;

use crate::rust::Test;
use crate::spec::TypeRef;

/// The representation of each union.
pub(crate) type Plans = BTreeMap<String, Plan>;

/// The representation of the values of a union.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Plan {
    /// The union is another name for this type, which accepts all values.
    Alias(TypeRef),
    /// The value is of one of these types.
    OneOf(Vec<Row>),
    /// The value is kept as JSON, from which each type can be read.
    AnyOf {
        /// Whether the source means exactly one type, but nothing distinguishes them.
        is_fallback: bool,
    },
}

/// A type that a value of the union may have.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Row {
    /// The index of the variant in the spec.
    pub variant: usize,
    /// The type of the values.
    pub ty: TypeRef,
    /// The values of the union's discriminator that select this type.
    pub(super) tags: Vec<String>,
    /// The tests that identify a value of this type; any of them is enough.
    pub tests: Vec<Test>,
}
