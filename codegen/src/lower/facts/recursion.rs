//! The pass that finds recursive types and breaks each cycle with a `Box`, and that boxes values that are too large for
//! the stack.
//!
//! Only the edge that closes a cycle is boxed, never one inside a list or a map. Types are visited in the order of
//! their names, so the choice depends on the set of types alone.

use std::collections::{BTreeMap, BTreeSet};

use crate::lower::facts::unions::{Plan, Plans};
use crate::spec::{Api, Shape, TypeRef};

/// A location that contains a value directly: a type, and its property or the number of its variant.
pub(crate) type Site = (String, String);

/// The size in bytes from which a type is boxed. Nested types would otherwise grow to megabytes: Stripe's `Charge` to
/// 1.2 MB, which overflows the stack of a thread.
const LARGE: usize = 2048;
/// The assumed size of a field without structs or unions, about the size of a string or a list.
const FIELD: usize = 24;

/// The fields and items that must be a `Box`.
pub(crate) fn find(api: &Api, plans: &Plans) -> BTreeSet<Site> {
    let edges: BTreeMap<&str, Vec<(String, &str)>> =
        api.types.keys().map(|name| (name.as_str(), held(api, plans, name))).collect();
    let mut boxed = BTreeSet::new();
    let mut done: BTreeSet<&str> = BTreeSet::new();
    for start in edges.keys() {
        if !done.insert(start) {
            continue;
        }
        // The types on the path from the start, each with the next edge to follow.
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
    let mut sizes = Sizes { api, edges: &edges, boxed: boxed.clone(), known: BTreeMap::new() };
    edges.keys().for_each(|name| _ = sizes.of(name));
    sizes.boxed
}

/// The sizes of the types that have been computed.
struct Sizes<'a, 'e> {
    api: &'a Api,
    edges: &'e BTreeMap<&'a str, Vec<(String, &'a str)>>,
    /// The locations with a `Box`.
    boxed: BTreeSet<Site>,
    known: BTreeMap<&'a str, usize>,
}

impl<'a> Sizes<'a, '_> {
    /// The approximate size of a type. Large types within it get a `Box`. Types are no longer recursive, but they may
    /// be nested as deeply as in the document.
    fn of(&mut self, name: &'a str) -> usize {
        let mut open = vec![name];
        while let Some(name) = open.last().copied() {
            let edges = self.edges;
            let unknown = edges[name].iter().filter(|(site, target)| {
                !self.boxed.contains(&(name.to_owned(), site.clone())) && !self.known.contains_key(target)
            });
            let unknown: Vec<&'a str> = unknown.map(|(_, target)| *target).collect();
            if unknown.is_empty() {
                let size = self.sum(name);
                self.known.insert(name, size);
                open.pop();
            } else {
                open.extend(unknown);
            }
        }
        self.known[name]
    }

    /// The size of a type that contains only types of known size.
    fn sum(&mut self, name: &'a str) -> usize {
        let mut held = Vec::new();
        for (site, target) in &self.edges[name] {
            let place = (name.to_owned(), site.clone());
            let size = if self.boxed.contains(&place) { 0 } else { self.known[target] };
            if size > LARGE {
                self.boxed.insert(place);
            } else {
                held.push(size);
            }
        }
        match &self.api.types[name].shape {
            Shape::Struct(object) => FIELD * object.members.len() + held.into_iter().sum::<usize>(),
            Shape::Union(_) => FIELD + held.into_iter().max().unwrap_or_default(),
            Shape::Alias(_) | Shape::Strings(_) | Shape::Integers(_) => FIELD,
        }
    }
}

/// The structs and unions that a type contains directly, each with its location.
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
            // An alias contains nothing itself, and this kind of union contains JSON.
            Plan::Alias(_) | Plan::AnyOf { .. } => {}
        },
        // An alias contains nothing itself: the types that refer to it contain its target.
        Shape::Alias(_) | Shape::Strings(_) | Shape::Integers(_) => {}
    }
    edges
}

/// The structs and unions in a value of the type that are not inside a list or a map. Aliases are resolved.
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

#[cfg(test)]
mod tests {
    use super::{LARGE, Site, find};
    use crate::lower::facts::unions;
    use crate::spec::json;

    #[test]
    fn what_grows_too_large_is_boxed() {
        let object = |members: &[(&str, &str)]| {
            let members: Vec<String> =
                members.iter().map(|(name, ty)| format!(r#""{name}": {{"type": "{ty}"}}"#)).collect();
            format!(r#"{{"shape": {{"struct": {{"members": {{{}}}}}}}}}"#, members.join(", "))
        };
        let names: Vec<String> = (0..LARGE / 24).map(|at| format!("f{at}")).collect();
        let mut wide: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "string")).collect();
        let below = object(&wide);
        wide.push(("last", "string"));
        let above = object(&wide);
        let holder = object(&[("below", "Below"), ("above", "Above"), ("list", "list<Above>")]);
        let text = format!(
            r#"{{"title": "t", "types": {{"Holder": {holder}, "Below": {below}, "Above": {above}}}, "operations": {{}}}}"#
        );
        let api = json::read("api.json", &text).unwrap();
        let boxed = find(&api, &unions::plan(&api));
        assert_eq!(boxed.into_iter().collect::<Vec<Site>>(), [("Holder".to_owned(), "above".to_owned())]);
    }
}
