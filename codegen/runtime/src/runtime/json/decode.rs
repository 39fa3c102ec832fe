//! Reads JSON into Rust values in the forms that APIs really send: `5.0` is an integer too, regardless of the enabled
//! features of serde_json.

use std::cell::Cell;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeOwned, DeserializeSeed, Deserializer, Error, MapAccess, Unexpected, Visitor};
use serde::{Deserialize, Serialize};

thread_local! {
    /// Whether the last error is about an integer that 64 bits cannot hold.
    static TOO_LARGE: Cell<bool> = const { Cell::new(false) };
}

/// A type that can be read from JSON.
///
/// It differs from serde's `Deserialize` in numbers: an integer accepts `5.0`, even if another crate in the build
/// enables the feature `arbitrary_precision` of serde_json. The types of this crate handle that in one implementation
/// for both traits, which halves the code to compile for thousands of models.
pub trait Decode: DeserializeOwned {
    /// Whether each JSON value is a value of the type.
    const IS_ANY: bool = false;

    /// Reads a value.
    ///
    /// # Errors
    /// When the JSON is malformed or has another shape. The message names what was expected and what was found.
    fn decode<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::deserialize(deserializer)
    }

    /// The value of an empty body; `None` if the type has none.
    fn of_empty_body() -> Option<Self> {
        None
    }
}

/// A type that can be read, written and shown.
pub trait Value: Decode + Serialize + fmt::Debug {}

impl<T: Decode + Serialize + fmt::Debug> Value for T {}

/// Reads a value that makes up the whole of `body`, strictly or leniently like the value that it is a part of.
///
/// # Errors
/// When the JSON is malformed, has another shape, or continues after the value.
pub(crate) fn value<T: Decode>(body: &[u8]) -> Result<T, serde_json::Error> {
    let mut deserializer = serde_json::Deserializer::from_slice(body);
    let value = T::decode(&mut deserializer)?;
    deserializer.end()?;
    Ok(value)
}

/// Whether the last error is about an integer that 64 bits cannot hold.
pub(crate) fn is_too_large() -> bool {
    TOO_LARGE.get()
}

/// Stores whether the last error is about an integer that 64 bits cannot hold.
pub(crate) fn set_too_large(is_too_large: bool) {
    TOO_LARGE.set(is_too_large);
}

/// Adds a position to an error without one: serde_json reports no position for a value that it passes on as JSON text,
/// which is how unions are read.
#[cold]
pub(crate) fn within<E: Error>(place: &dyn fmt::Display, error: E) -> E {
    let said = error.to_string();
    if said.contains(" at line ") { error } else { E::custom(format_args!("{place}: {said}")) }
}

/// The serde seed that reads a `T`.
pub(crate) struct Seed<T>(PhantomData<T>);

impl<T> Seed<T> {
    pub(crate) const fn new() -> Self {
        Self(PhantomData)
    }
}

impl<'de, T: Decode> DeserializeSeed<'de> for Seed<T> {
    type Value = T;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        T::decode(deserializer)
    }
}

impl Decode for bool {
    fn decode<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::deserialize(deserializer)
    }
}

impl Decode for String {
    fn decode<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::deserialize(deserializer)
    }
}

impl<T: Decode> Decode for Box<T> {
    fn decode<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::decode(deserializer).map(Self::new)
    }
}

impl<T: Decode> Decode for Option<T> {
    fn decode<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_option(Nullable(PhantomData))
    }

    fn of_empty_body() -> Option<Self> {
        Some(None)
    }
}

struct Nullable<T>(PhantomData<T>);

impl<'de, T: Decode> Visitor<'de> for Nullable<T> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value or null")
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_none<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        T::decode(deserializer).map(Some)
    }
}

/// The name with which serde_json passes on a number as JSON text (its feature `arbitrary_precision`).
pub(crate) const NUMBER: &str = "$serde_json::private::Number";

/// Reads an integer of a given range.
///
/// The range is checked in the visitor, because serde_json adds the position of an error only there.
#[derive(Clone, Copy)]
pub(crate) struct Integer {
    pub(crate) min: i128,
    pub(crate) max: i128,
}

impl Integer {
    /// The largest integer up to which `f64` represents every integer exactly.
    const EXACT: f64 = 9_007_199_254_740_991.0;

    pub(crate) fn check<E: Error>(self, value: i128, found: Unexpected<'_>) -> Result<i128, E> {
        if (self.min..=self.max).contains(&value) { Ok(value) } else { Err(self.too_large(found)) }
    }

    fn float<E: Error>(self, value: f64) -> Result<i128, E> {
        // Beyond that, a double may be another integer than the one in the JSON.
        if value.fract() == 0.0 && value.abs() <= Self::EXACT {
            self.check(value as i128, Unexpected::Float(value))
        } else if value.fract() == 0.0 {
            Err(self.too_large(Unexpected::Float(value)))
        } else {
            Err(E::invalid_value(Unexpected::Float(value), &self))
        }
    }

    /// Documents often state no format, which means 64 bits here and any size at the service. A smaller type is stated, and
    /// a value beyond it is an error of the service.
    #[cold]
    fn too_large<E: Error>(self, found: Unexpected<'_>) -> E {
        set_too_large(self.max >= i128::from(i64::MAX));
        E::invalid_value(found, &self)
    }

    fn text<E: Error>(self, text: &str) -> Result<i128, E> {
        match (text.parse(), text.parse()) {
            (Ok(value), _) => self.check(value, Unexpected::Other(text)),
            (_, Ok(value)) => self.float(value),
            _ => Err(E::invalid_value(Unexpected::Other(text), &self)),
        }
    }
}

impl<'de> Visitor<'de> for Integer {
    type Value = i128;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an integer from {} to {}", self.min, self.max)
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<i128, E> {
        self.check(value.into(), Unexpected::Signed(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<i128, E> {
        self.check(value.into(), Unexpected::Unsigned(value))
    }

    fn visit_i128<E: Error>(self, value: i128) -> Result<i128, E> {
        self.check(value, Unexpected::Other("a large integer"))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<i128, E> {
        self.float(value)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<i128, A::Error> {
        match number_text(&mut members)? {
            Some(text) => self.text(&text),
            None => Err(A::Error::invalid_type(Unexpected::Map, &self)),
        }
    }
}

/// The digits of a number that serde_json passes on as a map; `None` if the map is an object.
pub(crate) fn number_text<'de, A: MapAccess<'de>>(members: &mut A) -> Result<Option<String>, A::Error> {
    match members.next_key::<String>()? {
        Some(name) if name == NUMBER => members.next_value().map(Some),
        _ => Ok(None),
    }
}

macro_rules! integers {
    ($($type:ident)*) => {$(
        impl Decode for $type {
            fn decode<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let range = Integer { min: $type::MIN.into(), max: $type::MAX.into() };
                // `deserialize_i64` would refuse the number `5.0` of a `serde_json::Value` with `arbitrary_precision`.
                let value = deserializer.deserialize_any(range)?;
                Ok(value as $type)
            }
        }
    )*};
}

integers!(i32 i64 u32 u64);

/// Reads a number that a double can hold.
struct Double;

impl Visitor<'_> for Double {
    type Value = f64;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number")
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<f64, E> {
        Ok(value as f64)
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<f64, E> {
        Ok(value as f64)
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<f64, E> {
        // serde_json parses `1e999` as infinity if it stores numbers as text.
        if value.is_finite() { Ok(value) } else { Err(E::custom("number out of range")) }
    }
}

impl Decode for f64 {
    fn decode<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_f64(Double)
    }
}

/// Reads a number that a float can hold.
struct Single;

impl Visitor<'_> for Single {
    type Value = f32;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number")
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<f32, E> {
        Ok(value as f32)
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<f32, E> {
        Ok(value as f32)
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<f32, E> {
        let value = value as f32;
        if value.is_finite() { Ok(value) } else { Err(E::custom("number out of range")) }
    }
}

impl Decode for f32 {
    fn decode<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // Requesting an `f32` rounds the digits only once.
        deserializer.deserialize_f32(Single)
    }
}

impl Decode for serde_json::Value {
    fn decode<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        serde::Deserialize::deserialize(deserializer)
    }
}
