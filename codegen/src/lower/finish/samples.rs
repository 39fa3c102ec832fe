//! The pass that creates a test for each sample payload in the source.

use std::collections::{BTreeMap, BTreeSet};

use crate::lower::models::types::rust_type;
use crate::lower::names::naming::Naming;
use crate::rust::{Docs, File, Ident, Item, SampleTest, Samples};
use crate::spec::check::fits;
use crate::spec::media::is_json;
use crate::spec::{Api, Operation, StatusPattern, TypeRef};

/// The file `samples.rs`, if the source has sample payloads that are values of their types. `ids` has the operations as
/// `group.method`, `features` the operations of each feature.
pub(crate) fn lower(
    api: &Api,
    naming: &Naming,
    ids: &BTreeMap<String, String>,
    features: &[(String, Vec<String>)],
) -> Option<File> {
    let mut tests = Vec::new();
    let mut taken = BTreeSet::from(["check".to_owned()]);
    for (id, operation) in &api.operations {
        let Some(called) = ids.get(id) else { continue };
        let feature = features.iter().find(|(_, operations)| operations.contains(id)).map(|(feature, _)| feature);
        for (body, ty, sample) in samples(operation).filter(|(_, ty, sample)| fits(api, sample, ty)) {
            let base = format!("{}_{body}", called.replace('.', "_").replace("r#", ""));
            let numbered = (2..).map(|number| format!("{base}_{number}"));
            let name = std::iter::once(base.clone()).chain(numbered).find(|name| !taken.contains(name));
            let name = name.expect("there are infinitely many numbers");
            taken.insert(name.clone());
            let (feature, ty, text) = (feature.cloned(), rust_type(ty, naming), format!("{sample:#}"));
            tests.push(SampleTest { name: Ident::new(name), feature, ty, text });
        }
    }
    let docs = Docs::escaped(vec!["Reads the payloads that the documentation shows.".to_owned()]);
    let has_tests = !tests.is_empty();
    let items = vec![Item::Samples(Samples { tests })];
    has_tests.then(|| File { path: "src/samples.rs".to_owned(), docs, items })
}

/// The samples of an operation in JSON: the body to which each belongs, its type, and the sample.
fn samples(operation: &Operation) -> impl Iterator<Item = (String, &TypeRef, &serde_json::Value)> {
    let sent = operation.body.iter().map(|body| ("request".to_owned(), &body.content));
    let received = operation.replies.iter().map(|(status, reply)| (called(status), &reply.content));
    sent.chain(received).flat_map(|(body, contents)| {
        let contents = contents.iter().filter(|(media_type, _)| is_json(media_type));
        contents.flat_map(move |(_, content)| {
            let body = body.clone();
            let typed = content.ty.iter().flat_map(|ty| content.samples.iter().map(move |sample| (ty, sample)));
            typed.map(move |(ty, sample)| (body.clone(), ty, sample))
        })
    })
}

/// The form of a status in the name of a test: `200`, `4xx`, `default`.
fn called(status: &StatusPattern) -> String {
    status.to_string().to_lowercase()
}
