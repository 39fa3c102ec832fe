//! The models of an API: the shape of its values.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use super::{Origin, TypeRef, Xml, is_false, json};

/// A model.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TypeDef {
    /// The documentation of the model.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub docs: String,
    /// Whether the source declares the model deprecated.
    #[serde(default, skip_serializing_if = "is_false")]
    pub deprecated: bool,
    /// The names of the model's type parameters, in order. A property refers to one as `$K`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub params: Vec<String>,
    /// The shape of the model's values.
    pub shape: Shape,
    /// Constraints on the values, in addition to the shape. The documentation states them too.
    #[serde(default, skip_serializing_if = "Constraints::is_empty")]
    pub constraints: Constraints,
    /// The XML form of the values, if it is not the default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub xml: Option<Xml>,
    /// The location in the source; `None` if a fixup added it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<Origin>,
}

/// The shape of the values of a model.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Shape {
    /// A JSON object with named properties.
    Struct(Struct),
    /// One of several strings. The list may grow.
    Strings(StringEnum),
    /// One of several integers. The list may grow.
    Integers(IntegerEnum),
    /// One of several types.
    Union(Union),
    /// Another name for a type.
    Alias(TypeRef),
}

impl Shape {
    /// Removes the documentation of the shape's parts, which has no effect on the wire.
    pub(crate) fn clear_docs(&mut self) {
        match self {
            Self::Struct(of_struct) => of_struct.members.values_mut().for_each(|member| member.docs.clear()),
            Self::Strings(of_enum) => of_enum.values.iter_mut().for_each(|value| value.docs.clear()),
            Self::Integers(of_enum) => of_enum.values.iter_mut().for_each(|value| value.docs.clear()),
            Self::Union(of_union) => of_union.variants.iter_mut().for_each(|variant| variant.docs.clear()),
            Self::Alias(_) => {}
        }
    }
}

/// A JSON object with named properties.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Struct {
    /// The properties by their names in JSON, in the order of the source.
    #[serde(deserialize_with = "json::unique_in_order")]
    #[cfg_attr(feature = "schema", schemars(with = "std::collections::BTreeMap<String, Member>"))]
    pub members: Members,
    /// The type of additional properties; `None` if the source does not state it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rest: Option<TypeRef>,
}

/// The properties of an object, in the order of the source. The order does not matter for equality, because a reordered
/// document is the same API.
pub type Members = IndexMap<String, Member>;

/// A property of an object.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Member {
    /// The type of the property; `T?` if an explicit null is allowed.
    #[serde(rename = "type")]
    pub ty: TypeRef,
    /// The name of the property in client code, if the source states another one than on the wire.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_name: Option<String>,
    /// Whether the property may be left out.
    #[serde(default, skip_serializing_if = "Presence::is_optional")]
    pub presence: Presence,
    /// Who sets the property.
    #[serde(default, skip_serializing_if = "Access::is_both")]
    pub access: Access,
    /// Whether the value must be kept out of logs.
    #[serde(default, skip_serializing_if = "Sensitivity::is_plain")]
    pub sensitivity: Sensitivity,
    /// What the property contains if the object is the body of an error response.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<ErrorRole>,
    /// The value that the service assumes if the property is absent; it may be null.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "json::present")]
    pub default: Option<serde_json::Value>,
    /// Constraints on the values, in addition to the type.
    #[serde(default, skip_serializing_if = "Constraints::is_empty")]
    pub constraints: Constraints,
    /// The XML form of the value, if it is not the default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub xml: Option<Xml>,
    /// Whether the source declares the property deprecated.
    #[serde(default, skip_serializing_if = "is_false")]
    pub deprecated: bool,
    /// The documentation of the property.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub docs: String,
}

impl Member {
    /// An optional property of a type, with defaults for everything else.
    pub fn new(ty: TypeRef) -> Self {
        Self {
            ty,
            client_name: None,
            presence: Presence::default(),
            access: Access::default(),
            sensitivity: Sensitivity::default(),
            role: None,
            default: None,
            constraints: Constraints::default(),
            xml: None,
            deprecated: false,
            docs: String::new(),
        }
    }
}

/// Whether a property, parameter or body may be left out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Presence {
    /// The value may be left out.
    #[default]
    Optional,
    /// The value is always present.
    Required,
}

impl Presence {
    /// Whether the value may be left out.
    pub fn is_optional(&self) -> bool {
        matches!(self, Self::Optional)
    }
}

/// Who sets a property.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Access {
    /// Callers and the service.
    #[default]
    Both,
    /// Only the service: `readOnly`.
    Service,
    /// Only callers: `writeOnly`.
    Caller,
}

impl Access {
    /// Whether callers and the service may set the property.
    pub fn is_both(&self) -> bool {
        matches!(self, Self::Both)
    }
}

/// Whether a value must be kept out of logs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Sensitivity {
    /// The value may be shown.
    #[default]
    Plain,
    /// The value must never be shown, such as a password or a token.
    Secret,
}

impl Sensitivity {
    /// Whether the value may be shown.
    pub fn is_plain(&self) -> bool {
        matches!(self, Self::Plain)
    }
}

/// What a property of an error body contains.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ErrorRole {
    /// A code of the service that identifies the failure.
    Code,
    /// A message that describes the failure.
    Message,
}

/// The extension with the date from which an operation, a parameter or a property may be removed. Constraints keep it
/// as one of the others.
pub(crate) const SUNSET: &str = "x-sunset";

/// The extension with the stability of an operation, a parameter or a property (`alpha`, `beta`, `stable`). Constraints
/// keep it as one of the others.
pub(crate) const STABILITY: &str = "x-stability-level";

/// The keyword of a line with the schema of each pattern of property names, and of other names under the empty one. It
/// is stated where the types of several of them are one type in the spec, and their schemas are not equal.
pub(crate) const PATTERNS: &str = "patterns";
/// The keyword of a line with the schemas of a list by position (`prefixItems`) and of further items (`items`), where
/// the spec has one type for all.
pub(crate) const POSITIONS: &str = "positions";
/// The keyword of a line that states that any other string is allowed beside the enum of the type.
pub(crate) const OTHER_VALUES: &str = "otherValues";
/// The keyword of a line that states that a parameter of the query may have no value, whatever its type.
pub(crate) const EMPTY_VALUE: &str = "allowEmptyValue";
/// The keyword of a line with the schema of a sequence as a whole, where its items have one of their own.
pub(crate) const WHOLE: &str = "whole";
/// The keyword in the schemas of these lines with the location of a model in the source, as a fragment.
pub(crate) const REFERENCE: &str = "$ref";
/// The keywords in the schemas of these lines that limit a value without changing its type.
pub(crate) const LIMITS: &[&str] = &[
    "const",
    "enum",
    "minLength",
    "maxLength",
    "pattern",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minItems",
    "maxItems",
    "uniqueItems",
];

/// Constraints on values, in addition to their type.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Constraints {
    /// The only allowed value: `const`, or an `enum` with one value.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "json::present")]
    pub constant: Option<serde_json::Value>,
    /// The minimum number of characters of a string.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_length: Option<u64>,
    /// The maximum number of characters of a string.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_length: Option<u64>,
    /// A regular expression that a string has to match, in the dialect of the source.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pattern: Option<String>,
    /// The minimum of a number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minimum: Option<serde_json::Number>,
    /// The maximum of a number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maximum: Option<serde_json::Number>,
    /// The exclusive minimum of a number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exclusive_minimum: Option<serde_json::Number>,
    /// The exclusive maximum of a number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exclusive_maximum: Option<serde_json::Number>,
    /// A number has to be a multiple of this one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub multiple_of: Option<serde_json::Number>,
    /// The minimum number of items of a list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_items: Option<u64>,
    /// The maximum number of items of a list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_items: Option<u64>,
    /// Whether the items of a list must be distinct.
    #[serde(skip_serializing_if = "is_false")]
    pub unique_items: bool,
    /// The constraints on each item of a list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub items: Option<Box<Constraints>>,
    /// Other constraints, each as JSON on one line in the form of the source: `not`, `if`, a dependency between
    /// properties.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub others: Vec<String>,
}

impl Constraints {
    /// Whether there are no constraints.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// One of several strings. The list may grow.
#[derive(Clone, Debug, Default, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct StringEnum {
    /// Whether the source also allows any other string, as in `anyOf` of listed values and a string. This matters to
    /// comparisons alone: generated enums keep all values that are not listed.
    #[serde(default, skip_serializing_if = "is_false")]
    pub open: bool,
    /// The listed values in the order of the source, each once.
    pub values: Vec<StringValue>,
}

/// The order of the values does not matter for equality.
impl PartialEq for StringEnum {
    fn eq(&self, other: &Self) -> bool {
        let sorted = |of: &Self| -> Vec<(String, String)> {
            let mut values: Vec<_> = of.values.iter().map(|value| (value.value.clone(), value.docs.clone())).collect();
            values.sort_unstable();
            values
        };
        self.open == other.open
            && self.values.len() == other.values.len()
            && (self.values.iter().eq(&other.values) || sorted(self) == sorted(other))
    }
}

/// A listed value of a string enum.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct StringValue {
    /// The value on the wire.
    pub value: String,
    /// The documentation of the value.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub docs: String,
}

/// One of several integers. The list may grow.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct IntegerEnum {
    /// The width of the integer.
    pub format: IntegerFormat,
    /// The listed values, sorted, each once.
    pub values: Vec<IntegerValue>,
}

/// The width of an integer enum.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum IntegerFormat {
    /// 32 bits, signed.
    Int32,
    /// 64 bits, signed.
    Int64,
}

/// A listed value of an integer enum.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct IntegerValue {
    /// The value on the wire.
    pub value: i64,
    /// The name of the value; many codes have no public name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The documentation of the value.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub docs: String,
}

/// One of several types.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Union {
    /// Whether a value may be of several of the types at once.
    #[serde(default, skip_serializing_if = "Holds::is_one")]
    pub holds: Holds,
    /// The property whose value selects the type: `discriminator`. Each type has that property itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tag: Option<String>,
    /// The types, in the order of the source.
    pub variants: Vec<Variant>,
}

/// One type of a union.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Variant {
    /// The type of the variant.
    #[serde(rename = "type")]
    pub ty: TypeRef,
    /// The values of the union's tag that select the type; empty if the union has no tag.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// Whether an object without the union's tag, or with another value of it, is of this type: `defaultMapping`.
    #[serde(default, skip_serializing_if = "is_false")]
    pub default: bool,
    /// Whether callers should no longer use the type here.
    #[serde(default, skip_serializing_if = "is_false")]
    pub deprecated: bool,
    /// The documentation of the variant.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub docs: String,
}

impl Variant {
    /// A variant of a union, without a tag and without documentation.
    pub(crate) fn of(ty: TypeRef) -> Self {
        Self { ty, tags: Vec::new(), default: false, deprecated: false, docs: String::new() }
    }
}

/// Whether a value may be of several types of a union at once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Holds {
    /// Exactly one type: `oneOf`.
    #[default]
    One,
    /// One or more types: `anyOf`.
    Any,
}

impl Holds {
    /// Whether a value is of exactly one type.
    pub fn is_one(&self) -> bool {
        matches!(self, Self::One)
    }
}
