//! Parses documents: JSON or YAML, and the dialect in which they are written.

use serde_json::Value;

use super::files::Documents;
use super::yaml;
use crate::import::{Format, Source};
use crate::problem::{At, Place, Position, Problem, Rule};
use crate::spec::{json, unescaped};
use crate::text::shown;

/// The dialect of the OpenAPI family in which a document is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dialect {
    /// Swagger 2.0.
    Swagger2,
    /// OpenAPI 3.0.
    OpenApi30,
    /// OpenAPI 3.1, whose schemas are those of JSON Schema 2020-12.
    OpenApi31,
    /// OpenAPI 3.2, whose schemas are the same.
    OpenApi32,
}

impl Dialect {
    /// Whether its schemas are those of JSON Schema 2020-12.
    pub fn has_json_schema(self) -> bool {
        match self {
            Self::Swagger2 | Self::OpenApi30 => false,
            Self::OpenApi31 | Self::OpenApi32 => true,
        }
    }
}

/// Whether a document states its format. One that does not is a part, to which others refer.
pub(super) fn is_whole(value: &Value) -> bool {
    value.get("openapi").is_some() || value.get("swagger").is_some()
}

/// A parsed document, with the problems of its syntax.
#[derive(Debug)]
pub(in crate::import) struct Parsed {
    pub value: Value,
    pub faults: Vec<Problem>,
}

/// Reads one document: JSON, YAML, or Markdown, which a description may refer to and which is one string.
///
/// # Errors
/// The first syntax error.
pub(in crate::import) fn parse(source: &Source) -> Result<Parsed, Problem> {
    let (file, text) = (source.name.as_str(), source.text.trim_start_matches('\u{feff}'));
    if [".md", ".markdown", ".txt"].iter().any(|end| file.ends_with(end)) {
        return Ok(Parsed { value: Value::String(text.to_owned()), faults: Vec::new() });
    }
    if !is_json(text) {
        return yaml::read(file, text);
    }
    let json::Document { value, twice, large } = json::read_document(file, text)?;
    let place = |pointer: String| Place { file: file.to_owned(), at: At::Pointer(pointer) };
    let mut faults = Vec::new();
    for pointer in twice {
        let name = unescaped(pointer.rsplit('/').next().unwrap_or_default()).into_owned();
        faults.push(self::twice(&name, place(pointer)));
    }
    for (pointer, digits) in large {
        if is_read(pointer.split('/')) {
            faults.push(rounded(&digits, place(pointer)));
        }
    }
    Ok(Parsed { value, faults })
}

/// A name that occurs twice in an object.
pub(super) fn twice(name: &str, place: Place) -> Problem {
    let name: String = name.chars().take(100).collect();
    let message = format!("the name `{}` occurs twice in one object", shown(&name));
    let help = "Remove one of the two, or rename it; with --lenient, the last one counts.";
    Problem::error(Rule::DuplicateId, place, message, help)
}

/// A number that cannot be kept exactly.
pub(super) fn rounded(digits: &str, place: Place) -> Problem {
    let start: String = digits.chars().take(40).collect();
    let cut = if start.len() < digits.len() { "…" } else { "" };
    let kept = match digits.parse::<f64>() {
        Ok(value) if value.is_finite() => "is read as the nearest double",
        _ => "is read as text, since no double holds it",
    };
    let message = format!("the number `{start}{cut}` {kept}");
    Problem::warning(Rule::ValueRange, place, message, "Write a number of at most 64 bits, or of a double.")
}

/// Whether the value at that path means something: a listed value, a default, a bound, not an example.
pub(super) fn is_read<'a>(path: impl IntoIterator<Item = &'a str>) -> bool {
    const READ: &[&str] =
        &["const", "default", "enum", "exclusiveMaximum", "exclusiveMinimum", "maximum", "minimum", "multipleOf"];
    let mut is_read = false;
    for step in path {
        if matches!(step, "example" | "examples") || step.starts_with("x-") {
            return false;
        }
        is_read |= READ.contains(&step);
    }
    is_read
}

/// Where the values at JSON pointers start in a document.
pub(in crate::import) fn positions(text: &str, pointers: &[&str]) -> Vec<Option<Position>> {
    if is_json(text.trim_start_matches('\u{feff}')) {
        json::positions(text, pointers)
    } else {
        yaml::positions(text, pointers)
    }
}

fn is_json(text: &str) -> bool {
    text.trim_start().starts_with(['{', '['])
}

/// The dialect of the main document.
///
/// # Errors
/// The version is not supported.
pub(super) fn dialect(documents: &Documents, format: Format) -> Result<Dialect, Problem> {
    let Some((file, value)) = documents.main() else {
        let message = "there are no documents to read";
        return Err(Problem::error(Rule::UnknownFormat, Place::file(""), message, "Add the API's documents."));
    };
    let version = |name: &str| match value.get(name) {
        Some(Value::String(text)) => Some(text.clone()),
        // YAML has `2.0` as a number.
        Some(Value::Number(number)) => Some(number.to_string()),
        _ => None,
    };
    let (swagger, openapi) = (version("swagger"), version("openapi"));
    // A document need not state its format if the user does.
    let (swagger, openapi) = match (swagger, openapi, format) {
        (None, None, Format::Swagger2) => (Some("2.0".to_owned()), None),
        (None, None, Format::OpenApi3) => (None, Some("3.0".to_owned())),
        (swagger, openapi, _) => (swagger, openapi),
    };
    match (swagger.as_deref(), openapi.as_deref()) {
        (Some("2.0" | "2"), None) => Ok(Dialect::Swagger2),
        (None, Some(version)) if version == "3.0" || version.starts_with("3.0.") => Ok(Dialect::OpenApi30),
        (None, Some(version)) if version == "3.1" || version.starts_with("3.1.") => Ok(Dialect::OpenApi31),
        (None, Some(version)) if version == "3.2" || version.starts_with("3.2.") => Ok(Dialect::OpenApi32),
        (swagger, openapi) => {
            let found = swagger.or(openapi).unwrap_or_default();
            let message = format!("`{found}` is not a supported version of OpenAPI or Swagger");
            let help = "Give a document of Swagger 2.0, OpenAPI 3.0, 3.1 or 3.2.";
            Err(Problem::error(Rule::UnknownFormat, Place::file(file), message, help))
        }
    }
}
