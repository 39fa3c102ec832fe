//! Reads pages in which each row of a table is a line, with pipes or tabs between its cells.

use super::cells::{Block, Grid, GridRow, Link, Piece};
use super::labels;
use super::shape;
use super::text::{Draft, Gap};

/// The delimiter between cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Delimiter {
    Pipe,
    Tab,
}

/// The maximum number of links that are read in a line.
const LINKS: usize = 64;

/// The blocks of a page; `None` if a row is spread over several lines, or if there is no table.
pub(super) fn blocks(text: &str, delimiter: Delimiter) -> Option<Vec<Block>> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut open: Option<Grid> = None;
    let (mut gap, mut start, mut has_table) = (Gap::Blank, 0, false);
    for (index, line) in text.split('\n').enumerate() {
        let number = index + 1;
        let is_row = is_row(line, delimiter);
        if let Some(grid) = open.take_if(|_| line.trim().is_empty() || (!is_row && delimiter == Delimiter::Pipe)) {
            has_table = true;
            blocks.push(Block::Grid(start, grid));
        }
        match &mut open {
            Some(grid) if is_row => {
                let cells = cells(line, delimiter);
                if !is_rule(&cells) {
                    // A line with a pipe at both ends is a whole row, even if a cell is missing.
                    let is_closed = cells.len() > 1 && line.trim().starts_with('|') && line.trim().ends_with('|');
                    grid.rows.push(row(number, &cells, grid.labels.len(), delimiter, is_closed)?);
                }
            }
            Some(grid) => {
                // A further line of a cell that has several lines.
                let cell = grid.rows.last_mut().and_then(|row| row.cells.iter_mut().rfind(|cell| !cell.is_empty()))?;
                cell.push(piece(number, Gap::Glued, line.trim(), delimiter));
            }
            None if line.trim().is_empty() => {}
            None if is_row => {
                start = number;
                open = Some(Grid { labels: labels(line, delimiter)?, rows: Vec::new() });
            }
            None => blocks.extend(block(number, gap, line.trim(), delimiter)),
        }
        gap = if line.trim().is_empty() { Gap::Blank } else { Gap::Glued };
    }
    if let Some(grid) = open {
        has_table = true;
        blocks.push(Block::Grid(start, grid));
    }
    has_table.then_some(blocks)
}

fn is_row(line: &str, delimiter: Delimiter) -> bool {
    match delimiter {
        Delimiter::Pipe => line.contains('|') && shape::request(line.trim()).is_none(),
        Delimiter::Tab => {
            line.contains('\t') && !shape::is_tabbed_item(line) && !labels::is_code(&line.replace('\t', " "))
        }
    }
}

fn cells(line: &str, delimiter: Delimiter) -> Vec<String> {
    if delimiter == Delimiter::Tab {
        let cells = line.trim_end_matches(['\r', ' ']).split('\t');
        return cells.map(|cell| cell.trim().to_owned()).collect();
    }
    // A pipe in a cell is written as `\|`.
    let line = line.trim().replace("\\|", "\u{1}");
    let line = line.strip_prefix('|').map_or(&*line, |inner| inner.strip_suffix('|').unwrap_or(inner));
    line.split('|').map(|cell| cell.trim().replace('\u{1}', "|")).collect()
}

/// Whether a row only draws the line below the labels.
fn is_rule(cells: &[String]) -> bool {
    cells.iter().all(|cell| cell.contains('-') && cell.chars().all(|next| matches!(next, '-' | ':')))
}

/// The labels in a line; `None` if one of them is empty.
fn labels(line: &str, delimiter: Delimiter) -> Option<Vec<String>> {
    let mut labels = cells(line, delimiter);
    while labels.last().is_some_and(String::is_empty) {
        labels.pop();
    }
    let labels: Vec<String> = labels.iter().map(|label| plain(label, delimiter)).collect();
    let is_label = |label: &String| !label.is_empty() && label.split(' ').count() <= 4;
    ((2..=5).contains(&labels.len()) && labels.iter().all(is_label)).then_some(labels)
}

/// A row; `None` if it continues on the next lines.
fn row(line: usize, cells: &[String], columns: usize, delimiter: Delimiter, is_closed: bool) -> Option<GridRow> {
    let extra = cells.get(columns..).unwrap_or_default();
    if extra.iter().any(|cell| !cell.is_empty()) || cells.first().is_none_or(String::is_empty) {
        return None;
    }
    let has = |at: usize| cells.get(at).is_some_and(|cell| !cell.is_empty());
    let is_whole = match delimiter {
        Delimiter::Pipe => is_closed || cells.len() >= columns,
        Delimiter::Tab => columns == 2 || has(columns - 2) || has(columns - 1) || shape::status(&cells[0]).is_some(),
    };
    if !is_whole {
        return None;
    }
    let cell = |text: &String| {
        let lines = text.split("<br").enumerate();
        let lines =
            lines.map(|(at, text)| if at == 0 { text } else { text.split_once('>').map_or(text, |(_, rest)| rest) });
        let lines = lines.map(str::trim).filter(|text| !text.is_empty()).enumerate();
        let gap = |at| if at == 0 { Gap::Blank } else { Gap::Glued };
        lines.map(|(at, text)| piece(line, gap(at), text, delimiter)).collect()
    };
    Some(GridRow { line, cells: cells.iter().take(columns).map(cell).collect() })
}

fn piece(number: usize, gap: Gap, text: &str, delimiter: Delimiter) -> Piece {
    let is_item = shape::bullet(text).is_some();
    let text = shape::bullet(text).unwrap_or(text);
    let link = (delimiter == Delimiter::Pipe).then(|| link(text)).flatten();
    let link = link.map(|(_, text, _)| Link { target: String::new(), text: unescaped(text) });
    Piece { draft: Draft { number, gap, text: plain(text, delimiter) }, is_item, link }
}

fn block(number: usize, gap: Gap, text: &str, delimiter: Delimiter) -> Option<Block> {
    if text.starts_with("```") {
        return None;
    }
    let heading = text.trim_start_matches('#');
    let is_heading = heading.len() < text.len() && heading.starts_with(' ');
    let text = if is_heading { heading.trim() } else { text };
    // Lines of samples are not Markdown.
    let text = if shape::request(text).is_some() { text.to_owned() } else { plain(text, delimiter) };
    let draft = Draft { number, gap, text };
    Some(if is_heading { Block::Heading(draft) } else { Block::Line(draft) })
}

/// A string without the Markdown that converters write into tables: links, bold words, code.
fn plain(text: &str, delimiter: Delimiter) -> String {
    if delimiter == Delimiter::Tab {
        return text.to_owned();
    }
    let mut text = text.replace("**", "");
    for _ in 0..LINKS {
        let Some((before, link, after)) = link(&text) else { break };
        text = format!("{before}{link}{after}");
    }
    let code = text.strip_prefix('`').and_then(|text| text.strip_suffix('`')).filter(|text| !text.contains('`'));
    unescaped(code.unwrap_or(&text))
}

fn unescaped(text: &str) -> String {
    let mut plain = text.to_owned();
    for mark in ['_', '[', ']', '<', '>', '*'] {
        plain = plain.replace(&format!("\\{mark}"), &mark.to_string());
    }
    plain
}

/// The first link to a heading in a string, such as `[Cart](#cart)`: what precedes it, the text of the link, what
/// follows it.
fn link(text: &str) -> Option<(&str, &str, &str)> {
    let end = text.find("](")?;
    // The text of a link may have brackets: `[A.Pair[A,B]](#pair)`.
    let mut depth = 0usize;
    let start = text[..end].char_indices().rev().find(|(_, next)| {
        match next {
            ']' => depth += 1,
            '[' if depth > 0 => depth -= 1,
            '[' => return true,
            _ => {}
        }
        false
    });
    let (start, _) = start?;
    let close = text[end..].find(')')?;
    Some((&text[..start], &text[start + 1..end], &text[end + close + 1..]))
}
