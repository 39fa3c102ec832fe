//! The pass that turns references to types into Rust types.

use super::names::{self, Style};
use super::naming::Naming;
use crate::rust::{ArgType, JsonKind, Type};
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

/// The reference without aliases and without null, their type parameters filled in. None where there is no end.
pub(super) fn unfolded(api: &Api, ty: &TypeRef) -> Option<TypeRef> {
    // The check refuses what goes round, and nobody names a name of a name so often.
    const STEPS: usize = 64;
    let mut ty = ty.clone();
    for _ in 0..STEPS {
        ty = match ty {
            TypeRef::Nullable(inner) => *inner,
            TypeRef::Named(name, args) => match &api.types[&name].shape {
                Shape::Alias(target) => substituted(target, &api.types[&name].params, &args),
                Shape::Struct(_) | Shape::Strings(_) | Shape::Integers(_) | Shape::Union(_) => {
                    return Some(TypeRef::Named(name, args));
                }
            },
            other => return Some(other),
        };
    }
    None
}

/// The reference with arguments in place of type parameters.
pub(super) fn substituted(ty: &TypeRef, params: &[String], args: &[TypeRef]) -> TypeRef {
    ty.map(&mut |part| match &part {
        TypeRef::Param(name) => {
            let at = params.iter().position(|param| param == name);
            at.and_then(|at| args.get(at)).cloned().unwrap_or(part)
        }
        _ => part,
    })
}

/// Whether values of the type are one text, which their Rust type displays.
pub(super) fn is_text(api: &Api, ty: &TypeRef) -> bool {
    match resolved(api, ty) {
        TypeRef::Scalar(scalar) => !matches!(rust_scalar(*scalar), Type::Json),
        TypeRef::Named(name, _) => matches!(api.types[name].shape, Shape::Strings(_) | Shape::Integers(_)),
        TypeRef::List(_) | TypeRef::Tuple(_) | TypeRef::Map(_) | TypeRef::Param(_) | TypeRef::Nullable(_) => false,
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

/// The one kind of JSON value that values of the type are; none where they may be of several.
pub(super) fn json_kind(api: &Api, ty: &TypeRef) -> Option<JsonKind> {
    let mut ty = ty;
    loop {
        match ty {
            TypeRef::Named(name, _) => match &api.types[name].shape {
                Shape::Struct(_) => return Some(JsonKind::Object),
                Shape::Strings(_) => return Some(JsonKind::String),
                Shape::Integers(_) => return Some(JsonKind::Integer),
                Shape::Alias(target) => ty = target,
                Shape::Union(_) => return None,
            },
            TypeRef::List(_) | TypeRef::Tuple(_) => return Some(JsonKind::Array),
            TypeRef::Map(_) => return Some(JsonKind::Object),
            TypeRef::Nullable(_) | TypeRef::Param(_) => return None,
            TypeRef::Scalar(scalar) => return scalar_kind(*scalar),
        }
    }
}

fn scalar_kind(scalar: Scalar) -> Option<JsonKind> {
    match scalar {
        Scalar::Json | Scalar::Decimal => None,
        Scalar::Boolean => Some(JsonKind::Boolean),
        Scalar::Int32 | Scalar::Int64 | Scalar::Uint32 | Scalar::Uint64 => Some(JsonKind::Integer),
        Scalar::Float | Scalar::Double => Some(JsonKind::Number),
        Scalar::String
        | Scalar::DateTime
        | Scalar::Date
        | Scalar::Time
        | Scalar::Duration
        | Scalar::Uuid
        | Scalar::Uri
        | Scalar::Base64
        | Scalar::Binary => Some(JsonKind::String),
    }
}
