//! The XML form of values.

use serde::{Deserialize, Serialize};

/// The XML form of a value. By default, it is an element with the name of the property or model.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Xml {
    /// The name of the element or attribute.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The namespace prefix of the name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prefix: Option<String>,
    /// The namespace of the name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub namespace: Option<String>,
    /// The kind of XML node for the value. Defaults to an element; for a list, to an element for each item without an
    /// enclosing one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub node: Option<XmlNode>,
    /// The XML form of each item of a list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub items: Option<Box<Xml>>,
}

/// The kind of XML node for a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum XmlNode {
    /// An element; for a list, the element that encloses its items.
    Element,
    /// An attribute.
    Attribute,
    /// The text of the enclosing element.
    Text,
    /// The text of the enclosing element, written as a CDATA section.
    Cdata,
    /// No separate element.
    None,
}

impl Xml {
    /// Adds the facts of another description that this one lacks.
    pub(crate) fn add(&mut self, other: &Self) {
        let Self { name, prefix, namespace, node, items } = other;
        if self.name.is_none() {
            self.name.clone_from(name);
        }
        if self.prefix.is_none() && self.namespace.is_none() {
            self.prefix.clone_from(prefix);
            self.namespace.clone_from(namespace);
        }
        self.node = self.node.or(*node);
        match (&mut self.items, items) {
            (Some(here), Some(items)) => here.add(items),
            (here @ None, items) => here.clone_from(items),
            (Some(_), None) => {}
        }
    }
}
