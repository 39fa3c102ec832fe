//! Parameters that are not a single string, or have a style other than the default.

use serde::Serialize;

use super::tree::{self, Tree};
use crate::runtime::call::builder::Call;
use crate::runtime::call::operation::Place;
use crate::runtime::http::{header_values, url};
use crate::runtime::json::encode::{self, EncodeError};

/// The location and the style of a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Param {
    place: Place,
    pub(crate) name: &'static str,
    pub(crate) style: Style,
    explode: bool,
    reserved: bool,
    raw: bool,
}

/// The style of a parameter, as OpenAPI calls it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// `a,b` in a path or a header.
    Simple,
    /// `.a,b` in a path.
    Label,
    /// `;name=a,b` in a path.
    Matrix,
    /// `name=a,b` in a query, a cookie or a form.
    Form,
    /// `name=a%20b`.
    SpaceDelimited,
    /// `name=a%7Cb`.
    PipeDelimited,
    /// `name=a%09b`.
    TabDelimited,
    /// `name[property]=a`, at any depth. Items of a list are `name[]=a`, or have an index if they are not single
    /// strings.
    DeepObject,
    /// The value as JSON.
    Json,
}

impl Param {
    /// Creates a parameter of the path.
    pub const fn path(name: &'static str, style: Style) -> Self {
        Self { place: Place::Path, name, style, explode: false, reserved: false, raw: false }
    }

    /// Creates a parameter of the query, or a property of a form.
    pub const fn query(name: &'static str, style: Style) -> Self {
        Self { place: Place::Query, ..Self::path(name, style) }
    }

    /// Creates a parameter that is sent as a header.
    pub const fn header(name: &'static str, style: Style) -> Self {
        Self { place: Place::Header, ..Self::path(name, style) }
    }

    /// Creates a parameter that is sent as a cookie.
    pub const fn cookie(name: &'static str, style: Style) -> Self {
        Self { place: Place::Cookie, ..Self::path(name, style) }
    }

    /// Repeats the parameter for each item of a list or property of an object (`explode`).
    pub const fn exploded(self) -> Self {
        Self { explode: true, ..self }
    }

    /// Leaves reserved characters of URLs unencoded (`allowReserved`), except those that would end the value.
    pub const fn reserved(self) -> Self {
        Self { reserved: true, ..self }
    }

    /// Sends the value unchanged, since the caller has encoded it (`x-ms-skip-url-encoding`, `style: cookie`). In a URL,
    /// only characters that it cannot contain are encoded.
    pub const fn raw(self) -> Self {
        Self { raw: true, ..self }
    }

    /// Checks that the service will read an item of a list, or a name or value of a property, as the one that it is.
    ///
    /// # Errors
    /// The reason why it would be read as something else.
    fn check_item(&self, text: &str, separator: Separator) -> Result<(), String> {
        if self.place == Place::Header {
            return header_values::check_item(text, separator.sign);
        }
        if text.contains(separator.written) { Err(header_values::two_items(separator.sign)) } else { Ok(()) }
    }

    /// The separator of the items of a list and of the properties of an object; `None` if each of them is a parameter.
    fn separator(&self) -> Option<Separator> {
        let is_in_url = matches!(self.place, Place::Path | Place::Query);
        let encoded = |sign, written| Separator { sign, written: if is_in_url { written } else { sign } };
        Some(match self.style {
            Style::Label if self.explode => Separator::plain("."),
            Style::Matrix if self.explode => Separator::plain(";"),
            _ if self.explode && matches!(self.place, Place::Query | Place::Cookie) => return None,
            _ if self.explode => Separator::plain(","),
            Style::SpaceDelimited => encoded(" ", "%20"),
            Style::PipeDelimited => encoded("|", "%7C"),
            Style::TabDelimited => encoded("\t", "%09"),
            _ => Separator::plain(","),
        })
    }

    /// Encodes a string as its location requires.
    fn encoded(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        if self.raw && matches!(self.place, Place::Path | Place::Query) {
            url::encode_but(&mut out, text, b":/?[]@!$&'()*+,;=%");
            return out;
        }
        match (self.place, self.reserved) {
            // Headers and cookies are encoded as a whole, or not at all.
            (Place::Header | Place::Cookie, _) => out.push_str(text),
            (Place::Path, true) => encode_reserved(&mut out, text, b":/[]@!$&'()*+,;="),
            (Place::Query, true) => encode_reserved(&mut out, text, b":/?[]@!$'()*,;="),
            (Place::Path | Place::Query, false) => url::encode(&mut out, text),
        }
        out
    }
}

/// A separator, and how it is written: in a URL it is encoded as the items are.
#[derive(Clone, Copy)]
struct Separator {
    sign: &'static str,
    written: &'static str,
}

impl Separator {
    const fn plain(sign: &'static str) -> Self {
        Self { sign, written: sign }
    }
}

/// Appends text in which reserved characters and percent-encoded ones stay (RFC 6570 section 3.2.3).
fn encode_reserved(out: &mut String, text: &str, reserved: &[u8]) {
    let mut parts = text.split('%');
    url::encode_but(out, parts.next().unwrap_or_default(), reserved);
    for part in parts {
        let is_encoded = part.len() >= 2 && part.bytes().take(2).all(|byte| byte.is_ascii_hexdigit());
        out.push_str(if is_encoded { "%" } else { "%25" });
        url::encode_but(out, part, reserved);
    }
}

/// The message for a value that is nested too deeply for its style.
const TOO_DEEP: &str = "holds a list or an object within another, which its style cannot write";

impl Call {
    /// Sets a parameter to any value, in a style. Sending reports a value that the style cannot express, with the name
    /// of the parameter.
    pub fn value<T: Serialize + ?Sized>(self, param: Param, value: &T) -> Self {
        self.written(param, encode::to_vec(value))
    }

    /// The part that does not depend on the type, so that it is compiled once.
    fn written(self, param: Param, json: Result<Vec<u8>, EncodeError>) -> Self {
        let name = param.name;
        let tree = json.map_err(|error| error.to_string()).and_then(|json| match param.style {
            Style::Json => Ok(Tree::Text(String::from_utf8_lossy(&json).into_owned())),
            _ => tree::read(&json).map_err(|error| error.to_string()),
        });
        let outcome = match (tree, param.place) {
            (Err(error), _) => Err(format!("cannot be encoded: {error}")),
            (Ok(tree), _) if param.raw && has_control(&tree) => {
                Err("is sent as it is, and cannot have control characters".to_owned())
            }
            (Ok(tree), Place::Path | Place::Header) => {
                delimited(&param, &tree).map(|text| vec![(name.to_owned(), text)])
            }
            (Ok(tree), Place::Query | Place::Cookie) => pairs(&param, &tree),
        };
        let pairs = match outcome {
            Ok(pairs) => pairs,
            Err(error) => return self.refuse(format!("the parameter `{name}` {error}")),
        };
        let call = self.without_param(&param, &pairs);
        pairs.into_iter().fold(call, |call, (name, text)| match param.place {
            Place::Path => call.path_encoded(&name, &text),
            Place::Query => call.query_encoded(&name, &text),
            Place::Header if text.is_empty() => call,
            Place::Header => call.header(&name, &text),
            Place::Cookie if !param.raw => call.add_cookie(&name, &text),
            Place::Cookie if text.bytes().all(|byte| byte.is_ascii_graphic() && byte != b';') => {
                call.cookie_encoded(&name, &text)
            }
            Place::Cookie => call.refuse(format!("the cookie `{name}` has a character that no cookie can have")),
        })
    }

    /// Removes what an earlier call set for a parameter, and other parameters with the names that it has now.
    fn without_param(self, param: &Param, pairs: &[(String, String)]) -> Self {
        let mut call = self.without(param.place, param.name);
        if param.style == Style::DeepObject && param.place == Place::Query {
            url::remove_nested_query(&mut call.0.url, param.name);
            return call;
        }
        let others = pairs.iter().filter(|(name, _)| name != param.name);
        others.fold(call, |call, (name, _)| call.without(param.place, name))
    }
}

/// Whether a value contains a control character, which is not allowed in a URL.
fn has_control(value: &Tree) -> bool {
    match value {
        Tree::Null => false,
        Tree::Text(text) => text.chars().any(char::is_control),
        Tree::List(items) => items.iter().any(has_control),
        Tree::Members(members) => {
            members.iter().any(|(name, value)| name.contains(char::is_control) || has_control(value))
        }
    }
}

/// The strings of the items of a list that are not null. `separator` is what comes between them.
fn texts(param: &Param, items: &[Tree], separator: Option<Separator>) -> Result<Vec<String>, String> {
    let text = |item: &Tree| match item {
        Tree::Null => None,
        Tree::Text(text) => Some(Ok(param.encoded(text))),
        Tree::List(_) | Tree::Members(_) => Some(Err(TOO_DEEP.to_owned())),
    };
    let texts: Vec<String> = items.iter().filter_map(text).collect::<Result<_, String>>()?;
    if let Some(separator) = separator {
        texts.iter().try_for_each(|text| param.check_item(text, separator))?;
    }
    Ok(texts)
}

/// The names and values of the properties of an object, with `separator` between the properties.
fn named(param: &Param, members: &[(String, Tree)], separator: Separator) -> Result<Vec<(String, String)>, String> {
    let text = |(name, value): &(String, Tree)| match value {
        Tree::Null => None,
        Tree::Text(text) => Some(Ok((param.encoded(name), param.encoded(text)))),
        Tree::List(_) | Tree::Members(_) => Some(Err(TOO_DEEP.to_owned())),
    };
    let named: Vec<(String, String)> = members.iter().filter_map(text).collect::<Result<_, String>>()?;
    for (name, text) in &named {
        param.check_item(name, separator)?;
        if param.explode {
            param.check_item(name, Separator::plain("="))?;
        }
        // In a path, `=` is encoded in values, so that `.x=1.5.y=2` has one reading.
        let has_one_reading = param.explode && param.place == Place::Path && !param.reserved && !param.raw;
        if !has_one_reading {
            param.check_item(text, separator)?;
        }
    }
    Ok(named)
}

/// The value of a parameter whose location has no names (path, header), or that contains its name itself (RFC 6570).
fn delimited(param: &Param, value: &Tree) -> Result<String, String> {
    let Param { name, style, explode, .. } = *param;
    let joined = |text: &str| match style {
        Style::Label => format!(".{text}"),
        Style::Matrix if text.is_empty() => format!(";{}", param.encoded(name)),
        Style::Matrix => format!(";{}={text}", param.encoded(name)),
        _ => text.to_owned(),
    };
    let lead = match style {
        Style::Label => ".",
        Style::Matrix => ";",
        _ => "",
    };
    let separator = param.separator().unwrap_or(Separator::plain(","));
    Ok(match value {
        Tree::Null => String::new(),
        Tree::Text(text) => joined(&param.encoded(text)),
        Tree::List(items) => match texts(param, items, Some(separator))? {
            texts if texts.is_empty() => String::new(),
            texts if !explode => joined(&texts.join(separator.written)),
            texts if style == Style::Matrix => texts.iter().map(|text| joined(text)).collect(),
            texts => format!("{lead}{}", texts.join(separator.written)),
        },
        Tree::Members(members) => match named(param, members, separator)? {
            named if named.is_empty() => String::new(),
            named if !explode => joined(&flat(named).join(separator.written)),
            named => {
                let named: Vec<String> = named.iter().map(|(name, text)| format!("{name}={text}")).collect();
                format!("{lead}{}", named.join(separator.written))
            }
        },
    })
}

/// The name-value pairs of a parameter that may expand to several. The names are not encoded yet, the values are.
pub(crate) fn pairs(param: &Param, value: &Tree) -> Result<Vec<(String, String)>, String> {
    let Param { name, style, .. } = *param;
    if style == Style::DeepObject {
        let mut found = Vec::new();
        deep(param, name, value, &mut found);
        return Ok(found);
    }
    let separator = param.separator();
    let one = |text: String| (name.to_owned(), text);
    Ok(match value {
        Tree::Null => Vec::new(),
        Tree::Text(text) => vec![one(param.encoded(text))],
        Tree::List(items) => match (texts(param, items, separator)?, separator) {
            (texts, None) => texts.into_iter().map(one).collect(),
            // An empty list is `name=`, as an empty string is: its name says that it was given.
            (texts, _) if !items.is_empty() && texts.is_empty() => Vec::new(),
            (texts, Some(separator)) => vec![one(texts.join(separator.written))],
        },
        Tree::Members(members) => {
            if let Some(separator) = separator {
                let named = named(param, members, separator)?;
                let is_empty = named.is_empty();
                let joined = one(flat(named).join(separator.written));
                return Ok(if is_empty { Vec::new() } else { vec![joined] });
            }
            let mut found = Vec::new();
            for (member, value) in members {
                // A single value is treated as a list, and lists can repeat the name too: `sort=name&sort=age`.
                let items = if let Tree::List(items) = value { items } else { std::slice::from_ref(value) };
                // The names are encoded later, when the pairs are joined.
                found.extend(texts(param, items, None)?.into_iter().map(|text| (member.clone(), text)));
            }
            found
        }
    })
}

fn flat(named: Vec<(String, String)>) -> Vec<String> {
    named.into_iter().flat_map(|(name, text)| [name, text]).collect()
}

/// The names and values of a nested value: `a[b][c]`, `a[]`, `a[0][b]`.
pub(crate) fn deep(param: &Param, name: &str, value: &Tree, found: &mut Vec<(String, String)>) {
    match value {
        Tree::Null => {}
        Tree::Text(text) => found.push((name.to_owned(), param.encoded(text))),
        Tree::List(items) => {
            for (index, item) in items.iter().enumerate() {
                match item {
                    Tree::Null | Tree::Text(_) => deep(param, &format!("{name}[]"), item, found),
                    Tree::List(_) | Tree::Members(_) => deep(param, &format!("{name}[{index}]"), item, found),
                }
            }
        }
        Tree::Members(members) => {
            for (member, value) in members {
                deep(param, &format!("{name}[{member}]"), value, found);
            }
        }
    }
}
