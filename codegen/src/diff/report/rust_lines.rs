//! Finds the lines of generated Rust that a change affects.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use similar::{ChangeTag, TextDiff};

use super::Report;
use super::entries::is_docs;
use super::lines::fit;
use crate::diff::{Change, Diff, Place, Subject, touched};
use crate::rust::Crate;

/// The maximum number of lines that are shown for a change.
const MOST: usize = 16;

/// Consecutive lines that differ between two files of the crates.
#[derive(Clone, Debug, Default)]
struct Run {
    lines: Vec<Line>,
    /// The first line with each name, in the form of [`plain`]. Each change looks for its name, and an enum may have
    /// thousands of values.
    first: HashMap<String, usize>,
    /// Whether some of the lines are not comments.
    is_code: bool,
}

impl Run {
    fn add(&mut self, line: Line) {
        for word in words(&line.text) {
            self.first.entry(word).or_insert(self.lines.len());
        }
        self.is_code |= !line.text.trim_start().starts_with("//");
        self.lines.push(line);
    }

    /// The index from which a long run is shown for a name: a few lines before the first line that contains the name.
    fn start(&self, name: &str) -> usize {
        const BEFORE: usize = 3;
        self.first.get(name).filter(|first| **first >= MOST).map_or(0, |first| first - BEFORE)
    }
}

/// The runs of a file in order.
#[derive(Clone, Debug, Default)]
struct Runs {
    all: Vec<Run>,
    /// The indices of the runs that contain each name, in the form of [`plain`].
    with: HashMap<String, Vec<usize>>,
}

/// A line that was removed or added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// Whether the line was added.
    pub new: bool,
    /// The text of the line.
    pub text: String,
}

/// The differences between the generated crates, and the files that represent each part of the spec.
pub(super) struct Moved {
    runs: BTreeMap<String, Runs>,
    files: BTreeMap<Subject, BTreeSet<String>>,
}

/// A part of a file: the index of a run of differing lines, and the first line of the run that is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Part {
    run: usize,
    start: usize,
}

/// The numbers of the entries that show each part of a file.
pub(super) type Seen = BTreeMap<(String, Part), usize>;

/// The lines of one file that a change affects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Hunk {
    /// The path of the file in the crate.
    pub file: String,
    /// The lines that no other entry shows.
    pub lines: Vec<Line>,
    /// The number of lines that are not shown.
    pub more: usize,
    /// The parts of the file that contain these lines.
    pub parts: Vec<Part>,
    /// The entry above that already shows lines of this change.
    pub above: Option<usize>,
}

/// The generated files of which the page shows lines: those of the changes that are not only documentation.
pub fn files(diff: &Diff, old: Option<&Crate>, new: Option<&Crate>) -> BTreeSet<String> {
    let sides: Vec<_> = [old, new].into_iter().flatten().map(touched::files).collect();
    let mut found = BTreeSet::new();
    for change in diff.changes().filter(|change| !is_docs(change)) {
        for files in sides.iter().filter_map(|side| side.get(&change.subject)) {
            found.extend(files.iter().cloned());
        }
        for place in [&change.old, &change.new].into_iter().flatten() {
            if let Place::Rust { file, trail: _ } = place {
                found.insert(file.clone());
            }
        }
    }
    found
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
    let mut runs: Vec<Run> = Vec::new();
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
        if !open {
            runs.push(Run::default());
        }
        if let Some(run) = runs.last_mut() {
            run.add(line);
        }
        open = true;
    }
    let mut with: HashMap<String, Vec<usize>> = HashMap::new();
    for (index, run) in runs.iter().enumerate() {
        for word in run.first.keys() {
            with.entry(word.clone()).or_default().push(index);
        }
    }
    Runs { all: runs, with }
}

impl Moved {
    /// The lines that a change affects: the lines of its files that contain its name, otherwise all lines; without
    /// lines that another entry already shows.
    pub(super) fn of(&self, change: &Change, shown: &Seen) -> Vec<Hunk> {
        let own = match &change.new {
            Some(Place::Rust { file, trail: _ }) => BTreeSet::from([file.clone()]),
            Some(Place::Spec { .. }) | None => BTreeSet::new(),
        };
        let files = self.files.get(&change.subject).unwrap_or(&own).iter().chain(&own);
        let files: BTreeSet<&String> = files.collect();
        let chosen = self.chosen(&files, &name(change));
        let hunk = |(file, parts): (&String, Vec<Part>)| {
            let shown_by = |part: &Part| shown.get(&(file.clone(), *part)).copied();
            let above = parts.iter().find_map(shown_by);
            let mut hunk = Hunk { file: file.clone(), lines: Vec::new(), more: 0, parts: Vec::new(), above };
            for part in parts.into_iter().filter(|part| shown_by(part).is_none()) {
                let lines = &self.runs[file].all[part.run].lines;
                let some = (lines.len() - part.start).min(MOST - hunk.lines.len());
                if some > 0 {
                    hunk.parts.push(part);
                }
                hunk.lines.extend(lines[part.start..part.start + some].iter().cloned());
                hunk.more += lines.len() - some;
            }
            hunk
        };
        chosen.into_iter().map(hunk).collect()
    }

    /// The most relevant runs of lines for a change: those that contain its name in any of the files, otherwise those
    /// with code, otherwise all.
    fn chosen<'f>(&self, files: &BTreeSet<&'f String>, name: &str) -> Vec<(&'f String, Vec<Part>)> {
        let of_file = |file: &&'f String| Some((*file, self.runs.get(*file)?));
        let files: Vec<(&String, &Runs)> = files.iter().filter_map(of_file).collect();
        let is_named = files.iter().any(|(_, runs)| runs.with.contains_key(name));
        let has_code = files.iter().any(|(_, runs)| runs.all.iter().any(|run| run.is_code));
        let chosen = |(file, runs): (&'f String, &Runs)| {
            let part = |index: usize| Part { run: index, start: runs.all[index].start(name) };
            let parts: Vec<Part> = if is_named {
                runs.with.get(name).into_iter().flatten().map(|index| part(*index)).collect()
            } else {
                let indices = 0..runs.all.len();
                indices.filter(|index| runs.all[*index].is_code == has_code).map(part).collect()
            };
            (file, parts)
        };
        files.into_iter().map(chosen).filter(|(_, parts)| !parts.is_empty()).collect()
    }
}

/// The last name in the item that changed, in the form of [`plain`].
fn name(change: &Change) -> String {
    let last = change.what.rsplit(['.', ' ', ':', '/']).next().unwrap_or_default();
    plain(crate::lower::names::ident(last, crate::lower::names::Style::Snake).text())
}

/// The names in a line of Rust, in the form of [`plain`].
fn words(line: &str) -> impl Iterator<Item = String> {
    line.split(|character: char| !(character.is_alphanumeric() || character == '_')).map(plain)
}

/// A name in a form that is the same for types, fields and methods: `ListItems` and `list_items` are `listitems`.
fn plain(name: &str) -> String {
    name.replace('_', "").to_lowercase()
}
