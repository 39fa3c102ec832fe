//! The state of an import, which all passes share: the documents, the types and operations built so far, and the
//! problems.

use std::collections::BTreeMap;

use super::dialect::Dialect;
use super::documents::Documents;
use super::hint::Hint;
use super::node::Node;
use super::operations::QueryForms;
use super::schema::Schemas;
use crate::import::{Leniency, Skipped};
use crate::problem::{Level, Problem, Rule};
use crate::spec::{Api, OperationId};

/// An import in progress: its input, and the output so far.
pub(super) struct Import<'d> {
    pub documents: &'d Documents,
    pub dialect: Dialect,
    pub leniency: Leniency,
    pub api: Api,
    pub problems: Vec<Problem>,
    pub skipped: Vec<Skipped>,
    pub schemas: Schemas<'d>,
    /// The operation that a document names for the next page of a list, by the operation for the first.
    pub next_operations: BTreeMap<OperationId, String>,
    /// The query strings that are forms, by operation.
    pub query_forms: BTreeMap<OperationId, QueryForms>,
    /// The schemas of bodies that the client does not read, with their locations. They are read after all others, so
    /// that they change no name in the crate.
    pub unread: Vec<(Node<'d>, Hint)>,
}

impl<'d> Import<'d> {
    pub fn new(documents: &'d Documents, dialect: Dialect, leniency: Leniency) -> Self {
        Self {
            documents,
            dialect,
            leniency,
            api: Api::default(),
            problems: Vec::new(),
            skipped: Vec::new(),
            schemas: Schemas::default(),
            next_operations: BTreeMap::new(),
            query_forms: BTreeMap::new(),
            unread: Vec::new(),
        }
    }

    /// The main document as a whole.
    pub fn top(&self) -> Node<'d> {
        self.documents.top(0).expect("a dialect is known only of a document")
    }

    /// The documents that state their format, the main one first: their operations are those of the API.
    pub fn tops(&self) -> Vec<Node<'d>> {
        let is_whole = |index: &usize| *index == 0 || self.documents.is_whole(*index);
        (0..self.documents.len()).filter(is_whole).filter_map(|index| self.documents.top(index)).collect()
    }

    /// Reports that a part of a document is wrong: an error, or a warning if reading is lenient.
    pub fn wrong(&mut self, rule: Rule, node: &Node<'d>, message: impl Into<String>, help: impl Into<String>) {
        self.report(Problem::error(rule, node.place(), message, help));
    }

    /// Reports a problem: an error becomes a warning if reading is lenient.
    pub fn report(&mut self, problem: Problem) {
        let level = match (self.leniency, problem.level) {
            (Leniency::Lenient, Level::Error) => Level::Warning,
            (_, level) => level,
        };
        self.problems.push(Problem { level, ..problem });
    }

    /// Reports an error in a document whose meaning is obvious, and how it is interpreted.
    pub fn accept(&mut self, rule: Rule, node: &Node<'d>, message: impl Into<String>, help: impl Into<String>) {
        self.problems.push(Problem::warning(rule, node.place(), message, help));
    }

    /// Reports that something could not be expressed fully: a warning, whether or not reading is lenient.
    pub fn warn(&mut self, rule: Rule, node: &Node<'d>, message: impl Into<String>, help: impl Into<String>) {
        self.problems.push(Problem::warning(rule, node.place(), message, help));
    }

    /// Reports a fact that the author may want to know.
    pub fn note(&mut self, rule: Rule, node: &Node<'d>, message: impl Into<String>, help: impl Into<String>) {
        let problem = Problem::error(rule, node.place(), message, help);
        self.problems.push(Problem { level: Level::Note, ..problem });
    }
}
