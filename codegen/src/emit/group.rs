//! Emits a group of operations, with a method for each.

use proc_macro2::TokenStream;
use quote::quote;

use super::literal::literal;
use super::{formats, types};
use crate::rust::{Group, Method};

/// The type of the group, and its methods.
pub(super) fn emit(group: &Group) -> TokenStream {
    let Group { docs, name, method: _, methods } = group;
    let methods = methods.iter().map(method);
    quote! {
        #docs
        #[derive(Clone, Copy, Debug)]
        pub struct #name<'a>(pub(crate) &'a crate::runtime::call::config::Core);

        impl #name<'_> {
            #(#methods)*
        }
    }
}

fn method(method: &Method) -> TokenStream {
    let Method { docs, deprecated, name, request, args, request_ids } = method;
    let deprecated = types::deprecated(*deprecated);
    let params = args.iter().map(|arg| {
        let (name, ty) = (&arg.name, &arg.ty);
        quote!(#name: #ty)
    });
    let path = formats::in_path(args);
    let gives = args.iter().filter_map(formats::give);
    let request_ids = request_ids.iter().map(|header| literal(header));
    quote! {
        #docs
        #deprecated
        pub fn #name(&self #(, #params)*) -> #request {
            #request(self.0.call(#request::OPERATION, &[#(#path),*]) #(.request_id(#request_ids))* #(.#gives)*)
        }
    }
}
