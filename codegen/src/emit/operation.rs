//! An operation: the constant that the runtime interprets, and the request that callers see.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{literal, sent, types};
use crate::rust::{Arg, ClientValue, Content, Operation, Paging, Place, Success};
use crate::spec::{Method, NextPage, StatusPattern};

/// The constant, the request and its methods.
pub(super) fn emit(operation: &Operation) -> TokenStream {
    let constant = constant(operation);
    let Operation { docs, request, setters, .. } = operation;
    let setters = setters.iter().map(setter);
    let (send, part) = (send(operation), operation.parts.then(part));
    let (how, pages) = operation.paging.as_ref().map(paging).unzip();
    quote! {
        #constant
        #how

        #docs
        #[derive(Debug)]
        #[must_use = "a request does nothing until it is sent"]
        pub struct #request(pub(super) Call);

        impl #request {
            #(#setters)*
            #part

            /// Sets what holds for this call alone: retries, timeouts, further headers.
            pub fn with(self, options: CallOptions) -> Self {
                Self(self.0.with(options))
            }

            #send
            #pages
        }
    }
}

/// Adds a part by its name, for those that the spec does not name.
fn part() -> TokenStream {
    quote! {
        /// Adds a part that the spec does not name.
        pub fn part(self, name: &str, part: impl Into<runtime::Part>) -> Self {
            Self(self.0.file_part(name, "", part.into()))
        }
    }
}

/// How the operation is paged, and the methods that do so.
fn paging(paging: &Paging) -> (TokenStream, TokenStream) {
    let Paging { how, page, item } = paging;
    let items = literal(&how.items);
    let next = match &how.next {
        NextPage::Link { member } => {
            let member = literal(member);
            quote!(Link(#member))
        }
        NextPage::LinkHeader {} => quote!(LinkHeader),
        NextPage::Token { member, param } => {
            let (member, param) = (literal(member), literal(param));
            quote!(Token { member: #member, param: #param })
        }
        NextPage::Number { param, first } => {
            let (param, first) = (literal(param), Literal::i64_unsuffixed(*first));
            quote!(Number { param: #param, first: #first })
        }
        NextPage::Offset { param } => {
            let param = literal(param);
            quote!(Offset { param: #param })
        }
    };
    let constant = quote! {
        static PAGING: runtime::paging::Paging =
            runtime::paging::Paging { items: #items, next: runtime::paging::Next::#next };
    };
    let methods = quote! {
        /// Asks for this page and all that come after it, one by one.
        pub fn pages(self) -> runtime::Pages<#page> {
            self.0.pages(&PAGING)
        }

        /// The items of this page and of all that come after it.
        pub fn items(self) -> runtime::Items<#item> {
            self.0.items(&PAGING)
        }
    };
    (constant, methods)
}

fn constant(operation: &Operation) -> TokenStream {
    let Operation { id, method, path, server, accept, .. } = operation;
    let (id, method, path, accept) = (literal(id), method_name(*method), literal(path), literal(accept));
    let server = types::optional(server.as_deref());
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
    let content_type = types::optional(operation.content_type.as_deref());
    let replies = operation.statuses.iter().map(|status| declared(*status));
    quote! {
        pub(super) static OPERATION: Operation = Operation {
            id: #id,
            method: #method,
            path: #path,
            server: #server,
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
        Place::Cookie => quote!(Place::Cookie),
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

pub(super) fn declared(status: StatusPattern) -> TokenStream {
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

fn setter(arg: &Arg) -> TokenStream {
    let Arg { docs, deprecated, name, ty, .. } = arg;
    let deprecated = types::deprecated(*deprecated);
    let give = sent::give(arg);
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
        Success::Body(body) if body.is_stream() => {
            let read = sent::read(body);
            (quote!(#body), quote!(self.0.stream(&[Declared::Default]).await?.#read()))
        }
        Success::Body(body) => {
            let read = sent::read(body);
            (quote!(#body), quote!(self.0.send().await?.#read()))
        }
        Success::Several(name, cases) => {
            let is_stream = |body: &Option<Content>| body.as_ref().is_some_and(Content::is_stream);
            let streams: Vec<TokenStream> =
                cases.iter().filter(|case| is_stream(&case.body)).map(|case| declared(case.status)).collect();
            let send = if streams.is_empty() { quote!(send()) } else { quote!(stream(&[#(#streams),*])) };
            (quote!(#name), quote!(#name::read(self.0.#send.await?)))
        }
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
