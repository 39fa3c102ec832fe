//! Headers: made from text with a fault that names them, and read without fuss.

use std::fmt::Display;
use std::str::FromStr;

use http::header::{HeaderMap, HeaderName, HeaderValue};

/// Sets a header.
///
/// # Errors
/// Which header it is that cannot hold the value; the value is not told, since it may be a secret.
pub fn set(headers: &mut HeaderMap, name: &str, value: &dyn Display) -> Result<(), String> {
    set_text(headers, name, value.to_string())
}

/// Sets a header to a text.
///
/// # Errors
/// As those of [`set`].
pub fn set_text(headers: &mut HeaderMap, name: &str, text: String) -> Result<(), String> {
    let key = HeaderName::try_from(name).map_err(|_| format!("`{}` is no name for a header", name.escape_default()))?;
    // Blanks around a value are not part of it on the wire, so a caller who means them would be misled.
    if text.trim_ascii() != text {
        return Err(format!("the header `{key}` cannot hold a value that starts or ends with a blank"));
    }
    let value = HeaderValue::try_from(text)
        .map_err(|_| format!("the header `{key}` cannot hold a value with control characters"))?;
    headers.insert(key, value);
    Ok(())
}

/// The value of a header, where it is there and is text.
pub fn get<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

/// The value of a header, where it is there and can be read.
pub fn parsed<T: FromStr>(headers: &HeaderMap, name: &str) -> Option<T> {
    get(headers, name)?.trim().parse().ok()
}
