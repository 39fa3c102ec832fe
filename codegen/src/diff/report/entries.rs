//! Groups changes into the entries of a report: the same change in many places is one entry.

use std::collections::{BTreeMap, BTreeSet};

use super::{Row, located, reached, reached_of};
use crate::diff::{Change, Direction, Rule, Severity, Subject};

/// Separates changes of documentation from the other changes.
pub(super) fn split<'r, 'a>(rows: &[&'r Row<'a>]) -> (Vec<&'r Row<'a>>, Vec<&'r Row<'a>>) {
    rows.iter().partition(|row| is_docs(row.change))
}

/// Whether only documentation changed.
pub(super) fn is_docs(change: &Change) -> bool {
    matches!(change.rule, Rule::DocsChanged | Rule::RustDocsChanged)
}

/// A change, in one place or in several.
pub(super) struct Entry<'r, 'a> {
    /// The change in each place.
    pub rows: Vec<&'r Row<'a>>,
}

impl<'r, 'a> Entry<'r, 'a> {
    /// The change that is shown for all places.
    pub fn first(&self) -> &'r Row<'a> {
        self.rows[0]
    }

    /// The number of the entry.
    pub fn number(&self) -> usize {
        self.first().number
    }

    /// The number of further places, in words.
    pub fn more(&self) -> String {
        match self.rows.len() {
            1 => String::new(),
            2 => " and 1 more place".to_owned(),
            count => format!(" and {} more places", count - 1),
        }
    }

    /// Some of the further places, in words: `also Order.note, Refund.note and 29 more`.
    pub fn also(&self, most: usize, quote: &dyn Fn(&str) -> String) -> Option<String> {
        let others = &self.rows[1..];
        if others.is_empty() {
            return None;
        }
        let some: Vec<String> = others.iter().take(most).map(|row| quote(&located(&row.change.what))).collect();
        let more = others.len() - some.len();
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        Some(format!("also {}{more}", some.join(", ")))
    }

    /// The operations that the change affects in any of its places.
    pub fn operations(&self) -> BTreeSet<&'r str> {
        self.rows.iter().flat_map(|row| &row.change.operations).map(String::as_str).collect()
    }

    /// The affected operations in words: their count and some of their names.
    pub fn reached(&self, most: usize, quote: &dyn Fn(&str) -> String) -> Option<String> {
        match &self.rows[..] {
            [only] => reached(only.change, most, quote),
            _ => reached_of(&self.operations(), most, quote),
        }
    }
}

/// What the same change in several places has in common; such changes are shown as one.
type Key<'a> = (Rule, Severity, Direction, &'a str, &'a Option<String>, &'a Option<String>, &'a Option<String>);

/// The part of the name that does not depend on the place: `.note` of `Cart.note`.
fn tail(change: &Change) -> &str {
    let name = match &change.subject {
        Subject::Operation(name) | Subject::Type(name) => name.as_str(),
        Subject::Service => "",
    };
    match change.what.strip_prefix(name) {
        Some(tail) if !name.is_empty() => tail,
        _ => change.what.rfind("::").map_or(change.what.as_str(), |at| &change.what[at..]),
    }
}

/// Groups the changes that are the same in several places, in the order of their first places.
pub(super) fn same<'r, 'a>(rows: &[&'r Row<'a>]) -> Vec<Entry<'r, 'a>> {
    let mut entries: Vec<Entry> = Vec::new();
    let mut known: BTreeMap<Key, usize> = BTreeMap::new();
    for row in rows {
        let Change { rule, severity, direction, before, after, accepted, .. } = row.change;
        let key = (*rule, *severity, *direction, tail(row.change), before, after, accepted);
        match known.get(&key) {
            Some(index) => entries[*index].rows.push(row),
            None => {
                known.insert(key, entries.len());
                entries.push(Entry { rows: vec![row] });
            }
        }
    }
    entries
}

/// The reason why the changes are accepted, if all of them are.
pub(super) fn accepted<'a>(rows: &[&Row<'a>]) -> Option<&'a str> {
    rows.iter().map(|row| row.change.accepted.as_deref()).reduce(|first, next| next.and(first)).flatten()
}

/// Lists of names that the script of the page inserts when the reader opens them. Each list and each name is stored
/// once.
#[derive(Debug, Default)]
pub(super) struct Lists {
    names: BTreeMap<String, usize>,
    lists: BTreeMap<Vec<usize>, usize>,
}

impl Lists {
    /// Adds a list, and returns its number.
    pub fn add(&mut self, all: &[&str]) -> usize {
        let mut list = Vec::with_capacity(all.len());
        for name in all {
            let next = self.names.len();
            list.push(*self.names.entry((*name).to_owned()).or_insert(next));
        }
        let next = self.lists.len();
        *self.lists.entry(list).or_insert(next)
    }

    /// The names and the lists for the script of the page.
    pub fn script(&self) -> String {
        let mut names: Vec<(&String, &usize)> = self.names.iter().collect();
        names.sort_by_key(|(_, number)| **number);
        let names: Vec<&String> = names.into_iter().map(|(name, _)| name).collect();
        let mut lists: Vec<(&Vec<usize>, &usize)> = self.lists.iter().collect();
        lists.sort_by_key(|(_, number)| **number);
        let lists: Vec<&Vec<usize>> = lists.into_iter().map(|(list, _)| list).collect();
        // A `<` in a name is escaped, so that no name ends the script element.
        let json = serde_json::json!({ "names": names, "lists": lists }).to_string().replace('<', "\\u003c");
        format!("<script type=\"application/json\" id=\"lists\">{json}</script>\n")
    }
}
