//! Matches the types and methods of two crates by the parts of the specs that they represent.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use crate::rust::{Crate, Model, Type};
use crate::spec::Method;

/// The new names of renamed items.
#[derive(Clone, Debug, Default)]
pub(super) struct Renames {
    types: BTreeMap<String, String>,
    methods: BTreeMap<String, String>,
    /// The types and methods of this crate that the other one does not have, and whose name another item has there.
    replaced: BTreeSet<String>,
    /// The groups with another name and otherwise the same methods.
    groups: BTreeMap<String, String>,
    /// The methods of this crate that are in another group in the other crate.
    moved: BTreeSet<String>,
    /// The aliases, whose targets callers may write as well.
    aliases: BTreeMap<String, Type>,
}

/// The maximum number of consecutive aliases. `check` rejects endless chains, so this only bounds the work.
const ALIASES: usize = 32;

impl Renames {
    /// The name of the type in the new crate.
    pub(super) fn ty<'a>(&'a self, name: &'a str) -> &'a str {
        self.types.get(name).map_or(name, String::as_str)
    }

    /// The target of an alias.
    pub(super) fn behind(&self, name: &str) -> Option<&Type> {
        let mut found = self.aliases.get(name)?;
        for _ in 0..ALIASES {
            match found {
                Type::Model(name, args) if args.is_empty() => match self.aliases.get(name.text()) {
                    Some(next) => found = next,
                    None => break,
                },
                _ => break,
            }
        }
        Some(found)
    }

    /// The name of the type in the new crate, for a list of all types. A type that is gone is not the one that has its
    /// name now.
    pub(super) fn key(&self, name: &str) -> String {
        self.distinct(name, self.ty(name))
    }

    fn distinct(&self, name: &str, now: &str) -> String {
        if self.replaced.contains(name) { format!("{now} (removed)") } else { now.to_owned() }
    }

    /// The name of the group in the new crate.
    pub(super) fn group<'a>(&'a self, name: &'a str) -> &'a str {
        self.groups.get(name).map_or(name, String::as_str)
    }

    /// Whether the method is in another group in the other crate, not counting a group that was only renamed.
    pub(super) fn is_moved(&self, id: &str) -> bool {
        self.moved.contains(id)
    }

    /// The `group.method` of the method in the new crate, for a list of all methods. A method that is gone is not the
    /// one that has its name now.
    pub(super) fn method(&self, id: &str) -> String {
        self.distinct(id, self.methods.get(id).map_or(id, String::as_str))
    }
}

/// Matches the types and methods of two crates. Returns the renames for reading the old crate, and the aliases and
/// moved methods for reading the new one.
pub(super) fn find(old: &Crate, new: &Crate) -> (Renames, Renames) {
    let types = |krate: &Crate| -> BTreeMap<String, String> {
        krate.names.types.iter().map(|(spec, name)| (spec.clone(), name.text().to_owned())).collect()
    };
    let mut matched = matches(&types(old), &types(new));
    alike(old, new, &mut matched);
    let mut methods = matches(&old.names.operations, &new.names.operations);
    same_requests(old, new, &mut methods);
    let groups = groups(&methods, &new.names.operations);
    let now = |id: &str| groups.get(group(id)).cloned().unwrap_or_else(|| group(id).to_owned());
    let moved: Vec<(&String, &String)> = methods.iter().filter(|(from, to)| now(from) != group(to)).collect();
    let (from, to) = moved.into_iter().map(|(from, to)| (from.clone(), to.clone())).unzip();
    let replaced = replaced(&matched, types(old).into_values())
        .chain(replaced(&methods, old.names.operations.values().cloned()))
        .collect();
    let after = Renames { moved: to, aliases: aliases(new), ..Renames::default() };
    (Renames { types: matched, methods, replaced, groups, moved: from, aliases: aliases(old) }, after)
}

/// The old names without a match that another item has in the new crate.
fn replaced(matched: &BTreeMap<String, String>, names: impl Iterator<Item = String>) -> impl Iterator<Item = String> {
    let taken: BTreeSet<&String> = matched.values().collect();
    names.filter(move |name| !matched.contains_key(name) && taken.contains(name))
}

/// The group of a `group.method`.
fn group(id: &str) -> &str {
    id.split_once('.').map_or(id, |(group, _)| group)
}

/// The new names of renamed groups. A group was renamed if all methods of the old group that still exist are in the new
/// one and the other way round, and if each of the two names is a group in one crate only.
fn groups(methods: &BTreeMap<String, String>, new: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    let mut to: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let mut from: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (before, after) in methods {
        to.entry(group(before)).or_default().insert(group(after));
        from.entry(group(after)).or_default().insert(group(before));
    }
    let is_left = |name: &str| new.values().any(|id| group(id) == name);
    let renamed = |(before, afters): (&str, BTreeSet<&str>)| {
        let [after] = afters.into_iter().collect::<Vec<_>>()[..] else { return None };
        (after != before && from[after].len() == 1 && !is_left(before)).then(|| (before.to_owned(), after.to_owned()))
    };
    to.into_iter().filter_map(renamed).collect()
}

fn aliases(krate: &Crate) -> BTreeMap<String, Type> {
    let alias = |model: &Model| match model {
        Model::Alias(alias) if alias.params.is_empty() => Some((alias.name.text().to_owned(), alias.ty.clone())),
        _ => None,
    };
    krate.models().filter_map(alias).collect()
}

/// The new Rust names by the old ones, given the Rust names by the names in the spec.
fn matches(old: &BTreeMap<String, String>, new: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut taken: BTreeSet<&str> = BTreeSet::new();
    for (spec, name) in old {
        if let Some(now) = new.get(spec) {
            taken.insert(now);
            found.insert(name.clone(), now.clone());
        }
    }
    // For callers, a type with another name in the spec and the same name in Rust is the same type.
    let names: HashSet<&String> = new.values().collect();
    for name in old.values() {
        if !found.contains_key(name) && names.contains(name) && !taken.contains(name.as_str()) {
            found.insert(name.clone(), name.clone());
        }
    }
    found
}

/// Pairs the remaining methods if exactly one on each side sends the request: it was renamed with its operation.
fn same_requests(old: &Crate, new: &Crate, matched: &mut BTreeMap<String, String>) {
    let taken: BTreeSet<String> = matched.values().cloned().collect();
    let mut by_request: BTreeMap<(&Method, String), [Vec<&str>; 2]> = BTreeMap::new();
    for (side, krate) in [old, new].into_iter().enumerate() {
        // Other methods for the same operation follow from its own.
        let own: HashSet<&String> = krate.names.operations.values().collect();
        for operation in krate.operations().filter(|operation| own.contains(&operation.id)) {
            let is_left = if side == 0 { !matched.contains_key(&operation.id) } else { !taken.contains(&operation.id) };
            let request = by_request.entry((&operation.method, route(&operation.path))).or_default();
            request[side].extend(is_left.then_some(&*operation.id));
        }
    }
    for ids in by_request.into_values() {
        if let [[from], [to]] = ids.each_ref().map(Vec::as_slice) {
            matched.insert((*from).to_owned(), (*to).to_owned());
        }
    }
}

/// A path without the names of its parameters.
pub(super) fn route(path: &str) -> String {
    let mut parts = path.split('{');
    let start = parts.next().unwrap_or_default().to_owned();
    parts.fold(start, |route, part| route + "{}" + part.split_once('}').map_or("", |(_, rest)| rest))
}

/// Pairs the remaining types if exactly one on each side has the same parts.
fn alike(old: &Crate, new: &Crate, matched: &mut BTreeMap<String, String>) {
    let taken: BTreeSet<String> = matched.values().cloned().collect();
    let (left, right) = (outlines(old), outlines(new));
    let mut by_outline: BTreeMap<&str, (Vec<&str>, Vec<&str>)> = BTreeMap::new();
    for (name, outline) in left.iter().filter(|(name, _)| !matched.contains_key(*name)) {
        by_outline.entry(outline).or_default().0.push(name);
    }
    for (name, outline) in right.iter().filter(|(name, _)| !taken.contains(*name)) {
        by_outline.entry(outline).or_default().1.push(name);
    }
    for (from, to) in by_outline.into_values() {
        if let ([from], [to]) = (from.as_slice(), to.as_slice()) {
            matched.insert((*from).to_owned(), (*to).to_owned());
        }
    }
}

/// The kind and the parts of each model as a string, by the model's name.
fn outlines(krate: &Crate) -> BTreeMap<String, String> {
    let outline = |model: &Model| {
        let (kind, parts): (_, Vec<String>) = match model {
            Model::Struct(item) => ("struct", item.fields.iter().map(|field| field.wire.clone()).collect()),
            Model::OpenEnum(item) => ("enum", item.values.iter().map(|value| value.wire.clone()).collect()),
            Model::OpenCodes(item) => ("codes", item.values.iter().map(|value| value.wire.to_string()).collect()),
            Model::OneOf(item) => {
                ("union", item.variants.iter().map(|variant| variant.name.text().to_owned()).collect())
            }
            Model::AnyOf(item) => ("views", item.views.iter().map(|view| view.name.text().to_owned()).collect()),
            Model::Alias(item) => ("alias", vec![format!("{:?}", item.ty)]),
        };
        (model.name().text().to_owned(), format!("{kind} {parts:?}"))
    };
    krate.models().map(outline).collect()
}
