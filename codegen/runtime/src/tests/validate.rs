//! Tests of constraints: accepted values, and the paths of refused ones.

use std::collections::BTreeMap;

use crate::runtime::constraints::validate::{Invalid, Limited, Limits, Number, limited, validate};
use crate::runtime::{Decimal, Maybe, model};

model! {
    /// An item of a cart.
    #[derive(Default)]
    pub struct Item {
        pub quantity: i32 = required,
        pub name: Option<String>,
    }
}

validate!(Item {
    quantity = "quantity" required value(.minimum(1).multiple_of(2)),
    name = "name" optional value(.min_length(1).max_length(3)),
});

model! {
    /// A cart.
    #[derive(Default)]
    pub struct Cart {
        pub items: Option<Vec<Item>> = "lineItems",
        pub tags: Option<Vec<String>>,
        pub parent: Maybe<Box<Cart>>,
        pub by_name: BTreeMap<String, Vec<Item>> = "byName" required,
    }
}

validate!(Cart {
    items = "lineItems" optional items(.max_items(2)),
    items = "lineItems" optional walk(),
    tags = "tags" optional items(.unique(true)),
    tags = "tags" optional each(.max_length(3)),
    parent = "parent" or_null walk(),
    by_name = "byName" required walk(),
});

enum Thing {
    Item(Item),
    Text,
}

validate!(Thing { Item walk, });

fn item(quantity: i32) -> Item {
    Item { quantity, ..Item::default() }
}

fn message_of(checked: Result<(), Invalid>) -> String {
    checked.expect_err("a limit is not kept to").to_string()
}

#[test]
fn the_path_leads_to_the_member() {
    let cart = Cart { items: Some(vec![item(2), item(4)]), ..Cart::default() };
    assert_eq!(cart.validate(), Ok(()));
    let wrong = Cart { items: Some(vec![item(2), item(0)]), ..Cart::default() };
    let invalid = wrong.validate().unwrap_err();
    assert_eq!((invalid.path().as_str(), invalid.asked()), ("lineItems[1].quantity", "at least 1"));
    let parent = Cart { parent: Maybe::Value(Box::new(wrong.clone())), ..Cart::default() };
    assert_eq!(message_of(parent.validate()), "`parent.lineItems[1].quantity` is to be at least 1");
    let named = Cart { by_name: BTreeMap::from([("a b".to_owned(), vec![item(3)])]), ..Cart::default() };
    assert_eq!(message_of(named.validate()), "`byName[\"a b\"][0].quantity` is to be a multiple of 2");
    assert_eq!(message_of(Thing::Item(item(3)).validate()), "`quantity` is to be a multiple of 2");
    assert_eq!(Thing::Text.validate(), Ok(()));
}

#[test]
fn lengths_are_counted_in_characters_and_items() {
    let named = |name: &str| Item { name: Some(name.to_owned()), ..item(2) };
    assert_eq!(named("äöü").validate(), Ok(()));
    assert_eq!(message_of(named("").validate()), "`name` is to be at least 1 character");
    assert_eq!(message_of(named("four").validate()), "`name` is to be at most 3 characters");
    let many = Cart { items: Some(vec![item(2); 3]), ..Cart::default() };
    assert_eq!(message_of(many.validate()), "`lineItems` is to be at most 2 items");
    let tagged =
        |tags: &[&str]| Cart { tags: Some(tags.iter().map(|tag| (*tag).to_owned()).collect()), ..Cart::default() };
    assert_eq!(tagged(&["a", "b"]).validate(), Ok(()));
    assert_eq!(message_of(tagged(&["a", "b", "a"]).validate()), "`tags` is to be without two items alike");
    assert_eq!(message_of(tagged(&["abc", "abcd", ""]).validate()), "`tags[1]` is to be at most 3 characters");
}

#[test]
fn numbers_are_compared_exactly() {
    let asked = |value: &dyn Limited, limits: Limits| value.beyond(&limits);
    let limits = Limits::new();
    assert_eq!(asked(&i64::MAX, limits.below_double(9_223_372_036_854_775_808.0)), None);
    assert!(asked(&u64::MAX, limits.maximum(i128::from(u64::MAX) - 1)).is_some());
    assert!(asked(&9_007_199_254_740_993_i64, limits.maximum_double(9_007_199_254_740_992.0)).is_some());
    assert!(asked(&1, limits.above_double(1.0)).is_some());
    assert_eq!(asked(&1, limits.above_double(0.5).below_double(1.5)), None);
    assert!(asked(&-1, limits.above_double(-0.5)).is_some());
    assert_eq!(asked(&0.29, limits.multiple_of_double(0.01)), None);
    assert!(asked(&0.295, limits.multiple_of_double(0.01)).is_some());
    assert_eq!(asked(&5, limits.multiple_of(0)), None);
    assert_eq!(asked(&f64::NAN, limits.minimum(1)), None);
    assert!(asked(&1.5, limits.maximum(1)).is_some());
    assert!(asked(&f64::INFINITY, limits.maximum(1)).is_some());
    let decimal = |text: &str| text.parse::<Decimal>().expect("a number");
    assert!(asked(&decimal("0.5"), limits.minimum(1)).is_some());
    assert!(asked(&decimal("18446744073709551616"), limits.maximum(i128::from(u64::MAX))).is_some());
    assert_eq!(asked(&decimal("1e3"), limits.minimum(1000)), None);
    assert_eq!(Number::Double(1.5).to_string(), "1.5");
    assert_eq!(message_of(limited("top", "", Limits::new().min_length(1))), "`top` is to be at least 1 character");
}
