//! Tests that payloads are read and written back without loss, for anything that a service sends.

use std::collections::{BTreeMap, BTreeSet};

use codegen::spec::{Api, Shape, TypeRef, json, select};
use partner_center::models::{BillingCycle, Cart, CartErrorCode, CartLineItem, Link};
use partner_center::operations::carts::CheckOutCartErrorBody;
use partner_center::{Bearer, Client, Error, ErrorKind, Extra, Fake, Retry};
use serde::Serialize;
use serde_json::Value;
use serde_json::value::RawValue;

use crate::workshop::files;

/// The cart that a client reads from a response.
fn answered(body: &str) -> Result<Cart, Error> {
    let fake = Fake::new().respond_json(200, body);
    let client = Client::builder().credential(Bearer::new("token")).transport(fake).build()?;
    Ok(client.carts().get("customer", "cart").send_blocking()?.into_inner())
}

fn read(name: &str, body: &str) -> Cart {
    answered(body).unwrap_or_else(|error| panic!("{name}: {error:#}\n{body}"))
}

/// The body in which a client sends the cart.
fn written(cart: &Cart) -> String {
    let fake = Fake::new().respond_json(200, "{}");
    let client = Client::builder().credential(Bearer::new("token")).transport(fake.clone()).build();
    let sent = client.map(|client| client.carts().update("customer", "cart", cart).send_blocking());
    assert!(matches!(sent, Ok(Ok(_))), "{cart:?}");
    String::from_utf8(fake.requests()[0].body().to_vec()).expect("JSON is UTF-8")
}

/// The locations at which two strings differ as JSON. Numbers are compared by their digits, and strings by their
/// content.
fn differences(path: &str, left: &RawValue, right: &RawValue) -> Vec<String> {
    let object = |text: &RawValue| serde_json::from_str::<BTreeMap<String, Box<RawValue>>>(text.get()).ok();
    let list = |text: &RawValue| serde_json::from_str::<Vec<Box<RawValue>>>(text.get()).ok();
    let string = |text: &RawValue| serde_json::from_str::<String>(text.get()).ok();
    if let (Some(left), Some(right)) = (object(left), object(right)) {
        let names: BTreeSet<&String> = left.keys().chain(right.keys()).collect();
        return names
            .into_iter()
            .flat_map(|name| match (left.get(name), right.get(name)) {
                (Some(left), Some(right)) => differences(&format!("{path}/{name}"), left, right),
                (left, _) => vec![format!("{path}/{name} is only {}", if left.is_some() { "read" } else { "written" })],
            })
            .collect();
    }
    if let (Some(left), Some(right)) = (list(left), list(right)) {
        let each = left.iter().zip(&right).enumerate();
        let mut found: Vec<String> =
            each.flat_map(|(at, (left, right))| differences(&format!("{path}/{at}"), left, right)).collect();
        if left.len() != right.len() {
            found.push(format!("{path} has {} and then {} elements", left.len(), right.len()));
        }
        return found;
    }
    let same = match (string(left), string(right)) {
        (Some(left), Some(right)) => left == right,
        _ => left.get() == right.get(),
    };
    if same { Vec::new() } else { vec![format!("{path}: {left} and then {right}")] }
}

/// Checks that the payload is written back exactly, with and without a byte order mark, and returns the cart.
fn round_trips(name: &str, body: &str) -> Cart {
    let cart = read(name, body);
    let written = written(&cart);
    let raw = |text| serde_json::from_str::<&RawValue>(text).expect("it is JSON");
    let differences = differences("", raw(body), raw(&written));
    assert!(differences.is_empty(), "{name}\n{}", differences.join("\n"));
    assert_eq!(cart, read(name, &format!("\u{feff}{body}")), "{name} with a byte order mark");
    assert_eq!(cart, read(name, &written), "{name} read again");
    cart
}

/// Our own payloads by name.
fn payloads() -> BTreeMap<String, String> {
    let files = files(&crate::root().join("tests/cases/payloads"));
    files.into_iter().map(|(name, bytes)| (name, String::from_utf8(bytes).expect("JSON is UTF-8"))).collect()
}

/// The paths of the properties in `extra`, at any level.
fn extras(cart: &Cart) -> Vec<String> {
    let mut found = Vec::new();
    let mut add = |path: &str, extra: &Extra| found.extend(extra.iter().map(|(name, _)| format!("{path}/{name}")));
    add("", &cart.extra);
    cart.attributes.iter().for_each(|attributes| add("/attributes", &attributes.extra));
    if let Some(links) = &cart.links {
        add("/links", &links.extra);
        for (name, link) in [("next", &links.next), ("previous", &links.previous), ("self", &links.self_)] {
            link.iter().for_each(|link| extras_of_link(&format!("/links/{name}"), link, &mut add));
        }
    }
    extras_of_items("/lineItems", cart.line_items.as_deref().unwrap_or_default(), &mut add);
    found
}

fn extras_of_link(path: &str, link: &Link, add: &mut impl FnMut(&str, &Extra)) {
    add(path, &link.extra);
    for (at, pair) in link.headers.iter().flatten().enumerate() {
        add(&format!("{path}/headers/{at}"), &pair.extra);
    }
}

fn extras_of_items(path: &str, items: &[CartLineItem], add: &mut impl FnMut(&str, &Extra)) {
    for (at, item) in items.iter().enumerate() {
        let path = format!("{path}/{at}");
        add(&path, &item.extra);
        item.error.iter().for_each(|error| add(&format!("{path}/error"), &error.extra));
        item.purchase_commitment.iter().for_each(|found| add(&format!("{path}/purchaseCommitment"), &found.extra));
        item.renews_to.value().into_iter().for_each(|found| add(&format!("{path}/renewsTo"), &found.extra));
        for (at, pair) in item.participants.iter().flatten().enumerate() {
            add(&format!("{path}/participants/{at}"), &pair.extra);
        }
        if let Some(next) = &item.scheduled_next_term_instructions {
            let path = format!("{path}/scheduledNextTermInstructions");
            add(&path, &next.extra);
            next.product.iter().for_each(|product| add(&format!("{path}/product"), &product.extra));
        }
        extras_of_items(&format!("{path}/addonItems"), item.addon_items.as_deref().unwrap_or_default(), add);
    }
}

#[test]
fn each_payload_round_trips() {
    for (name, body) in payloads() {
        round_trips(&name, &body);
    }
}

/// Exactly the unknown properties are stored in `extra`.
#[test]
fn only_what_is_not_known_is_extra() {
    let payloads = payloads();
    let rows: [(&str, &[&str]); 6] = [
        ("full.json", &[]),
        ("empty.json", &[]),
        ("dates.json", &[]),
        ("values.json", &[]),
        ("text.json", &[]),
        ("pascal.json", &["/Id", "/PartnerOnRecordAttestationAccepted", "/LineItems"]),
    ];
    for (name, expected) in rows {
        assert_eq!(extras(&round_trips(name, &payloads[name])), expected, "{name}");
    }
}

/// The objects in a value of a type: their locations, and the properties of their types.
fn objects<'a>(api: &'a Api, ty: &TypeRef, at: &str, value: &Value, found: &mut Vec<(String, &'a str)>) {
    match ty {
        TypeRef::Named(name, args) => {
            let (name, def) = api.types.get_key_value(name).expect("a checked spec has its types");
            let Shape::Struct(object) = &def.shape else { return };
            found.push((at.to_owned(), name));
            for (member, value) in value.as_object().expect("an object") {
                let ty = object.members[member].ty.map(&mut |ty| match &ty {
                    TypeRef::Param(param) => {
                        args[def.params.iter().position(|other| other == param).expect("its own")].clone()
                    }
                    _ => ty,
                });
                objects(api, &ty, &format!("{at}/{member}"), value, found);
            }
        }
        TypeRef::List(inner) => {
            for (index, value) in value.as_array().expect("a list").iter().enumerate() {
                objects(api, inner, &format!("{at}/{index}"), value, found);
            }
        }
        TypeRef::Nullable(inner) => objects(api, inner, at, value, found),
        TypeRef::Scalar(_) | TypeRef::Map(_) | TypeRef::Tuple(_) | TypeRef::Param(_) => {}
    }
}

fn members<'a>(api: &'a Api, name: &str) -> impl Iterator<Item = &'a String> {
    match &api.types[name].shape {
        Shape::Struct(object) => object.members.keys(),
        Shape::Strings(_) | Shape::Integers(_) | Shape::Union(_) | Shape::Alias(_) => panic!("{name} is no object"),
    }
}

/// The operations on carts, and the models that they use.
fn spec() -> Api {
    let text = std::fs::read_to_string(crate::root().join("specs/partner-center/api.json"));
    let mut api = json::read("api.json", &text.expect("the spec is there")).expect("the spec is in order");
    let unused = select::select(&mut api, &["manage-orders.*".to_owned()]);
    assert_eq!(unused, [""; 0]);
    api
}

/// A cart with every property of every type, and the locations of its objects.
fn full(api: &Api) -> (Value, Vec<(String, &str)>) {
    let full: Value = serde_json::from_str(&payloads()["full.json"]).expect("it is JSON");
    let mut found = Vec::new();
    objects(api, &TypeRef::named("Cart"), "", &full, &mut found);
    (full, found)
}

#[test]
fn the_full_payload_has_every_member() {
    let api = spec();
    let (full, objects) = full(&api);
    let mut missing: BTreeSet<(&str, &String)> = BTreeSet::new();
    let faults = ["ApiFault", "GatewayFault"];
    for (name, def) in &api.types {
        if matches!(def.shape, Shape::Struct(_)) && !faults.contains(&name.as_str()) {
            missing.extend(members(&api, name).map(|member| (name.as_str(), member)));
        }
    }
    for (at, name) in &objects {
        let object = full.pointer(at).and_then(Value::as_object).expect("an object");
        missing.retain(|(other, member)| other != name || !object.contains_key(*member));
    }
    assert_eq!(missing, BTreeSet::new());
}

/// A property that is left out, null, or added, at any level, is written back as it was.
#[test]
fn each_member_may_be_left_out_or_null_or_joined() {
    let api = spec();
    let (full, objects) = full(&api);
    let mut rows = 0;
    for (at, name) in &objects {
        let object = |value: &mut Value, change: &dyn Fn(&mut serde_json::Map<String, Value>)| {
            change(value.pointer_mut(at).and_then(Value::as_object_mut).expect("an object"));
        };
        let mut joined = full.clone();
        object(&mut joined, &|object| drop(object.insert("x-new".to_owned(), serde_json::json!([1, null, {"a": {}}]))));
        let cart = round_trips(at, &joined.to_string());
        assert_eq!(extras(&cart), [format!("{at}/x-new")]);
        for member in members(&api, name) {
            let (mut without, mut null) = (full.clone(), full.clone());
            object(&mut without, &|object| drop(object.remove(member)));
            object(&mut null, &|object| drop(object.insert(member.clone(), Value::Null)));
            let path = format!("{at}/{member}");
            assert_eq!(extras(&round_trips(&path, &without.to_string())), [""; 0]);
            let cart = round_trips(&path, &null.to_string());
            // If the spec allows null, null is a value of the field; otherwise it is kept in `extra`.
            let expected = if member == "renewsTo" { Vec::new() } else { vec![path] };
            assert_eq!(extras(&cart), expected);
            rows += 1;
        }
    }
    assert!(rows > 80, "{rows}");
}

#[test]
fn each_listed_value_is_known() {
    let api = spec();
    let values = |name: &str| -> Vec<String> {
        match &api.types[name].shape {
            Shape::Strings(strings) => strings.values.iter().map(|value| format!("\"{}\"", value.value)).collect(),
            Shape::Integers(integers) => integers.values.iter().map(|value| value.value.to_string()).collect(),
            Shape::Struct(_) | Shape::Union(_) | Shape::Alias(_) => panic!("{name} is no enum"),
        }
    };
    let rows = [
        ("BillingCycle", 7, r#"{"lineItems":[{"billingCycle":@}]}"#),
        ("ParticipantType", 4, r#"{"lineItems":[{"participants":[{"key":@}]}]}"#),
        ("CartErrorCode", 42, r#"{"lineItems":[{"error":{"errorCode":@}}]}"#),
    ];
    for (name, count, body) in rows {
        let values = values(name);
        assert_eq!(values.len(), count, "{name}");
        for value in values {
            let cart = round_trips(name, &body.replace('@', &value));
            assert!(!format!("{cart:?}").contains("Unlisted"), "{cart:?}");
        }
    }
    let cart = round_trips("unlisted", r#"{"lineItems":[{"billingCycle":"weekly"}]}"#);
    assert!(matches!(cart.line_items.expect("there are items")[0].billing_cycle, Some(BillingCycle::Unlisted(_))));
}

/// Values in other JSON forms are read, and written in the form of the spec.
#[test]
fn other_forms_are_understood() {
    let rows = [
        (r#"{"id":5.0}"#, r#"{"id":5}"#),
        (r#"{"quantity":5e0}"#, r#"{"quantity":5}"#),
        (r#"{"quantity":-0.0}"#, r#"{"quantity":0}"#),
        // An amount of money keeps its digits.
        (r#"{"purchaseCommitment":{"amount":100.0}}"#, r#"{"purchaseCommitment":{"amount":100.0}}"#),
        (r#"{"purchaseCommitment":{"amount":1e2}}"#, r#"{"purchaseCommitment":{"amount":1e2}}"#),
        (r#"{"id":1,"id":2,"new":1,"new":2}"#, r#"{"id":2,"new":2}"#),
        (r#"{"renewsTo":{},"renewsTo":null}"#, r#"{"renewsTo":null}"#),
    ];
    for (read_as, written_as) in rows {
        let [body, expected] = [read_as, written_as].map(|item| format!(r#"{{"lineItems":[{item}]}}"#));
        assert_eq!(written(&read(read_as, &body)), expected);
    }
}

/// An integer enum is written back in the form in which it was received, unless it was changed.
#[test]
fn a_code_keeps_its_form() {
    let rows = [
        ("10001.0", Some(10001)),
        (r#""10001""#, Some(10001)),
        (r#""CatalogItemIdIsNotValid""#, Some(10001)),
        (r#""Unheard""#, None),
        ("2147483648", None),
    ];
    for (form, number) in rows {
        let body = format!(r#"{{"lineItems":[{{"error":{{"errorCode":{form},"errorDescription":"x"}}}}]}}"#);
        let mut cart = round_trips(form, &body);
        assert_eq!(extras(&cart), ["/lineItems/0/error/errorCode"]);
        let error = cart.line_items.as_mut().and_then(|items| items[0].error.as_mut()).expect("it was sent");
        assert_eq!(error.error_code.map(|code| code.0), number, "{form}");
        error.error_code = Some(CartErrorCode(42));
        let expected = r#"{"lineItems":[{"error":{"errorCode":42,"errorDescription":"x"}}]}"#;
        assert_eq!(written(&cart), expected);
    }
}

/// A null where the spec allows none does not fail the response, and is written back where it was.
#[test]
fn a_null_in_a_list_is_kept() {
    let body = r#"{"lineItems":[{"id":0},null,{"id":2}]}"#;
    let cart = round_trips("a null", body);
    assert_eq!(cart.line_items.map(|items| items.len()), Some(2));
}

/// A property with a value that does not fit its type is an error that names the property, and the body is kept.
#[test]
fn what_does_not_fit_is_told() {
    let rows = [
        ("[]", ""),
        ("\"cart\"", ""),
        (r#"{"lineItems":{}}"#, "lineItems"),
        (r#"{"lineItems":[{"id":0},5]}"#, "lineItems[1]"),
        (r#"{"lineItems":[{"quantity":5.5}]}"#, "lineItems[0].quantity"),
        (r#"{"lineItems":[{"quantity":2147483648}]}"#, "lineItems[0].quantity"),
        (r#"{"lineItems":[{"error":{"errorCode":true}}]}"#, "lineItems[0].error.errorCode"),
        (r#"{"lineItems":[{"billingCycle":true}]}"#, "lineItems[0].billingCycle"),
        (r#"{"links":{"self":{"headers":[{"key":1}]}}}"#, "links.self.headers[0].key"),
        (r#"{"status":5}"#, "status"),
        (r#"{"status":"Active""#, "status"),
        ("", ""),
    ];
    for (body, member) in rows {
        let error = answered(body).expect_err("it does not fit");
        let kind = if body.is_empty() { ErrorKind::Empty } else { ErrorKind::Decode };
        assert_eq!(error.kind(), kind);
        assert_eq!((error.member().unwrap_or_default(), error.body().as_ref()), (member, body.as_bytes()), "{error:#}");
    }
}

/// Bodies from other sources, which are available only where the project is developed.
#[test]
fn carts_of_the_documentation_round_trip() {
    let folder = crate::root().join("../shared/partner-center/fixtures");
    if !folder.is_dir() {
        println!("the documentation's carts are not at hand");
        return;
    }
    let (mut plain, mut pascal) = (0, 0);
    for (name, bytes) in files(&folder).into_iter().filter(|(name, _)| name.ends_with(".json")) {
        let body = String::from_utf8(bytes).expect("JSON is UTF-8");
        let value: Value = serde_json::from_str(&body).expect("it is JSON");
        if value.get("LineItems").is_some() {
            let cart = round_trips(&name, &body);
            assert_eq!((extras(&cart), pascal), (vec!["/LineItems".to_owned()], pascal), "{name}");
            pascal += 1;
        } else if value.get("lineItems").is_some() {
            let cart = round_trips(&name, &body);
            let is_known = |path: &String| {
                path == "/PartnerOnRecordAttestationAccepted"
                    || path.ends_with("/coterminousSubscriptionId")
                    || path.ends_with("/error/attributes")
            };
            let unknown: Vec<String> = extras(&cart).into_iter().filter(|path| !is_known(path)).collect();
            assert_eq!(unknown, [""; 0], "{name}");
            plain += 1;
        }
    }
    assert_eq!((plain, pascal), (7, 2));
}

/// A client whose service gives one response, without a retry.
fn responding(status: u16, body: &str) -> Client {
    let fake = Fake::new().respond_json(status, body);
    let builder = Client::builder().credential(Bearer::new("aB3-dE5")).transport(fake).retry(Retry::off());
    builder.build().expect("the client can be built")
}

/// Checks that a value that was read from a body is written as exactly that body.
fn comes_back(name: &str, body: &str, read: &impl Serialize) {
    let written = serde_json::to_string(read).expect("what was read can be written");
    let raw = |text| serde_json::from_str::<&RawValue>(text).expect("it is JSON");
    let differences = differences("", raw(body), raw(&written));
    assert!(differences.is_empty(), "{name}\n{}", differences.join("\n"));
}

/// Checks that the result of a checkout is written back exactly, with and without a byte order mark, and returns the
/// number of its orders and errors.
fn checks_out(name: &str, body: &str) -> (usize, usize) {
    let check_out = |body: &str| {
        let sent = responding(201, body).carts().check_out("customer", "cart").send_blocking();
        sent.unwrap_or_else(|error| panic!("{name}: {error:#}")).into_inner()
    };
    let result = check_out(body);
    comes_back(name, body, &result);
    assert_eq!(result, check_out(&format!("\u{feff}{body}")), "{name} with a byte order mark");
    (result.orders.iter().flatten().count(), result.order_errors.iter().flatten().count())
}

/// Checks that the error body of a failed checkout is written back exactly, and that the error has its code and
/// message.
fn fails(name: &str, status: u16, body: &str) {
    let sent = responding(status, body).carts().check_out("customer", "cart").send_blocking();
    let error = sent.err().unwrap_or_else(|| panic!("{name} is an error"));
    assert_eq!(error.status().map(|status| status.as_u16()), Some(status), "{name}");
    let value: Value = serde_json::from_str(body).expect("it is JSON");
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    match CheckOutCartErrorBody::of(&error) {
        Some(CheckOutCartErrorBody::ApiFault(fault)) => {
            comes_back(name, body, &fault);
            assert_eq!(error.code(), Some(text(&value["code"]).as_str()), "{name}");
            assert_eq!(error.message(), value["description"].as_str(), "{name}");
        }
        Some(CheckOutCartErrorBody::GatewayFault(fault)) => {
            comes_back(name, body, &fault);
            assert_eq!((status, error.message()), (429, value["message"].as_str()), "{name}");
        }
        other => panic!("{name}: {other:?}"),
    }
}

/// Our own bodies: orders together with errors, and failures with the codes that services send.
#[test]
fn checkouts_and_their_errors_round_trip() {
    let result = r#"{
        "orders": [{"id": "o1", "status": "pending", "billingCycle": "biennial", "creationDate": "2026-11-28T09:00:00.76+00:00",
            "totalPrice": 12.5, "client": {}, "lineItems": [{"lineItemNumber": 0, "quantity": 3, "pricing": {"a": 1.10}}]}],
        "orderErrors": [{"orderGroupId": "1", "code": 2003, "description": "No.", "attributes": {"objectType": "OrderError"}}],
        "additionalInformation": []
    }"#;
    assert_eq!(checks_out("orders and errors", result), (1, 1));
    fails("a number", 400, r#"{"code": 2000, "description": "No.", "data": ["a"], "source": "PartnerFD", "new": 1.0}"#);
    fails("a string", 401, r#"{"code": "900420", "description": "No."}"#);
    fails("busy", 409, r#"{"code": 800064, "description": "Wait.", "data": []}"#);
    fails("throttled", 429, r#"{"statusCode": 429, "message": "Wait."}"#);
}

#[test]
fn checkouts_of_the_documentation_round_trip() {
    let folder = crate::root().join("../shared/partner-center/fixtures");
    if !folder.is_dir() {
        println!("the documentation's checkouts are not at hand");
        return;
    }
    let (mut orders, mut errors, mut failures) = (0, 0, 0);
    for (name, bytes) in files(&folder).into_iter().filter(|(name, _)| name.ends_with(".json")) {
        let body = String::from_utf8(bytes).expect("JSON is UTF-8");
        if name.starts_with("checkout-") {
            let found = checks_out(&name, &body);
            orders += found.0;
            errors += found.1;
        } else if let Some(status) = name.strip_prefix("error-").and_then(|rest| rest.get(..3)) {
            fails(&name, status.parse().expect("the name has the status"), &body);
            failures += 1;
        }
    }
    assert_eq!((orders, errors, failures), (3, 1, 10));
}
