//! Reads a description into blocks: pulldown-cmark parses the Markdown, as in rustdoc, and [`html`](super::html) the
//! tags.

use pulldown_cmark::{CodeBlockKind, Event, LinkType, Options, Parser, Tag, TagEnd};

use super::build::{Builder, Container, Kind, Syntax};
use super::html::{self, Element, Piece, Used};
use super::model::Block;

/// The blocks of a description.
pub(super) fn blocks(description: &str) -> Vec<Block> {
    let mut reader = Reader { builder: Builder::default(), used: Used::of(description), html: None };
    reader.markdown(description);
    reader.builder.finish()
}

struct Reader {
    builder: Builder,
    used: Used,
    /// The lines of the block of HTML that is being read.
    html: Option<String>,
}

impl Reader {
    fn markdown(&mut self, text: &str) {
        for event in Parser::new_ext(text, Options::ENABLE_TABLES) {
            self.event(event);
        }
    }

    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.builder.text(&text),
            Event::Code(text) => self.builder.code(&text),
            Event::Html(line) => match &mut self.html {
                Some(lines) => lines.push_str(&line),
                None => self.builder.text(&line),
            },
            Event::InlineHtml(tag) => self.inline_html(&tag),
            Event::SoftBreak => self.builder.line_break(false),
            Event::HardBreak => self.builder.line_break(true),
            Event::Rule => self.builder.end_paragraph(),
            // These events occur only with options that are not set.
            Event::InlineMath(text) | Event::DisplayMath(text) | Event::FootnoteReference(text) => {
                self.builder.text(&text);
            }
            Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        let builder = &mut self.builder;
        let markdown = Syntax::Markdown;
        match tag {
            Tag::Paragraph => builder.end_paragraph(),
            Tag::Heading { .. } => builder.start_heading(),
            Tag::BlockQuote(_) => builder.start(Container::Quote, markdown),
            Tag::CodeBlock(CodeBlockKind::Fenced(_) | CodeBlockKind::Indented) => builder.start_preformatted(),
            Tag::HtmlBlock => self.html = Some(String::new()),
            Tag::List(first) => builder.start(Container::List { first, items: Vec::new() }, markdown),
            Tag::Item => builder.start(Container::Item, markdown),
            Tag::Table(_) => builder.start(Container::Table(Vec::new()), markdown),
            Tag::TableHead | Tag::TableRow => builder.start_row(),
            Tag::TableCell => builder.start_cell(),
            Tag::Emphasis => builder.light(false),
            Tag::Strong => builder.strong(false),
            Tag::Link { link_type: LinkType::Email, .. } => builder.start_link(""),
            Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. } => builder.start_link(&dest_url),
            Tag::FootnoteDefinition(_)
            | Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition
            | Tag::Strikethrough
            | Tag::Superscript
            | Tag::Subscript
            | Tag::MetadataBlock(_) => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        let builder = &mut self.builder;
        match tag {
            TagEnd::Paragraph
            | TagEnd::Heading(_)
            | TagEnd::CodeBlock
            | TagEnd::TableHead
            | TagEnd::TableRow
            | TagEnd::TableCell => builder.end_paragraph(),
            TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::Item | TagEnd::Table => builder.end_of_markdown(),
            TagEnd::HtmlBlock => {
                if let Some(block) = self.html.take() {
                    self.html(&block);
                }
            }
            TagEnd::Emphasis => builder.light(true),
            TagEnd::Strong => builder.strong(true),
            TagEnd::Link | TagEnd::Image => builder.end_link(),
            TagEnd::FootnoteDefinition
            | TagEnd::DefinitionList
            | TagEnd::DefinitionListTitle
            | TagEnd::DefinitionListDefinition
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::MetadataBlock(_) => {}
        }
    }

    /// Handles a tag within a paragraph.
    fn inline_html(&mut self, tag: &str) {
        for piece in html::pieces(tag, &self.used) {
            match piece {
                Piece::Tag(tag) => self.tag(&tag),
                Piece::Text(text) => self.builder.text(text),
            }
        }
    }

    /// Handles a block of HTML, whose text may contain inline Markdown.
    fn html(&mut self, block: &str) {
        let mut is_preformatted = false;
        for piece in html::pieces(block, &self.used) {
            match piece {
                Piece::Tag(tag) => {
                    if tag.element == Element::Preformatted {
                        is_preformatted = !tag.is_end;
                    }
                    self.tag(&tag);
                }
                Piece::Text(text) if is_preformatted => self.builder.text(&html::decoded(text)),
                Piece::Text(text) => self.text_of_html(text),
            }
        }
        self.builder.end_paragraph();
    }

    fn text_of_html(&mut self, text: &str) {
        let words = text.trim();
        let (before, after) = text.split_at(text.len() - text.trim_start().len());
        self.space(before);
        for event in Parser::new(words) {
            match event {
                // The text belongs to the paragraph of the tags before it.
                Event::Start(Tag::Paragraph | Tag::HtmlBlock) | Event::End(TagEnd::Paragraph | TagEnd::HtmlBlock) => {}
                // The known tags have been removed, so the rest is text.
                Event::Html(text) | Event::InlineHtml(text) => self.builder.text(&text),
                other => self.event(other),
            }
        }
        self.space(&after[words.len()..]);
    }

    fn space(&mut self, space: &str) {
        if space.contains('\n') {
            self.builder.line_break(false);
        } else if !space.is_empty() {
            self.builder.text(" ");
        }
    }

    fn tag(&mut self, tag: &html::Tag) {
        let is_end = tag.is_end;
        let builder = &mut self.builder;
        let container = match (tag.element, is_end) {
            (Element::Paragraph | Element::Rule, _) | (Element::Heading, true) => return builder.end_paragraph(),
            (Element::Heading, false) => return builder.start_heading(),
            (Element::LineBreak, _) => return builder.line_break(true),
            (Element::Strong, _) => return builder.strong(is_end),
            (Element::Emphasis, _) => return builder.light(is_end),
            (Element::Code, _) => return builder.code_element(is_end),
            (Element::Link, false) => return builder.start_link(&tag.target),
            (Element::Link, true) => return builder.end_link(),
            (Element::Image, _) => {
                builder.start_link(&tag.target);
                builder.text(&tag.alt);
                return builder.end_link();
            }
            (Element::Preformatted, false) => return builder.start_preformatted(),
            (Element::Preformatted, true) => return builder.end_paragraph(),
            (Element::Quote, true) => return builder.end_of_html(Kind::Quote),
            (Element::List | Element::NumberedList, true) => return builder.end_of_html(Kind::List),
            (Element::Item, true) => return builder.end_of_html(Kind::Item),
            (Element::Item, false) => return builder.start_html_item(),
            (Element::Table, true) => return builder.end_of_html(Kind::Table),
            (Element::Row, false) => return builder.start_row(),
            (Element::Cell, false) => return builder.start_cell(),
            (Element::Row | Element::Cell, true) => return builder.end_paragraph(),
            (Element::Plain, _) => return,
            (Element::Quote, false) => Container::Quote,
            (Element::List, false) => Container::List { first: None, items: Vec::new() },
            (Element::NumberedList, false) => Container::List { first: Some(1), items: Vec::new() },
            (Element::Table, false) => Container::Table(Vec::new()),
        };
        builder.start(container, Syntax::Html);
    }
}
