//! Corrections of the listed values of enums.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, de};

use super::stale::{Stale, stale};
use super::types::type_mut;
use crate::spec::{Api, IntegerValue, Shape, StringValue, TypeName, json};

/// Adds a value to an enum. Expects that the enum does not list it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AddEnumValue {
    /// The name of the enum.
    #[serde(rename = "type")]
    pub ty: TypeName,
    /// The value on the wire.
    pub value: WireValue,
    /// The name of the value of an integer enum. A string value has no separate name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The documentation of the value.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub docs: String,
}

/// A value of an enum on the wire.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum WireValue {
    /// A value of a string enum.
    String(String),
    /// A value of an integer enum.
    Integer(i64),
}

/// Gives names and documentation to listed values of an integer enum. Expects that each has neither.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NameEnumValues {
    /// The name of the enum.
    #[serde(rename = "type")]
    pub ty: TypeName,
    /// The name and documentation of each value, by the value on the wire.
    #[serde(deserialize_with = "json::unique")]
    pub values: BTreeMap<i64, Meaning>,
}

/// The name and documentation of a value of an integer enum.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Meaning {
    /// The name of the value; some values are documented and have no public name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The documentation of the value.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub docs: String,
}

impl fmt::Display for WireValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::String(text) => write!(f, "\"{text}\""),
            Self::Integer(number) => write!(f, "{number}"),
        }
    }
}

impl<'de> Deserialize<'de> for WireValue {
    // The error of serde's derived reader of untagged enums would only state that nothing matched.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;

        impl de::Visitor<'_> for Either {
            type Value = WireValue;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string or an integer")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<WireValue, E> {
                Ok(WireValue::String(text.to_owned()))
            }

            fn visit_i64<E: de::Error>(self, number: i64) -> Result<WireValue, E> {
                Ok(WireValue::Integer(number))
            }

            fn visit_u64<E: de::Error>(self, number: u64) -> Result<WireValue, E> {
                let fault = || E::invalid_value(de::Unexpected::Unsigned(number), &"an integer of 64 bits");
                i64::try_from(number).map(WireValue::Integer).map_err(|_| fault())
            }
        }

        deserializer.deserialize_any(Either)
    }
}

impl AddEnumValue {
    pub(super) fn apply(&self, api: &mut Api) -> Result<(), Stale> {
        let Self { ty, value, name, docs } = self;
        let listed = match (&mut type_mut(api, ty)?.shape, value) {
            (Shape::Strings(of_enum), WireValue::String(value)) => {
                if name.is_some() {
                    return stale("a value of an integer enum, because it gives a name", format!("`{ty}` has strings"));
                }
                let listed = of_enum.values.iter().any(|listed| listed.value == *value);
                if !listed {
                    of_enum.values.push(StringValue { value: value.clone(), docs: docs.clone() });
                }
                listed
            }
            (Shape::Integers(of_enum), WireValue::Integer(value)) => {
                let found = of_enum.values.binary_search_by_key(value, |listed| listed.value);
                let added = IntegerValue { value: *value, name: name.clone(), docs: docs.clone() };
                found.map_err(|at| of_enum.values.insert(at, added)).is_ok()
            }
            (Shape::Strings(_), WireValue::Integer(_)) => {
                return stale(format!("integers in `{ty}`"), "it has strings");
            }
            (Shape::Integers(_), WireValue::String(_)) => {
                return stale(format!("strings in `{ty}`"), "it has integers");
            }
            (Shape::Struct(_) | Shape::Union(_) | Shape::Alias(_), _) => return no_enum(ty),
        };
        if listed { stale(format!("no value {value} in `{ty}`"), "it is listed") } else { Ok(()) }
    }
}

impl NameEnumValues {
    pub(super) fn apply(&self, api: &mut Api) -> Result<(), Stale> {
        let Self { ty, values } = self;
        let of_enum = match &mut type_mut(api, ty)?.shape {
            Shape::Integers(of_enum) => of_enum,
            Shape::Strings(_) => return stale(format!("integers in `{ty}`"), "it has strings, which are their names"),
            Shape::Struct(_) | Shape::Union(_) | Shape::Alias(_) => return no_enum(ty),
        };
        let mut changed = of_enum.values.clone();
        let mut places: BTreeMap<i64, &mut IntegerValue> =
            changed.iter_mut().map(|listed| (listed.value, listed)).collect();
        for (value, meaning) in values {
            let Some(listed) = places.get_mut(value) else {
                return stale(format!("the value {value} in `{ty}`"), "it is not listed");
            };
            if let Some(name) = &listed.name {
                return stale(format!("no name for the value {value} of `{ty}`"), format!("it is called `{name}`"));
            }
            if !listed.docs.is_empty() {
                return stale(format!("no meaning of the value {value} of `{ty}`"), "it has one");
            }
            listed.name.clone_from(&meaning.name);
            listed.docs.clone_from(&meaning.docs);
        }
        if changed == of_enum.values {
            return stale("names or meanings", "it gives none");
        }
        of_enum.values = changed;
        Ok(())
    }
}

fn no_enum<T>(ty: &str) -> Result<T, Stale> {
    stale(format!("that `{ty}` is an enum"), "it is something else")
}
