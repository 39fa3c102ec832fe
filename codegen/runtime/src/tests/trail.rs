//! The way to the member that does not fit, from what serde_json says of it.

use crate::runtime::decode::from_slice;
use crate::runtime::trail::member_at;
use crate::sample::Cart;

/// The member at which reading a cart fails.
fn fails_at(body: &str) -> Option<String> {
    let error = from_slice::<Cart>(body.as_bytes()).expect_err(body);
    member_at(body.as_bytes(), error.line(), error.column())
}

#[test]
fn the_member_that_does_not_fit_is_named() {
    for (body, member) in [
        (r#"{"id": 5, "quantity": 1, "parent": null}"#, Some("id")),
        (r#"{"id":true}"#, Some("id")),
        (r#"{"id":[1,2]}"#, Some("id")),
        (r#"{"id":{"a":1}}"#, Some("id")),
        (r#"{"quantity":1.5}"#, Some("quantity")),
        (r#"{"quantity":99999999999}"#, Some("quantity")),
        (r#"{"quantity":null}"#, Some("quantity")),
        ("{\n  \"quantity\" : \"one\"\n}", Some("quantity")),
        (r#"{"lineItems":7}"#, Some("lineItems")),
        (r#"{"lineItems":[7]}"#, Some("lineItems[0]")),
        (r#"{"lineItems":[[]]}"#, Some("lineItems[0]")),
        (
            r#"{"lineItems":[{"quantity":1,"parent":null},{"quantity":1,"parent":null,"lineItems":[{"quantity":"x"}]}]}"#,
            Some("lineItems[1].lineItems[0].quantity"),
        ),
        (r#"{"unknown":{"a":[{"b":"}]"}]},"quantity":"x"}"#, Some("quantity")),
        (r#"{"\u0069d":[]}"#, Some("id")),
        ("[1]", None),
        ("7", None),
        ("", None),
    ] {
        assert_eq!(fails_at(body).as_deref(), member, "{body}");
    }
}

#[test]
fn an_object_without_a_required_member_is_named() {
    assert_eq!(
        fails_at(r#"{"lineItems":[{"quantity":1,"parent":null},{"parent":null}]}"#).as_deref(),
        Some("lineItems[1]")
    );
    assert_eq!(fails_at(r#"{"lineItems":[{}]}"#).as_deref(), Some("lineItems[0]"));
    assert_eq!(fails_at("{}"), None);
}

#[test]
fn a_text_that_is_cut_off_or_broken_tells_how_far_it_came() {
    assert_eq!(fails_at(r#"{"lineItems":[{"quantity":1,"par"#).as_deref(), Some("lineItems[0]"));
    assert_eq!(fails_at(r#"{"lineItems":[{"quantity":"#).as_deref(), Some("lineItems[0].quantity"));
    assert_eq!(fails_at(r#"{"id":"abc"#).as_deref(), Some("id"));
}

#[test]
fn names_that_are_no_identifiers_stand_in_brackets() {
    assert_eq!(member_at(br#"{"a b":{"c":[1]}}"#, 1, 14).as_deref(), Some(r#"["a b"].c[0]"#));
    assert_eq!(member_at(br#"{"":5}"#, 1, 5).as_deref(), Some(r#"[""]"#));
    assert_eq!(member_at(br#"{"@odata.type":5}"#, 1, 16).as_deref(), Some("@odata.type"));
}

#[test]
fn hostile_texts_cost_time_in_proportion_and_no_stack() {
    let deep = "[".repeat(100_000);
    let path = member_at(deep.as_bytes(), 1, deep.len()).unwrap();
    assert!(path.ends_with('…') && path.len() < 200, "{path}");
    for body in ["}}}]]],,,::", "{,}", "\"", "{\"a", "\\", "{\"a\\"] {
        for column in 0..20 {
            member_at(body.as_bytes(), 1, column);
            member_at(body.as_bytes(), 9, column);
        }
    }
}
