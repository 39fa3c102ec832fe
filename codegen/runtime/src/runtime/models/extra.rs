//! `Extra`: the additional properties of an object, which the spec does not name. They are kept and written back.

use std::collections::HashSet;
use std::fmt;

use crate::runtime::json::value::Json;

/// The additional properties of an object, which the spec does not name.
///
/// They are sent back unchanged and in their order, after the properties that the spec names. Three kinds of values of
/// named properties are kept here too, after all others: a null that the spec does not allow; the JSON form of an
/// integer enum that is not its number; and the JSON of a property in which a list or a map has a null that the spec
/// does not allow, or a string has a lone surrogate. The order of the properties may therefore change, which has no
/// meaning in JSON. If a name is also that of a field, the field is written, unless it is left out; in the last two
/// cases it is written only if its value has changed since it was read. An empty `Extra` has the size of a pointer.
///
/// # Examples
///
/// ```
/// use runtime::{Extra, Json};
///
/// let mut extra = Extra::new();
/// extra.insert("colour", Json::of("red").unwrap());
/// assert_eq!(extra.get("colour").unwrap().get(), r#""red""#);
/// assert_eq!(extra.iter().map(|(name, _)| name).collect::<Vec<_>>(), ["colour"]);
/// ```
#[derive(Clone, Default)]
pub struct Extra(Option<Box<Members>>);

#[derive(Clone, Default)]
struct Members(Vec<(String, Json)>);

impl Extra {
    /// Creates an empty value.
    pub const fn new() -> Self {
        Self(None)
    }

    fn list(&self) -> &[(String, Json)] {
        self.0.as_ref().map_or(&[], |members| &members.0)
    }

    /// Whether there are no properties.
    pub fn is_empty(&self) -> bool {
        self.list().is_empty()
    }

    /// The number of properties.
    pub fn len(&self) -> usize {
        self.list().len()
    }

    /// The properties in their order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (&str, &Json)> {
        self.list().iter().map(|(name, value)| (name.as_str(), value))
    }

    /// The value of a property.
    pub fn get(&self, name: &str) -> Option<&Json> {
        self.iter().find(|(other, _)| *other == name).map(|(_, value)| value)
    }

    /// Sets a property and returns its previous value.
    pub fn insert(&mut self, name: impl Into<String>, value: impl Into<Json>) -> Option<Json> {
        let (name, value) = (name.into(), value.into());
        let Members(list) = &mut **self.0.get_or_insert_default();
        match list.iter_mut().find(|(other, _)| *other == name) {
            Some((_, old)) => Some(std::mem::replace(old, value)),
            None => {
                list.push((name, value));
                None
            }
        }
    }

    /// Removes a property and returns its value.
    pub fn remove(&mut self, name: &str) -> Option<Json> {
        let Members(list) = &mut **self.0.as_mut()?;
        let at = list.iter().position(|(other, _)| other == name)?;
        let (_, value) = list.remove(at);
        if list.is_empty() {
            self.0 = None;
        }
        Some(value)
    }

    /// Adds a property as it was read; `remove_duplicates` must follow.
    pub(super) fn push(&mut self, name: String, value: Json) {
        self.0.get_or_insert_default().0.push((name, value));
    }

    /// Removes all but the last of several properties with the same name, in linear rather than quadratic time.
    pub(super) fn remove_duplicates(&mut self) {
        if let Some(Members(list)) = self.0.as_deref_mut() {
            let mut seen = HashSet::with_capacity(list.len());
            let is_last: Vec<bool> = list.iter().rev().map(|(name, _)| seen.insert(name.as_str())).collect();
            if is_last.contains(&false) {
                let mut is_last = is_last.into_iter().rev();
                list.retain(|_| is_last.next() == Some(true));
            }
        }
    }
}

/// Ignores the order of the properties.
impl PartialEq for Extra {
    fn eq(&self, other: &Self) -> bool {
        fn sorted(extra: &Extra) -> Vec<(&str, &str)> {
            let mut members: Vec<_> = extra.iter().map(|(name, value)| (name, value.get())).collect();
            members.sort_unstable();
            members
        }
        self.len() == other.len() && (self.is_empty() || sorted(self) == sorted(other))
    }
}

impl Eq for Extra {}

impl fmt::Debug for Extra {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

/// Of several properties with the same name, the last one is kept.
impl<N: Into<String>, V: Into<Json>> FromIterator<(N, V)> for Extra {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(members: I) -> Self {
        let mut extra = Self::new();
        for (name, value) in members {
            extra.push(name.into(), value.into());
        }
        extra.remove_duplicates();
        extra
    }
}
