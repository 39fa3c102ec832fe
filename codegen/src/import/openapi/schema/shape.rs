//! Converts a combined schema to a type, by the kinds of JSON that it allows.

use serde_json::Value;

use super::kinds::Kinds;
use super::read::{Rest, Schema};
use super::{ConvertedSchema, Facts, Id, TypeOrShape};
use crate::import::openapi::{Hint, Import};
use crate::spec::{Holds, Scalar, Shape, TypeRef, Union, Variant};

impl<'d> Import<'d> {
    /// Creates a type from a schema with all keywords that apply combined.
    pub(super) fn shape(&mut self, mut schema: Schema<'d>, hint: &Hint, owner: Option<Id>) -> ConvertedSchema {
        if !schema.alternatives.is_empty() {
            return self.alternatives(schema, hint, owner);
        }
        let mut facts = std::mem::take(&mut schema.facts);
        let mut nullable = schema.nullable;
        let kinds = schema.kinds.unwrap_or_else(|| deduced(&schema, &facts));
        let made = if let Some(values) = schema.values.take() {
            self.enumeration(&schema, values, kinds, &mut facts, hint, owner.is_some())
        } else if kinds == Kinds::NULL {
            nullable = true;
            facts.constraints.constant = Some(Value::Null);
            TypeOrShape::JSON
        } else {
            self.of_kinds(schema, kinds, &mut facts, hint)
        };
        ConvertedSchema { made, facts, nullable }
    }

    /// The type of a schema without keywords for its shape: its bounds may still imply a kind.
    pub(super) fn bare(&mut self, facts: &Facts) -> TypeOrShape {
        match bounded(facts) {
            Kinds::STRING => TypeOrShape::Ref(TypeRef::Scalar(Scalar::String)),
            Kinds::NUMBER => TypeOrShape::Ref(TypeRef::Scalar(Scalar::Double)),
            Kinds::ARRAY => TypeOrShape::Ref(TypeRef::Scalar(Scalar::Json).list()),
            _ => TypeOrShape::JSON,
        }
    }

    fn of_kinds(&mut self, schema: Schema<'d>, kinds: Kinds, facts: &mut Facts, hint: &Hint) -> TypeOrShape {
        let each = kinds.each();
        match each.as_slice() {
            [kind] => self.of_kind(schema, *kind, facts, hint),
            // A schema that allows all kinds has no information, unless it also describes a list or an object.
            _ if kinds.holds(Kinds::ALL) => TypeOrShape::JSON,
            _ => {
                let mut variants = Vec::new();
                for kind in &each {
                    let variant = Schema { kinds: Some(*kind), ..schema.clone() };
                    let inner = hint.with(kind.word());
                    let made = self.of_kind(variant, *kind, facts, &inner);
                    let ty = self.named_shape(made, &schema, &inner);
                    if !variants.iter().any(|variant: &Variant| variant.ty == ty) {
                        variants.push(Variant::of(ty));
                    }
                }
                TypeOrShape::Shape(Shape::Union(Union { holds: Holds::One, tag: None, variants }))
            }
        }
    }

    fn of_kind(&mut self, schema: Schema<'d>, kind: Kinds, facts: &mut Facts, hint: &Hint) -> TypeOrShape {
        match kind {
            Kinds::OBJECT => self.object(schema, facts, hint),
            Kinds::ARRAY => self.array(schema, facts, hint),
            _ => TypeOrShape::Ref(TypeRef::Scalar(self.scalar(&schema, kind, facts))),
        }
    }

    /// A type for a part of another type. It needs a name if it is more than a reference.
    pub(super) fn named_shape(&mut self, made: TypeOrShape, schema: &Schema<'d>, hint: &Hint) -> TypeRef {
        let built = ConvertedSchema { made, facts: Facts::default(), nullable: false };
        self.placed(built, &schema.node, hint).ty
    }
}

/// The kinds that the keywords of a schema without `type` imply.
fn deduced(schema: &Schema<'_>, facts: &Facts) -> Kinds {
    let has_members = !schema.properties.is_empty() || !schema.patterns.is_empty() || !schema.required.is_empty();
    if has_members || !matches!(schema.rest, Rest::Unsaid) {
        return Kinds::OBJECT;
    }
    if !schema.items.is_empty() || schema.prefix.is_some() {
        return Kinds::ARRAY;
    }
    match schema.format {
        Some("int32" | "int64" | "uint32" | "uint64" | "integer" | "int") => Kinds::INTEGER,
        Some("float" | "double" | "decimal" | "number") => Kinds::NUMBER,
        Some("boolean") => Kinds::BOOLEAN,
        Some(_) => Kinds::STRING,
        None => bounded(facts),
    }
}

/// The kind of value to which the bounds apply.
fn bounded(facts: &Facts) -> Kinds {
    let these = &facts.constraints;
    if these.min_length.is_some() || these.max_length.is_some() || these.pattern.is_some() {
        Kinds::STRING
    } else if these.minimum.is_some() || these.maximum.is_some() || these.multiple_of.is_some() {
        Kinds::NUMBER
    } else if these.min_items.is_some() || these.max_items.is_some() || these.unique_items {
        Kinds::ARRAY
    } else {
        Kinds::ALL
    }
}
