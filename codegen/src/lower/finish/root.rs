//! The pass that creates the root of the crate.

use std::collections::BTreeSet;

use crate::docs;
use crate::lower::names::own;
use crate::parts;
use crate::rust::{Docs, File, Item, Package, Part, Root};
use crate::spec::Api;

/// The file `lib.rs`.
pub(crate) fn lower(api: &Api, package: &Package, parts: &BTreeSet<Part>, http: bool, samples: bool) -> File {
    let exports = parts::exports(parts)
        .into_iter()
        .map(|(feature, names)| (feature, names.into_iter().map(own).collect()))
        .collect();
    let summary = docs::escaped(&package.description);
    let docs: Docs = summary.then(docs::escaped(&api.docs));
    File {
        path: "src/lib.rs".to_owned(),
        docs,
        items: vec![Item::Root(Root {
            http,
            deprecated: api.types.values().any(|def| def.deprecated),
            xml: parts.contains(&Part::Xml),
            samples,
            servers: api.servers.iter().any(|server| !server.url.starts_with('/')),
            exports,
        })],
    }
}
