//! What callers of a crate can name, and what they rely on, thing by thing.

use std::collections::{BTreeMap, BTreeSet};

use super::super::Subject;
use super::naming::Renames;
use super::spelling;
use crate::parts;
use crate::rust::{
    Alias, Answers, Arg, Client, CodeValue, Crate, Docs, EnumValue, FaultCase, Faults, Field, File, Group, Item,
    Method, OneOf, OpenCodes, OpenEnum, Operation, Package, Part, Presence, Rest, Struct, SuccessCase, Type, Variant,
};

/// The kinds of things.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Type,
    Field,
    Variant,
    Constant,
    Repr,
    Group,
    Method,
    Setter,
    Builder,
    Client,
    Package,
}

/// What tells things apart: names of types and methods are those of the new crate.
pub(super) type Key = (Kind, String);

/// What callers give where they make a struct.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Given {
    /// Nothing: they cannot make one, or it is no struct.
    #[default]
    Nothing,
    /// Its required members: by `new`, or beside `..Default::default()`.
    Required,
    /// All its members.
    Everything,
}

/// Whether callers may match an enum without a wildcard.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Exhaustive {
    /// They cannot, or it is no enum.
    #[default]
    No,
    /// They may.
    Yes,
}

/// An argument of a method.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Argument {
    pub name: String,
    pub wire: String,
    pub ty: String,
}

/// Something that callers can name.
#[derive(Clone, Debug)]
pub(super) struct Thing {
    pub kind: Kind,
    /// What holds it.
    pub parent: Option<Key>,
    /// Its own name.
    pub name: String,
    /// Where it stands, if that is part of how callers reach it: the group of a method.
    pub home: String,
    /// What callers would call it: `models::Cart::id`.
    pub path: String,
    /// Its type.
    pub ty: String,
    /// Whether a field must have a value.
    pub required: bool,
    pub given: Given,
    pub exhaustive: Exhaustive,
    pub args: Vec<Argument>,
    pub request: String,
    pub result: String,
    pub deprecated: bool,
    pub docs: Vec<String>,
    /// What callers do not see, a fact a line.
    pub hidden: Vec<String>,
    pub subject: Subject,
    pub file: String,
    /// The names on the way to its declaration, as they start there.
    pub trail: Vec<String>,
}

impl Thing {
    fn new(kind: Kind, name: &str, path: String, subject: &Subject, file: &str) -> Self {
        Self {
            kind,
            parent: None,
            name: name.to_owned(),
            home: String::new(),
            path,
            ty: String::new(),
            required: false,
            given: Given::Nothing,
            exhaustive: Exhaustive::No,
            args: Vec::new(),
            request: String::new(),
            result: String::new(),
            deprecated: false,
            docs: Vec::new(),
            hidden: Vec::new(),
            subject: subject.clone(),
            file: file.to_owned(),
            trail: Vec::new(),
        }
    }

    /// The thing as a reader would declare it.
    pub(super) fn spelled(&self) -> String {
        if self.ty.is_empty() { self.path.clone() } else { format!("{}: {}", self.path, self.ty) }
    }

    fn docs(mut self, docs: &Docs) -> Self {
        self.docs = docs.lines().to_vec();
        self
    }

    fn below(mut self, parent: &Key, trail: &[String], last: String) -> Self {
        self.parent = Some(parent.clone());
        self.trail = [trail, &[last]].concat();
        self
    }
}

/// Everything that callers of a crate can name.
pub(super) fn of(krate: &Crate, renames: &Renames) -> BTreeMap<Key, Thing> {
    let Crate { package, made: _, title: _, files, parts, example: _, names } = krate;
    let specs = names.types.iter().map(|(spec, name)| (name.text().to_owned(), spec.clone())).collect();
    let ids = names.operations.iter().map(|(spec, id)| (id.clone(), spec.clone())).collect();
    let mut inventory = Inventory { renames, specs, ids, things: BTreeMap::new() };
    inventory.package(package, parts);
    let mut operations: BTreeMap<String, (&Operation, &File)> = BTreeMap::new();
    for file in files {
        for item in &file.items {
            if let Item::Operation(operation) = item {
                operations.insert(operation.id.clone(), (operation, file));
            }
        }
    }
    for file in files {
        // The answers of an operation stand in its file.
        let mut id = String::new();
        for item in &file.items {
            match item {
                Item::Struct(item) => inventory.structure(&file.path, item),
                Item::OpenEnum(item) => inventory.open_enum(&file.path, item),
                Item::OpenCodes(item) => inventory.codes(&file.path, item),
                Item::OneOf(item) => inventory.one_of(&file.path, item),
                Item::Alias(item) => inventory.alias(&file.path, item),
                Item::Group(item) => inventory.group(&file.path, item, &operations),
                Item::Operation(item) => id.clone_from(&item.id),
                Item::Answers(item) => inventory.answers(&file.path, &id, item),
                Item::Faults(item) => inventory.faults(&file.path, &id, item),
                Item::Client(item) => inventory.client(&file.path, item),
                // What the root shows of the runtime follows from what is used of it.
                Item::Use(_) | Item::Mod(_) | Item::Root(_) => {}
            }
        }
    }
    inventory.things
}

struct Inventory<'a> {
    renames: &'a Renames,
    /// The name in the spec of each type.
    specs: BTreeMap<String, String>,
    /// The identifier in the spec of each `group.method`.
    ids: BTreeMap<String, String>,
    things: BTreeMap<Key, Thing>,
}

impl Inventory<'_> {
    fn add(&mut self, key: String, thing: Thing) -> Key {
        let key = (thing.kind, key);
        self.things.insert(key.clone(), thing);
        key
    }

    fn ty(&self, ty: &Type) -> String {
        spelling::ty(ty, self.renames)
    }

    /// A model, whose parts are added below the key and the trail that are returned.
    fn model(&mut self, name: &str, docs: &Docs, told: impl FnOnce(&mut Thing), file: &str) -> (Key, Thing) {
        let subject = Subject::Type(self.specs.get(name).cloned().unwrap_or_else(|| name.to_owned()));
        let mut thing = Thing::new(Kind::Type, name, format!("models::{name}"), &subject, file).docs(docs);
        told(&mut thing);
        let key = self.add(self.renames.ty(name).to_owned(), thing.clone());
        (key, thing)
    }

    fn structure(&mut self, file: &str, item: &Struct) {
        let Struct { docs, deprecated, non_exhaustive, name, params, default, debug, fields, rest, new } = item;
        let told = |thing: &mut Thing| {
            thing.ty = kind("struct", params.len());
            thing.deprecated = *deprecated;
            thing.given = match (non_exhaustive, default, new) {
                (true, _, _) => Given::Nothing,
                (false, crate::rust::Default::None, None) => Given::Everything,
                (false, _, _) => Given::Required,
            };
            thing.hidden = vec![format!("shown as {debug:?}")];
            thing.trail = vec![format!("pub struct {}", name.text())];
        };
        let (key, model) = self.model(name.text(), docs, told, file);
        for field in fields {
            let Field { docs, deprecated, secret, name, wire, ty: _, presence, keeps_form } = field;
            let path = format!("{}::{}", model.path, name.text());
            let mut thing = Thing::new(Kind::Field, name.text(), path, &model.subject, file)
                .docs(docs)
                .below(&key, &model.trail, format!("pub {}:", written(name.text())));
            thing.ty = self.ty(&field.declared());
            thing.deprecated = *deprecated;
            thing.required = matches!(presence, Presence::Required | Presence::RequiredOrNull);
            thing.hidden = vec![format!("{wire} on the wire"), format!("a secret: {secret}"), format!("keeps its form: {keeps_form}")];
            self.add(format!("{}#{wire}", key.1), thing);
        }
        let (name, ty) = match rest {
            Rest::Extra(name) => (name, "Extra".to_owned()),
            Rest::Typed(name, ty) => (name, format!("BTreeMap<String, {}>", self.ty(ty))),
        };
        let path = format!("{}::{}", model.path, name.text());
        let mut thing = Thing::new(Kind::Field, name.text(), path, &model.subject, file).below(
            &key,
            &model.trail,
            format!("pub {}:", name.text()),
        );
        thing.ty = ty;
        self.add(format!("{}##", key.1), thing);
    }

    fn open_enum(&mut self, file: &str, item: &OpenEnum) {
        let OpenEnum { docs, deprecated, name, values } = item;
        let told = |thing: &mut Thing| {
            thing.ty = "enum".to_owned();
            thing.deprecated = *deprecated;
            thing.exhaustive = Exhaustive::Yes;
            thing.trail = vec![format!("pub enum {}", name.text())];
        };
        let (key, model) = self.model(name.text(), docs, told, file);
        for EnumValue { docs, name, wire } in values {
            let path = format!("{}::{}", model.path, name.text());
            let mut thing = Thing::new(Kind::Variant, name.text(), path, &model.subject, file)
                .docs(docs)
                .below(&key, &model.trail, format!("{},", name.text()));
            thing.hidden = vec![format!("{wire} on the wire")];
            self.add(format!("{}#{wire}", key.1), thing);
        }
    }

    fn codes(&mut self, file: &str, item: &OpenCodes) {
        let OpenCodes { docs, deprecated, name, repr, values } = item;
        let listed: Vec<String> = values.iter().filter(|value| value.name.is_none()).map(|value| format!("lists {}", value.wire)).collect();
        let told = |thing: &mut Thing| {
            thing.ty = "integers".to_owned();
            thing.deprecated = *deprecated;
            thing.hidden = listed;
            thing.trail = vec![format!("pub struct {}", name.text())];
        };
        let (key, model) = self.model(name.text(), docs, told, file);
        let mut inner = Thing::new(Kind::Repr, "0", format!("{}::0", model.path), &model.subject, file);
        (inner.ty, inner.parent, inner.trail) = (self.ty(repr), Some(key.clone()), model.trail.clone());
        self.add(key.1.clone(), inner);
        for CodeValue { docs, name, spoken, wire } in values {
            let Some(name) = name else { continue };
            let path = format!("{}::{}", model.path, name.text());
            let mut thing = Thing::new(Kind::Constant, name.text(), path, &model.subject, file)
                .docs(docs)
                .below(&key, &model.trail, name.text().to_owned());
            thing.hidden = vec![format!("is {wire}"), format!("{spoken:?} on the wire")];
            // A name that has another number is the same to callers.
            self.add(format!("{}#{}", key.1, spoken.as_deref().unwrap_or(name.text())), thing);
        }
    }

    fn one_of(&mut self, file: &str, item: &OneOf) {
        let OneOf { docs, deprecated, name, variants } = item;
        let told = |thing: &mut Thing| {
            thing.ty = "enum".to_owned();
            thing.deprecated = *deprecated;
            thing.exhaustive = Exhaustive::Yes;
            thing.trail = vec![format!("pub enum {}", name.text())];
        };
        let (key, model) = self.model(name.text(), docs, told, file);
        for Variant { docs, name, ty, kind } in variants {
            let path = format!("{}::{}", model.path, name.text());
            let mut thing = Thing::new(Kind::Variant, name.text(), path, &model.subject, file)
                .docs(docs)
                .below(&key, &model.trail, format!("{}(", name.text()));
            thing.ty = self.ty(ty);
            thing.hidden = vec![format!("told by {kind:?}")];
            self.add(format!("{}#{}", key.1, name.text()), thing);
        }
    }

    fn alias(&mut self, file: &str, item: &Alias) {
        let Alias { docs, deprecated, name, params, ty } = item;
        let spelled = self.ty(ty);
        let told = |thing: &mut Thing| {
            thing.ty = format!("{} = {spelled}", kind("type", params.len()));
            thing.deprecated = *deprecated;
            thing.trail = vec![format!("pub type {}", name.text())];
        };
        self.model(name.text(), docs, told, file);
    }

    fn operation_subject(&self, id: &str) -> Subject {
        Subject::Operation(self.ids.get(id).cloned().unwrap_or_else(|| id.to_owned()))
    }

    fn group(&mut self, file: &str, item: &Group, operations: &BTreeMap<String, (&Operation, &File)>) {
        let Group { docs, name, method: by, methods } = item;
        let moved = |method: &Method| self.renames.is_moved(&format!("{}.{}", by.text(), method.name.text()));
        // A group whose methods all stand elsewhere now is told by them.
        let is_told = !methods.is_empty() && methods.iter().all(moved);
        let mut group = Thing::new(Kind::Group, name.text(), format!("Client::{}", by.text()), &Subject::Service, file).docs(docs);
        group.trail = vec![format!("pub struct {}", name.text())];
        let group_key = (Kind::Group, by.text().to_owned());
        if !is_told {
            self.add(by.text().to_owned(), group);
        }
        for method in methods {
            let Method { docs, deprecated, name: own, request, module: _, args } = method;
            let id = format!("{}.{}", by.text(), own.text());
            let path = format!("{}::{}", name.text(), own.text());
            let subject = self.operation_subject(&id);
            let mut thing = Thing::new(Kind::Method, own.text(), path, &subject, file).docs(docs);
            thing.parent = Some(group_key.clone());
            thing.home = by.text().to_owned();
            thing.deprecated = *deprecated;
            thing.args = args.iter().map(|arg| self.argument(arg)).collect();
            thing.request = request.text().to_owned();
            thing.trail = vec![format!("pub fn {}(", own.text())];
            if let Some((operation, _)) = operations.get(&id) {
                thing.result = spelling::success(&operation.success, self.renames);
                thing.hidden = behaviour(operation);
            }
            let key = self.add(self.renames.method(&id).to_owned(), thing);
            if let Some((operation, file)) = operations.get(&id) {
                self.setters(&key, &subject, operation, &file.path);
            }
        }
    }

    fn argument(&self, arg: &Arg) -> Argument {
        Argument {
            name: arg.name.text().to_owned(),
            wire: format!("{:?} {}", arg.place, arg.wire),
            ty: spelling::arg(arg, self.renames),
        }
    }

    fn setters(&mut self, key: &Key, subject: &Subject, operation: &Operation, file: &str) {
        for arg in &operation.setters {
            let Arg { docs, deprecated, name, wire, place, ty: _ } = arg;
            let path = format!("{}::{}", operation.request.text(), name.text());
            let trail = [format!("impl {}", operation.request.text())];
            let mut thing = Thing::new(Kind::Setter, name.text(), path, subject, file)
                .docs(docs)
                .below(key, &trail, format!("pub fn {}(", name.text()));
            thing.ty = spelling::arg(arg, self.renames);
            thing.deprecated = *deprecated;
            thing.hidden = vec![format!("{place:?} {wire}")];
            self.add(format!("{}#{wire}", key.1), thing);
        }
    }

    fn answers(&mut self, file: &str, id: &str, item: &Answers) {
        let Answers { docs, name, cases } = item;
        let (key, holder) = self.beside(file, id, name.text(), docs, "answers");
        for SuccessCase { docs, name, status, ty } in cases {
            let ty = ty.as_ref().map(|ty| self.ty(ty)).unwrap_or_default();
            let path = format!("{}::{}", holder.path, name.text());
            let mut thing = Thing::new(Kind::Variant, name.text(), path, &holder.subject, file)
                .docs(docs)
                .below(&key, &holder.trail, name.text().to_owned());
            (thing.ty, thing.hidden) = (ty, vec![format!("for {status}")]);
            self.add(format!("{}#{}", key.1, name.text()), thing);
        }
    }

    fn faults(&mut self, file: &str, id: &str, item: &Faults) {
        let Faults { docs, name, cases } = item;
        let (key, holder) = self.beside(file, id, name.text(), docs, "faults");
        for FaultCase { name, statuses, ty } in cases {
            let path = format!("{}::{}", holder.path, name.text());
            let mut thing = Thing::new(Kind::Variant, name.text(), path, &holder.subject, file).below(
                &key,
                &holder.trail,
                name.text().to_owned(),
            );
            thing.ty = self.ty(ty);
            thing.hidden = statuses.iter().map(|status| format!("for {status}")).collect();
            self.add(format!("{}#{}", key.1, name.text()), thing);
        }
    }

    /// A type that stands beside an operation and cannot be matched exhaustively.
    fn beside(&mut self, file: &str, id: &str, name: &str, docs: &Docs, what: &str) -> (Key, Thing) {
        let subject = self.operation_subject(id);
        let group = id.split_once('.').map_or(id, |(group, _)| group);
        let mut thing =
            Thing::new(Kind::Type, name, format!("operations::{group}::{name}"), &subject, file).docs(docs);
        thing.ty = "enum".to_owned();
        thing.parent = Some((Kind::Method, self.renames.method(id).to_owned()));
        thing.trail = vec![format!("pub enum {name}")];
        let key = self.add(format!("{} {what}", self.renames.method(id)), thing.clone());
        (key, thing)
    }

    fn client(&mut self, file: &str, item: &Client) {
        let Client {
            title: _,
            package: _,
            servers,
            schemes,
            setters,
            params,
            trace_headers,
            fault_code,
            fault_message,
            groups: _,
        } = item;
        let mut client = Thing::new(Kind::Client, "Client", "Client".to_owned(), &Subject::Service, file);
        client.trail = vec!["static API".to_owned()];
        client.hidden.push(format!("reached at {}", servers.first().map_or("", |server| &server.url)));
        client.hidden.push(format!("{trace_headers:?}, {fault_code:?}, {fault_message:?}"));
        self.add("Client".to_owned(), client);
        let methods = setters
            .iter()
            .map(|setter| {
                let kind = schemes.iter().find(|scheme| scheme.name == setter.scheme).map(|scheme| &scheme.kind);
                (&setter.method, "impl Credential", &setter.scheme, &setter.docs, format!("{kind:?}"))
            })
            .chain(params.iter().map(|param| {
                (&param.name, "&str", &param.wire, &param.docs, format!("{:?} unless set", param.default))
            }));
        for (name, ty, wire, docs, hidden) in methods {
            let path = format!("ClientBuilder::{}", name.text());
            let mut thing = Thing::new(Kind::Builder, name.text(), path, &Subject::Service, file).docs(docs);
            (thing.ty, thing.hidden) = (ty.to_owned(), vec![format!("for {wire}"), hidden]);
            thing.trail = vec!["impl ClientBuilder".to_owned(), format!("pub fn {}(", name.text())];
            self.add(format!("{}({ty})", name.text()), thing);
        }
        if servers.is_empty() {
            return;
        }
        let mut thing = Thing::new(Kind::Type, "Server", "Server".to_owned(), &Subject::Service, file);
        (thing.ty, thing.trail) = ("enum".to_owned(), vec!["pub enum Server".to_owned()]);
        let (trail, key) = (thing.trail.clone(), self.add("crate::Server".to_owned(), thing));
        for server in servers {
            let path = format!("Server::{}", server.name.text());
            let mut thing = Thing::new(Kind::Variant, server.name.text(), path, &Subject::Service, file)
                .docs(&server.docs)
                .below(&key, &trail, format!("{},", server.name.text()));
            thing.hidden = vec![format!("at {}", server.url)];
            self.add(format!("crate::Server#{}", server.url), thing);
        }
    }

    fn package(&mut self, package: &Package, parts: &BTreeSet<Part>) {
        // The version is what the comparison suggests, and the rest is no business of callers.
        let Package { name, version: _, description, license } = package;
        let mut thing = Thing::new(Kind::Package, name, name.clone(), &Subject::Service, "Cargo.toml");
        thing.docs = vec![description.clone(), license.clone().unwrap_or_default()];
        thing.trail = vec!["name =".to_owned()];
        thing.hidden = parts::features(parts).iter().map(|feature| format!("the feature {}", feature.name)).collect();
        self.add(String::new(), thing);
    }
}

/// A kind of type with its parameters, whose names callers do not write.
fn kind(word: &str, params: usize) -> String {
    if params == 0 { word.to_owned() } else { format!("{word} with {params} type parameters") }
}

/// An identifier as it stands in a file.
fn written(name: &str) -> String {
    if crate::lower::names::is_keyword(name) { format!("r#{name}") } else { name.to_owned() }
}

/// What an operation sends and reads that callers do not write, a fact a line.
fn behaviour(operation: &Operation) -> Vec<String> {
    let Operation {
        docs: _,
        id: _,
        method,
        path,
        client_values,
        constants,
        accept,
        content_type,
        security,
        idempotency_header,
        retry_statuses,
        statuses,
        request: _,
        setters: _,
        success: _,
    } = operation;
    let mut facts = vec![
        format!("{} {path}", method.as_str()),
        format!("accepts {accept}"),
        format!("sends {}", content_type.as_deref().unwrap_or("no body")),
        format!("proves {}", security.iter().map(|set| set.join(" and ")).collect::<Vec<_>>().join(" or ")),
        format!("repeats by {}", idempotency_header.as_deref().unwrap_or("its method")),
    ];
    facts.extend(retry_statuses.iter().map(|statuses| format!("repeats after {statuses:?}")));
    facts.extend(statuses.iter().map(|status| format!("knows {status}")));
    facts.extend(client_values.iter().map(|value| format!("sends {} of the client", value.wire)));
    facts.extend(constants.iter().map(|(_, name, value)| format!("sends {name} as {value}")));
    facts
}
