//! Unions by the kind of their JSON.

use super::{read, written};
use crate::sample::Code;

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
        assert!(matches!(code, Code::Other(_)), "{text}");
        assert_eq!(written(&code), text);
    }
}

#[test]
fn a_value_of_the_kind_that_does_not_fit_is_refused() {
    assert!(read::<Code>("[\"a\"]").unwrap_err().contains("string"));
}
