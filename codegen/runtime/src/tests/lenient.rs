//! Tests of responses in which a value violates the spec in a harmless way: the rest is readable, and the whole is
//! written back.

use std::collections::BTreeMap;

use crate::runtime::json::read::{from_slice, read};
use crate::runtime::{Json, model};
use crate::sample::{Cart, Code, Failure, Labels, Node};

use super::written;

model! {
    /// A struct with lists and maps of each kind.
    pub struct Shelf {
        /// A list.
        pub items: Option<Vec<i64>>,
        /// A list whose items may be null.
        pub nullable: Option<Vec<Option<i64>>>,
        /// Lists in a list.
        pub nested: Option<Vec<Vec<String>>>,
        /// A map.
        pub map: Option<BTreeMap<String, i64>>,
        /// Structs in a list.
        pub shelves: Option<Vec<Shelf>>,
        /// Unions in a list.
        pub codes: Option<Vec<Code>>,
        /// A string.
        pub name: Option<String>,
        /// Anything.
        pub any: Option<Json>,
        /// An object of any kind.
        pub free: Option<BTreeMap<String, Json>>,
        /// A small integer.
        pub count: Option<i32>,
        /// A large integer.
        pub size: Option<u64>,
    }
}

fn decoded<T: crate::runtime::json::decode::Decode>(text: &[u8]) -> Result<(T, bool), String> {
    read(text).map_err(|(error, _)| error.to_string())
}

fn shelf(text: &str) -> Shelf {
    from_slice(text.as_bytes()).unwrap()
}

#[test]
fn a_null_is_left_out_of_a_list_or_a_map_and_goes_back() {
    for text in [
        r#"{"items":[1,null,2]}"#,
        r#"{"items":[null]}"#,
        r#"{"nested":[["a",null],null,[]],"name":"n"}"#,
        r#"{"map":{"a":1,"b":null,"c":3}}"#,
        r#"{"shelves":[{"items":[null,5]},null,{"map":{"x":null}}]}"#,
        r#"{"codes":[1,[2,null,3],null,true]}"#,
        r#"{"items":[null],"nullable":[1,null],"any":[null,{"a":null}],"other":[null]}"#,
        r#"{"items":[1],"name":"\ud800"}"#,
        r#"{"nested":[["\ud800\ud800","\\ud800"]],"name":"a\udfffb","any":"\udc00"}"#,
        r#"{"map":{"\ud800":1}}"#,
        r#"{"shelves":[{"\udead":1,"name":"n"}]}"#,
        r#"{"any":"\ud83d\ude00","other":"\ud83d"}"#,
    ] {
        let value = shelf(text);
        assert_eq!(written(&value), text);
        assert_eq!(written(&value.clone()), text);
    }
    let value = shelf(r#"{"items":[1,null,2],"map":{"a":1,"b":null},"nullable":[null],"name":"a\ud800b"}"#);
    assert_eq!(value.items.as_deref(), Some(&[1, 2][..]));
    assert_eq!(value.map.as_ref().unwrap().len(), 1);
    assert_eq!(value.nullable.as_deref(), Some(&[None][..]));
    assert_eq!(value.name.as_deref(), Some("a\u{fffd}b"));
    assert_eq!(value.extra.get("items").unwrap().get(), "[1,null,2]");
    assert_eq!(value.extra.get("nullable"), None);
}

#[test]
fn a_field_that_was_changed_wins_over_what_is_kept() {
    let mut value = shelf(r#"{"items":[1,null,2],"name":"\ud800"}"#);
    value.items.as_mut().unwrap().push(3);
    assert_eq!(written(&value), r#"{"items":[1,2,3],"name":"\ud800"}"#);
    value.items = None;
    value.name = Some("n".to_owned());
    assert_eq!(written(&value), r#"{"name":"n"}"#);
}

#[test]
fn an_integer_that_64_bits_cannot_hold_leaves_an_optional_field_empty_and_goes_back() {
    for text in [
        r#"{"name":"n","size":18446744073709551616}"#,
        r#"{"name":"n","size":-1}"#,
        r#"{"name":"n","size":123456789012345678901234567890}"#,
        // A list or a map is left out as a whole.
        r#"{"name":"n","items":[1,9223372036854775808]}"#,
        r#"{"shelves":[{"count":1},{"size":1e30}],"name":"n"}"#,
        r#"{"name":"n","map":{"a":9223372036854775808}}"#,
    ] {
        let value = shelf(text);
        assert_eq!((value.name.as_deref(), value.count, value.size), (Some("n"), None, None), "{text}");
        assert_eq!(written(&value), text);
    }
    let mut value = shelf(r#"{"size":1e30}"#);
    assert_eq!(value.extra.get("size").unwrap().get(), "1e30");
    value.size = Some(3);
    assert_eq!(written(&value), r#"{"size":3}"#);
    // The document states the smaller type.
    let (error, found) = read::<Shelf>(br#"{"name":"n","count":3000000000}"#).unwrap_err();
    assert_eq!(found.as_deref(), Some("count"), "{error}");
    for (text, at) in
        [(r#"{"quantity":3000000000,"parent":1}"#, "quantity"), (r#"{"quantity":1.5,"parent":1}"#, "quantity")]
    {
        let (error, found) = read::<Cart>(text.as_bytes()).unwrap_err();
        assert_eq!(found.as_deref(), Some(at), "{error}");
        assert!(error.to_string().contains("an integer from -2147483648"), "{error}");
    }
    // A fraction and a string are another type, not a larger integer.
    assert!(from_slice::<Shelf>(br#"{"count":1.5}"#).is_err() && from_slice::<Shelf>(br#"{"count":"9"}"#).is_err());
}

#[test]
fn what_is_no_object_in_place_of_any_object_goes_back() {
    for json in ["\"x\"", "7", "true", "[1,{}]", "[null]"] {
        let text = format!(r#"{{"name":"n","free":{json}}}"#);
        let mut value = shelf(&text);
        assert_eq!((value.name.as_deref(), value.free.as_ref().map(BTreeMap::len)), (Some("n"), Some(0)), "{text}");
        assert_eq!((value.extra.get("free").unwrap().get(), written(&value).as_str()), (json, text.as_str()));
        value.free.as_mut().unwrap().insert("a".to_owned(), Json::of(&1).unwrap());
        assert_eq!(written(&value), r#"{"name":"n","free":{"a":1}}"#);
        value.free = None;
        assert_eq!(written(&value), r#"{"name":"n"}"#);
    }
    let text = r#"{"items":[null],"free":{"a":null,"b":[null]}}"#;
    assert_eq!(written(&shelf(text)), text);
    // An object with described properties is another type than a string.
    assert!(from_slice::<Shelf>(br#"{"shelves":["x"]}"#).is_err() && from_slice::<Shelf>(br#"{"map":"x"}"#).is_err());
    let whole: (BTreeMap<String, Json>, bool) = decoded(b"[1]").unwrap();
    assert_eq!(whole, (BTreeMap::new(), true));
}

#[test]
fn what_a_caller_adds_for_an_empty_field_is_sent() {
    let mut value = Shelf::default();
    value.extra.insert("name", Json::of(&"n").unwrap());
    value.extra.insert("free", Json::of(&BTreeMap::from([("a", 1)])).unwrap());
    assert_eq!(written(&value), r#"{"name":"n","free":{"a":1}}"#);
}

#[test]
fn a_later_member_of_the_same_name_replaces_what_is_kept() {
    assert_eq!(written(&shelf(r#"{"items":[null],"items":[2]}"#)), r#"{"items":[2]}"#);
    assert_eq!(written(&shelf(r#"{"items":[2],"items":[null]}"#)), r#"{"items":[null]}"#);
}

#[test]
fn members_with_a_form_of_their_own_are_read_too() {
    let text = r#"{"cause":10000,"last":null,"all":["1",null,10010],"byName":{"a":null,"b":1}}"#;
    let failure: Failure = from_slice(text.as_bytes()).unwrap();
    assert_eq!((failure.all.as_ref().unwrap().len(), failure.by_name.as_ref().unwrap().len()), (2, 1));
    assert_eq!(written(&failure), text);
}

#[test]
fn a_body_that_cannot_keep_it_says_so() {
    let read = |text: &str| read::<Vec<i64>>(text.as_bytes()).map_err(|(error, _)| error.to_string());
    assert_eq!(read("[1,null,2]").unwrap(), (vec![1, 2], true));
    assert_eq!(read("[1,2]").unwrap(), (vec![1, 2], false));
    let strings: (Vec<String>, bool) = decoded(br#"["\ud800"]"#).unwrap();
    assert_eq!(strings, (vec!["\u{fffd}".to_owned()], true));
    // Typed additional properties cannot store the JSON, but the struct around them can.
    let (labels, lost): (Labels, bool) = decoded(br#"{"name":"n","a":1,"b":null}"#).unwrap();
    assert!(lost && labels.rest.len() == 1);
    let carts: (Vec<Cart>, bool) = decoded(br#"[{"quantity":1,"parent":null,"lineItems":[null]}]"#).unwrap();
    assert!(!carts.1);
}

#[test]
fn what_is_wrong_is_still_an_error_at_its_place() {
    let fails = |text: &str| {
        let (error, at) = read::<Cart>(text.as_bytes()).unwrap_err();
        (error.to_string(), at.unwrap_or_default())
    };
    for (text, at, what) in [
        (r#"{"quantity":null,"parent":null}"#, "quantity", "invalid type: null"),
        (
            r#"{"parent":null,"quantity":1,"lineItems":[null,{"quantity":"x","parent":null}]}"#,
            "lineItems[1].quantity",
            "invalid type: string",
        ),
        (
            r#"{"quantity":1,"parent":null,"lineItems":[{"quantity":null}]}"#,
            "lineItems[0].quantity",
            "invalid type: null",
        ),
        (
            r#"{"quantity":1,"parent":null,"id":"\ud800","lineItems":[{"quantity":1,"parent":5}]}"#,
            "lineItems[0].parent",
            "invalid type: integer",
        ),
    ] {
        let (error, found) = fails(text);
        assert_eq!(found, at, "{error}");
        assert!(error.contains(what), "{error}");
    }
    assert!(from_slice::<i64>(b"null").is_err());
    assert!(from_slice::<(i64, i64)>(b"[1,null]").is_err());
    assert!(from_slice::<Vec<i64>>(b"[1,null").is_err());
    assert!(from_slice::<Node>(br#"{"kind":"cart","quantity":null}"#).is_err());
    let deep = format!("{}null{}", "[".repeat(100_000), "]".repeat(100_000));
    assert!(from_slice::<Vec<Json>>(deep.as_bytes()).is_ok());
    assert!(from_slice::<Shelf>(format!(r#"{{"shelves":[null],"x":{deep}}}"#).as_bytes()).is_err());
}
