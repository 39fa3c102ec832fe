//! Whether two security schemes send the same credential, and which credentials are accepted.

use std::collections::{BTreeMap, BTreeSet};

use crate::spec::{KeyPlace, SecurityKind};

/// Whether two schemes send the same credential. The names of headers are case-insensitive.
pub(super) fn same_credential(old: &SecurityKind, new: &SecurityKind) -> bool {
    match (old, new) {
        (
            SecurityKind::ApiKey { place: KeyPlace::Header, name: old },
            SecurityKind::ApiKey { place: KeyPlace::Header, name: new },
        )
        | (SecurityKind::Bearer { header: old }, SecurityKind::Bearer { header: new }) => old.eq_ignore_ascii_case(new),
        (old, new) => old == new,
    }
}

/// Security schemes that are required together, with their scopes.
pub(super) type Proofs = BTreeMap<String, Vec<String>>;

/// Whether the credentials of each side are accepted by the other one. A credential that was accepted still is if a
/// security requirement needs no other scheme or scope. `names` has the new names of schemes by the old ones.
pub(super) fn still_accepted(names: &BTreeMap<&str, &str>, old: &[Proofs], new: &[Proofs]) -> [bool; 2] {
    let renamed = |proofs: &Proofs| -> Proofs {
        let name = |name: &String| names.get(name.as_str()).map_or_else(|| name.clone(), |name| (*name).to_owned());
        proofs.iter().map(|(scheme, scopes)| (name(scheme), sorted(scopes))).collect()
    };
    // Without a security requirement, a call needs no credential.
    let all = |proofs: Vec<Proofs>| if proofs.is_empty() { vec![Proofs::new()] } else { proofs };
    let old_all = all(old.iter().map(renamed).collect());
    let new_all = all(new
        .iter()
        .map(|proofs| proofs.iter().map(|(scheme, scopes)| (scheme.clone(), sorted(scopes))).collect())
        .collect());
    let enough = |had: &[Proofs], asked: &[Proofs]| {
        had.iter().all(|had| {
            asked.iter().any(|asked| {
                asked.iter().all(|(scheme, scopes)| {
                    had.get(scheme).is_some_and(|given| scopes.iter().all(|scope| given.contains(scope)))
                })
            })
        })
    };
    [enough(&old_all, &new_all), enough(&new_all, &old_all)]
}

fn sorted(scopes: &[String]) -> Vec<String> {
    scopes.iter().collect::<BTreeSet<_>>().into_iter().cloned().collect()
}
