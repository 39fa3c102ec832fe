//! What values look like in XML.

use serde::{Deserialize, Serialize};

/// What a value looks like in XML, where that is not the default: an element with the name of the property or model.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Xml {
    /// The name of its element or attribute.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The prefix with which the name is written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prefix: Option<String>,
    /// The namespace of the name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub namespace: Option<String>,
    /// Where the value is written. Defaults to an element; for a list, to an element for each item and none around them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub node: Option<XmlNode>,
    /// What each item of a list looks like.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub items: Option<Box<Xml>>,
}

/// Where a value is written in XML.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum XmlNode {
    /// In an element; that of a list is around its items.
    Element,
    /// In an attribute.
    Attribute,
    /// As the text of the element around it.
    Text,
    /// As the text of the element around it, written as a CDATA section.
    Cdata,
    /// In no element of its own.
    None,
}

impl Xml {
    /// Adds what another description says and this one does not.
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
