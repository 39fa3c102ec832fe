//! Splits objects in a query: nested ones, because OpenAPI does not define how to write them, and query strings whose
//! properties have styles of their own.
//!
//! Each property of an exploded object is a separate parameter anyway, so the properties that can be written become
//! parameters, and callers give the text of the others. So `Pageable` of Micronaut, whose `sort` is an object in the
//! document, takes the `sort=name,desc` that its servers read.

use std::collections::BTreeMap;

use crate::spec::check::params::target;
use crate::spec::forms::{Form, Forms};
use crate::spec::media::is_json;
use crate::spec::{
    Access, Api, BoxMap, Constraints, Encoding, Member, Param, ParamValue, Presence, Scalar, Shape, Struct, Style,
    TypeRef,
};

/// An object parameter that was split into one parameter per property.
pub(super) struct SplitParam {
    pub name: String,
    /// The properties that are sent as strings, which callers provide.
    pub texts: Vec<String>,
}

/// The query strings of an operation that are forms (OpenAPI 3.2), with the encodings of their properties.
pub(in crate::import::openapi) type QueryForms = BTreeMap<String, BTreeMap<String, Encoding>>;

/// Splits the query parameters that no style can write as a whole.
pub(super) fn take_apart(
    api: &Api,
    forms: &Forms<'_>,
    query: &mut BoxMap<String, Param>,
    query_forms: &QueryForms,
) -> Vec<SplitParam> {
    let mut found = Vec::new();
    for name in query.keys().cloned().collect::<Vec<_>>() {
        let encodings = query_forms.get(&name);
        let Some(object) = object(api, forms, &query[&name], encodings) else { continue };
        let members: Vec<(&String, &Member)> =
            object.members.iter().filter(|(_, member)| member.access != Access::Service).collect();
        // A property cannot become a parameter if another parameter has its name.
        if members.iter().any(|(wire, _)| **wire != name && query.contains_key(*wire)) {
            continue;
        }
        let Some(whole) = query.remove(&name) else { continue };
        let mut texts = Vec::new();
        for (wire, member) in members {
            let param = match encodings {
                Some(encodings) => encoded(part(&whole, member, None), forms, encodings.get(wire)),
                None => {
                    let text = as_text(api, forms, &member.ty);
                    texts.extend(text.is_some().then(|| wire.clone()));
                    part(&whole, member, text)
                }
            };
            query.insert(wire.clone(), param);
        }
        found.push(SplitParam { name, texts });
    }
    found
}

/// The object type of a parameter, if the parameter is to be split: some of its properties can be written, and some
/// cannot, or it is a query string with encodings.
fn object<'a>(
    api: &'a Api,
    forms: &Forms<'_>,
    param: &Param,
    encodings: Option<&BTreeMap<String, Encoding>>,
) -> Option<&'a Struct> {
    let is_exploded = matches!(param.style, None | Some(Style::Form)) && param.explode != Some(false);
    let is_encoded = encodings.is_some_and(|encodings| !encodings.is_empty());
    if !is_exploded || param.value != ParamValue::Caller || !(is_encoded || forms.of(&param.ty) == Form::Deep) {
        return None;
    }
    let name = match target(api, &param.ty)?.ty {
        TypeRef::Named(name, args) if args.is_empty() => name.clone(),
        _ => return None,
    };
    let Shape::Struct(object) = &api.types.get(&name)?.shape else { return None };
    let can_be_written =
        encodings.is_some() || object.members.values().any(|member| as_text(api, forms, &member.ty).is_none());
    (object.rest.is_none() && can_be_written).then_some(object)
}

/// The parameter for a property of a query string. As in the body of a form, nested values use brackets unless the
/// document states otherwise.
fn encoded(param: Param, forms: &Forms<'_>, encoding: Option<&Encoding>) -> Param {
    let usual = (forms.of(&param.ty) > Form::List).then_some(Style::DeepObject);
    let Some(encoding) = encoding else { return Param { style: usual, ..param } };
    let json = encoding.content_type.as_deref().filter(|media_type| is_json(media_type)).map(|_| Style::Json);
    Param {
        style: encoding.style.or(json).or(usual),
        explode: encoding.explode,
        reserved: param.reserved || encoding.reserved,
        ..param
    }
}

/// A string, or a list of strings, in place of the type of a property that no style can write; `None` if a style can.
fn as_text(api: &Api, forms: &Forms<'_>, ty: &TypeRef) -> Option<TypeRef> {
    let text = TypeRef::Scalar(Scalar::String);
    if forms.of(ty) <= Form::List {
        return None;
    }
    match target(api, ty).map(|target| target.ty) {
        Some(TypeRef::List(_)) => Some(TypeRef::List(Box::new(text))),
        _ => Some(text),
    }
}

/// The parameter for a property.
fn part(whole: &Param, member: &Member, text: Option<TypeRef>) -> Param {
    let (ty, nullable) = match &member.ty {
        // A query has no null.
        TypeRef::Nullable(inner) => (inner.as_ref(), true),
        ty => (ty, false),
    };
    let is_required = whole.presence == Presence::Required && member.presence == Presence::Required && !nullable;
    let value = match &member.default {
        Some(default) if text.is_none() && !is_required && !default.is_null() => ParamValue::Default(default.clone()),
        Some(_) | None => ParamValue::Caller,
    };
    let mut docs = member.docs.clone();
    if let Some(text) = &text {
        docs.push_str(if docs.is_empty() { "" } else { "\n\n" });
        docs.push_str(match text {
            TypeRef::List(_) => "Each item is the text that the service expects.",
            _ => "The text that the service expects.",
        });
    }
    Param {
        constraints: if text.is_some() { Constraints::default() } else { member.constraints.clone() },
        ty: text.unwrap_or_else(|| ty.clone()),
        client_name: member.client_name.clone(),
        presence: if is_required { Presence::Required } else { Presence::Optional },
        value,
        style: None,
        explode: None,
        reserved: whole.reserved,
        raw: whole.raw,
        unwritten: None,
        deprecated: whole.deprecated || member.deprecated,
        docs,
    }
}
