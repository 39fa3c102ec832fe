//! Tests of unions whose types the JSON distinguishes.

use std::collections::BTreeMap;

use super::{from_slice, read, written};
use crate::runtime::models::one_of::{Test, one_of, pick};
use crate::sample::{BillingCycle, Cart, Code, Either, Input, Labels, Node, Query, Views, ViewsView};

#[test]
fn a_value_is_of_the_type_that_its_kind_decides() {
    for (text, code) in [
        ("2000", Code::Number(2000)),
        ("2000.0", Code::Number(2000)),
        ("\"900420\"", Code::Text("900420".to_owned())),
        ("true", Code::Flag(true)),
        ("[1,2]", Code::List(vec![1, 2])),
    ] {
        assert_eq!(read::<Code>(text), Ok(code), "{text}");
    }
}

#[test]
fn a_value_of_another_kind_is_kept() {
    for text in ["null", "{\"a\":[1,2.50]}", "1.5", "123456789012345678901234567890"] {
        let code: Code = serde_json::from_str(text).unwrap();
        assert!(matches!(code, Code::Unlisted(_)), "{text}");
        assert_eq!(written(&code), text);
    }
}

#[test]
fn a_value_of_the_kind_that_does_not_fit_is_refused() {
    assert!(read::<Code>("[\"a\"]").unwrap_err().contains("string"));
}

#[test]
fn a_value_is_of_the_type_that_its_members_decide() {
    for (text, is_it) in [
        (r#"{"quantity":1,"kind":"cart","parent":null}"#, (|node| matches!(node, Node::Cart(_))) as fn(&Node) -> bool),
        (r#"{"quantity":1,"kind":"b\u0061sket","parent":null}"#, |node| matches!(node, Node::Cart(_))),
        (r#"{"quantity":1,"kind":1.0,"parent":null}"#, |node| matches!(node, Node::Cart(_))),
        (r#"{"quantity":1,"kind":true,"parent":null}"#, |node| matches!(node, Node::Cart(_))),
        (r#"{"kind":"cart","kind":"new","key":"annual"}"#, |node| matches!(node, Node::Pair(_))),
        (r#"{ "key" : { "key" : 5 } }"#, |node| matches!(node, Node::Pair(_))),
        (r#"{"v\"alue":1}"#, |node| matches!(node, Node::Pair(_))),
        (r#""annual""#, |node| *node == Node::Cycle(BillingCycle::Annual)),
        (r#""weekly""#, |node| matches!(node, Node::Kind(_))),
        ("null", |node| *node == Node::Count(None)),
        ("5", |node| *node == Node::Count(Some(5))),
        ("5.0", |node| *node == Node::Number(5.0)),
    ] {
        let node: Node = read(text).unwrap();
        assert!(is_it(&node), "{text}: {node:?}");
        let (before, after): (serde_json::Value, serde_json::Value) =
            (serde_json::from_str(text).unwrap(), serde_json::from_str(&written(&node)).unwrap());
        // A double without a fraction is written as an integer.
        assert!(before == after || before.as_f64() == Some(5.0), "{text}");
    }
}

#[test]
fn an_object_is_of_the_type_whose_optional_properties_it_has() {
    let tests = [(0, Test::Any(&["mail", "verified"])), (1, Test::Any(&["number"])), (2, Test::All(&["name"]))];
    for (text, row) in [
        (r#"{"name":"a","mail":"b"}"#, Some(0)),
        (r#"{"verified":false}"#, Some(0)),
        (r#"{"name":"a","number":1}"#, Some(1)),
        // Services send null for properties of other types.
        (r#"{"mail":null,"number":1}"#, Some(1)),
        (r#"{"name":"a","mail":null,"number":null}"#, Some(2)),
        // The object fits several types, so none is chosen.
        (r#"{"mail":"b","number":1}"#, None),
        ("{}", None),
        ("[]", None),
    ] {
        assert_eq!(pick(text, &tests), row, "{text}");
    }
}

#[test]
fn a_list_is_of_the_type_that_its_items_decide() {
    for (text, is_it) in [
        (r#""a""#, (|input| matches!(input, Input::Text(_))) as fn(&Input) -> bool),
        (r#"["a","b"]"#, |input| matches!(input, Input::Texts(_))),
        ("[]", |input| matches!(input, Input::Texts(_))),
        ("[1,2]", |input| matches!(input, Input::Tokens(_))),
        ("[1,2.5]", |input| matches!(input, Input::Weights(_))),
        ("[1,true]", |input| matches!(input, Input::Weights(_))),
        ("[[1],[2,3]]", |input| matches!(input, Input::Lists(_))),
        (r#"[{"key":"a"},{"kind":"pair"}]"#, |input| matches!(input, Input::Pairs(_))),
        // The array fits no type, so none is chosen.
        (r#"["a",1]"#, |input| matches!(input, Input::Unlisted(_))),
        ("[[1],2]", |input| matches!(input, Input::Unlisted(_))),
        ("[[]]", |input| matches!(input, Input::Unlisted(_))),
        (r#"[{"other":1}]"#, |input| matches!(input, Input::Unlisted(_))),
        ("{}", |input| matches!(input, Input::Unlisted(_))),
    ] {
        let input: Input = read(text).unwrap_or_else(|error| panic!("{text}: {error}"));
        assert!(is_it(&input), "{text}: {input:?}");
        assert_eq!(written(&input), text);
    }
}

#[test]
fn a_new_tag_is_kept() {
    for text in [r#"{"kind":"new","a":[1,2.50,{"b":null}]}"#, r#""daily""#, "[]", "true", r#"{"kind":["cart"]}"#] {
        let node: Node = from_slice(text.as_bytes()).unwrap();
        assert!(matches!(node, Node::Unlisted(_)), "{text}: {node:?}");
        assert_eq!(written(&node), text);
    }
}

#[test]
fn a_fault_in_a_variant_says_where() {
    let error = from_slice::<Node>(br#"{"key":{"kind":"cart","quantity":1,"parent":null,"lineItems":[{}]}}"#);
    let error = error.unwrap_err().to_string();
    assert!(error.contains("key: lineItems[0]: missing member `quantity`"), "{error}");
}

#[test]
fn deep_nesting_does_not_overflow_the_stack() {
    let deep = format!("{}1{}", r#"{"key":"#.repeat(100_000), "}".repeat(100_000));
    assert!(from_slice::<Node>(deep.as_bytes()).unwrap_err().to_string().contains("deeply"));
    let deep = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000));
    assert!(matches!(from_slice::<Node>(deep.as_bytes()), Ok(Node::Unlisted(_))));
    let deep = format!("{}1{}", r#"{"key":"#.repeat(100), "}".repeat(100));
    assert_eq!(written(&from_slice::<Node>(deep.as_bytes()).unwrap()), deep);
}

#[test]
fn a_generic_value_is_of_the_type_that_its_kind_decides() {
    let labels: Either<Labels> = read(r#"[{"name":"a"}]"#).unwrap();
    assert!(matches!(&labels, Either::Many(list) if list.len() == 1));
    let cart = Either::from(Labels::default());
    assert_eq!(written(&cart), "{}");
}

#[test]
fn a_value_of_several_types_is_read_as_each() {
    let text = r#"{"quantity":1,"parent":null,"a":5,"b":7}"#;
    let views: Views = read(text).unwrap();
    assert_eq!(views.as_cart().unwrap().quantity, 1);
    // The null is left out of the map, as in any response.
    assert_eq!(views.as_labels().unwrap().rest.keys().collect::<Vec<_>>(), ["a", "b", "quantity"]);
    assert!(matches!(views.view(), ViewsView::Cart(cart) if cart.quantity == 1));
    assert_eq!(Views::from("x".to_owned()).view(), ViewsView::Text("x".to_owned()));
    assert!(matches!(read::<Views>("[1]").unwrap().view(), ViewsView::Unlisted(json) if json.get() == "[1]"));
    let other = read::<Views>(r#"{"a":"x","b":null}"#).unwrap();
    assert!(other.as_labels().unwrap_err().to_string().contains("string"));
    assert!(views.as_text().is_err() && views.as_name().is_err());
    assert_eq!(written(&views), text);
    assert_eq!(views.as_json().get(), text);
    let labels = Labels { name: Some("n".to_owned()), rest: [("quantity".to_owned(), 2)].into() };
    let both = views.and(labels);
    assert_eq!(written(&both), r#"{"parent":null,"a":5,"b":7,"name":"n","quantity":2}"#);
    assert_eq!(written(&both.and("text".to_owned())), r#""text""#);
}

#[test]
fn a_value_is_made_from_what_only_one_variant_takes() {
    assert_eq!(Code::from("a"), Code::Text("a".to_owned()));
    assert_eq!(Code::from(5), Code::Number(5));
    assert_eq!(Code::from([1, 2]), Code::List(vec![1, 2]));
    let query: Query = vec![1, 2].into();
    assert_eq!(query, Query::Code(Code::List(vec![1, 2])));
    assert_eq!(Query::from("a"), Query::Code("a".into()));
    let cart: Cart = read(r#"{"quantity":1,"parent":null}"#).unwrap();
    assert!(matches!(Query::from(cart), Query::Cart(cart) if cart.quantity == 1));
}

#[test]
fn an_object_is_of_the_default_type_if_no_other_test_holds() {
    const TESTS: &[(usize, Test)] =
        &[(0, Test::Is("kind", &["host"])), (0, Test::Object), (1, Test::Is("kind", &["file"])), (2, Test::String)];
    for (text, row) in [
        (r#"{"kind":"file","name":"a"}"#, Some(1)),
        (r#"{"kind":"host"}"#, Some(0)),
        (r#"{"kind":"link"}"#, Some(0)),
        (r#"{"name":"a"}"#, Some(0)),
        (r#""a""#, Some(2)),
        ("[]", None),
    ] {
        assert_eq!(pick(text, TESTS), row, "{text}");
    }
}

one_of! {
    /// Integers, or numbers, or an object with a number.
    pub enum Amounts {
        /// Integers.
        Whole(Vec<i64>) = Items(&[Digits]) | NoItems,
        /// Numbers.
        Doubles(Vec<f64>) = Items(&[Fraction]),
        /// An object within an alternative that has numbers too.
        Named(BTreeMap<String, f64>) = Object | Fraction,
    }
}

/// A whole double would be read again as an integer, by this crate and by services that distinguish the two.
#[test]
fn a_whole_number_beside_an_integer_keeps_its_fraction() {
    assert_eq!(written(&Node::Number(2.0)), "2.0");
    assert_eq!(written(&Node::Number(-2.5)), "-2.5");
    assert_eq!(written(&Node::Count(Some(2))), "2");
    assert_eq!(written(&[Amounts::Whole(vec![2]), Amounts::Doubles(vec![2.0, 0.5])]), "[[2],[2.0,0.5]]");
    assert_eq!(written(&(Amounts::Named(BTreeMap::from([("a".to_owned(), 2.0)])), 2.0)), r#"[{"a":2},2]"#);
}
