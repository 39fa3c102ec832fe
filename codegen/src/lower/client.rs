//! The pass that turns servers, security and client parameters into the client.

use std::collections::{BTreeMap, BTreeSet};

use super::names::{self, Choice, Style};
use super::{docs, uses};
use crate::rust::{self, File, GroupRef, Ident, Item, Package};
use crate::spec::{Api, FaultRole, Shape, TypeRef};

/// Methods that every builder has: no client parameter can have their names.
const BUILDER_METHODS: &[&str] = &[
    "base_url",
    "build",
    "credential",
    "deadline",
    "header",
    "max_answer",
    "random",
    "retry",
    "server",
    "timeout",
    "transport",
];

/// The client, its builder and the servers.
pub(super) fn lower(api: &Api, package: &Package, groups: &[GroupRef]) -> rust::Client {
    rust::Client {
        title: docs::inert(&api.title).lines().join(" "),
        package: package.clone(),
        servers: servers(api),
        schemes: api
            .security_schemes
            .iter()
            .map(|(name, scheme)| rust::Scheme { name: name.clone(), kind: scheme.kind.clone() })
            .collect(),
        setters: scheme_setters(api),
        params: client_params(api),
        trace_headers: api.trace_headers.clone(),
        fault_code: fault_pointers(api, FaultRole::Code),
        fault_message: fault_pointers(api, FaultRole::Message),
        groups: groups.to_vec(),
    }
}

/// `client.rs`.
pub(super) fn file(item: rust::Client, modules: &[(Ident, Ident)]) -> File {
    let items = uses::of_client(&item, modules).into_iter().map(Item::Use).chain([Item::Client(item)]).collect();
    File { path: "src/client.rs".to_owned(), docs: docs::own(&["The client and how it is set up.".to_owned()]), items }
}

fn servers(api: &Api) -> Vec<rust::Server> {
    let text = |index: usize| {
        let server = &api.servers[index];
        server
            .name
            .clone()
            .unwrap_or_else(|| if index == 0 { "main".to_owned() } else { format!("server {}", index + 1) })
    };
    let choices: BTreeMap<String, Choice> = (0..api.servers.len())
        .map(|index| (format!("{index:04}"), Choice::Made(names::ident(&text(index), Style::Camel))))
        .collect();
    let settled = names::settle(&choices, &[], names::exactly);
    api.servers
        .iter()
        .enumerate()
        .map(|(index, server)| rust::Server {
            docs: docs::inert(&server.docs),
            name: settled.names[&format!("{index:04}")].clone(),
            url: server.url.clone(),
        })
        .collect()
}

/// One scheme takes its proof by `credential`; where there are several, each has a method of its own.
fn scheme_setters(api: &Api) -> Vec<rust::SchemeSetter> {
    let only = api.security_schemes.len() == 1;
    let choices = api.security_schemes.keys().map(|name| {
        let text = if only { "credential".to_owned() } else { format!("{name} credential") };
        (name.clone(), Choice::Made(names::ident(&text, Style::Snake)))
    });
    let reserved: Vec<&str> = BUILDER_METHODS.iter().copied().filter(|name| *name != "credential").collect();
    let settled = names::settle(&choices.collect(), &reserved, names::exactly);
    api.security_schemes
        .iter()
        .map(|(name, scheme)| rust::SchemeSetter {
            docs: docs::own(&["What proves who is calling.".to_owned()]).then(docs::inert(&scheme.docs)),
            method: settled.names[name].clone(),
            scheme: name.clone(),
        })
        .collect()
}

fn client_params(api: &Api) -> Vec<rust::ClientParam> {
    let choices: BTreeMap<String, Choice> =
        api.client_params.keys().map(|name| (name.clone(), Choice::Made(names::ident(name, Style::Snake)))).collect();
    let settled = names::settle(&choices, BUILDER_METHODS, names::exactly);
    api.client_params
        .iter()
        .map(|(name, param)| rust::ClientParam {
            docs: docs::inert(&param.docs).then(docs::own(&default_docs(param.default.as_deref()))),
            name: settled.names[name].clone(),
            wire: name.clone(),
            default: param.default.clone(),
        })
        .collect()
}

fn default_docs(default: Option<&str>) -> Vec<String> {
    match default {
        Some(default) => vec![format!("{} unless set.", docs::code(default))],
        None => vec!["It must be set.".to_owned()],
    }
}

/// Where the bodies of failed calls tell their code or message, as JSON pointers.
fn fault_pointers(api: &Api, role: FaultRole) -> Vec<String> {
    let mut found = BTreeSet::new();
    let failures =
        api.operations.values().flat_map(|operation| &operation.replies).filter(|(status, _)| !status.is_success());
    for ty in failures.flat_map(|(_, reply)| reply.content.values()).filter_map(|content| content.ty.as_ref()) {
        // An error body nests its facts a few levels deep at most: `/error/code`.
        collect(api, ty, role, "", 3, &mut found);
    }
    found.into_iter().collect()
}

fn collect(api: &Api, ty: &TypeRef, role: FaultRole, at: &str, depth: usize, found: &mut BTreeSet<String>) {
    let TypeRef::Named(name, _) = super::types::resolved(api, ty) else { return };
    let Shape::Struct(object) = &api.types[name].shape else { return };
    for (wire, member) in &object.members {
        let pointer = format!("{at}{}", crate::spec::pointer(&[wire]));
        if member.role == Some(role) {
            found.insert(pointer);
        } else if depth > 0 {
            collect(api, &member.ty, role, &pointer, depth - 1, found);
        }
    }
}
