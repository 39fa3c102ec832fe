//! The operations of a document: paths, parameters, bodies, responses; and the top-level properties other than schemas.

mod adjust;
mod bodies;
mod callbacks;
mod conventions;
mod docs;
mod draft;
mod drafts;
mod encodings;
mod identity;
mod long_running;
mod media;
mod next_pages;
mod paging;
mod param_types;
mod params;
mod paths;
mod query_objects;
mod reader;
mod replies;
mod retry;
mod security;
mod servers;

use std::collections::BTreeMap;

use serde_json::Value;

use self::conventions::Conventions;
use self::docs::{docs, docs_within};
use self::draft::Draft;
use self::reader::{Reader, UnreadablePart};
use super::{Hint, Import, Node};
use crate::import::Leniency;
use crate::import::openapi::schema::stability;
use crate::problem::Rule;
use crate::spec::{BoxMap, Method, Operation, Reply, Retry, SUNSET, SchemeName, Server, StatusPattern};

pub(super) use self::adjust::adjust;
pub(super) use self::query_objects::QueryForms;

/// Reads the top level of the document, and all operations.
pub(super) fn read(import: &mut Import<'_>) {
    let mut reader = Reader::new(import);
    reader.info();
    reader.import.api.servers = reader.top_servers();
    reader.schemes();
    let top = reader.import.top();
    reader.security = reader.security(&top).unwrap_or_default();
    reader.one_service();
    reader.conventions = Conventions::of(&reader.import.tops(), &reader.import.api.servers, reader.is_swagger());
    let drafts = drafts::collect(&mut reader);
    reader.bodies = bodies::states(&mut reader, &drafts);
    for draft in drafts {
        reader.operation(&draft);
    }
    callbacks::webhooks(&mut reader);
    reader.import.api.keep_docs_of_groups();
    reader.report_counted();
}

impl<'d> Reader<'_, 'd> {
    /// Reports facts for all operations that another document states differently from the main document.
    fn one_service(&mut self) {
        let tops = self.import.tops();
        let Some((main, others)) = tops.split_first() else { return };
        for other in others {
            for name in ["servers", "security", "host", "basePath", "schemes"] {
                let Some(stated) = other.get(name).filter(|stated| main.value.get(name) != Some(stated.value)) else {
                    continue;
                };
                let message = format!("`{name}` differs from that of the main document");
                let help = "State the same in both, leave it out here, or make the documents two APIs.";
                self.wrong(Rule::Conflict, &stated, message, help);
            }
        }
    }

    /// Reads the title, the version and the description of the API.
    fn info(&mut self) {
        let top = self.import.top();
        let info = top.get("info");
        let text = |name| info.as_ref().and_then(|info| info.text(name)).unwrap_or_default().trim().to_owned();
        let version = match info.as_ref().and_then(|info| info.get("version")).map(|version| version.value) {
            Some(Value::String(text)) => text.trim().to_owned(),
            // YAML reads `1.0` as a number.
            Some(Value::Number(number)) => number.to_string(),
            _ => String::new(),
        };
        let mut docs = docs(&top);
        // OpenAPI 3.1 adds a summary of the API.
        if let Some(info) = &info {
            docs.splice(0..0, self::docs(info));
        }
        let title = text("title");
        if title.is_empty() {
            let node = info.clone().unwrap_or_else(|| top.clone());
            let help = "The title is left empty. Add `title` to its `info`.";
            self.import.accept(Rule::Syntax, &node, "the document has no title", help);
        }
        let api = &mut self.import.api;
        (api.title, api.version, api.docs) = (title, version, docs.join("\n\n"));
    }

    fn operation(&mut self, draft: &Draft<'d>) {
        let Draft { method, path, node, item, around, id, group, name, types, types_without_scope, is_extended: _ } =
            draft;
        if self.import.api.operations.contains_key(id) {
            let message = format!("`{id}` is described twice");
            self.wrong(Rule::DuplicateId, node, message, "Remove one of the two, or give it an `operationId`.");
            return self.skip(method.as_str(), path, node);
        }
        let hint = Hint::of_operation(types, types_without_scope.as_deref(), group);
        let security = self.security(node).unwrap_or_else(|| self.security.clone());
        // A certificate is no credential of the request, so a header parameter `Authorization` may come with it.
        let is_open = self.import.api.sent_credentials(&security).is_empty();
        let parsed = self.operation_params(draft, &hint, is_open);
        if parsed.is_err() && self.import.leniency == Leniency::Lenient {
            return self.skip(method.as_str(), path, node);
        }
        // All faults of an operation are reported together: those of the body even if a parameter cannot be read.
        let rest = parsed.as_ref().map_or_else(|unreadable| &unreadable.rest, |parsed| &parsed.rest);
        let body = self.body(draft, rest, &hint);
        let replies = self.operation_replies(node, &hint);
        let (Ok(mut parsed), Ok(body), Ok(mut replies)) = (parsed, body, replies) else {
            return self.skip(method.as_str(), path, node);
        };
        let security = parsed.security.map_or_else(|| security.clone(), |own| together(&security, own));
        self.add_tracing_headers(node, &mut parsed.params);
        self.conventions.add_request_id(&mut parsed.params);
        if *method == Method::Head {
            // A response to HEAD has no body, even if the document describes one (RFC 9110 section 9.3.2).
            replies.values_mut().for_each(|reply| reply.content.clear());
        }
        callbacks::of_operation(self, node, id, &hint);
        let long_running = self.long_running(node, &hint);
        let retry = Retry { idempotency_header: retry::idempotency_header(&parsed.params), statuses: None };
        let operation = Operation {
            group: group.clone(),
            name: name.clone(),
            docs: docs_within(node, around.as_ref().filter(|around| !docs(around).is_empty()).unwrap_or(item))
                .join("\n\n"),
            deprecated: node.flag("deprecated"),
            sunset: node.text(SUNSET).map(str::to_owned),
            stability: stability(node),
            method: method.clone(),
            path: parsed.path,
            params: parsed.params,
            body,
            replies,
            security,
            servers: self.operation_servers(draft),
            retry,
            paging: paging::stated(node),
            long_running,
            origin: Some(node.origin()),
        };
        let next = node.get("x-ms-pageable").and_then(|pageable| pageable.text("operationName").map(str::to_owned));
        self.import.next_operations.extend(next.map(|next| (id.clone(), next)));
        if !parsed.query_forms.is_empty() {
            self.import.query_forms.insert(id.clone(), parsed.query_forms);
        }
        self.import.api.operations.insert(id.clone(), operation);
    }

    /// The servers of an operation, where they differ from those of the document.
    fn operation_servers(&mut self, draft: &Draft<'d>) -> Vec<Server> {
        let node = &draft.node;
        let servers = if self.is_swagger() {
            let Some(schemes) = node.get("schemes") else { return Vec::new() };
            self.swagger_servers(&self.import.top(), Some(schemes))
        } else {
            let Some(stated) =
                node.get("servers").or_else(|| draft.items().filter_map(|item| item.get("servers")).last())
            else {
                return Vec::new();
            };
            self.servers(&stated)
        };
        if servers == self.import.api.servers { Vec::new() } else { servers }
    }

    fn operation_replies(
        &mut self,
        node: &Node<'d>,
        hint: &Hint,
    ) -> Result<BoxMap<StatusPattern, Reply>, UnreadablePart> {
        let mut replies = self.replies(node, hint)?;
        if replies.is_empty() {
            let message = "the operation describes no responses";
            let help =
                "Each status 2XX counts as a success without a body. Add the statuses with which the service responds.";
            self.import.warn(Rule::NoReply, node, message, help);
            replies.insert(StatusPattern::Default, Reply::default());
        }
        Ok(replies)
    }
}

/// The alternatives of two lists of which both are required. An empty list requires nothing.
fn together(
    some: &[BTreeMap<SchemeName, Vec<String>>],
    others: Vec<BTreeMap<SchemeName, Vec<String>>>,
) -> Vec<BTreeMap<SchemeName, Vec<String>>> {
    if some.is_empty() {
        return others;
    }
    let with = |other: &BTreeMap<SchemeName, Vec<String>>| -> Vec<BTreeMap<SchemeName, Vec<String>>> {
        some.iter().map(|one| one.clone().into_iter().chain(other.clone()).collect()).collect()
    };
    others.iter().flat_map(with).collect()
}
