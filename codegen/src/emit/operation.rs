//! An operation: the constant that the runtime interprets, and the request that callers see.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{literal, types};
use crate::rust::{Arg, ArgType, ClientValue, Operation, Place, Success};
use crate::spec::{Method, StatusPattern};

/// The constant, the request and its methods.
pub(super) fn emit(operation: &Operation) -> TokenStream {
    let constant = constant(operation);
    let Operation { docs, request, setters, .. } = operation;
    let setters = setters.iter().map(setter);
    let send = send(operation);
    quote! {
        #constant

        #docs
        #[derive(Debug)]
        #[must_use = "a request does nothing until it is sent"]
        pub struct #request(pub(super) Call);

        impl #request {
            #(#setters)*

            /// Sets what holds for this call alone: retries, timeouts, further headers.
            pub fn with(self, options: CallOptions) -> Self {
                Self(self.0.with(options))
            }

            #send
        }
    }
}

fn constant(operation: &Operation) -> TokenStream {
    let Operation { id, method, path, accept, .. } = operation;
    let (id, method, path, accept) = (literal(id), method_name(*method), literal(path), literal(accept));
    let given = operation.client_values.iter().map(client_value);
    let constants = operation.constants.iter().map(|(at, name, value)| {
        let (at, name, value) = (place(*at), literal(name), literal(value));
        quote!(Given { place: #at, name: #name, value: Source::Constant(#value) })
    });
    let security = operation.security.iter().map(|schemes| {
        let schemes = schemes.iter().map(|name| literal(name));
        quote!(&[#(#schemes),*])
    });
    let repeat = match &operation.idempotency_header {
        Some(header) => {
            let header = literal(header);
            quote!(Repeat::WithKey(#header))
        }
        None => quote!(Repeat::ByMethod),
    };
    let retry_statuses = match &operation.retry_statuses {
        Some(statuses) => {
            let statuses = statuses.iter().map(|status| Literal::u16_unsuffixed(*status));
            quote!(Some(&[#(#statuses),*]))
        }
        None => quote!(None),
    };
    let content_type = match &operation.content_type {
        Some(media) => {
            let media = literal(media);
            quote!(Some(#media))
        }
        None => quote!(None),
    };
    let replies = operation.statuses.iter().map(|status| declared(*status));
    quote! {
        pub(super) static OPERATION: Operation = Operation {
            id: #id,
            method: #method,
            path: #path,
            given: &[#(#given,)* #(#constants),*],
            accept: #accept,
            content_type: #content_type,
            security: &[#(#security),*],
            repeat: #repeat,
            retry_statuses: #retry_statuses,
            replies: &[#(#replies),*],
        };
    }
}

fn client_value(value: &ClientValue) -> TokenStream {
    let (at, name, value) = (place(value.place), literal(&value.wire), literal(&value.value));
    quote!(Given { place: #at, name: #name, value: Source::Client(#value) })
}

fn place(place: Place) -> TokenStream {
    match place {
        Place::Path => quote!(Place::Path),
        Place::Query => quote!(Place::Query),
        Place::Header => quote!(Place::Header),
        Place::JsonBody => unreachable!("a body is never given by the client"),
    }
}

fn method_name(method: Method) -> TokenStream {
    match method {
        Method::Delete => quote!(Method::DELETE),
        Method::Get => quote!(Method::GET),
        Method::Head => quote!(Method::HEAD),
        Method::Options => quote!(Method::OPTIONS),
        Method::Patch => quote!(Method::PATCH),
        Method::Post => quote!(Method::POST),
        Method::Put => quote!(Method::PUT),
        Method::Trace => quote!(Method::TRACE),
    }
}

fn declared(status: StatusPattern) -> TokenStream {
    match status {
        StatusPattern::Code(code) => {
            let code = Literal::u16_unsuffixed(code);
            quote!(Declared::Code(#code))
        }
        StatusPattern::Class(class) => {
            let class = Literal::u8_unsuffixed(class);
            quote!(Declared::Class(#class))
        }
        StatusPattern::Default => quote!(Declared::Default),
    }
}

/// What is called on a `Call` to give it a value.
pub(super) fn give(arg: &Arg) -> TokenStream {
    let Arg { name, wire, place, ty, .. } = arg;
    let wire = literal(wire);
    let value = match ty {
        ArgType::Value(_) | ArgType::Str => quote!(&#name),
        ArgType::Ref(_) | ArgType::Slice(_) => quote!(#name),
    };
    let is_list = matches!(ty, ArgType::Slice(_));
    match place {
        Place::Query if is_list => quote!(queries(#wire, #value)),
        Place::Header if is_list => quote!(headers(#wire, #value)),
        Place::Path => quote!(path(#wire, #value)),
        Place::Query => quote!(query(#wire, #value)),
        Place::Header => quote!(header(#wire, #value)),
        Place::JsonBody => quote!(json(#value)),
    }
}

fn setter(arg: &Arg) -> TokenStream {
    let Arg { docs, deprecated, name, ty, .. } = arg;
    let deprecated = types::deprecated(*deprecated);
    let give = give(arg);
    quote! {
        #docs
        #deprecated
        pub fn #name(self, #name: #ty) -> Self {
            Self(self.0.#give)
        }
    }
}

fn send(operation: &Operation) -> TokenStream {
    let (ty, send) = match &operation.success {
        Success::Empty => (quote!(()), quote!(self.0.send().await?.empty())),
        Success::Json(ty) => (quote!(#ty), quote!(self.0.send().await?.json())),
        Success::Several(name, _) => (quote!(#name), quote!(#name::read(self.0.send().await?))),
    };
    quote! {
        /// Sends the request, again where that is safe and promises more.
        ///
        /// # Errors
        /// Whatever kept the call from an answer of success, and that answer where it cannot be read.
        pub async fn send(self) -> Result<Reply<#ty>, Error> {
            #send
        }

        /// Sends the request and waits for the answer on this thread.
        ///
        /// An async runtime to which the thread belongs stands still meanwhile. The default transport does without
        /// it; a credential or a transport of your own that needs it would wait for ever: call `send` there.
        ///
        /// # Errors
        /// Those of `send`.
        #[cfg(feature = "blocking")]
        pub fn send_blocking(self) -> Result<Reply<#ty>, Error> {
            crate::runtime::blocking::wait(self.send())
        }
    }
}
