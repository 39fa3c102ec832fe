//! Tests of properties that are or contain an integer enum, in the JSON forms that services use.

use super::{read, written};
use crate::runtime::json::read::from_slice;
use crate::runtime::{Json, Maybe};
use crate::sample::{CartErrorCode, Failure};

fn failure(members: &str) -> Failure {
    let separator = if members.is_empty() { "" } else { "," };
    read(&format!(r#"{{"cause":7,"last":null{separator}{members}}}"#)).unwrap()
}

/// The written properties, without those that every row has.
fn members(failure: &Failure) -> String {
    let text = written(failure);
    text.strip_prefix(r#"{"cause":7,"last":null"#).unwrap().trim_start_matches(',').trim_end_matches('}').to_owned()
}

#[test]
fn each_form_comes_back_as_it_was() {
    for text in [
        r#"{"cause":10000,"last":5,"code":7,"next":null,"all":[7,-1],"byName":{"a":7}}"#,
        r#"{"cause":"10000","last":"5","code":"-1","next":"CurrencyIsNotSupported"}"#,
        r#"{"cause":10000.0,"last":5.0,"code":7.0,"next":-1.0}"#,
        r#"{"cause":7,"last":null,"code":"Unheard","next":"Unheard","x":1}"#,
        r#"{"cause":7,"last":null,"code":2147483648,"next":10000.5}"#,
        r#"{"cause":7,"last":null,"all":[7,"10000",7.0,"CurrencyIsNotSupported"],"byName":{"b":"7","a":7}}"#,
        r#"{"cause":7,"last":null,"all":[7,"Unheard"],"byName":{"b":"Unheard"}}"#,
        r#"{"cause":7,"last":null,"all":[],"byName":{}}"#,
        r#"{"cause":7,"last":null,"code":null,"all":null}"#,
    ] {
        let failure: Failure = read(text).unwrap();
        let again = written(&failure);
        let tree = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap();
        assert_eq!(tree(&again), tree(text));
        assert_eq!(read::<Failure>(&again), Ok(failure));
    }
}

#[test]
fn the_field_says_the_number_or_nothing() {
    let failure = failure(r#""code":"10000","next":"Unheard","all":["-1",7],"byName":{"a":"Unheard"}"#);
    assert_eq!(failure.code, Some(CartErrorCode(10000)));
    assert_eq!(failure.next, Maybe::Absent);
    assert_eq!(failure.all, Some(vec![CartErrorCode::NEGATIVE, CartErrorCode(7)]));
    assert_eq!(failure.by_name, None);
    assert_eq!(
        format!("{:?}", failure.extra),
        r#"{"code": "10000", "next": "Unheard", "all": ["-1",7], "byName": {"a":"Unheard"}}"#
    );
    assert!(self::failure(r#""code":7,"next":null,"all":[7],"byName":{}"#).extra.is_empty());
}

#[test]
fn the_last_of_a_name_counts() {
    for (read_as, written_as) in [
        (r#""code":"10000","code":7"#, r#""code":7"#),
        (r#""code":7,"code":"10000""#, r#""code":"10000""#),
        (r#""code":"Unheard","code":null"#, r#""code":null"#),
        (r#""code":7,"code":"Unheard""#, r#""code":"Unheard""#),
    ] {
        assert_eq!(members(&failure(read_as)), written_as);
    }
}

#[test]
fn whoever_changes_the_field_changes_the_member() {
    let mut changed = failure(r#""code":"10000","next":"7","all":["7"]"#);
    changed.code = Some(CartErrorCode(7));
    changed.next = Maybe::Null;
    changed.all = None;
    assert_eq!(members(&changed), r#""code":7,"next":null"#);
    changed.code = None;
    changed.next = Maybe::Absent;
    changed.all = Some(vec![CartErrorCode(7)]);
    assert_eq!(members(&changed), r#""all":["7"]"#);
    changed.code = Some(CartErrorCode(10000));
    assert_eq!(members(&changed), r#""code":"10000","all":["7"]"#);

    let mut unheard = failure(r#""code":"Unheard","next":"Unheard""#);
    unheard.code = Some(CartErrorCode(7));
    unheard.next = Maybe::Null;
    assert_eq!(members(&unheard), r#""code":7,"next":null"#);

    let mut required = from_slice::<Failure>(br#"{"cause":"7","last":"5"}"#).unwrap();
    assert_eq!(written(&required), r#"{"cause":"7","last":"5"}"#);
    (required.cause, required.last) = (CartErrorCode(8), None);
    assert_eq!(written(&required), r#"{"cause":8,"last":null}"#);
}

/// A form that the caller puts into `extra` is sent if the field is empty.
#[test]
fn a_form_can_be_sent() {
    let mut failure = failure("");
    failure.extra.insert("code", Json::of("Unheard").unwrap());
    failure.extra.insert("cause", Json::of("Unheard").unwrap());
    assert_eq!(members(&failure), r#""code":"Unheard""#);
}

#[test]
fn what_does_not_fit_is_refused_at_its_place() {
    for (text, place, what) in [
        (r#"{"last":null,"cause":"Unheard"}"#, "cause", "expected an integer from -2147483648"),
        (r#"{"last":null,"cause":"Unheard","x":1}"#, "cause", "expected an integer from -2147483648"),
        (r#"{"last":null,"cause":2147483648}"#, "cause", "expected an integer from -2147483648"),
        (r#"{"last":null,"cause":null}"#, "cause", "invalid type: null"),
        (r#"{"cause":7,"last":"Unheard"}"#, "last", "expected an integer from -9223372036854775808"),
        (r#"{"cause":7,"last":null,"code":true}"#, "code", "invalid type: boolean"),
        (r#"{"cause":7,"last":null,"code":[7]}"#, "code", "invalid type: sequence"),
        (r#"{"cause":7,"last":null,"code":{"a":7},"x":1}"#, "code", "invalid type: map"),
        (r#"{"cause":7,"last":null,"all":{"a":7}}"#, "all", "invalid type: map"),
        (r#"{"cause":7,"last":null,"all":7}"#, "", ""),
        (r#"{"last":null}"#, "", "missing member `cause`"),
    ] {
        match from_slice::<Failure>(text.as_bytes()) {
            Ok(failure) => assert_eq!((failure.all, place), (None, ""), "{text}"),
            Err(error) => {
                assert!(error.to_string().contains(what), "{text}: {error}");
                let path = crate::runtime::json::trail::member_at(text.as_bytes(), &error);
                assert_eq!(path.as_deref().unwrap_or_default(), place, "{text}: {error}");
            }
        }
    }
}
