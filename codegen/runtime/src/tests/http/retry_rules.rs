//! Tests of retries of calls that are not idempotent, of the shared retry budget, and of the headers that request a
//! wait.

use std::net::TcpListener;
use std::time::Duration;

use bytes::Bytes;
use http::Response;

use crate::runtime::body::upload::Upload;
use crate::runtime::call::config::{Config, Core};
use crate::runtime::call::error::ErrorKind;
use crate::runtime::call::options::CallOptions;
use crate::runtime::call::random::Random;
use crate::runtime::call::retry::{Retry, RetryBudget};
use crate::runtime::http::fake::Fake;

use super::support::*;

fn client(fake: &Fake) -> Config {
    config("https://api.example.com").transport(fake.clone()).random(Random::new(|| 1 << 63))
}

fn response(status: u16, headers: &[(&str, &str)]) -> Response<Bytes> {
    let response = headers
        .iter()
        .fold(Response::builder().status(status), |response, (name, value)| response.header(*name, *value));
    response.body(Bytes::new()).unwrap()
}

#[tokio::test]
async fn a_request_that_was_not_sent_is_retried_whatever_its_method() {
    let fake = Fake::new().refuse("refused").refuse("refused").respond_json(204, "");
    submitted(&client(&fake).build().unwrap()).await.unwrap();
    assert_eq!((fake.requests().len(), fake.waits().len()), (3, 2));
    // A request is not retried if retries are off, or if its body was consumed.
    let fake = Fake::new().refuse("refused").respond_json(204, "");
    let error = submitted(&client(&fake).retry(Retry::off()).build().unwrap()).await.unwrap_err();
    assert!(format!("{error:#}").ends_with("nothing of the request was sent: refused"), "{error:#}");
    let fake = Fake::new().refuse("refused").respond_json(201, "{}");
    let body = Upload::stream(Items([Bytes::from_static(b"x")].into()));
    create(&client(&fake).build().unwrap()).upload(body).send().await.unwrap_err();
    assert_eq!(fake.requests().len(), 1);
}

#[tokio::test]
async fn a_refused_connection_is_retried_whatever_the_method() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let core = quick(&format!("http://{}", listener.local_addr().unwrap()));
    drop(listener);
    let error = submitted(&core).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Transport, 3), "{error:#}");
}

/// It is unknown whether the service has carried out such a request.
#[tokio::test]
async fn a_connection_that_breaks_after_the_request_is_not_retried() {
    let server = super::server::Server::start(|_, _| super::server::Act::Reset(Vec::new()));
    let error = submitted(&quick(&server.url())).await.unwrap_err();
    assert_eq!((error.attempts(), server.requests().len()), (1, 1), "{error:#}");
}

#[tokio::test]
async fn a_name_that_does_not_resolve_is_retried_whatever_the_method() {
    let error = submitted(&quick("http://no-such-host.invalid")).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Transport, 3), "{error:#}");
}

fn quick(url: &str) -> Core {
    let retry = Retry::default().attempts(3).first_wait(Duration::from_millis(1));
    config(url).retry(retry).build().unwrap()
}

#[tokio::test]
async fn throttling_is_retried_where_the_caller_asks_for_it() {
    let script = || {
        let fake = Fake::new().respond(response(429, &[("retry-after", "1")]));
        fake.respond(response(503, &[("retry-after-ms", "20")])).respond_json(204, "")
    };
    let fake = script();
    submitted(&client(&fake).build().unwrap()).await.unwrap_err();
    assert_eq!(fake.requests().len(), 1);
    let fake = script();
    submitted(&client(&fake).retry(Retry::default().throttled(true)).build().unwrap()).await.unwrap();
    assert_eq!(fake.requests().len(), 3);
    // Other statuses, and a 503 that does not say how long to wait, may come after the request was carried out.
    for refused in [response(503, &[]), response(500, &[("retry-after", "1")]), response(429, &[("retry-after", "x")])]
    {
        let fake = Fake::new().respond(refused).respond_json(204, "");
        submitted(&client(&fake).retry(Retry::default().throttled(true)).build().unwrap()).await.unwrap_err();
        assert_eq!(fake.requests().len(), 1);
    }
}

#[tokio::test]
async fn waits_in_milliseconds_come_before_waits_in_seconds() {
    for (headers, wait) in [
        (&[("retry-after-ms", "1500"), ("retry-after", "9")][..], Some(1_500_000)),
        (&[("x-ms-retry-after-ms", "20")], Some(20_000)),
        (&[("retry-after-ms", " 12.5 "), ("x-ms-retry-after-ms", "20")], Some(12_500)),
        (&[("retry-after-ms", "soon"), ("retry-after", "2")], Some(2_000_000)),
        (&[("retry-after-ms", "-1"), ("x-ms-retry-after-ms", "")], None),
        (&[("retry-after", "1.5")], Some(1_500_000)),
        (&[("retry-after", "-1")], None),
        (&[("retry-after", "1.2.3")], None),
    ] {
        let fake = Fake::new().respond(response(400, headers));
        let error = created(&client(&fake).build().unwrap()).await.unwrap_err();
        assert_eq!(error.retry_after(), wait.map(Duration::from_micros), "{headers:?}");
    }
}

#[tokio::test]
async fn clones_of_a_client_share_one_budget() {
    let failing = || (0..40).fold(Fake::new(), |fake, _| fake.respond_json(503, ""));
    let fake = failing();
    let core = client(&fake).retry_budget(RetryBudget::new(20)).build().unwrap();
    // Three retries for the first call, the fourth and last retry for the second, and no retries for the others.
    for attempts in [4, 2, 1, 1] {
        assert_eq!(created(&core.clone()).await.unwrap_err().attempts(), attempts);
    }
    // Another retry policy for one call does not change the budget.
    let options = CallOptions::new().retry(Retry::default().attempts(9));
    assert_eq!(create(&core).with(options).send().await.unwrap_err().attempts(), 1);
    let unlimited = client(&failing()).retry_budget(RetryBudget::unlimited()).build().unwrap();
    for _ in 0..10 {
        assert_eq!(created(&unlimited).await.unwrap_err().attempts(), 4);
    }
}

#[tokio::test]
async fn calls_that_succeed_fill_the_budget() {
    let budget = RetryBudget::new(10);
    let fake = Fake::new().hang().respond_json(201, "{}").fail("reset").fail("reset").respond_json(503, "");
    let core = client(&fake).retry_budget(budget.clone()).build().unwrap();
    // The retry after a timeout takes all ten tokens; the success after it returns them.
    created(&core).await.unwrap();
    assert_eq!(created(&core).await.unwrap_err().attempts(), 3);
    // Each of five calls without a retry returns one token, which is enough for one retry. Another client may share the
    // budget.
    let fake =
        (0..5).fold(Fake::new(), |fake, _| fake.respond_json(201, "{}")).respond_json(503, "").respond_json(503, "");
    let core = client(&fake).retry_budget(budget).build().unwrap();
    for _ in 0..5 {
        created(&core).await.unwrap();
    }
    assert_eq!(created(&core).await.unwrap_err().attempts(), 2);
}
