//! Converts XML to the JSON that the models read.
//!
//! Elements and attributes that a table does not name are kept in the JSON, and become additional properties of a
//! model: an element as its name, an attribute as `@name`, text as `#text`. A name in another namespace than that of
//! the surrounding element is `{namespace}name`. An attribute of an element that is a plain value or a list according
//! to the table is `property/@name` next to the property, and an element that is not an item of a list is `property/name`.

use std::collections::HashMap;
use std::fmt::Write;

use super::element::{Element, Name};
use super::shape::{self, Item, Node, Object, Property, Root, Union, Value};

/// The key of text that a table does not name.
pub(super) const TEXT: &str = "#text";

/// Converts a document to JSON.
///
/// # Errors
/// The document is not XML, or contains something that is refused: a document type declaration, undeclared entities,
/// too many levels.
pub(crate) fn json(text: &str, root: &Root) -> Result<String, String> {
    let element = super::element::parse(text)?;
    // Names in namespaces are repeated in full, so a small document could otherwise become a huge one.
    let most = text.len().saturating_mul(8).saturating_add(1 << 16);
    let mut json = Writer { out: String::with_capacity(text.len()), most };
    json.value(&root.value, &element)?;
    Ok(json.out)
}

struct Writer {
    out: String,
    most: usize,
}

type Done = Result<(), String>;

impl Writer {
    fn value(&mut self, value: &Value, element: &Element) -> Done {
        if element.is_nil {
            return self.raw("null");
        }
        match value {
            Value::Text | Value::Word | Value::Number | Value::Boolean => self.scalar(value, &element.text),
            Value::Any => self.any(element),
            Value::Object(object) => self.object(object, element),
            Value::List(item) => self.list(item, wrapped(item, element)),
            Value::Map(value) => {
                let mut members = Members::default();
                for child in &element.children {
                    members.add(key(&child.name, element), Content::Typed(value, child));
                }
                self.members(members)
            }
            Value::Union(union) => match chosen(union, element) {
                Some(value) => self.value(value, element),
                None => self.any(element),
            },
        }
    }

    fn scalar(&mut self, value: &Value, text: &str) -> Done {
        let word = text.trim_ascii();
        match value {
            Value::Text => self.text(text),
            _ if word.is_empty() => self.raw("null"),
            Value::Number => match number(word) {
                Some(number) => self.raw(&number),
                None => self.text(word),
            },
            Value::Boolean => match word {
                "true" | "1" => self.raw("true"),
                "false" | "0" => self.raw("false"),
                _ => self.text(word),
            },
            _ => self.text(word),
        }
    }

    /// The JSON for an element without a table.
    fn any(&mut self, element: &Element) -> Done {
        if element.is_nil {
            return self.raw("null");
        }
        if element.is_plain() {
            return self.text(&element.text);
        }
        let mut members = Members::default();
        members.attributes(element, |_| false);
        for child in &element.children {
            members.add(key(&child.name, element), Content::Any(child));
        }
        if !element.text.is_empty() {
            members.add(TEXT.to_owned(), Content::Text(&Value::Text, &element.text));
        }
        self.members(members)
    }

    fn object(&mut self, object: &'static Object, element: &Element) -> Done {
        let children = owned(object, element);
        let mut members = known(object, element, &children);
        members.unknown(object, element, &children);
        self.members(members)
    }

    fn list(&mut self, item: &Item, elements: Vec<&Element>) -> Done {
        self.raw("[")?;
        for (index, element) in elements.into_iter().enumerate() {
            if index > 0 {
                self.raw(",")?;
            }
            self.value(&item.value, element)?;
        }
        self.raw("]")
    }

    fn members(&mut self, members: Members<'_>) -> Done {
        self.raw("{")?;
        for (index, (key, contents)) in members.list.into_iter().enumerate() {
            if index > 0 {
                self.raw(",")?;
            }
            self.text(&key)?;
            self.raw(":")?;
            let is_list = contents.len() > 1;
            for (index, content) in contents.into_iter().enumerate() {
                self.raw(if index > 0 {
                    ","
                } else if is_list {
                    "["
                } else {
                    ""
                })?;
                self.content(content)?;
            }
            self.raw(if is_list { "]" } else { "" })?;
        }
        self.raw("}")
    }

    fn content(&mut self, content: Content<'_>) -> Done {
        match content {
            Content::Any(element) => self.any(element),
            Content::Typed(value, element) => self.value(value, element),
            Content::Items(item, elements) => self.list(item, elements),
            Content::Inline(members) => self.members(members),
            // A list of scalars in an attribute or in text has white space between its items (`xs:list`).
            Content::Text(Value::List(item), text) => {
                self.raw("[")?;
                for (index, word) in text.split_ascii_whitespace().enumerate() {
                    self.raw(if index > 0 { "," } else { "" })?;
                    self.scalar(&item.value, word)?;
                }
                self.raw("]")
            }
            Content::Text(value, text) => self.scalar(value, text),
        }
    }

    fn raw(&mut self, json: &str) -> Done {
        if self.out.len() + json.len() > self.most {
            return Err("the names of the document are too long for its size".to_owned());
        }
        self.out.push_str(json);
        Ok(())
    }

    fn text(&mut self, text: &str) -> Done {
        let json = serde_json::to_string(text).map_err(|error| error.to_string())?;
        self.raw(&json)
    }
}

/// The properties of an object that its element holds; `children` are the elements in it with their owners.
fn known<'a>(
    object: &'static Object,
    element: &'a Element,
    children: &[(Option<&'static Property>, &'a Element)],
) -> Members<'a> {
    let mut members = Members::default();
    for property in object.properties {
        let is_own = |owner: &Option<&Property>| owner.is_some_and(|owner| std::ptr::eq(owner, property));
        let mut own = children.iter().filter(|(owner, _)| is_own(owner)).map(|(_, child)| *child);
        match (property.node, property.value) {
            (Node::Inline, Value::Object(inner)) => {
                if property.required || holds(inner, element, children) {
                    members.add(property.json.to_owned(), Content::Inline(known(inner, element, children)));
                }
            }
            (Node::Attribute, _) => {
                if let Some(text) = attribute(property, element) {
                    members.add(property.json.to_owned(), Content::Text(&property.value, text));
                }
            }
            // XML has no difference between an empty text and none.
            (Node::Text | Node::Cdata, _) if property.required || !element.text.is_empty() => {
                members.add(property.json.to_owned(), Content::Text(&property.value, &element.text));
            }
            (Node::Text | Node::Cdata, _) => {}
            (Node::Items, Value::List(item)) => {
                let items: Vec<&Element> = own.collect();
                if property.required || !items.is_empty() {
                    members.add(property.json.to_owned(), Content::Items(item, items));
                }
            }
            (Node::Element | Node::Items | Node::Inline, _) => {
                if let Some(child) = own.next() {
                    members.typed(property, child, object.rest.as_ref());
                }
            }
        }
    }
    members
}

/// Whether an element contains a part of an object that has no separate element.
fn holds(object: &'static Object, element: &Element, children: &[(Option<&'static Property>, &Element)]) -> bool {
    object.written().into_iter().any(|property| match property.node {
        Node::Attribute => attribute(property, element).is_some(),
        Node::Text | Node::Cdata => !element.text.trim_ascii().is_empty(),
        Node::Element | Node::Items | Node::Inline => {
            children.iter().any(|(owner, _)| owner.is_some_and(|owner| std::ptr::eq(owner, property)))
        }
    })
}

/// What a property of JSON is read from.
enum Content<'a> {
    Any(&'a Element),
    Typed(&'a Value, &'a Element),
    Items(&'a Item, Vec<&'a Element>),
    /// The properties of an object that are in the element around it.
    Inline(Members<'a>),
    Text(&'a Value, &'a str),
}

/// The properties of a JSON object in their order, each with the elements or attributes from which it is read. Several
/// make a list.
#[derive(Default)]
struct Members<'a> {
    list: Vec<(String, Vec<Content<'a>>)>,
    places: HashMap<String, usize>,
}

impl<'a> Members<'a> {
    fn add(&mut self, key: String, content: Content<'a>) {
        match self.places.get(&key) {
            Some(&place) => self.list[place].1.push(content),
            None => {
                self.places.insert(key.clone(), self.list.len());
                self.list.push((key, vec![content]));
            }
        }
    }

    /// Adds a property from an element, and what a plain value or a list cannot represent of it, unless additional
    /// properties have a type that does not hold that.
    fn typed(&mut self, property: &'a Property, child: &'a Element, rest: Option<&Value>) {
        self.add(property.json.to_owned(), Content::Typed(&property.value, child));
        if rest.is_some_and(|rest| !matches!(rest, Value::Text | Value::Any)) {
            return;
        }
        if let Value::List(item) = &property.value {
            let items = wrapped(item, child);
            for other in child.children.iter().filter(|other| !items.iter().any(|item| std::ptr::eq(*item, *other))) {
                let key = format!("{}/{}", property.json, key(&other.name, child));
                self.add(key, Content::Any(other));
            }
        }
        if matches!(property.value, Value::Text | Value::Word | Value::Number | Value::Boolean | Value::List(_)) {
            for (name, text) in &child.attributes {
                let key = format!("{}/@{}", property.json, attribute_key(name));
                self.add(key, Content::Text(&Value::Text, text));
            }
        }
    }

    /// Adds the elements and attributes that the table of an object does not name.
    fn unknown(&mut self, object: &'a Object, element: &'a Element, children: &[(Option<&Property>, &'a Element)]) {
        self.attributes(element, |name| {
            let written = object.written();
            let mut attributes = written.iter().filter(|property| property.node == Node::Attribute);
            attributes.any(|property| fits(&property.name, name, element))
        });
        for (_, child) in children.iter().filter(|(owner, _)| owner.is_none()) {
            let content = match &object.rest {
                Some(value) => Content::Typed(value, child),
                None => Content::Any(child),
            };
            self.add(unknown_key(object, &child.name, element), content);
        }
        let has_text = object.written().iter().any(|property| matches!(property.node, Node::Text | Node::Cdata));
        if !has_text && !element.text.trim_ascii().is_empty() {
            self.add(TEXT.to_owned(), Content::Text(&Value::Text, &element.text));
        }
    }

    fn attributes(&mut self, element: &'a Element, is_known: impl Fn(&Name) -> bool) {
        for (name, text) in element.attributes.iter().filter(|(name, _)| !is_known(name)) {
            self.add(format!("@{}", attribute_key(name)), Content::Text(&Value::Text, text));
        }
    }
}

/// The value of the attribute that holds a property.
fn attribute<'a>(property: &Property, element: &'a Element) -> Option<&'a str> {
    let mut attributes = element.attributes.iter();
    attributes.find(|(name, _)| fits(&property.name, name, element)).map(|(_, text)| text.as_str())
}

/// The items of a list in its element: the elements with the name of an item, or all where none has it.
fn wrapped<'a>(item: &Item, element: &'a Element) -> Vec<&'a Element> {
    let named = element.children.iter().filter(|child| fits(&item.name, &child.name, element));
    let named: Vec<&Element> = named.collect();
    if named.is_empty() { element.children.iter().collect() } else { named }
}

/// The elements within an object, each with the property to which it belongs. Of several elements with the name of a
/// property that is not a list, the first one belongs to it.
fn owned<'a>(object: &'static Object, element: &'a Element) -> Vec<(Option<&'static Property>, &'a Element)> {
    let mut taken: Vec<&str> = Vec::new();
    let owner_of = |child: &'a Element| {
        let owner = owner(object, child, element).filter(|owner| !taken.contains(&owner.json));
        taken.extend(owner.filter(|owner| owner.node != Node::Items).map(|owner| owner.json));
        (owner, child)
    };
    element.children.iter().map(owner_of).collect()
}

/// The property to which an element within an object belongs. A property that states the namespace has precedence.
fn owner(object: &'static Object, child: &Element, parent: &Element) -> Option<&'static Property> {
    let in_elements = |property: &&'static Property| matches!(property.node, Node::Element | Node::Items);
    let fitting = object.written().into_iter().filter(in_elements);
    let mut fitting = fitting.filter(|property| fits(property.element(), &child.name, parent));
    let first = fitting.next()?;
    let names_it = |property: &&'static Property| *property.element().namespace == *child.name.namespace;
    Some(std::iter::once(first).chain(fitting).find(names_it).unwrap_or(first))
}

/// Whether a name in a document is the one in a table. A table that does not state a namespace means that of the
/// surrounding element or none; one that states a prefix alone means any. A name without a namespace fits any table:
/// many services do not send the namespace that their document states.
fn fits(known: &shape::Name, name: &Name, parent: &Element) -> bool {
    let is_namespace = match (known.namespace, known.prefix) {
        ("", "") => name.namespace == parent.name.namespace,
        ("", _) => true,
        (namespace, _) => *name.namespace == *namespace,
    };
    known.local == name.local && (is_namespace || name.namespace.is_empty())
}

/// The key of an element that no table names.
fn key(name: &Name, parent: &Element) -> String {
    if name.namespace == parent.name.namespace { name.local.clone() } else { full(name) }
}

/// The key of an attribute that no table names, without its `@`.
fn attribute_key(name: &Name) -> String {
    if name.namespace.is_empty() { name.local.clone() } else { full(name) }
}

/// The key of an element that belongs to no property. If a property has the same name in JSON, the key includes the
/// namespace.
fn unknown_key(object: &Object, name: &Name, parent: &Element) -> String {
    let key = key(name, parent);
    if object.properties.iter().any(|property| property.json == key) { full(name) } else { key }
}

fn full(name: &Name) -> String {
    format!("{{{}}}{}", name.namespace, name.local)
}

/// The type of a union for an element: the one that the discriminator selects, otherwise the first one that leaves the
/// fewest elements and attributes unknown.
fn chosen<'a>(union: &'a Union, element: &Element) -> Option<&'a Value> {
    let tagged = union.tag.and_then(|tag| {
        let named = |(tags, value): &&(&[&str], Value)| match value {
            Value::Object(object) => tag_of(object, tag, element).is_some_and(|found| tags.contains(&found)),
            _ => false,
        };
        union.variants.iter().find(named)
    });
    let fewest = || union.variants.iter().min_by_key(|(_, value)| unknown(value, element));
    tagged.or_else(fewest).map(|(_, value)| value)
}

/// The text of an object's discriminator.
fn tag_of<'a>(object: &'static Object, tag: &str, element: &'a Element) -> Option<&'a str> {
    let property = object.properties.iter().find(|property| property.json == tag)?;
    match property.node {
        Node::Attribute => attribute(property, element).map(str::trim_ascii),
        _ => {
            let mut children = element.children.iter();
            children.find(|child| fits(&property.name, &child.name, element)).map(|child| child.text.trim_ascii())
        }
    }
}

/// The number of elements and attributes of an element that a type leaves unknown.
fn unknown(value: &Value, element: &Element) -> usize {
    let word = element.text.trim_ascii();
    let is_plain = element.children.is_empty();
    match value {
        Value::Object(object) => {
            let children = element.children.iter().filter(|child| owner(object, child, element).is_none()).count();
            let has_text = object.properties.iter().any(|property| matches!(property.node, Node::Text | Node::Cdata));
            children + usize::from(!word.is_empty() && !has_text)
        }
        Value::Number => element.children.len() + usize::from(!is_plain || number(word).is_none()),
        Value::Boolean => element.children.len() + usize::from(!matches!(word, "true" | "false")),
        Value::Text | Value::Word => element.children.len(),
        Value::List(item) => {
            let named = element.children.iter().filter(|child| fits(&item.name, &child.name, element)).count();
            element.children.len() - named + usize::from(is_plain && !word.is_empty())
        }
        Value::Map(_) | Value::Any => usize::from(is_plain && !word.is_empty()),
        Value::Union(union) => {
            union.variants.iter().map(|(_, value)| unknown(value, element)).min().unwrap_or(usize::MAX)
        }
    }
}

/// Converts a number of XML Schema to JSON. It may have a sign, leading zeros, or no digits on one side of its point.
fn number(word: &str) -> Option<String> {
    let (sign, digits) = match word.strip_prefix(['+', '-']) {
        Some(digits) => (if word.starts_with('-') { "-" } else { "" }, digits),
        None => ("", word),
    };
    let (digits, exponent) = match digits.split_once(['e', 'E']) {
        Some((digits, exponent)) => (digits, Some(exponent)),
        None => (digits, None),
    };
    let (whole, fraction) = match digits.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (digits, None),
    };
    let are_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let power = exponent.map(|power| power.strip_prefix(['+', '-']).unwrap_or(power));
    let is_number = are_digits(whole)
        && fraction.is_none_or(are_digits)
        && !(whole.is_empty() && fraction.is_none_or(str::is_empty))
        && power.is_none_or(|power| !power.is_empty() && are_digits(power));
    if !is_number {
        return None;
    }
    let whole = match whole.trim_start_matches('0') {
        "" => "0",
        whole => whole,
    };
    let mut json = format!("{sign}{whole}");
    if let Some(fraction) = fraction.filter(|fraction| !fraction.is_empty()) {
        let _ = write!(json, ".{fraction}");
    }
    if let Some(exponent) = exponent {
        let _ = write!(json, "e{exponent}");
    }
    Some(json)
}
