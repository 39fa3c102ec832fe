//! The documents that real servers publish, as `tests/live` keeps them: the generator reads each of them without an error
//! and writes every operation. The calls themselves are made by `cargo run -p tests --bin live`.

use codegen::emit::manifest::WorkspaceRole;
use codegen::generate::generate;
use codegen::import::{Leniency, Source, import};
use codegen::lower::config::CrateConfig;
use codegen::spec::check::check;
use serde_json::Value;

use crate::workshop::files;

const METHODS: &[&str] = &["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"];

/// The operations below `paths`.
fn operations(document: &Value) -> usize {
    let paths = document["paths"].as_object().into_iter().flat_map(|paths| paths.values());
    paths
        .filter_map(Value::as_object)
        .flat_map(|path| path.keys())
        .filter(|key| METHODS.contains(&key.as_str()))
        .count()
}

#[test]
fn each_document_becomes_a_crate() {
    let folder = crate::root().join("tests/live");
    let documents: Vec<(String, String)> = files(&folder)
        .into_iter()
        .filter(|(path, _)| path.ends_with("/openapi.json"))
        .map(|(path, bytes)| (path, String::from_utf8(bytes).expect("a document is UTF-8")))
        .collect();
    assert!(!documents.is_empty());
    for (name, text) in documents {
        let written = operations(&serde_json::from_str(&text).expect("a document is JSON"));
        let made = || {
            let source = Source { name: name.clone(), text };
            let checked = check(import(None, &[source], Leniency::Normal)?.api, None)?;
            generate(&checked, &CrateConfig::named("live"), "cargo xtask in a test", WorkspaceRole::Alone)
        };
        let generated = made().unwrap_or_else(|problems| panic!("{name}: {problems:#?}"));
        assert_eq!(generated.counts.operations, written, "{name}");
        assert_ne!(written, 0, "{name}");
    }
}
