//! Emits the enums of responses whose type depends on the status: successful ones and errors.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::literal::literal;
use super::sent;
use crate::rust::{Answers, Content, FaultCase, Faults, ReplyHeader, ReplyHeaders, SuccessCase};
use crate::spec::StatusPattern;

/// The table of the enum for several success types.
pub(super) fn answers(answers: &Answers) -> TokenStream {
    let Answers { name, request, cases } = answers;
    let rows = cases.iter().map(|SuccessCase { docs, name, status, body }| {
        let (status, payload) = (declared(*status), body.as_ref().map(|body| quote!((#body))));
        let read = body.as_ref().map_or_else(|| quote!(empty), sent::read);
        quote!(#docs #name #payload = #status #read)
    });
    // The enum does not implement `Clone` if one of its bodies is a stream.
    let streams = cases.iter().flat_map(|case| &case.body).any(Content::is_stream).then(|| quote!(stream));
    quote!(answers!(#name of #request { #(#rows,)* } #streams);)
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
pub(super) fn headers(headers: &ReplyHeaders) -> TokenStream {
    let ReplyHeaders { name, request, headers } = headers;
    let rows = headers.iter().map(|ReplyHeader { docs, name, wire, ty }| {
        let (wire, ty) = (literal(wire), ty.as_ref().map(|ty| quote!(: #ty)));
        quote!(#docs #name #ty = #wire)
    });
    quote!(reply_headers!(#name of #request { #(#rows,)* });)
}

/// The table of the enum for several types of error responses.
pub(super) fn faults(faults: &Faults) -> TokenStream {
    let Faults { name, request, cases } = faults;
    let rows = cases.iter().map(|FaultCase { name, statuses, ty }| {
        let statuses = statuses.iter().map(|status| declared(*status));
        quote!(#name(#ty) = #(#statuses)|*)
    });
    quote!(faults!(#name of #request { #(#rows,)* });)
}
