//! Emits the client: the constant that the runtime interprets, the client, its builder, the servers.

use proc_macro2::TokenStream;
use quote::quote;

use super::builder;
use super::literal::literal;
use super::types::{self, optional};
use crate::rust::{Client, ClientParam, GroupRef, Scheme, Server};
use crate::spec::{KeyPlace, SecurityKind};

/// The items of `client.rs`.
pub(super) fn emit(client: &Client) -> TokenStream {
    let api = api(client);
    let face = face(client);
    let builder = builder::emit(client);
    let servers = (!client.servers.is_empty()).then(|| servers(&client.servers));
    quote! {
        #api
        #face
        #builder
        #servers
    }
}

fn api(client: &Client) -> TokenStream {
    let Client { package, servers, variables, schemes, params, trace_headers, error_code, error_message, .. } = client;
    let (name, version) = (literal(&package.name), literal(&package.version));
    let base_url = optional(servers.first().map(|server| server.url.as_str()));
    let request_id = optional(trace_headers.request_id.as_deref());
    let correlation_id = optional(trace_headers.correlation_id.as_deref());
    let schemes = schemes.iter().map(scheme);
    let values = |params: &[ClientParam]| -> TokenStream {
        let params = params.iter().map(|param| {
            let (name, default) = (literal(&param.wire), optional(param.default.as_deref()));
            quote!(ClientParam { name: #name, default: #default })
        });
        quote!(#(#params),*)
    };
    let (variables, params) = (values(variables), values(params));
    let (error_code, error_message) = (literals(error_code), literals(error_message));
    quote! {
        static API: Api = Api {
            name: #name,
            version: #version,
            base_url: #base_url,
            variables: &[#variables],
            client_params: &[#params],
            schemes: &[#(#schemes),*],
            request_id: #request_id,
            correlation_id: #correlation_id,
            error_code: &[#error_code],
            error_message: &[#error_message],
        };
    }
}

fn literals(texts: &[String]) -> TokenStream {
    let texts = texts.iter().map(|text| literal(text));
    quote!(#(#texts),*)
}

fn scheme(scheme: &Scheme) -> TokenStream {
    let name = literal(&scheme.name);
    let kind = match &scheme.kind {
        SecurityKind::Bearer { header } => {
            let header = literal(header);
            quote!(SchemeKind::Bearer { header: #header })
        }
        SecurityKind::Basic {} => quote!(SchemeKind::Basic),
        SecurityKind::ApiKey { place, name } => {
            let name = literal(name);
            match place {
                KeyPlace::Header => quote!(SchemeKind::HeaderKey { name: #name }),
                KeyPlace::Query => quote!(SchemeKind::QueryKey { name: #name }),
                KeyPlace::Cookie => quote!(SchemeKind::CookieKey { name: #name }),
            }
        }
        SecurityKind::ClientCredentials { .. } | SecurityKind::OtherToken { .. } => {
            quote!(SchemeKind::Bearer { header: "Authorization" })
        }
    };
    quote!(Scheme { name: #name, kind: #kind })
}

fn face(client: &Client) -> TokenStream {
    let line = format!(" A client for {}. Clones share the connections, credentials and settings.", client.title);
    let groups = client.groups.iter().map(|GroupRef { docs, module, method, name, feature }| {
        let cfg = feature.as_ref().map(|feature| types::behind(std::slice::from_ref(feature)));
        quote! {
            #docs
            #cfg
            pub fn #method(&self) -> operations::#module::#name<'_> {
                operations::#module::#name(&self.core)
            }
        }
    });
    // Derived traits do not count as a use: without any group, nothing else would use the fields of the client.
    let is_used = client.groups.iter().any(|group| group.feature.is_none());
    let (derived, written) = if is_used { (Some(quote!(, Debug)), None) } else { (None, Some(debug())) };
    quote! {
        #[doc = #line]
        #[derive(Clone #derived)]
        pub struct Client {
            pub(crate) core: Core,
        }

        #written

        impl Client {
            /// Returns a builder for a client. Most services require a credential.
            pub fn builder() -> ClientBuilder {
                ClientBuilder(Config::new(&API))
            }

            #(#groups)*
        }
    }
}

fn debug() -> TokenStream {
    quote! {
        impl std::fmt::Debug for Client {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_struct("Client").field("core", &self.core).finish()
            }
        }
    }
}

fn servers(servers: &[Server]) -> TokenStream {
    let variants = servers.iter().enumerate().map(|(index, Server { docs, name, url: _ })| {
        let default = (index == 0).then(|| quote!(#[default]));
        quote!(#docs #default #name,)
    });
    let arms = servers.iter().map(|Server { docs: _, name, url }| {
        let url = literal(url);
        quote!(Self::#name => #url,)
    });
    let braces = match servers.iter().any(|server| server.url.contains('{')) {
        true => quote!(#[doc = " Returns the base URL, with its variables in braces."]),
        false => quote!(#[doc = " Returns the base URL."]),
    };
    quote! {
        /// The servers of the service.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Server {
            #(#variants)*
        }

        impl Server {
            #braces
            pub fn url(self) -> &'static str {
                match self {
                    #(#arms)*
                }
            }
        }
    }
}
