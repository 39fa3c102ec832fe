//! Replaces types that are only a map, a list or a scalar, and whose name says no more than that.
//!
//! Producers for Java write a named schema for `Map<String, Order>` and `LocalDate`: `Map_String.Order_`,
//! `Map«string,Order»`, `MapStringOrder`, `LocalDate`. A type `Map` would hide the one that each Rust developer knows,
//! and a type `LocalDate` says no more than `Date`.

use std::collections::BTreeMap;

use super::generics::{LISTS, MAPS, last_part, platform, written};
use crate::spec::{Api, Scalar, Shape, TypeDef, TypeName, TypeRef, refs};

/// The names of the keys of maps, which are strings in JSON.
const KEYS: &[&str] = &["String", "Object", "Integer", "Long", "UUID", ""];

/// The names of Java's types that are written as a string of a known format.
const SCALARS: &[(&str, Scalar)] = &[
    ("Duration", Scalar::Duration),
    ("Instant", Scalar::DateTime),
    ("LocalDate", Scalar::Date),
    ("LocalDateTime", Scalar::DateTime),
    ("LocalTime", Scalar::Time),
    ("OffsetDateTime", Scalar::DateTime),
    ("UUID", Scalar::Uuid),
    ("ZonedDateTime", Scalar::DateTime),
];

/// Replaces the types whose name only repeats that they are a map, a list or a scalar.
pub(super) fn inline(api: &mut Api) {
    for (name, def) in &mut api.types {
        if is_bean(name, &def.shape) {
            def.shape = Shape::Alias(TypeRef::Map(Box::new(TypeRef::Scalar(Scalar::Json))));
        }
    }
    let is_said = |(name, def): &(&TypeName, &TypeDef)| match &def.shape {
        Shape::Alias(ty) => {
            let is_bare = def.docs.is_empty() && def.constraints.others.is_empty() && def.xml.is_none();
            is_bare && repeats(name, ty)
        }
        Shape::Struct(_) | Shape::Strings(_) | Shape::Integers(_) | Shape::Union(_) => false,
    };
    let names: Vec<TypeName> = api.types.iter().filter(is_said).map(|(name, _)| name.clone()).collect();
    let removed = names.into_iter().filter_map(|name| {
        let def = api.types.remove(&name)?;
        let Shape::Alias(ty) = def.shape else { return None };
        Some((name, ty))
    });
    let inlined: BTreeMap<TypeName, TypeRef> = removed.collect();
    if !inlined.is_empty() {
        refs::replace(api, &mut |ty| *ty = resolved(ty, &inlined));
    }
}

/// Whether an object is a map whose interface Micronaut describes: its only getter is `isEmpty`.
fn is_bean(name: &str, shape: &Shape) -> bool {
    let Shape::Struct(object) = shape else { return false };
    let is_map = || written(name).is_some_and(|written| MAPS.contains(&last_part(&written.base)));
    object.rest.is_none() && object.members.len() == 1 && object.members.contains_key("empty") && is_map()
}

/// The reference with all of these types replaced, also within each other. No alias leads back to itself.
fn resolved(ty: &TypeRef, inlined: &BTreeMap<TypeName, TypeRef>) -> TypeRef {
    ty.map(&mut |part| match &part {
        TypeRef::Named(name, args) if args.is_empty() => match inlined.get(name) {
            Some(ty) => resolved(ty, inlined),
            None => part,
        },
        TypeRef::Named(..)
        | TypeRef::Param(_)
        | TypeRef::Scalar(_)
        | TypeRef::List(_)
        | TypeRef::Map(_)
        | TypeRef::Tuple(_)
        | TypeRef::Nullable(_) => part,
    })
}

/// Whether a name says that its type is this scalar, list or map, and nothing else.
fn repeats(name: &str, ty: &TypeRef) -> bool {
    match ty {
        TypeRef::List(_) | TypeRef::Map(_) => written(name).is_some() || says(name, ty),
        TypeRef::Scalar(scalar) => SCALARS.iter().any(|(said, of)| *said == name && of == scalar),
        TypeRef::Named(..) | TypeRef::Nullable(_) | TypeRef::Param(_) | TypeRef::Tuple(_) => false,
    }
}

/// Whether a name consists of the words for a type: `MapStringListOrder`.
fn says(name: &str, ty: &TypeRef) -> bool {
    let after = |starts: &'static [&'static str]| starts.iter().filter_map(|start| name.strip_prefix(start));
    match ty {
        TypeRef::List(item) => after(LISTS).any(|rest| says(rest, item)),
        TypeRef::Map(value) => {
            after(MAPS).any(|rest| KEYS.iter().any(|key| rest.strip_prefix(key).is_some_and(|rest| says(rest, value))))
        }
        TypeRef::Named(of, _) => name == of || name == last_part(of),
        TypeRef::Scalar(scalar) => platform(name) == Some(*scalar),
        TypeRef::Nullable(inner) => says(name, inner),
        TypeRef::Param(_) | TypeRef::Tuple(_) => false,
    }
}
