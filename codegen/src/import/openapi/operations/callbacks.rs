//! Callbacks and webhooks: requests that the service sends to the user's server.

use super::docs::{description, presence};
use super::params::of_place;
use super::{Reader, docs, drafts};
use crate::import::openapi::{Hint, Node};
use crate::spec::{Body, OperationId, Params, Webhook};
use crate::words;

/// The callbacks of an operation.
pub(super) fn of_operation<'d>(reader: &mut Reader<'_, 'd>, node: &Node<'d>, id: &OperationId, hint: &Hint) {
    let Some(callbacks) = node.get("callbacks") else { return };
    for (name, callback) in callbacks.members() {
        let Some(callback) = reader.resolved(&callback) else { continue };
        for (expression, item) in callback.members().filter(|(expression, _)| !expression.starts_with("x-")) {
            of_item(reader, &item, Some(id), &format!("{id} {name} {expression}"), &hint.with(name));
        }
    }
}

/// The webhooks of the documents, with the keyword of OpenAPI 3.1 and the extension that preceded it.
pub(super) fn webhooks(reader: &mut Reader<'_, '_>) {
    for top in reader.import.tops() {
        let webhooks = ["webhooks", "x-webhooks"].into_iter().filter_map(|part| top.get(part));
        for (name, item) in webhooks.flat_map(|webhooks| webhooks.members().collect::<Vec<_>>()) {
            of_item(reader, &item, None, name, &Hint::new(&words::camel(name)));
        }
    }
}

fn of_item<'d>(reader: &mut Reader<'_, 'd>, item: &Node<'d>, operation: Option<&OperationId>, name: &str, hint: &Hint) {
    let Some(item) = reader.resolved(item) else { return };
    for (method, node) in drafts::operations(reader, &item) {
        let body = node.get("requestBody").and_then(|body| reader.resolved(&body)).map(|body| {
            let mut docs = description(&body);
            let content = reader.contents(body.get("content"), &hint.with("Request"), &mut docs).unwrap_or_default();
            Body { presence: presence(&body), docs, content }
        });
        let replies = reader.replies(&node, hint).unwrap_or_default();
        let security = reader.security(&node);
        let servers = node.get("servers").or_else(|| item.get("servers"));
        let servers = servers.map(|stated| reader.servers(&stated)).unwrap_or_default();
        let params = params(reader, &[&item, &node], hint);
        let webhook = Webhook {
            operation: operation.cloned(),
            docs: docs(&node).join("\n\n"),
            deprecated: node.flag("deprecated"),
            method: method.clone(),
            params,
            body: body.filter(|body| !body.content.is_empty()),
            replies,
            own_security: security.is_some(),
            security: security.unwrap_or_else(|| reader.security.clone()),
            servers,
            origin: Some(node.origin()),
        };
        reader.import.api.webhooks.insert(format!("{name} {}", method.as_str()), webhook);
    }
}

/// The parameters of a path and an operation. The client has no code for them, so errors in them are not reported.
fn params<'d>(reader: &mut Reader<'_, 'd>, nodes: &[&Node<'d>], hint: &Hint) -> Params {
    let problems = reader.import.problems.len();
    let mut params = Params::default();
    for node in nodes {
        let stated: Vec<Node<'d>> = node.get("parameters").iter().flat_map(Node::listed).collect();
        for stated in stated {
            let given = reader.resolved(&stated).and_then(|node| reader.param(&stated, &node, hint));
            if let Some(given) = given {
                of_place(&mut params, given.place).insert(given.name.clone(), given.param.clone());
            }
        }
    }
    reader.import.problems.truncate(problems);
    params
}
