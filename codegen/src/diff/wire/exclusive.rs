//! Finds unions whose types exclude each other, so that no value has two of them.

use std::collections::HashSet;

use super::refs;
use super::singles;
use crate::spec::{Api, Presence, Scalar, Shape, Struct, TypeRef, Union, Variant};

/// The kind of a JSON value. Integers are numbers.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    String,
    Number,
    Boolean,
    Array,
    Object,
}

/// Whether no value has two types of the union: they are of different kinds in JSON, the tag selects one, or a required
/// property has a different constant in each.
pub(super) fn is_exclusive(api: &Api, union: &Union) -> bool {
    let Union { holds: _, tag, variants } = union;
    if tag.is_some() && has_distinct_tags(api, variants) {
        return true;
    }
    let pairs =
        || variants.iter().enumerate().flat_map(|(at, left)| variants[..at].iter().map(move |right| (left, right)));
    let differs = |(left, right): (&Variant, &Variant)| match (kind(api, &left.ty), kind(api, &right.ty)) {
        (Some(Kind::Object), Some(Kind::Object)) => {
            tag.is_some() && has_own_tags(left, right) || has_own_constant(api, left, right)
        }
        (Some(left), Some(right)) => left != right,
        (_, _) => false,
    };
    pairs().all(differs)
}

/// Whether all types are objects with values of the tag that no other type has. A union with thousands of types has
/// millions of pairs, so that the values are compared as a set first.
fn has_distinct_tags(api: &Api, variants: &[Variant]) -> bool {
    let mut seen = HashSet::new();
    variants.iter().all(|variant| {
        let own: HashSet<&str> = variant.tags.iter().map(|tag| &**tag).collect();
        !own.is_empty() && own.into_iter().all(|tag| seen.insert(tag)) && kind(api, &variant.ty) == Some(Kind::Object)
    })
}

/// The kind of the values of a type; `None` if they are of several kinds, may be null, or are not known.
pub(super) fn kind(api: &Api, ty: &TypeRef) -> Option<Kind> {
    match refs::resolved(api, ty) {
        TypeRef::Scalar(scalar) => scalar_kind(*scalar),
        TypeRef::List(_) | TypeRef::Tuple(_) => Some(Kind::Array),
        TypeRef::Map(_) => Some(Kind::Object),
        TypeRef::Named(name, _) => match &api.types.get(name)?.shape {
            Shape::Struct(_) => Some(Kind::Object),
            Shape::Strings(_) => Some(Kind::String),
            Shape::Integers(_) => Some(Kind::Number),
            Shape::Union(_) | Shape::Alias(_) => None,
        },
        TypeRef::Nullable(_) | TypeRef::Param(_) => None,
    }
}

/// The kind of the values of a scalar; `None` if they are of several kinds.
pub(super) fn scalar_kind(scalar: Scalar) -> Option<Kind> {
    match scalar {
        Scalar::String
        | Scalar::DateTime
        | Scalar::HttpDate
        | Scalar::Date
        | Scalar::Time
        | Scalar::Duration
        | Scalar::Uuid
        | Scalar::Uri
        | Scalar::Ipv4
        | Scalar::Ipv6
        | Scalar::Base64
        | Scalar::Base64Url => Some(Kind::String),
        Scalar::Int32
        | Scalar::Int64
        | Scalar::Uint32
        | Scalar::Uint64
        | Scalar::UnixTime
        | Scalar::Float
        | Scalar::Double => Some(Kind::Number),
        Scalar::Boolean => Some(Kind::Boolean),
        // A decimal may be a number or a string.
        Scalar::Decimal | Scalar::Json | Scalar::Binary => None,
    }
}

/// Whether both types have values of the tag that select them, and none in common.
fn has_own_tags(left: &Variant, right: &Variant) -> bool {
    !left.tags.is_empty() && !right.tags.is_empty() && !left.tags.iter().any(|tag| right.tags.contains(tag))
}

/// Whether both objects require a property, with another constant in each.
fn has_own_constant(api: &Api, left: &Variant, right: &Variant) -> bool {
    let (Some(left), Some(right)) = (object(api, &left.ty), object(api, &right.ty)) else { return false };
    left.members.iter().any(|(name, member)| {
        let Some(other) = right.members.get(name) else { return false };
        let only = |member: &crate::spec::Member| singles::only(api, &member.ty, &member.constraints);
        let is_required = member.presence == Presence::Required && other.presence == Presence::Required;
        is_required && matches!((only(member), only(other)), (Some(left), Some(right)) if left != right)
    })
}

fn object<'a>(api: &'a Api, ty: &'a TypeRef) -> Option<&'a Struct> {
    let TypeRef::Named(name, _) = refs::resolved(api, ty) else { return None };
    match &api.types.get(name)?.shape {
        Shape::Struct(object) => Some(object),
        Shape::Strings(_) | Shape::Integers(_) | Shape::Union(_) | Shape::Alias(_) => None,
    }
}
