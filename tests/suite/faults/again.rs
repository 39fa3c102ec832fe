//! Tests of responses after which a request is sent again, sent to another location, or not repeated.

use std::time::Duration;

use partner_center::models::GatewayFault;
use partner_center::{ErrorKind, Retry};

use super::server::{Act, Server, json, response};
use super::{Hasty, NAME, WAYS, Way, builder, call, came, client, fault, half, log, shown};

#[tokio::test]
async fn too_many_requests_with_either_form_of_retry_after() {
    for way in WAYS {
        let date = [("retry-after", "Sun, 06 Nov 1994 08:49:47 GMT"), ("date", "Sun, 06 Nov 1994 08:49:37 GMT")];
        let server = Server::responding(vec![
            response("429 Too Many Requests", &[("retry-after", "7")], ""),
            response("429 Too Many Requests", &date, r#"{"statusCode":429}"#),
            json("201 Created", r#"{"id":"x"}"#),
        ]);
        let transport = Hasty::new();
        let client = builder(&server.url()).transport(transport.clone()).random(half()).build().unwrap();
        assert_eq!(call(&client, way).await.unwrap().id.as_deref(), Some("x"));
        came(&server, 3);
        // The waits are those that the service requests, plus half of the usual one, so no request comes too early.
        assert_eq!(transport.waits(), [Duration::from_millis(7250), Duration::from_millis(10_500)]);
    }
    log::holds_no_token();
}

#[tokio::test]
async fn too_many_requests_with_a_wait_beyond_measure() {
    let act = || {
        let headers = [("retry-after", "3600"), ("content-type", "application/json")];
        Act::Send(response("429 Too Many Requests", &headers, r#"{"statusCode":429,"message":"Slow down."}"#))
    };
    let error = fault(act, ErrorKind::Status, 1).await;
    assert_eq!((error.retry_after(), error.code()), (Some(Duration::from_secs(3600)), Some("429")));
    let words: GatewayFault = error.body_as().unwrap();
    shown(&words);
}

#[tokio::test]
async fn one_name_through_all_tries_and_another_for_the_next_call() {
    for way in WAYS {
        let internal = response("500 Internal Server Error", &[], "");
        let created = json("201 Created", r#"{"id":"x"}"#);
        let server = Server::responding(vec![internal.clone(), internal, created]);
        let client = client(&server.url());
        call(&client, way).await.unwrap();
        came(&server, 3);
        call(&client, way).await.unwrap();
        let names: Vec<_> = server.requests().iter().map(|request| request.header(NAME).unwrap().to_owned()).collect();
        assert_eq!(names.len(), 4);
        assert_ne!(names[0], names[3]);
    }
    log::holds_no_token();
}

#[tokio::test]
async fn a_request_that_is_sent_twice_has_two_names() {
    let server = Server::responding(vec![json("201 Created", "{}")]);
    let client = client(&server.url());
    for name in [None, Some("mine")] {
        let request = client.carts().create("c", &super::cart());
        let request = name.into_iter().fold(request, |request, name| request.request_id(name));
        shown(&request);
        request.send().await.unwrap();
    }
    let requests = server.requests();
    assert_eq!(requests.len(), 2);
    assert_eq!((requests[0].header(NAME).map(str::len), requests[1].header(NAME)), (Some(36), Some("mine")));
    log::holds_no_token();
}

#[tokio::test]
async fn unavailable_for_ever() {
    let act = || Act::Send(json("503 Service Unavailable", r#"{"code":900,"description":"down"}"#));
    let error = fault(act, ErrorKind::Status, 4).await;
    assert_eq!((error.code(), error.message()), (Some("900"), Some("down")));
    assert!(error.to_string().ends_with("503 Service Unavailable: 900: down (4 attempts)"), "{error}");
    // Neither call nor client retries if retries are off.
    let server = Server::start(move |_, _| act());
    let client = builder(&server.url()).retry(Retry::off()).build().unwrap();
    assert_eq!(call(&client, Way::Create).await.unwrap_err().attempts(), 1);
    came(&server, 1);
    assert!(log::holds("carts.create") && log::holds("trying again after"), "tracing is heard");
    assert!(log::holds("reqwest::connect"), "log is heard");
}

#[tokio::test]
async fn a_redirect_to_another_origin() {
    let thief = Server::responding(vec![json("200 OK", "{}")]);
    for way in WAYS {
        for status in ["301 Moved", "302 Found", "303 See Other", "307 Temporary Redirect", "308 Permanent Redirect"] {
            let location = format!("{}/v1/carts/x", thief.url());
            let server = Server::responding(vec![response(status, &[("location", &location)], "")]);
            let error = call(&client(&server.url()), way).await.unwrap_err();
            assert_eq!((error.kind(), error.attempts()), (ErrorKind::Redirect, 1), "{error}");
            came(&server, 1);
        }
    }
    assert!(thief.requests().is_empty());
    log::holds_no_token();
}

#[tokio::test]
async fn a_redirect_within_the_origin() {
    let moved = response("307 Temporary Redirect", &[("location", "/v1/elsewhere?x=1")], "");
    let server = Server::responding(vec![moved.clone(), json("201 Created", "{}")]);
    call(&client(&server.url()), Way::Create).await.unwrap();
    let requests = server.requests();
    assert_eq!((requests.len(), &*requests[1].line), (2, "POST /v1/elsewhere?x=1 HTTP/1.1"));
    assert_eq!((&requests[0].body, requests[0].header(NAME)), (&requests[1].body, requests[1].header(NAME)));
    // A redirect that leads in a circle is followed only a few times.
    let server = Server::responding(vec![moved]);
    let error = call(&client(&server.url()), Way::Create).await.unwrap_err();
    assert_eq!((error.kind(), server.requests().len()), (ErrorKind::Redirect, 6));
    log::holds_no_token();
}
