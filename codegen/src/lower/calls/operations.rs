//! The pass that turns the operations of the spec into groups, methods and requests.

use std::collections::{BTreeMap, BTreeSet};

use crate::docs;
use crate::lower::calls::bodies;
use crate::lower::calls::context::{self, Operations};
use crate::lower::calls::long_running;
use crate::lower::calls::pagination as paging;
use crate::lower::calls::params;
use crate::lower::calls::responses as success;
use crate::lower::calls::responses::Told;
use crate::lower::config::OperationConfig;
use crate::lower::finish::features;
use crate::lower::names::methods as method_names;
use crate::lower::names::models as naming;
use crate::lower::names::{self, Choice, Resolved, Style, own};
use crate::lower::places::stale;
use crate::lower::sentences;
use crate::problem::{Level, Problem, Rule};
use crate::rust::{self, Arg, Docs, File, Ident, Item, Place, Sent};
use crate::spec;
use crate::words;

/// Names of the runtime that the files of operations use.
const RUNTIME: &[&str] =
    &["Call", "CallOptions", "Client", "Error", "Method", "Operation", "Param", "Place", "Reply", "Status", "Style"];

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

/// The module of a group that contains its requests.
const REQUESTS: &str = "requests";

/// The lowered groups: their files, and facts about them that later passes need.
#[derive(Debug, Default)]
pub(crate) struct Lowered {
    pub files: Vec<File>,
    pub groups: Vec<rust::GroupRef>,
    /// The names of each operation.
    pub names: BTreeMap<String, OperationConfig>,
    /// The `group.method` of each operation.
    pub ids: BTreeMap<String, String>,
    /// The features of the groups with their operations, if each group is a feature.
    pub features: Vec<(String, Vec<String>)>,
    /// The call in the example of the documentation, and its operation.
    pub example: Option<(String, rust::Example)>,
    /// How suitable the example is as the first call of a reader.
    example_rank: Option<ExampleRank>,
    /// Names that depend on other names, as settings that keep them stable.
    pub moved: BTreeMap<String, OperationConfig>,
    /// The media types of responses that the crate does not read, each with the operations whose responses have it.
    unread: BTreeMap<String, Vec<String>>,
}

/// The names of an operation and of its group.
struct Named<'a> {
    id: &'a str,
    operation: &'a spec::Operation,
    setting: OperationConfig,
    method: Ident,
    request: Ident,
    /// The operation's own base URL, with the variables of the client.
    server: Option<String>,
    /// Whether it is a method for another kind of body than that of the operation's own method.
    is_other_kind: bool,
}

impl Named<'_> {
    /// The names of the operation, in the form of `crate.json`.
    fn names(&self, group: &str) -> OperationConfig {
        OperationConfig {
            group: Some(group.to_owned()),
            method: Some(self.method.text().to_owned()),
            request: Some(self.request.text().to_owned()),
            ..OperationConfig::default()
        }
    }
}

/// The files of all operations.
pub(crate) fn lower(operations: &Operations, problems: &mut Vec<Problem>) -> Lowered {
    for id in operations.config.operations.keys().filter(|id| !operations.api.operations.contains_key(*id)) {
        problems.push(stale(&["operations", id], format!("the spec has no operation `{id}`")));
    }
    let mut lowered = Lowered::default();
    let groups = groups(operations, problems);
    for name in operations.config.groups.keys().filter(|name| !groups.contains_key(*name)) {
        problems.push(stale(&["groups", name], format!("no operation is in the group `{name}`")));
    }
    if groups.is_empty() {
        return lowered;
    }
    let all: Vec<Vec<String>> = groups.keys().map(|key| words::split(key)).collect();
    let mut modules = Vec::new();
    let methods = group_methods(groups.keys());
    let features = if operations.config.group_features { features::names(groups.keys()) } else { BTreeMap::new() };
    for (key, members) in &groups {
        let group_ident = names::ident(key, Style::Snake);
        let module = names::module(&group_ident);
        let name = group_type(key);
        let named = name_group(operations, (key, members, &all), &name, &mut lowered.moved, problems);
        lowered.names.extend(named.iter().map(|operation| (operation.id.to_owned(), operation.names(key))));
        let docs = match operations.config.groups.get(key) {
            Some(setting) => docs::escaped(&setting.docs),
            None => stated_docs(operations, members),
        };
        let feature = features.get(key.as_str()).cloned();
        let group = rust::GroupRef {
            docs,
            module: module.clone(),
            method: methods[key].clone(),
            name,
            feature: feature.clone(),
        };
        lower_group(operations, &group, &named, &mut lowered, problems);
        let declared = Item::Mod(rust::Mod { docs: Docs::default(), public: true, name: module });
        modules.push(match feature {
            Some(feature) => {
                lowered.features.push((feature.clone(), members.iter().map(|(id, _)| (*id).to_owned()).collect()));
                features::gated(vec![feature], declared)
            }
            None => declared,
        });
        lowered.groups.push(group);
    }
    problems.extend(unread(operations, &lowered.unread));
    lowered.files.push(File {
        path: "src/operations/mod.rs".to_owned(),
        docs: docs::own(&["The operations, one module per group.".to_owned()]),
        items: modules,
    });
    lowered
}

/// A note for the media types of responses that the crate does not read.
fn unread(operations: &Operations, unread: &BTreeMap<String, Vec<String>>) -> Option<Problem> {
    let first = unread.values().flatten().next()?;
    let listed = unread.iter().map(|(media, ids)| match ids.as_slice() {
        [id] => format!("{} of `{id}`", docs::code(media)),
        [id, others @ ..] => format!("{} of `{id}` and {} more", docs::code(media), others.len()),
        [] => docs::code(media),
    });
    let message = format!(
        "these forms of responses are not read, because there is another one in JSON: {}",
        listed.collect::<Vec<_>>().join(", ")
    );
    let help = "Nothing needs to be done, unless another format contains more than the JSON; then describe it as a separate operation.";
    let place = crate::lower::places::place_of_operation(operations.api, first);
    Some(Problem { level: Level::Note, ..Problem::warning(Rule::Unsupported, place, message, help) })
}

type Members<'a> = Vec<(&'a str, &'a spec::Operation)>;

/// The operations by the name of their group in Rust.
fn groups<'a>(operations: &Operations<'a>, problems: &mut Vec<Problem>) -> BTreeMap<String, Members<'a>> {
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
    groups
}

/// The documentation of a group. Several groups of the spec may have become one.
fn stated_docs(operations: &Operations, members: &Members) -> Docs {
    let names: BTreeSet<&String> = members.iter().map(|(_, operation)| &operation.group).collect();
    let stated: Vec<&str> =
        names.into_iter().filter_map(|name| operations.api.group_docs.get(name)).map(String::as_str).collect();
    docs::escaped(&stated.join("\n\n"))
}

/// The name of the type of a group.
fn group_type(key: &str) -> Ident {
    let name = names::ident(key, Style::Camel);
    let suffix = if WRITTEN.contains(&name.text()) { " operations" } else { "" };
    names::ident(&format!("{key}{suffix}"), Style::Camel)
}

/// The method of the client for each group.
fn group_methods<'a>(groups: impl Iterator<Item = &'a String>) -> BTreeMap<String, Ident> {
    let choices = groups.map(|key| (key.clone(), Choice::Derived(names::ident(key, Style::Snake)))).collect();
    names::resolve_with_suffix(&choices, CLIENT_METHODS, "_operations", names::exactly).names
}

/// Names the methods and requests of a group.
fn name_group<'a>(
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

/// Whether a call is anything but a GET with a result, the number of its arguments, and whether it is anything but a
/// paged list.
type ExampleRank = (bool, usize, bool);

/// Ranks calls for the example: a reader first tries a list or a GET without arguments. Of calls with the same rank,
/// the first is used.
fn example_rank(
    operation: &spec::Operation,
    method: &rust::Method,
    success: &rust::Success,
    is_paged: bool,
) -> ExampleRank {
    let gives = operation.method == spec::Method::Get && *success != rust::Success::Empty;
    (!gives, method.args.len(), !is_paged)
}

/// The file of a group, and a file for each of its operations.
fn lower_group(
    operations: &Operations,
    group: &rust::GroupRef,
    named: &[Named],
    lowered: &mut Lowered,
    problems: &mut Vec<Problem>,
) {
    let others = of_other_kinds(operations, group, named);
    let named = || named.iter().chain(&others);
    let requests = named().map(|operation| operation.request.text());
    let taken: BTreeSet<&str> = requests.chain([group.name.text()]).collect();
    let (mut requests, mut methods) = (Vec::new(), Vec::new());
    for operation in named() {
        let found = params::lower(
            operations,
            operation.id,
            operation.operation,
            &operation.setting,
            operation.is_other_kind,
            problems,
        );
        let request = context::Request { name: &operation.request, taken: &taken };
        let answer = success::lower(operations, operation.operation, request);
        for media in answer.unread.iter().filter(|_| !operation.is_other_kind) {
            lowered.unread.entry(media.clone()).or_default().push(operation.id.to_owned());
        }
        let long_running = long_running::lower(operations, operation.operation);
        // The first response of a long-running operation is not a page; its result may be one.
        let is_paged = long_running.is_none();
        let paging = is_paged
            .then(|| paging::lower(operations, operation.id, operation.operation, &answer.success, problems))
            .flatten();
        let method = method(operation, found.args.clone(), found.request_ids.clone(), &answer.faults);
        let is_shown = !operation.is_other_kind
            && (!operation.operation.deprecated || operations.api.operations.values().all(|one| one.deprecated));
        let rank = example_rank(operation.operation, &method, &answer.success, paging.is_some());
        if is_shown && lowered.example_rank.is_none_or(|best| rank < best) {
            let (group, name, args) = (group.method.clone(), method.name.clone(), method.args.clone());
            let example = rust::Example { group, method: name, args, paged: paging.is_some(), set_up: Vec::new() };
            lowered.example = Some((operation.id.to_owned(), example));
            lowered.example_rank = Some(rank);
        }
        let id = format!("{}.{}", group.method.text(), operation.method.text());
        if !operation.is_other_kind {
            lowered.ids.insert(operation.id.to_owned(), id);
        }
        requests.push(request_of(operation, group, found, (answer, paging, long_running)));
        methods.push(method);
    }
    lowered.files.push(requests_file(group, requests));
    let group_item =
        rust::Group { docs: group.docs.clone(), name: group.name.clone(), method: group.method.clone(), methods };
    lowered.files.push(File {
        path: format!("src/operations/{}/mod.rs", group.module.text()),
        docs: Docs::default(),
        items: requests_shown().into_iter().chain([Item::Group(group_item)]).collect(),
    });
}

/// A method for each further kind of body that an operation takes: `create_form` beside `create`, which sends JSON.
fn of_other_kinds<'a>(operations: &Operations, group: &rust::GroupRef, named: &[Named<'a>]) -> Vec<Named<'a>> {
    let mut methods: BTreeSet<String> = named.iter().map(|one| one.method.text().to_owned()).collect();
    let mut requests: BTreeSet<String> =
        named.iter().map(|one| one.request.text().to_owned()).chain([group.name.text().to_owned()]).collect();
    requests.extend(RUNTIME.iter().chain(WRITTEN).map(|name| (*name).to_owned()));
    let mut others = Vec::new();
    for one in named {
        let Some(body) = &one.operation.body else { continue };
        for (word, media_type) in bodies::other_kinds(operations, body, &one.setting) {
            let method = names::ident(&format!("{}_{word}", one.method.text()), Style::Snake);
            let method = names::free(&method, |name| methods.contains(name));
            let request = names::ident(&format!("{} {word}", one.request.text()), Style::Camel);
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

/// What a group shows of its requests.
fn requests_shown() -> [Item; 2] {
    let path = vec![own("self"), own(REQUESTS)];
    [
        Item::Mod(rust::Mod { docs: Docs::default(), public: false, name: own(REQUESTS) }),
        Item::Use(rust::Use { public: true, path, names: rust::Names::All }),
    ]
}

fn method(named: &Named, mut args: Vec<Arg>, request_ids: Vec<String>, faults: &Told) -> rust::Method {
    let operation = named.operation;
    // If the path only has plain arguments, they are inserted in the order of the path. If one is written in a style or
    // has constraints, all are inserted by name.
    let by_turn = args.iter().all(|arg| match &arg.sent {
        Sent::Text(Place::Path) => arg.limits.is_empty(),
        Sent::Styled(place, _) => *place != Place::Path,
        _ => true,
    });
    if by_turn {
        let in_path = args.iter_mut().filter(|arg| arg.sent == Sent::Text(Place::Path));
        in_path.for_each(|arg| arg.sent = Sent::InPath);
    }
    rust::Method {
        docs: method_docs(
            operation,
            &args,
            named.setting.media_type.as_deref().filter(|_| named.is_other_kind),
            faults,
        ),
        deprecated: operation.deprecated,
        name: named.method.clone(),
        request: named.request.clone(),
        args,
        request_ids,
    }
}

/// The documentation of an operation: its description, its method and path, whether it is idempotent, its error body,
/// its arguments.
fn method_docs(operation: &spec::Operation, args: &[Arg], other_kind: Option<&str>, faults: &Told) -> Docs {
    let mut sentences = vec![format!("{}.", docs::code(&format!("{} {}", operation.method.as_str(), operation.path)))];
    sentences.extend(other_kind.map(|media| format!("Sends the body as {}.", docs::code(media))));
    sentences.extend(sentences::idempotency(operation));
    if operation.long_running.is_some() {
        sentences.push("The operation may go on after the response; `poller` follows it to its end.".to_owned());
    }
    // A server without a host cannot be passed to a call.
    let whole = operation.servers.iter().skip(1).filter(|server| !server.url.starts_with('/'));
    let others: Vec<String> = whole.map(|server| docs::code(&server.url)).collect();
    if !others.is_empty() {
        let option = "[`CallOptions::base_url`](crate::CallOptions::base_url)";
        sentences.push(format!("Other servers, for {option}: {}.", others.join(", ")));
    }
    // Of several successful responses, each has its own documentation.
    let mut successes =
        operation.replies.iter().filter(|(status, reply)| reply.is_success(**status)).map(|(_, reply)| reply);
    if let (Some(reply), None) = (successes.next(), successes.next()) {
        sentences.extend(sentences::of_reply(reply));
    }
    match faults {
        Told::Nothing => {}
        Told::One(ty) => sentences.push(sentences::error_body(ty)),
        Told::Several(faults) => sentences.push(format!("[`{0}::of`] returns the error body.", faults.name.text())),
    }
    let documented = args.iter().filter(|arg| !arg.docs.is_empty());
    let lines: Vec<String> = documented.flat_map(|arg| arg.docs.as_item(&docs::code(arg.name.text()))).collect();
    docs::escaped(&operation.docs).then(docs::own(&[sentences.join(" ")])).then(docs::own(&lines))
}

/// The request of an operation, and the types of its responses.
struct Request {
    operation: rust::Operation,
    answers: Option<rust::Answers>,
    headers: Option<rust::ReplyHeaders>,
    faults: Told,
}

fn request_of(
    named: &Named,
    group: &rust::GroupRef,
    found: params::Found,
    (answer, paging, long_running): (success::Answer, Option<rust::Paging>, Option<rust::LongRunning>),
) -> Request {
    let operation = named.operation;
    let item = rust::Operation {
        id: format!("{}.{}", group.method.text(), named.method.text()),
        method: operation.method.clone(),
        path: params::path_with(&operation.path, &found.raw),
        server: named.server.clone(),
        client_values: found.client_values,
        constants: found.constants,
        accept: answer.accept,
        content_type: found.content_type,
        security: operation.security.iter().map(|set| set.keys().cloned().collect()).collect(),
        idempotency_header: operation.retry.idempotency_header.clone(),
        retry_statuses: operation.retry.statuses.as_ref().map(|statuses| statuses.iter().copied().collect()),
        statuses: operation.replies.keys().copied().collect(),
        expected: operation.replies.iter().filter(|(_, reply)| reply.expected).map(|(status, _)| *status).collect(),
        xml: answer.xml,
        request: named.request.clone(),
        setters: found.setters,
        parts: found.parts,
        success: answer.success,
        switch: answer.switch,
        alternatives: answer.alternatives,
        paging,
        long_running,
    };
    Request { operation: item, answers: answer.answers, headers: answer.headers, faults: answer.faults }
}

/// `operations/<group>/requests.rs`: for each operation, its constant, its request, and the enum of its responses if
/// there are several.
fn requests_file(group: &rust::GroupRef, requests: Vec<Request>) -> File {
    let mut items = Vec::new();
    for Request { operation, answers, headers, faults } in requests {
        items.push(Item::Operation(Box::new(operation)));
        items.extend(answers.map(Item::Answers));
        items.extend(headers.map(Item::ReplyHeaders));
        if let Told::Several(faults) = faults {
            items.push(Item::Faults(faults));
        }
    }
    let path = format!("src/operations/{}/{REQUESTS}.rs", group.module.text());
    let name = group.name.text();
    let docs_of_requests =
        format!("The requests of [`{name}`](super::{name}). Each macro documents its syntax in `src/runtime`.");
    File { path, docs: docs::own(&[docs_of_requests]), items }
}
