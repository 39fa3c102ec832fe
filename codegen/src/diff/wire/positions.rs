//! Pairs of references at the same location in two specs, and whether two types are similar.

use super::pairs::each;
use crate::spec::{
    Body, BoxMap, Content, IntegerEnum, MediaType, Operation, Params, Reply, Shape, StringEnum, Struct, TypeRef, Union,
};

/// Calls `visit` with the names of models at the same location in two references.
pub(super) fn align<'a>(old: &'a TypeRef, new: &'a TypeRef, visit: &mut dyn FnMut(&'a str, &'a str)) {
    match (old, new) {
        (TypeRef::Nullable(old), new) => align(old, new, visit),
        (old, TypeRef::Nullable(new)) => align(old, new, visit),
        (TypeRef::Named(old, old_args), TypeRef::Named(new, new_args)) => {
            visit(old, new);
            old_args.iter().zip(new_args).for_each(|(old, new)| align(old, new, visit));
        }
        (TypeRef::Tuple(old), TypeRef::Tuple(new)) => {
            old.iter().zip(new).for_each(|(old, new)| align(old, new, visit));
        }
        (TypeRef::List(old), TypeRef::List(new)) | (TypeRef::Map(old), TypeRef::Map(new)) => align(old, new, visit),
        (
            TypeRef::Named(..)
            | TypeRef::Tuple(_)
            | TypeRef::List(_)
            | TypeRef::Map(_)
            | TypeRef::Param(_)
            | TypeRef::Scalar(_),
            _,
        ) => {}
    }
}

/// Calls `visit` with the references at the same location in two operations.
pub(super) fn of_operations<'a>(
    old: &'a Operation,
    new: &'a Operation,
    visit: &mut impl FnMut(&'a TypeRef, &'a TypeRef),
) {
    let places = |params: &'a Params| {
        let Params { path, query, header, cookie } = params;
        [path, query, header, cookie]
    };
    for (old, new) in places(&old.params).into_iter().zip(places(&new.params)) {
        both(old, new, |old, new| visit(&old.ty, &new.ty));
    }
    if let (Some(old), Some(new)) = (&old.body, &new.body) {
        let (Body { content: old, .. }, Body { content: new, .. }) = (old, new);
        of_contents(old, new, visit);
    }
    both(&old.replies, &new.replies, |old, new| {
        let Reply { content: left, headers: old, docs: _, expected: _ } = old;
        let Reply { content: right, headers: new, docs: _, expected: _ } = new;
        of_contents(left, right, visit);
        both(old, new, |old, new| visit(&old.ty, &new.ty));
    });
}

fn of_contents<'a>(
    old: &'a BoxMap<MediaType, Content>,
    new: &'a BoxMap<MediaType, Content>,
    visit: &mut impl FnMut(&'a TypeRef, &'a TypeRef),
) {
    both(old, new, |old, new| {
        if let (Some(old), Some(new)) = (&old.ty, &new.ty) {
            visit(old, new);
        }
    });
}

fn both<'a, K: Ord + 'a, V: 'a, M>(old: M, new: M, mut visit: impl FnMut(&'a V, &'a V))
where
    M: IntoIterator<Item = (&'a K, &'a V)>,
{
    each(old, new, |_, old, new| {
        if let (Some(old), Some(new)) = (old, new) {
            visit(old, new);
        }
    });
}

/// Calls `visit` with the references at the same location in two types.
pub(super) fn of_shapes<'a>(old: &'a Shape, new: &'a Shape, visit: &mut impl FnMut(&'a TypeRef, &'a TypeRef)) {
    match (old, new) {
        (Shape::Struct(old), Shape::Struct(new)) => {
            for (name, old) in &old.members {
                if let Some(new) = new.members.get(name) {
                    visit(&old.ty, &new.ty);
                }
            }
            if let (Some(old), Some(new)) = (&old.rest, &new.rest) {
                visit(old, new);
            }
        }
        (Shape::Union(old), Shape::Union(new)) => {
            old.variants.iter().zip(&new.variants).for_each(|(old, new)| visit(&old.ty, &new.ty));
        }
        (Shape::Alias(old), Shape::Alias(new)) => visit(old, new),
        (Shape::Struct(_) | Shape::Union(_) | Shape::Alias(_) | Shape::Strings(_) | Shape::Integers(_), _) => {}
    }
}

/// Whether two shapes have so much in common that one is likely a changed form of the other.
pub(super) fn alike(old: &Shape, new: &Shape) -> bool {
    match (old, new) {
        (Shape::Union(Union { variants: old, .. }), Shape::Union(Union { variants: new, .. })) => {
            old.len().abs_diff(new.len()) <= 1
        }
        (Shape::Alias(old), Shape::Alias(new)) => std::mem::discriminant(old) == std::mem::discriminant(new),
        // The common parts are at least half of the parts on each side.
        (old, new) => common(old, new).is_some_and(|[common, old, new]| common * 2 >= old.max(new)),
    }
}

/// Whether all parts of one shape, which has some, are in the other one.
pub(super) fn includes(old: &Shape, new: &Shape) -> bool {
    common(old, new).is_some_and(|[common, old, new]| common > 0 && common == old.min(new))
}

/// The numbers of properties or values: in both of two objects or enums, in the old one and in the new one.
fn common(old: &Shape, new: &Shape) -> Option<[usize; 3]> {
    match (old, new) {
        (Shape::Struct(Struct { members: old, rest: _ }), Shape::Struct(Struct { members: new, rest: _ })) => {
            Some([old.keys().filter(|name| new.contains_key(*name)).count(), old.len(), new.len()])
        }
        (Shape::Strings(StringEnum { open: _, values: old }), Shape::Strings(StringEnum { open: _, values: new })) => {
            let common = old.iter().filter(|value| new.iter().any(|other| other.value == value.value));
            Some([common.count(), old.len(), new.len()])
        }
        (
            Shape::Integers(IntegerEnum { values: old, format: _ }),
            Shape::Integers(IntegerEnum { values: new, format: _ }),
        ) => {
            let common = old.iter().filter(|value| new.iter().any(|other| other.value == value.value));
            Some([common.count(), old.len(), new.len()])
        }
        (Shape::Struct(_) | Shape::Union(_) | Shape::Alias(_) | Shape::Strings(_) | Shape::Integers(_), _) => None,
    }
}
