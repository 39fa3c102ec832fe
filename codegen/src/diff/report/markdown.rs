//! The changes as Markdown for a pull request: the verdicts, then one line per change, the most severe first.

use super::docs::{self, Docs};
use super::entries::{self, Entry};
use super::{Report, Row, SEVERITIES, by_rule, cut, located, moved_sentence};
use crate::diff::{Direction, Scope, Severity};
use crate::problem::Locate;

/// The maximum number of changes of a scope and a severity that are listed; the others are counted by rule. Breaking
/// changes are the most important to readers, and comments on code hosts have a maximum size.
fn most(scope: Scope, severity: Severity) -> usize {
    match (scope, severity) {
        (Scope::Wire, Severity::Error) => 120,
        (Scope::Wire, Severity::Caution) => 80,
        (Scope::Wire, Severity::Warning) => 60,
        (Scope::Wire, Severity::Info) => 25,
        (Scope::Surface, Severity::Error) => 60,
        (Scope::Surface, Severity::Warning | Severity::Caution) => 30,
        (Scope::Surface, Severity::Info) => 15,
    }
}

/// The changes as Markdown for a pull request.
pub fn markdown(report: &Report, locate: Locate) -> String {
    let mut out = format!("# {}: what changed\n\n", plain(&report.title, 100));
    out.push_str(&format!("From {} to {}.\n\n", code(report.old.name), code(report.new.name)));
    out.push_str("| | verdict | |\n| --- | --- | --- |\n");
    for (scope, what) in [(Scope::Wire, "clients in use"), (Scope::Surface, "code that calls the crate")] {
        out.push_str(&format!("| {what} | **{}** | {} |\n", report.verdict(scope), report.counted(scope)));
    }
    if let Some(unmade) = &report.unmade {
        out.push_str(&format!("\nThe crates were not compared: {}\n", plain(unmade, 300)));
    }
    if let Some((old, next)) = report.version.as_ref().filter(|(old, next)| old != next) {
        out.push_str(&format!("\nThe next version of the crate: `{next}` (it is `{old}`).\n"));
    }
    let rows = report.rows(locate);
    for severity in SEVERITIES {
        for scope in [Scope::Wire, Scope::Surface] {
            section(&mut out, &rows, scope, severity);
        }
    }
    out
}

fn section(out: &mut String, rows: &[Row], scope: Scope, severity: Severity) {
    let rows: Vec<&Row> =
        rows.iter().filter(|row| row.change.rule.scope() == scope && row.change.severity == severity).collect();
    if rows.is_empty() {
        return;
    }
    let title = match (scope, severity) {
        (Scope::Wire, Severity::Error) => "Breaks clients in use",
        (Scope::Wire, Severity::Caution) => "May break callers in use",
        (Scope::Wire, Severity::Warning) => "Compatible on the wire",
        (Scope::Wire, Severity::Info) => "Not on the wire: docs and names",
        (Scope::Surface, Severity::Error) => "Breaks code that calls the crate",
        (Scope::Surface, Severity::Warning | Severity::Caution) => "New in the crate",
        (Scope::Surface, Severity::Info) => "Not seen by code that calls the crate",
    };
    out.push_str(&format!("\n## {title} ({})\n\n", rows.len()));
    let most = most(scope, severity);
    // The same change in several places is one entry, and so are related changes of documentation.
    let (docs, changes) = entries::split(&rows);
    let changes = entries::same(&changes).into_iter().map(|entry| (line(&entry), entry.rows));
    let docs = docs::entries(&docs).into_iter().map(|docs| (documentation(&docs), docs.rows()));
    let entries: Vec<(String, Vec<&Row>)> = changes.chain(docs).collect();
    for (line, _) in entries.iter().take(most) {
        out.push_str(line);
    }
    if entries.len() > most {
        let others = || entries[most..].iter().flat_map(|(_, rows)| rows);
        let rest = by_rule(others().map(|row| row.change));
        let rest: Vec<String> = rest.iter().map(|(rule, count)| format!("{count} `{}`", rule.id())).collect();
        out.push_str(&format!("\nAnd {} more: {}.\n", others().count(), rest.join(", ")));
    }
}

fn line(entry: &Entry) -> String {
    let change = entry.first().change;
    let scope = change.rule.scope();
    let mut text = format!("- **{}**{} {}", code(&located(&change.what)), entry.more(), change.sentence());
    if let Some(moved) = moved_sentence(change, 80, &code) {
        text.push_str(&format!(" {moved}"));
    }
    let way = (scope == Scope::Wire && change.direction != Direction::Both).then(|| change.direction.word().to_owned());
    let accepted = change.accepted.as_ref().map(|reason| format!("accepted: {}", plain(reason, 200)));
    let facts: Vec<String> =
        way.into_iter().chain(entry.also(3, &code)).chain(entry.reached(3, &code)).chain(accepted).collect();
    if !facts.is_empty() {
        text.push_str(&format!(" ({})", facts.join("; ")));
    }
    format!("{text}{}", end(entry.first()))
}

/// Changes of documentation that belong together, with the first of them in full.
fn documentation(docs: &Docs) -> String {
    let change = docs.first().change;
    let mut text = format!("- **{}**{}", docs.title(&code), docs.count());
    if let Some(moved) = moved_sentence(change, 80, &code) {
        text.push_str(&format!(" {moved}"));
    }
    let accepted = entries::accepted(&docs.rows()).map(|reason| format!("accepted: {}", plain(reason, 200)));
    let facts: Vec<String> = docs.also(3, &code).into_iter().chain(accepted).collect();
    if !facts.is_empty() {
        text.push_str(&format!(" ({})", facts.join("; ")));
    }
    format!("{text}{}", end(docs.first()))
}

/// The location of a change, and its rule.
fn end(row: &Row) -> String {
    let at = [&row.old, &row.new].into_iter().flatten().map(|excerpt| code(short(&excerpt.at)));
    let mut at: Vec<String> = at.collect();
    at.dedup();
    format!(" {} `{}`\n", at.join(" → "), row.change.rule.id())
}

/// The last part of a path, because the folders are the same in each line.
fn short(at: &str) -> &str {
    match at.strip_prefix("src/") {
        Some(inside) => inside,
        None => at.rsplit('/').next().unwrap_or(at),
    }
}

/// A string of a document as inline code.
fn code(text: &str) -> String {
    let fence = "`".repeat(text.split(|next| next != '`').map(str::len).max().unwrap_or(0) + 1);
    let pad = if fence.len() > 1 { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// A string of a document as prose, with all Markdown escaped.
fn plain(text: &str, most: usize) -> String {
    let mut out = String::new();
    for next in cut(text, most).chars() {
        if next.is_ascii_punctuation() && !matches!(next, '.' | ',' | ':' | '-' | '/' | '\'' | '(' | ')') {
            out.push('\\');
        }
        out.push(next);
    }
    out
}
