//! A client being made, and what all its calls share once it is.

use std::fmt::{self, Display};
use std::sync::Arc;
use std::time::Duration;

use http::HeaderMap;
use http::header::USER_AGENT;

use super::error::{Error, ErrorKind};
use super::operation::Api;
use super::random::Random;
use super::retry::Retry;
use crate::runtime::auth::credential::Credential;
use crate::runtime::http::headers;
use crate::runtime::http::transport::Transport;
use crate::runtime::http::url::BaseUrl;

/// How long an attempt may take unless the caller says otherwise.
const TIMEOUT: Duration = Duration::from_secs(100);
/// How long a call may take unless the caller says otherwise.
const DEADLINE: Duration = Duration::from_secs(300);
/// The largest answer, in bytes, that is taken unless the caller says otherwise.
const MAX_ANSWER: usize = 64 << 20;

/// A client being made. What is wrong is told by [`build`](Self::build).
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
    timeout: Duration,
    deadline: Duration,
    max_answer: usize,
    random: Random,
    fault: Option<String>,
}

/// Where a service is reached.
#[derive(Clone)]
enum Base {
    /// Nobody has said.
    Unknown,
    /// The service says so; there may be variables in it.
    Declared(&'static str),
    /// The caller says so, of all operations.
    Own(String),
}

impl Config {
    /// The usual configuration of a client for an API.
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
            timeout: TIMEOUT,
            deadline: DEADLINE,
            max_answer: MAX_ANSWER,
            random: Random::default(),
            fault: None,
        }
        .user_agent(&format_args!("{}/{}", api.name, api.version))
    }

    /// Where the service is reached; it may have a path. It holds for operations too that have a server of their own.
    pub fn base_url(self, url: &str) -> Self {
        Self { base_url: Base::Own(url.to_owned()), ..self }
    }

    /// Where the service is reached, as its description says, variables and all.
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

    /// What proves who is calling, for one of the API's schemes.
    pub fn credential(mut self, scheme: &'static str, credential: impl Credential) -> Self {
        self.credentials.retain(|(other, _)| *other != scheme);
        self.credentials.push((scheme, Arc::new(credential)));
        self
    }

    /// What carries requests and answers.
    pub fn transport(self, transport: impl Transport) -> Self {
        Self { transport: Some(Arc::new(transport)), ..self }
    }

    /// How often a call is tried.
    pub fn retry(self, retry: Retry) -> Self {
        Self { retry, ..self }
    }

    /// How long each attempt may take, the reading of its answer included; 100 s unless set.
    pub fn timeout(self, timeout: Duration) -> Self {
        Self { timeout, ..self }
    }

    /// How long a call may take with all its attempts and waits; 300 s unless set.
    pub fn deadline(self, deadline: Duration) -> Self {
        Self { deadline, ..self }
    }

    /// The largest answer that is taken, in bytes, decompressed; 64 MiB unless set.
    pub fn max_answer(self, bytes: usize) -> Self {
        Self { max_answer: bytes, ..self }
    }

    /// What the client calls itself.
    pub fn user_agent(self, name: &dyn Display) -> Self {
        self.header(USER_AGENT.as_str(), name)
    }

    /// A header of every request.
    pub fn header(mut self, name: &str, value: &dyn Display) -> Self {
        if let Err(fault) = headers::set(&mut self.headers, name, value) {
            self.fault.get_or_insert(fault);
        }
        self
    }

    /// The source of chance for waits and for keys of idempotency.
    pub fn random(self, random: Random) -> Self {
        Self { random, ..self }
    }

    /// Makes what the calls of a client share.
    ///
    /// # Errors
    /// What is missing or wrong: a base URL, a client parameter without a value, a header, no transport.
    pub fn build(self) -> Result<Core, Error> {
        let fault = |detail: String| Error::new(self.api, ErrorKind::Config, detail);
        if let Some(detail) = self.fault {
            return Err(fault(detail));
        }
        let (base_url, own_base_url) = match self.base_url {
            Base::Unknown => return Err(fault("no base URL is set".to_owned())),
            Base::Declared(url) => (filled(url, &self.variables).map_err(fault)?, false),
            Base::Own(url) => (url, true),
        };
        let base_url = BaseUrl::parse(&base_url).map_err(fault)?;
        let unset = |name| !self.params.iter().any(|(other, _)| *other == name);
        if let Some(param) = self.api.client_params.iter().find(|param| unset(param.name)) {
            return Err(fault(format!("the client parameter `{}` is not set", param.name)));
        }
        let transport = match self.transport {
            Some(transport) => transport,
            None => default_transport(self.api)?,
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
            timeout: self.timeout,
            deadline: self.deadline,
            max_answer: self.max_answer,
            random: self.random,
        })))
    }
}

#[cfg(feature = "reqwest")]
fn default_transport(api: &'static Api) -> Result<Arc<dyn Transport>, Error> {
    let transport = crate::runtime::http::reqwest::Reqwest::new();
    let transport =
        transport.map_err(|cause| Error::new(api, ErrorKind::Config, "the transport cannot be made").because(cause))?;
    Ok(Arc::new(transport))
}

#[cfg(not(feature = "reqwest"))]
fn default_transport(api: &'static Api) -> Result<Arc<dyn Transport>, Error> {
    Err(Error::new(api, ErrorKind::Config, "no transport is set, and the feature `reqwest` is off"))
}

impl fmt::Debug for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Config").field("api", &self.api.name).finish_non_exhaustive()
    }
}

/// What all calls of a client share. A clone shares it too.
#[derive(Clone)]
pub struct Core(pub(crate) Arc<Settings>);

/// The settings of a client, checked.
pub(crate) struct Settings {
    pub(crate) api: &'static Api,
    pub(crate) base_url: BaseUrl,
    /// Whether the caller has said where the service is.
    own_base_url: bool,
    variables: Vec<(&'static str, String)>,
    pub(crate) params: Vec<(&'static str, String)>,
    pub(crate) credentials: Vec<(&'static str, Arc<dyn Credential>)>,
    pub(crate) transport: Arc<dyn Transport>,
    pub(crate) headers: HeaderMap,
    pub(crate) retry: Retry,
    pub(crate) timeout: Duration,
    pub(crate) deadline: Duration,
    pub(crate) max_answer: usize,
    pub(crate) random: Random,
}

/// A base URL with its variables filled in.
fn filled(url: &str, variables: &[(&'static str, String)]) -> Result<String, String> {
    let mut filled = url.to_owned();
    for (name, value) in variables {
        filled = filled.replace(&format!("{{{name}}}"), value);
    }
    // A value may hold a brace of its own; what reads the URL refuses it.
    let unset = url.split('{').skip(1).filter_map(|rest| rest.split('}').next());
    match unset.into_iter().find(|name| !variables.iter().any(|(other, _)| other == name)) {
        Some(name) => Err(format!("the variable `{name}` of the base URL is not set")),
        None => Ok(filled),
    }
}

impl Core {
    /// The base URL of an operation that has a server of its own.
    ///
    /// # Errors
    /// What is wrong with it, in words.
    pub(crate) fn base_url_at(&self, server: &str) -> Result<BaseUrl, String> {
        let base = &self.0.base_url;
        if server.starts_with('/') {
            return BaseUrl::parse(&format!("{}{}", base.origin(), filled(server, &self.0.variables)?));
        }
        if self.0.own_base_url { Ok(base.clone()) } else { BaseUrl::parse(&filled(server, &self.0.variables)?) }
    }

    /// Where the service is reached.
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
