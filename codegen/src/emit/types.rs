//! The tokens of identifiers, types, documentation and literals.

use proc_macro2::{Literal, Span, TokenStream};
use quote::{ToTokens, TokenStreamExt, quote};

use crate::lower::names;
use crate::rust::{ArgType, Docs, Ident, Type};

impl ToTokens for Ident {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let text = self.text();
        let is_path = matches!(text, "self" | "super" | "crate");
        tokens.append(if names::is_keyword(text) && !is_path {
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

/// The documentation of the module in which it stands.
pub(super) fn inner_docs(docs: &Docs) -> TokenStream {
    docs.lines().iter().map(|line| doc_line(line)).map(|line| quote!(#![doc = #line])).collect()
}

/// The text after `///`: a blank, then the line.
fn doc_line(line: &str) -> String {
    if line.is_empty() { String::new() } else { format!(" {line}") }
}

impl ToTokens for Type {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.extend(match self {
            Self::Unit => quote!(()),
            Self::Bool => quote!(bool),
            Self::I32 => quote!(i32),
            Self::I64 => quote!(i64),
            Self::U32 => quote!(u32),
            Self::U64 => quote!(u64),
            Self::F32 => quote!(f32),
            Self::F64 => quote!(f64),
            Self::String => quote!(String),
            Self::DateTime => quote!(DateTime),
            Self::Date => quote!(Date),
            Self::Decimal => quote!(Decimal),
            Self::Base64 => quote!(Base64),
            Self::Json => quote!(Json),
            Self::Model(name, args) => {
                let args = arguments(args);
                quote!(#name #args)
            }
            Self::Distant(name, args) => {
                let args = arguments(args);
                quote!(models::#name #args)
            }
            Self::Param(name) => quote!(#name),
            Self::Option(inner) => quote!(Option<#inner>),
            Self::Maybe(inner) => quote!(Maybe<#inner>),
            Self::Vec(inner) => quote!(Vec<#inner>),
            Self::Map(inner) => quote!(BTreeMap<String, #inner>),
            Self::Tuple(items) if items.len() == 1 => quote!((#(#items,)*)),
            Self::Tuple(items) => quote!((#(#items),*)),
            Self::Box(inner) => quote!(Box<#inner>),
        });
    }
}

fn arguments(args: &[Type]) -> Option<TokenStream> {
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

/// The mark of something that should no longer be used.
pub(super) fn deprecated(deprecated: bool) -> Option<TokenStream> {
    deprecated.then(|| quote!(#[deprecated]))
}

/// The mark of something that is there only with one of the features.
pub(super) fn behind(features: &[String]) -> TokenStream {
    let features = features.iter().map(|feature| literal(feature));
    match features.len() {
        1 => quote!(#[cfg(#(feature = #features)*)]),
        _ => quote!(#[cfg(any(#(feature = #features),*))]),
    }
}

/// A literal of the text. Characters that are not seen, or turn its direction, are written as escapes.
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
