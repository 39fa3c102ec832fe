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

#[test]
fn schemas_that_are_one_type_in_the_spec_are_compared_apart() {
    let string = || json!({ "type": "string" });
    let integer = || json!({ "type": "integer" });
    let short = || json!({ "type": "string", "maxLength": 3 });
    let patterns = |patterns: Value, rest: Value| {
        let mut schema = json!({ "type": "object", "patternProperties": patterns });
        if !rest.is_null() {
            schema["additionalProperties"] = rest;
        }
        schema
    };
    let tuple = |first: Value, items: Value| json!({ "type": "array", "prefixItems": first, "items": items });
    let nothing = Value::Null;
    let long = [vec!["value"; 100], vec!["other"]].concat();
    let rows = [
        (
            "the types of two patterns",
            patterns(json!({ "^a": string(), "^b": integer() }), nothing.clone()),
            patterns(json!({ "^a": integer(), "^b": string() }), nothing.clone()),
            ["retyped", "retyped"],
        ),
        (
            "the constraints of two patterns",
            patterns(json!({ "^a": short(), "^b": string() }), nothing.clone()),
            patterns(json!({ "^a": string(), "^b": short() }), nothing.clone()),
            ["changed", "changed"],
        ),
        (
            "the constraints of one of two patterns",
            patterns(json!({ "^a": short(), "^b": short() }), nothing.clone()),
            patterns(json!({ "^a": string(), "^b": short() }), nothing.clone()),
            ["looser", "tighter"],
        ),
        (
            "a pattern and other names",
            patterns(json!({ "^a": string() }), integer()),
            patterns(json!({ "^a": integer() }), string()),
            ["retyped", "retyped"],
        ),
        (
            "no other names",
            patterns(json!({ "^a": string() }), string()),
            patterns(json!({ "^a": string() }), json!(false)),
            ["tighter", "looser"],
        ),
        (
            "the first positions",
            tuple(json!([string(), integer()]), json!({ "type": "boolean" })),
            tuple(json!([integer(), string()]), json!({ "type": "boolean" })),
            ["retyped", "retyped"],
        ),
        (
            "further positions",
            tuple(json!([string(), integer()]), string()),
            tuple(json!([string(), integer()]), integer()),
            ["retyped", "retyped"],
        ),
        (
            "one more position",
            tuple(json!([string(), integer()]), string()),
            tuple(json!([string(), integer(), integer()]), string()),
            ["retyped", "retyped"],
        ),
        (
            "the end of a long keyword",
            json!({ "type": "string", "not": { "enum": vec!["value"; 100] } }),
            json!({ "type": "string", "not": { "enum": long } }),
            ["tighter", "looser"],
        ),
    ];
    let body = |schema: &Value| json!({ "application/json": { "schema": schema } });
    let mut wrong = Vec::new();
    for (name, old, new, expected) in rows {
        for (is_sent, of) in [(true, sent as fn(Value, Value) -> Value), (false, received)] {
            let [old, new] = [&old, &new].map(|schema| of(body(schema), json!({})));
            for (expected, diff) in expected.iter().zip([compare(&old, &new), compare(&new, &old)]) {
                let severity = match (*expected, is_sent) {
                    ("retyped", _) | ("changed" | "tighter", true) => "breaking",
                    ("looser", true) | ("tighter", false) => "compatible",
                    _ => "may break",
                };
                let found = diff.wire_severity().map_or("no change", |severity| severity.word(Scope::Wire));
                if found != severity {
                    wrong.push(format!("{name}, sent: {is_sent}: {expected} is {}", told(&diff)));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn enums_beside_any_string_are_open_where_the_document_says_so() {
    let refer = || json!({ "$ref": "#/components/schemas/Color" });
    let any = || json!({ "type": "string" });
    let colors = || json!({ "type": "string", "enum": ["a", "b"] });
    let with = |of: fn(Value, Value) -> Value, schema: Value| {
        let body = json!({ "application/json": { "schema": object(json!({ "color": schema, "other": refer() })) } });
        of(body, json!({ "Color": colors() }))
    };
    let mut cases = Vec::new();
    for word in ["anyOf", "oneOf"] {
        let open = || json!({ word: [refer(), any()] });
        cases.extend([
            Case {
                name: "closed, sent",
                old: with(sent, open()),
                new: with(sent, refer()),
                forth: "enum-closed breaking",
                back: "enum-opened compatible",
                source: "no change",
            },
            Case {
                name: "closed, received",
                old: with(received, open()),
                new: with(received, refer()),
                forth: "enum-closed compatible",
                back: "enum-opened may break",
                source: "no change",
            },
            even("any string, sent", with(sent, open()), with(sent, any()), "docs-changed docs", "major"),
            even("any string, received", with(received, open()), with(received, any()), "docs-changed docs", "major"),
            Case {
                name: "an item",
                old: with(sent, json!({ "type": "array", "items": open() })),
                new: with(sent, json!({ "type": "array", "items": refer() })),
                forth: "constraint-tightened breaking",
                back: "constraint-loosened compatible",
                source: "no change",
            },
            Case {
                name: "with null",
                old: with(received, json!({ word: [refer(), any()] })),
                new: with(received, json!({ word: [refer(), any(), { "type": "null" }] })),
                forth: "null-allowed breaking",
                back: "null-refused compatible",
                source: "no change",
            },
            Case {
                name: "values in place",
                old: with(sent, open()),
                new: with(sent, json!({ word: [colors(), any()] })),
                forth: "type-added compatible",
                back: "type-removed compatible",
                source: "major",
            },
        ]);
    }
    check_all(cases);
}

#[test]
fn the_same_request_in_other_words_is_no_break() {
    let text = || json!({ "type": "string" });
    let json_body = |schema: Value| json!({ "application/json": { "schema": schema } });
    let reply = |status: &str, schema: Value| {
        document(
            json!({ "responses": { status: { "description": "Done.", "content": json_body(schema) } } }),
            json!({}),
        )
    };
    let secured = |schemes: Value, security: Value| {
        let mut document = document(json!({}), json!({}));
        document["components"]["securitySchemes"] = schemes;
        document["security"] = security;
        document
    };
    let key = |place: &str, name: &str| json!({ "type": "apiKey", "in": place, "name": name });
    let app = |scopes: Value| {
        let flow = json!({ "tokenUrl": "https://a.example/token", "scopes": scopes });
        json!({ "app": { "type": "oauth2", "flows": { "clientCredentials": flow } } })
    };
    let at = |servers: &[&str], path: &str| {
        let mut document = document(json!({}), json!({}));
        document["servers"] = servers.iter().map(|url| json!({ "url": url })).collect();
        let item = document["paths"]["/things"].take();
        document["paths"] = json!({ path: item });
        document
    };
    let pets = |is_constant: bool, discriminator: Value| {
        let pet = |name: &str| {
            let mut kind = text();
            if is_constant {
                kind["const"] = name.into();
            }
            json!({ "type": "object", "required": ["kind"], "properties": { "kind": kind, name: text() } })
        };
        let mut union =
            json!({ "oneOf": [{ "$ref": "#/components/schemas/cat" }, { "$ref": "#/components/schemas/dog" }] });
        if !discriminator.is_null() {
            union["discriminator"] = discriminator;
        }
        sent(json_body(union), json!({ "cat": pet("cat"), "dog": pet("dog") }))
    };
    let mapped = |names: Value| json!({ "propertyName": "kind", "mapping": names });
    let both = || json!({ "cat": "#/components/schemas/cat", "dog": "#/components/schemas/dog" });
    let three = || {
        let mut names = both();
        names["kitty"] = "#/components/schemas/cat".into();
        names
    };
    let bytes = |encoding: Value| sent(json_body(object(json!({ "a": encoding }))), json!({}));
    let older = {
        let mut document = bytes(json!({ "type": "string", "format": "byte" }));
        document["openapi"] = "3.0.3".into();
        document
    };
    let media = |media: &str| received(json!({ media: { "schema": text() } }), json!({}));
    check_all(vec![
        even("bytes", older, bytes(json!({ "type": "string", "contentEncoding": "base64" })), "", "patch"),
        Case {
            name: "bytes in another encoding",
            old: bytes(json!({ "type": "string", "contentEncoding": "base64" })),
            new: bytes(json!({ "type": "string", "contentEncoding": "base64url" })),
            forth: "constraint-tightened breaking, format-widened compatible",
            back: "constraint-loosened compatible, format-narrowed breaking",
            source: "major",
        },
        even("case of a media type", media("application/JSON"), media("application/json"), "", "no change"),
        even("UTF-8", media("application/json; charset=utf-8"), media("application/json"), "", "patch"),
        Case {
            name: "a class of statuses",
            old: reply("200", text()),
            new: reply("2XX", text()),
            forth: "constraint-loosened may break",
            back: "constraint-tightened compatible",
            source: "patch",
        },
        Case {
            name: "a class of statuses with another type",
            old: reply("200", text()),
            new: reply("2XX", json!({ "type": "integer" })),
            forth: "constraint-loosened may break, reply-retyped breaking",
            back: "constraint-tightened compatible, reply-retyped breaking",
            source: "major",
        },
        even(
            "case of a header",
            secured(json!({ "key": key("header", "X-Key") }), json!([{ "key": [] }])),
            secured(json!({ "key": key("header", "x-key") }), json!([{ "key": [] }])),
            "",
            "patch",
        ),
        even(
            "case in the query",
            secured(json!({ "key": key("query", "Key") }), json!([{ "key": [] }])),
            secured(json!({ "key": key("query", "key") }), json!([{ "key": [] }])),
            "scheme-changed breaking",
            "patch",
        ),
        Case {
            name: "an unused scheme",
            old: secured(json!({ "key": key("header", "A"), "other": key("header", "B") }), json!([{ "key": [] }])),
            new: secured(json!({ "key": key("header", "A") }), json!([{ "key": [] }])),
            forth: "scheme-removed compatible",
            back: "scheme-added compatible",
            source: "major",
        },
        Case {
            name: "an unused scope",
            old: secured(app(json!({ "a": "A.", "b": "B." })), json!([{ "app": ["a"] }])),
            new: secured(app(json!({ "a": "A." })), json!([{ "app": ["a"] }])),
            forth: "scope-removed compatible",
            back: "scope-added compatible",
            source: "patch",
        },
        Case {
            name: "a scope",
            old: secured(app(json!({ "a": "A.", "b": "B." })), json!([{ "app": ["a", "b"] }])),
            new: secured(app(json!({ "a": "A." })), json!([{ "app": ["a"] }])),
            forth: "scope-removed breaking, security-loosened compatible",
            back: "scope-added compatible, security-tightened breaking",
            source: "patch",
        },
        even(
            "a path that moves to the server",
            at(&["https://a.example", "https://b.example"], "/v1/things"),
            at(&["https://a.example/v1", "https://b.example/v1"], "/things"),
            "",
            "patch",
        ),
        even(
            "another path of the server",
            at(&["https://a.example"], "/things"),
            at(&["https://a.example/v1"], "/things"),
            "server-added compatible, server-removed breaking",
            "patch",
        ),
        even(
            "a discriminator over constants",
            pets(true, Value::Null),
            pets(true, json!({ "propertyName": "kind" })),
            "docs-changed docs",
            "no change",
        ),
        even(
            "a discriminator",
            pets(false, Value::Null),
            pets(false, json!({ "propertyName": "kind" })),
            "union-tag-changed breaking",
            "major",
        ),
        Case {
            name: "one more value of a discriminator",
            old: pets(false, mapped(both())),
            new: pets(false, mapped(three())),
            forth: "constraint-loosened compatible",
            back: "constraint-tightened breaking",
            source: "major",
        },
    ]);
}
