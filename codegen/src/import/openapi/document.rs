//! Parses documents: JSON or YAML.

use serde_json::Value;

use super::parsed::{self, Parsed, is_read, rounded};
use super::yaml;
use crate::import::Source;
use crate::problem::{At, Place, Position, Problem};
use crate::spec::{json, unescaped};

/// Reads one document: JSON, YAML, or Markdown. A description may refer to a Markdown file, which is read as one
/// string.
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
        faults.push(parsed::twice(&name, place(pointer)));
    }
    for (pointer, digits) in large {
        if is_read(pointer.split('/')) {
            faults.push(rounded(&digits, place(pointer)));
        }
    }
    Ok(Parsed { value, faults })
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
