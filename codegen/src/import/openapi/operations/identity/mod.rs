//! The names of operations: the identifier, the group, the name in the group, and the prefix of types that only one
//! operation has.
//!
//! All of it depends on the set of operations alone, never on their order. The identifier is the document's; the name
//! is that without what a framework added to it (`ids`), or is made of method and path (`route`). In a group each name
//! is unique. That words of the group are no part of a method is decided when the crate is made, since `crate.json`
//! may put an operation into another group.

mod groups;
mod ids;
mod route;

use std::collections::{BTreeSet, HashMap};

use self::ids::Id;
use super::Reader;
use super::draft::Draft;
use crate::problem::Rule;
use crate::words;

/// Words after a verb that do not name its object: `findAll`, `getById`.
const SAYS_NOT_WHAT: &[&str] = &["all", "and", "by", "count", "id", "many", "one"];

/// Sets the identifier, the group and the name of each operation, and the prefix of its types' names.
pub(super) fn assign<'d>(reader: &mut Reader<'_, 'd>, drafts: &mut [Draft<'d>]) {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for draft in drafts.iter() {
        if let Some(id) = draft.stated_id() {
            *counts.entry(id).or_default() += 1;
        }
    }
    let base = reader.import.api.servers.first().map(|server| server.url.clone()).unwrap_or_default();
    let cleaned = ids::clean(drafts, &base);
    let others = groups::other_tags(reader);
    let (tags, role) = groups::tags(drafts, &others);
    groups::assign(drafts, &cleaned, &reader.import.api.title, &tags);
    reader.import.api.group_docs = groups::described(reader, role);
    let shared = shared(drafts);
    let mut spellings: Vec<Vec<String>> = Vec::with_capacity(drafts.len());
    let with_param = with_param(drafts, &cleaned);
    for (draft, id) in drafts.iter_mut().zip(&cleaned) {
        let param_says = |group: &str, id: &Id| with_param.get(&(group.to_owned(), id.text.clone())) < Some(&2);
        let route = format!("{} {}", draft.method.as_str(), draft.path);
        let made = route::spellings(&draft.method, draft.path, &words::split(&draft.group), shared[&draft.group]);
        match draft.stated_id() {
            None => {
                spellings.push(made.into_iter().chain([route.clone()]).collect());
                draft.id = route;
            }
            Some(stated) if counts[stated] == 1 => {
                draft.id = stated.to_owned();
                spellings.push(match id {
                    Some(id) => {
                        id.spellings(&draft.group, (&draft.method, draft.path), stated, param_says(&draft.group, id))
                    }
                    None => made.into_iter().chain([stated.to_owned()]).collect(),
                });
            }
            Some(stated) => {
                let message = format!("the `operationId` \"{stated}\" is used by {} operations", counts[stated]);
                let help = "Method and path distinguish them. Give each its own.";
                reader.import.warn(Rule::DuplicateId, &draft.node, message, help);
                draft.id = format!("{stated} {route}");
                // Operations in different groups may have the same name.
                let own = id.iter().flat_map(|id| {
                    id.spellings(&draft.group, (&draft.method, draft.path), stated, param_says(&draft.group, id))
                });
                spellings.push(own.chain(made).chain([draft.id.clone()]).collect());
            }
        }
    }
    name(drafts, &spellings);
    name_types(drafts, &cleaned);
}

/// The number of operations whose path ends with a parameter, by their group and cleaned identifier.
fn with_param(drafts: &[Draft<'_>], cleaned: &[Option<Id>]) -> HashMap<(String, String), usize> {
    let mut counts = HashMap::new();
    for (draft, id) in drafts.iter().zip(cleaned) {
        if let (Some(id), Some(_)) = (id, route::trailing_param(draft.path)) {
            *counts.entry((draft.group.clone(), id.text.clone())).or_default() += 1;
        }
    }
    counts
}

/// The number of literal segments that all paths of each group share at the start.
fn shared(drafts: &[Draft<'_>]) -> HashMap<String, usize> {
    let mut paths: HashMap<String, Vec<&str>> = HashMap::new();
    drafts.iter().for_each(|draft| paths.entry(draft.group.clone()).or_default().push(draft.path));
    paths.into_iter().map(|(group, paths)| (group, route::shared(&paths))).collect()
}

/// Gives each operation its first candidate that is unique in the group; the last candidate is unique in the document.
fn name(drafts: &mut [Draft<'_>], spellings: &[Vec<String>]) {
    let counts: Vec<usize> = spellings.iter().map(Vec::len).collect();
    let key = |index: usize, level: usize| {
        let draft: &Draft = &drafts[index];
        (draft.group.clone(), words::split(&spellings[index][level]).join(" "))
    };
    let levels = words::choose(&counts, key, |_| false);
    for ((draft, spellings), level) in drafts.iter_mut().zip(spellings).zip(levels) {
        draft.name.clone_from(&spellings[level]);
    }
}

/// Sets the prefix for the names of the types of each operation: its identifier or its route, with its group if the
/// identifier alone is not specific enough.
fn name_types(drafts: &mut [Draft<'_>], cleaned: &[Option<ids::Id>]) {
    let mut spellings: Vec<Vec<Vec<String>>> = Vec::with_capacity(drafts.len());
    for (draft, id) in drafts.iter().zip(cleaned) {
        let group = words::split(&draft.group);
        let base = match id {
            Some(id) => words::split(&id.text),
            None => words::split(&route::name_of_types(&draft.method, draft.path)),
        };
        // Types of operations whose paths differ in their last parameters are named after these.
        let by_params = id.is_none().then(|| words::split(&route::name(&draft.method, draft.path)));
        let with_group = [group.clone(), words::without(&base, &group).unwrap_or_else(|| base.clone())].concat();
        let first = match words::without(&base, &group) {
            // An identifier may name its group twice: `oidc/create-oidc-rule`.
            Some(rest) if rest.len() + group.len() < base.len() => with_group.clone(),
            // For `pets` in the group `pets`, the method is the prefix, as in `get-pets`, rather than the group again.
            None if words::after(&base, &group).is_some_and(|rest| rest.is_empty()) => {
                [vec![draft.method.as_str().to_ascii_lowercase()], base].concat()
            }
            None if base.iter().skip(1).all(|word| SAYS_NOT_WHAT.contains(&word.as_str())) => with_group.clone(),
            Some(_) | None => base,
        };
        let in_group = [group, words::split(&draft.name)].concat();
        let spelled = [Some(first), by_params, Some(with_group), Some(in_group), Some(words::split(&draft.id))];
        spellings.push(spelled.into_iter().flatten().collect());
    }
    let mut counts: HashMap<String, BTreeSet<usize>> = HashMap::new();
    for (index, spellings) in spellings.iter().enumerate() {
        for words in spellings {
            counts.entry(words.concat()).or_default().insert(index);
        }
    }
    for (draft, spellings) in drafts.iter_mut().zip(spellings) {
        let free = spellings.iter().find(|words| counts[&words.concat()].len() == 1);
        draft.types = free.or(spellings.last()).map(|words| words.join("_")).unwrap_or_default();
    }
    let all: BTreeSet<String> = drafts.iter().map(|draft| format!("{}_", draft.types)).collect();
    for draft in drafts {
        let scopes = route::scopes(draft.path);
        let name = words::split(&draft.types);
        let shorter = words::without_scope(&name, &scopes).or_else(|| {
            let resources = route::resources(draft.path);
            words::without_beneficiary(&name, resources.first()?)
        });
        let shorter = shorter.map(|words| words.join("_")).filter(|shorter| {
            let start = format!("{shorter}_");
            all.range(start.clone()..).take_while(|types| types.starts_with(&start)).count() == 1
        });
        draft.types_without_scope = shorter;
    }
}

/// The resources of a path, without versions and parameters, as words separated by `_`.
pub(super) fn resources(path: &str) -> String {
    route::resources(path).concat().join("_")
}
