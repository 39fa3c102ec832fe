//! What makes two types of a document equal: everything but their names and locations.

use std::collections::HashMap;
use std::hash::{Hash, Hasher};
use std::iter;

use crate::spec::{Member, Shape, Struct, TypeDef, TypeName, TypeRef, Union, Variant};

/// A type without its name and location. The order of properties and of the values of string enums does not matter.
pub(super) struct Form<'a> {
    def: &'a TypeDef,
    /// The properties of a struct, sorted by name.
    members: Vec<(&'a String, &'a Member)>,
    /// The types to which the type refers, in the order of its properties or variants. Types that were found equal are
    /// replaced with one of them, and the type itself with the empty name.
    refs: Vec<TypeRef>,
}

impl<'a> Form<'a> {
    /// The form of a type. `same` maps types to the equal types that replace them.
    pub fn of(name: &TypeName, def: &'a TypeDef, same: &HashMap<TypeName, TypeName>) -> Self {
        let mut members: Vec<(&String, &Member)> = match &def.shape {
            Shape::Struct(of_struct) => of_struct.members.iter().collect(),
            Shape::Strings(_) | Shape::Integers(_) | Shape::Union(_) | Shape::Alias(_) => Vec::new(),
        };
        members.sort_unstable_by_key(|(name, _)| *name);
        let renamed = |ty: &TypeRef| {
            ty.map(&mut |part| match part {
                TypeRef::Named(other, args) => {
                    let other = standing(&other, same);
                    TypeRef::Named(if other == name { TypeName::new() } else { other.clone() }, args)
                }
                part => part,
            })
        };
        let refs = match &def.shape {
            Shape::Struct(of_struct) => {
                members.iter().map(|(_, member)| &member.ty).chain(&of_struct.rest).map(renamed).collect()
            }
            Shape::Strings(_) | Shape::Integers(_) | Shape::Union(_) | Shape::Alias(_) => {
                def.shape.parts().into_iter().map(renamed).collect()
            }
        };
        Self { def, members, refs }
    }
}

impl Hash for Form<'_> {
    /// Hashes what differs in nearly all types that are not equal.
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Self { def, members, refs } = self;
        (&def.docs, refs).hash(state);
        for (name, member) in members {
            (name, &member.docs).hash(state);
        }
        match &def.shape {
            // The members are hashed above.
            Shape::Struct(_) | Shape::Alias(_) => {}
            Shape::Strings(of_enum) => {
                let values = of_enum.values.iter().map(|value| &value.value);
                (values.clone().min(), values.max()).hash(state);
            }
            Shape::Integers(of_enum) => of_enum.values.iter().for_each(|value| value.value.hash(state)),
            Shape::Union(of_union) => of_union.variants.iter().for_each(|variant| variant.docs.hash(state)),
        }
    }
}

impl PartialEq for Form<'_> {
    fn eq(&self, other: &Self) -> bool {
        let TypeDef { docs, deprecated, params, shape, constraints, xml, origin: _ } = self.def;
        self.refs == other.refs
            && *docs == other.def.docs
            && *deprecated == other.def.deprecated
            && *params == other.def.params
            && *constraints == other.def.constraints
            && *xml == other.def.xml
            && self.members.len() == other.members.len()
            && iter::zip(&self.members, &other.members)
                .all(|((name, member), (other_name, other))| name == other_name && is_same_member(member, other))
            && is_same_shape(shape, &other.def.shape)
    }
}

impl Eq for Form<'_> {}

/// The name of the type into which a type was merged.
pub(super) fn standing<'a>(name: &'a TypeName, same: &'a HashMap<TypeName, TypeName>) -> &'a TypeName {
    let mut name = name;
    while let Some(kept) = same.get(name) {
        name = kept;
    }
    name
}

/// Whether two properties are equal, apart from their types.
fn is_same_member(one: &Member, other: &Member) -> bool {
    let Member { ty: _, client_name, presence, access, sensitivity, role, default, constraints, xml, deprecated, docs } =
        one;
    *client_name == other.client_name
        && *presence == other.presence
        && *access == other.access
        && *sensitivity == other.sensitivity
        && *role == other.role
        && *default == other.default
        && *constraints == other.constraints
        && *xml == other.xml
        && *deprecated == other.deprecated
        && *docs == other.docs
}

/// Whether two shapes are equal, apart from their references and the properties of structs.
fn is_same_shape(one: &Shape, other: &Shape) -> bool {
    match (one, other) {
        (Shape::Struct(Struct { members: _, rest }), Shape::Struct(other)) => rest.is_some() == other.rest.is_some(),
        (Shape::Strings(one), Shape::Strings(other)) => one == other,
        (Shape::Integers(one), Shape::Integers(other)) => one == other,
        (Shape::Union(Union { holds, tag, variants }), Shape::Union(other)) => {
            *holds == other.holds
                && *tag == other.tag
                && variants.len() == other.variants.len()
                && iter::zip(variants, &other.variants).all(|(one, other)| is_same_variant(one, other))
        }
        (Shape::Alias(_), Shape::Alias(_)) => true,
        (Shape::Struct(_) | Shape::Strings(_) | Shape::Integers(_) | Shape::Union(_) | Shape::Alias(_), _) => false,
    }
}

/// Whether two variants are equal, apart from their types.
fn is_same_variant(one: &Variant, other: &Variant) -> bool {
    let Variant { ty: _, tags, default, deprecated, docs } = one;
    *tags == other.tags && *default == other.default && *deprecated == other.deprecated && *docs == other.docs
}
