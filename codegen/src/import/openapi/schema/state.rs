//! What is known of the schemas that were read so far, and what a schema becomes.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde_json::Value;

use super::facts::{self, Facts};
use crate::import::openapi::hint::Hint;
use crate::import::openapi::node::Node;
use crate::problem::Place;
use crate::spec::{Member, Presence, Scalar, Shape, TypeName, TypeRef};

/// The maximum nesting of schemas, inline or by reference.
pub(super) const DEPTH: usize = 100;

/// A value of a document, by its address: documents do not move while they are read.
pub(super) type Id = *const Value;

pub(super) fn id(node: &Node<'_>) -> Id {
    node.value
}

/// What is known of the schemas that were read so far.
#[derive(Debug, Default)]
pub(in crate::import::openapi) struct Schemas<'d> {
    pub read: usize,
    pub depth: usize,
    /// The names of the schemas that have one.
    pub names: HashMap<Id, TypeName>,
    /// The named schemas of the documents.
    pub by_name: HashMap<TypeName, Id>,
    /// The names in their documents of the schemas that are called otherwise here.
    pub renamed: HashMap<Id, String>,
    /// All names of types that are in use or kept free.
    pub taken: HashSet<TypeName>,
    /// The last number that a wanted name was given.
    pub numbers: HashMap<TypeName, usize>,
    /// The locations of the unnamed types.
    pub places: HashMap<TypeName, Hint>,
    /// Named schemas of parts to which nothing refers so far.
    pub unused: HashMap<Id, Node<'d>>,
    /// Named schemas that have not been converted to types yet.
    pub waiting: Vec<(TypeName, Node<'d>)>,
    /// What was made of schemas without a name.
    pub made: HashMap<Id, Typed>,
    /// What was made of schemas that hold together, and of those that still are, once that needed a name.
    pub(super) joins: HashMap<Vec<Id>, Join>,
    pub(super) families: Families<'d>,
    /// By document, the first enum that lists strings although its `type` is another one, and how many there are.
    pub named_values: BTreeMap<String, (Place, usize)>,
}

impl Schemas<'_> {
    /// How many schemas were read.
    pub fn count(&self) -> usize {
        self.read
    }

    /// The types to which a document gives a name, or refers.
    pub fn named(&self) -> HashSet<TypeName> {
        self.names.values().cloned().collect()
    }

    /// The location of each unnamed type.
    pub fn places(&self) -> &HashMap<TypeName, Hint> {
        &self.places
    }
}

/// The `allOf` relations between named schemas.
#[derive(Debug, Default)]
pub(super) struct Families<'d> {
    /// The schemas that a schema takes into its `allOf`.
    pub parents: HashMap<Id, Vec<Id>>,
    /// The schemas that take a schema into their `allOf`.
    pub children: HashMap<Id, Vec<Id>>,
    pub nodes: HashMap<Id, Node<'d>>,
    /// The schemas that mean themselves and all schemas derived from them, with the name of their own content.
    pub bases: HashMap<Id, TypeName>,
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

/// The content of a schema at its location: the type, and what a type alone cannot express.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::import::openapi) struct Typed {
    pub ty: TypeRef,
    pub facts: Facts,
}

impl Typed {
    /// A property of an object, or of a form.
    pub fn member(self, presence: Presence, client_name: Option<String>) -> Member {
        let Facts { docs, deprecated, access, sensitivity, default, mut constraints, xml } = self.facts;
        if matches!(self.ty, TypeRef::Named(..)) {
            // The model says so.
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

/// What several schemas that apply to one value become.
#[derive(Debug)]
pub(super) enum Join {
    /// They are being read, and would be called so.
    Open(TypeName),
    /// They are this type.
    Known(TypeRef),
}

/// What was made of a schema that has, or is to have, a name.
pub(super) enum Made {
    /// A type that needs no name.
    Ref(TypeRef),
    /// A type that does.
    Shape(Shape),
}

impl Made {
    pub const JSON: Self = Self::Ref(TypeRef::Scalar(Scalar::Json));
}

/// A type with what it states beyond its shape.
pub(super) struct Built {
    pub made: Made,
    pub facts: Facts,
    pub nullable: bool,
}
