//! Tests of pagination: each way to the next page, the end of the list, and refused links.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use http::HeaderMap;

use super::support::{API, Json};
use crate::runtime::call::builder::Call;
use crate::runtime::call::config::{Config, Core};
use crate::runtime::call::error::{Error, ErrorKind};
use crate::runtime::call::operation::*;
use crate::runtime::http::fake::Fake;
use crate::runtime::http::transport::{Body, full_body};
use crate::runtime::streams::pages::{Items, Pages};
use crate::runtime::streams::paging::{Next, Paging, link};
use crate::runtime::streams::pointer;

static LIST: Operation = Operation::new("carts.list", "GET", "/v{version}/carts")
    .client_values(&[ClientArgument { place: Place::Path, name: "version", value: Source::Client("version") }])
    .responses(&[Declared::Code(200)]);

static BY_LINK: Paging = Paging { items: "/items", required: false, next: Next::Link("/links/next") };
static BY_HEADER: Paging = Paging { items: "", required: false, next: Next::LinkHeader };
static BY_NUMBER: Paging = Paging { items: "/items", required: false, next: Next::Number { param: "page", first: 1 } };
static BY_OFFSET: Paging = Paging { items: "/a~1b/items", required: false, next: Next::Offset { param: "skip" } };
static BY_TOKEN: Paging = by_token("/token", Place::Query, "after", &[]);
static BY_HEADER_TOKEN: Paging = by_token(
    "/links/next/headers/1/value",
    Place::Header,
    "X-Token",
    &[(Place::Query, "seek", "a&b"), (Place::Header, "x-seek", "on")],
);

const fn by_token(
    member: &'static str,
    place: Place,
    param: &'static str,
    constants: &'static [(Place, &'static str, &'static str)],
) -> Paging {
    Paging { items: "/items", required: false, next: Next::Token { member, place, param, more: &[], constants } }
}

static BY_LAST_ITEM: Paging = Paging {
    items: "/items",
    required: false,
    next: Next::Token { member: "/items/-", place: Place::Query, param: "after", more: &["/has_more"], constants: &[] },
};

static BY_BODY: Paging = Paging {
    items: "/items",
    required: false,
    next: Next::BodyToken { member: "/next", param: "/page/token", more: &["/more"] },
};

#[tokio::test]
async fn a_token_goes_into_the_body() {
    let fake = Fake::new()
        .respond_json(200, r#"{"items":[1,2],"next":"a\"b"}"#)
        .respond_json(200, r#"{"items":[3],"next":[1.50,"x"]}"#)
        .respond_json(200, r#"{"items":[4],"next":{"k":1},"more":false}"#);
    let body = r#"{"query":1.10,"page":{"size":2}}"#;
    let first = call(&fake).body("application/json", body.into());
    assert_eq!(all(first.items(&BY_BODY)).await.unwrap(), [1, 2, 3, 4]);
    let sent: Vec<_> = fake.requests().iter().map(|request| request.body().clone()).collect();
    assert_eq!(
        sent,
        [
            body,
            r#"{"query":1.10,"page":{"token":"a\"b","size":2}}"#,
            r#"{"query":1.10,"page":{"token":[1.50,"x"],"size":2}}"#,
        ]
    );
    let fake =
        Fake::new().respond_json(200, r#"{"items":[1],"next":"b"}"#).respond_json(200, r#"{"items":[],"next":""}"#);
    assert_eq!(all(call(&fake).items(&BY_BODY)).await.unwrap(), [1]);
    assert_eq!(fake.requests()[1].body(), r#"{"page":{"token":"b"}}"#);
    assert_eq!(fake.requests()[1].headers()["content-type"], "application/json");
    let fake = Fake::new().respond_json(200, r#"{"items":[1],"next":"b"}"#);
    let mut items: Items<i64> = call(&fake).text("no JSON").items(&BY_BODY);
    assert_eq!(items.next().await.unwrap().unwrap(), 1);
    assert_eq!(items.next().await.unwrap().unwrap_err().kind(), ErrorKind::Request);
}

#[test]
fn json_is_set_at_a_pointer() {
    for (json, pointer, expected) in [
        ("{}", "/a", Some(r#"{"a":7}"#)),
        (r#" {"b": 1.0} "#, "/a", Some(r#" {"a":7,"b": 1.0} "#)),
        (r#"{"a":null,"b":[]}"#, "/a", Some(r#"{"a":7,"b":[]}"#)),
        (r#"{"b":null}"#, "/b/c/d~1e", Some(r#"{"b":{"c":{"d/e":7}}}"#)),
        (r#"{"b":[1]}"#, "/b/c", None),
        ("[1]", "/a", None),
        ("", "/a", None),
        ("null", "/a", Some(r#"{"a":7}"#)),
    ] {
        assert_eq!(pointer::with(json, pointer, "7").as_deref(), expected, "{json}");
    }
}

fn call(fake: &Fake) -> Call {
    let core = Config::new(&API).transport(fake.clone()).build().unwrap();
    Call::new(&core, &LIST).query("size", 2)
}

async fn all(mut items: Items<i64>) -> Result<Vec<i64>, Error> {
    let mut all = Vec::new();
    while let Some(item) = items.next().await {
        all.push(item?);
    }
    assert!(items.next().await.is_none());
    Ok(all)
}

fn asked(fake: &Fake) -> Vec<String> {
    fake.requests().iter().map(|request| request.uri().path_and_query().unwrap().to_string()).collect()
}

#[tokio::test]
async fn links_are_followed_to_the_end() {
    let fake = Fake::new()
        .respond_json(200, r#"{"items":[1,2],"links":{"next":"/v1/carts?after=2"}}"#)
        .respond_json(200, r#"{"items":null,"links":{"next":"https://api.example.com/v1/carts?after=3"}}"#)
        .respond_json(200, r#"{"items":[3],"links":{"next":""}}"#);
    assert_eq!(all(call(&fake).items(&BY_LINK)).await.unwrap(), [1, 2, 3]);
    assert_eq!(asked(&fake), ["/v1/carts?size=2", "/v1/carts?after=2", "/v1/carts?after=3"]);
}

static BY_PART: Paging = Paging {
    items: "/items",
    required: false,
    next: Next::LinkWith { member: "/next", below: &[1], repeat: &["size"], constants: &[("more", "a b")] },
};

/// A link may be a part of a path, and lack parameters that the service requires.
#[tokio::test]
async fn links_that_do_not_say_all_are_completed() {
    let fake = Fake::new()
        .respond_json(200, r#"{"items":[1],"next":"next?page=2"}"#)
        .respond_json(200, r#"{"items":[2],"next":"/v1/carts?Size=7&page=3"}"#)
        .respond_json(200, r#"{"items":[3],"next":"https://api.example.com/other"}"#)
        .respond_json(200, r#"{"items":[4]}"#);
    assert_eq!(all(call(&fake).items(&BY_PART)).await.unwrap(), [1, 2, 3, 4]);
    let asked = asked(&fake);
    let completed =
        ["/v1/next?page=2&size=2&more=a%20b", "/v1/carts?page=3&size=2&more=a%20b", "/other?size=2&more=a%20b"];
    assert_eq!(asked[1..], completed);
    let fake = Fake::new().respond_json(200, r#"{"items":[1],"next":"https://evil.example/next"}"#);
    assert_eq!(all(call(&fake).items(&BY_PART)).await.unwrap_err().kind(), ErrorKind::Redirect);
    assert_eq!(fake.requests().len(), 1);
}

#[tokio::test]
async fn link_headers_are_followed_to_the_end() {
    let first = http::Response::builder().header("link", "</v1/carts?page=2>; rel=\"next\"").body("[1]".into());
    let fake = Fake::new().respond(first.unwrap()).respond_json(200, "[2,3]");
    assert_eq!(all(call(&fake).items(&BY_HEADER)).await.unwrap(), [1, 2, 3]);
    assert_eq!(asked(&fake), ["/v1/carts?size=2", "/v1/carts?page=2"]);
}

#[tokio::test]
async fn tokens_lead_on_until_there_is_none() {
    let fake = Fake::new()
        .respond_json(200, r#"{"items":[1],"token":"t&"}"#)
        .respond_json(200, r#"{"items":[2],"token":null}"#);
    assert_eq!(all(call(&fake).items(&BY_TOKEN)).await.unwrap(), [1, 2]);
    assert_eq!(asked(&fake)[1], "/v1/carts?size=2&after=t%26");
}

/// A token of a list in the body goes into a header; pages after the first carry further parameters, each once, in
/// place of what the caller set for the first page.
#[tokio::test]
async fn a_token_may_go_into_a_header() {
    let next = |token: &str| format!(r#"{{"links":{{"next":{{"headers":[{{"value":"no"}},{{"value":"{token}"}}]}}}}"#);
    let fake = Fake::new()
        .respond_json(200, &format!(r#"{},"items":[1]}}"#, next("t1")))
        .respond_json(200, &format!(r#"{},"items":[2]}}"#, next("t2")))
        .respond_json(200, r#"{"items":[3],"links":{"next":{"headers":[{"value":"no"}]}}}"#);
    let first = call(&fake).query("seek", "first").header("x-token", "t0");
    assert_eq!(all(first.items(&BY_HEADER_TOKEN)).await.unwrap(), [1, 2, 3]);
    let later = "/v1/carts?size=2&seek=a%26b";
    assert_eq!(asked(&fake), ["/v1/carts?size=2&seek=first", later, later]);
    let headers = |name: &str| {
        let requests = fake.requests();
        let values = requests.iter().map(|request| request.headers().get_all(name).iter().count());
        let last =
            requests.iter().map(|request| request.headers().get(name).map(|value| value.to_str().unwrap().to_owned()));
        (values.collect::<Vec<_>>(), last.flatten().collect::<Vec<_>>())
    };
    assert_eq!(headers("x-token"), (vec![1, 1, 1], vec!["t0".into(), "t1".into(), "t2".into()]));
    assert_eq!(headers("x-seek"), (vec![0, 1, 1], vec!["on".into(), "on".into()]));
}

/// A page token cannot inject further headers.
#[tokio::test]
async fn a_token_that_no_header_holds_is_refused() {
    let fake = Fake::new().respond_json(200, r#"{"items":[1],"links":{"next":{"headers":[0,{"value":"a\r\nb: c"}]}}}"#);
    let error = all(call(&fake).items(&BY_HEADER_TOKEN)).await.unwrap_err();
    assert_eq!((error.kind(), fake.requests().len()), (ErrorKind::Request, 1));
}

#[tokio::test]
async fn numbers_go_on_from_where_the_caller_begins() {
    let full = || {
        Fake::new().respond_json(200, r#"{"items":[1]}"#).respond_json(200, r#"{"items":[2]}"#).respond_json(200, "{}")
    };
    let fake = full();
    assert_eq!(all(call(&fake).items(&BY_NUMBER)).await.unwrap(), [1, 2]);
    assert_eq!(asked(&fake), ["/v1/carts?size=2", "/v1/carts?size=2&page=2", "/v1/carts?size=2&page=3"]);
    let fake = full();
    assert_eq!(all(call(&fake).query("page", 7).items(&BY_NUMBER)).await.unwrap(), [1, 2]);
    assert_eq!(asked(&fake)[2], "/v1/carts?size=2&page=9");
}

#[tokio::test]
async fn offsets_count_the_items() {
    let page = |items: &str| format!(r#"{{"a/b":{{"items":{items}}}}}"#);
    let fake =
        Fake::new().respond_json(200, &page("[1,2]")).respond_json(200, &page("[3]")).respond_json(200, &page("[]"));
    assert_eq!(all(call(&fake).items(&BY_OFFSET)).await.unwrap(), [1, 2, 3]);
    assert_eq!(asked(&fake), ["/v1/carts?size=2", "/v1/carts?size=2&skip=2", "/v1/carts?size=2&skip=3"]);
}

#[tokio::test]
async fn a_link_to_another_origin_and_a_loop_are_refused() {
    let fake = Fake::new().respond_json(200, r#"{"links":{"next":"https://evil.example/"}}"#);
    let error = all(call(&fake).items(&BY_LINK)).await.unwrap_err();
    assert_eq!((error.kind(), fake.requests().len()), (ErrorKind::Redirect, 1));
    let page = r#"{"links":{"next":"/v1/carts?after=2"}}"#;
    let fake = Fake::new().respond_json(200, page).respond_json(200, page).respond_json(200, page);
    let error = all(call(&fake).items(&BY_LINK)).await.unwrap_err();
    assert_eq!((error.kind(), fake.requests().len()), (ErrorKind::Redirect, 2));
}

/// A transport with endless pages: each is empty and has a new link.
fn endless() -> (Core, Arc<AtomicUsize>) {
    let count = Arc::new(AtomicUsize::new(0));
    let sent = count.clone();
    let transport = move |_: http::Request<Body>| {
        let next = sent.fetch_add(1, Ordering::Relaxed) + 1;
        async move { Ok(http::Response::new(full_body(format!(r#"{{"items":[],"links":{{"next":"/{next}"}}}}"#)))) }
    };
    (Config::new(&API).transport(transport).build().unwrap(), count)
}

#[tokio::test]
async fn empty_pages_with_fresh_links_reach_the_limit() {
    let (core, count) = endless();
    let mut items = Call::new(&core, &LIST).items::<i64>(&BY_LINK).max_pages(3);
    let error = items.next().await.unwrap().unwrap_err();
    assert_eq!((error.kind(), count.load(Ordering::Relaxed)), (ErrorKind::PageLimit, 3), "{error}");
    assert!(items.next().await.is_none());
    // Without a limit of the caller, the default one applies.
    let mut pages = Call::new(&core, &LIST).pages::<Json>(&BY_LINK);
    let mut read = 0;
    let error = loop {
        match pages.next().await.unwrap() {
            Ok(_) => read += 1,
            Err(error) => break error,
        }
    };
    assert_eq!((error.kind(), read), (ErrorKind::PageLimit, 10_000));
}

#[tokio::test]
async fn a_list_that_ends_at_the_limit_is_whole() {
    let fake = Fake::new().respond_json(200, r#"{"items":[1],"token":"t"}"#).respond_json(200, r#"{"items":[2]}"#);
    assert_eq!(all(call(&fake).items(&BY_TOKEN).max_pages(2)).await.unwrap(), [1, 2]);
    let fake =
        Fake::new().respond_json(200, r#"{"items":[1],"token":"t"}"#).respond_json(200, r#"{"items":[2],"token":"u"}"#);
    let mut items = call(&fake).items::<i64>(&BY_TOKEN).max_pages(2);
    // The items within the limit come before the error.
    assert_eq!((items.next().await.unwrap().unwrap(), items.next().await.unwrap().unwrap()), (1, 2));
    assert_eq!(items.next().await.unwrap().unwrap_err().kind(), ErrorKind::PageLimit);
}

#[tokio::test]
async fn pages_have_a_deadline_together() {
    let page = |name: &str| format!(r#"{{"items":[1],"token":"{name}"}}"#);
    let fake =
        Fake::new().respond_json(200, &page("a")).respond_json(200, &page("b")).hang().respond_json(200, &page("c"));
    let mut items = call(&fake).items::<i64>(&BY_TOKEN).deadline(Duration::from_secs(50));
    items.next().await.unwrap().unwrap();
    fake.pass(Duration::from_secs(30));
    items.next().await.unwrap().unwrap();
    // Twenty seconds are left for the third page, its retries included.
    let error = items.next().await.unwrap().unwrap_err();
    assert_eq!((error.kind(), fake.waits()), (ErrorKind::Timeout, vec![Duration::from_secs(20)]), "{error}");
    // The time that the caller spends between pages counts.
    let fake = Fake::new().respond_json(200, &page("a")).respond_json(200, &page("b"));
    let mut pages = call(&fake).pages::<Json>(&BY_TOKEN).deadline(Duration::from_secs(50));
    pages.next().await.unwrap().unwrap();
    fake.pass(Duration::from_secs(60));
    let error = pages.next().await.unwrap().unwrap_err();
    assert_eq!((error.kind(), fake.requests().len()), (ErrorKind::Timeout, 1), "{error}");
    assert!(error.to_string().ends_with("the pages did not end within 50s"), "{error}");
}

/// A loop is noticed although only the last thousand pages are remembered.
#[tokio::test]
async fn a_long_loop_is_noticed() {
    let count = Arc::new(AtomicUsize::new(0));
    let sent = count.clone();
    let transport = move |_: http::Request<Body>| {
        let next = sent.fetch_add(1, Ordering::Relaxed) % 1000;
        async move { Ok(http::Response::new(full_body(format!(r#"{{"links":{{"next":"/{next}"}}}}"#)))) }
    };
    let core = Config::new(&API).transport(transport).build().unwrap();
    let error = all(Call::new(&core, &LIST).items(&BY_LINK)).await.unwrap_err();
    assert_eq!((error.kind(), count.load(Ordering::Relaxed)), (ErrorKind::Redirect, 1001), "{error}");
}

#[tokio::test]
async fn an_error_ends_the_pages() {
    let fake =
        Fake::new().respond_json(200, r#"{"links":{"next":"/2"}}"#).respond_json(404, "").respond_json(200, "{}");
    let mut pages: Pages<Json> = call(&fake).pages(&BY_LINK);
    assert_eq!(pages.next().await.unwrap().unwrap()["links"]["next"], "/2");
    assert!(pages.next().await.unwrap().is_err());
    assert!(pages.next().await.is_none());
    let fake = Fake::new().respond_json(200, r#"{"items":["x"],"links":{"next":"/2"}}"#).respond_json(200, "{}");
    let mut items: Items<i64> = call(&fake).items(&BY_LINK);
    assert_eq!(items.next().await.unwrap().unwrap_err().kind(), ErrorKind::Decode);
    assert!(items.next().await.is_none());
}

#[test]
fn link_headers_are_read() {
    let read = |value: &str| {
        let mut headers = HeaderMap::new();
        headers.append("link", value.parse().unwrap());
        link(&headers, "next")
    };
    let two = r#"<https://h/a?p=1,2>; rel="prev", <https://h/a?p=3>; title="x"; REL="last next""#;
    assert_eq!(read(two).unwrap(), "https://h/a?p=3");
    assert_eq!(read("</b>; rel=next").unwrap(), "/b");
    assert_eq!(read("</b>; rel=next, </c>; rel=prev").unwrap(), "/b");
    assert_eq!(read("</b>; rel=nextish"), None);
    assert_eq!(read("garbage <"), None);
}

#[test]
fn a_pointer_leads_to_items_of_arrays() {
    let found = |at: &str| pointer::text(br#"{"a":[{"b":1},[2,"three"]],"0":"zero"}"#, at);
    assert_eq!((found("/a/0/b").as_deref(), found("/a/1/1").as_deref()), (Some("1"), Some("three")));
    assert_eq!(found("/0").as_deref(), Some("zero"));
    assert_eq!(pointer::text(br#"{"a":[1,{"n":2},{"n":"K=1","v":3}]}"#, "/a/n=k=1/v").as_deref(), Some("3"));
    for none in
        ["/a/2", "/a/-", "/a/b=1", "/a/x=", "/a/=", "/a/00/b", "/a/+0/b", "/a//b", "/a/99999999999999999999/b", "/a/b"]
    {
        assert_eq!(found(none), None, "{none}");
    }
}

#[tokio::test]
async fn a_flag_says_which_page_is_the_last() {
    let fake = Fake::new()
        .respond_json(200, r#"{"items":[1,2],"has_more":true}"#)
        .respond_json(200, r#"{"items":[3],"has_more":false}"#)
        .respond_json(200, r#"{"items":[4],"has_more":true}"#)
        .respond_json(200, r#"{"items":[],"has_more":true}"#);
    assert_eq!(all(call(&fake).items(&BY_LAST_ITEM)).await.unwrap(), [1, 2, 3]);
    assert_eq!(asked(&fake), ["/v1/carts?size=2", "/v1/carts?size=2&after=2"]);
    let mut items: Items<i64> = call(&fake).items(&BY_LAST_ITEM);
    assert_eq!(items.next().await.unwrap().unwrap(), 4);
    let error = items.next().await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(error.to_string().contains("`/has_more`") && error.to_string().contains("`/items/-`"), "{error}");
    assert!(items.next().await.is_none());
}

static BY_NAMED_HEADER: Paging = Paging {
    items: "/items",
    required: true,
    next: Next::Token {
        member: "/links/next/headers/key=X-Token/value",
        place: Place::Header,
        param: "X-Token",
        more: &["/links/next"],
        constants: &[],
    },
};

#[tokio::test]
async fn a_token_is_found_by_the_name_beside_it() {
    let headers = r#"[{"key":"other","value":"no"},{"key":"x-token","value":"t1"}]"#;
    let page = |headers: &str| format!(r#"{{"items":[1],"links":{{"next":{{"headers":{headers}}}}}}}"#);
    let fake = Fake::new().respond_json(200, &page(headers)).respond_json(200, r#"{"items":[2],"links":{}}"#);
    assert_eq!(all(call(&fake).items(&BY_NAMED_HEADER)).await.unwrap(), [1, 2]);
    assert_eq!(fake.requests()[1].headers()["x-token"], "t1");
    // The items of a page whose successor cannot be requested are not lost, and the list does not end there silently.
    for headers in ["[]", "null", r#"[{"key":"other","value":"no"}]"#, r#"[{"key":"x-token"}]"#, "[1]"] {
        let fake = Fake::new().respond_json(200, &page(headers));
        let mut items: Items<i64> = call(&fake).items(&BY_NAMED_HEADER);
        assert_eq!(items.next().await.unwrap().unwrap(), 1);
        assert_eq!(items.next().await.unwrap().unwrap_err().kind(), ErrorKind::Decode, "{headers}");
    }
}

#[tokio::test]
async fn a_page_without_its_list_is_empty_or_an_error() {
    for (body, is_refused) in [("{}", true), (r#"{"items":null}"#, true), (r#"{"items":[]}"#, false)] {
        let outcome = all(call(&Fake::new().respond_json(200, body)).items(&BY_NAMED_HEADER)).await;
        match outcome {
            Ok(items) => assert!(items.is_empty() && !is_refused, "{body}"),
            Err(error) => assert!(is_refused && error.kind() == ErrorKind::Decode, "{error}"),
        }
        assert!(all(call(&Fake::new().respond_json(200, body)).items(&BY_TOKEN)).await.unwrap().is_empty(), "{body}");
    }
}

/// Each page is a separate call, so the idempotency key of the caller is used for the first one only.
#[tokio::test]
async fn the_key_of_a_call_is_not_that_of_the_pages_after_it() {
    static KEYED: Operation = Operation::new("carts.list", "GET", "/carts").idempotency_key("x-key");
    let page = r#"{"items":[1],"token":"t"}"#;
    let fake = Fake::new().respond_json(200, page).respond_json(500, "").respond_json(200, r#"{"items":[2]}"#);
    let core = Config::new(&API).transport(fake.clone()).build().unwrap();
    let first = Call::new(&core, &KEYED).header("x-key", "mine");
    assert_eq!(all(first.items(&BY_TOKEN)).await.unwrap(), [1, 2]);
    let requests = fake.requests();
    let keys: Vec<&str> = requests.iter().map(|request| request.headers()["x-key"].to_str().unwrap()).collect();
    assert!(keys[0] == "mine" && keys[1] != "mine" && keys[1] == keys[2], "{keys:?}");
}
