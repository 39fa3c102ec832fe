//! The pass that turns the operations of the spec into groups, methods and requests.

use std::collections::{BTreeMap, BTreeSet};

use crate::docs;
use crate::lower::calls::bodies;
use crate::lower::calls::context::{self, Operations};
use crate::lower::calls::example::{self, Rank};
use crate::lower::calls::long_running;
use crate::lower::calls::named::{Members, Named, group_methods, group_type, groups, name_group, of_other_kinds};
use crate::lower::calls::pagination;
use crate::lower::calls::params;
use crate::lower::calls::responses::{self, ErrorTypes};
use crate::lower::config::OperationConfig;
use crate::lower::finish::features;
use crate::lower::names::{self, Style, own};
use crate::lower::places::stale;
use crate::lower::sentences;
use crate::problem::{Level, Problem, Rule};
use crate::rust::{self, Arg, Docs, File, Item, Place, Sent};
use crate::spec::{self, dots};
use crate::words;

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
    example_rank: Option<Rank>,
    /// Names that depend on other names, as settings that keep them stable.
    pub moved: BTreeMap<String, OperationConfig>,
    /// The media types of responses that the crate does not read, each with the operations whose responses have it.
    unread: BTreeMap<String, Vec<String>>,
}

/// The files of all operations.
pub(crate) fn lower(operations: &Operations, problems: &mut Vec<Problem>) -> Lowered {
    for id in operations.config.operations.keys().filter(|id| !operations.api.operations.contains_key(*id)) {
        let others = operations.api.operations.keys().filter(|id| !operations.config.operations.contains_key(*id));
        let meant = words::most_similar(id, others.map(String::as_str));
        problems.push(stale(&["operations", id], format!("the spec has no operation `{id}`"), meant));
    }
    let mut lowered = Lowered::default();
    let groups = groups(operations, problems);
    for name in operations.config.groups.keys().filter(|name| !groups.contains_key(*name)) {
        let others = groups.keys().filter(|name| !operations.config.groups.contains_key(*name));
        let meant = words::most_similar(name, others.map(String::as_str));
        problems.push(stale(&["groups", name], format!("no operation is in the group `{name}`"), meant));
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
    let message = "these forms of responses are not read, because there is another one in JSON";
    let help = "Nothing needs to be done, unless another format contains more than the JSON; then describe it as a separate operation.";
    problems.extend(unused(operations, &lowered.unread, message, help));
    let message = "these forms of request bodies are not sent, because there is another one";
    let help = "Nothing needs to be done, unless a service needs the other format; then select it with `media_type` in `crate.json`.";
    problems.extend(unused(operations, &unsent(operations), message, help));
    warn_of_dots(operations, problems);
    lowered.files.push(File {
        path: "src/operations/mod.rs".to_owned(),
        docs: docs::own(&["The operations, one module per group.".to_owned()]),
        items: modules,
    });
    lowered
}

/// Warns of values of path parameters that are never sent, because they would lead to another place.
fn warn_of_dots(operations: &Operations, problems: &mut Vec<Problem>) {
    for (id, operation) in &operations.api.operations {
        let values = dots::of_values(operations.api, operation);
        let Some((name, _)) = values.first() else { continue };
        let listed: Vec<String> =
            values.iter().filter(|(of, _)| of == name).map(|(_, value)| docs::code(value)).collect();
        let message = format!(
            "the path parameter `{name}` of `{id}` may be {}, which makes a part of the path that URLs resolve",
            listed.join(" or ")
        );
        let help = "A call with this value is an error, and nothing is sent. Remove the value, or correct the path.";
        let place = crate::lower::places::place_of_operation(operations.api, id);
        problems.push(Problem::warning(Rule::InvalidPath, place, message, help));
    }
}

/// The media types of request bodies that no method sends, each with the operations whose bodies have it.
fn unsent(operations: &Operations) -> BTreeMap<String, Vec<String>> {
    let mut unsent: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (id, operation) in &operations.api.operations {
        let is_chosen = operations.config.operations.get(id).is_some_and(|setting| setting.media_type.is_some());
        for media in operation.body.iter().filter(|_| !is_chosen).flat_map(|body| bodies::unsent(operations, body)) {
            unsent.entry(media.clone()).or_default().push(id.clone());
        }
    }
    unsent
}

/// A note for the media types that the crate does not use.
fn unused(
    operations: &Operations,
    unused: &BTreeMap<String, Vec<String>>,
    message: &str,
    help: &str,
) -> Option<Problem> {
    let first = unused.values().flatten().next()?;
    let listed = unused.iter().map(|(media, ids)| match ids.as_slice() {
        [id] => format!("{} of `{id}`", docs::code(media)),
        [id, others @ ..] => format!("{} of `{id}` and {} more", docs::code(media), others.len()),
        [] => docs::code(media),
    });
    let message = format!("{message}: {}", listed.collect::<Vec<_>>().join(", "));
    let place = crate::lower::places::place_of_operation(operations.api, first);
    Some(Problem { level: Level::Note, ..Problem::warning(Rule::Unsupported, place, message, help) })
}

/// The documentation of a group. Several groups of the spec may have become one.
fn stated_docs(operations: &Operations, members: &Members) -> Docs {
    let names: BTreeSet<&String> = members.iter().map(|(_, operation)| &operation.group).collect();
    let stated: Vec<&str> =
        names.into_iter().filter_map(|name| operations.api.group_docs.get(name)).map(String::as_str).collect();
    docs::escaped(&stated.join("\n\n"))
}

/// The two files of a group: its methods, and the requests that they return.
fn lower_group(
    operations: &Operations,
    group: &rust::GroupRef,
    named: &[Named],
    lowered: &mut Lowered,
    problems: &mut Vec<Problem>,
) {
    let others = of_other_kinds(operations, group, named);
    let named = || named.iter().chain(&others);
    let taken: BTreeSet<&str> = named().map(|one| one.request.text()).chain([group.name.text()]).collect();
    let (mut requests, mut methods) = (Vec::new(), Vec::new());
    for one in named() {
        let (method, request, unread) = lower_operation(operations, group, one, &taken, problems);
        // The method for another kind of body has the responses and the id of the operation's own method.
        if !one.is_other_kind {
            unread.into_iter().for_each(|media| lowered.unread.entry(media).or_default().push(one.id.to_owned()));
            lowered.ids.insert(one.id.to_owned(), request.operation.id.clone());
            lowered.offer_example(operations, group, one, (&method, &request.operation));
        }
        requests.push(request);
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

/// The method and the request of an operation, and the media types of its responses that the crate does not read.
/// `taken` are the names of the types in the operation's module.
fn lower_operation(
    operations: &Operations,
    group: &rust::GroupRef,
    named: &Named,
    taken: &BTreeSet<&str>,
    problems: &mut Vec<Problem>,
) -> (rust::Method, Request, Vec<String>) {
    let Named { id, operation, setting, is_other_kind, .. } = named;
    let found = params::lower(operations, id, operation, setting, *is_other_kind, problems);
    let mut lowered = responses::lower(operations, operation, context::Request { name: &named.request, taken });
    let unread = std::mem::take(&mut lowered.unread);
    let method = method(operations.api, named, found.args.clone(), found.request_ids.clone(), &lowered.error_types);
    let long_running = long_running::lower(operations, operation);
    // The first response of a long-running operation is not a page; its result may be one.
    let paging = match long_running {
        Some(_) => None,
        None => pagination::lower(operations, id, operation, &lowered.success, problems),
    };
    (method, request_of(operations.api, named, group, found, (lowered, paging, long_running)), unread)
}

impl Lowered {
    /// Makes a call the example of the documentation, if it is a better one than the calls before it.
    fn offer_example(
        &mut self,
        operations: &Operations,
        group: &rust::GroupRef,
        named: &Named,
        (method, request): (&rust::Method, &rust::Operation),
    ) {
        let is_shown = !named.operation.deprecated || operations.api.operations.values().all(|other| other.deprecated);
        let rank = example::rank(named.operation, method, request);
        if is_shown && self.example_rank.is_none_or(|best| rank < best) {
            let (group, name, args) = (group.method.clone(), method.name.clone(), method.args.clone());
            let example =
                rust::Example { group, method: name, args, paged: request.paging.is_some(), set_up: Vec::new() };
            self.example = Some((named.id.to_owned(), example));
            self.example_rank = Some(rank);
        }
    }
}

/// What a group shows of its requests.
fn requests_shown() -> [Item; 2] {
    let path = vec![own("self"), own(REQUESTS)];
    [
        Item::Mod(rust::Mod { docs: Docs::default(), public: false, name: own(REQUESTS) }),
        Item::Use(rust::Use { public: true, path, names: rust::Names::All }),
    ]
}

fn method(
    api: &spec::Api,
    named: &Named,
    mut args: Vec<Arg>,
    request_ids: Vec<String>,
    error_types: &ErrorTypes,
) -> rust::Method {
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
            sentences::certificate(api, operation),
            &args,
            // Otherwise the caller chooses one.
            named.setting.media_type.as_deref().filter(|_| named.is_other_kind && !chooses_media_type(&args)),
            error_types,
        ),
        deprecated: operation.deprecated,
        name: named.method.clone(),
        request: named.request.clone(),
        args,
        request_ids,
    }
}

/// Whether an argument is the media type of the body.
fn chooses_media_type(args: &[Arg]) -> bool {
    args.iter().any(|arg| arg.wire == bodies::CONTENT_TYPE && arg.sent == Sent::Text(Place::Header))
}

/// The documentation of an operation: its description, its method and path, whether it is idempotent, its error body,
/// its arguments.
fn method_docs(
    operation: &spec::Operation,
    certificate: Option<&str>,
    args: &[Arg],
    other_kind: Option<&str>,
    error_types: &ErrorTypes,
) -> Docs {
    let mut sentences = vec![format!("{}.", docs::code(&format!("{} {}", operation.method.as_str(), operation.path)))];
    sentences.extend(other_kind.map(|media| format!("Sends the body as {}.", docs::code(media))));
    sentences.extend(sentences::idempotency(operation));
    sentences.extend(certificate.map(str::to_owned));
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
    if let Some((_, reply)) = operation.replies.iter().find(|(status, _)| status.is_redirect()) {
        sentences.push(sentences::redirect(reply).to_owned());
    }
    // Of several successful responses, each has its own documentation.
    let mut successes =
        operation.replies.iter().filter(|(status, reply)| reply.is_success(**status)).map(|(_, reply)| reply);
    if let (Some(reply), None) = (successes.next(), successes.next()) {
        sentences.extend(sentences::of_reply(reply));
    }
    match error_types {
        ErrorTypes::Nothing => {}
        ErrorTypes::One(ty) => sentences.push(sentences::error_body(ty)),
        ErrorTypes::Several(bodies) => {
            sentences.push(format!("[`{0}::of`] returns the error body.", bodies.name.text()))
        }
    }
    let documented = args.iter().filter(|arg| !arg.docs.is_empty());
    let lines: Vec<String> = documented.flat_map(|arg| arg.docs.as_item(&docs::code(arg.name.text()))).collect();
    docs::escaped(&operation.docs).then(docs::own(&[sentences.join(" ")])).then(docs::own(&lines))
}

/// The request of an operation, and the types of its responses.
struct Request {
    operation: rust::Operation,
    success_types: Option<rust::SuccessResponses>,
    headers: Option<rust::ResponseHeaders>,
    error_types: ErrorTypes,
}

fn request_of(
    api: &spec::Api,
    named: &Named,
    group: &rust::GroupRef,
    found: params::MethodParams,
    (lowered, paging, long_running): (responses::Responses, Option<rust::Paging>, Option<rust::LongRunning>),
) -> Request {
    let operation = named.operation;
    let item = rust::Operation {
        id: format!("{}.{}", group.method.text(), named.method.text()),
        method: operation.method.clone(),
        path: params::path_with(&operation.path, &found.raw),
        server: named.server.clone(),
        client_values: found.client_values,
        constants: found.constants,
        accept: lowered.accept,
        content_type: found.content_type,
        security: api.sent_credentials(&operation.security).iter().map(|set| set.keys().cloned().collect()).collect(),
        idempotency_header: operation.retry.idempotency_header.clone(),
        retry_statuses: operation.retry.statuses.as_ref().map(|statuses| statuses.iter().copied().collect()),
        statuses: operation.replies.keys().copied().collect(),
        expected: operation.replies.iter().filter(|(_, reply)| reply.expected).map(|(status, _)| *status).collect(),
        xml: lowered.xml,
        request: named.request.clone(),
        setters: found.setters,
        parts: found.parts,
        success: lowered.success,
        errors: lowered.errors,
        switch: lowered.switch,
        alternatives: lowered.alternatives,
        paging,
        long_running,
    };
    Request {
        operation: item,
        success_types: lowered.success_types,
        headers: lowered.headers,
        error_types: lowered.error_types,
    }
}

/// `operations/<group>/requests.rs`: for each operation, its constant, its request, and the enum of its responses if
/// there are several.
fn requests_file(group: &rust::GroupRef, requests: Vec<Request>) -> File {
    let mut items = Vec::new();
    for Request { operation, success_types, headers, error_types } in requests {
        items.push(Item::Operation(Box::new(operation)));
        items.extend(success_types.map(Item::SuccessResponses));
        items.extend(headers.map(Item::ResponseHeaders));
        if let ErrorTypes::Several(bodies) = error_types {
            items.push(Item::ErrorBodies(bodies));
        }
    }
    let path = format!("src/operations/{}/{REQUESTS}.rs", group.module.text());
    let name = group.name.text();
    let docs_of_requests =
        format!("The requests of [`{name}`](super::{name}). Each macro documents its syntax in `src/runtime`.");
    File { path, docs: docs::own(&[docs_of_requests]), items }
}
