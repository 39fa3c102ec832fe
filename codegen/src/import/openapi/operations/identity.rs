//! What operations are called: identifier, group, and name in the group.
//!
//! An operation without an identifier gets one made of its method and path alone, so that it does not depend on what
//! else is there. Where two share an identifier, each gets its method and path added.

use std::collections::{BTreeSet, HashMap};

use super::Reader;
use super::drafts::Draft;
use crate::problem::Rule;

/// Gives each operation its identifier, group and name.
pub(super) fn settle<'d>(reader: &mut Reader<'_, 'd>, drafts: &mut [Draft<'d>]) {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for draft in drafts.iter() {
        if let Some(id) = stated(draft) {
            *counts.entry(id).or_default() += 1;
        }
    }
    let other_tags = other_tags(reader);
    for draft in drafts.iter_mut() {
        let route = format!("{} {}", draft.method.as_str(), draft.path);
        draft.group = group(draft, &other_tags);
        (draft.id, draft.name) = match stated(draft) {
            None => (route, made_name(draft)),
            Some(id) if counts[id] == 1 => (id.to_owned(), name_in_group(id, &draft.group).to_owned()),
            Some(id) => {
                let message = format!("the `operationId` \"{id}\" stands for {} operations", counts[id]);
                let help = "Give each its own; until then, method and path tell them apart.";
                reader.import.warn(Rule::DuplicateId, &draft.node, message, help);
                let name = format!("{}-{}", name_in_group(id, &draft.group), made_name(draft));
                (format!("{id} {route}"), name)
            }
        };
    }
    // What is the same within a group once it is shortened keeps its whole identifier.
    let mut names: HashMap<(String, String), usize> = HashMap::new();
    for draft in drafts.iter() {
        *names.entry((draft.group.clone(), draft.name.clone())).or_default() += 1;
    }
    for draft in drafts.iter_mut() {
        if names[&(draft.group.clone(), draft.name.clone())] > 1 {
            draft.name.clone_from(&draft.id);
        }
    }
}

/// The identifier that the document states.
fn stated<'d>(draft: &Draft<'d>) -> Option<&'d str> {
    draft.node.text("operationId").map(str::trim).filter(|id| !id.is_empty())
}

/// The tags that the document describes as something else than a group, such as a badge (OpenAPI 3.2).
fn other_tags<'d>(reader: &Reader<'_, 'd>) -> BTreeSet<&'d str> {
    let tops = reader.import.tops();
    let tags = tops.iter().filter_map(|top| top.get("tags")).flat_map(|tags| tags.elements().collect::<Vec<_>>());
    let others = tags.filter(|tag| tag.text("kind").is_some_and(|kind| kind != "nav"));
    others.filter_map(|tag| tag.text("name")).collect()
}

/// The first tag of a group; without one the first part of the path that names something.
fn group(draft: &Draft<'_>, other_tags: &BTreeSet<&str>) -> String {
    let tags = draft.node.get("tags").into_iter().flat_map(|tags| tags.items().collect::<Vec<_>>());
    let mut tags = tags.filter_map(|tag| tag.value.as_str()).map(str::trim);
    if let Some(tag) = tags.find(|tag| !tag.is_empty() && !other_tags.contains(tag)) {
        return tag.to_owned();
    }
    let path = draft.path.split(['?', '#']).next().unwrap_or_default();
    let mut literals = path.split('/').filter(|part| !part.is_empty() && !part.contains(['{', '}']));
    let first = literals.clone().next();
    literals.find(|part| !is_version(part)).or(first).unwrap_or("default").to_owned()
}

/// Whether a part of a path stands before all others and names nothing: `api`, `v1`, `2.0`, `2021-04-30`.
fn is_version(part: &str) -> bool {
    let digits = part.strip_prefix(['v', 'V']).unwrap_or(part);
    let is_number = digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '-' | '_'));
    is_number || part.eq_ignore_ascii_case("api") || part.eq_ignore_ascii_case("rest")
}

/// What is left of an identifier without its group: `list` of `storage.buckets.list` in `buckets`.
fn name_in_group<'a>(id: &'a str, group: &str) -> &'a str {
    let plain =
        |text: &str| text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    let group = plain(group);
    if group.is_empty() {
        return id;
    }
    // The ends of the parts of the identifier, from the last but one; few have more than these.
    let ends: Vec<usize> = id.match_indices(['.', '/', '_', ':', '-', ' ']).map(|(at, _)| at).collect();
    for end in ends.iter().rev().take(8) {
        let before = plain(&id[..*end]);
        let Some(rest) = before.strip_suffix(&group) else { continue };
        let starts_a_part = rest.is_empty() || ends.iter().any(|start| start < end && plain(&id[..*start]) == rest);
        let name = id[end + 1..].trim_matches(['.', '/', '_', ':', '-', ' ']);
        if starts_a_part && !name.is_empty() {
            return name;
        }
    }
    id
}

/// The name that method and path make: `get-pets-petId`.
fn made_name(draft: &Draft<'_>) -> String {
    let words = draft.path.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let method = draft.method.as_str().to_ascii_lowercase();
    std::iter::once(method.as_str()).chain(words).collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::{is_version, name_in_group};

    #[test]
    fn the_group_is_no_part_of_a_name() {
        for (id, group, name) in [
            ("repos/get", "repos", "get"),
            ("storage.buckets.list", "buckets", "list"),
            ("VirtualMachines_CreateOrUpdate", "Virtual Machines", "CreateOrUpdate"),
            ("users.user.ListUser", "users.user", "ListUser"),
            ("pets", "pets", "pets"),
            ("pets_", "pets", "pets_"),
            ("carpets_list", "pets", "carpets_list"),
            ("a_b", "", "a_b"),
        ] {
            assert_eq!(name_in_group(id, group), name, "{id} in {group}");
        }
    }

    #[test]
    fn versions_name_nothing() {
        assert!(["v1", "V2.1", "2021-04-30", "api", "1.0"].into_iter().all(is_version));
        assert!(!["pets", "v", "vans", "v1beta1pets", ""].into_iter().any(is_version));
    }
}
