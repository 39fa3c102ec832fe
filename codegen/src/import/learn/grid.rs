//! Reads explicit tables: those of HTML, and those of text with a row on each line and pipes or tabs between cells.

use super::cells::{Columns, Grid, GridRow, Piece};
use super::labels::{self, Word};
use super::page::MediaTypes;
use super::page::{
    Definition, DefinitionKind, Index, Item, Listed, ParamPlace, Replies, Reply, Row, RowType, Table, Text,
};
use super::reader::Reader;
use super::shape;
use super::tabs;
use super::text::{Draft, Gap, brief};
use super::types;
use crate::problem::Rule;
use crate::spec::{Constraints, Presence};

impl Reader<'_> {
    /// Finds the index of definitions among the tables.
    pub(super) fn find_given_index(&mut self) {
        let mut tables: Vec<usize> = self.grids.keys().copied().collect();
        tables.sort_unstable();
        let responses = tables.iter().position(|at| self.grids[at].is_of_statuses());
        let Some(responses) = responses else { return };
        let is_security =
            |from: usize, to: usize| self.lines[from..to].iter().any(|line| shape::security_kind(line.text).is_some());
        let below: Vec<(usize, usize)> = tables[responses..].windows(2).map(|pair| (pair[0], pair[1])).collect();
        self.index_at = below
            .iter()
            .find(|(before, at)| self.grids[at].is_of_names() && !is_security(*before, *at))
            .map(|(_, at)| *at);
        let names: Vec<String> = match self.index_at {
            Some(at) => self.grids[&at].rows.iter().map(|row| compact(&row.name())).collect(),
            // Without an index, the headings of tables are the names of definitions.
            None => below
                .iter()
                .filter(|(before, at)| !is_security(*before, *at))
                .filter_map(|(before, at)| (*before + 1..*at).rev().find(|line| self.headings.contains(line)))
                .map(|line| compact(self.lines[line].text))
                .collect(),
        };
        self.listed = names.into_iter().enumerate().map(|(at, name)| (name, at)).collect();
    }

    /// Reads the section of an explicit table; `start` is the first of the lines above it.
    pub(super) fn given_section(&mut self, start: usize, media_types: Option<MediaTypes>, grid: Grid) {
        let labels = self.at;
        let line = self.lines[labels].number;
        self.at += 1;
        if Some(labels) == self.index_at {
            self.heading(start, labels);
            self.given_index(line, &grid);
        } else if self.page.index.is_some() || (self.page.responses.is_some() && self.has_name(start, labels)) {
            self.given_definition(start, labels, &grid);
        } else if self.page.responses.is_none() && grid.is_of_statuses() {
            let heading = self.heading(start, labels);
            let rows = grid.rows.iter().map(|row| self.given_reply(row, grid.columns())).collect();
            self.page.responses = Some(Replies { line, heading, rows });
        } else if self.page.responses.is_none() {
            let heading = self.heading(start, labels);
            let rows = self.given_rows(&grid);
            self.request_table(Table { line, heading, labels: grid.labels.len(), media_types, rows });
        } else if let Some(scheme) = self.page.security.len().checked_sub(1) {
            self.heading(start, labels);
            self.page.security[scheme].scopes = grid.rows.iter().map(listed).collect();
        } else {
            self.heading(start, labels);
            let help = "Copy the page with its section of definitions, from the index on.";
            self.error(Rule::PagePart, line, "there is no index of definitions above this table", help);
            self.at = self.lines.len();
        }
    }

    /// Whether the name of a definition is above a table.
    fn has_name(&self, start: usize, labels: usize) -> bool {
        self.lines[start..labels].iter().any(|line| self.is_listed(&compact(line.text)))
    }

    fn given_index(&mut self, line: usize, grid: &Grid) {
        let mut names: Vec<Listed> = Vec::new();
        for row in &grid.rows {
            let mut listed = listed(row);
            listed.name = compact(&listed.name);
            if names.iter().any(|other| other.name == listed.name) {
                let message = format!("the definition `{}` is listed twice", brief(&listed.name));
                self.error(Rule::PageDefinition, row.line, message, "Remove one of the two rows.");
            } else {
                names.push(listed);
            }
        }
        self.page.index = Some(Index { line, names });
    }

    fn given_definition(&mut self, start: usize, labels: usize, grid: &Grid) {
        let mut definition = self.start_definition(start, labels);
        if grid.is_of_values() {
            definition.kind = DefinitionKind::Enumeration;
        }
        definition.rows = match definition.kind {
            DefinitionKind::Enumeration => grid.rows.iter().map(|row| value(row, grid)).collect(),
            DefinitionKind::Object => self.given_rows(grid),
        };
        self.end_definition(definition);
    }

    /// The parameters, headers or properties of a table.
    fn given_rows(&mut self, grid: &Grid) -> Vec<Row> {
        let columns = grid.columns();
        let mut rows = Vec::new();
        for row in &grid.rows {
            let name = row.cell(0).first().map_or("", |piece| &piece.draft.text);
            if !shape::is_row_name(name) {
                let message = match name {
                    "" => "this row has no name".to_owned(),
                    name => format!("`{}` is where the name of a row is expected", brief(name)),
                };
                self.error(Rule::PageRow, row.line, message, "Restore the name, one word, in the first cell.");
                continue;
            }
            rows.push(self.given_row(row, name, columns));
        }
        rows
    }

    fn given_row(&mut self, row: &GridRow, name: &str, columns: Columns) -> Row {
        let text = |column: Option<usize>| column.map_or_else(String::new, |at| row.text(at));
        let place = labels::place(&text(columns.place)).map(|place| match place {
            "path" => ParamPlace::Path,
            _ => ParamPlace::Query,
        });
        let required = text(columns.required);
        let presence = match required.is_empty() || required.eq_ignore_ascii_case("false") {
            true => Presence::Optional,
            false => Presence::Required,
        };
        let (ty, below) = match columns.ty {
            Some(at) => self.given_type(row, row.cell(at)),
            None => (self.no_given_type(row), &[][..]),
        };
        let mut pieces = below.to_vec();
        pieces.extend(columns.docs.map_or(&[][..], |at| row.cell(at)).iter().cloned());
        let (docs, constraints) = self.given_docs(&pieces);
        Row { line: row.line, name: name.to_owned(), place, presence, ty, docs, constraints }
    }

    fn no_given_type(&mut self, row: &GridRow) -> RowType {
        let message = format!("the row `{}` has no type", brief(&row.name()));
        self.error(Rule::PageRow, row.line, message, "Restore the type of the row in its cell, such as `string`.");
        RowType::Type(Text { line: row.line, text: "object".to_owned() })
    }

    /// The type in a cell, and the pieces below it.
    fn given_type<'p>(&mut self, row: &GridRow, cell: &'p [Piece]) -> (RowType, &'p [Piece]) {
        let Some((first, rest)) = cell.split_first() else { return (self.no_given_type(row), &[]) };
        let text = &*first.draft.text;
        let (values, below) = values(cell);
        if !values.is_empty() {
            return (RowType::Enum(values), below);
        }
        let format = rest.first().filter(|next| types::is_format_of(&next.draft.text, text));
        let line = first.draft.number;
        if let Some(format) = format {
            let text = format!("{text} ({})", format.draft.text);
            return (RowType::Type(Text { line, text }), &rest[1..]);
        }
        if types::given(text).is_some() {
            return (RowType::Type(Text { line, text: text.to_owned() }), rest);
        }
        // A type may have words around a link, such as `list of Cart`.
        let link = first.link.as_ref().map(|link| &*link.text).filter(|link| types::given(link).is_some());
        if let Some(link) = link {
            let list = if text.contains("[]") || text.to_ascii_lowercase().contains("list of") { "[]" } else { "" };
            return (RowType::Type(Text { line, text: format!("{link}{list}") }), rest);
        }
        let message = format!("`{}` is where the type of `{}` is expected", brief(text), brief(&row.name()));
        self.error(Rule::PageRow, line, message, "Restore the type, such as `string` or the name of a definition.");
        (RowType::Type(Text { line, text: "object".to_owned() }), rest)
    }

    /// The description in a cell, without the constraints that the cell lists.
    fn given_docs(&mut self, pieces: &[Piece]) -> (String, Constraints) {
        let mut limits = Constraints::default();
        let mut docs: Vec<&Piece> = Vec::new();
        for piece in pieces {
            match shape::constraint(&piece.draft.text, &mut limits) {
                Some(Ok(())) => {}
                Some(Err(())) => {
                    let message = format!("the constraint `{}` cannot be read", brief(&piece.draft.text));
                    self.error(Rule::PageRow, piece.draft.number, message, "Write a number after the colon.");
                }
                None => docs.push(piece),
            }
        }
        (join(docs), limits)
    }

    fn given_reply(&mut self, row: &GridRow, columns: Columns) -> Reply {
        let name = row.name();
        let (status, reason) = match shape::status(&name) {
            Some((status, reason)) => (Some(status), reason.to_owned()),
            None => (None, name),
        };
        let ty = columns.ty.filter(|at| !row.cell(*at).is_empty()).map(|at| self.given_type(row, row.cell(at)).0);
        let ty = ty.and_then(|ty| match ty {
            RowType::Type(text) => Some(text),
            RowType::Enum(_) => None,
        });
        let (mut docs, mut headers, mut media_types) = (Vec::new(), Vec::new(), None);
        for piece in columns.docs.map_or(&[][..], |at| row.cell(at)) {
            let line = piece.draft.number;
            let (text, types) = tabs::split_media_types(&piece.draft.text);
            if let Some(Some(names)) = shape::media_types(types) {
                media_types = Some(MediaTypes { line, names });
            }
            if let Some((name, ty)) = shape::header(text) {
                headers.push(header(line, name, ty));
            } else if !text.is_empty() && !labels::is(text, Word::Headers) {
                docs.push(Piece { draft: Draft { text: text.to_owned(), ..piece.draft.clone() }, ..piece.clone() });
            }
        }
        Reply { line: row.line, status, reason, ty, docs: join(docs.iter().collect()), media_types, headers }
    }

    /// Adds a definition whose rows are read.
    pub(super) fn end_definition(&mut self, definition: Definition) {
        if definition.rows.is_empty() {
            self.error(Rule::PageDefinition, definition.line, "this definition has no rows", "Restore its rows.");
        }
        self.page.definitions.push(definition);
    }
}

/// A header of a response.
pub(super) fn header(line: usize, name: &str, ty: &str) -> Row {
    Row {
        line,
        name: name.to_owned(),
        place: None,
        presence: Presence::Optional,
        ty: RowType::Type(Text { line, text: ty.to_owned() }),
        docs: String::new(),
        constraints: Constraints::default(),
    }
}

/// The name of a definition, without the spaces that a page may have in it.
pub(super) fn compact(name: &str) -> String {
    name.replace(' ', "")
}

fn listed(row: &GridRow) -> Listed {
    Listed { line: row.line, name: row.name(), docs: join(row.cell(1).iter().collect()) }
}

/// The value of an enum that a row of a definition describes.
fn value(row: &GridRow, grid: &Grid) -> Row {
    let docs = row.cell(grid.labels.len() - 1).iter().collect();
    Row { name: row.name(), docs: join(docs), ..header(row.line, "", "string") }
}

/// The values that a cell lists, and the pieces below them.
fn values(cell: &[Piece]) -> (Vec<Item>, &[Piece]) {
    let Some((first, rest)) = cell.split_first() else { return (Vec::new(), &[]) };
    let item = |line: usize, text: &str| {
        let (value, format) = shape::item(text);
        Item { line, value: value.to_owned(), format: format.map(str::to_owned) }
    };
    let bullet = |piece: &Piece| shape::bullet(&piece.draft.text).unwrap_or(&piece.draft.text).to_owned();
    let is_item = |piece: &Piece| piece.is_item || shape::bullet(&piece.draft.text).is_some();
    let line = first.draft.number;
    let listed = first.draft.text.strip_prefix("enum:");
    if listed.is_none() && !is_item(first) {
        return (Vec::new(), &[]);
    }
    let inline = listed.map_or_else(Vec::new, tabs::values_of);
    let mut values: Vec<Item> =
        inline.iter().filter_map(|value| shape::bullet(value)).map(|text| item(line, text)).collect();
    let items = if listed.is_some() { rest } else { cell };
    let end = items.iter().position(|piece| !is_item(piece)).unwrap_or(items.len());
    values.extend(items[..end].iter().map(|piece| item(piece.draft.number, &bullet(piece))));
    (values, &items[end..])
}

/// Joins the lines of a cell to one string; paragraphs are kept.
fn join(pieces: Vec<&Piece>) -> String {
    let mut text = String::new();
    for piece in pieces {
        if !text.is_empty() {
            text.push_str(if piece.draft.gap == Gap::Blank { "\n\n" } else { "\n" });
        }
        if piece.is_item {
            text.push_str("• ");
        }
        text.push_str(&piece.draft.text);
    }
    text
}
