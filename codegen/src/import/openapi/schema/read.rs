//! Reads one schema of a document into a form that is the same for all dialects.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;
use serde_json::Value;

use super::facts::Facts;
use super::kinds::Kinds;
use super::{Import, Node};
use crate::problem::Rule;
use crate::spec::Holds;
use crate::spec::media::essence;

/// A schema, or several that all apply. In the second case a property may have several descriptions.
#[derive(Clone, Debug)]
pub(super) struct Schema<'d> {
    /// The location of the schema.
    pub node: Node<'d>,
    /// The JSON kinds that the schema allows, except for null; `None` if it does not state any.
    pub kinds: Option<Kinds>,
    pub nullable: bool,
    pub format: Option<&'d str>,
    /// The values that the schema lists, and the node that documents them.
    pub values: Option<Values<'d>>,
    /// The properties, in the order of the document.
    pub properties: IndexMap<&'d str, Vec<Node<'d>>>,
    pub required: BTreeSet<&'d str>,
    /// The additional properties that the schema allows.
    pub rest: Rest<'d>,
    pub patterns: BTreeMap<&'d str, Vec<Node<'d>>>,
    pub items: Vec<Node<'d>>,
    /// The types of the items at the start of a list, and whether other items may follow.
    pub prefix: Option<(Vec<Node<'d>>, bool)>,
    pub alternatives: Vec<Alternatives<'d>>,
    pub discriminator: Option<Discriminator<'d>>,
    pub facts: Facts,
}

#[derive(Clone, Debug)]
pub(super) struct Values<'d> {
    pub node: Node<'d>,
    pub list: Vec<&'d Value>,
    /// Whether other strings are allowed too.
    pub open: bool,
    /// The alternatives that each state one of the values, with a title and a description.
    pub alternatives: Vec<Node<'d>>,
}

/// The additional properties that a schema allows.
#[derive(Clone, Debug, Default)]
pub(super) enum Rest<'d> {
    /// The schema does not say.
    #[default]
    Unsaid,
    /// No additional properties.
    Closed,
    /// Properties of any type.
    Any,
    /// Properties to which all of these schemas apply.
    Typed(Vec<Node<'d>>),
}

/// `oneOf` or `anyOf`.
#[derive(Clone, Debug)]
pub(super) struct Alternatives<'d> {
    pub holds: Holds,
    pub nodes: Vec<Node<'d>>,
}

/// The property that identifies the alternative.
#[derive(Clone, Debug)]
pub(super) struct Discriminator<'d> {
    pub name: &'d str,
    /// The alternatives for the values of the property: a reference, or the name of a schema.
    pub mapping: BTreeMap<&'d str, &'d str>,
    pub node: Node<'d>,
}

impl<'d> Schema<'d> {
    /// A schema without keywords.
    pub fn new(node: Node<'d>) -> Self {
        Self {
            node,
            kinds: None,
            nullable: false,
            format: None,
            values: None,
            properties: IndexMap::new(),
            required: BTreeSet::new(),
            rest: Rest::default(),
            patterns: BTreeMap::new(),
            items: Vec::new(),
            prefix: None,
            alternatives: Vec::new(),
            discriminator: None,
            facts: Facts::default(),
        }
    }

    /// Whether the schema restricts the shape further than the kind of JSON.
    pub fn is_strong(&self) -> bool {
        let tells_kind = self.kinds.is_some_and(|kinds| kinds != Kinds::OBJECT);
        let has_rest = matches!(self.rest, Rest::Typed(_));
        tells_kind
            || has_rest
            || self.values.is_some()
            || !self.properties.is_empty()
            || !self.required.is_empty()
            || !self.patterns.is_empty()
            || !self.items.is_empty()
            || self.prefix.is_some()
            || !self.alternatives.is_empty()
    }
}

impl<'d> Import<'d> {
    /// Reads one schema, without its `$ref` and `allOf`.
    pub(super) fn read_schema(&mut self, node: &Node<'d>) -> Schema<'d> {
        let mut schema = Schema::new(node.clone());
        schema.facts = self.read_facts(node);
        self.read_kinds(&mut schema);
        schema.format = node
            .text("format")
            .filter(|format| !format.is_empty() && *format != INT_OR_STRING)
            .or_else(|| node.text("type").filter(|name| Kinds::named(name).is_none()).and_then(Kinds::meant)?.1)
            .or_else(|| content_format(node));
        schema.nullable |= ["nullable", "x-nullable", "x-isnullable"].iter().any(|name| node.flag(name));
        self.read_values(&mut schema);
        self.read_members(&mut schema);
        self.read_items(&mut schema);
        for (name, holds) in [("oneOf", Holds::One), ("anyOf", Holds::Any)] {
            let Some(list) = node.get(name) else { continue };
            let nodes = list.listed();
            if nodes.is_empty() {
                self.note_invalid(&list, format!("`{name}` has no alternatives"));
            } else {
                schema.alternatives.push(Alternatives { holds, nodes });
            }
        }
        schema.discriminator = read_discriminator(node);
        schema
    }

    /// Reports a meaningless part of a schema, which is ignored.
    pub(super) fn note_invalid(&mut self, node: &Node<'d>, message: impl Into<String>) {
        self.note(Rule::InvalidSchema, node, message, "It is ignored. Correct it.");
    }

    fn read_kinds(&mut self, schema: &mut Schema<'d>) {
        let Some(node) = schema.node.get("type") else {
            let is_said = schema.node.flag("x-kubernetes-int-or-string") && schema.node.get("anyOf").is_none();
            if is_said || schema.node.text("format") == Some(INT_OR_STRING) {
                schema.kinds = Some(Kinds::INTEGER | Kinds::STRING);
            }
            return;
        };
        let names: Vec<Node<'d>> = match node.value {
            Value::String(_) => vec![node.clone()],
            Value::Array(_) => node.items().collect(),
            // In a list of parameters in the place of a schema, the value of `type` is the object of a parameter.
            _ => Vec::new(),
        };
        if names.is_empty() {
            return self.note_invalid(&node, "`type` is not the name of a type");
        }
        let mut kinds = Kinds::NONE;
        for name in names {
            if name.value.is_null() {
                let help = "It is read as that type. Write it as a string, `\"null\"`: YAML reads `null` as no value.";
                self.accept(Rule::InvalidSchema, &name, "the type null is not a string", help);
                schema.nullable = true;
                continue;
            }
            let text = name.value.as_str().unwrap_or_default();
            match Kinds::named(text) {
                Some(Kinds::NULL) => schema.nullable = true,
                Some(kind) => kinds = kinds | kind,
                None if text == "any" => kinds = Kinds::ALL,
                // The reference is reported where it is followed.
                None if self.schemas.by_name.contains_key(text) => return,
                None => kinds = kinds | self.unknown_kinds(&name, text),
            }
        }
        // Kubernetes describes a value that is either a string or an integer like this.
        if kinds == Kinds::STRING && schema.node.text("format") == Some(INT_OR_STRING) {
            kinds = Kinds::INTEGER | Kinds::STRING;
        }
        if kinds != Kinds::NONE {
            schema.kinds = Some(kinds);
        } else if ["$ref", "oneOf", "anyOf"].iter().any(|name| schema.node.get(name).is_some()) {
            // Converters of `nullable: true` from OpenAPI 3.0 write this.
            let message = "`type` only allows null, and the schema beside it other values";
            let help = "Either is allowed. Put `{\"type\": \"null\"}` among the alternatives.";
            self.accept(Rule::InvalidSchema, &node, message, help);
        } else {
            // Null alone counts as a kind: the value cannot be anything else.
            schema.kinds = Some(Kinds::NULL);
        }
    }

    /// The kinds for a name that is no type of JSON: those that it means in another language, or all of them.
    fn unknown_kinds(&mut self, node: &Node<'d>, text: &str) -> Kinds {
        let message = format!("`{text}` is not a JSON type");
        let Some((meant, format)) = Kinds::meant(text) else {
            let help = "Any JSON value is read and sent there. Make it `string`, `number`, `integer`, `boolean`, \
                        `array` or `object`, or refer to a schema with `$ref`.";
            self.accept(Rule::InvalidSchema, node, message, help);
            return Kinds::ALL;
        };
        let format = format.map(|format| format!(" with the format `{format}`")).unwrap_or_default();
        let help = format!("It is read as `{meant}`{format}. Write that.");
        self.accept(Rule::InvalidSchema, node, message, help);
        Kinds::named(meant).expect("a type that is meant is one of JSON")
    }

    fn read_values(&mut self, schema: &mut Schema<'d>) {
        let list: Vec<&'d Value> = match (schema.node.get("const"), schema.node.get("enum")) {
            (Some(constant), _) => vec![constant.value],
            (None, Some(list)) => match list.value.as_array() {
                Some(values) if !values.is_empty() => values.iter().collect(),
                _ => return self.note_invalid(&list, "`enum` lists no values"),
            },
            (None, None) => return,
        };
        let count = list.len();
        let list: Vec<&'d Value> = list.into_iter().filter(|value| !value.is_null()).collect();
        schema.nullable |= list.len() < count;
        if list.is_empty() {
            schema.kinds = Some(Kinds::NULL);
        } else {
            schema.values = Some(Values { node: schema.node.clone(), list, open: false, alternatives: Vec::new() });
        }
    }

    fn read_members(&mut self, schema: &mut Schema<'d>) {
        let node = schema.node.clone();
        if let Some(members) = node.get("properties") {
            schema.properties = members.members_in_order().map(|(name, node)| (name, vec![node])).collect();
        }
        if let Some(required) = node.get("required") {
            // Parameters and many properties have `required: true` instead.
            schema.required = required.items().filter_map(|name| name.value.as_str()).collect();
        }
        if let Some(rest) = node.get("additionalProperties").or_else(|| node.get("unevaluatedProperties")) {
            schema.rest = match rest.value {
                Value::Bool(false) => Rest::Closed,
                Value::Object(members) if !members.is_empty() => Rest::Typed(vec![rest]),
                _ => Rest::Any,
            };
        }
        if let Some(patterns) = node.get("patternProperties") {
            schema.patterns = patterns.members().map(|(name, node)| (name, vec![node])).collect();
        }
    }

    fn read_items(&mut self, schema: &mut Schema<'d>) {
        let node = schema.node.clone();
        let items = node.get("items");
        // Before 2020-12, the items at the start were in `items`, and the type of further items in `additionalItems`.
        let (prefix, items) = match (node.get("prefixItems"), items) {
            (Some(prefix), items) => (Some(prefix), items),
            (None, Some(items)) if items.value.is_array() => (Some(items), node.get("additionalItems")),
            (None, items) => (None, items),
        };
        let is_closed = items.as_ref().is_some_and(|items| *items.value == Value::Bool(false));
        if let Some(prefix) = prefix {
            let nodes = prefix.listed();
            let count = Some(nodes.len() as u64);
            let constraints = &schema.facts.constraints;
            // A schema that states several items and nothing else is meant as a tuple, as zod and Litestar write it,
            // although JSON Schema would allow any number of items.
            let states_only_items = items.is_none()
                && nodes.len() > 1
                && constraints.min_items.is_none()
                && constraints.max_items.is_none()
                && !constraints.unique_items;
            let is_whole = is_closed || (constraints.max_items == count && count != Some(0)) || states_only_items;
            schema.prefix = (!nodes.is_empty()).then_some((nodes, !is_whole));
        }
        if let Some(items) = items.filter(|items| !items.value.is_boolean()) {
            schema.items = vec![items];
        }
    }
}

/// The format of a value that is an integer or a string.
const INT_OR_STRING: &str = "int-or-string";

/// The format of a schema without `format` that describes a file or encoded bytes: `type: file` of Swagger 2.0, and
/// `contentMediaType` and `contentEncoding` of JSON Schema.
///
/// A media type of text, such as HTML or JSON inside a string, does not change the form of the string.
fn content_format(node: &Node<'_>) -> Option<&'static str> {
    if node.text("type") == Some("file") {
        return Some("binary");
    }
    if node.text("type").is_some_and(|kind| kind != "string") {
        return None;
    }
    match node.text("contentEncoding").map(str::to_ascii_lowercase).as_deref() {
        Some("base64") => return Some("byte"),
        None | Some("binary") => {}
        Some(_) => return None,
    }
    let media_type = node.text("contentMediaType")?.to_ascii_lowercase();
    let is_file = match essence(&media_type).split_once('/')? {
        ("image", subtype) => !subtype.ends_with("+xml"),
        // These media types are files in any form.
        ("audio" | "video" | "font" | "*", _) => true,
        ("application", "octet-stream" | "pdf" | "zip" | "gzip") => true,
        _ => false,
    };
    is_file.then_some("binary")
}

/// The discriminator of a schema, if it has one with a name.
pub(super) fn read_discriminator<'d>(node: &Node<'d>) -> Option<Discriminator<'d>> {
    let node = node.get("discriminator")?;
    // In Swagger 2.0, the discriminator consists of the name alone.
    let name = node.value.as_str().or_else(|| node.text("propertyName"))?;
    let mapping = node.get("mapping");
    let mapping = mapping.iter().flat_map(Node::members);
    let mapping = mapping.filter_map(|(value, target)| Some((value, target.value.as_str()?))).collect();
    Some(Discriminator { name, mapping, node })
}
