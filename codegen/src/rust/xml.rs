//! What bodies look like in XML.

use super::Ident;

/// The tables that say how XML bodies are read and written; each is a static.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Xml {
    /// The bodies.
    pub roots: Vec<XmlRoot>,
    /// The objects in them.
    pub objects: Vec<XmlObject>,
    /// The unions in them.
    pub unions: Vec<XmlUnion>,
}

/// A body: its root element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct XmlRoot {
    /// The static.
    pub ident: Ident,
    /// The name of the element.
    pub name: XmlName,
    /// What it contains.
    pub value: XmlValue,
}

/// The name of an element or an attribute.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct XmlName {
    /// The name without its prefix.
    pub local: String,
    /// Its prefix, if any.
    pub prefix: String,
    /// Its namespace, if the spec states one.
    pub namespace: String,
}

/// What an element, an attribute or the text of an element contains.
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
    /// Anything.
    Any,
    /// The object of a static.
    Object(Ident),
    /// A list.
    List(Box<XmlItem>),
    /// A map.
    Map(Box<XmlValue>),
    /// The union of a static.
    Union(Ident),
}

/// The items of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct XmlItem {
    /// The name of the element of an item.
    pub name: XmlName,
    /// What an item contains.
    pub value: XmlValue,
    /// Whether it may be null.
    pub nil: bool,
}

/// An object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct XmlObject {
    /// The static.
    pub ident: Ident,
    /// Its properties, in order.
    pub properties: Vec<XmlProperty>,
    /// What additional properties contain, where the spec states it.
    pub rest: Option<XmlValue>,
}

/// A property.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct XmlProperty {
    /// Its name in JSON.
    pub json: String,
    /// The name of its element or attribute.
    pub name: XmlName,
    /// Where it is written.
    pub node: XmlPlace,
    /// What it contains.
    pub value: XmlValue,
    /// Whether it may be null.
    pub nil: bool,
    /// Whether it is always present.
    pub required: bool,
}

/// Where a property is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum XmlPlace {
    /// In an element of its own.
    Element,
    /// Its items are in the element of the object.
    Items,
    /// In an attribute.
    Attribute,
    /// As the text of the object's element.
    Text,
    /// As the text of the object's element, in a CDATA section.
    Cdata,
}

/// A union.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct XmlUnion {
    /// The static.
    pub ident: Ident,
    /// The property whose value names the type.
    pub tag: Option<String>,
    /// The types, each with the values of that property.
    pub variants: Vec<(Vec<String>, XmlValue)>,
}
