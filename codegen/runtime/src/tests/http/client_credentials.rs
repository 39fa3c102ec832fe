//! Tests of OAuth 2.0 client credentials: the exact request, the forms of responses, and a thousand calls at once.

use std::sync::Arc;
use std::time::Duration;

use crate::runtime::auth::api_key::ApiKey;
use crate::runtime::auth::cached::Cached;
use crate::runtime::auth::client_credentials::ClientCredentials;
use crate::runtime::auth::credential::{Bearer, Credential};
use crate::runtime::call::config::{Config, Core};
use crate::runtime::call::error::{Error, ErrorKind};
use crate::runtime::http::fake::Fake;

use super::server::{Act, Server, json};
use super::support::*;

fn client(fake: &Fake, recipe: ClientCredentials) -> Core {
    let config = config("https://api.example.com").transport(fake.clone());
    config.credential("Authorization", recipe.credential()).build().unwrap()
}

fn recipe() -> ClientCredentials {
    ClientCredentials::new("https://login.example.com/t/token?p=1", "the id", "s3cret&").scope("a b").field("x", "y")
}

fn token(name: &str) -> String {
    format!(r#"{{"access_token":"{name}","token_type":"Bearer","expires_in":3600}}"#)
}

#[tokio::test]
async fn a_token_is_asked_for_once() {
    let fake = Fake::new().respond_json(200, &token("t1")).respond_json(201, "{}").respond_json(201, "{}");
    let core = client(&fake, recipe());
    created(&core).await.unwrap();
    created(&core).await.unwrap();
    let requests = fake.requests();
    assert_eq!(requests[0].uri(), "https://login.example.com/t/token?p=1");
    assert_eq!(requests[0].headers()["content-type"], "application/x-www-form-urlencoded");
    assert_eq!(
        requests[0].body(),
        "grant_type=client_credentials&scope=a%20b&x=y&client_id=the%20id&client_secret=s3cret%26"
    );
    assert_eq!(requests.len(), 3);
    assert_eq!(requests[2].headers()["authorization"], "Bearer t1");
}

#[tokio::test]
async fn a_token_that_needs_a_proof_is_not_sent_as_a_bearer_token() {
    for kind in ["mac", "DPoP"] {
        let fake = Fake::new().respond_json(200, &token("t1").replace("Bearer", kind));
        let error = created(&client(&fake, recipe())).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Credential);
        assert!(format!("{error:#}").contains(&format!("of the type `{}`", kind.to_lowercase())), "{error:#}");
    }
    for kind in ["bearer", "BearerToken", "", "api_key"] {
        let fake = Fake::new().respond_json(200, &token("t1").replace("Bearer", kind)).respond_json(201, "{}");
        created(&client(&fake, recipe())).await.unwrap();
    }
}

#[tokio::test]
async fn id_and_secret_go_into_the_header_where_wanted() {
    let fake = Fake::new().respond_json(200, &token("t1")).respond_json(201, "{}");
    created(&client(&fake, recipe().in_header().token_url("https://login.example.com/o/token/"))).await.unwrap();
    let request = &fake.requests()[0];
    assert_eq!(request.uri(), "https://login.example.com/o/token/");
    assert_eq!(request.headers()["authorization"], "Basic dGhlJTIwaWQ6czNjcmV0JTI2");
    assert!(request.headers()["authorization"].is_sensitive());
    assert_eq!(request.body(), "grant_type=client_credentials&scope=a%20b&x=y");
}

/// The variables of a token URL are filled in, encoded; without a value nothing is sent.
#[tokio::test]
async fn a_token_url_may_have_variables() {
    let recipe = || ClientCredentials::of("id", "secret").or_token_url("https://login.example.com/{tenant}/{kind}");
    let fake = Fake::new().respond_json(200, &token("t1")).respond_json(201, "{}");
    let filled = recipe().variable("kind", "token").variable("tenant", "x").variable("tenant", "a/b{kind}");
    created(&client(&fake, filled)).await.unwrap();
    assert_eq!(fake.requests()[0].uri(), "https://login.example.com/a%2Fb%7Bkind%7D/token");
    for (recipe, said) in [
        (recipe().variable("tenant", "t"), "the token URL has no value for `kind`: set it with `variable`"),
        (recipe().variable("tenant", "..").variable("kind", "k"), "must not be \"..\""),
        (recipe().variable("tenants", "t"), "no parameter `tenants`"),
    ] {
        let error = built(recipe.credential()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config);
        assert!(format!("{error:#}").contains(said), "{error:#}");
    }
}

fn built(credential: impl Credential) -> Result<Core, Error> {
    Config::new(&API).base_url("https://h").transport(Fake::new()).credential("Authorization", credential).build()
}

/// A client is not built with a credential that no service can accept, because its first call might be a day later.
#[test]
fn a_client_is_not_built_with_half_a_credential() {
    let id = |id: &str| ClientCredentials::of(id, "secret");
    for (credential, said) in [
        (built(id("app").credential()), "the token URL is not valid"),
        (built(id("").or_token_url("https://login.example.com/t").credential()), "the client ID is empty"),
        (built(Cached::new(Bearer::new(""))), "the bearer token is empty"),
        (built(Bearer::new("bearer abc")), "starts with `Bearer`"),
        (built(Arc::new(Bearer::new("abc\n"))), "line breaks"),
        (built(ApiKey::new("")), "the API key is empty"),
    ] {
        let error = credential.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config);
        assert!(format!("{error:#}").contains(said), "{error:#}");
    }
    assert!(built(Bearer::new("Bearers")).is_ok());
}

#[tokio::test]
async fn what_a_client_asks_for_gives_way_to_what_is_said() {
    let plain = || ClientCredentials::of("id", "secret").or_token_url("https://login.example.com/t");
    let asked = [
        (plain(), ""),
        (plain().or_scope("read write"), "&scope=read%20write"),
        (plain().scope("all").or_scope("read"), "&scope=all"),
        (plain().or_scope("read").scope("all"), "&scope=all"),
        (plain().scope("").or_scope("read"), ""),
    ];
    for (recipe, scope) in asked {
        let fake = Fake::new().respond_json(200, &token("t1")).respond_json(201, "{}");
        created(&client(&fake, recipe)).await.unwrap();
        let body = format!("grant_type=client_credentials{scope}&client_id=id&client_secret=secret");
        assert_eq!(fake.requests()[0].body(), body.as_str());
    }
}

#[tokio::test]
async fn lifetimes_come_in_several_forms() {
    for (lifetime, kept) in [("3600", true), ("\"3600\"", true), ("3600.0", true), ("60", false), ("\"soon\"", true)] {
        let response = |name| format!(r#"{{"access_token":"{name}","expires_in":{lifetime}}}"#);
        let fake = Fake::new().respond_json(200, &response("t1")).respond_json(201, "{}");
        let core = client(&fake, recipe());
        created(&core).await.unwrap();
        fake.pass(Duration::from_secs(100));
        let fake = if kept { fake } else { fake.respond_json(200, &response("t2")) };
        created(&core_answer(fake, &core)).await.unwrap();
    }
}

/// Checks how long a token is kept. `None` means that the client knows no end.
#[tokio::test]
async fn a_lifetime_that_is_no_number_of_seconds_does_no_harm() {
    for (lifetime, kept) in [
        ("null", None),
        ("-1", Some(0)),
        ("\"-3600\"", Some(0)),
        ("0", Some(0)),
        ("0.5", Some(0)),
        ("3600.5", Some(3000)),
        ("\" 3600 \"", Some(3000)),
        ("\"soon\"", Some(200)),
        ("{\"seconds\": 5}", Some(200)),
        ("\"NaN\"", Some(200)),
        ("1e999", None),
        ("\"1e999\"", None),
    ] {
        let response = |name| format!(r#"{{"access_token":"{name}","expires_in":{lifetime}}}"#);
        let fake = Fake::new().respond_json(200, &response("t1")).respond_json(201, "{}");
        let core = client(&fake, recipe());
        created(&core).await.unwrap();
        if let Some(kept) = kept {
            fake.pass(Duration::from_secs(kept));
            if kept > 0 {
                created(&core_answer(fake.clone(), &core)).await.unwrap();
            }
            fake.pass(Duration::from_secs(1000));
            let fake = fake.respond_json(200, &response("t2"));
            created(&core_answer(fake.clone(), &core)).await.unwrap();
            assert_eq!(fake.requests().last().unwrap().headers()["authorization"], "Bearer t2", "{lifetime}");
        } else {
            fake.pass(Duration::from_secs(1_000_000));
            created(&core_answer(fake, &core)).await.unwrap();
        }
    }
}

#[tokio::test]
async fn a_token_service_that_hangs_is_asked_once_for_each_call() {
    let fake = (0..40).fold(Fake::new(), |fake, _| fake.hang());
    let core = client(&fake, recipe());
    for _ in 0..3 {
        let error = created(&core).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Credential, "{error:#}");
    }
    assert_eq!(fake.requests().len(), 3);
}

/// Checks a token service that hangs for longer than the call waits, and one that is down.
#[tokio::test]
async fn attempts_of_a_call_do_not_multiply_those_for_a_token() {
    let server = Server::start(|_, _| Act::Stall(Vec::new(), Duration::from_secs(5)));
    let recipe = ClientCredentials::new(&format!("{}/token", server.url()), "id", "s3cret");
    let config = config(&server.url()).credential("Authorization", recipe.credential());
    let core = config.timeout(Duration::from_millis(100)).build().unwrap();
    for _ in 0..3 {
        let error = created(&core).await.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Credential, 0), "{error:#}");
        assert!(error.to_string().ends_with("no token came within 100ms"), "{error}");
    }
    assert_eq!(server.requests().len(), 3);
    let fake = (0..40).fold(Fake::new(), |fake, _| fake.respond_json(503, ""));
    let core = client(&fake, self::recipe());
    created(&core).await.unwrap_err();
    assert_eq!(fake.requests().len(), 4);
}

/// The same client, with one more response queued.
fn core_answer(fake: Fake, core: &Core) -> Core {
    drop(fake.respond_json(201, "{}"));
    core.clone()
}

#[tokio::test]
async fn a_refusal_is_told_without_the_secret() {
    let body = r#"{"error":"invalid_client","error_description":"AADSTS7000215: s3cret& is wrong"}"#;
    let fake = Fake::new().respond_json(401, body);
    let error = created(&client(&fake, recipe())).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Credential);
    let text = format!("{error:#}");
    assert!(
        text.ends_with(
            "no token for `Authorization`: oauth2.token: POST {token_url}: 401 Unauthorized: invalid_client: \
             AADSTS7000215: [secret] is wrong"
        ),
        "{text}"
    );
    assert!(!format!("{error:?} {:?}", recipe()).contains("s3cret"));
}

#[tokio::test]
async fn an_answer_without_a_token_is_told() {
    for body in ["{}", "[]", r#"{"access_token":""}"#, "<html>"] {
        let error = created(&client(&Fake::new().respond_json(200, body), recipe())).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Credential, "{body}");
    }
}

#[tokio::test]
async fn a_token_service_that_is_down_is_asked_again() {
    let fake = Fake::new().fail("reset").respond_json(503, "").respond_json(200, &token("t1")).respond_json(201, "{}");
    created(&client(&fake, recipe())).await.unwrap();
    assert_eq!(fake.requests().len(), 4);
}

#[tokio::test]
async fn a_thousand_calls_share_one_renewal_and_none_is_lost() {
    // From the 501st call on, the service no longer accepts the first token.
    let server = Server::start(|index, request| {
        if request.line.contains("/token") {
            return Act::Send(json("200 OK", &token(&format!("t{index}"))));
        }
        match request.header("authorization") {
            Some("Bearer t0") if index > 500 => Act::Send(json("401 Unauthorized", "{}")),
            _ => Act::Send(json("201 Created", "{}")),
        }
    });
    let recipe = ClientCredentials::new(&format!("{}/token", server.url()), "id", "s3cret");
    let core = config(&server.url()).credential("Authorization", recipe.credential()).build().unwrap();
    created(&core).await.unwrap();
    // Each connection needs a file descriptor.
    let gate = std::sync::Arc::new(tokio::sync::Semaphore::new(200));
    let calls: Vec<_> = (0..1000)
        .map(|_| {
            let (core, gate) = (core.clone(), gate.clone());
            tokio::spawn(async move {
                let _permit = gate.acquire().await;
                created(&core).await
            })
        })
        .collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    let requests = server.requests();
    assert_eq!(requests.iter().filter(|request| request.line.contains("/token")).count(), 2);
    let mut keys: Vec<_> = requests.iter().filter_map(|request| request.header("ms-requestid")).collect();
    keys.sort_unstable();
    keys.dedup();
    assert_eq!(keys.len(), 1001, "no key is shared between calls");
}
