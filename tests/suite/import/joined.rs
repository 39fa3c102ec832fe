//! Tests of documents of several formats that describe one API: equal facts are kept once, and a contradiction is
//! reported with both locations.

use codegen::import::{self, Imported, Leniency, Source};
use codegen::problem::{self, Rule};
use codegen::spec::check::check;
use codegen::spec::json;

use super::{entries, folder, snapshot, source};

fn sources() -> Vec<Source> {
    entries(&folder("cases/import/joined")).iter().map(|path| source(path)).collect()
}

fn import(sources: &[Source]) -> Result<Imported, String> {
    let text = |file: &str| sources.iter().find(|source| source.name == file).map(|source| source.text.clone());
    import::import(None, sources, Leniency::Normal).map_err(|problems| {
        assert!(problems.iter().all(|problem| problem.rule == Rule::Conflict), "{problems:?}");
        problem::show(&problems, &text, import::positions)
    })
}

/// The sources with one string replaced, which one of them contains.
fn edited(file: &str, from: &str, to: &str) -> Vec<Source> {
    let mut sources = sources();
    let source = sources.iter_mut().find(|source| source.name == file).expect("it is one of the documents");
    assert!(source.text.contains(from), "{file} contains {from}");
    source.text = source.text.replace(from, to);
    sources
}

#[test]
fn documents_of_three_formats_are_one_api_in_any_order() {
    let mut sources = sources();
    let api = import(&sources).unwrap_or_else(|shown| panic!("{shown}")).api;
    snapshot("joined", &json::write_api(&api));
    sources.reverse();
    assert_eq!(import(&sources).map(|imported| imported.api), Ok(api.clone()));
    check(api, None).unwrap_or_else(|problems| panic!("{problems:?}"));
}

/// Each edit makes two documents contradict each other in another way.
#[test]
fn a_contradiction_is_reported_with_both_places() {
    let edits = [
        ("stock.swagger.yaml", "note: { type: string }", "note: { type: integer }"),
        ("stock.swagger.yaml", "note: { type: string }", "text: { type: string }"),
        (
            "returns.yaml",
            "type: object\n      properties: { message: { type: string",
            "type: object\n      properties: { message: { type: string, maxLength: 5",
        ),
        ("returns.yaml", "operationId: sendBack", "operationId: reserved"),
    ];
    let shown: Vec<String> = edits
        .iter()
        .map(|(file, from, to)| match import(&edited(file, from, to)) {
            Ok(_) => format!("{from} -> {to}: no contradiction\n"),
            Err(shown) => shown,
        })
        .collect();
    snapshot("joined-contradictions", &shown.join("\n"));
}
