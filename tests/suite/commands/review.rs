//! Tests of the workflow that `import`, `diff`, `--bump` and `changelog` are parts of, with a small API.

use serde_json::{Value, json};

use super::diff::{commit, git};
use super::{ends, refuses};
use crate::workshop::Workshop;

const SOURCE: &str = "specs/shop/source/openapi.json";
const CONFIG: &str = "specs/shop/crate.json";
const CHANGELOG: &str = "specs/shop/CHANGELOG.md";
const ACCEPTED: &str = "specs/shop/accepted.json";

/// The source of a small API.
fn shop() -> Value {
    let item = json!({
        "required": ["id"],
        "properties": { "id": { "type": "string" }, "note": { "type": "string", "maxLength": 10 } },
    });
    let body = |schema: Value| json!({ "200": { "description": "ok", "content": { "application/json": { "schema": schema } } } });
    let one = json!({ "$ref": "#/components/schemas/Item" });
    let id = json!([{ "name": "id", "in": "path", "required": true, "schema": { "type": "string" } }]);
    let operation =
        |name: &str, responses: Value| json!({ "operationId": name, "tags": ["items"], "responses": responses });
    let mut get = operation("getItem", body(one.clone()));
    get["parameters"] = id;
    let list = operation("listItems", body(json!({ "type": "array", "items": one })));
    json!({
        "openapi": "3.1.0",
        "info": { "title": "Shop", "version": "1" },
        "paths": { "/items": { "get": list }, "/items/{id}": { "get": get } },
        "components": { "schemas": { "Item": item } },
    })
}

/// The settings of the crate, with those of operations.
fn config(version: &str, operations: &Value) -> String {
    json!({ "package": { "name": "shop", "version": version }, "operations": operations }).to_string()
}

/// A workspace with the API and its crate, which are committed.
fn workshop(name: &str, operations: &Value) -> Workshop {
    let workshop = Workshop::empty(name);
    workshop.write("Cargo.toml", "[workspace]\nmembers = [\"generated/*\"]\nresolver = \"3\"\n");
    write(&workshop, &shop());
    workshop.write(CONFIG, &config("1.0.0", operations));
    ends(&workshop, &["import", "shop"], 0, &["written"]);
    ends(&workshop, &["regenerate", "shop"], 0, &["written"]);
    git(&workshop, &["init", "--quiet"]);
    commit(&workshop, "The start");
    workshop
}

fn write(workshop: &Workshop, source: &Value) {
    workshop.write(SOURCE, &source.to_string());
}

/// The source with one change, and imported.
fn change(workshop: &Workshop, at: &str, value: Value) -> crate::cargo::Said {
    let mut source: Value = serde_json::from_str(&workshop.read(SOURCE)).expect("the source is JSON");
    let (parent, name) = at.rsplit_once('/').expect("a pointer");
    source.pointer_mut(parent).expect("it is there")[name] = value;
    write(workshop, &source);
    ends(workshop, &["import", "shop"], 0, &[])
}

const NOTE: &str = "/components/schemas/Item/properties/note/maxLength";

/// Each union contains the next one twice, so the number of ways to the last one doubles with each union.
#[test]
fn unions_of_unions_take_no_time_that_doubles_with_each() {
    let workshop = Workshop::empty("unions-of-unions");
    let schema = |index: usize| {
        let next = json!({ "$ref": format!("#/components/schemas/N_{}", index + 1) });
        (format!("N_{index}"), json!({ "oneOf": [next, { "type": "array", "items": next }] }))
    };
    let mut schemas: serde_json::Map<String, Value> = (0..60).map(schema).collect();
    schemas.insert("N_60".to_owned(), json!({ "type": "string", "maxLength": 5 }));
    let content = json!({ "application/json": { "schema": { "$ref": "#/components/schemas/N_0" } } });
    let operation = json!({ "requestBody": { "content": content }, "responses": { "204": { "description": "ok" } } });
    let info = json!({ "title": "Deep", "version": "1" });
    let paths = json!({ "/a": { "post": operation } });
    let document = json!({ "openapi": "3.1.0", "info": info, "paths": paths, "components": { "schemas": schemas } });
    workshop.write("deep.json", &document.to_string());
    refuses(&workshop, &["diff", "deep.json", "deep.json"], 0, &["source: no change"]);
}

#[test]
fn what_the_config_renames_is_not_a_change_of_the_generator() {
    let workshop = workshop("what-the-config-renames", &json!({}));
    let list = json!({ "listItems": { "method": "all", "request": "All" } });
    workshop.write(CONFIG, &config("1.0.0", &list));
    let said = change(&workshop, NOTE, json!(20));
    assert!(!said.out.contains("the generator"), "{}", said.out);
    assert!(said.out.contains("Items::list → Items::all"), "{}", said.out);
}

#[test]
fn a_released_section_of_the_changelog_gets_no_lines() {
    let workshop = workshop("a-released-section", &json!({}));
    let changelog = ["changelog", "shop"];
    ends(&workshop, &changelog, 0, &["1 version, 1 new"]);
    let released = workshop.read(CHANGELOG);
    assert!(released.contains("## [1.0.0] - 20"), "{released}");
    change(&workshop, NOTE, json!(5));
    ends(&workshop, &changelog, 0, &["2 versions, 1 new"]);
    let text = workshop.read(CHANGELOG);
    let (before, after) = text.split_once("## [1.0.0]").expect("the first version is there");
    assert!(before.contains("## [Unreleased]\n\n### Changed") && before.contains("`Item.note`"), "{text}");
    assert!(released.ends_with(after), "{text}");
    // A commit without another version releases nothing.
    commit(&workshop, "A shorter note");
    ends(&workshop, &changelog, 0, &["2 versions, 0 new"]);
    ends(&workshop, &["diff", "shop", "--against", "HEAD~1", "--bump"], 0, &["crate.json: "]);
    ends(&workshop, &changelog, 0, &["2 versions, 1 new"]);
    let text = workshop.read(CHANGELOG);
    assert!(text.contains("] - Unreleased") && !text.contains("## [Unreleased]"), "{text}");
    assert!(text.ends_with(after) && text.matches("`Item.note`").count() == 1, "{text}");
    commit(&workshop, "The next version");
    ends(&workshop, &changelog, 0, &["2 versions, 1 new"]);
    assert!(!workshop.read(CHANGELOG).contains("Unreleased"));
}

#[test]
fn the_changelog_has_breaks_in_rust_that_a_change_on_the_wire_causes() {
    let workshop = workshop("the-changelog-has-breaks", &json!({}));
    let header = json!([{ "name": "x-trace", "in": "header", "required": true, "schema": { "type": "string" } }]);
    change(&workshop, "/paths/~1items/get/parameters", header);
    change(&workshop, "/components/schemas/Item/properties/note", json!({ "type": "integer" }));
    ends(&workshop, &["changelog", "shop"], 0, &["2 versions"]);
    let text = workshop.read(CHANGELOG);
    for line in ["- **Breaking in Rust:** `Items::list", "- **Breaking in Rust:** `models::Item::note`"] {
        assert!(text.contains(line), "{line}\n{text}");
    }
}

#[test]
fn settings_follow_a_renamed_operation() {
    let workshop =
        workshop("settings-follow", &json!({ "getItem": { "method": "one" }, "listItems": { "method": "all" } }));
    let said = change(&workshop, "/paths/~1items~1{id}/get/operationId", json!("fetchItem"));
    assert!(said.out.contains("the settings of the operation `getItem` belong to `fetchItem` now"), "{}", said.out);
    let config: Value = serde_json::from_str(&workshop.read(CONFIG)).expect("it is JSON");
    let expected = json!({ "fetchItem": { "method": "one" }, "listItems": { "method": "all" } });
    assert_eq!(config["operations"], expected);
    refuses(&workshop, &["import", "shop", "--check"], 0, &["crate.json: unchanged"]);
    ends(&workshop, &["regenerate", "shop"], 0, &["shop"]);
    refuses(&workshop, &["diff", "shop"], 0, &["operation-moved", "source: no change"]);
    // Nothing has the settings of an operation that is gone, and without a crate there is no next version.
    workshop.write(CONFIG, &self::config("1.0.0", &json!({ "nothing": { "method": "one" } })));
    refuses(&workshop, &["diff", "shop"], 0, &["source: not compared"]);
    let said = ["source: not compared", "crate.json: the version is not changed"];
    refuses(&workshop, &["diff", "shop", "--bump"], 1, &said);
}

#[test]
fn each_denied_change_is_named() {
    let workshop = workshop("each-denied-change", &json!({}));
    change(&workshop, "/components/schemas/Item/properties/note", json!({ "type": "integer" }));
    change(&workshop, "/components/schemas/Item/properties/id", json!({ "type": "integer" }));
    let told =
        ["] Item.note ", "] Item.id ", "] models::Item::note ", "] models::Item::id "].map(|what| what.to_owned());
    let said = refuses(&workshop, &["diff", "shop", "--deny-breaking", "wire", "--deny-breaking", "source"], 4, &[]);
    let denied: Vec<&str> = said.err.lines().filter(|line| line.starts_with("denied: ")).collect();
    assert!(told.iter().all(|what| denied.iter().any(|line| line.contains(what))), "{denied:?}");
    let many = (0..30).map(|index| (format!("p{index}"), json!({ "type": "string" }))).collect::<Value>();
    change(&workshop, "/components/schemas/Item/properties", many);
    let said = refuses(&workshop, &["diff", "shop", "--deny", "docs", "--deny", "patch"], 4, &["denied: and "]);
    assert_eq!(said.err.lines().filter(|line| line.starts_with("denied: ")).count(), 21);
}

#[test]
fn a_reference_to_nothing_is_reported_with_its_consequence() {
    let workshop = Workshop::empty("a-reference-to-nothing");
    let mut new = shop();
    workshop.write("old.json", &new.to_string());
    new["components"]["schemas"]["Item"]["properties"]["note"] = json!({ "$ref": "#/components/schemas/Nothing" });
    workshop.write("new.json", &new.to_string());
    let said = refuses(&workshop, &["diff", "old.json", "new.json"], 0, &["It is not compared."]);
    assert!(!said.err.contains("generate --lenient"), "{}", said.err);
    let why = "error: new.json cannot be read completely, so the comparison does not prove what --deny requires";
    refuses(&workshop, &["diff", "old.json", "new.json", "--deny", "breaking"], 1, &[why]);
}

/// What is shown for people has no signs of another notation, no empty values, and sentences for the right direction.
#[test]
fn reports_are_written_for_people() {
    let workshop = Workshop::empty("reports-are-written-for-people");
    let mut old = shop();
    old["info"] = json!({ "version": "1" });
    let note = |source: &mut Value, note: Value| source["components"]["schemas"]["Item"]["properties"]["note"] = note;
    note(&mut old, json!({ "type": "string", "pattern": "^(a|b)$" }));
    let patch = |media: &str, text: Value| {
        let mut content = json!({});
        content[media] = json!({ "schema": text });
        json!({ "operationId": "change", "requestBody": { "required": true, "content": content }, "responses": { "204": { "description": "ok" } } })
    };
    let text =
        |length: usize| json!({ "properties": { "text": { "type": "string", "maxLength": length, "default": "a" } } });
    old["paths"]["/notes"]["patch"] = patch("application/json", text(5));
    let mut new = old.clone();
    note(&mut new, json!({ "type": "string", "pattern": "^(a|c)$" }));
    let mut changed = patch("application/merge-patch+json", text(9));
    changed["security"] = json!([{ "key": [] }]);
    new["components"]["securitySchemes"] = json!({ "key": { "type": "apiKey", "in": "header", "name": "x-key" } });
    new["paths"]["/notes"]["patch"] = changed;
    let header = json!({ "x-new": { "required": true, "schema": { "type": "string" } } });
    new["paths"]["/items"]["get"]["responses"]["200"]["headers"] = header;
    workshop.write("old.json", &old.to_string());
    workshop.write("new.json", &new.to_string());
    let diff = ["diff", "old.json", "new.json"];
    let text = refuses(&workshop, &diff, 0, &["authenticates with nothing", "sends application/json"]).out;
    assert!(text.starts_with("new.json\n"), "{text}");
    assert!(!text.contains("sends no body") && !text.contains("how  is"), "{text}");
    let markdown = refuses(&workshop, &[&diff[..], &["--output", "markdown"]].concat(), 0, &["`pattern: ^(a|c)$`"]).out;
    assert!(markdown.starts_with("# new.json: what changed\n"), "{markdown}");
    let told: Vec<&str> = markdown.lines().filter(|line| line.contains("constraint-loosened")).collect();
    assert!(told.iter().all(|line| line.contains("(sent") && !line.contains("Receivers may")), "{told:?}");
    assert!(!told.is_empty(), "{markdown}");
}

#[test]
fn an_acceptance_that_ends_with_the_next_version_is_reported_before_the_bump() {
    let workshop = workshop("an-acceptance-that-ends", &json!({}));
    change(&workshop, "/components/schemas/Item/properties/note", json!({ "type": "integer" }));
    let place = "models::Item::note";
    let rule = "rust-field-retyped";
    let entry =
        |until: &str| json!({ "changes": [{ "rule": rule, "place": place, "reason": "Planned.", "until": until }] });
    workshop.write(ACCEPTED, &entry("3.0.0").to_string());
    let said = refuses(&workshop, &["diff", "shop"], 0, &["version: 1.0.0 -> 2.0.0"]);
    assert!(!said.err.contains("is accepted until"), "{}", said.err);
    workshop.write(ACCEPTED, &entry("2.0.0").to_string());
    let told = "is accepted until 2.0.0, but the next version is 2.0.0: it is an error once `diff --bump` has written";
    ends(&workshop, &["diff", "shop", "--bump"], 0, &[told, "warning[stale-acceptance]"]);
    refuses(&workshop, &["diff", "shop"], 1, &["is accepted until 2.0.0, and the crate has 2.0.0"]);
}
