//! Finds changes of the generator, as opposed to changes of the documents: compares the crate that an earlier version
//! generated from the same documents with the one that this version generates.
//!
//! The earlier version cannot be run any more, so its files are compared, by their tokens without docs. All of it is
//! one change: a version of the generator that names or documents things differently does so everywhere.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Delimiter, Group, Spacing, TokenStream, TokenTree};

use super::{Change, Diff, Direction, Rule, Subject};

/// The files of a crate by path.
pub type Files = BTreeMap<String, String>;

/// The item of such a change, in reports and in `accepted.json`.
pub const WHAT: &str = "the generator";

/// The change on the wire that represents everything that this version of the generator reads differently from the same
/// documents; `None` if nothing is different. `diff` compares the old spec with a spec that was imported again.
pub fn read_differently(diff: &Diff) -> Option<Change> {
    let mut rules: BTreeMap<&str, usize> = BTreeMap::new();
    diff.wire.iter().for_each(|change| *rules.entry(change.rule.id()).or_default() += 1);
    let counts: Vec<String> = rules.into_iter().map(|(rule, count)| format!("{count} {rule}")).collect();
    (!counts.is_empty()).then(|| change(Rule::GeneratorReads, counts.join(", ")))
}

/// The change of the crate that represents everything that this version of the generator writes differently for the
/// same documents; `None` if nothing is different. `old` and `new` are the generated files.
pub fn written_differently(old: &Files, new: &Files) -> Option<Change> {
    let paths: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    let differ: Vec<&String> = paths.iter().copied().filter(|path| old.get(*path) != new.get(*path)).collect();
    if differ.is_empty() {
        return None;
    }
    let exported: BTreeSet<String> = [old, new].into_iter().flat_map(exported).collect();
    let of = |files: &Files| -> BTreeSet<String> {
        let texts = differ.iter().filter_map(|path| Some((path.as_str(), files.get(*path)?.as_str())));
        texts.flat_map(|(path, text)| interface(path, text, &exported)).collect()
    };
    let (before, after) = (of(old), of(new));
    let gone: Vec<&String> = before.difference(&after).collect();
    let fresh: Vec<&String> = after.difference(&before).collect();
    let (rule, named) = match (gone.is_empty(), fresh.is_empty()) {
        (false, _) => (Rule::GeneratorBreaks, some("gone or changed", &gone)),
        (true, false) => (Rule::GeneratorAdds, some("new", &fresh)),
        (true, true) => (Rule::GeneratorWrites, String::new()),
    };
    Some(change(rule, format!("{} of {} files differ{named}", differ.len(), paths.len())))
}

fn some(word: &str, lines: &[&String]) -> String {
    const MOST: usize = 3;
    let named: Vec<&str> = lines.iter().take(MOST).map(|line| line.as_str()).collect();
    let more = lines.len() - named.len();
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("; {word}: {}{more}", named.join(", "))
}

fn change(rule: Rule, after: String) -> Change {
    Change {
        rule,
        severity: rule.severity(Direction::Both),
        direction: Direction::Both,
        subject: Subject::Service,
        what: WHAT.to_owned(),
        old: None,
        new: None,
        before: None,
        after: Some(after),
        operations: Vec::new(),
        parts: Vec::new(),
        accepted: None,
    }
}

/// The tokens of a file. Both crates are read as text, because the earlier one exists only as the files in its folder. A
/// file that is no Rust, because someone changed it, has no tokens.
fn tokens(text: &str) -> TokenStream {
    text.parse().unwrap_or_default()
}

/// The names that the crate exports from the runtime, whose own modules are private.
fn exported(files: &Files) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let root = files.get("src/lib.rs").map(|text| items(tokens(text))).unwrap_or_default();
    for item in root.iter().filter(|item| item.is_public() && item.has("use")) {
        words(&item.head, &mut names);
    }
    names
}

/// Words in a `use` and in a declaration that are not names.
const KEYWORDS: &[&str] =
    &["as", "crate", "fn", "impl", "for", "pub", "self", "Self", "super", "use", "runtime", "mod"];

/// The names in tokens.
fn words(tokens: &[TokenTree], names: &mut BTreeSet<String>) {
    for token in tokens {
        match token {
            TokenTree::Ident(name) if KEYWORDS.iter().all(|keyword| name != keyword) => {
                names.insert(name.to_string());
            }
            TokenTree::Ident(_) => {}
            TokenTree::Group(group) => words(&group.stream().into_iter().collect::<Vec<_>>(), names),
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}

fn is_rust(path: &str) -> bool {
    path.ends_with(".rs")
}

fn is_runtime(path: &str) -> bool {
    path.starts_with("src/runtime/")
}

/// The public interface of a file, with one line for each item: its location and its declaration.
fn interface(path: &str, text: &str, exported: &BTreeSet<String>) -> Vec<String> {
    // The features and the version of Rust are in the manifest.
    if path == "Cargo.toml" {
        let lines = text.lines().filter(|line| line.contains(" = ") && !line.starts_with("version"));
        return lines.map(|line| line.trim().to_owned()).collect();
    }
    if !is_rust(path) {
        return Vec::new();
    }
    let mut lines = Vec::new();
    for item in items(tokens(text)) {
        let mut names = BTreeSet::new();
        words(&item.head, &mut names);
        if !is_runtime(path) || !names.is_disjoint(exported) {
            item.lines("", false, &mut lines);
        }
    }
    lines
}

/// An item of Rust, or an entry of a macro, a struct or an enum.
struct Item {
    /// The attributes that are relevant to callers.
    attributes: String,
    /// The declaration.
    head: Vec<TokenTree>,
    /// The content of the item's braces or, for a macro, of its parentheses.
    body: Option<TokenStream>,
}

impl Item {
    fn has(&self, keyword: &str) -> bool {
        self.head.iter().any(|token| matches!(token, TokenTree::Ident(name) if name == keyword))
    }

    /// Whether the item is `pub`, and not `pub(crate)`.
    fn is_public(&self) -> bool {
        let is_restricted = matches!(self.head.get(1), Some(TokenTree::Group(group))
            if group.delimiter() == Delimiter::Parenthesis && self.head.get(2).is_some());
        matches!(self.head.first(), Some(TokenTree::Ident(name)) if name == "pub") && !is_restricted
    }

    fn is_macro(&self) -> bool {
        matches!(self.head.get(1), Some(TokenTree::Punct(sign)) if sign.as_char() == '!')
    }

    /// Adds a line for the item and for each item in it. `all` is set if items are public without `pub`: variants, and
    /// entries of a macro.
    fn lines(self, within: &str, all: bool, lines: &mut Vec<String>) {
        let is_impl = matches!(self.head.first(), Some(TokenTree::Ident(name)) if name == "impl");
        if !(all || is_impl || self.is_macro() || self.is_public()) || self.has("macro_rules") {
            return;
        }
        // A macro itself is not an item, but contains items.
        let inner = if self.is_macro() {
            within.to_owned()
        } else {
            let head: TokenStream =
                if self.has("fn") { without_argument_names(&self.head) } else { self.head.iter().cloned().collect() };
            let head = tidy(&head.to_string());
            lines.push(format!("{within}{}{head}", self.attributes));
            format!("{within}{head}: ")
        };
        // The body of a function contains no declarations, and the items of a trait's implementation are not listed.
        let is_closed = self.has("fn") || is_impl && self.has("for");
        let all = self.is_macro() || self.has("enum") || self.has("trait") || all && !self.is_public();
        if let Some(body) = self.body.filter(|_| !is_closed) {
            items(body).into_iter().for_each(|item| item.lines(&inner, all, lines));
        }
    }
}

/// The declaration of a function without the names of its arguments, which callers do not write.
fn without_argument_names(head: &[TokenTree]) -> TokenStream {
    // The arguments are in the first parentheses after the name and its generics: `fn first<T>(&self, at: T)`.
    let name = head.iter().position(|token| matches!(token, TokenTree::Ident(word) if word == "fn"));
    let mut open = 0_usize;
    let mut arguments = None;
    for (index, token) in head.iter().enumerate().skip(name.unwrap_or_default()) {
        match token {
            TokenTree::Punct(sign) if sign.as_char() == '<' => open += 1,
            TokenTree::Punct(sign) if sign.as_char() == '>' && !is_arrow(head, index) => open = open.saturating_sub(1),
            TokenTree::Group(group) if group.delimiter() == Delimiter::Parenthesis && open == 0 => {
                arguments = Some((index, group.stream()));
                break;
            }
            TokenTree::Punct(_) | TokenTree::Group(_) | TokenTree::Ident(_) | TokenTree::Literal(_) => {}
        }
    }
    let Some((at, arguments)) = arguments else { return head.iter().cloned().collect() };
    let arguments: Vec<TokenTree> = arguments.into_iter().collect();
    let is_name = |index: usize| {
        let ends = matches!(arguments.get(index + 1),
            Some(TokenTree::Punct(sign)) if sign.as_char() == ':' && sign.spacing() == Spacing::Alone);
        matches!(arguments[index], TokenTree::Ident(_)) && ends
    };
    let mut kept = Vec::new();
    let mut index = 0;
    while index < arguments.len() {
        // Skips the name of the argument and its colon.
        if is_name(index) {
            index += 2;
        } else {
            kept.push(arguments[index].clone());
            index += 1;
        }
    }
    let kept = TokenTree::Group(Group::new(Delimiter::Parenthesis, kept.into_iter().collect()));
    head[..at].iter().cloned().chain([kept]).chain(head[at + 1..].iter().cloned()).collect()
}

/// Whether the character at the index ends `->`.
fn is_arrow(tokens: &[TokenTree], index: usize) -> bool {
    index > 0 && matches!(&tokens[index - 1], TokenTree::Punct(sign) if sign.as_char() == '-')
}

/// Tokens without most of the spaces between them.
fn tidy(tokens: &str) -> String {
    const SPACES: &[(&str, &str)] =
        &[(" :: ", "::"), (" < ", "<"), (" >", ">"), (" ,", ","), (" :", ":"), ("& ", "&"), ("' ", "'"), (" (", "(")];
    SPACES.iter().fold(tokens.to_owned(), |tokens, (from, to)| tokens.replace(from, to))
}

/// Splits tokens into items: each ends with `;`, `,` or its braces. Values after `=` are not part of a declaration.
fn items(tokens: TokenStream) -> Vec<Item> {
    let new = || Item { attributes: String::new(), head: Vec::new(), body: None };
    let (mut items, mut item, mut in_value) = (Vec::new(), new(), false);
    // The number of open `<`, and the character before: the `>` of `->` and `=>` closes none.
    let (mut open, mut before) = (0_usize, ' ');
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        let sign = match &token {
            TokenTree::Punct(sign) => sign.as_char(),
            TokenTree::Group(_) | TokenTree::Ident(_) | TokenTree::Literal(_) => ' ',
        };
        match sign {
            '<' if !in_value => open += 1,
            '>' if !in_value && before != '-' => open = open.saturating_sub(1),
            _ => {}
        }
        before = sign;
        let ends = match &token {
            _ if sign == ';' || sign == ',' && open == 0 => true,
            _ if sign == '#' && item.head.is_empty() => {
                // `#![..]` is an attribute of the file.
                tokens.next_if(|next| matches!(next, TokenTree::Punct(sign) if sign.as_char() == '!'));
                if let Some(TokenTree::Group(attribute)) = tokens.next() {
                    item.attributes.push_str(&noticed(&attribute.stream()));
                }
                false
            }
            _ if sign == '=' && open == 0 => {
                in_value = true;
                false
            }
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace && !in_value && !item.has("use") => {
                item.body = Some(group.stream());
                true
            }
            TokenTree::Group(group) if item.is_macro() && item.head.len() == 2 => {
                item.body = Some(group.stream());
                false
            }
            _ if in_value => false,
            TokenTree::Group(_) | TokenTree::Ident(_) | TokenTree::Punct(_) | TokenTree::Literal(_) => {
                item.head.push(token);
                false
            }
        };
        if ends {
            items.push(std::mem::replace(&mut item, new()));
            (in_value, open) = (false, 0);
        }
    }
    items.push(item);
    items.retain(|item| !item.head.is_empty());
    items
}

/// An attribute that is relevant to callers; otherwise an empty string.
fn noticed(attribute: &TokenStream) -> String {
    let is_noticed = match attribute.clone().into_iter().next() {
        Some(TokenTree::Ident(name)) => ["cfg", "derive", "non_exhaustive", "must_use"].contains(&&*name.to_string()),
        Some(TokenTree::Group(_) | TokenTree::Punct(_) | TokenTree::Literal(_)) | None => false,
    };
    if is_noticed { format!("#[{attribute}] ") } else { String::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(old: &str, new: &str) -> Option<(&'static str, String)> {
        let files = |text: &str| Files::from([("src/models/cart.rs".to_owned(), text.to_owned())]);
        let change = written_differently(&files(old), &files(new))?;
        Some((change.rule.id(), change.after.unwrap_or_default()))
    }

    const OLD: &str = "model! {\n /// A cart.\n pub struct Cart {\n /// Its id.\n pub id: Option<String>,\n \
         pub items: Vec<Line> = \"lineItems\",\n }\n}\n\
         setters!(GetCart { top: i32 => query(\"top\"), });\n\
         impl Carts<'_> { pub fn all(&self) -> impl Iterator<Item = Result<Cart, Error>> { self.items() }\n\
         pub fn get(&self, id: &str) -> GetCart { GetCart(id) } fn own(&self) {} }\n\
         pub enum State { Open, Done(i32) }\n";

    #[test]
    fn one_change_stands_for_all_that_is_written_differently() {
        assert_eq!(rule(OLD, OLD), None);
        let rows = [
            ("/// Its id.", "/// The id.", "generator-writes", ""),
            ("GetCart(id) }", "GetCart(id.trim()) }", "generator-writes", ""),
            ("\"lineItems\"", "\"items\"", "generator-writes", ""),
            ("fn own(&self) {}", "", "generator-writes", ""),
            ("get(&self, id: &str)", "get(&self, key: &str)", "generator-writes", ""),
            ("query(\"top\")", "header(\"top\")", "generator-writes", ""),
            ("pub id: Option<String>,", "pub id: Option<String>, pub key: i32,", "generator-adds", "pub key: i32"),
            ("Open,", "Open, Late,", "generator-adds", "Late"),
            ("top: i32", "skip: i32 => query(\"skip\"), top: i32", "generator-adds", "skip: i32"),
            ("Option<String>", "Option<CartId>", "generator-breaks", "pub id: Option<String>"),
            ("top: i32", "limit: i32", "generator-breaks", "top: i32"),
            ("Open, ", "", "generator-breaks", "Open"),
            ("<Cart, Error>", "<Cart, Fault>", "generator-breaks", "Result<Cart, Error>"),
            ("self.items()", "self.lines()", "generator-writes", ""),
            ("pub fn get", "pub fn read", "generator-breaks", "fn get"),
            ("id: &str", "id: &CartId", "generator-breaks", "fn get"),
            ("pub struct Cart ", "pub struct Basket ", "generator-breaks", "pub struct Cart"),
        ];
        for (from, to, id, names) in rows {
            assert!(OLD.contains(from), "{from}");
            let (rule, after) = rule(OLD, &OLD.replace(from, to)).expect("it differs");
            assert_eq!(rule, id, "{from} -> {to}: {after}");
            assert!(after.starts_with("1 of 1 files differ") && after.contains(names), "{after}");
        }
    }

    #[test]
    fn the_runtime_counts_as_far_as_it_is_exported() {
        let files = |body: &str| {
            Files::from([
                ("src/lib.rs".to_owned(), "mod runtime; pub use self::runtime::{Retry};".to_owned()),
                ("src/runtime/retry.rs".to_owned(), body.to_owned()),
            ])
        };
        let old = files("pub struct Retry; impl Retry { pub fn never() -> Self { Self } } pub fn inner() {}");
        let rule = |body: &str| written_differently(&old, &files(body)).map(|change| change.rule);
        let without_inner = "pub struct Retry; impl Retry { pub fn never() -> Self { Self } }";
        assert_eq!(rule(without_inner), Some(Rule::GeneratorWrites));
        assert_eq!(rule("pub struct Retry; pub fn inner() {}"), Some(Rule::GeneratorBreaks));
    }
}
