//! The tables that describe XML bodies.

use super::Ident;

/// The tables that describe how XML bodies are read and written. Each is a static.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Xml {
    /// The tables of the bodies.
    pub roots: Vec<XmlRoot>,
    /// The tables of the objects in the bodies.
    pub objects: Vec<XmlObject>,
    /// The tables of the unions in the bodies.
    pub unions: Vec<XmlUnion>,
}

/// The table of a body: its root element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct XmlRoot {
    /// The name of the static.
    pub ident: Ident,
    /// The name of the element.
    pub name: XmlName,
    /// The content of the element.
    pub value: XmlValue,
}

/// The name of an element or an attribute.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct XmlName {
    /// The name without its prefix.
    pub local: String,
    /// The prefix of the name, if any.
    pub prefix: String,
    /// The namespace of the name, if the spec states one.
    pub namespace: String,
}

/// The content of an element or an attribute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum XmlValue {
    /// A string.
    Text,
    /// A string that is never empty.
    Word,
    /// A number.
    Number,
    /// A boolean.
    Boolean,
    /// Any content.
    Any,
    /// The object that is described by the static with this name.
    Object(Ident),
    /// A list.
    List(Box<XmlItem>),
    /// A map.
    Map(Box<XmlValue>),
    /// The union that is described by the static with this name.
    Union(Ident),
}

/// The items of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct XmlItem {
    /// The name of the element of an item.
    pub name: XmlName,
    /// The content of an item.
    pub value: XmlValue,
    /// Whether an item may be null.
    pub nil: bool,
}

/// The table of an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct XmlObject {
    /// The name of the static.
    pub ident: Ident,
    /// The name of the model.
    pub model: Ident,
    /// The properties of the object, in order.
    pub properties: Vec<XmlProperty>,
    /// The content of additional properties, if the spec states it.
    pub rest: Option<XmlValue>,
}

/// A property of an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct XmlProperty {
    /// The name of the property in JSON.
    pub json: String,
    /// The name of the property's element or attribute.
    pub name: XmlName,
    /// The kind of XML node for the property.
    pub node: XmlPlace,
    /// The content of the property.
    pub value: XmlValue,
    /// Whether the property may be null.
    pub nil: bool,
    /// Whether the property is always present.
    pub required: bool,
}

/// The kind of XML node for a property.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum XmlPlace {
    /// An element.
    Element,
    /// An element for each item of a list, without an enclosing one.
    Items,
    /// An attribute.
    Attribute,
    /// The text of the object's element.
    Text,
    /// The text of the object's element, in a CDATA section.
    Cdata,
    /// An object whose properties are in the element of the object around it.
    Inline,
}

/// The table of a union.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct XmlUnion {
    /// The name of the static.
    pub ident: Ident,
    /// The property whose value selects the type.
    pub tag: Option<String>,
    /// The types, each with the values of that property that select it.
    pub variants: Vec<(Vec<String>, XmlValue)>,
}
