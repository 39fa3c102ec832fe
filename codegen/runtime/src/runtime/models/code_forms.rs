//! Properties that are or contain an integer enum: the JSON form in which a value was received is kept, and sent back.
//!
//! A service may send the digits as a string, the name instead of the number, or an unknown name. The field contains
//! the number, or nothing. The JSON form is stored in `extra` under the name of the property, and is written instead of
//! the number while it still has the meaning of the field. Changing the field therefore changes what is written.

use std::fmt::{self, Debug};
use std::marker::PhantomData;

use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::unnamed::Unnamed;
use super::wire::{Optional, Reader, Writer};
use crate::runtime::json::decode::{self, Decode};
use crate::runtime::json::read::from_slice;
use crate::runtime::json::value::Json;

/// Reads an optional property, if it is the current one. A scalar that is not a value of the type, such as an unknown
/// name, leaves the field empty.
pub fn optional<F: Decode + Serialize + Optional>(reader: &mut impl Reader, name: &'static str, field: &mut F) {
    if let Some(Formed::<F, false> { value, form }) = reader.take(name) {
        *field = value.unwrap_or_default();
        let form = form.or_else(|| field.is_left_out().then(Json::null));
        reader.keep(name, form);
    }
}

/// Reads a required property if the reader is at it. After all properties have been read, reports it if it is missing.
pub fn required<T: Decode + Serialize>(reader: &mut impl Reader, name: &'static str, slot: &mut Option<T>) {
    present(reader, name, slot);
    if slot.is_none() {
        reader.lacks(name);
    }
}

/// Reads a property, if it is the current one. A property that is absent gets its default at the end.
pub fn present<T: Decode + Serialize>(reader: &mut impl Reader, name: &'static str, slot: &mut Option<T>) {
    if let Some(Formed::<T, true> { value, form }) = reader.take(name) {
        *slot = value;
        reader.keep(name, form);
    }
}

/// Writes an optional property.
pub fn write_optional<F: Decode + Serialize + Debug + Optional>(
    writer: &mut impl Writer,
    name: &'static str,
    field: &F,
    unnamed: &impl Unnamed,
) {
    // `Debug` shows the field alone.
    let form = unnamed.form(name).filter(|_| !writer.shows_fields());
    let Some(form) = form else { return writer.optional(name, field) };
    let value = from_slice::<F>(form.get().as_bytes()).unwrap_or_default();
    match (field.is_left_out(), value.is_left_out()) {
        // The field is still empty, because the type does not know the form: a new name.
        (true, true) => writer.required(name, form),
        // The caller has cleared the field.
        (true, false) => writer.leave_out(name),
        // The caller has set the field, which was empty.
        (false, true) => writer.required(name, field),
        (false, false) => write_either(writer, name, field, &value, form),
    }
}

/// Writes a required property.
pub fn write_required<T: Decode + Serialize + Debug>(
    writer: &mut impl Writer,
    name: &'static str,
    field: &T,
    unnamed: &impl Unnamed,
) {
    let form = unnamed.form(name).filter(|_| !writer.shows_fields());
    match form.map(|form| (form, from_slice::<T>(form.get().as_bytes()))) {
        Some((form, Ok(value))) => write_either(writer, name, field, &value, form),
        Some((_, Err(_))) | None => writer.required(name, field),
    }
}

/// Writes the stored form if it has the value of the field, otherwise the field.
fn write_either<T: Decode + Serialize + Debug>(
    writer: &mut impl Writer,
    name: &'static str,
    field: &T,
    value: &T,
    form: &Json,
) {
    match (Json::of(field), Json::of(value)) {
        (Ok(field), Ok(value)) if field == value => writer.required(name, form),
        _ => writer.required(name, field),
    }
}

/// A value, and the form in which it was received, if it would be written in another form. `STRICT` is set for a
/// required property, which cannot be empty.
struct Formed<T, const STRICT: bool> {
    value: Option<T>,
    form: Option<Json>,
}

impl<T: Decode + Serialize, const STRICT: bool> Formed<T, STRICT> {
    /// Creates the result of reading a form that is in place of a number. `fits` states whether the form could be a
    /// value that the type does not know, such as a new name; then the field is empty and the form is kept. Otherwise,
    /// and if `STRICT`, a form that is not a value is an error.
    fn of<E: Error>(value: Result<T, serde_json::Error>, form: impl FnOnce() -> Json, fits: bool) -> Result<Self, E> {
        match value {
            Ok(value) => {
                let form = form();
                let is_plain = Json::of(&value).is_ok_and(|plain| plain == form);
                Ok(Self { value: Some(value), form: (!is_plain).then_some(form) })
            }
            Err(_) if fits && !STRICT => Ok(Self { value: None, form: Some(form()) }),
            Err(error) => {
                let text = error.to_string();
                // The position is relative to this value, and would be mistaken for one in the whole body.
                Err(E::custom(text.rsplit_once(" at line ").map_or(text.as_str(), |(what, _)| what)))
            }
        }
    }

    fn of_number<E: Error>(number: Value) -> Result<Self, E> {
        match T::decode(&number) {
            Ok(value) => Ok(Self { value: Some(value), form: None }),
            Err(error) => Self::of(Err(error), || number.into(), true),
        }
    }

    fn of_json<E: Error>(json: Json) -> Result<Self, E> {
        // serde_json passes on a number in this way if it stores numbers as text.
        let fits = match json.get().as_bytes()[0] {
            b'[' => decode::value::<T>(b"[]").is_ok(),
            b'{' => decode::value::<T>(b"{}").is_ok(),
            _ => true,
        };
        Self::of(from_slice(json.get().as_bytes()), || json.clone(), fits)
    }
}

impl<T: Decode + Serialize, const STRICT: bool> Decode for Formed<T, STRICT> {}

impl<'de, T: Decode + Serialize, const STRICT: bool> Deserialize<'de> for Formed<T, STRICT> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Forms::<T, STRICT>(PhantomData))
    }
}

/// Reads each form within a visitor, since serde_json adds the position of an error only there.
struct Forms<T, const STRICT: bool>(PhantomData<T>);

impl<'de, T: Decode + Serialize, const STRICT: bool> Visitor<'de> for Forms<T, STRICT> {
    type Value = Formed<T, STRICT>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an integer")
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Self::Value, E> {
        Formed::of(T::decode(Value::Bool(value)), || Value::Bool(value).into(), false)
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Self::Value, E> {
        Formed::of_number(value.into())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Self::Value, E> {
        Formed::of_number(value.into())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Self::Value, E> {
        Formed::of(T::decode(Value::from(value)), || Value::from(value).into(), true)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        let value = Value::from(text);
        Formed::of(T::decode(&value), || value.into(), true)
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Formed::of(T::decode(Value::Null), Json::null, false).map(|read| Formed { form: None, ..read })
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<Self::Value, A::Error> {
        Formed::of_json(Json::decode(SeqAccessDeserializer::new(items))?)
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<Self::Value, A::Error> {
        Formed::of_json(Json::decode(MapAccessDeserializer::new(members))?)
    }
}
