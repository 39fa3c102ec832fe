//! Tests of single calls and their responses, with a real server.

use crate::runtime::call::builder::Call;
use crate::runtime::call::error::ErrorKind;
use crate::runtime::call::operation::{Declared, Operation};
use crate::runtime::http::fake::Fake;

use super::server::{Server, json};
use super::support::*;

#[tokio::test]
async fn a_body_that_is_not_declared_is_kept() {
    static LIST: Operation = Operation::new("cats.list", "GET", "/cats").responses(&[Declared::Code(200)]);
    let fake = Fake::new().respond_json(200, "This action returns all cats").respond_json(200, "");
    let core = config("http://test.invalid").transport(fake).build().unwrap();
    let response = Call::new(&core, &LIST).send().await.unwrap().empty().unwrap();
    assert_eq!(response.whole_body().map(|body| &body[..]), Some(&b"This action returns all cats"[..]));
    let response = Call::new(&core, &LIST).send().await.unwrap().empty().unwrap();
    assert_eq!(response.whole_body(), None);
}

#[tokio::test]
async fn a_request_is_sent_to_the_letter() {
    let server = Server::responding(vec![json("201 Created", r#"{"id":"x"}"#)]);
    let response = created(&core(&server.url())).await.unwrap();
    assert_eq!(response.status(), 201);
    assert_eq!(response["id"], "x");
    let requests = server.requests();
    assert_eq!(requests.len(), 1);
    assert_eq!(requests[0].line, "POST /v1/customers/c%201/carts HTTP/1.1");
    assert_eq!(requests[0].header("authorization"), Some(&*format!("Bearer {TOKEN}")));
    assert_eq!(requests[0].header("accept"), Some("application/json"));
    assert_eq!(requests[0].header("content-type"), Some("application/json"));
    assert_eq!(requests[0].header("content-length"), Some("16"));
    assert_eq!(requests[0].header("user-agent"), Some("carts/1.2.3"));
    assert_eq!(requests[0].header("ms-requestid").unwrap().len(), 36);
    assert_eq!(requests[0].body, br#"{"lineItems":[]}"#);
}

#[tokio::test]
async fn constants_of_the_query_and_slashes_in_values_are_sent() {
    let server = Server::responding(vec![json("200 OK", "[]")]);
    got(&core(&format!("{}/base/", server.url()))).await.unwrap();
    assert_eq!(server.requests()[0].line, "GET /base/v1/carts/k%2F1?api-version=2024-01-01 HTTP/1.1");
    assert_eq!(server.requests()[0].header("content-length"), None);
}

#[tokio::test]
async fn a_request_without_a_body_says_so() {
    let server = Server::responding(vec![json("204 No Content", "")]);
    submitted(&core(&server.url())).await.unwrap();
    assert_eq!(server.requests()[0].header("content-length"), Some("0"));
}

#[tokio::test]
async fn a_fault_tells_all_in_one_line() {
    let body = r#"{"code":2000,"description":"Line 1 is\nwrong","data":[]}"#;
    let headers = [("content-type", "application/json"), ("MS-RequestId", "r-1"), ("ms-correlationid", "c-1")];
    let server = Server::responding(vec![super::server::response("400 Bad Request", &headers, body)]);
    let error = created(&core(&server.url())).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "carts.create: POST /v{version}/customers/{customer_id}/carts: 400 Bad Request: 2000: Line 1 is wrong \
         (ms-requestid r-1, ms-correlationid c-1)"
    );
    assert_eq!(error.kind(), ErrorKind::Status);
    assert_eq!(error.code(), Some("2000"));
    assert_eq!(error.message(), Some("Line 1 is\nwrong"));
    assert_eq!(error.body(), body);
    assert_eq!(error.body_as::<Json>().unwrap()["data"], serde_json::json!([]));
}

#[test]
fn errors_are_small_and_all_goes_between_threads() {
    fn sent<T: Send + Sync + 'static>() {}
    sent::<crate::runtime::call::error::Error>();
    sent::<crate::runtime::call::config::Core>();
    sent::<crate::runtime::call::response::Response<String>>();
    assert_eq!(size_of::<crate::runtime::call::error::Error>(), size_of::<usize>());
    assert_eq!(size_of::<crate::runtime::call::builder::Call>(), size_of::<usize>());
}

#[test]
fn a_client_that_cannot_be_made_says_why() {
    let build = |config: crate::runtime::call::config::Config| config.build().unwrap_err();
    let error = build(config("h"));
    assert_eq!(
        (error.kind(), error.to_string()),
        (
            ErrorKind::Config,
            "carts: the base URL `h` does not start with `https://` or `http://` and a host".to_owned()
        )
    );
    assert!(build(config("https://h").header("a b", &1)).to_string().contains("`a b` is not a valid header name"));
    assert!(build(config("https://h").user_agent(&"a\nb")).to_string().contains("`user-agent` cannot hold"));
}

#[tokio::test]
async fn what_is_wrong_with_a_call_is_told_when_it_is_sent() {
    let core = core("https://h");
    let call = || crate::runtime::call::builder::Call::new(&core, &GET);
    for (call, words) in [
        (call().path("cart_id", ".."), "the path parameter `cart_id` must not be \"..\""),
        (call(), "the path parameter `cart_id` has no value"),
        (call().path("cart_id", 1).header("x", "a\nb"), "the header `x` cannot hold"),
        (call().path("cart_id", 1).json(&std::collections::BTreeMap::from([(vec![1], 1)])), "cannot be encoded"),
    ] {
        let error = call.send().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Request);
        assert!(error.to_string().contains(words), "{error}");
    }
}
