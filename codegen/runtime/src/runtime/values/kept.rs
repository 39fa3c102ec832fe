//! What all values have that are a string of a stated form, and are kept as the string that is sent and received.

/// What a value of a stated form is compared by: its meaning, or the string where it has another form.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum Key<'a, T> {
    /// The meaning of the string.
    Value(T),
    /// A string of another form.
    Text(&'a str),
}

/// Implements what all such types have. The type is a tuple struct of a `Box<str>` with a method `parse`.
macro_rules! kept {
    ($type:ident, $error:ty) => {
        impl $type {
            /// Creates the value from any string, for an API that has its own form.
            pub fn verbatim(text: impl ::core::convert::Into<::std::boxed::Box<str>>) -> Self {
                Self(text.into())
            }

            /// The value as a string.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        /// A reference to it is also a `&str`, so that it fits where a document states no form.
        impl ::core::ops::Deref for $type {
            type Target = str;

            fn deref(&self) -> &str {
                &self.0
            }
        }

        /// The string must have the form that `parse` requires.
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

        /// Any string is read.
        impl crate::runtime::json::decode::Decode for $type {}

        /// Any string is read.
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

/// Implements comparing for a type with a method `key`.
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

        /// Strings of another form are greater.
        impl ::core::cmp::Ord for $type {
            fn cmp(&self, other: &Self) -> ::core::cmp::Ordering {
                self.key().cmp(&other.key())
            }
        }

        /// Strings of another form are greater.
        impl ::core::cmp::PartialOrd for $type {
            fn partial_cmp(&self, other: &Self) -> ::core::option::Option<::core::cmp::Ordering> {
                ::core::option::Option::Some(self.cmp(other))
            }
        }
    };
}

pub(crate) use {by_key, kept};
