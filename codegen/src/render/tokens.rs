//! Writes tokens that are only a part of an item, or no Rust: on one line, or with breaks if they do not fit.

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};

/// The maximum line width, which is rustfmt's default.
pub(super) const WIDTH: usize = 100;

/// The maximum width of a row of a table, which rustfmt does not format. Most rows are short, and the longer ones are
/// easier to compare on one line.
pub(super) const ROW_WIDTH: usize = 120;

/// Whether a line is not too wide.
pub(super) fn fits(line: &str) -> bool {
    line.chars().count() <= WIDTH
}

/// Tokens on one line, with blanks in the usual places.
pub(super) fn join(tokens: &[TokenTree]) -> String {
    let mut text = String::new();
    let mut last = Blank::Never;
    let mut rest = tokens;
    while let Some(piece) = Piece::first(rest) {
        if !text.is_empty() && is_blank(last, piece.before) {
            text.push(' ');
        }
        text.push_str(&piece.text);
        last = piece.after;
        rest = &rest[piece.length..];
    }
    text
}

/// Whether a token has a blank on one of its sides.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Blank {
    /// As in `(` and `.`, unless the other token always has one.
    Never,
    /// If the other token has one too: words, literals and brackets.
    Usual,
    /// As after `:`, even before a sign as in `: &str`, and around `=`, which would be another operator after `>`.
    Always,
}

/// Whether there is a blank between two tokens, from what each of them says.
fn is_blank(after_first: Blank, before_second: Blank) -> bool {
    match (after_first, before_second) {
        (Blank::Always, _) | (_, Blank::Always) => true,
        (Blank::Never, _) | (_, Blank::Never) => false,
        (Blank::Usual, Blank::Usual) => true,
    }
}

/// A token, or an operator of two signs.
struct Piece {
    text: String,
    before: Blank,
    after: Blank,
    /// How many tokens it consists of.
    length: usize,
}

impl Piece {
    fn first(tokens: &[TokenTree]) -> Option<Self> {
        let (text, before, after) = match tokens.first()? {
            TokenTree::Punct(_) => {
                let sign = sign(tokens)?;
                let (before, after) = match sign.as_str() {
                    "=" | "|" | "=>" | "->" => (Blank::Always, Blank::Always),
                    "&" => (Blank::Usual, Blank::Never),
                    "," | ":" | ";" => (Blank::Never, Blank::Always),
                    _ => (Blank::Never, Blank::Never),
                };
                return Some(Self { length: sign.len(), text: sign, before, after });
            }
            TokenTree::Group(group) => {
                let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                let inner = join(&inner);
                match group.delimiter() {
                    Delimiter::Parenthesis => (format!("({inner})"), Blank::Never, Blank::Usual),
                    Delimiter::Bracket => (format!("[{inner}]"), Blank::Usual, Blank::Usual),
                    Delimiter::Brace => (format!("{{ {inner} }}"), Blank::Usual, Blank::Usual),
                    Delimiter::None => (inner, Blank::Usual, Blank::Usual),
                }
            }
            token @ (TokenTree::Ident(_) | TokenTree::Literal(_)) => (token.to_string(), Blank::Usual, Blank::Usual),
        };
        Some(Self { text, before, after, length: 1 })
    }
}

/// The sign with which tokens start, of one character per token: `::`, `=>` and `->` are two tokens.
fn sign(tokens: &[TokenTree]) -> Option<String> {
    let TokenTree::Punct(first) = tokens.first()? else { return None };
    let mut sign = first.as_char().to_string();
    if let (Spacing::Joint, Some(TokenTree::Punct(second))) = (first.spacing(), tokens.get(1))
        && matches!((first.as_char(), second.as_char()), (':', ':') | ('=' | '-', '>'))
    {
        sign.push(second.as_char());
    }
    Some(sign)
}

/// Tokens on one line if they fit, followed by `end`. Otherwise there is a break after an operator, or each item of the
/// largest group is on its own line.
pub(super) fn lay_out(tokens: &[TokenTree], indent: &str, end: &str) -> String {
    let line = format!("{indent}{}{end}", join(tokens));
    let fits_row = |line: &str| line.chars().count() <= ROW_WIDTH;
    if fits_row(&line) {
        return line;
    }
    for at in after_operators(tokens).into_iter().rev() {
        let (first, rest) = tokens.split_at(at);
        let first = format!("{indent}{}", join(first));
        if fits_row(&first) {
            return format!("{first}\n{}", lay_out(rest, &format!("{indent}    "), end));
        }
    }
    break_group(tokens, indent, end).unwrap_or(line)
}

/// Tokens with each item of their largest group on its own line; `None` without a group.
pub(super) fn break_group(tokens: &[TokenTree], indent: &str, end: &str) -> Option<String> {
    let size = |token: &TokenTree| match token {
        TokenTree::Group(group) => group.stream().to_string().len(),
        TokenTree::Ident(_) | TokenTree::Punct(_) | TokenTree::Literal(_) => 0,
    };
    let at = (0..tokens.len()).filter(|at| size(&tokens[*at]) > 0).max_by_key(|at| size(&tokens[*at]))?;
    let TokenTree::Group(group) = &tokens[at] else { return None };
    let (open, close) = match group.delimiter() {
        Delimiter::Parenthesis => ("(", ")"),
        Delimiter::Bracket => ("[", "]"),
        Delimiter::Brace => (" {", "}"),
        Delimiter::None => return None,
    };
    let items = split_at_commas(group.stream());
    let items: Vec<String> = items.iter().map(|item| lay_out(item, &format!("{indent}    "), "")).collect();
    let after = &tokens[at + 1..];
    let gap = if matches!(after, [TokenTree::Ident(_), ..]) { " " } else { "" };
    let after = lay_out(after, indent, end);
    let before = join(&tokens[..at]);
    Some(format!("{indent}{before}{open}\n{}\n{indent}{close}{gap}{}", items.join(",\n"), after.trim_start()))
}

/// The positions at which a row may have a break: after `=`, `=>`, and the `:` before a type.
fn after_operators(tokens: &[TokenTree]) -> Vec<usize> {
    let mut found = Vec::new();
    let (mut at, mut depth) = (0, 0_usize);
    while at < tokens.len() {
        let sign = sign(&tokens[at..]).unwrap_or_default();
        at += sign.len().max(1);
        match sign.as_str() {
            "<" => depth += 1,
            ">" => depth = depth.saturating_sub(1),
            "=" | "=>" | ":" if depth == 0 && at < tokens.len() => found.push(at),
            _ => {}
        }
    }
    found
}

/// The tokens between commas, but not the commas between the arguments of a generic type.
pub(super) fn split_at_commas(tokens: TokenStream) -> Vec<Vec<TokenTree>> {
    let mut split = vec![Vec::new()];
    let mut depth = 0_usize;
    for token in tokens {
        if let TokenTree::Punct(punct) = &token {
            match punct.as_char() {
                '<' => depth += 1,
                '>' => depth = depth.saturating_sub(1),
                ',' if depth == 0 => {
                    split.push(Vec::new());
                    continue;
                }
                _ => {}
            }
        }
        split.last_mut().expect("never empty").push(token);
    }
    split.retain(|row| !row.is_empty());
    split
}

/// Strings on as few lines as possible, with a comma after each.
pub(super) fn fill(strings: impl Iterator<Item = String>, indent: &str) -> String {
    let (mut text, mut line) = (String::new(), String::new());
    for string in strings {
        if !line.is_empty() && indent.len() + line.chars().count() + string.chars().count() + 2 > WIDTH {
            text.push_str(&format!("{indent}{line}\n"));
            line.clear();
        }
        line.push_str(if line.is_empty() { "" } else { " " });
        line.push_str(&format!("{string},"));
    }
    format!("{text}{indent}{line}\n")
}
