//! The models that only a `multipart/form-data` body has. Its parts are arguments, so nothing uses the model.

use std::collections::BTreeSet;

use super::direction;
use crate::spec::media::Encoding;
use crate::spec::{Api, Shape, TypeRef};

/// The names of these models.
pub(crate) fn find(api: &Api) -> BTreeSet<String> {
    let mut apart = BTreeSet::new();
    let mut used: Vec<&TypeRef> = api.client_params.values().map(|param| &param.ty).collect();
    for operation in api.operations.values() {
        let parts: Vec<&TypeRef> = operation
            .body
            .iter()
            .flat_map(|body| &body.content)
            .filter(|(media, _)| Encoding::of(media) == Encoding::FormData)
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
