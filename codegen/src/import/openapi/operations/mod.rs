//! The operations of a document: paths, parameters, bodies, responses; and the top-level properties other than schemas.

mod bodies;
mod callbacks;
mod drafts;
mod identity;
mod long_running;
mod media;
mod next_pages;
mod paging;
mod params;
mod paths;
mod replies;
mod retry;
mod security;
mod servers;
mod settle;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::rc::Rc;

use heck::ToUpperCamelCase;
use serde_json::Value;

use self::bodies::States;
use self::drafts::Draft;
use self::params::Given;
use super::document::Dialect;
use super::{Hint, Import, Node};
use crate::import::Skipped;
use crate::problem::{Level, Place, Problem, Rule};
use crate::spec::{Method, Operation, Reply, Retry, SchemeName, Server, StatusPattern};

pub(super) use self::settle::settle;

/// Reads the top level of the document, and all operations.
pub(super) fn read(import: &mut Import<'_>) {
    let mut reader = Reader::new(import);
    reader.info();
    reader.import.api.servers = reader.top_servers();
    reader.schemes();
    let top = reader.import.top();
    reader.security = reader.security(&top).unwrap_or_default();
    reader.one_service();
    let drafts = drafts::collect(&mut reader);
    reader.bodies = bodies::states(&mut reader, &drafts);
    for draft in drafts {
        reader.operation(&draft);
    }
    callbacks::webhooks(&mut reader);
    reader.import.api.keep_docs_of_groups();
    reader.tell_tallies();
}

/// What is known while operations are read.
struct Reader<'i, 'd> {
    import: &'i mut Import<'d>,
    /// The default security requirement of operations.
    security: Vec<BTreeMap<SchemeName, Vec<String>>>,
    /// Whether the document says which bodies are required.
    bodies: States,
    /// Headers that trace calls and that the document lists as security schemes, with their documentation.
    tracing: BTreeMap<SchemeName, (String, String)>,
    /// Security schemes that are ignored, because they cannot be read or do not exist.
    unreadable: HashSet<SchemeName>,
    /// Parameters and responses by the address of their value, so that shared ones are read once.
    params: HashMap<*const Value, Option<Rc<Given>>>,
    replies: HashMap<*const Value, Rc<Reply>>,
    tallies: BTreeMap<Tally, (usize, Place)>,
}

/// A fact about many operations that is reported once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Tally {
    /// A path has a fragment.
    Fragment,
    /// A header parameter has a name that OpenAPI keeps for itself.
    IgnoredHeader,
}

impl<'i, 'd> Reader<'i, 'd> {
    fn new(import: &'i mut Import<'d>) -> Self {
        Self {
            import,
            security: Vec::new(),
            bodies: States::Presence,
            tracing: BTreeMap::new(),
            unreadable: HashSet::new(),
            params: HashMap::new(),
            replies: HashMap::new(),
            tallies: BTreeMap::new(),
        }
    }

    fn is_swagger(&self) -> bool {
        match self.import.dialect {
            Dialect::Swagger2 => true,
            Dialect::OpenApi30 | Dialect::OpenApi31 | Dialect::OpenApi32 => false,
        }
    }

    /// Follows the `$ref`s of a node; `None` if they are invalid, which is reported.
    fn resolved(&mut self, node: &Node<'d>) -> Option<Node<'d>> {
        match self.import.documents.resolve(node) {
            Ok(found) => Some(found),
            Err(problem) => {
                self.import.tell(problem);
                None
            }
        }
    }

    fn wrong(&mut self, rule: Rule, node: &Node<'d>, message: impl Into<String>, help: impl Into<String>) {
        self.import.wrong(rule, node, message, help);
    }

    /// Leaves an operation out, which the problem says.
    fn skip(&mut self, method: &str, path: &str, node: &Node<'d>) {
        self.import.skipped.push(Skipped { operation: format!("{method} {path}"), origin: node.origin() });
    }

    fn tally(&mut self, tally: Tally, node: &Node<'d>) {
        self.tallies.entry(tally).or_insert_with(|| (0, node.place())).0 += 1;
    }

    fn tell_tallies(&mut self) {
        for (tally, (count, place)) in std::mem::take(&mut self.tallies) {
            let (rule, level, message, help) = match tally {
                Tally::Fragment => (
                    Rule::InvalidPath,
                    Level::Note,
                    match count {
                        1 => "a path has a fragment, which is never sent and only distinguishes operations".to_owned(),
                        _ => format!(
                            "{count} paths have a fragment, which is never sent and only distinguishes operations"
                        ),
                    },
                    "Nothing needs to be done if other parameters select the operation.",
                ),
                Tally::IgnoredHeader => (
                    Rule::IgnoredHeader,
                    Level::Note,
                    match count {
                        1 => "a header parameter is called `Accept`, `Content-Type` or `Authorization`".to_owned(),
                        _ => {
                            format!("{count} header parameters are called `Accept`, `Content-Type` or `Authorization`")
                        }
                    },
                    "These are made from media types and security schemes; OpenAPI ignores such parameters.",
                ),
            };
            let problem = Problem::error(rule, place, message, help);
            self.import.problems.push(Problem { level, ..problem });
        }
    }

    /// Tells where a further document states what holds for all operations, and it is not what the main one states.
    fn one_service(&mut self) {
        let tops = self.import.tops();
        let Some((main, others)) = tops.split_first() else { return };
        for other in others {
            for name in ["servers", "security", "host", "basePath", "schemes"] {
                let Some(stated) = other.get(name).filter(|stated| main.value.get(name) != Some(stated.value)) else {
                    continue;
                };
                let message = format!("`{name}` is not what the main document of the API states");
                let help = "State the same in both, leave it out here, or make the documents two APIs.";
                self.wrong(Rule::Conflict, &stated, message, help);
            }
        }
    }

    /// The title, the version and what the API is for.
    fn info(&mut self) {
        let top = self.import.top();
        let info = top.get("info");
        let text = |name| info.as_ref().and_then(|info| info.text(name)).unwrap_or_default().trim().to_owned();
        let version = match info.as_ref().and_then(|info| info.get("version")).map(|version| version.value) {
            Some(Value::String(text)) => text.trim().to_owned(),
            // YAML has `1.0` as a number.
            Some(Value::Number(number)) => number.to_string(),
            _ => String::new(),
        };
        let mut docs = docs(&top);
        // OpenAPI 3.1 has a summary of the service too.
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
        let Draft { method, path, node, item, id, group, name, types, is_extended: _ } = draft;
        if self.import.api.operations.contains_key(id) {
            let message = format!("`{id}` is described twice");
            self.wrong(Rule::DuplicateId, node, message, "Remove one of the two, or give it an `operationId`.");
            return self.skip(method.as_str(), path, node);
        }
        let hint = Hint::new(&types.to_upper_camel_case());
        let security = self.security(node).unwrap_or_else(|| self.security.clone());
        let Some(mut asked) = self.asked(draft, &hint, security.is_empty()) else {
            return self.skip(method.as_str(), path, node);
        };
        let security = asked.security.unwrap_or(security);
        self.add_tracing_headers(node, &mut asked.params);
        let Ok(body) = self.body(draft, &asked.rest, &hint) else {
            return self.skip(method.as_str(), path, node);
        };
        let mut replies = self.operation_replies(node, &hint);
        if *method == Method::Head {
            // A response to HEAD has no body, whatever the document describes (RFC 9110 section 9.3.2).
            replies.values_mut().for_each(|reply| reply.content.clear());
        }
        callbacks::of_operation(self, node, id, &hint);
        let long_running = self.long_running(node, &hint);
        let retry = Retry { idempotency_header: retry::idempotency_header(&asked.params), statuses: None };
        let operation = Operation {
            group: group.clone(),
            name: name.clone(),
            docs: docs_within(node, item).join("\n\n"),
            deprecated: node.flag("deprecated"),
            sunset: node.text("x-sunset").map(str::to_owned),
            stability: ["x-stability-level", "x-stability"].iter().find_map(|name| node.text(name)).map(str::to_owned),
            method: method.clone(),
            path: asked.path,
            params: asked.params,
            body,
            replies,
            security,
            servers: self.operation_servers(item, node),
            retry,
            paging: paging::stated(node),
            long_running,
            origin: Some(node.origin()),
        };
        let next = node.get("x-ms-pageable").and_then(|pageable| pageable.text("operationName").map(str::to_owned));
        self.import.next_operations.extend(next.map(|next| (id.clone(), next)));
        self.import.api.operations.insert(id.clone(), operation);
    }

    /// The servers of an operation, where they are not those of the others.
    fn operation_servers(&mut self, item: &Node<'d>, node: &Node<'d>) -> Vec<Server> {
        let servers = if self.is_swagger() {
            let Some(schemes) = node.get("schemes") else { return Vec::new() };
            self.swagger_servers(&self.import.top(), Some(schemes))
        } else {
            let Some(stated) = node.get("servers").or_else(|| item.get("servers")) else { return Vec::new() };
            self.servers(&stated)
        };
        if servers == self.import.api.servers { Vec::new() } else { servers }
    }

    fn operation_replies(&mut self, node: &Node<'d>, hint: &Hint) -> BTreeMap<StatusPattern, Reply> {
        let mut replies = self.replies(node, hint);
        if replies.is_empty() {
            let message = "the operation describes no answer, so that none is expected";
            self.import.warn(Rule::NoReply, node, message, "Add the statuses that the service answers with.");
            replies.insert(StatusPattern::Default, Reply::default());
        }
        replies
    }
}

/// Whether the text ends in a paragraph of one line that is not an item of a list and the like.
fn is_sentence(text: &str) -> bool {
    let last = text.rsplit("\n\n").next().unwrap_or(text);
    !last.contains('\n') && last.starts_with(char::is_alphabetic) && last.ends_with('.')
}

/// What an operation, a tag or a document says of itself, by paragraphs.
fn docs(node: &Node<'_>) -> Vec<String> {
    let text = |name| node.text(name).map(str::trim).filter(|text| !text.is_empty());
    let (summary, description) = (text("summary"), text("description"));
    let is_repeated = |summary: &&str| description.is_some_and(|text| text.starts_with(summary.trim_end_matches('.')));
    let mut docs: Vec<String> = Vec::new();
    docs.extend(summary.filter(|summary| !is_repeated(summary)).map(str::to_owned));
    docs.extend(description.map(str::to_owned));
    if let Some(external) = node.get("externalDocs")
        && let Some(url) = external.text("url").map(str::trim).filter(|url| !url.is_empty())
    {
        let more = match external.text("description").map(str::trim).filter(|text| !text.is_empty()) {
            Some(text) => format!("{text}: {url}"),
            None => format!("See also {url}"),
        };
        match docs.last_mut() {
            // After a sentence, it needs no separate paragraph.
            Some(last) if is_sentence(last) => last.push_str(&format!(" {more}")),
            _ => docs.push(more),
        }
    }
    docs
}

/// What an operation says of itself; where it says nothing, what its path says of all its operations.
fn docs_within(operation: &Node<'_>, path: &Node<'_>) -> Vec<String> {
    let own = docs(operation);
    if own.is_empty() { docs(path) } else { own }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_behind_a_sentence_a_link_needs_no_paragraph() {
        for (text, expected) in [
            ("Lists carts.", true),
            ("# Carts\n\nLists them.", true),
            ("Lists carts", false),
            ("Lists carts:\n- new ones.", false),
            ("- Carts.", false),
            ("| carts |.", false),
            ("```\nlet a;\n```", false),
            ("", false),
        ] {
            assert_eq!(is_sentence(text), expected, "{text:?}");
        }
    }
}
