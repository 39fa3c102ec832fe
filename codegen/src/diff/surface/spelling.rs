//! Formats types as callers write them, with the names of the models in the other crate.

use super::naming::Renames;
use crate::rust::{Arg, ArgType, Content, Ident, Success, Type, XmlItem, XmlValue};

/// A type as callers write it.
pub(super) fn ty(ty: &Type, renames: &Renames) -> String {
    renamed(ty, renames).to_string()
}

/// The type with the model names of the other crate.
fn renamed(ty: &Type, renames: &Renames) -> Type {
    let inner = |of: &Type| Box::new(renamed(of, renames));
    let all = |of: &[Type]| of.iter().map(|of| renamed(of, renames)).collect();
    match ty {
        Type::Model(name, args) | Type::Distant(name, args) => match renames.behind(name.text()) {
            Some(behind) => renamed(behind, renames),
            None => Type::Model(Ident::new(renames.ty(name.text())), all(args)),
        },
        Type::Option(of) => Type::Option(inner(of)),
        Type::Maybe(of) => Type::Maybe(inner(of)),
        Type::Vec(of) => Type::Vec(inner(of)),
        Type::Map(of) => Type::Map(inner(of)),
        Type::Box(of) => Type::Box(inner(of)),
        Type::Tuple(of) => Type::Tuple(all(of)),
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
        | Type::Kept(_)
        | Type::Json
        | Type::Param(_) => ty.clone(),
    }
}

/// The type of an argument as callers write it.
pub(super) fn arg(arg: &Arg, renames: &Renames) -> String {
    match &arg.ty {
        ArgType::Str => "&str".to_owned(),
        ArgType::Value(ty) => self::ty(ty, renames),
        ArgType::Ref(Type::String) => "&str".to_owned(),
        ArgType::Ref(Type::Vec(ty)) => format!("&[{}]", self::ty(ty, renames)),
        ArgType::Ref(ty) => format!("&{}", self::ty(ty, renames)),
        ArgType::Slice(ty) => format!("&[{}]", self::ty(ty, renames)),
        ArgType::Upload => "impl Into<Upload>".to_owned(),
        ArgType::Part => "impl Into<Part>".to_owned(),
        ArgType::Parts => "Vec<Part>".to_owned(),
    }
}

/// The result of a call, as callers write it.
pub(super) fn success(success: &Success, renames: &Renames) -> String {
    match success {
        Success::Empty => "()".to_owned(),
        Success::Body(content) => self::content(content, renames),
        // The name follows that of the request, and the variants are separate items.
        Success::Several(_, _) => "one of several types".to_owned(),
    }
}

/// The type of the body of a response, as callers write it.
pub(super) fn content(content: &Content, renames: &Renames) -> String {
    match content {
        Content::Json(ty) => self::ty(ty, renames),
        Content::Text => "String".to_owned(),
        Content::Download => "Download".to_owned(),
        Content::Events(Some(ty)) | Content::WholeEvents(ty) => format!("Events<{}>", self::ty(ty, renames)),
        Content::Events(None) => "Events<String>".to_owned(),
        Content::TextLines => "Lines<String>".to_owned(),
        Content::Parts(ty) => format!("Parts<{}>", self::ty(ty, renames)),
        Content::Lines(ty) => format!("Lines<{}>", self::ty(ty, renames)),
    }
}

/// The XML content of a value. The tables of objects are compared by their fields.
pub(super) fn xml(value: &XmlValue) -> String {
    match value {
        XmlValue::Text | XmlValue::Word | XmlValue::Number | XmlValue::Boolean => "text".to_owned(),
        XmlValue::Any => "anything".to_owned(),
        XmlValue::Object(_) | XmlValue::Union(_) => "an object".to_owned(),
        XmlValue::Map(value) => format!("a map of {}", xml(value)),
        XmlValue::List(item) => {
            let XmlItem { name, value, nil: _ } = &**item;
            format!("a list of {} as {name:?}", xml(value))
        }
    }
}
