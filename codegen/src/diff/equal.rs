//! What is equal on the wire although it is written differently.

use crate::spec::media;

/// A media type in lower case, without the charset that clients write and expect anyway: JSON, XML and text are UTF-8.
pub(super) fn media_type(media: &str) -> String {
    let mut parts = media.split(';').map(str::trim);
    let essence = parts.next().unwrap_or_default().to_ascii_lowercase();
    let is_text = matches!(
        media::Encoding::of(&essence),
        media::Encoding::Json
            | media::Encoding::JsonLines
            | media::Encoding::Events
            | media::Encoding::UrlEncoded
            | media::Encoding::Xml
            | media::Encoding::Text
    );
    let is_said = |part: &str| {
        let (name, value) = part.split_once('=').unwrap_or((part, ""));
        is_text
            && name.trim().eq_ignore_ascii_case("charset")
            && value.trim().trim_matches('"').eq_ignore_ascii_case("utf-8")
    };
    let more: Vec<&str> = parts.filter(|part| !is_said(part)).collect();
    more.iter().fold(essence.clone(), |all, part| format!("{all}; {part}"))
}

/// A URL without the differences that do not matter: the case of the scheme and the host, and the port that the scheme
/// has anyway (RFC 3986, section 6.2).
pub(super) fn url(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else { return url.to_owned() };
    let (authority, path) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    // The names of variables are not part of the URL.
    let authority = if authority.contains('{') { authority.to_owned() } else { authority.to_ascii_lowercase() };
    let scheme = scheme.to_ascii_lowercase();
    let port = match scheme.as_str() {
        "https" => ":443",
        "http" => ":80",
        _ => "",
    };
    let host = authority.strip_suffix(port).unwrap_or(&authority);
    format!("{scheme}://{host}{path}")
}
