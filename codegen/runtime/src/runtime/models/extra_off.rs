//! `Extra` for a crate without additional properties: always empty, and zero-sized.

use std::fmt;

use crate::runtime::json::value::Json;

/// The additional properties of an object, which this crate was generated to skip: always empty.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct Extra;

impl Extra {
    /// Creates an empty value.
    pub const fn new() -> Self {
        Self
    }

    /// Always true.
    pub fn is_empty(&self) -> bool {
        true
    }

    /// Always 0.
    pub fn len(&self) -> usize {
        0
    }

    /// Always empty.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (&str, &Json)> {
        std::iter::empty()
    }

    /// Always `None`.
    pub fn get(&self, _name: &str) -> Option<&Json> {
        None
    }

    /// Sets nothing.
    pub fn insert(&mut self, _name: impl Into<String>, _value: impl Into<Json>) -> Option<Json> {
        None
    }

    /// Removes nothing.
    pub fn remove(&mut self, _name: &str) -> Option<Json> {
        None
    }

    pub(super) fn push(&mut self, _name: String, _value: Json) {}

    pub(super) fn remove_duplicates(self) -> Self {
        self
    }
}

impl fmt::Debug for Extra {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().finish()
    }
}

/// Discards the properties.
impl<N: Into<String>, V: Into<Json>> FromIterator<(N, V)> for Extra {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(_members: I) -> Self {
        Self
    }
}
