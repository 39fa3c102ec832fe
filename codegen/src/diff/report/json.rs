//! The changes as JSON, for programs.

use serde::Serialize;

use super::{Excerpt, Report, Row};
use crate::diff::rules::Group;
use crate::diff::{Direction, Part, Place, Rule, Scope, Subject};
use crate::problem::Locate;

/// The version of the format. It changes if programs that read the format have to be adapted.
const FORMAT: u32 = 1;

#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Object<'a> {
    /// The version of this format, [`FORMAT`]; properties may be added without a new one.
    format: u32,
    title: &'a str,
    old: &'a str,
    new: &'a str,
    wire: Comparison<'a>,
    source: Option<Comparison<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<Version<'a>>,
}

#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Version<'a> {
    old: &'a str,
    next: &'a str,
}

#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Comparison<'a> {
    verdict: &'static str,
    counts: Vec<(&'static str, usize)>,
    changes: Vec<ReportedChange<'a>>,
}

#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct ReportedChange<'a> {
    rule: Rule,
    verdict: &'static str,
    group: Group,
    direction: Direction,
    subject: &'a Subject,
    what: &'a str,
    message: String,
    before: &'a Option<String>,
    after: &'a Option<String>,
    parts: &'a [Part],
    operations: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    accepted: Option<&'a str>,
    old: Option<Location<'a>>,
    new: Option<Location<'a>>,
}

#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Location<'a> {
    at: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pointer: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    origin: Option<&'a str>,
}

/// The JSON Schema of what [`json`] writes.
#[cfg(feature = "schema")]
pub fn schema() -> schemars::Schema {
    schemars::schema_for!(Object<'_>)
}

/// The changes as one JSON object, for programs.
pub fn json(report: &Report, locate: Locate) -> String {
    let rows = report.rows(locate);
    let comparison = |scope| Comparison {
        verdict: report.verdict(scope),
        counts: report.counts(scope),
        changes: rows.iter().filter(|row| row.change.rule.scope() == scope).map(change).collect(),
    };
    let object = Object {
        format: FORMAT,
        title: &report.title,
        old: report.old.name,
        new: report.new.name,
        wire: comparison(Scope::Wire),
        source: report.diff.surface.is_some().then(|| comparison(Scope::Surface)),
        version: report.version.as_ref().map(|(old, next)| Version { old, next }),
    };
    let mut text = serde_json::to_string_pretty(&object).expect("changes have a JSON form");
    text.push('\n');
    text
}

fn change<'a>(row: &'a Row) -> ReportedChange<'a> {
    let change = row.change;
    let table = change.rule.row();
    ReportedChange {
        rule: change.rule,
        verdict: change.severity.word(table.scope),
        group: table.group,
        direction: change.direction,
        subject: &change.subject,
        what: &change.what,
        message: change.sentence(),
        before: &change.before,
        after: &change.after,
        parts: &change.parts,
        operations: &change.operations,
        accepted: change.accepted.as_deref(),
        old: row.old.as_ref().map(|excerpt| location(excerpt, change.old.as_ref())),
        new: row.new.as_ref().map(|excerpt| location(excerpt, change.new.as_ref())),
    }
}

fn location<'a>(excerpt: &'a Excerpt, place: Option<&'a Place>) -> Location<'a> {
    let pointer = match place {
        Some(Place::Spec { pointer, origin: _ }) => Some(pointer.as_str()),
        Some(Place::Rust { .. }) | None => None,
    };
    Location { at: &excerpt.at, pointer, origin: excerpt.origin.as_deref() }
}
