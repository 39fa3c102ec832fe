//! Documents of the OpenAPI family become specs: each case has one feature, and its spec is a snapshot.

use codegen::import::{self, Imported, Leniency, Source};
use codegen::problem::{Level, Problem};
use codegen::spec::check::check;
use codegen::spec::json;

use super::{entries, folder, snapshot, source};

/// The formats, by the folders of their cases.
const FORMATS: &[&str] = &["openapi3", "swagger2"];

fn printed(problems: &[Problem], source: &Source) -> String {
    let text = |file: &str| (source.name == file).then(|| source.text.clone());
    codegen::problem::show(problems, &text, import::lines)
}

#[test]
fn each_case_becomes_its_spec() {
    for format in FORMATS {
        for path in entries(&folder("cases/import").join(format)) {
            let source = source(&path);
            let stem = source.name.split('.').next().expect("a name has a start").to_owned();
            let Imported { api, notes, .. } = import::import(None, std::slice::from_ref(&source), Leniency::Normal)
                .unwrap_or_else(|problems| panic!("{}\n{}", source.name, printed(&problems, &source)));
            let spec = json::write_api(&api);
            snapshot(&format!("{format}-{stem}"), &format!("{spec}\n{}", printed(&notes, &source)));
            check(api, None).unwrap_or_else(|problems| panic!("{}\n{}", source.name, printed(&problems, &source)));
        }
    }
}

/// Documents that refer to each other are one API: whole ones, of which one has the title, and parts.
#[test]
fn several_documents_are_one_api() {
    let mut sources: Vec<Source> = entries(&folder("cases/import/several")).iter().map(|path| source(path)).collect();
    let read = |sources: &[Source]| import::import(None, sources, Leniency::Normal).map(|imported| imported.api);
    let api = read(&sources).unwrap_or_else(|problems| panic!("{problems:?}"));
    snapshot("several", &json::write_api(&api));
    sources.reverse();
    assert_eq!(read(&sources).map(|api| api.operations), Ok(api.operations));

    let visits = sources.iter_mut().find(|source| source.name == "visits.yaml").expect("it is one of them");
    visits.text.push_str("servers: [{url: 'https://visits.example.com'}]\n");
    let mut problems = read(&sources).expect_err("two documents are of two services");
    problems.retain(|problem| problem.level == Level::Error);
    assert_eq!(problems.len(), 1);
    assert!(problems[0].message.contains("`servers` is not what the main document"), "{problems:?}");
}

/// The documents among the cases of problems.
fn faulty() -> Vec<Source> {
    let is_document = |name: &str| crate::problems::DOCUMENTS.iter().any(|end| name.ends_with(end));
    entries(&folder("cases/problems"))
        .iter()
        .filter(|path| is_document(&path.to_string_lossy()))
        .map(|path| source(path))
        .collect()
}

#[test]
fn each_fault_of_a_document_is_told_and_can_be_lived_with() {
    for source in faulty() {
        let rule = source.name.split('.').next().expect("a name has a start");
        let strict = match import::import(None, std::slice::from_ref(&source), Leniency::Normal) {
            Ok(imported) => imported.notes,
            Err(problems) => problems,
        };
        let lenient = import::import(None, std::slice::from_ref(&source), Leniency::Lenient);
        let more = lenient.as_ref().err().into_iter().flatten();
        let rules: Vec<&str> = strict.iter().chain(more).map(|problem| problem.rule.id()).collect();
        assert!(rules.contains(&rule), "{} tells of {rules:?}", source.name);
        let mut text = printed(&strict, &source);
        // What cannot be read at all, nobody can live with.
        match lenient {
            Err(problems) => text.push_str(&format!("\nlenient:\n\n{}", printed(&problems, &source))),
            Ok(lenient) => {
                assert!(lenient.notes.iter().all(|problem| problem.level != Level::Error), "{}", source.name);
                text.push_str(&format!("\nlenient:\n\n{}", json::write_api(&lenient.api)));
                lenient.skipped.iter().for_each(|skipped| text.push_str(&format!("left out: {}\n", skipped.operation)));
                check(lenient.api, None).unwrap_or_else(|problems| panic!("{}", printed(&problems, &source)));
            }
        }
        snapshot(&source.name, &text);
    }
}
