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
