//! Callbacks and webhooks: what the service asks of the caller. Their models are read, their operations are not.

use heck::ToUpperCamelCase;

use super::{Reader, drafts};
use crate::import::openapi::{Hint, Node};

/// The models of the callbacks of an operation.
pub(super) fn of_operation<'d>(reader: &mut Reader<'_, 'd>, node: &Node<'d>, hint: &Hint) {
    let Some(callbacks) = node.get("callbacks") else { return };
    for (name, callback) in callbacks.members() {
        let Some(callback) = reader.resolved(&callback) else { continue };
        for (_, item) in callback.members().filter(|(expression, _)| !expression.starts_with("x-")) {
            of_item(reader, &item, &hint.with(name));
        }
    }
}

/// The models of the webhooks of the documents, with the keyword of OpenAPI 3.1 and the extension that preceded it.
pub(super) fn webhooks(reader: &mut Reader<'_, '_>) {
    for top in reader.import.tops() {
        let webhooks = ["webhooks", "x-webhooks"].into_iter().filter_map(|part| top.get(part));
        for (name, item) in webhooks.flat_map(|webhooks| webhooks.members().collect::<Vec<_>>()) {
            of_item(reader, &item, &Hint::new(&name.to_upper_camel_case()));
        }
    }
}

fn of_item<'d>(reader: &mut Reader<'_, 'd>, item: &Node<'d>, hint: &Hint) {
    let Some(item) = reader.resolved(item) else { return };
    for (_, node) in drafts::operations(reader, &item) {
        if let Some(body) = node.get("requestBody").and_then(|body| reader.resolved(&body)) {
            let content = body.get("content");
            reader.contents(content.as_ref(), &hint.with("Request"), &mut String::new());
        }
        reader.replies(&node, hint);
    }
}
