//! Nothing in a document is dropped silently: each keyword, wherever it stands, changes the spec and the crate, or is
//! reported.

use codegen::import::{self, Imported, Leniency, Source};
use codegen::lower::config::CrateConfig;
use codegen::lower::lower;
use codegen::spec::check::check;
use codegen::spec::json;
use serde_json::{Value, json};

/// A dialect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Dialect {
    Swagger2,
    OpenApi30,
    OpenApi31,
    OpenApi32,
}
use Dialect::{OpenApi30, OpenApi31, OpenApi32, Swagger2};

const DIALECTS: &[Dialect] = &[Swagger2, OpenApi30, OpenApi31, OpenApi32];

/// What says nothing to a client, by keyword, with the reason. All else has to arrive.
const LEFT_OUT: &[(&str, &str)] = &[
    ("$comment", "it is for the authors of the document"),
    ("example", "examples are no part of the interface"),
    ("examples", "examples are no part of the interface"),
    ("xml", "XML is sent and received as text"),
    ("contact", "whom to ask about the document"),
    ("license", "of the document, not of the crate"),
    ("termsOfService", "of the service, not of the crate"),
    ("version", "of the document: the crate has its own"),
    ("links", "which response leads to which operation is not modeled"),
    ("jsonSchemaDialect", "the only dialect that is read"),
    ("bearerFormat", "how a token looks inside is of no concern to those who send it"),
];

/// What the spec has and the crate does not, by keyword and position.
const NOT_IN_CRATE: &[(&str, &str)] = &[
    // A header is a string in the crate, unless it is a number or a boolean.
    ("format", "a response header"),
    ("nullable", "a response header"),
    // A parameter that is null is not sent.
    ("nullable", "a query parameter"),
    // The only successful response has no documentation in the crate: nearly all say `OK`.
    ("description", "the response body"),
    ("title", "the response body"),
    ("externalDocs", "the response body"),
    ("description", "items of the response body"),
    ("title", "items of the response body"),
    ("externalDocs", "items of the response body"),
    ("description", "items of a sequence"),
    ("title", "items of a sequence"),
    ("externalDocs", "items of a sequence"),
];

/// The keywords of schemas: the dialects that have it, the schema without it, its name and its value.
fn schema_keywords() -> Vec<(&'static [Dialect], Value, &'static str, Value)> {
    const ALL: &[Dialect] = DIALECTS;
    const OF_3: &[Dialect] = &[OpenApi30, OpenApi31, OpenApi32];
    const OLD: &[Dialect] = &[Swagger2, OpenApi30];
    const NEW: &[Dialect] = &[OpenApi31, OpenApi32];
    let (string, number) = (json!({"type": "string"}), json!({"type": "number", "minimum": 1, "maximum": 9}));
    let list = json!({"type": "array", "items": {"type": "string"}});
    let object = json!({"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "string"}}});
    let mut keywords = Vec::new();
    let mut add = |dialects, base: &Value, name, value| keywords.push((dialects, base.clone(), name, value));
    add(ALL, &string, "minLength", json!(1));
    add(ALL, &string, "maxLength", json!(9));
    add(ALL, &string, "pattern", json!("^a"));
    add(ALL, &string, "format", json!("date-time"));
    add(ALL, &string, "format", json!("made-up"));
    add(ALL, &string, "enum", json!(["a", "b"]));
    add(ALL, &string, "default", json!("a"));
    add(NEW, &string, "const", json!("a"));
    add(NEW, &string, "contentMediaType", json!("image/png"));
    add(NEW, &string, "contentEncoding", json!("base64"));
    add(NEW, &string, "contentSchema", json!({"type": "integer"}));
    add(OLD, &number, "exclusiveMinimum", json!(true));
    add(OLD, &number, "exclusiveMaximum", json!(true));
    add(NEW, &json!({"type": "number"}), "exclusiveMinimum", json!(1));
    add(NEW, &json!({"type": "number"}), "exclusiveMaximum", json!(9));
    add(ALL, &json!({"type": "number"}), "minimum", json!(1));
    add(ALL, &json!({"type": "number"}), "maximum", json!(9));
    add(ALL, &json!({"type": "number"}), "multipleOf", json!(2));
    add(ALL, &list, "minItems", json!(1));
    add(ALL, &list, "maxItems", json!(9));
    add(ALL, &list, "uniqueItems", json!(true));
    add(NEW, &list, "contains", json!({"const": "a"}));
    add(
        NEW,
        &json!({"type": "array", "items": {"type": "string"}, "contains": {"const": "a"}}),
        "minContains",
        json!(2),
    );
    add(
        NEW,
        &json!({"type": "array", "items": {"type": "string"}, "contains": {"const": "a"}}),
        "maxContains",
        json!(2),
    );
    add(NEW, &list, "prefixItems", json!([{"type": "integer"}]));
    add(ALL, &object, "required", json!(["a"]));
    add(ALL, &object, "minProperties", json!(1));
    add(ALL, &object, "maxProperties", json!(9));
    add(ALL, &object, "additionalProperties", json!({"type": "integer"}));
    add(NEW, &object, "patternProperties", json!({"^x": {"type": "integer"}}));
    add(NEW, &object, "propertyNames", json!({"pattern": "^a"}));
    add(NEW, &object, "dependentRequired", json!({"a": ["b"]}));
    add(NEW, &object, "dependentSchemas", json!({"a": {"required": ["b"]}}));
    add(ALL, &string, "description", json!("Says what it is."));
    add(ALL, &object, "description", json!("Says what it is."));
    add(ALL, &string, "title", json!("Says how it is called"));
    add(OF_3, &string, "deprecated", json!(true));
    add(OF_3, &string, "not", json!({"enum": ["a"]}));
    add(ALL, &object, "allOf", json!([{"type": "object", "properties": {"c": {"type": "string"}}}]));
    add(OF_3, &json!({}), "oneOf", json!([{"type": "string"}, {"type": "integer"}]));
    add(OF_3, &json!({}), "anyOf", json!([{"type": "string"}, {"type": "integer"}]));
    add(&[OpenApi30], &string, "nullable", json!(true));
    add(NEW, &string, "if", json!({"minLength": 3}));
    add(ALL, &string, "example", json!("a"));
    add(NEW, &string, "examples", json!(["a"]));
    add(ALL, &string, "externalDocs", json!({"url": "https://docs.example"}));
    add(ALL, &string, "xml", json!({"name": "a"}));
    add(NEW, &string, "$comment", json!("For authors."));
    keywords
}

/// Makes a document with a schema at one position.
type Document = Box<dyn Fn(Value) -> Value>;

/// Where a schema may stand, by name.
fn positions(dialect: Dialect) -> Vec<(&'static str, Document)> {
    let operation = move |operation: Value| document(dialect, json!({"/a": {"post": operation}}), json!({}));
    let fine = || json!({"204": {"description": "Done."}});
    let property = |schema: Value| json!({"type": "object", "properties": {"p": schema}});
    let mut positions: Vec<(&'static str, Document)> = Vec::new();
    let named = move |schema: Value| document(dialect, json!({}), json!({"Named": schema}));
    positions.push(("a property", Box::new(move |schema| named(property(schema)))));
    positions.push((
        "items of a property",
        Box::new(move |schema| named(property(json!({"type": "array", "items": schema})))),
    ));
    positions.push((
        "values of a map",
        Box::new(move |schema| named(property(json!({"type": "object", "additionalProperties": schema})))),
    ));
    if dialect == Swagger2 {
        let body = move |schema: Value| {
            operation(json!({"parameters": [{"in": "body", "name": "b", "schema": schema}], "responses": fine()}))
        };
        positions.push(("the request body", Box::new(body)));
        positions.push((
            "items of the request body",
            Box::new(move |schema| body(json!({"type": "array", "items": schema}))),
        ));
        let reply =
            move |schema: Value| operation(json!({"responses": {"200": {"description": "Done.", "schema": schema}}}));
        positions.push(("the response body", Box::new(reply)));
        positions.push((
            "items of the response body",
            Box::new(move |schema| reply(json!({"type": "array", "items": schema}))),
        ));
        return positions;
    }
    let content = |schema: Value| json!({"application/json": {"schema": schema}});
    let body =
        move |schema: Value| operation(json!({"requestBody": {"content": content(schema)}, "responses": fine()}));
    positions.push(("the request body", Box::new(body)));
    positions
        .push(("items of the request body", Box::new(move |schema| body(json!({"type": "array", "items": schema})))));
    let reply = move |schema: Value| {
        operation(json!({"responses": {"200": {"description": "Done.", "content": content(schema)}}}))
    };
    positions.push(("the response body", Box::new(reply)));
    positions
        .push(("items of the response body", Box::new(move |schema| reply(json!({"type": "array", "items": schema})))));
    let header = move |schema: Value| {
        operation(json!({"responses": {"200": {"description": "Done.", "headers": {"X-A": {"schema": schema}}}}}))
    };
    positions.push(("a response header", Box::new(header)));
    let parameter = move |schema: Value| {
        operation(json!({"parameters": [{"in": "query", "name": "q", "schema": schema}], "responses": fine()}))
    };
    positions.push(("a query parameter", Box::new(parameter)));
    if dialect == OpenApi32 {
        let items = move |schema: Value| {
            let content = json!({"application/jsonl": {"itemSchema": schema}});
            operation(json!({"responses": {"200": {"description": "Done.", "content": content}}}))
        };
        positions.push(("items of a sequence", Box::new(items)));
    }
    positions
}

/// A document with paths and named schemas.
fn document(dialect: Dialect, paths: Value, schemas: Value) -> Value {
    let info = json!({"title": "Kept", "version": "1"});
    match dialect {
        Swagger2 => json!({
            "swagger": "2.0", "info": info, "host": "a.example", "schemes": ["https"], "consumes": ["application/json"],
            "produces": ["application/json"], "paths": paths, "definitions": schemas
        }),
        dialect => {
            let version = match dialect {
                OpenApi30 => "3.0.3",
                OpenApi31 => "3.1.0",
                _ => "3.2.0",
            };
            let servers = json!([{"url": "https://a.example"}]);
            json!({"openapi": version, "info": info, "servers": servers, "paths": paths, "components": {"schemas": schemas}})
        }
    }
}

/// The spec with the notes, and the crate.
fn read(document: &Value) -> (String, String) {
    let source = Source { name: "kept.json".to_owned(), text: document.to_string() };
    let Imported { api, notes, .. } = match import::import(None, &[source], Leniency::Normal) {
        Ok(imported) => imported,
        // A problem is a report.
        Err(problems) => return (format!("{problems:?}"), format!("{problems:?}")),
    };
    let mut spec = json::write_api(&api);
    notes.iter().for_each(|note| spec.push_str(&note.message));
    let krate = check(api, None).and_then(|api| lower(&api, &CrateConfig::named("kept")));
    (spec, format!("{:?}", krate.map(|lowered| lowered.krate)))
}

fn with(mut schema: Value, keyword: &str, value: Value) -> Value {
    schema[keyword] = value;
    schema
}

fn is_left_out(keyword: &str) -> bool {
    LEFT_OUT.iter().any(|(known, _)| *known == keyword)
}

#[test]
fn each_keyword_of_a_schema_arrives_from_each_position() {
    let mut odd = Vec::new();
    for dialect in DIALECTS {
        for (position, place) in positions(*dialect) {
            for (dialects, base, keyword, value) in schema_keywords() {
                if !dialects.contains(dialect) {
                    continue;
                }
                let (without, with) = (read(&place(base.clone())), read(&place(with(base, keyword, value.clone()))));
                let said = format!("{dialect:?}: {keyword}: {value} of {position}");
                match (without.0 == with.0, without.1 == with.1, is_left_out(keyword)) {
                    (true, _, false) => odd.push(format!("{said} is lost")),
                    (false, true, false) if NOT_IN_CRATE.contains(&(keyword, position)) => {}
                    (false, true, false) => odd.push(format!("{said} is in the spec, but not in the crate")),
                    (false, _, true) => odd.push(format!("{said} arrives: it is no longer left out")),
                    (false, false, false) | (true, _, true) => {}
                }
            }
        }
    }
    assert!(odd.is_empty(), "{} of them\n{}", odd.len(), odd.join("\n"));
}
