//! Tests of long-running operations: each way to their states and to their result, and errors on the way. The fake
//! transport has its own clock, so nothing here waits.

use std::time::Duration;

use bytes::Bytes;

use super::support::{API, Json};
use crate::Client;
use crate::runtime::call::config::Config;
use crate::runtime::call::error::{Error, ErrorKind};
use crate::runtime::call::options::CallOptions;
use crate::runtime::call::retry::Retry;
use crate::runtime::http::fake::Fake;
use crate::runtime::polling::poller::Poller;
use crate::runtime::polling::state::PollStatus;
use crate::sample_operations::{CopyDisk, PutDisk, Samples, Train};

const HOST: &str = "https://api.example.com";

fn client(fake: &Fake) -> Client {
    let retry = Retry::off();
    Client { core: Config::new(&API).transport(fake.clone()).retry(retry).build().unwrap() }
}

/// A response with headers, each as `name: value`.
fn response(status: u16, headers: &[&str], json: &str) -> http::Response<Bytes> {
    let mut response = http::Response::builder().status(status);
    for (name, value) in headers.iter().map(|header| header.split_once(": ").unwrap()) {
        response = response.header(name, value);
    }
    response.body(Bytes::copy_from_slice(json.as_bytes())).unwrap()
}

fn requests(fake: &Fake) -> Vec<String> {
    let line = |request: &http::Request<Bytes>| {
        format!("{} {}", request.method(), request.uri().path_and_query().unwrap().as_str())
    };
    fake.requests().iter().map(line).collect()
}

fn seconds(fake: &Fake) -> Vec<f64> {
    fake.waits().iter().map(Duration::as_secs_f64).collect()
}

/// Polls an operation until it ends: returns the statuses, then the result.
async fn followed<T>(mut poller: Poller<T>) -> (Vec<PollStatus>, Result<T, Error>) {
    let mut states = Vec::new();
    while let Some(state) = poller.next().await {
        match state {
            Ok(state) => states.push(state.status()),
            Err(error) => return (states, Err(error)),
        }
    }
    (states, poller.await.map(|response| response.into_inner()))
}

use PollStatus::{Canceled, Failed, InProgress, Succeeded};

#[tokio::test]
async fn the_status_resource_of_a_put_leads_back_to_the_resource() {
    for header in ["Azure-AsyncOperation", "Operation-Location"] {
        let link = format!("{header}: {HOST}/operations/7");
        let fake = Fake::new()
            .respond(response(201, &[&link, "Retry-After: 5"], r#"{"properties":{"provisioningState":"Accepted"}}"#))
            .respond(response(200, &["Retry-After: 7"], r#"{"status":"Running","percentComplete":40}"#))
            .respond(response(200, &[], r#"{"status":"Succeeded"}"#))
            .respond_json(200, "[1,2]");
        let client = client(&fake);
        let (states, result) = followed(Samples(&client.core).put_disk("a").poller()).await;
        assert_eq!((states, result.unwrap()), (vec![InProgress, InProgress, Succeeded], vec![1, 2]));
        let asked =
            ["PUT /disks/a?api-version=1", "GET /operations/7", "GET /operations/7", "GET /disks/a?api-version=1"];
        assert_eq!(requests(&fake), asked);
        assert_eq!(seconds(&fake), [5.0, 7.0]);
        let reads = &fake.requests()[1..];
        assert!(
            reads.iter().all(|request| request.body().is_empty() && !request.headers().contains_key("content-type"))
        );
    }
}

#[tokio::test]
async fn a_location_is_read_until_it_is_no_longer_accepted() {
    let fake = Fake::new()
        .respond(response(202, &["Location: /results/1"], ""))
        .respond(response(202, &["Location: /results/2"], ""))
        .respond_json(200, "[3]");
    let client = client(&fake);
    let (states, result) = followed(Samples(&client.core).copy_disk("a").poller()).await;
    assert_eq!((states, result.unwrap()), (vec![InProgress, InProgress, Succeeded], vec![3]));
    assert_eq!(requests(&fake), ["POST /disks/a/copy", "GET /results/1", "GET /results/2"]);
    assert_eq!(seconds(&fake), [1.0, 2.0]);
    let keys: Vec<bool> = fake.requests().iter().map(|request| request.headers().contains_key("x-key")).collect();
    assert_eq!(keys, [true, false, false]);
}

#[tokio::test]
async fn a_resource_without_headers_is_read_until_it_is_provisioned() {
    let fake = Fake::new()
        .respond_json(201, r#"{"properties":{"provisioningState":"Creating"}}"#)
        .respond_json(200, r#"{"properties":{"provisioningState":"Updating"}}"#)
        .respond_json(200, "[4]");
    let client = client(&fake);
    let (states, result) = followed(Samples(&client.core).put_disk("a").poller()).await;
    assert_eq!((states, result.unwrap()), (vec![InProgress, InProgress, Succeeded], vec![4]));
    assert_eq!(requests(&fake)[2], "GET /disks/a?api-version=1");
}

#[tokio::test]
async fn an_operation_of_google_is_read_by_its_name() {
    let fake = Fake::new()
        .respond_json(200, r#"{"name":"projects/p/operations/9","metadata":{"progressPercent":10}}"#)
        .respond_json(200, r#"{"name":"projects/p/operations/9","done":true,"response":[5]}"#);
    let client = client(&fake);
    let mut poller = Samples(&client.core).train().poller();
    assert_eq!(poller.next().await.unwrap().unwrap().progress(), Some(10.0));
    assert_eq!(poller.await.unwrap().into_inner(), [5]);
    assert_eq!(requests(&fake)[1], "GET /v1/projects/p/operations/9");
}

#[tokio::test]
async fn the_result_is_where_the_document_or_the_method_says() {
    let links = [&*format!("Operation-Location: {HOST}/operations/7"), "Location: /results/1"];
    let accepted = || Fake::new().respond(response(202, &links, ""));
    // After a POST, the result is at the URL in `Location`.
    let fake = accepted().respond_json(200, r#"{"status":"Succeeded"}"#).respond_json(200, "[1]");
    let client_of_post = client(&fake);
    assert_eq!(*Samples(&client_of_post.core).copy_disk("a").poller().await.unwrap(), [1]);
    assert_eq!(requests(&fake)[2], "GET /results/1");
    // Where the document says so, the result is in the state: in its `result` if it has one.
    for body in [r#"{"status":"Succeeded","result":[2]}"#] {
        let fake = accepted().respond_json(200, body);
        let client = client(&fake);
        assert_eq!(*Samples(&client.core).scan_disk("a").poller().await.unwrap(), [2]);
        assert_eq!(fake.requests().len(), 2);
    }
    // A DELETE has no result.
    let fake = accepted().respond_json(200, r#"{"status":"Succeeded"}"#);
    let client_of_delete = client(&fake);
    assert_eq!(*Samples(&client_of_delete.core).delete_disk("a").poller().await.unwrap(), None);
    // A response that is ready at once is the result.
    let fake = Fake::new().respond(response(204, &[], ""));
    let client_of_no_content = client(&fake);
    assert_eq!(*Samples(&client_of_no_content.core).delete_disk("a").poller().await.unwrap(), None);
    let ready = r#"{"properties":{"provisioningState":"Succeeded"}}"#;
    let fake = Fake::new().respond(response(200, &["Azure-AsyncOperation: https://evil.example/never"], ready));
    let client_of_ready = client(&fake);
    let error = Samples(&client_of_ready.core).put_disk("a").poller().await.unwrap_err();
    assert_eq!((error.kind(), fake.requests().len()), (ErrorKind::Decode, 1), "the body is the result");
}

#[tokio::test]
async fn a_failed_operation_is_an_error_with_the_code_of_the_service() {
    let link = format!("Azure-AsyncOperation: {HOST}/operations/7");
    let failure = r#"{"code":"QuotaExceeded","message":"No more disks."}"#;
    let failures = [
        (vec![&*link], format!(r#"{{"status":"Failed","error":{failure}}}"#), Failed),
        (vec!["Operation-Location: /operations/7"], format!(r#"{{"status":"failed","error":{failure}}}"#), Failed),
        (vec![&*link], format!(r#"{{"status":"Cancelled","error":{failure}}}"#), Canceled),
        (vec![], format!(r#"{{"properties":{{"provisioningState":"Failed","error":{failure}}}}}"#), Failed),
    ];
    for (headers, body, status) in failures {
        let first = r#"{"properties":{"provisioningState":"Creating"}}"#;
        let fake = Fake::new().respond(response(201, &headers, first)).respond_json(200, &body);
        let client = client(&fake);
        let (states, result) = followed(Samples(&client.core).put_disk("a").poller()).await;
        let error = result.unwrap_err();
        assert_eq!((states, error.kind()), (vec![InProgress, status], ErrorKind::Failed), "{body}");
        assert_eq!((error.code(), error.message()), (Some("QuotaExceeded"), Some("No more disks.")), "{body}");
        assert!(error.body_as::<Json>().is_some());
    }
    // With `Location`, the service responds with an error status.
    let fake = Fake::new()
        .respond(response(202, &["Location: /results/1"], ""))
        .respond_json(409, r#"{"code":"Conflict","description":"Another copy is under way."}"#);
    let client_of_location = client(&fake);
    let error = Samples(&client_of_location.core).copy_disk("a").poller().await.unwrap_err();
    assert_eq!((error.kind(), error.code()), (ErrorKind::Status, Some("Conflict")));
    // Google's operations have the code of `google.rpc.Status`.
    for (code, status) in [(8, Failed), (1, Canceled)] {
        let done = format!(r#"{{"done":true,"error":{{"code":{code},"message":"No."}}}}"#);
        let fake = Fake::new().respond_json(200, &done);
        let client = client(&fake);
        let (states, result) = followed(Samples(&client.core).train().poller()).await;
        let error = result.unwrap_err();
        assert_eq!((states, error.code(), error.message()), (vec![status], Some(&*code.to_string()), Some("No.")));
    }
}

#[tokio::test]
async fn another_process_goes_on_from_a_string() {
    let first = r#"{"properties":{"provisioningState":"Creating"}}"#;
    let styles: [(http::Response<Bytes>, &str, &[&str]); 4] = [
        (response(201, &["Azure-AsyncOperation: /operations/7"], first), "Succeeded", &["/operations/7", "/disks/a"]),
        (response(201, &["Operation-Location: /operations/7"], first), "Succeeded", &["/operations/7", "/disks/a"]),
        (response(202, &["Location: /results/1"], ""), "", &["/results/1"]),
        (response(201, &[], first), "", &["/disks/a"]),
    ];
    for (started, status, paths) in styles {
        let fake = Fake::new().respond(started);
        let starting = client(&fake);
        let mut poller = Samples(&starting.core).put_disk("a").poller();
        assert_eq!(poller.token(), None);
        poller.next().await.unwrap().unwrap();
        let token = poller.token().unwrap();
        drop(poller);
        let fake =
            if status.is_empty() { Fake::new() } else { Fake::new().respond_json(200, r#"{"status":"Succeeded"}"#) };
        let fake = fake.respond_json(200, "[6]");
        let resuming = client(&fake);
        assert_eq!(*PutDisk::resume(&resuming, &token).await.unwrap(), [6], "{token}");
        let asked: Vec<String> = fake.requests().iter().map(|request| request.uri().path().to_owned()).collect();
        assert_eq!(asked, paths);
        assert!(fake.waits().is_empty());
    }
    let fake = Fake::new().respond_json(200, r#"{"name":"operations/9"}"#);
    let starting = client(&fake);
    let mut poller = Samples(&starting.core).train().poller();
    poller.next().await.unwrap().unwrap();
    let fake = Fake::new().respond_json(200, r#"{"done":true,"response":[7]}"#);
    let resuming = client(&fake);
    assert_eq!(*Train::resume(&resuming, &poller.token().unwrap()).await.unwrap(), [7]);
    assert_eq!(requests(&fake), ["GET /v1/operations/9"]);
}

#[tokio::test]
async fn a_string_that_is_no_token_of_the_operation_is_refused() {
    let token =
        |url: &str| format!(r#"{{"operation":"disks.put","mode":"status","url":"{url}","original":"{HOST}/a"}}"#);
    let fake = Fake::new();
    let client = client(&fake);
    let kind = |error: Result<_, Error>| error.map(|_: Vec<i64>| ()).unwrap_err().kind();
    let own = token(&format!("{HOST}/operations/7"));
    assert_eq!(kind(CopyDisk::resume(&client, &own).await.map(|response| response.into_inner())), ErrorKind::Request);
    for text in ["", "{}", "7", r#"{"operation":"disks.put","mode":"other","url":"a","original":"b"}"#] {
        let result = PutDisk::resume(&client, text).await.map(|response| response.into_inner());
        assert_eq!(kind(result), ErrorKind::Request, "{text}");
    }
    // Credentials go with each request, so it goes to no other origin.
    let foreign = token("https://evil.example/operations/7");
    let result = PutDisk::resume(&client, &foreign).await.map(|response| response.into_inner());
    assert_eq!(kind(result), ErrorKind::Redirect);
    assert!(fake.requests().is_empty());
}

#[tokio::test]
async fn waits_grow_and_are_capped() {
    let mut fake = Fake::new().respond(response(202, &["Location: /results/1"], ""));
    for _ in 0..7 {
        fake = fake.respond(response(202, &[], ""));
    }
    let fake = fake.respond(response(202, &["Retry-After: 4000"], "")).respond_json(200, "[1]");
    let client_of_usual = client(&fake);
    assert_eq!(*Samples(&client_of_usual.core).copy_disk("a").poller().await.unwrap(), [1]);
    assert_eq!(seconds(&fake), [1.0, 2.0, 4.0, 8.0, 16.0, 30.0, 30.0, 30.0, 300.0]);
    let fake =
        Fake::new().respond(response(202, &["Location: /results/1", "Retry-After: 60"], "")).respond_json(200, "[1]");
    let client = client(&fake);
    let poller = Samples(&client.core).copy_disk("a").poller().max_interval(Duration::from_secs(3));
    assert_eq!(*poller.await.unwrap(), [1]);
    assert_eq!(seconds(&fake), [3.0]);
}

#[tokio::test]
async fn a_deadline_ends_the_wait_and_not_the_operation() {
    let fake = Fake::new().respond(response(202, &["Location: /results/1", "Retry-After: 20"], "")).respond(response(
        202,
        &["Retry-After: 20"],
        "",
    ));
    let client = client(&fake);
    let mut poller = Samples(&client.core).copy_disk("a").poller().deadline(Duration::from_secs(30));
    let error = (&mut poller).await.unwrap_err();
    assert_eq!((error.kind(), fake.requests().len()), (ErrorKind::Timeout, 2));
    assert_eq!(seconds(&fake), [20.0]);
    assert!(poller.token().is_some());
}

#[tokio::test]
async fn a_lost_connection_and_a_hang_leave_the_operation_where_it_is() {
    let fake = Fake::new()
        .respond(response(202, &["Location: /results/1"], ""))
        .fail("the connection broke")
        .hang()
        .respond_json(200, "[1]");
    let client = client(&fake);
    let options = CallOptions::new().timeout(Duration::from_secs(9));
    let mut poller = Samples(&client.core).copy_disk("a").with(options).poller();
    assert_eq!((&mut poller).await.unwrap_err().kind(), ErrorKind::Transport);
    assert_eq!((&mut poller).await.unwrap_err().kind(), ErrorKind::Timeout);
    assert_eq!(*(&mut poller).await.unwrap(), [1]);
    assert_eq!(requests(&fake)[1..], ["GET /results/1", "GET /results/1", "GET /results/1"]);
    let again = poller.await.unwrap_err();
    assert_eq!(again.kind(), ErrorKind::Request, "the result is taken once");
    // The first request may have started the operation: it is not sent twice.
    let fake = Fake::new().fail("the connection broke").respond_json(200, "[1]");
    let client_of_start = client_of(&fake);
    let mut poller = Samples(&client_of_start.core).copy_disk("a").poller();
    assert_eq!((&mut poller).await.unwrap_err().kind(), ErrorKind::Transport);
    assert_eq!(poller.await.unwrap_err().kind(), ErrorKind::Request);
    assert_eq!(fake.requests().len(), 1);
}

fn client_of(fake: &Fake) -> Client {
    client(fake)
}

#[tokio::test]
async fn a_dropped_poller_sends_nothing_more() {
    let fake = Fake::new().respond(response(202, &["Location: /results/1"], "")).respond_json(200, "[1]");
    let client = client(&fake);
    let mut poller = Samples(&client.core).copy_disk("a").poller();
    assert!(fake.requests().is_empty(), "nothing is sent before somebody asks");
    poller.next().await.unwrap().unwrap();
    drop(poller);
    assert_eq!(fake.requests().len(), 1);
}

#[tokio::test]
async fn a_response_that_leads_nowhere_is_an_error() {
    let link = "Azure-AsyncOperation: /operations/7";
    for (first, state) in [
        (response(202, &[], ""), None),
        (response(202, &["Operation-Location: https://evil.example/"], ""), None),
        (response(202, &[link], ""), Some("{}")),
        (response(202, &[link], ""), Some("")),
        (response(202, &[link], ""), Some(r#"{"status":"#)),
    ] {
        let fake = Fake::new().respond(first);
        let fake = state.into_iter().fold(fake, |fake, state| fake.respond_json(200, state));
        let client = client(&fake);
        let error = Samples(&client.core).copy_disk("a").poller().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode, "{state:?}: {error}");
    }
}

#[tokio::test]
async fn the_requests_for_states_carry_the_headers_of_the_call() {
    let fake = Fake::new().respond(response(202, &["Location: /results/1"], "")).respond_json(200, "[1]");
    let client = client(&fake);
    let options = CallOptions::new().header("x-ms-client-request-id", "42");
    Samples(&client.core).copy_disk("a").with(options).poller().await.unwrap();
    assert!(fake.requests().iter().all(|request| request.headers()["x-ms-client-request-id"] == "42"));
}

#[cfg(feature = "blocking")]
#[test]
fn a_thread_may_wait() {
    let fake = Fake::new().respond(response(202, &["Location: /results/1"], "")).respond_json(200, "[1]");
    let client = client(&fake);
    let mut poller = Samples(&client.core).copy_disk("a").poller();
    assert_eq!(poller.next_blocking().unwrap().unwrap().status(), InProgress);
    assert_eq!(*poller.wait().unwrap(), [1]);
}
