//! The names of a crate as data, so that a later run can keep them although the document or the rules have changed.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::lower::config::{CrateConfig, OperationConfig, TypeConfig};
use crate::spec::{Api, OperationId, Shape, TypeName, json};

/// The Rust names in a crate: of each operation and type, and of each property, enum value and union variant whose name
/// depends on others.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Names {
    /// The names of each operation: the group, the method and the request type.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty", deserialize_with = "json::unique")]
    pub operations: BTreeMap<OperationId, OperationConfig>,
    /// The names of each type and its parts.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty", deserialize_with = "json::unique")]
    pub types: BTreeMap<TypeName, TypeConfig>,
}

impl Names {
    /// The config that keeps these names for operations and types that still exist and that the config does not name
    /// itself.
    pub fn kept_in(&self, config: &CrateConfig, api: &Api) -> CrateConfig {
        let mut kept = config.clone();
        for (id, names) in self.operations.iter().filter(|(id, _)| api.operations.contains_key(*id)) {
            let setting = kept.operations.entry(id.clone()).or_default();
            // In a group that the config sets, names are derived again.
            if setting.group.is_none() || setting.group == names.group {
                setting.group = names.group.clone();
                setting.method = setting.method.take().or_else(|| names.method.clone());
                setting.request = setting.request.take().or_else(|| names.request.clone());
            }
        }
        for (name, names) in &self.types {
            let Some(def) = api.types.get(name) else { continue };
            let setting = kept.types.entry(name.clone()).or_default();
            setting.name = setting.name.take().or_else(|| names.name.clone());
            let parts = part_keys(&def.shape);
            let (recorded, configured) = match def.shape {
                Shape::Struct(_) | Shape::Alias(_) => (&names.members, &mut setting.members),
                Shape::Strings(_) | Shape::Integers(_) | Shape::Union(_) => (&names.values, &mut setting.values),
            };
            for (part, name) in recorded.iter().filter(|(part, _)| parts.contains(*part)) {
                configured.entry(part.clone()).or_insert_with(|| name.clone());
            }
        }
        kept.operations.retain(|_, setting| *setting != OperationConfig::default());
        kept.types.retain(|_, setting| *setting != TypeConfig::default());
        kept
    }

    /// The names that differ from before, with their old values: all that has to be recorded so that no name changes.
    pub fn changed_since(&self, old: &Self) -> Self {
        let differs = |id: &&OperationId| self.operations.get(*id).is_some_and(|new| *new != old.operations[*id]);
        let operations =
            old.operations.keys().filter(differs).map(|id| (id.clone(), old.operations[id].clone())).collect();
        let differs = |name: &&TypeName| self.types.get(*name).is_some_and(|new| *new != old.types[*name]);
        let types = old.types.keys().filter(differs).map(|name| (name.clone(), old.types[name].clone())).collect();
        Self { operations, types }
    }
}

/// The keys of the parts of a type in `crate.json`.
fn part_keys(shape: &Shape) -> BTreeSet<String> {
    match shape {
        Shape::Struct(of_struct) => of_struct.members.keys().cloned().collect(),
        Shape::Strings(of_enum) => of_enum.values.iter().map(|value| value.value.clone()).collect(),
        Shape::Integers(of_enum) => of_enum.values.iter().map(|value| value.value.to_string()).collect(),
        Shape::Union(union) => union.variants.iter().map(|variant| variant.ty.to_string()).collect(),
        Shape::Alias(_) => BTreeSet::new(),
    }
}
