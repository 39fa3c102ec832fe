//! From schemas to types of the spec: one path for all dialects.

use serde_json::Value;

use super::{Hint, Import, Node};
use crate::spec::{Access, Constraints, Scalar, Sensitivity, TypeRef};

/// What is known of the schemas that were read so far.
#[derive(Debug, Default)]
pub(super) struct Schemas<'d> {
    read: usize,
    names: std::marker::PhantomData<&'d ()>,
}

impl Schemas<'_> {
    /// How many schemas were read.
    pub fn count(&self) -> usize {
        self.read
    }
}

/// What a schema says where it stands: the type, and what a type alone cannot carry.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Typed {
    pub ty: TypeRef,
    pub facts: Facts,
}

/// What a schema says of the member, parameter or body that it describes, beyond its type.
impl Typed {
    pub fn member(self, presence: crate::spec::Presence) -> crate::spec::Member {
        crate::spec::Member { presence, ..crate::spec::Member::new(self.ty) }
    }
}

#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Facts {
    pub docs: String,
    pub deprecated: bool,
    pub access: Access,
    pub sensitivity: Sensitivity,
    /// The default, as the document has it; whether it fits is judged once all types are known.
    pub default: Option<Value>,
    pub constraints: Constraints,
}

impl<'d> Import<'d> {
    /// Makes a type of each named schema of the document.
    pub fn models(&mut self) {}

    /// What a schema says where it stands; `hint` names the type where it has no name of its own.
    ///
    /// A parameter of Swagger 2.0 is such a schema, too.
    pub fn typed(&mut self, _schema: &Node<'d>, _hint: &Hint) -> Typed {
        self.schemas.read += 1;
        Typed { ty: TypeRef::Scalar(Scalar::Json), facts: Facts::default() }
    }

    /// The type of a schema.
    pub fn type_of(&mut self, schema: &Node<'d>, hint: &Hint) -> TypeRef {
        self.typed(schema, hint).ty
    }

    pub fn define(&mut self, hint: &Hint, def: crate::spec::TypeDef) -> TypeRef {
        self.api.types.insert(hint.name(), def);
        TypeRef::named(hint.name())
    }

    /// Judges what can be judged only once all types are known: defaults, and types without an end.
    pub fn settle(&mut self) {}
}
