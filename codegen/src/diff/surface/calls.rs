//! Lists the public items of operations and of the client.

use std::collections::BTreeMap;

use super::super::{Subject, equal};
use super::inventory::Inventory;
use super::naming;
use super::public_item::{Argument, Key, Kind, PublicItem, fact};
use super::spelling;
use crate::rust::{
    Arg, Client, ErrorBodies, ErrorCase, File, Group, Ident, LongRunningResult, Method, Operation, Place,
    ResponseHeader, ResponseHeaders, Sent, SuccessCase, SuccessResponses,
};
use crate::spec::{KeyPlace, SecurityKind};

impl<'a> Inventory<'a, '_> {
    fn operation_subject(&self, id: &str) -> Subject {
        Subject::Operation(self.ids.get(id).cloned().unwrap_or_else(|| id.to_owned()))
    }

    pub(super) fn group(
        &mut self,
        file: &'a str,
        item: &'a Group,
        operations: &BTreeMap<String, (&'a Operation, &'a File)>,
    ) {
        let Group { docs, name, method: by, methods } = item;
        let moved = |method: &Method| self.renames.is_moved(&format!("{}.{}", by.text(), method.name.text()));
        // If all methods of a group have moved to other groups, the moves are reported rather than the group.
        let is_reported = !methods.is_empty() && methods.iter().all(moved);
        let mut group =
            PublicItem::new(Kind::Group, by.text(), format!("Client::{}", by.text()), &Subject::Service, file)
                .docs(docs);
        group.trail = vec![format!("pub struct {}", name.text()).into()];
        let now = self.renames.group(by.text()).to_owned();
        let group_key = (Kind::Group, now.clone());
        if !is_reported {
            self.add(now.clone(), group);
        }
        for method in methods {
            let Method { docs, deprecated, name: own, request, args, request_ids } = method;
            let id = format!("{}.{}", by.text(), own.text());
            let path = format!("{}::{}", name.text(), own.text());
            let subject = self.operation_subject(&id);
            let mut entry = PublicItem::new(Kind::Method, own.text(), path, &subject, file).docs(docs);
            entry.parent = Some(group_key.clone());
            entry.home.clone_from(&now);
            entry.deprecated = *deprecated;
            entry.args = args.iter().map(|arg| self.argument(arg)).collect();
            entry.request = request.text().to_owned();
            entry.trail = vec![format!("pub fn {}(", own.text()).into()];
            if let Some((operation, _)) = operations.get(&id) {
                entry.route = format!("{} {}", operation.method.as_str(), naming::route(&operation.path));
                entry.result = spelling::success(&operation.success, self.renames);
                entry.errors = operation.errors.iter().map(|(status, ty)| (*status, self.ty(ty))).collect();
                let body = args.iter().chain(&operation.setters).find_map(|arg| default_media(&arg.sent));
                entry.hidden = behaviour(operation, body);
                let replies = operation.xml.iter().map(|(status, root)| self.in_xml(&format!("of {status}"), root));
                entry.hidden.extend(replies);
            }
            let mut sent: Vec<String> = args.iter().flat_map(|arg| self.sent(arg)).collect();
            sent.sort();
            entry.hidden.extend(sent);
            entry.hidden.push(fact("the headers with a new identifier for each call", request_ids));
            let key = self.add(self.renames.method(&id), entry);
            if let Some((operation, file)) = operations.get(&id) {
                self.setters(&key, &subject, operation, &file.path);
                self.ways(&key, &subject, operation, &file.path);
            }
        }
    }

    /// How an argument is sent, and what is checked of it before.
    fn sent(&self, arg: &Arg) -> [String; 2] {
        let Arg { wire, sent, limits, walks, .. } = arg;
        let is_header =
            matches!(sent, Sent::Text(Place::Header) | Sent::Each(Place::Header) | Sent::Styled(Place::Header, _));
        let wire = match default_media(sent) {
            Some(_) if wire.is_empty() => "the body",
            None if wire.is_empty() => "the query",
            // The names of headers are case-insensitive.
            None if is_header => &*wire.to_ascii_lowercase(),
            _ => wire,
        };
        let sent = match sent {
            Sent::XmlBody(root) => self.in_xml("that is sent", root),
            sent => fact(&format!("how {wire} is sent"), sent),
        };
        [sent, fact(&format!("what is checked of {wire}"), &(limits, walks))]
    }

    /// The element of a body, by the name of its table.
    fn in_xml(&self, which: &str, root: &Ident) -> String {
        let element = self.roots.get(root.text()).map(|root| (&root.name, spelling::xml(&root.value)));
        fact(&format!("how the body {which} looks in XML"), &element)
    }

    fn argument(&self, arg: &Arg) -> Argument {
        Argument {
            name: arg.name.text().to_owned(),
            wire: format!("{:?} {}", arg.sent, arg.wire),
            ty: spelling::arg(arg, self.renames),
        }
    }

    fn setters(&mut self, key: &Key, subject: &Subject, operation: &'a Operation, file: &'a str) {
        for arg in &operation.setters {
            let Arg { docs, deprecated, name, wire, sent: _, ty: _, limits: _, walks: _ } = arg;
            let path = format!("{}::{}", operation.request.text(), name.text());
            let trail = [format!("impl {}", operation.request.text()).into()];
            let mut entry = PublicItem::new(Kind::Setter, name.text(), path, subject, file).docs(docs).below(
                key,
                &trail,
                format!("pub fn {}(", name.text()),
            );
            entry.ty = spelling::arg(arg, self.renames);
            entry.deprecated = *deprecated;
            entry.hidden = self.sent(arg).to_vec();
            self.add(format!("{}#{wire}", key.1), entry);
        }
    }

    /// The methods of a request for paged lists, and for multipart bodies.
    fn ways(&mut self, key: &Key, subject: &Subject, operation: &'a Operation, file: &'a str) {
        let paging = operation.paging.iter().flat_map(|paging| {
            // The type of a page is that of the response, whose changes the method reports.
            [("pages", "Pages".to_owned()), ("items", format!("Items<{}>", self.ty(&paging.item)))]
        });
        let result = operation.long_running.iter().flat_map(|long_running| {
            let poller = format!("Poller<{}>", self.result(&long_running.result));
            [("poller", poller.clone()), ("resume", poller)]
        });
        let part = operation.parts.then(|| ("part", "impl Into<Part>".to_owned()));
        let others = operation.alternatives.iter();
        let others = others.map(|other| (other.name.text(), spelling::content(&other.body, self.renames)));
        let ways: Vec<(&str, String)> = paging.chain(result).chain(part).chain(others).collect();
        for (name, ty) in ways {
            let path = format!("{}::{name}", operation.request.text());
            let trail = [format!("impl {}", operation.request.text()).into()];
            let below = format!("pub fn {name}(");
            let mut entry = PublicItem::new(Kind::Setter, name, path, subject, file).below(key, &trail, below);
            entry.ty = ty;
            self.add(format!("{} {name}", key.1), entry);
        }
    }

    /// The final result of a long-running operation.
    fn result(&self, result: &LongRunningResult) -> String {
        match result {
            LongRunningResult::Empty => "()".to_owned(),
            LongRunningResult::Text => "String".to_owned(),
            LongRunningResult::Json(ty) => self.ty(ty),
            LongRunningResult::Optional(ty) => format!("Option<{}>", self.ty(ty)),
        }
    }

    pub(super) fn success_responses(&mut self, file: &'a str, id: &str, item: &'a SuccessResponses) {
        let SuccessResponses { request: _, name, cases } = item;
        let (key, holder) = self.beside(file, id, name.text(), "success");
        for SuccessCase { docs, name, status, body } in cases {
            let ty = body.as_ref().map(|body| spelling::content(body, self.renames)).unwrap_or_default();
            let path = format!("{}::{}", holder.path, name.text());
            let mut entry = PublicItem::new(Kind::Variant, name.text(), path, &holder.subject, file).docs(docs).below(
                &key,
                &holder.trail,
                name.text().to_owned(),
            );
            (entry.ty, entry.hidden) = (ty, vec![format!("for {status}")]);
            self.add(format!("{}#{}", key.1, name.text()), entry);
        }
    }

    pub(super) fn error_bodies(&mut self, file: &'a str, id: &str, item: &'a ErrorBodies) {
        let ErrorBodies { request: _, name, cases } = item;
        let (key, holder) = self.beside(file, id, name.text(), "errors");
        for ErrorCase { name, statuses, ty } in cases {
            let path = format!("{}::{}", holder.path, name.text());
            let mut entry = PublicItem::new(Kind::Variant, name.text(), path, &holder.subject, file).below(
                &key,
                &holder.trail,
                name.text().to_owned(),
            );
            entry.ty = self.ty(ty);
            entry.hidden = statuses.iter().map(|status| format!("for {status}")).collect();
            self.add(format!("{}#{}", key.1, name.text()), entry);
        }
    }

    pub(super) fn reply_headers(&mut self, file: &'a str, id: &str, item: &'a ResponseHeaders) {
        let ResponseHeaders { request: _, name, headers } = item;
        let (key, mut holder) = self.beside(file, id, name.text(), "headers");
        holder.trail = vec![format!("pub struct {}", name.text()).into()];
        for ResponseHeader { docs, name, wire, ty } in headers {
            let path = format!("{}::{}", holder.path, name.text());
            let mut entry = PublicItem::new(Kind::Variant, name.text(), path, &holder.subject, file).docs(docs).below(
                &key,
                &holder.trail,
                format!("pub fn {}(", name.text()),
            );
            entry.ty = ty.as_ref().map_or_else(|| "&str".to_owned(), |ty| self.ty(ty));
            self.add(format!("{}#{}", key.1, wire.to_ascii_lowercase()), entry);
        }
    }

    /// Adds a type that belongs to an operation and cannot be matched exhaustively.
    fn beside(&mut self, file: &'a str, id: &str, name: &'a str, what: &str) -> (Key, PublicItem<'a>) {
        let subject = self.operation_subject(id);
        let group = id.split_once('.').map_or(id, |(group, _)| group);
        let mut entry = PublicItem::new(Kind::Type, name, format!("operations::{group}::{name}"), &subject, file);
        entry.ty = "enum".to_owned();
        entry.parent = Some((Kind::Method, self.renames.method(id)));
        entry.trail = vec![format!("pub enum {name}").into()];
        let key = self.add(format!("{} {what}", self.renames.method(id)), entry.clone());
        (key, entry)
    }

    pub(super) fn client(&mut self, file: &'a str, item: &'a Client) {
        let Client {
            title: _,
            package: _,
            servers,
            server_path,
            variables,
            schemes,
            certificates,
            setters,
            token_sources,
            params,
            trace_headers,
            error_code,
            error_message,
            groups: _,
        } = item;
        let mut client = PublicItem::new(Kind::Client, "Client", "Client".to_owned(), &Subject::Service, file);
        client = client.docs(certificates);
        client.trail = vec!["static API".into()];
        client.hidden.push(format!("reached at {}", equal::url(servers.first().map_or("", |server| &server.url))));
        client.hidden.extend(server_path.iter().map(|path| format!("reached below {path}")));
        client.hidden.push(fact("the headers that identify a call", trace_headers));
        client.hidden.push(fact("where an error has its code", error_code));
        client.hidden.push(fact("where an error has its message", error_message));
        self.add("Client".to_owned(), client);
        let methods = setters
            .iter()
            .map(|setter| {
                let kind =
                    schemes.iter().find(|scheme| scheme.name == setter.scheme).map(|scheme| as_sent(&scheme.kind));
                (&setter.method, "impl Credential", &setter.scheme, &setter.docs, fact("how it is sent", &kind))
            })
            .chain(token_sources.iter().map(|source| {
                let hidden = format!("at {} for the scope {}", source.token_url, source.scope);
                (&source.method, "a client ID and a secret", &source.scheme, &source.docs, hidden)
            }))
            .chain(params.iter().chain(variables).map(|param| {
                let unless = param.default.as_deref().map_or("nothing".to_owned(), str::to_owned);
                (&param.name, "&str", &param.wire, &param.docs, format!("{unless} unless set"))
            }));
        for (name, ty, wire, docs, hidden) in methods {
            let path = format!("ClientBuilder::{}", name.text());
            let mut entry = PublicItem::new(Kind::Builder, name.text(), path, &Subject::Service, file).docs(docs);
            (entry.ty, entry.hidden) = (ty.to_owned(), vec![format!("for {wire}"), hidden]);
            entry.trail = vec!["impl ClientBuilder".into(), format!("pub fn {}(", name.text()).into()];
            self.add(format!("{}({ty})", name.text()), entry);
        }
        if servers.is_empty() {
            return;
        }
        let mut entry = PublicItem::new(Kind::Type, "Server", "Server".to_owned(), &Subject::Service, file);
        (entry.ty, entry.trail) = ("enum".to_owned(), vec!["pub enum Server".into()]);
        let (trail, key) = (entry.trail.clone(), self.add("crate::Server".to_owned(), entry));
        for server in servers {
            let path = format!("Server::{}", server.name.text());
            let mut entry = PublicItem::new(Kind::Variant, server.name.text(), path, &Subject::Service, file)
                .docs(&server.docs)
                .below(&key, &trail, format!("{},", server.name.text()));
            entry.hidden = vec![format!("at {}", equal::url(&server.url))];
            self.add(format!("crate::Server#{}", equal::url(&server.url)), entry);
        }
    }
}

/// What is sent with an argument of the body if the operation states no media type; `None` for other arguments.
fn default_media(sent: &Sent) -> Option<&'static str> {
    match sent {
        Sent::InPath | Sent::Text(_) | Sent::Each(_) | Sent::Styled(..) => None,
        Sent::JsonBody => Some("application/json"),
        Sent::FormBody(_) => Some("application/x-www-form-urlencoded"),
        Sent::Part(..) | Sent::StyledPart(_) => Some("multipart/form-data"),
        Sent::XmlBody(_) | Sent::SequenceBody | Sent::TextBody | Sent::Upload => Some("a body"),
    }
}

/// A security scheme with the name of its header in lower case, since these are case-insensitive.
fn as_sent(kind: &SecurityKind) -> SecurityKind {
    match kind {
        SecurityKind::ApiKey { place: KeyPlace::Header, name } => {
            SecurityKind::ApiKey { place: KeyPlace::Header, name: name.to_ascii_lowercase() }
        }
        SecurityKind::Bearer { header } => SecurityKind::Bearer { header: header.to_ascii_lowercase() },
        other => other.clone(),
    }
}

/// Some media types, without the differences that do not matter.
fn media_types(list: &str) -> String {
    list.split(", ").map(equal::media_type).collect::<Vec<_>>().join(", ")
}

/// The schemes by which a request is authenticated.
fn credentials(security: &[Vec<String>]) -> String {
    let sets = security.iter().map(|set| if set.is_empty() { "nothing".to_owned() } else { set.join(" and ") });
    let mut sets: Vec<String> = sets.collect();
    sets.sort();
    if sets.is_empty() { "nothing".to_owned() } else { sets.join(" or ") }
}

/// The behaviour of an operation that is not visible in its signature, with one fact per line. `body` is the media type
/// of its body, unless the operation states another one.
fn behaviour(operation: &Operation, body: Option<&str>) -> Vec<String> {
    let Operation {
        id: _,
        method,
        path,
        server,
        client_values,
        constants,
        accept,
        content_type,
        security,
        idempotency_header,
        retry_statuses,
        statuses,
        expected,
        request: _,
        setters: _,
        parts: _,
        success: _,
        errors: _,
        switch,
        alternatives,
        paging,
        long_running,
        // The method reports it.
        xml: _,
    } = operation;
    let mut facts = vec![
        format!("{} {path}", method.as_str()),
        format!("accepts {}", media_types(accept)),
        format!("sends {}", content_type.as_deref().or(body).map_or_else(|| "no body".to_owned(), media_types)),
        format!("authenticates with {}", credentials(security)),
        format!("idempotent by {}", idempotency_header.as_deref().unwrap_or("its method")),
    ];
    facts.extend(server.iter().map(|server| format!("reached at {server}")));
    facts.extend(switch.iter().map(|switch| fact("the property that asks for events", switch)));
    facts.extend(
        alternatives.iter().map(|other| format!("{} accepts {}", other.name.text(), media_types(&other.accept))),
    );
    facts.extend(paging.iter().map(|paging| fact("how the next page is found", &paging.how)));
    facts.extend(long_running.iter().map(|long_running| fact("how the operation is followed", &long_running.how)));
    facts.extend(retry_statuses.iter().map(|statuses| {
        let statuses: Vec<String> = statuses.iter().map(ToString::to_string).collect();
        format!("repeats after {}", statuses.join(", "))
    }));
    facts.extend(statuses.iter().map(|status| format!("knows {status}")));
    facts.extend(expected.iter().map(|status| format!("expects {status}")));
    facts.extend(client_values.iter().map(|value| format!("sends {} of the client", value.wire)));
    facts.extend(constants.iter().map(|(_, name, value)| format!("sends {name} as {value}")));
    facts
}
