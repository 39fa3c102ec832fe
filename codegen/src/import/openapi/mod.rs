//! The OpenAPI family: Swagger 2.0, OpenAPI 3.0 and 3.1, from text to the normalized spec.

mod document;
mod hint;
mod node;
mod operations;
mod schema;
mod share;
mod yaml;

use std::collections::BTreeSet;

use serde_json::Value;

use crate::problem::{Level, Problem, Rule};
use crate::spec::Api;

use self::document::Dialect;
use self::hint::Hint;
use self::node::{Documents, Node};
use self::schema::Schemas;
use super::{Format, Imported, Leniency, Skipped, Source, generics};

pub(super) use self::document::{lines, value};

/// The files to which the references of a document lead, relative to the API's folder of sources.
pub(super) fn referred(source: &Source) -> BTreeSet<String> {
    let (mut files, mut open) = (BTreeSet::new(), Vec::new());
    // A document that cannot be read is reported by the import.
    open.extend(document::value(source).ok());
    while let Some(value) = open.pop() {
        match value {
            Value::Object(object) => {
                if let Some(Value::String(reference)) = object.get("$ref")
                    && let Some(file) = reference.split('#').next().filter(|file| !file.is_empty())
                {
                    files.insert(file.trim_start_matches("./").to_owned());
                }
                open.extend(object.into_iter().map(|(_, value)| value));
            }
            Value::Array(items) => open.extend(items),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    files
}

/// Reads documents of the OpenAPI family into one API.
///
/// # Errors
/// All that is wrong with the documents, if anything is an error.
pub(super) fn import(format: Format, sources: &[Source], leniency: Leniency) -> Result<Imported, Vec<Problem>> {
    let documents = document::read(sources)?;
    let dialect = document::dialect(&documents, format).map_err(|problem| vec![problem])?;
    let mut import = Import::new(&documents, dialect, leniency);
    documents.faults.iter().for_each(|fault| import.tell(fault.clone()));
    import.models();
    operations::read(&mut import);
    import.finish()
}

/// An import that is going on: what is read, and what was made of it so far.
struct Import<'d> {
    documents: &'d Documents,
    dialect: Dialect,
    leniency: Leniency,
    api: Api,
    problems: Vec<Problem>,
    skipped: Vec<Skipped>,
    schemas: Schemas<'d>,
}

impl<'d> Import<'d> {
    fn new(documents: &'d Documents, dialect: Dialect, leniency: Leniency) -> Self {
        Self {
            documents,
            dialect,
            leniency,
            api: Api::default(),
            problems: Vec::new(),
            skipped: Vec::new(),
            schemas: Schemas::default(),
        }
    }

    /// The main document as a whole.
    fn top(&self) -> Node<'d> {
        self.documents.top(0).expect("a dialect is known only of a document")
    }

    /// The documents that say what they are, the main one first: those whose operations are those of the API.
    fn tops(&self) -> Vec<Node<'d>> {
        let tops = (0..self.documents.files.len()).filter_map(|index| self.documents.top(index));
        tops.enumerate()
            .filter(|(index, top)| *index == 0 || document::is_whole(top.value))
            .map(|(_, top)| top)
            .collect()
    }

    /// Tells that a part of a document is wrong: an error, or only a warning where reading is lenient.
    fn wrong(&mut self, rule: Rule, node: &Node<'d>, message: impl Into<String>, help: impl Into<String>) {
        self.tell(Problem::error(rule, node.place(), message, help));
    }

    /// Takes a problem with a document: an error, or only a warning where reading is lenient.
    fn tell(&mut self, problem: Problem) {
        let level = match (self.leniency, problem.level) {
            (Leniency::Lenient, Level::Error) => Level::Warning,
            (_, level) => level,
        };
        self.problems.push(Problem { level, ..problem });
    }

    /// Tells that something could not be expressed fully, however strict the reading is.
    fn warn(&mut self, rule: Rule, node: &Node<'d>, message: impl Into<String>, help: impl Into<String>) {
        self.problems.push(Problem::warning(rule, node.place(), message, help));
    }

    /// Tells of something that is good to know.
    fn note(&mut self, rule: Rule, node: &Node<'d>, message: impl Into<String>, help: impl Into<String>) {
        let problem = Problem::error(rule, node.place(), message, help);
        self.problems.push(Problem { level: Level::Note, ..problem });
    }

    fn finish(mut self) -> Result<Imported, Vec<Problem>> {
        self.settle();
        self.report_named_values();
        let named = self.schemas.named();
        share::share(&mut self.api, &named);
        // Two operations that differ only in types that have become one ask for the same.
        operations::settle(&mut self);
        let Self { documents: _, dialect: _, leniency: _, mut api, mut problems, mut skipped, schemas } = self;
        generics::unify(&mut api);
        problems.sort();
        problems.dedup();
        if problems.iter().any(|problem| problem.level == Level::Error) {
            return Err(problems);
        }
        skipped.sort();
        Ok(Imported { api, notes: problems, skipped, schemas: schemas.count() })
    }
}
