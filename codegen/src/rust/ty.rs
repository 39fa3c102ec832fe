//! Types, identifiers and documentation, which all items consist of.

use std::fmt;

/// A type.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Type {
    /// `()`
    Unit,
    /// `bool`
    Bool,
    /// `i32`
    I32,
    /// `i64`
    I64,
    /// `u32`
    U32,
    /// `u64`
    U64,
    /// `f32`
    F32,
    /// `f64`
    F64,
    /// `String`
    String,
    /// The runtime's `DateTime`
    DateTime,
    /// The runtime's `Date`
    Date,
    /// The runtime's `Decimal`
    Decimal,
    /// The runtime's `Base64`
    Base64,
    /// Another type of the runtime that keeps its string form.
    Kept(Kept),
    /// The runtime's `Json`
    Json,
    /// A model.
    Model(Ident, Vec<Type>),
    /// A model whose name means something else in the file: `models::Error`.
    Distant(Ident, Vec<Type>),
    /// A type parameter.
    Param(Ident),
    /// `Option<T>`
    Option(Box<Type>),
    /// The runtime's `Maybe<T>`
    Maybe(Box<Type>),
    /// `Vec<T>`
    Vec(Box<Type>),
    /// `BTreeMap<String, T>`
    Map(Box<Type>),
    /// `(A, B)`
    Tuple(Vec<Type>),
    /// `Box<T>`
    Box(Box<Type>),
}

/// A type of the runtime that keeps the string form of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kept {
    /// Bytes in URL-safe base64.
    Base64Url,
    /// A date and a time in the format of HTTP headers.
    HttpDate,
    /// An IPv4 address.
    Ipv4,
    /// An IPv6 address.
    Ipv6,
    /// A span of time in the format of ISO 8601.
    IsoDuration,
    /// A time without a date.
    TimeOfDay,
    /// Seconds since 1970.
    UnixTime,
    /// A URI.
    Uri,
    /// A UUID.
    Uuid,
}

impl Kept {
    /// The name of the type.
    pub fn name(self) -> &'static str {
        match self {
            Self::Base64Url => "Base64Url",
            Self::HttpDate => "HttpDate",
            Self::Ipv4 => "Ipv4",
            Self::Ipv6 => "Ipv6",
            Self::IsoDuration => "IsoDuration",
            Self::TimeOfDay => "TimeOfDay",
            Self::UnixTime => "UnixTime",
            Self::Uri => "Uri",
            Self::Uuid => "Uuid",
        }
    }
}

impl Type {
    /// The name of the type. All names of types are defined here.
    pub fn named(&self) -> Named<'_> {
        let prelude = |name, args| Named::Path { scope: Scope::Prelude, name, args };
        let runtime = |name, args| Named::Path { scope: Scope::Runtime, name, args };
        match self {
            Self::Unit => Named::Tuple(&[]),
            Self::Tuple(items) => Named::Tuple(items),
            Self::Bool => prelude("bool", Vec::new()),
            Self::I32 => prelude("i32", Vec::new()),
            Self::I64 => prelude("i64", Vec::new()),
            Self::U32 => prelude("u32", Vec::new()),
            Self::U64 => prelude("u64", Vec::new()),
            Self::F32 => prelude("f32", Vec::new()),
            Self::F64 => prelude("f64", Vec::new()),
            Self::String => prelude("String", Vec::new()),
            Self::Option(inner) => prelude("Option", vec![inner]),
            Self::Vec(inner) => prelude("Vec", vec![inner]),
            Self::Box(inner) => prelude("Box", vec![inner]),
            Self::Map(inner) => {
                Named::Path { scope: Scope::Collections, name: "BTreeMap", args: vec![&Self::String, inner] }
            }
            Self::DateTime => runtime("DateTime", Vec::new()),
            Self::Date => runtime("Date", Vec::new()),
            Self::Decimal => runtime("Decimal", Vec::new()),
            Self::Base64 => runtime("Base64", Vec::new()),
            Self::Kept(kept) => runtime(kept.name(), Vec::new()),
            Self::Json => runtime("Json", Vec::new()),
            Self::Maybe(inner) => runtime("Maybe", vec![inner]),
            Self::Model(name, args) => Named::Model { name, args, is_qualified: false },
            Self::Distant(name, args) => Named::Model { name, args, is_qualified: true },
            Self::Param(name) => Named::Param(name),
        }
    }

    /// The optional type. An optional type is returned unchanged.
    pub fn option(self) -> Self {
        match self {
            Self::Option(_) => self,
            other => Self::Option(Box::new(other)),
        }
    }

    /// Calls `change` with each type in this type, then with this type.
    pub fn walk_mut(&mut self, change: &mut impl FnMut(&mut Type)) {
        match self {
            Self::Model(_, args) | Self::Distant(_, args) | Self::Tuple(args) => {
                args.iter_mut().for_each(|arg| arg.walk_mut(change));
            }
            Self::Option(inner) | Self::Maybe(inner) | Self::Vec(inner) | Self::Map(inner) | Self::Box(inner) => {
                inner.walk_mut(change);
            }
            Self::Unit
            | Self::Bool
            | Self::I32
            | Self::I64
            | Self::U32
            | Self::U64
            | Self::F32
            | Self::F64
            | Self::String
            | Self::DateTime
            | Self::Date
            | Self::Decimal
            | Self::Base64
            | Self::Kept(_)
            | Self::Json
            | Self::Param(_) => {}
        }
        change(self);
    }

    /// Calls `visit` with this type and each type in it.
    pub fn walk<'a>(&'a self, visit: &mut impl FnMut(&'a Type)) {
        visit(self);
        match self {
            Self::Model(_, args) | Self::Distant(_, args) | Self::Tuple(args) => {
                args.iter().for_each(|arg| arg.walk(visit))
            }
            Self::Option(inner) | Self::Maybe(inner) | Self::Vec(inner) | Self::Map(inner) | Self::Box(inner) => {
                inner.walk(visit);
            }
            Self::Unit
            | Self::Bool
            | Self::I32
            | Self::I64
            | Self::U32
            | Self::U64
            | Self::F32
            | Self::F64
            | Self::String
            | Self::DateTime
            | Self::Date
            | Self::Decimal
            | Self::Base64
            | Self::Kept(_)
            | Self::Json
            | Self::Param(_) => {}
        }
    }
}

/// The name of a type in code.
#[derive(Clone, Debug)]
pub enum Named<'a> {
    /// `(A, B)`
    Tuple(&'a [Type]),
    /// A type of Rust or of the runtime: `Option<T>`.
    Path {
        /// The location in which the name is declared.
        scope: Scope,
        /// The name of the type.
        name: &'static str,
        /// The type arguments.
        args: Vec<&'a Type>,
    },
    /// A model.
    Model {
        /// The name of the model.
        name: &'a Ident,
        /// The type arguments.
        args: &'a [Type],
        /// Whether the model is written as `models::Name`.
        is_qualified: bool,
    },
    /// A type parameter.
    Param(&'a Ident),
}

/// The location in which the name of a type is declared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// In the prelude, so that it is never imported.
    Prelude,
    /// In `std::collections`.
    Collections,
    /// In `crate::runtime`.
    Runtime,
}

impl fmt::Display for Type {
    /// Formats the type as callers write it, with the bare names of models.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let list = |items: &[&Type]| items.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        let (name, args): (&dyn fmt::Display, Vec<&Type>) = match &self.named() {
            Named::Tuple([only]) => return write!(f, "({only},)"),
            Named::Tuple(items) => return write!(f, "({})", list(&items.iter().collect::<Vec<_>>())),
            Named::Path { scope: _, name, args } => (&name.to_owned(), args.clone()),
            Named::Model { name, args, is_qualified: _ } => (*name, args.iter().collect()),
            Named::Param(name) => (*name, Vec::new()),
        };
        if args.is_empty() { write!(f, "{name}") } else { write!(f, "{name}<{}>", list(&args)) }
    }
}

impl fmt::Display for Ident {
    /// Formats the identifier as in code, with `r#` if it is a keyword.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_keyword() { write!(f, "r#{}", self.text()) } else { f.write_str(self.text()) }
    }
}

/// An identifier, without the `r#` with which a keyword is written.
///
/// Only [`names`](crate::lower::names) creates one from a string of a document.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Ident(String);

impl Ident {
    /// Creates an identifier from a string, which must be one.
    pub(crate) fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The identifier as a string, without `r#`.
    pub fn text(&self) -> &str {
        &self.0
    }

    /// Whether the identifier is written with `r#`.
    pub fn is_keyword(&self) -> bool {
        is_keyword(&self.0)
    }
}

/// Whether a word needs `r#` as an identifier, in any edition.
pub fn is_keyword(name: &str) -> bool {
    const KEYWORDS: &[&str] = &[
        "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn", "else", "enum",
        "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod",
        "move", "mut", "override", "priv", "pub", "ref", "return", "static", "struct", "trait", "true", "try", "type",
        "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
    ];
    KEYWORDS.contains(&name)
}

/// Documentation as lines of Markdown that are safe: no code in them runs, and they have no HTML.
///
/// Only `docs` creates one from a description of a document.
#[derive(Clone, Debug, PartialEq, Eq, std::default::Default)]
pub struct Docs(Vec<String>);

impl Docs {
    /// Documentation from lines that are known to be safe.
    pub(crate) fn escaped(lines: Vec<String>) -> Self {
        Self(lines)
    }

    /// The lines of the documentation.
    pub fn lines(&self) -> &[String] {
        &self.0
    }

    /// Whether there is no documentation.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// These lines, directly followed by the lines of the other documentation.
    pub fn join(mut self, other: Docs) -> Self {
        self.0.extend(other.0);
        self
    }

    /// These lines and a sentence, which is appended to a single line, and otherwise a new paragraph.
    pub fn with(mut self, sentence: String) -> Self {
        match self.0.as_mut_slice() {
            [line] if !is_block(line) => {
                // Descriptions in documents often end without a full stop.
                let stop = if line.ends_with(['.', '!', '?', ':', ';', ',', '…']) { "" } else { "." };
                line.push_str(&format!("{stop} {sentence}"));
                self
            }
            _ => self.then(Self(vec![sentence])),
        }
    }

    /// These lines as an item of a list, after a name.
    pub fn as_item(&self, name: &str) -> Vec<String> {
        let mut lines = self.0.clone();
        match lines.first_mut() {
            Some(first) if !is_block(first) && !first.starts_with(['|', '~']) && !first.starts_with("```") => {
                *first = format!("{name}: {first}");
            }
            Some(_) => lines.insert(0, format!("{name}:\n")),
            None => lines.push(name.to_owned()),
        }
        let lines = lines.iter().flat_map(|line| line.split('\n')).enumerate();
        lines
            .map(|(at, line)| match (at, line) {
                (0, line) => format!("- {line}"),
                (_, "") => String::new(),
                (_, line) => format!("  {line}"),
            })
            .collect()
    }

    /// These lines, followed by a blank line and the lines of the other documentation.
    pub fn then(mut self, other: Docs) -> Self {
        if !self.0.is_empty() && !other.0.is_empty() {
            self.0.push(String::new());
        }
        self.0.extend(other.0);
        self
    }
}

/// Whether a line is an item of a list, a quote or a heading, so that an appended sentence would become part of it.
fn is_block(line: &str) -> bool {
    let number = line.trim_start_matches(|next: char| next.is_ascii_digit());
    line.starts_with(['#', '>']) || line.starts_with("- ") || number.len() < line.len() && number.starts_with(". ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_item_of_a_list_keeps_its_lines() {
        for (lines, item) in [
            (&["The id."][..], &["- `id`: The id."][..]),
            (&["The id:", "- a", "", "b"], &["- `id`: The id:", "  - a", "", "  b"]),
            (&["- a", "- b"], &["- `id`:", "", "  - a", "  - b"]),
            (&["```text", "x", "```"], &["- `id`:", "", "  ```text", "  x", "  ```"]),
            (&[], &["- `id`"]),
        ] {
            let docs = Docs(lines.iter().map(|line| (*line).to_owned()).collect());
            assert_eq!(docs.as_item("`id`"), item, "{lines:?}");
        }
    }

    #[test]
    fn a_sentence_joins_one_line_and_follows_several() {
        let lines = |lines: &[&str]| Docs(lines.iter().map(|line| (*line).to_owned()).collect());
        for (before, after) in [
            (&[][..], &["Read-only."][..]),
            (&["The id."], &["The id. Read-only."]),
            (&["The id"], &["The id. Read-only."]),
            (&["One of:"], &["One of: Read-only."]),
            (&["# Id"], &["# Id", "", "Read-only."]),
            (&["- an id"], &["- an id", "", "Read-only."]),
            (&["1. an id"], &["1. an id", "", "Read-only."]),
            (&["> an id"], &["> an id", "", "Read-only."]),
            (&["1.5 ids"], &["1.5 ids. Read-only."]),
            (&["The id.", "", "It stays."], &["The id.", "", "It stays.", "", "Read-only."]),
        ] {
            assert_eq!(lines(before).with("Read-only.".to_owned()), lines(after));
        }
    }
}
