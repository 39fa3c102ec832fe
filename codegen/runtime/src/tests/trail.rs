//! Faults of JSON, and the members at which they are found.

use crate::runtime::decode::from_slice;
use crate::runtime::trail::member_at;
use crate::sample::{Cart, Code, KeyValuePair};

/// The member at which reading fails.
fn member<T: crate::runtime::Decode>(body: &str) -> Option<String> {
    let error = from_slice::<T>(body.as_bytes()).err().unwrap_or_else(|| panic!("{body} does not fit"));
    member_at(body.as_bytes(), error.line(), error.column())
}

#[test]
fn a_fault_is_found_at_its_member() {
    let rows = [
        (r#"{"quantity":"many"}"#, Some("quantity")),
        (r#"{"quantity":5.5,"id":"a"}"#, Some("quantity")),
        (r#"{ "id" : "a\"}{" , "quantity" : true }"#, Some("quantity")),
        (r#"{"id":{}}"#, Some("id")),
        (r#"{"id":[]}"#, Some("id")),
        (r#"{"lineItems":{}}"#, Some("lineItems")),
        (r#"{"lineItems":[[]]}"#, Some("lineItems[0]")),
        (r#"{"lineItems":[{"quantity":1,"parent":null}, 7 ]}"#, Some("lineItems[1]")),
        (r#"{"lineItems":[{"quantity":1,"parent":null},{"id":7}]}"#, Some("lineItems[1].id")),
        (
            r#"{"a":{"b":[{}]},"lineItems":[{"quantity":1,"parent":null,"x":[1,{"y":2}]},{"id":7}]}"#,
            Some("lineItems[1].id"),
        ),
        (r#"{"lineItems":[{"lineItems":[{"lineItems":7}]}]}"#, Some("lineItems[0].lineItems[0].lineItems")),
        ("{\n  \"id\": \"ü\",\n  \"lineItems\": [\n    7\n  ]\n}", Some("lineItems[0]")),
        ("{\r\n\t\"\\u0069d\"\r\n:\r\n7}", Some("id")),
        // What is missing is missed where the object ends.
        (r#"{"lineItems":[{"quantity":1,"parent":null},{"id":"a"}],"quantity":1,"parent":null}"#, Some("lineItems[1]")),
        ("{}", None),
        ("[]", None),
        ("7", None),
        ("", None),
        (r#"{"quantity""#, Some("quantity")),
        (r#"{"lineItems":[{"quantity":1,"parent":nul"#, Some("lineItems[0].parent")),
        (r#"{"quantity":1,"parent":null}}"#, None),
    ];
    for (body, expected) in rows {
        assert_eq!(member::<Cart>(body).as_deref(), expected, "{body}");
    }
    // A union is read as a whole; the fault in it is told at it.
    let union = "{\n\"value\": 1,\n\"key\":\n[1, \"x\"],\n\"more\": 1}";
    assert_eq!(member::<KeyValuePair<Code, i32>>(union).as_deref(), Some("key"));
    let error = from_slice::<KeyValuePair<Code, i32>>(union.as_bytes()).unwrap_err().to_string();
    assert_eq!(error.matches(" at line ").count(), 1, "{error}");
    assert_eq!(member::<KeyValuePair<Vec<i32>, i32>>(r#"{"key":[1,2,"3"]}"#).as_deref(), Some("key[2]"));
}

#[test]
fn a_name_that_looks_like_a_path_has_quotes() {
    let rows = [
        (r#"{"a.b":7"#, r#"["a.b"]"#),
        (r#"{"":7"#, r#"[""]"#),
        (r#"{"a":{"b c":[7"#, r#"a["b c"][0]"#),
        (r#"{"@odata.type":7"#, r#"["@odata.type"]"#),
        (r#"{"a\"b":7"#, r#"["a\"b"]"#),
        (r#"{"größe":7"#, "größe"),
        (r#"{"$type":7"#, "$type"),
    ];
    for (body, expected) in rows {
        assert_eq!(member_at(body.as_bytes(), 1, body.len()).as_deref(), Some(expected), "{body}");
    }
}

/// A place that is none gives no member, and no panic.
#[test]
fn any_place_in_anything_is_survived() {
    let bodies = [r#"{"a":[{"b\\":"c"},["d"]],"e":{}}"#, "}]{[", "\"", "\"\\", "{\"a", "{,,\n\n[,", "\n", ""];
    for body in bodies {
        for line in 0..5 {
            for column in 0..40 {
                let found = member_at(body.as_bytes(), line, column);
                assert!(line != 0 || found.is_none(), "{body}");
            }
        }
    }
    assert_eq!(member_at(b"{\"a\":7}", usize::MAX, usize::MAX), None);
    assert_eq!(member_at(b"{\"a\":7", 1, usize::MAX).as_deref(), Some("a"));
}
