//! Tests of `diff` with a revision of git, and with two documents.

use std::ffi::OsStr;
use std::fs;
use std::process::Command;

use codegen::file_list::FileList;
use codegen::tree::Tree;
use serde_json::{Value, json};

use super::{API, ends, refuses};
use crate::cargo::{Said, xtask};
use crate::workshop::{Outside, Workshop};

pub(super) const VALUE: &str = "{ \"value\": \"triennial\" },";
const CRATE: &str = "specs/partner-center/crate.json";

/// A workspace whose first commit is the project's own state.
pub(super) fn committed(name: &str) -> Workshop {
    let workshop = Workshop::new(name);
    git(&workshop, &["init", "--quiet"]);
    commit(&workshop, "The start");
    workshop
}

pub(super) fn commit(workshop: &Workshop, message: &str) {
    git(workshop, &["add", "--all"]);
    git(workshop, &["commit", "--quiet", "--message", message]);
}

pub(super) fn git(workshop: &Workshop, args: &[&str]) {
    let identity = ["-c", "user.name=test", "-c", "user.email=test@example.com", "-c", "commit.gpgsign=false"];
    let status = Command::new("git").args(identity).args(args).current_dir(workshop.folder()).status();
    assert!(status.expect("git can be run").success(), "{args:?}");
}

#[test]
fn one_more_value_is_told_and_may_be_denied() {
    let workshop = committed("one-more-value-is-told");
    let diff = ["diff", "partner-center"];
    let with = |more: &[&'static str]| [&diff[..], more].concat();
    refuses(&workshop, &diff, 0, &["wire: no change", "source: no change", "version: stays 0.1.0"]);
    workshop.replace(API, VALUE, &format!("{VALUE}\n            {{ \"value\": \"weekly\" }},"));
    let told = ["wire: may break", "[value-added] BillingCycle value weekly", "reaches 6 operations", "api.json:"];
    refuses(&workshop, &with(&["--against", "HEAD"]), 0, &told);
    refuses(&workshop, &with(&["--deny-breaking", "wire"]), 0, &told);
    refuses(&workshop, &with(&["--deny", "may-break"]), 4, &told);
    refuses(&workshop, &with(&["--deny", "breaking", "--deny", "major"]), 0, &told);
    refuses(
        &workshop,
        &with(&["--deny", "minor"]),
        4,
        &["denied: [rust-variant-added] ", " is `minor`; `minor` and worse is denied"],
    );
    let source = ["source: minor", "[rust-variant-added] models::BillingCycle::Weekly"];
    refuses(&workshop, &with(&["--deny-breaking", "source"]), 0, &source);
    refuses(&workshop, &with(&["--output", "markdown"]), 0, &["## May break callers in use (1)", "`value-added`"]);
    refuses(
        &workshop,
        &with(&["--output", "json"]),
        0,
        &["\"verdict\": \"may break\"", "\"format\": 1", "\"rule\": \"value-added\""],
    );
    let page = [
        "<!DOCTYPE html>",
        "<ins>+         Weekly = &quot;weekly&quot;,</ins>",
        "\"weekly\" = Weekly",
        "&quot;weekly&quot;",
    ];
    let said = refuses(&workshop, &with(&["--output", "html"]), 0, &page[..1]);
    assert!(said.out.contains(page[1]) && said.out.contains(page[3]), "the page shows both files");
}

#[test]
fn the_next_version_is_written_and_the_files_say_why_they_changed() {
    let workshop = committed("the-next-version-is-written");
    workshop.replace(API, VALUE, &format!("{VALUE}\n            {{ \"value\": \"weekly\" }},"));
    let config = workshop.read(CRATE);
    ends(&workshop, &["diff", "partner-center", "--bump"], 0, &["version: 0.1.0 -> 0.1.1", "crate.json: 0.1.1"]);
    // The layout of the file, which a person maintains, is kept.
    assert_eq!(workshop.read(CRATE), config.replace("\"version\": \"0.1.0\"", "\"version\": \"0.1.1\""));
    ends(&workshop, &["diff", "partner-center", "--bump"], 0, &["crate.json: stays at 0.1.1"]);
    let reasons = [
        "written: src/models/cart_line_item.rs (value-added BillingCycle value weekly, rust-variant-added",
        "written: Cargo.toml (version 0.1.0 -> 0.1.1)",
        "written: src/client.rs (version 0.1.0 -> 0.1.1)",
    ];
    ends(&workshop, &["regenerate"], 0, &reasons);
    let told = ["[value-removed] BillingCycle value weekly", "api.json: written"];
    ends(&workshop, &["import", "partner-center"], 0, &told);
}

/// An earlier version of the generator is simulated by a committed spec and crate that differ from those that this
/// version generates from the same sources. All of these differences are one change, regardless of other changes of the
/// documents.
#[test]
fn what_the_generator_changes_is_one_change() {
    let workshop = committed("what-the-generator-changes");
    let (file, list) = ("generated/partner-center/src/models/cart.rs", "generated/partner-center/.generated.sha256");
    let diff = ["diff", "partner-center"];
    let with = |more: &[&'static str]| [&diff[..], more].concat();
    // Files that a person has edited do not show what the generator wrote.
    let current = workshop.read(file);
    workshop.write(file, &current.replace("pub line_items:", "pub items:"));
    commit(&workshop, "Edit by hand");
    refuses(&workshop, &diff, 0, &["source: no change"]);
    // The earlier version named two fields differently, and documented everything in other words.
    let sum = |text: &str| {
        FileList::new("a", &tree(text)).text("a").lines().find_map(|line| Some(line.split_once("  ")?.0.to_owned()))
    };
    let hashes = [&current, &workshop.read(file)].map(|text| sum(text).expect("there is a hash"));
    workshop.replace(list, &hashes[0], &hashes[1]);
    let spec = workshop.read(API);
    let earlier = spec.replace("\"docs\": \"The customer", "\"docs\": \"A customer");
    assert!(spec.matches("\"docs\": \"The customer").count() > 2, "several docs differ");
    workshop.write(API, &earlier);
    commit(&workshop, "The earlier version");
    workshop.write(API, &spec);
    let told = refuses(
        &workshop,
        &diff,
        0,
        &["wire: docs (0 breaking, 0 may break, 0 compatible, 1 docs)", "[generator-reads]"],
    );
    assert!(
        told.out.contains("docs-changed") && told.out.contains("source: major (1 major, 0 minor, 0 patch)"),
        "{}",
        told.out
    );
    assert!(told.out.contains("[generator-breaks] the generator") && told.out.contains("pub items"), "{}", told.out);
    refuses(
        &workshop,
        &with(&["--deny-breaking", "source"]),
        4,
        &["denied: [generator-breaks] the generator is `major`"],
    );
    // Changes of the documents are reported as usual.
    workshop.replace(API, VALUE, "");
    refuses(
        &workshop,
        &diff,
        0,
        &["[value-removed] BillingCycle", "wire: breaking (1 breaking", "[generator-reads]", "1 docs)"],
    );
    workshop.write(API, &spec);
    let accepted = r#"{ "rule": "generator-breaks", "place": "the generator", "reason": "Better names." }"#;
    workshop.write(ACCEPTED, &format!("{{ \"changes\": [{accepted}] }}"));
    refuses(&workshop, &with(&["--deny-breaking", "source"]), 0, &["accepted: Better names."]);
    // Sources that this version refuses show nothing about the generator, so the specs are compared unchanged.
    workshop.write("specs/partner-center/fixups.json", "{ \"fixups\": 1 }");
    workshop.remove(ACCEPTED);
    commit(&workshop, "Sources of another time");
    refuses(
        &workshop,
        &diff,
        0,
        &["note: this version of the generator refuses specs/partner-center of `HEAD`", "no change"],
    );
}

fn tree(text: &str) -> Tree {
    let mut tree = Tree::default();
    tree.add("src/a.rs", text.to_owned());
    tree
}

pub(super) const ACCEPTED: &str = "specs/partner-center/accepted.json";
#[test]
fn code_hosts_show_the_changes_where_they_are() {
    let workshop = committed("code-hosts-show-the-changes");
    workshop.replace(API, VALUE, "{ \"value\": \"weekly: 100%, or so\" },");
    let diff = ["diff", "partner-center", "--output"];
    let told = refuses(&workshop, &[&diff[..], &["github"]].concat(), 0, &[]);
    let error = told.out.lines().find(|line| line.starts_with("::error ")).expect("an error");
    assert!(error.starts_with("::error file=specs/partner-center/api.json,line="), "{error}");
    assert!(error.contains(",title=breaking [value-removed]::BillingCycle value triennial: "), "{error}");
    let warning = told.out.lines().find(|line| line.starts_with("::warning ")).expect("a warning");
    assert!(warning.contains("::BillingCycle value weekly: 100%25, or so: "), "{warning}");
    let told = refuses(&workshop, &[&diff[..], &["sarif"]].concat(), 0, &[]);
    let log: Value = serde_json::from_str(&told.out).expect("SARIF is JSON");
    let results = log["runs"][0]["results"].as_array().expect("there are results");
    let removed = results.iter().find(|result| result["ruleId"] == "value-removed").expect("the change is there");
    assert_eq!((&log["version"], &removed["level"]), (&json!("2.1.0"), &json!("error")));
    let location = &removed["locations"][0]["physicalLocation"];
    assert_eq!(location["artifactLocation"]["uri"], "specs/partner-center/api.json");
    assert!(location["region"]["startLine"].as_u64().is_some_and(|line| line > 1), "{location}");
    let described = log["runs"][0]["tool"]["driver"]["rules"].as_array().expect("rules are described");
    assert!(results.iter().all(|result| described.iter().any(|rule| rule["id"] == result["ruleId"])));
}

#[test]
fn the_changelog_has_a_section_for_each_version() {
    let workshop = committed("the-changelog-has-a-section");
    let changelog = "specs/partner-center/CHANGELOG.md";
    let version = |from: &str, to: &str| {
        workshop.replace(CRATE, &format!("\"version\": \"{from}\""), &format!("\"version\": \"{to}\""))
    };
    ends(&workshop, &["changelog", "partner-center"], 0, &["CHANGELOG.md: 1 version, 1 new or changed"]);
    assert!(workshop.read(changelog).contains("The first version, with 58 operations and 80 types."));
    workshop.replace(API, VALUE, &format!("{VALUE}\n            {{ \"value\": \"weekly\" }},"));
    version("0.1.0", "0.1.1");
    commit(&workshop, "A new value");
    workshop.replace(API, &format!("{VALUE}\n"), "");
    version("0.1.1", "0.2.0");
    ends(&workshop, &["changelog", "partner-center"], 0, &["CHANGELOG.md: 3 versions, 2 new or changed"]);
    let text = workshop.read(changelog);
    let headings: Vec<&str> = text.lines().filter(|line| line.starts_with("##")).collect();
    assert_eq!(headings[0], "## [0.2.0] - Unreleased");
    assert!(headings[2].starts_with("## [0.1.1] - 20") && headings[4].starts_with("## [0.1.0] - 20"), "{headings:?}");
    assert_eq!((headings[1], headings[3]), ("### Removed", "### Added"), "{text}");
    assert!(
        text.contains("- **Breaking:** `BillingCycle value triennial`: An enum no longer lists a value."),
        "{text}"
    );
    assert!(text.contains("- `BillingCycle value weekly`: "), "{text}");
    // The sections of earlier versions are kept.
    commit(&workshop, "A value less");
    workshop.write(changelog, &text.replace("The first version", "By hand: the first version"));
    ends(&workshop, &["changelog", "partner-center", "--since", "HEAD~1"], 0, &["CHANGELOG.md: 2 versions, 1 new"]);
    let again = workshop.read(changelog);
    assert!(
        again.contains("By hand: the first version") && again.contains("## [0.1.1]") && !again.contains("Unreleased")
    );
    ends(&workshop, &["changelog", "partner-center"], 0, &["CHANGELOG.md: 3 versions, 0 new or changed"]);
    assert_eq!(workshop.read(changelog), again);
    // Since the last version, no other state is known with which it could be compared.
    ends(&workshop, &["changelog", "partner-center", "--since", "HEAD"], 0, &["CHANGELOG.md: 1 version, 0 new"]);
    assert_eq!(workshop.read(changelog), again);
    workshop.write(changelog, "# Mine\n");
    refuses(&workshop, &["changelog", "partner-center"], 2, &["CHANGELOG.md was not written by this command"]);
    refuses(&workshop, &["changelog", "nowhere"], 2, &["there is no specs/nowhere/api.json"]);
    refuses(
        &workshop,
        &["changelog", "partner-center", "--since", "nothing"],
        2,
        &["there is no git revision `nothing`"],
    );
}

/// A part that cannot be read may have changed in any way, so the comparison proves nothing.
#[test]
fn errors_of_a_document_are_told_and_prove_nothing() {
    let workshop = Workshop::new("errors-of-a-document-are-told");
    let document = |place: &str| {
        format!(
            "openapi: 3.0.3\ninfo: {{ title: T, version: '1' }}\npaths:\n  /a:\n    get:\n      parameters:\n        - {{ name: q, in: \
             {place}, schema: {{ type: string }} }}\n      responses: {{ '200': {{ description: ok }} }}\n  /b:\n    get:\n      \
             responses: {{ '200': {{ description: ok }} }}\n"
        )
    };
    workshop.write("old.yaml", &document("query"));
    workshop.write("new.yaml", &document("qery"));
    let both = ["diff", "old.yaml", "new.yaml"];
    refuses(&workshop, &both, 0, &["warning[param-place]", "new.yaml:7"]);
    refuses(&workshop, &[&both[..], &["--deny-breaking", "source"]].concat(), 1, &["warning[param-place]"]);
    refuses(&workshop, &["diff", "old.yaml", "old.yaml", "--deny", "docs"], 0, &["wire: no change"]);
}

#[test]
fn two_documents_are_compared() {
    let workshop = Workshop::new("two-documents-are-compared");
    let text = workshop.read(API);
    workshop.write("old.api.json", &text);
    workshop.write(
        "new.api.json",
        &text.replace(
            "\"path\": \"/v{version}/customers/{customer_id}/carts\"",
            "\"path\": \"/v{version}/buyers/{customer_id}/carts\"",
        ),
    );
    let both = ["diff", "old.api.json", "new.api.json"];
    refuses(&workshop, &both, 0, &["wire: breaking", "[operation-path-changed]", "old.api.json:", "source: patch"]);
    refuses(&workshop, &[&both[..], &["--deny-breaking", "wire"]].concat(), 4, &["wire: breaking"]);
    refuses(&workshop, &[&both[..2], &["old.api.json", "--deny-breaking", "wire"]].concat(), 0, &["wire: no change"]);
}

#[test]
fn what_cannot_be_compared_is_said() {
    let workshop = committed("what-cannot-be-compared");
    workshop.write("broken.yaml", "openapi 3.0.3\ninfo:\n  title: a\n");
    workshop.write("empty.yaml", "openapi: 3.0.3\ninfo: {version: '1'}\npaths: {}\n");
    let rows: &[(&[&str], i32, &str)] = &[
        (&["diff"], 2, "required arguments"),
        (&["diff", "nowhere"], 2, "there is no specs/nowhere/api.json; the APIs are: partner-center"),
        (&["diff", "partner-center", "--against", "nothing"], 2, "there is no git revision `nothing`"),
        (&["diff", "partner-center", "--against=--help"], 2, "`--help` is not a git revision"),
        (&["diff", "nowhere.json"], 2, "nowhere.json: there is no such file, nor is it the name of an API"),
        (
            &["diff", "nowhere.json", API],
            2,
            "error: nowhere.json: there is no such file; give the paths of two documents",
        ),
        (
            &["diff", API, "nowhere.json"],
            2,
            "error: nowhere.json: there is no such file; give the paths of two documents",
        ),
        (&["diff", API, "https://a.example/api.json"], 2, "https://a.example/api.json is a URL: save the document"),
        (&["diff", API], 2, "api.json is a document, and there is no other to compare it with: name both"),
        (&["diff", "specs/partner-center/"], 2, "is a path: give the name of the API, `partner-center`"),
        (&["diff", "partner-center", "HEAD~1"], 2, "which is compared with a revision of git: use `--against HEAD~1`"),
        (&["diff", "partner-center", "partner-center"], 2, "give its name once, and `--against REVISION`"),
        (&["diff", "empty.yaml", "empty.yaml"], 1, "error[empty-api]: no document has an operation or a type"),
        (&["diff", "empty.yaml", API], 0, "note: empty.yaml: 1 warning, which `cargo xtask show --stage spec` prints"),
        (&["changelog", "nowhere"], 2, "there is no specs/nowhere/api.json; the APIs are: partner-center"),
        (&["changelog", API], 2, "is a path: give the name of the API, `partner-center`"),
        (&["diff", API, "Cargo.toml"], 1, "error[unknown-format]"),
        (&["diff", API, "."], 1, " --> .\n"),
        (&["diff", API, "broken.yaml"], 1, " --> broken.yaml:2:5"),
        (&["diff", API, API, "--bump"], 2, "--against and --bump apply to an API under specs/"),
        (&["diff", "partner-center", "--deny-breaking", "all"], 2, "invalid value 'all'"),
    ];
    for (args, code, says) in rows {
        refuses(&workshop, args, *code, &[says]);
    }
}

#[test]
fn without_a_workspace_or_a_repository_the_message_says_what_is_expected() {
    let outside = Outside::new("without-a-workspace");
    fs::create_dir_all(outside.folder()).expect("a folder can be made");
    let write = |path: &str, text: &str| fs::write(outside.folder().join(path), text).expect("a file can be written");
    let says = |args: &[&str], message: &str| {
        let args: Vec<&OsStr> = args.iter().map(OsStr::new).collect();
        let said = Said::by(xtask(), outside.folder(), &args);
        assert!(said.code == 2 && said.err.contains(message), "{args:?} says: {message}\n{}", said.err);
    };
    write("a.yaml", "openapi: 3.0.3\ninfo: {title: A, version: '1'}\npaths: {}\n");
    says(&["diff", "nowhere"], "there is no folder `specs` in ");
    says(&["diff", "nowhere"], ", or give the paths of two documents, the old one first");
    says(&["diff", "a.yaml"], "a.yaml is a document, and there is no other to compare it with: name both");
    says(&["diff", "a.yaml", "b.yaml"], "error: b.yaml: there is no such file; give the paths of two documents");
    says(&["changelog", "nowhere"], "there is no folder `specs` in ");
    says(&["regenerate"], "there is no folder `specs` in ");
    fs::create_dir_all(outside.folder().join("specs/a")).expect("a folder can be made");
    write("specs/a/api.json", "{}");
    says(&["diff", "a"], "is not in a git repository, which has the earlier state");
    let status = Command::new("git").args(["init", "--quiet"]).current_dir(outside.folder()).status();
    assert!(status.expect("git can be run").success());
    says(&["diff", "a"], "the git repository has no commit yet");
}

#[test]
fn an_error_of_a_revision_is_shown_with_its_lines() {
    let workshop = Workshop::new("an-error-of-a-revision");
    let good = workshop.read(API);
    let broken = good.replacen("\"type\": \"string\"", "\"type\": \"Nowhere\"", 1);
    workshop.write(API, &broken);
    git(&workshop, &["init", "--quiet"]);
    commit(&workshop, "The start");
    workshop.write(API, &good);
    let line = broken.lines().position(|line| line.contains("Nowhere")).expect("it is there") + 1;
    let place = format!("specs/partner-center/api.json at HEAD:{line}");
    refuses(&workshop, &["diff", "partner-center"], 1, &[&place, "\"type\": \"Nowhere\""]);
}

/// Documents that refer to files beside their folders, and have errors.
#[test]
fn documents_have_a_root_and_may_be_read_leniently() {
    let workshop = Workshop::new("documents-have-a-root");
    let document = |schema: Value| {
        let body = json!({ "application/json": { "schema": schema } });
        let replies = json!({ "200": { "description": "Done.", "content": body } });
        let operation = json!({ "operationId": "getThing", "responses": replies });
        let info = json!({ "title": "Things", "version": "1" });
        json!({ "openapi": "3.1.0", "info": info, "paths": { "/things": { "get": operation } } }).to_string()
    };
    let both = ["diff", "apis/old/api.json", "apis/new/api.json"];
    let with = |more: &[&'static str]| [&both[..], more].concat();
    workshop.write("apis/shared/thing.json", r#"{ "type": "string", "maxLength": 5 }"#);
    workshop.write("apis/old/api.json", &document(json!({ "$ref": "../shared/thing.json" })));
    workshop.write("apis/new/api.json", &document(json!({ "type": "string", "maxLength": 9 })));
    refuses(&workshop, &both, 0, &["warning[", "thing.json"]);
    refuses(&workshop, &with(&["--root", "apis"]), 0, &["[constraint-loosened] getThing: 200", "wire: may break"]);
    refuses(&workshop, &with(&["--root", "specs"]), 2, &["is not in the folder of `--root`"]);
    // A part that cannot be read proves nothing, unless the caller says that it does not matter.
    workshop.write("apis/new/api.json", &document(json!("text")));
    refuses(&workshop, &with(&["--root", "apis", "--deny", "major"]), 1, &["a schema is not an object"]);
    refuses(&workshop, &with(&["--root", "apis", "--lenient"]), 0, &["a schema is not an object", "wire: breaking"]);
    let denied = ["--root", "apis", "--lenient", "--deny", "breaking"];
    refuses(&workshop, &with(&denied), 4, &["denied: [format-widened]"]);
    refuses(&workshop, &["diff", "partner-center", "--lenient"], 2, &["--root and --lenient apply to two documents"]);
}

#[test]
fn a_spec_that_is_older_than_its_source_is_noticed() {
    let workshop = committed("a-spec-that-is-older");
    let diff = ["diff", "partner-center"];
    let note = "run `cargo xtask import partner-center` first";
    let said = refuses(&workshop, &diff, 0, &["wire: no change"]);
    assert!(!said.err.contains(note), "{}", said.err);
    workshop.replace(API, VALUE, "");
    refuses(&workshop, &diff, 0, &["wire: breaking", note]);
    // A fixup expects the property, so `import` refuses the source.
    workshop.replace("specs/partner-center/source/customers.swagger.json", "\"middleName\": {", "\"middle\": {");
    let note = "the source of specs/partner-center/api.json cannot be imported";
    refuses(&workshop, &diff, 0, &["wire: breaking", note]);
}
