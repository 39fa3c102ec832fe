//! Pairs of entries of two maps.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use crate::spec::{Member, Members};

/// Calls `visit` with each key of two maps, in order, and the values of both.
pub(super) fn each<'m, K: Ord + 'm, V: 'm, M>(
    old: M,
    new: M,
    mut visit: impl FnMut(&'m K, Option<&'m V>, Option<&'m V>),
) where
    M: IntoIterator<Item = (&'m K, &'m V)>,
{
    let (mut olds, mut news) = (old.into_iter().peekable(), new.into_iter().peekable());
    loop {
        let order = match (olds.peek(), news.peek()) {
            (Some((old, _)), Some((new, _))) => old.cmp(new),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => return,
        };
        let old = if order.is_le() { olds.next() } else { None };
        let new = if order.is_ge() { news.next() } else { None };
        if let Some((key, _)) = old.or(new) {
            visit(key, old.map(|(_, old)| old), new.map(|(_, new)| new));
        }
    }
}

/// The properties sorted by name, because their order has no meaning.
pub(super) fn by_name(members: &Members) -> BTreeMap<&String, &Member> {
    members.iter().collect()
}

/// The entries of a map by what makes their names equal, with these names. Of several that are equal, all but the first
/// keep their names.
pub(super) fn keyed<'m, T: 'm>(
    all: impl IntoIterator<Item = (&'m String, &'m T)>,
    equal: impl Fn(&str) -> String,
) -> BTreeMap<String, (&'m str, &'m T)> {
    let mut keyed = BTreeMap::new();
    for (name, value) in all {
        let key = Some(equal(name)).filter(|key| !keyed.contains_key(key)).unwrap_or_else(|| name.clone());
        keyed.insert(key, (&**name, value));
    }
    keyed
}
