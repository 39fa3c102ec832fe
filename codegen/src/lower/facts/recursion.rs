//! The pass that finds where a value would hold itself, and breaks the circle with a `Box`.
//!
//! Only the edge that closes a circle is boxed, never one inside a list or a map. Types are visited in the order of
//! their names, so the choice depends on the set of types alone.

use std::collections::{BTreeMap, BTreeSet};

use crate::lower::facts::unions::{Plan, Plans};
use crate::spec::{Api, Shape, TypeRef};

/// A location that contains a value directly: a type, and its property or the number of its variant.
pub(crate) type Site = (String, String);

/// The places that must hold a box.
pub(crate) fn find(api: &Api, plans: &Plans) -> BTreeSet<Site> {
    let edges: BTreeMap<&str, Vec<(String, &str)>> =
        api.types.keys().map(|name| (name.as_str(), held(api, plans, name))).collect();
    let mut boxed = BTreeSet::new();
    let mut done: BTreeSet<&str> = BTreeSet::new();
    for start in edges.keys() {
        if !done.insert(start) {
            continue;
        }
        // The types on the way from the start, each with the next edge to follow.
        let mut way: Vec<(&str, usize)> = vec![(start, 0)];
        let mut on_way = BTreeSet::from([*start]);
        while let Some((name, next)) = way.last_mut() {
            let Some((site, target)) = edges[*name].get(*next) else {
                on_way.remove(*name);
                way.pop();
                continue;
            };
            *next += 1;
            if on_way.contains(target) {
                boxed.insert(((*name).to_owned(), site.clone()));
            } else if done.insert(target) {
                on_way.insert(target);
                way.push((target, 0));
            }
        }
    }
    boxed
}

/// What a type holds directly: each place, and the type that it holds.
fn held<'a>(api: &'a Api, plans: &'a Plans, name: &str) -> Vec<(String, &'a str)> {
    let mut edges = Vec::new();
    match &api.types[name].shape {
        Shape::Struct(object) => {
            for (member, field) in &object.members {
                direct(api, &field.ty, &mut |target| edges.push((member.clone(), target)));
            }
            // Sorted, so that the order of the document does not decide which field gets the box.
            edges.sort();
        }
        Shape::Union(_) => match &plans[name] {
            Plan::OneOf(rows) => {
                for row in rows {
                    direct(api, &row.ty, &mut |target| edges.push((row.variant.to_string(), target)));
                }
            }
            // The one is plain, the other holds JSON.
            Plan::Alias(_) | Plan::AnyOf { .. } => {}
        },
        // An alias contains nothing itself: whoever names it contains its target.
        Shape::Alias(_) | Shape::Strings(_) | Shape::Integers(_) => {}
    }
    edges
}

/// The structs and unions that a value of the type holds without a list or map between; aliases are looked through.
fn direct<'a>(api: &'a Api, ty: &'a TypeRef, found: &mut impl FnMut(&'a str)) {
    let mut open = vec![ty];
    let mut seen = BTreeSet::new();
    while let Some(ty) = open.pop() {
        match ty {
            TypeRef::Named(name, args) => {
                open.extend(args);
                match api.types.get_key_value(name.as_str()) {
                    Some((name, def)) => match &def.shape {
                        Shape::Alias(target) if seen.insert(name) => open.push(target),
                        Shape::Struct(_) | Shape::Union(_) => found(name),
                        Shape::Alias(_) | Shape::Strings(_) | Shape::Integers(_) => {}
                    },
                    None => unreachable!("a checked spec refers only to types that it has"),
                }
            }
            TypeRef::Nullable(inner) => open.push(inner),
            TypeRef::Tuple(items) => open.extend(items),
            TypeRef::Param(_) | TypeRef::Scalar(_) | TypeRef::List(_) | TypeRef::Map(_) => {}
        }
    }
}
