//! `wire!`: from a table of members and their names on the wire to reading and writing of a struct.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::decode::{Decode, Seed};
use super::extra::Extra;
use super::json::Json;

/// Implements `Decode`, `Deserialize` and `Serialize` for a struct:
///
/// ```text
/// wire!(Cart {
///     creation_timestamp = "creationTimestamp",
///     quantity = "quantity" required,
///     renews_to = "renewsTo" or_null,
///     parent = "parent" required or_null,
/// });
/// ```
///
/// | words after the name | the field is | on the wire |
/// |---|---|---|
/// | none | `Option<T>` | left out when none; a null is kept in `extra` |
/// | `or_null` | `Maybe<T>` | left out, null or a value |
/// | `required` | `T` | always there |
/// | `required or_null` | `Option<T>` | always there, none is null |
///
/// The struct has one field more, `extra: Extra`, for members that the table does not name. With the word `rest`
/// after the table it is `rest: BTreeMap<String, T>`. Each word is a module below [`member`].
macro_rules! wire {
    ($type:ident $(<$($param:ident),+>)? { $($table:tt)* }) => {
        $crate::runtime::wire::wire!(extra, $type [$($($param),+)?] { $($table)* });
    };
    ($type:ident $(<$($param:ident),+>)? { $($table:tt)* } rest) => {
        $crate::runtime::wire::wire!(rest, $type [$($($param),+)?] { $($table)* });
    };
    ($unnamed:ident, $type:ident [$($param:ident),*] { $($field:ident = $name:literal $($word:ident)*,)* }) => {
        #[allow(deprecated)]
        impl<$($param: $crate::runtime::decode::Decode),*> $crate::runtime::wire::Object for $type<$($param),*> {
            fn read<'de, A: ::serde::de::MapAccess<'de>>(members: &mut A) -> Result<Self, A::Error> {
                $(let mut $field = Default::default();)*
                let mut unnamed = Default::default();
                while let Some(name) = $crate::runtime::wire::next_name(members)? {
                    match &*name {
                        $($name => $crate::runtime::wire::member$(::$word)*::read(&mut $field, members, $name, &mut unnamed),)*
                        _ => $crate::runtime::wire::Unnamed::keep(&mut unnamed, name, members),
                    }?;
                }
                Ok(Self {
                    $($field: $crate::runtime::wire::member$(::$word)*::take($field, $name)?,)*
                    $unnamed: $crate::runtime::wire::Unnamed::settled(unnamed),
                })
            }
        }

        impl<$($param: $crate::runtime::decode::Decode),*> $crate::runtime::decode::Decode for $type<$($param),*> {
            fn decode<'de, D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::runtime::wire::object(deserializer)
            }
        }

        impl<'de, $($param: $crate::runtime::decode::Decode),*> ::serde::Deserialize<'de> for $type<$($param),*> {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::runtime::wire::object(deserializer)
            }
        }

        #[allow(deprecated)]
        impl<$($param: ::serde::Serialize),*> ::serde::Serialize for $type<$($param),*> {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let mut members = $crate::runtime::wire::Writer::new(serializer, &self.$unnamed);
                $($crate::runtime::wire::member$(::$word)*::write(&mut members, $name, &self.$field);)*
                members.end()
            }
        }
    };
}
pub(crate) use wire;

/// A struct that is read from the members of a JSON object.
pub trait Object: Sized {
    /// Reads the members.
    ///
    /// # Errors
    /// When a member has another type than the struct says, or a required one is missing.
    fn read<'de, A: MapAccess<'de>>(members: &mut A) -> Result<Self, A::Error>;
}

/// Reads a struct.
///
/// # Errors
/// When the JSON is no object, or its members do not fit.
pub fn object<'de, T: Object, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    deserializer.deserialize_map(ObjectVisitor(PhantomData))
}

struct ObjectVisitor<T>(PhantomData<T>);

impl<'de, T: Object> Visitor<'de> for ObjectVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<T, A::Error> {
        T::read(&mut members)
    }
}

/// The name of the next member, borrowed from the body unless it holds escapes; none after the last.
///
/// # Errors
/// When the JSON is malformed.
pub fn next_name<'de, A: MapAccess<'de>>(members: &mut A) -> Result<Option<Cow<'de, str>>, A::Error> {
    members.next_key_seed(Name)
}

struct Name;

impl<'de> DeserializeSeed<'de> for Name {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Name {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a member")
    }

    fn visit_borrowed_str<E>(self, name: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(name))
    }

    fn visit_str<E>(self, name: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(name.to_owned()))
    }

    fn visit_string<E>(self, name: String) -> Result<Self::Value, E> {
        Ok(Cow::Owned(name))
    }
}

/// A field that may be left out: an `Option` or a `Maybe`.
pub trait Optional {
    /// What is written where the member is not left out.
    type Written;

    /// What is to be written; none if the member is left out.
    fn written(&self) -> Option<&Self::Written>;
}

impl<T> Optional for Option<T> {
    type Written = T;

    fn written(&self) -> Option<&T> {
        self.as_ref()
    }
}

/// The field for members that the table does not name: an `Extra`, or a map of a stated type.
pub trait Unnamed {
    /// Reads and keeps a member.
    ///
    /// # Errors
    /// When it has another type than the map says.
    fn keep<'de, A: MapAccess<'de>>(&mut self, name: Cow<'de, str>, members: &mut A) -> Result<(), A::Error>;

    /// Keeps the fact that a named member was null though its field has no null.
    fn keep_null(&mut self, name: &'static str);

    /// What was kept, each name once.
    fn settled(self) -> Self;

    /// Whether nothing is kept.
    fn is_empty(&self) -> bool;

    /// Writes what is kept, but for the names in `written`.
    ///
    /// # Errors
    /// Those of the serializer.
    fn write<M: SerializeMap>(&self, written: &[&'static str], members: &mut M) -> Result<(), M::Error>;
}

impl Unnamed for Extra {
    #[cold]
    fn keep<'de, A: MapAccess<'de>>(&mut self, name: Cow<'de, str>, members: &mut A) -> Result<(), A::Error> {
        self.push(name.into_owned(), members.next_value_seed(Seed::new())?);
        Ok(())
    }

    #[cold]
    fn keep_null(&mut self, name: &'static str) {
        self.push(name.to_owned(), Json::null());
    }

    fn settled(self) -> Self {
        self.settle()
    }

    fn is_empty(&self) -> bool {
        self.is_empty()
    }

    #[cold]
    fn write<M: SerializeMap>(&self, written: &[&'static str], members: &mut M) -> Result<(), M::Error> {
        for (name, value) in self.iter().filter(|(name, _)| !written.contains(name)) {
            members.serialize_entry(name, value)?;
        }
        Ok(())
    }
}

impl<T: Decode + Serialize> Unnamed for BTreeMap<String, T> {
    fn keep<'de, A: MapAccess<'de>>(&mut self, name: Cow<'de, str>, members: &mut A) -> Result<(), A::Error> {
        self.insert(name.into_owned(), members.next_value_seed(Seed::new())?);
        Ok(())
    }

    fn keep_null(&mut self, _: &'static str) {}

    fn settled(self) -> Self {
        self
    }

    fn is_empty(&self) -> bool {
        self.is_empty()
    }

    fn write<M: SerializeMap>(&self, written: &[&'static str], members: &mut M) -> Result<(), M::Error> {
        for (name, value) in self.iter().filter(|(name, _)| !written.contains(&name.as_str())) {
            members.serialize_entry(name, value)?;
        }
        Ok(())
    }
}

/// Writes the members of an object; a failure is kept until the end.
pub struct Writer<'a, S: Serializer, U> {
    members: Result<Option<S::SerializeMap>, S::Error>,
    unnamed: &'a U,
    /// The names that were written; only needed where there is something unnamed.
    written: Vec<&'static str>,
}

impl<'a, S: Serializer, U: Unnamed> Writer<'a, S, U> {
    /// Begins an object.
    pub fn new(serializer: S, unnamed: &'a U) -> Self {
        Self { members: serializer.serialize_map(None).map(Some), unnamed, written: Vec::new() }
    }

    fn member<T: Serialize>(&mut self, name: &'static str, value: &T) {
        if let Ok(Some(members)) = &mut self.members {
            if let Err(error) = members.serialize_entry(name, value) {
                self.members = Err(error);
            } else if !self.unnamed.is_empty() {
                self.written.push(name);
            }
        }
    }

    /// Writes what is unnamed and ends the object.
    ///
    /// # Errors
    /// The first failure of the serializer.
    pub fn end(&mut self) -> Result<S::Ok, S::Error> {
        let mut members = std::mem::replace(&mut self.members, Ok(None))?.expect("an object ends once");
        if !self.unnamed.is_empty() {
            self.unnamed.write(&self.written, &mut members)?;
        }
        members.end()
    }
}

/// How a member is read and written whose name has no word after it; the words are the modules below.
pub mod member {
    use serde::de::MapAccess;
    use serde::{Serialize, Serializer};

    use super::super::decode::{Decode, Seed};
    use super::{Optional, Unnamed, Writer};

    /// Reads the value of a member.
    ///
    /// # Errors
    /// When it has another type.
    pub fn read<'de, F: Decode + Optional, U: Unnamed, A: MapAccess<'de>>(
        field: &mut F,
        members: &mut A,
        name: &'static str,
        unnamed: &mut U,
    ) -> Result<(), A::Error> {
        *field = members.next_value_seed(Seed::new())?;
        if field.written().is_none() {
            unnamed.keep_null(name);
        }
        Ok(())
    }

    /// The field from what was read.
    ///
    /// # Errors
    /// None.
    pub fn take<F, E>(field: F, _: &'static str) -> Result<F, E> {
        Ok(field)
    }

    /// Writes a member, unless it is left out.
    pub fn write<S: Serializer, U: Unnamed, F: Optional>(members: &mut Writer<'_, S, U>, name: &'static str, field: &F)
    where
        F::Written: Serialize,
    {
        if let Some(value) = field.written() {
            members.member(name, value);
        }
    }

    /// The field is a `Maybe`.
    pub mod or_null {
        pub use super::{read, take, write};
    }

    /// The member is always there.
    pub mod required {
        use serde::de::{Error, MapAccess};
        use serde::{Serialize, Serializer};

        use super::super::super::decode::{Decode, Seed};
        use super::super::Writer;

        /// Reads the value of a member.
        ///
        /// # Errors
        /// When it has another type.
        pub fn read<'de, F: Decode, U, A: MapAccess<'de>>(
            field: &mut Option<F>,
            members: &mut A,
            _: &'static str,
            _: &mut U,
        ) -> Result<(), A::Error> {
            *field = Some(members.next_value_seed(Seed::new())?);
            Ok(())
        }

        /// The field from what was read.
        ///
        /// # Errors
        /// When the member is missing.
        pub fn take<F, E: Error>(field: Option<F>, name: &'static str) -> Result<F, E> {
            field.ok_or_else(|| E::custom(format_args!("missing member `{name}`")))
        }

        /// Writes a member.
        pub fn write<S: Serializer, U: super::Unnamed, F: Serialize>(
            members: &mut Writer<'_, S, U>,
            name: &'static str,
            field: &F,
        ) {
            members.member(name, field);
        }

        /// The field is an `Option`, and none is null.
        pub mod or_null {
            pub use super::{read, take, write};
        }
    }
}
