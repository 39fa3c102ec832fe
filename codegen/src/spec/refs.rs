//! Visits and replaces all references to types in an API.

use super::spot::Spot;
use super::{
    Api, Body, BoxMap, Content, MediaType, Operation, Param, Params, Reply, Shape, StatusPattern, TypeDef, TypeRef,
    Webhook,
};

/// Calls `visit` with each reference of a model, which is located at `spot`.
pub(crate) fn of_type(spot: &Spot<'_>, def: &TypeDef, visit: &mut dyn FnMut(&Spot<'_>, &TypeRef)) {
    let shape = spot.name("shape");
    match &def.shape {
        Shape::Struct(of_struct) => {
            let spot = shape.name("struct");
            let members = spot.name("members");
            for (name, member) in &of_struct.members {
                visit(&members.name(name).name("type"), &member.ty);
            }
            if let Some(rest) = &of_struct.rest {
                visit(&spot.name("rest"), rest);
            }
        }
        Shape::Union(of_union) => {
            for (index, variant) in of_union.variants.iter().enumerate() {
                visit(&shape.name("union").name("variants").index(index).name("type"), &variant.ty);
            }
        }
        Shape::Alias(ty) => visit(&shape.name("alias"), ty),
        Shape::Strings(_) | Shape::Integers(_) => {}
    }
}

/// Calls `visit` with each reference of an operation, which is located at `spot`.
pub(crate) fn of_operation(spot: &Spot<'_>, operation: &Operation, visit: &mut dyn FnMut(&Spot<'_>, &TypeRef)) {
    of_exchange(spot, &operation.params, operation.body.as_ref(), &operation.replies, visit);
    if let Some(result) = operation.long_running.as_ref().and_then(|long_running| long_running.result.as_ref()) {
        visit(&spot.name("long_running").name("result"), result);
    }
}

/// Calls `visit` with each reference of a request and its responses.
fn of_exchange(
    spot: &Spot<'_>,
    params: &Params,
    body: Option<&Body>,
    replies: &BoxMap<StatusPattern, Reply>,
    visit: &mut dyn FnMut(&Spot<'_>, &TypeRef),
) {
    each_param(spot, params, &mut |spot, _, _, param| visit(&spot.name("type"), &param.ty));
    if let Some(body) = body {
        of_content(&spot.name("body"), &body.content, visit);
    }
    for (status, reply) in replies {
        let (replies, status) = (spot.name("replies"), status.to_string());
        let spot = replies.name(&status);
        of_content(&spot, &reply.content, visit);
        for (name, header) in &reply.headers {
            visit(&spot.name("headers").name(name).name("type"), &header.ty);
        }
    }
}

/// Calls `visit` with each parameter of an operation, which is located at `spot`, and with the parameter's location and
/// name.
pub(crate) fn each_param(spot: &Spot<'_>, params: &Params, visit: &mut dyn FnMut(&Spot<'_>, &str, &str, &Param)) {
    let spot = spot.name("params");
    let Params { path, query, header, cookie } = params;
    for (place, params) in [("path", path), ("query", query), ("header", header), ("cookie", cookie)] {
        let spot = spot.name(place);
        for (name, param) in params {
            visit(&spot.name(name), place, name, param);
        }
    }
}

fn of_content(spot: &Spot<'_>, content: &BoxMap<MediaType, Content>, visit: &mut dyn FnMut(&Spot<'_>, &TypeRef)) {
    for (media_type, content) in content {
        if let Some(ty) = &content.ty {
            visit(&spot.name("content").name(media_type).name("type"), ty);
        }
    }
}

/// Calls `visit` with each reference of an API.
pub(crate) fn of_api(api: &Api, visit: &mut dyn FnMut(&Spot<'_>, &TypeRef)) {
    for (name, def) in &api.types {
        of_type(&Spot::TOP.name("types").name(name).from(&def.origin), def, visit);
    }
    for (id, operation) in &api.operations {
        of_operation(&Spot::TOP.name("operations").name(id).from(&operation.origin), operation, visit);
    }
    for (name, webhook) in &api.webhooks {
        let Webhook { params, body, replies, origin, .. } = webhook;
        of_exchange(&Spot::TOP.name("webhooks").name(name).from(origin), params, body.as_ref(), replies, visit);
    }
    for (name, param) in &api.client_params {
        visit(&Spot::TOP.name("client_params").name(name).name("type"), &param.ty);
    }
}

/// Replaces each reference of an API.
pub(crate) fn replace(api: &mut Api, change: &mut dyn FnMut(&mut TypeRef)) {
    for def in api.types.values_mut().chain(api.unread_types.values_mut()) {
        replace_in_shape(&mut def.shape, change);
    }
    for operation in api.operations.values_mut() {
        replace_in_exchange(&mut operation.params, operation.body.as_mut(), &mut operation.replies, change);
        operation.long_running.iter_mut().filter_map(|how| how.result.as_mut()).for_each(&mut *change);
    }
    for webhook in api.webhooks.values_mut() {
        replace_in_exchange(&mut webhook.params, webhook.body.as_mut(), &mut webhook.replies, change);
    }
    for param in api.client_params.values_mut() {
        change(&mut param.ty);
    }
    api.contents_mut().filter_map(|(_, content)| content.unread.as_mut()).for_each(|unread| change(&mut unread.ty));
}

fn replace_in_exchange(
    params: &mut Params,
    body: Option<&mut Body>,
    replies: &mut BoxMap<StatusPattern, Reply>,
    change: &mut dyn FnMut(&mut TypeRef),
) {
    let Params { path, query, header, cookie } = params;
    for param in [path, query, header, cookie].into_iter().flat_map(BoxMap::values_mut) {
        change(&mut param.ty);
    }
    for reply in replies.values_mut() {
        reply.content.values_mut().filter_map(|content| content.ty.as_mut()).for_each(&mut *change);
        reply.headers.values_mut().for_each(|header| change(&mut header.ty));
    }
    let contents = body.into_iter().flat_map(|body| body.content.values_mut());
    contents.filter_map(|content| content.ty.as_mut()).for_each(change);
}

/// Replaces each reference of a shape.
pub(crate) fn replace_in_shape(shape: &mut Shape, change: &mut dyn FnMut(&mut TypeRef)) {
    match shape {
        Shape::Struct(of_struct) => {
            of_struct.members.values_mut().map(|member| &mut member.ty).chain(&mut of_struct.rest).for_each(change);
        }
        Shape::Union(of_union) => of_union.variants.iter_mut().for_each(|variant| change(&mut variant.ty)),
        Shape::Alias(ty) => change(ty),
        Shape::Strings(_) | Shape::Integers(_) => {}
    }
}

/// Renames a type in all references to it.
pub(crate) fn rename(api: &mut Api, from: &str, to: &str) {
    replace(api, &mut |ty| {
        let mut refers = false;
        ty.walk(&mut |part| refers |= matches!(part, TypeRef::Named(name, _) if name == from));
        if refers {
            *ty = ty.map(&mut |part| match part {
                TypeRef::Named(name, args) if name == from => TypeRef::Named(to.to_owned(), args),
                other => other,
            });
        }
    });
}
