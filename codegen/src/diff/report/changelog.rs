//! The changes of one version for a changelog, in the form of keepachangelog.com 1.1.0.

use std::collections::BTreeSet;

use super::{located, moved_sentence};
use crate::diff::rules::Group;
use crate::diff::{Change, Diff, Rule, Scope, Severity, Subject};

/// The headings in their order.
const HEADINGS: [&str; 5] = ["Added", "Changed", "Deprecated", "Removed", "Security"];

/// The changes of one version under their headings: those on the wire, then those of the crate that break its callers,
/// and other changes of the crate that no change on the wire explains. Changes of documentation are only counted.
pub fn changelog(diff: &Diff) -> String {
    let explained: BTreeSet<&Subject> =
        diff.wire.iter().filter(|change| is_listed(change)).map(|change| &change.subject).collect();
    let is_shown = |change: &&Change| change.severity == Severity::Error || !explained.contains(&change.subject);
    let of_crate = diff.surface.iter().flatten().filter(is_shown);
    let changes: Vec<&Change> = diff.wire.iter().chain(of_crate).collect();
    let listed = changes.iter().copied().filter(|change| is_listed(change));
    let lines: BTreeSet<(usize, bool, String)> =
        listed.map(|change| (heading(change.rule), change.severity != Severity::Error, line(change))).collect();
    let mut out = String::new();
    for (index, heading) in HEADINGS.into_iter().enumerate() {
        let mut of_heading = lines.iter().filter(|(at, ..)| *at == index).peekable();
        if of_heading.peek().is_some() {
            out.push_str(&format!("### {heading}\n\n"));
            of_heading.for_each(|(.., line)| out.push_str(line));
            out.push('\n');
        }
    }
    let docs = changes.iter().filter(|change| change.rule.row().group == Group::Docs && !is_listed(change)).count();
    match docs {
        0 if out.is_empty() => out.push_str("Nothing that callers notice.\n\n"),
        0 => {}
        1 => out.push_str("The docs changed in one place.\n\n"),
        _ => out.push_str(&format!("The docs changed in {docs} places.\n\n")),
    }
    out
}

/// Whether a caller notices the change.
fn is_listed(change: &Change) -> bool {
    change.severity > Severity::Info
}

fn heading(rule: Rule) -> usize {
    let row = rule.row();
    let heading = match row.id {
        _ if row.id.starts_with("scheme") || row.id.starts_with("scope") || row.id.starts_with("security") => {
            "Security"
        }
        "deprecated" | "rust-deprecated" => "Deprecated",
        id if id.ends_with("-removed") => "Removed",
        id if id.contains("-added") => "Added",
        _ => "Changed",
    };
    HEADINGS.iter().position(|other| *other == heading).unwrap_or_default()
}

fn line(change: &Change) -> String {
    let code = |text: &str| format!("`{}`", text.replace('`', "'"));
    let mark = match change.severity {
        Severity::Error if change.rule.scope() == Scope::Wire => "**Breaking:** ",
        Severity::Error => "**Breaking in Rust:** ",
        Severity::Caution | Severity::Warning | Severity::Info => "",
    };
    let moved = moved_sentence(change, 80, &code).map(|moved| format!(" {moved}")).unwrap_or_default();
    format!("- {mark}{}: {}{moved}\n", code(&located(&change.what)), change.sentence())
}
