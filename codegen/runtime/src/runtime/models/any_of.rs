//! `any_of!`: a value that may be of several types at once, and can be read as each of them.

use std::borrow::Cow;

use serde::Serialize;
use serde_json::value::RawValue;

use super::one_of::Members;
use crate::runtime::json::encode;
use crate::runtime::json::lenient::without_surrogates;
use crate::runtime::json::value::Json;

/// Declares a newtype over [`Json`] with a method for each type as which it can be read, and an enum of these types to
/// match, and implements `Clone`, `Debug`, `Eq`, `Hash`, reading and writing for the newtype:
///
/// ```text
/// any_of! {
///     /// An animal, or several.
///     pub struct Pet viewed as PetView {
///         as_cat = Cat(Cat),
///         as_dog = Dog(Dog),
///         as_hound = Hound(Dog) as alike,
///     }
/// }
/// ```
///
/// The value stays as it was received, regardless of the type as which it is read. `view` tries the rows in their order.
/// The mark `alike` is for a type that occurred in an earlier row, because it can have only one `From`. After the struct,
/// `from(&str)` lists further conversions.
macro_rules! any_of {
    (
        $(#[$about:meta])*
        pub struct $type:ident viewed as $view:ident {
            $($(#[$docs:meta])* $read:ident = $variant:ident($payload:ty) $(as $alike:ident)?,)*
        }
        $(from($($from:ty),*))?
    ) => {
        $(#[$about])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        pub struct $type($crate::runtime::json::value::Json);

        #[doc = concat!("One of the types of a [`", stringify!($type), "`](type@", stringify!($type), ").")]
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        #[allow(clippy::large_enum_variant, reason = "a view is matched at once; matching is easier without a box")]
        pub enum $view {
            $(
                /// It fits this type.
                ///
                $(#[$docs])*
                $variant($payload),
            )*
            /// None of the types fits the value.
            Unlisted($crate::runtime::json::value::Json),
        }

        impl $type {
            /// Reads the value as the first of its types that fits. A type that requires more properties comes before
            /// one that requires fewer. The methods `as_..` read a value that fits several types as each of them.
            pub fn view(&self) -> $view {
                $(if let ::core::result::Result::Ok(value) = self.$read() {
                    return $view::$variant(value);
                })*
                $view::Unlisted(self.0.clone())
            }

            $(
                /// Reads the value as this type.
                ///
                $(#[$docs])*
                ///
                /// # Errors
                /// When the value has another shape.
                pub fn $read(&self) -> ::core::result::Result<$payload, ::serde_json::Error> {
                    $crate::runtime::json::read::from_slice(self.0.get().as_bytes())
                }
            )*

            /// The value as JSON.
            pub fn as_json(&self) -> &$crate::runtime::json::value::Json {
                &self.0
            }

            /// Merges the properties of another value into this one; the other value wins if both have a property. This
            /// builds a value that fits two types from a value of each.
            #[must_use]
            pub fn and(self, other: impl ::core::convert::Into<Self>) -> Self {
                Self($crate::runtime::models::any_of::joined(self.0, ::core::convert::Into::into(other).0))
            }
        }

        impl $crate::runtime::json::decode::Decode for $type {}

        impl<'de> ::serde::Deserialize<'de> for $type {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> ::core::result::Result<Self, D::Error> {
                $crate::runtime::json::decode::Decode::decode(deserializer).map(Self)
            }
        }

        impl ::serde::Serialize for $type {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> ::core::result::Result<S::Ok, S::Error> {
                ::serde::Serialize::serialize(&self.0, serializer)
            }
        }

        impl ::core::convert::From<$crate::runtime::json::value::Json> for $type {
            fn from(value: $crate::runtime::json::value::Json) -> Self {
                Self(value)
            }
        }

        $($crate::runtime::models::any_of::any_of!(@from $type $payload $(as $alike)?);)*
        $($($crate::runtime::models::any_of::any_of!(@from $type $from);)*)?
    };
    (@from $type:ident $payload:ty as alike) => {};
    (@from $type:ident $payload:ty) => {
        impl ::core::convert::From<$payload> for $type {
            fn from(value: $payload) -> Self {
                Self($crate::runtime::models::any_of::json(&value))
            }
        }
    };
}
pub(crate) use any_of;

/// Serializes a model. A model that cannot be JSON, because it contains NaN, is refused when it is sent.
pub fn json<T: Serialize>(value: &T) -> Json {
    encode::text(value).parse().expect("a model has a JSON form")
}

/// Merges two objects; if one of the values is not an object, returns the second value.
pub fn joined(first: Json, second: Json) -> Json {
    let members = |value: &'_ Json| value.get().starts_with('{');
    if !(members(&first) && members(&second)) {
        return second;
    }
    fn read(text: &str) -> Vec<(Cow<'_, str>, &RawValue)> {
        serde_json::from_str::<Members<'_>>(text).expect("JSON that is kept is JSON").0
    }
    let (first, second) = (without_surrogates(first.get()), without_surrogates(second.get()));
    let (before, after) = (read(&first), read(&second));
    let kept = before.iter().filter(|(name, _)| !after.iter().any(|(other, _)| other == name));
    let mut text = String::from("{");
    for (name, value) in kept.chain(&after) {
        if text.len() > 1 {
            text.push(',');
        }
        text.push_str(&serde_json::to_string(name).expect("a string has a JSON form"));
        text.push(':');
        text.push_str(value.get());
    }
    text.push('}');
    text.parse().expect("members of JSON make up JSON")
}
