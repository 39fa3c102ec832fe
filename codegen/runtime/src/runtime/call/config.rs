//! The configuration of a client, and the settings that all its calls share.

use std::fmt::{self, Display};
use std::sync::Arc;
use std::time::Duration;

use http::HeaderMap;
use http::header::USER_AGENT;

use super::error::{Error, ErrorKind};
use super::operation::Api;
use super::random::Random;
use super::retry::{Retry, RetryBudget};
use crate::runtime::auth::credential::Credential;
use crate::runtime::http::headers;
use crate::runtime::http::throughput::MinThroughput;
use crate::runtime::http::transport::Transport;
use crate::runtime::http::url::BaseUrl;

/// The default timeout of an attempt.
const TIMEOUT: Duration = Duration::from_secs(100);
/// The default timeout of a call, including all attempts.
const DEADLINE: Duration = Duration::from_secs(300);
/// The default maximum size of a response, in bytes.
const MAX_RESPONSE_SIZE: usize = 64 << 20;

/// The configuration of a client. [`build`](Self::build) reports anything that is wrong with it.
#[derive(Clone)]
#[must_use = "a configuration does nothing until a client is built from it"]
pub struct Config {
    api: &'static Api,
    base_url: Base,
    variables: Vec<(&'static str, String)>,
    params: Vec<(&'static str, String)>,
    credentials: Vec<(&'static str, Arc<dyn Credential>)>,
    transport: Option<Arc<dyn Transport>>,
    headers: HeaderMap,
    retry: Retry,
    budget: RetryBudget,
    timeout: Duration,
    deadline: Duration,
    connect_timeout: Option<Duration>,
    min_throughput: MinThroughput,
    trace_context: Option<TraceContext>,
    max_response_size: usize,
    random: Random,
    error: Option<String>,
}

/// A function that adds the trace context of the caller to the headers of a request.
type TraceContext = Arc<dyn Fn(&mut HeaderMap) + Send + Sync>;

/// The source of the base URL.
#[derive(Clone)]
enum Base {
    /// No base URL is set.
    Unknown,
    /// The base URL of the API definition, which may have variables.
    Declared(&'static str),
    /// The base URL that the caller has set, for all operations.
    Own(String),
}

impl Config {
    /// Creates the default configuration of a client for an API.
    pub fn new(api: &'static Api) -> Self {
        let params = api.client_params.iter().filter_map(|param| Some((param.name, param.default?.to_owned())));
        let variables = api.variables.iter().filter_map(|variable| Some((variable.name, variable.default?.to_owned())));
        Self {
            api,
            base_url: api.base_url.map_or(Base::Unknown, Base::Declared),
            variables: variables.collect(),
            params: params.collect(),
            credentials: Vec::new(),
            transport: None,
            headers: HeaderMap::new(),
            retry: Retry::default(),
            budget: RetryBudget::default(),
            timeout: TIMEOUT,
            deadline: DEADLINE,
            connect_timeout: None,
            min_throughput: MinThroughput::default(),
            trace_context: None,
            max_response_size: MAX_RESPONSE_SIZE,
            random: Random::default(),
            error: None,
        }
        .user_agent(&format_args!("{}/{}", api.name, api.version))
    }

    /// Sets the base URL, which may have a path. It also replaces the base URLs of individual operations.
    pub fn base_url(self, url: &str) -> Self {
        Self { base_url: Base::Own(url.to_owned()), ..self }
    }

    /// Sets the base URL to one from the API definition, which may have variables.
    pub fn server(self, url: &'static str) -> Self {
        Self { base_url: Base::Declared(url), ..self }
    }

    /// Sets a variable of the base URL.
    pub fn variable(mut self, name: &'static str, value: &dyn Display) -> Self {
        self.variables.retain(|(other, _)| *other != name);
        self.variables.push((name, value.to_string()));
        self
    }

    /// Sets a client parameter.
    pub fn param(mut self, name: &'static str, value: &dyn Display) -> Self {
        self.params.retain(|(other, _)| *other != name);
        self.params.push((name, value.to_string()));
        self
    }

    /// Sets the credential for an authentication scheme of the API.
    pub fn credential(mut self, scheme: &'static str, credential: impl Credential) -> Self {
        self.credentials.retain(|(other, _)| *other != scheme);
        self.credentials.push((scheme, Arc::new(credential)));
        self
    }

    /// Sets the transport, which sends requests and returns responses.
    pub fn transport(self, transport: impl Transport) -> Self {
        Self { transport: Some(Arc::new(transport)), ..self }
    }

    /// Sets the retry policy.
    pub fn retry(self, retry: Retry) -> Self {
        Self { retry, ..self }
    }

    /// Sets the budget for retries that all calls of the client share.
    pub fn retry_budget(self, budget: RetryBudget) -> Self {
        Self { budget, ..self }
    }

    /// Sets the timeout of each attempt, including the time to read the response. Defaults to 100 s.
    pub fn timeout(self, timeout: Duration) -> Self {
        Self { timeout, ..self }
    }

    /// Sets the timeout of a call, including all attempts and the waits between them. Defaults to 300 s.
    pub fn deadline(self, deadline: Duration) -> Self {
        Self { deadline, ..self }
    }

    /// Sets how long the default transport may take to connect, TLS included. Defaults to 10 s.
    ///
    /// [`build`](Self::build) refuses it together with a custom transport, which has its own settings.
    pub fn connect_timeout(self, timeout: Duration) -> Self {
        Self { connect_timeout: Some(timeout), ..self }
    }

    /// Sets the minimum throughput of the bodies of requests and responses.
    pub fn min_throughput(self, minimum: MinThroughput) -> Self {
        Self { min_throughput: minimum, ..self }
    }

    /// Sets a function that adds the trace context of the caller to each request: `traceparent` and `tracestate` of W3C
    /// Trace Context, or the headers of another format.
    ///
    /// The function receives an empty header map, and is called for each attempt. With the feature `tracing` it is
    /// called within the span of the call. It cannot replace headers that the call sets.
    pub fn trace_context(self, add: impl Fn(&mut HeaderMap) + Send + Sync + 'static) -> Self {
        Self { trace_context: Some(Arc::new(add)), ..self }
    }

    /// Sets the maximum size of a response, in bytes after decompression. Defaults to 64 MiB.
    pub fn max_response_size(self, bytes: usize) -> Self {
        Self { max_response_size: bytes, ..self }
    }

    /// Sets the value of the header `User-Agent`.
    pub fn user_agent(self, name: &dyn Display) -> Self {
        self.header(USER_AGENT.as_str(), name)
    }

    /// Sets a header of every request. Those that a call sets itself replace it, among them `Accept`, `Content-Type`
    /// and the header of a credential.
    pub fn header(mut self, name: &str, value: &dyn Display) -> Self {
        if let Err(error) = headers::set_own(&mut self.headers, name, value) {
            self.error.get_or_insert(error);
        }
        self
    }

    /// Sets the source of random numbers for waits and idempotency keys.
    pub fn random(self, random: Random) -> Self {
        Self { random, ..self }
    }

    /// Checks the configuration, and creates the settings that all calls of a client share.
    ///
    /// # Errors
    /// A missing or invalid value: a base URL, a client parameter without a value, a header, or no transport.
    pub fn build(self) -> Result<Core, Error> {
        let error = |detail: String| Error::new(self.api, ErrorKind::Config, detail);
        if let Some(detail) = self.error {
            return Err(error(detail));
        }
        let (base_url, own_base_url) = match self.base_url {
            Base::Unknown => return Err(error("no base URL is set".to_owned())),
            Base::Declared(url) => (filled(url, &self.variables).map_err(error)?, false),
            Base::Own(url) => (url, true),
        };
        let base_url = BaseUrl::parse(&base_url).map_err(error)?;
        let unset = |name| !self.params.iter().any(|(other, _)| *other == name);
        if let Some(param) = self.api.client_params.iter().find(|param| unset(param.name)) {
            return Err(error(format!("the client parameter `{}` is not set", param.name)));
        }
        for (scheme, credential) in &self.credentials {
            credential
                .check()
                .map_err(|cause| error(format!("the credential for `{scheme}` is not valid")).because(cause))?;
        }
        let transport = match (self.transport, self.connect_timeout) {
            (Some(transport), None) => transport,
            (Some(_), Some(_)) => {
                return Err(error("`connect_timeout` applies to the default transport only".to_owned()));
            }
            (None, timeout) => default_transport(self.api, timeout)?,
        };
        Ok(Core(Arc::new(Settings {
            api: self.api,
            base_url,
            own_base_url,
            variables: self.variables,
            params: self.params,
            credentials: self.credentials,
            transport,
            headers: self.headers,
            retry: self.retry,
            budget: self.budget,
            timeout: self.timeout,
            deadline: self.deadline,
            min_throughput: self.min_throughput,
            trace_context: self.trace_context,
            max_response_size: self.max_response_size,
            random: self.random,
        })))
    }
}

#[cfg(feature = "reqwest")]
fn default_transport(api: &'static Api, connect_timeout: Option<Duration>) -> Result<Arc<dyn Transport>, Error> {
    let transport = crate::runtime::http::reqwest::Reqwest::configured(|builder| match connect_timeout {
        Some(timeout) => builder.connect_timeout(timeout),
        None => builder,
    });
    let transport =
        transport.map_err(|cause| Error::new(api, ErrorKind::Config, "the transport cannot be made").because(cause))?;
    Ok(Arc::new(transport))
}

#[cfg(not(feature = "reqwest"))]
fn default_transport(api: &'static Api, _: Option<Duration>) -> Result<Arc<dyn Transport>, Error> {
    Err(Error::new(api, ErrorKind::Config, "no transport is set, and the feature `reqwest` is off"))
}

impl fmt::Debug for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Config").field("api", &self.api.name).finish_non_exhaustive()
    }
}

/// The settings that all calls of a client share. A clone shares them too.
#[derive(Clone)]
pub struct Core(pub(crate) Arc<Settings>);

/// The checked settings of a client.
pub(crate) struct Settings {
    pub(crate) api: &'static Api,
    pub(crate) base_url: BaseUrl,
    /// Whether the caller has set the base URL.
    own_base_url: bool,
    variables: Vec<(&'static str, String)>,
    pub(crate) params: Vec<(&'static str, String)>,
    pub(crate) credentials: Vec<(&'static str, Arc<dyn Credential>)>,
    pub(crate) transport: Arc<dyn Transport>,
    pub(crate) headers: HeaderMap,
    pub(crate) retry: Retry,
    pub(crate) budget: RetryBudget,
    pub(crate) timeout: Duration,
    pub(crate) deadline: Duration,
    pub(crate) min_throughput: MinThroughput,
    pub(crate) trace_context: Option<TraceContext>,
    pub(crate) max_response_size: usize,
    pub(crate) random: Random,
}

/// A base URL with its variables filled in.
fn filled(url: &str, variables: &[(&'static str, String)]) -> Result<String, String> {
    let mut filled = url.to_owned();
    for (name, value) in variables {
        if let Some(problem) = problem_in_authority(url, name, value) {
            // The value is not shown, because it may have a password.
            return Err(format!("the variable `{name}` {problem}"));
        }
        filled = filled.replace(&format!("{{{name}}}"), value);
    }
    // The template is searched, not the result: a value may contain a brace, which is refused when the URL is parsed.
    let unset = url.split('{').skip(1).filter_map(|rest| rest.split('}').next());
    match unset.into_iter().find(|name| !variables.iter().any(|(other, _)| other == name)) {
        Some(name) => Err(format!("the variable `{name}` of the base URL is not set")),
        None => Ok(scheme_of_variable(&filled).to_owned()),
    }
}

/// The reason why a value cannot be a part of the host or the port of a URL. A value with `/` or `:` would replace what
/// comes after it there. A variable that is all of it may have a port and a path.
fn problem_in_authority(url: &str, name: &str, value: &str) -> Option<&'static str> {
    let authority = url.split_once("://").map_or("", |(_, rest)| rest.split('/').next().unwrap_or_default());
    let (before, after) = authority.split_once(&format!("{{{name}}}"))?;
    if before.ends_with(':') {
        let is_port = !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit());
        return (!is_port).then_some("is the port, which is a number");
    }
    if after.is_empty() {
        return None;
    }
    let host = if before.is_empty() { without_scheme(value) } else { value };
    // An IPv6 address is all of the host.
    let is_address = before.is_empty() && after.starts_with(':') && host.starts_with('[') && host.ends_with(']');
    let is_refused = host.contains(['/', '\\', '?', '#', '@']) || (host.contains(':') && !is_address);
    is_refused.then_some("is a part of the host, and has a sign that a host cannot have")
}

fn without_scheme(url: &str) -> &str {
    url.strip_prefix("https://").or_else(|| url.strip_prefix("http://")).unwrap_or(url)
}

/// The URL without the scheme of the template, if the value of a variable after it has a scheme itself.
fn scheme_of_variable(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    if without_scheme(rest) == rest { url } else { rest }
}

impl Core {
    /// The base URL of an operation with its own server.
    ///
    /// # Errors
    /// The reason why the URL is invalid.
    pub(crate) fn base_url_at(&self, server: &str) -> Result<BaseUrl, String> {
        let base = &self.0.base_url;
        if server.starts_with('/') {
            return BaseUrl::parse(&format!("{}{}", base.origin(), filled(server, &self.0.variables)?));
        }
        if self.0.own_base_url { Ok(base.clone()) } else { BaseUrl::parse(&filled(server, &self.0.variables)?) }
    }

    /// The base URL of the service.
    pub fn base_url(&self) -> &str {
        self.0.base_url.as_str()
    }
}

impl fmt::Debug for Core {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Core")
            .field("api", &self.0.api.name)
            .field("base_url", &self.base_url())
            .field("retry", &self.0.retry)
            .finish_non_exhaustive()
    }
}
