//! Reads the lines of a page into its mirror. Sections are found by the form of their tables, in any language.

use std::collections::{HashMap, HashSet};

use super::cells::{Grid, PageContent};
use super::definitions::is_kind;
use super::labels::{self, Word};
use super::page::{MediaTypes, Page, Request, Row, Table, Text};
use super::reader::{FormatPlace, Labels, PROBLEMS, Reader};
use super::samples;
use super::shape::{self, Cell};
use super::text::{Gap, Line, borrowed, brief, join};
use super::types::{self, Certainty};
use crate::problem::{Problem, Rule};

/// Reads as much of a page as possible. The text has been cleaned.
pub(super) fn read(file: &str, lines: Vec<Line<'_>>) -> (Page, Vec<Problem>) {
    read_with(file, lines, HashMap::new(), HashSet::new())
}

/// Reads a page with explicit tables.
pub(super) fn read_content(file: &str, given: PageContent) -> (Page, Vec<Problem>) {
    let PageContent { lines, grids, headings } = given;
    read_with(file, borrowed(&lines), grids, headings)
}

fn read_with(
    file: &str,
    lines: Vec<Line<'_>>,
    grids: HashMap<usize, Grid>,
    headings: HashSet<usize>,
) -> (Page, Vec<Problem>) {
    let page = Page { file: file.to_owned(), ..Page::default() };
    let new = lines.iter().any(|line| types::has_format(line.text));
    let mut reader = Reader {
        file,
        lines,
        at: 0,
        format_place: if new { FormatPlace::Brackets } else { FormatPlace::OwnLine },
        labels: Labels::default(),
        has_grids: !grids.is_empty(),
        grids,
        headings,
        listed: HashMap::new(),
        passed: 0,
        index_at: None,
        page,
        problems: Vec::new(),
    };
    if reader.preamble() {
        if reader.has_grids {
            reader.find_given_index();
        } else {
            reader.labels = reader.learn_labels();
            reader.find_index();
        }
        reader.sections();
        reader.conclude();
    }
    (reader.page, reader.problems)
}

impl<'a> Reader<'a> {
    /// Reads the title, the summary and the request lines; returns whether the rest of the page can be read.
    fn preamble(&mut self) -> bool {
        let Some(first) = self.lines.iter().position(|line| shape::request(line.text).is_some()) else {
            let title = self.lines.iter().find(|line| line.text.contains(" - ")).map_or(1, |line| line.number);
            let help = "Copy the page from its title on. The line looks like `POST https://host/path`.";
            self.error(Rule::PagePart, title, "there is no request line below the title", help);
            return false;
        };
        let title = self.lines[..first].iter().position(|line| halves(line.text).is_some());
        match title {
            Some(at) => {
                let (group, name) = halves(self.lines[at].text).unwrap_or_default();
                self.page.line = self.lines[at].number;
                self.page.group = group.trim().to_owned();
                self.page.name = name.trim().to_owned();
                self.page.summary = join(&self.lines[at + 1..first]);
                self.keep_prose(0, at);
            }
            None => {
                let help = "Copy the page from its title on. The line looks like `Group - Name`.";
                self.error(Rule::PagePart, self.lines[first].number, "there is no title above the request line", help);
            }
        }
        self.at = first;
        while let Some((line, (method, url))) = self.peek().and_then(|line| Some((line, shape::request(line.text)?))) {
            self.page.requests.push(Request { line: line.number, method, url: url.to_owned() });
            self.at += 1;
        }
        true
    }

    /// Keeps lines that belong to no section.
    fn keep_prose(&mut self, from: usize, to: usize) {
        let kept = self.lines[from..to].iter().map(|line| Text { line: line.number, text: line.text.to_owned() });
        self.page.prose.extend(kept);
    }

    /// Finds the lines of column labels: lines of several words directly above a row.
    fn learn_labels(&self) -> Labels<'a> {
        let mut by_first: HashMap<&str, (usize, HashSet<&str>)> = HashMap::new();
        let mut best: (usize, &str) = (0, "");
        for at in self.at..self.lines.len() {
            let mut words = self.lines[at].text.split_whitespace().take(13);
            let Some(first) = words.next() else { continue };
            if !(1..12).contains(&words.clone().count()) || !self.confirms_labels(at + 1) {
                continue;
            }
            let (count, known) = by_first.entry(first).or_default();
            *count += 1;
            known.extend(words);
            if *count > best.0 {
                best = (*count, first);
            }
        }
        let words = by_first.remove(best.1).unwrap_or_default().1;
        Labels { first: best.1, words }
    }

    /// Whether a line is so clearly the first row of a table that the line above it must have the column labels.
    fn confirms_labels(&self, at: usize) -> bool {
        let Some(line) = self.line(at).filter(|line| line.gap == Gap::Glued) else { return false };
        let next = self.line(at + 1);
        let next_is_type = |gap: Gap| next.is_some_and(|next| next.gap == gap && types::certainty(next.text).is_some());
        if shape::status(line.text).is_some() {
            return true;
        }
        if let Some(head) = shape::head(line.text) {
            let lists = head.cell == Cell::Enum && next.is_some_and(|next| shape::bullet(next.text).is_some());
            let placed = next.is_some_and(|next| shape::place(next.text).is_some());
            if lists || placed || next_is_type(Gap::Blank) {
                return true;
            }
        }
        types::certainty(line.text).is_some() && next_is_type(Gap::Glued)
    }

    /// Reads everything below the request lines.
    fn sections(&mut self) {
        let (mut start, mut media_types) = (self.at, None);
        while let Some(line) = self.peek() {
            if self.problems.len() >= PROBLEMS {
                return;
            }
            if self.is_labels(self.at) {
                self.section(start, media_types.take());
                start = self.at;
            } else if let Some(found) = self.media_types() {
                self.expect_labels(line.number);
                media_types = Some(found);
            } else if let Some(kind) = shape::security_kind(line.text) {
                self.security(start, kind);
                start = self.at;
            } else if self.page.responses.is_some() && (shape::request(line.text).is_some() || self.is_examples(line)) {
                self.leave(start, self.at);
                self.skip_examples();
                start = self.at;
            } else if self.is_stray_row() {
                self.stray_row(line);
                start = self.at;
            } else {
                self.at += 1;
            }
        }
        self.leave(start, self.at);
    }

    /// Reads a line of media types.
    pub(super) fn media_types(&mut self) -> Option<MediaTypes> {
        let line = self.peek()?;
        let names = shape::media_types(line.text)?;
        self.at += 1;
        if names.is_none() {
            let help = "Write them as on the page: `Media Types: \"application/json\", \"text/json\"`.";
            self.error(Rule::PageRow, line.number, "the list of media types cannot be read", help);
        }
        Some(MediaTypes { line: line.number, names: names.unwrap_or_default() })
    }

    /// Checks that column labels follow the media types of a request.
    fn expect_labels(&mut self, line: usize) {
        if self.is_labels(self.at) {
            return;
        }
        if self.page.responses.is_some() {
            let help = "Restore the line above them, such as `400 Bad Request`.";
            self.error(Rule::PageRow, line, "there is no status above these media types", help);
        } else {
            let help = "Restore the row of column labels, such as `Name Required Type Description`.";
            self.error(Rule::PagePart, line, "no row of column labels follows these media types", help);
        }
    }

    /// Whether a line is the heading of the section of examples, rather than the name of a definition.
    fn is_examples(&self, line: Line<'a>) -> bool {
        labels::is(line.text, Word::Examples) && self.page.index.is_none() && !self.is_listed(line.text)
    }

    /// Reads the section of examples and keeps the payloads of the samples.
    fn skip_examples(&mut self) {
        // Without an index, definitions start at the heading of the first definition, which states its kind.
        let is_definition = |at: &usize| {
            self.is_labels(*at)
                || self.index_at.is_none() && self.is_listed(self.lines[*at].text) && self.is_heading(*at)
        };
        let end = self.index_at.filter(|at| *at > self.at);
        let end = end.or_else(|| (self.at..self.lines.len()).find(is_definition)).unwrap_or(self.lines.len());
        self.page.samples.extend(samples::read(&self.lines[self.at..end]));
        self.at = end;
    }

    /// Whether a line outside of any table is clearly a row of one.
    fn is_stray_row(&self) -> bool {
        let Some(line) = self.peek().filter(|_| !self.has_grids) else { return false };
        if shape::place(line.text).is_some() || shape::status(line.text).is_some() {
            return true;
        }
        let Some(next) = self.line(self.at + 1) else { return false };
        let heading_follows = self.is_heading(self.at + 1);
        let run = self.certainty(line.text) == Some(Certainty::Surely) && next.gap == Gap::Glued;
        let next_is_type = self.certainty(next.text) == Some(Certainty::Surely);
        match shape::head(line.text) {
            Some(head) if head.cell == Cell::Enum => true,
            Some(_) if shape::place(next.text).is_some() => true,
            Some(_) if next_is_type && !heading_follows => true,
            _ => run && next_is_type,
        }
    }

    fn stray_row(&mut self, line: Line<'a>) {
        let message = format!("`{}` is in no table: there is no row of column labels above it", brief(line.text));
        let help = "Restore the row of labels, such as `Name Type Description`, right above the first row.";
        self.error(Rule::PagePart, line.number, message, help);
        self.at += 1;
        // The rows are read so that their problems are reported now too, and not only after the repair.
        let _ = self.rows();
    }

    /// Reads the section with the column labels at the current line; `start` is the first of the lines above it.
    fn section(&mut self, start: usize, media_types: Option<MediaTypes>) {
        if let Some(grid) = self.grids.get(&self.at).cloned() {
            return self.given_section(start, media_types, grid);
        }
        let labels = self.at;
        let line = self.lines[labels];
        self.at += 1;
        let first = self.peek();
        if Some(labels) == self.index_at {
            self.heading(start, labels);
            self.index();
        } else if self.page.index.is_some() || self.is_of_kind(start, labels) {
            self.definition(start, labels);
        } else if first.is_some_and(|first| shape::status(first.text).is_some()) && self.page.responses.is_none() {
            let heading = self.heading(start, labels);
            self.replies(line.number, heading);
        } else if self.page.responses.is_none() {
            let heading = self.heading(start, labels);
            let words = line.text.split_whitespace().count();
            self.expect_name(first);
            let rows = self.rows();
            self.request_table(Table { line: line.number, heading, labels: words, media_types, rows });
        } else if !self.page.security.is_empty() && first.is_some_and(|first| self.certainty(first.text).is_none()) {
            self.heading(start, labels);
            self.scopes();
        } else {
            self.heading(start, labels);
            let help = "Copy the page with its section of definitions, from the index on.";
            self.error(Rule::PagePart, line.number, "there is no index of definitions above this table", help);
            self.at = self.lines.len();
        }
    }

    /// In the first table of a page, `path True` is the remainder of a row, not a member called `path`.
    fn expect_name(&mut self, first: Option<Line<'a>>) {
        let page = &self.page;
        let in_url = page.requests.iter().any(|request| request.url.contains(['{', '?']));
        let is_first = [&page.uri_parameters, &page.request_header, &page.request_body].iter().all(|t| t.is_none());
        if let Some(line) = first.filter(|line| in_url && is_first && shape::place(line.text).is_some()) {
            let message = format!("there is no name above `{}`", brief(line.text));
            self.error(Rule::PageRow, line.number, message, "Restore the name of the parameter.");
        }
    }

    /// Whether the lines above a table are a name, a kind and a description.
    fn is_of_kind(&self, start: usize, labels: usize) -> bool {
        let lines = &self.lines[start..labels];
        self.page.responses.is_some()
            && lines.windows(2).any(|pair| is_kind(pair[1].text) && self.is_listed(pair[0].text))
    }

    /// The heading of a section: the last short line above it.
    pub(super) fn heading(&mut self, start: usize, labels: usize) -> Option<Text> {
        let above = (start..labels).rev().find(|at| shape::media_types(self.lines[*at].text).is_none());
        let at = above.filter(|at| shape::is_short(self.lines[*at].text));
        self.leave(start, at.unwrap_or(labels));
        at.map(|at| Text { line: self.lines[at].number, text: self.lines[at].text.to_owned() })
    }

    /// Keeps the lines that belong to no section as prose; reports a type among them.
    pub(super) fn leave(&mut self, from: usize, to: usize) {
        for at in from..to {
            let line = self.lines[at];
            if self.certainty(line.text) == Some(Certainty::Surely) && shape::media_types(line.text).is_none() {
                let message = format!("`{}` is in no table", brief(line.text));
                let help = "If it is the heading of a definition, restore the row of column labels under it.";
                self.error(Rule::PageRow, line.number, message, help);
            }
        }
        let kept: Vec<usize> = (from..to).filter(|at| shape::media_types(self.lines[*at].text).is_none()).collect();
        for at in kept {
            self.keep_prose(at, at + 1);
        }
    }

    /// Determines by its rows which table of the request this is.
    pub(super) fn request_table(&mut self, table: Table) {
        let line = table.line;
        let slot = if table.rows.iter().any(|row| row.place.is_some()) {
            for row in &table.rows {
                if row.place.is_none() {
                    let message = format!("the parameter `{}` says neither `path` nor `query`", row.name);
                    let help = "Restore that line under its name. Or, if another table starts here, the row of its \
                                column labels.";
                    self.error(Rule::PageRow, row.line, message, help);
                }
            }
            &mut self.page.uri_parameters
        } else if table.rows.iter().any(|row| row.name.eq_ignore_ascii_case("authorization"))
            || (!table.rows.is_empty() && table.rows.iter().all(|row| is_header(&row.name)))
        {
            &mut self.page.request_header
        } else {
            &mut self.page.request_body
        };
        if slot.is_none() {
            *slot = Some(table);
        } else {
            let help = "Keep one table each of parameters, of headers and of properties of the body.";
            self.error(Rule::PagePart, line, "the page has a table of this kind already", help);
        }
    }

    /// Checks what can be checked only once the whole page is read.
    fn conclude(&mut self) {
        self.check_headers();
        self.name_definitions();
        if self.page.responses.is_none() {
            let line = self.lines.last().map_or(1, |line| line.number);
            let help = "Copy the page as far as its end. A row of responses starts with a line like `200 OK`.";
            self.error(Rule::PagePart, line, "the page has no table of responses", help);
        }
    }

    /// Among the headers, a member below a possible heading is the first row of a table whose labels are missing.
    fn check_headers(&mut self) {
        let Some(table) = self.page.request_header.as_ref().filter(|_| self.page.request_body.is_none()) else {
            return;
        };
        let under_heading =
            |row: &Row| !row.docs.is_empty() && row.docs.lines().next_back().is_some_and(shape::is_short);
        let is_member = |row: &Row| !is_header(&row.name) && row.name.starts_with(|c: char| c.is_ascii_lowercase());
        let pair = table.rows.windows(2).find(|pair| under_heading(&pair[0]) && is_member(&pair[1]));
        if let Some([_, row]) = pair {
            let message = format!("the row `{}` is not a header: another table seems to start here", row.name);
            let help = "Restore the row of column labels, such as `Name Type Description`, above it.";
            self.error(Rule::PagePart, row.line, message, help);
        }
    }
}

/// Whether a name is clearly that of a header.
fn is_header(name: &str) -> bool {
    name.contains('-') || ["accept", "authorization"].iter().any(|known| name.eq_ignore_ascii_case(known))
}

/// The halves of a title. An editor may have replaced the hyphen with a longer dash.
fn halves(title: &str) -> Option<(&str, &str)> {
    title.split_once(" - ").or_else(|| title.split_once(" – ")).or_else(|| title.split_once(" — "))
}
