//! Lays out the tables of the runtime's macros: `setters!(GetCart { .. });` and `model! { pub struct Cart { .. } }`.
//!
//! A table has a head, rows in braces that commas separate, and sometimes a tail. Named rows have their own lines, so that
//! an added row changes no other line.

use proc_macro2::{Delimiter, TokenTree};

use super::tokens::{ROW_WIDTH, WIDTH, break_group, fill, fits, join, lay_out, split_at_commas};

/// The maximum width of the rows of a table on one line, as in rustfmt for the arguments of a call. A greater width
/// would mean that adding a row breaks a table that is nearly as wide as a line into several lines.
const CALL_WIDTH: usize = 60;

/// A table, as a definition if the macro is called with braces, otherwise as a call.
pub(super) fn render(item: &syn::ItemMacro) -> String {
    let name = item.mac.path.get_ident().expect("tables are named by one word").to_string();
    let tokens: Vec<TokenTree> = item.mac.tokens.clone().into_iter().collect();
    let rows = tokens.iter().enumerate().find_map(|(at, token)| match token {
        TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => Some((at, group.stream())),
        _ => None,
    });
    let (at, rows) = rows.expect("a table has rows in braces");
    let rows: Vec<Row> = split_at_commas(rows).into_iter().map(Row::new).collect();
    let (head, tail) = (&tokens[..at], &tokens[at + 1..]);
    match item.mac.delimiter {
        syn::MacroDelimiter::Brace(_) => definition(&name, head, &rows, tail),
        syn::MacroDelimiter::Paren(_) | syn::MacroDelimiter::Bracket(_) => call(&name, head, &rows, tail),
    }
}

/// A table as a definition, with its documentation, in braces.
fn definition(name: &str, head: &[TokenTree], rows: &[Row], tail: &[TokenTree]) -> String {
    let head = Row::new(head.to_vec());
    let (above, tail) = (indented(&head.above, "    "), render_tail(tail, "    "));
    let rows = if rows.is_empty() { String::new() } else { format!("\n{}    ", render_rows(rows, "        ")) };
    format!("{name}! {{\n{above}    {} {{{rows}}}{tail}\n}}\n", head.text)
}

/// A table as a call: on one line if it fits, otherwise with one row per line.
fn call(name: &str, head: &[TokenTree], rows: &[Row], tail: &[TokenTree]) -> String {
    let line = join(head);
    if let Some(line) = call_on_one_line(name, &line, rows, tail) {
        return line + "\n";
    }
    let head = if name.len() + line.chars().count() + 4 > ROW_WIDTH { split_head(head) } else { line };
    format!("{name}!({head} {{\n{}}}{});\n", render_rows(rows, "    "), render_tail(tail, ""))
}

fn call_on_one_line(name: &str, head: &str, rows: &[Row], tail: &[TokenTree]) -> Option<String> {
    let tail = render_tail(tail, "");
    if rows.is_empty() {
        return Some(format!("{name}!({head} {{}}{tail});"));
    }
    if rows.iter().any(|row| !row.above.is_empty()) {
        return None;
    }
    let rows = rows.iter().map(|row| row.text.as_str()).collect::<Vec<_>>().join(", ");
    let line = format!("{name}!({head} {{ {rows} }}{tail});");
    (rows.chars().count() <= CALL_WIDTH && fits(&line)).then_some(line)
}

/// The head of a table on two lines, with a break before the second type: `of GetCart` or `-> Cart`.
fn split_head(head: &[TokenTree]) -> String {
    let is_second = |token: &TokenTree| match token {
        TokenTree::Ident(word) => word == "of",
        TokenTree::Punct(sign) => sign.as_char() == '-',
        TokenTree::Group(_) | TokenTree::Literal(_) => false,
    };
    match head.iter().position(is_second) {
        Some(at) => format!("\n    {}\n    {}", join(&head[..at]), join(&head[at..])),
        None => join(head),
    }
}

/// The rows, each on its own line, but as many unnamed numbers on a line as fit.
fn render_rows(rows: &[Row], indent: &str) -> String {
    let mut text = String::new();
    for run in rows.chunk_by(|last, row| last.is_number() && row.is_number()) {
        text.push_str(&indented(&run[0].above, indent));
        match run {
            [row] => text.push_str(&(lay_out(&row.tokens, indent, ",") + "\n")),
            _ => text.push_str(&fill(run.iter().map(|row| row.text.clone()), indent)),
        }
    }
    text
}

/// The tokens after the rows of a table. If they are too long, the items of their largest group are on separate lines.
fn render_tail(tokens: &[TokenTree], indent: &str) -> String {
    if tokens.is_empty() {
        return String::new();
    }
    let line = join(tokens);
    let is_long = indent.len() + line.chars().count() + 4 > WIDTH;
    let lines = is_long.then(|| break_group(tokens, indent, "")).flatten();
    format!(" {}", lines.as_deref().map_or(&*line, str::trim_start))
}

/// The lines, each with the indentation.
fn indented(lines: &str, indent: &str) -> String {
    lines.lines().map(|line| format!("{indent}{line}\n")).collect()
}

/// A row of a table.
struct Row {
    /// The documentation and attributes of the row, one line each.
    above: String,
    /// The tokens of the row.
    tokens: Vec<TokenTree>,
    /// The row on one line.
    text: String,
}

impl Row {
    fn new(mut tokens: Vec<TokenTree>) -> Self {
        let mut above = String::new();
        let mut at = 0;
        while let [TokenTree::Punct(hash), TokenTree::Group(attribute), ..] = &tokens[at..]
            && hash.as_char() == '#'
        {
            above.push_str(&line_of_attribute(attribute));
            at += 2;
        }
        tokens.drain(..at);
        Self { above, text: join(&tokens), tokens }
    }

    fn is_number(&self) -> bool {
        self.above.is_empty() && self.text.chars().all(|next| next.is_ascii_digit() || next == '-')
    }
}

/// An attribute, which is a line of documentation if it is `#[doc = ".."]`.
fn line_of_attribute(attribute: &proc_macro2::Group) -> String {
    let tokens: Vec<TokenTree> = attribute.stream().into_iter().collect();
    match tokens.as_slice() {
        [TokenTree::Ident(name), .., TokenTree::Literal(line)] if name == "doc" => match syn::Lit::new(line.clone()) {
            syn::Lit::Str(line) => format!("///{}\n", line.value()),
            _ => unreachable!("documentation is a string"),
        },
        tokens => format!("#[{}]\n", join(tokens)),
    }
}
