//! Pairs of entries of two maps.

use std::collections::{BTreeMap, BTreeSet};

use crate::spec::{Member, Members};

/// Calls `visit` with each key of two maps, in order, and the values of both.
pub(super) fn each<'m, K: Ord, V>(
    old: &'m BTreeMap<K, V>,
    new: &'m BTreeMap<K, V>,
    mut visit: impl FnMut(&'m K, Option<&'m V>, Option<&'m V>),
) {
    let names: BTreeSet<&K> = old.keys().chain(new.keys()).collect();
    for name in names {
        visit(name, old.get(name), new.get(name));
    }
}

/// The properties sorted by name, because their order has no meaning.
pub(super) fn by_name(members: &Members) -> BTreeMap<&String, &Member> {
    members.iter().collect()
}

/// The entries of a map by what makes their names equal, with these names. Of several that are equal, all but the first
/// keep their names.
pub(super) fn keyed<T>(all: &BTreeMap<String, T>, equal: impl Fn(&str) -> String) -> BTreeMap<String, (&str, &T)> {
    let mut keyed = BTreeMap::new();
    for (name, value) in all {
        let key = Some(equal(name)).filter(|key| !keyed.contains_key(key)).unwrap_or_else(|| name.clone());
        keyed.insert(key, (&**name, value));
    }
    keyed
}
