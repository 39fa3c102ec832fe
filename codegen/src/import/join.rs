//! Joins several APIs, each imported from its own documents: equal facts are kept once, and each contradiction is a
//! problem.
//!
//! Only normalized specs are compared, so documents of different formats can describe one API.

use std::collections::BTreeMap;

use super::Imported;
use crate::problem::{Place, Problem, Rule};
use crate::spec::{
    Access, Api, BoxMap, Content, LongRunning, MediaType, Operation, Origin, Param, Params, SecurityScheme, Server,
    Shape, StateLocation, StatusPattern, TypeDef, refs,
};

/// The part of an API that one group of documents describes.
pub(super) struct Part {
    /// The first document of the group, for facts without an origin.
    pub file: String,
    /// Whether the format of the group can state which properties are read-only or write-only.
    pub states_access: bool,
    /// The result of importing the group.
    pub imported: Imported,
}

/// Joins the parts of an API. The first part with operations gives the title, the version and the documentation.
///
/// # Errors
/// The contradictions: types, operations, security schemes and client parameters of one name that differ.
pub(super) fn join(parts: Vec<Part>) -> Result<Imported, Vec<Problem>> {
    let mut joined = Joined { servers: servers(&parts), ..Joined::default() };
    for part in parts {
        joined.add(part);
    }
    let Joined { servers, described, imported, access: _, mut problems } = joined;
    if !problems.is_empty() {
        problems.sort();
        return Err(problems);
    }
    let (title, version, docs) = described.unwrap_or_default();
    let Imported { api, mut notes, mut skipped, schemas } = imported;
    notes.sort();
    skipped.sort();
    Ok(Imported { api: Api { title, version, docs, servers, ..api }, notes, skipped, schemas })
}

/// The servers of the API. Where the parts state different servers, those are chosen from which most operations can be
/// reached by adding to the path.
fn servers(parts: &[Part]) -> Vec<Server> {
    let stated: Vec<&[Server]> =
        parts.iter().map(|part| &*part.imported.api.servers).filter(|servers| !servers.is_empty()).collect();
    let reached = |base: &[Server]| stated.iter().filter(|servers| path_below(base, servers).is_some()).count();
    // `max_by_key` returns the last of several; reversed, that is the first document's.
    stated.iter().rev().max_by_key(|servers| reached(servers)).map(|servers| servers.to_vec()).unwrap_or_default()
}

/// Inserts a prefix before the path of an operation.
fn lengthen(operation: &mut Operation, path: &str) {
    operation.path = operation.path.below(path);
    if let Some(LongRunning { states: StateLocation::Operation { path: states }, .. }) = &mut operation.long_running {
        *states = states.below(path);
    }
}

/// The path that leads from each server of `base` to the server at the same position, if one path does.
fn path_below<'a>(base: &[Server], servers: &'a [Server]) -> Option<&'a str> {
    let path = servers.first()?.url.strip_prefix(&base.first()?.url)?;
    let is_below = |(base, server): (&Server, &Server)| {
        server.url.strip_prefix(&base.url) == Some(path) && server.variables == base.variables
    };
    let is_path = path.is_empty() || path.starts_with('/') && !path.contains(['{', '}', '?', '#']);
    (is_path && base.len() == servers.len() && base.iter().zip(servers).all(is_below)).then_some(path)
}

#[derive(Default)]
struct Joined {
    servers: Vec<Server>,
    /// The title, version and documentation of the API.
    described: Option<(String, String, String)>,
    imported: Imported,
    /// Whether the format that described a type first can state who sets a property, by the name of the type.
    access: BTreeMap<String, bool>,
    problems: Vec<Problem>,
}

impl Joined {
    fn add(&mut self, part: Part) {
        let Part { file, states_access, imported } = part;
        let Imported { api, notes, skipped, schemas } = imported;
        let Api {
            schema: _,
            title,
            version,
            docs,
            servers,
            security_schemes,
            client_params,
            trace_headers,
            types,
            unread_types,
            group_docs,
            operations,
            webhooks,
        } = self.with_free_names(with_short_names(api));
        if self.described.is_none() && !operations.is_empty() {
            self.described = Some((title, version, docs));
        }
        for (name, scheme) in security_schemes {
            self.scheme(&file, name, scheme);
        }
        for (name, param) in client_params {
            let known = self.imported.api.client_params.entry(name.clone()).or_insert_with(|| param.clone());
            if *known != param {
                self.differ(Place::file(&file), format!("the client parameter `{name}`"), None, "");
            }
        }
        if self.imported.api.trace_headers.is_empty() {
            self.imported.api.trace_headers = trace_headers;
        }
        for (name, def) in types {
            self.model(&file, name, def, states_access);
        }
        for (name, def) in unread_types {
            self.imported.api.unread_types.entry(name).or_insert(def);
        }
        let below = path_below(&self.servers, &servers).map(str::to_owned);
        for (id, mut operation) in operations {
            match &below {
                Some(path) => lengthen(&mut operation, path),
                None if operation.servers.is_empty() => operation.servers.clone_from(&servers),
                None => {}
            }
            self.operation(&file, id, operation);
        }
        for (name, docs) in group_docs {
            self.imported.api.group_docs.entry(name).or_insert(docs);
        }
        self.imported.api.webhooks.extend(webhooks);
        self.imported.notes.extend(notes);
        self.imported.skipped.extend(skipped);
        self.imported.schemas += schemas;
    }

    fn scheme(&mut self, file: &str, name: String, scheme: SecurityScheme) {
        let Some(known) = self.imported.api.security_schemes.get_mut(&name) else {
            self.imported.api.security_schemes.insert(name, scheme);
            return;
        };
        if known.kind == scheme.kind {
            fill(&mut known.docs, scheme.docs);
            return;
        }
        let there = known.origin.clone();
        self.differ(place(scheme.origin, file), format!("the security scheme `{name}`"), there, "");
    }

    fn model(&mut self, file: &str, name: String, def: TypeDef, states_access: bool) {
        let Some(known) = self.imported.api.types.get_mut(&name) else {
            self.access.insert(name.clone(), states_access);
            self.imported.api.types.insert(name, def);
            return;
        };
        let known_states = self.access.get(&name).copied().unwrap_or(true);
        let (mut here, mut there) = (bare(&def), bare(known));
        match (states_access, known_states) {
            (true, false) => take_access(&mut there.shape, &here.shape),
            (false, true) => take_access(&mut here.shape, &there.shape),
            (true, true) | (false, false) => {}
        }
        if here == there {
            if states_access && !known_states {
                take_access(&mut known.shape, &def.shape);
                self.access.insert(name, true);
            }
            take_docs(known, def);
            return;
        }
        let (there_at, difference) = (known.origin.clone(), difference(&here.shape, &there.shape));
        self.differ(place(def.origin, file), format!("the type `{name}`"), there_at, &difference);
    }

    fn operation(&mut self, file: &str, id: String, operation: Operation) {
        let same_route = |other: &Operation| other.method == operation.method && other.path == operation.path;
        let known = match self.imported.api.operations.get_mut(&id) {
            Some(known) => Some(known),
            None => self.imported.api.operations.values_mut().find(|other| same_route(other)),
        };
        let Some(known) = known else {
            self.imported.api.operations.insert(id, operation);
            return;
        };
        if bare_operation(known) == bare_operation(&operation) {
            fill(&mut known.docs, operation.docs.clone());
            take_samples(known, operation);
            return;
        }
        let (there, what) =
            (known.origin.clone(), format!("the operation `{} {}`", operation.method.as_str(), operation.path));
        let what = if same_route(known) { what } else { format!("the operation `{id}`") };
        self.differ(place(operation.origin, file), what, there, "");
    }

    /// Renames each type that has the name of another type only because its schema has no name.
    fn with_free_names(&self, mut api: Api) -> Api {
        let known = &self.imported.api.types;
        let clashing: Vec<String> = api
            .types
            .iter()
            .filter(|(name, def)| known.get(*name).is_some_and(|other| bare(other) != bare(def)))
            .filter(|(_, def)| def.origin.as_ref().is_some_and(|origin| !is_named(origin)))
            .map(|(name, _)| name.clone())
            .collect();
        for name in clashing {
            let is_free = |free: &String| !known.contains_key(free) && !api.types.contains_key(free);
            let free = (2u32..).map(|number| format!("{name}{number}")).find(is_free).expect("numbers do not end");
            if let Some(def) = api.types.remove(&name) {
                api.types.insert(free.clone(), def);
            }
            refs::rename(&mut api, &name, &free);
        }
        api
    }

    fn differ(&mut self, here: Place, what: String, there: Option<Origin>, difference: &str) {
        let there = there.map_or_else(String::new, |origin| format!(" in {} at {}", origin.file, origin.pointer));
        let difference = if difference.is_empty() { String::new() } else { format!(": {difference}") };
        let message = format!("{what} differs from the one{there}{difference}");
        let help = "Correct one of the two documents. If both are right, give one of them another name, or make the documents two APIs.";
        self.problems.push(Problem::error(Rule::Conflict, here, message, help));
    }
}

/// The API with each namespaced type called by the last part of its name, where no other type has that name.
///
/// One document writes `Acme.Models.Link` and another `Link`; reference pages leave the namespace out, too.
fn with_short_names(mut api: Api) -> Api {
    let short = |name: &str| name.rsplit(['.', '+']).next().unwrap_or(name).to_owned();
    let mut wanted: BTreeMap<String, usize> = BTreeMap::new();
    api.types.keys().for_each(|name| *wanted.entry(short(name)).or_default() += 1);
    let names: Vec<String> = api.types.keys().cloned().collect();
    for name in names {
        let short = short(&name);
        if short != name
            && !short.is_empty()
            && wanted[&short] == 1
            && let Some(def) = api.types.remove(&name)
        {
            api.types.insert(short.clone(), def);
            refs::rename(&mut api, &name, &short);
        }
    }
    api
}

fn place(origin: Option<Origin>, file: &str) -> Place {
    origin.map_or_else(|| Place::file(file), Place::from)
}

/// Whether the document itself names the schema at that place.
fn is_named(origin: &Origin) -> bool {
    let depth = |prefix: &str| origin.pointer.strip_prefix(prefix).is_some_and(|name| !name.contains('/'));
    depth("/definitions/") || depth("/components/schemas/") || depth("/Definitions/")
}

fn fill(docs: &mut String, other: String) {
    if docs.is_empty() {
        *docs = other;
    }
}

/// A type without its documentation and origin, which have no effect on the wire.
fn bare(def: &TypeDef) -> TypeDef {
    let mut bare = TypeDef { docs: String::new(), origin: None, ..def.clone() };
    bare.shape.clear_docs();
    bare
}

/// An operation without its documentation, names and origin.
fn bare_operation(operation: &Operation) -> Operation {
    let none = String::new;
    let mut bare = Operation { docs: none(), group: none(), name: none(), origin: None, ..operation.clone() };
    let Params { path, query, header, cookie } = &mut bare.params;
    let params = [path, query, header, cookie].into_iter().flat_map(BoxMap::values_mut);
    params.for_each(|param: &mut Param| param.docs.clear());
    bare.body.iter_mut().for_each(|body| body.docs.clear());
    contents(&mut bare).for_each(|(_, content)| content.samples.clear());
    for reply in bare.replies.values_mut() {
        reply.docs.clear();
        reply.headers.values_mut().for_each(|header| header.docs.clear());
    }
    bare
}

/// The bodies of an operation. Each has a key, which the same body of another operation has too.
fn contents(operation: &mut Operation) -> impl Iterator<Item = ((Option<StatusPattern>, MediaType), &mut Content)> {
    let sent = operation.body.iter_mut().map(|body| (None, &mut body.content));
    let received = operation.replies.iter_mut().map(|(status, reply)| (Some(*status), &mut reply.content));
    sent.chain(received).flat_map(|(status, content)| {
        content.iter_mut().map(move |(media_type, content)| ((status, media_type.clone()), content))
    })
}

/// Adds the samples of an equal operation of another document.
fn take_samples(known: &mut Operation, mut other: Operation) {
    let mut samples: BTreeMap<_, _> =
        contents(&mut other).map(|(key, content)| (key, std::mem::take(&mut content.samples))).collect();
    for (key, content) in contents(known) {
        content.samples.extend(samples.remove(&key).into_iter().flatten());
    }
}

/// Copies which side sets each property, which the format of `to` cannot express.
fn take_access(to: &mut Shape, from: &Shape) {
    let (Shape::Struct(to), Shape::Struct(from)) = (to, from) else { return };
    for (name, member) in &mut to.members {
        if let Some(stated) = from.members.get(name).filter(|stated| stated.access != Access::Both) {
            member.access = stated.access;
        }
    }
}

/// Adds documentation if the first document has none.
fn take_docs(known: &mut TypeDef, other: TypeDef) {
    fill(&mut known.docs, other.docs);
    match (&mut known.shape, other.shape) {
        (Shape::Struct(known), Shape::Struct(other)) => {
            for (name, member) in other.members {
                known.members.entry(name).and_modify(|known| fill(&mut known.docs, member.docs));
            }
        }
        (Shape::Strings(known), Shape::Strings(other)) => {
            let mut docs: BTreeMap<String, String> =
                other.values.into_iter().map(|value| (value.value, value.docs)).collect();
            for value in &mut known.values {
                fill(&mut value.docs, docs.remove(&value.value).unwrap_or_default());
            }
        }
        (Shape::Integers(known), Shape::Integers(other)) => {
            known.values.iter_mut().zip(other.values).for_each(|(known, other)| fill(&mut known.docs, other.docs));
        }
        // The types are equal except for documentation; aliases and unions have it on the type itself.
        _ => {}
    }
}

/// The first difference of two shapes in words; empty where it can only be shown by printing both shapes.
fn difference(here: &Shape, there: &Shape) -> String {
    match (here, there) {
        (Shape::Struct(here), Shape::Struct(there)) => {
            let missing = |name: &String, place: &str| format!("the property `{name}` is missing {place}");
            let lost = there.members.keys().find(|name| !here.members.contains_key(*name));
            let added = || here.members.keys().find(|name| !there.members.contains_key(*name));
            if let Some(name) = lost {
                return missing(name, "here");
            }
            if let Some(name) = added() {
                return missing(name, "there");
            }
            let differs = here.members.iter().find(|(name, member)| there.members.get(*name) != Some(member));
            differs.map_or_else(String::new, |(name, member)| {
                let (is, was) = (&member.ty, &there.members[name].ty);
                if is == was {
                    format!("the property `{name}` has other constraints, or may be left out in one of them only")
                } else {
                    format!("the property `{name}` is `{is}` here and `{was}` there")
                }
            })
        }
        (Shape::Strings(here), Shape::Strings(there)) => {
            let only = |left: &crate::spec::StringEnum, right: &crate::spec::StringEnum| {
                left.values.iter().find(|value| !right.values.contains(value)).map(|value| value.value.clone())
            };
            match (only(there, here), only(here, there)) {
                (Some(value), _) => format!("the value `{value}` is missing here"),
                (None, Some(value)) => format!("the value `{value}` is missing there"),
                (None, None) if here.open != there.open => "only one of them allows other strings".to_owned(),
                (None, None) => String::new(),
            }
        }
        (Shape::Alias(here), Shape::Alias(there)) => format!("it is `{here}` here and `{there}` there"),
        _ => String::new(),
    }
}
