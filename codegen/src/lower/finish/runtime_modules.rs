//! The pass that finds the runtime modules that a crate needs.

use std::collections::BTreeSet;

use crate::lower::config::{Limits, Unnamed};
use crate::rust::{self, Arg, Content, File, Item, Kept, Model, Part, Sent, Type, Visited};
use crate::spec::SecurityKind;

/// The runtime modules that the files use. They are computed from the contents, so that no list has to be maintained.
pub(crate) fn find(files: &[File], unnamed: Unnamed, limits: Limits) -> BTreeSet<Part> {
    let mut parts = BTreeSet::from([Part::Decode]);
    let unnamed = match unnamed {
        Unnamed::Keep => Part::Extra,
        Unnamed::Drop => Part::ExtraOff,
    };
    for item in files.iter().flat_map(|file| &file.items) {
        item.visit(&mut |visited| match visited {
            Visited::Type(ty) => of_type(ty, &mut parts),
            Visited::Arg(arg) => of_arg(arg, &mut parts),
            Visited::Content(content) => of_content(content, &mut parts),
            Visited::Declared(_) | Visited::Macro(_) => {}
        });
        match item.ungated() {
            Item::Model(model) => of_model(model, unnamed, &mut parts),
            Item::Client(client) => {
                parts.insert(Part::Http);
                parts.extend(client.schemes.iter().flat_map(of_scheme));
            }
            Item::Xml(_) => _ = parts.insert(Part::Xml),
            Item::Operation(operation) => {
                parts.extend(operation.parts.then_some([Part::Multipart, Part::Upload]).into_iter().flatten());
                parts.extend((!operation.alternatives.is_empty()).then_some(Part::Alternative));
                parts.extend(operation.paging.iter().flat_map(|_| [Part::Paging, Part::Pointer, Part::Stream]));
                parts.extend(operation.long_running.iter().flat_map(|_| [Part::Polling, Part::Pointer]));
            }
            Item::Group(group) => {
                let identifies = group.methods.iter().any(|method| !method.request_ids.is_empty());
                parts.extend(identifies.then_some(Part::RequestId));
            }
            Item::SuccessResponses(_)
            | Item::ErrorBodies(_)
            | Item::ResponseHeaders(_)
            | Item::Validation(_)
            | Item::Use(_)
            | Item::Mod(_)
            | Item::Samples(_)
            | Item::Root(_)
            | Item::Gated(_) => {}
        }
    }
    if limits == Limits::Check {
        parts.insert(Part::Validate);
        parts.extend(parts.contains(&Part::Decimal).then_some(Part::ValidateDecimal));
        parts.extend(parts.contains(&Part::Http).then_some(Part::ValidateCall));
    }
    // Parameters, forms and XML are all written from the same intermediate form of a value.
    if parts.contains(&Part::Param) || parts.contains(&Part::Xml) {
        parts.insert(Part::Tree);
    }
    // The macros of structs use these modules regardless of the fields.
    if parts.contains(&Part::Wire) {
        parts.insert(Part::Json);
    }
    parts
}

fn of_model(model: &Model, unnamed: Part, parts: &mut BTreeSet<Part>) {
    match model {
        Model::Struct(model) => {
            parts.extend([Part::Wire, unnamed]);
            parts.extend(model.fields.iter().any(|field| field.keeps_form).then_some(Part::CodeForms));
        }
        Model::OpenEnum(_) => _ = parts.insert(Part::OpenEnum),
        Model::OpenCodes(_) => _ = parts.insert(Part::OpenCodes),
        Model::OneOf(_) => {
            parts.extend([Part::OneOf, Part::Json]);
        }
        Model::AnyOf(_) => {
            parts.extend([Part::AnyOf, Part::OneOf, Part::Json]);
        }
        Model::Alias(_) => {}
    }
}

fn of_scheme(scheme: &rust::Scheme) -> impl Iterator<Item = Part> {
    let renewal: &[Part] = match scheme.is_renewed {
        true => &[Part::Token, Part::TokenService, Part::RefreshToken, Part::Basic],
        false => &[],
    };
    let kind: &[Part] = match &scheme.kind {
        SecurityKind::Bearer { .. } | SecurityKind::OtherToken { .. } => &[Part::Token],
        SecurityKind::ClientCredentials { .. } => {
            &[Part::Token, Part::TokenService, Part::ClientCredentials, Part::Basic]
        }
        SecurityKind::ApiKey { .. } => &[Part::ApiKey],
        SecurityKind::Basic {} => &[Part::Basic],
    };
    renewal.iter().chain(kind).copied()
}

fn of_content(content: &Content, parts: &mut BTreeSet<Part>) {
    match content {
        Content::Json(_) | Content::Text => {}
        Content::Download => _ = parts.insert(Part::Download),
        // Server-sent events are read line by line.
        Content::Events(_) | Content::WholeEvents(_) => {
            parts.extend([Part::Download, Part::Lines, Part::Events, Part::Stream])
        }
        Content::Lines(_) | Content::TextLines => parts.extend([Part::Download, Part::Lines, Part::Stream]),
        Content::Parts(_) => parts.extend([Part::Download, Part::Lines, Part::Parts, Part::Stream]),
    }
}

fn of_arg(arg: &Arg, parts: &mut BTreeSet<Part>) {
    match &arg.sent {
        Sent::InPath | Sent::Text(_) | Sent::Each(_) | Sent::JsonBody | Sent::XmlBody(_) | Sent::TextBody => {}
        Sent::Styled(..) => _ = parts.insert(Part::Param),
        Sent::FormBody(_) => parts.extend([Part::Param, Part::Form]),
        Sent::SequenceBody => _ = parts.insert(Part::Sequence),
        Sent::Upload => _ = parts.insert(Part::Upload),
        Sent::Part(..) => parts.extend([Part::Multipart, Part::Upload]),
        Sent::StyledPart(_) => parts.extend([Part::Multipart, Part::MultipartStyle, Part::Upload, Part::Param]),
    }
}

fn of_type(ty: &Type, parts: &mut BTreeSet<Part>) {
    ty.walk(&mut |part| match part {
        Type::Decimal => parts.extend([Part::Decimal, Part::Json]),
        Type::Base64 => _ = parts.insert(Part::Base64),
        Type::Tuple(_) => _ = parts.insert(Part::Tuple),
        Type::DateTime | Type::Date => _ = parts.insert(Part::DateTime),
        Type::Kept(kept) => of_kept(*kept, parts),
        Type::Maybe(_) => _ = parts.insert(Part::Maybe),
        Type::Json => _ = parts.insert(Part::Json),
        _ => {}
    });
}

fn of_kept(kept: Kept, parts: &mut BTreeSet<Part>) {
    match kept {
        Kept::Base64Url => parts.extend([Part::Kept, Part::Base64Url, Part::Base64]),
        // Dates in other formats convert to `DateTime`, and through it to the types of date crates.
        Kept::HttpDate => parts.extend([Part::Kept, Part::HttpDate, Part::DateTime]),
        Kept::UnixTime => parts.extend([Part::UnixTime, Part::DateTime, Part::Decimal, Part::Json]),
        Kept::Ipv4 | Kept::Ipv6 => parts.extend([Part::Kept, Part::Ip]),
        Kept::IsoDuration => parts.extend([Part::Kept, Part::IsoDuration]),
        Kept::TimeOfDay => parts.extend([Part::Kept, Part::TimeOfDay]),
        Kept::Uri => parts.extend([Part::Kept, Part::Uri]),
        Kept::Uuid => parts.extend([Part::Kept, Part::Uuid]),
    }
}
