//! What a media type tells of how a body is written.

use crate::spec::MediaType;
use crate::spec::check::names::is_media_type;

/// How a body of a media type is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// As JSON.
    Json,
    /// As one JSON value after the other, or as events that each hold one.
    Stream,
    /// As a form, or in parts.
    Form,
    /// As XML.
    Xml,
    /// As text.
    Text,
    /// As bytes.
    Binary,
    /// The document does not say: `*/*`.
    Any,
    /// In a way of its own.
    Other,
}

/// How a body of a media type is written.
pub(super) fn kind(media_type: &str) -> Kind {
    let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let (ty, subtype) = essence.split_once('/').unwrap_or((&essence, ""));
    match (ty, subtype) {
        ("text", "event-stream") => Kind::Stream,
        ("application", "x-ndjson" | "ndjson" | "jsonl" | "x-jsonl" | "jsonlines" | "x-jsonlines" | "json-lines")
        | ("application", "json-seq" | "stream+json" | "x-json-stream")
        | ("text", "x-ndjson" | "ndjson" | "jsonl") => Kind::Stream,
        (_, "json" | "x-json") => Kind::Json,
        (_, subtype) if subtype.ends_with("+json") => Kind::Json,
        ("application", "x-www-form-urlencoded") | ("multipart", _) => Kind::Form,
        (_, "xml") => Kind::Xml,
        (_, subtype) if subtype.ends_with("+xml") && ty != "image" => Kind::Xml,
        ("text", _) => Kind::Text,
        ("image" | "audio" | "video" | "font", _) => Kind::Binary,
        ("application", "octet-stream" | "pdf" | "zip" | "gzip" | "x-gzip" | "tar" | "x-tar" | "binary" | "file") => {
            Kind::Binary
        }
        ("*", _) | ("application", "*") => Kind::Any,
        _ => Kind::Other,
    }
}

/// The media type that is meant; none where the text is none.
pub(super) fn meant(text: &str) -> Option<MediaType> {
    let text = text.trim();
    if is_media_type(text) {
        return Some(text.to_owned());
    }
    // Some list several in one.
    let first = text.split(',').next().unwrap_or_default().trim();
    if is_media_type(first) {
        return Some(first.to_owned());
    }
    match text {
        "" | "*" => Some("*/*".to_owned()),
        "json" => Some("application/json".to_owned()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn media_types_tell_how_bodies_are_written() {
        for (text, expected) in [
            ("application/json; charset=utf-8", Kind::Json),
            ("application/problem+json", Kind::Json),
            ("text/json", Kind::Json),
            ("text/event-stream", Kind::Stream),
            ("application/x-ndjson", Kind::Stream),
            ("multipart/form-data", Kind::Form),
            ("application/atom+xml", Kind::Xml),
            ("image/svg+xml", Kind::Binary),
            ("text/csv", Kind::Text),
            ("application/*", Kind::Any),
            ("application/jwt", Kind::Other),
        ] {
            assert_eq!(kind(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_media_type_is_told_apart() {
        assert_eq!(meant(" text/csv ").as_deref(), Some("text/csv"));
        assert_eq!(meant("text/csv, text/plain").as_deref(), Some("text/csv"));
        assert_eq!(meant("").as_deref(), Some("*/*"));
        assert_eq!(meant("x-example-1"), None);
    }
}
