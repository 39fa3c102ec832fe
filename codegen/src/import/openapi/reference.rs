//! Parses references: the file to which a `$ref` leads, the URI of a schema, and the location of references in a
//! document.

use std::borrow::Cow;

use serde_json::Value;

use super::parsed::sorted;

/// The target of a reference, without its fragment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::import) enum Target {
    /// To a file, by its path from the root folder.
    File(String),
    /// To a URL.
    Url,
    /// To a file by its path in the file system.
    Absolute,
    /// Out of the root folder.
    Outside,
}

/// A reference without its fragment, and the fragment.
pub(super) fn split(reference: &str) -> (&str, &str) {
    reference.split_once('#').unwrap_or((reference, ""))
}

/// The target of a reference in the file `base`.
pub(in crate::import) fn locate(base: &str, reference: &str) -> Target {
    let path = split(reference).0;
    match path.find(':').filter(|end| is_scheme(&path[..*end])) {
        // A single letter is a drive of Windows, not a scheme.
        Some(1) => return Target::Absolute,
        Some(_) => return Target::Url,
        None if path.starts_with("//") => return Target::Url,
        None => {}
    }
    let path = decoded(path).replace('\\', "/");
    if path.starts_with('/') {
        return Target::Absolute;
    }
    let folder = base.rsplit_once('/').map_or("", |(folder, _)| folder);
    match normalized(folder, &path) {
        Some(file) if !file.is_empty() => Target::File(file),
        Some(_) | None => Target::Outside,
    }
}

/// The path from a folder without `.` and `..`; `None` if it leads above the first folder.
fn normalized(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = Vec::new();
    for part in folder.split('/').chain(path.split('/')) {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            name => parts.push(name),
        }
    }
    Some(parts.join("/"))
}

fn is_scheme(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+.-".contains(&byte))
}

/// The URI to which a reference leads from a base (RFC 3986 section 5.2), without its fragment. A base without a
/// scheme is the path of a file.
pub(super) fn joined(base: &str, reference: &str) -> String {
    let path = split(reference).0;
    if path.is_empty() {
        return base.to_owned();
    }
    if path.find(':').is_some_and(|end| is_scheme(&path[..end])) {
        return path.to_owned();
    }
    let after_scheme = base.find("://").map_or(0, |end| end + 3);
    let authority =
        if after_scheme == 0 { 0 } else { base[after_scheme..].find('/').map_or(base.len(), |end| after_scheme + end) };
    let (authority, base_path) = base.split_at(authority);
    if let Some(path) = path.strip_prefix('/') {
        return format!("{authority}/{}", normalized("", path).unwrap_or_default());
    }
    let folder = base_path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let joined = normalized(folder, path).unwrap_or_default();
    if authority.is_empty() { joined } else { format!("{authority}/{joined}") }
}

/// The suggested name for the target of a reference: the last part of its fragment, or that of its file.
pub(super) fn name(reference: &str) -> Option<Cow<'_, str>> {
    let (path, fragment) = split(reference);
    match fragment.rsplit('/').next().filter(|last| !last.is_empty()) {
        Some(last) => Some(decoded(last)),
        None => stem(path),
    }
}

/// The suggested name for the content of a file: the file's name without extensions, or the folder's if the file is an
/// `index`.
pub(super) fn stem(path: &str) -> Option<Cow<'_, str>> {
    const FORMATS: &[&str] = &[".json", ".yaml", ".yml", ".schema", ".openapi", ".swagger", ".model"];
    const NAMELESS: &[&str] = &["index", "_index", "schema", "_schema", "main", "definition"];
    let mut parts = path.rsplit('/').filter(|part| !part.is_empty());
    let mut stem = parts.next()?;
    while let Some(shorter) = FORMATS.iter().find_map(|end| stem.strip_suffix(end)).filter(|stem| !stem.is_empty()) {
        stem = shorter;
    }
    if NAMELESS.contains(&stem) {
        stem = parts.next().filter(|folder| !matches!(*folder, "." | "..")).unwrap_or(stem);
    }
    Some(decoded(stem))
}

/// A part of a URI without percent-encoding.
pub(super) fn decoded(text: &str) -> Cow<'_, str> {
    if !text.contains('%') {
        return Cow::Borrowed(text);
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let hex = |digit: &u8| char::from(*digit).to_digit(16).map(|digit| digit as u8);
        match (first, tail) {
            (b'%', [high, low, after @ ..]) if hex(high).is_some() && hex(low).is_some() => {
                bytes.push(hex(high).unwrap_or_default() * 16 + hex(low).unwrap_or_default());
                rest = after;
            }
            _ => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    Cow::Owned(String::from_utf8_lossy(&bytes).into_owned())
}

/// A step from a value to one inside.
#[derive(Clone, Copy, Debug)]
pub(super) enum Step<'v> {
    Name(&'v str),
    Index(usize),
}

/// The JSON pointer for a list of steps.
pub(super) fn pointer(steps: &[Step<'_>]) -> String {
    let mut pointer = String::new();
    for step in steps {
        match step {
            Step::Name(name) => crate::spec::push_token(&mut pointer, name),
            Step::Index(index) => pointer.push_str(&format!("/{index}")),
        }
    }
    pointer
}

/// Calls `visit` with each reference in a document that an importer may follow: each `$ref`, the targets in the
/// `mapping` of a discriminator, and the URIs of security schemes. Examples and most extensions are skipped, because their references are never followed.
pub(super) fn each<'v>(value: &'v Value, visit: &mut dyn FnMut(&[Step<'v>], &'v str)) {
    each_below(value, &mut Vec::new(), visit);
}

fn each_below<'v>(value: &'v Value, path: &mut Vec<Step<'v>>, visit: &mut dyn FnMut(&[Step<'v>], &'v str)) {
    match value {
        Value::Object(members) => {
            for (name, value) in sorted(members) {
                if is_passed_over(name, path.last()) {
                    continue;
                }
                let names_scheme = matches!(path[..], [.., Step::Name("security"), Step::Index(_)]);
                path.push(Step::Name(name));
                if names_scheme && name.contains('#') {
                    visit(path, name);
                }
                match value {
                    Value::String(reference) if is_reference(path) => visit(path, reference),
                    _ => each_below(value, path, visit),
                }
                path.pop();
            }
        }
        Value::Array(items) => {
            for (index, value) in items.iter().enumerate() {
                path.push(Step::Index(index));
                each_below(value, path, visit);
                path.pop();
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn is_reference(path: &[Step<'_>]) -> bool {
    matches!(
        path,
        [.., Step::Name("$ref" | "$dynamicRef")]
            | [.., Step::Name("discriminator"), Step::Name("mapping"), Step::Name(_)]
            | [.., Step::Name("discriminator"), Step::Name("defaultMapping")]
    )
}

/// Whether a property is an example or an extension, rather than a schema or property with such a name.
fn is_passed_over(name: &str, around: Option<&Step<'_>>) -> bool {
    const NAMES: &[&str] = &[
        "$defs",
        "callbacks",
        "definitions",
        "headers",
        "parameters",
        "pathItems",
        "paths",
        "patternProperties",
        "properties",
        "requestBodies",
        "responses",
        "schemas",
        "securityDefinitions",
        "securitySchemes",
        "webhooks",
    ];
    let is_other = matches!(name, "example" | "examples" | "x-ms-examples")
        || name.starts_with("x-") && !matches!(name, "x-ms-paths" | "x-webhooks" | "x-ms-parameterized-host");
    is_other && !matches!(around, Some(Step::Name(around)) if NAMES.contains(around))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_leads_to_one_file_however_it_is_written() {
        for reference in
            ["../models/pet.yaml", "./../models/./pet.yaml#/a", "..\\models\\pet.yaml", "../models/p%65t.yaml"]
        {
            assert_eq!(locate("paths/pets.yaml", reference), Target::File("models/pet.yaml".to_owned()), "{reference}");
        }
        for absolute in ["/etc/passwd", "C:\\pet.yaml"] {
            assert_eq!(locate("paths/pets.yaml", absolute), Target::Absolute, "{absolute}");
        }
        for outside in ["../../pet.yaml", "..", "%2e%2e/%2e%2e/pet.yaml"] {
            assert_eq!(locate("paths/pets.yaml", outside), Target::Outside, "{outside}");
        }
        for url in ["https://example.com/pet.yaml", "file:///pet.yaml", "//example.com/pet.yaml", "urn:pet"] {
            assert_eq!(locate("api.yaml", url), Target::Url, "{url}");
        }
    }

    #[test]
    fn a_uri_is_joined_with_its_base() {
        let base = "https://example.com/schemas/v1/pet.json";
        assert_eq!(joined(base, "owner.json#/a"), "https://example.com/schemas/v1/owner.json");
        assert_eq!(joined(base, "../owner.json"), "https://example.com/schemas/owner.json");
        assert_eq!(joined(base, "/owner.json"), "https://example.com/owner.json");
        assert_eq!(joined(base, "urn:owner"), "urn:owner");
        assert_eq!(joined("https://example.com", "owner.json"), "https://example.com/owner.json");
        assert_eq!(joined("models/pet.json", "owner.json"), "models/owner.json");
    }

    #[test]
    fn what_a_file_holds_is_called_after_it() {
        for (reference, expected) in [
            ("models/Pet.yaml", Some("Pet")),
            ("Pet.schema.json#", Some("Pet")),
            ("pet/index.yml", Some("pet")),
            ("models.yaml#/Pet", Some("Pet")),
            ("v1.pet.yaml", Some("v1.pet")),
            ("", None),
        ] {
            assert_eq!(name(reference).as_deref(), expected, "{reference}");
        }
    }

    #[test]
    fn examples_are_passed_over_and_properties_of_that_name_are_not() {
        let document = serde_json::json!({
            "example": {"$ref": "a"},
            "x-samples": [{"$ref": "b"}],
            "properties": {"example": {"$ref": "c"}, "x-d": {"items": {"$ref": "d"}}},
            "discriminator": {"mapping": {"e": "e.yaml"}},
            "security": [{"f": [], "f.yaml#/f": []}],
        });
        let mut found = Vec::new();
        each(&document, &mut |path, reference| found.push((pointer(path), reference)));
        found.sort();
        let expected = [
            ("/discriminator/mapping/e", "e.yaml"),
            ("/properties/example/$ref", "c"),
            ("/properties/x-d/items/$ref", "d"),
            ("/security/0/f.yaml#~1f", "f.yaml#/f"),
        ];
        let found: Vec<(&str, &str)> = found.iter().map(|(path, reference)| (path.as_str(), *reference)).collect();
        assert_eq!(found, expected);
    }
}
