//! The pass that makes each group a feature of the crate, and finds the features that each model needs.

use std::collections::{BTreeMap, BTreeSet};

use crate::lower::facts::direction;
use crate::parts;
use crate::rust::{Gated, Item};
use crate::spec::Api;

/// The name of a feature for each group, by the group's name in Rust.
///
/// A group with the name of a runtime module or a dependency gets a suffix, even if this crate does not need that
/// module. So the name of the feature does not change when it does.
pub(crate) fn names<'a>(groups: impl Iterator<Item = &'a String>) -> BTreeMap<&'a str, String> {
    let reserved = parts::reserved();
    let (free, clashing): (Vec<_>, Vec<_>) =
        groups.map(|group| (group.as_str(), plain(group))).partition(|(_, name)| !reserved.contains(name.as_str()));
    let mut names: BTreeMap<&str, String> = free.into_iter().collect();
    let mut taken: BTreeSet<String> = names.values().cloned().collect();
    for (group, name) in clashing {
        let base = format!("{name}-operations");
        let numbered = (2..).map(|number| format!("{base}-{number}"));
        let free = std::iter::once(base.clone()).chain(numbered).find(|name| !taken.contains(name));
        let free = free.expect("there are infinitely many numbers");
        taken.insert(free.clone());
        names.insert(group, free);
    }
    names
}

/// The name of a feature in the usual notation. Cargo does not allow a `-` at its start.
fn plain(group: &str) -> String {
    let (head, tail) = group.split_at(group.len() - group.trim_start_matches('_').len());
    format!("{head}{}", tail.replace('_', "-"))
}

/// The features that each enable a model; empty if it is always enabled.
#[derive(Clone, Debug, Default)]
pub(crate) struct Gates(BTreeMap<String, Vec<String>>);

impl Gates {
    /// Finds the models that only the operations of some groups use. `groups` has the features with their operations.
    pub(crate) fn of(api: &Api, groups: &[(String, Vec<String>)]) -> Self {
        let mut gates: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (feature, operations) in groups {
            let types = operations.iter().flat_map(|id| direction::types(&api.operations[id]));
            for name in direction::reached(api, types) {
                gates.entry(name).or_default().push(feature.clone());
            }
        }
        // Models that no operation uses and models of the client's parameters are always enabled, with the models that
        // they use.
        let params = api.client_params.values().map(|param| &param.ty);
        let without = api.types.iter().filter(|(name, _)| !gates.contains_key(*name));
        let below = without.flat_map(|(_, def)| def.shape.parts());
        for name in direction::reached(api, params.chain(below)) {
            gates.remove(&name);
        }
        // A model that every group needs is always enabled.
        gates.retain(|_, features| features.len() < groups.len());
        Self(gates)
    }

    /// The item of a model, conditional on the features that need it.
    pub(crate) fn behind(&self, model: &str, item: Item) -> Item {
        match self.0.get(model) {
            Some(features) => gated(features.clone(), item),
            None => item,
        }
    }
}

/// The item, conditional on any of the features.
pub(crate) fn gated(features: Vec<String>, item: Item) -> Item {
    Item::Gated(Gated { features, item: Box::new(item) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_feature_of_a_group_has_a_name_of_its_own() {
        let groups = ["bytes", "default", "time", "time_operations", "user_accounts", "_x_y"].map(str::to_owned);
        let names = names(groups.iter());
        let names: Vec<&str> = groups.iter().map(|group| names[group.as_str()].as_str()).collect();
        let expected =
            ["bytes-operations", "default-operations", "time-operations-2", "time-operations", "user-accounts", "_x-y"];
        assert_eq!(names, expected);
    }
}
