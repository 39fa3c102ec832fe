//! The pass that finds what a successful call gives, and what a failed one tells.

use std::collections::{BTreeMap, BTreeSet};

use crate::docs;
use crate::lower::calls::headers;
use crate::lower::calls::operations::Operations;
use crate::lower::models::types;
use crate::lower::names::{self, Choice, Style};
use crate::rust::{Answers, Content, FaultCase, Faults, Ident, ReplyHeaders, Success, SuccessCase, Type};
use crate::spec::media::{Encoding, is_json, is_text};
use crate::spec::resolve::resolved;
use crate::spec::{self, Operation, Reply, Scalar, StatusPattern, TypeRef};

/// What an operation answers.
#[derive(Debug)]
pub(crate) struct Answer {
    pub success: Success,
    /// The type of the answer, where there are several.
    pub answers: Option<Answers>,
    /// The media type that the request asks for.
    pub accept: String,
    /// What a failed call tells.
    pub faults: Told,
    /// The headers that an answer may have.
    pub headers: Option<ReplyHeaders>,
}

/// What a failed call tells.
#[derive(Debug)]
pub(crate) enum Told {
    /// The spec does not say.
    Nothing,
    /// One type, whatever the status.
    One(Type),
    /// Several types, by status.
    Several(Faults),
}

/// The request of an operation, after which its other types are called, among all names of its group.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Request<'a> {
    pub name: &'a Ident,
    /// The requests of the group, and the group itself: they stand in one module with the types.
    pub taken: &'a BTreeSet<&'a str>,
}

impl Request<'_> {
    /// The name of another type of the operation: `GetCartReply`, with a number where a request is called so.
    pub(crate) fn beside(&self, what: &str) -> Ident {
        let name = names::ident(&format!("{}{what}", self.name.text()), Style::Camel);
        names::free(&name, |name| self.taken.contains(name))
    }
}

/// Finds what an operation answers.
pub(crate) fn lower(operations: &Operations, operation: &Operation, request: Request<'_>) -> Answer {
    let is_declared = operation.replies.keys().any(|status| status.is_success());
    let is_success = |status: StatusPattern| status.is_success() || (!is_declared && status == StatusPattern::Default);
    let mut cases = Vec::new();
    let mut told = Vec::new();
    let mut wanted = Vec::new();
    for (status, reply) in &operation.replies {
        let (body, media) = body(operations, &operation.method, reply);
        if is_success(*status) {
            wanted.extend(media);
            cases.push((*status, reply, body));
        } else if let Some(Content::Json(ty)) = body {
            wanted.extend(media);
            told.push((*status, ty));
        }
    }
    let (success, answers) = match cases.as_slice() {
        [] => (Success::Empty, None),
        [(_, _, first), rest @ ..] if rest.iter().all(|(_, _, body)| body == first) => match first {
            Some(body) => (Success::Body(body.clone()), None),
            None => (Success::Empty, None),
        },
        several => {
            let answers = answers(request, several);
            (Success::Several(answers.name.clone(), answers.cases.clone()), Some(answers))
        }
    };
    let headers = headers::lower(operations, operation, request);
    Answer { success, answers, accept: accept(wanted), faults: faults(request, told), headers }
}

/// The type of an answer of several success types.
fn answers(request: Request<'_>, cases: &[(StatusPattern, &Reply, Option<Content>)]) -> Answers {
    let choices = cases
        .iter()
        .map(|(status, _, _)| (status.to_string(), Choice::Made(names::ident(&reason(*status), Style::Camel))))
        .collect();
    let settled = names::settle(&choices, &[], names::exactly);
    Answers {
        name: request.beside("Reply"),
        request: request.name.clone(),
        cases: cases
            .iter()
            .map(|(status, reply, body)| SuccessCase {
                docs: docs::inert(&reply.docs),
                name: settled.names[&status.to_string()].clone(),
                status: *status,
                body: body.clone(),
            })
            .collect(),
    }
}

/// The types of what a failed call tells, each with its statuses.
fn faults(request: Request<'_>, told: Vec<(StatusPattern, Type)>) -> Told {
    let mut by_type: BTreeMap<Type, Vec<StatusPattern>> = BTreeMap::new();
    for (status, ty) in told {
        by_type.entry(ty).or_default().push(status);
    }
    if by_type.len() < 2 {
        return by_type.into_keys().next().map_or(Told::Nothing, Told::One);
    }
    let text = |ty: &Type, statuses: &[StatusPattern]| match ty {
        Type::Model(name, args) if args.is_empty() => name.text().to_owned(),
        _ => reason(statuses[0]),
    };
    let choices = by_type
        .iter()
        .map(|(ty, statuses)| (format!("{ty:?}"), Choice::Made(names::ident(&text(ty, statuses), Style::Camel))))
        .collect();
    let settled = names::settle(&choices, &[], names::exactly);
    let mut cases: Vec<FaultCase> = by_type
        .into_iter()
        .map(|(ty, mut statuses)| {
            // `default` takes what no other reply is for, whatever stands beside it.
            if statuses.contains(&StatusPattern::Default) {
                statuses = vec![StatusPattern::Default];
            }
            FaultCase { name: settled.names[&format!("{ty:?}")].clone(), statuses, ty }
        })
        .collect();
    // One status is more exact than a class, and a class than all.
    cases.sort_by_key(|case| case.statuses.iter().max().copied());
    Told::Several(Faults { name: request.beside("Fault"), request: request.name.clone(), cases })
}

/// The reason phrase of a status, as HTTP names it.
fn reason(status: StatusPattern) -> String {
    match status {
        StatusPattern::Code(200) => "Ok".to_owned(),
        StatusPattern::Code(201) => "Created".to_owned(),
        StatusPattern::Code(202) => "Accepted".to_owned(),
        StatusPattern::Code(204) => "NoContent".to_owned(),
        StatusPattern::Code(206) => "PartialContent".to_owned(),
        StatusPattern::Code(code) => format!("Status{code}"),
        StatusPattern::Class(class) => format!("Status{class}xx"),
        StatusPattern::Default => "Other".to_owned(),
    }
}

/// The body of a reply and the media type in which it is asked for: JSON where there is such a form, then events and
/// lines, text, bytes. None where there is no body, or none that the source says anything of.
fn body<'a>(operations: &Operations, method: &spec::Method, reply: &'a Reply) -> (Option<Content>, Option<&'a str>) {
    let forms = reply
        .content
        .iter()
        .map(|(media, content)| (form(media), media.as_str() != "application/json", media, content));
    let Some((form, _, media, content)) = forms.min_by_key(|(form, other, _, _)| (*form, *other)) else {
        return (None, None);
    };
    let rust = |ty: &TypeRef| types::rust_type(ty, operations.naming);
    let json = || content.ty.as_ref().map_or(Type::Json, rust);
    let body = match form {
        // The answer to such a question has no body.
        _ if *method == spec::Method::Head => None,
        Form::Json => content.ty.as_ref().map(|ty| Content::Json(rust(ty))),
        Form::Events => Some(Content::Events(content.ty.as_ref().filter(|ty| !is_plain(operations, ty)).map(rust))),
        Form::Lines => Some(Content::Lines(match content.ty.as_ref().map(|ty| resolved(operations.api, ty)) {
            Some(TypeRef::List(item)) => rust(item),
            _ => json(),
        })),
        Form::Text => Some(Content::Text),
        Form::Bytes => Some(Content::Download),
    };
    (body, Some(media))
}

/// Whether a type is text, or says nothing.
fn is_plain(operations: &Operations, ty: &TypeRef) -> bool {
    matches!(resolved(operations.api, ty), TypeRef::Scalar(Scalar::String | Scalar::Json | Scalar::Binary))
}

/// The forms of answers, the preferred one first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Form {
    Json,
    Events,
    Lines,
    Text,
    Bytes,
}

fn form(media: &str) -> Form {
    match Encoding::of(media) {
        Encoding::Json => Form::Json,
        Encoding::Events => Form::Events,
        Encoding::JsonLines => Form::Lines,
        Encoding::Text => Form::Text,
        Encoding::Xml if is_text(media) => Form::Text,
        // `*/*` is JSON more often than not, but only bytes are certain.
        Encoding::UrlEncoded
        | Encoding::FormData
        | Encoding::OtherMultipart
        | Encoding::Xml
        | Encoding::Binary
        | Encoding::Any
        | Encoding::Other => Form::Bytes,
    }
}

/// What is asked for: the media types of what can be read, each once, in the order of the statuses.
fn accept(wanted: Vec<&str>) -> String {
    let mut accept: Vec<&str> = Vec::new();
    for media in wanted {
        if !accept.contains(&media) {
            accept.push(media);
        }
    }
    // Where one form of JSON is read, each is.
    if accept.iter().all(|media| is_json(media)) {
        let plain = accept.iter().find(|media| **media == "application/json");
        return plain.or(accept.first()).map_or_else(|| "application/json".to_owned(), |media| (*media).to_owned());
    }
    accept.join(", ")
}
