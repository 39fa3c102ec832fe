//! Documents of the OpenAPI family become specs: each case is a document with one feature, and its spec a snapshot.

use std::path::Path;

use codegen::import::{self, Imported, Leniency};
use codegen::problem::{self, Problem};
use codegen::spec::check::check;
use codegen::spec::json;

use super::{entries, folder, snapshot, source};

fn printed(problems: &[Problem], source: &import::Source) -> String {
    problem::show(problems, &|_| Some(source.text.clone()), import::lines)
}

fn name(format: &str, path: &Path) -> String {
    format!("{format}.{}", path.file_stem().expect("a case has a name").to_string_lossy())
}

#[test]
fn each_document_becomes_its_spec() {
    for format in ["openapi3", "swagger2"] {
        for path in entries(&folder(&format!("cases/import/{format}"))) {
            let (name, source) = (name(format, &path), source(&path));
            let Imported { api, notes, skipped, schemas: _ } =
                import::import(None, std::slice::from_ref(&source), Leniency::Strict)
                    .unwrap_or_else(|problems| panic!("{name}\n{}", printed(&problems, &source)));
            assert_eq!(skipped, [], "{name}");
            let spec = json::write_api(&api);
            snapshot(&name, &format!("{spec}\n{}", printed(&notes, &source)));
            check(api, None).unwrap_or_else(|problems| panic!("{name}\n{}", printed(&problems, &source)));
        }
    }
}

/// What is wrong in a document is an error in a strict reading, and a warning in a lenient one, whose spec holds.
#[test]
fn each_fault_of_a_document_is_told() {
    for path in entries(&folder("cases/problems")) {
        let file = path.file_name().expect("a case has a name").to_string_lossy().into_owned();
        if ![".openapi3.yaml", ".swagger2.yaml"].iter().any(|end| file.ends_with(end)) {
            continue;
        }
        let source = source(&path);
        let strict = match import::import(None, std::slice::from_ref(&source), Leniency::Strict) {
            Ok(imported) => imported.notes,
            Err(problems) => problems,
        };
        let rule = file.split('.').next().expect("a name has a start");
        let rules: Vec<&str> = strict.iter().map(|problem| problem.rule.id()).collect();
        assert!(rules.iter().all(|found| *found == rule) && !rules.is_empty(), "{file} tells of {rules:?}");
        let lenient = import::import(None, std::slice::from_ref(&source), Leniency::Lenient)
            .unwrap_or_else(|problems| panic!("{file}\n{}", printed(&problems, &source)));
        let skipped: Vec<&str> = lenient.skipped.iter().map(|skipped| skipped.operation.as_str()).collect();
        let kept: Vec<String> = lenient.api.operations.values().map(|kept| kept.path.to_string()).collect();
        let summary = format!("lenient: kept {kept:?}, left out {skipped:?}");
        snapshot(&file, &format!("{}\n{summary}", printed(&strict, &source)));
        check(lenient.api, None).unwrap_or_else(|problems| panic!("{file}\n{}", printed(&problems, &source)));
    }
}
