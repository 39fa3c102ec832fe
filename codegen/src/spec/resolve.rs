//! Resolves references: through aliases, type parameters and JSON pointers.

use std::borrow::Cow;

use super::{Api, MediaType, Operation, Scalar, Shape, TypeRef, media, tokens};

/// Resolves aliases, type parameters and null. `None` if the chain does not end, or a name is unknown.
pub(crate) fn unfolded(api: &Api, ty: &TypeRef) -> Option<TypeRef> {
    // The check rejects endless chains, and real specs do not have chains of so many aliases.
    const STEPS: usize = 64;
    let mut ty = ty.clone();
    for _ in 0..STEPS {
        ty = match ty {
            TypeRef::Nullable(inner) => *inner,
            TypeRef::Named(name, args) => {
                let def = api.types.get(&name)?;
                match &def.shape {
                    Shape::Alias(target) => substituted(target, &def.params, &args),
                    Shape::Struct(_) | Shape::Strings(_) | Shape::Integers(_) | Shape::Union(_) => {
                        return Some(TypeRef::Named(name, args));
                    }
                }
            }
            other => return Some(other),
        };
    }
    None
}

/// The reference with aliases resolved and without null. Type parameters are kept. The check rejects endless aliases.
pub(crate) fn resolved<'a>(api: &'a Api, mut ty: &'a TypeRef) -> &'a TypeRef {
    loop {
        match ty {
            TypeRef::Nullable(inner) => ty = inner,
            TypeRef::Named(name, _) => match &api.types[name].shape {
                Shape::Alias(target) => ty = target,
                Shape::Struct(_) | Shape::Strings(_) | Shape::Integers(_) | Shape::Union(_) => return ty,
            },
            TypeRef::Param(_) | TypeRef::Scalar(_) | TypeRef::List(_) | TypeRef::Map(_) | TypeRef::Tuple(_) => {
                return ty;
            }
        }
    }
}

/// Whether null is a value of the type.
pub(crate) fn is_nullable<'a>(api: &'a Api, mut ty: &'a TypeRef) -> bool {
    loop {
        match ty {
            TypeRef::Nullable(_) => return true,
            TypeRef::Named(name, _) => match &api.types[name].shape {
                Shape::Alias(target) => ty = target,
                Shape::Struct(_) | Shape::Strings(_) | Shape::Integers(_) | Shape::Union(_) => return false,
            },
            TypeRef::Param(_) | TypeRef::Scalar(_) | TypeRef::List(_) | TypeRef::Map(_) | TypeRef::Tuple(_) => {
                return false;
            }
        }
    }
}

/// The reference with arguments in place of type parameters.
pub(crate) fn substituted(ty: &TypeRef, params: &[String], args: &[TypeRef]) -> TypeRef {
    ty.map(&mut |part| match &part {
        TypeRef::Param(name) => {
            let at = params.iter().position(|param| param == name);
            at.and_then(|at| args.get(at)).cloned().unwrap_or(part)
        }
        _ => part,
    })
}

/// The type at a JSON pointer within a value of a type; plain JSON if the spec states no type for it.
pub(crate) fn at_pointer(api: &Api, ty: &TypeRef, pointer: &str) -> Option<TypeRef> {
    let below = |ty: TypeRef, token: Cow<'_, str>| match unfolded(api, &ty)? {
        TypeRef::Named(name, args) => {
            let def = api.types.get(&name)?;
            match &def.shape {
                Shape::Struct(object) => {
                    let member = object.members.get(token.as_ref()).map(|member| &member.ty);
                    Some(substituted(member.or(object.rest.as_ref())?, &def.params, &args))
                }
                Shape::Union(_) => Some(TypeRef::Scalar(Scalar::Json)),
                Shape::Strings(_) | Shape::Integers(_) | Shape::Alias(_) => None,
            }
        }
        TypeRef::Map(item) => Some(*item),
        // The token selects the last item, or the item with a certain property.
        TypeRef::List(item) if token == "-" || token.contains('=') => Some(*item),
        TypeRef::List(item) => index(&token).map(|_| *item),
        TypeRef::Tuple(items) => index(&token).and_then(|index| items.into_iter().nth(index)),
        TypeRef::Scalar(Scalar::Json) => Some(TypeRef::Scalar(Scalar::Json)),
        TypeRef::Scalar(_) | TypeRef::Param(_) | TypeRef::Nullable(_) => None,
    };
    tokens(pointer).try_fold(ty.clone(), below)
}

/// Whether each value of a type has a value at a JSON pointer, because the pointer is empty or leads through required
/// properties.
pub(crate) fn is_required_at(api: &Api, ty: &TypeRef, pointer: &str) -> bool {
    let below = |ty: TypeRef, token: Cow<'_, str>| {
        let TypeRef::Named(name, args) = unfolded(api, &ty)? else { return None };
        let def = api.types.get(&name)?;
        let Shape::Struct(object) = &def.shape else { return None };
        let member = object.members.get(token.as_ref()).filter(|member| !member.presence.is_optional())?;
        Some(substituted(&member.ty, &def.params, &args))
    };
    tokens(pointer).try_fold(ty.clone(), below).is_some()
}

/// The index of an item of a list in a JSON pointer: digits without a leading zero (RFC 6901 section 4).
fn index(token: &str) -> Option<usize> {
    let is_index = token == "0" || !token.starts_with('0') && token.bytes().all(|byte| byte.is_ascii_digit());
    is_index.then(|| token.parse().ok()).flatten()
}

/// The type of the body of a request in JSON.
pub(crate) fn request_json(operation: &Operation) -> Option<&TypeRef> {
    let content = &operation.body.as_ref()?.content;
    content.iter().find(|(media_type, _)| media::is_json(media_type)).and_then(|(_, content)| content.ty.as_ref())
}

/// The types of the bodies of successful responses, or of the `default` response if the spec documents no success.
pub(crate) fn success_bodies(operation: &Operation) -> impl Iterator<Item = (&MediaType, &TypeRef)> {
    let declared = operation.replies.iter().any(|(status, reply)| reply.is_success(*status));
    let replies = operation.replies.iter().filter(move |(status, _)| status.is_success() || !declared);
    let bodies = replies.flat_map(|(_, reply)| &reply.content);
    bodies.filter_map(|(media, content)| Some((media, content.ty.as_ref()?)))
}

/// Whether a type is a list, with aliases resolved.
pub(crate) fn is_list(api: &Api, ty: &TypeRef) -> bool {
    matches!(unfolded(api, ty), Some(TypeRef::List(_) | TypeRef::Scalar(Scalar::Json)))
}
