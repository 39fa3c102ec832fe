//! Converts values of the suite to JSON of the type that the document states.

use codegen::spec::{Api, Scalar, Shape, TypeRef};
use serde_json::Value;

/// The JSON of a parameter: the suite writes values of queries, headers and paths as strings.
pub fn typed(api: &Api, ty: &TypeRef, value: &Value) -> Value {
    let text = match value {
        Value::String(text) => text,
        Value::Array(items) => match target(api, ty) {
            TypeRef::List(item) => return items.iter().map(|value| typed(api, item, value)).collect(),
            _ => return value.clone(),
        },
        _ if is_text(api, ty) => return Value::String(value.to_string()),
        _ => return value.clone(),
    };
    match target(api, ty) {
        TypeRef::List(item) => {
            let delimiter = [',', '|', ' ', '\t', '\n'].into_iter().find(|next| text.contains(*next)).unwrap_or(',');
            text.split(delimiter).map(|part| typed(api, item, &Value::String(part.to_owned()))).collect()
        }
        _ if is_text(api, ty) => value.clone(),
        _ => serde_json::from_str(text).unwrap_or_else(|_| value.clone()),
    }
}

/// Decodes bytes from base64.
pub fn bytes(base64: &str) -> Vec<u8> {
    const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut found = Vec::new();
    let (mut bits, mut count) = (0_u32, 0_u32);
    for value in base64.bytes().filter_map(|byte| DIGITS.iter().position(|digit| *digit == byte)) {
        bits = (bits << 6 | u32::try_from(value).unwrap_or_default()) & 0xffff;
        count += 6;
        if count >= 8 {
            count -= 8;
            found.push(u8::try_from(bits >> count & 0xff).unwrap_or_default());
        }
    }
    found
}

fn is_text(api: &Api, ty: &TypeRef) -> bool {
    match target(api, ty) {
        TypeRef::Scalar(scalar) => !matches!(
            scalar,
            Scalar::Json
                | Scalar::Boolean
                | Scalar::Int32
                | Scalar::Int64
                | Scalar::Uint32
                | Scalar::Uint64
                | Scalar::Float
                | Scalar::Double
                | Scalar::Decimal
        ),
        TypeRef::Named(name, _) => matches!(api.types.get(name).map(|def| &def.shape), Some(Shape::Strings(_))),
        _ => false,
    }
}

/// The type with aliases resolved and without null.
fn target<'a>(api: &'a Api, ty: &'a TypeRef) -> &'a TypeRef {
    match ty {
        TypeRef::Nullable(inner) => target(api, inner),
        TypeRef::Named(name, _) => match api.types.get(name).map(|def| &def.shape) {
            Some(Shape::Alias(inner)) => target(api, inner),
            _ => ty,
        },
        _ => ty,
    }
}
