//! The builder of the client: what the API asks for by name, and what every client can be told.

use proc_macro2::TokenStream;
use quote::quote;

use super::literal;
use crate::lower::docs;
use crate::rust::{Client, ClientParam, SchemeSetter, TokenSource};

/// The builder and its methods.
pub(super) fn emit(client: &Client) -> TokenStream {
    let credentials = client.setters.iter().map(credential);
    let sources = client.token_sources.iter().map(token_source);
    let params = client.params.iter().map(param);
    let variables = client.variables.iter().map(variable);
    let server = (!client.servers.is_empty()).then(server);
    let (base_url, calls, build) = (base_url(client), calls(), build());
    quote! {
        /// A client being made.
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
        let line = format!(" The spec names the path {} without a host: give the whole URL for it.", docs::code(path));
        quote!(#[doc = ""] #[doc = #line])
    });
    quote! {
        /// Another place where the service is reached: a proxy, a test server. It may have a path.
        #path
        pub fn base_url(self, url: &str) -> Self {
            Self(self.0.base_url(url))
        }
    }
}

fn server() -> TokenStream {
    quote! {
        /// One of the places where the service is reached; the first of them unless set.
        pub fn server(self, server: Server) -> Self {
            Self(self.0.server(server.url()))
        }
    }
}

/// What every client can be told of its calls.
fn calls() -> TokenStream {
    quote! {
        /// What carries requests and answers, in place of the default.
        pub fn transport(self, transport: impl Transport) -> Self {
            Self(self.0.transport(transport))
        }

        /// How often a call is tried, where that is safe; `Retry::off()` for once.
        pub fn retry(self, retry: Retry) -> Self {
            Self(self.0.retry(retry))
        }

        /// How long each attempt may take, the reading of its answer included; 100 s unless set.
        pub fn timeout(self, timeout: Duration) -> Self {
            Self(self.0.timeout(timeout))
        }

        /// How long a call may take with all its attempts and waits; 300 s unless set.
        pub fn deadline(self, deadline: Duration) -> Self {
            Self(self.0.deadline(deadline))
        }
    }
}

fn build() -> TokenStream {
    quote! {
        /// The largest answer that is taken, in bytes, decompressed; 64 MiB unless set.
        pub fn max_answer(self, bytes: usize) -> Self {
            Self(self.0.max_answer(bytes))
        }

        /// A header of every request, `User-Agent` for one.
        pub fn header(self, name: &str, value: &str) -> Self {
            Self(self.0.header(name, &value))
        }

        /// The source of chance for waits and for keys of idempotency, so that a test can know them.
        pub fn random(self, random: Random) -> Self {
            Self(self.0.random(random))
        }

        /// The client.
        ///
        /// # Errors
        /// What is missing or wrong: a value that must be set, a URL or a header that is none, no transport.
        pub fn build(self) -> Result<Client, Error> {
            Ok(Client { core: self.0.build()? })
        }
    }
}
