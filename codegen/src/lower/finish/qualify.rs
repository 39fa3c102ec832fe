//! The pass that names a model by its module where its name means something else in the file.

use std::collections::BTreeSet;

use crate::lower::calls::responses::Told;
use crate::rust::{Answers, Arg, ArgType, Content, Operation, Success, SuccessCase, Type};

/// Qualifies the models that an operation and its answers name.
pub(crate) fn operation(
    operation: &mut Operation,
    answers: Option<&mut Answers>,
    faults: &mut Told,
    hidden: &BTreeSet<String>,
) {
    operation.setters.iter_mut().for_each(|setter| arg(setter, hidden));
    match &mut operation.success {
        Success::Empty => {}
        Success::Body(body) => body.ty_mut().into_iter().for_each(|ty| qualify(ty, hidden)),
        Success::Several(_, cases) => cases.iter_mut().for_each(|one| case(one, hidden)),
    }
    if let Some(paging) = &mut operation.paging {
        qualify(&mut paging.item, hidden);
    }
    if let Told::Several(faults) = faults {
        faults.cases.iter_mut().for_each(|case| qualify(&mut case.ty, hidden));
    }
    answers.into_iter().flat_map(|answers| &mut answers.cases).for_each(|one| case(one, hidden));
}

fn case(case: &mut SuccessCase, hidden: &BTreeSet<String>) {
    case.body.iter_mut().filter_map(Content::ty_mut).for_each(|ty| qualify(ty, hidden));
}

/// Qualifies the models that an argument names.
pub(crate) fn arg(arg: &mut Arg, hidden: &BTreeSet<String>) {
    match &mut arg.ty {
        ArgType::Str | ArgType::Upload | ArgType::Part | ArgType::Parts => {}
        ArgType::Value(ty) | ArgType::Ref(ty) | ArgType::Slice(ty) => qualify(ty, hidden),
    }
}

fn qualify(ty: &mut Type, hidden: &BTreeSet<String>) {
    match ty {
        Type::Model(name, args) => {
            args.iter_mut().for_each(|arg| qualify(arg, hidden));
            if hidden.contains(name.text()) {
                *ty = Type::Distant(name.clone(), std::mem::take(args));
            }
        }
        Type::Distant(_, args) | Type::Tuple(args) => args.iter_mut().for_each(|arg| qualify(arg, hidden)),
        Type::Option(inner) | Type::Maybe(inner) | Type::Vec(inner) | Type::Map(inner) | Type::Box(inner) => {
            qualify(inner, hidden);
        }
        Type::Unit
        | Type::Bool
        | Type::I32
        | Type::I64
        | Type::U32
        | Type::U64
        | Type::F32
        | Type::F64
        | Type::String
        | Type::DateTime
        | Type::Date
        | Type::Decimal
        | Type::Base64
        | Type::Json
        | Type::Param(_) => {}
    }
}
