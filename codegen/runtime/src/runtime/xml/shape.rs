//! What the models look like in XML: tables that say how XML is converted to and from the JSON of the models.

/// A body: its root element.
#[derive(Debug)]
pub struct Root {
    /// The name of the element. A response may have another one.
    pub name: Name,
    /// What the element contains.
    pub value: Value,
}

/// The name of an element or an attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Name {
    /// The name without its prefix.
    pub local: &'static str,
    /// The prefix with which it is written; empty for none.
    pub prefix: &'static str,
    /// The namespace; empty for that of the surrounding element.
    pub namespace: &'static str,
}

impl Name {
    /// A name in the namespace of the surrounding element.
    pub const fn new(local: &'static str) -> Self {
        Self { local, prefix: "", namespace: "" }
    }

    /// The same name in a namespace, with the prefix with which it is written.
    pub const fn within(self, namespace: &'static str, prefix: &'static str) -> Self {
        Self { prefix, namespace, ..self }
    }
}

/// What an element, an attribute or the text of an element contains.
#[derive(Clone, Copy, Debug)]
pub enum Value {
    /// A string: all of the text.
    Text,
    /// A date or another string that is never empty: an empty element is null.
    Word,
    /// A number. An empty element is null.
    Number,
    /// `true`, `false`, `1` or `0`. An empty element is null.
    Boolean,
    /// Anything: a string, or an object of what is in the element.
    Any,
    /// An object.
    Object(&'static Object),
    /// A list, an element for each item.
    List(&'static Item),
    /// A map, an element for each entry, by the name of the entry.
    Map(&'static Value),
    /// One of several types.
    Union(&'static Union),
}

/// An object.
#[derive(Debug)]
pub struct Object {
    /// Its properties, in the order in which they are written.
    pub properties: &'static [Property],
    /// The type of additional properties, where the API states it.
    pub rest: Option<Value>,
}

/// A property of an object.
#[derive(Debug)]
pub struct Property {
    /// Its name in JSON.
    pub json: &'static str,
    /// The name of its element or attribute. The items of an unwrapped list have a name of their own.
    pub name: Name,
    /// Where it is written.
    pub node: Node,
    /// What it contains.
    pub value: Value,
    /// Whether a null is written as `xsi:nil`; otherwise it is an empty element.
    pub nil: bool,
    /// Whether it is always present: an unwrapped list without items is empty then, and not absent.
    pub required: bool,
}

/// Each method changes one setting from its default.
impl Property {
    /// An optional property in an element of the same name.
    pub const fn new(json: &'static str, value: Value) -> Self {
        Self { json, name: Name::new(json), node: Node::Element, value, nil: false, required: false }
    }

    /// The name in XML, where it differs from the one in JSON.
    pub const fn named(self, local: &'static str) -> Self {
        Self { name: Name { local, ..self.name }, ..self }
    }

    /// The namespace, and the prefix with which it is written.
    pub const fn within(self, namespace: &'static str, prefix: &'static str) -> Self {
        Self { name: self.name.within(namespace, prefix), ..self }
    }

    /// Sets where the value is written, if not in an element.
    pub const fn node(self, node: Node) -> Self {
        Self { node, ..self }
    }

    /// A null is written as `xsi:nil`.
    pub const fn nil(self) -> Self {
        Self { nil: true, ..self }
    }

    /// It is always present.
    pub const fn required(self) -> Self {
        Self { required: true, ..self }
    }

    /// The name of the elements that hold it.
    pub(super) fn element(&self) -> &Name {
        match (self.node, &self.value) {
            (Node::Items, Value::List(item)) => &item.name,
            _ => &self.name,
        }
    }
}

/// Where a property is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Node {
    /// In an element with the name of the property.
    Element,
    /// A list whose items are directly in the element of the object.
    Items,
    /// In an attribute.
    Attribute,
    /// It is the text of the object's element.
    Text,
    /// It is the text of the object's element, written as a CDATA section.
    Cdata,
}

/// The items of a list.
#[derive(Debug)]
pub struct Item {
    /// The name of the element of an item.
    pub name: Name,
    /// What an item contains.
    pub value: Value,
    /// Whether a null is written as `xsi:nil`; otherwise it is an empty element.
    pub nil: bool,
}

impl Item {
    /// Items in elements of this name.
    pub const fn new(name: Name, value: Value) -> Self {
        Self { name, value, nil: false }
    }

    /// A null is written as `xsi:nil`.
    pub const fn nil(self) -> Self {
        Self { nil: true, ..self }
    }
}

/// One of several types.
#[derive(Debug)]
pub struct Union {
    /// The property in JSON whose value names the type.
    pub tag: Option<&'static str>,
    /// The types, each with the values of that property that name it.
    pub variants: &'static [(&'static [&'static str], Value)],
}
