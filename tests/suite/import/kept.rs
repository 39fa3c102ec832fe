//! Tests that nothing in a document is dropped silently: each keyword, at each position, changes the spec and the
//! crate, or is reported.

use codegen::import::{self, Imported, Leniency, Source};
use codegen::lower::config::CrateConfig;
use codegen::lower::lower;
use codegen::spec::check::check;
use codegen::spec::json;
use serde_json::{Value, json};

/// A dialect of OpenAPI.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Dialect {
    Swagger2,
    OpenApi30,
    OpenApi31,
    OpenApi32,
}
use Dialect::{OpenApi30, OpenApi31, OpenApi32, Swagger2};

const DIALECTS: &[Dialect] = &[Swagger2, OpenApi30, OpenApi31, OpenApi32];

/// The keywords without a meaning for clients, with the reason. All others have to arrive in the spec.
const LEFT_OUT: &[(&str, &str)] = &[
    ("$comment", "it is for the authors of the document"),
    ("example", "examples are no part of the interface"),
    ("examples", "examples are no part of the interface"),
    ("xml", "what values look like in XML matters to no body in JSON"),
    ("contact", "whom to ask about the document"),
    ("license", "of the document, not of the crate"),
    ("termsOfService", "of the service, not of the crate"),
    ("links", "which response leads to which operation is not modeled"),
    ("jsonSchemaDialect", "the only dialect that is read"),
    ("parent", "groups do not contain groups"),
];

/// The keywords that are in the spec but not in the crate, with their position.
const NOT_IN_CRATE: &[(&str, &str)] = &[
    // A header is a string in the crate, unless it is a number or a boolean.
    ("format", "a response header"),
    ("nullable", "a response header"),
    // A parameter that is null is not sent.
    ("nullable", "a query parameter"),
    // The only success response has no documentation in the crate, since nearly all only say `OK`.
    ("description", "the response body"),
    ("title", "the response body"),
    ("externalDocs", "the response body"),
    ("description", "items of the response body"),
    ("title", "items of the response body"),
    ("externalDocs", "items of the response body"),
    ("description", "items of a sequence"),
    ("title", "items of a sequence"),
    ("externalDocs", "items of a sequence"),
    // The only success response, as above.
    ("description", "/paths/~1a~1{id}/post/responses/200"),
    ("summary", "/paths/~1a~1{id}/post/responses/200"),
    // A header is always optional in the crate, because services leave out headers that they document as required.
    ("required", "/paths/~1a~1{id}/post/responses/200/headers/X-A"),
    // The crate has its own version.
    ("version", "/info"),
    // A note states that the headers are not sent.
    ("headers", "/paths/~1a~1{id}/post/requestBody/content/application~1x-www-form-urlencoded/encoding/f"),
    // Nobody passes an empty value to a parameter of another type than a string.
    ("allowEmptyValue", "/paths/~1a~1{id}/post/parameters/1"),
    // The client has no code for requests of the service.
    ("webhooks", ""),
    ("callbacks", "/paths/~1a~1{id}/post"),
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

/// The positions of schemas, by name.
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
        // A problem counts as a report.
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

/// A document with each object of OpenAPI except schemas, with the minimum that each needs.
fn plain(dialect: Dialect) -> Value {
    let string = json!({"type": "string"});
    if dialect == Swagger2 {
        let mut swagger = document(dialect, json!({}), json!({}));
        swagger["paths"] = json!({"/a/{id}": {"post": {
            "operationId": "send",
            "parameters": [
                {"name": "id", "in": "path", "required": true, "type": "string"},
                {"name": "q", "in": "query", "type": "array", "items": {"type": "string"}},
                {"name": "b", "in": "body", "schema": {"type": "object", "properties": {"a": string}}},
            ],
            "responses": {"200": {"description": "", "headers": {"X-A": {"type": "string"}}, "schema": {"type": "integer"}}},
        }}, "/other": {"get": {"tags": ["rest"], "responses": {"204": {"description": ""}}}}});
        swagger["securityDefinitions"] = json!({
            "key": {"type": "apiKey", "in": "header", "name": "X-Key"},
            "oauth": {"type": "oauth2", "flow": "application", "tokenUrl": "https://a.example/token", "scopes": {}},
        });
        swagger["tags"] = json!([{"name": "things"}]);
        return swagger;
    }
    let mut openapi = document(dialect, json!({}), json!({}));
    let form = json!({"type": "object", "properties": {"f": {"type": "array", "items": string}}});
    openapi["paths"] = json!({"/a/{id}": {"post": {
        "operationId": "send",
        "parameters": [
            {"name": "id", "in": "path", "required": true, "schema": string},
            {"name": "q", "in": "query", "schema": {"type": "array", "items": string}},
        ],
        "requestBody": {"content": {"application/x-www-form-urlencoded": {"schema": form, "encoding": {"f": {}}}}},
        "responses": {"200": {
            "description": "",
            "headers": {"X-A": {"schema": string}},
            "content": {"application/json": {"schema": {"type": "integer"}}},
        }},
    }}, "/other": {"get": {"tags": ["rest"], "responses": {"204": {"description": ""}}}}});
    openapi["components"]["securitySchemes"] = json!({
        "key": {"type": "apiKey", "in": "header", "name": "X-Key"},
        "token": {"type": "http", "scheme": "bearer"},
        "oauth": {"type": "oauth2", "flows": {"authorizationCode": {
            "authorizationUrl": "https://a.example/login", "tokenUrl": "https://a.example/token", "scopes": {},
        }}},
    });
    let cat = json!({"type": "object", "properties": {"kind": string, "name": string}});
    openapi["components"]["schemas"] = json!({
        "Cat": cat.clone(), "Dog": cat,
        "Pet": {
            "oneOf": [{"$ref": "#/components/schemas/Cat"}, {"$ref": "#/components/schemas/Dog"}],
            "discriminator": {"propertyName": "kind"},
        },
    });
    openapi["tags"] = json!([{"name": "things"}]);
    openapi
}

/// Each keyword of objects other than schemas: its dialects, the JSON pointer of its object, its name and a value.
/// The function is long because it is a table with a line for each keyword.
fn keywords_outside_schemas() -> Vec<(&'static [Dialect], &'static str, &'static str, Value)> {
    const ALL: &[Dialect] = DIALECTS;
    const OF_2: &[Dialect] = &[Swagger2];
    const OF_3: &[Dialect] = &[OpenApi30, OpenApi31, OpenApi32];
    const NEW: &[Dialect] = &[OpenApi31, OpenApi32];
    const NEWEST: &[Dialect] = &[OpenApi32];
    const OPERATION: &str = "/paths/~1a~1{id}/post";
    const BODY: &str = "/paths/~1a~1{id}/post/requestBody";
    const MEDIA: &str = "/paths/~1a~1{id}/post/requestBody/content/application~1x-www-form-urlencoded";
    const FIELD: &str = "/paths/~1a~1{id}/post/requestBody/content/application~1x-www-form-urlencoded/encoding/f";
    const PARAM: &str = "/paths/~1a~1{id}/post/parameters/1";
    const REPLY: &str = "/paths/~1a~1{id}/post/responses/200";
    const HEADER: &str = "/paths/~1a~1{id}/post/responses/200/headers/X-A";
    let text = || json!("Says something.");
    let link = || json!({"url": "https://docs.example", "description": "More of it."});
    let done = json!({"responses": {"204": {"description": ""}}});
    let mut list = Vec::new();
    let mut add = |dialects, at, name, value: Value| list.push((dialects, at, name, value));
    add(ALL, "", "externalDocs", link());
    add(ALL, "", "security", json!([{"key": []}]));
    add(NEW, "", "webhooks", json!({"sent": {"post": done}}));
    add(NEW, "", "jsonSchemaDialect", json!("https://spec.openapis.org/oas/3.1/dialect/base"));
    add(OF_2, "", "basePath", json!("/v1"));
    add(OF_2, "", "schemes", json!(["http"]));
    add(OF_2, "", "consumes", json!(["text/plain"]));
    add(OF_2, "", "produces", json!(["text/plain"]));
    add(ALL, "/info", "description", text());
    add(NEW, "/info", "summary", text());
    add(ALL, "/info", "termsOfService", json!("https://a.example"));
    add(ALL, "/info", "contact", json!({"name": "A"}));
    add(ALL, "/info", "license", json!({"name": "MIT"}));
    add(ALL, "/info", "version", json!("2"));
    add(OF_3, "/servers/0", "description", text());
    add(NEWEST, "/servers/0", "name", json!("production"));
    add(OF_3, "/paths/~1a~1{id}", "summary", text());
    add(OF_3, "/paths/~1a~1{id}", "description", text());
    add(OF_3, "/paths/~1a~1{id}", "servers", json!([{"url": "https://b.example"}]));
    let header = |schema: bool| match schema {
        true => json!([{"name": "X-B", "in": "header", "schema": {"type": "string"}}]),
        false => json!([{"name": "X-B", "in": "header", "type": "string"}]),
    };
    add(OF_3, "/paths/~1a~1{id}", "parameters", header(true));
    add(OF_2, "/paths/~1a~1{id}", "parameters", header(false));
    for method in ["get", "put", "delete", "options", "head", "patch"] {
        add(ALL, "/paths/~1a~1{id}", method, done.clone());
    }
    add(OF_3, "/paths/~1a~1{id}", "trace", done.clone());
    add(NEWEST, "/paths/~1a~1{id}", "query", done.clone());
    add(NEWEST, "/paths/~1a~1{id}", "additionalOperations", json!({"COPY": done}));
    add(ALL, OPERATION, "tags", json!(["others"]));
    add(ALL, OPERATION, "summary", text());
    add(ALL, OPERATION, "description", text());
    add(ALL, OPERATION, "externalDocs", link());
    add(ALL, OPERATION, "operationId", json!("submit"));
    add(ALL, OPERATION, "deprecated", json!(true));
    add(ALL, OPERATION, "security", json!([{"oauth": []}]));
    add(OF_3, OPERATION, "servers", json!([{"url": "https://b.example"}]));
    add(OF_3, OPERATION, "callbacks", json!({"done": {"{$request.query.q}": {"post": done}}}));
    add(OF_2, OPERATION, "consumes", json!(["application/merge-patch+json"]));
    add(OF_2, OPERATION, "produces", json!(["text/plain"]));
    add(OF_2, OPERATION, "schemes", json!(["http"]));
    add(ALL, PARAM, "description", text());
    add(ALL, PARAM, "required", json!(true));
    add(OF_3, PARAM, "deprecated", json!(true));
    add(ALL, PARAM, "allowEmptyValue", json!(true));
    add(OF_3, PARAM, "style", json!("pipeDelimited"));
    add(OF_3, PARAM, "explode", json!(false));
    add(OF_3, PARAM, "allowReserved", json!(true));
    add(OF_3, PARAM, "example", json!(["a"]));
    add(OF_3, PARAM, "examples", json!({"one": {"value": ["a"]}}));
    add(OF_2, PARAM, "collectionFormat", json!("pipes"));
    add(OF_3, BODY, "description", text());
    add(OF_3, BODY, "required", json!(true));
    add(OF_3, MEDIA, "example", json!({"f": []}));
    add(OF_3, FIELD, "contentType", json!("application/json"));
    add(OF_3, FIELD, "style", json!("pipeDelimited"));
    add(OF_3, FIELD, "explode", json!(false));
    add(OF_3, FIELD, "allowReserved", json!(true));
    add(OF_3, FIELD, "headers", json!({"X-C": {"schema": {"type": "string"}}}));
    add(ALL, REPLY, "description", text());
    add(NEWEST, REPLY, "summary", text());
    add(OF_3, REPLY, "links", json!({"next": {"operationId": "send"}}));
    add(ALL, HEADER, "description", text());
    add(OF_3, HEADER, "required", json!(true));
    add(OF_3, HEADER, "deprecated", json!(true));
    add(OF_3, "/components/securitySchemes/key", "description", text());
    add(OF_2, "/securityDefinitions/key", "description", text());
    add(OF_3, "/components/securitySchemes/token", "bearerFormat", json!("JWT"));
    add(NEWEST, "/components/securitySchemes/oauth", "deprecated", json!(true));
    add(NEWEST, "/components/securitySchemes/oauth", "oauth2MetadataUrl", json!("https://a.example/metadata"));
    add(OF_2, "/securityDefinitions/oauth", "scopes", json!({"read": "Reads."}));
    let flow = "/components/securitySchemes/oauth/flows/authorizationCode";
    add(OF_3, flow, "scopes", json!({"read": "Reads."}));
    add(OF_3, flow, "refreshUrl", json!("https://a.example/refresh"));
    add(ALL, "/tags/0", "description", text());
    add(ALL, "/tags/0", "externalDocs", link());
    add(NEWEST, "/tags/0", "summary", text());
    add(NEWEST, "/tags/0", "parent", json!("others"));
    add(NEWEST, "/tags/0", "kind", json!("badge"));
    add(OF_3, "/components/schemas/Pet/discriminator", "mapping", json!({"dog": "Dog", "cat": "Cat"}));
    add(NEWEST, "/components/schemas/Pet/discriminator", "defaultMapping", json!("Dog"));
    list
}

#[test]
fn each_keyword_outside_schemas_arrives() {
    let mut odd = Vec::new();
    for dialect in DIALECTS {
        let plain = plain(*dialect);
        for (dialects, at, keyword, value) in keywords_outside_schemas() {
            if !dialects.contains(dialect) {
                continue;
            }
            // A tag is only read if an operation has it.
            let mut without = plain.clone();
            if at.starts_with("/tags/") {
                without["paths"]["/a/{id}"]["post"]["tags"] = json!(["things"]);
            }
            let mut with = without.clone();
            with.pointer_mut(at).unwrap_or_else(|| panic!("{dialect:?} has no {at}"))[keyword] = value.clone();
            let (without, with) = (read(&without), read(&with));
            let said = format!("{dialect:?}: {keyword}: {value} at {at}");
            match (without.0 == with.0, without.1 == with.1, is_left_out(keyword)) {
                (true, _, false) => odd.push(format!("{said} is lost")),
                (false, true, false) if NOT_IN_CRATE.contains(&(keyword, at)) => {}
                (false, true, false) => odd.push(format!("{said} is in the spec, but not in the crate")),
                (false, _, true) => odd.push(format!("{said} arrives: it is no longer left out")),
                (false, false, false) | (true, _, true) => {}
            }
        }
    }
    assert!(odd.is_empty(), "{} of them\n{}", odd.len(), odd.join("\n"));
}
