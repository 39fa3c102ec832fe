//! A client as the generator writes it, with everything that the operations and the examples of the documentation need.

use std::time::Duration;

use crate::runtime::auth::credential::Credential;
use crate::runtime::call::config::{Config, Core};
use crate::runtime::call::error::Error;
use crate::runtime::call::operation::{Api, Scheme, SchemeKind};
use crate::runtime::call::retry::{Retry, RetryBudget};
use crate::runtime::http::transport::Transport;

static API: Api = Api {
    name: "sample",
    version: "1.0.0",
    base_url: Some("https://api.example.com"),
    variables: &[],
    client_params: &[],
    schemes: &[Scheme { name: "Authorization", kind: SchemeKind::Bearer { header: "authorization" } }],
    request_id: Some("x-request-id"),
    correlation_id: None,
    error_code: &["/code"],
    error_message: &["/message"],
};

/// A client.
#[derive(Clone, Debug)]
pub struct Client {
    pub(crate) core: Core,
}

impl Client {
    /// Returns a builder for a client.
    pub fn builder() -> ClientBuilder {
        ClientBuilder(Config::new(&API))
    }
}

/// A builder of a [`Client`].
#[derive(Clone, Debug)]
#[must_use = "a builder does nothing until a client is built"]
pub struct ClientBuilder(Config);

impl ClientBuilder {
    /// Sets the credential that authenticates requests.
    pub fn credential(self, credential: impl Credential) -> Self {
        Self(self.0.credential("Authorization", credential))
    }

    /// Sets the transport that sends requests, in place of the default one.
    pub fn transport(self, transport: impl Transport) -> Self {
        Self(self.0.transport(transport))
    }

    /// Sets how failed calls are retried.
    pub fn retry(self, retry: Retry) -> Self {
        Self(self.0.retry(retry))
    }

    /// Sets the budget for retries that all calls of the client share.
    pub fn retry_budget(self, budget: RetryBudget) -> Self {
        Self(self.0.retry_budget(budget))
    }

    /// Sets the timeout of each attempt.
    pub fn timeout(self, timeout: Duration) -> Self {
        Self(self.0.timeout(timeout))
    }

    /// Builds the client.
    ///
    /// # Errors
    /// An error if there is no transport.
    pub fn build(self) -> Result<Client, Error> {
        Ok(Client { core: self.0.build()? })
    }
}
