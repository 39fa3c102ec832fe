//! Tests of corrections of a document: overlays, fixups and the config of a crate, next to the document or named.

use super::{ends, refuses};
use crate::workshop::Workshop;

const API: &str = "openapi: 3.0.3
info: {title: A, version: '1'}
servers: [{url: 'https://example.com'}]
paths:
  /a:
    get:
      operationId: getA
      tags: [letters]
      responses: {'204': {description: A.}}
  /b:
    get:
      operationId: getB
      tags: [letters]
      responses: {'204': {description: B.}}
";

const OVERLAY: &str = "overlay: 1.1.0
info: {title: Corrections, version: '1'}
actions:
  - target: $.paths['/b']
    remove: true
  - target: $.info
    update: {title: Corrected}
  - target: $.paths['/a']
    update:
      post: {operationId: postA, tags: [letters], responses: {'204': {description: Done.}}}
";

#[test]
fn overlays_correct_a_document_before_it_is_read() {
    let workshop = Workshop::new("overlays");
    workshop.write("a.yaml", API);
    workshop.write("b.yaml", OVERLAY);
    let generate = ["generate", "a.yaml", "--out", "out", "--overlay", "b.yaml"];
    ends(&workshop, &generate, 0, &["a: 2 operations"]);
    let operations = workshop.read("out/src/operations/letters/mod.rs");
    assert!(operations.contains("`POST /a`") && !operations.contains("`GET /b`"), "{operations}");

    workshop.write("b.yaml", &OVERLAY.replace("$.info", "$.nothing"));
    refuses(&workshop, &generate, 1, &["error[overlay]: the target `$.nothing` matches nothing", "--> b.yaml:6"]);
    workshop.write("b.yaml", &OVERLAY.replace("$.info", "info["));
    refuses(&workshop, &generate, 1, &["error[overlay]: `info[` is not a JSONPath", "--> b.yaml:6"]);
    workshop.write("b.yaml", "overlay: 2.0.0\n");
    refuses(
        &workshop,
        &generate,
        1,
        &["error[overlay]: `2.0.0` is not a supported version of overlays", "--> b.yaml:1"],
    );
    refuses(&workshop, &["generate", "a.yaml", "--out", "out", "--overlay", "none.yaml"], 2, &["none.yaml"]);

    // What an overlay has changed is shown in the overlay, and what it has moved where the document has it.
    workshop.write("b.yaml", &OVERLAY.replace("operationId: postA,", "operationId: postA, parameters: [{in: path}],"));
    refuses(&workshop, &generate, 1, &["error[invalid-name]: the parameter has no name", "--> b.yaml:10"]);

    // An overlay may correct a file to which the document refers.
    workshop.write("split/a.yaml", &API.replace("{'204': {description: A.}}", "{$ref: 'parts/b.yaml#/responses'}"));
    workshop.write("split/parts/b.yaml", "responses: {'201': {description: Made.}, '204': {description: None.}}\n");
    let remove = "actions: [{target: \"$.responses['204']\", remove: true}]\n";
    let overlay = |file: &str| format!("overlay: 1.1.0\ninfo: {{title: B, version: '1'}}\nextends: {file}\n{remove}");
    workshop.write("b.yaml", &overlay("parts/b.yaml"));
    let generate = ["generate", "split/a.yaml", "--out", "split/out", "--overlay", "b.yaml"];
    ends(&workshop, &generate, 0, &["a: 2 operations"]);
    workshop.write("b.yaml", &overlay("parts/c.yaml"));
    let says = ["error[overlay]: the overlay corrects `parts/c.yaml`, which is not read", "--> b.yaml:3"];
    refuses(&workshop, &generate, 1, &says);

    // Below `specs/`, an overlay is recognized by its name.
    workshop.write("specs/a/source/a.yaml", API);
    workshop.write("specs/a/source/b.overlay.yaml", OVERLAY);
    ends(&workshop, &["import", "a"], 0, &["a: 2 operations"]);
    assert!(workshop.read("specs/a/api.json").contains("\"title\": \"Corrected\""));
    workshop.write("specs/a/source/c.yaml", &API.replace("/a:", "/c:").replace("/b:", "/d:").replace("get", "find"));
    let place = "--> specs/a/source/b.overlay.yaml";
    refuses(&workshop, &["import", "a"], 1, &["does not say which of several documents", place]);
    workshop.write("specs/a/source/b.overlay.yaml", &format!("extends: ./a.yaml\n{OVERLAY}"));
    workshop.write("specs/a/source/c.yaml", "openapi: 3.0.3\ninfo: {title: C, version: '1'}\npaths: {}\n");
    ends(&workshop, &["import", "a"], 0, &["a: 2 operations"]);
}

#[test]
fn generate_takes_fixups_and_a_config() {
    let workshop = Workshop::new("fixups-and-config");
    let fixups = "{\"fixups\": [{\"name\": \"title\", \"why\": \"It is wrong.\", \"fix\": {\"set-title\": {\"from\": \"A\", \"title\": \"Letters\"}}}]}";
    let config = "{\"package\": {\"name\": \"letters\", \"version\": \"2.0.0\"}, \"include\": [\"GET /a\"]}";
    workshop.write("documents/a.yaml", API);
    let generate = ["generate", "documents/a.yaml", "--out", "out"];
    ends(&workshop, &generate, 0, &["a: 2 operations"]);
    // Files next to the document are used without being named.
    workshop.write("documents/fixups.json", fixups);
    workshop.write("documents/crate.json", config);
    let generate = ["generate", "documents/a.yaml", "--out", "beside"];
    let used = ["fixups: documents/fixups.json", "config: documents/crate.json", "letters: 1 operations"];
    ends(&workshop, &generate, 0, &used);
    assert!(workshop.read("beside/Cargo.toml").contains("version = \"2.0.0\""));
    assert!(workshop.read("beside/README.md").contains("Letters"));
    ends(
        &workshop,
        &["generate", "documents/a.yaml", "--out", "named", "--name", "other"],
        0,
        &["other: 1 operations"],
    );

    workshop.write("my.json", &config.replace("letters", "mine").replace("GET /a", "GET /nothing"));
    let generate = ["generate", "documents/a.yaml", "--out", "mine", "--config", "my.json"];
    refuses(&workshop, &generate, 1, &["error[empty-selection]"]);
    workshop.write("my.json", &config.replace("letters", "mine"));
    ends(&workshop, &generate, 0, &["mine: 1 operations"]);
    workshop.write("my-fixups.json", &fixups.replace("\"from\": \"A\"", "\"from\": \"B\""));
    let stale = ["generate", "documents/a.yaml", "--out", "stale", "--fixups", "my-fixups.json"];
    refuses(&workshop, &stale, 1, &["error[stale-fixup]", "my-fixups.json"]);
    refuses(&workshop, &["generate", "documents/a.yaml", "--out", "x", "--config", "none.json"], 2, &["none.json"]);
}

const PAGED: &str = "openapi: 3.0.3
info: {title: A, version: '1'}
servers: [{url: 'https://example.com'}]
paths:
  /stated:
    get:
      operationId: stated
      tags: [lists]
      x-dropshot-pagination: {required: []}
      parameters: [{name: page_token, in: query, schema: {type: string}}]
      responses: {'200': {description: A., content: {application/json: {schema: {type: object, properties: {items: {$ref: '#/components/schemas/List'}, next_page: {type: string}}}}}}}
  /flagged:
    get:
      operationId: flagged
      tags: [lists]
      parameters: [{name: after, in: query, schema: {type: string}}]
      responses: {'200': {description: A., content: {application/json: {schema: {type: object, properties: {data: {$ref: '#/components/schemas/List'}, has_more: {type: boolean}}}}}}}
  /linked:
    get:
      operationId: linked
      tags: [lists]
      responses: {'200': {description: A., content: {application/json: {schema: {type: object, properties: {data: {$ref: '#/components/schemas/List'}, next_page: {type: object, properties: {uri: {type: string}}}}}}}}}
  /whole:
    get:
      operationId: whole
      tags: [reports]
      responses: {'200': {description: A., content: {application/json: {schema: {type: object, properties: {data: {$ref: '#/components/schemas/List'}, next_run: {type: string}}}}}}}
  /tokens:
    get:
      operationId: tokens
      tags: [reports]
      responses: {'200': {description: A., content: {application/json: {schema: {type: object, properties: {data: {$ref: '#/components/schemas/List'}, next_page: {type: string, description: The token of the next page.}}}}}}}
  /linked/{id}:
    get:
      operationId: one
      tags: [lists]
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses: {'200': {description: A., content: {application/json: {schema: {type: object, properties: {parts: {$ref: '#/components/schemas/List'}, links: {type: object, properties: {next: {type: string}}}}}}}}}
components:
  schemas:
    List: {type: array, items: {$ref: '#/components/schemas/Item'}}
    Item: {type: object, required: [id], properties: {id: {type: string}}}
";

/// Facts that a document states are applied. Facts that its names suggest are proposed as a fixup, and applied when the
/// fixup is accepted.
#[test]
fn likely_corrections_are_proposed() {
    let workshop = Workshop::new("proposals");
    workshop.write("a.yaml", PAGED);
    let generate = ["generate", "a.yaml", "--out", "out"];
    let flagged = r#"{"name":"page-by-after","why":"The query parameter `after` takes the identifier of the last item of a page, at `/data/-/id`.","fix":{"set-paging":{"operations":["flagged"],"paging":{"items":"/data","next":{"token":{"member":"/data/-/id","param":"after","more":"/has_more"}}}}}}"#;
    ends(&workshop, &generate, 0, &["`flagged` is probably paged", flagged, "`next_page.uri`", "2 notes"]);
    let paged = |workshop: &Workshop| {
        let requests = workshop.read("out/src/operations/lists/requests.rs");
        (requests.matches("items = ").count(), requests)
    };
    assert_eq!(paged(&workshop).0, 1, "{}", paged(&workshop).1);
    let accept = [&generate[..], &["--accept-proposals"]].concat();
    ends(&workshop, &accept, 0, &["accepted: page-by-after", "accepted: page-by-next-page-uri"]);
    let (count, requests) = paged(&workshop);
    assert_eq!(count, 3, "{requests}");
    assert!(requests.contains(r#"Token { "/data/-/id" to Query "after" while "/has_more" }"#), "{requests}");

    // Below `specs/`, an accepted proposal becomes a fixup, and is not proposed again.
    workshop.write("specs/a/source/a.yaml", PAGED);
    ends(&workshop, &["import", "a"], 0, &[flagged, "2 notes"]);
    ends(&workshop, &["import", "a", "--accept-proposals"], 0, &["specs/a/fixups.json: written"]);
    assert!(workshop.read("specs/a/fixups.json").contains("page-by-next-page-uri"));
    ends(&workshop, &["import", "a", "--check"], 0, &["specs/a/api.json: unchanged"]);
}

/// How lists are paged by the names of parameters and properties: those of GraphQL's connections, Facebook, HubSpot,
/// Slack, ASP.NET, JSON:API, OData and Jira, in this order, then two where only a `cursor` is named.
const NAMES_OF_PAGING: &[(&str, &str, &str)] = &[
    (
        "after: string, first: integer",
        "nodes: {$ref: '#/components/schemas/List'}, pageInfo: {type: object, properties: {endCursor: {type: string}, hasNextPage: {type: boolean}}}",
        r#"Token { "/pageInfo/endCursor" to Query "after" while "/pageInfo/hasNextPage" }"#,
    ),
    (
        "after: string, before: string",
        "data: {$ref: '#/components/schemas/List'}, paging: {type: object, properties: {cursors: {type: object, properties: {before: {type: string}, after: {type: string}}}}}",
        r#"Token { "/paging/cursors/after" to Query "after" }"#,
    ),
    (
        "after: string, limit: integer",
        "results: {$ref: '#/components/schemas/List'}, paging: {type: object, properties: {next: {type: object, properties: {after: {type: string}, link: {type: string}}}}}",
        r#"Token { "/paging/next/after" to Query "after" }"#,
    ),
    (
        "cursor: string, limit: integer",
        "members: {$ref: '#/components/schemas/List'}, response_metadata: {type: object, properties: {next_cursor: {type: string}}}",
        r#"Token { "/response_metadata/next_cursor" to Query "cursor" }"#,
    ),
    (
        "PageNumber: integer, PageSize: integer",
        "items: {$ref: '#/components/schemas/List'}, totalPages: {type: integer}",
        r#"Number { param: "PageNumber", first: 1 }"#,
    ),
    (
        "'page[number]': integer, 'page[size]': integer",
        "data: {$ref: '#/components/schemas/List'}",
        r#"Number { param: "page[number]", first: 1 }"#,
    ),
    ("$skip: integer, $top: integer", "value: {$ref: '#/components/schemas/List'}", r#"Offset { param: "$skip" }"#),
    (
        "startAt: integer, maxResults: integer",
        "values: {$ref: '#/components/schemas/List'}",
        r#"Offset { param: "startAt" }"#,
    ),
    (
        "after: string",
        "data: {$ref: '#/components/schemas/List'}, cursor: {type: object, properties: {end: {type: string}}}, has_more: {type: boolean}",
        r#"Token { "/cursor/end" to Query "after" while "/has_more" }"#,
    ),
    (
        "cursor: string, limit: integer",
        "objects: {$ref: '#/components/schemas/List'}, cursor: {type: string}",
        r#"Token { "/cursor" to Query "cursor" }"#,
    ),
];

#[test]
fn names_of_paging_are_recognized() {
    let workshop = Workshop::new("names-of-paging");
    for (index, (params, properties, expected)) in NAMES_OF_PAGING.iter().enumerate() {
        let params = params.split(", ").map(|param| {
            let (name, ty) = param.split_once(": ").unwrap();
            format!("{{name: {name}, in: query, schema: {{type: {ty}}}}}")
        });
        let params = params.collect::<Vec<_>>().join(", ");
        let body = format!("{{application/json: {{schema: {{type: object, properties: {{{properties}}}}}}}}}");
        let (start, schemas) = (PAGED.split("paths:").next().unwrap(), PAGED.split("components:").nth(1).unwrap());
        let operation = format!(
            "{start}paths:\n  /a:\n    get:\n      operationId: lists.a\n      tags: [lists]\n      \
             parameters: [{params}]\n      responses: {{'200': {{description: A., content: {body}}}}}\ncomponents:{schemas}"
        );
        workshop.write("a.yaml", &operation);
        let out = format!("out-{index}");
        ends(&workshop, &["generate", "a.yaml", "--out", &out, "--accept-proposals"], 0, &[]);
        let requests = workshop.read(&format!("{out}/src/operations/lists/requests.rs"));
        assert!(requests.contains(expected), "{expected} is not in:\n{requests}");
    }
}

/// The token of a search may be in the body of the request.
#[test]
fn a_token_in_the_body_is_proposed() {
    let workshop = Workshop::new("body-proposals");
    let (start, schemas) = (PAGED.split("paths:").next().unwrap(), PAGED.split("components:").nth(1).unwrap());
    let operation = |request: &str, response: &str| {
        let json = |properties: &str| {
            format!("{{application/json: {{schema: {{type: object, properties: {{{properties}}}}}}}}}")
        };
        format!(
            "{start}paths:\n  /a/search:\n    post:\n      operationId: lists.search\n      tags: [lists]\n      \
             requestBody: {{content: {}}}\n      responses: {{'200': {{description: A., content: {}}}}}\n\
             components:{schemas}",
            json(request),
            json(&format!("data: {{$ref: '#/components/schemas/List'}}, {response}")),
        )
    };
    let (request, response) = ("q: {type: string}, page_token: {type: string}", "next_page_token: {type: string}");
    workshop.write("a.yaml", &operation(request, response));
    let generate = ["generate", "a.yaml", "--out", "out", "--accept-proposals"];
    ends(&workshop, &generate, 0, &["accepted: page-by-page-token"]);
    let requests = workshop.read("out/src/operations/lists/requests.rs");
    assert!(requests.contains(r#"BodyToken { "/next_page_token" to "/page_token" }"#), "{requests}");
    // A URL is no token, whatever takes one.
    let (request, response) = ("page_token: {type: string}", "next_page: {type: string, format: uri}");
    workshop.write("a.yaml", &operation(request, response));
    ends(&workshop, &[&generate[..3], &["out-4", "--accept-proposals"]].concat(), 0, &[]);
    assert!(!workshop.read("out-4/src/operations/lists/requests.rs").contains("items = "));
    // The offset of Qdrant is the next identifier, a number or a UUID.
    let id = "anyOf: [{type: integer}, {type: string, format: uuid}], nullable: true";
    workshop.write("a.yaml", &operation(&format!("offset: {{{id}}}"), &format!("next_page_offset: {{{id}}}")));
    ends(&workshop, &[&generate[..3], &["out-3", "--accept-proposals"]].concat(), 0, &[]);
    let requests = workshop.read("out-3/src/operations/lists/requests.rs");
    assert!(requests.contains(r#"BodyToken { "/next_page_offset" to "/offset" }"#), "{requests}");
    // A link or a number of a POST may mean anything.
    workshop.write("a.yaml", &operation("page: {type: integer}, limit: {type: integer}", "next: {type: string}"));
    ends(&workshop, &[&generate[..3], &["out-2", "--accept-proposals"]].concat(), 0, &[]);
    assert!(!workshop.read("out-2/src/operations/lists/requests.rs").contains("items = "));
}

/// A declined proposal is not made again, and a wrong paging in the document is removed.
#[test]
fn proposals_are_declined() {
    let workshop = Workshop::new("declined");
    workshop.write("a.yaml", PAGED);
    let declined = |operations: &str| {
        let fix = format!(r#"{{"no-paging": {{"operations": {operations}}}}}"#);
        format!(r#"{{"fixups": [{{"name": "whole", "why": "It has one page.", "fix": {fix}}}]}}"#)
    };
    let generate = ["generate", "a.yaml", "--out", "out", "--fixups", "fixups.json"];
    workshop.write("fixups.json", &declined(r#"["flagged"]"#));
    let printed = ends(&workshop, &generate, 0, &["1 note"]);
    assert!(!printed.err.contains("page-by-after"), "{}", printed.err);
    workshop.write("fixups.json", &declined("\"all\""));
    let printed = ends(&workshop, &[&generate[..], &["--accept-proposals"]].concat(), 0, &[]);
    assert!(!printed.out.contains("accepted:") && !printed.err.contains("accepted:"), "{}", printed.out);
    assert_eq!(workshop.read("out/src/operations/lists/requests.rs").matches("items = ").count(), 0);
    workshop.write("fixups.json", &declined(r#"["gone"]"#));
    ends(&workshop, &generate, 1, &["the operation `gone`"]);
}
