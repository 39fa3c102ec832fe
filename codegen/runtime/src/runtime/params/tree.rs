//! An intermediate form of values for parameters and forms: a string, a list, or properties in their order, read from
//! JSON.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

/// A value, in which numbers and booleans are strings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tree {
    /// The value null.
    Null,
    /// A string, a number or a boolean.
    Text(String),
    /// A list of values.
    List(Vec<Tree>),
    /// An object: its properties with their names, in order.
    Members(Vec<(String, Tree)>),
}

/// Reads a value from its JSON.
///
/// # Errors
/// The JSON is malformed.
pub fn read(json: &[u8]) -> Result<Tree, serde_json::Error> {
    of(serde_json::from_slice(json)?)
}

fn of(raw: &RawValue) -> Result<Tree, serde_json::Error> {
    let text = raw.get();
    Ok(match text.as_bytes().first() {
        Some(b'{') => {
            let members: Members<'_> = serde_json::from_str(text)?;
            let members = members.0.into_iter().map(|(name, value)| Ok((name, of(value)?)));
            Tree::Members(members.collect::<Result<_, serde_json::Error>>()?)
        }
        Some(b'[') => {
            let items: Vec<&RawValue> = serde_json::from_str(text)?;
            Tree::List(items.into_iter().map(of).collect::<Result<_, _>>()?)
        }
        Some(b'"') => Tree::Text(serde_json::from_str(text)?),
        Some(b'n') => Tree::Null,
        // A number keeps all its digits.
        _ => Tree::Text(text.to_owned()),
    })
}

/// The properties of an object, in their order.
struct Members<'a>(Vec<(String, &'a RawValue)>);

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Object;
        impl<'de> Visitor<'de> for Object {
            type Value = Members<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members<'de>, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(Object)
    }
}
