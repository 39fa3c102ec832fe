//! Parses the type that a page states: `integer (int32)`, `A.B.Pair[A.B.Kind,System.String][]`.

use crate::spec::Scalar;

/// A type as a page writes it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Expr {
    /// A basic type, such as a string.
    Scalar(Scalar),
    /// `object`: an object without documented members.
    Object,
    /// A definition, with the arguments in its brackets.
    Named(Name),
    /// A type parameter of a generic definition, by its position; it never occurs on a page.
    Param(usize),
    /// `T[]`
    List(Box<Expr>),
    /// `<string, T>`
    Map(Box<Expr>),
}

/// The name of a definition.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Name {
    /// The whole name, without spaces: `A.Pair[A.Kind,System.String]`.
    pub(super) full: String,
    /// The name in front of the brackets: `A.Pair`.
    pub(super) base: String,
    /// The arguments in the brackets.
    pub(super) args: Vec<Expr>,
}

/// How certain it is that a string is a type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Certainty {
    /// A single word with a capital: it may be a type or prose.
    Perhaps,
    /// A basic type, a name with a namespace, or a name with brackets.
    Surely,
}

/// The maximum length of a string that is parsed as a type.
const LENGTH: usize = 2048;
/// The maximum number of words with dots between them in a name.
const SEGMENTS: usize = 32;
/// The maximum nesting of brackets, so that parsing needs little stack.
const DEPTH: usize = 16;

/// Reads a type; `None` if the text is not one.
pub(super) fn parse(text: &str) -> Option<Expr> {
    if text.len() > LENGTH { None } else { expr(text.trim(), 0) }
}

/// Parses a string that is certainly a type, so that a name may start in lower case.
pub(super) fn given(text: &str) -> Option<Expr> {
    let text = text.trim();
    let item = text.trim_end_matches("[]").trim_end();
    let lists = (text.len() - item.len()) / 2;
    let is_word = |word: &str| {
        word.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
            && word.chars().all(|next| next.is_ascii_alphanumeric() || "_-".contains(next))
    };
    parse(text).or_else(|| {
        let is_name = item.len() <= LENGTH && lists <= DEPTH && item.split('.').all(is_word);
        let name = is_name.then(|| Name { full: item.to_owned(), base: item.to_owned(), args: Vec::new() })?;
        Some((0..lists).fold(Expr::Named(name), |item, _| Expr::List(Box::new(item))))
    })
}

/// How certain it is that a string is a type, by its form alone.
pub(super) fn certainty(text: &str) -> Option<Certainty> {
    let mut expr = parse(text)?;
    while let Expr::List(item) = expr {
        expr = *item;
    }
    Some(match expr {
        Expr::Named(name) if name.args.is_empty() && !name.base.contains('.') => Certainty::Perhaps,
        _ => Certainty::Surely,
    })
}

/// The format in the string of a type, if the spec cannot express it.
pub(super) fn unknown_format(text: &str) -> Option<&str> {
    let (word, format) = primitive(text.trim().trim_end_matches("[]"))?;
    format.filter(|format| item_of(format).is_none() && scalar(word, format).is_none())
}

/// Whether the string of a type states that its values are secret.
pub(super) fn is_secret(text: &str) -> bool {
    matches!(primitive(text.trim()), Some(("string", Some("password"))))
}

/// Whether a line is the format of the type on the line before it: `int32` after `integer`.
pub(super) fn is_format_of(format: &str, ty: &str) -> bool {
    scalar(ty, format).is_some()
}

/// Whether a word is a format and unlikely the name of a member.
pub(super) fn is_only_format(format: &str) -> bool {
    matches!(format, "int32" | "int64" | "float" | "double" | "date-time")
}

/// Whether a type has its format in brackets after it, as in new pages.
pub(super) fn has_format(text: &str) -> bool {
    primitive(text.trim_end_matches("[]")).is_some_and(|(_, format)| format.is_some() && text.contains('('))
}

/// The type for a name of .NET, such as `System.String`.
pub(super) fn platform(name: &str) -> Option<Expr> {
    Some(match name.strip_prefix("System.").unwrap_or(name) {
        "String" | "Char" => Expr::Scalar(Scalar::String),
        "Boolean" => Expr::Scalar(Scalar::Boolean),
        "Int16" | "Int32" | "Byte" | "SByte" | "UInt16" => Expr::Scalar(Scalar::Int32),
        "Int64" | "UInt32" => Expr::Scalar(Scalar::Int64),
        "Single" => Expr::Scalar(Scalar::Float),
        "Double" | "Decimal" => Expr::Scalar(Scalar::Double),
        "DateTime" | "DateTimeOffset" => Expr::Scalar(Scalar::DateTime),
        "Guid" => Expr::Scalar(Scalar::Uuid),
        "Uri" => Expr::Scalar(Scalar::Uri),
        "Object" => Expr::Scalar(Scalar::Json),
        _ => return None,
    })
}

/// A type as a string that is the same for all templates of pages.
pub(super) fn show(expr: &Expr) -> String {
    match expr {
        Expr::Scalar(scalar) => scalar.name().to_owned(),
        Expr::Object => "object".to_owned(),
        Expr::Named(name) => name.full.clone(),
        Expr::Param(index) => format!("${index}"),
        Expr::List(item) => format!("{}[]", show(item)),
        Expr::Map(item) => format!("<string,{}>", show(item)),
    }
}

fn expr(text: &str, depth: usize) -> Option<Expr> {
    if depth > DEPTH || text.is_empty() {
        return None;
    }
    if let Some(item) = text.strip_suffix("[]") {
        return expr(item.trim_end(), depth + 1).map(|item| Expr::List(Box::new(item)));
    }
    if let Some(inner) = text.strip_prefix('<').and_then(|text| text.strip_suffix('>')) {
        let (key, value) = inner.split_once(',')?;
        let value = expr(value.trim(), depth + 1)?;
        return (key.trim() == "string").then(|| Expr::Map(Box::new(value)));
    }
    match primitive(text) {
        Some((word, format)) => basic(word, format, depth),
        None => name(text, depth).map(Expr::Named),
    }
}

/// Splits `integer (int32)` and `integer int32`; `None` if the string is not a basic type.
fn primitive(text: &str) -> Option<(&str, Option<&str>)> {
    let (word, rest) = text.split_once(' ').unwrap_or((text, ""));
    let rest = rest.trim();
    if !matches!(word, "string" | "integer" | "number" | "boolean" | "object" | "array" | "file") {
        return None;
    }
    if rest.is_empty() {
        return Some((word, None));
    }
    let Some(inner) = rest.strip_prefix('(') else {
        return scalar(word, rest).is_some().then_some((word, Some(rest)));
    };
    let format = inner.strip_suffix(')')?.trim();
    let bare = item_of(format).unwrap_or(format);
    let plain = !bare.is_empty() && bare.chars().all(|next| next.is_ascii_alphanumeric() || "-_".contains(next));
    plain.then_some((word, Some(format)))
}

/// The item in `array (item)`.
fn item_of(format: &str) -> Option<&str> {
    format.strip_prefix("array (")?.strip_suffix(')')
}

fn basic(word: &str, format: Option<&str>, depth: usize) -> Option<Expr> {
    if let Some(item) = format.and_then(item_of) {
        let item = expr(item, depth + 1).or_else(|| any_scalar(item).map(Expr::Scalar))?;
        return Some(Expr::List(Box::new(item)));
    }
    if let Some(scalar) = format.and_then(|format| scalar(word, format)) {
        return Some(Expr::Scalar(scalar));
    }
    Some(match word {
        "string" => Expr::Scalar(Scalar::String),
        "integer" => Expr::Scalar(Scalar::Int64),
        "number" => Expr::Scalar(Scalar::Double),
        "boolean" => Expr::Scalar(Scalar::Boolean),
        "array" => Expr::List(Box::new(Expr::Scalar(Scalar::Json))),
        "file" => Expr::Scalar(Scalar::Binary),
        _ => Expr::Object,
    })
}

fn any_scalar(format: &str) -> Option<Scalar> {
    ["string", "integer", "number"].iter().find_map(|word| scalar(word, format))
}

/// The scalar for a basic type and a format; `None` where the spec cannot express the format.
fn scalar(word: &str, format: &str) -> Option<Scalar> {
    Some(match (word, format) {
        ("integer" | "number", "int32") => Scalar::Int32,
        ("integer" | "number", "int64") => Scalar::Int64,
        ("number", "float") => Scalar::Float,
        ("number", "double" | "decimal") => Scalar::Double,
        ("string", "date-time") => Scalar::DateTime,
        ("string", "date") => Scalar::Date,
        ("string", "time") => Scalar::Time,
        ("string", "duration") => Scalar::Duration,
        ("string", "uuid" | "guid") => Scalar::Uuid,
        ("string", "uri" | "url") => Scalar::Uri,
        ("string", "byte") => Scalar::Base64,
        ("string", "binary") => Scalar::Binary,
        ("string", "password") => Scalar::String,
        _ => return None,
    })
}

fn name(text: &str, depth: usize) -> Option<Name> {
    let Some((base, rest)) = text.split_once('[') else {
        return is_name(text).then(|| Name { full: text.to_owned(), base: text.to_owned(), args: Vec::new() });
    };
    let base = Some(base.trim_end()).filter(|base| is_name(base))?;
    let args = split(rest.strip_suffix(']')?)?;
    let args = args.into_iter().map(|arg| expr(arg, depth + 1)).collect::<Option<Vec<_>>>()?;
    let full = text.chars().filter(|next| *next != ' ').collect();
    Some(Name { full, base: base.to_owned(), args })
}

/// Splits at the commas outside of brackets; `None` if the brackets do not match.
fn split(text: &str) -> Option<Vec<&str>> {
    let (mut parts, mut start, mut open) = (Vec::new(), 0, 0usize);
    for (at, next) in text.char_indices() {
        match next {
            '[' => open += 1,
            ']' => open = open.checked_sub(1)?,
            ',' if open == 0 => {
                parts.push(text[start..at].trim());
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(text[start..].trim());
    (open == 0).then_some(parts)
}

/// Whether a string is the name of a definition: words with dots between them, the last with a capital.
fn is_name(text: &str) -> bool {
    let word = |word: &str| {
        word.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
            && word.chars().all(|next| next.is_ascii_alphanumeric() || next == '_')
    };
    text.split('.').take(SEGMENTS + 1).count() <= SEGMENTS
        && text.split('.').all(word)
        && text.rsplit('.').next().is_some_and(|last| last.starts_with(|c: char| c.is_ascii_uppercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn brief(text: &str) -> String {
        parse(text).map_or_else(|| "none".to_owned(), |expr| show(&expr))
    }

    #[test]
    fn each_form_of_a_type_is_read() {
        for (text, expected) in [
            ("string", "string"),
            ("string (date-time)", "date-time"),
            ("integer", "int64"),
            ("integer int32", "int32"),
            ("integer (int32)", "int32"),
            ("number", "double"),
            ("number (int32)", "int32"),
            ("object", "object"),
            ("string[]", "string[]"),
            ("string (array (int32))", "int32[]"),
            ("string (array (string))", "string[]"),
            ("<string, A.B>", "<string,A.B>"),
            ("string (made-up)", "string"),
            ("A.Pair[A.Kind, System.String][]", "A.Pair[A.Kind,System.String][]"),
            ("Page[Pair[A,B]]", "Page[Pair[A,B]]"),
            ("lower", "none"),
            ("a.lower", "none"),
            ("Two Words", "none"),
            ("string of words", "none"),
            ("A[B", "none"),
            ("A[B]]", "none"),
            ("A[]]", "none"),
            ("[]", "none"),
            ("", "none"),
        ] {
            assert_eq!(brief(text), expected, "{text}");
        }
        assert_eq!(brief(&format!("A{}", "[]".repeat(1000))), "none");
        assert_eq!(brief(&"A[".repeat(500)), "none");
    }

    #[test]
    fn a_format_without_a_word_in_the_spec_is_named() {
        assert_eq!(unknown_format("string (made-up)"), Some("made-up"));
        assert_eq!(unknown_format("string (date-time)"), None);
        assert_eq!(unknown_format("integer"), None);
    }
}
