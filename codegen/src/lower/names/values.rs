//! Names for the values of an enum and the fields of a struct, which are distinct without numbers.
//!
//! The name consists of letters and digits. A sign that changes the meaning becomes a word: `-created` is
//! `MinusCreated`, `>=` is `GreaterOrEqual`, `100%` is `Percent100`. Signs that only separate words (`one-time`,
//! `image/svg+xml`) are left out. If several values would get the same name, one keeps it, and the others get words for
//! the difference: `foo-bar` beside `foo_bar` is `FooDashBar`, `ASC` beside `asc` is `AscUppercase`.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::{Style, ascii, free, ident, is_plain};
use crate::rust::Ident;

/// The operators that are written as words, longest first.
const OPERATORS: &[(&str, &str)] = &[
    ("===", "strictly equal"),
    ("!==", "strictly not equal"),
    ("<=>", "compare"),
    ("<=", "less or equal"),
    (">=", "greater or equal"),
    ("!=", "not equal"),
    ("<>", "not equal"),
    ("==", "equal"),
    ("=~", "matches"),
    ("!~", "not matches"),
    ("~=", "approximately equal"),
    ("->", "to"),
    ("=>", "to"),
    ("&&", "and"),
    ("||", "or"),
];

/// A value with its candidates for a name, the shortest first.
struct Candidates<'a> {
    text: &'a str,
    plain: Ident,
    /// The number of signs that the plain name leaves out.
    silent: usize,
}

/// The name of a value if no other value of its set gets the same one.
pub(crate) fn plain(text: &str, style: Style) -> Ident {
    ident(&words(text, false), style)
}

/// The name of a value in its set.
#[derive(Debug)]
pub(crate) struct Distinct {
    pub ident: Ident,
    /// Whether the value has the name that it would have alone.
    pub is_plain: bool,
}

/// Names for strings by their keys, each different from the others and from those that are `taken`. A name that is
/// `reserved` gets the suffix.
pub(crate) fn distinct(
    texts: &BTreeMap<&str, &str>,
    style: Style,
    taken: &BTreeSet<String>,
    reserved: &[&str],
    suffix: &str,
) -> BTreeMap<String, Distinct> {
    let has_offsets =
        texts.values().any(|text| is_offset(text, '+')) && texts.values().any(|text| is_offset(text, '-'));
    let mut groups: BTreeMap<String, Vec<(&str, Candidates)>> = BTreeMap::new();
    for (key, text) in texts {
        let plain = ident(&words(text, has_offsets), style);
        let silent = text.chars().filter(|next| !next.is_alphanumeric() && *next != '_').count();
        groups.entry(plain.text().to_owned()).or_default().push((key, Candidates { text, plain, silent }));
    }
    let mut used: BTreeSet<String> =
        taken.iter().cloned().chain(reserved.iter().map(|name| (*name).to_owned())).collect();
    used.extend(groups.keys().cloned());
    let mut named = BTreeMap::new();
    for (name, mut group) in groups {
        group.sort_by_key(|(key, one)| {
            let is_lowercase = !one.text.chars().any(char::is_uppercase);
            (one.text != name, one.silent, !is_lowercase, *key)
        });
        let is_free = !taken.contains(&name) && !reserved.contains(&name.as_str()) && !is_escaped(&name, style);
        let (first, first_text) = (group[0].0, group[0].1.text);
        for (key, one) in group {
            let text = one.text;
            let chosen = match (key == first, is_free) {
                (true, true) => one.plain,
                (true, false) => {
                    free(&with_word(&words(one.text, has_offsets), suffix, style), |name| used.contains(name))
                }
                (false, _) => different(&one, first_text, style, &used),
            };
            used.insert(chosen.text().to_owned());
            // Without offsets, the plain name is that of the value alone.
            let is_plain = if has_offsets { chosen == plain(text, style) } else { chosen.text() == name };
            named.insert(key.to_owned(), Distinct { ident: chosen, is_plain });
        }
    }
    named
}

/// A name with words for the difference to another string of the same plain name.
fn different(one: &Candidates, other: &str, style: Style, used: &BTreeSet<String>) -> Ident {
    let letters = |text: &str| text.chars().filter(|next| next.is_alphanumeric()).collect::<String>();
    let (own, others) = (letters(one.text), letters(other));
    let (plain, spoken) = (words(one.text, false), all_signs(one.text));
    let mut candidates = vec![ident(&spoken, style)];
    if own != others && own.to_lowercase() == others.to_lowercase() {
        candidates.push(with_word(&plain, case(one.text), style));
        candidates.push(with_word(&spoken, case(one.text), style));
        // Operators that both strings have do not distinguish them.
        if one.text.to_lowercase() == other.to_lowercase() {
            candidates.remove(0);
        }
    }
    // Two strings such as `*` and `star` have the same name.
    if own.is_empty() {
        candidates.push(with_word(&spoken, "sign", style));
    }
    let found = candidates.into_iter().find(|name| !used.contains(name.text()));
    found.unwrap_or_else(|| free(&one.plain, |name| used.contains(name)))
}

/// Whether a name is an identifier only because of its trailing underscore: `Self_`. A field may be `self_`, which is
/// common in Rust.
fn is_escaped(name: &str, style: Style) -> bool {
    style == Style::Camel && name.ends_with('_')
}

fn with_word(words: &str, word: &str, style: Style) -> Ident {
    ident(&format!("{words} {word}"), style)
}

/// The word for the case of a string.
fn case(text: &str) -> &'static str {
    let mut letters = text.chars().filter(|next| next.is_alphabetic());
    let is_capitalized =
        letters.clone().next().is_some_and(char::is_uppercase) && letters.clone().skip(1).all(char::is_lowercase);
    if letters.clone().all(char::is_lowercase) {
        "lowercase"
    } else if letters.all(char::is_uppercase) {
        "uppercase"
    } else if is_capitalized {
        "capitalized"
    } else {
        "mixed case"
    }
}

/// Whether a string has the sign between a letter and a digit, as in the offset `GMT+8`.
fn is_offset(text: &str, sign: char) -> bool {
    if !text.contains(sign) {
        return false;
    }
    let chars: Vec<char> = text.chars().collect();
    chars.windows(3).any(|three| three[0].is_alphabetic() && three[1] == sign && three[2].is_ascii_digit())
}

/// The string with words in place of the signs that change its meaning, and spaces in place of the others.
fn words(text: &str, has_offsets: bool) -> Cow<'_, str> {
    if is_plain(text) {
        return Cow::Borrowed(text);
    }
    let plain = ascii(text);
    if !plain.chars().any(|next| next.is_ascii_alphanumeric()) {
        return Cow::Owned(if plain.trim().is_empty() { all_signs(text) } else { operators(&plain) });
    }
    let plain = ascii(&without_foreign_signs(text));
    let number = plain.trim().trim_end_matches('%').trim_end();
    if number.len() < plain.trim().len() && number.chars().all(|next| next.is_ascii_digit() || next == '.') {
        return Cow::Owned(format!("percent {number}"));
    }
    let signs = Signs::of(&plain, has_offsets);
    let mut words = String::with_capacity(plain.len());
    let mut at = 0;
    while at < signs.chars.len() {
        let (word, length) = signs.meaning(at).unwrap_or(("", 0));
        if length == 0 {
            words.push(signs.chars[at]);
            at += 1;
        } else {
            words.push_str(&format!(" {word} "));
            at += length;
        }
    }
    Cow::Owned(words)
}

/// The string with a space instead of each character of another script, except for those that transliteration
/// preserves.
fn without_foreign_signs(text: &str) -> String {
    let is_foreign = |next: char| {
        let spelled = ascii(next.encode_utf8(&mut [0; 4]));
        let is_sign = !spelled.trim().is_empty() && !spelled.chars().any(|next| next.is_ascii_alphanumeric());
        !next.is_ascii() && is_sign && !"≤≥≠−".contains(next)
    };
    text.replace(is_foreign, " ")
}

/// A string with facts that determine the meaning of its signs. They are computed once, because doing so for each sign
/// would take minutes for a very long name.
struct Signs {
    chars: Vec<char>,
    /// Whether a sign between a letter and a digit is an offset, as in `GMT-8`.
    has_offsets: bool,
    /// The index of the first character that is not a space.
    first: usize,
    /// Whether brackets contain a word; they are then not comparison operators.
    has_brackets: bool,
}

impl Signs {
    fn of(text: &str, has_offsets: bool) -> Self {
        let chars: Vec<char> = text.chars().collect();
        let first = chars.iter().position(|next| *next != ' ').unwrap_or(chars.len());
        let has_brackets = chars.contains(&'<') && chars.contains(&'>');
        Self { chars, has_offsets, first, has_brackets }
    }

    /// The word for the sign at an index, if the sign changes the meaning, and the length of the sign.
    fn meaning(&self, at: usize) -> Option<(&'static str, usize)> {
        let Self { chars, has_offsets, first, has_brackets } = self;
        let sign = chars[at];
        let before = at.checked_sub(1).map(|at| chars[at]);
        let after = chars.get(at + 1).copied();
        let is_word = |next: Option<char>| next.is_some_and(|next| next.is_ascii_alphanumeric());
        let is_digit = |next: Option<char>| next.is_some_and(|next| next.is_ascii_digit());
        let is_space = |next: Option<char>| next.is_none_or(|next| next == ' ');
        let is_first = at <= *first;
        let ahead = || chars[at + 1..].iter().find(|next| !matches!(next, ' ' | '=')).copied();
        match sign {
            '-' if is_word(after) && before.is_none_or(|before| "(,;:=[{| ".contains(before)) => Some(("minus", 1)),
            '-' if *has_offsets && is_digit(after) && is_word(before) => Some(("minus", 1)),
            '-' if is_space(after) && is_word(before) && at + 1 == chars.len() => Some(("minus", 1)),
            '-' if after == Some('>') => Some(("to", 2)),
            '=' if after == Some('>') => Some(("to", 2)),
            '+' if is_digit(after) || !is_word(after) || !is_word(before) => Some(("plus", 1)),
            '*' => Some(("star", 1)),
            '#' if is_space(after) && is_word(before) => Some(("sharp", 1)),
            '!' if after == Some('=') => Some(("not equal", 2)),
            '!' if is_word(after) && is_first => Some(("not", 1)),
            '~' if is_word(after) && is_first => Some(("tilde", 1)),
            '<' | '>' if !has_brackets && (is_first || is_digit(ahead())) => Some(match (sign, after) {
                ('<', Some('=')) => ("less or equal", 2),
                ('<', _) => ("less than", 1),
                (_, Some('=')) => ("greater or equal", 2),
                _ => ("greater than", 1),
            }),
            _ => None,
        }
    }
}

/// The words for a string that consists of signs.
fn operators(text: &str) -> String {
    let mut words = String::new();
    let mut rest = text.trim();
    while let Some(next) = rest.chars().next() {
        let found = OPERATORS.iter().find(|(sign, _)| rest.starts_with(sign));
        let (word, length) = found
            .map_or((if next == '-' { "minus" } else { sign(next) }, next.len_utf8()), |(sign, word)| {
                (word, sign.len())
            });
        words.push_str(&format!("{word} "));
        rest = rest[length..].trim_start();
    }
    words
}

/// The string with a word in place of each sign.
fn all_signs(text: &str) -> String {
    let plain = ascii(text);
    if plain.trim().is_empty() && !text.is_ascii() {
        return text.chars().take(8).map(|next| format!("u{:04x} ", u32::from(next))).collect();
    }
    plain
        .chars()
        .map(|next| if next.is_ascii_alphanumeric() { next.to_string() } else { format!(" {} ", sign(next)) })
        .collect()
}

/// The name of a sign.
fn sign(sign: char) -> &'static str {
    match sign {
        ' ' => "space",
        '\n' => "newline",
        '\t' => "tab",
        '!' => "exclamation mark",
        '"' => "quote",
        '#' => "hash",
        '$' => "dollar",
        '%' => "percent",
        '&' => "ampersand",
        '\'' => "apostrophe",
        '(' => "open parenthesis",
        ')' => "close parenthesis",
        '*' => "star",
        '+' => "plus",
        ',' => "comma",
        '-' => "dash",
        '.' => "dot",
        '/' => "slash",
        ':' => "colon",
        ';' => "semicolon",
        '<' => "less",
        '=' => "equal",
        '>' => "greater",
        '?' => "question mark",
        '@' => "at",
        '[' => "open bracket",
        '\\' => "backslash",
        ']' => "close bracket",
        '^' => "caret",
        '_' => "underscore",
        '`' => "backtick",
        '{' => "open brace",
        '|' => "pipe",
        '}' => "close brace",
        '~' => "tilde",
        _ => "control",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named<'a>(texts: &[&'a str], style: Style) -> Vec<(&'a str, String)> {
        let set = texts.iter().map(|text| (*text, *text)).collect();
        let names = distinct(
            &set,
            style,
            &BTreeSet::new(),
            &["Unlisted", "extra"],
            if style == Style::Snake { "field" } else { "value" },
        );
        texts.iter().map(|text| (*text, names[*text].ident.text().to_owned())).collect()
    }

    #[test]
    fn signs_become_words() {
        for (text, name) in [
            ("-created", "MinusCreated"),
            ("!eq", "NotEq"),
            ("~eq", "TildeEq"),
            ("-INF", "MinusInf"),
            (">=", "GreaterOrEqual"),
            ("<", "Less"),
            ("*", "Star"),
            ("+", "Plus"),
            ("-", "Minus"),
            ("||", "Or"),
            ("≤", "LessOrEqual"),
            ("100%", "Percent100"),
            ("99.5 %", "Percent99_5"),
            ("+1", "Plus1"),
            ("-1", "Minus1"),
            ("A+", "APlus"),
            ("AB-", "AbMinus"),
            ("C++", "CPlusPlus"),
            ("C#", "CSharp"),
            ("55+", "N55Plus"),
            ("<1 year", "LessThan1Year"),
            ("> 10", "GreaterThan10"),
            ("GMT+8", "GmtPlus8"),
            ("repo:*", "RepoStar"),
            ("a->b", "AToB"),
            ("name,-date", "NameMinusDate"),
            // Signs that only separate words or set them off are left out.
            ("one-time", "OneTime"),
            ("image/svg+xml", "ImageSvgXml"),
            ("utf-8", "Utf8"),
            ("Home > Garden", "HomeGarden"),
            ("<b>", "B"),
            ("'selfie'", "Selfie"),
            ("[in_i]", "InI"),
            ("", "Empty"),
            (" ", "Space"),
            ("'", "Apostrophe"),
            ("\u{7}", "Control"),
            ("self", "SelfValue"),
            ("Unlisted", "UnlistedValue"),
        ] {
            assert_eq!(named(&[text], Style::Camel), [(text, name.to_owned())]);
        }
    }

    /// A name may be as long as the document; in quadratic time it would take minutes.
    #[test]
    fn a_long_name_takes_no_longer_than_its_length() {
        for part in ["word ", "< ", "<= 1 ", "! ", "~~", "--", "a-> ", "+", "ü-"] {
            let text = part.repeat(200_000 / part.len());
            assert!(!words(&text, true).is_empty(), "{part}");
        }
    }

    #[test]
    fn values_of_one_name_say_how_they_differ() {
        for (texts, names) in [
            (&["created", "-created"][..], &["Created", "MinusCreated"][..]),
            (&["asc", "ASC", "desc", "DESC"], &["Asc", "AscUppercase", "Desc", "DescUppercase"]),
            (&["type", "Type"], &["TypeLowercase", "Type"]),
            (&["self", "Self"], &["SelfValue", "SelfCapitalized"]),
            (&["foo-bar", "foo_bar", "foo.bar"], &["FooDashBar", "FooBar", "FooDotBar"]),
            (&["foo-bar", "FOO-BAR"], &["FooBar", "FooBarUppercase"]),
            (&["UTC+2", "UTC-2"], &["UtcPlus2", "UtcMinus2"]),
            (&["*", "star"], &["StarSign", "Star"]),
            (&["=", "=="], &["Equal", "EqualEqual"]),
            (&["!=", "<>"], &["NotEqual", "LessGreater"]),
            (&["ё", "е"], &["Io", "E"]),
        ] {
            let expected: Vec<_> = texts.iter().zip(names).map(|(text, name)| (*text, (*name).to_owned())).collect();
            assert_eq!(named(texts, Style::Camel), expected);
        }
        let fields = named(&["id", "_id", "@id", "$id", "extra", "type", "Type"], Style::Snake);
        let names: Vec<&str> = fields.iter().map(|(_, name)| name.as_str()).collect();
        assert_eq!(names, ["id", "underscore_id", "at_id", "dollar_id", "extra_field", "type", "type_capitalized"]);
    }
}
