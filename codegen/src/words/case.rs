//! Splits names into words, and writes them in snake case and camel case.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::HashMap;

use heck::{ToSnakeCase, ToUpperCamelCase};

/// The maximum number of names whose words are remembered.
const REMEMBERED: usize = 100_000;

thread_local! {
    /// The words of names that were split before. The same names are split again for each use of a parameter or a
    /// property, and for the other side of a comparison.
    static SPLIT: RefCell<HashMap<Box<str>, Vec<String>>> = RefCell::default();
}

/// The words of a name in lower case: `listUserIDs` is `list`, `user`, `ids`.
pub(crate) fn split(text: &str) -> Vec<String> {
    SPLIT.with_borrow_mut(|known| {
        if let Some(words) = known.get(text) {
            return words.clone();
        }
        let words = split_anew(text);
        if known.len() < REMEMBERED {
            known.insert(text.into(), words.clone());
        }
        words
    })
}

fn split_anew(text: &str) -> Vec<String> {
    let whole = with_cut_numbers(text);
    let whole = with_whole_plurals(&whole);
    let whole = with_whole_names(&whole);
    if whole.is_ascii() { split_ascii(&whole) } else { split_any(&whole) }
}

/// The string in snake case: `lineItem` is `line_item`. Most strings are ASCII, which takes one pass.
pub(crate) fn snake(text: &str) -> String {
    if !text.is_ascii() {
        return text.to_snake_case();
    }
    let mut snake = String::with_capacity(text.len() + 8);
    each_ascii_word(text, |word| {
        if !snake.is_empty() {
            snake.push('_');
        }
        snake.push_str(word);
    });
    snake.make_ascii_lowercase();
    snake
}

/// The string in camel case with a capital at its start: `line_item` is `LineItem`. Most strings are ASCII, which takes
/// one pass.
pub(crate) fn camel(text: &str) -> String {
    if !text.is_ascii() {
        return text.to_upper_camel_case();
    }
    let mut camel = String::with_capacity(text.len());
    each_ascii_word(text, |word| {
        let (first, rest) = word.split_at(1);
        camel.push(char::from(first.as_bytes()[0]).to_ascii_uppercase());
        camel.extend(rest.chars().map(|next| next.to_ascii_lowercase()));
    });
    camel
}

/// The words of a name of any script.
fn split_any(text: &str) -> Vec<String> {
    let spaced: String = text.chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    spaced.to_snake_case().split('_').filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// The words of an ASCII name.
fn split_ascii(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    each_ascii_word(text, |word| words.push(word.to_ascii_lowercase()));
    words
}

/// Calls `each` with the words of an ASCII name as they are written, in one pass: a word ends before a capital after a
/// small letter, and before the last of several capitals if a small letter follows. A digit has the case of the letter
/// before it.
fn each_ascii_word<'t>(text: &'t str, mut each: impl FnMut(&'t str)) {
    #[derive(PartialEq)]
    enum Case {
        None,
        Small,
        Capital,
    }

    for part in text.split(|next: char| !next.is_ascii_alphanumeric()).filter(|part| !part.is_empty()) {
        let (bytes, mut start, mut case) = (part.as_bytes(), 0, Case::None);
        for (at, pair) in bytes.windows(2).enumerate() {
            let (this, next) = (pair[0], pair[1]);
            let was_capital = case == Case::Capital;
            if this.is_ascii_lowercase() {
                case = Case::Small;
            } else if this.is_ascii_uppercase() {
                case = Case::Capital;
            }
            let end = if case == Case::Small && next.is_ascii_uppercase() {
                at + 1
            } else if was_capital && this.is_ascii_uppercase() && next.is_ascii_lowercase() {
                at
            } else {
                continue;
            };
            each(&part[start..end]);
            (start, case) = (end, Case::None);
        }
        each(&part[start..]);
    }
}

/// The string with plurals of acronyms as one word, which splitting by case would cut: `APIs` is `Apis`.
pub(crate) fn with_whole_plurals(text: &str) -> Cow<'_, str> {
    // Most names have none, and names are changed often.
    let is_plural = |three: &[u8]| three[0].is_ascii_uppercase() && three[1].is_ascii_uppercase() && three[2] == b's';
    if !text.as_bytes().windows(3).any(is_plural) {
        return Cow::Borrowed(text);
    }
    let chars: Vec<char> = text.chars().collect();
    let mut whole = String::with_capacity(text.len());
    let mut at = 0;
    while at < chars.len() {
        let starts = at == 0 || !chars[at - 1].is_uppercase();
        let capitals = chars[at..].iter().take_while(|c| c.is_ascii_uppercase()).count();
        let is_plural = chars.get(at + capitals) == Some(&'s')
            && !chars.get(at + capitals + 1).is_some_and(|c| c.is_ascii_lowercase());
        if starts && capitals >= 2 && is_plural {
            whole.push(chars[at]);
            whole.extend(chars[at + 1..=at + capitals].iter().map(|c| c.to_ascii_lowercase()));
            at += capitals + 1;
        } else {
            whole.push(chars[at]);
            at += 1;
        }
    }
    Cow::Owned(whole)
}

/// Names that are one word, which splitting by case would cut, and how they are written as one.
const WHOLE_NAMES: &[(&str, &str)] = &[
    ("OAuth", "Oauth"),
    ("oAuth", "oauth"),
    ("ETag", "Etag"),
    ("eTag", "etag"),
    ("IPv4", "Ipv4"),
    ("IPv6", "Ipv6"),
    ("GraphQL", "Graphql"),
    ("GitHub", "Github"),
    ("GitLab", "Gitlab"),
];

/// The string with names like `OAuth` as one word, `Oauth`. In `NoteTag` and `RESOURCETag` there is no `ETag`.
pub(crate) fn with_whole_names(text: &str) -> Cow<'_, str> {
    // Each has a capital after its first letter, which most names do not have.
    let has_capital = text.bytes().skip(1).any(|next| next.is_ascii_uppercase());
    if !has_capital || !WHOLE_NAMES.iter().any(|(name, _)| text.contains(name)) {
        return Cow::Borrowed(text);
    }
    let mut whole = text.to_owned();
    for (name, word) in WHOLE_NAMES {
        let starts_small = name.starts_with(|first: char| first.is_ascii_lowercase());
        let mut from = 0;
        while let Some(at) = whole[from..].find(name).map(|at| from + at) {
            let before = whole[..at].chars().next_back();
            let is_inside =
                before.is_some_and(|before| before.is_uppercase() || starts_small && before.is_alphanumeric());
            if !is_inside {
                whole.replace_range(at..at + name.len(), word);
            }
            from = at + name.len();
        }
    }
    Cow::Owned(whole)
}

/// The string with a space between a number or a version and the following word, if splitting by case would not cut
/// them: `400Detail` is `400 Detail` and `StorageV1CSIDriver` is `StorageV1 CSIDriver`, while `2FA`, `Int32Value` and
/// `V2X` do not change.
pub(crate) fn with_cut_numbers(text: &str) -> Cow<'_, str> {
    if !text.bytes().any(|next| next.is_ascii_digit()) {
        return Cow::Borrowed(text);
    }
    let mut cut = String::with_capacity(text.len() + 1);
    let mut before: Option<char> = None;
    let (mut is_number, mut is_version) = (false, false);
    let mut chars = text.chars().peekable();
    while let Some(next) = chars.next() {
        let follows = chars.peek().filter(|_| next.is_ascii_uppercase());
        let starts_word = is_number && follows.is_some_and(char::is_ascii_lowercase);
        let starts_acronym = is_version && before != Some('V') && follows.is_some_and(char::is_ascii_uppercase);
        if starts_word || starts_acronym {
            cut.push(' ');
        }
        // A `V` after another capital is part of an acronym, such as `CSV`.
        is_version =
            if is_version { next.is_ascii_digit() } else { next == 'V' && !before.is_some_and(char::is_uppercase) };
        is_number = next.is_ascii_digit() && (is_number || !before.is_some_and(char::is_alphanumeric));
        before = Some(next);
        cut.push(next);
    }
    Cow::Owned(cut)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn acronyms_are_one_word() {
        for (text, words) in [
            ("listUserIDs", "list user ids"),
            ("APIs", "apis"),
            ("getAPIsByName", "get apis by name"),
            ("OAuthToken", "oauth token"),
            ("ETag", "etag"),
            ("eTags", "etags"),
            ("odata.eTag", "odata etag"),
            ("cacheETag", "cache etag"),
            ("noteTag", "note tag"),
            ("NoteTag", "note tag"),
            ("RESOURCETag", "resource tag"),
            ("publicIPv4Address", "public ipv4 address"),
            ("HIPv4", "hi pv4"),
            ("getGraphQLSchema", "get graphql schema"),
            ("connectGitHubRepo", "connect github repo"),
            ("getAWSSecret", "get aws secret"),
            ("DNSs", "dnss"),
            ("AWSsetup", "aw ssetup"),
            ("HTTP_Server-2", "http server 2"),
            ("400Detail", "400 detail"),
            ("orders-422Detail", "orders 422 detail"),
            ("2FACode", "2fa code"),
            ("Int32Value", "int32 value"),
            ("listStorageV1CSIDriver", "list storage v1 csi driver"),
            ("getCoreV1APIResources", "get core v1 api resources"),
            ("V2X", "v2x"),
            ("CSV2JSON", "csv2json"),
        ] {
            assert_eq!(split(text).join(" "), words, "{text}");
        }
    }

    #[test]
    fn ascii_is_split_as_any_script_is() {
        let mut names = vec![String::new()];
        for _ in 0..6 {
            let longer = names.iter().flat_map(|name| ["a", "B", "s", "1", "_"].map(|next| format!("{name}{next}")));
            names = longer.collect();
            for name in &names {
                assert_eq!(split_ascii(name), split_any(name), "{name}");
                assert_eq!(snake(name), name.to_snake_case(), "{name}");
                assert_eq!(camel(name), name.to_upper_camel_case(), "{name}");
            }
        }
    }

    /// The steps that are skipped for a name would not have changed it.
    #[test]
    fn a_name_that_needs_no_change_has_none() {
        let mut names = vec![String::new()];
        for _ in 0..5 {
            names = names
                .iter()
                .flat_map(|name| ["a", "BC", "s", "1", "_", "ü"].map(|next| format!("{name}{next}")))
                .collect();
            for name in &names {
                let changed = with_whole_names(&with_whole_plurals(&with_cut_numbers(name))).into_owned();
                assert_eq!(split_anew(name), split_any(&changed), "{name}");
                assert_eq!(split(name), split_anew(name), "{name}");
            }
        }
    }
}
