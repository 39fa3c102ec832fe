//! The changes that a team has accepted: `specs/<api>/accepted.json`.

use serde::{Deserialize, Serialize};

use super::{Diff, bump};
use crate::problem::{At, Place, Problem, Rule};
use crate::spec::pointer;
use crate::version::is_version;

/// Changes that a comparison reports but no longer refuses.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Accepted {
    /// The location of the JSON Schema of this file, for editors.
    #[serde(rename = "$schema", default, skip_serializing_if = "String::is_empty")]
    pub schema: String,
    /// The accepted changes, in any order.
    pub changes: Vec<AcceptedChange>,
}

/// A change that is accepted, with the reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AcceptedChange {
    /// The name of the rule, as in a comparison: `member-removed`.
    pub rule: String,
    /// The item that changed, as in a comparison: `Cart.lineItems`, `create: query top`.
    pub place: String,
    /// Why the change is accepted, for those who read the comparison.
    pub reason: String,
    /// The version of the crate from which the change is no longer accepted: `2.0.0`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
}

impl Accepted {
    /// Marks the accepted changes of a comparison with the reason. `version` is that of the new crate, and `file` the
    /// name of the file for problems.
    ///
    /// # Errors
    /// The entries that are incomplete, those that match no change, those that match what an earlier entry does, and
    /// those whose version is reached. A comparison without changes has no errors.
    pub fn mark(&self, diff: &mut Diff, version: &str, file: &str) -> Result<(), Vec<Problem>> {
        // After the changes are committed, a comparison is empty until the next change; the entries are then not stale.
        if diff.is_empty() {
            return Ok(());
        }
        let mut problems = Vec::new();
        for (index, entry) in self.changes.iter().enumerate() {
            let earlier = &self.changes[..index];
            let result = match earlier.iter().find(|other| (&other.rule, &other.place) == (&entry.rule, &entry.place)) {
                Some(_) => Err(entry.repeated()),
                None => entry.mark(diff, version),
            };
            if let Err((message, help)) = result {
                problems.push(Problem::error(Rule::StaleAcceptance, place_of(index, file), message, help));
            }
        }
        if problems.is_empty() { Ok(()) } else { Err(problems) }
    }

    /// Warnings about the entries that end with the next version of the crate, which is suggested but not yet written.
    pub fn ending(&self, next: &str, file: &str) -> Vec<Problem> {
        let entries = self.changes.iter().enumerate();
        let ending = entries.filter_map(|(index, entry)| Some((index, entry, entry.until.as_deref()?)));
        let ending = ending.filter(|(.., until)| bump::reaches(next, until));
        ending
            .map(|(index, entry, until)| {
                let AcceptedChange { rule, place, .. } = entry;
                let message = format!(
                    "`{rule}` of {place} is accepted until {until}, but the next version is {next}: it is an error \
                     once `diff --bump` has written that version"
                );
                let help = "Write a later version in `until`, leave it out, or decide anew.";
                Problem::warning(Rule::StaleAcceptance, place_of(index, file), message, help)
            })
            .collect()
    }
}

/// The place of an entry in the file.
fn place_of(index: usize, file: &str) -> Place {
    Place { file: file.to_owned(), at: At::Pointer(pointer(&["changes", &index.to_string()])) }
}

impl AcceptedChange {
    /// The message and the help for an entry that an earlier one makes superfluous.
    fn repeated(&self) -> (String, String) {
        let message = format!("an earlier entry accepts `{}` of {} already", self.rule, self.place);
        (message, "Keep one of the two entries, with one reason.".to_owned())
    }

    fn mark(&self, diff: &mut Diff, version: &str) -> Result<(), (String, String)> {
        if super::Rule::ALL.iter().all(|rule| rule.id() != self.rule) {
            let help = "`cargo xtask diff` prints the rule of each change in brackets.".to_owned();
            return Err((format!("there is no rule `{}`", self.rule), help));
        }
        if self.reason.trim().is_empty() {
            let message = format!("the entry for `{}` of {} has no reason", self.rule, self.place);
            return Err((message, "Write in `reason` why the change is accepted.".to_owned()));
        }
        if let Some(until) = self.until.as_deref().filter(|until| !is_version(until)) {
            let help = "Write the version of the crate from which the change is no longer accepted, such as `2.0.0`.";
            return Err((format!("{until:?} in `until` is not a version"), help.to_owned()));
        }
        if let Some(until) = self.until.as_deref().filter(|until| bump::reaches(version, until)) {
            let message =
                format!("`{}` of {} is accepted until {until}, and the crate has {version}", self.rule, self.place);
            return Err((message, "Remove the entry, or decide anew.".to_owned()));
        }
        let changes = diff.wire.iter_mut().chain(diff.surface.iter_mut().flatten());
        let mut found = false;
        for change in changes.filter(|change| change.rule.id() == self.rule && change.what == self.place) {
            change.accepted = Some(self.reason.clone());
            found = true;
        }
        if found {
            return Ok(());
        }
        let message = match self.place.trim() {
            "" => format!("the entry for `{}` has no place", self.rule),
            place => format!("there is no change `{}` of {place}", self.rule),
        };
        let same_rule = diff.changes().find(|change| change.rule.id() == self.rule);
        let help = match same_rule {
            Some(change) => format!("Remove the entry; a change of this rule is at {}.", change.what),
            None => "Remove the entry.".to_owned(),
        };
        Err((message, help))
    }
}
