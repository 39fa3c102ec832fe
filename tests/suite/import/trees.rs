//! Tests of documents that consist of several files: which references are followed, refused and reported.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;
use std::time::Instant;

use codegen::import::{self, Imported, Leniency, Source, Sources, Unread};
use codegen::problem::{self, Problem};
use codegen::spec::check::check;
use codegen::spec::json;

use super::{entries, folder, snapshot};

/// The files of a folder and below, by their paths from it.
fn tree(folder: &Path) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    for path in entries(folder) {
        let name = path.file_name().expect("a file has a name").to_string_lossy().into_owned();
        if path.is_dir() {
            files.extend(tree(&path).into_iter().map(|(below, text)| (format!("{name}/{below}"), text)));
        } else {
            files.insert(name, std::fs::read_to_string(&path).expect("a case can be read"));
        }
    }
    files
}

/// The documents that are reached from one of the files.
fn load(files: &BTreeMap<String, String>, main: &str) -> Sources {
    let source = |name: &str| {
        files.get(name).map(|text| Source { name: name.to_owned(), text: text.clone() }).ok_or(Unread::Missing)
    };
    let main = source(main).expect("the main document is there");
    Sources::load(None, vec![main], &mut |name| source(name))
}

fn printed(problems: &[Problem], files: &BTreeMap<String, String>) -> String {
    problem::show(problems, &|name| files.get(name).cloned(), import::positions)
}

/// The spec of a document in several files, as a snapshot.
mod each_tree_becomes_its_spec {
    use super::*;

    fn case(name: &str) {
        let files = tree(&folder("cases/import/trees").join(name));
        let Imported { api, notes, .. } = import::import_all(load(&files, "api.yaml"), Leniency::Normal)
            .unwrap_or_else(|problems| panic!("{name}\n{}", printed(&problems, &files)));
        snapshot(&format!("tree-{name}"), &format!("{}\n{}", json::write_api(&api), printed(&notes, &files)));
        check(api.clone(), None).unwrap_or_else(|problems| panic!("{name}\n{}", printed(&problems, &files)));

        // If all files are given at once, like those of `specs/<api>/source`, the API is the same.
        let given = files.iter().map(|(name, text)| Source { name: name.clone(), text: text.clone() }).collect();
        let given = Sources::load(None, given, &mut |_| Err(Unread::Missing));
        let again = import::import_all(given, Leniency::Normal)
            .unwrap_or_else(|problems| panic!("{name}\n{}", printed(&problems, &files)));
        assert_eq!(json::write_api(&again.api), json::write_api(&api), "{name}");
    }

    include!(concat!(env!("OUT_DIR"), "/trees.rs"));
}

fn document(schema: &str) -> String {
    format!(
        "openapi: 3.1.0
info: {{title: A, version: '1'}}
servers: [{{url: 'https://example.com'}}]
paths:
  /a:
    get:
      responses:
        '200':
          description: A.
          content:
            application/json:
              schema: {schema}
"
    )
}

/// For a reference that leads nowhere, the problem states the reason, the location, and what to do.
#[test]
fn each_reference_that_is_not_followed_is_explained() {
    let rows = [
        (
            "{$ref: 'https://example.com/pet.yaml#/Pet'}",
            "is a URL, and nothing is downloaded",
            "Download that document",
        ),
        ("{$ref: ../pet.yaml}", "leads out of the folder from which files are read", "`--root`"),
        ("{$ref: /etc/passwd}", "is an absolute path, and only relative ones are followed", "Write the path relative"),
        ("{$ref: missing.yaml}", "leads to `missing.yaml`, which does not exist", "Correct the path"),
        ("{$ref: 'pet.yaml#/Dog'}", "`pet.yaml#/Dog` names nothing", "Correct the name"),
        ("{$ref: 'pet.yaml#dog'}", "`pet.yaml#dog` names nothing", "Correct the name"),
        ("{$ref: loop.yaml}", "this schema includes itself", "Remove the `allOf` or `$ref`"),
    ];
    for (schema, message, help) in rows {
        let files = BTreeMap::from([
            ("api.yaml".to_owned(), document(schema)),
            ("pet.yaml".to_owned(), "Pet: {type: string}\n".to_owned()),
            ("loop.yaml".to_owned(), "$ref: loop.yaml\n".to_owned()),
        ]);
        let problems = import::import_all(load(&files, "api.yaml"), Leniency::Normal).expect_err(schema);
        let text = printed(&problems, &files);
        assert!(text.contains(message) && text.contains(help), "{schema}\n{text}");
    }
}

/// A problem in a part names the line there, and the references that lead to it.
#[test]
fn a_problem_in_a_part_has_a_trail() {
    let files = BTreeMap::from([
        ("api.yaml".to_owned(), document("{$ref: 'models/pet.yaml#/Pet'}")),
        ("models/pet.yaml".to_owned(), "Pet:\n  properties:\n    owner:\n      $ref: owner.json\n".to_owned()),
        ("models/owner.json".to_owned(), "{\n  \"properties\": {\n    \"name\": \"text\"\n  }\n}\n".to_owned()),
        ("models/broken.yaml".to_owned(), "a: [\n".to_owned()),
    ]);
    let problems = import::import_all(load(&files, "api.yaml"), Leniency::Normal).expect_err("`text` is no schema");
    let text = printed(&problems, &files);
    assert!(text.contains("--> models/owner.json:3\n"), "{text}");
    assert!(text.contains("= referred to by: api.yaml:12 -> models/pet.yaml:4\n"), "{text}");

    // A part that cannot be read is reported once, at its own line, and only if something needs it.
    let mut broken = files.clone();
    broken.insert("models/owner.json".to_owned(), "{\n  \"a\": }\n".to_owned());
    let problems = import::import_all(load(&broken, "api.yaml"), Leniency::Normal).expect_err("it is broken");
    let text = printed(&problems, &broken);
    assert!(text.contains("error[syntax]") && text.contains("--> models/owner.json:2:"), "{text}");
    let mut unneeded = files;
    unneeded.insert("models/owner.json".to_owned(), "{\"x-more\": {\"$ref\": \"broken.yaml\"}}".to_owned());
    import::import_all(load(&unneeded, "api.yaml"), Leniency::Normal).expect("nothing needs the broken file");
}

/// A tree of thousands of files is read in a time that grows with its size alone.
#[test]
fn thousands_of_files_are_read_quickly() {
    let read = |count: usize| {
        let mut files = BTreeMap::new();
        let mut main = document("{$ref: models/m0.yaml}");
        for number in 0..count {
            let next = (number + 1) % count;
            let text = format!(
                "type: object\nproperties:\n  next: {{$ref: ./m{next}.yaml}}\n  zero: {{$ref: ../models/m0.yaml#}}\n"
            );
            files.insert(format!("models/m{number}.yaml"), text);
            write!(main, "  /a{number}:\n    get: {{responses: {{'200': {{description: A., content: {{application/json: {{schema: {{$ref: models/m{number}.yaml}}}}}}}}}}}}\n").expect("a string takes it");
        }
        files.insert("api.yaml".to_owned(), main);
        let start = Instant::now();
        let imported = import::import_all(load(&files, "api.yaml"), Leniency::Normal).expect("the tree is in order");
        assert_eq!((imported.api.operations.len(), imported.api.types.len()), (count + 1, count));
        start.elapsed()
    };
    // The bound is relative, so that a slow or busy machine does not break it: ten times as many files take less than a
    // hundred times as long, in the quickest of several runs.
    let quickest = |count: usize| (0..3).map(|_| read(count)).min().expect("there are runs");
    let (few, many) = (quickest(100), quickest(1000));
    assert!(many < few * 40, "100 files take {few:?}, 1,000 take {many:?}");
}
