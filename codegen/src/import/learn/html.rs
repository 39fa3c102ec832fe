//! A saved page: its lines, headings and tables, as a reader sees them.
//!
//! `html5gum` separates tags from text as the HTML standard defines it, and reports their positions. What a page shows
//! needs no tree of elements: paragraphs, cells and lists end where the next one starts.

use std::collections::HashMap;

use html5gum::{DefaultEmitter, EndTag, StartTag, Token, Tokenizer};

use super::cells::{Block, Grid, GridRow, Link, Piece};
use super::text::{self, Draft, Gap};
use super::types;

/// Whether a string is HTML rather than the text of a page.
pub(super) fn is_html(text: &str) -> bool {
    let start = text.trim_start();
    start.starts_with('<') && start[1..].starts_with(|next: char| next.is_ascii_alphabetic() || next == '!')
}

/// The blocks of a page.
pub(super) fn blocks(html: &str) -> Vec<Block> {
    let mut reader = Html::new(html);
    let mut emitter = DefaultEmitter::<usize>::new_with_span();
    // The content of scripts and styles is not HTML.
    emitter.naively_switch_states(true);
    for token in Tokenizer::new_with_emitter(html, emitter) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) => reader.start(&tag),
            Token::EndTag(tag) => reader.end(&tag),
            Token::String(text) => reader.text(&String::from_utf8_lossy(&text.value), text.span.start),
            Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
        }
    }
    reader.finish()
}

/// Elements whose content is not part of a page.
const LEFT_OUT: &[&str] = &[
    "aside", "audio", "button", "canvas", "datalist", "dialog", "embed", "footer", "form", "head", "iframe", "nav",
    "noscript", "object", "script", "select", "style", "svg", "template", "textarea", "title", "video",
];
/// Classes of elements that only screen readers present, or that are hidden from everybody.
const HIDDEN_CLASSES: &[&str] = &["visually-hidden", "is-visually-hidden", "sr-only", "is-hidden", "display-none"];
/// Elements without an end tag.
const VOID: &[&str] = &["area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];
/// Elements that start and end a paragraph.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "blockquote",
    "body",
    "caption",
    "center",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "header",
    "hgroup",
    "hr",
    "html",
    "main",
    "menu",
    "ol",
    "p",
    "section",
    "summary",
    "ul",
];

/// The state of reading a page.
struct Html {
    /// The offsets at which the lines of the document start.
    line_starts: Vec<usize>,
    blocks: Vec<Block>,
    /// The line of text that is being read, with the number of its first line.
    open: String,
    open_at: usize,
    gap: Gap,
    /// The element whose content is left out, and how many elements of that name are open.
    hidden: Option<(String, usize)>,
    /// Whether the page marks its main part, and whether that has started.
    main: Main,
    heading: Option<Option<String>>,
    /// The text of each heading, by its identifier.
    ids: HashMap<String, String>,
    grid: Option<Table>,
    is_item: bool,
    is_sample: bool,
    /// The link that is open, with the offset of its text in the line.
    link: Option<(String, usize)>,
    /// The first link in the current line of text.
    line_link: Option<Link>,
}

/// How much of the main part of a page has been read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Main {
    /// The page does not mark its main part: all of it is read.
    All,
    Before,
    Inside,
    After,
}

/// A table that is being read.
#[derive(Debug, Default)]
struct Table {
    line: usize,
    grid: Grid,
    in_labels: bool,
    /// How many nested tables are open.
    depth: usize,
}

impl Html {
    fn new(html: &str) -> Self {
        let starts = html.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
        let has_main = html.contains("<main");
        Self {
            line_starts: std::iter::once(0).chain(starts).collect(),
            blocks: Vec::new(),
            open: String::new(),
            open_at: 0,
            gap: Gap::Blank,
            hidden: None,
            main: if has_main { Main::Before } else { Main::All },
            heading: None,
            ids: HashMap::new(),
            grid: None,
            is_item: false,
            is_sample: false,
            link: None,
            line_link: None,
        }
    }

    fn line(&self, offset: usize) -> usize {
        self.line_starts.partition_point(|start| *start <= offset)
    }

    fn is_outside(&self) -> bool {
        self.hidden.is_some() || matches!(self.main, Main::Before | Main::After)
    }

    fn start(&mut self, tag: &StartTag<usize>) {
        let name = String::from_utf8_lossy(&tag.name).into_owned();
        let attribute = |name: &str| {
            let value = tag.attributes.get(name.as_bytes())?;
            Some(String::from_utf8_lossy(&value.value).into_owned())
        };
        if let Some((hidden, depth)) = &mut self.hidden {
            *depth += usize::from(*hidden == name && !tag.self_closing);
            return;
        }
        if name == "main" && self.main == Main::Before {
            self.main = Main::Inside;
        }
        let is_hidden = attribute("hidden").is_some()
            || attribute("class")
                .is_some_and(|class| class.split_whitespace().any(|class| HIDDEN_CLASSES.contains(&class)));
        if LEFT_OUT.contains(&&*name) || (is_hidden && !VOID.contains(&&*name)) {
            self.hidden = Some((name, 1));
            return;
        }
        if self.is_outside() {
            return;
        }
        match &*name {
            "br" => self.flush(Gap::Glued),
            "a" => {
                let target = attribute("href").and_then(|href| Some(href.split_once('#')?.1.to_ascii_lowercase()));
                self.link = target.map(|target| (target, self.open.len()));
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.flush(Gap::Blank);
                self.heading = Some(attribute("id").map(|id| id.to_ascii_lowercase()));
            }
            "pre" => {
                self.flush(Gap::Blank);
                self.is_sample = true;
            }
            "li" => {
                let gap = if self.is_item { Gap::Glued } else { Gap::Blank };
                self.flush(gap);
                self.is_item = true;
            }
            // A value in a description list is on the line of its label.
            "dd" if self.open.trim_end().ends_with(':') => self.open.push(' '),
            "table" => self.start_table(tag.span.start),
            "tr" => self.start_row(tag.span.start),
            "td" | "th" => self.start_cell(),
            "thead" | "tbody" | "tfoot" => self.flush(Gap::Blank),
            name if BLOCKS.contains(&name) => self.flush(Gap::Blank),
            _ => {}
        }
    }

    fn end(&mut self, tag: &EndTag<usize>) {
        let name = String::from_utf8_lossy(&tag.name).into_owned();
        if let Some((hidden, depth)) = &mut self.hidden {
            *depth -= usize::from(*hidden == name);
            if *depth == 0 {
                self.hidden = None;
            }
            return;
        }
        if self.is_outside() {
            return;
        }
        match &*name {
            "main" if self.main == Main::Inside => {
                self.flush(Gap::Blank);
                self.main = Main::After;
            }
            "a" => {
                if let Some((target, from)) = self.link.take() {
                    let text = self.open.get(from..).unwrap_or_default().trim().to_owned();
                    self.line_link.get_or_insert(Link { target, text });
                }
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.flush(Gap::Blank);
                self.heading = None;
            }
            "pre" => {
                self.flush(Gap::Blank);
                self.is_sample = false;
            }
            "ul" | "ol" => {
                self.flush(Gap::Blank);
                self.is_item = false;
            }
            "table" => self.end_table(),
            "td" | "th" | "tr" => self.flush(Gap::Blank),
            "dt" => {}
            name if BLOCKS.contains(&name) => self.flush(Gap::Blank),
            _ => {}
        }
    }

    fn text(&mut self, text: &str, offset: usize) {
        if self.is_outside() {
            return;
        }
        let text = text::clean(text);
        if self.is_sample {
            for (at, line) in text.split('\n').enumerate() {
                if at > 0 {
                    self.flush(Gap::Glued);
                }
                self.push(line, self.line(offset) + at);
            }
            return;
        }
        let leading = text.len() - text.trim_start().len();
        let line = self.line(offset) + text[..leading].matches('\n').count();
        let mut words = text.split_whitespace().peekable();
        if words.peek().is_none() || leading > 0 {
            self.space();
        }
        while let Some(word) = words.next() {
            self.push(word, line);
            if words.peek().is_some() || text.ends_with(char::is_whitespace) {
                self.space();
            }
        }
    }

    fn push(&mut self, text: &str, line: usize) {
        if self.open.trim().is_empty() {
            self.open_at = line;
        }
        self.open.push_str(text);
    }

    fn space(&mut self) {
        if !self.open.is_empty() && !self.open.ends_with(' ') {
            self.open.push(' ');
        }
    }

    /// Ends a line of text; `next` is what precedes the next line.
    fn flush(&mut self, next: Gap) {
        let open = std::mem::take(&mut self.open);
        let link = self.line_link.take();
        if let Some((_, from)) = &mut self.link {
            *from = 0;
        }
        let text = open.trim();
        if text.is_empty() {
            if next == Gap::Blank {
                self.gap = next;
            }
            return;
        }
        let draft = Draft { number: self.open_at, gap: self.gap, text: text.to_owned() };
        self.gap = next;
        match &mut self.grid {
            Some(table) => table.add(draft, self.is_item, link),
            None => match &self.heading {
                Some(id) => {
                    if let Some(id) = id {
                        self.ids.insert(id.clone(), draft.text.clone());
                    }
                    self.blocks.push(Block::Heading(draft));
                }
                None if self.is_item => {
                    let text = format!("• {}", draft.text);
                    self.blocks.push(Block::Line(Draft { text, ..draft }));
                }
                None => self.blocks.push(Block::Line(draft)),
            },
        }
    }

    fn start_table(&mut self, offset: usize) {
        self.flush(Gap::Blank);
        match &mut self.grid {
            Some(table) => table.depth += 1,
            None => self.grid = Some(Table { line: self.line(offset), ..Table::default() }),
        }
    }

    fn end_table(&mut self) {
        self.flush(Gap::Blank);
        self.is_item = false;
        match self.grid.as_mut() {
            Some(table) if table.depth > 0 => table.depth -= 1,
            Some(_) => self.close_table(),
            None => {}
        }
    }

    fn start_row(&mut self, offset: usize) {
        self.flush(Gap::Blank);
        self.is_item = false;
        let line = self.line(offset);
        if let Some(table) = self.grid.as_mut().filter(|table| table.depth == 0) {
            table.in_labels = table.grid.labels.is_empty();
            if !table.in_labels {
                table.grid.rows.push(GridRow { line, cells: Vec::new() });
            }
        }
    }

    fn start_cell(&mut self) {
        self.flush(Gap::Blank);
        self.is_item = false;
        let Some(table) = self.grid.as_mut().filter(|table| table.depth == 0) else { return };
        if table.in_labels {
            table.grid.labels.push(String::new());
        } else if let Some(row) = table.grid.rows.last_mut() {
            row.cells.push(Vec::new());
        }
    }

    fn close_table(&mut self) {
        let Some(Table { line, mut grid, .. }) = self.grid.take() else { return };
        for row in &mut grid.rows {
            let first = row.cells.iter().flatten().next();
            row.line = first.map_or(row.line, |piece| piece.draft.number);
        }
        grid.rows.retain(|row| row.cells.iter().any(|cell| !cell.is_empty()));
        if grid.labels.len() > 1 {
            self.blocks.push(Block::Grid(line, grid));
        }
    }

    fn finish(mut self) -> Vec<Block> {
        self.flush(Gap::Blank);
        self.close_table();
        let ids = self.ids;
        let grids = self.blocks.iter_mut().filter_map(|block| match block {
            Block::Grid(_, grid) => Some(grid),
            Block::Line(_) | Block::Heading(_) => None,
        });
        for piece in grids.flat_map(|grid| &mut grid.rows).flat_map(|row| &mut row.cells).flatten() {
            follow(piece, &ids);
        }
        self.blocks
    }
}

/// The target of a link to a definition is the type, even if the text of the link differs.
fn follow(piece: &mut Piece, ids: &HashMap<String, String>) {
    let Some(link) = &mut piece.link else { return };
    let heading = ids.get(&link.target).filter(|heading| types::given(heading).is_some());
    if let Some(heading) = heading.filter(|heading| **heading != link.text) {
        if piece.draft.text.trim_end_matches("[]") == link.text {
            piece.draft.text = piece.draft.text.replacen(&link.text, heading, 1);
        }
        link.text.clone_from(heading);
    }
}

impl Table {
    /// Adds a line to the last cell.
    fn add(&mut self, draft: Draft, is_item: bool, link: Option<Link>) {
        if self.in_labels {
            if let Some(label) = self.grid.labels.last_mut() {
                if !label.is_empty() {
                    label.push(' ');
                }
                label.push_str(&draft.text);
            }
        } else if let Some(cell) = self.grid.rows.last_mut().and_then(|row| row.cells.last_mut()) {
            cell.push(Piece { draft, is_item, link });
        }
    }
}
