//! `open_enum!`: a string enum, which also keeps unlisted values.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Error, MapAccess, Unexpected, Visitor};
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

use crate::runtime::json::decode::number_text;

/// Declares an enum with a variant for each listed value and one, `Unlisted(Unlisted)`, for all other values, and
/// implements `Clone`, `Debug`, `Eq`, `Hash`, reading, writing and naming for it:
///
/// ```text
/// open_enum! {
///     /// How often something is billed.
///     pub enum BillingCycle {
///         Annual = "annual",
///         OneTime = "one_time",
///     }
/// }
/// ```
macro_rules! open_enum {
    (
        $(#[$about:meta])*
        pub enum $type:ident {
            $($(#[$note:meta])* $variant:ident = $text:literal,)*
        }
    ) => {
        $(#[$about])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        pub enum $type {
            $($(#[$note])* $variant,)*
            /// A value that this crate does not know, as received.
            Unlisted($crate::runtime::models::open_enum::Unlisted),
        }

        #[allow(deprecated)]
        impl $type {
            /// The values that the spec lists, in its order.
            pub const LISTED: &'static [Self] = &[$(Self::$variant,)*];

            /// The value as a string, as it is sent.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)*
                    Self::Unlisted(other) => other.as_str(),
                }
            }
        }

        #[allow(deprecated)]
        impl $crate::runtime::models::open_enum::OpenEnum for $type {
            fn listed(text: &str) -> ::core::option::Option<Self> {
                match text {
                    $($text => ::core::option::Option::Some(Self::$variant),)*
                    _ => ::core::option::Option::None,
                }
            }

            fn unlisted(value: $crate::runtime::models::open_enum::Unlisted) -> Self {
                Self::Unlisted(value)
            }
        }

        #[allow(deprecated)]
        impl ::serde::Serialize for $type {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> ::core::result::Result<S::Ok, S::Error> {
                match self {
                    Self::Unlisted(other) => ::serde::Serialize::serialize(other, serializer),
                    // This arm is not reached if the spec lists no values.
                    #[allow(unreachable_patterns)]
                    listed => serializer.serialize_str(listed.as_str()),
                }
            }
        }

        impl $crate::runtime::json::decode::Decode for $type {}

        impl<'de> ::serde::Deserialize<'de> for $type {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> ::core::result::Result<Self, D::Error> {
                deserializer.deserialize_any($crate::runtime::models::open_enum::values())
            }
        }

        /// A listed value becomes its variant.
        impl ::core::convert::From<&str> for $type {
            fn from(text: &str) -> Self {
                $crate::runtime::models::open_enum::from_text(text)
            }
        }

        /// A listed value becomes its variant.
        impl ::core::convert::From<::std::string::String> for $type {
            fn from(text: ::std::string::String) -> Self {
                $crate::runtime::models::open_enum::from_text(&text)
            }
        }

        impl ::core::cmp::PartialEq<str> for $type {
            fn eq(&self, text: &str) -> bool {
                self.as_str() == text
            }
        }

        impl ::core::cmp::PartialEq<&str> for $type {
            fn eq(&self, text: &&str) -> bool {
                self.as_str() == *text
            }
        }

        /// Writes the value as it is sent.
        impl ::std::fmt::Display for $type {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad(self.as_str())
            }
        }
    };
}
pub(crate) use open_enum;

/// A value that the spec does not list, as it was received. It is a string or a number.
///
/// Only this crate can create one, so that a listed value is never stored as an unlisted one; `From<&str>` of the enum
/// accepts any string.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Unlisted(Repr);

#[derive(Clone, PartialEq, Eq, Hash)]
enum Repr {
    Text(Box<str>),
    /// The digits of a number.
    Number(Box<str>),
}

impl Unlisted {
    /// The string, or the digits of the number.
    pub fn as_str(&self) -> &str {
        match &self.0 {
            Repr::Text(text) | Repr::Number(text) => text,
        }
    }

    /// Whether the value is a number on the wire.
    pub fn is_number(&self) -> bool {
        matches!(self.0, Repr::Number(_))
    }

    fn number(digits: impl fmt::Display) -> Self {
        Self(Repr::Number(digits.to_string().into()))
    }
}

impl fmt::Debug for Unlisted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Repr::Text(text) => fmt::Debug::fmt(text, f),
            Repr::Number(digits) => f.write_str(digits),
        }
    }
}

impl fmt::Display for Unlisted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl Serialize for Unlisted {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.0 {
            Repr::Text(text) => serializer.serialize_str(text),
            // A number is kept as its digits, so that `5.0` does not become `5`.
            Repr::Number(digits) => {
                let number = RawValue::from_string(digits.clone().into()).map_err(serde::ser::Error::custom)?;
                number.serialize(serializer)
            }
        }
    }
}

/// An enum with a variant for each listed value and one for all others.
pub trait OpenEnum: Sized {
    /// The variant of a listed value.
    fn listed(text: &str) -> Option<Self>;

    /// The variant for all other values.
    fn unlisted(value: Unlisted) -> Self;
}

/// The value with this string in JSON.
pub fn from_text<T: OpenEnum>(text: &str) -> T {
    T::listed(text).unwrap_or_else(|| T::unlisted(Unlisted(Repr::Text(text.into()))))
}

/// The visitor that reads a value of an enum.
pub fn values<T: OpenEnum>() -> Values<T> {
    Values(PhantomData)
}

/// Reads a value of an enum.
pub struct Values<T>(PhantomData<T>);

impl<'de, T: OpenEnum> Visitor<'de> for Values<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        Ok(from_text(text))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<T, E> {
        Ok(T::unlisted(Unlisted::number(value)))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<T, E> {
        Ok(T::unlisted(Unlisted::number(value)))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<T, E> {
        // A double is formatted with a fraction even if that is zero.
        let number = serde_json::Number::from_f64(value).expect("a number of JSON is finite");
        Ok(T::unlisted(Unlisted::number(number)))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<T, A::Error> {
        match number_text(&mut members)? {
            Some(digits) => Ok(T::unlisted(Unlisted::number(digits))),
            None => Err(A::Error::invalid_type(Unexpected::Map, &self)),
        }
    }
}
