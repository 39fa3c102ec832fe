//! Tests of tokens that are refused, renewed while a thousand calls wait, and echoed by the service.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use http::Request;
use partner_center::{Body, BoxError, Cached, Client, Error, ErrorKind, Layered, Next, Reqwest};
use tokio::sync::Semaphore;

use super::server::{Act, Server, json, response};
use super::{MARK, NAME, TOKEN, WAYS, Way, builder, call, client, log, shown};

/// Tokens that are valid for an hour and slow to fetch, and the number of fetched ones.
fn tokens() -> (Cached, Arc<AtomicUsize>) {
    let asked = Arc::new(AtomicUsize::new(0));
    let count = asked.clone();
    let cached = Cached::new(move || {
        let number = count.fetch_add(1, Ordering::SeqCst) + 1;
        async move {
            tokio::task::yield_now().await;
            Ok::<_, BoxError>((format!("{MARK}{number}"), Duration::from_secs(3600)))
        }
    });
    shown(&cached);
    (cached, asked)
}

fn bearer(number: usize) -> String {
    format!("Bearer {MARK}{number}")
}

#[tokio::test]
async fn a_token_that_is_refused_is_renewed() {
    for way in WAYS {
        let server = Server::responding(vec![
            json("401 Unauthorized", &format!(r#"{{"code":1,"description":"{MARK}1 is stale"}}"#)),
            json("201 Created", r#"{"id":"x"}"#),
        ]);
        let (cached, asked) = tokens();
        let client = builder(&server.url()).credential(cached).build().unwrap();
        assert_eq!(call(&client, way).await.unwrap().id.as_deref(), Some("x"));
        let requests = server.requests();
        let sent: Vec<_> = requests.iter().filter_map(|request| request.header("authorization")).collect();
        assert_eq!(sent, [bearer(1), bearer(2)]);
        assert_eq!((requests[0].header(NAME), &requests[0].body), (requests[1].header(NAME), &requests[1].body));
        assert_eq!(asked.load(Ordering::SeqCst), 2);
    }
    log::holds_no_token();
}

#[tokio::test]
async fn a_token_that_is_refused_for_ever_is_renewed_once() {
    for way in WAYS {
        let server = Server::responding(vec![json("401 Unauthorized", r#"{"code":1,"description":"no"}"#)]);
        let (cached, asked) = tokens();
        let error = call(&builder(&server.url()).credential(cached).build().unwrap(), way).await.unwrap_err();
        assert_eq!((error.kind(), error.status().unwrap().as_u16()), (ErrorKind::Status, 401));
        assert_eq!((server.requests().len(), asked.load(Ordering::SeqCst)), (2, 2));
        // A fixed token cannot be renewed.
        let server = Server::responding(vec![json("401 Unauthorized", "{}")]);
        call(&client(&server.url()), way).await.unwrap_err();
        assert_eq!(server.requests().len(), 1);
    }
    log::holds_no_token();
}

/// From the 501st request on, the service no longer accepts the first token.
#[tokio::test]
async fn a_thousand_calls_at_once_share_one_renewal() {
    let server = Server::start(|index, request| match request.header("authorization") {
        Some(token) if token == bearer(1) && index >= 500 => Act::Send(json("401 Unauthorized", "{}")),
        Some(token) if token == bearer(1) || token == bearer(2) => {
            let id = request.header(NAME).unwrap_or_default();
            Act::Send(json("201 Created", &format!(r#"{{"id":"{id}"}}"#)))
        }
        _ => Act::Send(json("403 Forbidden", "{}")),
    });
    let (cached, asked) = tokens();
    let client = builder(&server.url()).transport(narrow(50)).credential(cached).build().unwrap();
    let calls: Vec<_> = (0..1000).map(|_| tokio::spawn(created(client.clone()))).collect();
    let mut ids = Vec::new();
    for call in calls {
        ids.push(call.await.unwrap().unwrap());
    }
    assert_eq!(asked.load(Ordering::SeqCst), 2, "one token at first, one renewal");
    let mut sent: HashMap<String, Vec<String>> = HashMap::new();
    for request in server.requests() {
        let token = request.header("authorization").unwrap().to_owned();
        sent.entry(request.header(NAME).unwrap().to_owned()).or_default().push(token);
    }
    ids.sort();
    ids.dedup();
    assert_eq!((ids.len(), sent.len()), (1000, 1000), "no name is shared between calls");
    for tokens in sent.values() {
        let once = tokens.len() == 1;
        assert!(once || *tokens == [bearer(1), bearer(2)], "a call is repeated only with a better token: {tokens:?}");
    }
    assert!(sent.values().any(|tokens| tokens.len() == 2), "some calls were refused");
    log::holds_no_token();
}

async fn created(client: Client) -> Result<String, Error> {
    Ok(call(&client, Way::Create).await?.id.clone().unwrap_or_default())
}

/// The default transport with a limited number of connections, because a process may have only so many files open.
fn narrow(most: usize) -> impl partner_center::Transport {
    let gate = Arc::new(Semaphore::new(most));
    Layered::new(Reqwest::new().unwrap(), move |request: Request<Body>, next: Next| {
        let gate = gate.clone();
        async move {
            let _permit = gate.acquire().await?;
            next.send(request).await
        }
    })
}

#[tokio::test]
async fn a_credential_that_fails_sends_nothing() {
    let server = Server::responding(vec![json("201 Created", "{}")]);
    let failing = || async { Err::<String, BoxError>("the vault is shut".into()) };
    for way in WAYS {
        let error = call(&builder(&server.url()).credential(failing).build().unwrap(), way).await.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Credential, 0));
        assert!(format!("{error:#}").ends_with("no token for `Authorization`: the vault is shut"), "{error:#}");
    }
    assert!(server.requests().is_empty());
}

/// Some services echo parts of the request in places that end up in errors and logs.
#[tokio::test]
async fn a_token_that_the_service_repeats_is_not_told() {
    let words = format!(r#"{{"code":"{TOKEN}","description":"what is {TOKEN}?"}}"#);
    let location = format!("https://example.com/?token={TOKEN}");
    let names = [("ms-requestid", TOKEN), ("ms-correlationid", TOKEN), ("content-type", "application/json")];
    for (bytes, kind) in [
        (json("400 Bad Request", &words), ErrorKind::Status),
        (json("503 Service Unavailable", &words), ErrorKind::Status),
        (response("400 Bad Request", &names, &words), ErrorKind::Status),
        (response("307 Temporary Redirect", &[("location", &location)], ""), ErrorKind::Redirect),
        (response("201 Created", &[("content-type", TOKEN)], "<html>"), ErrorKind::Decode),
        (json("201 Created", &format!(r#"{{"lineItems":"{TOKEN}"}}"#)), ErrorKind::Decode),
        (json("201 Created", &format!(r#"{{"{TOKEN}":1,}}"#)), ErrorKind::Decode),
        (json("201 Created", &format!(r#"{{"resourceAttributes":{{"{TOKEN}":nul}}}}"#)), ErrorKind::Decode),
        (response("201 Created", &[("content-encoding", TOKEN), ("content-type", "a/b")], "x"), ErrorKind::Decode),
    ] {
        let server = Server::responding(vec![bytes.clone()]);
        let error = call(&client(&server.url()), Way::Create).await.unwrap_err();
        assert_eq!(error.kind(), kind, "{error}");
    }
    log::holds_no_token();
}
