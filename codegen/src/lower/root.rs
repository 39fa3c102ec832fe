//! The pass that decides what the root of the crate shows.

use std::collections::BTreeSet;

use super::names::own;
use super::{docs, names};
use crate::rust::{Docs, File, Ident, Item, Package, Part, Root};
use crate::spec::Api;

/// `lib.rs`.
pub(super) fn lower(api: &Api, package: &Package, parts: &BTreeSet<Part>, http: bool) -> File {
    let exports: BTreeSet<Ident> = parts.iter().flat_map(|part| exports(*part)).map(|name| own(name)).collect();
    let summary = docs::inert(&package.description);
    let docs: Docs = summary.then(docs::inert(&api.docs));
    debug_assert!(exports.iter().all(|name| names::wished(name.text()).is_some()), "exports are identifiers");
    File { path: "src/lib.rs".to_owned(), docs, items: vec![Item::Root(Root { http, servers: !api.servers.is_empty(), exports })] }
}

/// What callers need of a part of the runtime.
fn exports(part: Part) -> &'static [&'static str] {
    match part {
        Part::Wire | Part::OpenCodes | Part::OneOf => &[],
        Part::Extra | Part::ExtraOff => &["Extra"],
        Part::Json => &["Json"],
        Part::Maybe => &["Maybe"],
        Part::DateTime => &["DateTime"],
        Part::OpenEnum => &["Unlisted"],
        Part::Http => &["CallOptions", "Credential", "Error", "Reply", "Transport"],
    }
}
