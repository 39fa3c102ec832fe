//! Tests of operations as generated crates declare them: tables of non-default settings.

use crate::runtime::call::builder::Call;
use crate::runtime::call::config::{Config, Core};
use crate::runtime::call::error::ErrorKind;
use crate::runtime::call::operation::*;
use crate::runtime::call::options::CallOptions;
use crate::runtime::http::fake::Fake;

use super::support::API;
use crate::sample_operations::{FULL, PLAIN, Samples, StartJob, StartJobErrorBody, StartJobHeaders};

fn core(fake: &Fake) -> Core {
    Config::new(&API).transport(fake.clone()).build().unwrap()
}

fn start(fake: &Fake) -> StartJob {
    Samples(&core(fake)).start()
}

#[test]
fn what_is_left_out_is_as_usual() {
    let Operation {
        id,
        path,
        server,
        client_values,
        accept,
        content_type,
        security,
        repeat,
        retry_statuses,
        responses,
        ..
    } = PLAIN;
    assert_eq!((*id, PLAIN.method, *path, *accept), ("ping", "HEAD", "/ping", "application/json"));
    assert!(server.is_none() && content_type.is_none() && retry_statuses.is_none());
    assert!(
        client_values.is_empty() && security.is_empty() && responses.is_empty() && matches!(repeat, Repeat::ByMethod)
    );
}

static COPY: Operation = Operation::new("copy", "COPY", "/a").responses(&[Declared::Code(204)]);
static SEARCH: Operation = Operation::new("search", "QUERY", "/a").responses(&[Declared::Code(204)]);

/// A method that only reads is retried after an error of the service; an unknown method is not.
#[tokio::test]
async fn a_method_may_be_any_word() {
    for (operation, requests) in [(&COPY, vec!["COPY"]), (&SEARCH, vec!["QUERY", "QUERY"])] {
        let fake = Fake::new().respond_json(503, "").respond_json(204, "");
        let outcome = Call::new(&core(&fake), operation).send().await;
        assert_eq!(outcome.is_ok(), requests.len() > 1, "{outcome:?}");
        let sent: Vec<String> = fake.requests().iter().map(|request| request.method().to_string()).collect();
        assert_eq!(sent, requests);
    }
}

static EXISTS: Operation = Operation::new("exists", "HEAD", "/a").expected(&[Declared::Code(404)]);

#[tokio::test]
async fn a_status_that_is_expected_is_no_error() {
    for (status, expected) in [(200, true), (404, true), (403, false), (410, false)] {
        let fake = Fake::new().respond_json(status, "");
        let outcome = Call::new(&core(&fake), &EXISTS).send().await;
        assert_eq!(outcome.map(|response| response.status().as_u16()).ok(), expected.then_some(status));
        assert_eq!(fake.requests().len(), 1);
    }
}

#[test]
fn each_row_says_something() {
    let said = format!("{:?}", FULL);
    for part in [
        r#"server: Some("/jobs")"#,
        r#"ClientArgument { place: Path, name: "version", value: Client("version") }"#,
        r#"ClientArgument { place: Query, name: "kind", value: Constant("a b") }"#,
        r#"accept: "application/json, text/plain""#,
        r#"content_type: Some("application/merge-patch+json")"#,
        r#"security: [["Authorization", "key"], []]"#,
        r#"repeat: WithKey("x-key")"#,
        "retry_statuses: Some([409, 503])",
        "responses: [Code(200), Code(202), Class(2), Class(4), Default]",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
}

#[tokio::test]
async fn an_answer_is_read_by_its_status() {
    let fake = Fake::new().respond_json(200, "true").respond_json(202, "").respond_json(206, "text");
    for expected in ["Ok(true)", "Accepted", "Text(\"text\")"] {
        let response = start(&fake).page(2).with(CallOptions::new()).send().await.unwrap();
        assert_eq!(format!("{:?}", *response), expected);
    }
    assert!(fake.requests()[0].uri().query().unwrap().ends_with("page=2"));
}

#[tokio::test]
async fn a_fault_is_read_by_its_status() {
    for (status, body, expected) in
        [(410, "7", "Some(Conflict(7))"), (404, "true", "Some(Denied(true))"), (501, "\"no\"", "Some(Other(\"no\"))")]
    {
        let error = start(&Fake::new().respond_json(status, body)).send().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Status);
        assert_eq!(format!("{:?}", StartJobErrorBody::of(&error)), expected);
    }
}

#[tokio::test]
async fn headers_are_read_by_their_type() {
    let mut headers = http::HeaderMap::new();
    headers.insert("location", "/jobs/1".parse().unwrap());
    headers.insert("x-left", "12".parse().unwrap());
    let read = StartJobHeaders::of(&headers);
    assert_eq!((read.location(), read.x_left()), (Some("/jobs/1"), Some(12)));
}

#[tokio::test]
async fn nothing_is_sent_before_the_future_is_awaited() {
    let fake = Fake::new().respond_json(200, "[1]").respond_json(200, "[]");
    drop(Samples(&core(&fake)).list().send());
    assert!(fake.requests().is_empty());
    let mut items = Samples(&core(&fake)).list().items();
    assert_eq!(items.next().await.unwrap().unwrap(), 1);
}
