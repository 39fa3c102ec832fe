//! Tests that edits of a spec cause small diffs: how many files and lines change in `api.json` and in the crate.

use std::collections::BTreeMap;

use codegen::emit::manifest::WorkspaceRole;
use codegen::generate::generate;
use codegen::import::{Leniency, Source, import};
use codegen::lower::config::CrateConfig;
use codegen::spec::check::check;
use codegen::spec::{Api, json};
use serde_json::{Value, json};

use super::{patched, read};
use crate::workshop::files;

/// `api.json` and the files of the crate, by path.
type Made = BTreeMap<String, String>;

fn made(spec: &Value) -> Made {
    let api: Api = json::read("api.json", &spec.to_string()).expect("the spec can be read");
    let config: CrateConfig =
        json::read("crate.json", &read("_base.crate.json").to_string()).expect("the config can be read");
    let checked = check(api, Some("api.json")).expect("the spec makes sense");
    let generated =
        generate(&checked, &config, "cargo xtask in a test", WorkspaceRole::Member).expect("a crate is made");
    let files = generated.tree.files().map(|(path, text)| (path.to_owned(), text.to_owned()));
    files.chain([("api.json".to_owned(), json::write_api(&checked))]).collect()
}

/// The files that differ, each with the number of removed and added lines.
fn changed(old: &Made, new: &Made) -> BTreeMap<String, (usize, usize)> {
    let mut changed = BTreeMap::new();
    for path in old.keys().chain(new.keys()) {
        let (before, after) = (old.get(path).map_or("", String::as_str), new.get(path).map_or("", String::as_str));
        if before != after {
            let (mut gone, mut fresh) = (counted(before), counted(after));
            for (line, count) in &mut gone {
                let same = fresh.get(line).copied().unwrap_or(0).min(*count);
                *count -= same;
                if let Some(other) = fresh.get_mut(line) {
                    *other -= same;
                }
            }
            changed.insert(path.clone(), (gone.values().sum(), fresh.values().sum()));
        }
    }
    changed
}

/// The number of occurrences of each line in a string, without a comma at its end.
fn counted(text: &str) -> BTreeMap<&str, usize> {
    let mut counts = BTreeMap::new();
    for line in text.lines() {
        *counts.entry(line.trim_end_matches(',')).or_default() += 1;
    }
    counts
}

/// An edit, and the files that it may change, each with the maximum number of lines.
type Edit = (&'static str, Value, &'static [(&'static str, usize)]);

fn edits() -> Vec<Edit> {
    let member = |name: &str, member: Value| json!({ "shape": { "struct": { "members": { name: member } } } });
    let operation = json!({ "group": "carts", "name": "drop", "method": "DELETE", "path": "/carts",
        "replies": { "204": {} } });
    vec![
        (
            "a member is new",
            json!({ "types": { "Cart": member("remark", json!({ "type": "string" })) } }),
            &[("api.json", 1), ("src/models/cart.rs", 1)],
        ),
        (
            "a member has docs",
            json!({ "types": { "Line": member("sku", json!({ "docs": "What is bought." })) } }),
            &[("api.json", 6), ("src/models/line.rs", 1)],
        ),
        (
            "a member is gone",
            json!({ "types": { "Cart": member("total", Value::Null) } }),
            &[("api.json", 1), ("src/models/cart.rs", 1)],
        ),
        (
            "an enum has a value more",
            json!({ "types": { "State": { "shape": { "strings": { "values":
                [{ "value": "done" }, { "value": "late" }, { "value": "open" }] } } } } }),
            &[("api.json", 1), ("src/models/state.rs", 1)],
        ),
        (
            "a model is new",
            json!({ "types": { "Voucher": member("code", json!({ "type": "string" })) } }),
            &[("api.json", 9), ("src/models/mod.rs", 2), ("src/models/voucher.rs", 15)],
        ),
        (
            "an operation is new",
            json!({ "operations": { "drop": operation } }),
            &[
                ("api.json", 11),
                ("README.md", 2),
                ("src/operations/carts/mod.rs", 14),
                ("src/operations/carts/requests.rs", 5),
            ],
        ),
        (
            "an operation is gone",
            json!({ "operations": { "count": Value::Null } }),
            &[
                ("api.json", 10),
                ("README.md", 2),
                ("src/operations/carts/mod.rs", 14),
                ("src/operations/carts/requests.rs", 5),
            ],
        ),
        (
            "a parameter is new",
            json!({ "operations": { "list": { "params": { "query": { "size": { "type": "int32" } } } } } }),
            &[("api.json", 1), ("src/operations/carts/requests.rs", 5)],
        ),
    ]
}

#[test]
fn an_edit_changes_what_it_is_about_and_nothing_else() {
    let base = read("_base.api.json");
    let before = made(&base);
    let mut wrong = Vec::new();
    for (name, patch, allowed) in edits() {
        let mut spec = base.clone();
        patched(&mut spec, &patch);
        let changed = changed(&before, &made(&spec));
        let allowed: BTreeMap<&str, usize> = allowed.iter().copied().collect();
        let is_small = changed
            .iter()
            .all(|(path, (gone, fresh))| allowed.get(path.as_str()).is_some_and(|most| gone.max(fresh) <= most));
        if !is_small || changed.len() != allowed.len() {
            wrong.push(format!("{name}: {changed:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Reverses the order of everything whose order has no meaning in JSON.
fn turned(value: &Value) -> String {
    match value {
        Value::Object(members) => {
            let members: Vec<String> =
                members.iter().rev().map(|(name, value)| format!("{}:{}", json!(name), turned(value))).collect();
            format!("{{{}}}", members.join(","))
        }
        Value::Array(items) => format!("[{}]", items.iter().map(turned).collect::<Vec<_>>().join(",")),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.to_string(),
    }
}

#[test]
fn the_order_of_a_source_changes_nothing() {
    let base = read("_base.api.json");
    let spec = |text: String| {
        let source = Source { name: "a.api.json".to_owned(), text };
        import(None, &[source], Leniency::Normal).expect("it can be read").api
    };
    assert_eq!(spec(base.to_string()), spec(turned(&base)));
}

/// A sentence that is inserted into a page moves everything below it, and does not change the API.
#[test]
fn text_inserted_into_a_page_changes_nothing() {
    let folder = crate::root().join("specs/partner-center/source");
    let sources = |insert: bool| -> Vec<Source> {
        let pages = files(&folder).into_iter().filter(|(name, _)| name.ends_with(".page.txt")).map(|(name, bytes)| {
            let text = String::from_utf8(bytes).expect("a page is UTF-8");
            // A page begins with its title and then has prose.
            let text =
                if insert { text.replacen('\n', "\n\nOne more sentence of prose.\n\nAnother one.\n", 1) } else { text };
            Source { name, text }
        });
        pages.collect()
    };
    let specs = [false, true].map(|insert| {
        json::write_api(&import(None, &sources(insert), Leniency::Normal).expect("the pages can be read").api)
    });
    let docs = |text: &str| text.matches("One more sentence").count();
    assert!(changed_lines(&specs[0], &specs[1]) <= 2 * docs(&specs[1]), "only docs that hold the text may change");
}

fn changed_lines(old: &str, new: &str) -> usize {
    let (old, new) = (Made::from([("a".to_owned(), old.to_owned())]), Made::from([("a".to_owned(), new.to_owned())]));
    changed(&old, &new).get("a").map_or(0, |(gone, fresh)| gone + fresh)
}
