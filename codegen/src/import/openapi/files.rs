//! The documents of an API as a set, and how to resolve a `$ref` within it.

use std::cell::{Cell, RefCell};
use std::cmp::Ordering;
use std::collections::HashMap;

use serde_json::Value;

use super::document::{self, Parsed};
use super::node::{Node, sorted};
use super::reference::{self, Step, Target};
use crate::import::Unread;
use crate::problem::{Place, Problem, Reference, Rule};
use crate::spec::{Origin, tokens};

/// How many `$ref`s may lead from one to the next.
const STEPS: usize = 64;

/// A parsed document, or a part of one.
#[derive(Debug)]
pub(in crate::import) struct File {
    /// Its path from the root folder.
    pub name: String,
    /// Whether the user named it as a document, so that it is not a part of another one.
    pub is_given: bool,
    pub parsed: Result<Parsed, Problem>,
}

/// The documents that are read together.
#[derive(Debug)]
pub(in crate::import) struct Files {
    files: Vec<File>,
    /// The file of each path that a reference may have, or why it was not read.
    names: HashMap<String, Result<usize, Unread>>,
}

impl Files {
    /// Documents, with the names under which references find them.
    pub fn new(files: Vec<File>, names: HashMap<String, Result<usize, Unread>>) -> Self {
        Self { files, names }
    }

    /// The first name of a document that the user gave.
    pub fn first(&self) -> &str {
        let names = self.files.iter().filter(|file| file.is_given).map(|file| file.name.as_str());
        names.min().unwrap_or_default()
    }
}

/// The documents of an API: the given ones, those to which they refer, and no others.
#[derive(Debug)]
pub(super) struct Documents {
    files: Vec<File>,
    names: HashMap<String, Result<usize, Unread>>,
    /// Whether something refers to a document; the problems of the others do not matter.
    used: Vec<Cell<bool>>,
    /// The problems with references of the documents' structure.
    broken: RefCell<Vec<Problem>>,
    resources: Resources,
}

/// The schemas that identify themselves (JSON Schema 2020-12, sections 8.2.1 and 8.2.2).
#[derive(Debug, Default)]
struct Resources {
    /// The file and pointer of each `$id`, by its URI.
    by_uri: HashMap<String, (usize, String)>,
    /// The pointers and URIs of the `$id`s of each file.
    by_file: HashMap<usize, Vec<(String, String)>>,
    /// The pointer of each anchor, by its file, the pointer of its resource, and its name.
    anchors: HashMap<(usize, String, String), String>,
}

impl Documents {
    /// The main document is the first: it states its format, has operations, and names the servers.
    ///
    /// # Errors
    /// The given documents that cannot be read.
    pub fn new(files: Files) -> Result<Self, Vec<Problem>> {
        let Files { files, names } = files;
        let problems: Vec<Problem> =
            files.iter().filter(|file| file.is_given).filter_map(|file| file.parsed.as_ref().err().cloned()).collect();
        if !problems.is_empty() {
            return Err(problems);
        }
        let mut order: Vec<usize> = (0..files.len()).collect();
        order.sort_by(|left, right| rank(&files[*left], &files[*right]));
        let mut number = vec![0; files.len()];
        order.iter().enumerate().for_each(|(place, index)| number[*index] = place);
        let names = names.into_iter().map(|(name, found)| (name, found.map(|index| number[index]))).collect();
        let mut sorted: Vec<(usize, File)> = files.into_iter().enumerate().collect();
        sorted.sort_by_key(|(index, _)| number[*index]);
        let files: Vec<File> = sorted.into_iter().map(|(_, file)| file).collect();
        let used = files.iter().enumerate().map(|(index, file)| Cell::new(index == 0 || is_whole(file))).collect();
        Ok(Self { files, names, used, broken: RefCell::default(), resources: Resources::default() })
    }

    /// Finds the schemas that identify themselves, for the dialects that have such.
    pub fn find_resources(&mut self) {
        let mut resources = Resources::default();
        for (file, File { name, parsed, .. }) in self.files.iter().enumerate() {
            if let Ok(parsed) = parsed {
                resources.find(file, name, &parsed.value);
            }
        }
        self.resources = resources;
    }

    /// The name and the content of the main document.
    pub fn main(&self) -> Option<(&str, &Value)> {
        let File { name, parsed, .. } = self.files.first()?;
        parsed.as_ref().ok().map(|parsed| (name.as_str(), &parsed.value))
    }

    /// The name of a document.
    pub fn name(&self, file: usize) -> &str {
        self.files.get(file).map_or("", |file| &file.name)
    }

    /// How many documents there are.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether the user named that document and it states its format, so that it is not a part of another one.
    pub fn is_whole(&self, file: usize) -> bool {
        self.files.get(file).is_some_and(is_whole)
    }

    /// Whether a node is in a part to which documents refer, or in a document without operations.
    pub fn is_part(&self, node: &Node<'_>) -> bool {
        let has_operations = |file: &File| file.parsed.as_ref().is_ok_and(super::has_operations);
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

    /// What is wrong with how the documents are written, and with references of their structure.
    pub fn faults(&self) -> Vec<Problem> {
        let used = self.files.iter().zip(&self.used).filter(|(_, used)| used.get());
        let written = used.filter_map(|(file, _)| file.parsed.as_ref().ok()).flat_map(|parsed| &parsed.faults);
        written.chain(self.broken.borrow().iter()).cloned().collect()
    }

    /// What a node is: the node itself, or what its `$ref` names, however many lead there.
    ///
    /// # Errors
    /// The problem with a `$ref`: it names nothing, leaves the documents, or goes round in a circle.
    pub fn resolve<'d>(&'d self, node: &Node<'d>) -> Result<Node<'d>, Problem> {
        self.resolved(node, &mut { STEPS })
    }

    /// A part of the documents' structure, after following its `$ref`s. A problem with its `$ref` is kept for
    /// [`Documents::faults`].
    pub fn behind<'d>(&'d self, node: Node<'d>) -> Node<'d> {
        if !matches!(node.value.as_object().and_then(|members| members.get("$ref")), Some(Value::String(_))) {
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

    /// `steps` are those that are left for all references on the way: each of them may lead through others.
    fn resolved<'d>(&'d self, node: &Node<'d>, steps: &mut usize) -> Result<Node<'d>, Problem> {
        let mut found = node.clone();
        while let Some(left) = steps.checked_sub(1) {
            *steps = left;
            let Some(reference) = found.text("$ref") else { return Ok(found) };
            found = self.followed(&found, reference, steps)?;
        }
        let message = "this `$ref` leads to another without end";
        Err(Problem::error(Rule::UnresolvedType, node.place(), message, "Let one of them name a value."))
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
        let resource = self.resource(node, path, reference)?;
        self.used[resource.file()].set(true);
        let mut within = |top: &Node<'d>| self.within(top, &fragment, steps);
        let found = if fragment.is_empty() || fragment.starts_with('/') {
            // A pointer starts at the schema that identifies itself; many start it at the document nevertheless.
            within(&resource).or_else(|| within(&self.around(&resource)?))
        } else {
            self.anchor(&resource, &fragment)
        };
        found.ok_or_else(|| {
            let help = "Correct the name, or add what it names.";
            Problem::error(Rule::UnresolvedType, node.place(), format!("`{reference}` names nothing"), help)
        })
    }

    /// The value at a pointer. What is on the way may itself be in another place.
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

    /// Adds to problems the references that lead from the main document to their place.
    pub fn add_trails(&self, problems: &mut [Problem]) {
        let file = |problem: &Problem| match self.names.get(&problem.place.file) {
            Some(Ok(file)) if *file != 0 && !self.is_whole(*file) => Some(*file),
            Some(_) | None => None,
        };
        if !problems.iter().any(|problem| file(problem).is_some()) {
            return;
        }
        let edges = self.edges();
        let distances = self.distances(&edges);
        for problem in problems {
            if let Some(file) = file(problem) {
                problem.referred_by = self.referred_by(file, pointer_of(&problem.place), &edges, &distances);
            }
        }
    }

    /// How many references lead to each file, at least.
    fn distances(&self, edges: &[Edge]) -> Vec<Option<usize>> {
        let start = |index| (index == 0 || self.is_whole(index)).then_some(0);
        let mut distances: Vec<Option<usize>> = (0..self.files.len()).map(start).collect();
        for steps in 0..self.files.len() {
            let is_next = |edge: &&Edge| distances[edge.from] == Some(steps) && distances[edge.to].is_none();
            let next: Vec<usize> = edges.iter().filter(is_next).map(|edge| edge.to).collect();
            if next.is_empty() {
                break;
            }
            next.into_iter().for_each(|to| distances[to] = Some(steps + 1));
        }
        distances
    }

    fn referred_by(
        &self,
        file: usize,
        pointer: String,
        edges: &[Edge],
        distances: &[Option<usize>],
    ) -> Option<Box<Reference>> {
        let (mut trail, mut at, mut pointer) = (Vec::new(), file, pointer);
        while let Some(steps) = distances[at].filter(|steps| *steps > 0) {
            let nearer = edges.iter().filter(|edge| edge.to == at && distances[edge.from] == Some(steps - 1));
            let is_around = |target: &str| {
                pointer.strip_prefix(target).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
            };
            let covered = |edge: &&Edge| if is_around(&edge.target) { edge.target.len() + 1 } else { 0 };
            // Of equally near ones the first in the document.
            let Some(edge) = nearer.rev().max_by_key(covered) else { break };
            trail.push(Origin { file: self.name(edge.from).to_owned(), pointer: edge.place.clone() }.into());
            (at, pointer) = (edge.from, edge.place.clone());
        }
        let add = |before, place| Some(Box::new(Reference { place, referred_by: before }));
        trail.into_iter().rev().fold(None, add)
    }

    /// All references from one file to another.
    fn edges(&self) -> Vec<Edge> {
        let mut edges = Vec::new();
        for (from, File { name, parsed, .. }) in self.files.iter().enumerate() {
            let Ok(parsed) = parsed else { continue };
            reference::each(&parsed.value, &mut |path, reference| {
                if let Target::File(file) = reference::locate(name, reference)
                    && let Some(Ok(to)) = self.names.get(&file)
                    && *to != from
                {
                    let target = reference::decoded(reference::split(reference).1).into_owned();
                    edges.push(Edge { from, place: reference::pointer(path), to: *to, target });
                }
            });
        }
        edges
    }
}

/// A reference from one file to another.
struct Edge {
    from: usize,
    place: String,
    to: usize,
    target: String,
}

fn pointer_of(place: &Place) -> String {
    match &place.at {
        crate::problem::At::Pointer(pointer) => pointer.clone(),
        crate::problem::At::File | crate::problem::At::Line(..) => String::new(),
    }
}

impl Resources {
    fn find(&mut self, file: usize, name: &str, value: &Value) {
        if let Some(uri) = value.get("$self").and_then(Value::as_str) {
            self.add(file, String::new(), reference::joined(name, uri));
        }
        self.below(file, value, &mut Vec::new(), ("", name));
    }

    fn add(&mut self, file: usize, pointer: String, uri: String) {
        self.by_uri.entry(uri.clone()).or_insert_with(|| (file, pointer.clone()));
        self.by_file.entry(file).or_default().push((pointer, uri));
    }

    fn below<'v>(&mut self, file: usize, value: &'v Value, path: &mut Vec<Step<'v>>, around: (&str, &str)) {
        match value {
            Value::Object(members) => {
                let pointer = || reference::pointer(path);
                let own = members.get("$id").and_then(Value::as_str).filter(|id| !id.starts_with('#'));
                let own = own.map(|id| (pointer(), reference::joined(around.1, id)));
                let around = own.as_ref().map_or(around, |(pointer, uri)| (pointer, uri));
                if let Some((pointer, uri)) = &own {
                    self.add(file, pointer.clone(), uri.clone());
                }
                for anchor in ["$anchor", "$dynamicAnchor"].iter().filter_map(|name| members.get(*name)?.as_str()) {
                    self.anchors.insert((file, around.0.to_owned(), anchor.to_owned()), pointer());
                }
                for (name, value) in sorted(members) {
                    if !matches!(name.as_str(), "example" | "examples" | "enum" | "const" | "default") {
                        path.push(Step::Name(name));
                        self.below(file, value, path, around);
                        path.pop();
                    }
                }
            }
            Value::Array(items) => {
                for (index, value) in items.iter().enumerate() {
                    path.push(Step::Index(index));
                    self.below(file, value, path, around);
                    path.pop();
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
}

fn is_whole(file: &File) -> bool {
    file.is_given && file.parsed.as_ref().is_ok_and(|parsed| document::is_whole(&parsed.value))
}

/// The order of documents: the main one first, parts of others last.
fn rank(left: &File, right: &File) -> Ordering {
    let key = |file: &File| {
        let has = |name: &str| {
            let part = file.parsed.as_ref().ok().and_then(|parsed| parsed.value.get(name));
            part.is_some_and(|part| part.as_object().is_none_or(|part| !part.is_empty()))
        };
        let has_server = has("servers") || has("host");
        (!file.is_given, !is_whole(file), !has("paths"), !has_server, file.name.clone())
    };
    key(left).cmp(&key(right))
}

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

fn outside() -> Reason {
    let help = "Copy the file into that folder, or name a folder that contains both with `--root`; below `specs/`, copy \
                it into `source`.";
    ("leads out of the folder from which files are read".to_owned(), help)
}
