//! Answers that are of several types by their status: of success, and of failure.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{literal, sent};
use crate::rust::{Answers, Content, FaultCase, Faults, ReplyHeader, ReplyHeaders, SuccessCase};
use crate::spec::StatusPattern;

/// The type of an answer of several success types, and how it is read.
pub(super) fn answers(answers: &Answers) -> TokenStream {
    let Answers { docs, name, cases } = answers;
    let variants = cases.iter().map(|SuccessCase { docs, name, status: _, body }| {
        let payload = body.as_ref().map(|body| quote!((#body)));
        quote!(#docs #name #payload,)
    });
    let arms = cases.iter().map(|case| {
        let (status, case_name) = (status_pattern(case.status), &case.name);
        match &case.body {
            Some(body) => {
                let read = sent::read_as(body);
                quote!(#status => Ok(answer.#read()?.map(Self::#case_name)),)
            }
            None => quote!(#status => Ok(answer.empty()?.map(|()| Self::#case_name)),),
        }
    });
    let open = cases.iter().all(|case| case.status != StatusPattern::Default);
    let other = open.then(|| quote!(_ => Err(answer.unexpected()),));
    // What is read as it comes cannot be had twice.
    let streams = cases.iter().flat_map(|case| &case.body).any(Content::is_stream);
    let derives = if streams { quote!(Debug) } else { quote!(Clone, Debug, PartialEq) };
    quote! {
        #docs
        #[derive(#derives)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
        }

        impl #name {
            fn read(answer: Answer) -> Result<Reply<Self>, Error> {
                match answer.status().as_u16() {
                    #(#arms)*
                    #other
                }
            }
        }
    }
}

fn status_pattern(status: StatusPattern) -> TokenStream {
    match status {
        StatusPattern::Code(code) => {
            let code = Literal::u16_unsuffixed(code);
            quote!(#code)
        }
        StatusPattern::Class(class) => {
            let from = Literal::u16_unsuffixed(u16::from(class) * 100);
            let to = Literal::u16_unsuffixed(u16::from(class) * 100 + 99);
            quote!(#from..=#to)
        }
        StatusPattern::Default => quote!(_),
    }
}

/// The type by which the headers of an answer are read.
pub(super) fn headers(headers: &ReplyHeaders) -> TokenStream {
    let ReplyHeaders { docs, name, headers } = headers;
    let methods = headers.iter().map(|ReplyHeader { docs, name, wire, ty }| {
        let wire = literal(wire);
        let (ty, read) = match ty {
            Some(ty) => (quote!(#ty), quote!(parsed)),
            None => (quote!(&'a str), quote!(get)),
        };
        quote! {
            #docs
            pub fn #name(self) -> Option<#ty> {
                crate::runtime::headers::#read(self.0, #wire)
            }
        }
    });
    quote! {
        #docs
        #[derive(Clone, Copy)]
        pub struct #name<'a>(&'a http::HeaderMap);

        impl<'a> #name<'a> {
            /// Those of an answer, or of an error.
            pub fn of(headers: &'a http::HeaderMap) -> Self {
                Self(headers)
            }

            #(#methods)*
        }
    }
}

/// The type of what a failed call tells, and how it is read.
pub(super) fn faults(faults: &Faults) -> TokenStream {
    let Faults { docs, name, cases } = faults;
    let variants = cases.iter().map(|FaultCase { name, statuses: _, ty }| quote!(#name(#ty),));
    let arms = cases.iter().map(|FaultCase { name, statuses, ty: _ }| {
        let statuses = statuses.iter().map(|status| status_pattern(*status));
        quote!(#(#statuses)|* => error.fault().map(Self::#name),)
    });
    let open = cases.iter().all(|case| !case.statuses.contains(&StatusPattern::Default));
    let other = open.then(|| quote!(_ => None,));
    quote! {
        #docs
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
        }

        impl #name {
            /// What the service told with an error; none where it told nothing of this kind.
            pub fn of(error: &Error) -> Option<Self> {
                match error.status()?.as_u16() {
                    #(#arms)*
                    #other
                }
            }
        }
    }
}
