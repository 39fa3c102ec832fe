//! Tests of a cached credential: renewal ahead of time, once for all calls, and when calls are canceled.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::sync::Semaphore;

use crate::runtime::auth::cached::Cached;
use crate::runtime::auth::credential::{Credential, CredentialContext, Secret};
use crate::runtime::http::fake::Fake;
use crate::runtime::http::transport::BoxError;

/// A source of tokens that last an hour: the n-th is `t<n>`; each waits for a permit.
#[derive(Clone)]
struct Source {
    asked: Arc<AtomicUsize>,
    gate: Arc<Semaphore>,
    failing: Arc<AtomicUsize>,
}

impl Source {
    fn open() -> Self {
        Self::with(Semaphore::MAX_PERMITS)
    }

    fn with(permits: usize) -> Self {
        Self { asked: Arc::default(), gate: Arc::new(Semaphore::new(permits)), failing: Arc::default() }
    }

    fn cached(&self) -> Cached {
        let source = self.clone();
        Cached::new(move || source.clone().next())
    }

    async fn next(self) -> Result<(String, Duration), BoxError> {
        let number = self.asked.fetch_add(1, Ordering::SeqCst) + 1;
        self.gate.acquire().await?.forget();
        if self.failing.load(Ordering::SeqCst) > 0 {
            return Err("down".into());
        }
        Ok((format!("t{number}"), Duration::from_secs(3600)))
    }

    fn count(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }
}

async fn token(cached: &Cached, fake: &Fake) -> Result<String, String> {
    let token = cached.token(CredentialContext::new(Arc::new(fake.clone()))).await;
    token.map(|token| token.secret().expose().to_owned()).map_err(|error| error.to_string())
}

async fn refused(cached: &Cached, fake: &Fake, secret: &str) -> String {
    let mut context = CredentialContext::new(Arc::new(fake.clone()));
    context.refused = Some(Secret::new(secret));
    cached.token(context).await.unwrap().secret().expose().to_owned()
}

#[tokio::test]
async fn a_token_is_kept_and_renewed_ahead() {
    let (source, fake) = (Source::open(), Fake::new());
    let cached = source.cached();
    assert_eq!(token(&cached, &fake).await.unwrap(), "t1");
    fake.pass(Duration::from_secs(3600 - 121));
    assert_eq!(token(&cached, &fake).await.unwrap(), "t1");
    fake.pass(Duration::from_secs(1));
    assert_eq!(token(&cached, &fake).await.unwrap(), "t2");
    assert_eq!(source.count(), 2);
}

#[tokio::test]
async fn a_refused_token_is_renewed_once_for_all() {
    let (source, fake) = (Source::open(), Fake::new());
    let cached = source.cached();
    token(&cached, &fake).await.unwrap();
    assert_eq!(refused(&cached, &fake, "t1").await, "t2");
    // A late response to an old token must not discard the new one.
    assert_eq!(refused(&cached, &fake, "t1").await, "t2");
    assert_eq!(source.count(), 2);
}

#[tokio::test]
async fn one_renewal_serves_a_thousand_though_many_go_away() {
    let (source, fake) = (Source::with(0), Fake::new());
    let cached = source.cached();
    let calls: Vec<_> = (0..1000)
        .map(|_| {
            let (cached, fake) = (cached.clone(), fake.clone());
            tokio::spawn(async move { token(&cached, &fake).await })
        })
        .collect();
    tokio::task::yield_now().await;
    // The first call, which began the renewal, is canceled too.
    calls.iter().step_by(2).for_each(|call| call.abort());
    tokio::task::yield_now().await;
    source.gate.add_permits(1);
    for call in calls.into_iter().skip(1).step_by(2) {
        assert_eq!(call.await.unwrap().unwrap(), "t1");
    }
    assert_eq!(source.count(), 1);
}

#[tokio::test]
async fn while_the_old_token_is_good_only_one_waits() {
    let (source, fake) = (Source::with(1), Fake::new());
    let cached = source.cached();
    token(&cached, &fake).await.unwrap();
    fake.pass(Duration::from_secs(3500));
    let mut first = Box::pin(token(&cached, &fake));
    assert!(poll(&mut first).is_none());
    assert_eq!(token(&cached, &fake).await.unwrap(), "t1");
    source.gate.add_permits(1);
    assert_eq!(first.await.unwrap(), "t2");
    assert_eq!(token(&cached, &fake).await.unwrap(), "t2");
    assert_eq!(source.count(), 2);
}

#[tokio::test]
async fn a_renewal_that_all_have_left_leaves_nothing() {
    let (source, fake) = (Source::with(0), Fake::new());
    let cached = source.cached();
    let mut first = Box::pin(token(&cached, &fake));
    assert!(poll(&mut first).is_none());
    drop(first);
    source.gate.add_permits(1);
    assert_eq!(token(&cached, &fake).await.unwrap(), "t2");
}

#[tokio::test]
async fn a_renewal_that_fails_costs_nothing_while_the_old_token_is_good() {
    let (source, fake) = (Source::open(), Fake::new());
    let cached = source.cached();
    token(&cached, &fake).await.unwrap();
    source.failing.store(1, Ordering::SeqCst);
    fake.pass(Duration::from_secs(3500));
    assert_eq!(token(&cached, &fake).await.unwrap(), "t1");
    assert_eq!(token(&cached, &fake).await.unwrap(), "t1");
    assert_eq!(source.count(), 2, "the next try comes after a pause");
    fake.pass(Duration::from_secs(100));
    assert_eq!(token(&cached, &fake).await.unwrap_err(), "down");
}

fn poll<T>(future: &mut (impl Future<Output = T> + Unpin)) -> Option<T> {
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    match std::pin::Pin::new(future).poll(&mut context) {
        std::task::Poll::Ready(value) => Some(value),
        std::task::Poll::Pending => None,
    }
}

#[tokio::test]
async fn a_credential_that_panics_is_asked_again() {
    let count = Arc::new(AtomicUsize::new(0));
    let counted = count.clone();
    let cached = Cached::new(move || {
        let first = counted.fetch_add(1, Ordering::SeqCst) == 0;
        async move {
            tokio::task::yield_now().await;
            assert!(!first, "the first token");
            Ok::<_, BoxError>(("t".to_owned(), Duration::from_secs(3600)))
        }
    });
    let fake = Fake::new();
    let (one, two) = tokio::join!(token(&cached, &fake), token(&cached, &fake));
    assert_eq!(
        (one.unwrap_err(), two.unwrap_err()),
        ("the credential panicked".into(), "the credential panicked".into())
    );
    assert_eq!(token(&cached, &fake).await.unwrap(), "t");
    assert_eq!(count.load(Ordering::SeqCst), 2);
}
