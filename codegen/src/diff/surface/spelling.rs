//! Types as callers write them, with the names that the other crate has for the same models.

use super::naming::Renames;
use crate::rust::{Arg, ArgType, Content, Success, Type};

/// A type as callers write it.
pub(super) fn ty(ty: &Type, renames: &Renames) -> String {
    let inner = |outer: &str, inner: &Type| format!("{outer}<{}>", self::ty(inner, renames));
    match ty {
        Type::Unit => "()".to_owned(),
        Type::Bool => "bool".to_owned(),
        Type::I32 => "i32".to_owned(),
        Type::I64 => "i64".to_owned(),
        Type::U32 => "u32".to_owned(),
        Type::U64 => "u64".to_owned(),
        Type::F32 => "f32".to_owned(),
        Type::F64 => "f64".to_owned(),
        Type::String => "String".to_owned(),
        Type::DateTime => "DateTime".to_owned(),
        Type::Date => "Date".to_owned(),
        Type::Decimal => "Decimal".to_owned(),
        Type::Base64 => "Base64".to_owned(),
        Type::Json => "Json".to_owned(),
        Type::Model(name, args) | Type::Distant(name, args) => {
            if let Some(behind) = renames.behind(name.text()) {
                return self::ty(behind, renames);
            }
            let args: Vec<String> = args.iter().map(|arg| self::ty(arg, renames)).collect();
            let name = renames.ty(name.text());
            if args.is_empty() { name.to_owned() } else { format!("{name}<{}>", args.join(", ")) }
        }
        Type::Param(name) => name.text().to_owned(),
        Type::Option(of) => inner("Option", of),
        Type::Maybe(of) => inner("Maybe", of),
        Type::Vec(of) => inner("Vec", of),
        Type::Map(of) => format!("BTreeMap<String, {}>", self::ty(of, renames)),
        Type::Tuple(of) => format!("({})", of.iter().map(|of| self::ty(of, renames)).collect::<Vec<_>>().join(", ")),
        Type::Box(of) => inner("Box", of),
    }
}

/// The type of an argument as callers write it.
pub(super) fn arg(arg: &Arg, renames: &Renames) -> String {
    match &arg.ty {
        ArgType::Str => "&str".to_owned(),
        ArgType::Value(ty) => self::ty(ty, renames),
        ArgType::Ref(ty) => format!("&{}", self::ty(ty, renames)),
        ArgType::Slice(ty) => format!("&[{}]", self::ty(ty, renames)),
        ArgType::Upload => "impl Into<Upload>".to_owned(),
        ArgType::Part => "impl Into<Part>".to_owned(),
        ArgType::Parts => "impl IntoIterator<Item = Part>".to_owned(),
    }
}

/// What a call gives, as callers write it.
pub(super) fn success(success: &Success, renames: &Renames) -> String {
    match success {
        Success::Empty => "()".to_owned(),
        Success::Body(content) => self::content(content, renames),
        // The name follows that of the request, and the variants are things of their own.
        Success::Several(_, _) => "one of several types".to_owned(),
    }
}

/// The body of an answer, as callers have it.
pub(super) fn content(content: &Content, renames: &Renames) -> String {
    match content {
        Content::Json(ty) => self::ty(ty, renames),
        Content::Text => "String".to_owned(),
        Content::Download => "Download".to_owned(),
        Content::Events(Some(ty)) => format!("Events<{}>", self::ty(ty, renames)),
        Content::Events(None) => "Events<String>".to_owned(),
        Content::Lines(ty) => format!("Lines<{}>", self::ty(ty, renames)),
    }
}
