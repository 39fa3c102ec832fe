//! Request and response headers: invalid ones are reported by name.

use std::borrow::Cow;
use std::fmt::Display;
use std::str::FromStr;

use http::header::{CONTENT_LENGTH, HeaderMap, HeaderName, HeaderValue, TRANSFER_ENCODING};

/// The headers of a request that is being built, without duplicates, in the order in which they were set.
///
/// It is a list and not a map, because each attempt needs its own map: building one from a list costs less than copying
/// one.
#[derive(Clone)]
pub struct Headers(Vec<(HeaderName, HeaderValue)>);

impl Headers {
    /// The headers of a client, with capacity for those of one call.
    pub fn of(client: &HeaderMap) -> Self {
        let mut headers = Vec::with_capacity(client.len() + 4);
        headers.extend(client.iter().map(|(name, value)| (name.clone(), value.clone())));
        Self(headers)
    }

    /// Sets a header, and replaces one with the same name.
    pub fn insert(&mut self, name: HeaderName, value: HeaderValue) {
        match self.0.iter_mut().find(|(other, _)| *other == name) {
            Some((_, held)) => *held = value,
            None => self.0.push((name, value)),
        }
    }

    /// Removes a header.
    pub fn remove(&mut self, name: &str) {
        self.0.retain(|(other, _)| !other.as_str().eq_ignore_ascii_case(name));
    }

    /// Removes the headers that describe the body of a request, and those that make a request conditional, because they
    /// would mean something else in a GET without a body (RFC 9110 section 15.4).
    pub fn remove_those_of_body(&mut self) {
        let is_of_body = |name: &str| name.starts_with("content-") || name.starts_with("if-") || name == "digest";
        self.0.retain(|(name, _)| !is_of_body(name.as_str()));
    }

    /// Whether a header is set.
    pub fn contains(&self, name: &str) -> bool {
        self.find(name).is_some()
    }

    /// The value of a header, if it is set and is a visible ASCII string.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.find(name)?.to_str().ok()
    }

    /// The value of a header, if it is set.
    pub fn find(&self, name: &str) -> Option<&HeaderValue> {
        let mut headers = self.0.iter();
        headers.find(|(other, _)| is(other, name)).map(|(_, value)| value)
    }

    /// The headers as a map, with capacity for those that each attempt adds.
    pub fn map(&self) -> HeaderMap {
        let mut map = HeaderMap::with_capacity(self.0.len() + 2);
        for (name, value) in &self.0 {
            map.insert(name.clone(), value.clone());
        }
        map
    }
}

/// Whether a header has a name. Most names are written in lower case, as the type stores them, which is quick to see.
fn is(header: &HeaderName, name: &str) -> bool {
    header.as_str() == name || header.as_str().eq_ignore_ascii_case(name)
}

/// Sets a header.
///
/// # Errors
/// The name of the header that cannot hold the value. The value is not shown, because it may be a secret.
pub fn set(headers: &mut HeaderMap, name: &str, value: &dyn Display) -> Result<(), String> {
    set_text(headers, name, value.to_string())
}

/// Sets a header that the caller chooses.
///
/// # Errors
/// Those of [`set`], and a header that says where the body ends: with a wrong value, the service would read a part of
/// the body as the whole.
pub fn set_own(headers: &mut HeaderMap, name: &str, value: &dyn Display) -> Result<(), String> {
    let is_of_transport = |own: &HeaderName| name.eq_ignore_ascii_case(own.as_str());
    if let Some(own) = [CONTENT_LENGTH, TRANSFER_ENCODING].iter().find(|own| is_of_transport(own)) {
        return Err(format!("the header `{own}` is set by the transport, which knows the length of the body"));
    }
    set(headers, name, value)
}

/// Sets a header to a string.
///
/// # Errors
/// Those of [`set`].
pub fn set_text(headers: &mut HeaderMap, name: &str, text: String) -> Result<(), String> {
    let (name, value) = checked(name, text)?;
    headers.insert(name, value);
    Ok(())
}

/// A header with a name and a value.
///
/// # Errors
/// Those of [`set`].
pub fn checked(name: &str, text: String) -> Result<(HeaderName, HeaderValue), String> {
    let key =
        HeaderName::try_from(name).map_err(|_| format!("`{}` is not a valid header name", name.escape_default()))?;
    // Blanks around a value are not part of it on the wire, so a value with such blanks is refused.
    if text.trim_ascii() != text {
        return Err(format!("the header `{key}` cannot hold a value that starts or ends with a blank"));
    }
    let value = HeaderValue::try_from(text)
        .map_err(|_| format!("the header `{key}` cannot hold a value with control characters"))?;
    Ok((key, value))
}

/// Checks that an item of a list with `mark` between its items is read as the one that it is.
///
/// # Errors
/// The reason why it would be read as something else.
pub fn check_item(text: &str, mark: &str) -> Result<(), String> {
    // Within quotation marks, a comma does not separate the values of a header (RFC 9110 section 5.6.4).
    let is_quoted = || mark == "," && outside_quotes(&format!("{text},"), b',') == Some(text.len());
    if text.contains(mark) && !is_quoted() {
        return Err(two_items(mark));
    }
    // Those who read a header leave out empty items, and blanks around items.
    if text.is_empty() || text.trim_ascii() != text {
        return Err("has an item that is empty, or has blanks around it, which a header cannot express".to_owned());
    }
    Ok(())
}

/// The reason why an item with the separator is refused.
pub(crate) fn two_items(mark: &str) -> String {
    format!("has an item with {mark:?}, which would be read as two items")
}

/// The cookies to which another one is added: nothing, or a list that ends with a separator.
///
/// # Errors
/// The header that is set is not visible ASCII.
pub(crate) fn cookies_before(header: Option<&HeaderValue>) -> Result<String, String> {
    match header.map(HeaderValue::to_str) {
        None | Some(Ok("")) => Ok(String::new()),
        Some(Ok(others)) => Ok(format!("{others}; ")),
        Some(Err(_)) => {
            Err("the header `cookie` that is set is not visible ASCII, so no cookie can be added to it".into())
        }
    }
}

/// The value of a header, if it is present and is a visible ASCII string.
pub fn get<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

/// The value of a header, if it is present and can be parsed.
pub fn parsed<T: FromStr>(headers: &HeaderMap, name: &str) -> Option<T> {
    get(headers, name)?.trim().parse().ok()
}

/// A parameter of a header value such as `text/plain; charset=utf-8`: the first one with the name, which is
/// case-insensitive. A quoted string loses its quotes and backslashes (RFC 9110 section 5.6.6).
pub fn param<'a>(value: &'a str, name: &str) -> Option<Cow<'a, str>> {
    let mut rest = past_item(value);
    while let Some(param) = rest.strip_prefix(';') {
        let end = param.len() - past_item(param).len();
        if let Some((key, text)) = param[..end].split_once('=')
            && key.trim().eq_ignore_ascii_case(name)
        {
            return Some(unquoted(text.trim()));
        }
        rest = &param[end..];
    }
    None
}

/// The text from the first semicolon on that is not in a quoted string.
fn past_item(text: &str) -> &str {
    outside_quotes(text, b';').map_or("", |end| &text[end..])
}

/// The index of the first `sign` that is not in a quoted string.
pub fn outside_quotes(text: &str, sign: u8) -> Option<usize> {
    let (mut is_quoted, mut is_escaped) = (false, false);
    text.bytes().position(|byte| {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' if is_quoted => is_escaped = true,
            b'"' => is_quoted = !is_quoted,
            other => return other == sign && !is_quoted,
        }
        false
    })
}

/// The content of a quoted string, or a token as it is. A quote that is not closed is ignored.
fn unquoted(text: &str) -> Cow<'_, str> {
    let Some(inner) = text.strip_prefix('"') else { return Cow::Borrowed(text) };
    let inner = inner.strip_suffix('"').unwrap_or(inner);
    if !inner.contains('\\') {
        return Cow::Borrowed(inner);
    }
    let mut content = String::with_capacity(inner.len());
    let mut letters = inner.chars();
    while let Some(letter) = letters.next() {
        content.extend(if letter == '\\' { letters.next() } else { Some(letter) });
    }
    Cow::Owned(content)
}
