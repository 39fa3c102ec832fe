//! Converts the mirrors of pages to one spec: definitions become models, each page becomes an operation.

use std::collections::BTreeMap;

use super::members::{Maker, Owner, inlines, tree};
use super::merge::Def;
use super::model::Model;
use super::names::{self, Inline};
use super::operation::{self, BodyKind};
use super::page::{DefinitionKind, Page, RowType};
use super::{request, samples};
use crate::import::Imported;
use crate::problem::{Level, Place, Problem, Rule};
use crate::spec::{Api, Origin, SecurityScheme, Server};

/// Makes one API of pages that are sorted by name.
pub(super) fn normalize(pages: &[Page]) -> Result<Imported, Vec<Problem>> {
    let mut problems = Vec::new();
    let model = Model::new(pages, &mut problems);
    let owners: Vec<Owner<'_>> = objects(&model, &mut problems);
    let names: Vec<String> = pages.iter().map(|page| operation::owner(page, pages)).collect();
    let bodies: Vec<Option<BodyKind<'_>>> =
        pages.iter().zip(&names).map(|(page, name)| operation::body(page, name, &model, &mut problems)).collect();
    let targets: Vec<_> = pages.iter().map(|page| request::target(page, &mut problems)).collect();
    let names_of_inlines = name_inlines(&model, &owners, pages, &names, &bodies);
    let mut maker = Maker { model: &model, names: names_of_inlines, types: BTreeMap::new(), problems };
    for owner in owners.iter().chain(bodies.iter().flatten().filter_map(inline)) {
        maker.object(owner);
    }
    named_values(&mut maker);
    let mut api = Api { title: title(pages), ..Api::default() };
    for (((page, name), body), target) in pages.iter().zip(&names).zip(&bodies).zip(targets) {
        let Some(target) = target else { continue };
        add_server(&mut api, page, &target.server, &mut maker.problems);
        let (operation, schemes) = maker.operation(page, name, target, body.as_ref());
        for (name, scheme) in schemes {
            add_scheme(&mut api, name, scheme, &mut maker.problems);
        }
        if api.operations.insert(operation::id(page), operation).is_some() {
            let message = format!("another page describes the operation `{}`", operation::id(page));
            maker.error(Rule::DuplicateId, page, page.line, message, "Remove one of the two pages.");
        }
    }
    let Maker { types, mut problems, .. } = maker;
    api.types = types;
    for page in pages {
        samples::keep(&mut api, &operation::id(page), page, &mut problems);
    }
    problems.sort();
    problems.dedup();
    if problems.iter().any(|problem| problem.level == Level::Error) {
        return Err(problems);
    }
    Ok(Imported::whole(api, problems))
}

fn inline<'b, 'a>(body: &'b BodyKind<'a>) -> Option<&'b Owner<'a>> {
    match body {
        BodyKind::Inline(owner) => Some(owner),
        BodyKind::Definition(_) | BodyKind::Whole(_) => None,
    }
}

/// The definitions that are objects: plain ones, generic ones, and instances that do not belong to a generic model.
fn objects<'a>(model: &Model<'a>, problems: &mut Vec<Problem>) -> Vec<Owner<'a>> {
    let mut owners = Vec::new();
    let mut add = |def: &Def<'a>, full: &str, params: Vec<String>, members| {
        let Some(name) = model.name(full).cloned() else { return };
        let origin = Origin::new(def.file, &["Definitions", &def.name.full]);
        owners.push(Owner {
            name,
            file: def.file,
            docs: def.docs,
            params,
            origin,
            tree: tree(def.file, members, problems),
        });
    };
    for def in model.defs.values().filter(|def| def.kind == DefinitionKind::Object) {
        if def.name.args.is_empty() || !model.generics.models.contains_key(&def.name.base) {
            let members = def.rows.iter().map(|row| (*row, model.generics.ty(&model.defs, def, row))).collect();
            add(def, &def.name.full, Vec::new(), members);
        }
    }
    for (base, generic) in &model.generics.models {
        // The first instance represents all of them; its rows have the locations on the page.
        let first = model.defs.values().find(|def| def.name.base == *base);
        if let Some(def) = first {
            add(def, base, generic.params.clone(), generic.members.clone());
        }
    }
    owners
}

/// Names all types that have no name on a page.
fn name_inlines(
    model: &Model<'_>,
    owners: &[Owner<'_>],
    pages: &[Page],
    names: &[String],
    bodies: &[Option<BodyKind<'_>>],
) -> BTreeMap<Inline, String> {
    let mut found = Vec::new();
    let bodies: Vec<&Owner<'_>> = bodies.iter().flatten().filter_map(inline).collect();
    for owner in owners.iter().chain(bodies.iter().copied()) {
        inlines(&owner.name, &owner.tree, &mut found);
    }
    for (page, name) in pages.iter().zip(names) {
        let rows = request::rows(&page.uri_parameters).chain(request::rows(&page.request_header));
        let enums = rows.filter(|row| matches!(row.ty, RowType::Enum(_)));
        found.extend(enums.map(|row| (name.clone(), row.name.clone())));
    }
    let taken: Vec<&str> = model.names().chain(bodies.iter().map(|owner| &*owner.name)).collect();
    names::inline(&taken, &found)
}

/// Makes the enums that have a name on the page: arguments of generic definitions, and definitions of values.
fn named_values(maker: &mut Maker<'_, '_>) {
    let model = maker.model;
    for (full, adopted) in &model.generics.adopted {
        let origin = Origin::new(adopted.file, &["Definitions", adopted.owner, &adopted.row.row.name]);
        let shape = maker.enumeration(adopted.file, adopted.items);
        if let (Some(name), Some(shape)) = (model.name(full).cloned(), shape) {
            maker.insert(name, "", Vec::new(), shape, origin);
        }
    }
    for def in model.defs.values().filter(|def| def.kind == DefinitionKind::Enumeration) {
        let origin = Origin::new(def.file, &["Definitions", &def.name.full]);
        let shape = maker.values(&def.rows);
        if let Some(name) = model.name(&def.name.full).cloned() {
            maker.insert(name, def.docs, Vec::new(), shape, origin);
        }
    }
}

/// The group that all pages share, or the host.
fn title(pages: &[Page]) -> String {
    let Some(first) = pages.first() else { return String::new() };
    if pages.iter().all(|page| page.group == first.group) {
        return first.group.clone();
    }
    let url = first.requests.first().map_or("", |request| &request.url);
    let host = url.split_once("://").map_or("", |(_, rest)| rest);
    host.split('/').next().unwrap_or_default().to_owned()
}

fn add_server(api: &mut Api, page: &Page, url: &str, problems: &mut Vec<Problem>) {
    match api.servers.first() {
        None => api.servers.push(Server::new(url)),
        Some(first) if first.url != url => {
            let line = page.requests.first().map_or(1, |request| request.line);
            let message = format!("the server is `{url}` here, and `{}` on another page", first.url);
            let help = "Keep the pages of each server in an API of their own.";
            problems.push(Problem::error(Rule::Conflict, Place::line(&page.file, line), message, help));
        }
        Some(_) => {}
    }
}

fn add_scheme(api: &mut Api, name: String, scheme: SecurityScheme, problems: &mut Vec<Problem>) {
    let Some(first) = api.security_schemes.get_mut(&name) else {
        api.security_schemes.insert(name, scheme);
        return;
    };
    if first.kind == scheme.kind {
        if first.docs.is_empty() {
            first.docs = scheme.docs;
        }
        return;
    }
    let there = first.origin.as_ref().map_or_else(String::new, ToString::to_string);
    let message = format!("the security scheme `{name}` differs from that at {there}");
    let place = scheme.origin.map_or_else(|| Place::file(""), Place::from);
    problems.push(Problem::error(Rule::Conflict, place, message, "Correct one of the two pages."));
}
