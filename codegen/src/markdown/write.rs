//! Writes blocks as lines of Markdown.

use super::model::{Block, Content, Emphasis, Run};
use super::text::{self, code};
use crate::text::shown;

/// The lines of blocks.
pub(super) fn lines(blocks: &[Block]) -> Vec<String> {
    let mut lines = Vec::new();
    let mut last: Option<&Block> = None;
    for block in blocks {
        let written = match block {
            Block::Paragraph(runs) => paragraph(runs, Form::Lines).split('\n').map(str::to_owned).collect(),
            Block::Code(text) => code_block(text),
            Block::Quote(blocks) => self::lines(blocks).iter().map(|line| format!("> {line}")).collect(),
            Block::List { first, items } => list(*first, items),
            Block::Table(rows) => table(rows),
        };
        let continues = matches!((last, block), (Some(Block::Paragraph(_)), Block::List { first: None | Some(1), .. }));
        if last.is_some() && !continues {
            lines.push(String::new());
        }
        lines.extend(written.iter().map(|line| line.trim_end().to_owned()));
        last = Some(block);
    }
    lines
}

/// The text of blocks on one line.
pub(super) fn line(blocks: &[Block]) -> String {
    let mut parts = Vec::new();
    add_parts(blocks, &mut parts);
    parts.retain(|part| !part.is_empty());
    parts.join(" ")
}

fn add_parts(blocks: &[Block], parts: &mut Vec<String>) {
    for block in blocks {
        match block {
            Block::Paragraph(runs) => parts.push(paragraph(runs, Form::OneLine)),
            Block::Code(text) => parts.push(code(&text.split_whitespace().collect::<Vec<_>>().join(" "))),
            Block::Quote(blocks) => add_parts(blocks, parts),
            Block::List { first: _, items } => items.iter().for_each(|item| add_parts(item, parts)),
            Block::Table(rows) => parts.extend(rows.iter().flatten().map(|cell| paragraph(cell, Form::OneLine))),
        }
    }
}

/// Code as a block of plain text, which is not compiled.
fn code_block(text: &str) -> Vec<String> {
    let lines = text.trim_end().split('\n').skip_while(|line| line.trim().is_empty());
    let lines: Vec<String> = lines.map(|line| shown(&line.replace('\t', "    "))).collect();
    let longest = lines.iter().map(|line| text::longest_backticks(line)).max().unwrap_or(0);
    let fence = "`".repeat(3.max(longest + 1));
    [vec![format!("{fence}text")], lines, vec![fence]].concat()
}

fn list(first: Option<u64>, items: &[Vec<Block>]) -> Vec<String> {
    // CommonMark allows numbers of up to nine digits.
    let first = first.map(|first| if first < 900_000_000 { first } else { 1 });
    let is_tight =
        |item: &Vec<Block>| item.iter().skip(1).all(|block| matches!(block, Block::List { .. })) && item.len() < 3;
    let is_loose = !items.iter().all(is_tight);
    let mut lines = Vec::new();
    for (number, item) in (first.unwrap_or(0)..).zip(items) {
        if is_loose && !lines.is_empty() {
            lines.push(String::new());
        }
        let marker = if first.is_some() { format!("{number}. ") } else { "- ".to_owned() };
        for (index, line) in self::lines(item).into_iter().enumerate() {
            let before = if index == 0 { marker.clone() } else { " ".repeat(marker.len()) };
            lines.push(if line.is_empty() { line } else { before + &line });
        }
    }
    lines
}

fn table(rows: &[Vec<Vec<Run>>]) -> Vec<String> {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let mut lines = Vec::new();
    for row in rows.iter().filter(|row| !row.is_empty()) {
        let mut cells: Vec<String> = row.iter().map(|cell| paragraph(cell, Form::Cell)).collect();
        if lines.is_empty() {
            cells.resize(columns, String::new());
        }
        lines.push(format!("| {} |", cells.join(" | ")));
        if lines.len() == 1 {
            lines.push(format!("|{}", " --- |".repeat(columns)));
        }
    }
    lines
}

/// The context in which a paragraph is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Lines,
    OneLine,
    /// A cell of a table, in which `|` ends inline code too.
    Cell,
}

fn paragraph(runs: &[Run], form: Form) -> String {
    let runs = without_outer_space(runs);
    let mut writer = Writer { out: String::new(), form, gap: Gap::None, opened: 0, code_end: usize::MAX };
    let mut rest = runs.as_slice();
    while let Some(first) = rest.first() {
        let length = rest.iter().take_while(|run| run.link == first.link).count();
        let (of_link, behind) = rest.split_at(length);
        match &first.link {
            Some(url) => writer.link(of_link, url, behind),
            None => writer.emphasized(of_link, behind),
        }
        rest = behind;
    }
    writer.out
}

/// The runs, with the white space around each text as separate runs.
fn without_outer_space(runs: &[Run]) -> Vec<Run> {
    let mut split = Vec::with_capacity(runs.len());
    for run in runs {
        let Content::Text(text) = &run.content else {
            split.push(run.clone());
            continue;
        };
        let words = text.trim();
        let space = Run { content: Content::Text(" ".to_owned()), ..run.clone() };
        let has_space = |is_outer: bool| is_outer.then(|| space.clone());
        split.extend(has_space(text.starts_with(char::is_whitespace)));
        if !words.is_empty() {
            split.push(Run { content: Content::Text(words.to_owned()), ..run.clone() });
        }
        split.extend(has_space(text.ends_with(char::is_whitespace)));
    }
    split
}

/// The gap that a run without text puts between its neighbours.
fn gap_of(run: &Run) -> Gap {
    match &run.content {
        Content::Text(text) if text == " " => Gap::Space,
        Content::SoftBreak => Gap::Line,
        Content::HardBreak => Gap::HardBreak,
        Content::Text(_) | Content::Code(_) => Gap::None,
    }
}

/// The gap between the text so far and the text that comes next. A gap at the end is not written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    None,
    Space,
    Line,
    HardBreak,
}

struct Writer {
    out: String,
    form: Form,
    gap: Gap,
    /// The length of the output after the last bracket or mark that was opened, after which no gap is written.
    opened: usize,
    /// The length of the output after the last inline code.
    code_end: usize,
}

impl Writer {
    /// Writes the gap before text.
    fn fill_gap(&mut self) {
        let gap = std::mem::replace(&mut self.gap, Gap::None);
        if self.out.len() == self.opened {
            return;
        }
        match gap {
            Gap::None => {}
            Gap::Line if self.form == Form::Lines => self.out.push('\n'),
            Gap::HardBreak if self.form == Form::Lines => self.out.push_str("\\\n"),
            Gap::Space | Gap::Line | Gap::HardBreak => self.out.push(' '),
        }
    }

    fn open(&mut self, mark: &str) {
        self.out.push_str(mark);
        if !mark.is_empty() {
            self.opened = self.out.len();
        }
    }

    /// The runs from the first one with text.
    fn skip_gaps<'r>(&mut self, runs: &'r [Run]) -> &'r [Run] {
        let gaps = runs.iter().take_while(|run| gap_of(run) != Gap::None).count();
        let gap = runs[..gaps].iter().map(gap_of).max();
        self.gap = self.gap.max(gap.unwrap_or(Gap::None));
        &runs[gaps..]
    }

    fn link(&mut self, runs: &[Run], url: &str, behind: &[Run]) {
        let runs = self.skip_gaps(runs);
        if runs.is_empty() {
            return;
        }
        self.fill_gap();
        let is_url = matches!(runs, [Run { content: Content::Text(text), .. }] if text == url);
        if is_url && !url.contains(';') {
            self.out.push_str(&format!("<{url}>"));
            return;
        }
        // `!` directly before a link would make it an image.
        if self.out.ends_with('!') {
            self.out.insert(self.out.len() - 1, '\\');
        }
        self.open("[");
        self.emphasized(runs, behind);
        // `&` would begin a character reference in a URL that contains `;`.
        let url = if url.contains(';') { url.replace('&', "&amp;") } else { url.to_owned() };
        self.out.push_str(&format!("]({url})"));
    }

    /// Writes consecutive runs with the same link, or without one.
    fn emphasized(&mut self, runs: &[Run], behind: &[Run]) {
        let mut rest = runs;
        while let Some(first) = rest.first() {
            let length = rest.iter().take_while(|run| run.emphasis == first.emphasis).count();
            let (equal, others) = rest.split_at(length);
            rest = others;
            let equal = self.skip_gaps(equal);
            if equal.is_empty() {
                continue;
            }
            self.fill_gap();
            let next = match others {
                [] if equal[0].link.is_some() => Some(']'),
                [] => next_char(behind, None),
                others => next_char(others, equal[0].link.as_deref()),
            };
            let mark = match equal[0].emphasis {
                Emphasis::Light if self.may_open(equal) && may_close(equal, next) => "*",
                Emphasis::Strong if self.may_open(equal) && may_close(equal, next) => "**",
                Emphasis::None | Emphasis::Light | Emphasis::Strong => "",
            };
            self.open(mark);
            for (index, run) in equal.iter().enumerate() {
                let behind = &equal[index + 1..];
                let is_last = behind.iter().all(|run| gap_of(run) != Gap::None);
                let follows = match behind {
                    // The mark has to come before the gap.
                    _ if is_last && !mark.is_empty() => Some('*'),
                    [] => next,
                    behind => next_char(behind, run.link.as_deref()),
                };
                self.run(run, follows);
            }
            self.out.push_str(mark);
        }
    }

    /// Whether emphasis of the runs may begin here according to CommonMark (a left-flanking delimiter run).
    fn may_open(&self, runs: &[Run]) -> bool {
        let before = self.out.chars().next_back();
        let is_after_boundary = before.is_none_or(|before| before.is_whitespace() || is_boundary(before));
        // A URL is written as a link, which begins with `<`.
        let first = runs.first().and_then(first_char).filter(|_| !is_url_at_edge(&runs[0]));
        before != Some('*') && (is_after_boundary || first.is_some_and(char::is_alphanumeric))
    }

    fn run(&mut self, run: &Run, follows: Option<char>) {
        let gap = gap_of(run);
        if gap != Gap::None {
            self.gap = self.gap.max(gap);
            return;
        }
        self.fill_gap();
        match &run.content {
            Content::SoftBreak | Content::HardBreak => {}
            Content::Code(text) => {
                // Inline code directly after inline code would be read as one.
                if self.out.len() == self.code_end {
                    self.out.push(' ');
                }
                let code = code(text);
                self.out.push_str(&if self.form == Form::Cell { code.replace('|', "\\|") } else { code });
                self.code_end = self.out.len();
            }
            Content::Text(text) => self.words(text, follows, run.link.is_some()),
        }
    }

    /// Writes text with one space between words, and links its URLs.
    fn words(&mut self, text: &str, follows: Option<char>, is_link: bool) {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let mut rest = text.as_str();
        while let Some((at, length)) = text::find_url(rest).filter(|_| !is_link) {
            self.escaped(&rest[..at], Some('<'));
            self.out.push_str(&format!("<{}>", &rest[at..at + length]));
            rest = &rest[at + length..];
        }
        self.escaped(rest, follows);
    }

    fn escaped(&mut self, text: &str, follows: Option<char>) {
        let at_line_start = self.out.is_empty() || self.out.ends_with('\n');
        text::escape(&mut self.out, text, at_line_start, follows);
    }
}

/// Whether emphasis of the runs may end before a character (a right-flanking delimiter run).
fn may_close(runs: &[Run], next: Option<char>) -> bool {
    let text = runs.iter().rposition(|run| gap_of(run) == Gap::None);
    let last = text.and_then(|at| match &runs[at].content {
        Content::Text(text) if !is_url_at_edge(&runs[at]) => text.chars().next_back(),
        Content::Text(_) | Content::Code(_) | Content::SoftBreak | Content::HardBreak => None,
    });
    let next = if text == Some(runs.len() - 1) { next } else { Some(' ') };
    let is_before_boundary = next.is_none_or(|next| next.is_whitespace() || is_boundary(next));
    next != Some('*') && (is_before_boundary || last.is_some_and(char::is_alphanumeric))
}

/// Whether a URL may be the first or the last word of a run.
fn is_url_at_edge(run: &Run) -> bool {
    matches!(&run.content, Content::Text(text) if text.contains("://"))
}

/// The first character of a run with text.
fn first_char(run: &Run) -> Option<char> {
    match &run.content {
        Content::Text(text) => text.chars().next(),
        Content::Code(_) => Some('`'),
        Content::SoftBreak => Some(' '),
        Content::HardBreak => Some('\\'),
    }
}

/// Whether a character next to emphasis is certainly punctuation, and not a delimiter of emphasis itself.
fn is_boundary(character: char) -> bool {
    character.is_ascii_punctuation() && character != '*' && character != '_'
}

/// The first character of the next runs outside of the current link.
fn next_char(runs: &[Run], link: Option<&str>) -> Option<char> {
    let first = runs.first()?;
    let gap = runs.iter().map(gap_of).take_while(|gap| *gap != Gap::None).max();
    match gap {
        None if first.link.as_deref() != link => Some('['),
        None if first.emphasis != Emphasis::None => Some('*'),
        None | Some(Gap::None) => first_char(first),
        Some(Gap::HardBreak) => Some('\\'),
        Some(Gap::Space | Gap::Line) => Some(' '),
    }
}
