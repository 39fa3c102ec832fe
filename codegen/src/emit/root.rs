//! Emits the root of the crate: its modules, and the items of the runtime that callers need.

use proc_macro2::TokenStream;
use quote::quote;

use crate::rust::Root;

/// The items of `lib.rs`.
pub(super) fn emit(root: &Root) -> TokenStream {
    let Root { servers, deprecated, http, xml, samples, exports } = root;
    let allowed = deprecated.then(|| quote!(#![allow(deprecated, reason = "the warning is for callers")]));
    let exports = exports.iter().map(|(feature, names)| {
        let cfg = feature.map(|feature| quote!(#[cfg(feature = #feature)]));
        let names = names.iter();
        quote!(#cfg pub use self::runtime::{#(#names),*};)
    });
    let server = servers.then(|| quote!(Server));
    let client = http.then(|| {
        quote!(
            mod client;
        )
    });
    let operations = http.then(|| {
        quote!(
            pub mod operations;
        )
    });
    let xml = xml.then(|| {
        quote!(
            mod xml;
        )
    });
    let samples = samples.then(|| {
        quote!(
            #[cfg(test)]
            mod samples;
        )
    });
    let client_exports = http.then(|| quote!(pub use self::client::{Client, ClientBuilder, #server};));
    quote! {
        #allowed
        #client
        pub mod models;
        #operations
        #[allow(dead_code, unused_imports, unused_macros, reason = "runtime files are copied whole, and this API may not need all of each")]
        mod runtime;
        #samples
        #xml

        #client_exports
        #(#exports)*
    }
}
