//! Chooses scalars by kind and format.

use super::Facts;
use super::kinds::Kinds;
use super::read::Schema;
use crate::import::openapi::Import;
use crate::spec::Scalar;

impl Import<'_> {
    /// The scalar for a JSON kind in a schema. A format without a scalar is documented in words.
    pub(super) fn scalar(&mut self, schema: &Schema<'_>, kind: Kinds, facts: &mut Facts) -> Scalar {
        let format = schema.format.unwrap_or_default();
        let lower = format.to_ascii_lowercase();
        let (scalar, is_known) = match kind {
            Kinds::BOOLEAN => (Scalar::Boolean, matches!(lower.as_str(), "" | "boolean")),
            Kinds::INTEGER => integer(&lower, facts),
            Kinds::STRING => string(&lower),
            _ => number(&lower),
        };
        if !is_known {
            facts.ask(format!("format: {format}"));
        }
        scalar
    }
}

/// The scalar for a format of `integer`, and whether it expresses the format fully.
fn integer(format: &str, facts: &Facts) -> (Scalar, bool) {
    let bound = |number: &Option<serde_json::Number>| {
        number.as_ref().is_some_and(|number| number.as_u64().is_some_and(|number| i64::try_from(number).is_err()))
    };
    match format {
        "int32" => (Scalar::Int32, true),
        "int64" | "long" => (Scalar::Int64, true),
        "uint32" | "u32" => (Scalar::Uint32, true),
        "uint64" | "u64" => (Scalar::Uint64, true),
        "unixtime" | "unix-time" => (Scalar::UnixTime, true),
        "int8" | "int16" => (Scalar::Int32, false),
        "uint8" | "uint16" => (Scalar::Uint32, false),
        // The bound is greater than the smaller type can represent.
        _ if bound(&facts.constraints.maximum) => (Scalar::Uint64, format.is_empty()),
        "" | "integer" | "int" => (Scalar::Int64, true),
        _ => (Scalar::Int64, false),
    }
}

fn number(format: &str) -> (Scalar, bool) {
    match format {
        "float" => (Scalar::Float, true),
        "" | "double" | "number" => (Scalar::Double, true),
        "decimal" => (Scalar::Decimal, true),
        "int32" => (Scalar::Int32, true),
        "int64" | "integer" | "long" => (Scalar::Int64, true),
        "uint32" | "u32" => (Scalar::Uint32, true),
        "uint64" | "u64" => (Scalar::Uint64, true),
        _ => (Scalar::Double, false),
    }
}

fn string(format: &str) -> (Scalar, bool) {
    match format {
        "" | "string" | "password" => (Scalar::String, true),
        "date-time" | "datetime" => (Scalar::DateTime, true),
        "date-time-rfc1123" | "rfc1123" | "http-date" => (Scalar::HttpDate, true),
        "date" | "naive-date" => (Scalar::Date, true),
        "time" => (Scalar::Time, true),
        "duration" => (Scalar::Duration, true),
        // The versions are names of go-openapi's `strfmt`.
        "uuid" | "guid" | "uuid3" | "uuid4" | "uuid5" | "uuid7" => (Scalar::Uuid, true),
        "uri" | "url" | "uri-reference" | "iri" | "iri-reference" => (Scalar::Uri, true),
        "ipv4" => (Scalar::Ipv4, true),
        "ipv6" => (Scalar::Ipv6, true),
        "byte" | "base64" => (Scalar::Base64, true),
        "base64url" => (Scalar::Base64Url, true),
        "binary" => (Scalar::Binary, true),
        "decimal" => (Scalar::Decimal, true),
        _ => (Scalar::String, false),
    }
}
