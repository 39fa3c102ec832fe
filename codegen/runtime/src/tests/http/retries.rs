//! Tests of retries, with a controlled clock and random numbers.

use std::time::Duration;

use http::Response;

use crate::runtime::call::builder::Call;
use crate::runtime::call::config::Config;
use crate::runtime::call::error::ErrorKind;
use crate::runtime::call::options::CallOptions;
use crate::runtime::call::random::Random;
use crate::runtime::call::retry::Retry;
use crate::runtime::http::fake::Fake;

use super::support::*;

/// A client with a fake transport. Each wait is half its bound.
fn client(fake: &Fake) -> Config {
    config("https://api.example.com").transport(fake.clone()).random(Random::new(|| 1 << 63))
}

fn keys(fake: &Fake) -> Vec<String> {
    fake.requests().iter().map(|request| request.headers()["ms-requestid"].to_str().unwrap().to_owned()).collect()
}

fn ms(waits: &[u64]) -> Vec<Duration> {
    waits.iter().copied().map(Duration::from_millis).collect()
}

fn asking_to_wait(value: &str, date: Option<&str>) -> Response<bytes::Bytes> {
    let response = Response::builder().status(429).header("retry-after", value);
    let response = match date {
        Some(date) => response.header("date", date),
        None => response,
    };
    response.body(r#"{"statusCode":429,"message":"slow down"}"#.into()).unwrap()
}

#[tokio::test]
async fn one_call_has_one_key_and_the_next_another() {
    let fake = Fake::new().respond_json(500, "").respond_json(500, "").respond_json(201, "{}").respond_json(201, "{}");
    let core = config("https://api.example.com").transport(fake.clone()).build().unwrap();
    created(&core).await.unwrap();
    created(&core).await.unwrap();
    let keys = keys(&fake);
    assert_eq!(keys.len(), 4);
    assert!(keys[0] == keys[1] && keys[1] == keys[2] && keys[2] != keys[3], "{keys:?}");
    assert_eq!(&keys[0][14..15], "4", "a UUID of version 4: {}", keys[0]);
}

#[tokio::test]
async fn a_key_of_the_callers_is_kept() {
    let fake = Fake::new().fail("reset").respond_json(201, "{}");
    let core = client(&fake).build().unwrap();
    create(&core).header("ms-requestid", "mine").send().await.unwrap();
    assert_eq!(keys(&fake), ["mine", "mine"]);
}

/// A call that failed can be repeated with its idempotency key.
#[tokio::test]
async fn an_error_has_the_key_that_was_sent() {
    let fake =
        Fake::new().fail("reset").fail("reset").fail("reset").fail("reset").respond_json(409, "").respond_json(404, "");
    let core = client(&fake).build().unwrap();
    let error = created(&core).await.unwrap_err();
    assert_eq!(error.attempts(), 4);
    assert_eq!(error.idempotency_key(), Some(keys(&fake)[0].as_str()));
    assert_eq!(error.request_id(), error.idempotency_key());
    let error = create(&core).header("ms-requestid", "mine").send().await.unwrap_err();
    assert_eq!((error.idempotency_key(), error.request_id()), (Some("mine"), Some("mine")));
    // The operation has no idempotency key.
    let error = submitted(&core).await.unwrap_err();
    assert_eq!((error.idempotency_key(), error.request_id()), (None, None));
}

/// The service has carried out the call, but its response cannot be read, so the call must be repeated with the same
/// key only.
#[tokio::test]
async fn an_unreadable_success_has_the_key_that_was_sent() {
    let fake = Fake::new().respond_json(201, "{").respond_json(200, "").respond_json(201, "5");
    let core = client(&fake).build().unwrap();
    for sent in 0..3 {
        let error = create(&core).send().await.unwrap().json::<std::collections::BTreeMap<String, i64>>().unwrap_err();
        assert_eq!(error.idempotency_key(), Some(keys(&fake)[sent].as_str()), "{error}");
    }
}

#[tokio::test]
async fn an_empty_key_is_refused() {
    let fake = Fake::new();
    let error = create(&client(&fake).build().unwrap()).header("ms-requestid", "").send().await.unwrap_err();
    assert_eq!((error.kind(), fake.requests().len()), (ErrorKind::Request, 0));
}

#[tokio::test]
async fn waits_grow_and_end() {
    let fake =
        Fake::new().respond_json(503, "").fail("reset").respond_json(504, "").respond_json(503, r#"{"code":"x"}"#);
    let error = created(&client(&fake).build().unwrap()).await.unwrap_err();
    assert_eq!(fake.waits(), ms(&[250, 500, 1000]));
    assert_eq!((error.status().unwrap().as_u16(), error.code(), error.attempts()), (503, Some("x"), 4));
    let said = r#"503 Service Unavailable: x: {"code":"x"} (4 attempts)"#;
    assert!(error.to_string().ends_with(said), "{error}");
}

#[tokio::test]
async fn what_must_not_be_repeated_is_not() {
    for fake in [Fake::new().respond_json(503, ""), Fake::new().fail("reset"), Fake::new().hang()] {
        submitted(&client(&fake).build().unwrap()).await.unwrap_err();
        assert_eq!(fake.requests().len(), 1);
    }
    for status in [400, 401, 403, 404, 409, 501] {
        let fake = Fake::new().respond_json(status, "");
        created(&client(&fake).build().unwrap()).await.unwrap_err();
        assert_eq!(fake.requests().len(), 1, "{status}");
    }
}

#[tokio::test]
async fn retries_are_off_with_one_word() {
    let fake = Fake::new().respond_json(503, "").respond_json(503, "");
    created(&client(&fake).retry(Retry::off()).build().unwrap()).await.unwrap_err();
    let call = create(&client(&fake).build().unwrap()).with(CallOptions::new().retry(Retry::off()));
    call.send().await.unwrap_err();
    assert_eq!(fake.requests().len(), 2);
}

#[tokio::test]
async fn retry_after_is_obeyed_in_both_forms() {
    let later = asking_to_wait("Sun, 06 Nov 1994 08:49:47 GMT", Some("Sun, 06 Nov 1994 08:49:37 GMT"));
    let fake = Fake::new().respond(asking_to_wait("7", None)).respond(later).respond_json(201, "{}");
    created(&client(&fake).build().unwrap()).await.unwrap();
    assert_eq!(fake.waits(), ms(&[7250, 10_500]));
}

#[tokio::test]
async fn a_wait_that_is_too_long_is_told_at_once() {
    let fake = Fake::new().respond(asking_to_wait("3600", None));
    let error = created(&client(&fake).build().unwrap()).await.unwrap_err();
    assert_eq!(error.retry_after(), Some(Duration::from_secs(3600)));
    assert_eq!(error.message(), Some("slow down"));
    assert!(fake.waits().is_empty());
    let fake = Fake::new().respond(asking_to_wait("99999999999999999999999", None));
    created(&client(&fake).build().unwrap()).await.unwrap_err();
}

#[tokio::test]
async fn an_attempt_ends_in_time_and_is_tried_again() {
    let fake = Fake::new().hang().respond_json(201, "{}");
    created(&client(&fake).timeout(Duration::from_secs(5)).build().unwrap()).await.unwrap();
    assert_eq!(fake.waits(), ms(&[5000, 250]));
}

#[tokio::test]
async fn a_call_ends_at_its_deadline() {
    let fake = Fake::new().hang().hang().hang();
    let core = client(&fake).timeout(Duration::from_secs(5)).build().unwrap();
    let error = create(&core).with(CallOptions::new().deadline(Duration::from_secs(8))).send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert_eq!(fake.waits(), ms(&[5000, 250, 2750]));
    assert!(error.to_string().contains("deadline"), "{error}");
}

#[tokio::test]
async fn no_wait_goes_past_the_deadline() {
    let fake = Fake::new().respond(asking_to_wait("20", None));
    let error = created(&client(&fake).deadline(Duration::from_secs(10)).build().unwrap()).await.unwrap_err();
    assert_eq!(error.status().unwrap().as_u16(), 429);
    assert!(fake.waits().is_empty());
}

/// The attempts of a call have one identifier, other calls have others; what the caller or the client sets counts.
#[tokio::test]
async fn one_call_has_one_request_id() {
    let fake = Fake::new()
        .respond_json(500, "")
        .respond_json(200, "{}")
        .respond_json(200, "{}")
        .respond_json(200, "{}")
        .respond_json(200, "{}");
    let core = config("https://api.example.com").transport(fake.clone()).build().unwrap();
    let call = || Call::new(&core, &GET).path("cart_id", "k1").request_id("x-call");
    call().send().await.unwrap();
    call().send().await.unwrap();
    call().header("x-call", "mine").send().await.unwrap();
    call().with(CallOptions::new().header("x-call", "option")).send().await.unwrap();
    let ids = |fake: &Fake| -> Vec<String> {
        fake.requests().iter().map(|request| request.headers()["x-call"].to_str().unwrap().to_owned()).collect()
    };
    let seen = ids(&fake);
    assert!(seen[0] == seen[1] && seen[1] != seen[2], "{seen:?}");
    assert_eq!(seen[3..], ["mine", "option"]);
    let fake = Fake::new().respond_json(200, "{}");
    let core = config("https://api.example.com").transport(fake.clone()).header("x-call", &"client").build().unwrap();
    Call::new(&core, &GET).path("cart_id", "k1").request_id("x-call").send().await.unwrap();
    assert_eq!(ids(&fake), ["client"]);
}
