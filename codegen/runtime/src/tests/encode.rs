//! Tests that values without a JSON form are refused, with the path of the property.

use std::collections::BTreeMap;

use crate::runtime::json::encode::{not_finite, to_vec};
use crate::runtime::{Json, any_of, model};

use super::written;

model! {
    /// A struct with numbers at each place.
    pub struct Prices {
        /// A number.
        pub price: Option<f64> = "the price",
        /// A list of numbers.
        pub all: Option<Vec<f32>>,
        /// A map of structs.
        pub by_name: Option<BTreeMap<String, Prices>> = "byName",
        /// A union.
        pub any: Option<AnyPrice>,
    }
}

any_of! {
    /// A number, or a list of numbers.
    pub struct AnyPrice viewed as AnyPriceView {
        as_number = Number(f64),
        as_prices = Prices(Box<Prices>),
    }
}

#[test]
fn a_number_of_a_union_is_viewed_as_one() {
    assert_eq!(AnyPrice::from(1.5).view(), AnyPriceView::Number(1.5));
}

fn refused(value: &Prices) -> (String, String) {
    let error = to_vec(value).unwrap_err();
    (error.path.clone(), error.what().to_owned())
}

#[test]
fn numbers_that_are_none_are_refused_by_their_path() {
    let nan = || Prices { price: Some(f64::NAN), ..Prices::default() };
    assert_eq!(refused(&nan()), ("[\"the price\"]".to_owned(), "NaN is not a number in JSON".to_owned()));
    let list = Prices { all: Some(vec![1.5, f32::NEG_INFINITY]), ..Prices::default() };
    assert_eq!(refused(&list), ("all[1]".to_owned(), "-inf is not a number in JSON".to_owned()));
    let nested = |inner| Prices { by_name: Some([("a".to_owned(), inner)].into()), ..Prices::default() };
    assert_eq!(refused(&nested(list.clone())).0, "byName.a.all[1]");
    assert_eq!(refused(&nested(nan())).0, "byName.a[\"the price\"]");
    let any = |any| Prices { any: Some(any), ..Prices::default() };
    assert_eq!(
        refused(&any(AnyPrice::from(f64::INFINITY))),
        ("any".to_owned(), "inf is not a number in JSON".to_owned())
    );
    assert_eq!(refused(&any(AnyPrice::from(Box::new(list)))).0, "any");
    assert!(AnyPrice::from(f64::NAN).as_number().is_err() && AnyPrice::from(1.5).as_prices().is_err());
    let both = AnyPrice::from(1.5).and(2.5);
    assert_eq!(both.as_json().get(), "2.5");
    assert!(Json::of(&f64::NAN).is_err() && Json::of(&1.5).is_ok());
    assert!(to_vec(&BTreeMap::from([((1, 2), 3)])).is_err());
}

#[test]
fn what_is_written_is_what_serde_json_writes() {
    let value = serde_json::json!({"a": [1, -2, 1.5, 1e300, true, null, "x\"\u{1}é"], "b": {"c": []}, "": {}});
    assert_eq!(written(&value), value.to_string());
    assert_eq!(written(&BTreeMap::from([(1, Some('c')), (2, None)])), r#"{"1":"c","2":null}"#);
    assert_eq!(written(&(1_u8, -1_i128, 100.0_f32, -0.0_f64, f64::MAX)), "[1,-1,100,-0.0,1.7976931348623157e+308]");
    assert_eq!(written(&"1e999".parse::<Json>().unwrap()), "1e999");
    #[derive(serde::Serialize)]
    enum Kind {
        Unit,
        New(i32),
        Tuple(i32, ()),
        Struct { a: Option<bool> },
    }
    let kinds = [Kind::Unit, Kind::New(1), Kind::Tuple(1, ()), Kind::Struct { a: Some(true) }];
    assert_eq!(written(&kinds), serde_json::to_string(&kinds).unwrap());
}

#[test]
fn only_numbers_are_not_finite() {
    assert_eq!(not_finite(&f64::NAN), Some("NaN"));
    assert_eq!(not_finite(&f32::INFINITY), Some("infinity"));
    assert_eq!(not_finite(&&f64::NEG_INFINITY), Some("-infinity"));
    for text in ["NaN", "inf", "-inf", "", "  NaN", "a long text that is not a number"] {
        assert_eq!(not_finite(&text), None, "{text}");
    }
    assert!(not_finite(&1.5).is_none() && not_finite(&format_args!("inf")).is_none());
}

#[test]
fn each_byte_that_json_escapes_is_found_at_each_place() {
    for length in 0..40 {
        for at in 0..length {
            for byte in 0..128_u8 {
                let mut text = vec![b'x'; length];
                text[at] = byte;
                let text = String::from_utf8(text).unwrap();
                assert_eq!(written(&text), serde_json::to_string(&text).unwrap());
            }
        }
    }
}
