//! Proposes fixups that are likely right: how lists are paged, according to the names of properties and parameters.
//!
//! The importers apply what a document states. A name alone states nothing, so a person has to accept these fixups.

use std::collections::{BTreeMap, BTreeSet};

use super::{Fix, Fixup, Fixups, Operations, SetPaging};
use crate::spec::resolve::{at_pointer, request_json, success_bodies, unfolded};
use crate::spec::{
    Api, MediaType, Method, NextPage, Operation, OperationId, PagePlace, Paging, ParamValue, Scalar, Segment, Shape,
    TypeRef, media, pointer,
};
use crate::words;

/// The maximum depth of the list, and of the property that leads to the next page, in the body.
const DEPTH: usize = 3;

/// Proposes fixups for operations that return a list and whose paging is not known.
///
/// Operations that are paged in the same way share a fixup. Operations that a `no-paging` fixup names get none.
pub fn propose(api: &Api, fixups: &Fixups) -> Vec<Fixup> {
    let unpaged: BTreeSet<OperationId> = fixups.fixups.iter().flat_map(|fixup| unpaged(api, fixup)).collect();
    let mut found: BTreeMap<String, (Paging, String, Vec<OperationId>)> = BTreeMap::new();
    for (id, operation) in &api.operations {
        // A path that ends with a parameter reads a single resource, which may contain links and a list.
        let finds_one = matches!(operation.path.segments().last(), Some(Segment::Param(_)));
        // A search may be a POST, with its filter and the token in the body.
        let may_list =
            operation.method == Method::Get || operation.method == Method::Post && request_json(operation).is_some();
        if operation.paging.is_some() || !may_list || finds_one || unpaged.contains(id) {
            continue;
        }
        let Some((paging, why)) = Body::of(api, operation).and_then(|body| body.paging(operation)) else { continue };
        let key = super::json::write(&paging);
        found.entry(key).or_insert_with(|| (paging, why, Vec::new())).2.push(id.clone());
    }
    let mut names: BTreeMap<String, usize> = BTreeMap::new();
    let fixups = found.into_values().map(|(paging, why, ids)| {
        let name = name(&paging);
        let count = names.entry(name.clone()).or_default();
        *count += 1;
        let name = if *count == 1 { name } else { format!("{name}-{count}") };
        Fixup { name, why, fix: Fix::SetPaging(SetPaging { operations: Operations::Listed(ids), paging }) }
    });
    fixups.collect()
}

/// The operations that a `no-paging` fixup names.
fn unpaged(api: &Api, fixup: &Fixup) -> Vec<OperationId> {
    let Fix::NoPaging(fix) = &fixup.fix else { return Vec::new() };
    // A fixup that does not apply is reported when it is applied.
    fix.ids(api).unwrap_or_default()
}

/// The name of the proposed fixup: `page-by-next-cursor`.
fn name(paging: &Paging) -> String {
    let by = match &paging.next {
        NextPage::Link { member, .. } => member,
        NextPage::LinkHeader {} => "link-header",
        NextPage::Token { param, .. } | NextPage::Number { param, .. } | NextPage::Offset { param } => param,
    };
    let words = word_list(by);
    if words.is_empty() { "page".to_owned() } else { format!("page-by-{}", words.join("-")) }
}

/// The words of a name, in lower case and ASCII.
fn word_list(name: &str) -> Vec<String> {
    let words = words::split(name).into_iter().map(|word| word.to_ascii_lowercase());
    words.filter(|word| word.bytes().all(|byte| byte.is_ascii_alphanumeric())).collect()
}

/// A property of a body with its pointer, the type of its value, and whether its description calls it a token.
struct Property {
    path: Vec<String>,
    ty: TypeRef,
    is_token: bool,
}

impl Property {
    fn pointer(&self) -> String {
        let path: Vec<&str> = self.path.iter().map(String::as_str).collect();
        pointer(&path)
    }

    fn name(&self) -> &str {
        self.path.last().map_or("", String::as_str)
    }

    fn is_string(&self) -> bool {
        matches!(self.ty, TypeRef::Scalar(Scalar::String | Scalar::Uri | Scalar::Uuid))
    }
}

/// What may take the token of a page.
struct Taker {
    place: PagePlace,
    /// The parameter, or the JSON pointer to the property.
    wire: String,
    name: String,
}

/// The body of a page: its properties, and the only list among them.
struct Body<'a> {
    api: &'a Api,
    ty: &'a TypeRef,
    properties: Vec<Property>,
    items: String,
}

impl<'a> Body<'a> {
    /// The body of the success response in JSON or XML, if it has exactly one list.
    fn of(api: &'a Api, operation: &'a Operation) -> Option<Self> {
        let has_properties = |media: &MediaType| media::has_properties(media);
        let (_, ty) = success_bodies(operation).find(|(media, _)| has_properties(media))?;
        if matches!(unfolded(api, ty)?, TypeRef::List(_)) {
            return Some(Self { api, ty, properties: Vec::new(), items: String::new() });
        }
        let mut properties = Vec::new();
        collect(api, ty, &mut Vec::new(), &mut properties);
        let list = |depth: usize| {
            let lists = properties.iter().filter(|property| matches!(property.ty, TypeRef::List(_)));
            let mut lists = lists.filter(|property| property.path.len() == depth);
            let list = lists.next()?;
            lists.next().is_none().then(|| list.pointer())
        };
        // A list in a property of the page has precedence over one in a nested object.
        let items = list(1).or_else(|| list(2))?;
        Some(Self { api, ty, properties, items })
    }

    fn paging(&self, operation: &Operation) -> Option<(Paging, String)> {
        let (next, why) = match operation.method {
            Method::Get => self.token(operation).or_else(|| self.link()).or_else(|| self.number(operation))?,
            _ => self.token(operation)?,
        };
        Some((Paging { items: self.items.clone(), next }, why))
    }

    /// The paging by a URL of the next page: `next`, `links.next`, `next_page.uri`, `next_page_uri`,
    /// `_links.next.href`.
    fn link(&self) -> Option<(NextPage, String)> {
        const URLS: &[&str] = &["url", "uri", "link", "href"];
        const PLACES: &[&str] = &["links", "link", "paging", "pagination", "meta", "metadata", "page", "pages"];
        let is_link = |property: &&Property| {
            let words: Vec<String> = property.path.iter().flat_map(|name| word_list(name)).collect();
            let mut words = words.iter().map(String::as_str).filter(|word| !PLACES.contains(word)).peekable();
            let is_next = words.next() == Some("next");
            let rest: Vec<&str> = words.collect();
            let is_bare = rest.is_empty() && (!property.is_token || property.ty == TypeRef::Scalar(Scalar::Uri));
            let is_url = !rest.is_empty() && rest.iter().all(|word| URLS.contains(word));
            property.is_string() && is_next && (is_bare || is_url)
        };
        let links: Vec<&Property> = self.properties.iter().filter(is_link).collect();
        let link = links.iter().min_by_key(|property| property.path.len())?;
        // A bare `next` may also be a token: if a parameter takes it, or if its description says so.
        let why = format!("The response has the URL of the next page in `{}`.", link.path.join("."));
        Some((NextPage::link(link.pointer()), why))
    }

    /// The paging by a token that a query parameter takes, or a property of the request.
    fn token(&self, operation: &Operation) -> Option<(NextPage, String)> {
        const PLACES: &[&str] =
            &["meta", "metadata", "response", "paging", "pagination", "page", "info", "cursor", "cursors", "next"];
        let params = self.takers(operation);
        let is_taken = |words: &[String], param: &str| {
            let param = word_list(param);
            let bare: Vec<&String> =
                words.iter().filter(|word| !["next", "start", "end"].contains(&word.as_str())).collect();
            let same = |words: &[String]| bare.iter().map(|word| word.as_str()).eq(words.iter().map(String::as_str));
            let is_next = words.iter().any(|word| word == "next" || word == "end");
            is_next && !bare.is_empty() && (same(&param) || (bare.len() == 1 && param.ends_with(&[bare[0].clone()])))
                // The parameter `page_token` takes `next_page`, and a parameter of the same meaning takes any next
                // token.
                || is_next && bare.len() == 1 && bare[0] == "page" && param == ["page", "token"]
                || is_next && bare.is_empty() && matches!(param.last().map(String::as_str), Some("cursor" | "token"))
                // An offset that the response states is a token, whatever it counts.
                || words.len() > 1 && words[0] == "next" && words.last() == param.last() && param == ["offset"]
                // `after` takes a cursor, and a property of the same name.
                || param == ["after"] && (words == ["after"] || is_next && bare.iter().all(|word| *word == "cursor"))
        };
        let of_place = |property: &Property| {
            let around = &property.path[..property.path.len() - 1];
            let is_place = |name: &String| word_list(name).iter().all(|word| PLACES.contains(&word.as_str()));
            let parent = |pointer: &str| pointer.rsplit_once('/').map(|(parent, _)| parent.to_owned());
            around.iter().all(is_place) || parent(&property.pointer()) == parent(&self.items)
        };
        let is_offset = |property: &Property| {
            word_list(property.name()).last().is_some_and(|word| word == "offset")
                && self.is_text_or_union(&property.ty)
        };
        // A URL is followed, unless its description calls it a token.
        let is_url = |property: &Property| property.ty == TypeRef::Scalar(Scalar::Uri) && !property.is_token;
        let is_token = |property: &Property| property.is_string() && !is_url(property) || is_offset(property);
        let tokens = || self.properties.iter().filter(|property| is_token(property) && of_place(property));
        let next = tokens().find_map(|property| {
            let words = word_list(property.name());
            Some((property, params.iter().find(|param| is_taken(&words, &param.name))?))
        });
        // Without a property for the next page, `cursor` is the value for the parameter of that name.
        let same = || {
            let param = params.iter().find(|param| word_list(&param.name) == ["cursor"])?;
            Some((tokens().find(|property| word_list(property.name()) == ["cursor"])?, param))
        };
        if let Some((property, Taker { place, wire, name })) = next.or_else(same) {
            let taker = match place {
                PagePlace::Query | PagePlace::Header => format!("query parameter `{name}`"),
                PagePlace::Body => format!("property `{name}` of the request"),
            };
            let why = format!("The {taker} takes the token in `{}`.", property.path.join("."));
            return Some((self.by_token(property.pointer(), *place, wire), why));
        }
        self.after_last(operation).filter(|_| operation.method == Method::Get)
    }

    /// Whether a type is a string or a union, such as a number or a UUID. A number alone is rather one that is counted.
    fn is_text_or_union(&self, ty: &TypeRef) -> bool {
        match ty {
            TypeRef::Scalar(scalar) => scalar.is_text(),
            TypeRef::Named(name, _) => {
                self.api.types.get(name).is_some_and(|def| matches!(def.shape, Shape::Union(_) | Shape::Strings(_)))
            }
            TypeRef::List(_) | TypeRef::Map(_) | TypeRef::Tuple(_) | TypeRef::Param(_) | TypeRef::Nullable(_) => false,
        }
    }

    /// The query parameters, then the strings and unions in the body of the request.
    fn takers(&self, operation: &Operation) -> Vec<Taker> {
        let query = operation.params.query.keys();
        let query = query.map(|name| Taker { place: PagePlace::Query, wire: name.clone(), name: name.clone() });
        let mut properties = Vec::new();
        if let Some(ty) = request_json(operation) {
            collect(self.api, ty, &mut Vec::new(), &mut properties);
        }
        let is_text_or_union = |property: &&Property| self.is_text_or_union(&property.ty);
        let body = properties.iter().filter(is_text_or_union).map(|property| Taker {
            place: PagePlace::Body,
            wire: property.pointer(),
            name: property.name().to_owned(),
        });
        query.chain(body).collect()
    }

    /// The paging by `has_more` and a parameter that takes the identifier of the last item: `after`, `starting_after`.
    fn after_last(&self, operation: &Operation) -> Option<(NextPage, String)> {
        let param = ["after", "starting_after", "startingAfter", "after_id"];
        let param = param.into_iter().find(|param| operation.params.query.contains_key(*param))?;
        self.more()?;
        let last = self.properties.iter().find(|property| {
            property.path.len() == 1 && property.is_string() && word_list(property.name()) == ["last", "id"]
        });
        let member = match last {
            Some(property) => property.pointer(),
            None => format!("{}/-/id", self.items),
        };
        let ty = at_pointer(self.api, self.ty, &member).and_then(|ty| unfolded(self.api, &ty));
        if !matches!(ty, Some(TypeRef::Scalar(Scalar::String | Scalar::Uuid | Scalar::Int32 | Scalar::Int64))) {
            return None;
        }
        let why =
            format!("The query parameter `{param}` takes the identifier of the last item of a page, at `{member}`.");
        Some((self.by_token(member, PagePlace::Query, param), why))
    }

    fn by_token(&self, member: String, place: PagePlace, param: &str) -> NextPage {
        let more = self.more();
        NextPage::Token { member, place, param: param.to_owned(), more, constants: Vec::new() }
    }

    /// The boolean property that states whether there are more pages.
    fn more(&self) -> Option<String> {
        let is_more = |property: &&Property| {
            let words = word_list(property.name());
            let is_flag = property.ty == TypeRef::Scalar(Scalar::Boolean);
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            is_flag && (words.starts_with(&["has", "more"]) || words.starts_with(&["has", "next"]))
        };
        self.properties.iter().find(is_more).map(Property::pointer)
    }

    /// The paging by the number of a page or the number of items to skip, if another parameter sets the length of a
    /// page.
    fn number(&self, operation: &Operation) -> Option<(NextPage, String)> {
        const SIZES: &[&str] = &["limit", "size", "per", "count", "max", "top", "take"];
        let query = &operation.params.query;
        let is_integer = |name: &str| {
            let ty = query.get(name).and_then(|param| unfolded(self.api, &param.ty));
            matches!(ty, Some(TypeRef::Scalar(Scalar::Int32 | Scalar::Int64 | Scalar::Uint32 | Scalar::Uint64)))
        };
        let is_size =
            |name: &String| is_integer(name) && word_list(name).iter().any(|word| SIZES.contains(&word.as_str()));
        let size = query.keys().find(|name| is_size(name))?;
        let is_named = |name: &str, names: &[&[&str]]| {
            let words = word_list(name);
            is_integer(name) && names.iter().any(|name| words == *name)
        };
        // Jira calls the number of items to skip `startAt`.
        const OFFSETS: &[&[&str]] = &[&["offset"], &["skip"], &["start", "at"]];
        if let Some(param) = query.keys().find(|name| is_named(name, OFFSETS)) {
            let why = format!("The query parameters `{param}` and `{size}` choose a part of the list.");
            return Some((NextPage::Offset { param: param.clone() }, why));
        }
        let (name, param) = query.iter().find(|(name, _)| is_named(name, &[&["page"], &["page", "number"]]))?;
        let default = match &param.value {
            ParamValue::Default(value) => value.as_i64(),
            ParamValue::Caller | ParamValue::Client(_) | ParamValue::Constant(_) | ParamValue::Unique => None,
        };
        let least = param.constraints.minimum.as_ref().and_then(|least| least.to_string().parse().ok());
        let first = default.or(least).unwrap_or(1);
        let why = format!("The query parameter `{name}` takes the number of a page of `{size}` items.");
        Some((NextPage::Number { param: name.clone(), first }, why))
    }
}

/// Adds the properties of an object and of the objects in it, except those in lists.
fn collect(api: &Api, ty: &TypeRef, path: &mut Vec<String>, found: &mut Vec<Property>) {
    let Some(TypeRef::Named(name, _)) = unfolded(api, ty) else { return };
    let Some(Shape::Struct(object)) = api.types.get(&name).map(|def| &def.shape) else { return };
    for (name, member) in &object.members {
        path.push(name.clone());
        let mut words = member.docs.split(|letter: char| !letter.is_alphanumeric());
        let is_token = words.any(|word| ["token", "cursor"].iter().any(|token| word.eq_ignore_ascii_case(token)));
        let below: Vec<&str> = vec![name];
        if let Some(ty) = at_pointer(api, ty, &pointer(&below)).and_then(|ty| unfolded(api, &ty)) {
            found.push(Property { path: path.clone(), ty: ty.clone(), is_token });
            if path.len() < DEPTH {
                collect(api, &ty, path, found);
            }
        }
        path.pop();
    }
}
