//! Emits an operation: the table of its constant and its request, and the table of its setters.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;

use super::literal::literal;
use super::{formats, response_types, types};
use crate::rust::{
    Alternative, Arg, ClientValue, Content, LongRunning, LongRunningResult, Operation, Paging, Place, Success, Switch,
};
use crate::spec::{FinalState, NextPage, PageConstant, PagePlace, StateLocation, StatusPattern};

/// The tables of the operation and of its setters.
pub(super) fn emit(operation: &Operation) -> TokenStream {
    let Operation { id, method, path, request, .. } = operation;
    let (id, path) = (literal(id), literal(path));
    let method = method.as_str().split('-').map(|word| Ident::new(word, Span::call_site()));
    let (ty, read) = success(&operation.success);
    let rows = rows(operation);
    let setters = setters(operation);
    let long_running = operation.long_running.as_ref().map(|how| long_running(request, how));
    quote! {
        operation!(#request -> #ty #read {
            #id = #(#method)-* #path,
            #(#rows,)*
        });

        #setters

        #long_running
    }
}

/// The table of a long-running operation: `long_running!(CreateDisk -> Disk { Headers, Usual });`
fn long_running(request: &crate::rust::Ident, long_running: &LongRunning) -> TokenStream {
    let LongRunning { how, result } = long_running;
    let result = match result {
        LongRunningResult::Empty => quote!(() = empty),
        LongRunningResult::Text => quote!(String = plain_text),
        LongRunningResult::Json(ty) => quote!(#ty),
        LongRunningResult::Optional(ty) => quote!(#ty = optional),
    };
    let states = match &how.states {
        StateLocation::Headers => quote!(Headers),
        StateLocation::Operation { path } => {
            let path = literal(&path.to_string());
            quote!(Operation(#path))
        }
    };
    let final_state = match how.final_state {
        None => quote!(Usual),
        Some(FinalState::State) => quote!(StatusBody),
        Some(FinalState::Location) => quote!(Location),
        Some(FinalState::OriginalUri) => quote!(OriginalUri),
    };
    quote!(long_running!(#request -> #result { #states, #final_state });)
}

/// The type of a successful response, and the method that reads it if that is not the default.
fn success(success: &Success) -> (TokenStream, Option<TokenStream>) {
    match success {
        Success::Empty => (quote!(()), Some(quote!(= empty))),
        Success::Body(body @ Content::Json(_)) => (quote!(#body), None),
        Success::Body(body) => {
            let read = formats::read(body);
            (quote!(#body), Some(quote!(= #read)))
        }
        Success::Several(name, _) => (quote!(#name), Some(quote!(= several))),
    }
}

/// The non-default settings of an operation, one row each.
fn rows(operation: &Operation) -> Vec<TokenStream> {
    let Operation { server, idempotency_header, retry_statuses, security, statuses, paging, .. } = operation;
    let text = |name: TokenStream, text: &str| {
        let text = literal(text);
        quote!(#name = #text)
    };
    let given = operation.client_values.iter().map(client_value);
    let constants = operation.constants.iter().map(|(at, name, value)| {
        let (at, name, value) = (place(*at), literal(name), literal(value));
        quote!(#at #name Constant #value)
    });
    let security = security.iter().map(|schemes| {
        let schemes = schemes.iter().map(|name| literal(name));
        quote!([#(#schemes),*])
    });
    let retry = retry_statuses.iter().flatten().map(|status| {
        let status = Literal::u16_unsuffixed(*status);
        quote!(#status)
    });
    let listed =
        |name: TokenStream, values: Vec<TokenStream>| (!values.is_empty()).then(|| quote!(#name = #(#values)|*));
    let accept = Some(operation.accept.as_str()).filter(|accept| *accept != "application/json");
    [
        server.as_ref().map(|server| text(quote!(server), server)),
        listed(quote!(client_values), given.chain(constants).collect()),
        accept.map(|accept| text(quote!(accept), accept)),
        operation.content_type.as_ref().map(|media| text(quote!(content_type), media)),
        listed(quote!(security), security.collect()),
        idempotency_header.as_ref().map(|header| text(quote!(idempotency_key), header)),
        listed(quote!(retry), retry.collect()),
        listed(quote!(responses), statuses.iter().map(|status| response_types::declared(*status)).collect()),
        listed(quote!(expected), operation.expected.iter().map(|status| response_types::declared(*status)).collect()),
        listed(quote!(xml), operation.xml.iter().map(xml).collect()),
        listed(quote!(streams), streams(&operation.success)),
        operation.switch.as_ref().map(switch).map(|switch| quote!(switch = #switch)),
        listed(quote!(also), operation.alternatives.iter().map(alternative).collect()),
        paging.as_ref().map(items),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The row for a status with an XML response: `200 LIST_BLOBS_BODY`
fn xml((status, root): &(StatusPattern, crate::rust::Ident)) -> TokenStream {
    let status = response_types::declared(*status);
    quote!(#status #root)
}

/// The success statuses whose response is a stream.
fn streams(success: &Success) -> Vec<TokenStream> {
    match success {
        Success::Body(body) if body.is_stream() => vec![response_types::declared(StatusPattern::Default)],
        Success::Empty | Success::Body(_) => Vec::new(),
        Success::Several(_, cases) => {
            let is_stream = |body: &Option<Content>| body.as_ref().is_some_and(Content::is_stream);
            cases
                .iter()
                .filter(|case| is_stream(&case.body))
                .map(|case| response_types::declared(case.status))
                .collect()
        }
    }
}

/// The call that sets a property: `set_property("stream", "true")`
fn switch(switch: &Switch) -> TokenStream {
    let Switch { property, value, is_added, is_part } = switch;
    let (property, value) = (literal(property), literal(value));
    let method = match (is_part, is_added) {
        (false, true) => quote!(set_property),
        (false, false) => quote!(change_property),
        (true, true) => quote!(set_part),
        (true, false) => quote!(change_part),
    };
    quote!(#method(#property, #value))
}

/// The row for an alternative format: `send_events send_events_blocking -> runtime::Events<Chunk> = events streamed
/// "text/event-stream"`
fn alternative(alternative: &Alternative) -> TokenStream {
    let Alternative { name, accept, body, switch } = alternative;
    let blocking = Ident::new(&format!("{}_blocking", name.text()), Span::call_site());
    let (read, accept) = (formats::read(body), literal(accept));
    let kind = if body.is_stream() { quote!(streamed) } else { quote!(whole) };
    let switch = switch.as_ref().map(self::switch);
    quote!(#name #blocking -> #body = #read #kind #accept #switch)
}

/// The row for a paged list: `items = Gist = "/items" Token { "/next" to Query "cursor" }`
fn items(paging: &Paging) -> TokenStream {
    let Paging { how, item, required } = paging;
    let items = literal(&how.items);
    let next = match &how.next {
        NextPage::Link { member, below: None, repeat, constants } if repeat.is_empty() && constants.is_empty() => {
            let member = literal(member);
            quote!(Link(#member))
        }
        NextPage::Link { member, below, repeat, constants } => {
            let (member, repeat) = (literal(member), repeat.iter().map(|name| literal(name)));
            let below = below.iter().map(|count| Literal::u32_unsuffixed(*count));
            let constants = constants.iter().map(|(name, value)| {
                let (name, value) = (literal(name), literal(value));
                quote!((#name, #value))
            });
            quote!(LinkWith {
                member: #member,
                below: &[#(#below),*],
                repeat: &[#(#repeat),*],
                constants: &[#(#constants),*]
            })
        }
        NextPage::LinkHeader {} => quote!(LinkHeader),
        NextPage::Token { member, place, param, more, constants } => {
            let (member, param) = (literal(member), literal(param));
            let constants = constants.iter().map(|PageConstant { place, param, value }| {
                let (place, param, value) = (page_place(*place), literal(param), literal(value));
                quote!(, #place #param = #value)
            });
            let more = more.as_ref().map(|more| {
                let more = literal(more);
                quote!(while #more)
            });
            match page_place(*place) {
                Some(place) => quote!(Token { #member to #place #param #more #(#constants)* }),
                None => quote!(BodyToken { #member to #param #more }),
            }
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
    let required = required.then(|| quote!(required));
    quote!(items = #item = #required #items #next)
}

fn client_value(value: &ClientValue) -> TokenStream {
    let (at, name, value) = (place(value.place), literal(&value.wire), literal(&value.value));
    quote!(#at #name Client #value)
}

fn place(place: Place) -> TokenStream {
    match place {
        Place::Path => quote!(Path),
        Place::Query => quote!(Query),
        Place::Header => quote!(Header),
        Place::Cookie => quote!(Cookie),
    }
}

/// The location of a parameter; `None` for the body, which has parameters of another form.
fn page_place(place: PagePlace) -> Option<TokenStream> {
    match place {
        PagePlace::Query => Some(quote!(Query)),
        PagePlace::Header => Some(quote!(Header)),
        PagePlace::Body => None,
    }
}

fn setters(operation: &Operation) -> Option<TokenStream> {
    let Operation { request, setters, parts, .. } = operation;
    if setters.is_empty() && !parts {
        return None;
    }
    let rows = setters.iter().map(|arg| {
        let Arg { docs, deprecated, name, ty, .. } = arg;
        let deprecated = types::deprecated(*deprecated);
        let give = formats::give(arg);
        quote!(#docs #deprecated #name: #ty => #give)
    });
    let parts = parts.then(|| quote!(parts));
    Some(quote!(setters!(#request { #(#rows,)* } #parts);))
}
