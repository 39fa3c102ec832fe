//! The lines of generated Rust that a change moves.

use std::collections::{BTreeMap, BTreeSet};

use similar::{ChangeTag, TextDiff};

use super::Report;
use super::lines::fit;
use crate::diff::{Change, Place, Subject, touched};

/// How many lines are shown for a change.
const MOST: usize = 16;

/// The lines that differ between two files of the crates, in runs.
type Runs = Vec<Vec<Line>>;

/// A line that is gone or new.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// Whether it is new.
    pub new: bool,
    /// The line.
    pub text: String,
}

/// The differences of the generated crates, and the files that each part of the spec appears in.
pub(super) struct Moved {
    runs: BTreeMap<String, Runs>,
    files: BTreeMap<Subject, BTreeSet<String>>,
}

/// The lines of one file that a change moves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Hunk {
    /// The file, by its path in the crate.
    pub file: String,
    /// The lines.
    pub lines: Vec<Line>,
    /// How many more there are.
    pub more: usize,
}

/// Compares the generated crates, if the files of both are available.
pub(super) fn find(report: &Report) -> Moved {
    let mut moved = Moved { runs: BTreeMap::new(), files: BTreeMap::new() };
    let (Some(old), Some(new)) = (report.old.tree, report.new.tree) else { return moved };
    let paths: BTreeSet<&str> = old.files().chain(new.files()).map(|(path, _)| path).collect();
    for path in paths {
        let (before, after) = (old.get(path).unwrap_or_default(), new.get(path).unwrap_or_default());
        if before != after {
            moved.runs.insert(path.to_owned(), runs(before, after));
        }
    }
    for krate in [report.old.krate, report.new.krate].into_iter().flatten() {
        for (subject, files) in touched::files(krate) {
            moved.files.entry(subject).or_default().extend(files);
        }
    }
    moved
}

fn runs(before: &str, after: &str) -> Runs {
    let mut runs: Runs = Vec::new();
    let mut open = false;
    for change in TextDiff::from_lines(before, after).iter_all_changes() {
        let new = match change.tag() {
            ChangeTag::Equal => {
                open = false;
                continue;
            }
            ChangeTag::Delete => false,
            ChangeTag::Insert => true,
        };
        let line = Line { new, text: fit(change.value().trim_end_matches('\n')) };
        match runs.last_mut() {
            Some(run) if open => run.push(line),
            Some(_) | None => runs.push(vec![line]),
        }
        open = true;
    }
    runs
}

impl Moved {
    /// The lines that a change affects: those of its files that contain its name, or all of them.
    pub(super) fn of(&self, change: &Change) -> Vec<Hunk> {
        let own = match &change.new {
            Some(Place::Rust { file, trail: _ }) => BTreeSet::from([file.clone()]),
            Some(Place::Spec { .. }) | None => BTreeSet::new(),
        };
        let files = self.files.get(&change.subject).unwrap_or(&own).iter().chain(&own);
        let files: BTreeSet<&String> = files.collect();
        let words = words(change);
        let hunk = |file: &&String| -> Option<Hunk> {
            let runs = self.runs.get(*file)?;
            let is_named = |run: &&Vec<Line>| {
                run.iter().any(|line| words.iter().any(|word| line.text.to_lowercase().contains(word.as_str())))
            };
            let named: Vec<&Vec<Line>> = runs.iter().filter(is_named).collect();
            let chosen = if named.is_empty() { runs.iter().collect() } else { named };
            let all: Vec<Line> = chosen.into_iter().flatten().cloned().collect();
            let more = all.len().saturating_sub(MOST);
            Some(Hunk { file: (*file).clone(), lines: all.into_iter().take(MOST).collect(), more })
        };
        files.iter().filter_map(hunk).collect()
    }
}

/// The last name in what changed, as it may appear in Rust: unchanged, and as words joined by `_`.
fn words(change: &Change) -> Vec<String> {
    let last = change.what.rsplit(['.', ' ', ':']).next().unwrap_or_default();
    let snake = crate::lower::names::ident(last, crate::lower::names::Style::Snake).text().to_lowercase();
    let texts = [Some(last.to_owned()), Some(snake)];
    texts.into_iter().flatten().map(|word| word.to_lowercase()).filter(|word| word.len() > 1).collect()
}
