//! The documents of an API as a set.

use std::cell::{Cell, RefCell};
use std::cmp::Ordering;
use std::collections::HashMap;

use serde_json::Value;

use super::parsed::{self, Parsed, sorted};
use super::reference::{self, Step};
use crate::import::Unread;
use crate::problem::Problem;

/// A parsed document, or a part of one.
#[derive(Debug)]
pub(in crate::import) struct File {
    /// The path of the file from the root folder.
    pub name: String,
    /// Whether the user named it as a document, so that it is not a part of another one.
    pub is_given: bool,
    pub parsed: Result<Parsed, Problem>,
}

/// The documents of one API, and the files to which they refer.
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

/// The documents of an API: those that the user gave, and those to which they refer.
#[derive(Debug)]
pub(super) struct Documents {
    pub(super) files: Vec<File>,
    pub(super) names: HashMap<String, Result<usize, Unread>>,
    /// For each document, whether another one refers to it. Problems of unused documents are not reported.
    pub(super) used: Vec<Cell<bool>>,
    /// The problems of references in the structure of the documents.
    pub(super) broken: RefCell<Vec<Problem>>,
    pub(super) resources: Resources,
}

/// The schemas that identify themselves (JSON Schema 2020-12, sections 8.2.1 and 8.2.2).
#[derive(Debug, Default)]
pub(super) struct Resources {
    /// The file and pointer of each `$id`, by its URI.
    pub(super) by_uri: HashMap<String, (usize, String)>,
    /// The pointers and URIs of the `$id`s of each file.
    pub(super) by_file: HashMap<usize, Vec<(String, String)>>,
    /// The pointer of each anchor, by its file, the pointer of its resource, and its name.
    pub(super) anchors: HashMap<(usize, String, String), String>,
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

    /// Finds the schemas that identify themselves, for the dialects with such schemas.
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

    /// The number of the document with a name.
    pub fn file(&self, name: &str) -> Option<usize> {
        self.names.get(name)?.as_ref().ok().copied()
    }

    /// How many documents there are.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether the user gave the document and it states its format, so that it is not a part of another one.
    pub fn is_whole(&self, file: usize) -> bool {
        self.files.get(file).is_some_and(is_whole)
    }

    /// The problems with the syntax of the documents, and with references in their structure.
    pub fn faults(&self) -> Vec<Problem> {
        let used = self.files.iter().zip(&self.used).filter(|(_, used)| used.get());
        let written = used.filter_map(|(file, _)| file.parsed.as_ref().ok()).flat_map(|parsed| &parsed.faults);
        written.chain(self.broken.borrow().iter()).cloned().collect()
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

pub(super) fn is_whole(file: &File) -> bool {
    file.is_given && file.parsed.as_ref().is_ok_and(|parsed| parsed::is_whole(&parsed.value))
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
