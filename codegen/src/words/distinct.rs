//! What several names share, and distinct names for several items.

use std::collections::BTreeMap;

/// The number of parts that all names start with, where each has more parts than these. One name shares none.
pub(crate) fn shared_start<T: PartialEq>(names: &[impl AsRef<[T]>]) -> usize {
    let Some(first) = names.first().filter(|_| names.len() > 1) else { return 0 };
    let shortest = names.iter().map(|parts| parts.as_ref().len()).min().unwrap_or_default();
    let is_shared = |at: &usize| names.iter().all(|parts| parts.as_ref()[*at] == first.as_ref()[*at]);
    (0..shortest.saturating_sub(1)).take_while(is_shared).count()
}

/// The parts of a name, split at the characters that separate namespaces in various languages.
pub(crate) fn namespace(name: &str) -> Vec<&str> {
    if name.bytes().all(|next| next.is_ascii_alphanumeric()) {
        return vec![name];
    }
    let mut parts: Vec<&str> = name
        .split(['.', '+', '/', '\\', ':', '$', '#'])
        .flat_map(|part| part.split("__"))
        .map(|part| part.trim_matches('_'))
        .filter(|part| part.chars().any(char::is_alphanumeric))
        .collect();
    // A Go package, followed by the type: `github_com_acme_User`.
    if let [whole] = parts.as_slice()
        && let Some((packages, ty)) = whole.rsplit_once('_')
        && ty.starts_with(|c: char| c.is_uppercase())
        && packages.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
    {
        parts = packages.split('_').filter(|part| !part.is_empty()).chain([ty]).collect();
    }
    if parts.is_empty() { vec![name] } else { parts }
}

/// Chooses one of several candidates for the name of each item, and returns its index. `counts` has the number of
/// candidates, which are sorted from the best, and `key` returns the string that must be distinct.
///
/// All items that would get the same name move on to their next one, so the order does not matter. An item without
/// further names keeps its last one.
pub(crate) fn choose<K: Ord>(
    counts: &[usize],
    key: impl Fn(usize, usize) -> K,
    is_taken: impl Fn(&K) -> bool,
) -> Vec<usize> {
    let mut levels = vec![0usize; counts.len()];
    let mut keys: Vec<K> = (0..counts.len()).map(|thing| key(thing, 0)).collect();
    loop {
        let mut holders: BTreeMap<&K, Vec<usize>> = BTreeMap::new();
        for (thing, key) in keys.iter().enumerate() {
            holders.entry(key).or_default().push(thing);
        }
        let clashing = holders.into_iter().filter(|(key, holders)| holders.len() > 1 || is_taken(key));
        let things = clashing.flat_map(|(_, holders)| holders);
        let moving: Vec<usize> = things.filter(|thing| levels[*thing] + 1 < counts[*thing]).collect();
        if moving.is_empty() {
            return levels;
        }
        // The loop ends because each round moves an item to its next candidate.
        for thing in moving {
            levels[thing] += 1;
            keys[thing] = key(thing, levels[thing]);
        }
    }
}
