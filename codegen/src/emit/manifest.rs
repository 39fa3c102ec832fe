//! The manifest of a crate, written by a TOML writer.

use toml_edit::{Array, DocumentMut, InlineTable, Item, Table, Value, value};

use crate::parts::{Dependency, default_features, dependencies, features};
use crate::rust::{Crate, Package};

/// The oldest Rust that compiles generated crates.
const RUST_VERSION: &str = "1.88";

/// Whether a crate is the root of a workspace of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is a member of a workspace, or stands where no workspace is.
    Member,
    /// It stands inside a workspace that is not its own.
    Alone,
}

/// The text of `Cargo.toml`, below the line that says how it was made.
pub fn manifest(krate: &Crate, standing: Standing) -> String {
    let mut document = DocumentMut::new();
    document["package"] = package(&krate.package);
    document["features"] = Item::Table(feature_table(krate));
    document["dependencies"] = Item::Table(dependency_table(krate));
    if standing == Standing::Alone {
        document["workspace"] = Item::Table(Table::new());
    }
    format!("{}\n{document}", crate::render::header("#", &krate.made))
}

fn package(package: &Package) -> Item {
    let Package { name, version, description, license } = package;
    let mut table = Table::new();
    table["name"] = value(name);
    table["version"] = value(version);
    table["edition"] = value("2024");
    table["rust-version"] = value(RUST_VERSION);
    table["description"] = value(description);
    if let Some(license) = license {
        table["license"] = value(license);
    }
    table["readme"] = value("README.md");
    Item::Table(table)
}

fn feature_table(krate: &Crate) -> Table {
    let mut table = Table::new();
    let groups = krate.group_features.iter().map(String::as_str);
    table["default"] = value(default_features(&krate.parts).into_iter().chain(groups.clone()).collect::<Array>());
    for feature in features(&krate.parts) {
        table[feature.name] = value(feature.enables.iter().copied().collect::<Array>());
        if let Some(mut key) = table.key_mut(feature.name) {
            key.leaf_decor_mut().set_prefix(format!("# {}\n", feature.docs));
        }
    }
    for group in groups {
        table[group] = value(Array::new());
        if let Some(mut key) = table.key_mut(group) {
            key.leaf_decor_mut().set_prefix("# A group of operations, and the models that it needs.\n");
        }
    }
    table
}

fn dependency_table(krate: &Crate) -> Table {
    let mut table = Table::new();
    for dependency in dependencies(&krate.parts) {
        let Dependency { name, version, default_features, features, optional, why: _ } = dependency;
        if default_features && features.is_empty() && !optional {
            table[name] = value(version);
            continue;
        }
        let mut inline = InlineTable::new();
        inline.insert("version", Value::from(version));
        if !default_features {
            inline.insert("default-features", Value::from(false));
        }
        if !features.is_empty() {
            inline.insert("features", Value::Array(features.iter().copied().collect()));
        }
        if optional {
            inline.insert("optional", Value::from(true));
        }
        table[name] = value(inline);
    }
    table
}
