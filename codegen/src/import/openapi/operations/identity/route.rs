//! Derives names from a method and a path, for operations without an identifier.

use crate::spec::Method;
use crate::words::{self, LONG, PathPart};

/// The number of literal segments at the start that all of the paths share, and that therefore distinguish none. At
/// least one segment of each path is left for its name.
pub(super) fn shared(paths: &[&str]) -> usize {
    let texts: Vec<Vec<Vec<String>>> = paths.iter().map(|path| said(path).0).collect();
    let Some((first, others)) = texts.split_first() else { return 0 };
    let shared = (0..first.len()).take_while(|at| others.iter().all(|other| other.get(*at) == first.get(*at))).count();
    if texts.iter().any(|texts| texts.len() == shared) { shared.saturating_sub(1) } else { shared }
}

/// The names for a method and a path, the best first: one that is not too long, one with all words, one with the whole
/// path. The `shared` segments at the start are left out. If the words of the group are among them or begin there, they
/// are left out only up to the end of the group.
pub(super) fn spellings(method: &Method, path: &str, group: &[String], shared: usize) -> Vec<String> {
    let (texts, found_by) = said(path);
    let name = name(method, path);
    let in_group = |name: &str| words::without(&words::split(name), group);
    let shared = shared.min(texts.len());
    let says_group = |name: &str| in_group(name).is_some();
    let is_group = |texts: &[Vec<String>]| words::after(&texts.concat(), group).is_some_and(|rest| rest.is_empty());
    let ends_with_group = |end: &usize| (0..*end).any(|start| is_group(&texts[start..*end]));
    let from = if !says_group(&name) || says_group(&joined(method, &texts[shared..], &found_by)) {
        shared
    } else {
        // For `/users/me/keys` in `users`, `me` is left.
        (1..=shared).find(ends_with_group).unwrap_or_default()
    };
    let length = |name: &String| in_group(name).map_or(name.len(), |words| words.join("-").len());
    let all = joined(method, &texts[from..], &found_by);
    let short = |found_by: &[String]| {
        let mut shorter = (from..texts.len()).map(|from| joined(method, &texts[from..], found_by));
        shorter.find(|name| length(name) <= LONG)
    };
    let is_enough = length(&all) > LONG && names_several(&found_by);
    let without_params = if is_enough { short(&[]) } else { None };
    let short = short(&found_by);
    let best = [&without_params, &short].into_iter().flatten().next().unwrap_or(&all);
    let versioned = version(path).map(|version| format!("{best}-{version}"));
    let mut spellings: Vec<String> = without_params.into_iter().chain(short).chain([all, name]).collect();
    spellings.extend(versioned.into_iter().chain([whole_name(method, path)]));
    spellings.dedup();
    spellings
}

/// Whether the words for the end of a path name several parameters, as in `by-owner-and-repo`. The arguments say as
/// much.
fn names_several(found_by: &[String]) -> bool {
    found_by.iter().any(|word| word == "and")
}

/// The name with which the types of an operation start: that of method and path, without several parameters at the end
/// if it is long.
pub(super) fn name_of_types(method: &Method, path: &str) -> String {
    let (texts, found_by) = said(path);
    let name = joined(method, &texts, &found_by);
    if name.len() > LONG && names_several(&found_by) { joined(method, &texts, &[]) } else { name }
}

/// The words of the resources of a path.
pub(super) fn resources(path: &str) -> Vec<Vec<String>> {
    said(path).0
}

/// The words of the resources around that of a path, each as the literal before its parameter and as the parameter.
pub(super) fn scopes(path: &str) -> Vec<Vec<String>> {
    words::scopes(segments(path))
}

/// The name without the prefix that all paths share and without the parameters between segments. A parameter at the end
/// is named with `by`: `get-pets-by-id` for `GET /v1/pets/{petId}`.
pub(super) fn name(method: &Method, path: &str) -> String {
    let (texts, found_by) = said(path);
    joined(method, &texts, &found_by)
}

fn joined(method: &Method, texts: &[Vec<String>], found_by: &[String]) -> String {
    let verb = method.as_str().to_ascii_lowercase();
    let mut texts = texts.concat();
    // For `GET /domains/getDomain`, the verb `get` occurs once in the name.
    if texts.first() == Some(&verb) {
        texts.remove(0);
    }
    [vec![verb], texts, found_by.to_vec()].concat().join("-")
}

/// The words of the segments of a path, and those of the parameter at its end.
fn said(path: &str) -> (Vec<Vec<String>>, Vec<String>) {
    let mut texts: Vec<Vec<String>> = Vec::new();
    let mut params: Vec<&str> = Vec::new();
    for segment in segments(path) {
        match segment {
            PathPart::Text(text) => {
                params.clear();
                texts.push(words::split(text));
            }
            PathPart::Param(param) => params.push(param),
        }
    }
    let mut found_by = Vec::new();
    if let Some((first, others)) = params.split_first() {
        found_by.push("by".to_owned());
        if others.is_empty() {
            found_by.extend(words::found_by(first, texts.last().map_or(&[], Vec::as_slice)));
        } else {
            found_by.extend(words::split(first));
            found_by.extend(others.iter().flat_map(|param| [vec!["and".to_owned()], words::split(param)].concat()));
        }
    }
    (texts, found_by)
}

/// The name with all segments of the path, where a shorter one is not unique: `get-pets-petId-owner`.
pub(super) fn whole_name(method: &Method, path: &str) -> String {
    let words = path.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let method = method.as_str().to_ascii_lowercase();
    std::iter::once(method.as_str()).chain(words).collect::<Vec<_>>().join("-")
}

/// The words of the parameter at the end of a path; `None` if the path ends with a literal.
pub(super) fn trailing_param(path: &str) -> Option<Vec<String>> {
    let mut last = Vec::new();
    let mut param = None;
    for segment in segments(path) {
        match segment {
            PathPart::Text(text) => (last, param) = (words::split(text), None),
            PathPart::Param(name) => param = Some(words::found_by(name, &last)),
        }
    }
    param
}

/// The words of the last literal segment of a path that says more than the name of the operation, if it is not the
/// first.
pub(super) fn last_text(path: &str, name: &str) -> Option<Vec<String>> {
    let texts = segments(path).filter_map(|segment| match segment {
        PathPart::Text(text) => Some(text),
        PathPart::Param(_) => None,
    });
    let name = words::split(name);
    texts.skip(1).map(words::split).filter(|text| *text != name).last()
}

/// The last segment of a path that only states a version: `v2` for `/v2/users/{id}`.
pub(super) fn version(path: &str) -> Option<&str> {
    path.split('/').rev().find(|segment| words::is_version(segment))
}

/// The segments of a path except those that only state a version.
fn segments(path: &str) -> impl Iterator<Item = PathPart<'_>> {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    // A parameter in the paths of Google's APIs may contain a `/`: `{name=projects/*}`.
    let mut depth = 0usize;
    let between = move |c: char| {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        c == '/' && depth == 0
    };
    path.split(between).flat_map(parts)
}

/// A segment may be text with parameters in it: `{name}:cancel`, `{id}.json`.
fn parts(segment: &str) -> Vec<PathPart<'_>> {
    let mut parts = Vec::new();
    let mut rest = segment;
    while let Some((text, after)) = rest.split_once('{') {
        let Some((param, after)) = after.split_once('}') else { break };
        // `v{version}` only states the version, as `v1` does.
        let is_version = matches!(text, "v" | "V");
        rest = after;
        if is_version {
            continue;
        }
        parts.extend(says_something(text).then_some(PathPart::Text(text)));
        parts.push(PathPart::Param(param.split(['=', '*', '+', ':']).find(|name| !name.is_empty()).unwrap_or(param)));
    }
    let is_form = !parts.is_empty() && (rest.starts_with('.') && rest.len() < 6);
    parts.extend((says_something(rest) && !is_form).then_some(PathPart::Text(rest)));
    parts
}

fn says_something(text: &str) -> bool {
    text.chars().any(char::is_alphanumeric) && !words::is_version(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_all_paths_start_with_distinguishes_none() {
        assert_eq!(shared(&["/v1/shops/{id}/orders", "/v1/shops/{id}/carts/{cart}"]), 1);
        assert_eq!(shared(&["/shops/{id}/orders", "/shops/{id}/orders/{order}", "/shops/{id}/orders/count"]), 1);
        assert_eq!((shared(&["/shops"]), shared(&["/shops/list", "/carts/list"]), shared(&[])), (0, 0, 0));
        let name = |path, shared| spellings(&Method::Get, path, &[], shared).swap_remove(0);
        assert_eq!(name("/shops/{id}/orders/{order}", 1), "get-orders-by-id");
        assert_eq!(name("/domains/getDomain", 1), "get-domain");
        // Words of the group are left out with what stands before them, and no further.
        let name = |path, group, shared| spellings(&Method::Get, path, &words::split(group), shared).swap_remove(0);
        assert_eq!(name("/answer/admin/api/dashboard", "admin", 3), "get-dashboard");
        assert_eq!(name("/users/me/keys", "users", 2), "get-me-keys");
        assert_eq!(name("/answer/questions/info", "question", 1), "get-questions-info");
        assert_eq!(name("/ai/conversation/page", "ai-conversation", 1), "get-ai-conversation-page");
    }

    #[test]
    fn a_long_name_leaves_several_parameters_to_the_arguments() {
        let path = "/metrics/edits/per-page/{project}/{page-title}/{granularity}/{start}/{end}";
        let names = spellings(&Method::Get, path, &["edits".to_owned()], 0);
        assert_eq!(
            names[..2],
            [
                "get-metrics-edits-per-page",
                "get-metrics-edits-per-page-by-project-and-page-title-and-granularity-and-start-and-end"
            ]
        );
        assert_eq!(name_of_types(&Method::Get, path), "get-metrics-edits-per-page");
        let short = "/repos/{owner}/{repo}";
        assert_eq!(spellings(&Method::Get, short, &[], 0)[0], "get-repos-by-owner-and-repo");
        assert_eq!(name_of_types(&Method::Get, short), "get-repos-by-owner-and-repo");
    }

    #[test]
    fn the_resources_around_that_of_a_path_are_its_scopes() {
        let words = |path| scopes(path).into_iter().map(|words| words.join(" ")).collect::<Vec<_>>();
        assert_eq!(
            words("/orgs/{org}/runner-groups/{group_id}/runners/{id}"),
            ["orgs", "org", "runner groups", "group"]
        );
        assert!(words("/orgs/{org}").is_empty());
    }

    #[test]
    fn method_and_path_make_a_name() {
        for (method, path, expected) in [
            (Method::Get, "/api/Users/{id}", "get-users-by-id"),
            (Method::Get, "/v1/a/{a_id}/b/{b_id}", "get-a-b-by-id"),
            (Method::Get, "/pets/{petId}", "get-pets-by-id"),
            (Method::Delete, "/repos/{owner}/{repo}", "delete-repos-by-owner-and-repo"),
            (Method::Post, "/users/{userId}/orders", "post-users-orders"),
            (Method::Post, "/v1/{name}:cancel", "post-cancel"),
            (Method::Get, "/reports/{id}.json", "get-reports-by-id"),
            (Method::Get, "/", "get"),
            (Method::Get, "/{id}", "get-by-id"),
            (Method::Head, "/v{version}/domains/{domain}", "head-domains-by-id"),
            (Method::Get, "/v{version}", "get"),
            (Method::Get, "/things/{name=projects/*}", "get-things-by-name"),
        ] {
            assert_eq!(name(&method, path), expected, "{path}");
        }
    }
}
