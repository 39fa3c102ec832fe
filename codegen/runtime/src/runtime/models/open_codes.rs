//! `open_codes!`: an integer enum, which also keeps unlisted values.

use std::fmt;

use serde::de::{Deserializer, Error, MapAccess, Visitor};

use crate::runtime::json::decode::Integer;

/// Declares a newtype over an integer, and implements `Copy`, `Ord`, `Hash`, reading, writing and naming for it:
///
/// ```text
/// open_codes! {
///     /// Why a line item could not be added.
///     pub struct CartErrorCode: i32 {
///         /// The currency is not supported for the market.
///         CURRENCY_IS_NOT_SUPPORTED ("CurrencyIsNotSupported") = 10000,
///         INVALID_INPUT = 10010,
///         10020,
///     }
/// }
/// ```
///
/// A row is a listed value, with the name of its constant if it has one. The string in parentheses is the name in the
/// spec, which is accepted in JSON as well as the number.
macro_rules! open_codes {
    (
        $(#[$about:meta])*
        pub struct $type:ident: $int:ident {
            $($($(#[$docs:meta])* $name:ident $(($spec:literal))? =)? $value:literal),* $(,)?
        }
    ) => {
        $(#[$about])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $type(pub $int);

        #[allow(deprecated)]
        impl $type {
            $($(
                $(#[$docs])*
                pub const $name: Self = Self($value);
            )?)*

            /// The values that the spec lists, in its order.
            pub const LISTED: &'static [Self] = &[$(Self($value),)*];

            const NAMES: &'static [$crate::runtime::models::open_codes::Name] = &[
                $($($crate::runtime::models::open_codes::Name {
                    value: Self::$name.0 as i64,
                    name: stringify!($name),
                    spec: [$($spec,)? ""][0],
                },)?)*
            ];

            /// The name of the constant for this value, if it has one.
            pub fn name(self) -> ::core::option::Option<&'static str> {
                $crate::runtime::models::open_codes::name_of(::core::convert::Into::into(self.0), Self::NAMES)
            }
        }

        /// Shows the number, and the name if there is one.
        impl ::std::fmt::Debug for $type {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                match self.name() {
                    ::core::option::Option::Some(name) => write!(f, "{}({} {name})", stringify!($type), self.0),
                    ::core::option::Option::None => write!(f, "{}({})", stringify!($type), self.0),
                }
            }
        }

        /// Writes the number.
        impl ::std::fmt::Display for $type {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Display::fmt(&self.0, f)
            }
        }

        impl ::core::convert::From<$int> for $type {
            fn from(value: $int) -> Self {
                Self(value)
            }
        }

        impl $crate::runtime::json::decode::Decode for $type {}

        impl<'de> ::serde::Deserialize<'de> for $type {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> ::core::result::Result<Self, D::Error> {
                let into = ::core::convert::Into::into;
                let range = (into($int::MIN), into($int::MAX));
                let value = $crate::runtime::models::open_codes::read(deserializer, range, Self::NAMES)?;
                ::core::result::Result::Ok(Self(value as $int))
            }
        }

        impl ::serde::Serialize for $type {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> ::core::result::Result<S::Ok, S::Error> {
                self.0.serialize(serializer)
            }
        }
    };
}
pub(crate) use open_codes;

/// A value that has a name.
#[derive(Debug)]
pub struct Name {
    /// The value.
    pub value: i64,
    /// The name of the constant.
    pub name: &'static str,
    /// The name in the spec; empty if the spec does not name the value.
    pub spec: &'static str,
}

/// The name of the constant for a value.
pub fn name_of(value: i64, names: &[Name]) -> Option<&'static str> {
    names.iter().find(|row| row.value == value).map(|row| row.name)
}

/// Reads an integer in a range: as a number, as a string of its digits, or by its name in the spec.
///
/// # Errors
/// When the JSON is anything else.
pub fn read<'de, D: Deserializer<'de>>(
    deserializer: D,
    (min, max): (i64, i64),
    names: &'static [Name],
) -> Result<i64, D::Error> {
    let integer = Integer { min: min.into(), max: max.into() };
    let value = deserializer.deserialize_any(Code { integer, names })?;
    Ok(value as i64)
}

struct Code {
    integer: Integer,
    names: &'static [Name],
}

impl<'de> Visitor<'de> for Code {
    type Value = i128;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.integer.expecting(f)
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<i128, E> {
        self.integer.visit_i64(value)
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<i128, E> {
        self.integer.visit_u64(value)
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<i128, E> {
        self.integer.visit_f64(value)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<i128, E> {
        let found = serde::de::Unexpected::Str(text);
        match self.names.iter().find(|row| !text.is_empty() && row.spec == text) {
            Some(row) => Ok(row.value.into()),
            None => match text.parse() {
                Ok(value) => self.integer.check(value, found),
                Err(_) => Err(E::invalid_value(found, &self)),
            },
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<i128, A::Error> {
        self.integer.visit_map(members)
    }
}
