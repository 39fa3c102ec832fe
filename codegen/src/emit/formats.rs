//! Emits the code that sends values and reads response bodies: the methods of `Call` and `RawResponse`.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use super::literal::literal;
use crate::rust::{Arg, ArgType, Content, PartKind, Place, Sent, Written};
use crate::spec::Style;

/// The arguments in the path, in the order of the path.
pub(super) fn in_path(args: &[Arg]) -> impl Iterator<Item = TokenStream> {
    args.iter().filter(|arg| arg.sent == Sent::InPath).map(value)
}

/// The expression for the value of an argument.
fn value(arg: &Arg) -> TokenStream {
    let name = &arg.name;
    match arg.ty {
        ArgType::Value(_) | ArgType::Str => quote!(&#name),
        ArgType::Ref(_) | ArgType::Slice(_) | ArgType::Parts => quote!(#name),
        ArgType::Upload | ArgType::Part => quote!(#name.into()),
    }
}

/// The call on a `Call` that adds an argument; `None` if the argument is passed by its position in the path.
pub(super) fn give(arg: &Arg) -> Option<TokenStream> {
    let Arg { name, wire, sent, limits, walks, .. } = arg;
    let (wire, value) = (literal(wire), value(arg));
    let valid = walks.then(|| quote!(valid(#value).));
    let limits = (!limits.is_empty()).then(|| {
        let limits = super::limits::limits(limits);
        quote!(limit(#wire, #value, crate::runtime::constraints::validate::Limits::new()#limits).)
    });
    let give = match sent {
        Sent::InPath => return None,
        Sent::Text(Place::Path) => quote!(path(#wire, #name)),
        Sent::Text(Place::Query) => quote!(query(#wire, #name)),
        Sent::Text(Place::Header) => quote!(header(#wire, #name)),
        Sent::Text(Place::Cookie) => quote!(cookie(#wire, #name)),
        Sent::Each(Place::Header) => quote!(headers(#wire, #value)),
        Sent::Each(Place::Path | Place::Query | Place::Cookie) => quote!(queries(#wire, #value)),
        Sent::Styled(place, written) => {
            let param = param(*place, &wire, *written);
            quote!(value(#param, #value))
        }
        Sent::JsonBody => quote!(json(#value)),
        Sent::XmlBody(root) => quote!(xml(#value, &crate::xml::#root)),
        Sent::FormBody(styles) => {
            let styles = styles.iter().map(|(name, written)| param(Place::Query, &literal(name), *written));
            quote!(form_of(#value, &[#(#styles),*]))
        }
        Sent::SequenceBody => quote!(json_sequence(#value)),
        Sent::TextBody => quote!(text(#name)),
        Sent::Upload => quote!(upload(#value)),
        Sent::StyledPart(written) => {
            // Values in multipart parts and cookies are not percent-encoded.
            let param = param(Place::Cookie, &wire, *written);
            quote!(styled_part(#param, #value))
        }
        Sent::Part(kind, media) => part(arg, *kind, &literal(media)),
    };
    Some(quote!(#valid #limits #give))
}

fn part(arg: &Arg, kind: PartKind, media: &TokenStream) -> TokenStream {
    let (wire, name, value) = (literal(&arg.wire), &arg.name, value(arg));
    match kind {
        PartKind::File => quote!(file_part(#wire, #media, #value)),
        PartKind::Files => quote!(file_parts(#wire, #media, #value)),
        PartKind::Text => quote!(text_part(#wire, #media, #name)),
        PartKind::Texts => quote!(text_parts(#wire, #media, #value)),
        PartKind::Json => quote!(json_part(#wire, #media, #value)),
        PartKind::Jsons => quote!(json_parts(#wire, #media, #value)),
    }
}

/// `Param::query("ids", Style::PipeDelimited)`
fn param(place: Place, name: &TokenStream, written: Written) -> TokenStream {
    let Written { style, explode, reserved, raw } = written;
    let style = match style {
        Style::Simple => quote!(Simple),
        Style::Label => quote!(Label),
        Style::Matrix => quote!(Matrix),
        Style::Form => quote!(Form),
        Style::SpaceDelimited => quote!(SpaceDelimited),
        Style::PipeDelimited => quote!(PipeDelimited),
        Style::TabDelimited => quote!(TabDelimited),
        Style::DeepObject => quote!(DeepObject),
        Style::Json => quote!(Json),
    };
    let place = match place {
        Place::Path => quote!(path),
        Place::Query => quote!(query),
        Place::Header => quote!(header),
        Place::Cookie => quote!(cookie),
    };
    let explode = explode.then(|| quote!(.exploded()));
    let reserved = reserved.then(|| quote!(.reserved()));
    let raw = raw.then(|| quote!(.raw()));
    quote!(Param::#place(#name, Style::#style) #explode #reserved #raw)
}

/// The method of a `RawResponse` that reads a body.
pub(super) fn read(content: &Content) -> TokenStream {
    match content {
        Content::Json(_) => quote!(json),
        Content::Text => quote!(plain_text),
        Content::Download => quote!(download),
        Content::Events(Some(_)) => quote!(events),
        Content::Events(None) => quote!(text_events),
        Content::WholeEvents(_) => quote!(whole_events),
        Content::Lines(_) => quote!(lines),
        Content::TextLines => quote!(text_lines),
        Content::Parts(_) => quote!(parts),
    }
}

impl ToTokens for Content {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.extend(match self {
            Self::Json(ty) => quote!(#ty),
            Self::Text => quote!(String),
            Self::Download => quote!(runtime::Download),
            Self::Events(Some(ty)) | Self::WholeEvents(ty) => quote!(runtime::Events<#ty>),
            Self::Events(None) => quote!(runtime::Events<String>),
            Self::Lines(ty) => quote!(runtime::Lines<#ty>),
            Self::TextLines => quote!(runtime::Lines<String>),
            Self::Parts(ty) => quote!(runtime::Parts<#ty>),
        });
    }
}
