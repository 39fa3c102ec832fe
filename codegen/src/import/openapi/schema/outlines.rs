//! Outlines of schemas whose types the spec does not keep apart: those of several patterns of names, or of positions.

use serde_json::{Map, Value};

use crate::import::openapi::{Import, Node};
use crate::spec::{LIMITS, REFERENCE};

/// The keywords of the type of a value that is neither an object nor a list.
const TYPES: &[&str] = &["type", "format", "nullable"];
/// The keywords of schemas that are models.
const MODELS: &[&str] =
    &["properties", "patternProperties", "additionalProperties", "required", "allOf", "anyOf", "oneOf"];
/// The maximum number of lists within each other, and of references in a row.
const DEPTH: usize = 16;

impl<'d> Import<'d> {
    /// The outline of a schema. Objects and unions are models, whose changes are reported for the model.
    pub(in crate::import::openapi) fn schema_outline(&self, node: &Node<'d>) -> Value {
        self.outline_within(node, DEPTH)
    }

    /// The outline of several schemas that all apply.
    pub(super) fn schema_outlines(&self, nodes: &[Node<'d>]) -> Value {
        match nodes {
            [] => Value::Object(Map::new()),
            [node] => self.schema_outline(node),
            nodes => nodes.iter().map(|node| self.schema_outline(node)).collect(),
        }
    }

    fn outline_within(&self, node: &Node<'d>, depth: usize) -> Value {
        let Some(depth) = depth.checked_sub(1) else { return Value::Object(Map::new()) };
        if let Some(target) = node.text("$ref").and_then(|reference| self.documents.follow(node, reference).ok()) {
            let mut outline = self.outline_within(&target, depth);
            // The outline of a model says only which one it is.
            if let Value::Object(members) = &mut outline
                && !members.contains_key(REFERENCE)
                && MODELS.iter().any(|name| target.get(name).is_some())
            {
                members.insert(REFERENCE.to_owned(), format!("#{}", target.origin().pointer).into());
            }
            return outline;
        }
        if node.value.is_boolean() {
            return node.value.clone();
        }
        let stated = TYPES.iter().chain(LIMITS);
        let stated = stated.filter_map(|name| Some(((*name).to_owned(), node.get(name)?.value.clone())));
        let mut outline: Map<String, Value> = stated.collect();
        if let Some(items) = node.get("items") {
            outline.insert("items".to_owned(), self.outline_within(&items, depth));
        }
        Value::Object(outline)
    }
}
