//! Converts the text of a response to UTF-8 without a byte order mark.

use std::borrow::Cow;

use http::HeaderMap;
use http::header::CONTENT_TYPE;

use super::header_values;

/// Converts a body to UTF-8 without a byte order mark. A body in UTF-8 is neither copied nor checked.
///
/// The byte order mark determines the encoding; without one, the first two bytes do for formats such as JSON, which start
/// with an ASCII character and contain no NUL; otherwise the charset of the content type.
///
/// # Errors
/// The name of an unsupported charset, or the reason why the text is invalid.
pub fn utf8<'a>(headers: &HeaderMap, body: &'a [u8]) -> Result<Cow<'a, [u8]>, String> {
    match body {
        [0xEF, 0xBB, 0xBF, rest @ ..] => return Ok(Cow::Borrowed(rest)),
        [0xFF, 0xFE, 0, 0, ..] | [0, 0, 0xFE, 0xFF, ..] => return Err("the text is UTF-32".to_owned()),
        [0xFF, 0xFE, rest @ ..] => return utf16(rest, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => return utf16(rest, u16::from_be_bytes),
        [first, 0, ..] if *first != 0 && !may_have_nul(headers) => return utf16(body, u16::from_le_bytes),
        [0, second, ..] if *second != 0 && !may_have_nul(headers) => return utf16(body, u16::from_be_bytes),
        _ => {}
    }
    let Some(charset) = charset(headers) else { return Ok(Cow::Borrowed(body)) };
    match &*charset.to_ascii_lowercase() {
        "" | "utf-8" | "utf8" | "us-ascii" | "ascii" => Ok(Cow::Borrowed(body)),
        "utf-16le" => utf16(body, u16::from_le_bytes),
        "utf-16" | "utf-16be" | "unicode" => utf16(body, u16::from_be_bytes),
        label if LATIN.contains(&label) => Ok(Cow::Owned(latin(body).into_bytes())),
        // All charsets in use but UTF-16 contain ASCII, except for those with escape sequences.
        _ if body.is_ascii() && !body.contains(&0x1B) => Ok(Cow::Borrowed(body)),
        other => Err(format!("the text is in the charset `{}`, which is not known here", other.escape_default())),
    }
}

/// Whether the content type is that of text which may have any character.
fn may_have_nul(headers: &HeaderMap) -> bool {
    let is_other = |media: &str| {
        // [xml]
        if media == "text/xml" {
            return false;
        }
        // [/xml]
        media.starts_with("text/") && media != "text/json"
    };
    headers.contains_key(CONTENT_TYPE) && may_be(headers, is_other)
}

/// The labels of ISO 8859-1 and Windows-1252, which are one encoding on the web (<https://encoding.spec.whatwg.org>).
const LATIN: [&str; 13] = [
    "iso-8859-1",
    "iso8859-1",
    "iso88591",
    "iso_8859-1",
    "iso_8859-1:1987",
    "latin1",
    "l1",
    "cp819",
    "ibm819",
    "csisolatin1",
    "windows-1252",
    "cp1252",
    "x-cp1252",
];

/// The text of bytes in Windows-1252.
pub(crate) fn latin(body: &[u8]) -> String {
    /// The characters 0x80 to 0x9F. Those without a meaning are control characters.
    const UPPER: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘',
        '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
    ];
    let letter = |&byte: &u8| match byte {
        0x80..=0x9F => UPPER[usize::from(byte - 0x80)],
        _ => char::from(byte),
    };
    body.iter().map(letter).collect()
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
fn charset(headers: &HeaderMap) -> Option<Cow<'_, str>> {
    let value = headers.get(CONTENT_TYPE)?;
    let media = value.as_bytes();
    // Of several charsets the first one counts, so that this one has to be the only parameter.
    if !media.strip_suffix(b"; charset=utf-8").unwrap_or(media).contains(&b';') {
        return None;
    }
    let charset = header_values::param(value.to_str().ok()?, "charset")?;
    // Single quotes are not part of the grammar, but sent by some.
    Some(match charset.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\'')) {
        Some(inner) => Cow::Owned(inner.to_owned()),
        None => charset,
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
