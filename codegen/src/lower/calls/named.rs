//! Names the operations of each group: the group's type and method, and the method and request of each operation.

use std::collections::{BTreeMap, BTreeSet};

use crate::lower::calls::bodies;
use crate::lower::calls::context::Operations;
use crate::lower::config::OperationConfig;
use crate::lower::names::methods as method_names;
use crate::lower::names::models as naming;
use crate::lower::names::{self, Choice, Resolved, Style};
use crate::lower::places::config_place;
use crate::problem::{Problem, Rule};
use crate::rust::{self, Ident};
use crate::spec;

/// Names of the runtime that the files of operations use.
const RUNTIME: &[&str] =
    &["Call", "CallOptions", "Client", "Error", "Method", "Operation", "Param", "Place", "Response", "Status", "Style"];

/// Names of the prelude and of the runtime that a file of operations writes without a path. A group or request of such
/// a name would hide it.
const WRITTEN: &[&str] = &[
    "BTreeMap",
    "Base64",
    "Base64Url",
    "Box",
    "Date",
    "DateTime",
    "Decimal",
    "From",
    "HttpDate",
    "Into",
    "Ipv4",
    "Ipv6",
    "IsoDuration",
    "Json",
    "Maybe",
    "Option",
    "Param",
    "String",
    "Style",
    "TimeOfDay",
    "UnixTime",
    "Uri",
    "Uuid",
    "Vec",
];

/// Methods that every client has: no group can have their names.
const CLIENT_METHODS: &[&str] = &["builder", "clone"];

/// The names of an operation and of its group.
pub(crate) struct Named<'a> {
    pub id: &'a str,
    pub operation: &'a spec::Operation,
    pub setting: OperationConfig,
    pub method: Ident,
    pub request: Ident,
    /// The operation's own base URL, with the variables of the client.
    pub server: Option<String>,
    /// Whether it is a method for another kind of body than that of the operation's own method.
    pub is_other_kind: bool,
}

impl Named<'_> {
    /// The names of the operation, in the form of `crate.json`.
    pub(crate) fn names(&self, group: &str) -> OperationConfig {
        OperationConfig {
            group: Some(group.to_owned()),
            method: Some(self.method.text().to_owned()),
            request: Some(self.request.text().to_owned()),
            ..OperationConfig::default()
        }
    }
}

/// The operations of a group, by their ids.
pub(crate) type Members<'a> = Vec<(&'a str, &'a spec::Operation)>;

/// The operations by the name of their group in Rust.
pub(crate) fn groups<'a>(operations: &Operations<'a>, problems: &mut Vec<Problem>) -> BTreeMap<String, Members<'a>> {
    let mut groups: BTreeMap<String, Members> = BTreeMap::new();
    for (id, operation) in &operations.api.operations {
        let setting = operations.config.operations.get(id).and_then(|setting| setting.group.as_deref());
        let at = ["operations", id, "group"];
        let name = match naming::choose(&operation.group, Style::Snake, setting, &at, problems) {
            Choice::Configured(name) => name,
            Choice::Derived(name) => method_names::group(name),
        };
        groups.entry(name.text().to_owned()).or_default().push((id, operation));
    }
    let mut modules: BTreeMap<String, &String> = BTreeMap::new();
    for (key, members) in &groups {
        let module = names::module(&names::ident(key, Style::Snake)).text().to_owned();
        if let Some(other) = modules.insert(module, key) {
            let mut ids = groups[other].iter().chain(members).map(|(id, _)| *id);
            let is_configured =
                |id: &&str| operations.config.operations.get(*id).is_some_and(|setting| setting.group.is_some());
            let id = ids.find(is_configured).unwrap_or_default();
            problems.push(Problem::error(
                Rule::NameClash,
                config_place(&["operations", id, "group"]),
                format!("the groups `{other}` and `{key}` have the same module"),
                "Configure another name, or the same for both.",
            ));
        }
    }
    groups
}

/// The name of the type of a group.
pub(crate) fn group_type(key: &str) -> Ident {
    let name = names::ident(key, Style::Camel);
    let suffix = if WRITTEN.contains(&name.text()) { " operations" } else { "" };
    names::ident(&format!("{key}{suffix}"), Style::Camel)
}

/// The method of the client for each group.
pub(crate) fn group_methods<'a>(groups: impl Iterator<Item = &'a String>) -> BTreeMap<String, Ident> {
    let choices = groups.map(|key| (key.clone(), Choice::Derived(names::ident(key, Style::Snake)))).collect();
    names::resolve_with_suffix(&choices, CLIENT_METHODS, "_operations", names::exactly).names
}

/// Names the methods and requests of a group.
pub(crate) fn name_group<'a>(
    operations: &Operations,
    (key, members, groups): (&str, &Members<'a>, &[Vec<String>]),
    group: &Ident,
    moved: &mut BTreeMap<String, OperationConfig>,
    problems: &mut Vec<Problem>,
) -> Vec<Named<'a>> {
    let setting = |id: &str| operations.config.operations.get(id).cloned().unwrap_or_default();
    let (configured, free): (Members, Members) = members.iter().partition(|(id, _)| setting(id).method.is_some());
    let configured: Vec<String> = configured.iter().filter_map(|(id, _)| setting(id).method).collect();
    let in_group = method_names::in_group(key, &free, &configured.iter().map(String::as_str).collect(), groups);
    let methods = resolve(members, "method", problems, (&[], ""), |id, operation, problems| {
        let at = ["operations", id, "method"];
        let text = in_group.get(id).map_or(&operation.name, |method| &method.name);
        naming::choose(text, Style::Snake, setting(id).method.as_deref(), &at, problems)
    });
    // The names have to be distinct because the group and the requests of its operations are in one module.
    let reserved: Vec<&str> = RUNTIME.iter().chain(WRITTEN).copied().chain([group.text()]).collect();
    let requests = resolve(members, "request", problems, (&reserved, "Request"), |id, _, problems| {
        let at = ["operations", id, "request"];
        let text = methods.names[id].text();
        naming::choose(text, Style::Camel, setting(id).request.as_deref(), &at, problems)
    });
    // Whether a name differs from the one in the spec, or depends on other names.
    let differs = |(id, operation): &(&str, &spec::Operation)| {
        let method = in_group.get(*id)?;
        let follows = methods.names[*id] == names::ident(&operation.name, Style::Snake) && !method.depends_on_others;
        (!follows).then(|| (*id).to_owned())
    };
    let by_context: BTreeSet<String> =
        members.iter().filter_map(differs).chain(methods.moved.iter().cloned()).collect();
    for id in &by_context {
        moved.entry(id.clone()).or_default().method = Some(methods.names[id].text().to_owned());
    }
    // A request without a configured name is named after its method: if the method is recorded, the request is too.
    for id in requests.moved.union(&by_context) {
        moved.entry(id.clone()).or_default().request = Some(requests.names[id].text().to_owned());
    }
    members
        .iter()
        .map(|(id, operation)| Named {
            id,
            operation,
            setting: setting(id),
            method: methods.names[*id].clone(),
            request: requests.names[*id].clone(),
            server: operation.servers.first().map(|server| operations.variables.url(server)),
            is_other_kind: false,
        })
        .collect()
}

fn resolve(
    members: &Members,
    kind: &str,
    problems: &mut Vec<Problem>,
    (reserved, suffix): (&[&str], &str),
    mut choose: impl FnMut(&str, &spec::Operation, &mut Vec<Problem>) -> Choice,
) -> Resolved {
    let mut choices = BTreeMap::new();
    for (id, operation) in members {
        choices.insert((*id).to_owned(), choose(id, operation, problems));
    }
    let resolved = names::resolve_with_suffix(&choices, reserved, suffix, names::exactly);
    naming::clashes(&resolved, |id| ["operations", id, kind].map(str::to_owned).to_vec(), problems);
    resolved
}

/// A method for each further kind of body that an operation takes: `create_form` beside `create`, which sends JSON.
pub(crate) fn of_other_kinds<'a>(
    operations: &Operations,
    group: &rust::GroupRef,
    named: &[Named<'a>],
) -> Vec<Named<'a>> {
    let mut methods: BTreeSet<String> = named.iter().map(|one| one.method.text().to_owned()).collect();
    let mut requests: BTreeSet<String> =
        named.iter().map(|one| one.request.text().to_owned()).chain([group.name.text().to_owned()]).collect();
    requests.extend(RUNTIME.iter().chain(WRITTEN).map(|name| (*name).to_owned()));
    let mut others = Vec::new();
    for one in named {
        let Some(body) = &one.operation.body else { continue };
        for (words, media_type) in bodies::other_kinds(operations, body, &one.setting) {
            let method = names::ident(&format!("{} {words}", one.method.text()), Style::Snake);
            let method = names::free(&method, |name| methods.contains(name));
            let request = names::ident(&format!("{} {words}", one.request.text()), Style::Camel);
            let request = names::free(&request, |name| requests.contains(name));
            methods.insert(method.text().to_owned());
            requests.insert(request.text().to_owned());
            others.push(Named {
                id: one.id,
                operation: one.operation,
                setting: OperationConfig { media_type: Some(media_type), ..one.setting.clone() },
                method,
                request,
                server: one.server.clone(),
                is_other_kind: true,
            });
        }
    }
    others
}
