//! Checks that defaults and constants fit their types.

use serde_json::Value;

use super::findings::Findings;
use super::params::target;
use crate::problem::Rule;
use crate::spec::spot::Spot;
use crate::spec::{Api, IntegerFormat, ParamValue, Scalar, Shape, TypeRef, refs};

pub(super) fn check(api: &Api, findings: &mut Findings<'_>) {
    let types = Spot::TOP.name("types");
    for (name, def) in &api.types {
        let spot = types.name(name).from(&def.origin);
        let Shape::Struct(of_struct) = &def.shape else { continue };
        for (name, member) in &of_struct.members {
            if let Some(default) = member.default.as_ref().filter(|default| !fits(api, default, &member.ty)) {
                let shape = spot.name("shape");
                let members = shape.name("struct");
                let spot = members.name("members");
                report(&spot.name(name).name("default"), "default", default, &member.ty, findings);
            }
        }
    }
    let operations = Spot::TOP.name("operations");
    for (id, operation) in &api.operations {
        let spot = operations.name(id).from(&operation.origin);
        refs::each_param(&spot, &operation.params, &mut |spot, _, _, param| match &param.value {
            ParamValue::Default(default) if !fits(api, default, &param.ty) => {
                report(&spot.name("value").name("default"), "default", default, &param.ty, findings);
            }
            ParamValue::Constant(text) if !text_fits(api, text, &param.ty) => {
                report(&spot.name("value").name("constant"), "constant", text, &param.ty, findings);
            }
            ParamValue::Default(_)
            | ParamValue::Constant(_)
            | ParamValue::Caller
            | ParamValue::Client(_)
            | ParamValue::Unique => {}
        });
    }
    for (name, param) in &api.client_params {
        if let Some(text) = param.default.as_ref().filter(|text| !text_fits(api, text, &param.ty)) {
            let params = Spot::TOP.name("client_params");
            report(&params.name(name).name("default"), "default", text, &param.ty, findings);
        }
    }
}

fn report(spot: &Spot<'_>, what: &str, value: impl std::fmt::Display, ty: &TypeRef, findings: &mut Findings<'_>) {
    let mut value = value.to_string();
    if let Some((end, _)) = value.char_indices().nth(60) {
        value.truncate(end);
        value.push('…');
    }
    let message = format!("the {what} `{value}` is not of the type `{ty}`");
    findings.error(Rule::DefaultType, spot, message, "Correct or remove it, or correct the type.");
}

/// Whether a value fits a type. Enums are open, so a value that is not listed fits too. A value of a union is not
/// checked against its variants.
pub(crate) fn fits(api: &Api, value: &Value, ty: &TypeRef) -> bool {
    let Some(target) = target(api, ty) else { return true };
    if target.nullable && value.is_null() {
        return true;
    }
    match target.ty {
        TypeRef::Scalar(scalar) => scalar_fits(*scalar, value),
        TypeRef::List(item) => value.as_array().is_some_and(|items| items.iter().all(|value| fits(api, value, item))),
        TypeRef::Tuple(items) => value.as_array().is_some_and(|values| {
            values.len() == items.len() && values.iter().zip(items).all(|(value, item)| fits(api, value, item))
        }),
        TypeRef::Map(item) => {
            value.as_object().is_some_and(|members| members.values().all(|value| fits(api, value, item)))
        }
        TypeRef::Named(name, _) => match api.types.get(name).map(|def| &def.shape) {
            Some(Shape::Struct(of_struct)) => value.as_object().is_some_and(|members| {
                members
                    .iter()
                    .all(|(name, value)| of_struct.members.get(name).is_none_or(|member| fits(api, value, &member.ty)))
            }),
            Some(Shape::Strings(_)) => value.is_string(),
            Some(Shape::Integers(of_enum)) => match of_enum.format {
                IntegerFormat::Int32 => scalar_fits(Scalar::Int32, value),
                IntegerFormat::Int64 => scalar_fits(Scalar::Int64, value),
            },
            Some(Shape::Union(_) | Shape::Alias(_)) | None => true,
        },
        // The type that replaces a type parameter is known only where the model is used.
        TypeRef::Param(_) | TypeRef::Nullable(_) => true,
    }
}

fn scalar_fits(scalar: Scalar, value: &Value) -> bool {
    match scalar {
        Scalar::Json => true,
        Scalar::Boolean => value.is_boolean(),
        Scalar::Int32 => integer(value).is_some_and(|number| i32::try_from(number).is_ok()),
        Scalar::Int64 | Scalar::UnixTime => integer(value).is_some(),
        Scalar::Uint32 => integer(value).is_some_and(|number| u32::try_from(number).is_ok()),
        Scalar::Uint64 => value.is_u64() || integer(value).is_some_and(|number| number >= 0),
        Scalar::Decimal => value.is_number() || value.is_string(),
        Scalar::Float | Scalar::Double => value.is_number(),
        Scalar::String
        | Scalar::DateTime
        | Scalar::HttpDate
        | Scalar::Date
        | Scalar::Time
        | Scalar::Duration
        | Scalar::Uuid
        | Scalar::Uri
        | Scalar::Ipv4
        | Scalar::Ipv6
        | Scalar::Base64
        | Scalar::Base64Url
        | Scalar::Binary => value.is_string(),
    }
}

/// The integer value of a number, also where it is written as `5.0`.
fn integer(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| {
        let number = value.as_f64()?;
        // Up to 2^53, `f64` represents every integer exactly.
        (number.fract() == 0.0 && number.abs() <= 9_007_199_254_740_992.0).then_some(number as i64)
    })
}

/// Whether a string is the form of a value of the type in a URL or a header.
pub(crate) fn text_fits(api: &Api, text: &str, ty: &TypeRef) -> bool {
    let Some(target) = target(api, ty) else { return true };
    match target.ty {
        TypeRef::Scalar(scalar) => text_is(*scalar, text),
        TypeRef::Named(name, _) => match api.types.get(name).map(|def| &def.shape) {
            Some(Shape::Integers(of_enum)) => match of_enum.format {
                IntegerFormat::Int32 => text_is(Scalar::Int32, text),
                IntegerFormat::Int64 => text_is(Scalar::Int64, text),
            },
            Some(Shape::Strings(_)) | None => true,
            Some(Shape::Struct(_) | Shape::Union(_) | Shape::Alias(_)) => false,
        },
        TypeRef::List(_) | TypeRef::Map(_) | TypeRef::Tuple(_) => false,
        TypeRef::Param(_) | TypeRef::Nullable(_) => true,
    }
}

fn text_is(scalar: Scalar, text: &str) -> bool {
    match scalar {
        Scalar::Boolean => matches!(text, "true" | "false"),
        Scalar::Int32 => text.parse::<i32>().is_ok(),
        Scalar::Int64 | Scalar::UnixTime => text.parse::<i64>().is_ok(),
        Scalar::Uint32 => text.parse::<u32>().is_ok(),
        Scalar::Uint64 => text.parse::<u64>().is_ok(),
        Scalar::Float | Scalar::Double | Scalar::Decimal => text.parse::<f64>().is_ok_and(f64::is_finite),
        Scalar::Json
        | Scalar::String
        | Scalar::DateTime
        | Scalar::HttpDate
        | Scalar::Date
        | Scalar::Time
        | Scalar::Duration
        | Scalar::Uuid
        | Scalar::Uri
        | Scalar::Ipv4
        | Scalar::Ipv6
        | Scalar::Base64
        | Scalar::Base64Url
        | Scalar::Binary => true,
    }
}
