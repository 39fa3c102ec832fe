//! OAuth 2 refresh tokens (RFC 6749 section 6): access on behalf of a person who has signed in before.

use std::fmt::{self, Display};
use std::future::Future;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use super::cached::Cached;
use super::credential::{Credential, CredentialContext, Secret, SignInRequired, Token};
use super::token_service::{self, Issued, TokenClient};
use crate::runtime::call::builder::Call;
use crate::runtime::call::error::Error;
use crate::runtime::http::transport::{BoxError, BoxFuture};

/// Fetches access tokens with a refresh token, which the token service may replace each time.
///
/// [`credential`](Self::credential) creates the credential, which keeps its access token and renews it ahead of time.
/// Concurrent calls share one renewal. Only a request that was never sent is retried, because a service that replaces
/// refresh tokens may treat a repeated one as stolen.
///
/// A new refresh token is passed to the function `store` of [`new`](Self::new) before the access token that came with
/// it is used. If a call is canceled during a renewal, the next call continues it, so that issued tokens are not lost.
///
/// After the user has signed in again, create a new `RefreshToken` and a new client: a refused refresh token is not
/// sent again.
///
/// # Examples
///
/// ```
/// use runtime::{Credential, RefreshToken, Secret};
///
/// /// Keeps the refresh token in a file.
/// fn credential(path: &'static str) -> std::io::Result<impl Credential> {
///     let refresh_token = std::fs::read_to_string(path)?.trim().to_owned();
///     let store = move |new: Secret| async move { Ok(std::fs::write(path, new.expose())?) };
///     Ok(RefreshToken::new("https://login.example.com/token", "app", refresh_token, store).credential())
/// }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), runtime::BoxError> {
/// #     let path = std::env::temp_dir().join(format!("refresh-token-of-an-example-{}", std::process::id()));
/// #     std::fs::write(&path, "r-1")?;
/// #     let fake = runtime::Fake::new().respond_json(200, r#"{"access_token": "t-1", "refresh_token": "r-2"}"#);
/// #     let credential = credential(String::leak(path.to_str().unwrap().to_owned()))?;
/// #     let token = credential.token(runtime::CredentialContext::new(std::sync::Arc::new(fake))).await;
/// #     let stored = std::fs::read_to_string(&path);
/// #     std::fs::remove_file(path)?;
/// #     assert_eq!((token?.secret().expose(), stored?.as_str()), ("t-1", "r-2"));
/// #     Ok(())
/// # }
/// ```
#[derive(Clone)]
#[must_use = "it does nothing until a credential is created from it"]
pub struct RefreshToken {
    client: TokenClient,
    refresh_token: Secret,
    store: Arc<Store>,
}

type Store = dyn Fn(Secret) -> BoxFuture<'static, Result<(), BoxError>> + Send + Sync;

impl RefreshToken {
    /// Fetches tokens from `token_url` for the client `id`, which has no secret unless [`secret`](Self::secret) sets
    /// one.
    ///
    /// `store` is called with each new refresh token, and should write it to the place from which `refresh_token` was
    /// read. If it fails, the call fails too, and the next one stores that token first.
    pub fn new<F, Stored>(token_url: &str, id: &str, refresh_token: impl Into<Secret>, store: F) -> Self
    where
        F: Fn(Secret) -> Stored + Send + Sync + 'static,
        Stored: Future<Output = Result<(), BoxError>> + Send + 'static,
    {
        let client = TokenClient {
            token_url: token_url.to_owned(),
            variables: Vec::new(),
            id: id.to_owned(),
            secret: None,
            fields: Vec::new(),
            in_header: false,
        };
        let store = Arc::new(move |token| Box::pin(store(token)) as BoxFuture<'static, _>);
        Self { client, refresh_token: refresh_token.into(), store }
    }

    /// Sets the secret of a confidential client.
    pub fn secret(mut self, secret: impl Into<Secret>) -> Self {
        self.client.secret = Some(secret.into());
        self
    }

    /// Sets the value of a variable in the token URL, such as `tenant` for `{tenant}`.
    ///
    /// Building a client fails if a variable has no value, or if the token URL has no such variable.
    pub fn variable(mut self, name: &str, value: &str) -> Self {
        self.client.fill(name, value);
        self
    }

    /// Sets the scopes of the access token, separated by spaces. Defaults to those that the user granted.
    pub fn scope(self, scope: &str) -> Self {
        self.field("scope", scope)
    }

    /// Sets another field of the request, such as `resource`.
    pub fn field(mut self, name: &str, value: &str) -> Self {
        self.client.set(name, value);
        self
    }

    /// Sends the client ID and the secret in the header `Authorization` instead of the form.
    pub fn in_header(mut self) -> Self {
        self.client.in_header = true;
        self
    }

    /// Creates the credential.
    ///
    /// When the token service refuses the refresh token, calls fail with
    /// [`ErrorKind::SignIn`](crate::runtime::call::error::ErrorKind::SignIn).
    pub fn credential(self) -> Cached {
        let Self { client, refresh_token, store } = self;
        let state = Mutex::new(State { refresh_token, unstored: None, rejected: None });
        Cached::with_whole_renewals(Renewing { client, store, state })
    }
}

impl fmt::Debug for RefreshToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RefreshToken").field("id", &self.client.id).finish_non_exhaustive()
    }
}

/// Fetches a token for each call of `token`. It is used behind a cache, which never makes two calls at once.
struct Renewing {
    client: TokenClient,
    store: Arc<Store>,
    state: Mutex<State>,
}

/// The error code for a refresh token that is no longer valid (RFC 6749 section 5.2).
const INVALID: &str = "invalid_grant";

/// The error codes for a refresh token that is valid, but gives no tokens before the user has done
/// something, such as authenticating with a second factor (OpenID Connect Core 1.0, section 3.1.2.6).
const SIGN_IN: [&str; 4] = ["interaction_required", "login_required", "consent_required", "account_selection_required"];

/// The error that the token service issues no tokens for the refresh token until the user has signed in.
#[derive(Clone, Debug)]
struct Refused(String);

impl Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Refused {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&SignInRequired)
    }
}

struct State {
    /// The newest refresh token.
    refresh_token: Secret,
    /// The access token that came with the refresh token, and when it was requested, until the refresh token has been
    /// stored.
    unstored: Option<(Token, Instant)>,
    /// The error with which the service refused the refresh token. It would refuse the token again.
    rejected: Option<Refused>,
}

impl Renewing {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Fetches an access token, unless there is one whose refresh token has not been stored yet.
    async fn fetch(&self, context: CredentialContext) -> Result<Option<Token>, BoxError> {
        let refresh_token = match &*self.lock() {
            State { unstored: Some(_), .. } => return Ok(None),
            State { rejected: Some(refused), .. } => return Err(refused.clone().into()),
            State { refresh_token, .. } => refresh_token.clone(),
        };
        let requested = context.now();
        let response = match self.request(&refresh_token, context)?.send().await {
            Ok(response) => response.plain_text()?,
            Err(error) => return Err(self.refusal(error)),
        };
        let Issued { token, refresh_token: replacement } = token_service::read(&response)?;
        match replacement {
            Some(replacement) if replacement != refresh_token => {
                let mut state = self.lock();
                state.refresh_token = replacement;
                state.unstored = Some((token, requested));
                Ok(None)
            }
            Some(_) | None => Ok(Some(token)),
        }
    }

    /// The error of a renewal, as a [`Refused`] if only the user can resolve it.
    fn refusal(&self, error: Error) -> BoxError {
        let code = error.code().unwrap_or_default();
        if code != INVALID && !SIGN_IN.contains(&code) {
            return error.into();
        }
        let said = error.message().map_or_else(String::new, |message| format!(": {message}"));
        let refused = Refused(format!("the token service refused the refresh token ({code}{said})"));
        if code == INVALID {
            self.lock().rejected = Some(refused.clone());
        }
        refused.into()
    }

    fn request(&self, refresh_token: &Secret, context: CredentialContext) -> Result<Call, Error> {
        let sent = refresh_token.expose();
        let grant: [(&str, &dyn Display); 2] = [("grant_type", &"refresh_token"), ("refresh_token", &sent)];
        Ok(self.client.request(&token_service::RENEWAL, &grant, context.transport)?.hiding(refresh_token))
    }

    async fn renew(&self, context: CredentialContext) -> Result<Token, BoxError> {
        let transport = context.transport.clone();
        if let Some(token) = self.fetch(context).await? {
            return Ok(token);
        }
        let newest = self.lock().refresh_token.clone();
        (self.store)(newest).await.map_err(|error| format!("the new refresh token could not be stored: {error}"))?;
        let (token, requested) = self.lock().unstored.take().ok_or("the token was taken by another renewal")?;
        // An earlier attempt to store the refresh token may have failed, so the access token may be older than this
        // request.
        let waited = transport.now().saturating_duration_since(requested);
        Ok(match token.lifetime() {
            Some(lifetime) => token.expires_in(lifetime.saturating_sub(waited)),
            None => token,
        })
    }
}

impl Credential for Renewing {
    fn token(&self, context: CredentialContext) -> BoxFuture<'_, Result<Token, BoxError>> {
        Box::pin(self.renew(context))
    }

    fn check(&self) -> Result<(), BoxError> {
        let state = self.lock();
        let token = state.refresh_token.expose();
        if token.is_empty() {
            return Err("the refresh token is empty".into());
        }
        // The characters of a refresh token are defined in RFC 6749, appendix A.17.
        if token.trim_ascii() != token || !token.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
            return Err("the refresh token has a line break, blanks around it, or characters that no token has".into());
        }
        Ok(self.client.check()?)
    }
}
