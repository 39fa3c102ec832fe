//! Determines the encoding of a body from its media type. No other file interprets media types.

/// The encoding of a body with a given media type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Encoding {
    /// One JSON value.
    Json,
    /// A sequence of JSON values.
    JsonLines,
    /// Server-sent events.
    Events,
    /// A URL-encoded form: `a=1&b=2`.
    UrlEncoded,
    /// A multipart form: `multipart/form-data`.
    FormData,
    /// Another multipart type.
    OtherMultipart,
    /// XML.
    Xml,
    /// Plain text.
    Text,
    /// Bytes.
    Binary,
    /// Not stated by the document: `*/*`.
    Any,
    /// Another encoding.
    Other,
}

impl Encoding {
    /// The encoding of a media type. Its parameters and case are ignored.
    pub(crate) fn of(media_type: &str) -> Self {
        let essence = essence(media_type).to_ascii_lowercase();
        let (ty, subtype) = essence.split_once('/').unwrap_or((&essence, ""));
        match (ty, subtype) {
            ("text", "event-stream") => Self::Events,
            (
                "application" | "text",
                "ndjson" | "x-ndjson" | "jsonl" | "x-jsonl" | "jsonlines" | "x-jsonlines" | "json-lines" | "json-seq"
                | "stream+json" | "x-json-stream",
            ) => Self::JsonLines,
            (_, "json" | "x-json") => Self::Json,
            (_, subtype) if subtype.ends_with("+json") => Self::Json,
            ("application", "x-www-form-urlencoded") => Self::UrlEncoded,
            ("multipart", "form-data") => Self::FormData,
            ("multipart", _) => Self::OtherMultipart,
            (_, "xml") => Self::Xml,
            (_, subtype) if subtype.ends_with("+xml") && ty != "image" => Self::Xml,
            ("text", _) => Self::Text,
            ("image" | "audio" | "video" | "font", _) => Self::Binary,
            (
                "application",
                "octet-stream" | "pdf" | "zip" | "gzip" | "x-gzip" | "tar" | "x-tar" | "binary" | "file",
            ) => Self::Binary,
            ("*", _) | ("application", "*") => Self::Any,
            _ => Self::Other,
        }
    }
}

/// A media type without its parameters: `text/csv` for `text/csv; charset=utf-8`.
pub(crate) fn essence(media_type: &str) -> &str {
    split(media_type).0
}

/// A media type without its parameters, and the parameters.
pub(crate) fn split(media_type: &str) -> (&str, &str) {
    let (essence, parameters) = media_type.split_once(';').unwrap_or((media_type, ""));
    (essence.trim(), parameters)
}

/// The words for a media type beside others: `form`, `xml`, `merge-patch` for `application/merge-patch+json`.
pub(crate) fn words(media_type: &str) -> String {
    let (essence, params) = split(media_type);
    let (ty, subtype) = essence.split_once('/').unwrap_or(("", essence));
    match Encoding::of(media_type) {
        Encoding::UrlEncoded => "form".to_owned(),
        Encoding::FormData | Encoding::OtherMultipart => "multipart".to_owned(),
        Encoding::Xml => "xml".to_owned(),
        _ => {
            let subtype = subtype.strip_suffix("+json").unwrap_or(subtype);
            let own = subtype.strip_prefix("vnd.").or_else(|| subtype.strip_prefix("x-")).unwrap_or(subtype);
            let ty = if own == "json" && ty != "application" { ty } else { "" };
            format!("{ty} {own} {params}").trim().to_owned()
        }
    }
}

/// The order of media types of one format. A JSON patch describes changes instead of the value, so it comes last.
pub(crate) fn rank(media: &str) -> (bool, bool, bool) {
    let is_plain = essence(media).eq_ignore_ascii_case("application/json");
    (!is_plain, media.starts_with("application/json-patch"), media != "application/json")
}

/// Whether a media type is a range of them: `*/*`, `image/*`.
pub(crate) fn is_range(media_type: &str) -> bool {
    essence(media_type).contains('*')
}

/// Whether a range of media types includes a media type, or another range.
pub(crate) fn includes(range: &str, media_type: &str) -> bool {
    let essence = essence(media_type);
    match self::essence(range).split_once('/') {
        Some(("*", _)) => true,
        Some((ty, "*")) => essence.split_once('/').is_some_and(|(other, _)| other.eq_ignore_ascii_case(ty)),
        Some(_) | None => false,
    }
}

/// Whether a body of a media type is one JSON value: `application/json`, `application/merge-patch+json`.
pub(crate) fn is_json(media_type: &str) -> bool {
    Encoding::of(media_type) == Encoding::Json
}

/// Whether a body of a media type can have named properties: it is JSON or XML.
pub(crate) fn has_properties(media_type: &str) -> bool {
    matches!(Encoding::of(media_type), Encoding::Json | Encoding::Xml)
}

/// Whether a body of a media type is a JSON merge patch (RFC 7396).
pub(crate) fn is_merge_patch(media_type: &str) -> bool {
    essence(media_type).eq_ignore_ascii_case("application/merge-patch+json")
}

/// Whether a media type is that of a patch, which says how a body changes a resource: `application/merge-patch+json`.
pub(crate) fn is_patch(media_type: &str) -> bool {
    essence(media_type).ends_with("-patch+json")
}

/// Whether a body of a media type is text: `text/csv`, `text/xml`.
pub(crate) fn is_text(media_type: &str) -> bool {
    media_type.trim_start().get(..5).is_some_and(|start| start.eq_ignore_ascii_case("text/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn media_types_have_words() {
        for (text, expected) in [
            ("application/json", "json"),
            ("text/json", "text json"),
            ("application/merge-patch+json", "merge-patch"),
            ("application/vnd.example.v2+json; charset=utf-8", "example.v2  charset=utf-8"),
            ("application/x-www-form-urlencoded", "form"),
            ("multipart/form-data", "multipart"),
            ("application/atom+xml", "xml"),
            ("text/csv", "csv"),
        ] {
            assert_eq!(words(text), expected);
        }
    }

    #[test]
    fn media_types_have_an_encoding() {
        for (text, expected) in [
            ("application/json; charset=utf-8", Encoding::Json),
            ("Text/JSON", Encoding::Json),
            ("application/x-json", Encoding::Json),
            ("application/problem+json", Encoding::Json),
            ("application/stream+json", Encoding::JsonLines),
            ("application/x-jsonl", Encoding::JsonLines),
            ("application/x-ndjson", Encoding::JsonLines),
            ("text/ndjson", Encoding::JsonLines),
            ("text/event-stream", Encoding::Events),
            ("application/x-www-form-urlencoded", Encoding::UrlEncoded),
            ("multipart/form-data; boundary=a", Encoding::FormData),
            ("multipart/mixed", Encoding::OtherMultipart),
            ("application/atom+xml", Encoding::Xml),
            ("image/svg+xml", Encoding::Binary),
            ("text/csv", Encoding::Text),
            ("application/*", Encoding::Any),
            ("application/jwt", Encoding::Other),
            ("", Encoding::Other),
        ] {
            assert_eq!(Encoding::of(text), expected, "{text}");
        }
    }
}
