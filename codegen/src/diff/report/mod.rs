//! Reports of changes: for a terminal, a pull request, a program, a browser.

mod annotations;
mod changelog;
mod docs;
mod entries;
mod escape;
mod html;
mod json;
mod lines;
mod markdown;
mod rust_lines;
mod text;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use super::{Change, Diff, Place, Rule, Scope, Severity};
use crate::problem::Locate;

pub use self::annotations::{github, sarif};
pub use self::changelog::changelog;
pub use self::html::html;
pub use self::json::json;
#[cfg(feature = "schema")]
pub use self::json::schema;
pub use self::lines::{Excerpt, Shown};
pub use self::markdown::markdown;
pub use self::rust_lines::files;
pub use self::text::{Screen, text};

/// A comparison, with everything that a report shows.
#[derive(Clone, Debug)]
pub struct Report<'a> {
    /// The title of the API.
    pub title: String,
    /// The result of the comparison.
    pub diff: &'a Diff,
    /// The old side.
    pub old: Shown<'a>,
    /// The new side.
    pub new: Shown<'a>,
    /// The version of the old crate and the suggested new version, if the crates were compared.
    pub version: Option<(String, String)>,
    /// The reason why the crates were not compared, if they were not.
    pub unmade: Option<String>,
}

/// A change with the lines that it concerns.
#[derive(Clone, Debug)]
pub struct Row<'a> {
    /// The change that the row shows.
    pub change: &'a Change,
    /// The number of the change, from 1.
    pub number: usize,
    /// The location in the old document.
    pub old: Option<Excerpt>,
    /// The location in the new document.
    pub new: Option<Excerpt>,
}

impl<'a> Report<'a> {
    /// The changes with their lines.
    pub fn rows(&self, locate: Locate) -> Vec<Row<'a>> {
        self.rows_with_lines(locate, |_| true)
    }

    /// The changes, some of them with their lines, which take time to find.
    fn rows_with_lines(&self, locate: Locate, is_found: fn(&Change) -> bool) -> Vec<Row<'a>> {
        let changes: Vec<&Change> = self.diff.changes().collect();
        let places = |of: fn(&Change) -> &Option<Place>| -> Vec<Option<&Place>> {
            changes.iter().map(|change| of(change).as_ref().filter(|_| is_found(change))).collect()
        };
        let old = lines::find(&self.old, &places(|change| &change.old), locate);
        let new = lines::find(&self.new, &places(|change| &change.new), locate);
        let lines = changes.into_iter().zip(old.into_iter().zip(new)).enumerate();
        lines.map(|(index, (change, (old, new)))| row(index + 1, change, old, new)).collect()
    }

    /// The number of changes of a scope with the given severity.
    pub fn count(&self, scope: Scope, severity: Severity) -> usize {
        let changes = self.diff.changes();
        changes.filter(|change| change.rule.scope() == scope && change.severity == severity).count()
    }

    /// The number of changes of a scope for each severity in that scope, the most severe first.
    fn counts(&self, scope: Scope) -> Vec<(&'static str, usize)> {
        let of_scope = SEVERITIES.into_iter().filter(|severity| scope == Scope::Wire || *severity != Severity::Caution);
        of_scope.map(|severity| (severity.word(scope), self.count(scope, severity))).collect()
    }

    /// The number of changes of a scope by severity, as text: `1 major, 0 minor, 2 patch`.
    fn counted(&self, scope: Scope) -> String {
        let counts = self.counts(scope).into_iter().map(|(word, count)| format!("{count} {word}"));
        counts.collect::<Vec<_>>().join(", ")
    }

    /// The verdict on a scope in one word.
    pub fn verdict(&self, scope: Scope) -> &'static str {
        let severity = match scope {
            Scope::Wire => self.diff.wire_severity(),
            Scope::Surface if self.diff.surface.is_none() => return "not compared",
            Scope::Surface => self.diff.surface_severity(),
        };
        severity.map_or("no change", |severity| severity.word(scope))
    }
}

/// A change with its lines. For the container of something new or removed, only the first line is shown.
fn row(number: usize, change: &Change, old: Option<Excerpt>, new: Option<Excerpt>) -> Row<'_> {
    let (old, new) = match (holds(&change.old, &change.new), holds(&change.new, &change.old)) {
        (true, _) => (old.map(Excerpt::first), new),
        (false, true) => (old, new.map(Excerpt::first)),
        (false, false) => (old, new),
    };
    Row { change, number, old, new }
}

/// Whether a location in a spec contains another one.
fn holds(outer: &Option<Place>, inner: &Option<Place>) -> bool {
    match (outer, inner) {
        (Some(Place::Spec { pointer: outer, .. }), Some(Place::Spec { pointer: inner, .. })) => {
            inner.strip_prefix(outer.as_str()).is_some_and(|rest| rest.starts_with('/'))
        }
        (_, _) => false,
    }
}

/// All severities, the most severe first.
const SEVERITIES: [Severity; 4] = [Severity::Error, Severity::Caution, Severity::Warning, Severity::Info];

/// The operations that a change affects, in words: their count and some of their names.
fn reached(change: &Change, most: usize, quote: &dyn Fn(&str) -> String) -> Option<String> {
    let all = &change.operations;
    if matches!(&all[..], [only] if change.what.starts_with(only.as_str())) {
        return None;
    }
    reached_of(&all.iter().map(String::as_str).collect(), most, quote)
}

/// The operations in words; `None` without operations.
fn reached_of(all: &BTreeSet<&str>, most: usize, quote: &dyn Fn(&str) -> String) -> Option<String> {
    let some: Vec<String> = all.iter().take(most).map(|id| quote(id)).collect();
    let more = all.len() - some.len();
    let names = some.join(", ");
    Some(match (all.len(), more) {
        (0, _) => return None,
        (1, _) => format!("reaches {names}"),
        (count, 0) => format!("reaches {count} operations: {names}"),
        (count, more) => format!("reaches {count} operations: {names} and {more} more"),
    })
}

/// The previous and the current value, in words.
pub(super) fn moved(change: &Change, most: usize, quote: &dyn Fn(&str) -> String) -> Option<String> {
    let text = |text: &str| match text.trim() {
        "" => "empty".to_owned(),
        _ => quote(&cut(text, most)),
    };
    match (&change.before, &change.after) {
        (Some(before), Some(after)) => {
            let (before, after) = unlike(before, after, most);
            Some(format!("{} → {}", text(&before), text(&after)))
        }
        (Some(before), None) => Some(format!("was {}", text(before))),
        (None, Some(after)) => Some(text(after)),
        (None, None) => None,
    }
}

/// The previous and the current value as a sentence, to be appended to other text.
fn moved_sentence(change: &Change, most: usize, quote: &dyn Fn(&str) -> String) -> Option<String> {
    let moved = moved(change, most, quote)?;
    Some(moved.strip_prefix("was ").map_or(format!("{moved}."), |value| format!("It was {value}.")))
}

/// Removes the beginning that two long strings have in common, except for a few words before the difference.
fn unlike(before: &str, after: &str, most: usize) -> (String, String) {
    let line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let (before, after) = (line(before), line(after));
    let same = before.chars().zip(after.chars()).take_while(|(left, right)| left == right).count();
    let kept = most / 4;
    if same <= kept || before.chars().count().max(after.chars().count()) <= most {
        return (before, after);
    }
    let rest = |text: &str| format!("…{}", text.chars().skip(same - kept).collect::<String>());
    (rest(&before), rest(&after))
}

/// Puts a string on one line, and cuts it if it is long.
fn cut(text: &str, most: usize) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut short: String = crate::text::shown(&line).chars().take(most).collect();
    if short.chars().count() < line.chars().count() {
        short.push('…');
    }
    short
}

/// The location of a change as people read it. A reader needs all of it to accept the change, so only what a generator
/// of documents made is shortened.
pub fn located(what: &str) -> String {
    shortened(what, 500)
}

/// A place on one line. The middle of a long one is left out, since its end is what distinguishes it from others.
fn shortened(text: &str, most: usize) -> String {
    let line = crate::text::shown(&text.split_whitespace().collect::<Vec<_>>().join(" ")).to_string();
    let letters: Vec<char> = line.chars().collect();
    if letters.len() <= most {
        return line;
    }
    let (start, end) = (most / 3, most - most / 3);
    letters[..start].iter().chain(&['…']).chain(&letters[letters.len() - end..]).collect()
}

/// The number of changes for each rule, the most frequent first.
fn by_rule<'c>(changes: impl Iterator<Item = &'c Change>) -> Vec<(Rule, usize)> {
    let mut counts: BTreeMap<Rule, usize> = BTreeMap::new();
    for change in changes {
        *counts.entry(change.rule).or_default() += 1;
    }
    let mut counts: Vec<(Rule, usize)> = counts.into_iter().collect();
    counts.sort_by_key(|(rule, count)| (std::cmp::Reverse(*count), *rule));
    counts
}

#[cfg(test)]
mod tests {
    use super::shortened;

    #[test]
    fn the_end_of_a_place_is_shown() {
        assert_eq!(shortened("Cart.items  value a", 30), "Cart.items value a");
        assert_eq!(shortened("GET /carts/{cart}/lines/{line}: query top", 24), "GET /car…line}: query top");
    }
}
