//! The state of reading schemas, and the results of converting them.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use serde_json::Value;

use super::facts::{self, Facts};
use crate::import::openapi::hint::Hint;
use crate::import::openapi::node::Node;
use crate::problem::Place;
use crate::spec::{Member, Presence, Scalar, Shape, TypeName, TypeRef};

/// The maximum nesting of schemas, inline or by reference.
pub(super) const DEPTH: usize = 100;

/// A value of a document, identified by its address. Documents do not move while they are read.
pub(super) type Id = *const Value;

pub(super) fn id(node: &Node<'_>) -> Id {
    node.value
}

/// The state of reading schemas.
#[derive(Clone, Debug, Default)]
pub(in crate::import::openapi) struct Schemas<'d> {
    pub read: usize,
    pub depth: usize,
    /// The names of the named schemas.
    pub names: HashMap<Id, TypeName>,
    /// The named schemas of the documents.
    pub by_name: HashMap<TypeName, Id>,
    /// The names of schemas in their documents, where they differ from the names here.
    pub renamed: HashMap<Id, String>,
    /// All type names that are in use or reserved.
    pub taken: HashSet<TypeName>,
    /// The last number that was appended to each wanted name.
    pub numbers: HashMap<TypeName, usize>,
    /// The locations of the unnamed types.
    pub places: HashMap<TypeName, Hint>,
    /// Named schemas of parts to which nothing has referred yet.
    pub unused: HashMap<Id, Node<'d>>,
    /// Named schemas that have not been converted to types yet.
    pub waiting: Vec<(TypeName, Node<'d>)>,
    /// The types that unnamed schemas became.
    pub made: HashMap<Id, Typed>,
    /// The types that joined schemas became, and the joins in progress whose name was needed.
    pub(super) joins: HashMap<Vec<Id>, Join>,
    pub(super) families: Families<'d>,
    /// The schemas that only describe forms, once they have been looked for.
    pub(super) forms: Option<BTreeSet<Id>>,
    /// By document, the first enum that lists strings although its `type` is another one, and how many there are.
    pub named_values: BTreeMap<String, (Place, usize)>,
}

impl Schemas<'_> {
    /// The number of schemas that were read.
    pub fn count(&self) -> usize {
        self.read
    }

    /// The types that a document names or refers to.
    pub fn named(&self) -> HashSet<TypeName> {
        self.names.values().cloned().collect()
    }

    /// The location of each unnamed type.
    pub fn places(&self) -> &HashMap<TypeName, Hint> {
        &self.places
    }
}

/// The values that all mappings of the documents give to a schema, by the property and the schema.
pub(super) type Mappings<'d> = HashMap<(&'d str, Id), BTreeSet<&'d str>>;

/// The `allOf` relations between named schemas.
#[derive(Clone, Debug, Default)]
pub(super) struct Families<'d> {
    /// The schemas in the `allOf` of each schema.
    pub parents: HashMap<Id, Vec<Id>>,
    /// The schemas whose `allOf` has each schema.
    pub children: HashMap<Id, Vec<Id>>,
    pub nodes: HashMap<Id, Node<'d>>,
    /// The schemas that represent themselves and all schemas derived from them, with the name of the type for the
    /// schema alone.
    pub bases: HashMap<Id, TypeName>,
    /// The mappings of all discriminators, once they have been looked for.
    pub mappings: Option<Mappings<'d>>,
}

impl Families<'_> {
    pub fn above(&self, from: Id) -> HashSet<Id> {
        reached(&self.parents, from)
    }

    pub fn below(&self, from: Id) -> HashSet<Id> {
        reached(&self.children, from)
    }
}

pub(super) fn reached(edges: &HashMap<Id, Vec<Id>>, from: Id) -> HashSet<Id> {
    let mut found = HashSet::new();
    let mut open = vec![from];
    while let Some(next) = open.pop() {
        for target in edges.get(&next).into_iter().flatten() {
            if found.insert(*target) {
                open.push(*target);
            }
        }
    }
    found.remove(&from);
    found
}

/// The content of a schema at its location: the type, and facts that a type cannot express.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::import::openapi) struct Typed {
    pub ty: TypeRef,
    pub facts: Facts,
}

impl Typed {
    /// The same content at a location that has its own documentation: that of a type is about the type.
    pub fn with_docs(mut self, facts: Facts) -> Self {
        if !facts.docs.is_empty() || matches!(self.ty, TypeRef::Named(..)) {
            self.facts.docs = facts.docs;
        }
        self.facts.deprecated |= facts.deprecated;
        self
    }

    /// A property of an object or a form with this content.
    pub fn member(self, presence: Presence, client_name: Option<String>) -> Member {
        let Facts { docs, deprecated, access, sensitivity, default, mut constraints, xml } = self.facts;
        if matches!(self.ty, TypeRef::Named(..)) {
            // The model documents that it allows no additional properties.
            constraints.others.retain(|other| other != facts::CLOSED);
        }
        Member {
            ty: self.ty,
            client_name,
            presence,
            access,
            sensitivity,
            role: None,
            default,
            constraints,
            xml,
            deprecated,
            docs,
        }
    }
}

/// The state of joining several schemas that apply to one value.
#[derive(Clone, Debug)]
pub(super) enum Join {
    /// The schemas are being read; their type would get this name.
    Open(TypeName),
    /// The schemas have become this type.
    Known(TypeRef),
}

/// The result of converting a schema that may need a name.
pub(super) enum TypeOrShape {
    /// A type that needs no name.
    Ref(TypeRef),
    /// A shape, which needs a name.
    Shape(Shape),
}

impl TypeOrShape {
    pub const JSON: Self = Self::Ref(TypeRef::Scalar(Scalar::Json));
}

/// A type with the facts that its schema states beyond the shape.
pub(super) struct ConvertedSchema {
    pub made: TypeOrShape,
    pub facts: Facts,
    pub nullable: bool,
}
