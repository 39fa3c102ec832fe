//! Collects the problems of a spec.

use crate::problem::{At, Place, Problem, Rule};
use crate::spec::spot::Spot;

/// The problems of a spec that have been found so far.
pub(super) struct Findings<'a> {
    pub(super) file: Option<&'a str>,
    pub(super) title: &'a str,
    pub(super) problems: Vec<Problem>,
}

impl Findings<'_> {
    pub(super) fn error(&mut self, rule: Rule, spot: &Spot<'_>, message: impl Into<String>, help: impl Into<String>) {
        let mut message = message.into();
        let place = match self.file {
            Some(file) => Place { file: file.to_owned(), at: At::Pointer(spot.pointer()) },
            None => {
                // The origin is the location of a whole type or operation, so the message adds the location within it.
                message.push_str(&format!(" (at `{}` of the spec)", spot.pointer()));
                spot.origin().map_or_else(|| Place::file(self.title), |origin| origin.clone().into())
            }
        };
        self.problems.push(Problem::error(rule, place, message, help));
    }
}
