//! Creates Rust identifiers from strings of a document or from configured names.
//!
//! Derived identifiers are ASCII; names in other scripts are transliterated. Documents can contain names that Rust
//! would treat in a surprising way: rustc cannot have a module file with another name than the module, treats two
//! encodings of an accented letter as the same identifier, and warns about letters that look like those of another
//! script. A configured name may contain any letters.
//!
//! Clashes are resolved by a rule that depends only on the set of names: of the strings that would get the same
//! identifier, the one that already is that identifier keeps it, otherwise the first in byte order; the others get a
//! number. A name that Rust or the runtime uses in the same file gets a suffix with its kind: `OptionModel`,
//! `DateRequest`.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use crate::rust::Ident;
use crate::words;

/// The maximum length of an identifier; file systems allow 255 bytes for a name, and people read fewer.
const LONGEST: usize = 80;

/// The kinds of identifiers, by how they are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// `CartLineItem`: types and variants.
    Camel,
    /// `line_items`: fields, methods, arguments, modules.
    Snake,
    /// `CURRENCY_IS_NOT_SUPPORTED`: constants.
    Shouty,
}

/// The identifier for a string of a document.
pub fn ident(text: &str, style: Style) -> Ident {
    let words = spoken(text);
    let words = words::with_whole_plurals(&words);
    let words = words::with_cut_numbers(&words);
    let mut name = match style {
        // A type keeps the capitals of the document: `OAuthToken`, in `oauth_token.rs`.
        Style::Camel => words::camel(&words),
        Style::Snake => words::snake(&words::with_whole_names(&words)),
        Style::Shouty => words::snake(&words::with_whole_names(&words)).to_uppercase(),
    };
    name.retain(unicode_ident::is_xid_continue);
    if style == Style::Camel {
        name = apart(name, &words);
    }
    if !name.chars().next().is_some_and(unicode_ident::is_xid_start) {
        name.insert_str(0, if style == Style::Snake { "n" } else { "N" });
        if name.len() == 1 {
            name = match style {
                Style::Camel => "Unnamed",
                Style::Snake => "unnamed",
                Style::Shouty => "UNNAMED",
            }
            .to_owned();
        }
    }
    Ident::new(proper(shortened(name, style)))
}

/// The identifier for a configured name; `None` if it is not an identifier.
pub fn configured(text: &str) -> Option<Ident> {
    let mut chars = text.chars();
    let head = chars.next()?;
    let fits = (head == '_' && text.len() > 1 || unicode_ident::is_xid_start(head))
        && chars.all(unicode_ident::is_xid_continue)
        && !cannot_be_raw(text)
        && text.chars().count() <= LONGEST;
    fits.then(|| Ident::new(text))
}

/// The string with words instead of the operators that distinguish names: `+1` and `-1` are not the same name.
pub(super) fn spoken(text: &str) -> Cow<'_, str> {
    if text.is_empty() {
        return Cow::Borrowed("empty");
    }
    if is_plain(text) {
        return Cow::Borrowed(text);
    }
    let signs = text;
    let text = &ascii(text);
    let numeric = |rest: &str| rest.starts_with(|next: char| next.is_ascii_digit());
    let text = match text.strip_prefix('-') {
        Some(rest) if numeric(rest) => format!("minus {rest}"),
        _ => match text.strip_prefix('+') {
            Some(rest) if numeric(rest) => format!("plus {rest}"),
            _ => text.to_owned(),
        },
    };
    if text.chars().any(|next| next.is_ascii_alphanumeric()) {
        let is_kept = |next: char| next.is_ascii_alphanumeric() || next == '_';
        return Cow::Owned(text.chars().map(|next| if is_kept(next) { next } else { ' ' }).collect());
    }
    signs.chars().take(8).map(|sign| format!("u{:04x} ", u32::from(sign))).collect()
}

/// Whether a string has only letters, digits and `_` of ASCII, and not `_` alone, as most names. Nothing of it has to be
/// spoken or transliterated.
pub(super) fn is_plain(text: &str) -> bool {
    text.bytes().all(|next| next.is_ascii_alphanumeric() || next == b'_') && text.bytes().any(|next| next != b'_')
}

/// The string transliterated to ASCII. A character without a transliteration becomes its number.
pub(super) fn ascii(text: &str) -> String {
    let mut spelled = String::with_capacity(text.len());
    for next in text.chars() {
        match deunicode::deunicode_char(next) {
            _ if next.is_ascii() => spelled.push(next),
            Some(spelling) => spelled.push_str(spelling),
            None if next.is_alphanumeric() => spelled.push_str(&format!(" u{:04x} ", u32::from(next))),
            None => spelled.push(' '),
        }
    }
    spelled
}

/// Restores the `_` between two numbers, which camel case would join: `2.0` is not `20`.
fn apart(name: String, words: &str) -> String {
    if !name.as_bytes().windows(2).any(|two| two.iter().all(u8::is_ascii_digit)) {
        return name;
    }
    let words = words::snake(words);
    let mut joined = String::with_capacity(name.len() + 2);
    for word in words.split('_').filter(|word| !word.is_empty()) {
        let ends_in_digit = joined.ends_with(|last: char| last.is_ascii_digit());
        if ends_in_digit && word.starts_with(|first: char| first.is_ascii_digit()) {
            joined.push('_');
        }
        joined.push_str(&words::camel(word));
    }
    if joined.chars().filter(|next| *next != '_').eq(name.chars().filter(|next| *next != '_')) { joined } else { name }
}

/// A long name without the words in its middle, because its start and its end are the most specific.
fn shortened(name: String, style: Style) -> String {
    if name.len() <= LONGEST {
        return name;
    }
    let snake = words::snake(&name);
    let words: Vec<&str> = snake.split('_').collect();
    let (mut head, mut tail) = (Vec::new(), Vec::new());
    let mut length = 0;
    // Each word takes one more character for the separator before it.
    for word in &words {
        if length + word.len() + 1 > LONGEST / 2 {
            break;
        }
        length += word.len() + 1;
        head.push(*word);
    }
    for word in words[head.len()..].iter().rev() {
        if length + word.len() + 1 > LONGEST {
            break;
        }
        length += word.len() + 1;
        tail.push(*word);
    }
    let kept: Vec<&str> = head.into_iter().chain(tail.into_iter().rev()).collect();
    if kept.is_empty() {
        return name.chars().take(LONGEST).collect();
    }
    match style {
        Style::Camel => apart(words::camel(&kept.join("_")), &kept.join("_")),
        Style::Snake => kept.join("_"),
        Style::Shouty => kept.join("_").to_uppercase(),
    }
}

/// The name, with an underscore or `r#` where it would not be an identifier.
fn proper(name: String) -> String {
    if cannot_be_raw(&name) { format!("{name}_") } else { name }
}

/// Whether a word cannot be an identifier, even with `r#`.
fn cannot_be_raw(name: &str) -> bool {
    matches!(name, "self" | "Self" | "super" | "crate" | "_")
}

/// Whether Windows does not allow a file with that name.
fn is_device(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    matches!(name.as_str(), "con" | "prn" | "aux" | "nul")
        || (name.len() == 4
            && (name.starts_with("com") || name.starts_with("lpt"))
            && name.ends_with(|last: char| last.is_ascii_digit()))
}

/// A name from the config, or one that is derived.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choice {
    /// A configured name, which is used or refused.
    Configured(Ident),
    /// A name that was derived from a string, and can change.
    Derived(Ident),
}

/// The resolved names of a set of items.
#[derive(Clone, Debug, Default)]
pub struct Resolved {
    /// The name of each item.
    pub names: BTreeMap<String, Ident>,
    /// The items whose derived name had to change to be distinct.
    pub moved: BTreeSet<String>,
    /// The items with a configured name that clashes with another configured name, or with a reserved one.
    pub clashes: Vec<String>,
}

/// Gives each item a distinct name. `same` maps a name to what must be distinct: itself, or its lower case for files.
pub fn resolve(choices: &BTreeMap<String, Choice>, reserved: &[&str], same: fn(&str) -> String) -> Resolved {
    resolve_with_suffix(choices, reserved, "", same)
}

/// Like [`resolve`], but a reserved name gets a suffix with the kind of the item: `OptionModel`.
pub fn resolve_with_suffix(
    choices: &BTreeMap<String, Choice>,
    reserved: &[&str],
    suffix: &str,
    same: fn(&str) -> String,
) -> Resolved {
    let mut resolved = Resolved::default();
    let mut taken: BTreeSet<String> = reserved.iter().map(|name| same(name)).collect();
    for (thing, choice) in choices {
        if let Choice::Configured(name) = choice {
            if !taken.insert(same(name.text())) {
                resolved.clashes.push(thing.clone());
            }
            resolved.names.insert(thing.clone(), name.clone());
        }
    }
    let made = |exact: bool| {
        choices.iter().filter_map(move |(thing, choice)| match choice {
            Choice::Derived(name) if (name.text() == thing) == exact => Some((thing, name)),
            _ => None,
        })
    };
    for (thing, name) in made(true).chain(made(false)) {
        let is_reserved = !suffix.is_empty() && reserved.contains(&name.text());
        let base = if is_reserved {
            Ident::new(format!("{}{suffix}", name.text().trim_end_matches('_')))
        } else {
            name.clone()
        };
        let free = free(&base, |name| taken.contains(&same(name)));
        taken.insert(same(free.text()));
        if free != *name {
            resolved.moved.insert(thing.clone());
        }
        resolved.names.insert(thing.clone(), free);
    }
    resolved
}

/// The name, or the name with the first number that is not taken.
pub fn free(name: &Ident, is_taken: impl Fn(&str) -> bool) -> Ident {
    let numbered = (2..).map(|number| numbered(name, number));
    let mut names = std::iter::once(name.clone()).chain(numbered);
    names.find(|name| !is_taken(name.text())).expect("there are infinitely many numbers")
}

/// The name with a number, in the style of the name: `Cart2`, `cart_2`, `CART_TOTAL_2`. A name that is as long as names may
/// be loses its end.
fn numbered(name: &Ident, number: usize) -> Ident {
    // A keyword has a trailing underscore, which is unnecessary once a number follows.
    let text = name.text().trim_end_matches('_');
    let is_camel = text.starts_with(|first: char| first.is_uppercase())
        && (text.contains(|letter: char| letter.is_lowercase()) || !text.contains('_'));
    let ends_in_digit = text.ends_with(|last: char| last.is_ascii_digit());
    let joint = if is_camel && !ends_in_digit { "" } else { "_" };
    let end = format!("{joint}{number}");
    let text: String = text.chars().take(LONGEST - end.len()).collect();
    Ident::new(format!("{}{end}", text.trim_end_matches('_')))
}

/// The key for [`resolve`] if names are distinct as soon as their strings differ.
pub fn exactly(name: &str) -> String {
    name.to_owned()
}

/// The key for [`resolve`] if names that differ only in case are equal, as for files.
pub fn ignoring_case(name: &str) -> String {
    name.to_lowercase()
}

/// The module, and therefore the file, of an item with that name.
pub fn module(name: &Ident) -> Ident {
    let module = ident(name.text(), Style::Snake);
    if is_device(module.text()) || module.text() == "mod" {
        return Ident::new(format!("{}_", module.text()));
    }
    module
}

/// The name of the method that reads a value as a type: `as_cat`.
pub fn reading(name: &Ident) -> Ident {
    Ident::new(format!("as_{}", ident(name.text(), Style::Snake).text()))
}

/// An identifier that the generator itself chose.
pub fn own(text: &'static str) -> Ident {
    Ident::new(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_of_any_kind_gets_an_identifier() {
        let long = "a".repeat(300);
        for (text, camel, snake) in [
            ("lineItems", "LineItems", "line_items"),
            ("one_time", "OneTime", "one_time"),
            ("ms-requestid", "MsRequestid", "ms_requestid"),
            ("type", "Type", "type"),
            ("self", "Self_", "self_"),
            ("", "Empty", "empty"),
            ("3d", "N3d", "n3d"),
            ("2.0", "N2_0", "n2_0"),
            ("+1", "Plus1", "plus_1"),
            ("-1", "Minus1", "minus_1"),
            ("*", "U002a", "u002a"),
            ("🦀", "Crab", "crab"),
            ("größe", "Grosse", "grosse"),
            ("e\u{301}te\u{301}", "Ete", "ete"),
            ("имяЦены", "ImiaTseny", "imia_tseny"),
            ("名称", "MingCheng", "ming_cheng"),
            ("数量2", "ShuLiang2", "shu_liang_2"),
            ("-٣", "Minus3", "minus_3"),
            ("𓀀", "U13000", "u13000"),
            ("…", "U2026", "u2026"),
            ("\u{202e}", "U202e", "u202e"),
            ("_", "U005f", "u005f"),
            (long.as_str(), "", ""),
        ] {
            let (is_camel, is_snake) = (ident(text, Style::Camel), ident(text, Style::Snake));
            assert!(configured(is_camel.text()).is_some() && configured(is_snake.text()).is_some(), "{text}");
            if !camel.is_empty() {
                assert_eq!((is_camel.text(), is_snake.text()), (camel, snake), "{text}");
            }
        }
    }

    #[test]
    fn a_number_does_not_make_a_name_too_long() {
        for name in ["a".repeat(300), "1st ".repeat(100)] {
            for style in [Style::Camel, Style::Snake] {
                let name = ident(&name, style);
                let numbered = free(&name, |other| other == name.text());
                assert_ne!(numbered, name);
                assert_eq!(configured(numbered.text()), Some(numbered));
            }
        }
    }

    #[test]
    fn a_clash_depends_on_the_set_alone() {
        let choices = |texts: &[&str]| -> BTreeMap<String, Choice> {
            texts.iter().map(|text| ((*text).to_owned(), Choice::Derived(ident(text, Style::Snake)))).collect()
        };
        let resolved = resolve(&choices(&["fooBar", "foo-bar", "foo_bar"]), &[], exactly);
        let name = |text: &str| resolved.names[text].text();
        assert_eq!((name("foo_bar"), name("foo-bar"), name("fooBar")), ("foo_bar", "foo_bar_2", "foo_bar_3"));
        assert_eq!(resolved.moved.len(), 2);
    }

    #[test]
    fn a_configured_name_that_is_not_an_identifier_is_refused() {
        for text in ["", "_", "a b", "1a", "Self", "a-b", "a\u{202e}b"] {
            assert!(configured(text).is_none(), "{text}");
        }
    }
}
