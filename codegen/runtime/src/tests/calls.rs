//! One call and its answer, against a real server.

use crate::runtime::error::ErrorKind;

use super::server::{Server, json};
use super::support::*;

#[tokio::test]
async fn a_request_is_sent_to_the_letter() {
    let server = Server::answering(vec![json("201 Created", r#"{"id":"x"}"#)]);
    let reply = created(&core(&server.url())).await.unwrap();
    assert_eq!(reply.status(), 201);
    assert_eq!(reply["id"], "x");
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
    let server = Server::answering(vec![json("200 OK", "[]")]);
    got(&core(&format!("{}/base/", server.url()))).await.unwrap();
    assert_eq!(server.requests()[0].line, "GET /base/v1/carts/k%2F1?api-version=2024-01-01 HTTP/1.1");
    assert_eq!(server.requests()[0].header("content-length"), None);
}

#[tokio::test]
async fn a_request_without_a_body_says_so() {
    let server = Server::answering(vec![json("204 No Content", "")]);
    submitted(&core(&server.url())).await.unwrap();
    assert_eq!(server.requests()[0].header("content-length"), Some("0"));
}

#[tokio::test]
async fn a_fault_tells_all_in_one_line() {
    let body = r#"{"code":2000,"description":"Line 1 is\nwrong","data":[]}"#;
    let headers = [("content-type", "application/json"), ("MS-RequestId", "r-1"), ("ms-correlationid", "c-1")];
    let server = Server::answering(vec![super::server::answer("400 Bad Request", &headers, body)]);
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
    assert_eq!(error.fault::<serde_json::Value>().unwrap()["data"], serde_json::json!([]));
}
