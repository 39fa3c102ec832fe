//! Emits a struct: its fields and their JSON properties.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::literal::literal;
use super::types;
use crate::rust::{Constant, Constructor, Default, Field, Presence, Rest, Struct};

/// `model! { pub struct Cart { pub id: i64 = required, .. } new(id: i64) }`
pub(super) fn emit(model: &Struct) -> TokenStream {
    let Struct { docs, deprecated, non_exhaustive, name, params, default, fields, rest, constructor } = model;
    let deprecated = types::deprecated(*deprecated);
    let non_exhaustive = non_exhaustive.then(|| quote!(#[non_exhaustive]));
    let generics = types::generics(params);
    let fixed: Vec<TokenStream> = fields.iter().filter_map(fixed).collect();
    let args = |required: &[usize]| {
        let args = required.iter().map(|at| {
            let (name, ty) = (&fields[*at].name, fields[*at].declared());
            quote!(#name: #ty)
        });
        let fixed = (!fixed.is_empty()).then(|| quote!(; #(#fixed),*));
        quote!(#(#args),* #fixed)
    };
    let constructor = match constructor {
        Constructor::None => TokenStream::new(),
        Constructor::New(required) => {
            let args = args(required);
            quote!(new(#args))
        }
        Constructor::From(name, required) => {
            let args = args(required);
            quote!(required #name(#args))
        }
    };
    let default = (*default == Default::Filled).then(|| quote!(default(#(#fixed),*)));
    let tag = fields.iter().find_map(tag);
    let absent: Vec<TokenStream> = fields.iter().filter_map(absent).collect();
    let absent = (!absent.is_empty()).then(|| quote!(absent(#(#absent),*)));
    let fields = fields.iter().map(field);
    let rest = match rest {
        Rest::Extra(_) => None,
        Rest::Typed(name, ty) => Some(quote!(..#name: BTreeMap<String, #ty>,)),
    };
    quote! {
        model! {
            #docs
            #deprecated
            #non_exhaustive
            pub struct #name #generics {
                #(#fields,)*
                #rest
            } #constructor #default #tag #absent
        }
    }
}

fn field(field: &Field) -> TokenStream {
    let Field { docs, deprecated, name, .. } = field;
    let deprecated = types::deprecated(*deprecated);
    let (ty, wire) = (field.declared(), on_the_wire(field));
    quote!(#docs #deprecated pub #name: #ty #wire)
}

/// The name of the JSON property and the non-default settings of a field.
fn on_the_wire(field: &Field) -> Option<TokenStream> {
    // A keyword has another form in Rust than in JSON.
    let is_alike = field.wire == field.name.text() && !field.name.is_keyword();
    let wire = (!is_alike).then(|| literal(&field.wire));
    let secret = field.secret.then(|| quote!(secret));
    let code = field.keeps_form.then(|| quote!(code));
    let required = match field.presence {
        Presence::Optional | Presence::OptionalOrNull => None,
        Presence::Required | Presence::RequiredOrNull if field.absent.is_some() => Some(quote!(filled)),
        Presence::Required | Presence::RequiredOrNull => Some(quote!(required)),
        Presence::Filled => Some(quote!(tag)),
    };
    let words = quote!(#wire #secret #code #required);
    (!words.is_empty()).then(|| quote!(= #words))
}

/// The value of a discriminator that may be absent in responses.
fn tag(field: &Field) -> Option<TokenStream> {
    match (field.presence, &field.constant) {
        (Presence::Filled, Some(Constant::Text(value))) => {
            let value = literal(value);
            Some(quote!(tag(#value)))
        }
        (_, _) => None,
    }
}

/// The default or the only value of a required property that may be absent, as JSON.
fn absent(field: &Field) -> Option<TokenStream> {
    let (name, value) = (&field.name, literal(field.absent.as_ref()?));
    Some(quote!(#name = #value))
}

/// The constant value of a field that callers need not set.
fn fixed(field: &Field) -> Option<TokenStream> {
    let value = match field.constant.as_ref()? {
        Constant::Text(text) => {
            let text = literal(text);
            quote!(#text.into())
        }
        Constant::Integer(value) => {
            let value = Literal::i64_unsuffixed(*value);
            quote!(#value)
        }
        Constant::Boolean(value) => quote!(#value),
        Constant::Null => quote!(None),
    };
    let name = &field.name;
    Some(quote!(#name = #value))
}
