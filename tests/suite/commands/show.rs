//! Tests of `show`, which prints the result of a stage for an API or a document to standard output.

use serde_json::Value;

use super::{API, CART, ends};
use crate::cargo::Said;
use crate::workshop::Workshop;

/// Runs the command, and returns standard output, which has only the requested content.
fn shown(workshop: &Workshop, source: &str, stage: &str, more: &[&str]) -> Said {
    let said = ends(workshop, &[&["show", source, "--stage", stage], more].concat(), 0, &[]);
    assert_eq!(said.err, "");
    said
}

fn json(said: &Said) -> Value {
    serde_json::from_str(&said.out).expect("JSON is shown")
}

#[test]
fn each_stage_is_shown() {
    let workshop = Workshop::new("each-stage-is-shown");
    assert_eq!(shown(&workshop, "partner-center", "spec", &[]).out, workshop.read(API));
    assert_eq!(shown(&workshop, API, "spec", &[]).out, workshop.read(API));
    let mirror = json(&shown(&workshop, CART, "source", &[]));
    assert_eq!(mirror["name"], "Create a new cart");
    let page = json(&shown(&workshop, CART, "spec", &[]));
    assert_eq!(page["operations"].as_object().map(|operations| operations.len()), Some(1));
    for (source, made) in [("partner-center", 63), (API, 63), (CART, 11)] {
        let rust = shown(&workshop, source, "rust", &[]).out;
        let text = shown(&workshop, source, "text", &[]).out;
        let count = |text: &str, start: &str| text.lines().filter(|line| line.starts_with(start)).count();
        // One of the files is the list of the models.
        assert_eq!(count(&rust, "src/models/"), made + 1, "{source}");
        assert_eq!(count(&text, "==> src/models/"), made + 1, "{source}");
        assert_eq!(count(&text, "==> Cargo.toml"), 1, "{source}");
    }
}

/// For an API under `specs/`, all documents are shown.
#[test]
fn each_source_is_shown() {
    let workshop = Workshop::new("each-source-is-shown");
    let text = shown(&workshop, "partner-center", "source", &[]).out;
    let pages: Vec<Value> =
        serde_json::Deserializer::from_str(&text).into_iter().map(|page| page.expect("JSON is shown")).collect();
    let name = |page: &Value| page["name"].as_str().or(page["info"]["title"].as_str()).map(str::to_owned);
    let names: Vec<String> = pages.iter().map(|page| name(page).expect("a name")).collect();
    let expected = [
        "Microsoft Partner Audit Api",
        "Create a new cart",
        "CustomersService V3",
        "Get a cart by ID",
        "Orders",
        "Update an existing cart",
        "Microsoft Partner Webhooks Api",
    ];
    assert_eq!(names, expected);
}

#[test]
fn one_thing_is_shown() {
    let workshop = Workshop::new("one-thing-is-shown");
    let rows = [
        ("source", "get-a", "\"name\": \"Get a cart by ID\""),
        ("spec", "RenewsTo", "\"termDuration\": {"),
        ("spec", "manage-orders.get-a-cart-by-id", "\"method\": \"GET\""),
        ("rust", "RenewsTo", "src/models/renews_to.rs: ["),
        ("rust", "GetCart", "src/operations/carts/requests.rs: ["),
        ("rust", "Client", "src/client.rs: ["),
        ("rust", "src/models/renews_to.rs", "\"RenewsTo\""),
        ("text", "renews_to", "pub struct RenewsTo {"),
        ("text", "renews_to.rs", "pub struct RenewsTo {"),
        ("text", "src/models/renews_to.rs", "pub struct RenewsTo {"),
        ("text", "Cargo.toml", "name = \"partner-center\""),
    ];
    for (stage, only, holds) in rows {
        let said = shown(&workshop, "partner-center", stage, &["--only", only]);
        assert!(said.out.contains(holds), "{stage} {only}\n{}", said.out);
        let other = if stage == "source" { "Create a new cart" } else { "PurchaseCommitment" };
        assert!(!said.out.contains(other), "{stage} {only}\n{}", said.out);
    }
    for stage in ["source", "spec", "rust", "text"] {
        let args = ["show", "partner-center", "--stage", stage, "--only", "Nothing"];
        let said = ends(&workshop, &args, 2, &["error: "]);
        assert_eq!(said.out, "");
    }
}

#[test]
fn the_chosen_operations_are_shown() {
    let workshop = Workshop::new("the-chosen-are-shown");
    let all = json(&shown(&workshop, "partner-center", "spec", &[]));
    for (source, glob) in
        [("partner-center", "*.get-a-cart*"), (API, "GET *carts*"), ("partner-center", "GET /v{version}/*/carts/*")]
    {
        let chosen = json(&shown(&workshop, source, "spec", &["--include", glob]));
        let operations: Vec<&String> = chosen["operations"].as_object().expect("an object").keys().collect();
        assert_eq!(operations, ["manage-orders.get-a-cart-by-id"]);
        // A cart in the response has the types of a cart in the request, and nothing of the other operations.
        let written = json(&shown(&workshop, "partner-center", "spec", &["--include", "POST *carts"]));
        assert_eq!(chosen["types"], written["types"]);
        assert!(
            chosen["types"].as_object().is_some_and(|types| types.iter().all(|(name, ty)| all["types"][name] == *ty))
        );
        assert!(chosen["types"]["Customer"].is_null());
    }
    let text = shown(&workshop, "partner-center", "text", &["--include", "*.get-*"]).out;
    assert!(text.contains("operation!(GetCart ") && !text.contains("operation!(CreateCart "));
}

/// Types that only operations of other groups use are left out.
#[test]
fn what_would_be_kept_of_a_document_is_shown() {
    let workshop = Workshop::empty("what-would-be-kept");
    workshop.write(
        "pets.yaml",
        "openapi: 3.0.3\ninfo: { title: Pets, version: '1' }\npaths:\n  \
           /pets: { get: { tags: [pets], operationId: list, responses: { '200': { description: '', content: \
             { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } } } } }\n  \
           /users/{id}: { get: { tags: [users], operationId: find, parameters: [{ name: id, in: path, required: true, \
             schema: { type: string } }], responses: { '200': { description: '', content: \
             { application/json: { schema: { $ref: '#/components/schemas/User' } } } } } } }\n\
         components:\n  schemas:\n    \
             Pet: { type: object, properties: { name: { type: string } } }\n    \
             User: { type: object, properties: { name: { type: string } } }\n",
    );
    for (glob, kept) in [("users.*", "User"), ("GET /users/*", "User"), ("pets.*", "Pet")] {
        let chosen = json(&shown(&workshop, "pets.yaml", "spec", &["--include", glob]));
        let types: Vec<&String> = chosen["types"].as_object().expect("types are listed").keys().collect();
        assert_eq!(types, [kept], "{glob}");
        assert_eq!(chosen["operations"].as_object().map(|operations| operations.len()), Some(1), "{glob}");
    }
}

/// The operations that `crate.json` includes are shown, and `--include` selects among them.
#[test]
fn what_a_setting_keeps_is_shown() {
    let workshop = Workshop::new("what-a-setting-keeps");
    let config = "specs/partner-center/crate.json";
    workshop.replace(config, "  \"operations\": {", "  \"include\": [\"*.get-a-cart*\"],\n  \"operations\": {");
    let kept = json(&shown(&workshop, "partner-center", "spec", &[]));
    let ids: Vec<&String> = kept["operations"].as_object().expect("operations are listed").keys().collect();
    assert_eq!(ids, ["manage-orders.get-a-cart-by-id"]);
    ends(&workshop, &["show", "partner-center", "--stage", "spec", "--include", "*.create-*"], 1, &["empty-selection"]);
}

/// The spec has exactly the facts of the page.
#[test]
fn a_page_is_shown_as_a_spec() {
    let workshop = Workshop::new("a-page-is-shown-as-a-spec");
    let original = crate::root().join("../shared/partner-center/create-a-new-cart.page.txt");
    let original = original.to_str().expect("the path is UTF-8");
    let sources = if std::path::Path::new(original).is_file() {
        vec![CART, original]
    } else {
        println!("the original page is not at hand; ours is shown alone");
        vec![CART]
    };
    for source in sources {
        let spec = json(&shown(&workshop, source, "spec", &[]));
        let types = spec["types"].as_object().expect("an object");
        let enums: Vec<(&str, usize)> = types
            .iter()
            .filter_map(|(name, def)| {
                let shape = def["shape"].as_object()?;
                let values = shape.get("strings").or(shape.get("integers"))?["values"].as_array()?;
                Some((name.as_str(), values.len()))
            })
            .collect();
        let expected = [
            ("CartErrorCode", 41),
            ("CartLineItemBillingCycle", 6),
            ("ParticipantType", 3),
            ("ProductTermBillingCycle", 7),
        ];
        assert_eq!(enums, expected);
        assert_eq!(types.len() - enums.len(), 11);
        assert_eq!(spec["security_schemes"]["Authorization"]["kind"]["bearer"]["header"], "Authorization");
        let operation = &spec["operations"]["manage-orders.create-a-new-cart"];
        let counts = ["path", "header"].map(|place| operation["params"][place].as_object().map(serde_json::Map::len));
        assert_eq!(counts, [Some(2), Some(3)]);
        let body = operation["body"]["content"].as_object().map(serde_json::Map::len);
        let replies = operation["replies"].as_object().map(serde_json::Map::len);
        assert_eq!((body, replies), (Some(5), Some(6)));
    }
}
