//! A value of a document together with its location. `resolve` follows its references.

use std::borrow::Cow;
use std::fmt;
use std::rc::Rc;

use serde_json::Value;

use super::documents::Documents;
use super::parsed::{property, sorted};
use crate::problem::Place;
use crate::spec::{Origin, pointer};

/// A value of a document, and its location.
#[derive(Clone)]
pub(super) struct Node<'d> {
    pub value: &'d Value,
    documents: &'d Documents,
    at: Rc<At<'d>>,
}

impl fmt::Debug for Node<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Node").field("origin", &self.origin()).field("value", self.value).finish_non_exhaustive()
    }
}

#[derive(Debug)]
enum At<'d> {
    /// A document, by its index.
    File(usize),
    Member(Rc<At<'d>>, &'d str),
    Item(Rc<At<'d>>, usize),
}

impl<'d> Node<'d> {
    /// A document as a whole.
    pub fn top(documents: &'d Documents, file: usize, value: &'d Value) -> Self {
        Self { value, documents, at: Rc::new(At::File(file)) }
    }

    /// The documents that contain the node.
    pub(super) fn documents(&self) -> &'d Documents {
        self.documents
    }

    /// The property with that name, which may be a `$ref`; `None` if the value is not an object, or has no such property.
    pub(super) fn member(&self, name: &'d str) -> Option<Node<'d>> {
        let (_, value) = property(self.value.as_object()?, name)?;
        Some(self.below(value, At::Member(Rc::clone(&self.at), name)))
    }

    /// The properties sorted by name, so that the order of a document does not matter; empty if the value is not an
    /// object.
    pub fn members(&self) -> impl Iterator<Item = (&'d str, Node<'d>)> + use<'d> {
        let this = self.clone();
        let members = self.value.as_object().map(sorted).unwrap_or_default();
        members
            .into_iter()
            .map(move |(name, value)| (name.as_str(), this.below(value, At::Member(Rc::clone(&this.at), name))))
    }

    /// Like [`members`](Self::members), in the order of the document.
    pub fn members_in_order(&self) -> impl Iterator<Item = (&'d str, Node<'d>)> + use<'d> {
        let this = self.clone();
        let members = self.value.as_object().into_iter().flatten();
        members.map(move |(name, value)| (name.as_str(), this.below(value, At::Member(Rc::clone(&this.at), name))))
    }

    /// The items in order; empty if the value is not an array.
    pub fn items(&self) -> impl Iterator<Item = Node<'d>> + use<'d> {
        let this = self.clone();
        let items = self.value.as_array().into_iter().flatten().enumerate();
        items.map(move |(index, value)| this.below(value, At::Item(Rc::clone(&this.at), index)))
    }

    /// Like [`items`](Self::items); a value that is neither a list nor null counts as a list of one.
    pub fn listed(&self) -> Vec<Node<'d>> {
        match self.value {
            Value::Array(_) | Value::Null => self.items().collect(),
            Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Object(_) => vec![self.clone()],
        }
    }

    /// Whether the property with that name is `true`, or a string that means it.
    pub fn flag(&self, name: &'d str) -> bool {
        self.value.as_object().and_then(|members| property(members, name)).and_then(|(_, value)| truth(value))
            == Some(true)
    }

    /// The location of the node.
    pub fn origin(&self) -> Origin {
        let tokens = self.tokens();
        let tokens: Vec<&str> = tokens.iter().map(Cow::as_ref).collect();
        Origin { file: self.documents.name(self.file()).to_owned(), pointer: pointer(&tokens) }
    }

    /// The names and indices that lead from the top of the document to the node.
    pub fn tokens(&self) -> Vec<Cow<'d, str>> {
        let (mut at, mut tokens) = (&self.at, Vec::new());
        loop {
            at = match &**at {
                At::File(_) => break,
                At::Member(above, name) => {
                    tokens.push(Cow::Borrowed(*name));
                    above
                }
                At::Item(above, index) => {
                    tokens.push(Cow::Owned(index.to_string()));
                    above
                }
            };
        }
        tokens.reverse();
        tokens
    }

    /// The number of names and indices from the top of the document to the node.
    pub fn depth(&self) -> usize {
        let (mut at, mut depth) = (&self.at, 0);
        while let At::Member(above, _) | At::Item(above, _) = &**at {
            at = above;
            depth += 1;
        }
        depth
    }

    /// The location of the node, for a problem.
    pub fn place(&self) -> Place {
        self.origin().into()
    }

    /// The name of the property whose value the node is.
    pub fn name(&self) -> Option<&'d str> {
        match &*self.at {
            At::Member(_, name) => Some(name),
            At::File(_) | At::Item(..) => None,
        }
    }

    /// The index of the document that contains the node.
    pub fn file(&self) -> usize {
        let mut at = &self.at;
        loop {
            at = match &**at {
                At::File(file) => return *file,
                At::Member(above, _) | At::Item(above, _) => above,
            };
        }
    }

    /// The value inside this one that a token of a JSON pointer selects.
    pub fn step(&self, token: &str) -> Option<Node<'d>> {
        match self.value {
            Value::Object(members) => {
                let (name, value) = property(members, token)?;
                Some(self.below(value, At::Member(Rc::clone(&self.at), name)))
            }
            Value::Array(items) => {
                let index = token.parse().ok()?;
                Some(self.below(items.get(index)?, At::Item(Rc::clone(&self.at), index)))
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
        }
    }

    fn below(&self, value: &'d Value, at: At<'d>) -> Node<'d> {
        Node { value, documents: self.documents, at: Rc::new(at) }
    }
}

/// The meaning of a boolean, which may be written as a string: `"true"`, and `yes` and `on` of YAML 1.1.
pub(super) fn truth(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(value) => Some(*value),
        Value::String(text) => match text.to_ascii_lowercase().as_str() {
            "true" | "yes" | "on" => Some(true),
            "false" | "no" | "off" => Some(false),
            _ => None,
        },
        Value::Null | Value::Number(_) | Value::Array(_) | Value::Object(_) => None,
    }
}
