//! Parses the HTML tags that have a form in Markdown.

use std::collections::BTreeSet;

/// A piece of HTML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    /// Text, or a tag, comment or declaration that is not listed in [`Element`].
    Text(&'a str),
    Tag(Tag),
}

/// The start or the end of an element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Tag {
    pub element: Element,
    pub is_end: bool,
    /// The target of `<a>`, or the source of `<img>`.
    pub target: String,
    /// The alternative text of `<img>`.
    pub alt: String,
}

/// An element, by its effect on the text in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Element {
    Paragraph,
    Heading,
    LineBreak,
    Rule,
    Strong,
    Emphasis,
    Code,
    Link,
    Image,
    Preformatted,
    Quote,
    List,
    NumberedList,
    Item,
    Table,
    Row,
    Cell,
    /// An element that changes only the look of the text.
    Plain,
}

impl Element {
    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "p" | "div" | "center" | "details" | "dl" | "dt" | "dd" => Self::Paragraph,
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "summary" | "caption" => Self::Heading,
            "br" => Self::LineBreak,
            "hr" => Self::Rule,
            "b" | "strong" => Self::Strong,
            "i" | "em" | "cite" | "dfn" => Self::Emphasis,
            "code" | "tt" | "kbd" | "samp" | "var" => Self::Code,
            "a" => Self::Link,
            "img" => Self::Image,
            "pre" => Self::Preformatted,
            "blockquote" => Self::Quote,
            "ul" | "menu" => Self::List,
            "ol" => Self::NumberedList,
            "li" => Self::Item,
            "table" => Self::Table,
            "tr" => Self::Row,
            "td" | "th" => Self::Cell,
            "span" | "font" | "u" | "s" | "del" | "ins" | "small" | "big" | "sub" | "sup" | "mark" | "abbr"
            | "nobr" | "wbr" | "thead" | "tbody" | "tfoot" => Self::Plain,
            _ => return None,
        })
    }
}

/// Elements without an end tag, or with an optional one.
const ENDLESS: [&str; 13] = ["br", "hr", "img", "wbr", "p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody"];

/// The elements that a description uses: those whose start and end both occur in it.
///
/// A start without any end is a placeholder, as in `?code=<code>`, and stays text.
#[derive(Debug, Default)]
pub(super) struct Used(BTreeSet<String>);

impl Used {
    pub fn of(description: &str) -> Self {
        let (mut starts, mut ends) = (BTreeSet::new(), BTreeSet::new());
        for piece in description.split('<').skip(1) {
            let (names, name) = match piece.strip_prefix('/') {
                Some(name) => (&mut ends, name),
                None => (&mut starts, piece),
            };
            names.insert(name_of(name).to_ascii_lowercase());
        }
        Self(starts.intersection(&ends).cloned().collect())
    }
}

/// The name of an element at the start of the text.
fn name_of(text: &str) -> &str {
    let end = text.find(|next: char| !next.is_ascii_alphanumeric()).unwrap_or(text.len());
    // No listed element has a longer name.
    &text[..end.min(16)]
}

/// The pieces of HTML, in order.
pub(super) fn pieces<'a>(html: &'a str, used: &Used) -> Vec<Piece<'a>> {
    let mut pieces = Vec::new();
    let (mut from, mut at) = (0, 0);
    while let Some(found) = html[at..].find('<') {
        let start = at + found;
        match tag(&html[start..], used) {
            Some((tag, length)) => {
                if from < start {
                    pieces.push(Piece::Text(&html[from..start]));
                }
                pieces.push(Piece::Tag(tag));
                at = start + length;
                from = at;
            }
            None => at = start + 1,
        }
    }
    if from < html.len() {
        pieces.push(Piece::Text(&html[from..]));
    }
    pieces
}

/// The tag at the start of the text, and its length.
fn tag(html: &str, used: &Used) -> Option<(Tag, usize)> {
    let inner = html.strip_prefix('<')?;
    let (is_end, inner) = inner.strip_prefix('/').map_or((false, inner), |inner| (true, inner));
    let name = name_of(inner).to_ascii_lowercase();
    let element = Element::named(&name)?;
    if !used.0.contains(&name) && !ENDLESS.contains(&name.as_str()) {
        return None;
    }
    let mut tag = Tag { element, is_end, target: String::new(), alt: String::new() };
    let mut rest = &inner[name.len()..];
    loop {
        let trimmed = rest.trim_start();
        if let Some(after) = trimmed.strip_prefix('>').or_else(|| trimmed.strip_prefix("/>")) {
            return Some((tag, html.len() - after.len()));
        }
        // Attributes have to be separated by blanks.
        if trimmed.len() == rest.len() {
            return None;
        }
        let (name, value, after) = attribute(trimmed)?;
        match name.to_ascii_lowercase().as_str() {
            "href" | "src" => tag.target = decoded(value),
            "alt" => tag.alt = decoded(value),
            _ => {}
        }
        rest = after;
    }
}

/// The name and the value of the attribute at the start of the text, and the text after it.
fn attribute(text: &str) -> Option<(&str, &str, &str)> {
    let is_name = |next: char| next.is_ascii_alphanumeric() || "-_:.".contains(next);
    let (name, rest) = text.split_at(text.find(|next| !is_name(next))?);
    if name.is_empty() {
        return None;
    }
    let Some(value) = rest.trim_start().strip_prefix('=') else { return Some((name, "", rest)) };
    let value = value.trim_start();
    let quote = value.chars().next().filter(|first| matches!(first, '"' | '\''));
    if let Some(quote) = quote {
        let (value, rest) = value[1..].split_once(quote)?;
        return Some((name, value, rest));
    }
    let end = value.find(|next: char| next.is_whitespace() || "\"'=<>`".contains(next))?;
    (end > 0).then(|| (name, &value[..end], &value[end..]))
}

/// The text with the most common character references replaced.
pub(super) fn decoded(text: &str) -> String {
    let names = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&apos;", "'"), ("&nbsp;", " ")];
    let text = names.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to));
    text.replace("&amp;", "&")
}
