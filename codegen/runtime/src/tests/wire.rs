//! Tests of structs that the table of a macro declares.

use super::{read, written};
use crate::runtime::json::read::from_slice;
use crate::runtime::{Json, Maybe, model};
use crate::sample::{BillingCycle, Cart, Circle, Failure, Grant, KeyValuePair, Labels, Nothing, Page, Yearly};

/// A cart with only its required properties.
fn cart() -> Cart {
    Cart { quantity: 1, ..Cart::default() }
}

/// Reads a body and writes it again.
fn again(text: &str) -> String {
    written(&from_slice::<Cart>(text.as_bytes()).unwrap())
}

#[test]
fn a_body_comes_back_as_it_was() {
    for text in [
        r#"{"quantity":1,"parent":null}"#,
        r#"{"id":"a","lineItems":[{"quantity":2,"parent":"p"}],"quantity":1,"renewsTo":null,"parent":null,"any\"thing":[1.10]}"#,
        r#"{"quantity":1,"renewsTo":5,"parent":"x","z":123456789012345678901234567890,"a":{"b":[1,2]},"A":null}"#,
        r#"{"quantity":1,"parent":null,"lineItems":null}"#,
        r#"{"quantity":1,"parent":null,"x":1,"id":null,"any\"thing":null}"#,
    ] {
        assert_eq!(again(text), text);
        assert_eq!(written(&read::<Cart>(text).unwrap()), text);
        assert_eq!(written(&serde_json::from_str::<Cart>(text).unwrap()), text);
    }
}

#[test]
fn members_come_in_any_order_and_spelling() {
    let cart: Cart =
        read(r#" { "x" : 1 , "parent" : "p", "\u0071uantity" : 3.0 , "i\u0064":"i" , "any\u0022thing" : null } "#)
            .unwrap();
    assert_eq!((cart.quantity, cart.parent.as_deref(), cart.id.as_deref()), (3, Some("p"), Some("i")));
    assert_eq!(format!("{:?}", cart.extra), r#"{"x": 1, "any\"thing": null}"#);
}

#[test]
fn absent_null_and_value() {
    for (text, state) in
        [("", Maybe::Absent), (r#","renewsTo":null"#, Maybe::Null), (r#","renewsTo":5"#, Maybe::Value(5))]
    {
        let text = format!(r#"{{"quantity":1{text},"parent":null}}"#);
        assert_eq!(read::<Cart>(&text).unwrap().renews_to, state);
        assert_eq!(again(&text), text);
    }
}

#[test]
fn the_last_of_a_name_wins() {
    for (text, expected) in [
        (r#"{"quantity":1,"quantity":2,"parent":null}"#, r#"{"quantity":2,"parent":null}"#),
        (r#"{"quantity":1,"parent":null,"id":null,"id":"b"}"#, r#"{"id":"b","quantity":1,"parent":null}"#),
        (r#"{"quantity":1,"parent":null,"id":"b","id":null}"#, r#"{"quantity":1,"parent":null,"id":null}"#),
        (r#"{"quantity":1,"parent":null,"x":1,"y":2,"x":3}"#, r#"{"quantity":1,"parent":null,"y":2,"x":3}"#),
        (
            r#"{"quantity":1,"parent":null,"renewsTo":1,"renewsTo":null}"#,
            r#"{"quantity":1,"renewsTo":null,"parent":null}"#,
        ),
    ] {
        assert_eq!(again(text), expected);
    }
}

#[test]
fn a_field_wins_over_extra_unless_it_is_left_out() {
    let mut cart = cart();
    for name in ["id", "quantity", "renewsTo", "parent"] {
        cart.extra.insert(name, Json::of("extra").unwrap());
    }
    assert_eq!(written(&cart), r#"{"quantity":1,"parent":null,"id":"extra","renewsTo":"extra"}"#);
    cart.id = Some("field".to_owned());
    cart.renews_to = Maybe::Null;
    assert_eq!(written(&cart), r#"{"id":"field","quantity":1,"renewsTo":null,"parent":null}"#);
}

#[test]
fn errors_say_what_is_wrong() {
    for (text, expected) in [
        (r#"{"parent":null}"#, "missing member `quantity`"),
        (r#"{}"#, "missing member `quantity`"),
        (r#"{"x":1,"lineItems":[]}"#, "missing member `quantity`"),
        (r#"{"quantity":1}"#, "missing member `parent`"),
        (r#"{"quantity":null,"parent":null}"#, "invalid type: null, expected an integer"),
        (r#"{"quantity":1,"parent":5}"#, "invalid type: integer `5`, expected a string"),
        (r#"{"quantity":1,"parent":null,"lineItems":{}}"#, "invalid type: map, expected an array"),
        (r#"{"quantity":1,"parent":null,"lineItems":[5]}"#, "invalid type: integer `5`, expected an object"),
        (r#"[]"#, "invalid type: sequence, expected an object"),
        (r#""x""#, "invalid type: string \"x\", expected an object"),
        (r#"{"quantity":1,"parent":null,}"#, "trailing comma"),
        (r#"{"quantity":1,"parent":null"#, "EOF while parsing an object"),
        (r#"{"quantity":1,"parent":null,"x":}"#, "expected value"),
    ] {
        let error = read::<Cart>(text).unwrap_err();
        assert!(error.contains(expected), "{text}: {error}");
    }
}

#[test]
fn a_generic_struct() {
    let pair: KeyValuePair<String, Vec<i64>> = read(r#"{"key":"a","value":[1.0],"x":null}"#).unwrap();
    assert_eq!((pair.key.as_deref(), pair.value.as_deref()), (Some("a"), Some(&[1][..])));
    assert_eq!(written(&pair), r#"{"key":"a","value":[1],"x":null}"#);
}

#[test]
fn a_typed_rest() {
    let labels: Labels = read(r#"{"b":2.0,"name":"n","a":1}"#).unwrap();
    assert_eq!(labels.rest.iter().collect::<Vec<_>>(), [(&"a".to_owned(), &1), (&"b".to_owned(), &2)]);
    assert_eq!(written(&labels), r#"{"name":"n","a":1,"b":2}"#);
    assert!(read::<Labels>(r#"{"b":"x"}"#).unwrap_err().contains("expected an integer"));
    let clash = Labels { name: Some("n".to_owned()), rest: [("name".to_owned(), 1)].into() };
    assert_eq!(written(&clash), r#"{"name":"n"}"#);
}

#[test]
fn a_struct_without_members() {
    assert_eq!(written(&read::<Nothing>("{}").unwrap()), "{}");
    assert_eq!(written(&read::<Nothing>(r#"{"a":1}"#).unwrap()), r#"{"a":1}"#);
    assert!(read::<Nothing>("null").is_err());
}

#[test]
fn depth_is_limited() {
    let nested = |levels: usize| {
        let inner = r#"{"quantity":1,"parent":null,"lineItems":["#.repeat(levels);
        let end = "]}".repeat(levels);
        format!("{inner}{end}")
    };
    let read = |text: String| {
        std::thread::Builder::new().stack_size(2 << 20).spawn(move || from_slice::<Cart>(text.as_bytes()).map(drop))
    };
    assert!(read(nested(63)).unwrap().join().unwrap().is_ok());
    let error = read(nested(100_000)).unwrap().join().unwrap().unwrap_err();
    assert!(error.to_string().contains("recursion limit exceeded"));
    let extra = format!(r#"{{"quantity":1,"parent":null,"x":{}{}}}"#, "[".repeat(100_000), "]".repeat(100_000));
    assert_eq!(again(&extra), extra);
}

#[test]
fn a_new_value_has_what_is_always_the_same() {
    let grant = Grant::new(5);
    assert_eq!(written(&grant), r#"{"type":"password","account":5}"#);
    assert_eq!(read::<Grant>(&written(&grant)).unwrap(), grant);
}

#[test]
fn a_struct_is_shown_by_the_names_of_its_fields_and_without_secrets() {
    let grant = Grant { password: Some("hunter2".to_owned()), ..Grant::new(5) };
    assert_eq!(format!("{grant:?}"), r#"Grant { type: "password", account: 5, password: (secret), extra: {} }"#,);
    assert_eq!(
        format!("{:?}", Cart { items: Some(Vec::new()), ..cart() }),
        "Cart { id: None, items: Some([]), quantity: 1, renews_to: Absent, parent: None, anything: None, extra: {} }",
    );
    let pair = KeyValuePair { key: Some(1), value: Some("a"), extra: Default::default() };
    assert_eq!(format!("{pair:?}"), r#"KeyValuePair { key: Some(1), value: Some("a"), extra: {} }"#);
    assert_eq!(format!("{:#?}", Labels::default()), "Labels {\n    name: None,\n    rest: {},\n}");
}

#[test]
fn a_field_is_shown_as_it_is_whatever_its_form() {
    let text = r#"{"cause":"10000","last":null,"code":"x","all":["1"]}"#;
    let failure = read::<Failure>(text).unwrap();
    assert_eq!(written(&failure), text);
    let shown = format!("{failure:?}");
    assert!(shown.starts_with(&format!("Failure {{ cause: {:?}, last: None, code: None,", failure.cause)), "{shown}");
    assert_eq!(shown.matches("cause").count(), 2, "the form is in `extra` alone: {shown}");
}

#[test]
fn the_property_that_tells_the_type_is_always_sent() {
    assert_eq!(written(&Circle::new(1.5)), r#"{"kind":"circle","radius":1.5}"#);
    assert_eq!(written(&Yearly::default()), r#"{"billingCycle":"annual"}"#);
    for (text, sent) in [
        (r#"{"radius":1}"#, r#"{"kind":"circle","radius":1}"#),
        (r#"{"radius":1,"kind":"ellipse","a":1}"#, r#"{"kind":"ellipse","radius":1,"a":1}"#),
        (r#"{"radius":1,"kind":null}"#, r#"{"kind":"circle","radius":1}"#),
    ] {
        assert_eq!(written(&read::<Circle>(text).unwrap()), sent, "{text}");
    }
    assert!(read::<Circle>(r#"{"kind":"circle"}"#).unwrap_err().contains("radius"));
    assert_eq!(read::<Yearly>("{}").unwrap().cycle, BillingCycle::Annual);
}

#[test]
fn a_required_property_with_a_default_may_be_absent() {
    let filled = r#"{"limit":20,"billingCycle":"annual","cursor":null,"sort":["id"],"cause":10000,"total":1}"#;
    assert_eq!(written(&read::<Page>(r#"{"total":1}"#).unwrap()), filled);
    let text = r#"{"limit":5,"billingCycle":"monthly","cursor":"c","sort":[],"cause":"10001","total":1}"#;
    assert_eq!(written(&read::<Page>(text).unwrap()), text);
    for (text, expected) in [
        ("{}", "missing member `total`"),
        (r#"{"total":1,"limit":"x"}"#, "invalid type: string"),
        (r#"{"total":1,"limit":null}"#, "invalid type: null"),
    ] {
        let error = read::<Page>(text).unwrap_err();
        assert!(error.contains(expected), "{text}: {error}");
    }
}

model! {
    /// A struct with a constant, a null and a keyword among its required fields.
    pub struct Ticket<T> {
        /// Always `"ticket"`.
        pub kind: String = required,
        /// The start of the journey.
        pub r#in: String = "in" required,
        /// The destination of the journey.
        pub out: String = "OUT" required,
        /// The seat, which may be null.
        pub seat: Option<T> = secret required,
        /// A note, which is optional.
        pub note: Option<String>,
    } required TicketRequired(r#in: String, out: String, seat: Option<T>; kind = "ticket".into())
}

#[test]
fn a_struct_is_created_from_its_required_fields() {
    let required = || TicketRequired { r#in: "a".into(), out: "b".into(), seat: Some(7) };
    let ticket: Ticket<i32> = required().into();
    assert_eq!(written(&ticket), r#"{"kind":"ticket","in":"a","OUT":"b","seat":7}"#);
    let noted = Ticket { note: Some("n".into()), ..required().into() };
    assert_eq!(written(&noted), r#"{"kind":"ticket","in":"a","OUT":"b","seat":7,"note":"n"}"#);
    assert_eq!(read::<Ticket<i32>>(&written(&noted)).unwrap(), noted);
}
