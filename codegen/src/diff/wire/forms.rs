//! Finds the models whose properties are written as text wherever they are used: those of forms, of multipart bodies,
//! of objects in the query, and of XML.

use std::collections::{BTreeMap, HashMap};

use super::reach;
use crate::spec::{
    Api, Body, BoxMap, Content, Encoding, MediaType, Param, Params, Reply, Shape, StatusPattern, Style, TypeRef, media,
};

/// How the items of a list are written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Lists {
    /// Each as a value of the same name: `state=open&state=closed`.
    Repeated,
    /// As one value with commas: `state=open,closed`.
    Joined,
    /// In another way, or differently on both sides.
    Other,
}

/// The models of a spec by name, each with how its values are written.
pub(super) type Forms<'a> = HashMap<&'a str, Form<'a>>;

/// How the values of a model are written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Form<'a> {
    /// As a form or as a multipart body, in which properties may be encoded in another way than by default.
    Body(media::Encoding, &'a BTreeMap<String, Encoding>),
    /// As an object of the query.
    Query,
    /// As XML.
    Xml,
    /// As JSON, or in several ways.
    Other,
}

impl Form<'_> {
    /// How a property is written, if it is text; the result is how a list of texts is written.
    fn lists(self, property: &str) -> Option<Lists> {
        let (form, encodings) = match self {
            Self::Body(form, encodings) => (form, encodings),
            Self::Query | Self::Xml => return Some(Lists::Other),
            Self::Other => return None,
        };
        let Some(encoding) = encodings.get(property) else { return Some(Lists::Repeated) };
        let is_text = |media: &String| media::Encoding::of(media) == media::Encoding::Text;
        if form == media::Encoding::FormData {
            let is_file = |media: &String| media::Encoding::of(media) == media::Encoding::Binary;
            let is_part = encoding.content_type.iter().all(|media| is_text(media) || is_file(media));
            return (is_part && encoding.style.is_none()).then_some(Lists::Repeated);
        }
        if !encoding.content_type.iter().all(is_text) {
            return None;
        }
        let style = encoding.style.unwrap_or(Style::Form);
        let explode = encoding.explode.unwrap_or(style.explodes());
        Some(match (style, explode) {
            (Style::Form, true) => Lists::Repeated,
            (Style::Form, false) => Lists::Joined,
            (_, _) => Lists::Other,
        })
    }
}

/// How a property of two models is written, if both write it as text in the same way.
pub(super) fn lists(old: Form<'_>, new: Form<'_>, property: &str) -> Option<Lists> {
    let (before, after) = (old.lists(property)?, new.lists(property)?);
    Some(if before == after { before } else { Lists::Other })
}

/// How the values of each model are written. A model without an entry is not used.
pub(super) fn of(api: &Api) -> Forms<'_> {
    let mut forms = Forms::new();
    let mut open = Vec::new();
    uses(api, &mut |ty, form| add(&mut forms, &mut open, ty, form));
    while let Some(name) = open.pop() {
        let Some(def) = api.types.get(name) else { continue };
        let inner = match (forms[name], &def.shape) {
            (Form::Xml, _) => Form::Xml,
            (form, Shape::Alias(_)) => form,
            (_, _) => Form::Other,
        };
        reach::of_shape(&def.shape, &mut |ty, _| add(&mut forms, &mut open, ty, inner));
    }
    forms
}

/// Adds a use of the models in a type. A model that is used in several ways is written in no certain one.
fn add<'a>(forms: &mut Forms<'a>, open: &mut Vec<&'a str>, ty: &'a TypeRef, form: Form<'a>) {
    ty.walk(&mut |part| {
        let TypeRef::Named(name, _) = part else { return };
        let form = if part == ty || form == Form::Xml { form } else { Form::Other };
        let known = forms.get(&**name).copied();
        let all = known.map_or(form, |known| if known == form { known } else { Form::Other });
        if known != Some(all) {
            forms.insert(name, all);
            open.push(name);
        }
    });
}

/// Calls `visit` with the type of each body, parameter and header.
fn uses<'a>(api: &'a Api, visit: &mut dyn FnMut(&'a TypeRef, Form<'a>)) {
    for operation in api.operations.values() {
        of_exchange(&operation.params, operation.body.as_ref(), &operation.replies, visit);
        let result = operation.long_running.iter().filter_map(|how| how.result.as_ref());
        result.for_each(|ty| visit(ty, Form::Other));
    }
    for webhook in api.webhooks.values() {
        of_exchange(&webhook.params, webhook.body.as_ref(), &webhook.replies, visit);
    }
}

fn of_exchange<'a>(
    params: &'a Params,
    body: Option<&'a Body>,
    replies: &'a BoxMap<StatusPattern, Reply>,
    visit: &mut dyn FnMut(&'a TypeRef, Form<'a>),
) {
    let of_contents = |contents: &'a BoxMap<MediaType, Content>, visit: &mut dyn FnMut(&'a TypeRef, Form<'a>)| {
        for (media, content) in contents {
            let form = match media::Encoding::of(media) {
                form @ (media::Encoding::UrlEncoded | media::Encoding::FormData) => Form::Body(form, &content.encoding),
                media::Encoding::Xml => Form::Xml,
                media::Encoding::Json
                | media::Encoding::JsonLines
                | media::Encoding::Events
                | media::Encoding::OtherMultipart
                | media::Encoding::Text
                | media::Encoding::Binary
                | media::Encoding::Any
                | media::Encoding::Other => Form::Other,
            };
            content.ty.iter().for_each(|ty| visit(ty, form));
        }
    };
    let of_param = |param: &'a Param| if param.style == Some(Style::DeepObject) { Form::Query } else { Form::Other };
    params.all().for_each(|(_, param)| visit(&param.ty, of_param(param)));
    body.iter().for_each(|body| of_contents(&body.content, visit));
    for reply in replies.values() {
        of_contents(&reply.content, visit);
        reply.headers.values().for_each(|header| visit(&header.ty, Form::Other));
    }
}
