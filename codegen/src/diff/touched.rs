//! Finds the files of a crate that represent a part of the spec, and the changes that affect each file.

use std::collections::{BTreeMap, BTreeSet};

use super::{Change, Diff, Place, Rule, Subject};
use crate::parts;
use crate::rust::{Crate, Item};

/// The files of a crate, by the part of the spec that they represent.
pub(super) fn files(krate: &Crate) -> BTreeMap<Subject, BTreeSet<String>> {
    let mut types: BTreeMap<&str, &str> = BTreeMap::new();
    for (spec, name) in &krate.names.types {
        types.insert(name.text(), spec);
    }
    let operations: BTreeMap<&str, &str> =
        krate.names.operations.iter().map(|(spec, id)| (id.as_str(), spec.as_str())).collect();
    let mut found: BTreeMap<Subject, BTreeSet<String>> = BTreeMap::new();
    for file in &krate.files {
        for item in file.items.iter().map(Item::ungated) {
            if let Item::Model(model) = item
                && let Some(spec) = types.get(model.name().text())
            {
                found.entry(Subject::Type((*spec).to_owned())).or_default().insert(file.path.clone());
            }
            if let Item::Operation(operation) = item
                && let Some(spec) = operations.get(operation.id.as_str())
            {
                // The method of the operation is in the file of the group.
                let group = file.path.rsplit_once('/').map_or("src/operations", |(folder, _)| folder);
                let files = found.entry(Subject::Operation((*spec).to_owned())).or_default();
                files.extend([file.path.clone(), format!("{group}/mod.rs")]);
            }
        }
    }
    let service = ["src/client.rs", "src/lib.rs", "Cargo.toml", "README.md"].map(str::to_owned);
    found.entry(Subject::Service).or_default().extend(service);
    found
}

/// The changes that affect each file: those of its subject, and those of the items that it lists.
pub fn by_file<'d>(diff: &'d Diff, old: &Crate, new: &Crate) -> BTreeMap<String, Vec<&'d Change>> {
    let sides = [files(old), files(new)];
    let indexes: BTreeSet<String> = [old, new]
        .iter()
        .flat_map(|krate| parts::indexes(&krate.parts))
        .map(|(path, _)| format!("src/runtime/{path}"))
        .collect();
    let mut touched: BTreeMap<String, Vec<&Change>> = BTreeMap::new();
    for change in diff.changes() {
        let mut at: BTreeSet<&str> = BTreeSet::new();
        for side in &sides {
            at.extend(side.get(&change.subject).into_iter().flatten().map(String::as_str));
        }
        for place in [&change.old, &change.new].into_iter().flatten() {
            if let Place::Rust { file, trail: _ } = place {
                at.insert(file);
            }
        }
        if lists_change(change.rule) {
            at.extend(["src/models/mod.rs", "src/operations/mod.rs"]);
            at.extend(indexes.iter().map(String::as_str));
        }
        for file in at {
            touched.entry(file.to_owned()).or_default().push(change);
        }
    }
    touched
}

/// Whether a change affects the files that list the item.
fn lists_change(rule: Rule) -> bool {
    matches!(
        rule,
        Rule::TypeAdded
            | Rule::TypeRemoved
            | Rule::TypeRenamed
            | Rule::RustTypeRenamed
            | Rule::OperationAdded
            | Rule::OperationRemoved
            | Rule::OperationRegrouped
    )
}
