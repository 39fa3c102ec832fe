//! Tests of the commands: their output, their exit code, and the files that they write.

mod accepted;
mod corrections;
mod diff;
mod edited;
mod faults;
mod generate;
mod interrupted;
mod leniency;
mod records;
mod review;
mod show;
mod trees;
mod writing;

use std::fs;

use serde_json::{Map, Value};

use crate::cargo::Said;
use crate::workshop::Workshop;

const API: &str = "specs/partner-center/api.json";
const FIXUPS: &str = "specs/partner-center/fixups.json";
const CART: &str = "specs/partner-center/source/create-a-new-cart.page.txt";
/// A file of the generated crate.
const MODEL: &str = "generated/partner-center/src/models/cart.rs";

/// Runs a command, and checks its exit code and its output.
fn ends(workshop: &Workshop, args: &[&str], code: i32, says: &[&str]) -> Said {
    let said = workshop.xtask(args);
    let all = format!("{}\n{}", said.out, said.err);
    assert_eq!(said.code, code, "{args:?}\n{all}");
    for part in says {
        assert!(all.contains(part), "{args:?} says: {part}\n{all}");
    }
    said
}

/// Runs a command that must not write anything, and checks its exit code. Where the command could have written something
/// but for an error of the file system, it says so.
fn refuses(workshop: &Workshop, args: &[&str], code: i32, says: &[&str]) -> Said {
    let before = workshop.files();
    let said = ends(workshop, args, code, says);
    assert!(before == workshop.files(), "{args:?} wrote something");
    if said.err.contains("error[file-system]") && !["show", "diff"].contains(&args[0]) {
        assert!(said.err.contains("Nothing was written.\n"), "{args:?}\n{}", said.err);
    }
    said
}

#[test]
fn each_end_has_its_code() {
    let workshop = Workshop::new("each-end-has-its-code");
    let rows: &[(&[&str], i32, &str)] = &[
        (&[], 2, "Usage: cargo xtask <COMMAND>"),
        (&["regenerated"], 2, "unrecognized subcommand"),
        (&["regenerate"], 0, "0 written"),
        (&["regenerate", "--check"], 0, "0 stale"),
        (&["regenerate", "partner-center", "--check"], 0, "0 stale"),
        (&["regenerate", "nowhere"], 2, "there is no specs/nowhere/api.json; the APIs are: partner-center"),
        (&["regenerate", "--write"], 2, "unexpected argument '--write'"),
        (&["import", "partner-center"], 0, "specs/partner-center/api.json: unchanged"),
        (&["import", "partner-center", "--check"], 0, "api.json: unchanged"),
        (&["import", "nowhere"], 2, "there is no specs/nowhere/source; the APIs are: partner-center"),
        (&["import", "../specs/partner-center"], 2, "is a path: give the name of the API, `partner-center`"),
        (&["import"], 2, "required arguments"),
        (&["show", "nowhere", "--stage", "spec"], 2, "error: nowhere: "),
        (&["show", "partner-center", "--stage", "tokens"], 2, "invalid value 'tokens'"),
        (&["show", CART, "--stage", "spec", "--include", "nothing.*"], 1, "no operation matches `nothing.*`"),
        (&["generate", "nowhere.json", "--out", "out"], 2, "error: nowhere.json: "),
        (&["generate", CART, "--out", "out", "--format", "wsdl"], 2, "invalid value 'wsdl'"),
        (&["generate", CART, "--out", "out", "--format", "spec"], 1, "error[syntax]"),
        (&["generate", "Cargo.toml", "--out", "out"], 1, "error[unknown-format]"),
        (&["vendor", "nothing", "out"], 2, "there is no generated/nothing; the crates are: partner-center"),
        (&["vendor", "../specs", "out"], 2, "there is no generated/../specs"),
        (&["vendor", "partner-center"], 2, "required arguments"),
    ];
    for (args, code, says) in rows {
        refuses(&workshop, args, *code, &[says]);
    }
}

#[test]
fn what_is_stale_is_told_and_then_written() {
    let workshop = Workshop::new("what-is-stale-is-told");
    let fresh = workshop.files();
    workshop.replace(API, "\"title\": \"Microsoft Partner Center\"", "\"title\": \"Orders\"");
    refuses(&workshop, &["import", "partner-center", "--check"], 4, &["api.json: stale; run `cargo xtask import"]);
    refuses(&workshop, &["regenerate", "--check"], 4, &["stale: src/client.rs", "stale: run `cargo xtask regenerate`"]);
    ends(&workshop, &["import", "partner-center"], 0, &["api.json: written"]);
    assert!(fresh == workshop.files(), "importing mends what was changed by hand");

    workshop.replace(MODEL, "pub struct Cart {", "pub struct Cart { // a note");
    // A file of an earlier run, which its list names.
    let (orphan, list) = ("src/models/orphan/mod.rs", "generated/partner-center/.generated.sha256");
    workshop.write_bytes(&format!("generated/partner-center/{orphan}"), &fresh[MODEL]);
    let entry = workshop.read(list).lines().find(|line| line.ends_with("src/models/cart.rs")).map(str::to_owned);
    let entry = entry.expect("the model is listed");
    workshop.replace(list, &entry, &format!("{entry}\n{}", entry.replace("src/models/cart.rs", orphan)));
    let said = ["1 stale, ", "1 to remove", "stale: src/models/cart.rs", "to remove: src/models/orphan/mod.rs"];
    refuses(&workshop, &["regenerate", "--check"], 4, &said);
    ends(&workshop, &["regenerate"], 0, &["written: src/models/cart.rs", "removed: src/models/orphan/mod.rs"]);
    // The edited file is kept (`edited.rs`).
    fs::remove_dir_all(workshop.folder().join("generated/partner-center/.generated.edited")).expect("it is kept");
    assert!(fresh == workshop.files(), "regenerating mends what was changed by hand");
    assert!(!workshop.folder().join("generated/partner-center/src/models/orphan").exists());
}

/// The crate that could be generated is not written either, since another API has an error.
#[test]
fn an_error_wins_over_what_is_stale() {
    let workshop = Workshop::new("an-error-wins");
    for file in ["api.json", "crate.json"] {
        workshop.write(&format!("specs/another/{file}"), &workshop.read(&format!("specs/partner-center/{file}")));
    }
    workshop.replace("specs/another/api.json", "\"title\": \"Microsoft Partner Center\",", "");
    workshop.replace(MODEL, "pub struct Cart {", "pub struct Cart { // a note");
    let said = ["error[syntax]", "specs/another/api.json:"];
    refuses(&workshop, &["regenerate", "--check"], 1, &said);
    refuses(&workshop, &["regenerate"], 1, &said);
    refuses(&workshop, &["regenerate", "partner-center", "--check"], 4, &["1 stale"]);
}

/// The single object that is printed, with exactly the documented keys.
fn object(said: &Said) -> Map<String, Value> {
    let messages: Map<String, Value> = serde_json::from_str(&said.out).expect("one JSON object is printed");
    assert_eq!(messages.keys().collect::<Vec<_>>(), ["crates", "problems"]);
    let list = |key: &str| messages[key].as_array().expect("a list").clone();
    let counts = [
        "files",
        "operations",
        "removed",
        "schemas",
        "skipped_operations",
        "types",
        "unchanged",
        "untyped_fallbacks",
        "written",
    ];
    for line in list("crates") {
        let line = line.as_object().expect("an object");
        assert!(line["name"].is_string() && counts.iter().all(|count| line[*count].is_u64()), "{line:?}");
        assert_eq!(line.len(), counts.len() + 1);
    }
    for problem in list("problems") {
        let problem = problem.as_object().expect("an object");
        let mut keys: Vec<&str> = problem.keys().map(String::as_str).collect();
        keys.sort_unstable();
        assert_eq!(keys, ["at", "help", "level", "message", "rule"]);
        assert!(problem.values().all(|value| value.as_str().is_some_and(|text| !text.is_empty())), "{problem:?}");
    }
    messages
}

/// The report of importing the documents of Partner Center.
const IMPORTED: &str = concat!(
    r#"[null,null,[["ignored-header","note","specs/partner-center/source/audit.swagger.json:99"],"#,
    r#"["invalid-schema","note","specs/partner-center/source/audit.swagger.json:336"],"#,
    r#"["duplicate-id","warning","specs/partner-center/source/customers.swagger.json:1031"],"#,
    r#"["duplicate-id","warning","specs/partner-center/source/customers.swagger.json:2897"],"#,
    r#"["invalid-schema","note","specs/partner-center/source/customers.swagger.json:3166"]]]"#,
);

#[test]
fn a_program_is_told_in_one_object() {
    let workshop = Workshop::new("one-object");
    workshop.write("broken.api.json", "{\n  \"title\": 5\n}\n");
    let spec = ["--format", "spec"];
    let rows: &[(&[&str], i32, &str)] = &[
        (&["regenerate"], 0, r#"["partner-center",58,[]]"#),
        (&["regenerate", "--check"], 0, r#"["partner-center",58,[]]"#),
        (&["import", "partner-center"], 0, IMPORTED),
        (&["import", "partner-center", "--check"], 0, IMPORTED),
        (&["generate", CART, "--out", "carts"], 0, r#"["create-a-new-cart",1,[]]"#),
        (
            &["generate", "broken.api.json", spec[0], spec[1], "--out", "broken"],
            1,
            r#"[null,null,[["syntax","error","broken.api.json:2:12"]]]"#,
        ),
    ];
    for (args, code, expected) in rows {
        let args = [args, &["--message-format", "json"][..]].concat();
        let said = ends(&workshop, &args, *code, &[]);
        let messages = object(&said);
        let problems = messages["problems"].as_array().expect("a list").iter();
        let problems: Value =
            problems.map(|told| serde_json::json!([told["rule"], told["level"], told["at"]])).collect();
        let line = &messages["crates"][0];
        assert_eq!(serde_json::json!([line["name"], line["operations"], problems]).to_string(), *expected, "{args:?}");
    }
}

/// An error of the file system is reported like any other problem, so that programs find it in the same place.
#[test]
fn a_refusal_of_the_file_system_is_a_problem() {
    let workshop = Workshop::new("a-refusal-of-the-file-system");
    // A folder instead of a file, a file instead of a folder, and bytes that are not UTF-8.
    workshop.write("mine.txt", "mine\n");
    workshop.write("folder.page.txt/file", "mine\n");
    workshop.write("out/src/lib.rs/file", "mine\n");
    workshop.write_bytes("bytes.page.txt", b"\xff");
    workshop.write("strange/src/lib.rs", "mine\n");
    workshop.write("specs/foldered/api.json/file", "mine\n");
    workshop.write("specs/filed/source", "mine\n");
    let rows: &[(&[&str], &str)] = &[
        (&["generate", CART, "--out", "mine.txt"], "mine.txt"),
        (&["generate", CART, "--out", "mine.txt/below"], "mine.txt/below"),
        (&["generate", CART, "--out", "out"], "out"),
        (&["generate", CART, "--out", "out", "--force"], "out/src/lib.rs"),
        (&["generate", CART, "--out", "strange"], "strange"),
        (&["generate", CART, "--out", "strange", "--force"], "strange/src/lib.rs"),
        (&["generate", "folder.page.txt", "--out", "new"], "folder.page.txt"),
        (&["generate", "bytes.page.txt", "--out", "new"], "bytes.page.txt"),
        (&["regenerate"], "specs/foldered/api.json"),
        (&["regenerate", "--check"], "specs/foldered/api.json"),
        (&["import", "filed"], "specs/filed/source"),
    ];
    for (args, path) in rows {
        refuses(&workshop, args, 1, &["error[file-system]: ", &format!("--> {path}\n"), "= help: "]);
        let said = refuses(&workshop, &[args, &["--message-format", "json"][..]].concat(), 1, &[]);
        let told = &object(&said)["problems"][0];
        let told = serde_json::json!([told["rule"], told["level"], told["at"]]);
        assert_eq!(told, serde_json::json!(["file-system", "error", path]), "{args:?}");
    }
    let bytes = ["generate", "bytes.page.txt", "--out", "new"];
    refuses(
        &workshop,
        &bytes,
        1,
        &["is not text in UTF-8", "= help: Save the file as UTF-8 text. Nothing was written.\n"],
    );
}

#[test]
fn counts_balance() {
    let workshop = Workshop::new("counts-balance");
    workshop.replace(MODEL, "pub struct Cart {", "pub struct Cart { // a note");
    let count = |line: &Value, key: &str| line[key].as_u64().expect("a number");
    let rows: [(&[&str], i32, u64); 3] =
        [(&["regenerate", "--check"], 4, 1), (&["regenerate"], 0, 1), (&["regenerate"], 0, 0)];
    for (args, code, written) in rows {
        let said = ends(&workshop, &[args, &["--message-format", "json"]].concat(), code, &[]);
        let line = object(&said)["crates"][0].clone();
        assert_eq!(count(&line, "written"), written);
        assert_eq!(count(&line, "files"), count(&line, "written") + count(&line, "unchanged"));
    }
}
