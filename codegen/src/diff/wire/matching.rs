//! Matches the operations and models of two specs, regardless of their names.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::credentials::same_credential;
use super::positions;
use crate::spec::{Api, Method, PathTemplate, SecurityScheme, Segment, Shape, TypeRef};

/// The items of both specs that represent the same thing.
pub(super) struct Matched<'a> {
    /// The operations that both specs have: the old identifier and the new one.
    pub operations: Vec<(&'a str, &'a str)>,
    /// The operations that only the old spec has.
    pub gone: Vec<&'a str>,
    /// The operations that only the new spec has.
    pub fresh: Vec<&'a str>,
    /// The models that both specs have: the new name by the old one.
    pub types: BTreeMap<&'a str, &'a str>,
    /// The security schemes that both specs have: the new name by the old one.
    pub schemes: BTreeMap<&'a str, &'a str>,
    names: HashMap<&'a str, &'a str>,
}

impl<'a> Matched<'a> {
    /// The identifier in the new spec of an operation of the old one; the old identifier if the operation was removed.
    pub(super) fn operation<'b>(&self, old: &'b str) -> &'b str
    where
        'a: 'b,
    {
        self.names.get(old).copied().unwrap_or(old)
    }
}

/// Matches operations, models and security schemes.
pub(super) fn find<'a>(old: &'a Api, new: &'a Api) -> Matched<'a> {
    let operations = operations(old, new);
    let (left, right): (BTreeSet<&str>, BTreeSet<&str>) = operations.iter().copied().unzip();
    let only = |api: &'a Api, both: &BTreeSet<&str>| {
        api.operations.keys().map(String::as_str).filter(|id| !both.contains(id)).collect()
    };
    Matched {
        gone: only(old, &left),
        fresh: only(new, &right),
        types: types(old, new, &operations),
        schemes: schemes(old, new),
        names: operations.iter().copied().collect(),
        operations,
    }
}

/// A path without the names of its parameters, which are not sent.
pub(super) fn route(path: &PathTemplate) -> String {
    let part = |segment: &Segment| match segment {
        Segment::Literal(text) => text.clone(),
        Segment::Param(_) => "{}".to_owned(),
    };
    path.segments().iter().map(part).collect()
}

/// The operation of each method and path; `None` if several have both, as in APIs whose calls differ in a header or in
/// nothing but the names of parameters.
fn by_route(api: &Api) -> BTreeMap<(&Method, String), Option<&str>> {
    let mut by_route: BTreeMap<(&Method, String), Option<&str>> = BTreeMap::new();
    for (id, operation) in &api.operations {
        let key = (&operation.method, route(&operation.path));
        by_route.entry(key).and_modify(|one| *one = None).or_insert(Some(id));
    }
    by_route
}

/// The same method and path make the same operation, together with the identifier where several have them; after that,
/// the same identifier does.
fn operations<'a>(old: &'a Api, new: &'a Api) -> Vec<(&'a str, &'a str)> {
    let same_route = |id: &str, other: &str| {
        let (old, new) = (&old.operations[id], &new.operations[other]);
        (&old.method, route(&old.path)) == (&new.method, route(&new.path))
    };
    let same_id = || old.operations.keys().map(String::as_str).filter(|id| new.operations.contains_key(*id));
    let mut pairs: BTreeMap<&str, &str> = same_id().filter(|id| same_route(id, id)).map(|id| (id, id)).collect();
    let mut taken: BTreeSet<&str> = pairs.values().copied().collect();
    let routes = by_route(new);
    let moved = by_route(old).into_iter().filter_map(|(key, id)| Some((id?, (*routes.get(&key)?)?)));
    for (id, found) in moved.chain(same_id().map(|id| (id, id))) {
        if !pairs.contains_key(id) && taken.insert(found) {
            pairs.insert(id, found);
        }
    }
    pairs.into_iter().collect()
}

/// Schemes match if their names are equal, otherwise if they send the same credential.
fn schemes<'a>(old: &'a Api, new: &'a Api) -> BTreeMap<&'a str, &'a str> {
    let mut pairs = BTreeMap::new();
    for name in old.security_schemes.keys().filter(|name| new.security_schemes.contains_key(*name)) {
        pairs.insert(name.as_str(), name.as_str());
    }
    let mut left: Vec<(&str, &SecurityScheme)> = new
        .security_schemes
        .iter()
        .filter(|(name, _)| !old.security_schemes.contains_key(*name))
        .map(|(name, scheme)| (name.as_str(), scheme))
        .collect();
    for (name, scheme) in &old.security_schemes {
        if !pairs.contains_key(name.as_str())
            && let Some(at) = left.iter().position(|(_, other)| same_credential(&other.kind, &scheme.kind))
        {
            pairs.insert(name, left.remove(at).0);
        }
    }
    pairs
}

/// Matches models with the same name; then those at the same locations or with the same shape.
fn types<'a>(old: &'a Api, new: &'a Api, operations: &[(&'a str, &'a str)]) -> BTreeMap<&'a str, &'a str> {
    let mut pairs = swapped(old, new);
    let taken: BTreeSet<&str> = pairs.values().copied().collect();
    let same = old.types.keys().map(String::as_str).filter(|name| new.types.contains_key(*name));
    let same: Vec<&str> = same.filter(|name| !pairs.contains_key(name) && !taken.contains(name)).collect();
    pairs.extend(same.into_iter().map(|name| (name, name)));
    let taken: BTreeSet<&str> = pairs.values().copied().collect();
    let mut left: BTreeSet<&str> =
        old.types.keys().map(String::as_str).filter(|name| !pairs.contains_key(name)).collect();
    let mut right: BTreeSet<&str> = new.types.keys().map(String::as_str).filter(|name| !taken.contains(name)).collect();
    // Matches of one round are used in the next one, which matches the models below them.
    for _ in 0..12 {
        if left.is_empty() || right.is_empty() {
            break;
        }
        let mut found = by_place(old, new, operations, &pairs, &left, &right);
        if found.is_empty() {
            found = by_shape(old, new, &pairs, &left, &right);
        }
        if found.is_empty() {
            break;
        }
        for (from, to) in found {
            if left.contains(from) && right.remove(to) {
                left.remove(from);
                pairs.insert(from, to);
            }
        }
    }
    pairs
}

/// The models with the name of another one of the old spec, in all of whose values nothing is as in the model of that
/// name and everything as in one of another name.
fn swapped<'a>(old: &'a Api, new: &'a Api) -> BTreeMap<&'a str, &'a str> {
    let is_other = |name: &&String| {
        let (Some(old), Some(new)) = (old.types.get(*name), new.types.get(*name)) else { return false };
        !positions::alike(&old.shape, &new.shape) && !positions::includes(&old.shape, &new.shape)
    };
    let names: Vec<&str> = old.types.keys().filter(is_other).map(String::as_str).collect();
    let mut shapes: HashMap<String, [Vec<&str>; 2]> = HashMap::new();
    for name in names {
        for (side, api) in [old, new].into_iter().enumerate() {
            let key = outline(&api.types[name].shape, &|_| "?".to_owned());
            shapes.entry(key).or_default()[side].push(name);
        }
    }
    let single = |both: [Vec<&'a str>; 2]| match both.each_ref().map(Vec::as_slice) {
        [[from], [to]] => Some((*from, *to)),
        _ => None,
    };
    shapes.into_values().filter_map(single).collect()
}

/// Models that are similar and occur at the same locations.
fn by_place<'a>(
    old: &'a Api,
    new: &'a Api,
    operations: &[(&'a str, &'a str)],
    pairs: &BTreeMap<&'a str, &'a str>,
    left: &BTreeSet<&'a str>,
    right: &BTreeSet<&'a str>,
) -> Vec<(&'a str, &'a str)> {
    let mut votes: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    let mut vote = |from: &'a TypeRef, to: &'a TypeRef| {
        positions::align(from, to, &mut |from, to| {
            if left.contains(from) && right.contains(to) {
                *votes.entry((from, to)).or_default() += 1;
            }
        });
    };
    for (from, to) in operations {
        positions::of_operations(&old.operations[*from], &new.operations[*to], &mut vote);
    }
    for (from, to) in pairs {
        positions::of_shapes(&old.types[*from].shape, &new.types[*to].shape, &mut vote);
    }
    let mut ranked: Vec<((&str, &str), usize)> = votes
        .into_iter()
        .filter(|((from, to), _)| positions::alike(&old.types[*from].shape, &new.types[*to].shape))
        .collect();
    ranked.sort_by(|left, right| right.1.cmp(&left.1).then(left.0.cmp(&right.0)));
    let (mut taken_left, mut taken_right) = (BTreeSet::new(), BTreeSet::new());
    ranked.retain(|((from, to), _)| {
        let free = !taken_left.contains(from) && !taken_right.contains(to);
        if free {
            taken_left.insert(*from);
            taken_right.insert(*to);
        }
        free
    });
    ranked.into_iter().map(|(pair, _)| pair).collect()
}

/// Matches models with the same shape, if only one on each side has it.
fn by_shape<'a>(
    old: &'a Api,
    new: &'a Api,
    pairs: &BTreeMap<&'a str, &'a str>,
    left: &BTreeSet<&'a str>,
    right: &BTreeSet<&'a str>,
) -> Vec<(&'a str, &'a str)> {
    let mut shapes: HashMap<String, (Vec<&str>, Vec<&str>)> = HashMap::new();
    for name in left {
        let key = outline(&old.types[*name].shape, &|used| pairs.get(used).map_or("?", |new| *new).to_owned());
        shapes.entry(key).or_default().0.push(name);
    }
    for name in right {
        let key = outline(&new.types[*name].shape, &|used| {
            if right.contains(used) { "?".to_owned() } else { used.to_owned() }
        });
        shapes.entry(key).or_default().1.push(name);
    }
    let single = |(from, to): (Vec<&'a str>, Vec<&'a str>)| match (from.as_slice(), to.as_slice()) {
        ([from], [to]) => Some((*from, *to)),
        _ => None,
    };
    let mut found: Vec<(&str, &str)> = shapes.into_values().filter_map(single).collect();
    found.sort_unstable();
    found
}

/// A type as JSON without documentation, with the names of its models replaced.
fn outline(shape: &Shape, name: &dyn Fn(&str) -> String) -> String {
    let mut shape = shape.clone();
    crate::spec::refs::replace_in_shape(&mut shape, &mut |ty| {
        *ty = ty.map(&mut |part| match part {
            TypeRef::Named(used, args) => TypeRef::Named(name(&used).to_owned(), args),
            other => other,
        });
    });
    match &mut shape {
        Shape::Struct(object) => object.members.values_mut().for_each(|member| member.docs.clear()),
        Shape::Strings(of) => of.values.iter_mut().for_each(|value| value.docs.clear()),
        Shape::Integers(of) => of.values.iter_mut().for_each(|value| value.docs.clear()),
        Shape::Union(of) => of.variants.iter_mut().for_each(|variant| variant.docs.clear()),
        Shape::Alias(_) => {}
    }
    serde_json::to_string(&shape).expect("a shape has a JSON form")
}
