//! A reference to a type, and its one readable form: `list<CartLineItem>`, `KeyValuePair<ParticipantType, string>?`.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::json;
use super::names::TypeName;

/// A reference to a type.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TypeRef {
    /// A model, with an argument for each of its type parameters.
    Named(TypeName, Vec<TypeRef>),
    /// A type parameter of the model that contains the reference: `$K`.
    Param(String),
    /// A basic type, such as a string or a date.
    Scalar(Scalar),
    /// A JSON array: `list<T>`.
    List(Box<TypeRef>),
    /// A JSON object with arbitrary names: `map<T>`.
    Map(Box<TypeRef>),
    /// A JSON array of exactly these items, in this order: `tuple<A, B>`.
    Tuple(Vec<TypeRef>),
    /// A value or an explicit null: `T?`.
    Nullable(Box<TypeRef>),
}

macro_rules! scalars {
    ($($(#[$docs:meta])* $variant:ident = $name:literal,)*) => {
        /// A basic type, by the form of its values on the wire.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Scalar {
            $($(#[$docs])* $variant,)*
        }

        impl Scalar {
            /// All scalars.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The name of the scalar in `api.json`.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }
        }
    };
}

impl Scalar {
    /// Whether values are strings on the wire, and every string is a valid value.
    pub(crate) fn is_text(self) -> bool {
        match self {
            Self::String
            | Self::DateTime
            | Self::Date
            | Self::Time
            | Self::Duration
            | Self::HttpDate
            | Self::Uuid
            | Self::Uri
            | Self::Ipv4
            | Self::Ipv6
            | Self::Base64
            | Self::Base64Url
            | Self::Binary => true,
            Self::Json
            | Self::Boolean
            | Self::Int32
            | Self::Int64
            | Self::Uint32
            | Self::Uint64
            | Self::Float
            | Self::Double
            | Self::Decimal
            | Self::UnixTime => false,
        }
    }
}

scalars! {
    /// Any JSON value: the source states no shape.
    Json = "json",
    /// Any string.
    String = "string",
    /// `true` or `false`.
    Boolean = "boolean",
    /// An integer of 32 bits.
    Int32 = "int32",
    /// An integer of 64 bits; also where the source states no width.
    Int64 = "int64",
    /// An integer of 32 bits that is never negative.
    Uint32 = "uint32",
    /// An integer of 64 bits that is never negative.
    Uint64 = "uint64",
    /// A number of 32 bits.
    Float = "float",
    /// A number of 64 bits; also where the source states no width.
    Double = "double",
    /// A decimal number with all its digits, such as a price. In JSON it is a number or a string.
    Decimal = "decimal",
    /// A date and a time, usually in the format of RFC 3339.
    DateTime = "date-time",
    /// A date and a time in the format of HTTP headers and RFC 1123: `Sun, 06 Nov 1994 08:49:37 GMT`.
    HttpDate = "date-time-rfc1123",
    /// An integer: seconds since 1970-01-01T00:00:00Z.
    UnixTime = "unixtime",
    /// A date without a time.
    Date = "date",
    /// A time without a date.
    Time = "time",
    /// A span of time, usually in the format of ISO 8601.
    Duration = "duration",
    /// A UUID as in RFC 9562.
    Uuid = "uuid",
    /// A URI as in RFC 3986, absolute or relative.
    Uri = "uri",
    /// An IPv4 address: `192.0.2.1`.
    Ipv4 = "ipv4",
    /// An IPv6 address: `2001:db8::1`.
    Ipv6 = "ipv6",
    /// Bytes in base64, as in RFC 4648.
    Base64 = "base64",
    /// Bytes in the URL-safe alphabet of base64, as in RFC 4648 section 5.
    Base64Url = "base64url",
    /// Raw bytes: the body of an upload or a download.
    Binary = "binary",
}

impl TypeRef {
    /// A reference to the model with that name, which has no type parameters.
    pub fn named(name: impl Into<TypeName>) -> Self {
        Self::Named(name.into(), Vec::new())
    }

    /// A list with items of this type.
    pub fn list(self) -> Self {
        Self::List(Box::new(self))
    }

    /// This type or null; never null twice.
    pub fn nullable(self) -> Self {
        match self {
            Self::Nullable(_) => self,
            other => Self::Nullable(Box::new(other)),
        }
    }

    /// Calls `visit` with this type and each type within it, from the outside in.
    pub fn walk<'a>(&'a self, visit: &mut impl FnMut(&'a TypeRef)) {
        visit(self);
        match self {
            Self::Named(_, args) | Self::Tuple(args) => args.iter().for_each(|arg| arg.walk(visit)),
            Self::List(item) | Self::Map(item) | Self::Nullable(item) => item.walk(visit),
            Self::Param(_) | Self::Scalar(_) => {}
        }
    }

    /// This type with each of its parts replaced, from the inside out.
    pub fn map(&self, replace: &mut impl FnMut(TypeRef) -> TypeRef) -> TypeRef {
        let inner = match self {
            Self::Named(name, args) => Self::Named(name.clone(), args.iter().map(|arg| arg.map(replace)).collect()),
            Self::Tuple(items) => Self::Tuple(items.iter().map(|item| item.map(replace)).collect()),
            Self::List(item) => Self::List(Box::new(item.map(replace))),
            Self::Map(item) => Self::Map(Box::new(item.map(replace))),
            Self::Nullable(item) => item.map(replace).nullable(),
            Self::Param(_) | Self::Scalar(_) => self.clone(),
        };
        replace(inner)
    }
}

/// Whether a reference can contain a name without quotes.
fn is_plain(name: &str) -> bool {
    let mut chars = name.chars();
    chars.next().is_some_and(|first| first.is_ascii_alphabetic() || first == '_')
        && chars.all(|next| next.is_ascii_alphanumeric() || matches!(next, '_' | '.' | '-'))
        && !matches!(name, "list" | "map" | "tuple")
        && !Scalar::ALL.iter().any(|scalar| scalar.name() == name)
}

impl fmt::Display for TypeRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Named(name, args) => {
                if is_plain(name) {
                    f.write_str(name)?;
                } else {
                    f.write_str(&serde_json::to_string(name).expect("a string has a JSON form"))?;
                }
                for (index, arg) in args.iter().enumerate() {
                    write!(f, "{}{arg}", if index == 0 { "<" } else { ", " })?;
                }
                if args.is_empty() { Ok(()) } else { f.write_str(">") }
            }
            Self::Param(name) => write!(f, "${name}"),
            Self::Scalar(scalar) => f.write_str(scalar.name()),
            Self::List(item) => write!(f, "list<{item}>"),
            Self::Map(item) => write!(f, "map<{item}>"),
            Self::Tuple(items) => {
                for (index, item) in items.iter().enumerate() {
                    write!(f, "{}{item}", if index == 0 { "tuple<" } else { ", " })?;
                }
                f.write_str(">")
            }
            Self::Nullable(item) => write!(f, "{item}?"),
        }
    }
}

/// The maximum nesting of a reference; deeper ones are rejected, so that reading needs little stack.
pub(super) const DEPTH: usize = 64;

struct Parser<'a> {
    text: &'a str,
    rest: &'a str,
}

impl<'a> Parser<'a> {
    fn fault(&self, what: &str) -> String {
        let at = self.text.len() - self.rest.len();
        format!("the type `{}` {what} at character {}", self.text, self.text[..at].chars().count() + 1)
    }

    fn eat(&mut self, token: char) -> bool {
        self.rest = self.rest.trim_start_matches(' ');
        match self.rest.strip_prefix(token) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn expect(&mut self, token: char) -> Result<(), String> {
        if self.eat(token) { Ok(()) } else { Err(self.fault(&format!("lacks `{token}`"))) }
    }

    fn word(&mut self) -> Result<&'a str, String> {
        let end = self
            .rest
            .find(|next: char| !(next.is_ascii_alphanumeric() || matches!(next, '_' | '.' | '-')))
            .unwrap_or(self.rest.len());
        if end == 0 {
            return Err(self.fault("lacks a name"));
        }
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest;
        Ok(word)
    }

    fn quoted(&mut self) -> Result<String, String> {
        let mut values = serde_json::Deserializer::from_str(self.rest).into_iter::<String>();
        let name = values.next().and_then(Result::ok).ok_or_else(|| self.fault("has an unclosed name"))?;
        self.rest = &self.rest[values.byte_offset()..];
        Ok(name)
    }

    fn args(&mut self, depth: usize) -> Result<Vec<TypeRef>, String> {
        let mut args = Vec::new();
        if self.eat('<') {
            loop {
                args.push(self.reference(depth + 1)?);
                if !self.eat(',') {
                    break;
                }
            }
            self.expect('>')?;
        }
        Ok(args)
    }

    fn reference(&mut self, depth: usize) -> Result<TypeRef, String> {
        if depth > DEPTH {
            return Err(self.fault("is nested too deeply"));
        }
        self.rest = self.rest.trim_start_matches(' ');
        let ty = if self.rest.starts_with('"') {
            let name = self.quoted()?;
            TypeRef::Named(name, self.args(depth)?)
        } else if self.eat('$') {
            TypeRef::Param(self.word()?.to_owned())
        } else {
            self.plain(depth)?
        };
        Ok(if self.eat('?') { ty.nullable() } else { ty })
    }

    fn plain(&mut self, depth: usize) -> Result<TypeRef, String> {
        let word = self.word()?;
        if matches!(word, "list" | "map") {
            self.expect('<')?;
            let item = Box::new(self.reference(depth + 1)?);
            self.expect('>')?;
            return Ok(if word == "list" { TypeRef::List(item) } else { TypeRef::Map(item) });
        }
        if word == "tuple" {
            let items = self.args(depth)?;
            return if items.is_empty() { Err(self.fault("lacks `<`")) } else { Ok(TypeRef::Tuple(items)) };
        }
        match Scalar::ALL.iter().find(|scalar| scalar.name() == word) {
            Some(scalar) => Ok(TypeRef::Scalar(*scalar)),
            None => Ok(TypeRef::Named(word.to_owned(), self.args(depth)?)),
        }
    }
}

impl FromStr for TypeRef {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut parser = Parser { text, rest: text };
        let ty = parser.reference(0)?;
        if parser.rest.is_empty() { Ok(ty) } else { Err(parser.fault("goes on after its end")) }
    }
}

impl Serialize for TypeRef {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for TypeRef {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        json::parsed(deserializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_is_written_as_it_was_read() {
        for text in [
            "string",
            "list<CartLineItem>",
            "KeyValuePair<ParticipantType, string>?",
            "map<list<$K?>>",
            "\"a name, <quoted>\"<int32>",
            "\"list\"",
            "Collections.Link",
            "tuple<string, list<int32>?>",
        ] {
            assert_eq!(text.parse::<TypeRef>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn a_reference_with_a_fault_is_refused() {
        let deep = "list<".repeat(100_000);
        for text in [
            "",
            "list",
            "list<",
            "tuple",
            "tuple<>",
            "list<string",
            "A<>",
            "A B",
            "$",
            "\"a",
            "string??",
            deep.as_str(),
        ] {
            assert!(text.parse::<TypeRef>().is_err(), "{}", &text[..text.len().min(20)]);
        }
    }
}
