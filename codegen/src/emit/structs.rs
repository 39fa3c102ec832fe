//! A model that is a JSON object: the definition that people read, then the table of how it is on the wire.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{literal, types};
use crate::lower::names;
use crate::rust::{Constant, Default, Field, Presence, Rest, Struct};

/// The definition and the table.
pub(super) fn emit(model: &Struct) -> TokenStream {
    let definition = definition(model);
    let table = table(model);
    quote! {
        #definition
        #table
    }
}

fn definition(model: &Struct) -> TokenStream {
    let Struct { docs, deprecated, non_exhaustive, name, params, default, fields, rest, new: _ } = model;
    let deprecated = types::deprecated(*deprecated);
    let non_exhaustive = non_exhaustive.then(|| quote!(#[non_exhaustive]));
    let generics = types::generics(params);
    let default = (*default == Default::Derived).then(|| quote!(Default,));
    let fields = fields.iter().map(field);
    let rest = rest_field(rest);
    quote! {
        #docs
        #deprecated
        #[derive(Clone, #default PartialEq)]
        #non_exhaustive
        pub struct #name #generics {
            #(#fields)*
            #rest
        }
    }
}

fn field(field: &Field) -> TokenStream {
    let Field { docs, deprecated, name, .. } = field;
    let deprecated = types::deprecated(*deprecated);
    let ty = field.declared();
    quote!(#docs #deprecated pub #name: #ty,)
}

fn rest_field(rest: &Rest) -> TokenStream {
    match rest {
        Rest::Extra(name) => quote! {
            /// Members that the spec does not name.
            pub #name: Extra,
        },
        Rest::Typed(name, ty) => quote! {
            /// Members that the spec does not name.
            pub #name: BTreeMap<String, #ty>,
        },
    }
}

/// `wire!(Cart { id, line_items = "lineItems" required, status code } new(line_items: Vec<CartLineItem>));`
fn table(model: &Struct) -> TokenStream {
    let (name, generics) = (&model.name, types::generics(&model.params));
    let rows = model.fields.iter().map(row);
    let rest = matches!(model.rest, Rest::Typed(..)).then(|| quote!(rest));
    let fixed: Vec<TokenStream> = model.fields.iter().filter_map(fixed).collect();
    let new = model.new.as_ref().map(|required| {
        let args = required.iter().map(|at| {
            let (name, ty) = (&model.fields[*at].name, model.fields[*at].declared());
            quote!(#name: #ty)
        });
        let fixed = (!fixed.is_empty()).then(|| quote!(; #(#fixed),*));
        quote!(new(#(#args),* #fixed))
    });
    let default = (model.default == Default::Written).then(|| quote!(default(#(#fixed),*)));
    quote!(wire!(#name #generics { #(#rows,)* } #rest #new #default);)
}

fn row(field: &Field) -> TokenStream {
    let name = &field.name;
    // A keyword is another text in Rust than on the wire.
    let is_alike = field.wire == name.text() && !names::is_keyword(name.text());
    let wire = (!is_alike).then(|| {
        let wire = literal(&field.wire);
        quote!(= #wire)
    });
    let secret = field.secret.then(|| quote!(secret));
    let code = field.keeps_form.then(|| quote!(code));
    let words = match field.presence {
        Presence::Optional => quote!(),
        Presence::Required => quote!(required),
        Presence::OptionalOrNull => quote!(or_null),
        Presence::RequiredOrNull => quote!(required or_null),
    };
    quote!(#name #wire #secret #code #words)
}

/// The one value of a member that no caller has to write.
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
    };
    let name = &field.name;
    Some(quote!(#name = #value))
}
