//! Documents become specs: each case is a page with one feature, and its spec is a snapshot.

mod facts;
mod mutations;

use std::fs;
use std::path::{Path, PathBuf};

use codegen::import::{self, Imported, Source, learn};
use codegen::problem::{self, Problem};
use codegen::spec::check::check;
use codegen::spec::json;

/// A folder of the tests' package, or of the workspace.
fn folder(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The file as a source; its name is that of the file.
fn source(path: &Path) -> Source {
    let name = path.file_name().expect("a file has a name").to_string_lossy().into_owned();
    Source { name, text: fs::read_to_string(path).expect("a case can be read") }
}

/// What a folder holds, sorted by name.
fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder of cases can be read");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("a case can be read").path()).collect();
    paths.sort();
    paths
}

fn pages(folder: &Path) -> Vec<Source> {
    let is_page = |path: &PathBuf| path.to_string_lossy().ends_with(".page.txt");
    entries(folder).iter().filter(|path| is_page(path)).map(|path| source(path)).collect()
}

/// The pages of the partner centre's carts, in our own words.
fn carts() -> Vec<Source> {
    pages(&folder("../specs/partner-center/source"))
}

/// The problems as they are printed.
fn printed(problems: &[Problem], sources: &[Source]) -> String {
    let text = |file: &str| sources.iter().find(|source| source.name == file).map(|source| source.text.clone());
    problem::show(problems, &text, learn::lines)
}

fn snapshot(name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_omit_expression(true);
    settings.set_prepend_module_to_snapshot(false);
    settings.set_snapshot_path("../snapshots/import");
    settings.bind(|| insta::assert_snapshot!(name, text));
}

#[test]
fn each_case_becomes_its_spec() {
    for path in entries(&folder("cases/import/learn")) {
        let name = path.file_name().expect("a case has a name").to_string_lossy().replace(".page.txt", "");
        let sources = if path.is_dir() { pages(&path) } else { vec![source(&path)] };
        let Imported { api, notes } = import::import(None, &sources)
            .unwrap_or_else(|problems| panic!("{name}\n{}", printed(&problems, &sources)));
        let spec = json::write_api(&api);
        snapshot(&name, &format!("{spec}\n{}", printed(&notes, &sources)));
        check(api, None).unwrap_or_else(|problems| panic!("{name}\n{}", printed(&problems, &sources)));
    }
}

#[test]
fn each_fault_of_a_page_is_told() {
    for source in pages(&folder("cases/problems")) {
        let problems = match import::import(None, std::slice::from_ref(&source)) {
            Ok(imported) => imported.notes,
            Err(problems) => problems,
        };
        let rule = source.name.split('.').next().expect("a name has a start");
        let rules: Vec<&str> = problems.iter().map(|problem| problem.rule.id()).collect();
        assert!(rules.contains(&rule), "{} tells of {rules:?}", source.name);
        snapshot(&source.name.replace(".page.txt", ""), &printed(&problems, &[source]));
    }
}

#[test]
fn a_page_is_mirrored_with_its_lines() {
    let path = folder("cases/import/learn/enum-runs-on.page.txt");
    snapshot("mirror", &learn::mirror(&source(&path)).expect("the page is in order").to_json());
}
