//! Tests that the comparison reports a change of each field of a document that is not a keyword of a schema.

use codegen::diff::wire;
use codegen::import::{Leniency, Source, import};
use codegen::spec::Api;
use serde_json::{Value, json};

/// The fields whose change is not reported, with the reason.
pub(super) const UNREPORTED: &[(&str, &str)] = &[
    ("/info/contact", "it says whom to ask"),
    ("/info/license", "it is about the document"),
    ("/info/termsOfService", "it is no fact about requests"),
    (
        "/components/securitySchemes/app/flows/clientCredentials/refreshUrl",
        "the grant has no refresh tokens (RFC 6749 section 4.4.3)",
    ),
    ("/paths/~1things~1{id}/post/responses/200/links", "they repeat what operations say"),
];

/// The edits of a document: a pointer, and the new value; null removes.
type Edit = (&'static str, Value);

fn latest() -> Value {
    json!({
        "openapi": "3.1.0",
        "info": { "title": "Things", "version": "1", "description": "All things." },
        "servers": [{ "url": "https://{region}.example", "description": "The service.",
            "variables": { "region": { "default": "eu", "enum": ["eu", "us"], "description": "Where." } } }],
        "tags": [{ "name": "things", "description": "What things are." }],
        "security": [{ "token": [] }],
        "paths": { "/things/{id}": {
            "parameters": [{ "name": "id", "in": "path", "required": true, "schema": { "type": "string" } }],
            "get": { "operationId": "getThing", "responses": { "204": { "description": "There is one." } } },
            "post": {
                "operationId": "makeThing", "summary": "Makes a thing.", "description": "It is made.", "tags": ["things"],
                "externalDocs": { "url": "https://docs.example", "description": "More" },
                "parameters": [
                    { "name": "ids", "in": "query", "description": "Which.", "schema": { "type": "array", "items": { "type": "string" } } },
                    { "name": "X-Trace", "in": "header", "schema": { "type": "string" } }
                ],
                "requestBody": { "description": "The thing.", "content": {
                    "multipart/form-data": {
                        "schema": { "type": "object", "properties": { "a": { "type": "string" }, "b": { "type": "array", "items": { "type": "string" } } } },
                        "encoding": { "a": { "contentType": "text/plain" } } } } },
                "responses": {
                    "200": { "description": "The thing.", "headers": { "X-Left": { "description": "How many are left.", "schema": { "type": "integer" } } },
                        "content": { "application/json": { "schema": { "type": "string" } } } },
                    "404": { "description": "There is none." } },
                "callbacks": { "done": { "{$request.query.url}": { "post": { "description": "It is done.",
                    "requestBody": { "content": { "application/json": { "schema": { "type": "string" } } } },
                    "responses": { "204": { "description": "Understood." } } } } } }
            } } },
        "webhooks": { "gone": { "post": { "summary": "A thing is gone.",
            "requestBody": { "content": { "application/json": { "schema": { "type": "string" } } } },
            "responses": { "204": { "description": "Understood." } } } } },
        "components": { "securitySchemes": {
            "token": { "type": "http", "scheme": "bearer", "description": "A token." },
            "key": { "type": "apiKey", "in": "header", "name": "X-Key" },
            "app": { "type": "oauth2", "flows": { "clientCredentials": { "tokenUrl": "https://a.example/token", "scopes": { "read": "Reads." } } } },
            "user": { "type": "oauth2", "flows": { "authorizationCode": { "authorizationUrl": "https://a.example/sign-in",
                "tokenUrl": "https://a.example/token", "refreshUrl": "https://a.example/refresh", "scopes": { "read": "Reads." } } } },
            "person": { "type": "openIdConnect", "openIdConnectUrl": "https://a.example/openid" } } }
    })
}

fn edits() -> Vec<Edit> {
    const POST: &str = "/paths/~1things~1{id}/post";
    let at = |rest: &str| -> &'static str { Box::leak(format!("{POST}{rest}").into_boxed_str()) };
    vec![
        ("/info/title", json!("Other things")),
        ("/info/version", json!("2")),
        ("/info/description", json!("Other things.")),
        ("/info/contact", json!({ "name": "A person" })),
        ("/info/license", json!({ "name": "MIT" })),
        ("/info/termsOfService", json!("https://a.example/terms")),
        ("/servers/0/url", json!("https://{region}.example/v2")),
        ("/servers/0/description", json!("Another service.")),
        ("/servers/0/variables/region/default", json!("us")),
        ("/servers/0/variables/region/enum", json!(["eu", "us", "in"])),
        ("/servers/0/variables/region/description", json!("In which region.")),
        ("/servers/1", json!({ "url": "https://b.example" })),
        ("/security", json!([{ "key": [] }])),
        ("/security", json!([{ "app": ["read"] }])),
        ("/security", Value::Null),
        ("/components/securitySchemes/token/description", json!("Another token.")),
        ("/components/securitySchemes/token/scheme", json!("basic")),
        ("/components/securitySchemes/token/bearerFormat", json!("JWT")),
        ("/components/securitySchemes/key/in", json!("query")),
        ("/components/securitySchemes/key/name", json!("X-Other")),
        ("/components/securitySchemes/key", Value::Null),
        ("/components/securitySchemes/app/flows/clientCredentials/tokenUrl", json!("https://b.example/token")),
        ("/components/securitySchemes/app/flows/clientCredentials/refreshUrl", json!("https://b.example/refresh")),
        ("/components/securitySchemes/app/flows/clientCredentials/scopes", json!({ "read": "Reads all." })),
        (
            "/components/securitySchemes/app/flows/clientCredentials/scopes",
            json!({ "read": "Reads.", "write": "Writes." }),
        ),
        (
            "/components/securitySchemes/user/flows/authorizationCode/authorizationUrl",
            json!("https://b.example/sign-in"),
        ),
        ("/components/securitySchemes/user/flows/authorizationCode/tokenUrl", json!("https://b.example/token")),
        ("/components/securitySchemes/user/flows/authorizationCode/refreshUrl", json!("https://b.example/refresh")),
        ("/components/securitySchemes/user/flows/authorizationCode/scopes", json!({ "write": "Writes." })),
        ("/components/securitySchemes/person/openIdConnectUrl", json!("https://b.example/openid")),
        ("/components/securitySchemes/token/deprecated", json!(true)),
        ("/info/summary", json!("In short.")),
        ("/externalDocs", json!({ "url": "https://docs.example" })),
        ("/tags/0/description", json!("What a thing is.")),
        ("/paths/~1things~1{id}/description", json!("One thing.")),
        ("/paths/~1things~1{id}/servers", json!([{ "url": "https://things.example" }])),
        ("/paths/~1things~1{id}/parameters/0/description", json!("Which thing.")),
        (at(""), Value::Null),
        (at("/operationId"), json!("createThing")),
        (at("/summary"), json!("Creates a thing.")),
        (at("/description"), json!("It is created.")),
        (at("/tags"), json!(["others"])),
        (at("/deprecated"), json!(true)),
        (at("/externalDocs/url"), json!("https://other.example")),
        (at("/x-sunset"), json!("2027-01-31")),
        (at("/x-stability-level"), json!("beta")),
        (at("/servers"), json!([{ "url": "https://other.example" }])),
        (at("/security"), json!([])),
        (at("/parameters/0/name"), json!("names")),
        (at("/parameters/0/in"), json!("header")),
        (at("/parameters/0/required"), json!(true)),
        (at("/parameters/0/description"), json!("Which of them.")),
        (at("/parameters/0/deprecated"), json!(true)),
        (at("/parameters/0/x-sunset"), json!("2027-01-31")),
        (at("/parameters/0/x-stability-level"), json!("beta")),
        (at("/parameters/0/style"), json!("pipeDelimited")),
        (at("/parameters/0/explode"), json!(false)),
        (at("/parameters/0/allowReserved"), json!(true)),
        (at("/parameters/1"), Value::Null),
        (at("/requestBody/required"), json!(true)),
        (at("/requestBody/description"), json!("Another thing.")),
        (at("/requestBody/content/application~1json"), json!({ "schema": { "type": "string" } })),
        (at("/requestBody/content/multipart~1form-data/encoding/a/contentType"), json!("text/csv")),
        (
            at("/requestBody/content/multipart~1form-data/encoding/b"),
            json!({ "style": "pipeDelimited", "explode": false }),
        ),
        (at("/requestBody"), Value::Null),
        (at("/responses/201"), json!({ "description": "It is made." })),
        (at("/responses/404"), Value::Null),
        (at("/responses/404/description"), json!("There is no such thing.")),
        (at("/responses/200/links"), json!({ "next": { "operationId": "makeThing" } })),
        (at("/responses/200/headers/X-Left/required"), json!(true)),
        (at("/responses/200/headers/X-Left/deprecated"), json!(true)),
        (at("/responses/200/headers/X-Left/description"), json!("How many remain.")),
        (at("/responses/200/headers/X-Left"), Value::Null),
        (at("/responses/200/content/text~1csv"), json!({})),
        (at("/callbacks/done/{$request.query.url}/post/description"), json!("It is finished.")),
        (at("/callbacks/done/{$request.query.url}/post/requestBody/required"), json!(true)),
        (at("/callbacks/done/{$request.query.url}/post/responses/410"), json!({ "description": "Nobody listens." })),
        (at("/callbacks/done"), Value::Null),
        ("/webhooks/gone/post/summary", json!("A thing was removed.")),
        ("/webhooks/gone/post/deprecated", json!(true)),
        ("/webhooks/gone/post/parameters", json!([{ "name": "X-Id", "in": "header", "schema": { "type": "string" } }])),
        ("/webhooks/made", json!({ "post": { "responses": { "204": { "description": "Understood." } } } })),
        ("/webhooks", Value::Null),
    ]
}

fn earliest() -> Value {
    json!({
        "swagger": "2.0",
        "info": { "title": "Things", "version": "1" },
        "host": "a.example", "basePath": "/v1", "schemes": ["https"],
        "consumes": ["application/json"], "produces": ["application/json"],
        "securityDefinitions": {
            "key": { "type": "apiKey", "in": "header", "name": "X-Key" },
            "app": { "type": "oauth2", "flow": "application", "tokenUrl": "https://a.example/token", "scopes": { "read": "Reads." } } },
        "security": [{ "key": [] }],
        "paths": { "/things": { "get": {
            "operationId": "listThings",
            "parameters": [{ "name": "ids", "in": "query", "type": "array", "items": { "type": "string" } }],
            "responses": { "200": { "description": "All.", "schema": { "type": "string" },
                "headers": { "X-Left": { "type": "array", "items": { "type": "string" } } } } } } } }
    })
}

fn earliest_edits() -> Vec<Edit> {
    const GET: &str = "/paths/~1things/get";
    let at = |rest: &str| -> &'static str { Box::leak(format!("{GET}{rest}").into_boxed_str()) };
    vec![
        ("/host", json!("b.example")),
        ("/basePath", json!("/v2")),
        ("/schemes", json!(["http"])),
        ("/produces", json!(["text/csv"])),
        (at("/produces"), json!(["application/json", "text/csv"])),
        (at("/parameters/0/collectionFormat"), json!("multi")),
        (at("/parameters/0/required"), json!(true)),
        (at("/deprecated"), json!(true)),
        (at("/responses/200/headers/X-Left/type"), json!("string")),
        ("/securityDefinitions/key/name", json!("X-Other")),
        ("/securityDefinitions/app/tokenUrl", json!("https://b.example/token")),
        ("/securityDefinitions/app/scopes", json!({ "read": "Reads.", "write": "Writes." })),
    ]
}

/// Sets the value at a pointer, or removes it.
fn set(document: &mut Value, pointer: &str, value: &Value) {
    let (holder, name) = pointer.rsplit_once('/').expect("it leads somewhere");
    let name = name.replace("~1", "/").replace("~0", "~");
    match document.pointer_mut(holder) {
        Some(Value::Object(members)) if value.is_null() => {
            members.remove(&name);
        }
        Some(Value::Object(members)) => {
            members.insert(name, value.clone());
        }
        Some(Value::Array(items)) => match name.parse::<usize>() {
            Ok(index) if value.is_null() => {
                items.remove(index);
            }
            Ok(index) if index < items.len() => items[index] = value.clone(),
            _ => items.push(value.clone()),
        },
        _ => panic!("{pointer} leads nowhere"),
    }
}

fn api(document: &Value) -> Api {
    let source = Source { name: "a.json".to_owned(), text: document.to_string() };
    match import(None, &[source], Leniency::Normal) {
        Ok(imported) => imported.api,
        Err(problems) => panic!("{}: {document}", problems[0].message),
    }
}

#[test]
fn each_field_is_seen() {
    let mut wrong = Vec::new();
    for (base, edits) in [(latest(), edits()), (earliest(), earliest_edits())] {
        let old = api(&base);
        for (pointer, value) in edits {
            let mut changed = base.clone();
            set(&mut changed, pointer, &value);
            let new = api(&changed);
            let is_unreported = UNREPORTED.iter().any(|(field, _)| *field == pointer);
            for (way, changes) in [("", wire::compare(&old, &new)), (" undone", wire::compare(&new, &old))] {
                if changes.is_empty() != is_unreported {
                    wrong.push(format!("{pointer}{way}: {value}: {changes:?}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
