//! The OpenAPI family: Swagger 2.0, OpenAPI 3.0, 3.1 and 3.2, from documents to the normalized spec.

mod context;
mod dialect;
mod document;
mod documents;
mod form;
mod hint;
mod indented;
mod inline_names;
mod node;
mod operations;
mod outline;
mod parsed;
mod reference;
mod resolve;
mod schema;
mod share;
mod trails;
mod unread;
mod xml;
mod yaml;

use crate::problem::{Level, Place, Problem, Rule};

use self::context::Import;
use self::documents::Documents;
use self::hint::Hint;
use self::node::Node;
use super::{Format, Imported, Leniency, Skipped, containers, generics};

pub(super) use self::document::{parse, positions};
pub(super) use self::documents::{File, Files};
pub(super) use self::parsed::{Parsed, has_operations};
pub(super) use self::reference::{Target, locate};

/// Calls `visit` with each reference in a document that the importer may follow.
pub(super) fn references<'v>(parsed: &'v Parsed, visit: &mut dyn FnMut(&'v str)) {
    reference::each(&parsed.value, &mut |_, reference| visit(reference));
}

/// Reads documents of the OpenAPI family into one API.
///
/// # Errors
/// All that is wrong with the documents, if anything is an error.
pub(super) fn import(format: Format, files: Files, leniency: Leniency) -> Result<Imported, Vec<Problem>> {
    let mut documents = Documents::new(files)?;
    let dialect = dialect::dialect(&documents, format).map_err(|problem| vec![problem])?;
    if dialect.has_json_schema() {
        documents.find_resources();
    }
    let mut import = Import::new(&documents, dialect, leniency);
    import.models();
    operations::read(&mut import);
    outline::check(&mut import);
    import.finish()
}

impl Import<'_> {
    fn finish(mut self) -> Result<Imported, Vec<Problem>> {
        self.finish_types();
        self.read_unread();
        self.report_named_values();
        xml::remove_unused(&mut self.api);
        let named = self.schemas.named();
        let equal = share::share(&mut self.api, &named);
        inline_names::assign(&mut self.api, self.schemas.places(), &named, &equal);
        // Two operations are duplicates also if they differ only in types that have been merged.
        operations::adjust(&mut self);
        self.documents.faults().into_iter().for_each(|fault| self.report(fault));
        let Self {
            documents,
            dialect: _,
            leniency: _,
            mut api,
            mut problems,
            mut skipped,
            schemas,
            next_operations: _,
            query_forms: _,
            unread: _,
        } = self;
        containers::inline(&mut api);
        generics::unify(&mut api);
        problems.sort();
        problems.dedup();
        documents.add_trails(&mut problems);
        skipped.sort();
        skipped.dedup();
        let total = api.operations.len() + skipped.len();
        if problems.iter().any(|problem| problem.level == Level::Error) {
            // Some say themselves what lenient reading makes of the document.
            let is_open = |problem: &&mut Problem| problem.level == Level::Error && !problem.help.contains("--lenient");
            problems.iter_mut().filter(is_open).for_each(|problem| problem.help.push_str(&format!(" {CONTINUES}")));
            // A document that is refused becomes no crate, so its untyped schemas are not reported.
            problems.retain(|problem| problem.rule != Rule::UntypedFallback);
            problems.extend((total > 0).then(|| left_out(documents.name(0), &skipped, total)));
            return Err(problems);
        }
        if api.operations.is_empty() && !skipped.is_empty() {
            let message = "nothing is left of the API: each of its operations is left out";
            let help = "Correct the errors of the document that are reported with it.";
            problems.push(Problem::error(Rule::EmptyApi, Place::file(documents.name(0)), message, help));
            return Err(problems);
        }
        if api.operations.is_empty() {
            let message = "the document has no operations";
            let help = "Only models are generated. Add operations to its `paths`, or add the document that has them.";
            let note = Problem::error(Rule::EmptyApi, Place::file(documents.name(0)), message, help);
            problems.push(Problem { level: Level::Note, ..note });
        }
        Ok(Imported { api, notes: problems, skipped, schemas: schemas.count() })
    }
}

/// The addition to the help of an error that lenient reading ignores.
pub const CONTINUES: &str = "`generate --lenient` continues without it.";

/// The maximum number of operations that are named in the note on what lenient reading would leave out.
const NAMED: usize = 5;

/// The note that sums up what lenient reading would leave out.
fn left_out(file: &str, skipped: &[Skipped], total: usize) -> Problem {
    let message = match skipped.len() {
        0 => format!("`generate --lenient` would keep all {total} operations"),
        count => {
            let named: Vec<String> = skipped.iter().take(NAMED).map(|one| format!("`{}`", one.operation)).collect();
            let more = if count > NAMED { ", .." } else { "" };
            format!("`generate --lenient` would leave out {count} of {total} operations: {}{more}", named.join(", "))
        }
    };
    let help = "Correct the document, or use `--lenient` if you do not need what is left out.";
    Problem { level: Level::Note, ..Problem::error(Rule::LeftOut, Place::file(file), message, help) }
}
