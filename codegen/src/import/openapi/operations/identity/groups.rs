//! In which group each operation is: by its identifier if most are written as `Group_Operation`, else by its first tag
//! that says something, else by its identifier, else by its path.

use std::collections::{BTreeMap, BTreeSet};

use super::ids::{Id, JOINTS, without_role};
use crate::import::openapi::Node;
use crate::import::openapi::operations::draft::Draft;
use crate::import::openapi::operations::{Reader, docs};
use crate::words;

/// Tags that state the maturity or the audience of an operation, or nothing.
const UNHELPFUL: &[&str] = &[
    "all",
    "alpha",
    "apis",
    "beta",
    "controller",
    "default",
    "deprecated",
    "draft",
    "endpoints",
    "experimental",
    "ga",
    "internal",
    "legacy",
    "operations",
    "preview",
    "private",
    "public",
    "root",
    "stable",
    "staged",
    "unstable",
    "unstaged",
    "untagged",
];
/// Tags that say which method an operation has; `Post` may be a post.
const METHODS: &[&str] = &["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"];
/// Verbs with which identifiers in snake case start.
const VERBS: &[&str] = &["add", "create", "delete", "get", "list", "patch", "post", "put", "update"];
/// Suffixes of tags that describe the code behind operations, if all tags of a document have one: `Fruit Resource` of
/// Quarkus.
const ROLES: &[&str] = &["Api", "API", "Endpoint", "Endpoints", "Handler", "Resource", "Router", "Routes", PHRASE];
/// A suffix that is not part of the name, even if only one tag has it: `Index Operations`.
const PHRASE: &str = " Operations";
/// Words of a title that are not part of the name of a product.
const TITLE: &[&str] =
    &["api", "apis", "documentation", "openapi", "public", "reference", "rest", "service", "spec", "the"];

/// Gives each operation its group.
///
/// `tags` has the tags of each operation that may be groups.
pub(super) fn assign(drafts: &mut [Draft<'_>], ids: &[Option<Id>], title: &str, tags: &[Vec<String>]) {
    let by_id = by_id(ids);
    let by_path = by_path(drafts);
    let fallbacks: Vec<Option<String>> = (by_id.into_iter().zip(by_path)).map(|(id, path)| id.or(path)).collect();
    let distinct = fallbacks.iter().flatten().collect::<BTreeSet<_>>().len();
    let product = product(title);
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    tags.iter().flatten().for_each(|tag| *counts.entry(tag).or_default() += 1);
    let is_helpful = |tag: &&String| {
        // Groups of one operation each say less than a tag that all share.
        let of_all = counts[tag.as_str()] == drafts.len() && distinct * 3 <= drafts.len() * 2;
        !is_unhelpful(tag) && !(distinct > 1 && (of_all || words::split(tag) == product))
    };
    let groups: Vec<String> = by_class(ids, tags)
        .into_iter()
        .zip(tags.iter().zip(fallbacks))
        .map(|(class, (tags, fallback))| {
            let tag = match class {
                // The tag is written as the author wants it read, and may be described.
                Some(class) => Some(tags.iter().find(|tag| is_same(tag, class)).cloned().unwrap_or(class.to_owned())),
                None => tags.iter().find(is_helpful).cloned(),
            };
            tag.or(fallback).or_else(|| tags.first().cloned()).unwrap_or_else(|| "default".to_owned())
        })
        .collect();
    drafts.iter_mut().zip(groups).for_each(|(draft, group)| draft.group = group);
}

/// The groups of identifiers such as `VirtualMachines_CreateOrUpdate`, where most are written so. These are Microsoft's
/// rules for Azure, where tags sort operations for readers in other ways (`GET`, `Service resource`).
///
/// A document whose identifiers have one group is sorted by its tags, if there are several.
fn by_class<'i>(ids: &'i [Option<Id>], tags: &[Vec<String>]) -> Vec<Option<&'i str>> {
    let split: Vec<Option<(&str, &str)>> = ids.iter().map(|id| class(&id.as_ref()?.text)).collect();
    let are_usual = split.iter().flatten().filter(|(_, action)| is_camel(action)).count() * 2 > ids.len();
    let classes: Vec<Option<&str>> = split.iter().map(|split| split.map(|(class, _)| class)).collect();
    let distinct: BTreeSet<&str> = classes.iter().flatten().copied().collect();
    let says_more = distinct.len() > 1 || tags.iter().flatten().collect::<BTreeSet<_>>().len() < 2;
    if are_usual && says_more { classes } else { vec![None; ids.len()] }
}

/// `VirtualMachines` and `CreateOrUpdate` of `VirtualMachines_CreateOrUpdate`.
fn class(id: &str) -> Option<(&str, &str)> {
    let (class, action) = id.split_once('_')?;
    let is_verb = VERBS.iter().any(|verb| class.eq_ignore_ascii_case(verb));
    let is_class = is_camel(class) && !is_verb && !action.is_empty() && !action.contains(JOINTS);
    is_class.then(|| (without_role(class), action))
}

/// Whether two names have the same letters, one and many aside.
fn is_same(one: &str, other: &str) -> bool {
    words::same(&words::split(one).concat(), &words::split(other).concat())
}

/// The tags that the document describes as something else than a group, such as a badge (OpenAPI 3.2).
pub(super) fn other_tags<'d>(reader: &Reader<'_, 'd>) -> BTreeSet<&'d str> {
    let others = declared(reader).into_iter().filter(|tag| tag.text("kind").is_some_and(|kind| kind != "nav"));
    others.filter_map(|tag| tag.text("name")).collect()
}

/// The tags that the documents describe.
fn declared<'d>(reader: &Reader<'_, 'd>) -> Vec<Node<'d>> {
    let tops = reader.import.tops();
    let tags = tops.iter().filter_map(|top| top.get("tags"));
    tags.flat_map(|tags| tags.elements().collect::<Vec<_>>()).collect()
}

/// The description of each group, from its tag.
pub(super) fn described(reader: &Reader<'_, '_>, role: Option<&str>) -> BTreeMap<String, String> {
    let described = declared(reader).into_iter().filter_map(|tag| {
        let docs = docs(&tag).join("\n\n");
        let group = resource(tag.text("name")?.trim(), role);
        // A summary that repeats the name adds nothing.
        let says_more = words::split(&docs) != words::split(group);
        says_more.then(|| (group.to_owned(), docs)).filter(|(_, docs)| !docs.is_empty())
    });
    described.collect()
}

/// The tags of each operation, reduced to the resources that they name, and the suffix that all tags share.
pub(super) fn tags(drafts: &[Draft<'_>], others: &BTreeSet<&str>) -> (Vec<Vec<String>>, Option<&'static str>) {
    let stated: Vec<Vec<&str>> = drafts.iter().map(|draft| stated(draft, others)).collect();
    let distinct: BTreeSet<&str> = stated.iter().flatten().copied().collect();
    let ends_all = |role: &&str| distinct.iter().all(|tag| without_end(tag, role).is_some());
    let role = ROLES.iter().copied().find(|role| (distinct.len() > 1 || *role == PHRASE) && ends_all(role));
    let resources = |tags: Vec<&str>| tags.into_iter().map(|tag| resource(tag, role).to_owned()).collect();
    (stated.into_iter().map(resources).collect(), role)
}

/// The tags that an operation states.
fn stated<'d>(draft: &Draft<'d>, others: &BTreeSet<&str>) -> Vec<&'d str> {
    let tags = draft.node.get("tags").as_ref().map(Node::listed).unwrap_or_default();
    let texts = tags.iter().filter_map(|tag| tag.value.as_str()).map(str::trim);
    texts.filter(|tag| !tag.is_empty() && !others.contains(tag)).collect()
}

/// The resource that a tag names: `Order` for `OrderController`, and for `Order Resource` if all tags have that suffix.
fn resource<'t>(tag: &'t str, role: Option<&str>) -> &'t str {
    let tag = without_number(tag);
    role.and_then(|role| without_end(tag, role)).unwrap_or_else(|| without_role(tag))
}

/// The tag without its last word, if that is `word` and other words precede it.
fn without_end<'t>(tag: &'t str, word: &str) -> Option<&'t str> {
    let at = tag.len().checked_sub(word.len())?;
    let is_end =
        tag.get(at..).is_some_and(|end| if word == PHRASE { end.eq_ignore_ascii_case(word) } else { end == word });
    let rest = tag.get(..at).filter(|_| is_end)?;
    let ends_word = word == PHRASE || rest.ends_with(|before: char| !before.is_uppercase());
    let rest = rest.trim_end_matches([' ', '-', '_', '.']);
    (ends_word && !rest.is_empty()).then_some(rest)
}

/// The tag without a number that only sorts it: `Orders` for `2. Orders`.
fn without_number(tag: &str) -> &str {
    let rest = tag.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_numbered = rest.len() < tag.len() && rest.starts_with(['.', ')', ':']);
    let rest = rest.get(1..).unwrap_or_default().trim_start();
    let says_something = rest.starts_with(char::is_alphabetic);
    if is_numbered && says_something { rest } else { tag }
}

fn is_unhelpful(tag: &str) -> bool {
    words::is_version(tag)
        || METHODS.contains(&tag)
        || UNHELPFUL.contains(&tag.to_lowercase().as_str())
        || words::split(tag).is_empty()
}

/// The words of a title that name the product.
fn product(title: &str) -> Vec<String> {
    words::split(title).into_iter().filter(|word| !TITLE.contains(&word.as_str()) && !words::is_version(word)).collect()
}

/// The groups that identifiers state: `buckets` of `storage.buckets.list`, and of `Buckets_List` where nearly all
/// identifiers are written so.
fn by_id(ids: &[Option<Id>]) -> Vec<Option<String>> {
    let joins_words = joins_words(ids);
    let is_group = |group: &String| !joins_words || is_camel(group);
    let before_underscore: Vec<Option<String>> =
        ids.iter().map(|id| group_of(&id.as_ref()?.text, &['_']).filter(is_group)).collect();
    let is_usual = before_underscore.iter().flatten().count() * 10 >= ids.iter().flatten().count() * 9;
    let before_others = ids.iter().map(|id| group_of(&id.as_ref()?.text, &['.', '/', ':']));
    before_others.zip(before_underscore).map(|(group, other)| group.or(other.filter(|_| is_usual))).collect()
}

fn group_of(id: &str, joints: &[char]) -> Option<String> {
    let (before, name) = id.rsplit_once(joints)?;
    let group = without_role(before.rsplit(joints).next()?);
    let is_group = !name.is_empty() && !group.contains(' ') && !words::split(group).is_empty();
    // In `Operations_List`, `Operations` is the resource: the operations that the service offers.
    let says_something = group.eq_ignore_ascii_case("operations") || !is_unhelpful(group);
    (is_group && says_something).then(|| group.to_owned())
}

/// Whether `_` may separate any two words, as in snake case: unless no identifier has two, and capitals start words
/// (`user_getById`, but not `get_userById`).
fn joins_words(ids: &[Option<Id>]) -> bool {
    let texts = || ids.iter().flatten().map(|id| id.text.as_str());
    let starts_words = |text: &str| {
        let humps = text.as_bytes().windows(2).filter(|two| two[0].is_ascii_lowercase() && two[1].is_ascii_uppercase());
        text.contains('_') && humps.count() > 0
    };
    let has_two = |text: &str| text.matches('_').count() > 1;
    let starts_with_verb =
        |text: &str| VERBS.iter().any(|verb| text.strip_prefix(verb).is_some_and(|s| s.starts_with('_')));
    texts().any(|text| has_two(text) || starts_with_verb(text)) || !texts().any(starts_words)
}

/// Whether a name is written with a capital, as no word of snake case is.
fn is_camel(name: &str) -> bool {
    name.starts_with(|c: char| c.is_uppercase())
}

/// The first part of each path that is meaningful and differs between paths.
fn by_path(drafts: &[Draft<'_>]) -> Vec<Option<String>> {
    let paths: Vec<Vec<&str>> = drafts.iter().map(|draft| texts(draft.path)).collect();
    let shared = shared(&paths);
    paths.into_iter().map(|texts| texts.get(shared).or(texts.last()).map(|text| (*text).to_owned())).collect()
}

/// The number of segments at the start of all paths that belong to the product: those that all paths share, if at least
/// three groups follow them.
fn shared(paths: &[Vec<&str>]) -> usize {
    let Some(first) = paths.first() else { return 0 };
    let common = (0..first.len()).take_while(|at| paths.iter().all(|path| path.get(*at) == first.get(*at))).count();
    let behind: BTreeSet<&&str> = paths.iter().filter_map(|path| path.get(common)).collect();
    let all_go_on = paths.iter().filter(|path| path.len() > common).count() * 10 >= paths.len() * 9;
    if behind.len() > 2 && all_go_on { common } else { 0 }
}

/// The literal parts of a path, without versions.
fn texts(path: &str) -> Vec<&str> {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let texts = path.split('/').filter(|part| !part.is_empty() && !part.contains(['{', '}']));
    texts.filter(|part| !words::is_version(part)).collect()
}
