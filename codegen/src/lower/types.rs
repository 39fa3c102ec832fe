//! The pass that turns references to types into Rust types.

use super::names::{self, Style};
use super::naming::Naming;
use super::unions::{Plan, Plans};
use crate::rust::{ArgType, Type};
use crate::spec::{Api, IntegerFormat, Scalar, Shape, TypeRef};

/// The Rust type for a reference; `Nullable` becomes an `Option`.
pub(super) fn rust_type(ty: &TypeRef, naming: &Naming) -> Type {
    match ty {
        TypeRef::Named(name, args) => {
            Type::Model(naming.types[name].clone(), args.iter().map(|arg| rust_type(arg, naming)).collect())
        }
        TypeRef::Param(name) => Type::Param(names::ident(name, Style::Camel)),
        TypeRef::Scalar(scalar) => rust_scalar(*scalar),
        TypeRef::List(item) => Type::Vec(Box::new(rust_type(item, naming))),
        TypeRef::Tuple(_) => Type::Vec(Box::new(Type::Json)),
        TypeRef::Map(item) => Type::Map(Box::new(rust_type(item, naming))),
        TypeRef::Nullable(inner) => rust_type(inner, naming).option(),
    }
}

/// The Rust type for a scalar. Forms for which the runtime has no type of its own keep their text.
fn rust_scalar(scalar: Scalar) -> Type {
    match scalar {
        Scalar::Json | Scalar::Decimal => Type::Json,
        Scalar::Boolean => Type::Bool,
        Scalar::Int32 => Type::I32,
        Scalar::Int64 | Scalar::Uint32 | Scalar::Uint64 => Type::I64,
        Scalar::Float => Type::F32,
        Scalar::Double => Type::F64,
        Scalar::DateTime => Type::DateTime,
        Scalar::String
        | Scalar::Date
        | Scalar::Time
        | Scalar::Duration
        | Scalar::Uuid
        | Scalar::Uri
        | Scalar::Base64
        | Scalar::Binary => Type::String,
    }
}

/// The reference without aliases and without null.
pub(super) fn resolved<'a>(api: &'a Api, mut ty: &'a TypeRef) -> &'a TypeRef {
    loop {
        match ty {
            TypeRef::Nullable(inner) => ty = inner,
            TypeRef::Named(name, _) => match &api.types[name].shape {
                Shape::Alias(target) => ty = target,
                Shape::Struct(_) | Shape::Strings(_) | Shape::Integers(_) | Shape::Union(_) => return ty,
            },
            TypeRef::Param(_) | TypeRef::Scalar(_) | TypeRef::List(_) | TypeRef::Map(_) | TypeRef::Tuple(_) => {
                return ty;
            }
        }
    }
}

/// The type of a parameter as an argument.
pub(super) fn arg_type(api: &Api, ty: &TypeRef, naming: &Naming) -> ArgType {
    let ty = resolved(api, ty);
    let rust = rust_type(ty, naming);
    match ty {
        TypeRef::List(item) => ArgType::Slice(rust_type(item, naming)),
        TypeRef::Named(name, _) if matches!(api.types[name].shape, Shape::Integers(_)) => ArgType::Value(rust),
        TypeRef::Named(..) | TypeRef::Map(_) | TypeRef::Tuple(_) | TypeRef::Param(_) | TypeRef::Nullable(_) => {
            ArgType::Ref(rust)
        }
        TypeRef::Scalar(_) => match rust {
            Type::String => ArgType::Str,
            Type::DateTime | Type::Json => ArgType::Ref(rust),
            small => ArgType::Value(small),
        },
    }
}

/// The integer of an enum.
pub(super) fn repr(format: IntegerFormat) -> Type {
    match format {
        IntegerFormat::Int32 => Type::I32,
        IntegerFormat::Int64 => Type::I64,
    }
}

/// A text that is the same for two references if, and but for their arguments only if, they are one type in Rust.
pub(super) fn mould<'a>(api: &'a Api, plans: &'a Plans, mut ty: &'a TypeRef) -> String {
    let mut mould = String::new();
    loop {
        if is_nullable(api, ty) {
            mould.push('?');
        }
        match resolved(api, ty) {
            TypeRef::List(item) => (mould, ty) = (mould + "[", item),
            TypeRef::Map(item) => (mould, ty) = (mould + "{", item),
            TypeRef::Named(name, _) => match plans.get(name) {
                Some(Plan::Alias(target)) => ty = target,
                Some(Plan::OneOf(_) | Plan::AnyOf { .. }) | None => return mould + name,
            },
            TypeRef::Scalar(scalar) => return format!("{mould}<{:?}", rust_scalar(*scalar)),
            TypeRef::Param(_) => return mould + "$",
            TypeRef::Tuple(items) => return format!("{mould}({}", items.len()),
            TypeRef::Nullable(_) => unreachable!("a resolved type is not nullable"),
        }
    }
}

/// Whether null is a value of the type.
pub(super) fn is_nullable<'a>(api: &'a Api, mut ty: &'a TypeRef) -> bool {
    loop {
        match ty {
            TypeRef::Nullable(_) => return true,
            TypeRef::Named(name, _) => match &api.types[name].shape {
                Shape::Alias(target) => ty = target,
                Shape::Struct(_) | Shape::Strings(_) | Shape::Integers(_) | Shape::Union(_) => return false,
            },
            TypeRef::Param(_) | TypeRef::Scalar(_) | TypeRef::List(_) | TypeRef::Map(_) | TypeRef::Tuple(_) => {
                return false;
            }
        }
    }
}
