//! How a media type determines the form of a body.

use crate::spec::MediaType;
use crate::spec::check::names::is_media_type;
use crate::spec::media::{Encoding, essence};

/// The form of a body with a given media type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// JSON.
    Json,
    /// A sequence of JSON values, or of events that each contain one.
    Stream,
    /// A URL-encoded or multipart form.
    Form,
    /// XML.
    Xml,
    /// Plain text.
    Text,
    /// Bytes.
    Binary,
    /// Any form, because the document has `*/*`.
    Any,
    /// A form that import does not distinguish.
    Other,
}

/// The form of a body with the given media type, as far as import distinguishes encodings.
pub(super) fn kind(media_type: &str) -> Kind {
    match Encoding::of(media_type) {
        Encoding::Json => Kind::Json,
        Encoding::JsonLines | Encoding::Events => Kind::Stream,
        Encoding::UrlEncoded | Encoding::FormData | Encoding::OtherMultipart => Kind::Form,
        Encoding::Xml => Kind::Xml,
        Encoding::Text => Kind::Text,
        Encoding::Binary => Kind::Binary,
        Encoding::Any => Kind::Any,
        Encoding::Other => Kind::Other,
    }
}

/// The intended media type, with its type and subtype in lower case; `None` if the string is not one.
///
/// The case of types and subtypes does not matter (RFC 9110 section 8.3.1), so `Application/JSON` is `application/json`.
pub(super) fn meant(text: &str) -> Option<MediaType> {
    let text = text.trim();
    if is_media_type(text) {
        return Some(lowered(text));
    }
    // Some documents list several media types in one string.
    let first = text.split(',').next().unwrap_or_default().trim();
    if is_media_type(first) {
        return Some(lowered(first));
    }
    match text {
        "" | "*" => Some("*/*".to_owned()),
        // `json`, `applicationjson;version=1`
        _ if essence(first).to_ascii_lowercase().ends_with("json") => Some("application/json".to_owned()),
        _ => None,
    }
}

/// Whether a string is a media type, in any case.
pub(super) fn is_valid(text: &str) -> bool {
    is_media_type(text.trim())
}

/// Whether a string is a media type as [`meant`] returns it.
pub(super) fn is_proper(text: &str) -> bool {
    is_media_type(text) && !essence(text).bytes().any(|byte| byte.is_ascii_uppercase())
}

/// The media type with its type and subtype in lower case, without a boundary: each body has its own.
fn lowered(media_type: &str) -> MediaType {
    let (essence, params) = media_type.split_at(media_type.find(';').unwrap_or(media_type.len()));
    let is_boundary =
        |param: &str| param.trim_start().get(..9).is_some_and(|start| start.eq_ignore_ascii_case("boundary="));
    let kept = params.split(';').skip(1).filter(|param| !is_boundary(param));
    kept.fold(essence.trim_end().to_ascii_lowercase(), |media_type, param| media_type + ";" + param)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_media_type_is_told_apart() {
        assert_eq!(meant(" text/csv ").as_deref(), Some("text/csv"));
        assert_eq!(meant("text/csv, text/plain").as_deref(), Some("text/csv"));
        assert_eq!(meant("Text/CSV; Charset=UTF-8").as_deref(), Some("text/csv; Charset=UTF-8"));
        assert_eq!(meant("Multipart/Form-Data; Boundary=a").as_deref(), Some("multipart/form-data"));
        assert_eq!(meant("").as_deref(), Some("*/*"));
        assert_eq!(meant("applicationJSON;version=1").as_deref(), Some("application/json"));
        assert_eq!(meant("x-example-1"), None);
    }
}
