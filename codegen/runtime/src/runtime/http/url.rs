//! URLs: a base with a path, templates filled with encoded values, and links that must not leave the base's origin.

use std::borrow::Cow;
use std::fmt::{self, Display, Write};

use http::Uri;

/// The base URL of a service: scheme, authority and perhaps a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseUrl {
    text: String,
    /// The length of the scheme and the authority in the URL.
    origin: usize,
}

impl BaseUrl {
    /// Parses a base URL. A slash at its end is removed.
    ///
    /// # Errors
    /// The reason why the URL is invalid, in words.
    pub fn parse(text: &str) -> Result<Self, String> {
        // A URL with a user name is not shown, because it may have a password too.
        let shown = if text.contains('@') { String::new() } else { format!(" `{}`", text.escape_default()) };
        let error = |what: &str| format!("the base URL{shown} {what}");
        let uri: Uri = text.parse().map_err(|_| error("is not a URL"))?;
        let (Some("http" | "https"), Some(authority)) = (uri.scheme_str(), uri.authority()) else {
            return Err(error("does not start with `https://` or `http://` and a host"));
        };
        if authority.as_str().contains('@') {
            return Err(error("holds a user name; use a credential instead"));
        }
        let host = authority.host();
        if host.is_empty() {
            return Err(error("has no host"));
        }
        if host.starts_with('.') || host.contains("..") {
            return Err(error("has a host with an empty part, as if a value were missing"));
        }
        if authority.as_str().len() > host.len() && authority.port_u16().is_none() {
            return Err(error("has a port that is not a number from 0 to 65535"));
        }
        if uri.query().is_some() || text.contains('#') {
            return Err(error("has a query or a fragment"));
        }
        if text.contains(['{', '}']) {
            return Err(error("has a brace, as if a value were missing"));
        }
        if let Some(letter) = unencoded(text) {
            return Err(error(&format!("has {letter:?}, which has to be percent-encoded")));
        }
        if uri.path().split('/').any(is_dots) {
            return Err(error("has a segment of dots"));
        }
        let origin = text.len() - text.splitn(4, '/').nth(3).map_or(0, |path| path.len() + 1);
        Ok(Self { text: text.trim_end_matches('/').to_owned(), origin })
    }

    /// The URL, without a slash at its end.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The scheme and the authority.
    pub fn origin(&self) -> &str {
        &self.text[..self.origin]
    }

    /// Resolves a link that was found in the response from `from` (a URL of this origin).
    ///
    /// The result starts with exactly this origin, so URL parsers cannot disagree about the host.
    ///
    /// # Errors
    /// The link leads to another origin, or is not valid.
    pub fn join(&self, from: &str, link: &str) -> Result<String, LinkError> {
        // URL parsers differ in how they treat a backslash or a control character.
        if link.contains(|next: char| next.is_control() || next == '\\') {
            return Err(LinkError::Unreadable);
        }
        // They also differ in spaces and other characters that URLs do not have, which services send nevertheless,
        // above all in filters. None of them is left in the host, which would not be that of the client.
        let mut encoded = String::with_capacity(link.len());
        encode_but(&mut encoded, link.trim_matches(' '), b":/?#[]@!$&'()*+,;=%");
        let link = encoded.as_str();
        let link = link.split('#').next().unwrap_or_default();
        let path_of = |url: &str| url[self.origin..].split('?').next().unwrap_or_default().to_owned();
        let target = if has_scheme(link) {
            self.strip_origin(link)?
        } else if link.starts_with("//") {
            let scheme = self.origin().split("//").next().unwrap_or_default();
            self.strip_origin(&format!("{scheme}{link}"))?
        } else if link.starts_with('/') {
            link.to_owned()
        } else if link.starts_with('?') || link.is_empty() {
            path_of(from) + link
        } else {
            let path = path_of(from);
            let folder = path.rfind('/').map_or("/", |slash| &path[..=slash]);
            format!("{folder}{link}")
        };
        let (path, query) = match target.split_once('?') {
            Some((path, query)) => (path, Some(query)),
            None => (target.as_str(), None),
        };
        let mut url = self.origin().to_owned();
        url.push_str(&without_dots(path));
        if let Some(query) = query {
            url.push('?');
            url.push_str(query);
        }
        Ok(url)
    }

    /// The path and query of a whole URL of this origin.
    fn strip_origin(&self, link: &str) -> Result<String, LinkError> {
        let uri: Uri = link.parse().map_err(|_| LinkError::Unreadable)?;
        let own: Uri = self.origin().parse().map_err(|_| LinkError::Unreadable)?;
        let (Some(place), Some(own_place)) = (Origin::of(&uri), Origin::of(&own)) else {
            return Err(LinkError::Unreadable);
        };
        if place != own_place || uri.authority().is_some_and(|authority| authority.as_str().contains('@')) {
            return Err(LinkError::Foreign(place.to_string()));
        }
        Ok(uri.path_and_query().map_or("/", |rest| rest.as_str()).to_owned())
    }
}

/// The reason why a link is not followed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkError {
    /// The link leads to another origin, which is given.
    Foreign(String),
    /// The link cannot be parsed.
    Unreadable,
}

impl Display for LinkError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Foreign(origin) => write!(f, "it leads to another origin, {origin}"),
            Self::Unreadable => f.write_str("it cannot be read"),
        }
    }
}

#[derive(PartialEq, Eq)]
struct Origin {
    scheme: String,
    host: String,
    port: u16,
}

impl Origin {
    fn of(uri: &Uri) -> Option<Self> {
        let scheme = uri.scheme_str()?.to_ascii_lowercase();
        let port = uri.port_u16().or(match scheme.as_str() {
            "http" => Some(80),
            "https" => Some(443),
            _ => None,
        })?;
        Some(Self { scheme, host: uri.host()?.to_ascii_lowercase(), port })
    }
}

impl Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}:{}", self.scheme, self.host, self.port)
    }
}

/// Inserts the value of a path parameter into a URL that still contains its `{name}`.
///
/// # Errors
/// The value is empty, or is a segment of dots, which would change the path.
pub fn fill(url: &mut String, name: &str, value: &dyn Display) -> Result<(), String> {
    let mut encoded = String::with_capacity(40);
    add_value(&mut encoded, name, value, is_alone(url, name))?;
    put(url, name, &encoded)
}

/// Whether the `{name}` of a path parameter is a whole segment of a URL.
fn is_alone(url: &str, name: &str) -> bool {
    place(url, name, 0).is_some_and(|(open, end)| is_segment(&url[..open], &url[end..]))
}

/// Whether what is between two parts of a URL is a whole segment of its path.
fn is_segment(before: &str, after: &str) -> bool {
    before.ends_with('/') && (after.is_empty() || after.starts_with(['/', '?']))
}

/// The part of a URL for a parameter of the path.
pub enum Segment<'a> {
    /// A value, which is encoded.
    Value(&'a dyn Display),
    /// Nothing, as the document says: the only value of the parameter is the empty string.
    Empty,
    /// `{name}`, for a value that is set later.
    Unset,
}

/// Appends the path of an operation to a URL.
///
/// # Errors
/// Those of [`fill`].
pub fn expand<'path, 'value>(
    url: &mut String,
    path: &'path str,
    mut segment: impl FnMut(&'path str) -> Segment<'value>,
) -> Result<(), String> {
    let mut rest = path;
    while let Some((before, after)) = rest.split_once('{')
        && let Some((name, after)) = after.split_once('}')
    {
        url.push_str(before);
        match segment(name) {
            Segment::Value(value) => {
                let is_alone = is_segment(url, after);
                add_value(url, name, value, is_alone)?;
            }
            Segment::Empty => {}
            Segment::Unset => url.extend(["{", name, "}"]),
        }
        rest = after;
    }
    url.push_str(rest);
    Ok(())
}

/// Appends the encoded value of a path parameter, which may be a whole segment.
fn add_value(url: &mut String, name: &str, value: &dyn Display, is_segment: bool) -> Result<(), String> {
    let start = url.len();
    if write!(Encoder(url), "{value}").is_err() {
        return Err(format!("the path parameter `{name}` cannot be written"));
    }
    let encoded = &url[start..];
    // Dots may be written as `%2e`, in which the percent sign is now encoded.
    if encoded.is_empty() || (is_segment && encoded.starts_with(['.', '%'])) {
        let text = value.to_string();
        if text.is_empty() || is_dots(&text) {
            return Err(elsewhere(name, &text));
        }
    }
    Ok(())
}

fn elsewhere(name: &str, value: &str) -> String {
    format!("the path parameter `{name}` must not be {value:?}: that leads to another place")
}

/// Inserts the encoded value of a path parameter into a URL that still contains its `{name}`.
///
/// # Errors
/// Those of [`fill`].
pub fn fill_encoded(url: &mut String, name: &str, encoded: &str) -> Result<(), String> {
    if encoded.is_empty() || (is_dots(encoded) && is_alone(url, name)) {
        return Err(elsewhere(name, encoded));
    }
    put(url, name, encoded)
}

fn put(url: &mut String, name: &str, encoded: &str) -> Result<(), String> {
    let mut from = 0;
    let mut found = false;
    while let Some((open, end)) = place(url, name, from) {
        // Both calls move the rest of the URL; unlike `replace_range`, neither copies it.
        url.drain(open..end);
        url.insert_str(open, encoded);
        from = open + encoded.len();
        found = true;
        // A value that is sent as it is may begin the query, to which the query of the operation is then added.
        if encoded.contains('?')
            && let Some(query) = url[from..].find('?').map(|query| from + query)
        {
            url.replace_range(query..=query, "&");
        }
    }
    if found { Ok(()) } else { Err(format!("the path has no parameter `{name}`")) }
}

/// The range of the next `{name}` in a URL.
fn place(url: &str, name: &str, mut from: usize) -> Option<(usize, usize)> {
    loop {
        let open = from + url[from..].find('{')?;
        from = open + 1;
        let close = from + name.len();
        if url[from..].starts_with(name) && url[close..].starts_with('}') {
            return Some((open, close + 1));
        }
    }
}

/// The names of the parameters of a path, in the order of their first occurrence.
pub fn params(path: &str) -> impl Iterator<Item = &str> {
    let mut from = 0;
    std::iter::from_fn(move || {
        loop {
            let open = from + path[from..].find('{')?;
            let close = open + path[open..].find('}')?;
            from = close + 1;
            if !path[..open].contains(&path[open..from]) {
                return Some(&path[open + 1..close]);
            }
        }
    })
}

/// Checks a URL whose parameters have all been inserted.
///
/// # Errors
/// A parameter has no value, or the values together form a dot segment.
pub fn check_filled(url: &str) -> Result<(), String> {
    // Few URLs have a brace, or a segment that begins like a dot segment, so few are split.
    if !url.contains('{') && !url.contains("/.") && !url.contains("/%") {
        return Ok(());
    }
    let path = url.find('?').map_or(url, |end| &url[..end]);
    if let Some((_, rest)) = path.split_once('{') {
        return Err(format!("the path parameter `{}` has no value", rest.split('}').next().unwrap_or_default()));
    }
    if path.split('/').any(is_dots) {
        return Err("the values of the path make a segment of dots: that leads to another place".to_owned());
    }
    Ok(())
}

/// Adds a parameter to the query of a URL.
pub fn add_query(url: &mut String, name: &str, value: &dyn Display) {
    add_query_encoded(url, name, "");
    encode(url, &value.to_string());
}

/// Adds a parameter with an encoded value to the query of a URL. A parameter without a name is a whole query.
pub fn add_query_encoded(url: &mut String, name: &str, encoded: &str) {
    url.push(if url.contains('?') { '&' } else { '?' });
    if !name.is_empty() {
        encode(url, name);
        url.push('=');
    }
    url.push_str(encoded);
}

/// Removes the parameters with a name from the query of a URL.
pub fn remove_query(url: &mut String, name: &str) {
    let encoded = encoded(name);
    remove_where(url, |other| *other == *encoded || other == name);
}

/// Removes the parameters for the properties and items of a nested value from the query of a URL: `name[property]`.
pub fn remove_nested_query(url: &mut String, name: &str) {
    let encoded = encoded(name);
    remove_where(url, |other| other.strip_prefix(&*encoded).is_some_and(|rest| rest.starts_with("%5B")));
}

/// Removes the parameters whose encoded name fits from the query of a URL.
fn remove_where(url: &mut String, is_it: impl Fn(&str) -> bool) {
    let Some((path, query)) = url.split_once('?') else { return };
    let is_it = |pair: &&str| is_it(pair.split('=').next().unwrap_or_default());
    // Most parameters are set once.
    if !query.split('&').any(|pair| is_it(&pair)) {
        return;
    }
    let others: Vec<&str> = query.split('&').filter(|pair| !is_it(pair)).collect();
    *url = if others.is_empty() { path.to_owned() } else { format!("{path}?{}", others.join("&")) };
}

/// Text with all characters encoded as [`encode`] does.
pub(crate) fn encoded(text: &str) -> Cow<'_, str> {
    if text.bytes().all(is_unreserved) {
        return Cow::Borrowed(text);
    }
    let mut encoded = String::new();
    encode(&mut encoded, text);
    Cow::Owned(encoded)
}

/// Percent-encodes what is written to it.
struct Encoder<'a>(&'a mut String);

impl Write for Encoder<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        encode(self.0, text);
        Ok(())
    }
}

/// Whether a byte is an unreserved character of RFC 3986. Looking it up takes less time than comparing it with ranges.
fn is_unreserved(byte: u8) -> bool {
    const UNRESERVED: [bool; 256] = {
        let (mut table, mut byte) = ([false; 256], 0);
        while byte < 128 {
            table[byte] = (byte as u8).is_ascii_alphanumeric() || matches!(byte as u8, b'-' | b'.' | b'_' | b'~');
            byte += 1;
        }
        table
    };
    UNRESERVED[usize::from(byte)]
}

/// Appends text, with all characters encoded as `%XX` except for the unreserved ones of RFC 3986.
pub fn encode(out: &mut String, text: &str) {
    encode_but(out, text, b"");
}

/// Appends text, with all characters encoded as `%XX` except for the unreserved ones of RFC 3986 and those in `but`.
pub fn encode_but(out: &mut String, text: &str, but: &[u8]) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    let mut rest = text;
    while let Some(index) = rest.bytes().position(|byte| !is_unreserved(byte) && !but.contains(&byte)) {
        out.push_str(&rest[..index]);
        // All bytes of a non-ASCII character are encoded, so that the rest starts at a character boundary.
        let length = rest[index..].chars().next().map_or(1, char::len_utf8);
        for byte in rest[index..index + length].bytes() {
            out.push('%');
            out.push(char::from(DIGITS[usize::from(byte >> 4)]));
            out.push(char::from(DIGITS[usize::from(byte & 15)]));
        }
        rest = &rest[index + length..];
    }
    out.push_str(rest);
}

/// The first character that a URL can only have percent-encoded, or a percent sign that encodes nothing. Parsers differ
/// in what they make of it.
fn unencoded(url: &str) -> Option<char> {
    url.char_indices().find_map(|(at, letter)| {
        let is_allowed = match letter {
            '%' => url.as_bytes().get(at + 1..at + 3).is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit)),
            _ => letter.is_ascii_graphic() && !matches!(letter, '"' | '<' | '>' | '\\' | '^' | '`' | '|'),
        };
        (!is_allowed).then_some(letter)
    })
}

/// Whether a segment is `.` or `..`, also where its dots are written `%2e`.
fn is_dots(segment: &str) -> bool {
    matches!(dots(segment), Some(1 | 2))
}

/// The number of dots in a segment that consists of dots; `None` for other segments.
fn dots(segment: &str) -> Option<usize> {
    let mut count = 0;
    let mut rest = segment.as_bytes();
    while !rest.is_empty() {
        let ([b'.', after @ ..] | [b'%', b'2', b'e' | b'E', after @ ..]) = rest else { return None };
        count += 1;
        rest = after;
    }
    Some(count)
}

/// Whether a link starts with a scheme: a letter, then letters, digits, `+`, `-`, `.`, then a colon.
fn has_scheme(link: &str) -> bool {
    link.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|first: char| first.is_ascii_alphabetic())
            && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
    })
}

/// Removes dot segments from a path, as defined in RFC 3986 section 5.2.4.
fn without_dots(path: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    let segments: Vec<&str> = path.split('/').skip(1).collect();
    for (index, segment) in segments.iter().enumerate() {
        let last = index + 1 == segments.len();
        match dots(segment) {
            Some(1) => {}
            Some(2) => {
                kept.pop();
            }
            _ => {
                kept.push(segment);
                continue;
            }
        }
        if last {
            kept.push("");
        }
    }
    format!("/{}", kept.join("/"))
}
