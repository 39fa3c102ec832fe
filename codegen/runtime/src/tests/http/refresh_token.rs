//! Tests of OAuth 2 refresh tokens: the request byte for byte, rotation, storing, refusal, and concurrent calls.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::runtime::auth::credential::Secret;
use crate::runtime::auth::refresh_token::RefreshToken;
use crate::runtime::call::config::Core;
use crate::runtime::call::error::ErrorKind;
use crate::runtime::http::fake::Fake;
use crate::runtime::http::transport::{Body, full_body};

use super::support::*;

/// The stored tokens, in order.
type Stored = Arc<Mutex<Vec<String>>>;

fn client(fake: &Fake, recipe: RefreshToken) -> Core {
    let config = config("https://api.example.com").transport(fake.clone());
    config.credential("Authorization", recipe.credential()).build().unwrap()
}

/// A configuration that stores tokens in a list, and fails to store as often as requested.
fn recipe(failures: usize) -> (RefreshToken, Stored) {
    let stored = Stored::default();
    let (kept, left) = (stored.clone(), Arc::new(Mutex::new(failures)));
    let store = move |token: Secret| {
        let (kept, left) = (kept.clone(), left.clone());
        async move {
            let mut left = left.lock().unwrap();
            if *left > 0 {
                *left -= 1;
                return Err("the disk is full".into());
            }
            kept.lock().unwrap().push(token.expose().to_owned());
            Ok(())
        }
    };
    (RefreshToken::new("https://login.example.com/token", "the app", "r0", store), stored)
}

fn issued(access: &str, refresh: &str) -> String {
    format!(r#"{{"access_token":"{access}","refresh_token":"{refresh}","expires_in":3600}}"#)
}

#[tokio::test]
async fn a_new_refresh_token_is_stored_and_sent_the_next_time() {
    let fake = Fake::new()
        .respond_json(200, &issued("a1", "r1"))
        .respond_json(201, "{}")
        .respond_json(200, &issued("a2", "r2"));
    let fake = fake.respond_json(201, "{}");
    let (recipe, stored) = recipe(0);
    let core = client(&fake, recipe.secret("s&").scope("x y"));
    created(&core).await.unwrap();
    fake.pass(Duration::from_secs(3600));
    created(&core).await.unwrap();
    let requests = fake.requests();
    let body = |token| {
        format!("grant_type=refresh_token&refresh_token={token}&scope=x%20y&client_id=the%20app&client_secret=s%26")
    };
    assert_eq!(requests[0].body(), body("r0").as_str());
    assert_eq!(requests[1].headers()["authorization"], "Bearer a1");
    assert_eq!(requests[2].body(), body("r1").as_str());
    assert_eq!(*stored.lock().unwrap(), ["r1", "r2"]);
}

#[tokio::test]
async fn a_public_client_sends_its_id_alone_and_an_unchanged_token_is_not_stored() {
    let fake = Fake::new().respond_json(200, r#"{"access_token":"a1","refresh_token":"r0"}"#).respond_json(201, "{}");
    let (recipe, stored) = recipe(0);
    created(&client(&fake, recipe)).await.unwrap();
    assert_eq!(fake.requests()[0].body(), "grant_type=refresh_token&refresh_token=r0&client_id=the%20app");
    assert_eq!(*stored.lock().unwrap(), [""; 0]);
}

#[tokio::test]
async fn a_token_is_not_used_before_its_refresh_token_is_stored() {
    let fake = Fake::new().respond_json(200, &issued("a1", "r1")).respond_json(201, "{}");
    let (recipe, stored) = recipe(1);
    let core = client(&fake, recipe);
    let error = created(&core).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Credential);
    let shown = format!("{error:#}");
    assert!(shown.contains("the new refresh token could not be stored: the disk is full"), "{shown}");
    assert_eq!(fake.requests().len(), 1);
    // The next call stores what the first one received; no further token is requested.
    created(&core).await.unwrap();
    assert_eq!(fake.requests().len(), 2);
    assert_eq!(*stored.lock().unwrap(), ["r1"]);
}

#[tokio::test]
async fn a_refused_refresh_token_is_explained_in_a_sentence_and_not_sent_again() {
    let refusal = r#"{"error":"invalid_grant","error_description":"AADSTS700082: the refresh token r0 has expired"}"#;
    let fake = Fake::new().respond_json(400, refusal);
    let core = client(&fake, recipe(0).0);
    for _ in 0..2 {
        let error = created(&core).await.unwrap_err();
        let shown = format!("{error:#}");
        let expected = "the token service refused the refresh token (invalid_grant: AADSTS700082: the refresh token [secret] has expired): the person has to sign in again";
        assert!(shown.contains(expected), "{shown}");
        assert_eq!(error.kind(), ErrorKind::SignIn);
        assert!(!format!("{error:?}").contains("r0"));
    }
    assert_eq!(fake.requests().len(), 1);
}

/// The service has replaced the refresh token, so the issued tokens must not be lost with the call that requested them.
#[tokio::test]
async fn a_canceled_call_leaves_the_renewal_to_the_next_one() {
    let requested = Arc::new(Mutex::new(0));
    let count = requested.clone();
    let transport = move |request: http::Request<Body>| {
        let is_token = request.uri().host() == Some("login.example.com");
        *count.lock().unwrap() += usize::from(is_token);
        async move {
            if is_token {
                tokio::time::sleep(Duration::from_millis(100)).await;
                return Ok(http::Response::new(full_body(issued("a1", "r1"))));
            }
            Ok(http::Response::builder().status(201).body(full_body("{}")).unwrap())
        }
    };
    let (recipe, stored) = recipe(0);
    let core = config("https://api.example.com").transport(transport);
    let core = core.credential("Authorization", recipe.credential()).build().unwrap();
    assert!(tokio::time::timeout(Duration::from_millis(5), created(&core)).await.is_err());
    created(&core).await.unwrap();
    assert_eq!((*requested.lock().unwrap(), &*stored.lock().unwrap()), (1, &vec!["r1".to_owned()]));
}

#[test]
fn half_a_refresh_token_is_refused() {
    for (token, said) in [("", "is empty"), ("r0\n", "line break"), (" r0", "blanks")] {
        let recipe = RefreshToken::new("https://login.example.com/token", "app", token, |_| async { Ok(()) });
        let config = config("https://api.example.com").transport(Fake::new());
        let error = config.credential("Authorization", recipe.credential()).build().unwrap_err();
        assert!(error.kind() == ErrorKind::Config && format!("{error:#}").contains(said), "{error:#}");
    }
    let recipe = |tenant: &str| {
        let recipe = RefreshToken::new("https://login.example.com/{tenant}/token", "app", "r0", |_| async { Ok(()) });
        if tenant.is_empty() { recipe } else { recipe.variable("tenant", tenant) }
    };
    let built = |recipe: RefreshToken| {
        config("https://h").transport(Fake::new()).credential("Authorization", recipe.credential()).build()
    };
    assert!(built(recipe("")).is_err() && built(recipe("t")).is_ok());
}

/// The service requires a second factor. The refresh token is still valid, so the next call uses it again.
#[tokio::test]
async fn a_person_may_have_to_do_more_before_a_token_is_issued() {
    let fake = Fake::new();
    let fake = fake.respond_json(400, r#"{"error":"interaction_required","error_description":"AADSTS50076: use MFA"}"#);
    let fake = fake
        .respond_json(400, r#"{"error":"invalid_client"}"#)
        .respond_json(200, &issued("a1", "r1"))
        .respond_json(201, "{}");
    let core = client(&fake, recipe(0).0);
    let error = created(&core).await.unwrap_err();
    let shown = format!("{error:#}");
    assert!(error.kind() == ErrorKind::SignIn && shown.contains("AADSTS50076: use MFA"), "{shown}");
    assert_eq!(created(&core).await.unwrap_err().kind(), ErrorKind::Credential);
    created(&core).await.unwrap();
}

#[tokio::test]
async fn a_broken_connection_is_not_retried_and_the_next_call_tries_again() {
    let fake = Fake::new().fail("reset").respond_json(200, &issued("a1", "r1")).respond_json(201, "{}");
    let core = client(&fake, recipe(0).0);
    assert_eq!(created(&core).await.unwrap_err().kind(), ErrorKind::Credential);
    assert_eq!(fake.requests().len(), 1);
    created(&core).await.unwrap();
}

#[tokio::test]
async fn calls_at_the_same_time_share_one_renewal() {
    let mut fake = Fake::new().respond_json(200, &issued("a1", "r1"));
    for _ in 0..100 {
        fake = fake.respond_json(201, "{}");
    }
    let (recipe, stored) = recipe(0);
    let core = client(&fake, recipe);
    let calls: Vec<_> = (0..100)
        .map(|_| {
            let core = core.clone();
            tokio::spawn(async move { created(&core).await.map(drop) })
        })
        .collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    assert_eq!(fake.requests().len(), 101);
    assert_eq!(*stored.lock().unwrap(), ["r1"]);
}
