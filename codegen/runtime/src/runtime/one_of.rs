//! `one_of!`: a value of several types that are told apart by the kind of their JSON.

use serde::de::Error;

use super::decode::{Decode, from_slice};
use super::json::Json;

/// Implements reading and writing for an enum whose variants differ by the kind of their JSON value:
///
/// ```text
/// one_of!(FaultCode {
///     Number(i64) = integer,
///     Text(String) = string,
/// });
/// ```
///
/// The kinds are the functions of [`kind`]. The enum has one variant more, `Other(Json)`, for a value of a kind that
/// no row takes; it is kept and written back as it was.
macro_rules! one_of {
    ($type:ident { $($variant:ident($payload:ty) = $kind:ident,)* }) => {
        impl $crate::runtime::decode::Decode for $type {
            fn decode<'de, D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let value = $crate::runtime::json::Json::decode(deserializer)?;
                $(if $crate::runtime::one_of::kind::$kind(&value) {
                    return $crate::runtime::one_of::read(&value).map(Self::$variant);
                })*
                Ok(Self::Other(value))
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $type {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::runtime::decode::Decode::decode(deserializer)
            }
        }

        impl ::serde::Serialize for $type {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self {
                    $(Self::$variant(value) => value.serialize(serializer),)*
                    Self::Other(value) => value.serialize(serializer),
                }
            }
        }

        $(impl From<$payload> for $type {
            fn from(value: $payload) -> Self {
                Self::$variant(value)
            }
        })*
    };
}
pub(crate) use one_of;

/// Reads a value as the type that its kind decides.
///
/// # Errors
/// When it does not fit.
pub fn read<T: Decode, E: Error>(value: &Json) -> Result<T, E> {
    from_slice(value.get().as_bytes()).map_err(|error| {
        let text = error.to_string();
        // The place counts from the start of this value, and would be taken for one in the whole.
        E::custom(text.rsplit_once(" at line ").map_or(text.as_str(), |(what, _)| what))
    })
}

/// The kinds of JSON values.
pub mod kind {
    use super::Json;

    fn starts(value: &Json, with: impl Fn(u8) -> bool) -> bool {
        value.get().bytes().next().is_some_and(with)
    }

    /// A string.
    pub fn string(value: &Json) -> bool {
        starts(value, |first| first == b'"')
    }

    /// A number.
    pub fn number(value: &Json) -> bool {
        starts(value, |first| first == b'-' || first.is_ascii_digit())
    }

    /// A number without a fraction, small enough for 64 bits; others are kept as they are.
    pub fn integer(value: &Json) -> bool {
        number(value) && super::from_slice::<i64>(value.get().as_bytes()).is_ok()
    }

    /// `true` or `false`.
    pub fn boolean(value: &Json) -> bool {
        starts(value, |first| first == b't' || first == b'f')
    }

    /// An array.
    pub fn array(value: &Json) -> bool {
        starts(value, |first| first == b'[')
    }

    /// An object.
    pub fn object(value: &Json) -> bool {
        starts(value, |first| first == b'{')
    }
}
