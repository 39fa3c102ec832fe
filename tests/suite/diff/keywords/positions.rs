//! The positions at which a schema may occur, each with a document that has the schema there.

use codegen::diff::Direction;
use serde_json::{Value, json};

use super::VERSIONS;
use super::Version::{self, OpenApi30, OpenApi31, OpenApi32, Swagger2};

/// A position at which a schema may occur.
#[derive(Clone, Copy)]
pub(super) struct Position {
    pub(super) name: &'static str,
    pub(super) direction: Direction,
    pub(super) versions: &'static [Version],
    /// Whether only plain values may occur there: parameters cannot be objects.
    pub(super) plain: bool,
    /// The document with the schema at the position.
    pub(super) document: fn(Version, Value) -> Value,
}

const LATER: &[Version] = &[OpenApi30, OpenApi31, OpenApi32];
const LATEST: &[Version] = &[OpenApi31, OpenApi32];

/// A document with a `POST /things`, which has these parameters, this body and this response.
fn document(version: Version, operation: Value) -> Value {
    let models = json!({
        "One": { "type": "object", "required": ["kind"], "properties": { "kind": { "type": "string" }, "one": { "type": "string" } } },
        "Third": { "type": "object", "required": ["kind"], "properties": { "kind": { "type": "string" }, "third": { "type": "integer" } } },
        "Other": { "type": "object", "required": ["kind"], "properties": { "kind": { "type": "string" }, "other": { "type": "integer" } } },
    });
    let mut document =
        json!({ "info": { "title": "Things", "version": "1" }, "paths": { "/things": { "post": operation } } });
    if version == Swagger2 {
        document["swagger"] = version.text().into();
        document["definitions"] = models;
    } else {
        document["openapi"] = version.text().into();
        document["components"] = json!({ "schemas": models });
    }
    document
}

fn answered(version: Version, schema: Value) -> Value {
    match version {
        Swagger2 => json!({ "200": { "description": "It.", "schema": schema } }),
        OpenApi30 | OpenApi31 | OpenApi32 => {
            json!({ "200": { "description": "It.", "content": { "application/json": { "schema": schema } } } })
        }
    }
}

fn nothing() -> Value {
    json!({ "204": { "description": "Nothing." } })
}

fn request(version: Version, schema: Value) -> Value {
    let operation = match version {
        Swagger2 => json!({ "operationId": "makeThing", "responses": nothing(),
            "consumes": ["application/json"],
            "parameters": [{ "name": "body", "in": "body", "required": true, "schema": schema }] }),
        OpenApi30 | OpenApi31 | OpenApi32 => json!({ "operationId": "makeThing", "responses": nothing(),
            "requestBody": { "required": true, "content": { "application/json": { "schema": schema } } } }),
    };
    document(version, operation)
}

fn response(version: Version, schema: Value) -> Value {
    let mut operation = json!({ "operationId": "makeThing", "responses": answered(version, schema) });
    if version == Swagger2 {
        operation["produces"] = json!(["application/json"]);
    }
    document(version, operation)
}

fn form(version: Version, media_type: &str, schema: Value) -> Value {
    let body = json!({ "type": "object", "properties": { "x": schema, "y": { "type": "string" } } });
    document(
        version,
        json!({ "operationId": "makeThing", "responses": nothing(),
        "requestBody": { "required": true, "content": { media_type: { "schema": body } } } }),
    )
}

fn parameter(version: Version, place: &str, schema: Value) -> Value {
    let mut parameter = json!({ "name": "x", "in": place });
    let mut schema = schema;
    if version == Swagger2 {
        parameter.as_object_mut().expect("an object").append(schema.as_object_mut().expect("an object"));
    } else {
        parameter["schema"] = schema;
    }
    if place == "path" {
        parameter["required"] = true.into();
    }
    let operation = json!({ "operationId": "makeThing", "parameters": [parameter], "responses": nothing() });
    let mut document = document(version, operation);
    if place == "path" {
        let paths = document["paths"].as_object_mut().expect("an object");
        let item = paths.remove("/things").expect("the path is there");
        paths.insert("/things/{x}".to_owned(), item);
    }
    document
}

/// The document with its operation as a webhook or a callback.
fn turned(mut document: Value, callback: bool) -> Value {
    let operation = document["paths"]["/things"]["post"].clone();
    if callback {
        document["paths"]["/things"]["post"] = json!({ "operationId": "subscribe", "responses": nothing(),
            "callbacks": { "done": { "{$request.query.url}": { "post": operation } } } });
    } else {
        document["paths"] = json!({});
        document["webhooks"] = json!({ "done": { "post": operation } });
    }
    document
}

/// The document with bodies in XML instead of JSON.
fn in_xml(document: Value) -> Value {
    let text = document.to_string().replace("application/json", "application/xml");
    serde_json::from_str(&text).expect("the document is still JSON")
}

/// The document with JSON of another type beside bodies that are XML.
fn beside_json(mut document: Value) -> Value {
    fn walk(value: &mut Value) {
        match value {
            Value::Object(members) => {
                if let Some(stated) = members.remove("application/json") {
                    members.insert("application/xml".to_owned(), stated);
                    let other = json!({ "type": "object", "properties": { "other": { "type": "string" } } });
                    members.insert("application/json".to_owned(), json!({ "schema": other }));
                }
                members.values_mut().for_each(walk);
            }
            Value::Array(items) => items.iter_mut().for_each(walk),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    walk(&mut document);
    document
}

/// The document with bodies in a format that the client does not know.
fn in_cbor(document: Value) -> Value {
    let text = document.to_string().replace("application/json", "application/cbor");
    serde_json::from_str(&text).expect("the document is still JSON")
}

fn component(version: Version, mut document: Value, schema: Value) -> Value {
    let models =
        if version == Swagger2 { &mut document["definitions"] } else { &mut document["components"]["schemas"] };
    models["Thing"] = schema;
    document
}

fn thing() -> Value {
    json!({ "$ref": "#/definitions/Thing" })
}

fn property(schema: Value) -> Value {
    json!({ "type": "object", "properties": { "x": schema, "y": { "type": "string" } } })
}

pub(super) fn positions() -> Vec<Position> {
    let at = |name, direction, versions, plain, document| Position { name, direction, versions, plain, document };
    let (sent, received) = (Direction::Sent, Direction::Received);
    vec![
        at("request", sent, &VERSIONS, false, request),
        at("response", received, &VERSIONS, false, response),
        at("property of a request", sent, &VERSIONS, false, |v, s| request(v, property(s))),
        at("property of a response", received, &VERSIONS, false, |v, s| response(v, property(s))),
        at("item of a request", sent, &VERSIONS, false, |v, s| request(v, json!({ "type": "array", "items": s }))),
        at("item of a response", received, &VERSIONS, false, |v, s| {
            response(v, json!({ "type": "array", "items": s }))
        }),
        at("item of a property", sent, &VERSIONS, false, |v, s| {
            request(v, property(json!({ "type": "array", "items": s })))
        }),
        at("property of an item", received, &VERSIONS, false, |v, s| {
            response(v, json!({ "type": "array", "items": property(s) }))
        }),
        at("value of a map", sent, &VERSIONS, false, |v, s| {
            request(v, json!({ "type": "object", "additionalProperties": s }))
        }),
        at("value of a map that is received", received, &VERSIONS, false, |v, s| {
            response(v, property(json!({ "type": "object", "additionalProperties": s })))
        }),
        at("rest of an object", sent, &VERSIONS, false, |v, s| {
            request(
                v,
                json!({ "type": "object", "properties": { "y": { "type": "string" } }, "additionalProperties": s }),
            )
        }),
        at("model that is sent", sent, &VERSIONS, false, |v, s| component(v, request(v, thing()), s)),
        at("model that is received", received, &VERSIONS, false, |v, s| component(v, response(v, thing()), s)),
        at("model of a property", sent, &VERSIONS, false, |v, s| component(v, request(v, property(thing())), s)),
        at("model of an item", received, &VERSIONS, false, |v, s| {
            component(v, response(v, json!({ "type": "array", "items": thing() })), s)
        }),
        at("model of the values of a map", sent, &VERSIONS, false, |v, s| {
            component(v, request(v, json!({ "type": "object", "additionalProperties": thing() })), s)
        }),
        at("part of an allOf", sent, &VERSIONS, false, |v, s| {
            request(v, property(json!({ "allOf": [s, { "description": "Both." }] })))
        }),
        at("type of an anyOf", received, LATER, false, |v, s| {
            response(v, property(json!({ "anyOf": [s, { "$ref": "#/definitions/Third" }] })))
        }),
        at("type of a oneOf", sent, LATER, false, |v, s| {
            request(v, json!({ "oneOf": [s, { "$ref": "#/definitions/Third" }] }))
        }),
        at("item of a tuple", sent, LATEST, false, |v, s| {
            request(v, property(json!({ "type": "array", "prefixItems": [s, { "type": "string" }], "items": false })))
        }),
        at("query", sent, &VERSIONS, true, |v, s| parameter(v, "query", s)),
        at("path", sent, &VERSIONS, true, |v, s| parameter(v, "path", s)),
        at("header", sent, &VERSIONS, true, |v, s| parameter(v, "header", s)),
        at("cookie", sent, LATER, true, |v, s| parameter(v, "cookie", s)),
        at("querystring", sent, &[OpenApi32], true, |v, s| {
            let content = json!({ "application/x-www-form-urlencoded": { "schema": property(s) } });
            document(
                v,
                json!({ "operationId": "makeThing", "responses": nothing(),
                "parameters": [{ "name": "x", "in": "querystring", "content": content }] }),
            )
        }),
        at("form of Swagger", sent, &[Swagger2], true, |v, s| {
            let mut document = parameter(v, "formData", s);
            document["paths"]["/things"]["post"]["consumes"] = json!(["application/x-www-form-urlencoded"]);
            document
        }),
        at("parameter with content", sent, LATER, false, |v, s| {
            document(
                v,
                json!({ "operationId": "makeThing", "responses": nothing(),
                "parameters": [{ "name": "x", "in": "query", "content": { "application/json": { "schema": s } } }] }),
            )
        }),
        at("form", sent, LATER, true, |v, s| form(v, "application/x-www-form-urlencoded", s)),
        at("multipart", sent, LATER, true, |v, s| form(v, "multipart/form-data", s)),
        at("header of a response", received, &VERSIONS, true, |v, s| {
            let mut document = response(v, json!({ "type": "string" }));
            let header = if v == Swagger2 { s } else { json!({ "schema": s }) };
            document["paths"]["/things"]["post"]["responses"]["200"]["headers"] = json!({ "X-Thing": header });
            document
        }),
        at("webhook", received, LATEST, false, |v, s| turned(request(v, property(s)), false)),
        at("response to a webhook", sent, LATEST, false, |v, s| turned(response(v, property(s)), false)),
        at("callback", received, LATER, false, |v, s| turned(request(v, s), true)),
        at("response to a callback", sent, LATER, false, |v, s| turned(response(v, property(s)), true)),
        at("XML request", sent, &VERSIONS, false, |v, s| in_xml(request(v, property(s)))),
        at("XML response", received, &VERSIONS, false, |v, s| in_xml(response(v, property(s)))),
        at("other media type of a request", sent, LATER, false, |v, s| beside_json(request(v, s))),
        at("other media type of a response", received, LATER, false, |v, s| beside_json(response(v, property(s)))),
        at("XML beside JSON", sent, LATER, false, |v, s| beside_json(request(v, property(s)))),
        at("unknown media type", received, LATER, false, |v, s| in_cbor(response(v, property(s)))),
        at("parameter of a callback", received, LATER, true, |v, s| turned(parameter(v, "query", s), true)),
    ]
}
