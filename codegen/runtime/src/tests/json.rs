//! Tests of `Json` values.

use std::collections::HashSet;

use serde::Serialize;

use super::{read, written};
use crate::runtime::Json;
use crate::runtime::json::read::from_slice;

#[test]
fn a_value_is_written_as_it_was_read() {
    for text in [
        "null",
        "true",
        "123456789012345678901234567890",
        "1.10",
        "1e5",
        "-0",
        "\"a \\\" b \\\\\"",
        "\"\\ud800\"",
        "[]",
        "{\"b\":1,\"a\":[2,{\"c\":null}],\"b\":3}",
    ] {
        let json: Json = text.parse().unwrap();
        assert_eq!(json.get(), text);
        assert_eq!(written(&json), text);
        assert_eq!(from_slice::<Json>(text.as_bytes()).unwrap(), json);
        assert_eq!(serde_json::from_str::<Json>(text).unwrap(), json);
        assert_eq!(format!("{json} {json:?}"), format!("{text} {text}"));
    }
}

#[test]
fn insignificant_whitespace_is_removed() {
    for (text, expected) in [
        (" [ 1 ,\n\t2 ]\r\n", "[1,2]"),
        ("{ \"a b\" : \" \\\\\\\" \\\" \" , \"c\" : { } }", "{\"a b\":\" \\\\\\\" \\\" \",\"c\":{}}"),
        ("\"\\\\\" ", "\"\\\\\""),
        (" \"é ü\" ", "\"é ü\""),
    ] {
        assert_eq!(text.parse::<Json>().unwrap().get(), expected);
        assert_eq!(from_slice::<Json>(text.as_bytes()).unwrap().get(), expected);
    }
}

#[test]
fn what_is_not_json_is_refused() {
    for text in ["", "nul", "[1", "{\"a\"}", "1 2", "'a'", "\u{feff}1", "NaN"] {
        assert!(text.parse::<Json>().is_err(), "{text}");
    }
    assert!(from_slice::<Json>(b"\"\xff\"").is_err());
}

#[test]
fn values_are_converted() {
    assert_eq!(Json::of(&vec![Some(1), None]).unwrap().get(), "[1,null]");
    assert_eq!(Json::from(serde_json::json!({"a": [1.5, "x"]})).get(), "{\"a\":[1.5,\"x\"]}");
    assert_eq!(Json::of("text").unwrap().parse::<String>().unwrap(), "text");
    assert!(Json::of("text").unwrap().parse::<i32>().is_err());
    assert_eq!(Json::null(), Json::default());
    assert!(Json::null().is_null());
    assert!(!"\"null\"".parse::<Json>().unwrap().is_null());
    assert_eq!("[1]".parse::<Json>().unwrap().to_value().unwrap(), serde_json::json!([1]));
    struct Broken;
    impl Serialize for Broken {
        fn serialize<S: serde::Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
            Err(serde::ser::Error::custom("broken"))
        }
    }
    assert!(Json::of(&Broken).is_err());
}

#[test]
fn equality_and_hash_are_those_of_the_text() {
    let set: HashSet<Json> = ["1", "1.0", " 1", "[1]", "[ 1 ]"].map(|text| text.parse().unwrap()).into();
    assert_eq!(set.len(), 3);
}

#[test]
fn a_value_is_read_from_a_tree_and_from_pieces() {
    assert_eq!(read::<Json>("{\"a\":[1,-2,true,null,\"x\"]}").unwrap().get(), "{\"a\":[1,-2,true,null,\"x\"]}");
    assert_eq!(read::<Option<Json>>("null").unwrap(), None);
    assert_eq!(read::<Vec<Json>>("[1, {}]").unwrap().len(), 2);
    // serde's own buffer, which its untagged enums use, passes on values piece by piece.
    type Pieces<'a> = serde::de::value::MapDeserializer<'a, std::vec::IntoIter<(&'a str, i64)>, serde_json::Error>;
    let pieces = Pieces::new(vec![("a", 1), ("b\"", 2)].into_iter());
    let json = <Json as serde::Deserialize>::deserialize(pieces).unwrap();
    assert_eq!(json.get(), "{\"a\":1,\"b\\\"\":2}");
}

#[test]
fn depth_does_not_matter() {
    let deep = format!("{}{}", "[ ".repeat(100_000), "]".repeat(100_000));
    let json: Json = deep.parse().unwrap();
    assert_eq!(json.get().len(), 200_000);
    assert_eq!(json.clone(), json);
    assert_eq!(format!("{json:?}").len(), 200_000);
    assert_eq!(written(&json).len(), 200_000);
    assert!(json.to_value().is_err());
    assert!(json.parse::<serde::de::IgnoredAny>().is_ok());
}
