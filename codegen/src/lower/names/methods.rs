//! Names of methods: the names of the operations without the words of their group.
//!
//! They depend only on the names, methods and paths of the operations in the group. `create_chat_completion` is
//! `create_completion` in `chat`, unless the rest is meaningless (`pets` in `pets`) or a keyword (`type`), or another
//! operation of the group would get the same name. Of several operations with the same name, the one whose path ends in
//! a parameter is named after that parameter: `get` and `get_by_id`. Otherwise they keep the words of the group.

use std::collections::{BTreeMap, BTreeSet};

use crate::lower::names::{self, Style};
use crate::rust::Ident;
use crate::spec::{self, Segment};
use crate::words::{self, LONG, PathPart};

/// An operation and the candidates for its name.
struct Candidates<'a> {
    id: &'a str,
    /// The names without the words of the group, the best first.
    short: Vec<String>,
    /// The first of them with a suffix for the parameter at the end of the path: `get_by_id`.
    found_by: Option<String>,
    whole: String,
    /// Whether the best name would be shorter if there were no other groups.
    depends_on_groups: bool,
}

impl Candidates<'_> {
    /// The next candidate after a name that is not unique; the last candidate is the whole name.
    fn after(&self, name: &str) -> &str {
        let at = self.short.iter().position(|short| short == name);
        at.and_then(|at| self.short.get(at + 1)).unwrap_or(&self.whole)
    }
}

/// The name of a group. A keyword becomes a plural, because a method such as `r#type` is inconvenient to call.
pub(crate) fn group(name: Ident) -> Ident {
    let plural = match name.text() {
        "box" | "match" => "es",
        "abstract" | "break" | "const" | "enum" | "impl" | "loop" | "macro" | "mod" | "move" | "override" | "ref"
        | "return" | "static" | "struct" | "trait" | "type" | "use" | "where" | "yield" => "s",
        _ => return name,
    };
    Ident::new(format!("{}{plural}", name.text()))
}

/// The method of an operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Method {
    /// The name of the method, as words separated by `_`.
    pub name: String,
    /// Whether the name depends on the other operations or groups.
    pub depends_on_others: bool,
}

/// The method of each operation of a group, by the operation's identifier. `taken` has the names that `crate.json`
/// gives to other operations, and `groups` has the words of all groups.
pub(crate) fn in_group(
    group: &str,
    operations: &[(&str, &spec::Operation)],
    taken: &BTreeSet<&str>,
    groups: &[Vec<String>],
) -> BTreeMap<String, Method> {
    let context = words::split(group);
    let mut candidates: Vec<Candidates> =
        operations.iter().map(|(id, operation)| candidates(id, operation, &context, groups)).collect();
    leave_out_scopes(&mut candidates, operations);
    let mut chosen: Vec<&str> = candidates.iter().map(|one| one.short[0].as_str()).collect();
    // The loop ends because each round replaces a name with a longer one.
    loop {
        let mut holders: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        chosen.iter().enumerate().for_each(|(index, name)| holders.entry(name).or_default().push(index));
        let mut moved = false;
        for (name, holders) in holders {
            let is_taken = taken.contains(name);
            if holders.len() < 2 && !is_taken {
                continue;
            }
            for (index, name) in next(&candidates, &chosen, &holders, is_taken) {
                chosen[index] = name;
                moved = true;
            }
        }
        if !moved {
            break;
        }
    }
    let method = |(one, name): (&Candidates, &&str)| {
        (
            one.id.to_owned(),
            Method { name: (*name).to_owned(), depends_on_others: one.depends_on_groups || **name != one.short[0] },
        )
    };
    candidates.iter().zip(&chosen).map(method).collect()
}

/// Shortens long names by the scope at their end, which the arguments name, unless another operation of the group
/// starts with the same words: that one has another scope (`for_repo` beside `for_org`).
fn leave_out_scopes(candidates: &mut [Candidates], operations: &[(&str, &spec::Operation)]) {
    let names: BTreeSet<String> = candidates.iter().map(|one| one.short[0].clone()).collect();
    for (one, (_, operation)) in candidates.iter_mut().zip(operations) {
        if one.short[0].len() <= LONG {
            continue;
        }
        let name: Vec<String> = one.short[0].split('_').map(str::to_owned).collect();
        let Some(shorter) = words::without_scope(&name, &scopes(&operation.path)) else { continue };
        let shorter = shorter.join("_");
        let is_start =
            |other: &&String| other.strip_prefix(&shorter).is_some_and(|rest| rest.is_empty() || rest.starts_with('_'));
        if names.range(shorter.clone()..).take_while(|name| name.starts_with(&shorter)).filter(is_start).count() == 1 {
            one.short.insert(0, shorter);
        }
    }
}

/// The words of the resources around that of a path.
fn scopes(path: &spec::PathTemplate) -> Vec<Vec<String>> {
    words::scopes(path.segments().iter().flat_map(parts))
}

fn parts(segment: &Segment) -> Vec<PathPart<'_>> {
    match segment {
        Segment::Literal(text) => text.split('/').map(PathPart::Text).collect(),
        Segment::Param(param) => vec![PathPart::Param(param)],
    }
}

/// The next candidates for some of the operations with the same name.
fn next<'a>(candidates: &'a [Candidates], chosen: &[&str], holders: &[usize], is_taken: bool) -> Vec<(usize, &'a str)> {
    let is_first = |index: &usize| chosen[*index] == candidates[*index].short[0];
    let found_by = |index: &usize| candidates[*index].found_by.as_deref().filter(|_| is_first(index));
    let distinct: BTreeSet<&str> = holders.iter().filter_map(found_by).collect();
    let rest = holders.iter().filter(|index| found_by(index).is_none()).count() + usize::from(is_taken);
    let finding: Vec<(usize, &str)> =
        holders.iter().filter_map(|index| found_by(index).map(|name| (*index, name))).collect();
    if !finding.is_empty() && distinct.len() == finding.len() && rest < 2 {
        return finding;
    }
    // A role's `create` keeps its name if the other operation is `create_project_role`.
    let nested = |index: &&usize| candidates[**index].short.len() > 1 && is_first(index);
    let longer = holders.iter().filter(|index| chosen[**index] != candidates[**index].whole);
    let (nested, others): (Vec<&usize>, Vec<&usize>) = longer.partition(nested);
    let moved = if nested.is_empty() { others } else { nested };
    moved.into_iter().map(|index| (*index, candidates[*index].after(chosen[*index]))).collect()
}

fn candidates<'a>(
    id: &'a str,
    operation: &spec::Operation,
    group: &[String],
    groups: &[Vec<String>],
) -> Candidates<'a> {
    let name = words::split(&operation.name);
    let whole = name.join("_");
    // In the group `qualifications`, `create` for `create_customer_qualification` must not suggest that it creates a
    // customer.
    let misleads = |before: &[String]| {
        let mut others = groups.iter().filter(|other| other.as_slice() != group);
        object(before).is_some_and(|object| others.any(|other| words::contains(object, other)))
    };
    let (short, depends_on_groups) = short(&name, operation, group, misleads);
    let nested = without_parents(&name, &operation.path, group);
    let nested = nested.map(|name| self::short(&name, operation, group, misleads).0).filter(|nested| *nested != short);
    let short: Vec<String> = nested.into_iter().chain([short]).collect();
    let found_by = found_by(&operation.path)
        .filter(|_| !short[0].split('_').any(|word| word == "by"))
        .map(|param| format!("{}_by_{}", short[0], param.join("_")));
    // Without the words of the parent resource, the method has another name to choose, which other groups do not change.
    let depends_on_groups = depends_on_groups && short.len() == 1;
    Candidates { id, short, found_by, whole, depends_on_groups }
}

/// A name without the words of the group, and whether it keeps some of them because of other groups.
fn short(
    name: &[String],
    operation: &spec::Operation,
    group: &[String],
    misleads: impl Fn(&[String]) -> bool,
) -> (String, bool) {
    let verb = || operation.method.as_str().to_ascii_lowercase();
    // In `post posts`, the first `post` is the verb and not the group.
    let is_group = |word: &String| matches!(group, [only] if words::same(word, only));
    if let [first, rest @ ..] = name
        && !rest.is_empty()
        && (*first == verb() || first == "list")
        && is_group(first)
    {
        if words::after(rest, group).is_some_and(|after| after.is_empty()) {
            return (first.clone(), false);
        }
        let (short, depends_on_groups) = self::short(rest, operation, group, misleads);
        let says_verb = short.split('_').next() == Some(first);
        return (if says_verb { short } else { format!("{first}_{short}") }, depends_on_groups);
    }
    let dropped = words::without_unless(name, group, misleads);
    let depends_on_groups = dropped != words::without(name, group);
    let shorter = dropped
        .or_else(|| words::without_object(name, group))
        // `emojis` in `emojis`, `user_by_id` in `users`.
        .or_else(|| {
            let rest = words::after(name, group)?;
            // `enable_api` in `enable` would lose its verb.
            let is_verb = !rest.is_empty() && words::is_verb(&name[0]);
            (!is_verb).then(|| [vec![verb()], rest].concat())
        });
    let shorter = shorter.map(|rest| if stands_alone(&rest) { rest } else { [vec![verb()], rest].concat() });
    let short = shorter.filter(|rest| !rest.is_empty()).map_or_else(|| name.join("_"), |rest| rest.join("_"));
    (short, depends_on_groups)
}

/// The object in the words before those of the group: `customer` in `create customer`.
fn object(before: &[String]) -> Option<&[String]> {
    // If nothing follows a preposition, the words of the group are its object: `files` in `list_files_in_store`.
    let from = before.iter().rposition(|word| words::is_preposition(word)).unwrap_or(0) + 1;
    before.get(from..)
}

/// A name without the parent resources in the path, which the arguments name: `create_role` for `create_project_role`
/// of `/projects/{id}/roles`.
fn without_parents(name: &[String], path: &spec::PathTemplate, group: &[String]) -> Option<Vec<String>> {
    let parents = parents(path, group)?;
    let start = (1..name.len()).find(|start| words::after(&name[*start..], group).is_some())?;
    let mut object = object(&name[..start])?;
    let from = start - object.len();
    while let Some(parent) =
        parents.iter().find(|parent| words::contains(&object[..parent.len().min(object.len())], parent))
    {
        object = &object[parent.len()..];
    }
    let rest = start - object.len();
    (rest > from).then(|| [&name[..from], &name[rest..]].concat())
}

/// The words of the parent resources of a path: the literals before a parameter, up to the literal with the name of the
/// group.
fn parents(path: &spec::PathTemplate, group: &[String]) -> Option<Vec<Vec<String>>> {
    let mut parents = Vec::new();
    let mut last = Vec::new();
    for segment in path.segments() {
        match segment {
            Segment::Param(_) if !last.is_empty() => parents.push(std::mem::take(&mut last)),
            Segment::Param(_) => {}
            Segment::Literal(text) => {
                let texts = text.split('/').map(words::split).filter(|words| !words.is_empty());
                for words in texts {
                    if words::after(&words, group).is_some_and(|rest| rest.is_empty()) {
                        return Some(parents);
                    }
                    last = words;
                }
            }
        }
    }
    None
}

/// Whether the words are meaningful as the name of a method.
fn stands_alone(name: &[String]) -> bool {
    let joined = name.join("_");
    let ident = names::ident(&joined, Style::Snake);
    !ident.is_keyword() && ident.text() == joined
}

/// The parameter at the end of a path, without the words of the segment before it.
fn found_by(path: &spec::PathTemplate) -> Option<Vec<String>> {
    let (last, before) = path.segments().split_last()?;
    let Segment::Param(param) = last else { return None };
    let of = before.iter().rev().find_map(|segment| match segment {
        Segment::Literal(text) => text.split('/').rev().map(words::split).find(|words| !words.is_empty()),
        Segment::Param(_) => None,
    });
    Some(words::found_by(param, &of.unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::in_group;
    use crate::spec::{self, Api, json};

    /// The methods for operations, which the tests write as `name METHOD path`.
    fn methods(group: &str, operations: &[&str]) -> Vec<String> {
        let operation = |(index, line): (usize, &&str)| {
            let parts: Vec<&str> = line.rsplitn(3, ' ').collect();
            let names = parts[0].split('{').skip(1).filter_map(|rest| rest.split_once('}'));
            let params: Vec<String> = names.map(|(name, _)| format!(r#""{name}": {{ "type": "string" }}"#)).collect();
            format!(
                r#""{index}": {{ "group": "{group}", "name": "{}", "method": "{}", "path": "{}", "params": {{ "path": {{ {} }} }}, "replies": {{}} }}"#,
                parts[2],
                parts[1],
                parts[0],
                params.join(", ")
            )
        };
        let operations: Vec<String> = operations.iter().enumerate().map(operation).collect();
        let text = format!(r#"{{ "title": "A", "types": {{}}, "operations": {{ {} }} }}"#, operations.join(", "));
        let api: Api = json::read("api.json", &text).unwrap();
        let members: Vec<(&str, &spec::Operation)> =
            api.operations.iter().map(|(id, operation)| (id.as_str(), operation)).collect();
        let groups = [crate::words::split(group), vec!["customers".to_owned()]];
        in_group(group, &members, &BTreeSet::new(), &groups).into_values().map(|method| method.name).collect()
    }

    #[test]
    fn words_of_the_group_are_no_part_of_a_method() {
        let names = ["createChatCompletion POST /c", "listChats GET /c", "chat GET /d", "chatType GET /t"];
        assert_eq!(methods("chat", &names), ["create_completion", "list", "get", "get_type"]);
    }

    #[test]
    fn a_verb_that_sounds_like_the_group_is_none_of_its_words() {
        let names = ["post posts POST /posts", "post post draft POST /posts/draft", "get posts GET /posts"];
        assert_eq!(methods("posts", &names), ["post", "post_draft", "get"]);
        let names = ["postComment POST /posts/{id}/comments", "putPost PUT /posts/{id}"];
        assert_eq!(methods("post", &names), ["post_comment", "put"]);
    }

    #[test]
    fn a_rest_that_names_another_group_keeps_the_words() {
        let names = [
            "createCustomerQualifications POST /c",
            "getActiveQualifications GET /q",
            "listCustomersInQualification GET /r",
        ];
        let expected = ["create_customer_qualifications", "get_active", "list_customers"];
        assert_eq!(methods("qualifications", &names), expected);
    }

    #[test]
    fn what_the_path_has_around_the_group_is_named_by_the_arguments() {
        let names = [
            "createCustomerQualification POST /customers/{id}/qualifications",
            "listCustomerUserQualifications GET /customers/{id}/users/{user}/qualifications",
            "getCustomerQualifications GET /customers/{id}/qualifications",
            "getCustomerQualification GET /customers/{id}/qualifications/{qualification}",
            "listQualificationCustomers GET /qualifications/{id}/customers",
        ];
        let expected = ["create", "list", "get", "get_by_id", "list_customers"];
        assert_eq!(methods("qualifications", &names), expected);
    }

    #[test]
    fn an_operation_below_another_resource_leaves_the_short_name_to_one_that_is_not() {
        let names = [
            "createQualification POST /qualifications",
            "createCustomerQualification POST /customers/{id}/qualifications",
        ];
        assert_eq!(methods("qualifications", &names), ["create", "create_customer_qualification"]);
    }

    #[test]
    fn what_clashes_says_by_what_it_finds_or_keeps_its_words() {
        let names = ["getUsers GET /users", "getUser GET /users/{userId}", "createUser POST /a", "createUsers POST /b"];
        assert_eq!(methods("users", &names), ["get", "get_by_id", "create_user", "create_users"]);
    }

    #[test]
    fn a_long_name_ends_before_the_scope_that_an_argument_names() {
        let names = [
            "listHostedRunnersInGroupForOrganization GET /orgs/{org}/actions/groups/{group}/hosted-runners",
            // Another operation has another scope, even if its name is short.
            "getCacheRetentionLimitOfAllForRepository GET /repos/{owner}/{repo}/actions/cache/limit",
            "getCacheRetentionLimitOfAllForOrg GET /orgs/{org}/actions/cache/limit",
            // The object, and a scope that no argument names.
            "attachDefaultCodeSecurityConfigurationRepository PUT /orgs/{org}/configurations/{id}/repositories/{repo}",
            "listRepositoriesWithAlertsForAuthenticatedUser GET /user/repositories/alerts",
            "addSelectedRepositoryAccessToOrganization PUT /orgs/{org}/access",
            "disableSelectedRepositoryRunnersOrganization DELETE /orgs/{org}/repositories/{repository_id}/enabled",
        ];
        let expected = [
            "list_hosted_runners_in_group",
            "get_cache_retention_limit_of_all_for_repository",
            "get_cache_retention_limit_of_all_for_org",
            "attach_default_code_security_configuration_repository",
            "list_repositories_with_alerts_for_authenticated_user",
            "add_selected_repository_access_to_organization",
            "disable_selected_repository_runners",
        ];
        assert_eq!(methods("actions", &names), expected);
    }

    #[test]
    fn the_order_of_operations_does_not_count() {
        let names = ["getUser GET /users/{id}", "get GET /me", "getUsers GET /users"];
        let reversed: Vec<&str> = names.iter().rev().copied().collect();
        let mut backwards = methods("users", &reversed);
        backwards.reverse();
        assert_eq!(methods("users", &names), backwards);
    }
}
