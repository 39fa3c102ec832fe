//! Identifiers without what frameworks add to make them unique.
//!
//! FastAPI writes `{function}_{path}_{method}`, springdoc and Micronaut `create_1`, OpenSearch `doc.delete.0`,
//! drf-spectacular `v1_users_list`, Encore `POST:orders.Create`, Litestar `UsersUserIdRename`; many write nothing but
//! method and path.

use std::collections::HashSet;

use super::route;
use crate::import::openapi::operations::draft::Draft;
use crate::spec::Method;
use crate::words;

/// Between the parts of an identifier.
pub(super) const JOINTS: &[char] = &['.', '/', '_', ':', '-', ' '];

/// The methods of operations, as identifiers have them.
const METHODS: &[&str] = &["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// The part of an identifier that a person chose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Id {
    /// The identifier without generated parts.
    pub text: String,
    /// The same with the version in front, which may be the start of the group instead: `api-keys/create` in `API Keys`.
    versioned: String,
    /// Whether a number or a route that made the identifier unique was removed from its end.
    was_distinguished: bool,
}

/// The cleaned identifiers of all operations; `None` for an operation without an identifier, or with one that repeats
/// the method and the path.
pub(super) fn clean(drafts: &[Draft<'_>], base: &str) -> Vec<Option<Id>> {
    let all: HashSet<&str> = drafts.iter().filter_map(Draft::stated_id).collect();
    drafts.iter().map(|draft| draft.stated_id().and_then(|id| clean_one(draft, id, base, &all))).collect()
}

fn clean_one(draft: &Draft<'_>, id: &str, base: &str, all: &HashSet<&str>) -> Option<Id> {
    if is_route(draft, id) {
        return None;
    }
    let id = without_method(draft, id);
    let function = without_route(draft, id, base).or_else(|| after_path(draft.path, id));
    let id = function.unwrap_or(id);
    let stem = without_index(id).or_else(|| without_number(id, all));
    let was_distinguished = function.or(stem).is_some();
    let id = stem.unwrap_or(id);
    // The identifier may be a sentence: `Retrieve a Customer by ID`.
    let plain = |text: &str| if text.contains(' ') { words::without_articles(text) } else { text.to_owned() };
    let (text, versioned) = (plain(without_version(id)), plain(id));
    (!text.is_empty()).then_some(Id { text, versioned, was_distinguished })
}

impl Id {
    /// The candidates for the name of an operation with a method and a path in its group, the best first; `stated` is
    /// unique in the document.
    /// `param_says` states whether no other operation with this identifier has a path that ends with a parameter.
    pub fn spellings(
        &self,
        group: &str,
        (method, path): (&Method, &str),
        stated: &str,
        param_says: bool,
    ) -> Vec<String> {
        let whole = Some(in_group(&self.versioned, group)).filter(|names| names[0] != self.versioned);
        let in_group = whole.unwrap_or_else(|| in_group(&self.text, group));
        // The role of a class says nothing: `health_check` for `HealthResource_check`.
        let plain = class_and_method(&self.text).filter(|_| in_group[0] == self.text);
        let name = plain.map_or_else(|| in_group[0].to_owned(), |(class, method)| format!("{class}_{method}"));
        let name = name.as_str();
        let mut spellings = vec![name.to_owned()];
        if self.was_distinguished {
            // The path states what the number or the route distinguished.
            let param = route::trailing_param(path).map(|param| format!("{name}_by_{}", param.join("_")));
            let text = route::last_text(path, name).map(|text| format!("{name}_{}", text.join("_")));
            let (first, second) = if param_says { (param, text) } else { (text, param) };
            let version = route::version(path).map(|version| format!("{name}_{version}"));
            let by_method = format!("{name}_{}", method.as_str().to_ascii_lowercase());
            spellings.extend(first.into_iter().chain(second).chain(version).chain([by_method]));
        }
        spellings.extend(in_group[1..].iter().map(|name| (*name).to_owned()));
        spellings.push(stated.to_owned());
        spellings
    }
}

/// An identifier without its group, such as `list` for `storage.buckets.list` in `buckets`; then with more and more of
/// the parts before the group.
fn in_group<'a>(id: &'a str, group: &str) -> Vec<&'a str> {
    let plain =
        |text: &str| text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    let group = plain(group);
    // The offsets at which parts of the identifier end, from the last but one. Few identifiers have more parts.
    let ends: Vec<usize> = id.match_indices(JOINTS).map(|(at, _)| at).collect();
    let is_group = |part: &str| words::same(part, &group);
    for end in ends.iter().rev().take(8).filter(|_| !group.is_empty()) {
        let name = id[end + 1..].trim_matches(JOINTS);
        // The part before the group is a namespace only if one of these characters follows it; in an identifier of
        // plain words, that part contains the verb.
        let is_namespace = |start: &&usize| *start < end && id[**start..].starts_with(['.', '/', ':']);
        let starts = ends.iter().filter(is_namespace).map(|start| start + 1).rev().chain([0]);
        let mut found = starts.filter(|start| is_group(&plain(without_role(&id[*start..*end]))));
        // `enable-api` of `/enable` is no operation `api`.
        if let Some(start) = found.next()
            && !name.is_empty()
            && !words::is_version(name)
        {
            let longer = ends.iter().rev().filter(|at| **at < start).map(|at| &id[at + 1..]);
            return [name].into_iter().chain(longer).chain([id]).collect();
        }
    }
    let action = action(id, &group).or_else(|| method(id, &group));
    action.into_iter().chain([id]).collect()
}

/// The method of a class, as Quarkus and NestJS write it: `checkHealth` of `HealthResource_checkHealth`. A method of one
/// word needs its class, unless the group says it: `TokenResource_list` is `list` in `Admin tokens`.
fn method<'a>(id: &'a str, group: &str) -> Option<&'a str> {
    let (class, method) = class_and_method(id)?;
    let is_said = || words::split(class).iter().all(|word| group.contains(word.as_str()));
    (words::split(method).len() > 1 || is_said()).then_some(method)
}

/// The class, without the suffix for its role, and the method of an identifier such as `HealthResource_checkHealth`.
fn class_and_method(id: &str) -> Option<(&str, &str)> {
    const ROLES: [&str; 4] = ["Controller", "Endpoint", "Resource", "Service"];
    let (class, method) = id.rsplit_once(['_', '.'])?;
    let class = class.rsplit('.').next().unwrap_or(class);
    let class = ROLES.iter().find_map(|role| class.strip_suffix(role))?;
    let is_class = class.starts_with(|first: char| first.is_uppercase()) && !class.contains(JOINTS);
    let is_method = method.starts_with(char::is_alphabetic) && !method.contains(JOINTS);
    (is_class && is_method).then_some((class, method))
}

/// The identifier without the method: `orders.Create` for Encore's `POST:orders.Create`.
fn without_method<'a>(draft: &Draft<'_>, id: &'a str) -> &'a str {
    let rest = id.split_once(':').filter(|(method, _)| method.eq_ignore_ascii_case(draft.method.as_str()));
    rest.map(|(_, rest)| rest).filter(|rest| !rest.is_empty()).unwrap_or(id)
}

/// The part after a class and `_`, where that part names its object: `GetOrderLines` for `Orders_GetOrderLines`, but
/// not `List` for `Operations_List`.
fn action<'a>(id: &'a str, group: &str) -> Option<&'a str> {
    let starts_class = |text: &str| text.starts_with(|first: char| first.is_uppercase());
    let (at, _) = id.match_indices('_').rfind(|(at, _)| starts_class(&id[at + 1..]))?;
    let (class, action) = (id[..at].rsplit('_').next()?, &id[at + 1..]);
    let says = |word: &String| {
        words::split(without_role(class)).iter().any(|known| words::same(known, word))
            || word.len() > 2 && group.contains(word.as_str())
    };
    (starts_class(class) && words::split(action).iter().skip(1).any(says)).then_some(action)
}

/// The name without a suffix such as `Controller`: `Users` for `UsersController`.
pub(super) fn without_role(part: &str) -> &str {
    ["Controller", "controller"]
        .iter()
        .find_map(|role| part.strip_suffix(role))
        .map(|rest| rest.trim_end_matches(JOINTS))
        .filter(|rest| !rest.is_empty())
        .unwrap_or(part)
}

/// Whether an identifier only repeats the method and the path, in any notation.
fn is_route(draft: &Draft<'_>, id: &str) -> bool {
    let plain = |text: &str| {
        let words = words::split(text);
        words
            .into_iter()
            .filter(|word| !matches!(word.as_str(), "by" | "and") && !words::is_version(word))
            .collect::<String>()
    };
    let method = draft.method.as_str().to_ascii_lowercase();
    // `get-/orders/{id}`: an identifier with a path in it was not chosen by a person.
    let starts_with_path = |rest: &str| rest.trim_start_matches(['-', '_', ' ', ':', '.']).starts_with('/');
    if id.get(..method.len()).is_some_and(|start| start.eq_ignore_ascii_case(&method))
        && starts_with_path(&id[method.len()..])
    {
        return true;
    }
    let (id, has_param) = (plain(id), draft.path.contains('{') || draft.path.matches('/').count() > 1);
    let spells = |path: &str| {
        let path = plain(path);
        !path.is_empty() && (id == format!("{method}{path}") || id == format!("{path}{method}"))
    };
    has_param && (spells(draft.path) || spells(&with_plain_ids(draft.path)))
}

/// A path with each identifier written as `id`: `/files/id` for `/files/{file_id}`.
fn with_plain_ids(path: &str) -> String {
    let mut parts = path.split('{');
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (param, rest) = part.split_once('}').unwrap_or((part, ""));
        let is_id = words::split(param).last().is_some_and(|word| word == "id");
        plain.extend(["/", if is_id { "id" } else { param }, rest]);
    }
    plain
}

/// The identifier without the route: `read_item` for FastAPI's `read_item_items__item_id__get`. The route may include
/// the end of a server's URL. FastAPI gives the operations of a function with several methods the identifier of one.
fn without_route<'a>(draft: &Draft<'_>, id: &'a str, base: &str) -> Option<&'a str> {
    let plain = |text: &str| -> String {
        text.chars().map(|c| if c.is_alphanumeric() || c == '_' { c } else { '_' }).collect()
    };
    let (id_before, method) = id.rsplit_once('_')?;
    if !METHODS.contains(&method) && method != draft.method.as_str().to_ascii_lowercase() {
        return None;
    }
    let before = base.split_once("://").map_or(base, |(_, rest)| rest.split_once('/').map_or("", |(_, path)| path));
    let prefixed = format!("/{}{}", before.trim_matches('/'), draft.path);
    [prefixed.as_str(), draft.path].into_iter().find_map(|path| {
        let rest = id_before.strip_suffix(&plain(path))?;
        (!rest.is_empty()).then_some(rest)
    })
}

/// The function that follows the path: `Rename` for Litestar's `UsersUserIdRename` of `/users/{user_id}`. Without a
/// parameter, the path is often a part of the name: `ListUsers`.
fn after_path<'a>(path: &str, id: &'a str) -> Option<&'a str> {
    let plain = |text: &str| text.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    let path = Some(path).filter(|path| path.contains('{')).map(plain)?;
    let (before, rest) = id.split_at_checked(path.len())?;
    (before.eq_ignore_ascii_case(&path) && rest.starts_with(|first: char| first.is_uppercase())).then_some(rest)
}

/// The identifier without an index: `create` for `create[0]`, as NestJS writes it for a method with several routes.
fn without_index(id: &str) -> Option<&str> {
    let (stem, index) = id.strip_suffix(']')?.rsplit_once('[')?;
    (!stem.is_empty() && !index.is_empty() && index.chars().all(|c| c.is_ascii_digit())).then_some(stem)
}

/// The identifier without a number: `create` for `create_1`, if the document has `create` or another number of it.
fn without_number<'a>(id: &'a str, all: &HashSet<&str>) -> Option<&'a str> {
    let (stem, number) = id.rsplit_once(['_', '.'])?;
    let is_number = !number.is_empty() && number.len() < 3 && number.chars().all(|c| c.is_ascii_digit());
    let joint = &id[stem.len()..=stem.len()];
    let has_other = || {
        let is_other = |other: usize| {
            let other = format!("{stem}{joint}{other}");
            other != id && all.contains(other.as_str())
        };
        all.contains(stem) || (0..10).any(is_other) || (joint == "." && number == "0")
    };
    // springdoc numbers Java methods, whose names contain no other `_`; the method without a number may be in another
    // document.
    let is_function = joint == "_" && !stem.contains(JOINTS);
    (is_number && !stem.is_empty() && (is_function || has_other())).then_some(stem)
}

/// The identifier without the version: `users_list` for `v1_users_list`.
fn without_version(id: &str) -> &str {
    let mut id = id;
    while let Some((first, rest)) = id.split_once(JOINTS) {
        let rest = rest.trim_start_matches(JOINTS);
        if !words::is_version(first) || !rest.contains(JOINTS) {
            break;
        }
        id = rest;
    }
    id
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_group_is_no_part_of_a_name() {
        for (id, group, names) in [
            ("repos/get", "repos", &["get", "repos/get"][..]),
            ("storage.buckets.list", "buckets", &["list", "buckets.list", "storage.buckets.list"]),
            (
                "VirtualMachines_CreateOrUpdate",
                "Virtual Machines",
                &["CreateOrUpdate", "VirtualMachines_CreateOrUpdate"],
            ),
            ("UsersController_findAll", "users", &["findAll", "UsersController_findAll"]),
            ("users.user.ListUser", "users.user", &["ListUser", "users.user.ListUser"]),
            ("pets", "pets", &["pets"]),
            ("pets_", "pets", &["pets_"]),
            ("carpets_list", "pets", &["carpets_list"]),
            ("a_b", "", &["a_b"]),
            ("Orders_GetOrderLines", "sales", &["GetOrderLines", "Orders_GetOrderLines"]),
            ("Org_OrgExport_GetOrgExport", "sales", &["GetOrgExport", "Org_OrgExport_GetOrgExport"]),
            ("Lines_GetOrders", "orders", &["GetOrders", "Lines_GetOrders"]),
            ("Operations_List", "sales", &["Operations_List"]),
            ("Operations_ListAll", "sales", &["Operations_ListAll"]),
            ("Delete Customer From Account", "customers", &["Delete Customer From Account"]),
        ] {
            assert_eq!(in_group(id, group)[..names.len()], *names, "{id} in {group}");
        }
    }

    #[test]
    fn a_function_follows_its_path() {
        for (path, id, rest) in [
            ("/users/{user_id}", "UsersUserIdRename", Some("Rename")),
            ("/at/{day}/{part}", "AtDayPartRead", Some("Read")),
            ("/users/{user_id}", "UsersUserIdentity", None),
            ("/users/{user_id}", "UsersUserId", None),
            ("/users", "UsersList", None),
        ] {
            assert_eq!(after_path(path, id), rest, "{id}");
        }
    }

    #[test]
    fn a_version_at_the_start_names_nothing() {
        for (id, rest) in [
            ("v1_users_list", "users_list"),
            ("api_v1_users_list", "users_list"),
            ("v1_list", "v1_list"),
            ("list", "list"),
            ("rest.users.get", "users.get"),
        ] {
            assert_eq!(without_version(id), rest);
        }
    }

    #[test]
    fn a_number_that_tells_apart_is_no_part_of_a_name() {
        let all = HashSet::from(["create", "create_1", "get_2", "get_3", "read_sha_256", "doc.delete.0"]);
        let stem = |id| without_number(id, &all);
        assert_eq!(
            (stem("create_1"), stem("get_2"), stem("doc.delete.0")),
            (Some("create"), Some("get"), Some("doc.delete"))
        );
        assert_eq!((stem("create"), stem("read_sha_256")), (None, None));
    }
}
