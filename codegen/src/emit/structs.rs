//! A model that is a JSON object: the definition that people read, then the table of how it is on the wire.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{literal, types};
use crate::rust::{Constant, Debug, Default, Field, Presence, Rest, Struct};

/// The definition, the table, and what else the struct has.
pub(super) fn emit(model: &Struct) -> TokenStream {
    let definition = definition(model);
    let table = table(model);
    let default = (model.default == Default::Written).then(|| default(model));
    let debug = (model.debug == Debug::Guarded).then(|| debug(model));
    let new = model.new.as_ref().map(|required| constructor(model, required));
    quote! {
        #definition
        #new
        #default
        #debug
        #table
    }
}

fn definition(model: &Struct) -> TokenStream {
    let Struct { docs, deprecated, non_exhaustive, name, params, default, debug, fields, rest, new: _ } = model;
    let deprecated = types::deprecated(*deprecated);
    let non_exhaustive = non_exhaustive.then(|| quote!(#[non_exhaustive]));
    let generics = types::generics(params);
    let debug = (*debug == Debug::Derived).then(|| quote!(Debug,));
    let default = (*default == Default::Derived).then(|| quote!(Default,));
    let fields = fields.iter().map(field);
    let rest = rest_field(rest);
    quote! {
        #docs
        #deprecated
        #[derive(Clone, #debug #default PartialEq)]
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

/// `wire!(Cart { id = "id", line_items = "lineItems" required, status = "status" code, });`
fn table(model: &Struct) -> TokenStream {
    let (name, generics) = (&model.name, types::generics(&model.params));
    let rows = model.fields.iter().map(|field| {
        let (name, wire) = (&field.name, literal(&field.wire));
        let words = match field.presence {
            Presence::Optional => quote!(),
            Presence::Required => quote!(required),
            Presence::OptionalOrNull => quote!(or_null),
            Presence::RequiredOrNull => quote!(required or_null),
        };
        let code = field.keeps_form.then(|| quote!(code));
        quote!(#name = #wire #code #words)
    });
    let rest = matches!(model.rest, Rest::Typed(..)).then(|| quote!(rest));
    quote!(wire!(#name #generics { #(#rows,)* } #rest);)
}

/// An impl that asks nothing of the type parameters, where deriving would, and fills in members of one value.
fn default(model: &Struct) -> TokenStream {
    let (name, params) = (&model.name, types::generics(&model.params));
    let fields = model.fields.iter().map(|field| {
        let (name, value) = (&field.name, unset(field));
        quote!(#name: #value,)
    });
    let rest = rest_name(model);
    let allowed = allowed(model);
    quote! {
        #allowed
        impl #params Default for #name #params {
            fn default() -> Self {
                Self { #(#fields)* #rest: Default::default() }
            }
        }
    }
}

/// What a member is that nobody has set.
fn unset(field: &Field) -> TokenStream {
    match &field.constant {
        None => quote!(Default::default()),
        Some(Constant::Text(text)) => {
            let text = literal(text);
            quote!(#text.into())
        }
        Some(Constant::Integer(value)) => {
            let value = Literal::i64_unsuffixed(*value);
            quote!(#value)
        }
        Some(Constant::Boolean(value)) => quote!(#value),
    }
}

/// Our own impls name a member that should no longer be used without being warned.
fn allowed(model: &Struct) -> Option<TokenStream> {
    model.fields.iter().any(|field| field.deprecated).then(|| quote!(#[allow(deprecated)]))
}

fn rest_name(model: &Struct) -> &crate::rust::Ident {
    match &model.rest {
        Rest::Extra(name) | Rest::Typed(name, _) => name,
    }
}

/// An impl that shows everything but secrets.
fn debug(model: &Struct) -> TokenStream {
    let (name, generics) = (&model.name, types::generics(&model.params));
    let params = &model.params;
    let bounds = (!params.is_empty()).then(|| quote!(<#(#params: std::fmt::Debug),*>));
    let label = name.text();
    let fields = model.fields.iter().map(|field| {
        let (name, label) = (&field.name, field.name.text());
        if field.secret {
            quote!(.field(#label, &format_args!("(secret)")))
        } else {
            quote!(.field(#label, &self.#name))
        }
    });
    let (rest, rest_label) = (rest_name(model), rest_name(model).text());
    let allowed = allowed(model);
    quote! {
        #allowed
        impl #bounds std::fmt::Debug for #name #generics {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_struct(#label) #(#fields)* .field(#rest_label, &self.#rest).finish()
            }
        }
    }
}

/// `new`, which takes the members that are required.
fn constructor(model: &Struct, required: &[usize]) -> TokenStream {
    let (name, params) = (&model.name, types::generics(&model.params));
    let args = required.iter().map(|at| {
        let (name, ty) = (&model.fields[*at].name, model.fields[*at].declared());
        quote!(#name: #ty)
    });
    let fields = model.fields.iter().enumerate().map(|(at, field)| {
        let (name, value) = (&field.name, unset(field));
        if required.contains(&at) { quote!(#name) } else { quote!(#name: #value) }
    });
    let rest = rest_name(model);
    let allowed = allowed(model);
    quote! {
        #allowed
        impl #params #name #params {
            /// A value of which only the required members are set.
            pub fn new(#(#args),*) -> Self {
                Self { #(#fields,)* #rest: Default::default() }
            }
        }
    }
}
