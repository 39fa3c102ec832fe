//! Types, identifiers and documentation: what all items are made of.

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

impl Type {
    /// This type or none; never none twice.
    pub fn option(self) -> Self {
        match self {
            Self::Option(_) => self,
            other => Self::Option(Box::new(other)),
        }
    }

    /// Calls `visit` with this type and each type that it is made of.
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
            | Self::Json
            | Self::Param(_) => {}
        }
    }
}

/// An identifier, without the `r#` that a keyword gets where it is written.
///
/// Only [`names`](crate::lower::names) makes one from text of a document.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Ident(String);

impl Ident {
    /// The identifier of that text, which must be one.
    pub(crate) fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text, without `r#`.
    pub fn text(&self) -> &str {
        &self.0
    }
}

/// Documentation, a line an entry, inert: nothing in it is code, a link or HTML.
///
/// Only [`docs`](crate::lower::docs) makes one from text of a document.
#[derive(Clone, Debug, PartialEq, Eq, std::default::Default)]
pub struct Docs(Vec<String>);

impl Docs {
    /// Documentation of lines that are known to be inert.
    pub(crate) fn inert(lines: Vec<String>) -> Self {
        Self(lines)
    }

    /// The lines.
    pub fn lines(&self) -> &[String] {
        &self.0
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// These lines, then at once the others.
    pub fn join(mut self, other: Docs) -> Self {
        self.0.extend(other.0);
        self
    }

    /// These lines and a sentence: behind them where they are one line, else after a blank line.
    pub fn with(mut self, sentence: String) -> Self {
        match self.0.as_mut_slice() {
            [line] if !line.starts_with('#') => {
                // A text of a document often ends without a full stop.
                let stop = if line.ends_with(['.', '!', '?', ':', ';', ',', '…']) { "" } else { "." };
                line.push_str(&format!("{stop} {sentence}"));
                self
            }
            _ => self.then(Self(vec![sentence])),
        }
    }

    /// These lines, then, after a blank line, the others.
    pub fn then(mut self, other: Docs) -> Self {
        if !self.0.is_empty() && !other.0.is_empty() {
            self.0.push(String::new());
        }
        self.0.extend(other.0);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_joins_one_line_and_follows_several() {
        let lines = |lines: &[&str]| Docs(lines.iter().map(|line| (*line).to_owned()).collect());
        for (before, after) in [
            (&[][..], &["Read-only."][..]),
            (&["The id."], &["The id. Read-only."]),
            (&["The id"], &["The id. Read-only."]),
            (&["One of:"], &["One of: Read-only."]),
            (&["# Id"], &["# Id", "", "Read-only."]),
            (&["The id.", "", "It stays."], &["The id.", "", "It stays.", "", "Read-only."]),
        ] {
            assert_eq!(lines(before).with("Read-only.".to_owned()), lines(after));
        }
    }
}
