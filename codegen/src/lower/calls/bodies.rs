//! The pass that decides in which format a body is sent, and how the caller passes it.

use std::collections::BTreeMap;

use crate::docs;
use crate::lower::calls::context::Operations;
use crate::lower::calls::context::{KeyedArg, written};
use crate::lower::calls::formats::{is_file, item_of_parts};
use crate::lower::calls::xml;
use crate::lower::config::OperationConfig;
use crate::lower::facts::taken_apart::{form_with_file, requires_file};
use crate::lower::models::types;
use crate::lower::names::models as naming;
use crate::lower::names::{self, Style};
use crate::lower::places::stale;
use crate::lower::sentences;
use crate::problem::{Problem, Rule};
use crate::rust::{Arg, ArgType, PartKind, Place, Sent, Written};
use crate::spec::forms::Forms;
use crate::spec::media::{self, Encoding, is_json, is_patch, is_text, rank};
use crate::spec::resolve::{resolved, substituted};
use crate::spec::{self, Access, Content, Presence, Scalar, Shape, TypeRef};

/// The body of a request, and the arguments that the caller passes for it.
#[derive(Debug)]
pub(crate) struct Body {
    /// The media type that is sent.
    pub media: String,
    /// Whether the body is multipart.
    pub parts: bool,
    pub given: Vec<KeyedArg>,
}

/// The formats of bodies, the preferred one first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Form {
    Json,
    UrlEncoded,
    Multipart,
    Xml,
    Sequence,
    Text,
    Bytes,
}

/// The maximum length of a type's name from which the argument for a body is named.
const LONGEST_NAME: usize = 45;

/// The body of an operation in one of its media types: the configured one, otherwise the first one of the preferred
/// format.
pub(crate) fn lower(
    operations: &Operations,
    id: &str,
    body: &spec::Body,
    setting: &OperationConfig,
    is_other_kind: bool,
    problems: &mut Vec<Problem>,
) -> Body {
    let spec::Body { presence, docs: text, content } = body;
    // A method for a kind of body sends one.
    let presence = if is_other_kind { Presence::Required } else { *presence };
    let configured = setting.media_type.as_ref().and_then(|media| content.get_key_value(media));
    if setting.media_type.is_some() && configured.is_none() {
        let message =
            format!("the body of `{id}` does not have the stated media type; it has {}", list(content.keys()));
        problems.push(stale(&["operations", id, "media_type"], message, None));
    }
    // The check has seen that there is one at least.
    let Some((media, content)) = configured.or_else(|| preferred(operations, body)) else {
        return Body { media: String::new(), parts: false, given: Vec::new() };
    };
    let named = |text: &str, problems: &mut Vec<Problem>| {
        naming::choose(text, Style::Snake, setting.body.as_deref(), &["operations", id, "body"], problems)
    };
    let arg = |ty: ArgType, sent: Sent| Arg {
        docs: sentences::documented(text, sentences::constraints(&content.constraints)),
        deprecated: false,
        name: names::own("unsettled"),
        wire: String::new(),
        sent,
        limits: Vec::new(),
        walks: false,
        ty,
    };
    let whole = |ty: ArgType, sent: Sent, name: &str, problems: &mut Vec<Problem>| {
        vec![("body".to_owned(), presence, named(name, problems), arg(ty, sent))]
    };
    let form = form_of(operations, media, content);
    let mut given = match form {
        Form::Json | Form::Xml | Form::UrlEncoded => {
            let ty = content.ty.clone().unwrap_or(TypeRef::Scalar(Scalar::Json));
            let sent = match form {
                Form::Json => Sent::JsonBody,
                Form::Xml => Sent::XmlBody(operations.xml_root(content)),
                _ => Sent::FormBody(styles(content)),
            };
            let name = match &ty {
                TypeRef::Named(name, _) => match operations.naming.types[name].text() {
                    // A type for this call alone has a name that adds nothing next to the call.
                    name if name.ends_with("Request") => "request",
                    // The same applies to Huma's `CreateOrderInputBody` and to FastAPI's `UploadBody`.
                    name if name.ends_with("Body") => "body",
                    // A longer argument would not fit on a line with the name of its type.
                    name if name.chars().count() > LONGEST_NAME => "body",
                    name => name,
                },
                _ => "body",
            };
            let rust = types::rust_type(&ty, operations.naming);
            // Numbers, booleans and integer enums are `Copy`, also as an `Option`.
            let arg = match types::arg_type(operations.api, &ty, operations.naming) {
                ArgType::Value(_) => ArgType::Value(rust),
                // A nullable list, as Go frameworks describe every list, is sent as a list.
                ArgType::Slice(item) if form == Form::Json => ArgType::Slice(item),
                _ => ArgType::Ref(rust),
            };
            whole(arg, sent, name, problems)
        }
        Form::Multipart => parts(operations, id, content, problems),
        Form::Sequence => {
            let item = sequence(operations, media, content).cloned().unwrap_or(TypeRef::Scalar(Scalar::Json));
            let rust = types::rust_type(&item, operations.naming);
            whole(ArgType::Slice(rust), Sent::SequenceBody, "body", problems)
        }
        Form::Text => whole(ArgType::Str, Sent::TextBody, "body", problems),
        Form::Bytes => whole(ArgType::Upload, Sent::Upload, "body", problems),
    };
    if setting.media_type.is_none() || is_other_kind {
        given.extend(content_type(operations, body, (form, content), presence));
    }
    Body { media: media.clone(), parts: form == Form::Multipart, given }
}

/// The media type as an argument, where the caller must say which of several a body has, or which within a range such as
/// `image/*`: the type of its bytes or text, or what a patch means. It may be left out where the body may, or where plain
/// JSON is accepted too.
fn content_type(
    operations: &Operations,
    body: &spec::Body,
    (form, content): (Form, &Content),
    presence: Presence,
) -> Option<KeyedArg> {
    let is_one = |(media, other): &(&String, &Content)| {
        let is_meant = match form {
            Form::Bytes | Form::Text => *media != "*/*",
            Form::Json => other.ty == content.ty && is_patch(media),
            Form::UrlEncoded | Form::Multipart | Form::Xml | Form::Sequence => false,
        };
        is_meant && form_of(operations, media, other) == form
    };
    let is_plain = |(media, other): &(&String, &Content)| {
        form == Form::Json && is_json(media) && !is_patch(media) && other.ty == content.ty
    };
    let plain = body.content.iter().find(is_plain).map(|(media, _)| media);
    let media: Vec<&String> =
        plain.into_iter().chain(body.content.iter().filter(is_one).map(|(media, _)| media)).collect();
    if media.len() < 2 && !media.iter().any(|media| media.contains('*')) {
        return None;
    }
    // Plain JSON is sent unless the caller says that the body is a patch.
    let presence = if plain.is_some() { Presence::Optional } else { presence };
    let docs = format!("The media type of the body: {}.", list(media.into_iter()));
    let arg = Arg {
        docs: docs::own(&[docs]),
        deprecated: false,
        name: names::own("unsettled"),
        wire: CONTENT_TYPE.to_owned(),
        sent: Sent::Text(Place::Header),
        limits: Vec::new(),
        walks: false,
        ty: ArgType::Str,
    };
    let name = names::Choice::Derived(names::ident("content type", Style::Snake));
    Some(("content type".to_owned(), presence, name, arg))
}

/// The header of the argument that chooses the media type of a body.
pub(super) const CONTENT_TYPE: &str = "content-type";

/// The form in which a body is sent unless `crate.json` names another.
fn preferred<'b>(operations: &Operations, body: &'b spec::Body) -> Option<(&'b spec::MediaType, &'b Content)> {
    let rank = |(media, content): &(&String, &Content)| (form_of(operations, media, content), rank(media));
    form_with_file(operations.api, body).or_else(|| body.content.iter().min_by_key(rank))
}

/// What a body is to a caller: forms of one kind are sent from the same arguments.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Model,
    Form,
    Lines,
    Text,
    Bytes,
}

impl Form {
    fn kind(self) -> Kind {
        match self {
            Self::Json | Self::Xml => Kind::Model,
            Self::UrlEncoded | Self::Multipart => Kind::Form,
            Self::Sequence => Kind::Lines,
            Self::Text => Kind::Text,
            Self::Bytes => Kind::Bytes,
        }
    }
}

/// The other kinds of a body: a media type of each, and the words for the method that sends it. Media types of one kind
/// with different types are separate kinds, such as a merge patch and a JSON patch.
pub(crate) fn other_kinds(
    operations: &Operations,
    body: &spec::Body,
    setting: &OperationConfig,
) -> Vec<(String, spec::MediaType)> {
    let spec::Body { content, .. } = body;
    let Some((first, of_first)) = preferred(operations, body).filter(|_| setting.media_type.is_none()) else {
        return Vec::new();
    };
    let first_form = form_of(operations, first, of_first);
    let has_json = content.iter().any(|(media, content)| form_of(operations, media, content) == Form::Json);
    let mut found: Vec<(Form, &String, &Content)> = Vec::new();
    let mut candidates: Vec<_> = content
        .iter()
        .filter(|(media, _)| !media.contains('*'))
        .map(|(media, content)| (form_of(operations, media, content), media, content))
        .collect();
    candidates.sort_by_key(|(form, media, _)| (*form, rank(media)));
    for (form, media, content) in candidates {
        let is_like = |other: Form, of_other: &Content| {
            let has_types = matches!(form.kind(), Kind::Model | Kind::Form);
            form.kind() == other.kind() && !(has_types && content.ty != of_other.ty)
        };
        // A model with a file that must be sent is no JSON.
        let says_the_same = content.ty == of_first.ty
            && match form.kind() {
                // Frameworks list all that they can read: 550 of 576 such bodies of public documents have `text/json`, XML
                // or both forms besides.
                Kind::Form => operations.forms_everywhere || body.content.len() > 2,
                Kind::Model => requires_file(operations.api, of_first),
                Kind::Lines | Kind::Text | Kind::Bytes => false,
            };
        let is_known =
            is_like(first_form, of_first) || found.iter().any(|(other, _, content)| is_like(*other, content));
        // Where there is JSON, XML is not read.
        let is_unread = form == Form::Xml && has_json;
        if !(is_known || says_the_same || is_unread) && has_meaning(operations, form, media, content) {
            found.push((form, media, content));
        }
    }
    let has_form = first_form == Form::UrlEncoded || found.iter().any(|(form, _, _)| *form == Form::UrlEncoded);
    let words = |form: Form, media_type: &str| match form {
        Form::Json if first_form == Form::Json || found.iter().filter(|(form, ..)| *form == Form::Json).count() > 1 => {
            media::words(media_type)
        }
        Form::Json => "json".to_owned(),
        Form::Xml => "xml".to_owned(),
        Form::Multipart if has_form => "multipart".to_owned(),
        Form::UrlEncoded | Form::Multipart => "form".to_owned(),
        Form::Sequence => "lines".to_owned(),
        Form::Text => "text".to_owned(),
        Form::Bytes => "bytes".to_owned(),
    };
    found.iter().map(|(form, media, _)| (words(*form, media), (*media).clone())).collect()
}

/// The media types of a body with a type of their own that no method sends. XML beside JSON is reported by the importer.
pub(crate) fn unsent<'b>(operations: &Operations, body: &'b spec::Body) -> Vec<&'b String> {
    let Some((first, _)) = preferred(operations, body).filter(|_| body.content.len() > 1) else {
        return Vec::new();
    };
    let others = other_kinds(operations, body, &OperationConfig::default());
    let sent: Vec<&Content> =
        std::iter::once(first).chain(others.iter().map(|(_, media)| media)).map(|media| &body.content[media]).collect();
    let is_unsent = |(media, content): &(&String, &Content)| {
        let is_sent = |sent: &&Content| sent.ty == content.ty && sent.unread == content.unread;
        content.ty.is_some() && Encoding::of(media) != Encoding::Xml && !sent.iter().any(is_sent)
    };
    body.content.iter().filter(is_unsent).map(|(media, _)| media).collect()
}

/// Whether a form can hold what the document says of the type. Frameworks list media types for all operations.
fn has_meaning(operations: &Operations, form: Form, media: &str, content: &Content) -> bool {
    let ty = content.ty.as_ref().map(|ty| resolved(operations.api, ty));
    let is_open = matches!(ty, None | Some(TypeRef::Scalar(Scalar::Json)));
    match form {
        Form::Json | Form::Xml | Form::Sequence => ty.is_some(),
        Form::UrlEncoded | Form::Multipart => match ty {
            Some(TypeRef::Named(name, _)) => matches!(operations.api.types[name].shape, Shape::Struct(_)),
            _ => false,
        },
        Form::Text => is_open || matches!(ty, Some(TypeRef::Scalar(scalar)) if scalar.is_text()),
        Form::Bytes => is_open || is_file(operations.api, content) || is_document(media),
    }
}

/// Whether a media type is that of a file, whose content no schema describes.
fn is_document(media: &str) -> bool {
    ["image/", "audio/", "video/", "application/pdf", "application/zip"].iter().any(|start| media.starts_with(start))
}

/// How many bodies an API must have before it counts as a habit of its framework what each of them says.
const HABIT: usize = 5;

/// Whether each body in JSON may also be sent as a form of the same type, which a framework writes and nobody means.
pub(crate) fn forms_everywhere(api: &spec::Api) -> bool {
    let bodies = api.operations.values().filter_map(|operation| operation.body.as_ref());
    let types = bodies.filter_map(|body| {
        let (_, json) = body.content.iter().find(|(media, _)| is_json(media))?;
        let is_form = |media: &str| matches!(form(media), Form::UrlEncoded | Form::Multipart);
        Some(body.content.iter().any(|(media, content)| is_form(media) && content.ty == json.ty))
    });
    let both: Vec<bool> = types.collect();
    both.len() >= HABIT && both.into_iter().all(|both| both)
}

fn list<'a>(media: impl Iterator<Item = &'a String>) -> String {
    media.map(|media| docs::code(media)).collect::<Vec<_>>().join(", ")
}

/// The format of a body. A file is sent unchanged, even if the document gives it the media type of JSON.
fn form_of(operations: &Operations, media: &str, content: &Content) -> Form {
    match form(media) {
        _ if xml::is_read(operations.api, media, content) => Form::Xml,
        Form::Json if is_file(operations.api, content) => Form::Bytes,
        _ if sequence(operations, media, content).is_some() => Form::Sequence,
        form => form,
    }
}

/// The type of the values of a body that is a sequence of JSON values.
fn sequence<'a>(operations: &Operations<'a>, media: &str, content: &'a Content) -> Option<&'a TypeRef> {
    match Encoding::of(media) {
        Encoding::JsonLines => {
            content.ty.as_ref().filter(|ty| !matches!(resolved(operations.api, ty), TypeRef::Scalar(_)))
        }
        Encoding::OtherMultipart => item_of_parts(operations.api, content),
        _ => None,
    }
}

fn form(media: &str) -> Form {
    match Encoding::of(media) {
        Encoding::Json => Form::Json,
        Encoding::UrlEncoded => Form::UrlEncoded,
        Encoding::FormData => Form::Multipart,
        Encoding::Text => Form::Text,
        Encoding::JsonLines | Encoding::Events | Encoding::Xml if is_text(media) => Form::Text,
        Encoding::JsonLines
        | Encoding::Events
        | Encoding::OtherMultipart
        | Encoding::Xml
        | Encoding::Binary
        | Encoding::Any
        | Encoding::Other => Form::Bytes,
    }
}

/// The styles of the properties of a form, if the source states them.
fn styles(content: &Content) -> Vec<(String, Written)> {
    let said = |(name, encoding): (&String, &spec::Encoding)| {
        let spec::Encoding { content_type, allowed: _, style, explode, reserved, headers: _ } = encoding;
        let style = match content_type {
            Some(media) if is_json(media) => Some(spec::Style::Json),
            _ if style.is_none() && explode.is_none() && !reserved => return None,
            _ => *style,
        };
        Some((name.clone(), written(Place::Query, style, *explode, *reserved)))
    };
    content.encoding.iter().filter_map(said).collect()
}

/// The arguments for the parts of a body.
fn parts(operations: &Operations, id: &str, content: &Content, problems: &mut Vec<Problem>) -> Vec<KeyedArg> {
    let api = operations.api;
    let Some(TypeRef::Named(name, args)) = content.ty.as_ref().map(|ty| resolved(api, ty)) else {
        // The caller adds the parts by name.
        return Vec::new();
    };
    let def = &api.types[name];
    let Shape::Struct(object) = &def.shape else {
        problems.push(Problem::warning(
            Rule::UntypedFallback,
            crate::lower::places::place_of_operation(api, id),
            format!("the parts of the body of `{id}` are those of `{name}`, which is not an object"),
            "They are added by name; give the body a type with properties to have a method for each.",
        ));
        return Vec::new();
    };
    // Arguments are sorted by name, so that they do not depend on the order of the document.
    let members: BTreeMap<&String, &spec::Member> = object.members.iter().collect();
    let sent = members.into_iter().filter(|(_, member)| member.access != Access::Service);
    let forms = Forms::new(api);
    let part = |(wire, member): (&String, &spec::Member)| {
        let spec::Member { ty, presence, constraints, deprecated, docs: text, .. } = member;
        let ty = substituted(ty, &def.params, args);
        let encoding = content.encoding.get(wire);
        let encoded = encoding.and_then(|encoding| encoding.content_type.as_deref());
        let (sent, ty) = match encoding.and_then(|encoding| style_of_part(operations, &ty, encoding)) {
            Some(style) => (Sent::StyledPart(style), types::arg_type(operations.api, &ty, operations.naming)),
            None => match part(operations, &ty, encoded) {
                // The string is JSON already (`contentMediaType`), so it is not encoded as a JSON string.
                (PartKind::Json, ArgType::Str) if holds_json(constraints) => {
                    (Sent::Part(PartKind::Text, media(PartKind::Json, encoded)), ArgType::Str)
                }
                // A string or a number is text, even if the type allows both.
                (PartKind::Json | PartKind::Jsons, ty_of_arg) if encoded.is_none() && is_text_of(&forms, &ty) => {
                    (Sent::StyledPart(written(Place::Query, None, None, false)), ty_of_arg)
                }
                (kind, ty) => (Sent::Part(kind, media(kind, encoded)), ty),
            },
        };
        let arg = Arg {
            docs: sentences::documented(text, sentences::constraints(constraints)),
            deprecated: *deprecated,
            name: names::own("unsettled"),
            wire: wire.clone(),
            sent,
            limits: Vec::new(),
            walks: false,
            ty,
        };
        let name = operations.naming.parts[name][wire].clone();
        (format!("Part {wire}"), *presence, names::Choice::Derived(name), arg)
    };
    let mut given: Vec<KeyedArg> = sent.map(part).collect();
    // Required parts come first, in the order of names, and files last: they read best at the end of a call.
    given.sort_by_key(|(_, presence, _, arg)| (*presence != Presence::Required, matches!(arg.ty, ArgType::Part)));
    given
}

/// The style of a list or an object in the parts of a body, if the source states one.
fn style_of_part(operations: &Operations, ty: &TypeRef, encoding: &spec::Encoding) -> Option<Written> {
    let is_stated = encoding.style.is_some() || encoding.explode.is_some();
    let is_file = |ty: &TypeRef| matches!(resolved(operations.api, ty), TypeRef::Scalar(Scalar::Binary));
    let has_style = match resolved(operations.api, ty) {
        TypeRef::List(item) => !is_file(item),
        TypeRef::Map(_) => true,
        TypeRef::Named(name, _) => matches!(operations.api.types[name].shape, Shape::Struct(_)),
        _ => false,
    };
    (is_stated && has_style).then(|| written(Place::Query, encoding.style, encoding.explode, false))
}

/// Whether each value of a part is text: a string, a number or a boolean, or one of several such types.
fn is_text_of(forms: &Forms<'_>, ty: &TypeRef) -> bool {
    matches!(forms.of(ty), spec::forms::Form::Single | spec::forms::Form::List)
}

/// Whether a string is JSON according to its schema: `contentMediaType: application/json`.
fn holds_json(constraints: &spec::Constraints) -> bool {
    let media = constraints.others.iter().filter_map(|line| line.strip_prefix("contentMediaType: "));
    media.filter_map(|media| media.strip_prefix('"')?.strip_suffix('"')).any(is_json)
}

/// The content of a part of the given type, and its type as an argument.
fn part(operations: &Operations, ty: &TypeRef, media: Option<&str>) -> (PartKind, ArgType) {
    let api = operations.api;
    let ty = resolved(api, ty);
    let of_bytes = media.is_some_and(|media| form(media) == Form::Bytes);
    let is_file = |ty: &TypeRef| match resolved(api, ty) {
        TypeRef::Scalar(Scalar::Binary) => true,
        // A part with the media type of an image is not a string, regardless of its type.
        TypeRef::Scalar(Scalar::String | Scalar::Json) => of_bytes,
        // Only the caller knows how to write an object in a format other than JSON, such as parts within the part.
        TypeRef::Map(_) => of_bytes,
        TypeRef::Named(name, _) => of_bytes && matches!(api.types[name].shape, Shape::Struct(_) | Shape::Union(_)),
        _ => false,
    };
    let json = media.is_some_and(is_json);
    let arg = |ty: &TypeRef| types::arg_type(api, ty, operations.naming);
    match ty {
        ty if is_file(ty) => (PartKind::File, ArgType::Part),
        ty if json => (PartKind::Json, arg(ty)),
        TypeRef::List(item) if is_file(item) => (PartKind::Files, ArgType::Parts),
        TypeRef::List(item) if types::is_displayed(api, item, operations.naming) => {
            (PartKind::Texts, types::displayed_items(api, item, operations.naming))
        }
        TypeRef::List(_) => (PartKind::Jsons, arg(ty)),
        ty if types::is_displayed(api, ty, operations.naming) => (PartKind::Text, arg(ty)),
        ty => (PartKind::Json, arg(ty)),
    }
}

/// The media type of a part: the one in the source unless that is a pattern, otherwise the default one.
fn media(kind: PartKind, said: Option<&str>) -> String {
    let one = said.filter(|media| !media.contains([',', '*'])).map(str::to_owned);
    one.unwrap_or_else(|| {
        let usual = match kind {
            PartKind::File | PartKind::Files => "application/octet-stream",
            PartKind::Text | PartKind::Texts => "",
            PartKind::Json | PartKind::Jsons => "application/json",
        };
        usual.to_owned()
    })
}
