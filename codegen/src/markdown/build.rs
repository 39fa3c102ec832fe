//! Builds blocks from the events of Markdown and the tags of HTML, whether or not they are balanced.

use std::rc::Rc;

use super::model::{Block, Content, Emphasis, Run};
use super::text;

/// The maximum depth of lists and quotes. Deeper ones are shown at the last level.
const DEEPEST: usize = 8;

/// The syntax that opened a container. An HTML tag does not close a container that Markdown opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Syntax {
    Markdown,
    Html,
}

/// An open block that contains other blocks.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Container {
    Quote,
    List {
        first: Option<u64>,
        items: Vec<Vec<Block>>,
    },
    Item,
    Table(Vec<Vec<Vec<Run>>>),
    /// A container that adds its blocks to the container around it.
    Transparent,
}

/// The kinds of [`Container`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Quote,
    List,
    Item,
    Table,
}

impl Container {
    fn is(&self, kind: Kind) -> bool {
        match self {
            Self::Quote => kind == Kind::Quote,
            Self::List { .. } => kind == Kind::List,
            Self::Item => kind == Kind::Item,
            Self::Table(_) => kind == Kind::Table,
            Self::Transparent => false,
        }
    }
}

#[derive(Debug)]
struct Open {
    container: Container,
    syntax: Syntax,
    blocks: Vec<Block>,
}

/// An open link.
#[derive(Debug)]
struct Link {
    target: String,
    website: Option<Rc<str>>,
    text: String,
}

/// The state of building blocks.
#[derive(Debug, Default)]
pub(super) struct Builder {
    done: Vec<Block>,
    open: Vec<Open>,
    /// The number of open containers that are not transparent.
    depth: usize,
    /// The index of the innermost open table among the open containers.
    table: Option<usize>,
    /// The content of the current paragraph or cell.
    paragraph: Vec<Run>,
    strong: usize,
    light: usize,
    code: usize,
    links: Vec<Link>,
    preformatted: Option<String>,
}

impl Builder {
    pub fn finish(mut self) -> Vec<Block> {
        self.end_paragraph();
        while !self.open.is_empty() {
            self.close_last();
        }
        self.done
    }

    // Adds text to the current paragraph.

    pub fn text(&mut self, text: &str) {
        if let Some(kept) = &mut self.preformatted {
            kept.push_str(text);
            return;
        }
        if let Some(link) = self.links.last_mut() {
            link.text.push_str(text);
        }
        if self.code > 0 {
            self.push(Content::Code(text.replace('\n', " ")));
            return;
        }
        for (index, line) in text.split('\n').enumerate() {
            if index > 0 {
                self.push(Content::SoftBreak);
            }
            if !line.is_empty() {
                self.push(Content::Text(line.to_owned()));
            }
        }
    }

    pub fn code(&mut self, text: &str) {
        match &mut self.preformatted {
            Some(kept) => kept.push_str(text),
            None => self.push(Content::Code(text.to_owned())),
        }
    }

    /// Adds a line break. It is kept as a line break only if it is hard.
    pub fn line_break(&mut self, is_hard: bool) {
        if self.preformatted.is_some() || self.code > 0 {
            self.text("\n");
        } else {
            self.push(if is_hard { Content::HardBreak } else { Content::SoftBreak });
        }
    }

    fn push(&mut self, content: Content) {
        let emphasis = match (self.strong, self.light) {
            (0, 0) => Emphasis::None,
            (0, _) => Emphasis::Light,
            (_, _) => Emphasis::Strong,
        };
        let link = self.links.iter().rev().find_map(|link| link.website.clone());
        match (self.paragraph.last_mut(), &content) {
            (Some(last), Content::Text(more)) if last.emphasis == emphasis && last.link == link => {
                if let Content::Text(text) = &mut last.content {
                    return text.push_str(more);
                }
            }
            (Some(last), Content::Code(more)) if self.code > 0 && last.link == link => {
                if let Content::Code(text) = &mut last.content {
                    return text.push_str(more);
                }
            }
            _ => {}
        }
        self.paragraph.push(Run { content, emphasis, link });
    }

    // Starts or ends strong emphasis.

    pub fn strong(&mut self, is_end: bool) {
        count(&mut self.strong, is_end);
    }

    pub fn light(&mut self, is_end: bool) {
        count(&mut self.light, is_end);
    }

    pub fn code_element(&mut self, is_end: bool) {
        count(&mut self.code, is_end);
    }

    pub fn start_link(&mut self, target: &str) {
        let website = text::website(target).map(Rc::from);
        self.links.push(Link { target: target.to_owned(), website, text: String::new() });
    }

    /// Ends a link. A link without text, or with a target that is not a website, shows its target.
    pub fn end_link(&mut self) {
        let Some(link) = self.links.last() else { return };
        let target = link.target.trim_start_matches("mailto:").to_owned();
        let is_named = !link.text.trim().is_empty();
        let is_told = target.is_empty() || target.starts_with('#') || link.text.contains(&target);
        match (&link.website, is_named) {
            (Some(_), true) => {}
            (Some(_), false) => {
                let shows_code = self.paragraph.last().is_some_and(|run| run.link == link.website);
                if !shows_code {
                    self.text(&target);
                }
            }
            (None, _) if is_told => {}
            (None, true) => {
                self.links.pop();
                self.text(" (");
                self.code(&target);
                self.text(")");
                return;
            }
            (None, false) => self.code(&target),
        }
        self.links.pop();
    }

    // Blocks.

    /// Ends the paragraph, if there is one, and all formatting in it.
    pub fn end_paragraph(&mut self) {
        while !self.links.is_empty() {
            self.end_link();
        }
        (self.strong, self.light, self.code) = (0, 0, 0);
        if let Some(text) = self.preformatted.take() {
            self.end_preformatted(text);
        }
        let runs = std::mem::take(&mut self.paragraph);
        let is_blank = |run: &Run| match &run.content {
            Content::Text(text) => text.trim().is_empty(),
            Content::Code(text) => text.is_empty(),
            Content::SoftBreak | Content::HardBreak => true,
        };
        if runs.iter().all(is_blank) {
            return;
        }
        match self.table() {
            Some(rows) => {
                let cell = cell(rows);
                if !cell.is_empty() {
                    cell.push(Run { content: Content::SoftBreak, emphasis: Emphasis::None, link: None });
                }
                cell.extend(runs);
            }
            None => self.add(Block::Paragraph(runs)),
        }
    }

    /// Begins a paragraph that is shown in bold.
    pub fn start_heading(&mut self) {
        self.end_paragraph();
        self.strong = 1;
    }

    /// Begins a block of code.
    pub fn start_preformatted(&mut self) {
        self.end_paragraph();
        self.preformatted = Some(String::new());
    }

    fn end_preformatted(&mut self, text: String) {
        if text.trim().is_empty() {
            return;
        }
        if self.table().is_some() {
            self.push(Content::Code(text.trim().replace('\n', " ")));
        } else {
            self.add(Block::Code(text));
        }
    }

    pub fn start(&mut self, container: Container, syntax: Syntax) {
        self.end_paragraph();
        // A cell of a table cannot contain blocks.
        let container = if self.depth >= DEEPEST || self.table.is_some() { Container::Transparent } else { container };
        self.depth += usize::from(container != Container::Transparent);
        if let Container::Table(_) = container {
            self.table = Some(self.open.len());
        }
        self.open.push(Open { container, syntax, blocks: Vec::new() });
    }

    /// Ends the last container that Markdown opened, and what was opened in it.
    pub fn end_of_markdown(&mut self) {
        self.end_paragraph();
        while let Some(syntax) = self.open.last().map(|open| open.syntax) {
            self.close_last();
            if syntax == Syntax::Markdown {
                return;
            }
        }
    }

    /// Ends the last container of the kind that a tag opened, if there is one.
    pub fn end_of_html(&mut self, kind: Kind) {
        self.end_paragraph();
        if let Some(at) = self.of_html(kind) {
            while self.open.len() > at {
                self.close_last();
            }
        }
    }

    /// Begins an item by an HTML tag, in the enclosing list or in a new one.
    pub fn start_html_item(&mut self) {
        self.end_paragraph();
        match self.of_html(Kind::List) {
            Some(at) => {
                while self.open.len() > at + 1 {
                    self.close_last();
                }
            }
            None => self.start(Container::List { first: None, items: Vec::new() }, Syntax::Html),
        }
        self.start(Container::Item, Syntax::Html);
    }

    /// The index of the last container of the kind that a tag opened, if Markdown opened none after it.
    fn of_html(&self, kind: Kind) -> Option<usize> {
        let from = self.open.iter().rposition(|open| open.syntax == Syntax::Markdown).map_or(0, |last| last + 1);
        let found = self.open[from..].iter().rposition(|open| open.container.is(kind))?;
        Some(from + found)
    }

    pub fn start_row(&mut self) {
        self.end_paragraph();
        if let Some(rows) = self.table() {
            rows.push(Vec::new());
        }
    }

    pub fn start_cell(&mut self) {
        self.end_paragraph();
        if let Some(rows) = self.table() {
            if rows.is_empty() {
                rows.push(Vec::new());
            }
            rows.last_mut().expect("just added").push(Vec::new());
        }
    }

    /// The rows of the innermost open table.
    fn table(&mut self) -> Option<&mut Vec<Vec<Vec<Run>>>> {
        match &mut self.open.get_mut(self.table?)?.container {
            Container::Table(rows) => Some(rows),
            Container::Quote | Container::List { .. } | Container::Item | Container::Transparent => None,
        }
    }

    fn add(&mut self, block: Block) {
        match self.open.last_mut() {
            None => self.done.push(block),
            Some(Open { container: Container::List { items, .. }, .. }) => items.push(vec![block]),
            Some(open) => open.blocks.push(block),
        }
    }

    fn close_last(&mut self) {
        let Some(Open { container, syntax: _, blocks }) = self.open.pop() else { return };
        self.depth -= usize::from(container != Container::Transparent);
        if self.table == Some(self.open.len()) {
            self.table = None;
        }
        match container {
            Container::Quote if blocks.is_empty() => {}
            Container::Quote => self.add(Block::Quote(blocks)),
            Container::List { items, .. } if items.is_empty() => {}
            Container::List { first, items } => self.add(Block::List { first, items }),
            Container::Item => match self.open.last_mut() {
                Some(Open { container: Container::List { items, .. }, .. }) if !blocks.is_empty() => {
                    items.push(blocks);
                }
                _ => blocks.into_iter().for_each(|block| self.add(block)),
            },
            Container::Table(rows) if rows.iter().all(Vec::is_empty) => {}
            Container::Table(rows) => self.add(Block::Table(rows)),
            Container::Transparent => blocks.into_iter().for_each(|block| self.add(block)),
        }
    }
}

fn count(number: &mut usize, is_end: bool) {
    *number = if is_end { number.saturating_sub(1) } else { *number + 1 };
}

/// The last cell of the table.
fn cell(rows: &mut Vec<Vec<Vec<Run>>>) -> &mut Vec<Run> {
    if rows.is_empty() {
        rows.push(Vec::new());
    }
    let row = rows.last_mut().expect("just added");
    if row.is_empty() {
        row.push(Vec::new());
    }
    row.last_mut().expect("just added")
}
