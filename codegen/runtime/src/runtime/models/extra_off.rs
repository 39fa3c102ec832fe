//! `Extra` for a crate that keeps no members beyond those that the spec names: always empty, and of no size.

use std::fmt;

use crate::runtime::json::value::Json;

/// Stands where members would be kept that the spec does not name. This crate was made to skip them: it is always
/// empty.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct Extra;

impl Extra {
    /// No members.
    pub const fn new() -> Self {
        Self
    }

    /// Whether there is none: always.
    pub fn is_empty(&self) -> bool {
        true
    }

    /// How many there are: none.
    pub fn len(&self) -> usize {
        0
    }

    /// The members in their order: none.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (&str, &Json)> {
        std::iter::empty()
    }

    /// The value of a member: none.
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

    pub(super) fn settle(self) -> Self {
        self
    }
}

impl fmt::Debug for Extra {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().finish()
    }
}

/// Of members nothing stays.
impl<N: Into<String>, V: Into<Json>> FromIterator<(N, V)> for Extra {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(_members: I) -> Self {
        Self
    }
}
