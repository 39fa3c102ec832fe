//! Answers that are of several types by their status: of success, and of failure.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::rust::{Answers, FaultCase, Faults, SuccessCase};
use crate::spec::StatusPattern;

/// The type of an answer of several success types, and how it is read.
pub(super) fn answers(answers: &Answers) -> TokenStream {
    let Answers { docs, name, cases } = answers;
    let variants = cases.iter().map(|SuccessCase { docs, name, status: _, ty }| {
        let payload = ty.as_ref().map(|ty| quote!((#ty)));
        quote!(#docs #name #payload,)
    });
    let arms = cases.iter().map(|case| {
        let (status, case_name) = (status_pattern(case.status), &case.name);
        match &case.ty {
            Some(ty) => quote!(#status => Ok(answer.json::<#ty>()?.map(Self::#case_name)),),
            None => quote!(#status => Ok(answer.empty()?.map(|()| Self::#case_name)),),
        }
    });
    let open = cases.iter().all(|case| case.status != StatusPattern::Default);
    let other = open.then(|| quote!(_ => Err(answer.unexpected()),));
    quote! {
        #docs
        #[derive(Clone, Debug, PartialEq)]
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
