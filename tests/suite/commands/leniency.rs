//! Tests of the treatment of errors in a document: warnings, errors with `--strict`, operations that `--lenient` leaves
//! out.

use super::{ends, refuses};
use crate::workshop::Workshop;

const API: &str = "openapi: 3.0.3
info: {title: A, version: '1'}
servers: [{url: 'https://example.com'}]
paths:
  /a/{id}:
    get:
      responses: {'204': {description: A.}}
  /b/{id}:
    get:
      parameters: [{name: id, in: path, schema: {type: string}}]
      responses: {'204': {description: B.}}
  /c/{id}:
    get:
      parameters: [{name: id, in: path, schema: {type: string}}]
      responses: {'204': {description: C.}}
";

#[test]
fn an_obvious_fault_is_a_warning_and_an_error_with_strict() {
    let workshop = Workshop::new("obvious-faults");
    workshop.write("a.yaml", API);
    let generate = ["generate", "a.yaml", "--out", "out"];
    let strict = "Warnings about a document are errors with `--strict`.\n";
    let said = ["a: 3 operations", "warning[path-params]", "= also: at 1 more place", strict];
    let said = ends(&workshop, &generate, 0, &said);
    assert_eq!(said.err.matches("is not `required`").count(), 1, "equal warnings are shown once\n{}", said.err);
    refuses(&workshop, &["generate", "a.yaml", "--out", "out", "--strict"], 1, &["error[path-params]", "3 errors"]);
    let both = ["generate", "a.yaml", "--out", "out", "--strict", "--lenient"];
    refuses(&workshop, &both, 2, &["cannot be used with"]);
    workshop.write("specs/a/source/a.yaml", API);
    refuses(&workshop, &["import", "a", "--strict"], 1, &["error[path-params]"]);
    workshop.write("specs/a/crate.json", "{\"package\": {\"name\": \"a\", \"version\": \"1.0.0\"}, \"strict\": true}");
    refuses(&workshop, &["import", "a"], 1, &["error[path-params]"]);
    workshop.write("specs/a/crate.json", "{\"package\": {\"name\": \"a\", \"version\": \"1.0.0\"}}");
    ends(&workshop, &["import", "a"], 0, &["a: 3 operations", "warning[path-params]", strict]);
    let id = "parameters: [{name: id, in: path, required: true, schema: {type: string}}]";
    let lacks = "      responses: {'204': {description: A.}}";
    let right = API.replace("in: path", "in: path, required: true").replace(lacks, &format!("      {id}\n{lacks}"));
    workshop.write("a.yaml", &right);
    let said = ends(&workshop, &generate, 0, &["a: 3 operations"]);
    assert!(!said.err.contains("--strict"), "nothing is refused\n{}", said.err);
}

#[test]
fn the_last_line_says_what_lenient_reading_leaves_out() {
    let workshop = Workshop::new("what-lenient-leaves-out");
    workshop.write("a.yaml", &API.replacen("parameters: [", "parameters: [{$ref: '#/missing'}, ", 1));
    let last = "`generate --lenient` would leave out 1 of 3 operations: `GET /b/{id}`\n";
    refuses(&workshop, &["generate", "a.yaml", "--out", "out"], 1, &["continues without it.", last]);
    ends(
        &workshop,
        &["generate", "a.yaml", "--out", "out", "--lenient"],
        0,
        &["a: 2 operations", "1 operation left out", "  left out: GET /b/{id}"],
    );
    // A crate without operations would be useless.
    workshop.write("a.yaml", &API.replace("get:\n", "get:\n      requestBody: {$ref: '#/missing'}\n"));
    refuses(&workshop, &["generate", "a.yaml", "--out", "none", "--lenient"], 1, &["error[empty-api]"]);
}
