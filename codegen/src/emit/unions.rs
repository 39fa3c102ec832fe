//! A model that is one of several types, told apart by the kind of their JSON value.

use proc_macro2::TokenStream;
use quote::quote;

use super::types;
use crate::rust::{JsonKind, OneOf};

/// The enum and the table of its kinds.
pub(super) fn one_of(model: &OneOf) -> TokenStream {
    let OneOf { docs, deprecated, name, variants } = model;
    let deprecated = types::deprecated(*deprecated);
    let declared = variants.iter().map(|variant| {
        let (docs, name, ty) = (&variant.docs, &variant.name, &variant.ty);
        quote!(#docs #name(#ty),)
    });
    let rows = variants.iter().map(|variant| {
        let (name, ty, kind) = (&variant.name, &variant.ty, kind(variant.kind));
        quote!(#name(#ty) = #kind)
    });
    quote! {
        #docs
        #deprecated
        #[derive(Clone, Debug, PartialEq)]
        pub enum #name {
            #(#declared)*
            /// A value of another kind, as received.
            Other(Json),
        }

        one_of!(#name { #(#rows,)* });
    }
}

fn kind(kind: JsonKind) -> TokenStream {
    match kind {
        JsonKind::String => quote!(string),
        JsonKind::Integer => quote!(integer),
        JsonKind::Number => quote!(number),
        JsonKind::Boolean => quote!(boolean),
        JsonKind::Array => quote!(array),
        JsonKind::Object => quote!(object),
    }
}
