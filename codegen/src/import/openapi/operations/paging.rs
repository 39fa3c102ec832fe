//! How a list is paged, if the document states it.

use serde_json::Value;

use crate::import::openapi::Node;
use crate::spec::resolve::{at_pointer, is_list, success_bodies, unfolded};
use crate::spec::{Api, Member, Method, NextPage, Operation, PagePlace, Paging, Scalar, Shape, TypeRef, pointer};
use crate::words;

/// The paging that `x-ms-pageable` or `x-dropshot-pagination` states. [`holds`] checks it once all types are known.
pub(super) fn stated(node: &Node<'_>) -> Option<Paging> {
    // Dropshot has a single form of paging, and the extension states that an operation uses it.
    if node.get("x-dropshot-pagination").is_some() {
        return Some(Paging { items: pointer(&["items"]), next: token("next_page", "page_token") });
    }
    let pageable = node.get("x-ms-pageable").filter(|pageable| pageable.value.is_object())?;
    let next = pageable.text("nextLinkName").filter(|name| !name.is_empty())?;
    let items = pageable.value.get("itemName").and_then(Value::as_str).unwrap_or("value");
    Some(Paging { items: pointer(&[items]), next: NextPage::link(pointer(&[next])) })
}

/// Whether the response and the parameters of an operation have the properties that the stated paging names.
pub(super) fn holds(api: &Api, operation: &Operation, paging: &Paging) -> bool {
    let has = |place: &str, fits: &dyn Fn(&TypeRef) -> bool| {
        success_bodies(operation).any(|(_, ty)| at_pointer(api, ty, place).is_some_and(|ty| fits(&ty)))
    };
    let next = match &paging.next {
        NextPage::Link { member, .. } => has(member, &|ty| is_text(api, ty)),
        NextPage::Token { member, param, .. } => {
            // Extensions state no other place than the query.
            operation.params.query.contains_key(param) && has(member, &|ty| is_text(api, ty))
        }
        NextPage::LinkHeader {} | NextPage::Number { .. } | NextPage::Offset { .. } => true,
    };
    next && has(&paging.items, &|ty| is_list(api, ty))
}

/// Suffixes of the names of properties that contain a token rather than a link.
const MARKS: &[&str] = &["cursor", "marker", "token"];

/// The stated paging, but with a token if the property of the link contains one: Azure's storage services call the
/// property `NextMarker` in `nextLinkName`, and a query parameter `marker` takes it.
pub(super) fn with_token(api: &Api, operation: &Operation, paging: Paging) -> Paging {
    let NextPage::Link { member, .. } = &paging.next else { return paging };
    let Some(name) = member.strip_prefix('/') else { return paging };
    let words = words::split(name);
    let is_token =
        |param: &&String| words.first().is_some_and(|word| word == "next") && words[1..] == words::split(param);
    let is_mark = words.last().is_some_and(|last| MARKS.contains(&last.as_str()));
    let param = operation.params.query.keys().find(is_token).filter(|_| is_mark);
    match param.filter(|param| is_text(api, &operation.params.query[*param].ty)) {
        Some(param) => Paging { next: token(name, param), ..paging },
        None => paging,
    }
}

/// The paging of an operation, as its properties, parameters and headers show.
pub(super) fn shown(api: &Api, operation: &Operation) -> Option<Paging> {
    if operation.method != Method::Get {
        return None;
    }
    let (next, items) = (next(api, operation)?, items(api, operation)?);
    Some(Paging { items, next })
}

/// The properties that contain a token and the parameters that take it: Google's, in both notations.
const TOKENS: &[(&str, &str)] = &[("nextPageToken", "pageToken"), ("next_page_token", "page_token")];

fn next(api: &Api, operation: &Operation) -> Option<NextPage> {
    let query = &operation.params.query;
    let has_text = |member: &str| {
        let place = pointer(&[member]);
        success_bodies(operation).any(|(_, ty)| {
            let ty = at_pointer(api, ty, &place);
            ty.is_some_and(|ty| is_text(api, &ty) && !matches!(ty, TypeRef::Scalar(Scalar::Json)))
        })
    };
    for (member, param) in TOKENS {
        if query.contains_key(*param) && has_text(member) {
            return Some(token(member, param));
        }
    }
    // OData's property has no other meaning.
    if has_text("@odata.nextLink") {
        return Some(NextPage::link(pointer(&["@odata.nextLink"])));
    }
    let success = operation.replies.iter().filter(|(status, _)| status.is_success());
    let mut headers = success.flat_map(|(_, reply)| &reply.headers);
    let (_, link) = headers.find(|(name, _)| name.eq_ignore_ascii_case("Link"))?;
    let has_pages = query.contains_key("page") && query.contains_key("per_page");
    (has_pages || names_next(&link.docs)).then_some(NextPage::LinkHeader {})
}

/// Whether the description of a `Link` header says that it has the URL of the next page.
fn names_next(docs: &str) -> bool {
    let docs = docs.to_ascii_lowercase();
    ["rel=\"next\"", "rel='next'", "rel=next", "`next`", "next page", "pagination"]
        .iter()
        .any(|word| docs.contains(word))
}

/// Paging by a token in the body, which a query parameter takes.
fn token(member: &str, param: &str) -> NextPage {
    NextPage::Token {
        member: pointer(&[member]),
        place: PagePlace::Query,
        param: param.to_owned(),
        more: None,
        constants: Vec::new(),
    }
}

/// The only list in the response; `None` if there are several.
fn items(api: &Api, operation: &Operation) -> Option<String> {
    let (_, body) = success_bodies(operation).next()?;
    match unfolded(api, body)? {
        TypeRef::List(_) => Some(String::new()),
        TypeRef::Named(name, _) => {
            let Shape::Struct(object) = &api.types.get(&name)?.shape else { return None };
            let is_list = |member: &Member| matches!(unfolded(api, &member.ty), Some(TypeRef::List(_)));
            let mut lists = object.members.iter().filter(|(_, member)| is_list(member));
            let (name, _) = lists.next()?;
            lists.next().is_none().then(|| pointer(&[name]))
        }
        TypeRef::Scalar(_) | TypeRef::Map(_) | TypeRef::Tuple(_) | TypeRef::Param(_) | TypeRef::Nullable(_) => None,
    }
}

fn is_text(api: &Api, ty: &TypeRef) -> bool {
    matches!(unfolded(api, ty), Some(TypeRef::Scalar(Scalar::String | Scalar::Uri | Scalar::Json)))
}
