//! Reading and writing of structs: the functions that [`model!`](super::model) calls for each field.

use std::borrow::Cow;
use std::fmt::{self, Debug};
use std::marker::PhantomData;

use serde::de::{Deserializer, Error, MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::unnamed::Unnamed;
use crate::runtime::json::decode::{Decode, Seed, is_too_large, within};
use crate::runtime::json::encode::to_vec;
use crate::runtime::json::lenient;
use crate::runtime::json::read::{from_slice, read as read_whole};
use crate::runtime::json::value::{BorrowedStr, Json, Text, kept};

/// A struct that is a JSON object.
pub trait Object: Sized {
    /// Reads the properties; `None` after an error, which the reader keeps.
    fn read<R: Reader>(reader: &mut R) -> Option<Self>;

    /// Writes all fields in the order of the table. The writer keeps an error.
    fn write<W: Writer>(&self, writer: &mut W);
}

/// Iterates over the properties of an object, and keeps an error, which ends the iteration.
///
/// Each property is offered to all fields in turn, so that properties in the order of the struct are read in one round.
/// One more round follows the last property, without a property to read: in it, required fields report that their
/// property is missing. The trait hides the lifetime and the error type of serde, which halves the time to compile a
/// struct.
pub trait Reader {
    /// Begins a round; false after the last one.
    fn next(&mut self) -> bool;

    /// Reads an optional property, if it is the current one, and moves on to the next one.
    fn optional<F: Decode + Optional>(&mut self, name: &'static str, field: &mut F);

    /// Reads a required property, if it is the current one, and moves on to the next one. In the last round, a missing
    /// property is an error.
    fn required<T: Decode>(&mut self, name: &'static str, slot: &mut Option<T>);

    /// Reads a property, if it is the current one, and moves on to the next one. Its default is set at the end.
    fn present<T: Decode>(&mut self, name: &'static str, slot: &mut Option<T>);

    /// Sets a property that was absent to its default, given as JSON, after the last round.
    fn fill<T: Decode>(&mut self, name: &'static str, slot: &mut Option<T>, default: &'static str);

    /// Reports that a required property has not been read so far.
    fn lacks(&mut self, name: &'static str);

    /// Reads the current property, if it has this name, and moves on to the next one.
    fn take<T: Decode>(&mut self, name: &'static str) -> Option<T>;

    /// Stores the JSON of a property that its field does not represent; `None` if the field represents it.
    fn keep(&mut self, name: &'static str, form: Option<Json>);

    /// Ends a round: stores the current property as an additional one if no field read it.
    fn unnamed<U: Unnamed>(&mut self, unnamed: &mut U);

    /// Whether a property did not fit or was missing.
    fn has_failed(&self) -> bool;
}

/// The value of a required property, after the last round of a reader without an error.
pub fn found<T>(slot: Option<T>) -> T {
    slot.expect("a reader fails in the last round if a member is missing")
}

/// A struct with a property that has a single value, which identifies the type in a union and may be absent in what is
/// read.
pub trait Tagged {
    /// The value of the property.
    const TAG: &'static str;
}

/// The value of the property that identifies the type of a struct, after the last round.
pub fn tag<T: Tagged, F: From<&'static str>>(slot: Option<F>) -> F {
    slot.unwrap_or_else(|| F::from(T::TAG))
}

/// Writes the properties of an object, and keeps an error.
pub trait Writer {
    /// Announces the additional properties that are written at the end.
    fn begin<U: Unnamed>(&mut self, unnamed: &U);

    /// Writes a property, unless it is left out.
    fn optional<F: Decode + Optional + Serialize + Debug>(&mut self, name: &'static str, field: &F);

    /// Writes a property.
    fn required<F: Decode + Serialize + Debug>(&mut self, name: &'static str, field: &F);

    /// Marks the next property as a secret.
    fn hide(&mut self) {}

    /// Whether the writer shows the values of the fields, rather than the JSON form in which they were received.
    fn shows_fields(&self) -> bool {
        false
    }

    /// Leaves a property out, even if it is among the additional ones.
    fn leave_out(&mut self, name: &'static str);

    /// Writes the additional properties, except those with the name of a property that was written.
    fn unnamed<U: Unnamed>(&mut self, unnamed: &U);
}

/// Reads a struct.
///
/// # Errors
/// When the JSON is not an object, or its properties do not fit.
pub fn read<'de, T: Object, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    deserializer.deserialize_map(ObjectVisitor(PhantomData))
}

struct ObjectVisitor<T>(PhantomData<T>);

impl<'de, T: Object> Visitor<'de> for ObjectVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<T, A::Error> {
        let mut reader = MapReader {
            members,
            name: None,
            round: Round::Before,
            lenient: lenient::is_on(),
            is_optional: false,
            forms: Vec::new(),
            error: None,
        };
        let value = T::read(&mut reader);
        // A pair of both would be one more copy of the struct.
        if let Some(error) = reader.error {
            return Err(error);
        }
        match value {
            Some(value) => Ok(value),
            None => unreachable!("a reader keeps what failed"),
        }
    }
}

struct MapReader<'de, A: MapAccess<'de>> {
    members: A,
    /// The name of the current property.
    name: Option<Cow<'de, str>>,
    round: Round,
    /// Whether properties are read leniently.
    lenient: bool,
    /// Whether the current property is read into a field that may stay empty.
    is_optional: bool,
    /// The JSON of properties that their fields do not represent: null, or another form.
    forms: Vec<(&'static str, Json)>,
    error: Option<A::Error>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Round {
    /// No property has been read.
    Before,
    /// The current property is being offered to the fields.
    Asked,
    /// A field has read the current property, and fields after it may have read the following ones.
    Moved,
    /// No properties are left.
    Last,
}

impl<'de, A: MapAccess<'de>> MapReader<'de, A> {
    #[inline(never)]
    fn advance(&mut self) {
        self.round = Round::Moved;
        match self.members.next_key_seed(BorrowedStr) {
            Ok(name) => self.name = name,
            Err(error) => self.fail(error),
        }
    }

    /// Reads the current property and moves on to the next one.
    #[inline]
    fn value<T: Decode>(&mut self, name: &'static str) -> Option<T> {
        // A value replaces that of an earlier property with the same name, and so does its form.
        if !self.forms.is_empty() {
            self.forms.retain(|(other, _)| *other != name);
        }
        let value = match self.lenient {
            false => self.members.next_value_seed(Seed::new()).map(Some),
            true => self.read_leniently(name),
        };
        match value {
            Ok(value) => {
                self.advance();
                value
            }
            Err(error) => {
                let name = self.name.as_deref().unwrap_or_default();
                let error = if self.lenient { error } else { within(&name, error) };
                self.fail(error);
                None
            }
        }
    }

    /// Reads the value of the current property; `None` if its field stays empty.
    #[cold]
    fn read_leniently<T: Decode>(&mut self, name: &'static str) -> Result<Option<T>, A::Error> {
        let text = self.members.next_value_seed(Text)?;
        let (value, lost) = match lenient::member(name, &text) {
            Ok((value, lost)) => (Some(value), lost),
            Err(_) if self.is_optional && is_too_large() => (None, true),
            Err(error) => return Err(error),
        };
        if lost {
            self.forms.push((name, kept(text)?));
        }
        Ok(value)
    }

    #[cold]
    fn fail(&mut self, error: A::Error) {
        self.error = Some(error);
        self.name = None;
    }

    /// Whether the current property has this name. Each property is offered to several fields before one reads it. Once
    /// this is inlined, the length of the name is a constant, and comparing it first decides most cases.
    #[inline]
    fn is_next(&self, name: &str) -> bool {
        self.name.as_deref() == Some(name)
    }

    #[inline(never)]
    fn take_value<T: Decode>(&mut self, name: &'static str) -> Option<T> {
        self.value(name)
    }

    #[inline(never)]
    fn take_optional<F: Decode + Optional>(&mut self, name: &'static str, field: &mut F) {
        self.is_optional = true;
        let value = self.value(name);
        self.is_optional = false;
        if let Some(value) = value {
            *field = value;
            if field.is_left_out() {
                self.keep(name, Some(Json::null()));
            }
        }
    }
}

impl<'de, A: MapAccess<'de>> Reader for MapReader<'de, A> {
    fn next(&mut self) -> bool {
        match self.round {
            Round::Before => self.advance(),
            Round::Asked | Round::Moved => {}
            Round::Last => return false,
        }
        self.round = if self.name.is_some() { Round::Asked } else { Round::Last };
        self.error.is_none()
    }

    #[inline]
    fn optional<F: Decode + Optional>(&mut self, name: &'static str, field: &mut F) {
        if self.is_next(name) {
            self.take_optional(name, field);
        }
    }

    #[inline]
    fn required<T: Decode>(&mut self, name: &'static str, slot: &mut Option<T>) {
        if self.is_next(name) {
            *slot = self.take_value(name);
        } else if slot.is_none() {
            self.lacks(name);
        }
    }

    #[inline]
    fn present<T: Decode>(&mut self, name: &'static str, slot: &mut Option<T>) {
        if self.is_next(name) {
            *slot = self.take_value(name);
        }
    }

    fn fill<T: Decode>(&mut self, name: &'static str, slot: &mut Option<T>, default: &'static str) {
        if slot.is_none() && self.error.is_none() {
            *slot = from_slice(default.as_bytes()).ok();
            if slot.is_none() {
                self.lacks(name);
            }
        }
    }

    fn lacks(&mut self, name: &'static str) {
        if self.round == Round::Last && self.error.is_none() {
            self.error = Some(A::Error::custom(format_args!("missing member `{name}`")));
        }
    }

    fn take<T: Decode>(&mut self, name: &'static str) -> Option<T> {
        if self.is_next(name) { self.take_value(name) } else { None }
    }

    #[cold]
    fn keep(&mut self, name: &'static str, form: Option<Json>) {
        // The JSON that was kept while the value was read is complete.
        if self.forms.iter().all(|(other, _)| *other != name) {
            self.forms.extend(form.map(|form| (name, form)));
        }
    }

    #[cold]
    fn unnamed<U: Unnamed>(&mut self, unnamed: &mut U) {
        match self.round {
            Round::Before | Round::Moved => {}
            Round::Asked => {
                if let Some(name) = self.name.take() {
                    match unnamed.keep(name.into_owned(), &mut self.members) {
                        Ok(()) => self.advance(),
                        Err(error) => self.fail(error),
                    }
                }
            }
            Round::Last => {
                for (name, form) in self.forms.drain(..) {
                    unnamed.keep_form(name, form);
                }
                unnamed.remove_duplicates();
            }
        }
    }

    fn has_failed(&self) -> bool {
        self.error.is_some()
    }
}

/// Writes a struct.
///
/// # Errors
/// Those of the serializer.
pub fn write<T: Object, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    let members = serializer.serialize_map(None)?;
    let mut writer = MapWriter { members, error: None, written: None, forms: Vec::new() };
    value.write(&mut writer);
    match writer.error {
        Some(error) => Err(error),
        None => writer.members.end(),
    }
}

struct MapWriter<M: SerializeMap> {
    members: M,
    error: Option<M::Error>,
    /// The names of properties that were written or left out, if additional properties follow.
    written: Option<Vec<&'static str>>,
    /// The JSON of named properties whose fields may have lost a part of it.
    forms: Vec<(String, Json)>,
}

impl<M: SerializeMap> MapWriter<M> {
    fn form(&self, name: &str) -> Option<&Json> {
        self.forms.iter().find(|(other, _)| other == name).map(|(_, form)| form)
    }

    /// Removes the stored form of a property whose field is now empty.
    #[cold]
    fn forget<F: Decode + Optional>(&mut self, name: &'static str) {
        if let Some(form) = self.form(name)
            && read_whole::<F>(form.get().as_bytes()).is_ok_and(|(read, is_lossy)| is_lossy && !read.is_left_out())
        {
            self.leave_out(name);
        }
    }
}

/// Whether a field still has the value that was read from a form.
#[cold]
fn is_form_of<F: Decode + Serialize>(form: &Json, field: &F) -> bool {
    let read = from_slice::<F>(form.get().as_bytes()).ok().and_then(|read| to_vec(&read).ok());
    read.is_some_and(|read| to_vec(field).is_ok_and(|field| field == read))
}

impl<M: SerializeMap> Writer for MapWriter<M> {
    fn begin<U: Unnamed>(&mut self, unnamed: &U) {
        if !unnamed.is_empty() {
            self.written = Some(Vec::new());
            self.forms = unnamed.forms();
        }
    }

    #[inline]
    fn optional<F: Decode + Optional + Serialize + Debug>(&mut self, name: &'static str, field: &F) {
        if !field.is_left_out() {
            self.required(name, field);
        } else if !self.forms.is_empty() {
            self.forget::<F>(name);
        }
    }

    fn required<F: Decode + Serialize + Debug>(&mut self, name: &'static str, field: &F) {
        if self.error.is_none() {
            let form = self.forms.iter().find(|(other, form)| other == name && is_form_of(form, field));
            self.error = match form {
                None => self.members.serialize_entry(name, field).err(),
                Some((_, form)) => self.members.serialize_entry(name, form).err(),
            };
            self.leave_out(name);
        }
    }

    fn leave_out(&mut self, name: &'static str) {
        if let Some(written) = &mut self.written {
            written.push(name);
        }
    }

    fn unnamed<U: Unnamed>(&mut self, unnamed: &U) {
        if self.error.is_none()
            && let Some(written) = &self.written
        {
            self.error = unnamed.write(written, &mut self.members).err();
        }
    }
}

/// The type of a field that may be left out: an `Option` or a `Maybe`.
pub trait Optional: Default {
    /// Whether the field is left out.
    fn is_left_out(&self) -> bool;
}

impl<T> Optional for Option<T> {
    fn is_left_out(&self) -> bool {
        self.is_none()
    }
}
