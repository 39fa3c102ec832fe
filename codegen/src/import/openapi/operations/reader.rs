//! The state of reading the operations of a document, which all its steps share.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::rc::Rc;

use serde_json::Value;

use super::conventions::Conventions;
use crate::import::Skipped;
use crate::import::openapi::context::Import;
use crate::import::openapi::dialect::Dialect;
use crate::import::openapi::node::Node;
use crate::import::openapi::outline;
use crate::problem::{Level, Place, Problem, Rule};
use crate::spec::forms::ParamPlace;
use crate::spec::{Encoding, Param, Reply, SchemeName};

/// The state of reading operations.
pub(super) struct Reader<'i, 'd> {
    pub(super) import: &'i mut Import<'d>,
    /// The default security requirement of operations.
    pub(super) security: Vec<BTreeMap<SchemeName, Vec<String>>>,
    /// Whether the document says which bodies are required.
    pub(super) bodies: RequiredConvention,
    /// Headers that trace calls and that the document lists as security schemes, with their documentation.
    pub(super) tracing: BTreeMap<SchemeName, (String, String)>,
    /// Security schemes that are ignored, because they cannot be read or do not exist.
    pub(super) unreadable: HashSet<SchemeName>,
    /// Parameters and responses by the address of their value, so that shared ones are read once.
    pub(super) params: HashMap<*const Value, Option<Rc<ParsedParam>>>,
    pub(super) replies: HashMap<*const Value, Result<Rc<Reply>, UnreadablePart>>,
    pub(super) counted: BTreeMap<CountedProblem, (usize, Place)>,
    /// What holds for the document as a whole.
    pub(super) conventions: Conventions,
}

/// A fact about many operations that is reported once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum CountedProblem {
    /// A path has a fragment.
    Fragment,
    /// A header parameter has a name that OpenAPI keeps for itself.
    IgnoredHeader,
}

impl<'i, 'd> Reader<'i, 'd> {
    pub(super) fn new(import: &'i mut Import<'d>) -> Self {
        Self {
            import,
            security: Vec::new(),
            bodies: RequiredConvention::Presence,
            tracing: BTreeMap::new(),
            unreadable: HashSet::new(),
            params: HashMap::new(),
            replies: HashMap::new(),
            counted: BTreeMap::new(),
            conventions: Conventions::default(),
        }
    }

    pub(super) fn is_swagger(&self) -> bool {
        match self.import.dialect {
            Dialect::Swagger2 => true,
            Dialect::OpenApi30 | Dialect::OpenApi31 | Dialect::OpenApi32 => false,
        }
    }

    /// Follows the `$ref`s of a node; `None` if they are invalid, which is reported.
    pub(super) fn resolved(&mut self, node: &Node<'d>) -> Option<Node<'d>> {
        match self.import.documents.resolve(node) {
            Ok(found) => Some(found),
            Err(problem) => {
                self.import.report(problem);
                None
            }
        }
    }

    /// The value of a keyword without which the operation would be another one. Null and an empty list are no value:
    /// templates and PHP write them.
    ///
    /// # Errors
    /// A value that is not an object, which is reported.
    pub(super) fn object(&mut self, node: Option<Node<'d>>) -> Result<Option<Node<'d>>, UnreadablePart> {
        let is_empty = |node: &Node<'d>| node.value.is_null() || node.value.as_array().is_some_and(Vec::is_empty);
        match node {
            Some(node) if is_empty(&node) => Ok(None),
            Some(node) if !node.value.is_object() => {
                self.unexpected(&node, "an object", "Write an object.");
                Err(UnreadablePart)
            }
            node => Ok(node),
        }
    }

    /// Reports a value of another JSON type than the specification demands.
    pub(super) fn unexpected(&mut self, node: &Node<'d>, expected: &str, help: &str) {
        let message = outline::unexpected(node, expected);
        self.import.wrong(Rule::Syntax, node, message, help);
    }

    /// Reports a word that is read as another one because it differs from that in case.
    pub(super) fn other_case(&mut self, rule: Rule, node: &Node<'d>, message: String, (stated, meant): (&str, &str)) {
        if stated != meant {
            self.import.accept(rule, node, message, format!("It is read as `{meant}`. Write it so."));
        }
    }

    pub(super) fn wrong(&mut self, rule: Rule, node: &Node<'d>, message: impl Into<String>, help: impl Into<String>) {
        self.import.wrong(rule, node, message, help);
    }

    /// Leaves an operation out, with the given problem as the reason.
    pub(super) fn skip(&mut self, method: &str, path: &str, node: &Node<'d>) {
        self.import.skipped.push(Skipped { operation: format!("{method} {path}"), origin: node.origin() });
    }

    pub(super) fn count(&mut self, problem: CountedProblem, node: &Node<'d>) {
        self.counted.entry(problem).or_insert_with(|| (0, node.place())).0 += 1;
    }

    pub(super) fn report_counted(&mut self) {
        for (problem, (count, place)) in std::mem::take(&mut self.counted) {
            let (rule, level, message, help) = match problem {
                CountedProblem::Fragment => (
                    Rule::InvalidPath,
                    Level::Note,
                    match count {
                        1 => "a path has a fragment, which is never sent and only distinguishes operations".to_owned(),
                        _ => format!(
                            "{count} paths have a fragment, which is never sent and only distinguishes operations"
                        ),
                    },
                    "Nothing needs to be done if other parameters select the operation.",
                ),
                CountedProblem::IgnoredHeader => (
                    Rule::IgnoredHeader,
                    Level::Note,
                    match count {
                        1 => "a header parameter is called `Accept`, `Content-Type` or `Authorization`".to_owned(),
                        _ => {
                            format!("{count} header parameters are called `Accept`, `Content-Type` or `Authorization`")
                        }
                    },
                    "They are no parameters, as OpenAPI requires: media types state the first two, and security schemes the last, \
                     which is a credential of the client if no scheme is stated.",
                ),
            };
            let problem = Problem::error(rule, place, message, help);
            self.import.problems.push(Problem { level, ..problem });
        }
    }
}

/// The known word that a string is in any case, otherwise the string.
pub(super) fn any_case<'t>(text: &'t str, known: &[&'static str]) -> &'t str {
    known.iter().copied().find(|word| word.eq_ignore_ascii_case(text)).unwrap_or(text)
}

/// Whether a document says which of its bodies are required.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RequiredConvention {
    /// The document states it, so a body without `required` is optional.
    Presence,
    /// The document has many bodies, and none states `required`.
    Nothing,
}

/// A part of an operation cannot be read, and without that part the operation would be another one.
#[derive(Clone, Copy, Debug)]
pub(super) struct UnreadablePart;

/// A parameter that was read.
#[derive(Debug)]
pub(super) struct ParsedParam {
    pub(super) place: ParamPlace,
    pub(super) name: String,
    pub(super) param: Param,
    /// The encodings of its properties, if it is a query string that is a form (OpenAPI 3.2).
    pub(super) form: Option<BTreeMap<String, Encoding>>,
}
