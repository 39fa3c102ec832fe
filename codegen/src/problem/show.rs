//! Prints problems with the lines of the source around each, for people and for programs.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use serde::Serialize;

use super::{At, Level, Place, Problem, Rule};
use crate::text::shown;

/// Finds the values at JSON pointers in a JSON document, in one pass.
pub type Locate = fn(text: &str, pointers: &[&str]) -> Vec<Option<Position>>;

/// The position at which a value starts in a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line, counted from 1.
    pub line: usize,
    /// The column in characters, counted from 1, where it is known.
    pub column: Option<usize>,
}

/// A problem in the report for programs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Reported {
    /// The rule, such as `unresolved-type`.
    pub rule: &'static str,
    /// `error`, `warning` or `note`.
    pub level: String,
    /// `file:line`, `file:line:column`, or `file#pointer` where no line is known.
    pub at: String,
    /// The JSON pointer, or the headings and row names of a page in the same form. It is present if the line is not
    /// precise enough: because it is long, or because it is the line of an enclosing value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pointer: Option<String>,
    /// The message, which states what was found.
    pub message: String,
    /// The help, which states what to do.
    pub help: String,
    /// The references that lead from the main document to the file, if the file is not the main document.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub trail: Vec<String>,
}

/// Prints the problems for people: sorted by location, each with the surrounding lines, and statistics at the end.
///
/// `files` returns the content of a file by the name in a location.
pub fn show(problems: &[Problem], files: &dyn Fn(&str) -> Option<String>, locate: Locate) -> String {
    let mut out = String::new();
    let (mut shown, more) = grouped(problems);
    shown.retain(|problem| problem.rule != Rule::LeftOut);
    let trails = Trails::new(&shown, files, locate);
    each_file(&shown, files, locate, &mut |text, found| {
        let lines: Vec<&str> = text.unwrap_or_default().lines().collect();
        let mut cursor = Cursor::default();
        for found in found {
            let more = more.get(&kind(found.problem)).copied().unwrap_or_default();
            one(&mut out, found, more, &lines, &mut cursor, &trails).expect("a string takes all that is written to it");
        }
    });
    if !shown.is_empty() {
        out.push_str(&counts(&shown, &more));
        out.push('\n');
    }
    let summaries = problems.iter().filter(|problem| problem.rule == Rule::LeftOut);
    // The summary of what lenient reading would leave out comes last.
    for Problem { message, .. } in summaries {
        out.push_str(&format!("{message}\n"));
    }
    out
}

/// The problems for programs, in the same order.
pub fn report(problems: &[Problem], files: &dyn Fn(&str) -> Option<String>, locate: Locate) -> Vec<Reported> {
    let mut reported = Vec::new();
    let problems: Vec<&Problem> = problems.iter().collect();
    let trails = Trails::new(&problems, files, locate);
    each_file(&problems, files, locate, &mut |_, found| {
        reported.extend(found.iter().map(|found| Reported {
            rule: found.problem.rule.id(),
            level: found.problem.level.to_string(),
            at: found.at(),
            pointer: found.pointer().map(str::to_owned),
            message: found.problem.message.clone(),
            help: found.problem.help.clone(),
            trail: trails.of(found.problem),
        }));
    });
    reported
}

/// What equal problems have in common, which are shown as one: everything except the location.
type Kind<'a> = (Level, Rule, &'a str, &'a str);

fn kind(problem: &Problem) -> Kind<'_> {
    (problem.level, problem.rule, &problem.message, &problem.help)
}

/// The first problem of each kind, and the number of further ones. Errors are not grouped, because each has to be
/// corrected.
fn grouped(problems: &[Problem]) -> (Vec<&Problem>, BTreeMap<Kind<'_>, usize>) {
    let mut sorted: Vec<&Problem> = problems.iter().collect();
    sorted.sort();
    let mut more: BTreeMap<Kind<'_>, usize> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    sorted.retain(|problem| {
        let is_shown = problem.level == Level::Error || seen.insert(kind(problem));
        if !is_shown {
            *more.entry(kind(problem)).or_default() += 1;
        }
        is_shown
    });
    (sorted, more)
}

/// A problem and its line.
struct Located<'a> {
    problem: &'a Problem,
    /// The line and column.
    line: Option<(usize, Option<usize>)>,
    /// The pointer, if the line is that of an enclosing value.
    beside: Option<&'a str>,
}

impl Located<'_> {
    /// The pointer, if the line alone is not precise enough.
    fn pointer(&self) -> Option<&str> {
        let is_short = matches!(self.line, Some((_, None))) && self.beside.is_none();
        pointer(&self.problem.place).filter(|_| self.line.is_some() && !is_short)
    }

    fn at(&self) -> String {
        let file = &self.problem.place.file;
        match (self.line, &self.problem.place.at) {
            (Some((line, Some(column))), _) => format!("{file}:{line}:{column}"),
            (Some((line, None)), _) => format!("{file}:{line}"),
            (None, At::Pointer(pointer)) => format!("{file}#{pointer}"),
            (None, At::File | At::Line(..)) => file.clone(),
        }
    }
}

/// The lines of the references that lead to the files with problems.
struct Trails<'a> {
    lines: BTreeMap<(&'a str, &'a str), usize>,
}

impl<'a> Trails<'a> {
    fn new(problems: &[&'a Problem], files: &dyn Fn(&str) -> Option<String>, locate: Locate) -> Self {
        let mut by_file: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for place in problems.iter().flat_map(|problem| problem.trail()) {
            by_file.entry(&place.file).or_default().extend(pointer(place));
        }
        let mut lines = BTreeMap::new();
        for (file, mut pointers) in by_file {
            pointers.sort_unstable();
            pointers.dedup();
            let Some(text) = files(file) else { continue };
            let found = locate(&text, &pointers);
            lines.extend(pointers.into_iter().zip(found).filter_map(|(pointer, at)| Some(((file, pointer), at?.line))));
        }
        Self { lines }
    }

    /// The locations of the references: `file:line`.
    fn of(&self, problem: &Problem) -> Vec<String> {
        let at =
            |place: &Place| match pointer(place).and_then(|pointer| self.lines.get(&(place.file.as_str(), pointer))) {
                Some(line) => format!("{}:{line}", place.file),
                None => place.file.clone(),
            };
        problem.trail().into_iter().map(at).collect()
    }
}

fn pointer(place: &Place) -> Option<&str> {
    match &place.at {
        At::Pointer(pointer) => Some(pointer),
        At::File | At::Line(..) => None,
    }
}

/// Calls `visit` with the content of each file and its problems, sorted by line.
fn each_file<'a>(
    problems: &[&'a Problem],
    files: &dyn Fn(&str) -> Option<String>,
    locate: Locate,
    visit: &mut dyn FnMut(Option<&str>, &[Located<'a>]),
) {
    let mut by_file: BTreeMap<&str, Vec<&'a Problem>> = BTreeMap::new();
    for problem in problems.iter().copied() {
        by_file.entry(&problem.place.file).or_default().push(problem);
    }
    for (file, problems) in by_file {
        let text = files(file);
        let mut found = find(&problems, text.as_deref(), locate);
        found.sort_by_key(|found| (found.line, found.problem));
        visit(text.as_deref(), &found);
    }
}

fn find<'a>(problems: &[&'a Problem], text: Option<&str>, locate: Locate) -> Vec<Located<'a>> {
    // A location that does not exist, such as a missing property, is replaced by its container.
    let around = |pointer: &'a str| std::iter::successors(Some(pointer), |inner| Some(inner.rsplit_once('/')?.0));
    let mut pointers: Vec<&str> =
        problems.iter().filter_map(|problem| pointer(&problem.place)).flat_map(around).collect();
    pointers.sort_unstable();
    pointers.dedup();
    let positions = text.map(|text| locate(text, &pointers)).unwrap_or_default();
    let positions: BTreeMap<&str, Position> =
        pointers.into_iter().zip(positions).filter_map(|(at, position)| Some((at, position?))).collect();
    let lines: Vec<&str> = text.unwrap_or_default().lines().collect();
    // A line that is shown as a whole needs no column.
    let is_cut = |line: usize| lines.get(line - 1).is_some_and(|line| line.len() > WIDEST);
    let line_of = |problem: &'a Problem| match &problem.place.at {
        At::File => (None, None),
        At::Line(line, column) => (Some((*line, *column)), None),
        At::Pointer(pointer) => match around(pointer).find_map(|at| Some((at, *positions.get(at)?))) {
            // The top of the document is too imprecise as an enclosing value.
            Some(("", _)) if !pointer.is_empty() => (None, None),
            Some((at, Position { line, column })) => {
                (Some((line, column.filter(|_| is_cut(line)))), (at != pointer).then_some(pointer.as_str()))
            }
            None => (None, None),
        },
    };
    let found = |problem: &&'a Problem| {
        let (line, beside) = line_of(problem);
        Located { problem, line, beside }
    };
    problems.iter().map(found).collect()
}

/// The maximum number of characters of a line that are shown.
const WIDEST: usize = 140;
/// The maximum number of characters of a message that are shown. Names in a document may have any length.
const LONGEST: usize = 1000;

fn one(
    out: &mut String,
    found: &Located<'_>,
    more: usize,
    lines: &[&str],
    cursor: &mut Cursor,
    trails: &Trails<'_>,
) -> std::fmt::Result {
    let Problem { place: Place { .. }, level, rule, message, help, referred_by: _ } = found.problem;
    writeln!(out, "{level}[{}]: {}", rule.id(), cut(&shown(message), LONGEST))?;
    let last = found.line.map_or(0, |(line, _)| line + 1).min(lines.len());
    let width = last.to_string().len();
    write!(out, "{:width$}--> {}", "", shown(&found.at()))?;
    let shown_line = found.line.and_then(|(line, column)| Some((line, column, *lines.get(line.checked_sub(1)?)?)));
    let is_cut = shown_line.is_some_and(|(_, _, text)| text.len() > WIDEST);
    match &found.problem.place.at {
        At::Pointer(pointer) if found.line.is_some() && (is_cut || found.beside.is_some()) => {
            writeln!(out, " ({})", cut(&shown(pointer), LONGEST))?;
        }
        At::Pointer(_) | At::File | At::Line(..) => out.push('\n'),
    }
    if let Some((line, column, text)) = shown_line {
        writeln!(out, "{:width$} |", "")?;
        for number in line.saturating_sub(1).max(1)..=last {
            let (excerpt, marked) = match number == line {
                true => excerpt(text, column, |skipped| cursor.from(line, text, skipped)),
                false => excerpt(lines[number - 1], None, |_| lines[number - 1]),
            };
            writeln!(out, "{number:width$} | {excerpt}")?;
            if number == line {
                writeln!(out, "{:width$} | {}{}", "", " ".repeat(marked.start), "^".repeat(marked.len()))?;
            }
        }
    }
    if more > 0 {
        let places = if more == 1 { "place" } else { "places" };
        writeln!(out, "{:width$} = also: at {more} more {places}", "")?;
    }
    let trail = trails.of(found.problem);
    if !trail.is_empty() {
        writeln!(out, "{:width$} = referred to by: {}", "", cut(&shown(&trail.join(" -> ")), LONGEST))?;
    }
    writeln!(out, "{:width$} = help: {}\n", "", cut(&shown(help), LONGEST))
}

fn cut(text: &str, most: usize) -> String {
    let mut cut: String = text.chars().take(most).collect();
    if cut.len() < text.len() {
        cut.push('…');
    }
    cut
}

/// The last position in a line that was shown. A line may be the whole document, and its problems come in order, so
/// characters are counted from that position.
#[derive(Default)]
struct Cursor {
    line: usize,
    characters: usize,
    bytes: usize,
}

impl Cursor {
    /// The part of a line from a character on.
    fn from<'a>(&mut self, number: usize, line: &'a str, character: usize) -> &'a str {
        if self.line != number || self.characters > character {
            *self = Self { line: number, characters: 0, bytes: 0 };
        }
        let rest = &line[self.bytes..];
        self.bytes += rest.char_indices().nth(character - self.characters).map_or(rest.len(), |(at, _)| at);
        self.characters = character;
        &line[self.bytes..]
    }
}

/// The part of a line that is shown, and the columns in it that are marked. `rest` is the line from a character on.
fn excerpt<'a>(
    line: &'a str,
    column: Option<usize>,
    rest: impl FnOnce(usize) -> &'a str,
) -> (String, std::ops::Range<usize>) {
    let at = column.map_or(0, |column| column.saturating_sub(1));
    let skipped = if at > WIDEST / 2 { at - WIDEST / 4 } else { 0 };
    let rest = if skipped > 0 { rest(skipped) } else { line };
    let mut text = String::from(if skipped > 0 { "…" } else { "" });
    let mut marked: Option<std::ops::Range<usize>> = None;
    let (word, mut length) = (word_at(rest, at - skipped), text.chars().count());
    for (index, character) in rest.chars().enumerate() {
        // The width of a tab differs between terminals, which would misplace the mark.
        let piece = if character == '\t' { " ".to_owned() } else { shown(character.encode_utf8(&mut [0; 4])) };
        let start = length;
        length += piece.chars().count();
        text.push_str(&piece);
        let is_marked = match column {
            Some(_) => word.contains(&index),
            None => !character.is_whitespace(),
        };
        if is_marked {
            marked = Some(marked.map_or(start, |marked| marked.start)..length);
        }
        if length >= WIDEST {
            text.push('…');
            break;
        }
    }
    // After the end of a line, only the position itself can be marked.
    (text, marked.unwrap_or(length..length + 1))
}

/// The string, word, or single character that starts at an index of a line.
fn word_at(line: &str, at: usize) -> std::ops::Range<usize> {
    let rest = line.chars().skip(at).take(WIDEST);
    let mut previous = None;
    let is_part = |(index, next): &(usize, char)| {
        let first = *previous.get_or_insert(*next);
        match first {
            '"' => *index == 0 || *next != '"',
            _ => next.is_alphanumeric() || matches!(next, '_' | '-' | '.'),
        }
    };
    let (first, length) = (line.chars().nth(at), rest.enumerate().take_while(is_part).count());
    // The closing quote belongs to a string.
    let length = if first == Some('"') { length + 1 } else { length };
    at..at + length.max(1)
}

/// The number of shown problems, in words, and of their places where equal ones are shown once: `2 errors, 1 warning in 3
/// places`.
fn counts(shown: &[&Problem], more: &BTreeMap<Kind<'_>, usize>) -> String {
    let counted = |level: Level| {
        let count = shown.iter().filter(|problem| problem.level == level).count();
        let further: usize = more.iter().filter(|((of, ..), _)| *of == level).map(|(_, count)| count).sum();
        let places = if further > 0 { format!(" in {} places", count + further) } else { String::new() };
        (count > 0).then(|| format!("{count} {level}{}{places}", if count == 1 { "" } else { "s" }))
    };
    let counts: Vec<String> = [Level::Error, Level::Warning, Level::Note].into_iter().filter_map(counted).collect();
    counts.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::Rule;
    use crate::spec::json::positions;

    fn printed(text: &str, at: At, message: &str) -> String {
        let problem = Problem::error(Rule::Syntax, Place { file: "a.json".to_owned(), at }, message, "Mend it.");
        show(&[problem], &|_| Some(text.to_owned()), positions)
    }

    #[test]
    fn a_column_marks_the_word_that_starts_there() {
        let out = printed("{\n\t\"a\u{202e}\": 12,\n}", At::Line(2, Some(2)), "bad \u{7}\n name");
        let expected = "error[syntax]: bad \\u{7}\\u{a} name
 --> a.json:2:2
  |
1 | {
2 |  \"a\\u{202e}\": 12,
  |  ^^^^^^^^^^^
3 | }
  = help: Mend it.

1 error
";
        assert_eq!(out, expected);
    }

    #[test]
    fn a_pointer_marks_its_line_or_that_of_what_is_around_it() {
        let text = "{\n  \"a\": {\n    \"b\": 1\n  }\n}";
        let line =
            |pointer: &str| printed(text, At::Pointer(pointer.to_owned()), "m").lines().nth(1).unwrap().to_owned();
        assert_eq!(line("/a/b"), " --> a.json:3");
        assert_eq!(line("/a/c/d"), " --> a.json:2 (/a/c/d)");
        assert_eq!(line("/c"), " --> a.json#/c");
        assert!(printed(text, At::Pointer("/a/b".to_owned()), "m").contains("3 |     \"b\": 1\n  |     ^^^^^^\n"));
    }

    #[test]
    fn long_lines_are_cut_around_the_place() {
        let text = format!("[\"{}\", wrong, \"{}\"]", "o".repeat(100_000), "y".repeat(100_000));
        let out = printed(&text, At::Line(1, Some(100_006)), "m");
        assert!(out.contains("ooo\", wrong, \"yyy") && out.contains(" ^^^^^\n") && out.len() < 1000, "{out}");
        assert!(printed(&text, At::Pointer("/1".to_owned()), "m").contains(" --> a.json:1:100006 (/1)\n"));
    }

    #[test]
    fn places_outside_of_the_text_are_shown_without_lines() {
        for at in [At::Line(0, Some(0)), At::Line(9, Some(9)), At::Line(1, Some(usize::MAX)), At::File] {
            assert!(printed("{}", at, "m").ends_with("= help: Mend it.\n\n1 error\n"));
        }
    }

    #[test]
    fn equal_warnings_are_counted_as_they_are_shown() {
        let at = |pointer: &str| Place { file: "a.json".to_owned(), at: At::Pointer(pointer.to_owned()) };
        let warning = |pointer: &str, message: &str| Problem::warning(Rule::Syntax, at(pointer), message, "");
        let problems = [warning("/a", "m"), warning("/b", "m"), warning("/c", "n")];
        let out = show(&problems, &|_| Some("{\"a\": 1, \"b\": 2, \"c\": 3}".to_owned()), positions);
        assert!(out.contains("also: at 1 more place\n") && out.ends_with("\n2 warnings in 3 places\n"), "{out}");
    }

    #[test]
    fn problems_are_sorted_by_line_and_reported_alike() {
        let problem = |pointer: &str| {
            let at = At::Pointer(pointer.to_owned());
            Problem::warning(Rule::Syntax, Place { file: "a.json".to_owned(), at }, pointer, "")
        };
        let problems = [problem("/a"), problem("/b"), Problem::error(Rule::Syntax, Place::file("0"), "", "")];
        let files = |file: &str| (file == "a.json").then(|| "{\"b\":\n1,\n\"a\": 2}".to_owned());
        let reported = report(&problems, &files, positions);
        let at: Vec<&str> = reported.iter().map(|reported| reported.at.as_str()).collect();
        assert_eq!(at, ["0", "a.json:1", "a.json:3"]);
        assert!(show(&problems, &files, positions).ends_with("\n1 error, 2 warnings\n"));
    }
}
