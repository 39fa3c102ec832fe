//! Writes the manifest of a crate, with a TOML writer.

use toml_writer::{ToTomlKey, ToTomlValue};

use crate::parts::{Dependency, Feature, default_features, dependencies, features};
use crate::rust::{Crate, Package};

/// The minimum version of Rust for generated crates.
pub(super) const RUST_VERSION: &str = "1.88";

/// The table that tells cargo-semver-checks how callers create structs. A new field is a break to it otherwise, because
/// callers could list all fields.
const SEMVER_CHECKS: &str = "\
# Callers create structs with `..Default::default()`, `new` or the struct of the required fields, so that a new optional
# field breaks none of them.
[package.metadata.cargo-semver-checks.lints]
constructible_struct_adds_field = { required-update = \"minor\" }
";

/// The relation of a crate to a workspace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WorkspaceRole {
    /// The crate is a member of a workspace, or outside of any workspace.
    Member,
    /// The crate is inside the folder of a workspace, but not a member of it.
    Alone,
}

/// The text of `Cargo.toml`, after the line that states how it was generated.
pub fn manifest(krate: &Crate, generated_by: &str, standing: WorkspaceRole) -> String {
    let header = crate::render::header("#", generated_by);
    let package = package(&krate.package);
    let features = feature_table(krate);
    let dependencies: String = dependencies(&krate.parts).iter().map(dependency).collect();
    let workspace = if standing == WorkspaceRole::Alone { "\n[workspace]\n" } else { "" };
    format!(
        "{header}\n[package]\n{package}\n{SEMVER_CHECKS}\n[features]\n{features}\n[dependencies]\n{dependencies}{workspace}"
    )
}

fn entry(key: &str, value: impl ToTomlValue) -> String {
    format!("{} = {}\n", key.to_toml_key(), value.to_toml_value())
}

fn package(package: &Package) -> String {
    let Package { name, version, description, license } = package;
    let mut table = entry("name", name);
    table += &entry("version", version);
    table += &entry("edition", "2024");
    table += &entry("rust-version", RUST_VERSION);
    table += &entry("description", description);
    if let Some(license) = license {
        table += &entry("license", license);
    }
    table + &entry("readme", "README.md")
}

fn feature_table(krate: &Crate) -> String {
    let groups = krate.group_features.iter().map(String::as_str);
    let mut table =
        entry("default", default_features(&krate.parts).into_iter().chain(groups.clone()).collect::<Vec<_>>());
    for Feature { name, enables, docs, default: _ } in features(&krate.parts) {
        table += &format!("# {docs}\n{}", entry(name, enables));
    }
    for group in groups {
        table += &format!("# A group of operations and the models that it needs.\n{}", entry(group, [""; 0]));
    }
    table
}

fn dependency(dependency: &Dependency) -> String {
    let Dependency { name, version, default_features, features, optional, why: _ } = dependency;
    let mut table = vec![("version", version.to_toml_value())];
    if !default_features {
        table.push(("default-features", false.to_toml_value()));
    }
    if !features.is_empty() {
        table.push(("features", features.to_toml_value()));
    }
    if *optional {
        table.push(("optional", true.to_toml_value()));
    }
    match table.as_slice() {
        [_] => entry(name, version),
        several => {
            let fields: Vec<String> = several.iter().map(|(key, value)| format!("{key} = {value}")).collect();
            format!("{} = {{ {} }}\n", name.to_toml_key(), fields.join(", "))
        }
    }
}
