//! Request and response headers: invalid ones are reported by name.

use std::fmt::Display;
use std::str::FromStr;

use http::header::{CONTENT_LENGTH, COOKIE, HeaderMap, HeaderName, HeaderValue, TRANSFER_ENCODING};

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

    /// Removes the cookies with an encoded name from the header `Cookie`.
    pub fn remove_cookies(&mut self, name: &str) {
        let Some(index) = self.0.iter().position(|(header, _)| *header == COOKIE) else { return };
        let Ok(cookies) = self.0[index].1.to_str() else { return };
        let is_it = |cookie: &&str| cookie.split('=').next().is_some_and(|other| other.trim() == name);
        if !cookies.split(';').any(|cookie| is_it(&cookie)) {
            return;
        }
        let others: Vec<&str> = cookies.split(';').filter(|cookie| !is_it(cookie)).map(str::trim).collect();
        match HeaderValue::try_from(others.join("; ")) {
            Ok(others) if !others.is_empty() => self.0[index].1 = others,
            _ => {
                self.0.remove(index);
            }
        }
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
