//! Tests that everything on a page arrives in the spec, by comparing the counts.

use std::path::Path;

use codegen::import::{self, Format, Imported, Leniency, Source, learn};
use codegen::spec::{Api, Shape};

use super::{carts, folder, pages, source};

fn imported(sources: &[Source]) -> Imported {
    import::import(Some(Format::Learn), sources, Leniency::Normal).expect("the pages are in order")
}

/// The number of values of an enum, and whether they are names.
fn values(api: &Api, name: &str) -> (usize, &'static str) {
    match &api.types[name].shape {
        Shape::Strings(strings) => (strings.values.len(), "names"),
        Shape::Integers(integers) => (integers.values.len(), "numbers"),
        Shape::Struct(_) | Shape::Union(_) | Shape::Alias(_) => panic!("{name} is no enum"),
    }
}

fn members(api: &Api, name: &str) -> usize {
    match &api.types[name].shape {
        Shape::Struct(object) => object.members.len(),
        Shape::Strings(_) | Shape::Integers(_) | Shape::Union(_) | Shape::Alias(_) => panic!("{name} is no object"),
    }
}

/// Checks the facts of the page on creating a cart, which were counted by hand.
fn assert_cart(api: &Api) {
    let operation = &api.operations["manage-orders.create-a-new-cart"];
    assert_eq!(operation.path.to_string(), "/v{version}/customers/{customer_id}/carts");
    assert_eq!(api.servers[0].url, "https://api.partnercenter.microsoft.com");
    assert_eq!((operation.params.path.len(), operation.params.query.len(), operation.params.header.len()), (2, 0, 3));
    assert_eq!(api.security_schemes.keys().collect::<Vec<_>>(), ["Authorization"]);
    assert_eq!(operation.security.len(), 1);
    let body = operation.body.as_ref().expect("a cart is sent");
    assert_eq!(body.content.len(), 5);
    assert!(body.content.values().all(|content| content.ty.as_ref().is_some_and(|ty| ty.to_string() == "Cart")));
    assert_eq!(operation.replies.len(), 6);
    assert!(operation.replies.values().all(|reply| reply.content.len() == 4 && !reply.docs.is_empty()));
    let typed = operation.replies.values().filter(|reply| reply.content.values().any(|content| content.ty.is_some()));
    assert_eq!(typed.count(), 1);
    assert_eq!(api.types.len(), 15);
    let generic: Vec<&str> =
        api.types.iter().filter(|(_, def)| !def.params.is_empty()).map(|(name, _)| name.as_str()).collect();
    assert_eq!(generic, ["KeyValuePair"]);
    assert_eq!(values(api, "CartErrorCode"), (41, "numbers"));
    assert_eq!(values(api, "CartLineItemBillingCycle"), (6, "names"));
    assert_eq!(values(api, "ProductTermBillingCycle"), (7, "names"));
    assert_eq!(values(api, "ParticipantType"), (3, "names"));
    let objects = [
        ("Cart", 9),
        ("CartError", 2),
        ("CartLineItem", 18),
        ("KeyValuePair", 2),
        ("Link", 4),
        ("ProductTerm", 5),
        ("PurchaseCommitment", 3),
        ("RenewsTo", 1),
        ("ResourceAttributes", 2),
        ("ResourceLinks", 3),
        ("ScheduledNextTermInstructions", 2),
    ];
    for (name, count) in objects {
        assert_eq!(members(api, name), count, "{name}");
    }
}

#[test]
fn the_page_on_creating_a_cart_arrives_whole() {
    let ours: Vec<Source> = carts().into_iter().filter(|page| page.name.starts_with("create")).collect();
    let Imported { api, notes, .. } = imported(&ours);
    assert_eq!(notes, []);
    assert_cart(&api);
    let original = folder("../../shared/partner-center/create-a-new-cart.page.txt");
    if !original.is_file() {
        println!("the original page is not at hand; ours was compared alone");
        return;
    }
    let Imported { api: mut theirs, notes, .. } = imported(&[source(&original)]);
    assert_eq!(notes, []);
    assert_cart(&theirs);
    // Our own page states the same in other words.
    let mut ours = api;
    [&mut ours, &mut theirs].into_iter().for_each(without_docs);
    assert_eq!(ours, theirs);
}

fn without_docs(api: &mut Api) {
    api.security_schemes.values_mut().for_each(|scheme| scheme.docs.clear());
    for operation in api.operations.values_mut() {
        operation.docs.clear();
        operation.replies.values_mut().for_each(|reply| reply.docs.clear());
        let params = operation.params.path.values_mut().chain(operation.params.header.values_mut());
        params.for_each(|param| param.docs.clear());
    }
}

#[test]
fn three_pages_on_carts_are_one_api() {
    let Imported { api, notes, .. } = imported(&carts());
    assert_eq!(notes, []);
    assert_cart(&api);
    let shapes: Vec<String> = api
        .operations
        .values()
        .map(|operation| {
            let statuses: Vec<String> = operation.replies.keys().map(ToString::to_string).collect();
            format!("{} {} {}", operation.method.as_str(), operation.path, statuses.join(" "))
        })
        .collect();
    assert_eq!(
        shapes,
        [
            "POST /v{version}/customers/{customer_id}/carts 201 400 401 403 404 500",
            "GET /v{version}/customers/{customer_id}/carts/{cart_id} 200 400 401 403 404 500",
            "PUT /v{version}/customers/{customer_id}/carts/{cart_id} 200 201 400 401 403 404 500",
        ]
    );
}

/// The rows, responses and values of a page are in its spec, or the page is refused.
#[test]
fn counts_balance() {
    for page in pages(&folder("cases/import/learn")).into_iter().chain(carts()) {
        let Imported { api, .. } = imported(std::slice::from_ref(&page));
        let read = learn::mirror(&page).expect("the page is in order");
        let operation = api.operations.values().next().expect("a page is an operation");
        let rows = |table: &Option<learn::Table>| table.as_ref().map_or(0, |table| table.rows.len());
        let proofs = read.request_header.iter().flat_map(|table| &table.rows);
        let proofs = proofs.filter(|row| row.name == "Authorization").count();
        assert_eq!(rows(&read.request_header), operation.params.header.len() + proofs, "{}", page.name);
        let in_url = operation.params.path.len() + operation.params.query.len();
        assert!(in_url >= rows(&read.uri_parameters), "{}", page.name);
        assert_eq!(read.responses.as_ref().map_or(0, |replies| replies.rows.len()), operation.replies.len());
        assert_eq!(read.request_body.is_some(), operation.body.is_some(), "{}", page.name);
        for definition in &read.definitions {
            let named = |ty: &&codegen::spec::TypeDef| {
                ty.origin.as_ref().is_some_and(|origin| origin.pointer.ends_with(&format!("/{}", definition.name)))
            };
            let made = api.types.values().filter(named).count();
            assert!(made == 1 || definition.name.ends_with(']'), "{}: {}", page.name, definition.name);
        }
    }
}

/// The samples of other pages are incomplete. A complete one is read, and in the others only the missing part is
/// reported.
#[test]
fn the_family_of_pages_is_read() {
    let folder = folder("../../shared/partner-center/pages");
    if !Path::new(&folder).is_dir() {
        println!("the samples of the family are not at hand");
        return;
    }
    for path in super::entries(&folder).iter().filter(|path| path.extension().is_some_and(|e| e == "txt")) {
        let Source { name, text } = source(path);
        let cut = text.contains("<<CUT");
        let whole: Vec<&str> = text.lines().filter(|line| !line.starts_with("<<CUT")).collect();
        let page = Source { name: name.clone(), text: whole.join("\n") };
        let lossy = [".B1.", ".B2."].iter().any(|rendering| name.contains(rendering));
        match import::import(None, &[page], Leniency::Normal) {
            Ok(_) => assert!(!cut && !lossy, "{name} is read although it is not whole"),
            Err(problems) => {
                let rules: Vec<&str> = problems.iter().map(|problem| problem.rule.id()).collect();
                let fine = |rule: &&str| match (lossy, *rule) {
                    (true, rule) => rule == "lossy-page",
                    (false, rule) => {
                        cut && ["unresolved-type", "page-definition", "page-part", "unsupported"].contains(&rule)
                    }
                };
                assert!(rules.iter().all(fine), "{name}: {rules:?}");
            }
        }
    }
}

/// Characters that a browser or an editor adds change nothing.
#[test]
fn marks_and_line_ends_change_nothing() {
    let plain = carts();
    let marked: Vec<Source> = plain
        .iter()
        .map(|page| Source {
            name: page.name.clone(),
            text: format!("\u{feff}{}", page.text.replace("Models.", "Models.\u{200b}").replace('\n', "\r\n")),
        })
        .collect();
    assert_eq!(imported(&plain), imported(&marked));
}

/// Each origin leads back to the line with the fact.
#[test]
fn places_lead_to_lines() {
    let page = carts().into_iter().next().expect("there are pages");
    let Imported { api, .. } = imported(std::slice::from_ref(&page));
    let text: Vec<&str> = page.text.lines().collect();
    for (name, def) in &api.types {
        let pointer = def.origin.as_ref().expect("a type has an origin").pointer.clone();
        let line = learn::positions(&page.text, &[&pointer])[0].expect("a place has a line").line;
        let last = pointer.rsplit('/').next().expect("a pointer has a token");
        // The headings of two definitions are missing, so their location is that of the column labels.
        let found = text[line - 1].starts_with(last) || (text[line - 1].starts_with("Name ") && last.contains("Link"));
        assert!(found, "{name} at {pointer} is line {line}: {}", text[line - 1]);
    }
    let places = ["", "/Responses/201", "/Request Body/id", "/Request Header/ms-cv/more", "/Elsewhere"];
    let lines: Vec<Option<usize>> =
        learn::positions(&page.text, &places).iter().map(|found| found.map(|found| found.line)).collect();
    assert_eq!(lines, [Some(4), Some(98), Some(71), Some(42), Some(4)]);
}
