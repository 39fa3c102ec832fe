//! Reads the operations of the paths of a document, each with its stated names.

use super::draft::Draft;
use super::{Reader, identity};
use crate::import::openapi::Node;
use crate::problem::Rule;
use crate::spec::Method;

/// All operations of the documents, with their stated names.
pub(super) fn collect<'d>(reader: &mut Reader<'_, 'd>) -> Vec<Draft<'d>> {
    let mut drafts = Vec::new();
    for top in reader.import.tops() {
        of_document(reader, &top, &mut drafts);
    }
    identity::assign(reader, &mut drafts);
    drafts
}

fn of_document<'d>(reader: &mut Reader<'_, 'd>, top: &Node<'d>, drafts: &mut Vec<Draft<'d>>) {
    for (part, is_extended) in [("paths", false), ("x-ms-paths", true)] {
        let Ok(Some(paths)) = reader.object(top.get(part)) else { continue };
        for (path, stated) in paths.members().filter(|(path, _)| !path.starts_with("x-")) {
            let Some(item) = reader.resolved(&stated) else {
                reader.skip("*", path, &stated);
                continue;
            };
            if item.value.is_null() {
                let help = "It is ignored. Describe its methods, or remove it.";
                let message = format!("the path `{path}` is empty");
                reader.import.accept(Rule::Syntax, &item, message, help);
                continue;
            }
            if !item.value.is_object() {
                reader.wrong(
                    Rule::Syntax,
                    &item,
                    format!("the path `{path}` is not an object"),
                    "Describe its methods.",
                );
                continue;
            }
            let around = Some(stated).filter(|stated| stated.step("$ref").is_some());
            for (method, node) in operations_around(reader, &item, around.as_ref()) {
                let called = (String::new(), String::new(), String::new(), String::new());
                let (id, group, name, types) = called;
                drafts.push(Draft {
                    method,
                    path,
                    is_extended,
                    item: item.clone(),
                    around: around.clone(),
                    node,
                    id,
                    group,
                    name,
                    types,
                    types_without_scope: None,
                });
            }
        }
    }
}

/// The operations of a path item, and those beside the `$ref` that leads to it.
fn operations_around<'d>(
    reader: &mut Reader<'_, 'd>,
    item: &Node<'d>,
    around: Option<&Node<'d>>,
) -> Vec<(Method, Node<'d>)> {
    let mut found = around.map(|around| operations(reader, around)).unwrap_or_default();
    for (method, node) in operations(reader, item) {
        match found.iter().find(|(own, _)| *own == method) {
            Some((_, own)) => {
                let message = format!("{} is described beside the `$ref` and in its target", method.as_str());
                let help = "The one beside the `$ref` counts. Remove one of the two.";
                reader.import.accept(Rule::DuplicateId, own, message, help);
            }
            None => found.push((method, node)),
        }
    }
    found
}

/// The operations of a path.
pub(super) fn operations<'d>(reader: &mut Reader<'_, 'd>, item: &Node<'d>) -> Vec<(Method, Node<'d>)> {
    let mut found = Vec::new();
    for (key, node) in item.members() {
        let method = method(key);
        let node = if method.is_some() { reader.resolved(&node).unwrap_or(node) } else { node };
        if method.is_some() && key.bytes().any(|byte| byte.is_ascii_uppercase()) {
            let help = "It is read as that method. Write it in lower case.";
            reader.import.accept(Rule::Syntax, &node, format!("the method `{key}` is not in lower case"), help);
        }
        match (method, node.value.is_object()) {
            (Some(method), true) => found.push((method, node)),
            (Some(method), false) => {
                let message = format!("{} is not an object", method.as_str());
                reader.wrong(Rule::Syntax, &node, message, "Describe the operation, or remove it.");
                let path = item.name().unwrap_or_default();
                reader.skip(method.as_str(), path, &node);
            }
            (None, _) => {
                const KNOWN: &[&str] =
                    &["$ref", "additionalOperations", "description", "parameters", "servers", "summary"];
                let is_known = KNOWN.contains(&key);
                if !is_known && !key.starts_with("x-") {
                    let message = format!("`{key}` is neither a method nor a keyword of a path");
                    let help = "It is ignored. A path has `get`, `put`, `post`, `delete`, `options`, `head`, `patch` and \
                                `trace`, and `parameters`, `servers`, `summary` and `description` for all of them.";
                    reader.import.accept(Rule::Unsupported, &node, message, help);
                }
            }
        }
    }
    found.extend(additional(reader, item));
    found
}

/// The operations of a path with methods that have no keyword (OpenAPI 3.2).
fn additional<'d>(reader: &mut Reader<'_, 'd>, item: &Node<'d>) -> Vec<(Method, Node<'d>)> {
    let mut found = Vec::new();
    for (key, node) in item.get("additionalOperations").iter().flat_map(Node::entries).collect::<Vec<_>>() {
        match key.parse::<Method>() {
            Ok(method) if node.value.is_object() => found.push((method, node)),
            Ok(_) | Err(_) => {
                let message = format!("`{key}` is not a valid name of an HTTP method");
                let help = "Write the method as in a request line, with letters, digits, `_` and `-`, and describe it.";
                reader.wrong(Rule::Unsupported, &node, message, help);
                reader.skip(key, item.name().unwrap_or_default(), &node);
            }
        }
    }
    found
}

fn method(key: &str) -> Option<Method> {
    Some(match key.to_ascii_lowercase().as_str() {
        "delete" => Method::Delete,
        "get" => Method::Get,
        "head" => Method::Head,
        "options" => Method::Options,
        "patch" => Method::Patch,
        "post" => Method::Post,
        "put" => Method::Put,
        "trace" => Method::Trace,
        "query" => Method::Query,
        _ => return None,
    })
}
