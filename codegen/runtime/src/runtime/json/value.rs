//! `Json`: any JSON value, stored as JSON text so that big integers, doubles and the order of properties are preserved.

use std::borrow::Cow;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

use serde::de::{DeserializeOwned, DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Serialize, Serializer};
use serde_json::value::{RawValue, to_raw_value};

use super::decode::{Decode, NUMBER};
use super::encode;

/// Any JSON value, stored as JSON text without insignificant whitespace.
///
/// Two values are equal if their JSON text is equal: `1` and `1.0` differ, and so do objects with the same properties
/// in another order. A value may be nested to any depth; [`parse`](Self::parse) and [`to_value`](Self::to_value) refuse
/// more than 127 levels.
///
/// # Examples
///
/// ```
/// use runtime::Json;
///
/// let json: Json = r#"{ "id": 7, "ratio": 1.0 }"#.parse().unwrap();
/// assert_eq!(json.get(), r#"{"id":7,"ratio":1.0}"#);
/// assert_eq!(json.to_value().unwrap()["id"], 7);
/// assert_eq!(Json::of(&[1, 2]).unwrap().parse::<Vec<i64>>().unwrap(), [1, 2]);
/// ```
#[derive(Clone)]
pub struct Json(Box<RawValue>);

impl Json {
    /// The value `null`.
    pub fn null() -> Self {
        Self(RawValue::NULL.to_owned())
    }

    /// Serializes a value.
    ///
    /// # Errors
    /// When the value cannot be JSON: it contains NaN, an infinity, or a map whose keys are not strings.
    pub fn of<T: Serialize + ?Sized>(value: &T) -> Result<Self, serde_json::Error> {
        encode::to_vec(value).map_err(serde_json::Error::custom)?;
        to_raw_value(value).map(compact).map(Self)
    }

    /// The JSON text of the value.
    pub fn get(&self) -> &str {
        self.0.get()
    }

    /// Whether this is `null`.
    pub fn is_null(&self) -> bool {
        self.get() == "null"
    }

    /// Reads the value as a type.
    ///
    /// # Errors
    /// When the value is of another shape.
    pub fn parse<T: DeserializeOwned>(&self) -> Result<T, serde_json::Error> {
        serde_json::from_str(self.get())
    }

    /// The value as a tree.
    ///
    /// # Errors
    /// When the value is nested too deeply, or contains a number that is too large for the tree.
    pub fn to_value(&self) -> Result<serde_json::Value, serde_json::Error> {
        self.parse()
    }
}

/// The same value without insignificant whitespace.
fn compact(raw: Box<RawValue>) -> Box<RawValue> {
    let is_space = |byte: u8| matches!(byte, b' ' | b'\t' | b'\n' | b'\r');
    let text = raw.get();
    if !text.bytes().any(is_space) {
        return raw;
    }
    let (mut kept, mut start) = (String::with_capacity(text.len()), 0);
    let (mut in_string, mut escaped) = (false, false);
    for (at, byte) in text.bytes().enumerate() {
        if in_string {
            in_string = escaped || byte != b'"';
            escaped = !escaped && byte == b'\\';
        } else if is_space(byte) {
            kept.push_str(&text[start..at]);
            start = at + 1;
        } else {
            in_string = byte == b'"';
        }
    }
    kept.push_str(&text[start..]);
    RawValue::from_string(kept).expect("JSON without its insignificant whitespace is JSON")
}

/// The name of the newtype with which serde_json passes on a value as JSON text.
const RAW: &str = "$serde_json::private::RawValue";

/// Reads any value as JSON text, without a copy if the input is that text.
///
/// # Errors
/// When the JSON is malformed.
pub fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Cow<'de, str>, D::Error> {
    deserializer.deserialize_newtype_struct(RAW, Text)
}

/// Reads the JSON text of any value: directly from serde_json, and rebuilt from other sources.
pub(crate) struct Text;

fn of<'de, T: Serialize + ?Sized, E: Error>(value: &T) -> Result<Cow<'de, str>, E> {
    serde_json::to_string(value).map(Cow::Owned).map_err(E::custom)
}

impl<'de> DeserializeSeed<'de> for Text {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        text(deserializer)
    }
}

impl<'de> Visitor<'de> for Text {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Self::Value, E> {
        of(&value)
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Self::Value, E> {
        of(&value)
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Self::Value, E> {
        of(&value)
    }

    fn visit_i128<E: Error>(self, value: i128) -> Result<Self::Value, E> {
        of(&value)
    }

    fn visit_u128<E: Error>(self, value: u128) -> Result<Self::Value, E> {
        of(&value)
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Self::Value, E> {
        of(&value)
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Self::Value, E> {
        of(value)
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed("null"))
    }

    fn visit_none<E: Error>(self) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed("null"))
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        text(deserializer)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        let mut list = String::from("[");
        while let Some(item) = items.next_element_seed(Text)? {
            if list.len() > 1 {
                list.push(',');
            }
            list.push_str(&item);
        }
        list.push(']');
        Ok(Cow::Owned(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
        let mut object = String::from("{");
        while let Some(name) = members.next_key::<String>()? {
            if object.len() > 1 {
                object.push(',');
            } else if name == RAW || name == NUMBER {
                return members.next_value_seed(BorrowedStr);
            }
            object.push_str(&of::<_, A::Error>(&name)?);
            object.push(':');
            object.push_str(&members.next_value_seed(Text)?);
        }
        object.push('}');
        Ok(Cow::Owned(object))
    }
}

/// Reads a string, without a copy if the input contains it without escapes.
pub(crate) struct BorrowedStr;

impl<'de> DeserializeSeed<'de> for BorrowedStr {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for BorrowedStr {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(text))
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Self::Value, E> {
        Ok(Cow::Owned(text))
    }
}

impl Decode for Json {
    const IS_ANY: bool = true;
}

/// Stores JSON text as a value.
///
/// # Errors
/// When it is not JSON.
pub fn kept<E: Error>(text: Cow<'_, str>) -> Result<Json, E> {
    RawValue::from_string(text.into_owned()).map(compact).map(Json).map_err(E::custom)
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        kept(text(deserializer)?)
    }
}

impl Serialize for Json {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl Default for Json {
    fn default() -> Self {
        Self::null()
    }
}

impl PartialEq for Json {
    fn eq(&self, other: &Self) -> bool {
        self.get() == other.get()
    }
}

impl Eq for Json {}

impl Hash for Json {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.get().hash(state);
    }
}

impl fmt::Debug for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.get())
    }
}

impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.get())
    }
}

/// Parses JSON.
impl FromStr for Json {
    type Err = serde_json::Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        serde_json::from_str::<Box<RawValue>>(text).map(compact).map(Self)
    }
}

impl From<serde_json::Value> for Json {
    fn from(value: serde_json::Value) -> Self {
        Self::of(&value).expect("a tree of JSON can be serialized")
    }
}

macro_rules! from {
    ($($ty:ty),*) => {
        $(impl From<$ty> for Json {
            fn from(value: $ty) -> Self {
                Self::of(&value).expect("a string, number or boolean can be serialized")
            }
        })*
    };
}
from!(&str, String, bool, i32, i64, u32, u64);
