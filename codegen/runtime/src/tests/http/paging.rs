//! Pages: each way to the next one, its end, and the ways that are refused.

use http::{HeaderMap, Method};

use crate::runtime::call::builder::Call;
use crate::runtime::call::config::Config;
use crate::runtime::call::error::{Error, ErrorKind};
use crate::runtime::call::operation::*;
use crate::runtime::http::fake::Fake;
use crate::runtime::streams::paging::{Items, Next, Pages, Paging, link};

use super::support::{API, Json};

static LIST: Operation = Operation::new("carts.list", &Method::GET, "/v{version}/carts")
    .given(&[Given { place: Place::Path, name: "version", value: Source::Client("version") }])
    .replies(&[Declared::Code(200)]);

static BY_LINK: Paging = Paging { items: "/items", next: Next::Link("/links/next") };
static BY_HEADER: Paging = Paging { items: "", next: Next::LinkHeader };
static BY_NUMBER: Paging = Paging { items: "/items", next: Next::Number { param: "page", first: 1 } };
static BY_OFFSET: Paging = Paging { items: "/a~1b/items", next: Next::Offset { param: "skip" } };
static BY_TOKEN: Paging = Paging { items: "/items", next: Next::Token { member: "/token", param: "after" } };

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
        .answer(200, r#"{"items":[1,2],"links":{"next":"/v1/carts?after=2"}}"#)
        .answer(200, r#"{"items":null,"links":{"next":"https://api.example.com/v1/carts?after=3"}}"#)
        .answer(200, r#"{"items":[3],"links":{"next":""}}"#);
    assert_eq!(all(call(&fake).items(&BY_LINK)).await.unwrap(), [1, 2, 3]);
    assert_eq!(asked(&fake), ["/v1/carts?size=2", "/v1/carts?after=2", "/v1/carts?after=3"]);
}

#[tokio::test]
async fn link_headers_are_followed_to_the_end() {
    let first = http::Response::builder().header("link", "</v1/carts?page=2>; rel=\"next\"").body("[1]".into());
    let fake = Fake::new().respond(first.unwrap()).answer(200, "[2,3]");
    assert_eq!(all(call(&fake).items(&BY_HEADER)).await.unwrap(), [1, 2, 3]);
    assert_eq!(asked(&fake), ["/v1/carts?size=2", "/v1/carts?page=2"]);
}

#[tokio::test]
async fn tokens_lead_on_until_there_is_none() {
    let fake = Fake::new().answer(200, r#"{"items":[1],"token":"t&"}"#).answer(200, r#"{"items":[2],"token":null}"#);
    assert_eq!(all(call(&fake).items(&BY_TOKEN)).await.unwrap(), [1, 2]);
    assert_eq!(asked(&fake)[1], "/v1/carts?size=2&after=t%26");
}

#[tokio::test]
async fn numbers_go_on_from_where_the_caller_begins() {
    let full = || Fake::new().answer(200, r#"{"items":[1]}"#).answer(200, r#"{"items":[2]}"#).answer(200, "{}");
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
    let fake = Fake::new().answer(200, &page("[1,2]")).answer(200, &page("[3]")).answer(200, &page("[]"));
    assert_eq!(all(call(&fake).items(&BY_OFFSET)).await.unwrap(), [1, 2, 3]);
    assert_eq!(asked(&fake), ["/v1/carts?size=2", "/v1/carts?size=2&skip=2", "/v1/carts?size=2&skip=3"]);
}

#[tokio::test]
async fn a_link_to_another_origin_and_a_loop_are_refused() {
    let fake = Fake::new().answer(200, r#"{"links":{"next":"https://evil.example/"}}"#);
    let error = all(call(&fake).items(&BY_LINK)).await.unwrap_err();
    assert_eq!((error.kind(), fake.requests().len()), (ErrorKind::Redirect, 1));
    let page = r#"{"links":{"next":"/v1/carts?after=2"}}"#;
    let fake = Fake::new().answer(200, page).answer(200, page).answer(200, page);
    let error = all(call(&fake).items(&BY_LINK)).await.unwrap_err();
    assert_eq!((error.kind(), fake.requests().len()), (ErrorKind::Redirect, 2));
}

#[tokio::test]
async fn an_error_ends_the_pages() {
    let fake = Fake::new().answer(200, r#"{"links":{"next":"/2"}}"#).answer(404, "").answer(200, "{}");
    let mut pages: Pages<Json> = call(&fake).pages(&BY_LINK);
    assert_eq!(pages.next().await.unwrap().unwrap()["links"]["next"], "/2");
    assert!(pages.next().await.unwrap().is_err());
    assert!(pages.next().await.is_none());
    let fake = Fake::new().answer(200, r#"{"items":["x"],"links":{"next":"/2"}}"#).answer(200, "{}");
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
