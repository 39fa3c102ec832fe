//! Formats compact JSON for review: short values on one line, long ones over several.
//!
//! It works on the JSON text, so that properties keep their order and numbers their form. An object or list is on one
//! line if it fits. The containers that grow with a spec are always on several lines, so that an added or removed entry
//! changes no neighbouring line, except for a comma.

use std::fmt::Write;

use crate::text::is_hidden;

/// The maximum width of a line, in columns.
const COLUMNS: usize = 100;

/// The properties whose entries are on separate lines, even if all would fit on one.
///
/// They contain a list, or entries with names that the document chose. Below [`PARAMS`], the names are fixed by this
/// format.
const GROWING: &[&str] = &[
    "client_params",
    "fixups",
    "groups",
    "members",
    "operations",
    "replies",
    "security_schemes",
    "servers",
    "types",
    "values",
    "variants",
    PARAMS,
];
const PARAMS: &str = "params";
const PLACES: &[&str] = &["path", "query", "header"];

/// Lays out compact JSON as `serde_json` writes it, with a line break at its end.
pub(super) fn lay_out(compact: &str) -> String {
    let escaped = escape(compact);
    let mut value = Scan { rest: &escaped }.value("", "");
    value.tall = true;
    let mut out = String::with_capacity(escaped.len() * 2);
    put(&value, 0, 0, &mut out);
    out.push('\n');
    out
}

/// Escapes invisible characters, which compact JSON contains only within strings.
fn escape(compact: &str) -> String {
    let mut escaped = String::with_capacity(compact.len());
    for character in compact.chars() {
        if is_hidden(character) {
            for unit in character.encode_utf16(&mut [0; 2]) {
                write!(escaped, "\\u{unit:04x}").expect("a string takes all that is written to it");
            }
        } else {
            escaped.push(character);
        }
    }
    escaped
}

/// A JSON value.
struct Value<'a> {
    form: Form<'a>,
    /// The width of the value on one line, in columns.
    width: usize,
    /// Whether the value must be on several lines.
    tall: bool,
}

/// A name and its value; an item of a list has no name.
type Entry<'a> = (Option<&'a str>, Value<'a>);

enum Form<'a> {
    Scalar(&'a str),
    List(Vec<Entry<'a>>),
    Object(Vec<Entry<'a>>),
}

struct Scan<'a> {
    rest: &'a str,
}

impl<'a> Scan<'a> {
    /// Parses the next value. It is the property `name` of the object that is the property `outer`. Both are empty if
    /// the document chose the name, because a property of a model with the name `values` has no special meaning here.
    ///
    /// Deep values use as much stack as they do in `serde_json`, which wrote the text.
    fn value(&mut self, name: &str, outer: &str) -> Value<'a> {
        match self.rest.as_bytes().first() {
            Some(b'{') => self.entries(name, outer, true),
            Some(b'[') => self.entries(name, outer, false),
            _ => {
                let text = self.scalar();
                Value { form: Form::Scalar(text), width: text.chars().count(), tall: false }
            }
        }
    }

    fn entries(&mut self, name: &str, outer: &str, named: bool) -> Value<'a> {
        let grows = GROWING.contains(&name) || outer == PARAMS && PLACES.contains(&name);
        let ours = !grows || name == PARAMS;
        let (mut entries, mut width, mut tall) = (Vec::new(), 2, grows && named);
        self.rest = &self.rest[1..];
        while !self.rest.starts_with(['}', ']']) {
            let entry = named.then(|| self.name());
            let value = self.value(entry.filter(|_| ours).map_or("", unquoted), name);
            width += entry.map_or(0, |name| name.chars().count() + 2) + value.width + 2;
            tall |= value.tall || grows && !matches!(value.form, Form::Scalar(_));
            entries.push((entry, value));
            self.rest = self.rest.strip_prefix(',').unwrap_or(self.rest);
        }
        self.rest = &self.rest[1..];
        // The comma and blank that were counted for the last entry compensate for the blanks inside the braces of an
        // object.
        width -= if named || entries.is_empty() { 0 } else { 2 };
        Value { form: if named { Form::Object(entries) } else { Form::List(entries) }, width, tall }
    }

    fn name(&mut self) -> &'a str {
        let name = self.scalar();
        self.rest = &self.rest[1..];
        name
    }

    fn scalar(&mut self) -> &'a str {
        let bytes = self.rest.as_bytes();
        let mut end = 1;
        if bytes[0] == b'"' {
            while bytes[end] != b'"' {
                end += if bytes[end] == b'\\' { 2 } else { 1 };
            }
            end += 1;
        } else {
            end = self.rest.find([',', '}', ']', ':']).unwrap_or(self.rest.len());
        }
        let (scalar, rest) = self.rest.split_at(end);
        self.rest = rest;
        scalar
    }
}

fn unquoted(name: &str) -> &str {
    &name[1..name.len() - 1]
}

/// Writes a value that starts in the column `at`, on a line that is indented by `indent`.
fn put(value: &Value<'_>, indent: usize, at: usize, out: &mut String) {
    let (entries, [open, close], space) = match &value.form {
        Form::Scalar(text) => return out.push_str(text),
        Form::List(entries) => (entries, ['[', ']'], ""),
        Form::Object(entries) => (entries, ['{', '}'], " "),
    };
    // Space for a comma is reserved even if none follows: otherwise, an entry after this one could change its layout.
    let tall = !entries.is_empty() && (value.tall || at + value.width + 1 > COLUMNS);
    out.push(open);
    for (index, (name, value)) in entries.iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        if tall {
            out.push('\n');
            out.extend(std::iter::repeat_n(' ', indent + 2));
        } else {
            out.push_str(if index > 0 { " " } else { space });
        }
        if let Some(name) = name {
            out.push_str(name);
            out.push_str(": ");
        }
        put(value, indent + 2, indent + 2 + name.map_or(0, |name| name.chars().count() + 2), out);
    }
    if tall {
        out.push('\n');
        out.extend(std::iter::repeat_n(' ', indent));
    } else if !entries.is_empty() {
        out.push_str(space);
    }
    out.push(close);
}
