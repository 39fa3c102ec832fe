//! Reads the definitions from the lines of a page, and takes their names from the index where a heading is missing.

use std::collections::{HashMap, HashSet};

use super::grid::{compact, header};
use super::labels::{self, Word};
use super::page::{Definition, DefinitionKind, Heading, Index, Listed, Row};
use super::reader::Reader;
use super::shape;
use super::text::{Gap, brief, join};
use super::types;
use crate::problem::Rule;
use crate::spec::Presence;

impl Reader<'_> {
    /// Reads the index of definitions.
    pub(super) fn index(&mut self) {
        let line = self.lines[self.at - 1].number;
        let names = self.index_names();
        self.page.index = Some(Index { line, names });
    }

    /// Reads the names of the index, each with the description that may follow it.
    pub(super) fn index_names(&mut self) -> Vec<Listed> {
        let (mut names, mut known): (Vec<Listed>, HashSet<String>) = (Vec::new(), HashSet::new());
        while let Some(line) = self.peek().filter(|_| !self.is_labels(self.at)) {
            // A name with a blank line around it and labels below is the heading of the first definition.
            let alone = line.gap == Gap::Blank && self.line(self.at + 1).is_some_and(|next| next.gap == Gap::Blank);
            let ty = types::parse(line.text);
            if let Some(types::Expr::Named(name)) = ty {
                if known.contains(&name.full) || (alone && self.is_labels(self.at + 1)) {
                    break;
                }
                known.insert(name.full.clone());
                names.push(Listed { line: line.number, name: name.full, docs: String::new() });
            } else if ty.is_some()
                || line.gap == Gap::Glued && !self.describes(&names)
                || shape::is_code_word(line.text)
            {
                let message =
                    format!("`{}` is in the index of definitions, but is not the name of one", brief(line.text));
                let help = "If the rows of a definition start here, restore the row of column labels above it.";
                self.error(Rule::PageDefinition, line.number, message, help);
            } else if let Some(last) = names.last_mut() {
                if !last.docs.is_empty() {
                    last.docs.push_str(if line.gap == Gap::Blank { "\n\n" } else { "\n" });
                }
                last.docs.push_str(line.text);
            }
            self.at += 1;
        }
        names
    }

    /// Whether the last name of the index has a description already.
    fn describes(&self, names: &[Listed]) -> bool {
        names.last().is_some_and(|last| !last.docs.is_empty())
    }

    /// Reads the definition with column labels at the line `labels`, and a heading at or after the line `start`.
    pub(super) fn definition(&mut self, start: usize, labels: usize) {
        let mut definition = self.start_definition(start, labels);
        let first = self.lines[labels].text.split_whitespace().next().unwrap_or_default();
        if labels::is(first, Word::Value) {
            definition.kind = DefinitionKind::Enumeration;
            definition.rows = self.values();
        } else {
            definition.rows = self.rows();
        }
        self.end_definition(definition);
    }

    /// Reads the name, the kind and the description above the column labels of a definition.
    pub(super) fn start_definition(&mut self, start: usize, labels: usize) -> Definition {
        let is_name =
            |at: &usize| self.is_listed(self.lines[*at].text) || self.is_listed(&compact(self.lines[*at].text));
        let heading = (start..labels).rev().find(is_name);
        let heading = heading.or_else(|| self.unlisted_heading(start, labels));
        self.leave(start, heading.unwrap_or(labels));
        self.pass(heading);
        let mut kind = DefinitionKind::Object;
        let (mut line, mut name, mut docs) = (self.lines[labels].number, String::new(), String::new());
        if let Some(at) = heading {
            line = self.lines[at].number;
            name = compact(self.lines[at].text);
            let mut below = &self.lines[at + 1..labels];
            // The newest template of pages states the kind of a definition.
            if let Some((first, rest)) = below.split_first().filter(|(first, _)| is_kind(first.text)) {
                below = rest;
                if first.text == "Enumeration" {
                    kind = DefinitionKind::Enumeration;
                }
            }
            docs = join(below);
        }
        let heading = if name.is_empty() { Heading::FromIndex } else { Heading::Given };
        Definition { line, name, heading, kind, docs, rows: Vec::new() }
    }

    /// Reads the values of an enum, each with the description that may follow it.
    fn values(&mut self) -> Vec<Row> {
        let mut rows: Vec<Row> = Vec::new();
        while let Some(line) = self.peek().filter(|_| !self.is_labels(self.at) && !self.is_heading(self.at)) {
            let described = rows.last().is_some_and(|row| !row.docs.is_empty());
            let is_value = match line.gap {
                Gap::Glued => !described || shape::is_code_word(line.text),
                Gap::Blank => described && shape::is_row_name(line.text),
            };
            match rows.last_mut().filter(|_| !is_value) {
                Some(row) => {
                    if !row.docs.is_empty() {
                        row.docs.push_str(if line.gap == Gap::Blank { "\n\n" } else { "\n" });
                    }
                    row.docs.push_str(line.text);
                }
                None => rows.push(Row { name: line.text.to_owned(), ..header(line.number, "", "string") }),
            }
            self.at += 1;
        }
        rows
    }

    /// Notes which name of the index a definition takes.
    fn pass(&mut self, heading: Option<usize>) {
        let position = heading.and_then(|at| self.position(self.lines[at].text));
        self.passed = position.unwrap_or(self.passed).max(self.passed) + 1;
    }

    /// A heading that the index does not list.
    fn unlisted_heading(&mut self, start: usize, labels: usize) -> Option<usize> {
        let at = labels.checked_sub(1).filter(|at| *at >= start)?;
        let line = self.lines[at];
        if is_kind(line.text) || self.certainty(line.text).is_none() {
            return None;
        }
        let message = format!("the index of definitions does not list `{}`", brief(line.text));
        self.error(Rule::PageDefinition, line.number, message, "Restore its line in the index of definitions.");
        Some(at)
    }

    /// Gives each definition without a heading the next name of the index that has none: both are in one order.
    pub(super) fn name_definitions(&mut self) {
        let index = self.page.index.take();
        let mut definitions = std::mem::take(&mut self.page.definitions);
        let names = index.as_ref().map_or(&[][..], |index| &index.names);
        let position: HashMap<&str, usize> =
            names.iter().enumerate().map(|(at, listed)| (listed.name.as_str(), at)).collect();
        let headed: HashSet<String> =
            definitions.iter().filter(|d| d.heading == Heading::Given).map(|d| d.name.clone()).collect();
        let (mut next, mut before): (usize, Option<usize>) = (0, None);
        for at in 0..definitions.len() {
            if definitions[at].heading == Heading::FromIndex {
                match names.get(next).filter(|listed| !headed.contains(&listed.name)) {
                    Some(listed) => {
                        definitions[at].name.clone_from(&listed.name);
                        next += 1;
                    }
                    None => self.no_heading(definitions[at].line),
                }
            } else if let Some(found) = position.get(definitions[at].name.as_str()).copied() {
                if found < next {
                    self.out_of_order(&definitions[at]);
                } else {
                    self.missing(&names[next..found], before.map(|before| &definitions[before]));
                    next = found + 1;
                }
            }
            before = Some(at);
        }
        self.missing(&names[next..], definitions.last());
        self.page.definitions = definitions;
        self.page.index = index;
    }

    fn no_heading(&mut self, line: usize) {
        let help = "Restore the heading of this table, and the line of its name in the index.";
        self.error(Rule::PageDefinition, line, "this table has no heading, and the index has no name for it", help);
    }

    fn out_of_order(&mut self, definition: &Definition) {
        let message = format!("the definition `{}` is on the page twice, or out of order", definition.name);
        let help = "Keep the definitions in the order of the index, each once.";
        self.error(Rule::PageDefinition, definition.line, message, help);
    }

    /// Reports the names of the index that have no table. A row out of order shows where its labels are missing.
    fn missing(&mut self, names: &[Listed], before: Option<&Definition>) {
        let broken = before.and_then(|before| before.rows.windows(2).find(|pair| !in_order(pair)));
        for listed in names {
            let (line, row) = match broken {
                Some(pair) => (pair[1].line, format!("; the row `{}` seems to be its first", pair[1].name)),
                None => (listed.line, String::new()),
            };
            let message = format!("the definition `{}` is in the index, but has no table{row}", listed.name);
            let help = "Copy the page as far as its end. Restore the row of column labels above each definition.";
            self.error(Rule::PageDefinition, line, message, help);
        }
    }
}

/// Whether a line below a heading says of what kind the definition is.
pub(super) fn is_kind(text: &str) -> bool {
    matches!(text, "Object" | "Enumeration")
}

/// Whether two rows are in the order of a page: required ones first, then by name.
fn in_order(pair: &[Row]) -> bool {
    let key = |row: &Row| (row.presence == Presence::Optional, row.name.to_ascii_lowercase());
    pair.first().map(key) <= pair.get(1).map(key)
}
