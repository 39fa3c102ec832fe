//! Finds models that occur only as a `multipart/form-data` body. The parts of the body are arguments, so nothing uses
//! the model.

use std::collections::BTreeSet;

use super::direction;
use crate::lower::config::CrateConfig;
use crate::spec::media::Encoding;
use crate::spec::resolve::resolved;
use crate::spec::{Access, Api, Body, Content, MediaType, Presence, Scalar, Shape, TypeRef};

/// The names of the models that occur only as a multipart body.
pub(crate) fn find(api: &Api, config: &CrateConfig) -> BTreeSet<String> {
    let mut apart = BTreeSet::new();
    let mut used: Vec<&TypeRef> = api.client_params.values().map(|param| &param.ty).collect();
    for (id, operation) in &api.operations {
        let is_chosen = config.operations.get(id).is_some_and(|setting| setting.media_type.is_some());
        // What a form with a file holds is not sent in another form, although the document may list some.
        let in_parts =
            |body: &Body| form_with_file(api, body).filter(|_| !is_chosen).map(|(_, content)| content.ty.clone());
        let parts: Vec<&TypeRef> = operation
            .body
            .iter()
            .flat_map(|body| {
                let in_parts = in_parts(body);
                body.content
                    .iter()
                    .filter(move |(media, content)| is_form_data(media) || in_parts.as_ref() == Some(&content.ty))
            })
            .filter_map(|(_, content)| content.ty.as_ref())
            .collect();
        let others = direction::types(operation).into_iter();
        used.extend(others.filter(|ty| !parts.iter().any(|part| std::ptr::eq(*part, *ty))));
        apart.extend(parts.into_iter().filter_map(|ty| match ty {
            TypeRef::Named(name, args) if args.is_empty() => Some(name.clone()),
            _ => None,
        }));
    }
    used.extend(api.types.values().flat_map(|def| def.shape.parts()));
    apart.retain(|name| matches!(api.types[name].shape, Shape::Struct(_)));
    for ty in used {
        ty.walk(&mut |part| {
            if let TypeRef::Named(name, _) = part {
                apart.remove(name);
            }
        });
    }
    apart
}

fn is_form_data(media: &str) -> bool {
    Encoding::of(media) == Encoding::FormData
}

/// The form of a body with a file that must be sent. Such a body is sent as this form, unless `crate.json` chooses
/// another media type.
pub(crate) fn form_with_file<'b>(api: &Api, body: &'b Body) -> Option<(&'b MediaType, &'b Content)> {
    body.content.iter().find(|(media, content)| is_form_data(media) && requires_file(api, content))
}

/// Whether a required property of the body is a file, or a list of files.
pub(crate) fn requires_file(api: &Api, content: &Content) -> bool {
    let Some(TypeRef::Named(name, _)) = content.ty.as_ref().map(|ty| resolved(api, ty)) else { return false };
    let Shape::Struct(object) = &api.types[name].shape else { return false };
    let is_file = |ty: &TypeRef| match resolved(api, ty) {
        TypeRef::List(item) => matches!(resolved(api, item), TypeRef::Scalar(Scalar::Binary)),
        ty => matches!(ty, TypeRef::Scalar(Scalar::Binary)),
    };
    let mut members = object.members.values();
    members
        .any(|member| member.presence == Presence::Required && member.access != Access::Service && is_file(&member.ty))
}
