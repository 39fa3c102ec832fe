//! The documents to start from, and the words and values that occur in them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use codegen::import::{Source, mirror};
use serde_json::Value;

/// The kind of a file to start from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A document that is imported.
    Document,
    /// A `crate.json`, with the spec that it is for.
    Config,
    /// A `fixups.json`, with the spec that it corrects.
    Fixups,
}

/// A file to start from.
#[derive(Clone, Debug)]
pub struct Seed {
    /// The path of the file from the root of the project.
    pub path: String,
    pub kind: Kind,
    pub text: String,
    /// The content as JSON, if it is JSON or YAML.
    pub value: Option<Value>,
    /// The spec for a config or fixups.
    pub spec: String,
}

/// All files, and all values in them by the name of their property.
#[derive(Debug, Default)]
pub struct Corpus {
    pub seeds: Vec<Seed>,
    pub values: BTreeMap<String, Vec<Value>>,
    pub names: Vec<String>,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The maximum size of a document, because a larger one would take the time of hundreds of small ones.
const LARGEST: u64 = 100_000;

impl Corpus {
    /// Reads the cases of the tests, the specs, and the documents of one more folder.
    pub fn read(only: Option<&str>, documents: Option<&Path>) -> Self {
        let mut corpus = Self::default();
        for folder in ["tests/cases/emit", "tests/cases/import", "tests/cases/problems", "tests/cases/diff", "specs"] {
            corpus.add(&root(), folder, only);
        }
        if let Some(documents) = documents {
            corpus.add(documents, "", only);
        }
        let mut values = BTreeMap::new();
        corpus.seeds.iter().filter_map(|seed| seed.value.as_ref()).for_each(|value| collect(value, &mut values));
        corpus.names = values.keys().cloned().collect();
        corpus.values = values;
        corpus
    }

    /// Whether there are no files.
    pub fn is_empty(&self) -> bool {
        self.seeds.is_empty()
    }

    fn add(&mut self, base: &Path, folder: &str, only: Option<&str>) {
        let Ok(entries) = fs::read_dir(base.join(folder)) else { return };
        let mut names: Vec<String> =
            entries.flatten().filter_map(|entry| entry.file_name().into_string().ok()).collect();
        names.sort();
        for name in names {
            let inside = if folder.is_empty() { name.clone() } else { format!("{folder}/{name}") };
            let path = base.join(&inside);
            if path.is_dir() {
                self.add(base, &inside, only);
            } else if only.is_none_or(|only| inside.contains(only)) {
                self.seeds.extend(seed(base, &inside, &name));
            }
        }
    }
}

fn seed(base: &Path, inside: &str, name: &str) -> Option<Seed> {
    let path = base.join(inside);
    let is_document = [".json", ".yaml", ".yml", ".txt"].iter().any(|end| name.ends_with(end));
    if !is_document || name.ends_with(".schema.json") || fs::metadata(&path).ok()?.len() > LARGEST {
        return None;
    }
    let text = fs::read_to_string(&path).ok()?;
    let kind = if name.ends_with("crate.json") {
        Kind::Config
    } else if name.ends_with("fixups.json") {
        Kind::Fixups
    } else if name.ends_with(".patch.json") {
        return None;
    } else {
        Kind::Document
    };
    let value = serde_json::from_str(&text).ok().or_else(|| {
        // YAML is converted to JSON. A page has another format, and is changed by its lines.
        let source = Source { name: name.to_owned(), text: text.clone() };
        let is_yaml = name.ends_with(".yaml") || name.ends_with(".yml");
        is_yaml.then(|| mirror(&source).ok())?.and_then(|text| serde_json::from_str(&text).ok())
    });
    let spec = if kind == Kind::Document { None } else { spec_beside(&path) };
    if kind != Kind::Document && spec.is_none() {
        return None;
    }
    Some(Seed { path: inside.to_owned(), kind, text, value, spec: spec.unwrap_or_default() })
}

/// The spec for a config or fixups: that with the same name, that in the folder, or the base of the cases.
fn spec_beside(path: &Path) -> Option<String> {
    let name = path.file_name()?.to_str()?;
    let stem = name.split('.').next()?;
    let beside = [format!("{stem}.api.json"), "api.json".to_owned(), "_base.api.json".to_owned()];
    beside.iter().find_map(|name| fs::read_to_string(path.with_file_name(name)).ok())
}

/// Notes each value by the name of its property, some of each.
fn collect(value: &Value, values: &mut BTreeMap<String, Vec<Value>>) {
    match value {
        Value::Object(properties) => {
            for (name, value) in properties {
                let known = values.entry(name.clone()).or_default();
                if known.len() < 40 && !known.contains(value) {
                    known.push(value.clone());
                }
                collect(value, values);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, values)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
