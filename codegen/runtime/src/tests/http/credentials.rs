//! Tests of credentials: which one is used, how it is sent, and that no output shows it.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::runtime::auth::api_key::ApiKey;
use crate::runtime::auth::basic::Basic;
use crate::runtime::auth::credential::{Bearer, Secret, Token};
use crate::runtime::call::builder::Call;
use crate::runtime::call::config::Config;
use crate::runtime::call::error::ErrorKind;
use crate::runtime::call::operation::*;
use crate::runtime::http::fake::Fake;
use crate::runtime::http::transport::BoxError;

use super::support::*;

const fn with(security: &'static [&'static [&'static str]]) -> Operation {
    Operation::new("x", "GET", "/x").accept("*/*").security(security)
}

static NONE: Operation = with(&[]);
static KEY_OR_BEARER: Operation = with(&[&["key"], &["Authorization"]]);
static BOTH: Operation = with(&[&["key", "basic"]]);
static OPEN_OR_BEARER: Operation = with(&[&[], &["Authorization"]]);

async fn sent(config: Config, operation: &'static Operation) -> Result<(String, Option<String>), ErrorKind> {
    let fake = Fake::new().respond_json(204, "");
    let core = config.base_url("https://h").transport(fake.clone()).build().unwrap();
    Call::new(&core, operation).send().await.map_err(|error| error.kind())?;
    let request = fake.requests().remove(0);
    let header = request.headers().get("authorization").map(|value| value.to_str().unwrap().to_owned());
    assert!(!format!("{:?}", request.headers()).contains("s3cret"));
    Ok((request.uri().to_string(), header))
}

#[tokio::test]
async fn the_operation_says_what_is_sent() {
    let bearer = || Config::new(&API).credential("Authorization", Bearer::new("s3cret"));
    let key = |config: Config| config.credential("key", ApiKey::new("s3cret&"));
    let plain = |url: &str| Ok((url.to_owned(), None));
    let header = |url: &str, value: &str| Ok((url.to_owned(), Some(value.to_owned())));
    assert_eq!(sent(bearer(), &NONE).await, plain("https://h/x"));
    assert_eq!(sent(bearer(), &KEY_OR_BEARER).await, header("https://h/x", "Bearer s3cret"));
    assert_eq!(sent(key(bearer()), &KEY_OR_BEARER).await, plain("https://h/x?api%20key=s3cret%26"));
    assert_eq!(sent(bearer(), &OPEN_OR_BEARER).await, header("https://h/x", "Bearer s3cret"));
    assert_eq!(sent(Config::new(&API), &OPEN_OR_BEARER).await, plain("https://h/x"));
    assert_eq!(sent(key(bearer()), &BOTH).await, Err(ErrorKind::Credential));
    let both = key(bearer()).credential("basic", Basic::new("Aladdin", "open sesame"));
    assert_eq!(
        sent(both, &BOTH).await,
        header("https://h/x?api%20key=s3cret%26", "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==")
    );
}

#[tokio::test]
async fn a_missing_credential_is_named() {
    let fake = Fake::new();
    let core = Config::new(&API).transport(fake.clone()).build().unwrap();
    let error = Call::new(&core, &KEY_OR_BEARER).send().await.unwrap_err();
    assert_eq!(error.to_string(), "x: GET /x: a credential is needed and not set: `key`, or `Authorization`");
    assert!(fake.requests().is_empty());
}

#[tokio::test]
async fn closures_yield_tokens() {
    let asked = Arc::new(AtomicUsize::new(0));
    let count = asked.clone();
    let credential = move || {
        let number = count.fetch_add(1, Ordering::Relaxed);
        async move { Ok::<_, BoxError>(format!("token{number}")) }
    };
    let fake = Fake::new().respond_json(401, "").respond_json(201, "{}");
    let config = config("https://h").transport(fake.clone()).credential("Authorization", credential);
    created(&config.build().unwrap()).await.unwrap();
    let sent: Vec<_> = fake.requests().iter().map(|request| request.headers()["authorization"].clone()).collect();
    assert_eq!(sent, ["Bearer token0", "Bearer token1"]);
}

#[tokio::test]
async fn a_refused_token_is_replaced_once() {
    let fake = Fake::new().respond_json(401, "").respond_json(401, "").respond_json(401, "");
    let failing = || async { Ok::<_, BoxError>(format!("{:?}", std::time::Instant::now()).replace(' ', "")) };
    let core = config("https://h").transport(fake.clone()).credential("Authorization", failing).build().unwrap();
    assert_eq!(submitted(&core).await.unwrap_err().status().unwrap(), 401);
    assert_eq!(fake.requests().len(), 2);
}

#[tokio::test]
async fn the_secrets_of_all_attempts_are_hidden() {
    let count = std::sync::atomic::AtomicU32::new(1);
    let tokens = std::sync::Arc::new(move || {
        let count = count.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        async move { Ok::<_, BoxError>(format!("token-{count}")) }
    });
    let tokens = move || tokens();
    let fake = Fake::new().respond_json(401, "").respond_json(400, r#"{"message": "token-1 and token-2 are wrong"}"#);
    let core = config("https://h").transport(fake).credential("Authorization", tokens).build().unwrap();
    let error = submitted(&core).await.unwrap_err();
    assert!(!format!("{error:#} {error:?}").contains("token-"), "{error:#}");
}

#[tokio::test]
async fn a_long_token_is_hidden() {
    let token = "x".repeat(9000) + "y";
    let fake = Fake::new().respond_json(400, &format!("the token {token} is wrong"));
    let core = config("https://h").transport(fake).credential("Authorization", Bearer::new(&*token)).build().unwrap();
    let error = submitted(&core).await.unwrap_err();
    assert!(error.to_string().ends_with("the token [secret] is wrong"), "{error}");
}

#[tokio::test]
async fn a_credential_that_fails_says_why() {
    let fake = Fake::new();
    let failing = || async { Err::<String, BoxError>("no network".into()) };
    let core = config("https://h").transport(fake.clone()).credential("Authorization", failing).build().unwrap();
    let error = created(&core).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Credential);
    assert!(format!("{error:#}").ends_with("no token for `Authorization`: no network"), "{error:#}");
}

#[tokio::test]
async fn a_token_that_no_header_holds_is_not_told() {
    let bad = || async { Ok::<_, BoxError>("s3cret\n".to_owned()) };
    let core = config("https://h").credential("Authorization", bad).transport(Fake::new());
    let error = created(&core.build().unwrap()).await.unwrap_err();
    assert!(!format!("{error:?} {error:#}").contains("s3cret"), "{error:#}");
}

/// A credential is checked when the client is built, and one that is a closure when it is called.
#[tokio::test]
async fn what_no_service_accepts_is_not_sent() {
    static API: Api = Api {
        schemes: &[
            Scheme { name: "bearer", kind: SchemeKind::Bearer { header: "authorization" } },
            Scheme { name: "basic", kind: SchemeKind::Basic },
            Scheme { name: "header", kind: SchemeKind::HeaderKey { name: "x-key" } },
            Scheme { name: "query", kind: SchemeKind::QueryKey { name: "key" } },
            Scheme { name: "cookie", kind: SchemeKind::CookieKey { name: "sid" } },
        ],
        ..super::support::API
    };
    static BEARER: Operation = with(&[&["bearer"]]);
    static BASIC: Operation = with(&[&["basic"]]);
    static HEADER: Operation = with(&[&["header"]]);
    static QUERY: Operation = with(&[&["query"]]);
    static COOKIE: Operation = with(&[&["cookie"]]);
    for (scheme, operation, token, reason) in [
        ("bearer", &BEARER, "", "is empty"),
        ("bearer", &BEARER, "bearer s3cret", "the client adds"),
        ("bearer", &BEARER, "s3crét", "that no token has"),
        ("bearer", &BEARER, "s3cret ", "that no token has"),
        ("basic", &BASIC, "", "is empty"),
        ("basic", &BASIC, "Basic czNjcmV0", "the client adds"),
        ("basic", &BASIC, "user:s3cret", "in Base64"),
        ("header", &HEADER, "", "is empty"),
        ("header", &HEADER, "s3cret\n", "around it"),
        ("header", &HEADER, "s3\ncret", "control characters"),
        ("query", &QUERY, "", "is empty"),
        ("cookie", &COOKIE, "", "is empty"),
        ("cookie", &COOKIE, "s3\ncret", "control characters"),
    ] {
        let fake = Fake::new().respond_json(204, "");
        let config = Config::new(&API).base_url("https://h").transport(fake.clone());
        let credential = move || async move { Ok::<_, BoxError>(token.to_owned()) };
        let core = config.credential(scheme, credential).build().unwrap();
        let error = Call::new(&core, operation).send().await.unwrap_err();
        let text = format!("{error:#}");
        assert_eq!(error.kind(), ErrorKind::Credential, "{text}");
        assert!(text.contains(&format!("the credential for `{scheme}`")) && text.contains(reason), "{text}");
        assert!(!text.contains("s3") && fake.requests().is_empty(), "{text}");
    }
    let refused =
        |config: Config| format!("{:#}", config.base_url("https://h").transport(Fake::new()).build().err().unwrap());
    for key in ["", " s3cret", "s3cret\r\n"] {
        assert!(refused(Config::new(&API).credential("query", ApiKey::new(key))).contains("the API key"));
    }
    for (user, password) in [("a:b", "s3cret"), ("a", "s3cret\n"), ("a\0", "s3cret")] {
        let text = refused(Config::new(&API).credential("basic", Basic::new(user, password)));
        assert!(text.contains("the user name") && !text.contains("s3cret"), "{text}");
    }
}

#[tokio::test]
async fn a_cookie_holds_no_second_cookie() {
    static API: Api = Api {
        schemes: &[Scheme { name: "session", kind: SchemeKind::CookieKey { name: "sid" } }],
        name: "cookies",
        version: "1",
        base_url: None,
        variables: &[],
        client_params: &[],
        request_id: None,
        correlation_id: None,
        error_code: &[],
        error_message: &[],
    };
    static COOKIE: Operation = with(&[&["session"]]);
    for (secret, sent) in
        [("a=b/c,d\"e f", Some("sid=a=b/c,d\"e f")), ("x; admin=1", None), (" x", None), ("x;", None), ("", None)]
    {
        let fake = Fake::new().respond_json(204, "");
        let config = Config::new(&API).base_url("https://h").transport(fake.clone());
        let credential = move || async move { Ok::<_, BoxError>(secret.to_owned()) };
        let core = config.credential("session", credential).build().unwrap();
        let outcome = Call::new(&core, &COOKIE).send().await;
        let cookie = fake.requests().first().map(|request| request.headers()["cookie"].to_str().unwrap().to_owned());
        assert_eq!(cookie.as_deref(), sent);
        if let Err(error) = outcome {
            assert_eq!(error.kind(), ErrorKind::Credential);
            let problem = if secret.is_empty() { "is empty" } else { "which no cookie can hold" };
            assert!(error.to_string().ends_with(problem), "{error}");
        }
    }
    let config = Config::new(&API).base_url("https://h").transport(Fake::new());
    let core = config.credential("session", ApiKey::new("x")).header("cookie", &"a=\u{fc}").build().unwrap();
    for call in [Call::new(&core, &COOKIE), Call::new(&core, &NONE).cookie("b", "c")] {
        let error = call.send().await.unwrap_err();
        assert!(error.to_string().ends_with("so no cookie can be added to it"), "{error}");
    }
}

#[test]
fn nothing_prints_a_secret() {
    let core = core("https://h");
    let texts = [
        format!("{:?} {:?}", Secret::new(TOKEN), Token::new(TOKEN)),
        format!("{:?} {:?} {:?}", Bearer::new(TOKEN), ApiKey::new(TOKEN), Basic::new("u", TOKEN)),
        format!("{:?} {core:?} {:?}", config("https://h"), create(&core).header("x-secret", TOKEN)),
    ];
    assert!(texts.iter().all(|text| !text.contains(TOKEN)), "{texts:?}");
}
