//! Finds the lines of a document or of a generated file that a change concerns.

use std::collections::{BTreeMap, BTreeSet};

use memchr::{memchr_iter, memmem};

use super::super::Place;
use crate::problem::Locate;
use crate::rust::Crate;
use crate::spec::{Origin, pointer};
use crate::tree::Tree;

/// The maximum number of lines of a document that are shown.
const MOST: usize = 7;
/// The maximum number of characters of a line that are shown.
const WIDEST: usize = 160;

/// One side of the report.
#[derive(Clone, Debug)]
pub struct Shown<'a> {
    /// The name of the side: `specs/partner-center/api.json at HEAD`.
    pub name: &'a str,
    /// The name and the text of the normalized spec, if it is in a file.
    pub spec: Option<(&'a str, &'a str)>,
    /// The documents from which the spec was imported, by name.
    pub sources: &'a BTreeMap<String, String>,
    /// The generated crate.
    pub krate: Option<&'a Crate>,
    /// The files of the crate whose lines are to be shown.
    pub tree: Option<&'a Tree>,
}

/// A location, with its lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excerpt {
    /// The location as `file:line`, or as much of it as is known.
    pub at: String,
    /// The location in the document from which the spec was imported.
    pub origin: Option<String>,
    /// The lines with their numbers.
    pub lines: Vec<(usize, String)>,
}

impl Excerpt {
    /// The excerpt with only its first line.
    pub(super) fn first(mut self) -> Self {
        self.lines.truncate(1);
        self
    }
}

/// A file, and the candidates for a JSON pointer in it, the best first.
type Wanted = Option<(String, Vec<String>)>;

/// Finds the lines of all places, in one pass over each file.
pub(super) fn find(side: &Shown, places: &[Option<&Place>], locate: Locate) -> Vec<Option<Excerpt>> {
    let wanted: Vec<Wanted> = places.iter().map(|place| place.and_then(|place| wanted(side, place))).collect();
    let mut by_file: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (file, pointers) in wanted.iter().flatten() {
        by_file.entry(file).or_default().extend(pointers.iter().map(String::as_str));
    }
    let text = |file: &str| match side.spec {
        Some((name, text)) if name == file => Some(text),
        Some(_) | None => side.sources.get(file).map(String::as_str),
    };
    let mut found: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    let mut texts: BTreeMap<&str, BTreeMap<usize, Vec<&str>>> = BTreeMap::new();
    for (file, pointers) in &by_file {
        let Some(text) = text(file) else { continue };
        let pointers: Vec<&str> = pointers.iter().copied().collect();
        let positions = locate(text, &pointers);
        let lines = positions.iter().flatten().map(|at| at.line).collect();
        found.extend(pointers.iter().zip(positions).filter_map(|(pointer, at)| Some(((*file, *pointer), at?.line))));
        texts.insert(file, lines_from(text, &lines));
    }
    let excerpt = |(place, wanted): (&Option<&Place>, &Wanted)| -> Option<Excerpt> {
        let place = (*place)?;
        let origin = origin(place).filter(|_| side.spec.is_some()).map(ToString::to_string);
        match wanted {
            Some((file, pointers)) => {
                let line = pointers.iter().find_map(|pointer| found.get(&(file.as_str(), pointer.as_str())));
                let line = line.and_then(|line| texts.get(file.as_str())?.get_key_value(line));
                Some(shown(file, line, origin))
            }
            None => in_crate(side.tree, place),
        }
    };
    places.iter().zip(&wanted).map(excerpt).collect()
}

fn origin(place: &Place) -> Option<&Origin> {
    match place {
        Place::Spec { pointer: _, origin } => origin.as_ref().map(|(origin, _)| origin),
        Place::Rust { .. } => None,
    }
}

fn wanted(side: &Shown, place: &Place) -> Wanted {
    match place {
        Place::Spec { pointer, origin: _ } if side.spec.is_some() => {
            let (file, _) = side.spec?;
            // A location without lines is replaced by its container.
            let around = std::iter::successors(Some(pointer.as_str()), |inner| Some(inner.rsplit_once('/')?.0));
            Some((file.to_owned(), around.filter(|at| !at.is_empty()).map(str::to_owned).collect()))
        }
        Place::Spec { pointer: _, origin: Some((origin, names)) } => {
            Some((origin.file.clone(), guesses(origin, names)))
        }
        Place::Spec { pointer: _, origin: None } => {
            let file = side.sources.keys().next()?;
            Some((file.clone(), Vec::new()))
        }
        Place::Rust { .. } => None,
    }
}

/// Pointers in a document for a location in the spec below an origin: documents use the same names as the spec, but in
/// other containers. The innermost name that is found is the most precise.
fn guesses(origin: &Origin, names: &[String]) -> Vec<String> {
    let mut guesses = Vec::new();
    for name in names.iter().rev() {
        for holder in ["", "/properties", "/responses", "/items/properties"] {
            guesses.push(format!("{}{holder}{}", origin.pointer, pointer(&[name])));
        }
    }
    guesses.push(origin.pointer.clone());
    guesses
}

/// The lines of a file that may be shown, by the number of the first one.
fn lines_from<'t>(text: &'t str, numbers: &BTreeSet<usize>) -> BTreeMap<usize, Vec<&'t str>> {
    let (mut rest, mut next) = (text, 1);
    let from = |number: &usize| {
        // The lines before it are not kept: large documents have hundreds of thousands.
        if let Some(last) = (*number - next).checked_sub(1) {
            rest = memchr_iter(b'\n', rest.as_bytes()).nth(last).map_or("", |end| &rest[end + 1..]);
        }
        next = *number;
        (*number, rest.lines().take(MOST).collect())
    };
    numbers.iter().map(from).collect()
}

/// The line and the lines that belong to it: those with deeper indentation, and the closing bracket.
fn shown(file: &str, line: Option<(&usize, &Vec<&str>)>, origin: Option<String>) -> Excerpt {
    let Some((line, lines)) = line else { return Excerpt { at: file.to_owned(), origin, lines: Vec::new() } };
    let indent = |text: &str| text.len() - text.trim_start().len();
    let mut excerpt = Excerpt { at: format!("{file}:{line}"), origin, lines: Vec::new() };
    for (index, text) in lines.iter().enumerate() {
        let first = index == 0;
        let closes = text.trim_start().starts_with(['}', ']']);
        let deeper = indent(text) > indent(lines[0]);
        if !(first || deeper || closes && indent(text) == indent(lines[0])) {
            break;
        }
        excerpt.lines.push((line + index, fit(text)));
        if !first && !deeper {
            break;
        }
    }
    excerpt
}

/// The displayed form of a line: invisible characters are escaped, and long lines are cut off.
pub(super) fn fit(line: &str) -> String {
    match line.char_indices().nth(WIDEST) {
        Some((end, _)) => crate::text::shown(&format!("{}…", &line[..end])),
        None => crate::text::shown(line),
    }
}

/// The excerpt for a declaration in a generated file.
fn in_crate(tree: Option<&Tree>, place: &Place) -> Option<Excerpt> {
    let Place::Rust { file, trail } = place else { return None };
    let text = tree.and_then(|tree| tree.get(file)).unwrap_or_default();
    let (mut rest, mut found) = (text, None);
    for name in trail {
        let Some(start) = named(rest, name) else { break };
        found = Some(&rest[start..]);
        rest = rest[start..].split_once('\n').map_or("", |(_, rest)| rest);
    }
    Some(match found {
        Some(found) => {
            let number = 1 + memchr_iter(b'\n', &text.as_bytes()[..text.len() - found.len()]).count();
            let line = found.lines().next().unwrap_or_default();
            Excerpt { at: format!("{file}:{number}"), origin: None, lines: vec![(number, fit(line))] }
        }
        None => Excerpt { at: file.clone(), origin: None, lines: Vec::new() },
    })
}

/// The start of the first line that begins with a declaration, or has it after a space. Most of a file is not read line
/// by line, because the text as a whole is searched faster.
fn named(text: &str, declaration: &str) -> Option<usize> {
    let mut from = 0;
    loop {
        let at = from + memmem::find(text.get(from..)?.as_bytes(), declaration.as_bytes())?;
        let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
        let before = &text[start..at];
        if before.trim_start().is_empty() || before.ends_with(' ') {
            return Some(start);
        }
        from = at + declaration.chars().next().map_or(1, char::len_utf8);
    }
}
