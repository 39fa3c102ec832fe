//! Tests of the paths of properties that could not be read.

use std::collections::BTreeMap;

use crate::runtime::json::decode::{Decode, value};
use crate::runtime::json::trail::member_at;

fn at<T: Decode>(text: &str) -> Option<String> {
    let error = value::<T>(text.as_bytes()).err().expect("the text does not fit");
    member_at(text.as_bytes(), &error)
}

type Carts = BTreeMap<String, Vec<BTreeMap<String, i64>>>;

#[test]
fn the_member_that_does_not_fit_is_named() {
    for (text, path) in [
        (r#"{"a":[{"q":1},{"q":2},{"p":1,"q":"x"}]}"#, "a[2].q"),
        (r#"{"a":[{"q":1},{"q":2.5}]}"#, "a[1].q"),
        (r#"{"a":[{"q":1},{"q":2.5, "r": 1}]}"#, "a[1].q"),
        (r#"{"a":[{"q":null}]}"#, "a[0].q"),
        (r#"{"a":[{"q":true}]}"#, "a[0].q"),
        (r#"{"a":[{"q":[1]}]}"#, "a[0].q"),
        (r#"{"a":[{"q":{"r":1}}]}"#, "a[0].q"),
        (r#"{"a":[{"q":[]}]}"#, "a[0].q"),
        (r#"{"a":[[]]}"#, "a[0]"),
        (r#"{"a":[ "x"]}"#, "a[0]"),
        (r#"{"a":[{}, 7]}"#, "a[1]"),
        (r#"{"a":{"b":1}}"#, "a"),
        (r#"{"a":"x"}"#, "a"),
        (r#"{"a\"[{":[{"é é":"x"}]}"#, r#"["a\"[{"][0]["é é"]"#),
        (r#"{"":5}"#, r#"[""]"#),
        ("{\n \"a\": [\n  {},\n  {\"q\":\n 1, \"r\":\n\"x\"}]}", "a[1].r"),
        (r#"{"a":[{"q":1},{"q":nul}]}"#, "a[1].q"),
        (r#"{"a":[{"q":1},{"q":"x"#, "a[1].q"),
        (r#"{"a":[],"b""#, "b"),
    ] {
        assert_eq!(at::<Carts>(text).as_deref(), Some(path), "{text}");
    }
}

#[test]
fn the_whole_has_no_name() {
    for text in ["", "5", "[]", "\"x\"", "{", "nul", "{}x"] {
        assert_eq!(at::<Carts>(text), None, "{text}");
    }
}

#[test]
fn a_path_without_end_is_cut() {
    let text = format!(r#"{{"a":{}"#, "[".repeat(100_000));
    let path = at::<crate::runtime::json::value::Json>(&text).unwrap();
    assert!(path.starts_with("a[0][0]") && path.len() < 500, "{path}");
}
