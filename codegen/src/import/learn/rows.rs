//! Reads the rows of a table from its lines: a name, a type or a list of values, a description, constraints.
//!
//! The text of a page has a line for each cell, and nothing that separates cells, rows and tables. The role of a line
//! therefore depends on the lines after it and on the names of the page's index: `Version` is a name above `string`, a
//! type if a definition has that name, and a description otherwise. The functions that decide (`starts_row`,
//! `is_heading`, `is_heading_not_type`) only look ahead; those that read (`row`, `type_line`, `description`) advance.
//! A line in a wrong place is a problem at that line, because a guess would shift all roles after it.

use super::definitions::is_kind;
use super::labels;
use super::page::{Item, ParamPlace, Row, RowType, Text};
use super::reader::{FormatPlace, Reader};
use super::shape::{self, Cell, Head};
use super::text::{Gap, Line, brief, join};
use super::types::{self, Certainty};
use crate::problem::Rule;
use crate::spec::{Constraints, Presence};

impl<'a> Reader<'a> {
    /// Reads the rows of a table, up to the heading or the column labels of the next.
    pub(super) fn rows(&mut self) -> Vec<Row> {
        let mut rows = Vec::new();
        while let Some(line) = self.peek() {
            // The first line of a table is a name even without a type below it; further lines must look like a row.
            let first = rows.is_empty() && !self.is_labels(self.at) && !self.is_listed(line.text);
            match shape::head(line.text) {
                Some(head) if self.starts_row(self.at) || (first && self.certainty(line.text).is_none()) => {
                    rows.push(self.row(line, head));
                }
                _ if first => {
                    let message = format!("`{}` is where the name of a row is expected", brief(line.text));
                    self.error(Rule::PageRow, line.number, message, "Restore the name of the row above this line.");
                    self.at += 1;
                    let (_, _) = self.description();
                }
                _ => break,
            }
        }
        rows
    }

    /// Whether a row starts at a line: a name with a type, a place or a list of values after it.
    pub(super) fn starts_row(&self, at: usize) -> bool {
        let Some(head) = self.line(at).and_then(|line| shape::head(line.text)) else { return false };
        let Some(next) = self.line(at + 1) else { return false };
        if head.cell == Cell::Enum || head.presence == Presence::Required || shape::place(next.text).is_some() {
            return true;
        }
        if self.is_listed(head.name) || self.is_labels(at + 1) {
            return false;
        }
        match self.certainty(next.text) {
            None => next.text == "enum:",
            Some(Certainty::Surely) => !self.is_heading_not_type(at + 1),
            // `Version`, `Tags`, `string`: the first is a description, the second a name.
            Some(Certainty::Perhaps) => !self.is_heading_not_type(at + 1) && !self.surely_starts_row(at + 1),
        }
    }

    fn surely_starts_row(&self, at: usize) -> bool {
        let (Some(line), Some(next)) = (self.line(at), self.line(at + 1)) else { return false };
        shape::is_row_name(line.text)
            && !self.is_labels(at + 2)
            && (shape::place(next.text).is_some() || self.certainty(next.text) == Some(Certainty::Surely))
    }

    /// Whether a line is the heading of the next section: a definition's name, or a short line above column labels.
    pub(super) fn is_heading(&self, at: usize) -> bool {
        let Some(line) = self.line(at).filter(|line| shape::media_types(line.text).is_none()) else { return false };
        if self.is_listed(line.text) && self.line(at + 1).is_some_and(|next| is_kind(next.text)) {
            return true;
        }
        let after = (at + 1..at + 3).find(|at| self.line(*at).is_none_or(|l| shape::media_types(l.text).is_none()));
        let labels_follow = after.is_some_and(|at| self.is_labels(at));
        // A name in code above column labels is a row that lost its type.
        let words = shape::is_short(line.text) && !shape::is_code_word(line.text);
        labels_follow && (words || self.certainty(line.text).is_some())
    }

    /// Whether a line is the heading of a definition: column labels follow it, perhaps below a description.
    ///
    /// A description may be equal to the name of a definition; then the next row follows.
    fn is_definition_heading(&self, at: usize) -> bool {
        if !self.line(at).is_some_and(|line| self.is_listed(line.text)) {
            return false;
        }
        let next = (at + 1..self.lines.len()).take(16);
        let found =
            next.take_while(|at| !self.starts_row(*at)).find(|at| self.is_labels(*at) || *at + 1 == self.lines.len());
        found.is_some() || at + 1 == self.lines.len()
    }

    /// Whether a line in the position of a type is a heading instead, so that the row above it has no type.
    ///
    /// Column labels follow, and it is the next name of the index. Names with `Link` are left out: this rendering
    /// drops just their headings, so such a line is the type of a last row, and the table below has no heading.
    fn is_heading_not_type(&self, at: usize) -> bool {
        let Some(line) = self.line(at).filter(|_| self.is_heading(at)) else { return false };
        match self.certainty(line.text) {
            Some(Certainty::Surely) if line.text.contains("Link") => false,
            Some(Certainty::Surely) => self.is_next_name(line.text) || self.is_unlisted_name(line.text),
            Some(Certainty::Perhaps) | None => true,
        }
    }

    fn row(&mut self, line: Line<'a>, head: Head<'a>) -> Row {
        self.at += 1;
        let Head { name, mut presence, mut cell } = head;
        let place = self.place_line(&mut presence, &mut cell);
        if cell == Cell::Type && self.peek().is_some_and(|line| line.text == "enum:") {
            self.at += 1;
            cell = Cell::Enum;
        }
        let ty = match cell {
            Cell::Type => RowType::Type(self.row_type(line)),
            Cell::Enum => RowType::Enum(self.items(line)),
        };
        let (docs, constraints) = self.description();
        Row { line: line.number, name: name.to_owned(), place, presence, ty, docs, constraints }
    }

    /// Reads the location of a parameter, such as `query`, and whether it is required: on the same line, or as the word
    /// for true on the next one. The same line may end with the mark of a list of values.
    fn place_line(&mut self, presence: &mut Presence, cell: &mut Cell) -> Option<ParamPlace> {
        let (place, required, listed) = self.peek().and_then(|line| shape::place(line.text))?;
        self.at += 1;
        if required == Presence::Required {
            *presence = Presence::Required;
        } else if self.peek().is_some_and(|line| labels::is_true(line.text)) {
            self.at += 1;
            *presence = Presence::Required;
        }
        if listed == Cell::Enum {
            *cell = Cell::Enum;
        }
        Some(place)
    }

    fn row_type(&mut self, row: Line<'a>) -> Text {
        match self.type_line() {
            Some(ty) => ty,
            None => {
                self.no_type(row);
                Text { line: row.number, text: "object".to_owned() }
            }
        }
    }

    fn no_type(&mut self, row: Line<'a>) {
        let name = shape::head(row.text).map_or(row.text, |head| head.name);
        let message = format!("the row `{}` has no type", brief(name));
        let help = "Restore the line of its type. If it is not a row, end a description with a full stop, and write a format behind \
                    its type: `string (date)`.";
        self.error(Rule::PageRow, row.number, message, help);
    }

    /// Reads a type, and the format that may follow on a separate line.
    pub(super) fn type_line(&mut self) -> Option<Text> {
        let line = self.peek()?;
        let certainty = self.certainty(line.text)?;
        if self.is_heading_not_type(self.at) || (certainty == Certainty::Perhaps && self.starts_row(self.at)) {
            return None;
        }
        self.at += 1;
        let mut text = line.text.to_owned();
        if let Some(format) = self.format_line(line.text) {
            text = format!("{text} ({format})");
            self.at += 1;
        }
        Some(Text { line: line.number, text })
    }

    /// The format of a type on a separate line, as in old pages.
    fn format_line(&self, ty: &str) -> Option<&'a str> {
        let line = self
            .peek()
            .filter(|line| types::is_format_of(line.text, ty) && self.format_place == FormatPlace::OwnLine)?;
        // A member may be called `date` or `number`; only pairing names with types distinguishes it from a format.
        if self.starts_row(self.at) && self.types_from(self.at + 1) % 2 == 1 {
            return None;
        }
        // A format is directly above the next row, unless a description follows; otherwise it is a row that lost its
        // type.
        let follows = self.line(self.at + 1).is_some_and(|next| {
            let described =
                !self.starts_row(self.at + 1) && !self.is_heading(self.at + 1) && !self.is_labels(self.at + 1);
            next.gap == Gap::Glued || (described && !self.is_listed(next.text))
        });
        (follows || types::is_only_format(line.text)).then_some(line.text)
    }

    /// The number of consecutive lines that are types.
    fn types_from(&self, at: usize) -> usize {
        let is_type = |at: &usize| {
            let surely =
                |line: Line<'_>| self.certainty(line.text) == Some(Certainty::Surely) && !self.is_next_name(line.text);
            self.line(*at).is_some_and(surely) && !self.is_heading_not_type(*at)
        };
        (at..at + 16).take_while(is_type).count()
    }

    /// Reads a list of values; the next row may follow without a blank line.
    fn items(&mut self, row: Line<'a>) -> Vec<Item> {
        let mut items = Vec::new();
        while let Some((line, text)) = self.peek().and_then(|line| Some((line, shape::bullet(line.text)?))) {
            let (value, format) = shape::item(text);
            if value.is_empty() || value.contains(char::is_whitespace) {
                let message = format!("`{}` is not a value of an enum", brief(text));
                self.error(Rule::PageRow, line.number, message, "Write one value, without spaces, after the bullet.");
            }
            items.push(Item { line: line.number, value: value.to_owned(), format: format.map(str::to_owned) });
            self.at += 1;
        }
        if items.is_empty() {
            let message = format!("the row `{}` lists no value", brief(row.text));
            self.error(Rule::PageRow, row.number, message, "Restore the values, one a line after a bullet.");
        }
        items
    }

    /// Reads the description of a row and the constraints under it, up to the next row, heading or column labels.
    fn description(&mut self) -> (String, Constraints) {
        let (mut docs, mut limits) = (Vec::new(), Constraints::default());
        while let Some(line) = self.peek() {
            let fresh = docs.is_empty() || line.gap == Gap::Blank;
            let placed = self.line(self.at + 1).is_some_and(|next| shape::place(next.text).is_some());
            let next_row = (fresh || placed) && self.starts_row(self.at);
            let next_section = fresh && (self.is_definition_heading(self.at) || self.is_heading(self.at));
            if next_row || next_section || self.is_labels(self.at) || shape::request(line.text).is_some() {
                break;
            }
            if shape::media_types(line.text).is_some() && self.is_labels(self.at + 1) {
                break;
            }
            self.at += 1;
            match shape::constraint(line.text, &mut limits) {
                Some(Ok(())) => {}
                Some(Err(())) => {
                    let message = format!("the constraint `{}` cannot be read", brief(line.text));
                    self.error(Rule::PageRow, line.number, message, "Write a number after the colon.");
                }
                None if fresh && self.refuse(line) => {}
                None => docs.push(line),
            }
        }
        (join(&docs), limits)
    }

    /// Whether a line at the start of a paragraph is not a description, but the remainder of a broken row or section.
    fn refuse(&mut self, line: Line<'a>) -> bool {
        let alone = self.peek().is_none_or(|next| next.gap == Gap::Blank) || self.is_labels(self.at);
        let value = shape::bullet(line.text).is_some_and(|text| !shape::item(text).0.contains(char::is_whitespace));
        let text = brief(line.text);
        let (rule, message, help) = if shape::media_types(line.text).is_some() {
            let help = "Restore the row of column labels, such as `Name Type Description`, under them.";
            (Rule::PagePart, "no row of column labels follows these media types".to_owned(), help)
        } else if shape::status(line.text).is_some() {
            let help = "Restore the row of column labels, such as `Name Type Description`, above it.";
            (Rule::PagePart, format!("the status `{text}` is in no table of responses"), help)
        } else if shape::place(line.text).is_some() {
            (Rule::PageRow, format!("there is no name above `{text}`"), "Restore the name of the parameter.")
        } else if self.certainty(line.text) == Some(Certainty::Surely) {
            let help = "Restore the name of the row above it, or the column labels under it if it is a heading.";
            (Rule::PageRow, format!("the type `{text}` belongs to no row"), help)
        } else if value {
            (Rule::PageRow, format!("the value `{text}` belongs to no row"), "Restore the line `name enum:` above it.")
        } else if alone && shape::is_code_word(line.text) {
            self.no_type(line);
            return true;
        } else {
            return false;
        };
        self.error(rule, line.number, message, help);
        true
    }
}
