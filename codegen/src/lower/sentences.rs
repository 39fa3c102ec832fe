//! The sentences that lowering adds to documentation: access, defaults, constraints, retries, error responses.

use crate::docs;
use crate::rust::{Docs, Type};
pub(super) use crate::spec::sentences::constraints;
use crate::spec::sentences::phrases;
use crate::spec::{Access, Api, Constraints, Operation, Reply, TypeRef};

/// The documentation from the source, followed by sentences of the generator.
pub(super) fn documented(text: &str, sentences: Vec<String>) -> Docs {
    let docs = docs::escaped(text);
    if sentences.is_empty() { docs } else { docs.with(sentences.join(" ")) }
}

/// A sentence about who sets the property, where only one side does, and whether that side always does.
pub(super) fn access(access: Access, is_required: bool) -> Option<String> {
    let sentence = match (access, is_required) {
        (Access::Both, _) => return None,
        (Access::Service, false) => "Read-only.",
        (Access::Service, true) => "Read-only. Always present in responses.",
        (Access::Caller, false) => "Write-only.",
        (Access::Caller, true) => "Write-only. Required in requests.",
    };
    Some(sentence.to_owned())
}

/// A sentence about the default that the service assumes.
pub(super) fn default(value: &serde_json::Value) -> String {
    // The properties of an object have no order (RFC 8259).
    let mut value = value.clone();
    value.sort_all_objects();
    format!("Defaults to {}.", docs::code(&value.to_string()))
}

/// The constraints of a value of a type. The type of a tuple already says how many items there are.
pub(super) fn of_value(mut value: Constraints, ty: &TypeRef) -> Vec<String> {
    if let TypeRef::Tuple(items) = ty {
        let all = Some(items.len() as u64);
        value.min_items = value.min_items.filter(|_| value.min_items != all);
        value.max_items = value.max_items.filter(|_| value.max_items != all);
    }
    constraints(&value)
}

/// A sentence about the value of a discriminator with which callers send a type that is read with other values too.
pub(super) fn usual(value: &serde_json::Value) -> String {
    format!("{} unless it is read with a value that names no other type.", docs::code(&value.to_string()))
}

/// Sentences about the constraints of a response body, one for each media type.
pub(super) fn of_reply(reply: &Reply) -> Vec<String> {
    // Some constraints are for comparisons alone, and have no phrase.
    let phrases = reply.content.values().map(|content| phrases(&content.constraints));
    let mut sentences: Vec<String> = Vec::new();
    for phrases in phrases.filter(|phrases| !phrases.is_empty()) {
        let sentence = format!("The response body: {}.", phrases.join(", "));
        if !sentences.contains(&sentence) {
            sentences.push(sentence);
        }
    }
    sentences
}

/// A sentence about a redirect that the spec documents.
pub(super) fn redirect(reply: &Reply) -> &'static str {
    if reply.expected {
        "A redirect is not followed: the header `Location` of the response has its target."
    } else {
        "A redirect is followed within the service. One that leads elsewhere is an error, whose headers have its target."
    }
}

/// A sentence about whether a call is idempotent, and why.
pub(super) fn idempotency(operation: &Operation) -> Option<String> {
    match &operation.retry.idempotency_header {
        Some(header) => Some(format!("Idempotent: every attempt sends the same {} header.", docs::code(header))),
        None => operation.method.is_idempotent().then(|| "Idempotent.".to_owned()),
    }
}

/// A sentence about the client certificate that an operation requires or accepts.
pub(super) fn certificate(api: &Api, operation: &Operation) -> Option<&'static str> {
    let is_certificate = |name: &String| api.security_schemes.get(name).is_some_and(|one| one.kind.is_certificate());
    let with: Vec<bool> = operation.security.iter().map(|set| set.keys().any(is_certificate)).collect();
    match (with.contains(&true), with.contains(&false)) {
        (true, false) => Some("Requires a client certificate."),
        (true, true) => Some("A client certificate is accepted in place of another credential."),
        (false, _) => None,
    }
}

/// A sentence about the type of the error responses, and how to read it.
pub(super) fn error_body(ty: &Type) -> String {
    let read = "[`Error::body_as`](crate::Error::body_as)";
    match ty {
        // The label is only the name, because rustdoc would call the target redundant if it is imported.
        Type::Model(name, _) => {
            format!("{read} returns the error body as [the model `{0}`](crate::models::{0}).", name.text())
        }
        _ => format!("{read} returns the error body."),
    }
}
