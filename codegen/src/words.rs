//! Splits names of documents into words, converts plurals to singulars, removes the words of the context from a name,
//! and chooses distinct names.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};

use heck::{ToSnakeCase, ToUpperCamelCase};

/// Words that have to be followed by another word.
const PREPOSITIONS: &[&str] = &[
    "about", "after", "and", "as", "at", "before", "between", "by", "for", "from", "in", "into", "of", "on", "or",
    "to", "under", "using", "via", "with", "within", "without",
];
/// Words that are meaningless without the word after them.
const ARTICLES: &[&str] = &["a", "an", "the"];
/// Prepositions that change the meaning of a verb: "convert to an issue" is not "convert an issue".
const DIRECTIONS: &[&str] = &["as", "into", "to", "with", "without", "and", "or"];

/// Words that state how a type or operation is used, but not its subject.
const GENERIC: &[&str] = &[
    "add", "all", "body", "by", "create", "data", "delete", "for", "get", "id", "in", "item", "list", "object", "of",
    "options", "param", "params", "patch", "post", "put", "query", "remove", "request", "response", "result", "set",
    "settings", "status", "string", "to", "type", "update", "value", "variant", "with",
];

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

/// The number of words that all names start with, where each has more words than these. One name shares none.
pub(crate) fn shared_start(names: &[Vec<String>]) -> usize {
    let Some(first) = names.first().filter(|_| names.len() > 1) else { return 0 };
    let shortest = names.iter().map(Vec::len).min().unwrap_or_default();
    let is_shared = |at: &usize| names.iter().all(|words| words[*at] == first[*at]);
    (0..shortest.saturating_sub(1)).take_while(is_shared).count()
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

/// The sentence without articles: `Retrieve a Customer` is `Retrieve Customer`.
pub(crate) fn without_articles(sentence: &str) -> String {
    let words = sentence.split_whitespace();
    words.filter(|word| !ARTICLES.contains(&word.to_ascii_lowercase().as_str())).collect::<Vec<_>>().join(" ")
}

/// The parts of a name, split at the characters that separate namespaces in various languages.
pub(crate) fn namespace(name: &str) -> Vec<&str> {
    if name.bytes().all(|next| next.is_ascii_alphanumeric()) {
        return vec![name];
    }
    let mut parts: Vec<&str> = name
        .split(['.', '+', '/', '\\', ':', '$', '#'])
        .flat_map(|part| part.split("__"))
        .map(|part| part.trim_matches('_'))
        .filter(|part| part.chars().any(char::is_alphanumeric))
        .collect();
    // A Go package, followed by the type: `github_com_acme_User`.
    if let [whole] = parts.as_slice()
        && let Some((packages, ty)) = whole.rsplit_once('_')
        && ty.starts_with(|c: char| c.is_uppercase())
        && packages.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
    {
        parts = packages.split('_').filter(|part| !part.is_empty()).chain([ty]).collect();
    }
    if parts.is_empty() { vec![name] } else { parts }
}

/// Whether a part of a path or a name only states that it is an API, or the version of one: `api`, `v1`, `2.0`,
/// `2021-04-30`, `2026-09-beta`.
pub(crate) fn is_version(part: &str) -> bool {
    let stage =
        ["alpha", "beta", "preview"].iter().find_map(|stage| part.strip_suffix(stage)?.strip_suffix(['-', '.']));
    let number = stage.unwrap_or(part);
    let digits = number.strip_prefix(['v', 'V']).unwrap_or(number);
    let is_number = digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '-' | '_'));
    is_number || part.eq_ignore_ascii_case("api") || part.eq_ignore_ascii_case("rest")
}

/// Whether two words are equal, or singular and plural of the same word: `company` and `companies`.
pub(crate) fn same(one: &str, other: &str) -> bool {
    one == other || is_plural(one, other) || is_plural(other, one)
}

fn is_plural(many: &str, one: &str) -> bool {
    if let Some(stem) = one.strip_suffix('y')
        && many.strip_suffix("ies") == Some(stem)
    {
        return true;
    }
    match many.strip_prefix(one) {
        Some("s" | "es") => true,
        Some("ren") => one == "child",
        _ => matches!((one, many), ("person", "people") | ("index", "indices") | ("analysis", "analyses")),
    }
}

/// A name without the words of its context: `create`, `chat`, `completion` in `chat` is `create`, `completion`. `None`
/// if it contains none of them, or if the rest is meaningless or has another meaning.
pub(crate) fn without(name: &[String], context: &[String]) -> Option<Vec<String>> {
    without_unless(name, context, |_| false)
}

/// Like [`without`], but the words stay if the words before them would have another meaning alone.
pub(crate) fn without_unless(
    name: &[String],
    context: &[String],
    misleads: impl Fn(&[String]) -> bool,
) -> Option<Vec<String>> {
    let mut rest = name.to_vec();
    let mut from = 0;
    let mut dropped = false;
    while let Some((start, end)) = place(&rest, context, from) {
        match cut(&rest, start, end).filter(|_| !misleads(&rest[..start])) {
            Some(shorter) => (rest, from, dropped) = (shorter, start.saturating_sub(2), true),
            None => from = start + 1,
        }
    }
    dropped.then_some(rest)
}

/// A name without the scope at its end, which the arguments name: `list_runners_in_group` for
/// `list_runners_in_group_for_org` and `get_retention_settings` for `get_retention_settings_organization`, where `org` is
/// a scope. Without a preposition before it, only the outermost scope is left out, which is the first: another one may be
/// the object (`attach_configuration`).
pub(crate) fn without_scope(name: &[String], scopes: &[Vec<String>]) -> Option<Vec<String>> {
    let (end, scope, scopes) = match name.iter().rposition(|word| is_preposition(word)) {
        // `export_to_org` is not `export`.
        Some(at) if DIRECTIONS.contains(&name[at].as_str()) => return None,
        Some(at) => (at, &name[at + 1..], scopes),
        None => (name.len().checked_sub(1)?, name.get(name.len() - 1..)?, scopes.get(..1)?),
    };
    let rest = &name[..end];
    let says_something = rest.len() > 1 && !rest.last().is_some_and(|last| is_preposition(last));
    (says_something && scopes.iter().any(|one| names_scope(scope, one))).then(|| rest.to_vec())
}

/// A name without the words at its end that say for whom an operation acts, if that is the outermost resource of its
/// path: `create_ssh_key` for `create_ssh_key_for_authenticated_user` of `/user/keys`.
pub(crate) fn without_beneficiary(name: &[String], outermost: &[String]) -> Option<Vec<String>> {
    let at = name.iter().rposition(|word| is_preposition(word)).filter(|at| name[*at] == "for")?;
    let is_outermost = name[at + 1..].last().is_some_and(|last| names_scope(std::slice::from_ref(last), outermost));
    (is_outermost && at > 1 && !is_preposition(&name[at - 1])).then(|| name[..at].to_vec())
}

/// Whether words name a scope: in singular or plural, or in full if the path abbreviates it.
fn names_scope(words: &[String], scope: &[String]) -> bool {
    match (words, scope) {
        ([word], [one]) => same(in_full(word), in_full(one)),
        _ => after(words, scope).is_some_and(|rest| rest.is_empty()),
    }
}

fn in_full(word: &str) -> &str {
    ABBREVIATIONS.iter().find(|(short, _)| same(word, short)).map_or(word, |(_, full)| *full)
}

/// Words that paths often abbreviate.
const ABBREVIATIONS: &[(&str, &str)] = &[
    ("app", "application"),
    ("db", "database"),
    ("env", "environment"),
    ("org", "organization"),
    ("repo", "repository"),
];

/// Whether a word has to be followed by another one.
pub(crate) fn is_preposition(word: &str) -> bool {
    PREPOSITIONS.contains(&word)
}

/// Whether a word states nothing about the subject of a name.
pub(crate) fn is_generic(word: &str) -> bool {
    // In `response400`, the status states nothing about the subject.
    let is_status = |rest: &str| rest.starts_with(|first: char| first.is_ascii_digit());
    GENERIC.contains(&word) || word.strip_prefix("response").is_some_and(is_status)
}

/// Whether a name contains the words of another one: `get customer office` contains those of `customers`.
pub(crate) fn contains(name: &[String], other: &[String]) -> bool {
    let is_other = |words: &[String]| words.iter().zip(other).all(|(word, other)| same(word, other));
    !other.is_empty() && name.windows(other.len()).any(is_other)
}

/// The words of a name after those of its context, if it starts with them: `by`, `id` for `user_by_id` in `users`, and
/// nothing for `pets` in `pets`.
pub(crate) fn after(name: &[String], context: &[String]) -> Option<Vec<String>> {
    match place(name, context, 0) {
        Some((0, end)) => Some(name[end..].to_vec()),
        Some(_) | None => None,
    }
}

/// The property by which a parameter selects an item: `id` for `petId` of `pets`, and for any identifier; `owner` for
/// `owner`.
pub(crate) fn found_by(param: &str, of: &[String]) -> Vec<String> {
    let param = split(param);
    let names_it = |of: &[String]| after(&param, of).is_some_and(|rest| rest.is_empty());
    let is_id = param.last().is_some_and(|word| word == "id");
    if is_id || param.is_empty() || names_it(of) || of.last().is_some_and(|last| names_it(std::slice::from_ref(last))) {
        return vec!["id".to_owned()];
    }
    without(&param, of).unwrap_or(param)
}

/// The range in which a name has the words of the context, in singular or plural, regardless of how they are split into
/// words.
fn place(name: &[String], context: &[String], from: usize) -> Option<(usize, usize)> {
    if context.is_empty() {
        return None;
    }
    let joined = context.concat();
    (from..name.len()).find_map(|start| {
        let mut length = 0;
        (start + 1..=name.len()).take(context.len() + 2).map(|end| (start, end)).find(|(start, end)| {
            length += name[*end - 1].len();
            let words = &name[*start..*end];
            let word_by_word =
                words.len() == context.len() && words.iter().zip(context).all(|(word, other)| same(word, other));
            // Singular and plural differ by a few letters. Comparing all joined words would take too long for long
            // names.
            word_by_word || (length.abs_diff(joined.len()) <= 4 && same(&words.concat(), &joined))
        })
    })
}

/// The name without a range of its words; `None` if the rest is not a sentence.
fn cut(name: &[String], start: usize, end: usize) -> Option<Vec<String>> {
    let (mut before, mut after) = (&name[..start], &name[end..]);
    let is = |list: &[&str], word: Option<&String>| word.is_some_and(|word| list.contains(&word.as_str()));
    // `get a user`, `the user's orders`.
    if is(ARTICLES, before.last()) {
        before = &before[..before.len() - 1];
    }
    if after.first().is_some_and(|word| word == "s") {
        after = &after[1..];
    }
    if is(PREPOSITIONS, before.last()) && (after.is_empty() || is(PREPOSITIONS, after.first())) {
        if is(DIRECTIONS, before.last()) && before.len() < 3 {
            return None;
        }
        before = &before[..before.len() - 1];
    } else if after.is_empty() && before.iter().any(|word| PREPOSITIONS.contains(&word.as_str())) {
        // `for authenticated` does not mean the same as `for authenticated user`.
        return None;
    }
    let rest = [before, after].concat();
    let says_something = !rest.is_empty() && !is(PREPOSITIONS, rest.first()) && !is(ARTICLES, rest.last());
    (says_something && !is_version(&rest.concat())).then_some(rest)
}

/// Chooses one of several candidates for the name of each item, and returns its index. `counts` has the number of
/// candidates, which are sorted from the best, and `key` returns the string that must be distinct.
///
/// All items that would get the same name move on to their next one, so the order does not matter. An item without
/// further names keeps its last one.
pub(crate) fn choose<K: Ord>(
    counts: &[usize],
    key: impl Fn(usize, usize) -> K,
    is_taken: impl Fn(&K) -> bool,
) -> Vec<usize> {
    let mut levels = vec![0usize; counts.len()];
    let mut keys: Vec<K> = (0..counts.len()).map(|thing| key(thing, 0)).collect();
    loop {
        let mut holders: BTreeMap<&K, Vec<usize>> = BTreeMap::new();
        for (thing, key) in keys.iter().enumerate() {
            holders.entry(key).or_default().push(thing);
        }
        let clashing = holders.into_iter().filter(|(key, holders)| holders.len() > 1 || is_taken(key));
        let things = clashing.flat_map(|(_, holders)| holders);
        let moving: Vec<usize> = things.filter(|thing| levels[*thing] + 1 < counts[*thing]).collect();
        if moving.is_empty() {
            return levels;
        }
        // The loop ends because each round moves an item to its next candidate.
        for thing in moving {
            levels[thing] += 1;
            keys[thing] = key(thing, levels[thing]);
        }
    }
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
    fn a_scope_at_the_end_of_a_name_can_be_left_out() {
        let scopes = [split("orgs"), split("org"), split("runner_groups"), split("group")];
        for (name, rest) in [
            ("list runners in group for org", Some("list runners in group")),
            ("get permissions organization", Some("get permissions")),
            ("list runners in runner group", Some("list runners")),
            ("set runners group", None),
            ("list org", None),
            ("export runners to org", None),
            ("list runners for each organization", None),
            ("list organic", None),
        ] {
            assert_eq!(without_scope(&split(name), &scopes).map(|rest| rest.join(" ")).as_deref(), rest, "{name}");
        }
        for (name, rest) in [
            ("create key for authenticated user", Some("create key")),
            ("list for authenticated user", None),
            ("set repos for user secret", None),
            ("check key by user", None),
        ] {
            let found = without_beneficiary(&split(name), &split("user"));
            assert_eq!(found.map(|rest| rest.join(" ")).as_deref(), rest, "{name}");
        }
    }

    /// Tests every name of up to six characters of each kind.
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

    #[test]
    fn a_name_in_its_context_is_shorter() {
        for (name, context, rest) in [
            ("createChatCompletion", "chat", "create completion"),
            ("Get Customers", "customers", "get"),
            ("createCoreV1NamespacedPod", "core_v1", "create namespaced pod"),
            ("disk_list", "disks", "list"),
            ("getPetById", "pet", "get by id"),
            ("removeMemberInOrg", "orgs", "remove member"),
            ("addLabelToIssue", "issues", "add label"),
            ("deleteAnOrder", "orders", "delete"),
            ("getUsersUser", "users", "get"),
            ("listForOrg", "orgs", "list"),
            ("list_web_hooks", "webhooks", "list"),
            ("getUserDetailsByUserId", "users", "get details by id"),
        ] {
            assert_eq!(without(&split(name), &split(context)).unwrap().join(" "), rest, "{name}");
        }
        for (name, context) in [
            ("convertToIssue", "issues"),
            ("pets", "pets"),
            ("userById", "users"),
            ("listForAuthenticatedUser", "users"),
            ("carpetsList", "pets"),
            ("user_v2", "users"),
            ("list", ""),
        ] {
            assert_eq!(without(&split(name), &split(context)), None, "{name}");
        }
    }

    #[test]
    fn versions_name_nothing() {
        assert!(["v1", "V2.1", "2021-04-30", "api", "1.0"].into_iter().all(is_version));
        assert!(!["pets", "v", "vans", "v1beta1pets", ""].into_iter().any(is_version));
    }
}
