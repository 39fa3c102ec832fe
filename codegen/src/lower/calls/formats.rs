//! The formats of responses, and how each is read.

use std::collections::BTreeSet;

use crate::lower::calls::context::Operations;
use crate::lower::calls::xml;
use crate::lower::models::types;
use crate::rust::{Content, Type};
use crate::spec::media::{Encoding, essence, is_json, is_text, rank};
use crate::spec::resolve::resolved;
use crate::spec::{self, Reply, Scalar, Shape, TypeRef};

/// The body of a response in its preferred format, and the media types to accept. `None` if there is no body, or if the
/// spec does not document it.
pub(super) fn body<'a>(operations: &Operations, reply: &'a Reply) -> (Option<Content>, Vec<&'a str>) {
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
    let first = of_form().min_by_key(|(media, _)| rank(media));
    let media = match form {
        Form::Json => first.map(|(media, _)| media.as_str()).into_iter().collect(),
        // A file is not JSON, even if the document gives it that media type; its real media type is unknown.
        Form::Bytes => of_form().map(|(media, _)| if is_json(media) { "*/*" } else { media.as_str() }).collect(),
        Form::Lines | Form::Parts | Form::Text | Form::Events => of_form().map(|(media, _)| media.as_str()).collect(),
    };
    (media, first.map(|(_, content)| content))
}

/// How a response body of one form is read.
fn read(operations: &Operations, form: Form, content: &spec::Content) -> Option<Content> {
    let rust = |ty: &TypeRef| types::rust_type(ty, operations.naming);
    let json = || content.ty.as_ref().map_or(Type::Json, rust);
    match form {
        Form::Json => Some(Content::Json(json())),
        Form::Events if content.ty.as_ref().is_some_and(|ty| is_event(operations.api, ty)) => {
            Some(Content::WholeEvents(json()))
        }
        Form::Events => Some(Content::Events(content.ty.as_ref().filter(|ty| !is_plain(operations, ty)).map(rust))),
        // A body of lines whose items are strings is plain text, without a JSON string on each line.
        Form::Lines if content.ty.as_ref().is_some_and(|ty| is_string(operations, ty)) => Some(Content::TextLines),
        Form::Lines => Some(Content::Lines(match content.ty.as_ref().map(|ty| resolved(operations.api, ty)) {
            Some(TypeRef::List(item)) => rust(item),
            _ => json(),
        })),
        Form::Parts => Some(Content::Parts(item_of_parts(operations.api, content).map_or(Type::Json, rust))),
        Form::Text => Some(Content::Text),
        Form::Bytes => Some(Content::Download),
    }
}

/// Whether a type describes server-sent events rather than their payloads: objects with `event` and `data`, where
/// `event` lists the names of the events, as Huma and OpenAI write them.
fn is_event(api: &spec::Api, ty: &TypeRef) -> bool {
    let TypeRef::Named(name, _) = resolved(api, ty) else { return false };
    match &api.types[name].shape {
        Shape::Struct(object) => {
            let kind = object.members.get("event").filter(|_| object.members.contains_key("data"));
            kind.is_some_and(|kind| kind.constraints.constant.is_some() || has_names(api, &kind.ty))
        }
        Shape::Union(union) => {
            let is_itself = |ty: &TypeRef| matches!(resolved(api, ty), TypeRef::Named(other, _) if other == name);
            !union.variants.is_empty()
                && union.variants.iter().all(|variant| !is_itself(&variant.ty) && is_event(api, &variant.ty))
        }
        Shape::Strings(_) | Shape::Integers(_) | Shape::Alias(_) => false,
    }
}

fn has_names(api: &spec::Api, ty: &TypeRef) -> bool {
    matches!(resolved(api, ty), TypeRef::Named(name, _) if matches!(api.types[name].shape, Shape::Strings(_)))
}

/// Whether a body is a file: bytes, even if the document gives them the media type of JSON.
pub(super) fn is_file(api: &spec::Api, content: &spec::Content) -> bool {
    content.ty.as_ref().is_some_and(|ty| matches!(resolved(api, ty), TypeRef::Scalar(Scalar::Binary)))
}

/// The type of the parts of a body, if each part is JSON: the parts of a list of anything except strings and bytes.
pub(super) fn item_of_parts<'a>(api: &'a spec::Api, content: &'a spec::Content) -> Option<&'a TypeRef> {
    let TypeRef::List(item) = resolved(api, content.ty.as_ref()?) else { return None };
    let is_plain = matches!(resolved(api, item), TypeRef::Scalar(_) | TypeRef::Nullable(_));
    (!is_plain).then_some(item)
}

fn is_string(operations: &Operations, ty: &TypeRef) -> bool {
    matches!(resolved(operations.api, ty), TypeRef::Scalar(Scalar::String))
}

fn is_number_or_boolean(operations: &Operations, ty: &TypeRef) -> bool {
    let ty = types::rust_type(resolved(operations.api, ty), operations.naming);
    matches!(ty, Type::Bool | Type::I32 | Type::I64 | Type::U32 | Type::U64 | Type::F32 | Type::F64 | Type::Decimal)
}

/// Whether a type is a string, or unspecified.
fn is_plain(operations: &Operations, ty: &TypeRef) -> bool {
    matches!(resolved(operations.api, ty), TypeRef::Scalar(Scalar::String | Scalar::Json | Scalar::Binary))
}

/// The formats of responses, the one that `send` requests first. XML that a table describes is read like JSON. Events
/// come last: if a service offers another format too, that one is for callers that do not want a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Form {
    Json,
    Lines,
    Parts,
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
    pub(super) fn add(&mut self, reply: &'a Reply) {
        self.replies.push(reply);
    }

    /// Whether a response comes in a media type.
    pub(super) fn has_media(&self, media: &str) -> bool {
        self.replies.iter().any(|reply| reply.content.contains_key(media))
    }

    /// The formats that `send` does not request, each with its media types and how it is read.
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

    /// The media types that the crate does not read: those of JSON with another type than the JSON that is read. XML is
    /// not listed, because it has the same content as the JSON.
    pub(super) fn unread(&self, operations: &Operations) -> Vec<String> {
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

/// Whether a media type is a named JSON format, such as `application/hal+json`, or plain JSON with parameters.
fn is_named_json(media: &str) -> bool {
    is_json(media) && (media.contains("+json") || essence(media) == "application/json")
}

pub(super) fn is_xml(media: &str) -> bool {
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
        _ if xml::is_read(operations.api, media, content) => Form::Json,
        Encoding::Events => Form::Events,
        Encoding::JsonLines => Form::Lines,
        Encoding::OtherMultipart if item_of_parts(operations.api, content).is_some() => Form::Parts,
        // A number or a boolean has the same form as plain text and as JSON.
        Encoding::Text if content.ty.as_ref().is_some_and(|ty| is_number_or_boolean(operations, ty)) => Form::Json,
        Encoding::Text => Form::Text,
        Encoding::Xml if is_text(media) => Form::Text,
        // `*/*` often is JSON, but only bytes are certain.
        Encoding::UrlEncoded
        | Encoding::FormData
        | Encoding::OtherMultipart
        | Encoding::Xml
        | Encoding::Binary
        | Encoding::Any
        | Encoding::Other => Form::Bytes,
    }
}

/// The value of the header `Accept`: the media types that can be read, each once, in the order of the statuses.
pub(super) fn accept(wanted: Vec<&str>) -> String {
    let mut accept: Vec<&str> = Vec::new();
    // Beside `*/*`, a server would take the media type of an error for the preferred one, because it is more specific.
    if wanted.contains(&"*/*") {
        return "*/*".to_owned();
    }
    for media in wanted {
        if !accept.contains(&media) {
            accept.push(media);
        }
    }
    // If all media types are JSON, one of them is enough.
    if accept.iter().all(|media| is_json(media)) {
        let plain = accept.iter().find(|media| **media == "application/json");
        return plain.or(accept.first()).map_or_else(|| "application/json".to_owned(), |media| (*media).to_owned());
    }
    accept.join(", ")
}
