//! `Maybe`: the three states of a property that may be absent and may also be null.

use serde::de::Deserializer;
use serde::{Deserialize, Serialize, Serializer};

use crate::runtime::json::decode::Decode;
use crate::runtime::models::wire::Optional;

/// The value of a property that may be absent and may also be null, which mean different things to the service.
///
/// In a change request, an absent property usually keeps its value, and null clears it.
///
/// # Examples
///
/// ```
/// use runtime::Maybe;
///
/// let keep: Maybe<i32> = Maybe::Absent;
/// let clear: Maybe<i32> = Maybe::Null;
/// let set = Maybe::from(5);
/// assert_eq!((keep.value(), clear.value(), set.value()), (None, None, Some(&5)));
/// assert_eq!(Maybe::<String>::of("text").value().map(String::as_str), Some("text"));
/// assert!(keep.is_absent() && clear.is_null());
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Maybe<T> {
    /// The property is absent.
    #[default]
    Absent,
    /// The property is null.
    Null,
    /// The property has a value.
    Value(T),
}

impl<T> Maybe<T> {
    /// Creates a value from what converts into it: `Maybe::of(true)` of a `Maybe<SearchFilter>`.
    ///
    /// `Maybe::from` takes the value itself.
    pub fn of(value: impl Into<T>) -> Self {
        Self::Value(value.into())
    }

    /// Creates a value, or null for `None`.
    ///
    /// `Maybe::from` makes the property absent for `None`.
    pub fn or_null(value: Option<T>) -> Self {
        value.map_or(Self::Null, Self::Value)
    }

    /// Whether the property is absent.
    pub const fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    /// Whether the property is null.
    pub const fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// Whether the property has a value.
    pub const fn is_value(&self) -> bool {
        matches!(self, Self::Value(_))
    }

    /// The value, if there is one.
    pub const fn value(&self) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Null | Self::Absent => None,
        }
    }

    /// The value, if there is one, mutably.
    pub const fn value_mut(&mut self) -> Option<&mut T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Null | Self::Absent => None,
        }
    }

    /// Converts to the value, if there is one.
    pub fn into_value(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Null | Self::Absent => None,
        }
    }

    /// The same state with a reference to the value.
    pub const fn as_ref(&self) -> Maybe<&T> {
        match self {
            Self::Absent => Maybe::Absent,
            Self::Null => Maybe::Null,
            Self::Value(value) => Maybe::Value(value),
        }
    }

    /// The same state, with the value converted by `change`.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Maybe<U> {
        match self {
            Self::Absent => Maybe::Absent,
            Self::Null => Maybe::Null,
            Self::Value(value) => Maybe::Value(change(value)),
        }
    }

    /// Takes the state out and leaves the property absent.
    pub fn take(&mut self) -> Self {
        std::mem::take(self)
    }
}

impl<T> From<T> for Maybe<T> {
    fn from(value: T) -> Self {
        Self::Value(value)
    }
}

/// Converts `None` to an absent property, as for properties that cannot be null.
impl<T> From<Option<T>> for Maybe<T> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Absent, Self::Value)
    }
}

impl<T: Decode> Decode for Maybe<T> {}

impl<'de, T: Decode> Deserialize<'de> for Maybe<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Option::decode(deserializer).map(Self::or_null)
    }
}

/// Writes an absent value as null where it cannot be left out, because it is not the property of an object.
impl<T: Serialize> Serialize for Maybe<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value().serialize(serializer)
    }
}

impl<T> Optional for Maybe<T> {
    fn is_left_out(&self) -> bool {
        self.is_absent()
    }
}
