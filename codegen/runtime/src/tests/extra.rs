//! Tests of additional properties.

use crate::runtime::{Extra, Json};

fn json(text: &str) -> Json {
    text.parse().unwrap()
}

#[test]
fn an_empty_one_costs_a_pointer() {
    assert_eq!(size_of::<Extra>(), size_of::<usize>());
    assert_eq!(Extra::new(), Extra::default());
    assert!(Extra::new().is_empty());
    assert_eq!(Extra::new().get("a"), None);
    assert_eq!(Extra::new().remove("a"), None);
}

#[test]
fn members_are_set_found_and_removed() {
    let mut extra = Extra::new();
    assert_eq!(extra.insert("b", json("1")), None);
    assert_eq!(extra.insert("a", serde_json::json!({"x": 2})), None);
    assert_eq!(extra.insert("b", json("3")), Some(json("1")));
    assert_eq!(format!("{extra:?}"), "{\"b\": 3, \"a\": {\"x\":2}}");
    assert_eq!((extra.len(), extra.get("a"), extra.get("c")), (2, Some(&json("{\"x\":2}")), None));
    assert_eq!(extra.iter().map(|(name, _)| name).collect::<Vec<_>>(), ["b", "a"]);
    assert_eq!(extra.remove("b"), Some(json("3")));
    assert_eq!(extra.remove("a"), Some(json("{\"x\":2}")));
    assert_eq!(extra, Extra::new());
}

#[test]
fn equality_ignores_the_order() {
    let one: Extra = [("a", json("1")), ("b", json("2"))].into_iter().collect();
    let other: Extra = [("b", json("2")), ("a", json("1"))].into_iter().collect();
    let third: Extra = [("b", json("1")), ("a", json("2"))].into_iter().collect();
    assert_eq!(one, other);
    assert_ne!(one, third);
    assert_ne!(one, Extra::new());
}

#[test]
fn the_last_of_a_name_stays() {
    let extra: Extra = [("a", json("1")), ("b", json("2")), ("a", json("3"))].into_iter().collect();
    assert_eq!(format!("{extra:?}"), "{\"b\": 2, \"a\": 3}");
}

#[test]
fn many_members_take_little_time() {
    let extra: Extra = (0..200_000).map(|n| ((n % 100_000).to_string(), Json::null())).collect();
    assert_eq!(extra.len(), 100_000);
    assert_eq!(extra, extra.clone());
}
