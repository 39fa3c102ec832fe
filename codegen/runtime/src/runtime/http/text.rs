//! Converts the text of a response to UTF-8 without a byte order mark.

use std::borrow::Cow;

use http::HeaderMap;
use http::header::CONTENT_TYPE;

/// Converts a body to UTF-8 without a byte order mark. A body in UTF-8 is neither copied nor checked.
///
/// The encoding is found from the byte order mark, then from the first bytes (the first character of JSON is ASCII),
/// then from the charset in the content type.
///
/// # Errors
/// The name of an unsupported charset, or the reason why the text is invalid.
pub fn utf8<'a>(headers: &HeaderMap, body: &'a [u8]) -> Result<Cow<'a, [u8]>, String> {
    match body {
        [0xEF, 0xBB, 0xBF, rest @ ..] => return Ok(Cow::Borrowed(rest)),
        [0xFF, 0xFE, 0, 0, ..] | [0, 0, 0xFE, 0xFF, ..] => return Err("the text is UTF-32".to_owned()),
        [0xFF, 0xFE, rest @ ..] => return utf16(rest, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => return utf16(rest, u16::from_be_bytes),
        [first, 0, ..] if *first != 0 => return utf16(body, u16::from_le_bytes),
        [0, second, ..] if *second != 0 => return utf16(body, u16::from_be_bytes),
        _ => {}
    }
    let Some(charset) = charset(headers) else { return Ok(Cow::Borrowed(body)) };
    match &*charset.to_ascii_lowercase() {
        "utf-8" | "utf8" | "us-ascii" | "ascii" => Ok(Cow::Borrowed(body)),
        "utf-16le" => utf16(body, u16::from_le_bytes),
        "utf-16" | "utf-16be" | "unicode" => utf16(body, u16::from_be_bytes),
        "iso-8859-1" | "latin1" => {
            Ok(Cow::Owned(body.iter().map(|&byte| char::from(byte)).collect::<String>().into_bytes()))
        }
        other => Err(format!("the text is in the charset `{}`, which is not known here", other.escape_default())),
    }
}

fn utf16(body: &[u8], unit: fn([u8; 2]) -> u16) -> Result<Cow<'_, [u8]>, String> {
    let (pairs, []) = body.as_chunks::<2>() else {
        return Err("the text is UTF-16 and ends in half a character".to_owned());
    };
    let text: Result<String, _> = char::decode_utf16(pairs.iter().map(|&pair| unit(pair))).collect();
    text.map(|text| Cow::Owned(text.into_bytes()))
        .map_err(|error| format!("the text is UTF-16 with a lone surrogate {:#06x}", error.unpaired_surrogate()))
}

/// The charset of a response; `None` for UTF-8, the most common one, which is recognized without parsing.
fn charset(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(CONTENT_TYPE)?;
    let media = value.as_bytes();
    // Of several charsets the first one counts, so that this one has to be the only parameter.
    if !media.strip_suffix(b"; charset=utf-8").unwrap_or(media).contains(&b';') {
        return None;
    }
    let (_, params) = value.to_str().ok()?.split_once(';')?;
    params.split(';').find_map(|param| {
        let (name, value) = param.split_once('=')?;
        name.trim().eq_ignore_ascii_case("charset").then(|| value.trim().trim_matches('"'))
    })
}

/// Whether the content type of a response is JSON, or missing.
pub fn may_be_json(headers: &HeaderMap) -> bool {
    may_be(headers, |media| media.ends_with("/json") || media.ends_with("+json"))
}

/// Whether the content type of a response, in lower case and without parameters, is an expected one, or missing.
pub fn may_be(headers: &HeaderMap, is_expected: impl Fn(&str) -> bool) -> bool {
    let Some(value) = headers.get(CONTENT_TYPE) else { return true };
    let Ok(value) = value.to_str() else { return false };
    let media = value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    media.is_empty() || is_expected(&media)
}
