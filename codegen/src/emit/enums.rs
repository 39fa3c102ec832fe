//! Emits string enums and integer enums.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::literal::literal;
use super::types;
use crate::rust::{OpenCodes, OpenEnum};

/// The table of a string enum and its values.
pub(super) fn open_enum(model: &OpenEnum) -> TokenStream {
    let OpenEnum { docs, deprecated, non_exhaustive, name, values } = model;
    let deprecated = types::deprecated(*deprecated);
    let non_exhaustive = non_exhaustive.then(|| quote!(#[non_exhaustive]));
    let variants = values.iter().map(|value| {
        let (docs, name, wire) = (&value.docs, &value.name, literal(&value.wire));
        quote!(#docs #name = #wire)
    });
    quote! {
        open_enum! {
            #docs
            #deprecated
            #non_exhaustive
            pub enum #name {
                #(#variants,)*
            }
        }
    }
}

/// The table of an integer enum and its values.
pub(super) fn open_codes(model: &OpenCodes) -> TokenStream {
    let OpenCodes { docs, deprecated, name, repr, values } = model;
    let deprecated = types::deprecated(*deprecated);
    let rows = values.iter().map(|value| {
        let wire = Literal::i64_unsuffixed(value.wire);
        match &value.name {
            Some(name) => {
                let docs = &value.docs;
                let spoken = value.spoken.as_deref().map(literal).map(|spoken| quote!((#spoken)));
                quote!(#docs #name #spoken = #wire)
            }
            None => quote!(#wire),
        }
    });
    quote! {
        open_codes! {
            #docs
            #deprecated
            pub struct #name: #repr { #(#rows,)* }
        }
    }
}
