//! Reads whole bodies, lists and maps: strictly, and leniently where a strict reading fails.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::{Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::decode::{Decode, Seed, value, within};
use super::lenient;

/// Reads a value that makes up the whole of `body`. A null in a list or a map that does not allow nulls is left out,
/// and a lone surrogate in a string becomes U+FFFD (`json::lenient`).
///
/// # Errors
/// When the JSON is malformed, has another shape, or continues after the value.
pub fn from_slice<T: Decode>(body: &[u8]) -> Result<T, serde_json::Error> {
    match read(body) {
        Ok((value, _)) => Ok(value),
        Err((error, _)) => Err(error),
    }
}

/// Reads a value as [`from_slice`] does, and returns whether the value has lost a part of `body`.
///
/// # Errors
/// Those of `from_slice`, with the path of the property that caused the error.
pub(crate) fn read<T: Decode>(body: &[u8]) -> Result<(T, bool), (serde_json::Error, Option<String>)> {
    match value(body) {
        Ok(value) => Ok((value, false)),
        Err(error) => lenient::read(body, error),
    }
}

impl<T: Decode> Decode for Vec<T> {
    fn decode<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(List(PhantomData))
    }
}

struct List<T>(PhantomData<T>);

impl<'de, T: Decode> Visitor<'de> for List<T> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        if lenient::is_on() {
            return without_nulls(items);
        }
        let mut list = Vec::new();
        while let Some(item) = match items.next_element_seed(Seed::new()) {
            Ok(next) => next,
            Err(error) => return Err(within(&format_args!("[{}]", list.len()), error)),
        } {
            list.push(item);
        }
        Ok(list)
    }
}

/// Reads the items of a list, without nulls that are not items.
fn without_nulls<'de, T: Decode, A: SeqAccess<'de>>(mut items: A) -> Result<Vec<T>, A::Error> {
    let mut list = Vec::new();
    for index in 0_usize.. {
        match items.next_element_seed(Seed::<Option<T>>::new()) {
            Ok(Some(item)) => list.extend(item.or_else(lenient::null)),
            Ok(None) => break,
            Err(error) => return Err(within(&format_args!("[{index}]"), error)),
        }
    }
    Ok(list)
}

impl<T: Decode> Decode for BTreeMap<String, T> {
    fn decode<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if T::IS_ANY && lenient::is_on() {
            return free(deserializer);
        }
        deserializer.deserialize_map(Members(PhantomData))
    }
}

/// Reads an object with properties of any kind; another value than an object is an empty map that has lost it.
#[cold]
fn free<'de, T: Decode, D: Deserializer<'de>>(deserializer: D) -> Result<BTreeMap<String, T>, D::Error> {
    let json = Box::<RawValue>::deserialize(deserializer)?;
    if json.get().starts_with('{') || json.get() == "null" {
        let mut members = serde_json::Deserializer::from_str(json.get());
        return members.deserialize_map(Members(PhantomData)).map_err(D::Error::custom);
    }
    lenient::lose();
    Ok(BTreeMap::new())
}

struct Members<T>(PhantomData<T>);

impl<'de, T: Decode> Visitor<'de> for Members<T> {
    type Value = BTreeMap<String, T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
        let mut map = BTreeMap::new();
        while let Some(name) = members.next_key()? {
            if let Some(value) = lenient::map_value(&mut members).map_err(|error| within(&name, error))? {
                map.insert(name, value);
            }
        }
        Ok(map)
    }
}
