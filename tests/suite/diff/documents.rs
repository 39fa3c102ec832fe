//! Tests what is reported for pairs of documents, in both directions: the rules on the wire with their severity, and
//! the verdict for code that calls the crate.

use std::collections::BTreeSet;

use codegen::diff::{self, Diff, Scope, Side};
use codegen::import::{Leniency, Source, import};
use codegen::lower::lower;
use codegen::spec::check::check;
use serde_json::{Value, json};

use super::config;

/// Two documents, and what the comparison from each to the other reports.
struct Case {
    name: &'static str,
    old: Value,
    new: Value,
    forth: &'static str,
    back: &'static str,
    source: &'static str,
}

fn document(operation: Value, schemas: Value) -> Value {
    let mut operation = operation;
    let members = operation.as_object_mut().expect("an object");
    members.entry("operationId").or_insert_with(|| json!("makeThing"));
    members.entry("responses").or_insert_with(|| json!({ "204": { "description": "Done." } }));
    json!({
        "openapi": "3.1.0", "info": { "title": "Things", "version": "1" },
        "servers": [{ "url": "https://a.example" }],
        "paths": { "/things": { "post": operation } },
        "components": { "schemas": schemas },
    })
}

/// A document whose only body is sent.
fn sent(content: Value, schemas: Value) -> Value {
    document(json!({ "requestBody": { "required": true, "content": content } }), schemas)
}

/// A document whose only body is received.
fn received(content: Value, schemas: Value) -> Value {
    document(json!({ "responses": { "200": { "description": "Done.", "content": content } } }), schemas)
}

/// A document with one parameter, which is also in the path if it is one of it.
fn parameter(parameter: Value) -> Value {
    let path = if parameter["in"] == "path" { "/things/{ids}" } else { "/things" };
    let mut document = document(json!({ "parameters": [parameter] }), json!({}));
    let item = document["paths"]["/things"].take();
    document["paths"] = json!({ path: item });
    document
}

fn object(members: Value) -> Value {
    json!({ "type": "object", "properties": members })
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
fn told(diff: &Diff) -> String {
    let rules: BTreeSet<String> =
        diff.wire.iter().map(|change| format!("{} {}", change.rule.id(), change.severity.word(Scope::Wire))).collect();
    rules.into_iter().collect::<Vec<_>>().join(", ")
}

fn check_all(cases: Vec<Case>) {
    let mut wrong = Vec::new();
    for Case { name, old, new, forth, back, source } in cases {
        let (there, undone) = (compare(&old, &new), compare(&new, &old));
        let verdict = there.surface_severity().map_or("no change", |severity| severity.word(Scope::Surface));
        let found = [told(&there), told(&undone), verdict.to_owned()];
        if found != [forth, back, source] {
            wrong.push(format!("{name}\n  {}", found.join("\n  ")));
        }
        for document in [old, new] {
            assert!(compare(&document, &document).is_empty(), "{name}: {document}");
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A case that is the same in both directions.
fn even(name: &'static str, old: Value, new: Value, told: &'static str, source: &'static str) -> Case {
    Case { name, old, new, forth: told, back: told, source }
}

#[test]
fn bodies_of_other_media_types_are_compared() {
    let text = || json!({ "type": "string" });
    let beside = |media: &str, schema: Value| json!({ "application/json": { "schema": object(json!({ "a": text() })) }, media: { "schema": schema } });
    let two = |other: Value| object(json!({ "a": text(), "b": other }));
    let mut cases = Vec::new();
    for media in ["application/xml", "application/cbor", "text/csv", "multipart/mixed"] {
        let with = |schema| sent(beside(media, schema), json!({}));
        let source = if media == "application/xml" { "no change" } else { "major" };
        let (old, new) = (with(two(text())), with(two(json!({ "type": "integer" }))));
        cases.push(even(media, old, new, "member-retyped breaking", source));
        let with = |schema| received(beside(media, schema), json!({}));
        let mut required = two(text());
        required["required"] = json!(["b"]);
        cases.push(Case {
            name: media,
            old: with(two(text())),
            new: with(required),
            forth: "member-required compatible",
            back: "member-optional breaking",
            source: if media == "application/xml" { "no change" } else { "major" },
        });
    }
    // A model that only such a body uses.
    let named = |length: u64| {
        let schemas = json!({ "Thing": two(json!({ "type": "string", "maxLength": length })) });
        sent(beside("application/xml", json!({ "$ref": "#/components/schemas/Thing" })), schemas)
    };
    cases.push(Case {
        name: "a named model",
        old: named(5),
        new: named(3),
        forth: "constraint-tightened breaking",
        back: "constraint-loosened compatible",
        source: "patch",
    });
    // A list that contains itself ends.
    let endless = || {
        let list = json!({ "type": "array", "items": { "$ref": "#/paths/~1things/post/requestBody/content/application~1xml/schema" } });
        sent(beside("application/xml", list), json!({}))
    };
    cases.push(even("a list of itself", endless(), endless(), "", "no change"));
    check_all(cases);
}

#[test]
fn names_of_elements_are_compared() {
    const CHANGED: &str = "xml-changed breaking";
    const RENAMED: &str = "type-renamed docs, xml-changed breaking";
    let xml = |schema: Value| json!({ "application/xml": { "schema": schema } });
    let both =
        |schema: Value| json!({ "application/xml": { "schema": schema }, "application/json": { "schema": schema } });
    let refer = |name: &str| json!({ "$ref": format!("#/components/schemas/{name}") });
    let thing = |xml: Value| {
        let mut thing = object(json!({ "a": { "type": "string" } }));
        if !xml.is_null() {
            thing["xml"] = xml;
        }
        thing
    };
    let named = |name: &str| thing(json!({ "name": name }));
    let model = |name: &str, def: Value| json!({ name: def });
    let nothing = || json!({});
    let property = |of_property: Value| json!({ "Thing": object(json!({ "a": of_property })) });
    let mut cases = Vec::new();
    for of in [sent, received] {
        cases.extend([
            even("inline", of(xml(named("x")), nothing()), of(xml(named("y")), nothing()), CHANGED, "patch"),
            even("beside JSON", of(both(named("x")), nothing()), of(both(named("y")), nothing()), CHANGED, "no change"),
            even(
                "of a model",
                of(xml(refer("P")), model("P", named("x"))),
                of(xml(refer("P")), model("P", named("y"))),
                CHANGED,
                "patch",
            ),
            even(
                "a renamed model",
                of(xml(refer("P")), model("P", thing(Value::Null))),
                of(xml(refer("Q")), model("Q", thing(Value::Null))),
                RENAMED,
                "major",
            ),
            even(
                "a renamed model beside JSON",
                of(both(refer("P")), model("P", thing(Value::Null))),
                of(both(refer("Q")), model("Q", thing(Value::Null))),
                RENAMED,
                "major",
            ),
            even(
                "a renamed model with a name for its element",
                of(xml(refer("P")), model("P", named("x"))),
                of(xml(refer("Q")), model("Q", named("x"))),
                "type-renamed docs",
                "major",
            ),
            even(
                "an operation with another name",
                of(xml(thing(Value::Null)), nothing()),
                {
                    let mut other = of(xml(thing(Value::Null)), nothing());
                    other["paths"]["/things"]["post"]["operationId"] = "createThing".into();
                    other
                },
                "operation-moved docs, operation-regrouped docs, type-renamed docs",
                "major",
            ),
            even(
                "the default of a property",
                of(xml(refer("Thing")), property(json!({ "type": "string" }))),
                of(xml(refer("Thing")), property(json!({ "type": "string", "xml": { "name": "a" } }))),
                "",
                "no change",
            ),
            even(
                "of a property",
                of(xml(refer("Thing")), property(json!({ "type": "string" }))),
                of(xml(refer("Thing")), property(json!({ "type": "string", "xml": { "name": "b" } }))),
                CHANGED,
                "patch",
            ),
            even(
                "an attribute",
                of(xml(refer("Thing")), property(json!({ "type": "string" }))),
                of(xml(refer("Thing")), property(json!({ "type": "string", "xml": { "attribute": true } }))),
                CHANGED,
                "patch",
            ),
        ]);
    }
    check_all(cases);
}

#[test]
fn another_form_of_the_request_is_a_change_of_the_crate() {
    const RESTYLED: &str = "param-restyled breaking";
    const MEDIA: &str = "media-type-added compatible, media-type-removed breaking";
    let list = || json!({ "type": "array", "items": { "type": "string" } });
    let query = |more: Value| {
        let mut stated = json!({ "name": "ids", "in": "query", "schema": list() });
        stated.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
        parameter(stated)
    };
    let schemas = || json!({ "Thing": object(json!({ "a": { "type": "string" }, "list": list() })) });
    let body = |media: &str, encoding: Value| {
        let schema = json!({ "$ref": "#/components/schemas/Thing" });
        sent(json!({ media: { "schema": schema, "encoding": encoding } }), schemas())
    };
    const FORM: &str = "application/x-www-form-urlencoded";
    let pipes = || json!({ "list": { "style": "pipeDelimited", "explode": false } });
    check_all(vec![
        even("JSON and a form", body("application/json", json!({})), body(FORM, json!({})), MEDIA, "patch"),
        even("JSON and XML", body("application/json", json!({})), body("application/xml", json!({})), MEDIA, "patch"),
        even("a list in a form", body(FORM, json!({})), body(FORM, pipes()), "body-restyled breaking", "patch"),
        even("exploded", query(json!({})), query(json!({ "explode": false })), RESTYLED, "patch"),
        even(
            "exploded and required",
            query(json!({ "required": true })),
            query(json!({ "required": true, "explode": false })),
            RESTYLED,
            "patch",
        ),
        even(
            "reserved characters",
            query(json!({ "required": true })),
            query(json!({ "required": true, "allowReserved": true })),
            RESTYLED,
            "patch",
        ),
        even(
            "in the path",
            query(json!({ "in": "path", "required": true })),
            query(json!({ "in": "path", "required": true, "style": "label" })),
            RESTYLED,
            "patch",
        ),
        even(
            "in a header",
            parameter(
                json!({ "name": "X-Ids", "in": "header", "required": true, "schema": object(json!({ "a": { "type": "string" } })) }),
            ),
            parameter(
                json!({ "name": "X-Ids", "in": "header", "required": true, "explode": true, "schema": object(json!({ "a": { "type": "string" } })) }),
            ),
            RESTYLED,
            "patch",
        ),
    ]);
}
