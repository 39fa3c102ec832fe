//! Emits constraints: the table of a model, and the constraints of a parameter.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;

use super::literal::literal;
use super::types;
use crate::rust::{Bound, Check, CheckKind, Checks, Limit, Presence, Validation};

/// `validate!(Cart { name = "name" required value(.min_length(1)), });`
pub(super) fn table(validation: &Validation) -> TokenStream {
    let Validation { name, params, checks } = validation;
    let generics = types::generics(params);
    match checks {
        Checks::Fields(checks) => {
            let rows = checks.iter().map(row);
            quote!(validate!(#name #generics { #(#rows,)* });)
        }
        Checks::Variants(variants) => quote!(validate!(#name #generics { #(#variants walk,)* });),
    }
}

fn row(check: &Check) -> TokenStream {
    let Check { name, wire, presence, kind } = check;
    let wire = literal(wire);
    let presence = match presence {
        Presence::Required | Presence::Filled => quote!(required),
        Presence::RequiredOrNull | Presence::Optional => quote!(optional),
        Presence::OptionalOrNull => quote!(or_null),
    };
    let (call, bounds) = match kind {
        CheckKind::Value(bounds) => (quote!(value), limits(bounds)),
        CheckKind::Items(bounds) => (quote!(items), limits(bounds)),
        CheckKind::Each(bounds) => (quote!(each), limits(bounds)),
        CheckKind::Nested => (quote!(walk), TokenStream::new()),
    };
    quote!(#name = #wire #presence #call(#bounds))
}

/// `.minimum(1).maximum(10)`
pub(super) fn limits(limits: &[Limit]) -> TokenStream {
    let limits = limits.iter().map(|Limit { name, bound }| {
        let name = Ident::new(name, Span::call_site());
        match bound {
            Bound::Count(count) => {
                let count = Literal::u64_unsuffixed(*count);
                quote!(.#name(#count))
            }
            Bound::Integer(bound) => {
                let bound = Literal::i128_unsuffixed(*bound);
                quote!(.#name(#bound))
            }
            Bound::Double(bound) => {
                let bound = Literal::f64_unsuffixed(*bound);
                quote!(.#name(#bound))
            }
            Bound::True => quote!(.#name(true)),
        }
    });
    quote!(#(#limits)*)
}
