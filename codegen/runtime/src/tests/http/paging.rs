//! Pages: each way to the next one, its end, and the ways that are refused.

use http::{HeaderMap, Method};
use serde_json::Value;

use crate::runtime::answer::{Answer, Reply};
use crate::runtime::call::Call;
use crate::runtime::config::Config;
use crate::runtime::error::{Error, ErrorKind};
use crate::runtime::fake::Fake;
use crate::runtime::operation::*;
use crate::runtime::paging::{Follow, Pages, Paging, link};

use super::support::{API, Json};

static LIST: Operation = Operation {
    id: "carts.list",
    method: Method::GET,
    path: "/v{version}/carts",
    given: &[Given { place: Place::Path, name: "version", value: Source::Client("version") }],
    accept: "application/json",
    content_type: None,
    security: &[],
    repeat: Repeat::ByMethod,
    retry_statuses: None,
    replies: &[Declared::Code(200)],
};

fn read(answer: Answer) -> Result<Reply<Json>, Error> {
    answer.json()
}

fn items(page: Json) -> Vec<i64> {
    page["items"].as_array().into_iter().flatten().filter_map(Value::as_i64).collect()
}

static BY_LINK: Paging<Json> =
    Paging { read, next: |page, _| page["next"].as_str().map(|url| Follow::Link(url.into())) };
static BY_NUMBER: Paging<Json> = Paging {
    read,
    next: |page, count| {
        (page["items"] != serde_json::json!([])).then(|| Follow::Query("page", (count + 1).to_string()))
    },
};
static BY_TOKEN: Paging<Json> =
    Paging { read, next: |page, _| page["token"].as_str().map(|token| Follow::Header("x-next", token.into())) };

fn pages(fake: &Fake, paging: &'static Paging<Json>) -> Pages<Json> {
    let core = Config::new(&API).transport(fake.clone()).build().unwrap();
    Pages::new(Call::new(&core, &LIST).query("size", &2).query("page", &1), paging)
}

async fn all(pages: Pages<Json>) -> Result<Vec<i64>, Error> {
    let (mut pages, mut all) = (pages.items(items), Vec::new());
    while let Some(item) = pages.next().await {
        all.push(item?);
    }
    assert!(pages.next().await.is_none());
    Ok(all)
}

fn asked(fake: &Fake) -> Vec<String> {
    fake.requests().iter().map(|request| request.uri().path_and_query().unwrap().to_string()).collect()
}

#[tokio::test]
async fn links_are_followed_to_the_end() {
    let fake = Fake::new()
        .answer(200, r#"{"items":[1,2],"next":"/v1/carts?after=2"}"#)
        .answer(200, r#"{"items":[],"next":"https://api.example.com/v1/carts?after=3"}"#)
        .answer(200, r#"{"items":[3]}"#);
    assert_eq!(all(pages(&fake, &BY_LINK)).await.unwrap(), [1, 2, 3]);
    assert_eq!(asked(&fake), ["/v1/carts?size=2&page=1", "/v1/carts?after=2", "/v1/carts?after=3"]);
}

#[tokio::test]
async fn numbers_and_tokens_take_the_place_of_the_first() {
    let fake = Fake::new().answer(200, r#"{"items":[1]}"#).answer(200, r#"{"items":[]}"#);
    assert_eq!(all(pages(&fake, &BY_NUMBER)).await.unwrap(), [1]);
    assert_eq!(asked(&fake), ["/v1/carts?size=2&page=1", "/v1/carts?size=2&page=2"]);
    let fake = Fake::new().answer(200, r#"{"items":[1],"token":"t"}"#).answer(200, r#"{"items":[2]}"#);
    assert_eq!(all(pages(&fake, &BY_TOKEN)).await.unwrap(), [1, 2]);
    assert_eq!(fake.requests()[1].headers()["x-next"], "t");
}

#[tokio::test]
async fn a_link_to_another_origin_and_a_loop_are_refused() {
    let fake = Fake::new().answer(200, r#"{"next":"https://evil.example/"}"#);
    let error = all(pages(&fake, &BY_LINK)).await.unwrap_err();
    assert_eq!((error.kind(), fake.requests().len()), (ErrorKind::Redirect, 1));
    let page = r#"{"next":"/v1/carts?after=2"}"#;
    let fake = Fake::new().answer(200, page).answer(200, page).answer(200, page);
    let error = all(pages(&fake, &BY_LINK)).await.unwrap_err();
    assert_eq!((error.kind(), fake.requests().len()), (ErrorKind::Redirect, 2));
}

#[tokio::test]
async fn an_error_ends_the_pages() {
    let fake = Fake::new().answer(200, r#"{"next":"/2"}"#).answer(404, "").answer(200, "{}");
    let mut pages = pages(&fake, &BY_LINK);
    assert!(pages.next().await.unwrap().is_ok());
    assert!(pages.next().await.unwrap().is_err());
    assert!(pages.next().await.is_none());
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
