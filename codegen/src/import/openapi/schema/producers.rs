//! Recognizes schemas that describe a type of a programming language instead of the JSON that is written for it.

use super::read::Schema;
use crate::import::openapi::{Import, Node};
use crate::spec::{Scalar, TypeRef};

/// The keywords that a schema may have beside `type: object` and still say nothing about the object.
const SILENT: &[&str] = &["description", "title", "example", "examples", "nullable", "type", "deprecated", "default"];

/// Whether the items of a list or the values of a map are any JSON value: `type: object` and no more.
///
/// swagger-core writes Java's `Object` so, and with it springdoc, Quarkus and Micronaut: `Map<String, Object>` and
/// `List<Object>` have values of any kind. An alternative of a union is recognized by its kind, so it stays an object.
pub(super) fn is_any(node: &Node<'_>) -> bool {
    let tokens = node.tokens();
    let is_alternative = tokens.iter().rev().nth(2).is_some_and(|name| matches!(name.as_ref(), "oneOf" | "anyOf"));
    is_free(node) && !is_alternative
}

/// Whether a schema describes Jackson's or System.Text.Json's type for any JSON value as an object. Some producers write
/// the getters of its class as properties.
pub(super) fn is_json(node: &Node<'_>) -> bool {
    const GETTERS: [&[&str]; 2] = [&["containerNode", "valueNode"], &["options", "parent", "root"]];
    let has_getters = || {
        let properties = node.get("properties");
        properties.is_some_and(|all| GETTERS.iter().any(|names| names.iter().all(|name| all.get(name).is_some())))
    };
    matches!(node.name(), Some("JsonNode" | "JsonElement")) && (is_free(node) || has_getters())
}

fn is_free(node: &Node<'_>) -> bool {
    let silent = |name: &String| SILENT.contains(&name.as_str()) || name.starts_with("x-");
    node.text("type") == Some("object") && node.value.as_object().is_some_and(|members| members.keys().all(silent))
}

/// Whether the items of a list describe the properties of .NET's `JsonObject`, which is written as an object.
fn are_properties(items: &Node<'_>) -> bool {
    items.text("$ref").is_some_and(|reference| reference.ends_with("/KeyValuePairOfStringAndJsonNode"))
}

impl<'d> Import<'d> {
    /// The type of a list that is not written as an array: bytes, JSON, or the properties of an object.
    ///
    /// Go writes a `[]byte` as Base64, and go-swagger describes it as an array of `uint8`, as schemars does a `Vec<u8>`
    /// that is an array: the extensions of go-swagger distinguish the two. `json.RawMessage` is JSON as it is.
    pub(super) fn unlike_array(&self, schema: &Schema<'d>) -> Option<TypeRef> {
        let node = &schema.node;
        let [items] = schema.items.as_slice() else { return None };
        if are_properties(items) {
            return Some(TypeRef::Map(Box::new(TypeRef::Scalar(Scalar::Json))));
        }
        if items.text("type") != Some("integer") {
            return None;
        }
        let is_raw = matches!(node.name(), Some("RawMessage" | "json.RawMessage"))
            || node.text("x-go-package") == Some("encoding/json");
        if is_raw {
            return Some(TypeRef::Scalar(Scalar::Json));
        }
        let is_base64 = matches!(node.text("format"), Some("byte" | "base64"));
        let is_go = || items.text("format") == Some("uint8") && self.is_of_go(node);
        (is_base64 || is_go()).then_some(TypeRef::Scalar(Scalar::Base64))
    }

    /// Whether go-swagger wrote a schema, or the one that has it as a property.
    fn is_of_go(&self, node: &Node<'d>) -> bool {
        const WORDS: [&str; 2] = ["x-go-name", "x-go-package"];
        let states = |node: &Node<'d>| WORDS.iter().any(|name| node.text(name).is_some());
        if states(node) {
            return true;
        }
        let pointer = node.origin().pointer;
        let Some((parent, _)) = pointer.rsplit_once("/properties/") else { return false };
        let top = self.documents.around(node);
        top.and_then(|top| self.documents.at(&top, parent)).is_some_and(|parent| states(&parent))
    }
}
