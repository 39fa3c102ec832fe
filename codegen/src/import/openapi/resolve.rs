//! Resolves references: from a node to the target of its `$ref`, in any of the documents.

use serde_json::Value;

use super::documents::{Documents, File, is_whole};
use super::node::Node;
use super::parsed::{has_operations, property};
use super::reference::{self, Target};
use crate::import::Unread;
use crate::problem::{Problem, Rule};
use crate::spec::{Origin, pointer, tokens};

/// The maximum number of consecutive `$ref`s.
const STEPS: usize = 64;

impl<'d> Node<'d> {
    /// The property with that name; `None` if the value is not an object, or has no such property.
    ///
    /// If a list or a map of the document's structure is in another file, the result is the target of its `$ref`.
    pub fn get(&self, name: &'d str) -> Option<Node<'d>> {
        let found = self.member(name)?;
        if !found.refers() || !is_structure(name) {
            return Some(found);
        }
        let behind = self.documents().behind(found.clone());
        // A list of one schema, written without the list, keeps its reference: the schema may contain itself.
        let is_schema = matches!(name, "allOf" | "anyOf" | "oneOf") && !behind.value.is_array();
        Some(if is_schema { found } else { behind })
    }

    /// Whether the value is a reference.
    pub(super) fn refers(&self) -> bool {
        let reference = self.value.as_object().and_then(|members| property(members, "$ref"));
        matches!(reference, Some((_, Value::String(_))))
    }

    /// The properties by name, after following their `$ref`s: for maps whose values have no identity.
    pub fn entries(&self) -> impl Iterator<Item = (&'d str, Node<'d>)> + use<'d> {
        let documents = self.documents();
        self.members().map(move |(name, node)| (name, documents.behind(node)))
    }

    /// The items in order, each with its `$ref`s resolved; a single value counts as a list of one.
    pub fn elements(&self) -> impl Iterator<Item = Node<'d>> + use<'d> {
        let documents = self.documents();
        self.listed().into_iter().map(move |node| documents.behind(node))
    }

    /// The string property with that name; `None` if it is missing or not a string.
    ///
    /// If a description is in another file, the result is the string to which its `$ref` leads.
    pub fn text(&self, name: &'d str) -> Option<&'d str> {
        let (_, value) = property(self.value.as_object()?, name)?;
        if value.is_object() && matches!(name, "description" | "summary" | "title") {
            return self.documents().behind(self.member(name)?).value.as_str();
        }
        value.as_str()
    }
}

/// Whether a property with that name is a part of the structure of a document. Schemas, parameters and the like are
/// not: they keep their `$ref`, because they have an identity.
fn is_structure(name: &str) -> bool {
    const STRUCTURE: &[&str] = &[
        "$defs",
        "additionalOperations",
        "allOf",
        "anyOf",
        "callbacks",
        "components",
        "content",
        "definitions",
        "discriminator",
        "encoding",
        "enum",
        "externalDocs",
        "flows",
        "headers",
        "info",
        "mapping",
        "mediaTypes",
        "oneOf",
        "parameters",
        "pathItems",
        "paths",
        "patternProperties",
        "prefixItems",
        "properties",
        "requestBodies",
        "required",
        "responses",
        "schemas",
        "scopes",
        "security",
        "securityDefinitions",
        "securitySchemes",
        "servers",
        "tags",
        "variables",
        "webhooks",
        "x-ms-paths",
        "x-webhooks",
    ];
    STRUCTURE.binary_search(&name).is_ok()
}

impl Documents {
    /// Whether a node is in a document that others refer to as a part, or in a document without operations.
    pub fn is_part(&self, node: &Node<'_>) -> bool {
        let has_operations = |file: &File| file.parsed.as_ref().is_ok_and(has_operations);
        node.file() != 0 && !self.files.get(node.file()).is_some_and(|file| is_whole(file) && has_operations(file))
    }

    /// A document as a whole.
    pub fn top(&self, file: usize) -> Option<Node<'_>> {
        let parsed = self.files.get(file)?.parsed.as_ref().ok()?;
        Some(Node::top(self, file, &parsed.value))
    }

    /// The document that contains a node.
    pub fn around<'d>(&'d self, node: &Node<'d>) -> Option<Node<'d>> {
        self.top(node.file())
    }

    /// The node itself, or the final target of its `$ref`s.
    ///
    /// # Errors
    /// The problem with a `$ref`: it names nothing, leaves the documents, or goes round in a circle.
    pub fn resolve<'d>(&'d self, node: &Node<'d>) -> Result<Node<'d>, Problem> {
        self.resolved(node, &mut { STEPS })
    }

    /// A part of the documents' structure, after following its `$ref`s. A problem with its `$ref` is kept for
    /// [`Documents::faults`].
    pub fn behind<'d>(&'d self, node: Node<'d>) -> Node<'d> {
        if !node.refers() {
            return node;
        }
        match self.resolve(&node) {
            Ok(found) => found,
            Err(problem) => {
                self.broken.borrow_mut().push(problem);
                node
            }
        }
    }

    /// `steps` is the number of references that may still be followed, including those on the way to each target.
    fn resolved<'d>(&'d self, node: &Node<'d>, steps: &mut usize) -> Result<Node<'d>, Problem> {
        let mut found = node.clone();
        while let Some(left) = steps.checked_sub(1) {
            *steps = left;
            let Some(reference) = found.text("$ref") else { return Ok(found) };
            found = self.followed(&found, reference, steps)?;
        }
        let message = "this `$ref` leads back to itself";
        Err(Problem::error(Rule::UnresolvedType, node.place(), message, "Let one of the references name a value."))
    }

    /// The target of a reference in a node.
    ///
    /// # Errors
    /// The problem with the reference: it names nothing, or leaves the documents.
    pub fn follow<'d>(&'d self, node: &Node<'d>, reference: &str) -> Result<Node<'d>, Problem> {
        self.followed(node, reference, &mut { STEPS })
    }

    fn followed<'d>(&'d self, node: &Node<'d>, reference: &str, steps: &mut usize) -> Result<Node<'d>, Problem> {
        let (path, fragment) = reference::split(reference);
        let fragment = reference::decoded(fragment);
        let resource = match self.resource(node, path, reference) {
            Ok(resource) => resource,
            Err(problem) => return self.by_name(node, reference, steps).ok_or(problem),
        };
        self.used[resource.file()].set(true);
        let mut within = |top: &Node<'d>| self.within(top, &fragment, steps);
        let found = if fragment.is_empty() || fragment.starts_with('/') {
            // By the standard, a pointer is relative to the schema that identifies itself; many documents make it
            // relative to the document.
            within(&resource).or_else(|| within(&self.around(&resource)?))
        } else {
            self.anchor(&resource, &fragment)
        };
        found.ok_or_else(|| {
            let help = "Correct the name, or add what it names.";
            Problem::error(Rule::UnresolvedType, node.place(), format!("`{reference}` names nothing"), help)
        })
    }

    /// The schema for a reference that consists of a name, such as `Pet`, as in Swagger 1.2 and TypeBox, or of a path in
    /// the document without `#/`.
    ///
    /// The maps of schemas may be references as well, and broken ones: the way through them counts as steps.
    fn by_name<'d>(&'d self, node: &Node<'d>, reference: &str, steps: &mut usize) -> Option<Node<'d>> {
        let top = self.around(node)?;
        let path = format!("/{}", reference.trim_start_matches('/'));
        let path = ["/components/", "/definitions/"].iter().any(|start| path.starts_with(start)).then_some(path);
        let names = [pointer(&["components", "schemas", reference]), pointer(&["definitions", reference])];
        let mut places = names.into_iter().chain(path);
        places.find_map(|place| self.within(&top, &place, steps))
    }

    /// The value in a document at a pointer; values on the way are not followed.
    pub fn at<'d>(&'d self, top: &Node<'d>, pointer: &str) -> Option<Node<'d>> {
        self.within(top, pointer, &mut 0)
    }

    /// The value at a pointer. Values on the way may be references themselves.
    fn within<'d>(&'d self, top: &Node<'d>, pointer: &str, steps: &mut usize) -> Option<Node<'d>> {
        let mut found = top.clone();
        for token in tokens(pointer) {
            found = match found.step(&token) {
                Some(below) => below,
                None if found.text("$ref").is_some() => self.resolved(&found, steps).ok()?.step(&token)?,
                None => return None,
            };
        }
        Some(found)
    }

    /// The document or schema to which the part of a reference before its fragment leads.
    fn resource<'d>(&'d self, node: &Node<'d>, path: &str, reference: &str) -> Result<Node<'d>, Problem> {
        let around = || self.around(node).expect("a node is in a document");
        let own = self.resource_of(node);
        if path.is_empty() {
            return Ok(own.and_then(|(pointer, _)| self.within(&around(), pointer, &mut 0)).unwrap_or_else(around));
        }
        let file = self.name(node.file());
        if !self.resources.by_uri.is_empty() {
            let uri = reference::joined(own.map_or(file, |(_, uri)| uri), path);
            let known = self
                .resources
                .by_uri
                .get(&uri)
                .and_then(|(file, pointer)| self.top(*file).and_then(|top| self.within(&top, pointer, &mut 0)));
            if let Some(found) = known {
                return Ok(found);
            }
        }
        let found = match reference::locate(file, path) {
            Target::File(target) if target == file => Ok(node.file()),
            Target::File(target) => match self.names.get(&target) {
                Some(Ok(index)) => Ok(*index),
                Some(Err(unread)) => Err(unread_file(&target, unread)),
                None => Err(unread_file(&target, &Unread::Missing)),
            },
            Target::Url => Err(url()),
            Target::Absolute => Err(absolute()),
            Target::Outside => Err(outside()),
        };
        match found {
            Ok(index) => match &self.files[index].parsed {
                Ok(parsed) => Ok(Node::top(self, index, &parsed.value)),
                Err(problem) => Err(problem.clone()),
            },
            Err((message, help)) => {
                let message = format!("`{reference}` {message}");
                Err(Problem::error(Rule::UnresolvedType, node.place(), message, help))
            }
        }
    }

    /// The pointer and URI of the schema with an `$id` that contains a node.
    fn resource_of(&self, node: &Node<'_>) -> Option<(&str, &str)> {
        let resources = self.resources.by_file.get(&node.file())?;
        let place = node.origin().pointer;
        let is_around =
            |pointer: &str| place.strip_prefix(pointer).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        let around = resources.iter().filter(|(pointer, _)| is_around(pointer));
        around.max_by_key(|(pointer, _)| pointer.len()).map(|(pointer, uri)| (pointer.as_str(), uri.as_str()))
    }

    fn anchor<'d>(&'d self, resource: &Node<'d>, name: &str) -> Option<Node<'d>> {
        let Origin { file: _, pointer } = resource.origin();
        let place = self.resources.anchors.get(&(resource.file(), pointer, name.to_owned()))?;
        self.within(&self.around(resource)?, place, &mut 0)
    }
}

/// The message about a broken reference, and the help.
type Reason = (String, &'static str);

fn unread_file(file: &str, unread: &Unread) -> Reason {
    match unread {
        Unread::Missing => (format!("leads to `{file}`, which does not exist"), "Correct the path, or add the file."),
        Unread::Outside => outside(),
        Unread::Invalid(why) => (format!("leads to `{file}`, which {why}"), "Correct the path, or the file."),
    }
}

fn url() -> Reason {
    let help = "Download that document into the folder of this one, and refer to it by its relative path.";
    ("is a URL, and nothing is downloaded".to_owned(), help)
}

fn absolute() -> Reason {
    let help = "Write the path relative to the file with the reference.";
    ("is an absolute path, and only relative ones are followed".to_owned(), help)
}

fn outside() -> Reason {
    let help = "Copy the file into that folder, or name a folder that contains both with `--root`; below `specs/`, copy \
                it into `source`.";
    ("leads out of the folder from which files are read".to_owned(), help)
}
