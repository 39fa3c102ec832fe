//! A page with explicit tables: the content of each cell, and the meaning of each column.

use std::collections::{HashMap, HashSet};

use super::labels::{self, Word};
use super::noise;
use super::shape;
use super::text::{Draft, Gap};
use super::types::{self, Expr};

/// A part of a document.
#[derive(Clone, Debug)]
pub(super) enum Block {
    /// A line of text.
    Line(Draft),
    /// A heading.
    Heading(Draft),
    /// A table, with the number of its first line.
    Grid(usize, Grid),
}

/// A table.
#[derive(Clone, Debug, Default)]
pub(super) struct Grid {
    /// The labels of the columns.
    pub(super) labels: Vec<String>,
    /// The rows below the labels.
    pub(super) rows: Vec<GridRow>,
}

/// A row of a table.
#[derive(Clone, Debug, Default)]
pub(super) struct GridRow {
    pub(super) line: usize,
    pub(super) cells: Vec<Vec<Piece>>,
}

/// A line, or an item of a list, in a cell.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    pub(super) draft: Draft,
    /// Whether the piece is an item of a list.
    pub(super) is_item: bool,
    /// The first link in the piece.
    pub(super) link: Option<Link>,
}

/// A link to a heading.
#[derive(Clone, Debug)]
pub(super) struct Link {
    /// The identifier of the heading.
    pub(super) target: String,
    /// The text of the link.
    pub(super) text: String,
}

/// A page with explicit tables: saved HTML, or text with delimiters between cells.
#[derive(Debug, Default)]
pub(super) struct PageContent {
    /// The lines of the page; each table is represented by one line.
    pub(super) lines: Vec<Draft>,
    /// The tables, by the index of their lines.
    pub(super) grids: HashMap<usize, Grid>,
    /// The indices of the lines that are headings.
    pub(super) headings: HashSet<usize>,
}

impl PageContent {
    /// Splits a page into lines and tables, without what the website adds.
    pub(super) fn new(blocks: Vec<Block>) -> Self {
        let draft = |block: &Block| match block {
            Block::Line(draft) | Block::Heading(draft) => draft.clone(),
            // A line that is a type is never removed as text of the website, so one represents the table.
            Block::Grid(line, _) => Draft { number: *line, gap: Gap::Blank, text: "string".to_owned() },
        };
        let drafts: Vec<Draft> = blocks.iter().map(draft).collect();
        let is_noise = noise::flags(&drafts);
        let mut given = Self::default();
        for ((block, draft), is_noise) in blocks.into_iter().zip(drafts).zip(is_noise) {
            if is_noise {
                continue;
            }
            let at = given.lines.len();
            match block {
                Block::Line(_) => given.lines.push(draft),
                Block::Heading(_) => {
                    given.headings.insert(at);
                    given.lines.push(draft);
                }
                Block::Grid(number, grid) => {
                    let text = grid.labels.join(" ");
                    given.lines.push(Draft { number, gap: Gap::Blank, text });
                    given.grids.insert(at, grid);
                }
            }
        }
        given
    }
}

/// The number of each column by its content. The first column always has the names.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Columns {
    pub(super) place: Option<usize>,
    pub(super) required: Option<usize>,
    pub(super) ty: Option<usize>,
    pub(super) docs: Option<usize>,
}

impl Grid {
    /// The numbers of the columns in a table of parameters, headers, properties or responses.
    pub(super) fn columns(&self) -> Columns {
        let with_place =
            |at: usize| !self.rows.is_empty() && self.rows.iter().all(|row| labels::place(&row.text(at)).is_some());
        let has_type = |at: usize| self.rows.iter().any(|row| types::certainty(&row.text(at)).is_some());
        match self.labels.len() {
            0 | 1 => Columns::default(),
            2 if has_type(1) => Columns { ty: Some(1), ..Columns::default() },
            2 => Columns { docs: Some(1), ..Columns::default() },
            3 => Columns { ty: Some(1), docs: Some(2), ..Columns::default() },
            4 if with_place(1) => Columns { place: Some(1), ty: Some(2), docs: Some(3), required: None },
            4 => Columns { required: Some(1), ty: Some(2), docs: Some(3), place: None },
            _ => Columns { place: Some(1), required: Some(2), ty: Some(3), docs: Some(4) },
        }
    }

    /// Whether the rows of the table are responses.
    pub(super) fn is_of_statuses(&self) -> bool {
        self.rows.iter().any(|row| shape::status(&row.name()).is_some())
    }

    /// Whether the rows of the table are the names of definitions.
    pub(super) fn is_of_names(&self) -> bool {
        let is_name = |row: &GridRow| matches!(types::given(&row.name()), Some(Expr::Named(_)));
        self.labels.len() == 2 && !self.is_of_values() && !self.rows.is_empty() && self.rows.iter().all(is_name)
    }

    /// Whether the rows of the table are the values of an enum.
    pub(super) fn is_of_values(&self) -> bool {
        self.labels.first().is_some_and(|label| labels::is(label, Word::Value))
    }
}

impl GridRow {
    pub(super) fn cell(&self, at: usize) -> &[Piece] {
        self.cells.get(at).map_or(&[], |cell| cell)
    }

    pub(super) fn text(&self, at: usize) -> String {
        let texts: Vec<&str> = self.cell(at).iter().map(|piece| &*piece.draft.text).collect();
        texts.join(" ")
    }

    pub(super) fn name(&self) -> String {
        self.text(0)
    }
}
