//! Tests of importing documents of the OpenAPI family: each case has one feature, and its spec is a snapshot.

use codegen::diff::{self, Side};
use codegen::import::{self, Imported, Leniency, Source};
use codegen::lower::config::CrateConfig;
use codegen::lower::{Lowered, lower};
use codegen::problem::{Level, Problem};
use codegen::spec::check::check;
use codegen::spec::{Api, json};
use serde_json::Value;

use super::{entries, folder, snapshot, source};

/// The formats, by the folders of their cases.
const FORMATS: &[&str] = &["openapi3", "swagger2"];

fn printed(problems: &[Problem], source: &Source) -> String {
    let text = |file: &str| (source.name == file).then(|| source.text.clone());
    codegen::problem::show(problems, &text, import::positions)
}

/// The spec of a document, as a snapshot.
fn becomes_its_spec(format: &str, file: &str) {
    let source = source(&folder("cases/import").join(format).join(file));
    let stem = source.name.split('.').next().expect("a name has a start").to_owned();
    let Imported { api, notes, .. } = import::import(None, std::slice::from_ref(&source), Leniency::Normal)
        .unwrap_or_else(|problems| panic!("{}\n{}", source.name, printed(&problems, &source)));
    let spec = json::write_api(&api);
    snapshot(&format!("{format}-{stem}"), &format!("{spec}\n{}", printed(&notes, &source)));
    check(api, None).unwrap_or_else(|problems| panic!("{}\n{}", source.name, printed(&problems, &source)));
}

mod openapi3 {
    fn case(file: &str) {
        super::becomes_its_spec("openapi3", file);
    }

    include!(concat!(env!("OUT_DIR"), "/openapi3.rs"));
}

mod swagger2 {
    fn case(file: &str) {
        super::becomes_its_spec("swagger2", file);
    }

    include!(concat!(env!("OUT_DIR"), "/swagger2.rs"));
}

/// The value with the members of each object in the opposite order.
fn reversed(value: &Value) -> Value {
    match value {
        Value::Object(members) => members.iter().rev().map(|(name, value)| (name.clone(), reversed(value))).collect(),
        Value::Array(items) => items.iter().map(reversed).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.clone(),
    }
}

/// The order of the document decides only the order of the properties.
#[test]
fn a_reordered_document_is_the_same_api() {
    let mut documents = 0;
    for format in FORMATS {
        for path in entries(&folder("cases/import").join(format)) {
            let Source { name, text } = source(&path);
            let Ok(document) = serde_json::from_str::<Value>(&text) else { continue };
            let read = |text: String| {
                let imported = import::import(None, &[Source { name: name.clone(), text }], Leniency::Normal);
                let api = imported.unwrap_or_else(|problems| panic!("{name}: {problems:?}")).api;
                let lowered = lower(&check(api.clone(), None).expect("the API is in order"), &CrateConfig::named("a"));
                (api, lowered.expect("a crate can be made"))
            };
            let (one, other) = (read(text.clone()), read(reversed(&document).to_string()));
            assert_ne!(json::write_api(&one.0), json::write_api(&other.0), "{name}: properties keep their order");
            assert_eq!(one.0, other.0, "{name}");
            assert_eq!(one.1.krate.names, other.1.krate.names, "{name}");
            let side = |part: &'_ (Api, Lowered)| (part.0.clone(), part.1.krate.clone());
            let ((old, old_crate), (new, new_crate)) = (side(&one), side(&other));
            let (old, new) = (Side { api: &old, krate: Some(&old_crate) }, Side { api: &new, krate: Some(&new_crate) });
            let diff = diff::compare(old, new);
            assert_eq!(diff.changes().count(), 0, "{name}: {:?}", diff.changes().collect::<Vec<_>>());
            documents += 1;
        }
    }
    assert!(documents > 2, "there are documents in JSON");
}

/// Documents that refer to each other are one API. Some are whole documents, of which one has the title, and others are
/// parts.
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
    assert!(problems[0].message.contains("`servers` differs from that of the main document"), "{problems:?}");
}

/// The problems of an invalid document, and the spec that it becomes with `--lenient`, as a snapshot.
mod each_fault_of_a_document_is_told_and_can_be_lived_with {
    use super::*;

    fn case(file: &str) {
        let source = source(&folder("cases/problems").join(file));
        let rule = source.name.split('.').next().expect("a name has a start");
        let strict = match import::import(None, std::slice::from_ref(&source), Leniency::Normal) {
            Ok(imported) => imported.notes,
            Err(problems) => problems,
        };
        let lenient = import::import(None, std::slice::from_ref(&source), Leniency::Lenient);
        let more = lenient.as_ref().map_or_else(|problems| problems, |imported| &imported.notes);
        let rules: Vec<&str> = strict.iter().chain(more).map(|problem| problem.rule.id()).collect();
        assert!(rules.contains(&rule), "{} has the problems {rules:?}", source.name);
        let mut text = printed(&strict, &source);
        // A document that cannot be read at all is refused by lenient reading, too.
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

    include!(concat!(env!("OUT_DIR"), "/document_problems.rs"));
}
