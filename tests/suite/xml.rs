//! Tests of XML bodies: clients of APIs in XML call a server, and no other crate contains code for XML.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use codegen::emit::manifest::WorkspaceRole;
use codegen::generate::{Generated, generate};
use codegen::import::{self, Leniency, Source};
use codegen::lower::config::CrateConfig;
use codegen::problem::show;
use codegen::spec::check::check;
use codegen::spec::{Api, json};

use crate::cargo::{build_without_warnings, cargo, run, shared_package};
use crate::workshop::lay_out;

/// The program that calls a server with the crates of the documents. With HTTP/2 the dependencies are those of the
/// project's own tests, so that they are not built again.
const CALLS: &str = r#"[package]
name = "xml-calls"
edition = "2024"

[dependencies]
blobs = { path = "../blobs", features = ["blocking", "http2"] }
bucket = { path = "../bucket", features = ["blocking"] }
shapes = { path = "../shapes" }
shared-features = { path = "../shared-features" }
tokio = { version = "1", default-features = false, features = ["macros", "rt"] }
"#;

fn folder() -> PathBuf {
    crate::root().join("tests/cases/xml")
}

/// The spec of an OpenAPI document.
fn imported(file: &str) -> Api {
    let source = Source { name: file.to_owned(), text: fs::read_to_string(folder().join(file)).expect("a document") };
    let text = |_: &str| Some(source.text.clone());
    let found = import::import(None, std::slice::from_ref(&source), Leniency::Normal);
    found.unwrap_or_else(|problems| panic!("{}", show(&problems, &text, json::positions))).api
}

fn generated(name: &str, api: Api) -> Generated {
    let checked = check(api, None).expect("what is imported holds");
    let made = generate(&checked, &CrateConfig::named(name), "cargo xtask in a test", WorkspaceRole::Member);
    made.unwrap_or_else(|problems| panic!("{}", show(&problems, &|_| None, json::positions)))
}

fn crates() -> [(&'static str, Generated); 3] {
    let mut bucket = imported("bucket.yaml");
    // The document cannot express the paging of its list.
    let paging = r#"{
        "items": "/Contents",
        "next": {"token": {"member": "/NextContinuationToken", "param": "continuation-token", "more": "/IsTruncated"}}
    }"#;
    let list = bucket.operations.values_mut().find(|operation| operation.name == "ListObjectsV2").expect("it is there");
    list.paging = Some(serde_json::from_str(paging).expect("the paging of a spec"));
    [
        ("blobs", generated("blobs", imported("blobs.json"))),
        ("bucket", generated("bucket", bucket)),
        ("shapes", generated("shapes", imported("shapes.yaml"))),
    ]
}

fn lay_out_all(folder: &Path) {
    let mut wanted: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    wanted.insert("Cargo.toml".to_owned(), b"[workspace]\nresolver = \"3\"\nmembers = [\"*\"]\n".to_vec());
    for (name, generated) in crates() {
        wanted.extend(generated.tree.files().map(|(path, text)| (format!("{name}/{path}"), text.into())));
    }
    wanted.insert("_calls/Cargo.toml".to_owned(), CALLS.into());
    wanted.insert("_calls/src/main.rs".to_owned(), fs::read(self::folder().join("calls.rs")).expect("the calls"));
    wanted.extend(shared_package());
    lay_out(folder, &wanted);
}

/// Checks the exact requests and the read responses: blobs in blocks, objects by pages, and every form of a value.
#[test]
fn calls_reach_a_server() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("xml");
    lay_out_all(&folder);
    fs::copy(crate::root().join("Cargo.lock"), folder.join("Cargo.lock")).expect("the versions are known");
    // What is built here is what runs; a check would compile all dependencies once more.
    build_without_warnings(&folder, &["build", "--workspace"]);
    run(&mut cargo(&folder, &["run", "--package", "xml-calls", "--offline"]));
}

/// The tables of each document are a snapshot, which reviewers read.
#[test]
fn tables_are_what_the_documents_say() {
    for (name, generated) in crates() {
        let mut settings = insta::Settings::clone_current();
        settings.set_omit_expression(true);
        settings.set_prepend_module_to_snapshot(false);
        settings.set_snapshot_path("snapshots/xml");
        settings.bind(|| insta::assert_snapshot!(name, generated.tree.get("src/xml.rs").expect("it has XML")));
    }
}

/// The same document in JSON has no trace of XML, and its XML facts are not in the spec.
#[test]
fn other_crates_have_nothing_of_it() {
    let document = fs::read_to_string(folder().join("shapes.yaml")).expect("a document");
    // The operation with both kinds of body uses JSON anyway.
    let document =
        document.replace("application/json", "application/json5").replace("application/xml", "application/json");
    let source = Source { name: "shapes.yaml".to_owned(), text: document };
    let api = import::import(None, std::slice::from_ref(&source), Leniency::Normal).expect("a document in JSON").api;
    assert!(!serde_json::to_string(&api).expect("a spec has a JSON form").contains("xml"));
    for (path, text) in generated("shapes", api).tree.files() {
        assert!(!path.contains("xml") && !text.contains("xml"), "{path}");
    }
}
