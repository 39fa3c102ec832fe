//! Looks for what would be ignored in a document because it is not where, or not what, its dialect expects: a keyword
//! whose value has another JSON type, a misspelled keyword, and a keyword of another dialect.

mod tables;

use serde_json::Value;

use self::tables::{Kind, Object};
use super::Import;
use super::dialect::Dialect;
use super::node::{Node, truth};
use crate::problem::Rule;

/// Names that differ more than this are not the same word.
const EDITS: usize = 2;

/// Warns of the parts of the main document, and of those whole documents that it refers to, that cannot be read where
/// they are.
pub(super) fn check(import: &mut Import<'_>) {
    let documents = import.documents;
    let top = match import.dialect {
        Dialect::Swagger2 => &tables::SWAGGER,
        Dialect::OpenApi30 | Dialect::OpenApi31 | Dialect::OpenApi32 => &tables::OPENAPI,
    };
    for file in (0..documents.len()).filter(|file| *file == 0 || documents.is_whole(*file)) {
        if let Some(node) = documents.top(file) {
            object(import, &node, top);
        }
    }
}

fn check_kind<'d>(import: &mut Import<'d>, node: &Node<'d>, kind: &'static Kind) {
    // A null is written where a template had nothing to say.
    if node.value.is_null() {
        return;
    }
    let is_expected = match kind {
        Kind::Any => true,
        // YAML reads `1.0` as a number, and a description may be in another file.
        Kind::Text => !(node.value.is_array() || node.value.is_object() && node.value.get("$ref").is_none()),
        Kind::Flag => node.value.is_boolean(),
        Kind::List(_) => node.value.is_array() || node.refers() && leads_to_list(import, node),
        Kind::Names => node.value.is_array(),
        Kind::Map(_) | Kind::Object(_) => node.value.is_object(),
        Kind::Schema => node.value.is_object() || node.value.is_boolean(),
    };
    if !is_expected {
        let one = if let Kind::List(item) = kind { Some(item) } else { None };
        let how = match (kind, truth(node.value)) {
            (Kind::List(_), _) => "It is read as a list of one".to_owned(),
            (Kind::Flag, Some(value)) => format!("It is read as {value}"),
            _ => "It is ignored".to_owned(),
        };
        let (message, help) = (unexpected(node, kind.words()), format!("{how}. Write {}.", kind.words()));
        // Without them, a type would accept and send other values. PHP writes an empty object as `[]`.
        if matches!(kind, Kind::Map(Kind::Schema)) && !node.value.as_array().is_some_and(Vec::is_empty) {
            return import.wrong(Rule::Syntax, node, message, format!("Write {}.", kind.words()));
        }
        report(import, node, message, help);
        if let Some(item) = one {
            check_kind(import, node, item);
        }
        return;
    }
    match kind {
        Kind::Any | Kind::Text | Kind::Flag | Kind::Names => {}
        Kind::List(item) => node.items().for_each(|node| check_kind(import, &node, item)),
        Kind::Map(value) if !node.refers() => {
            let values = node.members_in_order().filter(|(name, _)| !name.starts_with("x-"));
            values.for_each(|(_, node)| check_kind(import, &node, value));
        }
        Kind::Map(_) => {}
        Kind::Object(table) => object(import, node, table),
        Kind::Schema => object(import, node, &tables::SCHEMA),
    }
}

fn object<'d>(import: &mut Import<'d>, node: &Node<'d>, table: &'static Object) {
    if let Some(reference) = node.step("$ref") {
        check_reference(import, node, &reference, table);
        return;
    }
    for (name, value) in node.members_in_order() {
        if let Some((_, kind)) = table.keywords.iter().find(|(keyword, _)| *keyword == name) {
            check_kind(import, &value, kind);
        } else if let Some((_, instead)) = table.elsewhere.iter().find(|(keyword, _)| *keyword == name) {
            let message = format!("`{name}` is not a keyword of {}", table.name);
            report(import, &value, message, format!("It is ignored. {instead}"));
        } else if let Some(meant) = misspelled(name, table) {
            let message = format!("`{name}` is not a keyword of {}", table.name);
            // Without it, nothing of the API is left.
            if meant == "paths" && node.step(meant).is_none() {
                import.wrong(Rule::Syntax, &value, message, "Write `paths`.");
                continue;
            }
            report(import, &value, message, format!("It is ignored. Write `{meant}` if that is meant."));
        } else if std::ptr::eq(table, &tables::SCHEMA)
            && let Some(meant) = misspelled_in_schema(name, node)
        {
            // JSON Schema allows keywords of the author's own.
            let message = format!("`{name}` is not a keyword of a schema");
            import.note(Rule::Syntax, &value, message, format!("It is ignored. Write `{meant}` if that is meant."));
        }
    }
}

/// Warns of a reference that is not one, and of a reference from a schema to a document as a whole. One that leads
/// nowhere is an error where it is followed.
fn check_reference<'d>(import: &mut Import<'d>, node: &Node<'d>, reference: &Node<'d>, table: &'static Object) {
    let help = "It is ignored. Write a reference such as `#/components/schemas/Pet`.";
    match reference.value.as_str() {
        None => {
            let message = format!("`$ref` is {}, and a string is expected", found(reference.value));
            // `$ref: #/components/schemas/Pet` is a null with a comment.
            let help = if reference.value.is_null() {
                "It is ignored. Write the reference in quotes, since `#` starts a comment in YAML."
            } else {
                help
            };
            report(import, reference, message, help);
        }
        Some("") => report(import, reference, "`$ref` is empty", help),
        Some(text) if std::ptr::eq(table, &tables::SCHEMA) && text.split('#').nth(1).is_none_or(str::is_empty) => {
            let target = import.documents.follow(node, text).ok();
            if target.is_some_and(|target| ["openapi", "swagger"].iter().any(|name| target.step(name).is_some())) {
                let message = format!("`{text}` leads to a document as a whole, which is not a schema");
                report(import, reference, message, help);
            }
        }
        Some(text) => {
            if leads_elsewhere(text, table) {
                let message = format!("`{text}` does not lead to {}", table.name);
                let help = format!("What it has of {0} is read. Refer to {0}.", table.name);
                report(import, reference, message, help);
            }
        }
    }
}

/// Whether a reference leads to the components of another kind.
fn leads_elsewhere(reference: &str, table: &Object) -> bool {
    let Some((_, pointer)) = reference.split_once("#/") else { return false };
    let pointer = pointer.strip_prefix("components/").unwrap_or(pointer);
    let Some((section, name)) = pointer.split_once('/') else {
        // It leads to all components of a kind.
        return tables::SECTIONS.iter().any(|(known, _)| *known == pointer);
    };
    let held = tables::SECTIONS.iter().find(|(known, _)| *known == section);
    !name.contains('/') && held.is_some_and(|(_, held)| *held != table.name)
}

fn leads_to_list<'d>(import: &Import<'d>, node: &Node<'d>) -> bool {
    import.documents.resolve(node).is_ok_and(|target| target.value.is_array())
}

/// The keyword that a name probably means, which differs from the name by a few letters.
fn misspelled(name: &str, table: &Object) -> Option<&'static str> {
    if table.is_open || name.starts_with("x-") || name.starts_with('$') {
        return None;
    }
    nearest(name, table.keywords.iter().map(|(keyword, _)| *keyword))
}

/// The keyword that a name in a schema probably means, which the schema does not have.
fn misspelled_in_schema(name: &str, node: &Node<'_>) -> Option<&'static str> {
    // `ref`, `$Ref`
    if name.trim_start_matches('$').eq_ignore_ascii_case("ref") {
        return Some("$ref");
    }
    if tables::is_schema_keyword(name) || name.starts_with("x-") || name.starts_with('$') {
        return None;
    }
    let free = tables::SCHEMA_KEYWORDS.iter().filter(|keyword| node.step(keyword).is_none());
    nearest(name, free.copied())
}

/// The keyword that differs from a name by a few letters.
fn nearest(name: &str, keywords: impl Iterator<Item = &'static str>) -> Option<&'static str> {
    let name = name.to_lowercase();
    let distances = keywords.map(|keyword| (strsim::osa_distance(&name, &keyword.to_lowercase()), keyword));
    let (distance, keyword) = distances.min()?;
    // Short names are similar by chance: `in` and `id`.
    (distance <= EDITS && distance * 3 <= keyword.len()).then_some(keyword)
}

/// Reports what is ignored, unless reading the document has found something at the same location.
fn report<'d>(import: &mut Import<'d>, node: &Node<'d>, message: impl Into<String>, help: impl Into<String>) {
    let place = node.place();
    if import.problems.iter().all(|problem| problem.place != place) {
        import.accept(Rule::Syntax, node, message, help);
    }
}

/// What is wrong with a value that has another JSON type than the specification demands.
pub(super) fn unexpected(node: &Node<'_>, expected: &str) -> String {
    format!("{} is {}, and {expected} is expected", named(node), found(node.value))
}

fn named(node: &Node<'_>) -> String {
    node.name().map_or_else(|| "this item".to_owned(), |name| format!("`{name}`"))
}

/// The JSON type of a value, in words.
fn found(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}
