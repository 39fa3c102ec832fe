//! `crate.json`: the settings for a generated crate.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::spec::{OperationId, TypeName, is_false, json};

/// The settings for a generated crate: its package, its groups, its names.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CrateConfig {
    /// The location of the JSON Schema of this file, for editors.
    #[serde(rename = "$schema", default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// The package of the crate.
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
    /// Whether a response that lacks a required property is an error.
    #[serde(default, skip_serializing_if = "Replies::is_strict")]
    pub replies: Replies,
    /// Whether models keep additional properties.
    #[serde(default, skip_serializing_if = "Unnamed::is_keep")]
    pub unnamed_members: Unnamed,
    /// Whether callers may match string enums without a wildcard. A value that the spec newly lists is then a breaking
    /// change.
    #[serde(default, skip_serializing_if = "is_false")]
    pub exhaustive_enums: bool,
    /// How the constraints of values are handled: lengths, ranges, numbers of items.
    #[serde(default, skip_serializing_if = "Limits::is_docs")]
    pub constraints: Limits,
    /// The Rust types of scalars, by the name of the scalar in `api.json`: `date-time`, `decimal`, `base64`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty", deserialize_with = "json::unique")]
    pub formats: BTreeMap<String, HeldAs>,
    /// The groups and names of operations, by operation.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty", deserialize_with = "json::unique")]
    pub operations: BTreeMap<OperationId, OperationConfig>,
    /// The settings of each group of operations, by its name in Rust.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty", deserialize_with = "json::unique")]
    pub groups: BTreeMap<String, GroupConfig>,
    /// The Rust names of parameters, by their name on the wire, for all operations.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty", deserialize_with = "json::unique")]
    pub params: BTreeMap<String, String>,
    /// The Rust names of types, properties and enum values, by type.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty", deserialize_with = "json::unique")]
    pub types: BTreeMap<TypeName, TypeConfig>,
}

impl CrateConfig {
    /// The default config for a crate with the given name.
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
    /// The name of the package, as in `Cargo.toml`.
    pub name: String,
    /// The version of the package, as in `Cargo.toml`.
    pub version: String,
    /// A sentence that describes the package, as in `Cargo.toml`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The licence of the package as an SPDX expression; leave it out if whoever vendors the crate decides.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub license: Option<String>,
}

/// Whether a response that lacks a required property is an error.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Replies {
    /// A response that lacks a required property is an error that names the property.
    #[default]
    Strict,
    /// All properties of models in responses are optional.
    Lenient,
}

impl Replies {
    /// Whether a response that lacks a required property is an error.
    pub fn is_strict(&self) -> bool {
        matches!(self, Self::Strict)
    }
}

/// How models handle additional properties.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Unnamed {
    /// Additional properties are kept, and written back.
    #[default]
    Keep,
    /// Additional properties are skipped; the API of the crate stays the same.
    Drop,
}

impl Unnamed {
    /// Whether additional properties are kept.
    pub fn is_keep(&self) -> bool {
        matches!(self, Self::Keep)
    }
}

/// How the constraints of values are handled.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Limits {
    /// Constraints are documented.
    #[default]
    Docs,
    /// Constraints are also checked: by `validate` of a model, and for a request before it is sent. Patterns are not
    /// checked.
    Check,
}

impl Limits {
    /// Whether constraints are only documented.
    pub fn is_docs(&self) -> bool {
        matches!(self, Self::Docs)
    }
}

/// The Rust type for the values of a scalar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum HeldAs {
    /// The type that the crate has for the scalar: `DateTime`, `Decimal`, `Uuid`. It is the default, except for `uri`,
    /// which is a `String` by default.
    Native,
    /// A `String`, if the scalar is a JSON string.
    String,
    /// A `Decimal`, which keeps all digits, if the scalar is a number: for prices that a document declares as doubles.
    Decimal,
    /// An `i64`, if the scalar is a `unixtime`.
    Integer,
    /// `Json`, which accepts any value.
    Json,
}

/// The group and the name of an operation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct OperationConfig {
    /// The module of the group: `carts`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// The method that starts the call: `create`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    /// The name of the request type: `CreateCart`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request: Option<String>,
    /// The name of the argument for the body: `cart`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    /// The media type of the body if the operation accepts several: `application/x-www-form-urlencoded`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub media_type: Option<String>,
}

/// The settings of a group of operations.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct GroupConfig {
    /// The documentation of the group: one or more sentences.
    pub docs: String,
}

/// The Rust names of a type, its properties and its values.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TypeConfig {
    /// The name of the type.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The names of the fields, by the names of the properties in JSON.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty", deserialize_with = "json::unique")]
    pub members: BTreeMap<String, String>,
    /// The names of the values, by value on the wire.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty", deserialize_with = "json::unique")]
    pub values: BTreeMap<String, String>,
}
