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
    let json::Document { value, twice, large } = match json::read_document(file, text) {
        Ok(document) => document,
        // YAML may start with a bracket too: `{openapi: 3.1.0, paths: {}}`.
        Err(problem) if file.ends_with(".json") => return Err(problem),
        Err(problem) if is_json_outline(text) => return yaml::read(file, text).map_err(|_| problem),
        Err(_) => return yaml::read(file, text),
    };
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
    let text = text.trim_start_matches('\u{feff}');
    if is_json(text) {
        let (found, is_json) = json::located(text, pointers);
        // YAML with brackets may look like JSON, too, but then its values are where those of JSON would be.
        if is_json || found.iter().all(Option::is_some) {
            return found;
        }
    }
    yaml::positions(text, pointers)
}

/// Whether a document that is not valid JSON is probably meant to be.
fn is_json_outline(text: &str) -> bool {
    let inner = text.trim_start().trim_start_matches(['{', '[']).trim_start();
    inner.starts_with(['"', '\'', '/', '}', ']']) || inner.is_empty()
}

fn is_json(text: &str) -> bool {
    text.trim_start().starts_with(['{', '['])
}
