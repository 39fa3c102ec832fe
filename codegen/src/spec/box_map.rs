//! A map for few large values.

use std::borrow::Borrow;
use std::collections::{BTreeMap, btree_map};
use std::iter::Map;
use std::ops::Index;

use serde::{Deserialize, Serialize};

/// A sorted map whose values are in boxes. The memory of a `BTreeMap` has space for eleven values as soon as there is one,
/// which for the contents and parameters of thousands of operations was half of all that a run used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct BoxMap<K: Ord, V>(pub(crate) BTreeMap<K, Box<V>>);

#[cfg(feature = "schema")]
impl<K: Ord, V: schemars::JsonSchema> schemars::JsonSchema for BoxMap<K, V>
where
    BTreeMap<K, Box<V>>: schemars::JsonSchema,
{
    fn schema_name() -> std::borrow::Cow<'static, str> {
        BTreeMap::<K, Box<V>>::schema_name()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        BTreeMap::<K, Box<V>>::json_schema(generator)
    }

    fn inline_schema() -> bool {
        BTreeMap::<K, Box<V>>::inline_schema()
    }
}

impl<K: Ord, V> Default for BoxMap<K, V> {
    fn default() -> Self {
        Self::new()
    }
}

/// The functions of `BTreeMap`.
impl<K: Ord, V> BoxMap<K, V> {
    /// An empty map.
    pub const fn new() -> Self {
        Self(BTreeMap::new())
    }

    /// Whether the map has no entry.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The number of entries.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether the map has this key.
    pub fn contains_key<Q: Ord + ?Sized>(&self, key: &Q) -> bool
    where
        K: Borrow<Q>,
    {
        self.0.contains_key(key)
    }

    /// The value of a key.
    pub fn get<Q: Ord + ?Sized>(&self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        self.0.get(key).map(Box::as_ref)
    }

    /// The value of a key.
    pub fn get_mut<Q: Ord + ?Sized>(&mut self, key: &Q) -> Option<&mut V>
    where
        K: Borrow<Q>,
    {
        self.0.get_mut(key).map(Box::as_mut)
    }

    /// The key and the value of a key.
    pub fn get_key_value<Q: Ord + ?Sized>(&self, key: &Q) -> Option<(&K, &V)>
    where
        K: Borrow<Q>,
    {
        self.0.get_key_value(key).map(|(key, value)| (key, &**value))
    }

    /// The entry of a key, to change it or to add one.
    pub fn entry(&mut self, key: K) -> btree_map::Entry<'_, K, Box<V>> {
        self.0.entry(key)
    }

    /// Removes all entries.
    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// Adds or replaces the value of a key, and returns the replaced one.
    pub fn insert(&mut self, key: K, value: V) -> Option<V> {
        self.0.insert(key, Box::new(value)).map(|value| *value)
    }

    /// Removes an entry, and returns its value.
    pub fn remove<Q: Ord + ?Sized>(&mut self, key: &Q) -> Option<V>
    where
        K: Borrow<Q>,
    {
        self.0.remove(key).map(|value| *value)
    }

    /// Keeps the entries for which this is true.
    pub fn retain(&mut self, mut keep: impl FnMut(&K, &mut V) -> bool) {
        self.0.retain(|key, value| keep(key, value));
    }

    /// The keys, sorted.
    pub fn keys(&self) -> btree_map::Keys<'_, K, Box<V>> {
        self.0.keys()
    }

    /// The values, sorted by key.
    pub fn values<'a>(&'a self) -> impl DoubleEndedIterator<Item = &'a V> + use<'a, K, V> {
        self.0.values().map(Box::as_ref)
    }

    /// The values, sorted by key.
    pub fn values_mut<'a>(&'a mut self) -> impl DoubleEndedIterator<Item = &'a mut V> + use<'a, K, V> {
        self.0.values_mut().map(Box::as_mut)
    }

    /// The entries, sorted by key.
    pub fn iter(&self) -> Iter<'_, K, V> {
        self.into_iter()
    }

    /// The entries, sorted by key.
    pub fn iter_mut(&mut self) -> IterMut<'_, K, V> {
        self.into_iter()
    }
}

/// The entries of a map, sorted by key.
pub type Iter<'a, K, V> = Map<btree_map::Iter<'a, K, Box<V>>, fn((&'a K, &'a Box<V>)) -> (&'a K, &'a V)>;
/// The entries of a map, sorted by key.
pub type IterMut<'a, K, V> = Map<btree_map::IterMut<'a, K, Box<V>>, fn((&'a K, &'a mut Box<V>)) -> (&'a K, &'a mut V)>;
/// The entries of a map, sorted by key.
pub type IntoIter<K, V> = Map<btree_map::IntoIter<K, Box<V>>, fn((K, Box<V>)) -> (K, V)>;

impl<'a, K: Ord, V> IntoIterator for &'a BoxMap<K, V> {
    type Item = (&'a K, &'a V);
    type IntoIter = Iter<'a, K, V>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter().map(|(key, value)| (key, value))
    }
}

impl<'a, K: Ord, V> IntoIterator for &'a mut BoxMap<K, V> {
    type Item = (&'a K, &'a mut V);
    type IntoIter = IterMut<'a, K, V>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter_mut().map(|(key, value)| (key, value))
    }
}

impl<K: Ord, V> IntoIterator for BoxMap<K, V> {
    type Item = (K, V);
    type IntoIter = IntoIter<K, V>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter().map(|(key, value)| (key, *value))
    }
}

impl<K: Ord, V> FromIterator<(K, V)> for BoxMap<K, V> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(entries: I) -> Self {
        Self(entries.into_iter().map(|(key, value)| (key, Box::new(value))).collect())
    }
}

impl<K: Ord, V, const N: usize> From<[(K, V); N]> for BoxMap<K, V> {
    fn from(entries: [(K, V); N]) -> Self {
        entries.into_iter().collect()
    }
}

impl<K: Ord, V> Extend<(K, V)> for BoxMap<K, V> {
    fn extend<I: IntoIterator<Item = (K, V)>>(&mut self, entries: I) {
        self.0.extend(entries.into_iter().map(|(key, value)| (key, Box::new(value))));
    }
}

impl<K: Ord + Borrow<Q>, Q: Ord + ?Sized, V> Index<&Q> for BoxMap<K, V> {
    type Output = V;

    fn index(&self, key: &Q) -> &V {
        &self.0[key]
    }
}
