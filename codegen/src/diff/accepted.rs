//! The changes that a team has accepted: `specs/<api>/accepted.json`.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::report::moved;
use super::{Change, Diff, bump};
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
    /// The value before the change, as in a comparison; without it, the change is accepted whatever the value was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// The value after the change, as in a comparison; without it, the change is accepted whatever the value is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
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
        let mut parts = AcceptedParts::new();
        for (index, entry) in self.changes.iter().enumerate() {
            let earlier = &self.changes[..index];
            let result = match earlier.iter().any(|other| other.includes(entry)) {
                true => Err(entry.repeated()),
                false => entry.mark(diff, version, &mut parts),
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

/// The accepted parts of changes, by the number of the change and that of the part, each with the reason.
type AcceptedParts = BTreeMap<(usize, usize), String>;

impl AcceptedChange {
    /// The entry that accepts a change with its values, which needs a reason. Long strings, such as docs, are left out,
    /// but not the values of an enum: without them, the entry would accept other values too.
    pub fn of(change: &Change) -> Self {
        const LONGEST: usize = 200;
        let is_short = |value: &String| !change.parts.is_empty() || value.chars().count() <= LONGEST;
        let value = |value: &Option<String>| value.clone().filter(is_short);
        Self {
            rule: change.rule.id().to_owned(),
            place: change.what.clone(),
            before: value(&change.before),
            after: value(&change.after),
            reason: String::new(),
            until: None,
        }
    }

    /// Whether this entry accepts all that the other one does.
    fn includes(&self, other: &Self) -> bool {
        let pins = |own: &Option<String>, other: &Option<String>| own.is_none() || own == other;
        (&self.rule, &self.place) == (&other.rule, &other.place)
            && pins(&self.before, &other.before)
            && pins(&self.after, &other.after)
    }

    /// Whether a value that changed is the one of the entry.
    fn has_values(&self, before: Option<&str>, after: Option<&str>) -> bool {
        let is_one = |pinned: &Option<String>, value: Option<&str>| pinned.is_none() || pinned.as_deref() == value;
        is_one(&self.before, before) && is_one(&self.after, after)
    }

    /// The message and the help for an entry that an earlier one makes superfluous.
    fn repeated(&self) -> (String, String) {
        let message = format!("an earlier entry accepts `{}` of {} already", self.rule, self.place);
        (message, "Keep one of the two entries, with one reason.".to_owned())
    }

    fn mark(&self, diff: &mut Diff, version: &str, parts: &mut AcceptedParts) -> Result<(), (String, String)> {
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
        let (mut found, mut other) = (false, None);
        for (number, change) in changes.enumerate().filter(|(_, change)| change.rule.id() == self.rule) {
            let (before, after) = (change.before.as_deref(), change.after.as_deref());
            if change.what == self.place && self.has_values(before, after) {
                change.accepted = Some(self.reason.clone());
                found = true;
            } else if change.what == self.place {
                other = moved(change, 120, &|value| format!("`{value}`"))
                    .map(|now| now.strip_prefix("was ").map_or(now.clone(), str::to_owned));
            }
            // An entry for one of several values accepts that value; the change is accepted when all of them are.
            for (index, part) in change.parts.iter().enumerate().filter(|(_, part)| part.what == self.place) {
                let value = Some(part.value.as_str());
                if self.has_values(value.filter(|_| before.is_some()), value.filter(|_| before.is_none())) {
                    parts.insert((number, index), self.reason.clone());
                    found = true;
                } else {
                    other = Some(format!("`{}`", part.value));
                }
            }
            let reasons = parts.range((number, 0)..=(number, usize::MAX)).map(|(_, reason)| reason.as_str());
            if !change.parts.is_empty() && reasons.clone().count() == change.parts.len() {
                let reasons: BTreeSet<&str> = reasons.collect();
                change.accepted = Some(reasons.into_iter().collect::<Vec<_>>().join(" "));
            }
        }
        if found {
            return Ok(());
        }
        if let Some(now) = other {
            let message = format!("`{}` of {} is accepted for other values than these: {now}", self.rule, self.place);
            return Err((message, "Correct `before` and `after` if this change is accepted too.".to_owned()));
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

#[cfg(test)]
mod tests {
    use super::super::{Change, Direction, Part, Rule, Subject};
    use super::*;

    /// A change in which so many values are gone that their list is long.
    fn removed(count: usize) -> Change {
        let values: Vec<String> = (0..count).map(|number| format!("value-{number:03}")).collect();
        let part = |value: &String| Part { what: format!("Cycle value {value}"), value: value.clone() };
        Change {
            rule: Rule::ValueRemoved,
            severity: Rule::ValueRemoved.severity(Direction::Sent),
            direction: Direction::Sent,
            subject: Subject::Type("Cycle".to_owned()),
            what: "Cycle".to_owned(),
            old: None,
            new: None,
            before: Some(values.join(", ")),
            after: None,
            operations: Vec::new(),
            parts: values.iter().map(part).collect(),
            accepted: None,
        }
    }

    fn marked(entry: AcceptedChange, change: Change) -> Result<(), String> {
        let mut diff = Diff { wire: vec![change], surface: None };
        let entry = AcceptedChange { reason: "No client sends it.".to_owned(), ..entry };
        entry.mark(&mut diff, "1.0.0", &mut AcceptedParts::new()).map_err(|(message, _)| message)
    }

    #[test]
    fn the_printed_entry_accepts_no_other_values_of_a_large_enum() {
        let entry = AcceptedChange::of(&removed(60));
        assert_eq!(marked(entry.clone(), removed(60)), Ok(()));
        let refused = marked(entry, removed(61)).expect_err("one more value is gone");
        assert!(refused.starts_with("`value-removed` of Cycle is accepted for other values than these: `value-000, "));
    }

    #[test]
    fn an_entry_for_another_value_is_explained_by_the_value() {
        let entry = AcceptedChange { before: Some("value-007".to_owned()), ..AcceptedChange::of(&removed(1)) };
        let message = "`value-removed` of Cycle is accepted for other values than these: `value-000`";
        assert_eq!(marked(entry.clone(), removed(1)), Err(message.to_owned()));
        let place = "Cycle value value-000".to_owned();
        let message = "`value-removed` of Cycle value value-000 is accepted for other values than these: `value-000`";
        assert_eq!(marked(AcceptedChange { place, ..entry }, removed(2)), Err(message.to_owned()));
    }
}
