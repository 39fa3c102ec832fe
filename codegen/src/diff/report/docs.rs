//! Groups changes of documentation: the same change of words in many places is one entry, and so are all changes of one
//! operation or model.

use std::collections::BTreeMap;

use super::words::Words;
use super::{Row, cut, located};
use crate::diff::{Rule, Subject};

/// The maximum number of replacements in a title.
const MOST: usize = 3;

/// Changes of documentation that are shown together.
pub(super) struct Docs<'r, 'a> {
    /// The fact that the changes have in common.
    common: Common,
    /// The documentation that changed, with the difference of each.
    pub texts: Vec<Text<'r, 'a>>,
}

/// The fact that changes of documentation have in common.
enum Common {
    /// The changes belong to the operation, model or service with this name.
    Subject(String),
    /// The words that changed are the same, in several operations or models.
    Words,
}

impl<'r, 'a> Docs<'r, 'a> {
    /// The change that is shown for all.
    pub fn first(&self) -> &'r Row<'a> {
        self.texts[0].0
    }

    /// The changes of the entry.
    pub fn rows(&self) -> Vec<&'r Row<'a>> {
        self.texts.iter().map(|(row, _)| *row).collect()
    }

    /// The name of the operation or model, if all changes belong to one.
    pub fn subject(&self) -> Option<&str> {
        match &self.common {
            Common::Subject(name) => Some(name),
            Common::Words => None,
        }
    }

    /// The replacements, for changes of the same words, and the number of further replacements that are not listed.
    pub fn replaced(&self) -> (Vec<(String, String)>, usize) {
        let all = self.texts[0].1.replaced();
        let some = all.iter().take(MOST).map(|(old, new)| (cut(old, 60), cut(new, 60)));
        (some.collect(), all.len().saturating_sub(MOST))
    }

    /// The number of changes, in words; empty for a single change of one operation or model.
    pub fn count(&self) -> String {
        match (&self.common, self.texts.len()) {
            (Common::Subject(_), 1) => String::new(),
            (Common::Subject(_), count) => format!(" ({count} descriptions)"),
            (Common::Words, count) => format!(" in {count} descriptions"),
        }
    }

    /// The name of the documented item or, for changes of the same words, the words: `v1 → v2`.
    pub fn title(&self, quote: &dyn Fn(&str) -> String) -> String {
        match (&self.common, &self.texts[..]) {
            (Common::Subject(_), [(only, _)]) => quote(&located(&only.change.what)),
            (Common::Subject(name), _) => quote(&located(name)),
            (Common::Words, _) => {
                let (some, more) = self.replaced();
                let shown: Vec<String> = some.iter().map(|(old, new)| replacement(old, new, quote)).collect();
                let more = if more > 0 { format!(" and {more} more") } else { String::new() };
                format!("{}{more}", shown.join(", "))
            }
        }
    }

    /// The items with the same change in addition to the first, in words.
    pub fn also(&self, most: usize, quote: &dyn Fn(&str) -> String) -> Option<String> {
        match &self.common {
            Common::Subject(_) => None,
            Common::Words => {
                let some: Vec<String> =
                    self.texts.iter().take(most).map(|(row, _)| quote(&located(&row.change.what))).collect();
                let more = self.texts.len() - some.len();
                let more = if more > 0 { format!(" and {more} more") } else { String::new() };
                Some(format!("docs of {}{more}", some.join(", ")))
            }
        }
    }
}

fn replacement(old: &str, new: &str, quote: &dyn Fn(&str) -> String) -> String {
    match (old.trim(), new.trim()) {
        ("", new) => format!("new: {}", quote(new)),
        (old, "") => format!("removed: {}", quote(old)),
        (old, new) => format!("{} → {}", quote(old), quote(new)),
    }
}

/// Documentation that changed, with the difference.
type Text<'r, 'a> = (&'r Row<'a>, Words);

/// What equal changes of documentation in several operations or models have in common; they are shown as one.
type Key = (Rule, Option<String>, Vec<(String, String)>);

/// Groups changes of documentation: first those of the same words in several operations or models, the most frequent
/// first, then the others by operation or model.
pub(super) fn entries<'r, 'a>(rows: &[&'r Row<'a>]) -> Vec<Docs<'r, 'a>> {
    let mut subjects: BTreeMap<&Subject, Vec<&Row>> = BTreeMap::new();
    for row in rows {
        subjects.entry(&row.change.subject).or_default().push(row);
    }
    let compared = |row: &'r Row<'a>| {
        let [before, after] = [&row.change.before, &row.change.after].map(|text| text.as_deref().unwrap_or_default());
        (row, Words::of(before, after))
    };
    let mut by_words: BTreeMap<Key, Vec<(&Subject, Text)>> = BTreeMap::new();
    for (subject, rows) in subjects {
        for (row, words) in of_document(&rows).into_iter().map(compared) {
            let replaced =
                words.replaced().into_iter().map(|(old, new)| (old.trim().to_owned(), new.trim().to_owned()));
            let key = (row.change.rule, row.change.accepted.clone(), replaced.collect());
            by_words.entry(key).or_default().push((subject, (row, words)));
        }
    }
    let mut entries: Vec<Docs> = Vec::new();
    let mut others: BTreeMap<&Subject, Vec<Text>> = BTreeMap::new();
    for places in by_words.into_values() {
        if places.iter().any(|(subject, _)| *subject != places[0].0) {
            let texts = places.into_iter().map(|(_, text)| text).collect();
            entries.push(Docs { common: Common::Words, texts });
        } else {
            for (subject, text) in places {
                others.entry(subject).or_default().push(text);
            }
        }
    }
    entries.sort_by_key(|docs| std::cmp::Reverse(docs.texts.len()));
    entries.extend(others.into_iter().map(|(subject, mut texts)| {
        texts.sort_by_key(|(row, _)| row.number);
        Docs { common: Common::Subject(name(subject)), texts }
    }));
    entries
}

fn name(subject: &Subject) -> String {
    match subject {
        Subject::Service => "the service".to_owned(),
        Subject::Operation(name) | Subject::Type(name) => name.clone(),
    }
}

/// The changes of documentation of one subject: those of the document, from which the docs of the crate follow, or
/// those of the crate if the document has none.
fn of_document<'r, 'a>(rows: &[&'r Row<'a>]) -> Vec<&'r Row<'a>> {
    let wire: Vec<&Row> = rows.iter().copied().filter(|row| row.change.rule == Rule::DocsChanged).collect();
    if wire.is_empty() { rows.to_vec() } else { wire }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diff::{Change, Direction};

    fn change(name: &str, before: &str, after: &str) -> Change {
        Change {
            rule: Rule::DocsChanged,
            severity: Rule::DocsChanged.severity(Direction::Both),
            direction: Direction::Both,
            subject: Subject::Type(name.to_owned()),
            what: name.to_owned(),
            old: None,
            new: None,
            before: Some(before.to_owned()),
            after: Some(after.to_owned()),
            operations: Vec::new(),
            parts: Vec::new(),
            accepted: None,
        }
    }

    #[test]
    fn the_same_words_in_several_models_are_one_entry() {
        let link = |name: &str, version: &str| format!("A {name}, see <https://api.example/v{version}/{name}>.");
        let mut changes: Vec<Change> =
            ["Cart", "Line", "Note"].map(|name| change(name, &link(name, "1.8"), &link(name, "1.9"))).into();
        changes.push(change("Cart", "What is paid.", "What was paid."));
        changes.push(change("Shop", &link("shop", "1.8"), &link("shop", "1.9").replace("see", "read")));
        changes.push(change("Note", "", "What somebody says."));
        let rows: Vec<Row> = changes.iter().map(|change| Row { change, number: 1, old: None, new: None }).collect();
        let entries = entries(&rows.iter().collect::<Vec<_>>());
        let quote = |text: &str| format!("`{text}`");
        let shown: Vec<String> = entries
            .iter()
            .map(|docs| format!("{}{} {:?}", docs.title(&quote), docs.count(), docs.also(2, &quote)))
            .collect();
        assert_eq!(
            shown,
            [
                "`v1.8` → `v1.9` in 3 descriptions Some(\"docs of `Cart`, `Line` and 1 more\")",
                "`Cart` None",
                "`Note` None",
                "`Shop` None",
            ]
        );
        assert_eq!(entries[2].replaced().0, [(String::new(), "What somebody says.".to_owned())]);
    }
}
