//! Tests of importing documents: each case is a page with one feature, and its spec is a snapshot.

mod edits;
mod facts;
mod joined;
mod kept;
mod mutations;
mod openapi;
mod trees;

use std::fs;
use std::path::{Path, PathBuf};

use codegen::import::{self, Imported, Leniency, Source, learn};
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

/// The entries of a folder, sorted by name.
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

/// The pages about Partner Center's carts, in our own words.
fn carts() -> Vec<Source> {
    pages(&folder("../specs/partner-center/source"))
}

/// The problems as they are printed.
fn printed(problems: &[Problem], sources: &[Source]) -> String {
    let text = |file: &str| sources.iter().find(|source| source.name == file).map(|source| source.text.clone());
    problem::show(problems, &text, learn::positions)
}

fn snapshot(name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_omit_expression(true);
    settings.set_prepend_module_to_snapshot(false);
    settings.set_snapshot_path("../snapshots/import");
    settings.bind(|| insta::assert_snapshot!(name, text));
}

/// The spec of a page, or of a folder of pages, as a snapshot.
mod each_case_becomes_its_spec {
    use super::*;

    fn case(file: &str) {
        let path = folder("cases/import/learn").join(file);
        let name = file.replace(".page.txt", "").replace(".page.html", "");
        let sources = if path.is_dir() { pages(&path) } else { vec![source(&path)] };
        let Imported { api, notes, .. } = import::import(None, &sources, Leniency::Normal)
            .unwrap_or_else(|problems| panic!("{name}\n{}", printed(&problems, &sources)));
        let spec = json::write_api(&api);
        snapshot(&name, &format!("{spec}\n{}", printed(&notes, &sources)));
        check(api, None).unwrap_or_else(|problems| panic!("{name}\n{}", printed(&problems, &sources)));
    }

    include!(concat!(env!("OUT_DIR"), "/learn.rs"));
}

/// The problems of an invalid page, as a snapshot.
mod each_fault_of_a_page_is_told {
    use super::*;

    fn case(file: &str) {
        let source = source(&folder("cases/problems").join(file));
        let problems = match import::import(None, std::slice::from_ref(&source), Leniency::Normal) {
            Ok(imported) => imported.notes,
            Err(problems) => problems,
        };
        let rule = source.name.split('.').next().expect("a name has a start");
        let rules: Vec<&str> = problems.iter().map(|problem| problem.rule.id()).collect();
        assert!(rules.contains(&rule), "{} has the problems {rules:?}", source.name);
        snapshot(&source.name.replace(".page.txt", ""), &printed(&problems, &[source]));
    }

    include!(concat!(env!("OUT_DIR"), "/page_problems.rs"));
}

#[test]
fn a_page_is_mirrored_with_its_lines() {
    let path = folder("cases/import/learn/enum-runs-on.page.txt");
    snapshot("mirror", &learn::mirror(&source(&path)).expect("the page is in order").to_json());
}

#[test]
fn formats_are_recognized_by_content() {
    let format = |text: &str| {
        let source = Source { name: "document".to_owned(), text: text.to_owned() };
        import::recognize(&source.text).map(import::Format::name)
    };
    for (text, expected) in [
        ("{\"title\": \"A\", \"types\": {}, \"operations\": {}}", Some("spec")),
        ("\u{feff} {\"operations\": {\"a\": ", Some("spec")),
        ("{\"swagger\": \"2.0\", \"paths\": {}}", Some("swagger2")),
        ("{\"openapi\": \"3.1.0\"", Some("openapi3")),
        ("# A comment\nopenapi: 3.0.3\ninfo:\n", Some("openapi3")),
        ("---\n'swagger': '2.0'\n", Some("swagger2")),
        ("A - B\r\n\r\nGET https://a.example/b\r\n", Some("learn")),
        ("A - B\n\nName In Required Type Description\nid\npath True\n", Some("learn")),
        ("{\"name\": \"A\"}", None),
        ("", None),
    ] {
        assert_eq!(format(text), expected, "{text}");
    }
}

#[test]
fn pages_that_differ_are_shown_side_by_side() {
    let mut sources = carts();
    let page = sources.iter_mut().find(|page| page.name.starts_with("get")).expect("the page is there");
    page.text = page.text.replace("grain\n\nstring", "grain\n\ninteger (int32)").replace("  • biennial (int32)\n", "");
    page.text = page.text.replace("The bearer token that", "The key that").replace("https://api.", "https://other.");
    let problems = import::import(None, &sources, Leniency::Normal).expect_err("the pages differ");
    snapshot("pages-that-differ", &printed(&problems, &sources));
}

#[test]
fn without_its_index_a_page_is_refused_where_the_definitions_start() {
    let page = carts().into_iter().find(|page| page.name.starts_with("create")).expect("the page is there");
    let (before, rest) = page.text.split_once("\nDefinitions\n").expect("the page has definitions");
    let (_, tables) = rest.split_once("Name Type Description\n").expect("the index has an end");
    let text = format!("{before}\nDefinitions\n\nName Description\nName Type Description\n{tables}");
    let source = Source { name: page.name, text };
    let problems =
        import::import(None, std::slice::from_ref(&source), Leniency::Normal).expect_err("the index is missing");
    snapshot("without-index", &printed(&problems, &[source]));
}
