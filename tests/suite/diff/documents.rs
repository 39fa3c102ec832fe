//! Tests what is reported for pairs of documents, in both directions: the rules on the wire with their severity, and
//! the verdict for code that calls the crate.
//!
//! `cases/diff/documents/` has a case in each file. Both documents are a small one with one operation, `POST /things`,
//! to which `both` and the side add: `sent` is the content of its request body and `received` that of its response,
//! `operation` has other members of it, `schemas` those of the components, and any other name is a member of the
//! document or of the components. A `body` is first sent and then received, each with results of its own.

use std::collections::BTreeSet;
use std::fs;

use codegen::diff::{self, Diff, Scope, Side};
use codegen::import::{Leniency, Source, import};
use codegen::lower::lower;
use codegen::spec::check::check;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{config, folder};

include!(concat!(env!("OUT_DIR"), "/diff_documents.rs"));

/// A case.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    /// Why the results are what they are.
    #[serde(default, rename = "about")]
    _about: String,
    #[serde(default)]
    both: Map<String, Value>,
    old: Map<String, Value>,
    new: Map<String, Value>,
    told: Option<Told>,
    sent: Option<Told>,
    received: Option<Told>,
}

/// What the comparison from each side to the other reports on the wire, and for code that calls the crate.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Told {
    forth: String,
    back: String,
    source: String,
}

fn case(file: &str) {
    let path = folder().join("documents").join(file);
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let Case { both, old, new, told, sent, received, .. } =
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    assert!(told.is_some() || sent.is_some() || received.is_some(), "the case states no results");
    for (body, expected) in [("sent", told), ("sent", sent), ("received", received)] {
        let Some(expected) = expected else { continue };
        let [old, new] = [&old, &new].map(|side| document(&both, side, body));
        let (there, undone) = (compare(&old, &new), compare(&new, &old));
        let source = there.surface_severity().map_or("no change", |severity| severity.word(Scope::Surface));
        let found = Told { forth: rules(&there), back: rules(&undone), source: source.to_owned() };
        assert_eq!(found, expected, "{body}");
        for document in [old, new] {
            assert!(compare(&document, &document).is_empty(), "{document}");
        }
    }
}

/// The document of a side. `body` is where its `body` stands.
fn document(both: &Map<String, Value>, side: &Map<String, Value>, body: &str) -> Value {
    let mut document = json!({
        "openapi": "3.1.0", "info": { "title": "Things", "version": "1" },
        "servers": [{ "url": "https://a.example" }],
        "paths": { "/things": { "post": {
            "operationId": "makeThing", "responses": { "204": { "description": "Done." } } } } },
        "components": { "schemas": {} },
    });
    for (name, value) in both.iter().chain(side) {
        let operation = &mut document["paths"]["/things"]["post"];
        match if name == "body" { body } else { name } {
            "sent" => operation["requestBody"] = json!({ "required": true, "content": value }),
            "received" => operation["responses"] = json!({ "200": { "description": "Done.", "content": value } }),
            "operation" => operation.as_object_mut().expect("an object").extend(members(value)),
            "schemas" | "securitySchemes" => document["components"][name] = value.clone(),
            _ => document[name] = value.clone(),
        }
    }
    document
}

fn members(value: &Value) -> Map<String, Value> {
    value.as_object().expect("an object").clone()
}

fn compare(old: &Value, new: &Value) -> Diff {
    let [old, new] = [old, new].map(|document| {
        let source = Source { name: "a.json".to_owned(), text: document.to_string() };
        let api = match import(None, &[source], Leniency::Normal) {
            Ok(imported) => imported.api,
            Err(problems) => panic!("{}: {document}", problems[0].message),
        };
        let checked = check(api, None).unwrap_or_else(|problems| panic!("{}: {document}", problems[0].message));
        let lowered = lower(&checked, &config()).unwrap_or_else(|problems| panic!("{}", problems[0].message));
        (checked, lowered)
    });
    diff::compare(Side { api: &old.0, krate: Some(&old.1.krate) }, Side { api: &new.0, krate: Some(&new.1.krate) })
}

/// The rules of the changes on the wire, each with its severity.
fn rules(diff: &Diff) -> String {
    let rules: BTreeSet<String> =
        diff.wire.iter().map(|change| format!("{} {}", change.rule.id(), change.severity.word(Scope::Wire))).collect();
    rules.into_iter().collect::<Vec<_>>().join(", ")
}

/// A class of statuses has one text, which is compared with that of one status; the texts of the others are new, each
/// once.
#[test]
fn the_text_of_a_class_is_reported_once() {
    let responses = |texts: &[(&str, &str)]| {
        let responses: Map<String, Value> =
            texts.iter().map(|(status, text)| ((*status).to_owned(), json!({ "description": text }))).collect();
        document(&Map::new(), &members(&json!({ "operation": { "responses": responses } })), "sent")
    };
    let texts = |diff: &Diff| {
        let docs = diff.wire.iter().filter(|change| change.rule.id() == "docs-changed");
        docs.map(|change| (change.before.clone(), change.after.clone())).collect::<Vec<_>>()
    };
    let [some, other, third] = ["Refused.", "Bad.", "Missing."].map(|text| Some(text.to_owned()));
    let class = responses(&[("204", "Done."), ("4XX", "Refused.")]);
    let listed = responses(&[("204", "Done."), ("400", "Bad."), ("404", "Missing."), ("409", "Bad.")]);
    let as_before = responses(&[("204", "Done."), ("400", "Bad."), ("404", "Refused.")]);
    let (forth, back) = (compare(&class, &listed), compare(&listed, &class));
    assert_eq!(texts(&forth), [(some.clone(), other.clone()), (None, third.clone())]);
    assert_eq!(texts(&back), [(other.clone(), some), (third, None)]);
    assert_eq!(texts(&compare(&class, &as_before)), [(None, other)]);
}

/// A union of Microsoft Graph has two thousand types, most of which are new in the beta. If the time grew with more
/// than the number of pairs of types, this would take hours.
#[test]
fn unions_of_many_types_are_compared() {
    const TYPES: usize = 600;
    let name = |index: usize| format!("Thing{index}");
    let things = |types: Vec<usize>| {
        let model = |index: usize| {
            json!({ "type": "object", "required": ["kind"], "properties": {
                "kind": { "type": "string" }, format!("of{index}"): { "type": "integer" } } })
        };
        let refer = |index: usize| format!("#/components/schemas/{}", name(index));
        let mapping: Map<String, Value> = types.iter().map(|&index| (name(index), refer(index).into())).collect();
        let refs: Vec<Value> = types.iter().map(|&index| json!({ "$ref": refer(index) })).collect();
        let mut schemas: Map<String, Value> = types.iter().map(|&index| (name(index), model(index))).collect();
        let union = json!({ "oneOf": refs, "discriminator": { "propertyName": "kind", "mapping": mapping } });
        schemas.insert("Any".to_owned(), union);
        let content = json!({ "application/json": { "schema": { "$ref": "#/components/schemas/Any" } } });
        document(&Map::new(), &members(&json!({ "schemas": schemas, "sent": content })), "sent")
    };
    let (old, new) = (things((0..TYPES).collect()), things((TYPES / 3..TYPES * 4 / 3).collect()));
    let diff = compare(&old, &new);
    let count = |rule: &str| diff.wire.iter().filter(|change| change.rule.id() == rule).count();
    assert_eq!((count("variant-added"), count("variant-removed")), (TYPES / 3, TYPES / 3), "{}", rules(&diff));
}
