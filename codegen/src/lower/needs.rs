//! The pass that finds which parts of the runtime a crate needs.

use std::collections::BTreeSet;

use super::wishes::Unnamed;
use crate::rust::{Arg, ArgType, File, Item, Part, Success, Type};
use crate::spec::SecurityKind;

/// The parts that the files name. Computed from what they hold, so that no list has to be kept by hand.
pub(super) fn find(files: &[File], unnamed: Unnamed) -> BTreeSet<Part> {
    let mut parts = BTreeSet::from([Part::Decode]);
    let unnamed = match unnamed {
        Unnamed::Keep => Part::Extra,
        Unnamed::Drop => Part::ExtraOff,
    };
    for item in files.iter().flat_map(|file| &file.items) {
        match item {
            Item::Struct(model) => {
                parts.extend([Part::Wire, unnamed]);
                parts.extend(model.fields.iter().any(|field| field.keeps_form).then_some(Part::CodeForms));
                model.fields.iter().for_each(|field| of_type(&field.declared(), &mut parts));
            }
            Item::OpenEnum(_) => _ = parts.insert(Part::OpenEnum),
            Item::OpenCodes(_) => _ = parts.insert(Part::OpenCodes),
            Item::OneOf(model) => {
                parts.extend([Part::OneOf, Part::Json]);
                model.variants.iter().for_each(|variant| of_type(&variant.ty, &mut parts));
            }
            Item::AnyOf(model) => {
                parts.extend([Part::AnyOf, Part::OneOf, Part::Json]);
                model.views.iter().for_each(|view| of_type(&view.ty, &mut parts));
            }
            Item::Alias(alias) => of_type(&alias.ty, &mut parts),
            Item::Client(client) => {
                parts.insert(Part::Http);
                parts.extend(client.schemes.iter().flat_map(|scheme| of_scheme(&scheme.kind)));
            }
            Item::Group(group) => {
                group.methods.iter().flat_map(|method| &method.args).for_each(|arg| of_arg(arg, &mut parts));
            }
            Item::Operation(operation) => {
                operation.setters.iter().for_each(|arg| of_arg(arg, &mut parts));
                if let Success::Json(ty) = &operation.success {
                    of_type(ty, &mut parts);
                }
            }
            Item::Answers(answers) => {
                answers.cases.iter().filter_map(|case| case.ty.as_ref()).for_each(|ty| of_type(ty, &mut parts));
            }
            Item::Faults(faults) => faults.cases.iter().for_each(|case| of_type(&case.ty, &mut parts)),
            Item::Use(_) | Item::Mod(_) | Item::Root(_) => {}
        }
    }
    // The files of structs name these whatever the members are.
    if parts.contains(&Part::Wire) {
        parts.insert(Part::Json);
    }
    parts
}

fn of_scheme(kind: &SecurityKind) -> &'static [Part] {
    match kind {
        SecurityKind::Bearer { .. } | SecurityKind::OtherToken { .. } => &[Part::Token],
        SecurityKind::ClientCredentials { .. } => &[Part::Token, Part::ClientCredentials, Part::Basic],
        SecurityKind::ApiKey { .. } => &[Part::ApiKey],
        SecurityKind::Basic {} => &[Part::Basic],
    }
}

fn of_arg(arg: &Arg, parts: &mut BTreeSet<Part>) {
    match &arg.ty {
        ArgType::Str => {}
        ArgType::Value(ty) | ArgType::Ref(ty) | ArgType::Slice(ty) => of_type(ty, parts),
    }
}

fn of_type(ty: &Type, parts: &mut BTreeSet<Part>) {
    ty.walk(&mut |part| match part {
        Type::Decimal => parts.extend([Part::Decimal, Part::Json]),
        Type::Base64 => _ = parts.insert(Part::Base64),
        Type::Tuple(_) => _ = parts.insert(Part::Tuple),
        Type::DateTime | Type::Date => _ = parts.insert(Part::DateTime),
        Type::Maybe(_) => _ = parts.insert(Part::Maybe),
        Type::Json => _ = parts.insert(Part::Json),
        _ => {}
    });
}
