//! The pass that finds what a successful call gives, and what a failed one tells.

use std::collections::{BTreeMap, BTreeSet};

use crate::lower::calls::alternatives;
use crate::lower::calls::headers;
use crate::lower::calls::operations::Operations;
use crate::lower::models::types;
use crate::lower::names::{self, Choice, Style};
use crate::lower::sentences;
use crate::rust::{
    Alternative, Answers, Content, FaultCase, Faults, Ident, ReplyHeaders, Success, SuccessCase, Switch, Type,
};
use crate::spec::media::{Encoding, is_json, is_text};
use crate::spec::resolve::resolved;
use crate::spec::{self, Operation, Reply, Scalar, StatusPattern, TypeRef};

/// The responses of an operation.
#[derive(Debug)]
pub(crate) struct Answer {
    pub success: Success,
    /// The enum of successful responses, if there are several types.
    pub answers: Option<Answers>,
    /// The media type that the request asks for.
    pub accept: String,
    /// The alternative formats in which the response can be requested.
    pub alternatives: Vec<Alternative>,
    /// What `send` does to the body so that the response does not come in one of them.
    pub switch: Option<Switch>,
    /// The media types of responses that the crate does not read.
    pub unread: Vec<String>,
    /// What a failed call tells.
    pub faults: Told,
    /// The headers that a response may have.
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
    /// The names of the group and of its requests, which are in the same module as the response types.
    pub taken: &'a BTreeSet<&'a str>,
}

impl Request<'_> {
    /// The name of another type of the operation: `GetCartReply`, with a number where a request is called so.
    pub(crate) fn beside(&self, what: &str) -> Ident {
        let name = names::ident(&format!("{}{what}", self.name.text()), Style::Camel);
        names::free(&name, |name| self.taken.contains(name))
    }
}

/// Finds the responses of an operation.
pub(crate) fn lower(operations: &Operations, operation: &Operation, request: Request<'_>) -> Answer {
    let is_declared = operation.replies.keys().any(|status| status.is_success());
    let is_success = |status: StatusPattern| status.is_success() || (!is_declared && status == StatusPattern::Default);
    let mut cases = Vec::new();
    let mut told = Vec::new();
    let (mut wanted, mut of_failure) = (Vec::new(), Vec::new());
    let mut forms = Forms::default();
    for (status, reply) in &operation.replies {
        // A status that excludes a body has none, even if the spec documents one (RFC 9110 sections 15.3.5 and 15.3.6).
        let has_body =
            operation.method != spec::Method::Head && !matches!(status, StatusPattern::Code(204 | 205 | 304));
        let (body, media) = body(operations, reply);
        let body = body.filter(|_| has_body);
        if is_success(*status) {
            if has_body {
                forms.add(reply);
            }
            wanted.extend(media);
            cases.push((*status, reply, body));
        } else if let Some(Content::Json(ty)) = body {
            of_failure.extend(media);
            told.push((*status, ty));
        }
    }
    let (alternatives, switch) = alternatives::lower(operations, operation, &forms, &of_failure);
    wanted.extend(of_failure);
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
    let accept = accept(wanted);
    Answer {
        success,
        answers,
        accept,
        alternatives,
        switch,
        unread: forms.unread(operations),
        faults: faults(request, told),
        headers,
    }
}

/// The type of a response with several successful types.
fn answers(request: Request<'_>, cases: &[(StatusPattern, &Reply, Option<Content>)]) -> Answers {
    let choices = cases
        .iter()
        .map(|(status, _, _)| (status.to_string(), Choice::Derived(names::ident(&reason(*status), Style::Camel))))
        .collect();
    let resolved = names::resolve(&choices, &[], names::exactly);
    Answers {
        name: request.beside("Reply"),
        request: request.name.clone(),
        cases: cases
            .iter()
            .map(|(status, reply, body)| SuccessCase {
                docs: sentences::documented(&reply.docs, sentences::of_reply(reply)),
                name: resolved.names[&status.to_string()].clone(),
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
        .map(|(ty, statuses)| (format!("{ty:?}"), Choice::Derived(names::ident(&text(ty, statuses), Style::Camel))))
        .collect();
    let resolved = names::resolve(&choices, &[], names::exactly);
    let mut cases: Vec<FaultCase> = by_type
        .into_iter()
        .map(|(ty, mut statuses)| {
            // `default` covers all statuses without a response of their own, regardless of the other responses.
            if statuses.contains(&StatusPattern::Default) {
                statuses = vec![StatusPattern::Default];
            }
            FaultCase { name: resolved.names[&format!("{ty:?}")].clone(), statuses, ty }
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

/// The body of a response in its first form.
pub(crate) fn body_of(operations: &Operations, reply: &Reply) -> Option<Content> {
    body(operations, reply).0
}

/// The body of a response in its preferred format, and the media types to accept. `None` if there is no body, or if the
/// spec does not document it.
fn body<'a>(operations: &Operations, reply: &'a Reply) -> (Option<Content>, Vec<&'a str>) {
    let Some(form) = forms(operations, reply).next() else { return (None, Vec::new()) };
    let (media, content) = in_form(operations, reply, form);
    (content.and_then(|content| read(operations, form, content)), media)
}

/// The media types of a response in a format, and its content: JSON in one of them, preferably `application/json`.
fn in_form<'a>(operations: &Operations, reply: &'a Reply, form: Form) -> (Vec<&'a str>, Option<&'a spec::Content>) {
    // XML is not read if there is JSON too.
    let has_json = reply.content.keys().any(|media| is_json(media));
    let is_read = |media: &str| !(has_json && is_xml(media));
    let is_of_form = |media: &str, content| self::form(operations, media, content) == form && is_read(media);
    let of_form = || reply.content.iter().filter(|(media, content)| is_of_form(media, content));
    let plain = of_form().find(|(media, _)| media.as_str() == "application/json");
    let first = plain.or_else(|| of_form().next());
    let media = match form {
        Form::Json => first.map(|(media, _)| media.as_str()).into_iter().collect(),
        // A file is no JSON, whatever the document says, and of what kind it is, it does not say.
        Form::Bytes => of_form().map(|(media, _)| if is_json(media) { "*/*" } else { media.as_str() }).collect(),
        Form::Lines | Form::Text | Form::Events => of_form().map(|(media, _)| media.as_str()).collect(),
    };
    (media, first.map(|(_, content)| content))
}

/// How a body in a form is read.
fn read(operations: &Operations, form: Form, content: &spec::Content) -> Option<Content> {
    let rust = |ty: &TypeRef| types::rust_type(ty, operations.naming);
    let json = || content.ty.as_ref().map_or(Type::Json, rust);
    match form {
        Form::Json => Some(Content::Json(json())),
        Form::Events => Some(Content::Events(content.ty.as_ref().filter(|ty| !is_plain(operations, ty)).map(rust))),
        // A body of lines with the type string contains plain text, and not a JSON string on each line.
        Form::Lines if content.ty.as_ref().is_some_and(|ty| is_string(operations, ty)) => Some(Content::TextLines),
        Form::Lines => Some(Content::Lines(match content.ty.as_ref().map(|ty| resolved(operations.api, ty)) {
            Some(TypeRef::List(item)) => rust(item),
            _ => json(),
        })),
        Form::Text => Some(Content::Text),
        Form::Bytes => Some(Content::Download),
    }
}

/// Whether a body is a file: bytes, even if the document gives them the media type of JSON.
pub(super) fn is_file(api: &spec::Api, content: &spec::Content) -> bool {
    content.ty.as_ref().is_some_and(|ty| matches!(resolved(api, ty), TypeRef::Scalar(Scalar::Binary)))
}

fn is_string(operations: &Operations, ty: &TypeRef) -> bool {
    matches!(resolved(operations.api, ty), TypeRef::Scalar(Scalar::String))
}

/// Whether a type is a string, or unspecified.
fn is_plain(operations: &Operations, ty: &TypeRef) -> bool {
    matches!(resolved(operations.api, ty), TypeRef::Scalar(Scalar::String | Scalar::Json | Scalar::Binary))
}

/// The formats of responses, the one that `send` requests first. Events come last: a service that offers them together
/// with another format has that other format for callers that do not want a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Form {
    Json,
    Lines,
    Text,
    Bytes,
    Events,
}

/// The formats of the successful responses of an operation.
#[derive(Debug, Default)]
pub(super) struct Forms<'a> {
    replies: Vec<&'a Reply>,
}

impl<'a> Forms<'a> {
    fn add(&mut self, reply: &'a Reply) {
        self.replies.push(reply);
    }

    /// Whether a response comes in a media type.
    pub(super) fn has_media(&self, media: &str) -> bool {
        self.replies.iter().any(|reply| reply.content.contains_key(media))
    }

    /// Those that `send` does not request, each with its media types and how it is read.
    pub(super) fn others(&self, operations: &Operations) -> Vec<(Form, Vec<&'a str>, Content)> {
        let requested: BTreeSet<Form> =
            self.replies.iter().filter_map(|reply| self::forms(operations, reply).next()).collect();
        let forms: BTreeSet<Form> = self.replies.iter().flat_map(|reply| self::forms(operations, reply)).collect();
        let other = |form: &Form| {
            let found: Vec<_> = self.replies.iter().map(|reply| in_form(operations, reply, *form)).collect();
            let content = found.iter().find_map(|(_, content)| *content)?;
            let media = found.iter().flat_map(|(media, _)| media.iter().copied()).collect();
            Some((*form, media, read(operations, *form, content)?))
        };
        forms.difference(&requested).filter_map(other).collect()
    }

    /// The media types that the crate does not read: JSON of another type than the one that is read. XML beside JSON says
    /// the same in another form.
    fn unread(&self, operations: &Operations) -> Vec<String> {
        let unread = self.replies.iter().flat_map(|reply| {
            let json = in_form(operations, reply, Form::Json).1;
            let is_unread = move |media: &str, content: &spec::Content| {
                json.is_some_and(|json| is_named_json(media) && content.ty != json.ty)
            };
            reply
                .content
                .iter()
                .filter(move |(media, content)| is_unread(media, content))
                .map(|(media, _)| media.clone())
        });
        unread.collect::<BTreeSet<_>>().into_iter().collect()
    }
}

/// Whether a media type is a named JSON format, such as `application/hal+json`.
fn is_named_json(media: &str) -> bool {
    is_json(media) && media.contains("+json")
}

fn is_xml(media: &str) -> bool {
    Encoding::of(media) == Encoding::Xml
}

/// The formats of a response, the preferred one first.
fn forms(operations: &Operations, reply: &Reply) -> impl Iterator<Item = Form> {
    let forms: BTreeSet<Form> = reply.content.iter().map(|(media, content)| form(operations, media, content)).collect();
    forms.into_iter().filter(|form| in_form(operations, reply, *form).1.is_some()).collect::<Vec<_>>().into_iter()
}

fn form(operations: &Operations, media: &str, content: &spec::Content) -> Form {
    match Encoding::of(media) {
        Encoding::Json if is_file(operations.api, content) => Form::Bytes,
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
pub(super) fn accept(wanted: Vec<&str>) -> String {
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
