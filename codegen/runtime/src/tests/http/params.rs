//! Tests of parameters and forms: each style, each location, and values that cannot be written.

use serde::Serialize;
use serde_json::json;

use crate::runtime::call::builder::Call;
use crate::runtime::call::config::Config;
use crate::runtime::call::error::ErrorKind;
use crate::runtime::call::operation::*;
use crate::runtime::call::options::CallOptions;
use crate::runtime::http::fake::Fake;
use crate::runtime::params::style::{Param, Style};

use super::support::API;

static ASK: Operation = Operation::new("things.ask", "PUT", "/things{id}").responses(&[Declared::Code(204)]);

#[derive(Serialize)]
struct Point {
    y: i64,
    x: &'static str,
    z: Option<bool>,
}

const POINT: Point = Point { y: 1, x: "2.5", z: None };
const LIST: [&str; 2] = ["a b", "c,d"];

/// The request line and the request of a call.
fn asked(make: impl FnOnce(Call) -> Call) -> (String, http::Request<bytes::Bytes>) {
    let fake = Fake::new().respond_json(204, "");
    let core = Config::new(&API).transport(fake.clone()).build().unwrap();
    crate::runtime::call::blocking::wait(make(Call::new(&core, &ASK)).send()).unwrap();
    let request = fake.requests().remove(0);
    (request.uri().path_and_query().unwrap().to_string(), request)
}

fn refused(make: impl FnOnce(Call) -> Call) -> String {
    let core = Config::new(&API).transport(Fake::new()).build().unwrap();
    let error = crate::runtime::call::blocking::wait(make(Call::new(&core, &ASK)).send()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Request);
    error.to_string()
}

fn path<T: Serialize>(param: Param, value: &T) -> String {
    asked(|call| call.value(param, value)).0
}

fn query<T: Serialize>(param: Param, value: &T) -> String {
    let line = asked(|call| call.path("id", 1).value(param, value)).0;
    line.strip_prefix("/things1").unwrap().to_owned()
}

#[test]
fn an_empty_list_is_an_empty_value_unless_it_is_repeated() {
    let empty: [&str; 0] = [];
    for style in [Style::Form, Style::SpaceDelimited, Style::PipeDelimited, Style::TabDelimited] {
        assert_eq!(query(Param::query("a", style), &empty), "?a=");
    }
    assert_eq!(query(Param::query("a", Style::Form).exploded(), &empty), "");
    assert_eq!(query(Param::query("a", Style::Form), &[None::<&str>]), "");
    assert_eq!(query(Param::query("a", Style::Form), &None::<&str>), "");
}

#[test]
fn a_constant_of_the_path_may_be_empty() {
    static EMPTY: Operation = Operation::new("things.empty", "GET", "/things/{id}")
        .client_values(&[ClientArgument { place: Place::Path, name: "id", value: Source::Constant("") }])
        .responses(&[Declared::Code(204)]);
    let fake = Fake::new().respond_json(204, "");
    let core = Config::new(&API).transport(fake.clone()).build().unwrap();
    crate::runtime::call::blocking::wait(Call::new(&core, &EMPTY).send()).unwrap();
    assert_eq!(fake.requests()[0].uri().path(), "/things/");
    assert!(refused(|call| call.path("id", "")).contains("that leads to another place"));
}

#[test]
fn a_path_has_three_styles() {
    let styles = [Style::Simple, Style::Label, Style::Matrix].map(|style| Param::path("id", style));
    let point = Point { y: 1, x: "2", z: None };
    let all = |exploded: bool| {
        styles.map(|param| {
            let param = if exploded { param.exploded() } else { param };
            [path(param, &5), path(param, &LIST), path(param, &point)]
        })
    };
    assert_eq!(
        all(false),
        [
            ["/things5", "/thingsa%20b,c%2Cd", "/thingsy,1,x,2"],
            ["/things.5", "/things.a%20b,c%2Cd", "/things.y,1,x,2"],
            ["/things;id=5", "/things;id=a%20b,c%2Cd", "/things;id=y,1,x,2"],
        ]
    );
    assert_eq!(
        all(true),
        [
            ["/things5", "/thingsa%20b,c%2Cd", "/thingsy=1,x=2"],
            ["/things.5", "/things.a%20b.c%2Cd", "/things.y=1.x=2"],
            ["/things;id=5", "/things;id=a%20b;id=c%2Cd", "/things;y=1;x=2"],
        ]
    );
    assert_eq!(path(Param::path("id", Style::Matrix), &""), "/things;id");
    assert_eq!(path(Param::path("id", Style::Simple).reserved(), &"/a/b?c#d"), "/things/a/b%3Fc%23d");
    // What is percent-encoded already stays, except for segments that URLs resolve.
    assert_eq!(path(Param::path("id", Style::Simple).reserved(), &"/a%2Fb/100%/%zz"), "/things/a%2Fb/100%25/%25zz");
    let error = refused(|call| call.value(Param::path("id", Style::Simple).reserved(), &"a/%2e%2E/b"));
    assert!(error.contains("dots"), "{error}");
    assert_eq!(path(Param::path("id", Style::Json), &["x"]), "/things%5B%22x%22%5D");
    let raw = Param::path("id", Style::Simple).raw();
    assert_eq!(path(raw, &"/a/next?page=2&b=%2F"), "/things/a/next?page=2&b=%2F");
}

#[test]
fn a_raw_value_has_no_control_characters() {
    for text in ["a\r\nb: c", "a\u{7f}", "\u{85}"] {
        let error = refused(|call| call.value(Param::path("id", Style::Simple).raw(), &text));
        assert!(error.contains("control characters"), "{error}");
    }
}

/// `collectionFormat` of Swagger 2.0.
#[test]
fn lists_in_paths_and_headers_may_have_other_separators() {
    assert_eq!(path(Param::path("id", Style::PipeDelimited), &LIST), "/thingsa%20b%7Cc%2Cd");
    assert_eq!(path(Param::path("id", Style::TabDelimited), &LIST), "/thingsa%20b%09c%2Cd");
    let (_, asked) = asked(|call| call.path("id", 1).value(Param::header("x-ids", Style::SpaceDelimited), &["a", "b"]));
    assert_eq!(asked.headers()["x-ids"], "a b");
}

#[test]
fn a_query_has_five_styles() {
    let param = |style| Param::query("q", style);
    assert_eq!(query(param(Style::Form), &LIST), "?q=a%20b,c%2Cd");
    assert_eq!(query(param(Style::Form).exploded(), &LIST), "?q=a%20b&q=c%2Cd");
    assert_eq!(query(param(Style::Form), &POINT), "?q=y,1,x,2.5");
    assert_eq!(query(param(Style::Form).exploded(), &POINT), "?y=1&x=2.5");
    let page = json!({"page": 0, "sort": ["name", "age"], "none": []});
    assert_eq!(query(param(Style::Form).exploded(), &page), "?page=0&sort=name&sort=age");
    assert_eq!(query(param(Style::SpaceDelimited), &["a|b", "c,d"]), "?q=a%7Cb%20c%2Cd");
    assert_eq!(query(param(Style::PipeDelimited), &LIST), "?q=a%20b%7Cc%2Cd");
    assert_eq!(query(param(Style::SpaceDelimited), &POINT), "?q=y%201%20x%202.5");
    assert_eq!(query(param(Style::PipeDelimited), &POINT), "?q=y%7C1%7Cx%7C2.5");
    assert_eq!(query(param(Style::TabDelimited), &LIST), "?q=a%20b%09c%2Cd");
    assert_eq!(query(param(Style::Json), &POINT), "?q=%7B%22y%22%3A1%2C%22x%22%3A%222.5%22%2C%22z%22%3Anull%7D");
    assert_eq!(query(param(Style::Form).reserved(), &"a/b:c&d=e#+"), "?q=a/b:c%26d=e%23%2B");
    assert_eq!(query(param(Style::Form).reserved(), &"a%26b%c%"), "?q=a%26b%25c%25");
    // A space, a `#` and non-ASCII characters are encoded, because a URL cannot contain them or they would end it.
    assert_eq!(query(param(Style::Form).raw(), &"1&r=2+3&s=a b%2F#\u{e9}"), "?q=1&r=2+3&s=a%20b%2F%23%C3%A9");
    assert_eq!(query(param(Style::Form), &18_446_744_073_709_551_615_u64), "?q=18446744073709551615");
}

#[test]
fn deep_objects_nest_at_any_depth() {
    let value = json!({"a": {"b": [1, 2]}, "l": [{"c": "x"}, {"c": null}], "n": null, "t": true});
    let line = query(Param::query("f", Style::DeepObject).exploded(), &value);
    let plain = line.replace("%5B", "[").replace("%5D", "]");
    assert_eq!(plain, "?f[a][b][]=1&f[a][b][]=2&f[l][0][c]=x&f[t]=true");
    assert_eq!(query(Param::query("f", Style::DeepObject), &["a"]), "?f%5B%5D=a");
}

#[test]
fn headers_and_cookies_hold_several() {
    let (_, request) = asked(|call| {
        call.path("id", 1)
            .value(Param::header("x-list", Style::Simple), &["a b", "c", "\"d, e\"", "W/\"f,\\\"\""])
            .value(Param::header("x-point", Style::Simple).exploded(), &POINT)
            .value(Param::header("x-none", Style::Simple), &[(); 0])
            .value(Param::cookie("c", Style::Form), &["a", "b;"])
            .value(Param::cookie("d", Style::Form).exploded(), &[1, 2])
            .cookie("e", "é")
            .cookie("g", "a=b&c/d+e@[{(<|`^~'!?:*$#.-_>)}]")
            .cookie("h", "100%20 \"a\", \\")
            .value(Param::cookie("i", Style::Json), &json!({"a": [1, 2]}))
            .value(Param::cookie("f", Style::Form).raw(), &"q/r+=")
    });
    let header = |name: &str| request.headers().get(name).map(|value| value.to_str().unwrap());
    assert_eq!(header("x-list"), Some("a b,c,\"d, e\",W/\"f,\\\"\""));
    assert_eq!(header("x-point"), Some("y=1,x=2.5"));
    assert_eq!(header("x-none"), None);
    let cookies = Some(
        "c=a%2Cb%3B; d=1; d=2; e=%C3%A9; g=a=b&c/d+e@[{(<|`^~'!?:*$#.-_>)}]; h=100%2520%20%22a%22%2C%20%5C; \
             i={%22a%22:[1%2C2]}; f=q/r+=",
    );
    assert_eq!(header("cookie"), cookies);
    for text in ["a;b=c", "a b", "\u{e9}"] {
        let error = refused(|call| call.path("id", 1).value(Param::cookie("f", Style::Form).raw(), &text));
        assert!(error.contains("no cookie can have"), "{error}");
    }
}

#[test]
fn a_parameter_that_is_set_again_is_replaced() {
    let form = Param::query("f", Style::Form);
    let deep = Param::query("d", Style::DeepObject);
    let (line, request) = asked(|call| {
        call.path("id", 1)
            .query("a b", 1)
            .query("z", 1)
            .query("a b", "2&3")
            .queries("l", &[1, 2])
            .queries("l", &[3, 4])
            .value(form.exploded(), &[1, 2])
            .value(form.exploded(), &[3])
            .value(deep, &json!({"x": 1, "y": 2}))
            .value(deep, &json!({"x": 3}))
            .query("dx", 5)
            .cookie("c d", 1)
            .cookie("e", 2)
            .cookie("c d", 3)
            .value(Param::cookie("l", Style::Form).exploded(), &[1, 2])
            .value(Param::cookie("l", Style::Form).exploded(), &[3, 4])
            .headers("x-a", &[1, 2])
            .headers("x-a", &[3])
            .headers("x-b", &[1])
            .headers::<i64>("x-b", &[])
    });
    assert_eq!(line, "/things1?z=1&a%20b=2%263&l=3&l=4&f=3&d%5Bx%5D=3&dx=5");
    assert_eq!(request.headers()["cookie"], "e=2; c%20d=3; l=3; l=4");
    assert_eq!(request.headers()["x-a"], "3");
    assert_eq!(request.headers().get("x-b"), None);
}

/// The service would read other items than those of the caller.
#[test]
fn an_item_with_the_separator_is_refused() {
    let object = |name: &str, value: &str| json!({name: value});
    let header = Param::header("id", Style::Simple);
    let cookie = Param::cookie("id", Style::Form);
    for (param, value, sign) in [
        (header, json!(["a", "b,c"]), ","),
        (header, json!(["\"b\",\"c"]), ","),
        (header, object("a", "b,c"), ","),
        (header, object("a,b", "c"), ","),
        (header.exploded(), object("a=b", "c"), "="),
        (Param::header("id", Style::PipeDelimited), json!(["\"a|b\""]), "|"),
        (cookie, json!(["a,b", "c"]), ","),
        (cookie.raw(), json!(["a,b", "c"]), ","),
        (Param::path("id", Style::Label).exploded(), json!([1.5, 2]), "."),
        (Param::path("id", Style::PipeDelimited), json!(["a|b"]), "|"),
        (Param::path("id", Style::Simple).reserved(), json!(["a,b"]), ","),
        (Param::path("id", Style::Matrix).exploded().reserved(), json!(["a;b"]), ";"),
        (Param::query("id", Style::Form).reserved(), json!(["a,b"]), ","),
        (Param::query("id", Style::Form).raw(), json!(["a,b"]), ","),
        (Param::query("id", Style::PipeDelimited), json!(["a|b"]), "|"),
        (Param::query("id", Style::SpaceDelimited), json!(["a b", "c"]), " "),
        (Param::query("id", Style::SpaceDelimited), object("a", "b c"), " "),
        (Param::query("id", Style::TabDelimited), json!(["a\tb"]), "\t"),
    ] {
        let error = refused(|call| call.value(param, &value));
        assert!(error.contains(&format!("the parameter `id` has an item with {sign:?}")), "{param:?}: {error}");
    }
    for value in [json!([""]), json!(["a", ""]), json!(["a "]), object("a", "")] {
        let error = refused(|call| call.value(header, &value));
        assert!(error.contains("empty, or has blanks"), "{error}");
    }
    for items in [&["a,b"][..], &[""], &["a", " b"]] {
        let error = refused(|call| call.path("id", 1).headers("x-a", items));
        assert!(error.contains("the header `x-a` has an item"), "{error}");
    }
    // A single value is not divided, and what is encoded is not the separator.
    assert_eq!(query(Param::query("q", Style::SpaceDelimited), &"a b"), "?q=a%20b");
    assert_eq!(query(Param::query("q", Style::Form).exploded(), &["a,b", "c&d"]), "?q=a%2Cb&q=c%26d");
    assert_eq!(query(Param::query("q", Style::Form).reserved(), &["a%2Cb", "c"]), "?q=a%2Cb,c");
    assert_eq!(path(Param::path("id", Style::Label), &1.5), "/things.1.5");
    assert_eq!(path(Param::path("id", Style::Label).exploded(), &POINT), "/things.y=1.x=2.5");
    assert!(
        refused(|call| call.value(Param::path("id", Style::Label).exploded(), &object("a.b", "c"))).contains("\".\"")
    );
}

/// The service would read a part of the body as the whole.
#[test]
fn headers_that_frame_the_body_are_those_of_the_transport() {
    for name in ["Content-Length", "transfer-encoding"] {
        let error = refused(|call| call.path("id", 1).with(CallOptions::new().header(name, 1)));
        assert!(error.contains("set by the transport"), "{error}");
        let error = Config::new(&API).transport(Fake::new()).header(name, &1).build().map(|_| ()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config);
    }
}

#[test]
fn what_cannot_be_written_is_refused_by_name() {
    let deep = json!({"a": [[1]]});
    for param in [Param::path("id", Style::Simple), Param::query("id", Style::Form).exploded()] {
        let text = refused(|call| call.value(param, &deep));
        assert!(text.contains("`id` holds a list or an object within another"), "{text}");
    }
    // In a part of a segment, dots lead nowhere else.
    assert_eq!(path(Param::path("id", Style::Simple), &".."), "/things..");
    for value in [json!(null), json!([]), json!([""])] {
        let text = refused(|call| call.value(Param::path("id", Style::Simple), &value));
        assert!(text.contains("`id`"), "{text}");
    }
    let text = refused(|call| call.path("id", 1).value(Param::header("x-a", Style::Simple), &["a\nb"]));
    assert!(text.contains("`x-a`"), "{text}");
}

#[test]
fn forms_nest_and_repeat() {
    let value = json!({
        "items": [{"price": "p", "tags": ["x"]}], "expand": ["a", "b"], "metadata": {"k e": "v&"}, "csv": [1, 2],
        "raw": {"a": [1]}, "live": true, "none": null
    });
    let styles = [
        Param::query("csv", Style::Form),
        Param::query("raw", Style::Json),
        Param::query("expand", Style::DeepObject).exploded(),
    ];
    let (_, request) = asked(|call| call.path("id", 1).form_of(&value, &styles));
    let body = std::str::from_utf8(request.body()).unwrap().replace("%5B", "[").replace("%5D", "]");
    let mut pairs: Vec<&str> = body.split('&').collect();
    pairs.sort_unstable();
    let expected = [
        "csv=1,2",
        "expand[]=a",
        "expand[]=b",
        "items[0][price]=p",
        "items[0][tags][]=x",
        "live=true",
        "metadata[k%20e]=v%26",
        "raw=%7B%22a%22%3A[1]%7D",
    ];
    assert_eq!(pairs, expected);
    assert_eq!(request.headers()["content-type"], "application/x-www-form-urlencoded");
    assert!(refused(|call| call.path("id", 1).form_of(&[1], &[])).contains("a form is an object"));
}
