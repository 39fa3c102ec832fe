//! Reads the responses of an operation, by status, and its trace headers.

use std::rc::Rc;

use super::Reader;
use super::docs::{description, presence};
use super::media;
use super::reader::UnreadablePart;
use crate::import::openapi::schema::Facts;
use crate::import::openapi::{Hint, Node};
use crate::problem::Rule;
use crate::spec::check::names::is_token;
use crate::spec::{BoxMap, Reply, ReplyHeader, Scalar, StatusPattern, TypeRef};

/// Headers that identify a request, the most certain first.
const REQUEST_IDS: &[&str] = &["x-ms-request-id", "x-request-id", "request-id"];
/// Headers that identify a chain of requests, the most certain first.
const CORRELATION_IDS: &[&str] = &["x-ms-correlation-request-id", "x-correlation-id"];

impl<'d> Reader<'_, 'd> {
    /// The responses of an operation.
    ///
    /// # Errors
    /// Responses that cannot be read, which is reported.
    pub(super) fn replies(
        &mut self,
        operation: &Node<'d>,
        hint: &Hint,
    ) -> Result<BoxMap<StatusPattern, Reply>, UnreadablePart> {
        let (mut replies, mut is_lost) = (BoxMap::new(), false);
        let Some(stated) = self.object(operation.get("responses"))? else { return Ok(replies) };
        // The first success response is the default one.
        let first =
            stated.members().find_map(|(key, _)| key.parse().ok().filter(|key: &StatusPattern| key.is_success()));
        // `4XX` comes before `4xx`, so the proper spelling counts.
        for (key, node) in stated.members().filter(|(key, _)| !key.starts_with("x-")) {
            let Ok(status) = key.trim().parse::<StatusPattern>() else {
                let message = format!("`{key}` is not an HTTP status");
                let help = "It is ignored. Write it as in `201`, `4XX` or `default`.";
                self.import.accept(Rule::InvalidName, &node, message, help);
                continue;
            };
            if replies.contains_key(&status) {
                let message = format!("`{key}` is `{status}`, which is described already");
                let help = "It is ignored. Remove one of the two.";
                self.import.accept(Rule::DuplicateId, &node, message, help);
                continue;
            }
            let Some(found) = self.resolved(&node) else {
                replies.insert(status, Reply::default());
                continue;
            };
            let is_shared = node.get("$ref").is_some();
            let key = std::ptr::from_ref(found.value);
            let known = if is_shared { self.replies.get(&key).cloned() } else { None };
            let reply = known.unwrap_or_else(|| {
                let hint =
                    if Some(status) == first { hint.with("Response") } else { hint.with(&format!("Response{status}")) };
                self.reply(operation, &node, &found, &hint).map(Rc::new)
            });
            if is_shared && !self.is_swagger() {
                self.replies.insert(key, reply.clone());
            }
            match reply {
                Ok(reply) => {
                    replies.insert(status, (*reply).clone());
                }
                Err(UnreadablePart) => is_lost = true,
            }
        }
        expect_redirects(&mut replies);
        if is_lost { Err(UnreadablePart) } else { Ok(replies) }
    }

    /// A response; `stated` is what the operation has, which may refer to it.
    fn reply(
        &mut self,
        operation: &Node<'d>,
        stated: &Node<'d>,
        node: &Node<'d>,
        hint: &Hint,
    ) -> Result<Reply, UnreadablePart> {
        // Some documents have only the description, as a string.
        if node.value.is_array() {
            self.object(Some(node.clone()))?;
        }
        let mut docs = description(node);
        let content = if self.is_swagger() {
            let schema = node.get("schema").or_else(|| self.schema_of_json(stated, node));
            schema.map_or_else(BoxMap::new, |schema| {
                let produces = self.listed(operation, "produces");
                let content = self.content(&schema, hint, &mut docs);
                self.alike(&produces, &content)
            })
        } else if let Some(schema) = self.schema_of_json(stated, node) {
            let content = self.content(&schema, hint, &mut docs);
            self.alike(&[], &content)
        } else {
            let stated = self.object(node.get("content"))?;
            self.contents(stated, hint, &mut docs)?
        };
        Ok(Reply { docs, expected: false, content, headers: self.headers(node, hint) })
    }

    fn headers(&mut self, reply: &Node<'d>, hint: &Hint) -> BoxMap<String, ReplyHeader> {
        let mut headers: BoxMap<String, ReplyHeader> = BoxMap::new();
        let stated = reply.get("headers").into_iter().flat_map(|headers| headers.members().collect::<Vec<_>>());
        for (name, node) in stated {
            // OpenAPI ignores a `Content-Type` header, because the media types of the response state it.
            if name.eq_ignore_ascii_case("Content-Type") {
                continue;
            }
            if !is_token(name) || headers.keys().any(|other| other.eq_ignore_ascii_case(name)) {
                let message = format!("`{name}` is not a valid header name, or names another header too");
                let help = "It is ignored. Correct it; the case of headers does not count.";
                self.import.accept(Rule::InvalidName, &node, message, help);
                continue;
            }
            let Some(node) = self.resolved(&node) else { continue };
            let schema = if self.is_swagger() { Some(node.clone()) } else { self.header_schema(&node) };
            let typed = schema.map(|schema| self.import.typed(&schema, &hint.with(name)));
            let (ty, facts) = match typed {
                Some(typed) => (typed.ty, typed.facts),
                None => (TypeRef::Scalar(Scalar::String), Facts::default()),
            };
            let docs = facts.docs.clone();
            let constraints = facts.into_constraints(&ty);
            let presence = presence(&node);
            let own = description(&node);
            let mut docs = if own.is_empty() { docs } else { own };
            if node.flag("deprecated") {
                docs.push_str(if docs.is_empty() { "Deprecated." } else { "\n\nDeprecated." });
            }
            self.trace(name);
            let has_schema = self.is_swagger() || node.get("schema").is_some();
            let media_type = node.get("content").filter(|_| !has_schema).and_then(|content| {
                let (media_type, _) = content.entries().next()?;
                media::meant(media_type)
            });
            let explode = has_schema && !self.is_swagger() && node.flag("explode");
            headers.insert(name.to_owned(), ReplyHeader { ty, presence, explode, media_type, constraints, docs });
        }
        headers
    }

    fn header_schema(&self, node: &Node<'d>) -> Option<Node<'d>> {
        node.get("schema").or_else(|| node.get("content")?.entries().next()?.1.get("schema"))
    }

    /// Records a header that identifies a request, unless a more certain one is known.
    fn trace(&mut self, name: &str) {
        let trace = &mut self.import.api.trace_headers;
        for (known, place) in [(REQUEST_IDS, &mut trace.request_id), (CORRELATION_IDS, &mut trace.correlation_id)] {
            let rank = |name: &str| known.iter().position(|other| other.eq_ignore_ascii_case(name));
            let Some(found) = rank(name) else { continue };
            if place.as_deref().and_then(rank).is_none_or(|before| found < before) {
                *place = Some(name.to_owned());
            }
        }
    }
}

/// Makes redirects regular responses where an operation declares no success: callers want their `Location`, and what is
/// there has no type.
fn expect_redirects(replies: &mut BoxMap<StatusPattern, Reply>) {
    if replies.keys().any(|status| status.is_success()) {
        return;
    }
    for (_, reply) in replies.iter_mut().filter(|(status, _)| status.is_redirect()) {
        reply.expected = true;
    }
}
