//! The OpenAPI family: Swagger 2.0, OpenAPI 3.0, 3.1 and 3.2, from documents to the normalized spec.

mod document;
mod files;
mod hint;
mod indented;
mod inline_names;
mod node;
mod operations;
mod reference;
mod schema;
mod share;
mod xml;
mod yaml;

use std::collections::BTreeMap;

use crate::problem::{Level, Place, Problem, Rule};
use crate::spec::{Api, OperationId};

use self::document::Dialect;
use self::files::Documents;
use self::hint::Hint;
use self::node::Node;
use self::schema::Schemas;
use super::{Format, Imported, Leniency, Skipped, generics};

pub(super) use self::document::{Parsed, parse, positions};
pub(super) use self::files::{File, Files};
pub(super) use self::reference::{Target, locate};

/// Calls `visit` with each reference in a document that the importer may follow.
pub(super) fn references<'v>(parsed: &'v Parsed, visit: &mut dyn FnMut(&'v str)) {
    reference::each(&parsed.value, &mut |_, reference| visit(reference));
}

/// Whether a document has operations.
pub(super) fn has_operations(parsed: &Parsed) -> bool {
    ["paths", "webhooks", "x-ms-paths", "x-webhooks"].iter().any(|name| {
        let part = parsed.value.get(*name);
        part.is_some_and(|part| part.as_object().is_none_or(|part| !part.is_empty()))
    })
}

/// Reads documents of the OpenAPI family into one API.
///
/// # Errors
/// All that is wrong with the documents, if anything is an error.
pub(super) fn import(format: Format, files: Files, leniency: Leniency) -> Result<Imported, Vec<Problem>> {
    let mut documents = Documents::new(files)?;
    let dialect = document::dialect(&documents, format).map_err(|problem| vec![problem])?;
    if dialect.has_json_schema() {
        documents.find_resources();
    }
    let mut import = Import::new(&documents, dialect, leniency);
    import.models();
    operations::read(&mut import);
    import.finish()
}

/// An import in progress: its input, and the output so far.
struct Import<'d> {
    documents: &'d Documents,
    dialect: Dialect,
    leniency: Leniency,
    api: Api,
    problems: Vec<Problem>,
    skipped: Vec<Skipped>,
    schemas: Schemas<'d>,
    /// The operation that a document names for the next page of a list, by the operation for the first.
    next_operations: BTreeMap<OperationId, String>,
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
            next_operations: BTreeMap::new(),
        }
    }

    /// The main document as a whole.
    fn top(&self) -> Node<'d> {
        self.documents.top(0).expect("a dialect is known only of a document")
    }

    /// The documents that state their format, the main one first: their operations are those of the API.
    fn tops(&self) -> Vec<Node<'d>> {
        let is_whole = |index: &usize| *index == 0 || self.documents.is_whole(*index);
        (0..self.documents.len()).filter(is_whole).filter_map(|index| self.documents.top(index)).collect()
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

    /// Reports an error whose meaning is obvious, with the interpretation.
    fn accept(&mut self, rule: Rule, node: &Node<'d>, message: impl Into<String>, help: impl Into<String>) {
        self.problems.push(Problem::warning(rule, node.place(), message, help));
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
        xml::settle(&mut self.api);
        let named = self.schemas.named();
        let equal = share::share(&mut self.api, &named);
        inline_names::settle(&mut self.api, self.schemas.places(), &named, &equal);
        // Two operations that differ only in types that have become one ask for the same.
        operations::settle(&mut self);
        self.documents.faults().into_iter().for_each(|fault| self.tell(fault));
        let Self {
            documents,
            dialect: _,
            leniency: _,
            mut api,
            mut problems,
            mut skipped,
            schemas,
            next_operations: _,
        } = self;
        generics::unify(&mut api);
        problems.sort();
        problems.dedup();
        documents.add_trails(&mut problems);
        skipped.sort();
        skipped.dedup();
        let total = api.operations.len() + skipped.len();
        let errors = problems.iter_mut().filter(|problem| problem.level == Level::Error);
        if errors.map(|problem| problem.help.push_str(CONTINUES)).count() > 0 {
            problems.extend((total > 0).then(|| left_out(documents.name(0), skipped.len(), total)));
            return Err(problems);
        }
        if api.operations.is_empty() && !skipped.is_empty() {
            let message = "nothing is left of the API: each of its operations is left out";
            let help = "Correct the errors of the document that are reported with it.";
            problems.push(Problem::error(Rule::EmptyApi, Place::file(documents.name(0)), message, help));
            return Err(problems);
        }
        Ok(Imported { api, notes: problems, skipped, schemas: schemas.count() })
    }
}

/// What the help of an error adds that lenient reading passes over.
const CONTINUES: &str = " `generate --lenient` continues without it.";

/// The note that sums up what lenient reading would leave out.
fn left_out(file: &str, skipped: usize, total: usize) -> Problem {
    let message = match skipped {
        0 => format!("`generate --lenient` would keep all {total} operations"),
        _ => format!("`generate --lenient` would leave out {skipped} of {total} operations"),
    };
    let help = "Correct the document, or use `--lenient` if you do not need what is left out.";
    Problem { level: Level::Note, ..Problem::error(Rule::LeftOut, Place::file(file), message, help) }
}
