//! Credentials: the trait that returns a token for a request, and secrets that are never printed.

use std::error::Error;
use std::fmt;
use std::future::Future;
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use http::HeaderValue;

use crate::runtime::http::transport::{BoxError, BoxFuture, Transport};

/// A string that is never printed. Only [`expose`](Self::expose) returns it.
///
/// # Examples
///
/// ```
/// use runtime::Secret;
///
/// let secret = Secret::new("t-1");
/// assert_eq!(format!("{secret:?}"), "Secret(..)");
/// assert_eq!(secret.expose(), "t-1");
/// ```
#[derive(Clone)]
pub struct Secret(Arc<Shared>);

/// What the clones of a secret share.
struct Shared {
    text: Box<str>,
    /// The header in which the secret was first sent, and its form. A token is sent many times, and to check a long one
    /// takes longer than the rest of the header.
    header: OnceLock<(SecretForm, HeaderValue)>,
}

impl Secret {
    /// Creates a secret.
    pub fn new(text: &str) -> Self {
        Self::of(text.into())
    }

    fn of(text: Box<str>) -> Self {
        Self(Arc::new(Shared { text, header: OnceLock::new() }))
    }

    /// The secret as a string. Do not log it.
    pub fn expose(&self) -> &str {
        &self.0.text
    }

    /// The value of a header with the secret.
    ///
    /// # Errors
    /// The reason why no header can hold the secret. It does not contain the secret.
    pub(crate) fn header(&self, form: SecretForm) -> Result<HeaderValue, &'static str> {
        if let Some((_, value)) = self.0.header.get().filter(|(held, _)| *held == form) {
            return Ok(value.clone());
        }
        let secret = self.expose();
        form.check(secret)?;
        let value = sensitive([form.prefix(), secret].concat()).ok_or("has control characters")?;
        // Only the first form is kept, because no API takes one secret in two.
        let _ = self.0.header.set((form, value.clone()));
        Ok(value)
    }
}

/// The form in which a secret is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SecretForm {
    /// After `Bearer` (RFC 6750).
    Bearer,
    /// A user and a password in Base64, after `Basic` (RFC 7617).
    Basic,
    /// An API key in a header, without a prefix.
    HeaderKey,
    /// An API key in the query.
    QueryKey,
    /// An API key in a cookie.
    CookieKey,
}

impl SecretForm {
    fn prefix(self) -> &'static str {
        match self {
            Self::Bearer => "Bearer ",
            Self::Basic => "Basic ",
            Self::HeaderKey | Self::QueryKey | Self::CookieKey => "",
        }
    }

    /// Checks a secret before it is sent.
    ///
    /// # Errors
    /// The reason why no service could accept the secret.
    pub(crate) fn check(self, secret: &str) -> Result<(), &'static str> {
        let prefix = self.prefix();
        let has_prefix = secret.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix));
        if secret.is_empty() {
            return Err("is empty");
        }
        match self {
            Self::Bearer if has_prefix => Err("starts with `Bearer`, which the client adds"),
            Self::Basic if has_prefix => Err("starts with `Basic`, which the client adds"),
            Self::Bearer if !secret.bytes().all(|byte| byte.is_ascii_graphic()) => {
                Err("has blanks, line breaks or other characters that no token has")
            }
            Self::Basic if !secret.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+/=".contains(&byte)) => {
                Err("is not a user and a password in Base64")
            }
            Self::HeaderKey if secret.trim() != secret => Err("has blanks or line breaks around it"),
            // A semicolon would end the value; blanks around it are not part of it.
            Self::CookieKey if secret.contains(';') || secret.trim_ascii() != secret => {
                Err("has blanks around it or a semicolon, which no cookie can hold")
            }
            Self::Bearer | Self::Basic | Self::HeaderKey | Self::QueryKey | Self::CookieKey => Ok(()),
        }
    }
}

/// A header with a secret in it; `None` if no header can hold the text. It is marked, so that its `Debug` form is
/// `Sensitive` instead of the value.
pub(crate) fn sensitive(text: String) -> Option<HeaderValue> {
    let mut value = HeaderValue::try_from(text).ok()?;
    value.set_sensitive(true);
    Some(value)
}

impl PartialEq for Secret {
    fn eq(&self, other: &Self) -> bool {
        self.expose() == other.expose()
    }
}

impl Eq for Secret {}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self::of(text.into())
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

/// A token to send, and how long it is valid.
///
/// # Examples
///
/// ```
/// use runtime::Token;
/// use std::time::Duration;
///
/// let token = Token::new("t-1").expires_in(Duration::from_secs(3600));
/// assert_eq!(token.lifetime(), Some(Duration::from_secs(3600)));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    secret: Secret,
    lifetime: Option<Duration>,
}

impl Token {
    /// Creates a token with an unknown lifetime.
    pub fn new(secret: impl Into<Secret>) -> Self {
        Self { secret: secret.into(), lifetime: None }
    }

    /// Sets how long the token is valid, from the moment at which it was requested.
    pub fn expires_in(self, lifetime: Duration) -> Self {
        Self { lifetime: Some(lifetime), ..self }
    }

    /// The secret.
    pub fn secret(&self) -> &Secret {
        &self.secret
    }

    /// How long the token is valid, from the moment at which it was requested; `None` if that is unknown.
    pub fn lifetime(&self) -> Option<Duration> {
        self.lifetime
    }
}

impl From<String> for Token {
    fn from(secret: String) -> Self {
        Self::new(secret)
    }
}

impl From<Secret> for Token {
    fn from(secret: Secret) -> Self {
        Self::new(secret)
    }
}

impl From<(String, Duration)> for Token {
    fn from((secret, lifetime): (String, Duration)) -> Self {
        Self::new(secret).expires_in(lifetime)
    }
}

/// The context in which a credential is requested.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct CredentialContext {
    /// The transport of the client, which can be used to fetch a token.
    pub transport: Arc<dyn Transport>,
    /// The secret that the service has just refused, if the token is requested again for that reason.
    pub refused: Option<Secret>,
}

impl CredentialContext {
    /// Creates the context of a first request, without a refused secret.
    pub fn new(transport: Arc<dyn Transport>) -> Self {
        Self { transport, refused: None }
    }

    /// The current time by the transport's clock.
    pub fn now(&self) -> Instant {
        self.transport.now()
    }
}

/// A source of tokens for requests.
///
/// It is called once for each attempt, so a credential that fetches tokens has to keep them (see `Cached`). It is
/// implemented for closures that return a future of a `String`, or of a `String` and its lifetime; a closure, cloned,
/// serves several clients.
///
/// # Examples
///
/// ```
/// use runtime::{BoxError, Credential};
/// use std::time::Duration;
///
/// /// Reads a token from a file, and again after ten minutes.
/// fn of_file(path: &'static str) -> impl Credential {
///     move || async move {
///         let token = std::fs::read_to_string(path)?;
///         Ok::<_, BoxError>((token.trim().to_owned(), Duration::from_secs(600)))
///     }
/// }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), runtime::BoxError> {
/// #     let path = std::env::temp_dir().join(format!("token-of-an-example-{}", std::process::id()));
/// #     std::fs::write(&path, "t-1\n")?;
/// #     let fake = runtime::Fake::new();
/// #     let credential = of_file(String::leak(path.to_str().unwrap().to_owned()));
/// #     let token = credential.token(runtime::CredentialContext::new(std::sync::Arc::new(fake))).await;
/// #     std::fs::remove_file(path)?;
/// #     assert_eq!(token?.secret().expose(), "t-1");
/// #     Ok(())
/// # }
/// ```
pub trait Credential: Send + Sync + 'static {
    /// Returns a token.
    ///
    /// # Errors
    /// There is no token. The message must not contain a secret, because it is shown.
    ///
    /// If a person has to sign in before there can be one, the error is [`SignInRequired`] or has it as a source.
    fn token(&self, context: CredentialContext) -> BoxFuture<'_, Result<Token, BoxError>>;

    /// Checks the configuration. It is called when a client is built.
    ///
    /// # Errors
    /// No service could accept the credential. The message must not contain a secret.
    fn check(&self) -> Result<(), BoxError> {
        Ok(())
    }
}

/// The error of a credential that yields no token until a person has signed in again. Calls then fail with
/// [`ErrorKind::SignIn`](crate::runtime::call::error::ErrorKind::SignIn).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SignInRequired;

impl fmt::Display for SignInRequired {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the person has to sign in again")
    }
}

impl Error for SignInRequired {}

impl SignInRequired {
    /// Whether an error is a `SignInRequired`, or has one as a source.
    pub(crate) fn causes(error: &(dyn Error + 'static)) -> bool {
        error.is::<Self>() || error.source().is_some_and(Self::causes)
    }
}

impl<F, RawResponse, T> Credential for F
where
    F: Fn() -> RawResponse + Send + Sync + 'static,
    RawResponse: Future<Output = Result<T, BoxError>> + Send + 'static,
    T: Into<Token> + 'static,
{
    fn token(&self, _context: CredentialContext) -> BoxFuture<'_, Result<Token, BoxError>> {
        let response = self();
        Box::pin(async move { Ok(response.await?.into()) })
    }
}

impl<T: Credential + ?Sized> Credential for Arc<T> {
    fn token(&self, context: CredentialContext) -> BoxFuture<'_, Result<Token, BoxError>> {
        (**self).token(context)
    }

    fn check(&self) -> Result<(), BoxError> {
        (**self).check()
    }
}

impl fmt::Debug for dyn Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Credential(..)")
    }
}

/// A bearer token that never changes.
#[derive(Clone, Debug)]
pub struct Bearer(Secret);

impl Bearer {
    /// Creates a credential from a bearer token, without the word `Bearer`.
    pub fn new(token: impl Into<Secret>) -> Self {
        Self(token.into())
    }
}

impl Credential for Bearer {
    fn token(&self, _context: CredentialContext) -> BoxFuture<'_, Result<Token, BoxError>> {
        Box::pin(std::future::ready(Ok(Token::new(self.0.clone()))))
    }

    fn check(&self) -> Result<(), BoxError> {
        SecretForm::Bearer.check(self.0.expose()).map_err(|problem| format!("the bearer token {problem}").into())
    }
}
