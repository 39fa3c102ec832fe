//! The builder of the client: the methods that this API needs, and those that every client has.

use proc_macro2::TokenStream;
use quote::quote;

use super::literal::literal;
use crate::markdown::code;
use crate::rust::{Client, ClientParam, SchemeSetter, TokenSource};

/// The builder and its methods.
pub(super) fn emit(client: &Client) -> TokenStream {
    let credentials = client.setters.iter().map(credential);
    let sources = client.token_sources.iter().map(token_source);
    let params = client.params.iter().map(param);
    let variables = client.variables.iter().map(variable);
    let server = (!client.servers.is_empty()).then(server);
    let (base_url, calls, build) = (base_url(client), calls(client), build());
    quote! {
        /// A builder of a [`Client`].
        #[derive(Clone, Debug)]
        #[must_use = "a builder does nothing until a client is built"]
        pub struct ClientBuilder(Config);

        impl ClientBuilder {
            #(#credentials)*
            #(#sources)*
            #(#params)*
            #server
            #(#variables)*
            #base_url
            #calls
            #build
        }
    }
}

fn credential(setter: &SchemeSetter) -> TokenStream {
    let SchemeSetter { docs, method, scheme } = setter;
    let scheme = literal(scheme);
    quote! {
        #docs
        pub fn #method(self, credential: impl Credential) -> Self {
            Self(self.0.credential(#scheme, credential))
        }
    }
}

fn param(param: &ClientParam) -> TokenStream {
    let ClientParam { docs, name, wire, default: _ } = param;
    let wire = literal(wire);
    quote! {
        #docs
        pub fn #name(self, #name: &str) -> Self {
            Self(self.0.param(#wire, &#name))
        }
    }
}

fn token_source(source: &TokenSource) -> TokenStream {
    let TokenSource { docs, method, scheme, token_url, scope } = source;
    let scope = (!scope.is_empty()).then(|| {
        let scope = literal(scope);
        quote!(.or_scope(#scope))
    });
    let (scheme, token_url) = (literal(scheme), literal(token_url));
    quote! {
        #docs
        pub fn #method(self, credentials: ClientCredentials) -> Self {
            Self(self.0.credential(#scheme, credentials.or_token_url(#token_url) #scope.credential()))
        }
    }
}

fn variable(variable: &ClientParam) -> TokenStream {
    let ClientParam { docs, name, wire, default: _ } = variable;
    let wire = literal(wire);
    quote! {
        #docs
        pub fn #name(self, #name: &str) -> Self {
            Self(self.0.variable(#wire, &#name))
        }
    }
}

fn base_url(client: &Client) -> TokenStream {
    let path = client.server_path.as_ref().map(|path| {
        let line = format!(
            " The API definition states the path {} without a host, so a whole URL with that path is required.",
            code(path)
        );
        quote!(#[doc = ""] #[doc = #line])
    });
    quote! {
        /// Sets the base URL of the service, such as that of a proxy or a test server. It may have a path.
        #path
        pub fn base_url(self, url: &str) -> Self {
            Self(self.0.base_url(url))
        }
    }
}

fn server() -> TokenStream {
    quote! {
        /// Selects one of the servers of the service. Defaults to the first.
        pub fn server(self, server: Server) -> Self {
            Self(self.0.server(server.url()))
        }
    }
}

/// The methods of every builder that configure calls.
fn calls(client: &Client) -> TokenStream {
    let certificates = (!client.certificates.is_empty()).then(|| {
        let docs = &client.certificates;
        quote!(#[doc = ""] #docs)
    });
    quote! {
        /// Sets the transport that sends requests, in place of the default one.
        #certificates
        pub fn transport(self, transport: impl Transport) -> Self {
            Self(self.0.transport(transport))
        }

        /// Sets how failed calls are retried. Only idempotent calls are retried; `Retry::off()` turns retries off.
        pub fn retry(self, retry: Retry) -> Self {
            Self(self.0.retry(retry))
        }

        /// Sets the budget for retries that all calls of the client share. Defaults to 500 tokens.
        pub fn retry_budget(self, budget: RetryBudget) -> Self {
            Self(self.0.retry_budget(budget))
        }

        /// Sets the timeout of each attempt, including the time to read its response. Defaults to 100 seconds.
        pub fn timeout(self, timeout: Duration) -> Self {
            Self(self.0.timeout(timeout))
        }

        /// Sets how long the default transport may take to connect, TLS included. Defaults to 10 seconds.
        pub fn connect_timeout(self, timeout: Duration) -> Self {
            Self(self.0.connect_timeout(timeout))
        }

        /// Sets the minimum throughput of request and response bodies. Defaults to 20 bytes in 20 seconds.
        pub fn min_throughput(self, minimum: MinThroughput) -> Self {
            Self(self.0.min_throughput(minimum))
        }

        /// Sets the timeout of a call, including all attempts and the delays between them. Defaults to 300 seconds.
        pub fn deadline(self, deadline: Duration) -> Self {
            Self(self.0.deadline(deadline))
        }
    }
}

fn build() -> TokenStream {
    quote! {
        /// Sets the maximum size of a response body in bytes, after decompression. Defaults to 64 MiB.
        pub fn max_response_size(self, bytes: usize) -> Self {
            Self(self.0.max_response_size(bytes))
        }

        /// Sets a header that every request carries, such as `User-Agent`.
        pub fn header(self, name: &str, value: &str) -> Self {
            Self(self.0.header(name, &value))
        }

        /// Sets a function that adds the trace context of the caller, such as `traceparent`, to an empty header map. It
        /// is called for each attempt; with the feature `tracing`, it is called within the span of the call.
        ///
        /// With OpenTelemetry, the function calls `inject_context` of the propagator with the context of
        /// `tracing::Span::current()`.
        pub fn trace_context(self, add: impl Fn(&mut ::http::HeaderMap) + Send + Sync + 'static) -> Self {
            Self(self.0.trace_context(add))
        }

        /// Sets the source of random numbers for retry delays and idempotency keys. A fixed source makes tests
        /// reproducible.
        pub fn random(self, random: Random) -> Self {
            Self(self.0.random(random))
        }

        /// Builds the client.
        ///
        /// # Errors
        /// An error if a required value is missing, if a URL or a header is invalid, or if there is no transport.
        pub fn build(self) -> Result<Client, Error> {
            Ok(Client { core: self.0.build()? })
        }
    }
}
