//! Tests that each kind of correction applies, and is stale when it is applied again or to another source.

use super::*;
use crate::spec::check::check;

/// An API with something for each kind of correction.
const API: &str = r##"{
  "title": "Carts",
  "servers": [{ "url": "https://a.example", "docs": "The first." }],
  "security_schemes": { "key": { "kind": { "basic": {} } }, "token": { "kind": { "bearer": { "header": "authorization" } } } },
  "types": {
    "Cart": {
      "docs": "A cart.",
      "shape": { "struct": { "members": {
        "cycle": { "type": "CartCycle" },
        "id": { "type": "string", "presence": "required" },
        "token": { "type": "string", "access": "service" }
      } } },
      "origin": "page.txt#/Definitions/Cart"
    },
    "CartCycle": { "shape": { "strings": { "values": [{ "value": "annual" }, { "value": "monthly", "docs": "Each." }] } } },
    "Code": { "shape": { "integers": { "format": "int32", "values": [{ "value": 1 }, { "value": 2, "name": "Two" }, { "value": 3 }] } } },
    "Fault": { "shape": { "struct": { "members": { "code": { "type": "Code" }, "text": { "type": "string" } } } } },
    "Term": { "shape": { "struct": { "members": { "cycle": { "type": "list<TermCycle>" } } } } },
    "TermCycle": { "docs": "How often.", "shape": { "strings": { "values": [{ "value": "annual" }, { "value": "monthly" }, { "value": "none" }] } } }
  },
  "operations": {
    "create": {
      "group": "carts", "name": "create", "method": "POST", "path": "/v{version}/carts",
      "params": {
        "path": { "version": { "type": "string", "presence": "required", "docs": "One." } },
        "query": { "top": { "type": "int32" } },
        "header": { "request-id": { "type": "string" } }
      },
      "body": { "content": { "application/json": { "type": "Cart" } } },
      "replies": { "201": { "content": { "application/json": { "type": "Cart" } } }, "400": { "content": { "application/json": {}, "text/json": {} } } }
    },
    "get": {
      "group": "carts", "name": "get", "method": "GET", "path": "/v{version}/carts",
      "params": { "path": { "version": { "type": "string", "presence": "required" } } },
      "replies": { "200": { "content": { "application/json": { "type": "json" } } }, "400": {}, "404": {} }
    }
  }
}"##;

fn api() -> Api {
    json::read("api.json", API).unwrap()
}

fn fixups(fixes: &[&str]) -> Fixups {
    let fixup = |(index, fix)| format!(r#"{{ "name": "fix-{index}", "why": "Because.", "fix": {{ {fix} }} }}"#);
    let fixups: Vec<String> = fixes.iter().enumerate().map(fixup).collect();
    read("fixups.json", &format!(r#"{{ "fixups": [{}] }}"#, fixups.join(", "))).unwrap()
}

/// The API after the corrections, all of which must apply, and which must pass the checks then.
fn fixed(fixes: &[&str]) -> String {
    let fixups = fixups(fixes);
    assert_eq!(json::read::<Fixups>("f", &json::write(&fixups)).unwrap(), fixups);
    let mut api = api();
    assert_eq!(apply(&mut api, &fixups, "fixups.json"), []);
    json::write_api(&check(api, None).unwrap())
}

/// The lines that the corrections add.
fn added(fixes: &[&str]) -> Vec<String> {
    let (before, after) = (json::write_api(&api()), fixed(fixes));
    let lines: Vec<&str> = before.lines().map(|line| line.trim_end_matches(',')).collect();
    let is_new = |line: &&str| !lines.contains(&line.trim_end_matches(','));
    after.lines().filter(is_new).map(|line| line.trim().trim_end_matches(',').to_owned()).collect()
}

/// The reason why the last of the corrections is stale; it must not change anything.
fn stale_after(fixes: &[&str]) -> String {
    let (last, before) = fixes.split_last().unwrap();
    let (mut api, mut unchanged) = (api(), api());
    assert_eq!(apply(&mut unchanged, &fixups(before), "fixups.json"), []);
    let problems = apply(&mut api, &fixups(fixes), "fixups.json");
    assert_eq!((problems.len(), api == unchanged), (1, true), "{last}: {problems:?}");
    assert_eq!(problems[0].place.at, At::Pointer(format!("/fixups/{}/fix", before.len())));
    let name = format!("the fixup `fix-{}` no longer applies: it expects ", before.len());
    problems[0].message.strip_prefix(&name).unwrap().to_owned()
}

/// Checks a correction that applies once: the lines that it adds, and the reason why it is stale when applied again.
fn once(fix: &str, lines: &[&str], again: &str) {
    assert_eq!(added(&[fix]), lines, "{fix}");
    assert_eq!(stale_after(&[fix, fix]), again, "{fix}");
}

#[test]
fn members_are_added_and_changed() {
    once(
        r#""add-member": { "type": "Cart", "member": "done", "definition": { "type": "boolean" } }"#,
        &[r#""done": { "type": "boolean" }"#],
        "no property `done` in `Cart`, but there is one, of the type `boolean`",
    );
    once(
        r#""retype-member": { "type": "Fault", "member": "text", "from": "string", "to": "map<string>" }"#,
        &[r#""text": { "type": "map<string>" }"#],
        "that the property `text` of `Fault` has the type `string`, which is to change, but it has `map<string>`",
    );
    once(
        r#""make-optional": { "type": "Cart", "members": ["id"] }"#,
        &[r#""id": { "type": "string" }"#],
        "that the property `id` of `Cart` is required, but it may be left out",
    );
    once(
        r#""make-required": { "type": "Fault", "members": ["code"] }"#,
        &[r#""code": { "type": "Code", "presence": "required" }"#],
        "that the property `code` of `Fault` may be left out, but it is required",
    );
    once(
        r#""allow-null": { "type": "Cart", "members": ["cycle", "id"] }"#,
        &[r#""cycle": { "type": "CartCycle?" }"#, r#""id": { "type": "string?", "presence": "required" }"#],
        "that the property `cycle` of `Cart` cannot be null, but its type is `CartCycle?`",
    );
}

#[test]
fn members_are_marked() {
    once(
        r#""mark-access": { "type": "Cart", "members": ["id"], "access": "service" }"#,
        &[r#""id": { "type": "string", "presence": "required", "access": "service" }"#],
        "that the property `id` of `Cart` can be set by both sides, but the source says otherwise",
    );
    once(
        r#""mark-sensitivity": { "type": "Cart", "members": ["token"], "sensitivity": "secret" }"#,
        &[r#""token": { "type": "string", "access": "service", "sensitivity": "secret" }"#],
        "that the property `token` of `Cart` is not marked as sensitive, but it is",
    );
    once(
        r#""mark-role": { "type": "Fault", "member": "code", "role": "code" }"#,
        &[r#""code": { "type": "Code", "role": "code" }"#],
        "that the property `code` of `Fault` has no role, but it has one",
    );
}

#[test]
fn values_are_listed_and_named() {
    once(
        r#""add-enum-value": { "type": "CartCycle", "value": "biennial", "docs": "Every two years." }"#,
        &[r#"{ "value": "biennial", "docs": "Every two years." }"#],
        "no value \"biennial\" in `CartCycle`, but it is listed",
    );
    once(
        r#""add-enum-value": { "type": "Code", "value": -5, "name": "Minus" }"#,
        &[r#"{ "value": -5, "name": "Minus" }"#],
        "no value -5 in `Code`, but it is listed",
    );
    once(
        r#""name-enum-values": { "type": "Code", "values": { "3": { "name": "Three" }, "1": { "docs": "The first." } } }"#,
        &[r#"{ "value": 1, "docs": "The first." }"#, r#"{ "value": 3, "name": "Three" }"#],
        "no meaning of the value 1 of `Code`, but it has one",
    );
    let text = fixed(&[r#""add-enum-value": { "type": "CartCycle", "value": "biennial" }"#]);
    // The added value follows those of the document.
    assert!(text.find("\"annual\"") < text.find("\"monthly\"") && text.find("\"monthly\"") < text.find("\"biennial\""));
}

#[test]
fn types_are_added_renamed_and_merged() {
    once(
        r#""add-type": { "type": "Extra", "definition": { "shape": { "alias": "Fault" } } }"#,
        &[r#""Extra": { "shape": { "alias": "Fault" } }"#],
        "no type `Extra`, but there is one",
    );
    once(
        r#""rename-type": { "type": "CartCycle", "to": "BillingCycle" }"#,
        &[r#""BillingCycle": {"#, r#""cycle": { "type": "BillingCycle" }"#],
        "no type `BillingCycle`, but there is one",
    );
    let add = r#""add-enum-value": { "type": "CartCycle", "value": "none" }"#;
    let merge = r#""merge-types": { "types": ["CartCycle", "TermCycle"], "into": "Cycle" }"#;
    let text = fixed(&[add, merge]);
    assert!(text.contains(r#""cycle": { "type": "Cycle" }"#) && text.contains(r#""cycle": { "type": "list<Cycle>" }"#));
    assert!(!text.contains("TermCycle") && text.contains("\"docs\": \"How often.\"") && text.contains("\"Each.\""));
    assert_eq!(
        stale_after(&[merge]),
        "that `CartCycle` and `TermCycle` are equal, but they differ in the value `none`"
    );
    assert_eq!(stale_after(&[add, merge, merge]), "the type `CartCycle`, but it does not exist");
    fixed(&[add, &merge.replace("\"Cycle\"", "\"TermCycle\"")]);
    assert_eq!(stale_after(&[&merge.replace("\"Cycle\"", "\"Code\"")]), "no type `Code`, but there is one");
}

#[test]
fn types_that_hold_themselves_can_be_merged() {
    let node = |name: &str| {
        format!(
            r#""add-type": {{ "type": "{name}", "definition": {{ "shape": {{ "struct": {{ "members": {{ "next": {{ "type": "{name}" }} }} }} }} }} }}"#
        )
    };
    let merge = r#""merge-types": { "types": ["A", "B"], "into": "A" }"#;
    assert!(fixed(&[&node("A"), &node("B"), merge]).contains(r#""next": { "type": "A" }"#));
}

#[test]
fn parameters_are_added_given_defaults_and_set_on_the_client() {
    once(
        r#""add-param": { "operations": ["get"], "place": "header", "param": "if-match", "definition": { "type": "string" } }"#,
        &[r#""if-match": { "type": "string" }"#],
        "no header parameter `if-match` in `get`, but there is one",
    );
    once(
        r#""set-param-default": { "operations": "all", "place": "query", "param": "top", "default": 20 }"#,
        &[r#""top": { "type": "int32", "value": { "default": 20 } }"#],
        "that the caller of `create` gives the query parameter `top`, but it has the default 20",
    );
    once(
        r#""retype-param": { "operations": "all", "place": "query", "param": "top", "from": "int32", "to": "Code" }"#,
        &[r#""top": { "type": "Code" }"#],
        "that the query parameter `top` of `create` has the type `int32`, but it has `Code`",
    );
    once(
        r#""set-docs": { "of": { "param": { "operations": "all", "place": "path", "param": "version" } }, "from": "One.", "docs": "`1`." }"#,
        &[r#""version": { "type": "string", "presence": "required", "docs": "`1`." }"#],
        "the documentation \"One.\" of the path parameter `version` in some operation, but none has it",
    );
    once(
        r#""client-param": { "operations": "all", "place": "path", "param": "version", "default": "1" }"#,
        &[
            r#""client_params": {"#,
            r#""version": { "type": "string", "default": "1", "docs": "One." }"#,
            r#""version": {"#,
            r#""type": "string""#,
            r#""presence": "required""#,
            r#""value": { "client": "version" }"#,
            r#""docs": "One.""#,
            r#""version": { "type": "string", "presence": "required", "value": { "client": "version" } }"#,
        ],
        "no client parameter `version`, but there is one",
    );
}

#[test]
fn replies_and_retries_are_corrected() {
    once(
        r#""add-reply": { "operations": ["create"], "status": "5XX", "definition": { "docs": "Try again." } }"#,
        &[r#""5XX": { "docs": "Try again." }"#],
        "no response 5XX of `create`, but there is one",
    );
    once(
        r#""expect-status": { "operations": ["get"], "status": "404", "docs": "There is none." }"#,
        &[r#""404": { "docs": "There is none.", "expected": true }"#],
        "that 404 is an error of `get`, but it is not",
    );
    assert_eq!(
        stale_after(&[r#""expect-status": { "operations": ["get"], "status": "200" }"#]),
        "that 200 is an error of `get`, but it is not"
    );
    once(
        r#""set-reply-body": { "operations": "all", "statuses": ["400", "404"], "media_type": "application/json", "type": "Fault" }"#,
        &[
            r#""400": { "content": { "application/json": { "type": "Fault" }, "text/json": {} } }"#,
            r#""400": { "content": { "application/json": { "type": "Fault" } } }"#,
            r#""404": { "content": { "application/json": { "type": "Fault" } } }"#,
        ],
        "no type for `application/json` in the response 400 of `create`, but there is the type `Fault`",
    );
    once(
        r#""set-reply-body": { "operations": ["get"], "statuses": ["200"], "media_type": "application/json", "expects": "json", "type": "Cart" }"#,
        &[r#""200": { "content": { "application/json": { "type": "Cart" } } }"#],
        "the type `json` for `application/json` in the response 200 of `get`, but there is the type `Cart`",
    );
    once(
        r#""idempotency-header": { "operations": "all", "header": "request-id" }"#,
        &[r#""retry": { "idempotency_header": "request-id" }"#],
        "no idempotency header of `create`, but it is `request-id`",
    );
    once(
        r#""retry-statuses": { "operations": ["create"], "statuses": [503, 500] }"#,
        &[r#""retry": { "statuses": [500, 503] }"#],
        "no statuses after which `create` may be repeated, but there are some",
    );
}

#[test]
fn facts_of_the_service_are_corrected() {
    once(
        r#""trace-headers": { "request_id": "request-id" }"#,
        &[r#""trace_headers": { "request_id": "request-id" }"#],
        "no trace headers, but there are some",
    );
    once(
        r#""add-server": { "url": "https://b.example", "name": "b" }"#,
        &[r#"{ "url": "https://b.example", "name": "b" }"#],
        "no server `https://b.example`, but there is one",
    );
    once(
        r#""name-server": { "url": "https://a.example", "name": "a" }"#,
        &[r#"{ "url": "https://a.example", "name": "a", "docs": "The first." }"#],
        "no name for the server `https://a.example`, but it is called `a`",
    );
    for (of, line) in [
        (r#""type": "Fault""#, r#""docs": "New.""#),
        (r#""member": { "type": "Fault", "member": "text" }"#, r#""text": { "type": "string", "docs": "New." }"#),
        (r#""value": { "type": "Code", "value": 1 }"#, r#"{ "value": 1, "docs": "New." }"#),
        (r#""value": { "type": "CartCycle", "value": "annual" }"#, r#"{ "value": "annual", "docs": "New." }"#),
        (r#""operation": "get""#, r#""docs": "New.""#),
    ] {
        let fix = format!(r#""set-docs": {{ "of": {{ {of} }}, "docs": "New." }}"#);
        once(&fix, &[line], "the documentation \"\", and another to put in its place, but it is \"New.\"");
    }
    fixed(&[r#""set-docs": { "of": { "type": "Cart" }, "from": "A cart.", "docs": "What will be bought." }"#]);
}

#[test]
fn what_a_correction_is_about_must_exist() {
    for (fix, found) in [
        (r#""make-optional": { "type": "Car", "members": ["id"] }"#, "the type `Car`, but it does not exist"),
        (
            r#""make-optional": { "type": "Cart", "members": ["id", "ids"] }"#,
            "the property `ids` of `Cart`, but it does not exist",
        ),
        (r#""make-optional": { "type": "Cart", "members": [] }"#, "at least one property, but it names none"),
        (
            r#""make-optional": { "type": "Code", "members": ["id"] }"#,
            "that `Code` is an object, but it is something else",
        ),
        (r#""add-enum-value": { "type": "Cart", "value": 1 }"#, "that `Cart` is an enum, but it is something else"),
        (r#""add-enum-value": { "type": "Code", "value": "1" }"#, "strings in `Code`, but it has integers"),
        (
            r#""name-enum-values": { "type": "Code", "values": { "9": { "name": "N" } } }"#,
            "the value 9 in `Code`, but it is not listed",
        ),
        (
            r#""name-enum-values": { "type": "Code", "values": { "2": { "name": "N" } } }"#,
            "no name for the value 2 of `Code`, but it is called `Two`",
        ),
        (r#""merge-types": { "types": ["Cart"], "into": "Cart" }"#, "two types at least, each once, but it names Cart"),
        (
            r#""merge-types": { "types": ["Cart", "Fault"], "into": "Cart" }"#,
            "that `Cart` and `Fault` are equal, but they differ in the properties `code`, `cycle`, `id`, `text`, `token`",
        ),
        (
            r#""idempotency-header": { "operations": ["get"], "header": "request-id" }"#,
            "the header parameter `request-id` in `get`, but it does not exist",
        ),
        (
            r#""idempotency-header": { "operations": "all", "header": "x" }"#,
            "the header parameter `x` in some operation, but none has it",
        ),
        (
            r#""retry-statuses": { "operations": ["put"], "statuses": [] }"#,
            "the operation `put`, but it does not exist",
        ),
        (r#""retry-statuses": { "operations": ["get", "get"], "statuses": [] }"#, "`get` once, but it occurs twice"),
        (r#""retry-statuses": { "operations": [], "statuses": [] }"#, "one operation at least, but it names none"),
        (
            r#""name-server": { "url": "https://c.example", "name": "c" }"#,
            "the server `https://c.example`, but it does not exist",
        ),
    ] {
        assert_eq!(stale_after(&[fix]), found);
    }
}

#[test]
fn lists_are_had_in_parts_and_tokens_somewhere() {
    let body = r#""set-reply-body": { "operations": ["get"], "statuses": ["200"], "media_type": "application/json", "expects": "json", "type": "Term" }"#;
    let paging =
        r#""set-paging": { "operations": ["get"], "paging": { "items": "/cycle", "next": { "link_header": {} } } }"#;
    assert!(
        added(&[body, paging]).iter().any(|line| line.contains(r#""items": "/cycle", "next": { "link_header": {} }"#))
    );
    assert_eq!(stale_after(&[body, paging, paging]), "no paging of `get`, but there is one");
    let long_running =
        r#""set-long-running": { "operations": ["get"], "long_running": { "final_state": "location" } }"#;
    assert!(
        added(&[long_running]).iter().any(|line| line.contains(r#""long_running": { "final_state": "location" }"#))
    );
    assert_eq!(stale_after(&[long_running, long_running]), "that `get` is not a long-running operation, but it is one");
    once(
        r#""client-credentials": { "scheme": "token", "token_url": "https://a.example/token", "scopes": { "a": "All." } }"#,
        &[
            r#""token": {"#,
            r#""kind": {"#,
            r#""client_credentials": { "token_url": "https://a.example/token", "scopes": { "a": "All." } }"#,
        ],
        "that `token` sends bearer tokens in `Authorization`, whose source is not stated, but it is another kind of \
         scheme",
    );
    let required =
        r#""client-credentials": { "scheme": "token", "token_url": "https://a.example/t", "required": ["b", "a"] }"#;
    let mut api = api();
    let set = |scopes: &[&str]| [("token".to_owned(), scopes.iter().map(|scope| (*scope).to_owned()).collect())].into();
    api.operations.values_mut().for_each(|operation| operation.security = vec![set(&[])]);
    assert!(apply(&mut api, &fixups(&[required]), "fixups.json").is_empty());
    assert!(api.operations.values().all(|operation| operation.security == [set(&["a", "b"])]));
    let mut api = self::api();
    api.operations.values_mut().for_each(|operation| operation.security = vec![set(&["x"])]);
    let problems = apply(&mut api, &fixups(&[required]), "fixups.json");
    assert!(problems[0].message.contains("expects no scopes of `token`"), "{problems:?}");
    let other = r#""client-credentials": { "scheme": "x", "token_url": "https://a.example/token" }"#;
    assert_eq!(stale_after(&[other]), "the security scheme `x`, but it does not exist");
}

#[test]
fn the_others_are_made_where_one_fails() {
    let mut api = api();
    let problems = apply(
        &mut api,
        &fixups(&[
            r#""rename-type": { "type": "Nothing", "to": "A" }"#,
            r#""rename-type": { "type": "Cart", "to": "Basket" }"#,
            r#""rename-type": { "type": "Nothing", "to": "B" }"#,
        ]),
        "fixups.json",
    );
    assert!(problems.len() == 2 && api.types.contains_key("Basket"));
}

#[test]
fn a_file_of_corrections_is_read_strictly() {
    let fix = r#""fix": { "retry-statuses": { "operations": "all", "statuses": [] } }"#;
    let problems = |fixup: &str| read("f", &format!(r#"{{ "fixups": [{fixup}] }}"#)).unwrap_err();
    let rules = |fixup: &str| problems(fixup).iter().map(|problem| problem.rule).collect::<Vec<_>>();
    assert_eq!(problems(&format!(r#"{{ "name": "a", {fix} }}"#))[0].message, "the property `why` is missing");
    assert_eq!(rules(&format!(r#"{{ "name": "A-", "why": " ", {fix} }}"#)), [Rule::InvalidName, Rule::Syntax]);
    let twice = format!(r#"{{ "name": "a", "why": "w", {fix} }}"#);
    assert_eq!(rules(&format!("{twice}, {twice}")), [Rule::DuplicateId]);
    let message =
        |fix: &str| problems(&format!(r#"{{ "name": "a", "why": "w", "fix": {{ {fix} }} }}"#))[0].message.clone();
    assert_eq!(message(r#""retry": {}"#), "`retry` is not known here");
    assert_eq!(
        message(r#""retry-statuses": { "operations": "some", "statuses": [] }"#),
        "found string \"some\" where \"all\", a glob, or a list of operations is expected"
    );
    assert_eq!(
        message(r#""add-enum-value": { "type": "A", "value": 1.5 }"#),
        "found floating point `1.5` where a string or an integer is expected"
    );
}
