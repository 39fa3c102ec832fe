//! `crate.json`: the settings for a generated crate.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::spec::{OperationId, TypeName, is_false, json};

/// The settings for a generated crate: its package, its groups, its names.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CrateConfig {
    /// Where an editor finds the JSON Schema of this file.
    #[serde(rename = "$schema", default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// The package.
    pub package: PackageConfig,
    /// Whether `import` refuses documents with errors whose meaning is obvious.
    #[serde(default, skip_serializing_if = "is_false")]
    pub strict: bool,
    /// Globs of the operations to keep, with the models that they use: `carts.*`, `GET /users/*`. Empty to keep all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub include: Vec<String>,
    /// Whether each group of operations is a feature of the crate, with the models that only it reaches.
    #[serde(default, skip_serializing_if = "is_false")]
    pub group_features: bool,
    /// Whether a response without a required property is an error.
    #[serde(default, skip_serializing_if = "Replies::is_strict")]
    pub replies: Replies,
    /// Whether additional properties are kept.
    #[serde(default, skip_serializing_if = "Unnamed::is_keep")]
    pub unnamed_members: Unnamed,
    /// Whether callers may match string enums without a wildcard. A value that the spec newly lists is then a breaking
    /// change.
    #[serde(default, skip_serializing_if = "is_false")]
    pub exhaustive_enums: bool,
    /// What becomes of the limits of values: lengths, ranges, numbers of items.
    #[serde(default, skip_serializing_if = "Limits::is_docs")]
    pub constraints: Limits,
    /// How the values of scalars are held, by the name of the scalar in `api.json`: `date-time`, `decimal`, `base64`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty", deserialize_with = "json::unique")]
    pub formats: BTreeMap<String, HeldAs>,
    /// The groups and names of operations, by operation.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty", deserialize_with = "json::unique")]
    pub operations: BTreeMap<OperationId, OperationConfig>,
    /// What a group of operations is, by its name in Rust.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty", deserialize_with = "json::unique")]
    pub groups: BTreeMap<String, GroupConfig>,
    /// What parameters are called in Rust, by their name on the wire, whatever operation has them.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty", deserialize_with = "json::unique")]
    pub params: BTreeMap<String, String>,
    /// The Rust names of types, properties and enum values, by type.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty", deserialize_with = "json::unique")]
    pub types: BTreeMap<TypeName, TypeConfig>,
}

impl CrateConfig {
    /// Those for a crate of that name about which nothing else is known.
    pub fn named(name: &str) -> Self {
        let package =
            PackageConfig { name: name.to_owned(), version: "0.1.0".to_owned(), description: None, license: None };
        Self { package, ..Self::default() }
    }
}

/// The package of a generated crate.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PackageConfig {
    /// Its name, as in `Cargo.toml`.
    pub name: String,
    /// Its version, as in `Cargo.toml`.
    pub version: String,
    /// One sentence on it, as in `Cargo.toml`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Its licence as an SPDX expression; leave it out if whoever vendors the crate decides.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub license: Option<String>,
}

/// Whether a response without a required property is an error.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Replies {
    /// It is an error that names the property.
    #[default]
    Strict,
    /// Members of types that are received are optional.
    Lenient,
}

impl Replies {
    /// Whether it is an error.
    pub fn is_strict(&self) -> bool {
        matches!(self, Self::Strict)
    }
}

/// What happens to additional properties.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Unnamed {
    /// They are kept and written back.
    #[default]
    Keep,
    /// They are skipped; the API of the crate stays the same.
    Drop,
}

impl Unnamed {
    /// Whether they are kept.
    pub fn is_keep(&self) -> bool {
        matches!(self, Self::Keep)
    }
}

/// What becomes of the limits of values.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Limits {
    /// They are said in the docs.
    #[default]
    Docs,
    /// They are also checked: by `validate` of a model, and of a request before it is sent. Patterns are not.
    Check,
}

impl Limits {
    /// Whether they are only said.
    pub fn is_docs(&self) -> bool {
        matches!(self, Self::Docs)
    }
}

/// How the values of a scalar are held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum HeldAs {
    /// As the type that the crate has for it: `DateTime`, `Decimal`, `Uuid`. It is the default, except for `uri`, which
    /// is a `String` by default.
    Native,
    /// As a `String`, if it is a JSON string.
    String,
    /// As a `Decimal`, which keeps all digits, if it is a number: for prices that a document calls doubles.
    Decimal,
    /// As an `i64`, if it is a `unixtime`.
    Integer,
    /// As `Json`, which takes anything.
    Json,
}

/// The group and the name of an operation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct OperationConfig {
    /// The group, as a module: `carts`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// The method of the group: `create`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    /// The type of the request: `CreateCart`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request: Option<String>,
    /// The argument for the body: `cart`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    /// The media type of the body if the operation accepts several: `application/x-www-form-urlencoded`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub media_type: Option<String>,
}

/// What a group of operations is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct GroupConfig {
    /// One or more sentences on it.
    pub docs: String,
}

/// The Rust names of a type, its properties and its values.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TypeConfig {
    /// The type.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Its properties, by their names in JSON.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty", deserialize_with = "json::unique")]
    pub members: BTreeMap<String, String>,
    /// Its values, by value on the wire.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty", deserialize_with = "json::unique")]
    pub values: BTreeMap<String, String>,
}
