//! Models that are a string or an integer out of a list that may grow.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{literal, types};
use crate::rust::{OpenCodes, OpenEnum};

/// A string enum and the table of its values on the wire.
pub(super) fn open_enum(model: &OpenEnum) -> TokenStream {
    let OpenEnum { docs, deprecated, name, values } = model;
    let deprecated = types::deprecated(*deprecated);
    let variants = values.iter().map(|value| {
        let (docs, name) = (&value.docs, &value.name);
        quote!(#docs #name,)
    });
    let rows = values.iter().map(|value| {
        let (name, wire) = (&value.name, literal(&value.wire));
        quote!(#name = #wire)
    });
    quote! {
        #docs
        #deprecated
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        pub enum #name {
            #(#variants)*
            /// A value that this crate does not know, as received.
            Unlisted(Unlisted),
        }

        open_enum!(#name { #(#rows,)* });
    }
}

/// An integer enum and the table of its values.
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
        #docs
        #deprecated
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct #name(pub #repr);

        open_codes!(#name: #repr { #(#rows,)* });
    }
}
