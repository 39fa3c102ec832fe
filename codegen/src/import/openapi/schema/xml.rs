//! Reads the XML keywords of a schema.

use serde_json::Value;

use super::{Import, Node};
use crate::spec::{Xml, XmlNode};

impl<'d> Import<'d> {
    /// The `xml` keyword of a schema; `None` if it states nothing.
    pub(super) fn read_xml(&mut self, schema: &Node<'d>) -> Option<Xml> {
        let stated = schema.get("xml")?;
        if !stated.value.is_object() {
            self.note_invalid(&stated, "`xml` is not an object");
            return None;
        }
        let text = |name| stated.text(name).filter(|text| !text.is_empty()).map(str::to_owned);
        let xml = Xml {
            name: text("name"),
            prefix: text("prefix"),
            namespace: text("namespace"),
            node: self.read_node(&stated),
            items: None,
        };
        (xml != Xml::default()).then_some(xml)
    }

    /// The kind of XML node for a value: `nodeType` of OpenAPI 3.2, `attribute` and `wrapped` of earlier versions, and
    /// Azure's `x-ms-text`.
    fn read_node(&mut self, stated: &Node<'d>) -> Option<XmlNode> {
        let Some(node) = stated.get("nodeType") else {
            return match () {
                () if stated.flag("attribute") => Some(XmlNode::Attribute),
                () if stated.flag("x-ms-text") => Some(XmlNode::Text),
                () if stated.flag("wrapped") => Some(XmlNode::Element),
                () => None,
            };
        };
        match node.value {
            Value::String(text) => match text.as_str() {
                "element" => return Some(XmlNode::Element),
                "attribute" => return Some(XmlNode::Attribute),
                "text" => return Some(XmlNode::Text),
                "cdata" => return Some(XmlNode::Cdata),
                "none" => return Some(XmlNode::None),
                _ => {}
            },
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => {}
        }
        self.note_invalid(&node, "`nodeType` is not `element`, `attribute`, `text`, `cdata` or `none`");
        None
    }
}
