//! A credential that keeps its token and renews it ahead of time. All waiting calls share one renewal.

use std::error::Error;
use std::fmt;
use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::task::Poll;
use std::time::{Duration, Instant};

use super::credential::{Credential, CredentialContext, SignInRequired, Token};
use super::shared::Shared;
use crate::runtime::http::transport::{BoxError, BoxFuture};

/// How long before its expiry a token is renewed, by default.
const AHEAD: Duration = Duration::from_secs(120);
/// The minimum time between two renewals of a token that is still valid, after the first one has failed.
const PAUSE: Duration = Duration::from_secs(10);

/// Caches the token of another credential while it is valid.
///
/// The token is renewed two minutes before it expires (but not before three quarters of its lifetime have passed), and
/// when the service refuses it. All waiting calls share one renewal, which continues while one of them waits.
/// Meanwhile, calls use the old token as long as it is valid. A clone shares the cache, so one cache can serve several
/// clients.
///
/// # Examples
///
/// Caches a token that is valid for an hour, and renews it five minutes before its end:
///
/// ```
/// use runtime::{BoxError, Cached};
/// use std::time::Duration;
///
/// let cached = Cached::new(|| async {
///     // A request to the token service goes here.
///     Ok::<_, BoxError>(("t-1".to_owned(), Duration::from_secs(3600)))
/// });
/// let cached = cached.renew_ahead(Duration::from_secs(300));
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// #     use runtime::Credential;
/// #     let fake = runtime::Fake::new();
/// #     assert_eq!(cached.token(runtime::CredentialContext::new(std::sync::Arc::new(fake))).await.unwrap().secret().expose(), "t-1");
/// # });
/// ```
#[derive(Clone)]
pub struct Cached(Arc<Cache>);

struct Cache {
    inner: Arc<dyn Credential>,
    ahead: Duration,
    /// Whether the next call continues a renewal if all calls that wait for it are canceled.
    keeps_renewal: bool,
    slot: Mutex<Slot>,
}

#[derive(Default)]
struct Slot {
    kept: Option<Kept>,
    /// The renewal in progress. The calls that wait for it own it, so that it ends with the last of them.
    renewal: Weak<Renewal>,
    /// The renewal in progress, if the next call continues it after all calls that wait for it are canceled.
    unfinished: Option<Arc<Renewal>>,
}

struct Kept {
    token: Token,
    /// When to renew the token; `None` if its lifetime is unknown.
    renew: Option<Instant>,
    /// When the token expires.
    end: Option<Instant>,
}

type Renewal = Shared<Renewed>;

#[derive(Clone)]
struct Renewed {
    /// When the token was requested. Its lifetime is counted from that moment, because the service may have issued it
    /// at any time after.
    asked: Instant,
    outcome: Result<Token, Failure>,
}

impl Cached {
    /// Creates a cache for the token of a credential.
    pub fn new(inner: impl Credential) -> Self {
        Self::with(Arc::new(inner), AHEAD, false)
    }

    /// Creates a cache in which the next call continues a renewal if all calls that wait for it are canceled.
    /// Otherwise, the tokens that the service issued meanwhile would be lost.
    pub(super) fn with_whole_renewals(inner: impl Credential) -> Self {
        Self::with(Arc::new(inner), AHEAD, true)
    }

    /// Sets how long before its end a token is renewed. The cache that is returned is empty.
    pub fn renew_ahead(self, ahead: Duration) -> Self {
        Self::with(self.0.inner.clone(), ahead, self.0.keeps_renewal)
    }

    fn with(inner: Arc<dyn Credential>, ahead: Duration, keeps_renewal: bool) -> Self {
        Self(Arc::new(Cache { inner, ahead, keeps_renewal, slot: Mutex::default() }))
    }
}

impl Cache {
    fn lock(&self) -> MutexGuard<'_, Slot> {
        self.slot.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The cached token, or the renewal to wait for.
    fn look(&self, context: CredentialContext, now: Instant) -> Result<Token, Arc<Renewal>> {
        let mut slot = self.lock();
        if slot.kept.as_ref().is_some_and(|kept| context.refused.as_ref() == Some(kept.token.secret())) {
            slot.kept = None;
        }
        let renewal = slot.renewal.upgrade();
        if let Some(kept) = &slot.kept {
            let fresh = kept.renew.is_none_or(|renew| now < renew);
            if fresh || (renewal.is_some() && kept.is_good(now)) {
                return Ok(kept.token.clone());
            }
        }
        Err(renewal.unwrap_or_else(|| {
            let inner = self.inner.clone();
            let renewal = Arc::new(Shared::new(Box::pin(async move {
                let outcome = unless_panicking(Box::pin(async move { inner.token(context).await })).await;
                let outcome = outcome.map_err(|cause| Failure(Arc::from(cause)));
                Renewed { asked: now, outcome }
            })));
            slot.renewal = Arc::downgrade(&renewal);
            slot.unfinished = self.keeps_renewal.then(|| renewal.clone());
            renewal
        }))
    }

    /// Stores the outcome of a renewal, unless another waiting call has done so.
    fn store_renewed(&self, renewal: &Arc<Renewal>, renewed: Renewed, now: Instant) -> Result<Token, Failure> {
        let mut slot = self.lock();
        let first = std::ptr::eq(slot.renewal.as_ptr(), Arc::as_ptr(renewal));
        if first {
            slot.renewal = Weak::new();
            slot.unfinished = None;
        }
        match (renewed.outcome, &mut slot.kept) {
            (Ok(token), kept) => {
                if first {
                    *kept = Some(Kept::new(token.clone(), renewed.asked, self.ahead));
                }
                Ok(token)
            }
            (Err(_), Some(kept)) if kept.is_good(now) => {
                if first {
                    kept.renew = kept.renew.map(|_| now + PAUSE);
                }
                Ok(kept.token.clone())
            }
            (Err(failure), _) => Err(failure),
        }
    }
}

impl Kept {
    fn new(token: Token, asked: Instant, ahead: Duration) -> Self {
        let end = token.lifetime().and_then(|lifetime| asked.checked_add(lifetime));
        let renew = token.lifetime().and_then(|lifetime| asked.checked_add(lifetime - ahead.min(lifetime / 4)));
        Self { token, renew, end }
    }

    fn is_good(&self, now: Instant) -> bool {
        self.end.is_none_or(|end| now < end)
    }
}

impl Credential for Cached {
    fn token(&self, context: CredentialContext) -> BoxFuture<'_, Result<Token, BoxError>> {
        Box::pin(async move {
            let now = context.now();
            match self.0.look(context, now) {
                Ok(token) => Ok(token),
                Err(renewal) => Ok(self.0.store_renewed(&renewal, renewal.wait().await, now)?),
            }
        })
    }

    fn check(&self) -> Result<(), BoxError> {
        self.0.inner.check()
    }
}

/// The outcome of a credential, or an error if it panics: nobody would wake the other calls that wait for it.
async fn unless_panicking(mut token: BoxFuture<'_, Result<Token, BoxError>>) -> Result<Token, BoxError> {
    poll_fn(|context| {
        let polled = catch_unwind(AssertUnwindSafe(|| token.as_mut().poll(context)));
        polled.unwrap_or_else(|_| Poll::Ready(Err("the credential panicked".into())))
    })
    .await
}

impl fmt::Debug for Cached {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Cached(..)")
    }
}

/// The error of a renewal, shared by all calls that waited for it.
#[derive(Clone, Debug)]
struct Failure(Arc<dyn Error + Send + Sync>);

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Error for Failure {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self.0.downcast_ref::<SignInRequired>() {
            Some(sign_in) => Some(sign_in),
            None => self.0.source(),
        }
    }
}
