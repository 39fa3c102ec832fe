//! Converts Rust-shaped data to tokens: one small `quote!` per kind of item, without any decision.

mod builder;
mod client;
mod enums;
mod formats;
mod group;
mod limits;
mod literal;
pub mod manifest;
mod operation;
pub mod readme;
mod response_types;
mod root;
mod samples;
mod structs;
mod types;
mod unions;
mod xml;

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use crate::rust::{Alias, File, Gated, Ident, Item, Mod, Model, Names, Use};

/// The tokens of a module before its items.
pub fn inner(file: &File) -> TokenStream {
    let File { path: _, docs, items: _ } = file;
    types::inner_docs(docs)
}

/// The tokens of an item.
pub fn item(item: &Item) -> TokenStream {
    match item {
        Item::Use(item) => import(item),
        Item::Mod(item) => module(item),
        Item::Model(item) => model(item),
        Item::Validation(item) => limits::table(item),
        Item::Group(item) => group::emit(item),
        Item::Operation(item) => operation::emit(item),
        Item::SuccessResponses(item) => response_types::success_responses(item),
        Item::ErrorBodies(item) => response_types::error_bodies(item),
        Item::ResponseHeaders(item) => response_types::headers(item),
        Item::Client(item) => client::emit(item),
        Item::Xml(item) => xml::emit(item),
        Item::Samples(item) => samples::emit(item),
        Item::Root(item) => root::emit(item),
        Item::Gated(item) => gated(item),
    }
}

fn model(model: &Model) -> TokenStream {
    match model {
        Model::Struct(model) => structs::emit(model),
        Model::OpenEnum(model) => enums::open_enum(model),
        Model::OpenCodes(model) => enums::open_codes(model),
        Model::OneOf(model) => unions::one_of(model),
        Model::AnyOf(model) => unions::any_of(model),
        Model::Alias(model) => alias(model),
    }
}

fn gated(gated: &Gated) -> TokenStream {
    let cfg = types::behind(&gated.features);
    let item = item(&gated.item);
    quote!(#cfg #item)
}

fn import(import: &Use) -> TokenStream {
    let Use { public, path, names } = import;
    let vis = visibility(*public);
    match names {
        Names::This => quote!(#vis use #(#path)::*;),
        Names::All => quote!(#vis use #(#path)::*::*;),
        // rustfmt does not break a path, and a file of models with a single model exports nothing else.
        Names::List(names) if *public && names.len() == 1 && is_long(path, names) => {
            quote!(#vis use #(#path)::*::*;)
        }
        Names::List(names) if names.len() == 1 => quote!(#vis use #(#path)::*::#(#names)*;),
        Names::List(names) => {
            // `self` comes first in the list, as usual.
            let (this, rest): (Vec<_>, Vec<_>) = names.iter().partition(|name| name.text() == "self");
            let names = this.into_iter().chain(rest);
            quote!(#vis use #(#path)::*::{#(#names),*};)
        }
    }
}

/// Whether the import of these names exceeds the maximum width of a line.
fn is_long(path: &[Ident], names: &BTreeSet<Ident>) -> bool {
    let width = |name: &Ident| name.text().chars().count() + "::".len();
    "pub use ".len() + path.iter().chain(names).map(width).sum::<usize>() > 120
}

fn module(module: &Mod) -> TokenStream {
    let Mod { docs, public, name } = module;
    let vis = visibility(*public);
    quote!(#docs #vis mod #name;)
}

fn alias(alias: &Alias) -> TokenStream {
    let Alias { docs, deprecated, name, params, ty } = alias;
    let deprecated = types::deprecated(*deprecated);
    let generics = types::generics(params);
    quote!(#docs #deprecated pub type #name #generics = #ty;)
}

fn visibility(public: bool) -> Option<TokenStream> {
    public.then(|| quote!(pub))
}
