//! Emits the enums of responses whose type depends on the status: successful ones and errors.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::formats;
use super::literal::literal;
use crate::rust::{Content, ErrorBodies, ErrorCase, ResponseHeader, ResponseHeaders, SuccessCase, SuccessResponses};
use crate::spec::StatusPattern;

/// The table of the enum for several success types.
pub(super) fn success_responses(responses: &SuccessResponses) -> TokenStream {
    let SuccessResponses { name, request, cases } = responses;
    let rows = cases.iter().map(|SuccessCase { docs, name, status, body }| {
        let (status, payload) = (declared(*status), body.as_ref().map(|body| quote!((#body))));
        let read = body.as_ref().map_or_else(|| quote!(empty), formats::read);
        quote!(#docs #name #payload = #status #read)
    });
    // The enum does not implement `Clone` if one of its bodies is a stream.
    let streams = cases.iter().flat_map(|case| &case.body).any(Content::is_stream).then(|| quote!(stream));
    quote!(success_responses!(#name of #request { #(#rows,)* } #streams);)
}

/// A status in the notation of tables: `200`, `4xx` or `default`.
pub(super) fn declared(status: StatusPattern) -> TokenStream {
    match status {
        StatusPattern::Code(code) => {
            let code = Literal::u16_unsuffixed(code);
            quote!(#code)
        }
        StatusPattern::Class(class) => {
            let class: Literal = format!("{class}xx").parse().expect("a number with a suffix is a literal");
            quote!(#class)
        }
        StatusPattern::Default => quote!(default),
    }
}

/// The table of the headers of a response.
pub(super) fn headers(headers: &ResponseHeaders) -> TokenStream {
    let ResponseHeaders { name, request, headers } = headers;
    let rows = headers.iter().map(|ResponseHeader { docs, name, wire, ty }| {
        let (wire, ty) = (literal(wire), ty.as_ref().map(|ty| quote!(: #ty)));
        quote!(#docs #name #ty = #wire)
    });
    quote!(response_headers!(#name of #request { #(#rows,)* });)
}

/// The table of the enum for several types of error responses.
pub(super) fn error_bodies(bodies: &ErrorBodies) -> TokenStream {
    let ErrorBodies { name, request, cases } = bodies;
    let rows = cases.iter().map(|ErrorCase { name, statuses, ty }| {
        let statuses = statuses.iter().map(|status| declared(*status));
        quote!(#name(#ty) = #(#statuses)|*)
    });
    quote!(error_bodies!(#name of #request { #(#rows,)* });)
}
