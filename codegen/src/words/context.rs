//! Removes from a name what its context says.

use super::case::split;
use super::vocabulary::{
    ARTICLES, CONJUNCTIONS, DETERMINERS, DIRECTIONS, KINDS_OF_GROUPS, PREPOSITIONS, is_preposition, is_verb,
    is_version, same,
};

/// The sentence without articles and possessives: `List a Project's Issues` is `List Project Issues`.
pub(crate) fn without_articles(sentence: &str) -> String {
    let words = sentence.split_whitespace();
    let words = words.filter(|word| !ARTICLES.contains(&word.to_ascii_lowercase().as_str()));
    let owner =
        |word: &'_ str| word.trim_end_matches("'s").trim_end_matches("’s").trim_end_matches(['\'', '’']).to_owned();
    words.map(owner).collect::<Vec<_>>().join(" ")
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

/// A name without its object, if that is what the context ends with: `create` for `create customer` in `meter customers`
/// and `deploy` for `deploy application` in `application actions`.
pub(crate) fn without_object(name: &[String], context: &[String]) -> Option<Vec<String>> {
    let (verb, object) = name.split_first().filter(|(verb, _)| is_verb(verb))?;
    let end = context.iter().rposition(|word| !KINDS_OF_GROUPS.contains(&word.as_str()))? + 1;
    let ends_so = |rest: &Vec<String>| {
        rest.first().is_none_or(|next| is_preposition(next) && !CONJUNCTIONS.contains(&next.as_str()))
    };
    let rest = (0..end).find_map(|start| after(object, &context[start..end]).filter(ends_so))?;
    Some([std::slice::from_ref(verb), rest.as_slice()].concat())
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
    // `teams and users` without its second half is another list.
    if is(CONJUNCTIONS, before.last()) || is(CONJUNCTIONS, after.first()) {
        return None;
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
    let says_something = !rest.is_empty() && !is(PREPOSITIONS, rest.first()) && !is(DETERMINERS, rest.last());
    (says_something && !is_version(&rest.concat())).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_object_that_the_context_ends_with_can_be_left_out() {
        for (name, context, rest) in [
            ("create customer", "meter customers", Some("create")),
            ("deploy application", "application actions", Some("deploy")),
            ("delete user by id", "admin users", Some("delete by id")),
            ("get customer", "customer orders", None),
            ("list users and teams", "admin users", None),
            ("user settings", "account settings", None),
            ("list user keys", "admin users", None),
        ] {
            let left = without_object(&split(name), &split(context)).map(|rest| rest.join(" "));
            assert_eq!(left.as_deref(), rest, "{name} in {context}");
        }
    }

    #[test]
    fn a_half_of_a_list_stays() {
        for name in ["get teams and users", "get users or teams", "get my user"] {
            assert_eq!(without(&split(name), &split("users")), None, "{name}");
        }
        assert_eq!(
            without_articles("List a Project's Issues of the Users’ Teams"),
            "List Project Issues of Users Teams"
        );
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
}
