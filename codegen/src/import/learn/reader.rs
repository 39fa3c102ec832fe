//! The state of reading a page: its lines, the current line, and the results.

use std::collections::{HashMap, HashSet};

use super::cells::Grid;
use super::labels::{self, Word};
use super::page::Page;
use super::text::Line;
use super::types::{self, Certainty};
use crate::problem::{Place, Problem, Rule};

/// The number of problems after which reading stops, so that a page that is not a reference page has a short report.
pub(super) const PROBLEMS: usize = 100;

/// Reads a page, line by line and without going back.
pub(super) struct Reader<'a> {
    pub(super) file: &'a str,
    pub(super) lines: Vec<Line<'a>>,
    pub(super) at: usize,
    pub(super) format_place: FormatPlace,
    pub(super) labels: Labels<'a>,
    /// The explicit tables, by the line that represents each; empty if tables are lines of text.
    pub(super) grids: HashMap<usize, Grid>,
    /// The lines that are headings, where the document marks headings.
    pub(super) headings: HashSet<usize>,
    pub(super) has_grids: bool,
    /// The names in the index of definitions: they are needed before the index is reached.
    pub(super) listed: HashMap<String, usize>,
    /// How many names of the index have been passed by definitions.
    pub(super) passed: usize,
    /// Where the index of definitions starts.
    pub(super) index_at: Option<usize>,
    pub(super) page: Page,
    pub(super) problems: Vec<Problem>,
}

/// Where the page has the format of a type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FormatPlace {
    /// On a separate line.
    OwnLine,
    /// In brackets after the type.
    Brackets,
}

/// The words in the rows of column labels, found by the rows below them.
#[derive(Default)]
pub(super) struct Labels<'a> {
    /// The first word of each such row.
    pub(super) first: &'a str,
    /// All their words.
    pub(super) words: HashSet<&'a str>,
}

impl<'a> Reader<'a> {
    pub(super) fn peek(&self) -> Option<Line<'a>> {
        self.line(self.at)
    }

    pub(super) fn line(&self, at: usize) -> Option<Line<'a>> {
        self.lines.get(at).copied()
    }

    pub(super) fn error(&mut self, rule: Rule, line: usize, message: impl Into<String>, help: &str) {
        if self.problems.len() < PROBLEMS {
            self.problems.push(Problem::error(rule, Place::line(self.file, line), message, help));
        }
    }

    /// Whether a line is a row of column labels.
    pub(super) fn is_labels(&self, at: usize) -> bool {
        if self.has_grids {
            return self.grids.contains_key(&at);
        }
        let Some(line) = self.line(at) else { return false };
        let mut words = line.text.split_whitespace();
        let Some(first) = words.next() else { return false };
        let is_known = first == self.labels.first
            || (self.passed > 0 || self.page.index.is_some()) && labels::is(first, Word::Value);
        is_known && words.clone().next().is_some() && words.all(|word| self.labels.words.contains(word))
    }

    /// Whether a string is a name that the index of definitions lists.
    pub(super) fn is_listed(&self, text: &str) -> bool {
        self.position(text).is_some()
    }

    /// Where the index of definitions lists a name.
    pub(super) fn position(&self, text: &str) -> Option<usize> {
        let position =
            self.listed.get(text).or_else(|| self.listed.get(&text.replace(", ", ",")).filter(|_| text.contains(", ")));
        position.copied()
    }

    /// Whether a string is the name that the index lists for the next definition.
    pub(super) fn is_next_name(&self, text: &str) -> bool {
        self.page.responses.is_some() && self.position(text) == Some(self.passed)
    }

    /// Whether a string is the name of a definition that the index does not have.
    pub(super) fn is_unlisted_name(&self, text: &str) -> bool {
        self.page.index.is_some()
            && !self.is_listed(text)
            && matches!(types::parse(text), Some(types::Expr::Named(name)) if name.base.contains('.'))
    }

    /// How certain it is that a string is a type, for this page.
    pub(super) fn certainty(&self, text: &str) -> Option<Certainty> {
        if self.is_listed(text.trim_end_matches("[]")) { Some(Certainty::Surely) } else { types::certainty(text) }
    }
}
