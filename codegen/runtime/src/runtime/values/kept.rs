//! The code that all types share whose values are kept as the string that is sent and received.

/// The key for comparing values: the meaning of the string, or the string itself if it has another form.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum Key<'a, T> {
    /// The meaning of the string.
    Value(T),
    /// A string of another form.
    Text(&'a str),
}

/// Implements the traits and methods that all such types share. The type is a tuple struct of a `Box<str>` with a
/// method `parse`.
macro_rules! kept {
    ($type:ident, $error:ty) => {
        impl $type {
            /// Creates the value from any string, for an API with its own form of such values.
            pub fn verbatim(text: impl ::core::convert::Into<::std::boxed::Box<str>>) -> Self {
                Self(text.into())
            }

            /// The value as a string.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        /// Dereferences to `&str`, so that a reference to the value can be passed where the API expects any string.
        impl ::core::ops::Deref for $type {
            type Target = str;

            fn deref(&self) -> &str {
                &self.0
            }
        }

        /// Parses a string in the form that `parse` requires.
        impl ::core::str::FromStr for $type {
            type Err = $error;

            fn from_str(text: &str) -> ::core::result::Result<Self, $error> {
                Self::parse(text)
            }
        }

        /// Writes the string unchanged.
        impl ::core::fmt::Display for $type {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad(&self.0)
            }
        }

        /// Reading accepts any string.
        impl crate::runtime::json::decode::Decode for $type {}

        /// Reading accepts any string.
        impl<'de> ::serde::Deserialize<'de> for $type {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> ::core::result::Result<Self, D::Error> {
                ::serde::Deserialize::deserialize(deserializer).map(Self)
            }
        }

        impl ::serde::Serialize for $type {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> ::core::result::Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }
    };
}

/// Implements comparison for a type with a method `key`.
macro_rules! by_key {
    ($type:ident) => {
        impl ::core::cmp::PartialEq for $type {
            fn eq(&self, other: &Self) -> bool {
                self.0 == other.0 || self.key() == other.key()
            }
        }

        impl ::core::cmp::Eq for $type {}

        impl ::core::hash::Hash for $type {
            fn hash<H: ::core::hash::Hasher>(&self, state: &mut H) {
                self.key().hash(state);
            }
        }

        /// Strings of another form are greater than values.
        impl ::core::cmp::Ord for $type {
            fn cmp(&self, other: &Self) -> ::core::cmp::Ordering {
                self.key().cmp(&other.key())
            }
        }

        /// Strings of another form are greater than values.
        impl ::core::cmp::PartialOrd for $type {
            fn partial_cmp(&self, other: &Self) -> ::core::option::Option<::core::cmp::Ordering> {
                ::core::option::Option::Some(self.cmp(other))
            }
        }
    };
}

pub(crate) use {by_key, kept};
