//! A value of a document together with its place, and the way from a `$ref` to what it names.

use std::borrow::Cow;
use std::rc::Rc;

use serde_json::Value;

use crate::problem::{Place, Problem, Rule};
use crate::spec::{Origin, pointer, tokens};

/// How many `$ref`s may lead from one to the next.
const STEPS: usize = 64;

/// A value of a document, and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Node<'d> {
    pub value: &'d Value,
    at: Rc<At<'d>>,
}

#[derive(Debug)]
enum At<'d> {
    File(&'d str),
    Member(Rc<At<'d>>, &'d str),
    Item(Rc<At<'d>>, usize),
}

impl<'d> Node<'d> {
    /// The member of that name; none where the value is no object, or has no such member.
    pub fn get(&self, name: &'d str) -> Option<Node<'d>> {
        let value = self.value.as_object()?.get(name)?;
        Some(self.below(value, At::Member(Rc::clone(&self.at), name)))
    }

    /// The members by name; none where the value is no object.
    pub fn members(&self) -> impl Iterator<Item = (&'d str, Node<'d>)> + use<'d> {
        let this = self.clone();
        self.value
            .as_object()
            .into_iter()
            .flatten()
            .map(move |(name, value)| (name.as_str(), this.below(value, At::Member(Rc::clone(&this.at), name))))
    }

    /// The items in order; none where the value is no array.
    pub fn items(&self) -> impl Iterator<Item = Node<'d>> + use<'d> {
        let this = self.clone();
        let items = self.value.as_array().into_iter().flatten().enumerate();
        items.map(move |(index, value)| this.below(value, At::Item(Rc::clone(&this.at), index)))
    }

    /// The text of the member of that name; none where it is missing or no string.
    pub fn text(&self, name: &'d str) -> Option<&'d str> {
        self.value.as_object()?.get(name)?.as_str()
    }

    /// Whether the member of that name is `true`.
    pub fn flag(&self, name: &'d str) -> bool {
        self.value.as_object().and_then(|members| members.get(name)) == Some(&Value::Bool(true))
    }

    /// Where it stands.
    pub fn origin(&self) -> Origin {
        let mut tokens = Vec::new();
        let mut at = &self.at;
        loop {
            at = match &**at {
                At::File(file) => {
                    tokens.reverse();
                    let tokens: Vec<&str> = tokens.iter().map(String::as_str).collect();
                    return Origin { file: (*file).to_owned(), pointer: pointer(&tokens) };
                }
                At::Member(above, name) => {
                    tokens.push((*name).to_owned());
                    above
                }
                At::Item(above, index) => {
                    tokens.push(index.to_string());
                    above
                }
            };
        }
    }

    /// How many names and numbers lead to it from the top of its document.
    pub fn depth(&self) -> usize {
        let (mut at, mut depth) = (&self.at, 0);
        while let At::Member(above, _) | At::Item(above, _) = &**at {
            at = above;
            depth += 1;
        }
        depth
    }

    /// Where it stands, for a problem.
    pub fn place(&self) -> Place {
        self.origin().into()
    }

    /// What the member or item in which it stands is called.
    pub fn name(&self) -> Option<&'d str> {
        match &*self.at {
            At::Member(_, name) => Some(name),
            At::File(_) | At::Item(..) => None,
        }
    }

    fn file(&self) -> &'d str {
        let mut at = &self.at;
        loop {
            at = match &**at {
                At::File(file) => return file,
                At::Member(above, _) | At::Item(above, _) => above,
            };
        }
    }

    fn below(&self, value: &'d Value, at: At<'d>) -> Node<'d> {
        Node { value, at: Rc::new(at) }
    }
}

/// The documents of an API: those that the user gave, and no others.
#[derive(Debug)]
pub(super) struct Documents {
    /// What is wrong with how they are written.
    pub faults: Vec<Problem>,
    /// Their names, relative to the folder of sources, and what stands in them; the first is the main one.
    pub files: Vec<(String, Value)>,
}

impl Documents {
    /// A document as a whole.
    pub fn top(&self, index: usize) -> Option<Node<'_>> {
        let (name, value) = self.files.get(index)?;
        Some(Node { value, at: Rc::new(At::File(name)) })
    }

    /// The document in which a node stands.
    pub fn around<'d>(&'d self, node: &Node<'d>) -> Option<Node<'d>> {
        self.named(node.file())
    }

    /// The document of that name.
    fn named(&self, file: &str) -> Option<Node<'_>> {
        self.top(self.files.iter().position(|(name, _)| name == file)?)
    }

    /// What a node is: the node itself, or what its `$ref` names, however many lead there.
    ///
    /// # Errors
    /// The problem with a `$ref`: it names nothing, leaves the documents, or goes round in a circle.
    pub fn resolve<'d>(&'d self, node: &Node<'d>) -> Result<Node<'d>, Problem> {
        let mut found = node.clone();
        for _ in 0..STEPS {
            let Some(reference) = found.text("$ref") else { return Ok(found) };
            found = self.follow(&found, reference)?;
        }
        let message = "this `$ref` leads to another without end";
        Err(Problem::error(Rule::UnresolvedType, node.place(), message, "Let one of them name a value."))
    }

    /// What a reference that stands in a node names.
    ///
    /// # Errors
    /// The problem with the reference: it names nothing, or leaves the documents.
    pub fn follow<'d>(&'d self, node: &Node<'d>, reference: &str) -> Result<Node<'d>, Problem> {
        let problem = |message: String, help: &str| {
            Err(Problem::error(Rule::UnresolvedType, node.place(), message, help.to_owned()))
        };
        let (file, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let file = if file.is_empty() { node.file() } else { file.trim_start_matches("./") };
        let Some(mut found) = self.named(file) else {
            let message = format!("`{reference}` names another document, and those are not fetched");
            return problem(message, "Put that document beside this one, or its parts into this one.");
        };
        let fragment = decoded(fragment);
        for token in tokens(&fragment) {
            let Some(below) = found.step(&token) else {
                return problem(format!("`{reference}` names nothing"), "Correct the name, or add what it names.");
            };
            found = below;
        }
        Ok(found)
    }
}

impl<'d> Node<'d> {
    fn step(&self, token: &str) -> Option<Node<'d>> {
        match self.value {
            Value::Object(members) => {
                let (name, value) = members.get_key_value(token)?;
                Some(self.below(value, At::Member(Rc::clone(&self.at), name)))
            }
            Value::Array(items) => {
                let index = token.parse().ok()?;
                Some(self.below(items.get(index)?, At::Item(Rc::clone(&self.at), index)))
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
        }
    }
}

/// A fragment of a URL without percent-encoding.
fn decoded(fragment: &str) -> Cow<'_, str> {
    if !fragment.contains('%') {
        return Cow::Borrowed(fragment);
    }
    let mut bytes = Vec::with_capacity(fragment.len());
    let mut rest = fragment.as_bytes();
    while let [first, tail @ ..] = rest {
        let hex = |digit: &u8| char::from(*digit).to_digit(16).map(|digit| digit as u8);
        match (first, tail) {
            (b'%', [high, low, after @ ..]) if hex(high).is_some() && hex(low).is_some() => {
                bytes.push(hex(high).unwrap_or_default() * 16 + hex(low).unwrap_or_default());
                rest = after;
            }
            _ => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    Cow::Owned(String::from_utf8_lossy(&bytes).into_owned())
}
