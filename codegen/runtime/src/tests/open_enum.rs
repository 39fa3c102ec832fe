//! Tests of string enums.

use super::{read, written};
use crate::runtime::json::read::from_slice;
use crate::sample::{Anything, BillingCycle};

#[test]
fn a_value_is_written_as_it_was_read() {
    for (text, name) in [
        ("\"annual\"", "annual"),
        ("\"one_time\"", "one_time"),
        ("\"Annual\"", "Annual"),
        ("\"\"", ""),
        ("\"a\\\"b\"", "a\"b"),
        ("5", "5"),
        ("-5", "-5"),
        ("18446744073709551615", "18446744073709551615"),
        ("1.5", "1.5"),
        ("5.0", "5.0"),
    ] {
        let cycle: BillingCycle = read(text).unwrap();
        assert_eq!(written(&cycle), text);
        assert_eq!((cycle.as_str(), cycle.to_string().as_str()), (name, name));
        assert_eq!(read(&written(&cycle)), Ok(cycle));
        assert_eq!(written(&read::<Anything>(text).unwrap()), text);
    }
}

#[test]
fn listed_values_become_variants() {
    assert_eq!(BillingCycle::from("annual"), BillingCycle::Annual);
    assert_eq!(BillingCycle::from("annual".to_owned()), BillingCycle::Annual);
    assert_eq!(read("\"one_time\""), Ok(BillingCycle::OneTime));
    assert_eq!(read("\"one\\u005ftime\""), Ok(BillingCycle::OneTime));
    assert!(matches!(BillingCycle::from("x"), BillingCycle::Unlisted(_)));
    assert_eq!(BillingCycle::LISTED.len(), 3);
    assert!(
        BillingCycle::LISTED
            .iter()
            .all(|cycle| !matches!(BillingCycle::from(cycle.as_str()), BillingCycle::Unlisted(_)))
    );
    assert!(Anything::LISTED.is_empty());
}

#[test]
fn comparison_and_display() {
    assert_eq!(BillingCycle::Annual, "annual");
    assert_eq!(BillingCycle::Annual, *"annual");
    assert_ne!(BillingCycle::from("x"), "annual");
    assert_eq!(format!("{:>8}|{:?}", BillingCycle::Annual, BillingCycle::Annual), "  annual|Annual");
    assert_eq!(
        format!("{:?} {:?}", BillingCycle::from("x"), read::<BillingCycle>("7").unwrap()),
        "Unlisted(\"x\") Unlisted(7)"
    );
    // A number and the string of its digits are different values.
    assert_ne!(read::<BillingCycle>("7").unwrap(), BillingCycle::from("7"));
    let BillingCycle::Unlisted(seven) = read("7").unwrap() else { panic!("7 is not listed") };
    assert!(seven.is_number());
    assert_eq!(seven.to_string(), "7");
}

#[test]
fn what_is_neither_string_nor_number_is_refused() {
    for (text, found) in
        [("null", "null"), ("true", "boolean"), ("[]", "sequence"), ("{}", "map"), ("{\"a\":1}", "map")]
    {
        let error = read::<BillingCycle>(text).unwrap_err();
        assert!(error.contains(found) && error.contains("expected a string"), "{error}");
    }
    assert!(from_slice::<Option<BillingCycle>>(b"null").unwrap().is_none());
}
