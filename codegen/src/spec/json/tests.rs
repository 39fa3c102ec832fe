//! Tests of the layout, syntax errors, and the lines of pointers.

use super::*;
use crate::problem::{At, Rule};
use crate::spec::{Member, Members, Scalar, Shape, Struct, TypeDef, TypeRef};

fn relaid(compact: &str) -> String {
    layout::lay_out(compact)
}

fn fault(text: &str) -> Problem {
    read::<Api>("api.json", text).expect_err("the text has an error")
}

#[test]
fn what_fits_stands_on_one_line() {
    let text = relaid(r#"{"a":{"type":"string","docs":"…"},"b":[1,-2.50,[]],"c":{},"d":null}"#);
    assert_eq!(
        text,
        "{\n  \"a\": { \"type\": \"string\", \"docs\": \"…\" },\n  \"b\": [1, -2.50, []],\n  \"c\": {},\n  \"d\": null\n}\n"
    );
}

#[test]
fn a_line_fills_a_hundred_columns_with_its_comma() {
    for (length, lines) in [(81, 3), (82, 5)] {
        let text = relaid(&format!(r#"{{"a":{{"b":"{}"}}}}"#, "ö".repeat(length)));
        assert_eq!(text.lines().count(), lines, "{text}");
        assert!(text.lines().all(|line| line.chars().count() <= 99));
    }
}

#[test]
fn a_list_fills_a_hundred_columns_with_its_comma() {
    for (length, lines) in [(88, 3), (89, 5)] {
        let text = relaid(&format!(r#"{{"a":["{}"]}}"#, "o".repeat(length)));
        assert_eq!(text.lines().count(), lines, "{text}");
        assert!(text.lines().all(|line| line.chars().count() <= 99));
    }
}

#[test]
fn containers_that_grow_have_an_entry_a_line() {
    let text =
        relaid(r#"{"types":{"A":{"shape":{"struct":{"members":{"values":{"type":"string"}}}}},"values":{"x":1}}}"#);
    assert!(text.contains("\n            \"values\": { \"type\": \"string\" }\n"), "{text}");
    assert!(text.contains("\n    \"values\": { \"x\": 1 }\n"), "{text}");
}

#[test]
fn what_cannot_be_seen_is_escaped_and_the_rest_kept() {
    let docs = "Zoë 語 \u{202e}\u{200b}\u{feff}\u{7f}\u{e0041}\n\"\\\"";
    let api = Api { title: "t".to_owned(), docs: docs.to_owned(), ..Api::default() };
    let text = write_api(&api);
    assert!(text.contains(r#""Zoë 語 \u202e\u200b\ufeff\u007f\udb40\udc41\n\"\\\"""#), "{text}");
}

#[test]
fn an_added_member_changes_only_its_own_lines() {
    let mut api = Api { title: "t".to_owned(), ..Api::default() };
    let mut members = Members::new();
    let mut written = Vec::new();
    for name in [None, Some("b"), Some("c"), Some("a")] {
        members.extend(name.map(|name| (name.to_owned(), Member::new(TypeRef::Scalar(Scalar::String)))));
        let shape = Shape::Struct(Struct { members: members.clone(), rest: None });
        let def = TypeDef {
            docs: String::new(),
            deprecated: false,
            params: Vec::new(),
            shape,
            constraints: Default::default(),
            xml: None,
            origin: None,
        };
        api.types.insert("A".to_owned(), def);
        written.push(write_api(&api).replace([','], ""));
    }
    for (fewer, more) in written.iter().zip(&written[1..]).skip(1) {
        let kept: Vec<&str> = more.lines().filter(|line| fewer.contains(line)).collect();
        assert_eq!(kept.len() + 1, more.lines().count());
        assert_eq!(kept, fewer.lines().collect::<Vec<_>>());
    }
}

#[test]
fn a_default_of_null_and_a_double_are_kept() {
    let mut member = Member::new(TypeRef::Scalar(Scalar::Double).nullable());
    for default in [serde_json::Value::Null, 0.1.into(), 5e-324.into(), 123456789012345680.0.into()] {
        member.default = Some(default);
        let text = write(&member);
        assert_eq!(read::<Member>("m", &text).unwrap(), member);
    }
}

#[test]
fn faults_are_told_in_plain_words_where_they_are() {
    let shape =
        |shape: &str| format!(r#"{{"title": "t", "types": {{"A": {{"shape": {shape}}}}}, "operations": {{}}}}"#);
    let cases = [
        (String::new(), "", "the file ends inside a value"),
        ("{\n  \"title\": \"t\",\n  \"typs\": 5\n}".into(), "\"typs\"", "`typs` is not a property of this object"),
        ("{\"title\": \"ö\",, }".into(), ", }", "a name in double quotes is expected here"),
        ("{\n  // a title\n  \"title\": \"t\"}".into(), "// a", "JSON has no comments"),
        ("{'title': 't'}".into(), "'title", "a string of JSON is in double quotes"),
        ("{\"title\": [1]}".into(), "[1]", "found a list where a string is expected"),
        ("{\"title\": 15}".into(), "15", "found integer `15` where a string is expected"),
        ("{\"title\": \"t\", \"types\": {}\n}".into(), "}", "the property `operations` is missing"),
        ("{\"title\": \"t\", \"types\": []}".into(), "[]", "found a list where an object is expected"),
        (shape("{\"tree\": 1}"), "\"tree\"", "`tree` is not known here"),
        ("\n []".into(), "[]", "found a list where an object is expected"),
        ("[{\"title\": \"t\"}]".into(), "[{", "found a list where an object is expected"),
        (shape("  truest"), "truest", "a value of another kind is expected here"),
        (shape("{\"alias\": \"list\"}"), "\"list\"", "the type `list` lacks `<` at character 5"),
        ("{} {}".into(), "} {}", "the property `title` is missing"),
        ("{\"title\": \"tt\"\n\n".into(), "", "the file ends inside an object"),
        ("{\"title\": \"t\nt\"}".into(), "t\"}", "a string does not end on its line"),
    ];
    for (text, stop, message) in cases {
        let problem = fault(&text);
        let At::Line(line, Some(column)) = problem.place.at else { panic!("{problem:?}") };
        let rest: String = text.split('\n').nth(line - 1).unwrap().chars().skip(column - 1).collect();
        assert_eq!(problem.message, message, "{text}");
        assert!(if stop.is_empty() { rest.is_empty() } else { rest.starts_with(stop) }, "{text}: {rest}");
    }
}

#[test]
fn a_name_that_stands_twice_is_a_fault() {
    for text in [
        "{\"title\": \"t\", \"types\": {\n\"A\\n\": {\"shape\": {\"alias\": \"json\"}}, \"A\\n\": {}}}",
        "{\"title\": \"t\",\n \"title\": \"u\"}",
    ] {
        let problem = fault(text);
        assert_eq!(problem.rule, Rule::DuplicateId);
        assert!(
            problem.message.ends_with(read::TWICE) && matches!(problem.place.at, At::Line(2, Some(_))),
            "{problem:?}"
        );
    }
}

#[test]
fn deep_text_is_refused() {
    let deep = format!("{{\"title\": {}", "[".repeat(1_000_000));
    assert_eq!(fault(&deep).rule, Rule::Syntax);
    let default = format!("{{\"type\": \"json\", \"default\": {}{}}}", "[".repeat(200), "]".repeat(200));
    let problem = read::<Member>("m", &default).unwrap_err();
    assert_eq!(problem.message, "the values are nested too deeply to be read");
}

#[test]
fn pointers_lead_to_lines() {
    let text = "{\n \"a\": [1,\n {\"b~/\\u0063\": \"x\\\"}\",\n \"d\":\n 5}],\n \"e\": {}\n}";
    let cases = [("", 1), ("/a", 2), ("/a/0", 2), ("/a/1", 3), ("/a/1/b~0~1c", 3), ("/a/1/d", 4), ("/e", 6)];
    let pointers: Vec<&str> = cases.iter().map(|(pointer, _)| *pointer).chain(["/a/2", "/f", "/a/1/d/g"]).collect();
    let lines: Vec<Option<usize>> = cases.iter().map(|(_, line)| Some(*line)).chain([None; 3]).collect();
    let found = positions(text, &pointers);
    assert_eq!(found.iter().map(|found| found.map(|found| found.line)).collect::<Vec<_>>(), lines);
    let columns: Vec<usize> = found.iter().flatten().filter_map(|found| found.column).collect();
    assert_eq!(columns, [1, 2, 8, 2, 3, 2, 2]);
    let column = |text: &str, pointer: &str| positions(text, &[pointer])[0].and_then(|found| found.column);
    assert_eq!(column("{\"é\": [\"ö\n\", {\"ü\": 0, \"b\": 1}]}", "/é/1/b"), Some(13));
}

#[test]
fn pointers_into_anything_have_no_line_and_no_fault() {
    let deep = "[".repeat(1_000_000);
    for text in
        ["", "}", "]]", "{\"a", "{\"a\\", "{\"\\u\": 1}", "\"", "{,}", "[1,,2]", "nonsense", "{{{", deep.as_str()]
    {
        positions(text, &["/a", "/0/0/0", "/a/0"]);
    }
}

/// YAML that only looks like JSON has its values at the same places, so nothing else has to be read to find them.
#[test]
fn yaml_with_brackets_does_not_look_like_json() {
    let looks = |text: &str| super::located(text, &["/a", "/x/y"]).1;
    for text in
        ["{\"a\": {\"b\": [1, true, null, \"it's # {\"]}}", "[]", "{\"a\": -1.5e3}\n", "{\n  \"x\": {\"y\": []}\n}"]
    {
        assert!(looks(text), "{text}");
    }
    for text in [
        "{a: 1}",
        "{'a': 1}",
        "{\"x\": {y: 1}}",
        "{\"a\": 'b'}",
        "{\"z\": {\"a\": 'it\"s'}}",
        "{\"z\": [1 # one\n]}",
        "{\"a\": {\"b\": 1}",
        "{\"z\": {\"b\": 1}",
        "{\"a\": b}",
        "{\"a\": 1}}",
    ] {
        assert!(!looks(text), "{text}");
    }
}
