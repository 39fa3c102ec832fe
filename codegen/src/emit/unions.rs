//! Emits unions.

use proc_macro2::TokenStream;
use quote::quote;

use super::literal::literal;
use super::types;
use crate::rust::{AnyOf, Conversion, OneOf, Source, Test};

/// The table of an enum: its variants with the tests that identify them.
pub(super) fn one_of(model: &OneOf) -> TokenStream {
    let OneOf { docs, deprecated, name, params, variants, conversions } = model;
    let deprecated = types::deprecated(*deprecated);
    let generics = types::generics(params);
    let variants = variants.iter().map(|variant| {
        let (docs, name, ty) = (&variant.docs, &variant.name, &variant.ty);
        let alike = variant.alike.then(|| quote!(alike));
        let tests = variant.tests.iter().map(test);
        quote!(#docs #name(#ty) #alike = #(#tests)|*)
    });
    let rows = conversions.iter().map(|Conversion { from, variant }| {
        let from = source(from);
        quote!(#from => #variant)
    });
    let from = (!conversions.is_empty()).then(|| quote!(from(#(#rows),*)));
    quote! {
        one_of! {
            #docs
            #deprecated
            pub enum #name #generics {
                #(#variants,)*
            } #from
        }
    }
}

/// The type from which a union can be created.
fn source(source: &Source) -> TokenStream {
    match source {
        Source::Str => quote!(&str),
        Source::Type(ty) => quote!(#ty),
        Source::Array(item) => quote!([#item; N]),
    }
}

fn test(test: &Test) -> TokenStream {
    match test {
        Test::Null => quote!(Null),
        Test::String => quote!(String),
        Test::Text(values) => {
            let values = values.iter().map(|value| literal(value));
            quote!(Text(&[#(#values),*]))
        }
        Test::Boolean => quote!(Boolean),
        Test::Int32 => quote!(Int32),
        Test::Int64 => quote!(Int64),
        Test::Uint32 => quote!(Uint32),
        Test::Uint64 => quote!(Uint64),
        Test::Digits => quote!(Digits),
        Test::Fraction => quote!(Fraction),
        Test::Number => quote!(Number),
        Test::Array => quote!(Array),
        Test::Items(tests) => {
            let tests = tests.iter().map(self::test);
            quote!(Items(&[#(#tests),*]))
        }
        Test::NoItems => quote!(NoItems),
        Test::Object => quote!(Object),
        Test::Is(name, values) => {
            let (name, values) = (literal(name), values.iter().map(|value| literal(value)));
            quote!(Is(#name, &[#(#values),*]))
        }
        Test::Has(name) => {
            let name = literal(name);
            quote!(Has(#name))
        }
        Test::Any(names) => {
            let names = names.iter().map(|name| literal(name));
            quote!(Any(&[#(#names),*]))
        }
        Test::All(names) => {
            let names = names.iter().map(|name| literal(name));
            quote!(All(&[#(#names),*]))
        }
    }
}

/// The table of a union that is kept as JSON: a newtype, and the types that can be read from it.
pub(super) fn any_of(model: &AnyOf) -> TokenStream {
    let AnyOf { docs, deprecated, name, view: viewed, views, conversions } = model;
    let deprecated = types::deprecated(*deprecated);
    let rows = views.iter().map(|view| {
        let (docs, name, variant, ty) = (&view.docs, &view.name, &view.variant, &view.ty);
        let alike = view.alike.then(|| quote!(as alike));
        quote!(#docs #name = #variant(#ty) #alike)
    });
    let sources = conversions.iter().map(|conversion| source(&conversion.from));
    let from = (!conversions.is_empty()).then(|| quote!(from(#(#sources),*)));
    quote! {
        any_of! {
            #docs
            #deprecated
            pub struct #name viewed as #viewed { #(#rows,)* } #from
        }
    }
}
