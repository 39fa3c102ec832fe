//! Converts rows as browsers copy them, with tabs between cells, to the lines that other copies have.

use super::labels::{self, Word};
use super::shape;
use super::text::{Draft, Gap};
use super::types::{self, Certainty};

/// The table that contains a line with tabs.
#[derive(Debug, Default)]
pub(super) struct Tabs {
    /// The first label of all tables.
    first: String,
    /// How many columns the table has.
    columns: usize,
    /// The number of lines that were read up to the labels.
    labels_end: usize,
}

impl Tabs {
    /// Reads a line with tabs, which is not blank.
    pub(super) fn row(&mut self, number: usize, gap: Gap, line: &str, lines: &mut Vec<Draft>) {
        let cells: Vec<&str> = line.split('\t').map(str::trim).collect();
        let mut add = |gap: Gap, text: &str| {
            if !text.is_empty() {
                lines.push(Draft { number, gap, text: text.to_owned() });
            }
        };
        if self.is_labels(&cells) {
            self.columns = cells.len();
            if !labels::is(cells[0], Word::Value) || self.first.is_empty() {
                cells[0].clone_into(&mut self.first);
            }
            add(gap, &words(&cells));
            self.labels_end = lines.len();
            return;
        }
        // A first cell is the name of a row, which starts a paragraph unless it is the first of the table.
        let is_first = lines.len() == self.labels_end && self.labels_end > 0;
        let start = if is_first || cells[0].is_empty() { gap } else { Gap::Blank };
        let mut add = |gap: Gap, text: &str| {
            if !text.is_empty() {
                lines.push(Draft { number, gap, text: text.to_owned() });
            }
        };
        if !self.is_whole(&cells) {
            let placed = self.columns == 5 && cells.get(1).is_some_and(|cell| labels::place(cell).is_some());
            if placed && !cells[0].is_empty() {
                add(start, cells[0]);
                add(Gap::Glued, &words(&cells[1..]));
            } else {
                let start = if labels::place(cells[0]).is_some() { gap } else { start };
                add(start, &words(&cells));
            }
            return;
        }
        let (name, rest) = (cells[0], &cells[1..]);
        if self.columns == 2 {
            let is_bare = lines.last().is_some_and(|last| last.number + 1 == number && last.gap == Gap::Glued);
            let gap = if is_first || is_bare { Gap::Glued } else { Gap::Blank };
            lines.push(Draft { number, gap, text: name.to_owned() });
            let docs = rest.first().copied().unwrap_or_default();
            if !docs.is_empty() {
                lines.push(Draft { number, gap: Gap::Blank, text: docs.to_owned() });
            }
            return;
        }
        let type_at = self.columns - 3;
        let (mut before, ty) = (rest[..type_at].to_vec(), rest.get(type_at).copied().unwrap_or_default());
        let listed = ty.strip_prefix("enum:");
        if listed.is_some() {
            before.push("enum:");
        }
        if type_at == 2 || self.columns == 5 {
            add(start, name);
            add(Gap::Glued, &words(&before));
        } else {
            before.insert(0, name);
            add(start, &words(&before));
        }
        match listed {
            Some(values) => values_of(values).iter().for_each(|value| add(Gap::Glued, value)),
            None => add(Gap::Blank, ty),
        }
        for docs in rest.get(type_at + 1..).unwrap_or_default() {
            let (docs, media_types) = split_media_types(docs);
            add(Gap::Blank, docs);
            add(Gap::Blank, media_types);
        }
    }

    /// Whether cells are the labels of columns.
    fn is_labels(&self, cells: &[&str]) -> bool {
        let is_label = |cell: &&str| {
            !cell.is_empty()
                && cell.split(' ').count() <= 4
                && types::certainty(cell) != Some(Certainty::Surely)
                && !matches!(*cell, "path" | "query" | "True")
        };
        (2..=5).contains(&cells.len())
            && cells.iter().all(is_label)
            && shape::status(cells[0]).is_none()
            && if self.first.is_empty() {
                !labels::is_code(cells[0])
            } else {
                cells[0] == self.first || labels::is(cells[0], Word::Value)
            }
    }

    /// Whether all cells of a row are present, so that it continues on no other line.
    fn is_whole(&self, cells: &[&str]) -> bool {
        if self.columns < 2 || cells[0].is_empty() || cells.len() > self.columns {
            return false;
        }
        let type_at = self.columns.saturating_sub(2).max(1);
        let has_type = cells.get(type_at).is_some_and(|cell| !cell.is_empty());
        let docs = cells.get(self.columns - 1).is_some_and(|cell| !cell.is_empty());
        has_type || docs
    }
}

/// The words of the cells as one line.
fn words(cells: &[&str]) -> String {
    let cells: Vec<&str> = cells.iter().copied().filter(|cell| !cell.is_empty()).collect();
    cells.join(" ")
}

/// The values of a list in one cell, each as a separate line: `enum: open (int32) done (int32)`.
pub(super) fn values_of(text: &str) -> Vec<String> {
    let mut values: Vec<String> = Vec::new();
    for word in text.split([' ', ',', '•', '·']).filter(|word| !word.is_empty()) {
        match values.last_mut().filter(|_| word.starts_with('(')) {
            Some(last) => {
                last.push(' ');
                last.push_str(word);
            }
            None => values.push(format!("• {word}")),
        }
    }
    values
}

/// Splits the description of a response from the media types at the end of its cell.
pub(super) fn split_media_types(docs: &str) -> (&str, &str) {
    let quote = docs.find(": \"").filter(|quote| shape::media_types(&docs[label_start(docs, *quote)..]).is_some());
    match quote {
        Some(quote) => {
            let (docs, media_types) = docs.split_at(label_start(docs, quote));
            (docs.trim(), media_types.trim())
        }
        None => (docs, ""),
    }
}

/// The offset of the label that ends at a colon: `Media Types`, the words after the last sentence.
fn label_start(text: &str, colon: usize) -> usize {
    let before = &text[..colon];
    before.rfind(['.', '。', '!', '?', ')']).map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8))
}

/// The lines of a document that are not blank; a row with tabs between its cells becomes several lines.
pub(super) fn lines(text: &str) -> Vec<Draft> {
    let mut lines = Vec::new();
    let mut gap = Gap::Blank;
    let mut tabs = Tabs::default();
    for (index, line) in text.split('\n').enumerate() {
        if line.trim().is_empty() {
            gap = Gap::Blank;
        } else if line.contains('\t') && !shape::is_tabbed_item(line) {
            tabs.row(index + 1, gap, line, &mut lines);
            gap = Gap::Glued;
        } else {
            lines.push(Draft { number: index + 1, gap, text: line.trim().replace('\t', " ") });
            gap = Gap::Glued;
        }
    }
    lines
}
