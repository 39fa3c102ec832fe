//! The location of a fact in its source: a file, and a location in it that stays the same if other parts are inserted.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::json;

/// The location of a fact: `create-a-new-cart.page.txt#/Definitions/Cart`.
///
/// The location is written as a JSON pointer (RFC 6901) for every format. It is a real pointer for a JSON or YAML
/// document; for a reference page, its tokens are the headings and row names that lead to the fact. The line number is
/// determined only when a problem is printed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Origin {
    /// The name of the file, relative to the API's folder of sources.
    pub file: String,
    /// The location in the file; empty for the file as a whole.
    pub pointer: String,
}

impl Origin {
    /// The location with the given tokens, which are escaped here.
    pub fn new(file: &str, tokens: &[&str]) -> Self {
        Self { file: file.to_owned(), pointer: pointer(tokens) }
    }

    /// The location one token below this one.
    pub fn child(&self, token: &str) -> Self {
        Self { file: self.file.clone(), pointer: format!("{}{}", self.pointer, pointer(&[token])) }
    }
}

/// The JSON pointer with the given tokens.
pub fn pointer(tokens: &[&str]) -> String {
    let mut pointer = String::new();
    tokens.iter().for_each(|token| push_token(&mut pointer, token));
    pointer
}

/// Appends a token to a JSON pointer.
pub(crate) fn push_token(pointer: &mut String, token: &str) {
    pointer.push('/');
    if !token.contains(['~', '/']) {
        pointer.push_str(token);
        return;
    }
    for character in token.chars() {
        match character {
            '~' => pointer.push_str("~0"),
            '/' => pointer.push_str("~1"),
            other => pointer.push(other),
        }
    }
}

/// The tokens of a JSON pointer, unescaped.
pub(crate) fn tokens(pointer: &str) -> impl Iterator<Item = Cow<'_, str>> {
    pointer.split('/').skip(1).map(unescaped)
}

/// Unescapes a token of a JSON pointer.
pub(crate) fn unescaped(token: &str) -> Cow<'_, str> {
    if token.contains('~') { Cow::Owned(token.replace("~1", "/").replace("~0", "~")) } else { Cow::Borrowed(token) }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}#{}", self.file, self.pointer)
    }
}

impl FromStr for Origin {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (file, pointer) = text.split_once('#').ok_or("an origin is a file, `#` and a JSON pointer")?;
        if !pointer.is_empty() && !pointer.starts_with('/') {
            return Err("the JSON pointer of an origin starts with `/`");
        }
        Ok(Self { file: file.to_owned(), pointer: pointer.to_owned() })
    }
}

impl Serialize for Origin {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Origin {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        json::parsed(deserializer)
    }
}
