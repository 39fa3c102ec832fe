//! Emits identifiers, types, documentation and literals.

use proc_macro2::{Literal, Span, TokenStream};
use quote::{ToTokens, TokenStreamExt, quote};

use crate::rust::{ArgType, Docs, Ident, Named, Type};

impl ToTokens for Ident {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let text = self.text();
        let is_path = matches!(text, "self" | "super" | "crate");
        tokens.append(if self.is_keyword() && !is_path {
            proc_macro2::Ident::new_raw(text, Span::call_site())
        } else {
            proc_macro2::Ident::new(text, Span::call_site())
        });
    }
}

impl ToTokens for Docs {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        for line in self.lines() {
            let line = doc_line(line);
            tokens.extend(quote!(#[doc = #line]));
        }
    }
}

/// The documentation of the surrounding module.
pub(super) fn inner_docs(docs: &Docs) -> TokenStream {
    docs.lines().iter().map(|line| doc_line(line)).map(|line| quote!(#![doc = #line])).collect()
}

/// The content of a doc comment after `///`: a space, then the line.
fn doc_line(line: &str) -> String {
    if line.is_empty() { String::new() } else { format!(" {line}") }
}

impl ToTokens for Type {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.extend(match self.named() {
            Named::Tuple([only]) => quote!((#only,)),
            Named::Tuple(items) => quote!((#(#items),*)),
            Named::Path { scope: _, name, args } => {
                let (name, args) = (proc_macro2::Ident::new(name, Span::call_site()), arguments(&args));
                quote!(#name #args)
            }
            Named::Model { name, args, is_qualified } => {
                let module = is_qualified.then(|| quote!(models::));
                let args = arguments(&args.iter().collect::<Vec<_>>());
                quote!(#module #name #args)
            }
            Named::Param(name) => quote!(#name),
        });
    }
}

fn arguments(args: &[&Type]) -> Option<TokenStream> {
    (!args.is_empty()).then(|| quote!(<#(#args),*>))
}

/// `<K, V>`, or nothing.
pub(super) fn generics(params: &[Ident]) -> Option<TokenStream> {
    (!params.is_empty()).then(|| quote!(<#(#params),*>))
}

impl ToTokens for ArgType {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.extend(match self {
            Self::Str => quote!(&str),
            Self::Value(ty) => quote!(#ty),
            Self::Ref(Type::String) => quote!(&str),
            Self::Ref(Type::Vec(item)) => quote!(&[#item]),
            Self::Ref(ty) => quote!(&#ty),
            Self::Slice(item) => quote!(&[#item]),
            Self::Upload => quote!(impl Into<runtime::Upload>),
            Self::Part => quote!(impl Into<runtime::Part>),
            Self::Parts => quote!(Vec<runtime::Part>),
        });
    }
}

/// The attribute for a deprecated item.
pub(super) fn deprecated(deprecated: bool) -> Option<TokenStream> {
    deprecated.then(|| quote!(#[deprecated]))
}

/// The attribute for an item that exists only with one of the features.
pub(super) fn behind(features: &[String]) -> TokenStream {
    let features = features.iter().map(|feature| literal(feature));
    match features.len() {
        1 => quote!(#[cfg(#(feature = #features)*)]),
        _ => quote!(#[cfg(any(#(feature = #features),*))]),
    }
}

/// A string literal. Invisible characters, and those that change the direction of text, are escaped.
pub(super) fn literal(text: &str) -> Literal {
    Literal::string(text)
}

/// `Some(text)`, or `None`.
pub(super) fn optional(text: Option<&str>) -> TokenStream {
    match text {
        Some(text) => {
            let text = literal(text);
            quote!(Some(#text))
        }
        None => quote!(None),
    }
}
