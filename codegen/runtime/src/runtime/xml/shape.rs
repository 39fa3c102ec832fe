//! The tables that describe how XML is converted to and from the JSON of the models.

/// A body: its root element.
#[derive(Debug)]
pub struct Root {
    /// The name of the element. A response may have another one.
    pub name: Name,
    /// The content of the element.
    pub value: Value,
}

/// The name of an element or an attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Name {
    /// The name without its prefix.
    pub local: &'static str,
    /// The prefix with which the name is written; empty for none.
    pub prefix: &'static str,
    /// The namespace of the name; empty for that of the enclosing element.
    pub namespace: &'static str,
}

impl Name {
    /// Creates a name in the namespace of the enclosing element.
    pub const fn new(local: &'static str) -> Self {
        Self { local, prefix: "", namespace: "" }
    }

    /// Sets the namespace of the name, and the prefix with which it is written.
    pub const fn within(self, namespace: &'static str, prefix: &'static str) -> Self {
        Self { prefix, namespace, ..self }
    }
}

/// The content of an element or an attribute.
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
    /// Any content: a string, or an object of the elements and attributes.
    Any,
    /// An object, described by a table.
    Object(&'static Object),
    /// A list, with an element for each item.
    List(&'static Item),
    /// A map, with an element for each entry, which has the name of the entry.
    Map(&'static Value),
    /// A union, described by a table.
    Union(&'static Union),
}

/// The table of an object.
#[derive(Debug)]
pub struct Object {
    /// The properties of the object, in the order in which they are written.
    pub properties: &'static [Property],
    /// The type of additional properties, if the API states it.
    pub rest: Option<Value>,
}

impl Object {
    /// Its properties, with those of the objects within that have no separate element in their place.
    pub(super) fn written(&self) -> Vec<&'static Property> {
        let mut found = Vec::with_capacity(self.properties.len());
        for property in self.properties {
            match property.inline() {
                Some(inner) => found.extend(inner.written()),
                None => found.push(property),
            }
        }
        found
    }
}

/// A property of an object.
#[derive(Debug)]
pub struct Property {
    /// The name of the property in JSON.
    pub json: &'static str,
    /// The name of the property's element or attribute. The items of an unwrapped list have their own name.
    pub name: Name,
    /// The kind of XML node for the property.
    pub node: Node,
    /// The content of the property.
    pub value: Value,
    /// Whether a null is written as `xsi:nil`; otherwise it is an empty element.
    pub nil: bool,
    /// Whether the property is always present. An unwrapped list without items is then empty rather than absent.
    pub required: bool,
}

/// Each method changes one setting from its default.
impl Property {
    /// Creates an optional property in an element of the same name.
    pub const fn new(json: &'static str, value: Value) -> Self {
        Self { json, name: Name::new(json), node: Node::Element, value, nil: false, required: false }
    }

    /// Sets the name in XML, if it differs from the one in JSON.
    pub const fn named(self, local: &'static str) -> Self {
        Self { name: Name { local, ..self.name }, ..self }
    }

    /// Sets the namespace, and the prefix with which it is written.
    pub const fn within(self, namespace: &'static str, prefix: &'static str) -> Self {
        Self { name: self.name.within(namespace, prefix), ..self }
    }

    /// Sets the kind of XML node, if it is not an element.
    pub const fn node(self, node: Node) -> Self {
        Self { node, ..self }
    }

    /// Sets that a null is written as `xsi:nil`.
    pub const fn nil(self) -> Self {
        Self { nil: true, ..self }
    }

    /// Sets that the property is always present.
    pub const fn required(self) -> Self {
        Self { required: true, ..self }
    }

    /// The object whose properties are written as those of the object around it.
    pub(super) fn inline(&self) -> Option<&'static Object> {
        match (self.node, self.value) {
            (Node::Inline, Value::Object(inner)) => Some(inner),
            _ => None,
        }
    }

    /// The name of the elements that hold it.
    pub(super) fn element(&self) -> &Name {
        match (self.node, &self.value) {
            (Node::Items, Value::List(item)) => &item.name,
            _ => &self.name,
        }
    }
}

/// The kind of XML node for a property.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Node {
    /// An element with the name of the property.
    Element,
    /// An element for each item of a list, directly in the element of the object.
    Items,
    /// An attribute.
    Attribute,
    /// The text of the object's element.
    Text,
    /// The text of the object's element, written as a CDATA section.
    Cdata,
    /// An object whose properties are written as if they were those of the object around it.
    Inline,
}

/// The items of a list.
#[derive(Debug)]
pub struct Item {
    /// The name of the element of an item.
    pub name: Name,
    /// The content of an item.
    pub value: Value,
    /// Whether a null is written as `xsi:nil`; otherwise it is an empty element.
    pub nil: bool,
}

impl Item {
    /// Creates items in elements with the given name.
    pub const fn new(name: Name, value: Value) -> Self {
        Self { name, value, nil: false }
    }

    /// Sets that a null is written as `xsi:nil`.
    pub const fn nil(self) -> Self {
        Self { nil: true, ..self }
    }
}

/// The table of a union.
#[derive(Debug)]
pub struct Union {
    /// The property in JSON whose value selects the type.
    pub tag: Option<&'static str>,
    /// The types, each with the values of that property that select it.
    pub variants: &'static [(&'static [&'static str], Value)],
}
