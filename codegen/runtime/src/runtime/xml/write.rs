//! Writes the JSON of a model as XML: elements in the order of the table, then the elements that the table does not
//! name.

use std::borrow::Cow;

use super::element::INSTANCE;
use super::read::TEXT;
use super::shape::{self, Item, Node, Object, Property, Root, Union, Value};
use crate::runtime::params::tree::Tree;

/// Writes a document in UTF-8, with an XML declaration.
///
/// # Errors
/// The value contains a character or a name that XML does not allow.
pub(crate) fn document(tree: &Tree, root: &Root) -> Result<String, String> {
    let mut xml = Writer { out: r#"<?xml version="1.0" encoding="utf-8"?>"#.to_owned(), scope: Vec::new() };
    xml.element(&Name::of(&root.name), &root.value, tree, true, &[])?;
    Ok(xml.out)
}

struct Writer {
    out: String,
    /// The prefixes that are declared at the current position, the innermost last, each with its namespace.
    scope: Vec<(String, String)>,
}

type Done = Result<(), String>;

/// The name of an element or an attribute to write.
struct Name<'a> {
    prefix: &'a str,
    /// The namespace: an empty string for none, and `None` for that of the enclosing element.
    namespace: Option<&'a str>,
    local: &'a str,
}

impl<'a> Name<'a> {
    fn of(name: &shape::Name) -> Self {
        let namespace = Some(name.namespace).filter(|namespace| !namespace.is_empty());
        Self { prefix: name.prefix, namespace, local: name.local }
    }

    /// The name for a key that no table has: `name` or `{namespace}name`.
    fn of_key(key: &'a str) -> Result<Self, String> {
        let split = key.strip_prefix('{').and_then(|key| key.split_once('}'));
        let (namespace, local) = split.map_or((None, key), |(namespace, local)| (Some(namespace), local));
        let is_start = |letter: char| letter.is_alphabetic() || letter == '_';
        let is_name = local.starts_with(is_start)
            && local.chars().all(|letter| letter.is_alphanumeric() || matches!(letter, '_' | '-' | '.'));
        match is_name {
            true => Ok(Self { prefix: "", namespace, local }),
            false => Err(format!("`{}` is not a name in XML", key.escape_debug())),
        }
    }
}

/// The parts of an object that are written in its element.
#[derive(Default)]
struct Parts<'a> {
    attributes: Vec<(Name<'a>, Cow<'a, str>)>,
    text: Option<(Node, Cow<'a, str>)>,
    children: Vec<Child<'a>>,
}

/// An element within the element of an object.
struct Child<'a> {
    name: Name<'a>,
    value: &'a Value,
    tree: &'a Tree,
    nil: bool,
    /// The attributes and elements in it that the table does not name.
    unknown: Vec<(&'a str, &'a Tree)>,
}

impl Writer {
    fn element(&mut self, name: &Name<'_>, value: &Value, tree: &Tree, nil: bool, unknown: &[(&str, &Tree)]) -> Done {
        let mut parts = Parts::default();
        match (value, tree) {
            (_, Tree::Null) => {
                if nil {
                    let name = Name { prefix: "xsi", namespace: Some(INSTANCE), local: "nil" };
                    parts.attributes.push((name, "true".into()));
                }
            }
            (Value::Union(union), tree) => {
                let value = chosen(union, tree).unwrap_or(&Value::Any);
                return self.element(name, value, tree, nil, unknown);
            }
            (Value::Object(object), Tree::Members(members)) => parts.object(object, members)?,
            (Value::Map(value), Tree::Members(members)) => {
                for (key, tree) in members {
                    parts.child(Name::of_key(key)?, value, tree);
                }
            }
            (_, Tree::Members(members)) => parts.unknown(members, &Value::Any)?,
            (Value::List(item), Tree::List(trees)) => trees.iter().for_each(|tree| parts.item(item, tree)),
            (_, Tree::List(trees)) => {
                let name = || Name { prefix: "", namespace: None, local: "item" };
                trees.iter().for_each(|tree| parts.child(name(), &Value::Any, tree));
            }
            (_, Tree::Text(text)) => parts.text = Some((Node::Text, text.into())),
        }
        for (key, tree) in unknown {
            parts.unknown_member(key, tree, &Value::Any)?;
        }
        self.parts(name, parts)
    }

    /// Writes an element with its content.
    fn parts(&mut self, name: &Name<'_>, parts: Parts<'_>) -> Done {
        let outer = self.scope.len();
        let mut declared = Vec::new();
        let tag = self.named(name, &mut declared);
        let mut attributes = Vec::new();
        for (name, text) in parts.attributes {
            attributes.push((self.attribute_named(&name, &mut declared), text));
        }
        self.out.push('<');
        self.out.push_str(&tag);
        let declared = declared.into_iter().map(|(name, namespace)| (name, Cow::Owned(namespace)));
        for (name, text) in declared.chain(attributes) {
            self.out.push(' ');
            self.out.push_str(&name);
            self.out.push_str("=\"");
            self.escaped(&text, true)?;
            self.out.push('"');
        }
        if parts.children.is_empty() && parts.text.as_ref().is_none_or(|(_, text)| text.is_empty()) {
            self.out.push_str("/>");
            self.scope.truncate(outer);
            return Ok(());
        }
        self.out.push('>');
        match &parts.text {
            Some((Node::Cdata, text)) => self.cdata(text)?,
            Some((_, text)) => self.escaped(text, false)?,
            None => {}
        }
        for Child { name, value, tree, nil, unknown } in parts.children {
            self.element(&name, value, tree, nil, &unknown)?;
        }
        self.out.push_str("</");
        self.out.push_str(&tag);
        self.out.push('>');
        self.scope.truncate(outer);
        Ok(())
    }

    /// The name of an element with its prefix, and the declaration that it needs.
    fn named(&mut self, name: &Name<'_>, declared: &mut Vec<(String, String)>) -> String {
        match name.namespace {
            Some(namespace) => self.declare(name.prefix, namespace, declared),
            // A prefix without a namespace refers to an outer declaration.
            None if self.bound(name.prefix).is_none() => return name.local.to_owned(),
            None => {}
        }
        with_prefix(name.prefix, name.local)
    }

    /// The name of an attribute. It needs a prefix to be in a namespace, since the default namespace applies only to
    /// elements.
    fn attribute_named(&mut self, name: &Name<'_>, declared: &mut Vec<(String, String)>) -> String {
        let Some(namespace) = name.namespace.filter(|namespace| !namespace.is_empty()) else {
            let prefix = if self.bound(name.prefix).is_some() { name.prefix } else { "" };
            return with_prefix(prefix, name.local);
        };
        if namespace == "http://www.w3.org/XML/1998/namespace" {
            return with_prefix("xml", name.local);
        }
        let known = |(prefix, bound): &&(String, String)| bound == namespace && !prefix.is_empty();
        let prefix = match self.scope.iter().rev().find(known) {
            _ if !name.prefix.is_empty() => name.prefix.to_owned(),
            Some((prefix, _)) => prefix.clone(),
            None => format!("ns{}", self.scope.len() + 1),
        };
        self.declare(&prefix, namespace, declared);
        with_prefix(&prefix, name.local)
    }

    /// Declares a prefix, or the default namespace for an empty one, unless it is declared so already.
    fn declare(&mut self, prefix: &str, namespace: &str, declared: &mut Vec<(String, String)>) {
        let bound = self.bound(prefix);
        if bound.unwrap_or_default() == namespace && (bound.is_some() || prefix.is_empty()) {
            return;
        }
        let name = if prefix.is_empty() { "xmlns".to_owned() } else { format!("xmlns:{prefix}") };
        declared.push((name, namespace.to_owned()));
        self.scope.push((prefix.to_owned(), namespace.to_owned()));
    }

    fn bound(&self, prefix: &str) -> Option<&str> {
        self.scope.iter().rev().find(|(known, _)| known == prefix).map(|(_, namespace)| namespace.as_str())
    }

    fn escaped(&mut self, text: &str, in_attribute: bool) -> Done {
        for letter in text.chars() {
            match letter {
                '&' => self.out.push_str("&amp;"),
                '<' => self.out.push_str("&lt;"),
                '>' => self.out.push_str("&gt;"),
                '"' if in_attribute => self.out.push_str("&quot;"),
                // A reader would turn tabs and line ends in an attribute into spaces.
                '\t' if in_attribute => self.out.push_str("&#9;"),
                '\n' if in_attribute => self.out.push_str("&#10;"),
                // A reader would turn a carriage return into a line feed.
                '\r' => self.out.push_str("&#13;"),
                letter => self.out.push(allowed(letter)?),
            }
        }
        Ok(())
    }

    fn cdata(&mut self, text: &str) -> Done {
        text.chars().try_for_each(|letter| allowed(letter).map(drop))?;
        self.out.push_str("<![CDATA[");
        // A section cannot contain its own end mark, so it is split into two.
        let text = text.replace("]]>", "]]]]><![CDATA[>");
        // A reader would turn a carriage return in a section into a line feed, so it stands between two.
        self.out.push_str(&text.replace('\r', "]]>&#13;<![CDATA["));
        self.out.push_str("]]>");
        Ok(())
    }
}

fn with_prefix(prefix: &str, local: &str) -> String {
    if prefix.is_empty() { local.to_owned() } else { format!("{prefix}:{local}") }
}

fn allowed(letter: char) -> Result<char, String> {
    match letter {
        '\t' | '\n' | '\r' | '\u{20}'..='\u{fffd}' | '\u{10000}'.. => Ok(letter),
        _ => Err(format!("XML cannot hold the character U+{:04X}", u32::from(letter))),
    }
}

impl<'a> Parts<'a> {
    fn child(&mut self, name: Name<'a>, value: &'a Value, tree: &'a Tree) {
        self.children.push(Child { name, value, tree, nil: false, unknown: Vec::new() });
    }

    fn item(&mut self, item: &'a Item, tree: &'a Tree) {
        let name = Name::of(&item.name);
        self.children.push(Child { name, value: &item.value, tree, nil: item.nil, unknown: Vec::new() });
    }

    fn object(&mut self, object: &'a Object, members: &'a [(String, Tree)]) -> Done {
        for property in object.properties {
            let Some((_, tree)) = members.iter().find(|(key, _)| key == property.json) else { continue };
            match (property.inline(), tree) {
                (Some(inner), Tree::Members(members)) => self.object(inner, members)?,
                _ => self.property(property, tree, members),
            }
        }
        let is_known = |key: &str| {
            let is_of = |property: &Property| {
                key.strip_prefix(property.json).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
            };
            object.properties.iter().any(is_of)
        };
        for (key, tree) in members.iter().filter(|(key, _)| !is_known(key)) {
            self.unknown_member(key, tree, object.rest.as_ref().unwrap_or(&Value::Any))?;
        }
        Ok(())
    }

    fn property(&mut self, property: &'a Property, tree: &'a Tree, members: &'a [(String, Tree)]) {
        let name = Name::of(&property.name);
        match (property.node, &property.value, tree) {
            (Node::Attribute, _, Tree::Null) | (Node::Text | Node::Cdata, _, Tree::Null) => {}
            (Node::Attribute, _, tree) => self.attributes.push((name, plain(tree))),
            (node @ (Node::Text | Node::Cdata), _, tree) => self.text = Some((node, plain(tree))),
            (Node::Items, Value::List(item), Tree::List(trees)) => trees.iter().for_each(|tree| self.item(item, tree)),
            (Node::Items, Value::List(_), Tree::Null) | (Node::Inline, _, Tree::Null) => {}
            (Node::Element | Node::Items | Node::Inline, value, tree) => {
                let of_property =
                    |(key, tree): &'a (String, Tree)| Some((key.strip_prefix(property.json)?.strip_prefix('/')?, tree));
                let unknown = members.iter().filter_map(of_property).collect();
                self.children.push(Child { name, value, tree, nil: property.nil, unknown });
            }
        }
    }

    /// Collects the attributes, text and elements that no table names.
    fn unknown(&mut self, members: &'a [(String, Tree)], value: &'a Value) -> Done {
        members.iter().try_for_each(|(key, tree)| self.unknown_member(key, tree, value))
    }

    fn unknown_member(&mut self, key: &'a str, tree: &'a Tree, value: &'a Value) -> Done {
        match (key.strip_prefix('@'), tree) {
            (Some(key), tree) => self.attributes.push((Name::of_key(key)?, plain(tree))),
            (None, tree) if key == TEXT => self.text = Some((Node::Text, plain(tree))),
            (None, Tree::List(trees)) if !matches!(value, Value::List(_)) => {
                for tree in trees {
                    self.child(Name::of_key(key)?, value, tree);
                }
            }
            (None, tree) => self.child(Name::of_key(key)?, value, tree),
        }
        Ok(())
    }
}

/// A value as one string. The items of a list have spaces between them (`xs:list`).
fn plain(tree: &Tree) -> Cow<'_, str> {
    match tree {
        Tree::Null => "".into(),
        Tree::Text(text) => text.into(),
        Tree::List(trees) => trees.iter().map(plain).collect::<Vec<_>>().join(" ").into(),
        Tree::Members(members) => members.iter().map(|(_, tree)| plain(tree)).collect::<Vec<_>>().join(" ").into(),
    }
}

/// The type of a union for a value: the one that the discriminator selects, otherwise the first one that leaves the
/// fewest properties unknown.
fn chosen<'a>(union: &'a Union, tree: &Tree) -> Option<&'a Value> {
    let tag = union.tag.and_then(|tag| match tree {
        Tree::Members(members) => members.iter().find(|(key, _)| key == tag).map(|(_, tree)| plain(tree)),
        _ => None,
    });
    let tagged = tag.and_then(|tag| union.variants.iter().find(|(tags, _)| tags.contains(&&*tag)));
    let fewest = || union.variants.iter().min_by_key(|(_, value)| unknown(value, tree));
    tagged.or_else(fewest).map(|(_, value)| value)
}

/// The number of properties of a value that a type leaves unknown.
fn unknown(value: &Value, tree: &Tree) -> usize {
    match (value, tree) {
        (Value::Object(object), Tree::Members(members)) => {
            let is_known = |key: &str| object.properties.iter().any(|property| property.json == key);
            members.iter().filter(|(key, _)| !is_known(key)).count()
        }
        (Value::Map(_) | Value::Any, Tree::Members(_)) => 1,
        (Value::List(_), Tree::List(_)) | (_, Tree::Null) => 0,
        (Value::Text | Value::Word | Value::Number | Value::Boolean | Value::Any, Tree::Text(_)) => 0,
        (Value::Union(union), tree) => {
            union.variants.iter().map(|(_, value)| unknown(value, tree)).min().unwrap_or(usize::MAX)
        }
        _ => usize::MAX,
    }
}
