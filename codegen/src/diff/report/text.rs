//! The changes for a terminal.

use super::{Report, Row, SEVERITIES, cut, moved, reached};
use crate::diff::{Direction, Scope};
use crate::problem::Locate;

/// The changes for a terminal, the heaviest first.
pub fn text(report: &Report, locate: Locate) -> String {
    let mut out = format!("{}\n  old: {}\n  new: {}\n\n", cut(&report.title, 100), report.old.name, report.new.name);
    for scope in [Scope::Wire, Scope::Surface] {
        let counts = SEVERITIES.map(|severity| format!("{} {}", report.count(scope, severity), severity.word(scope)));
        out.push_str(&format!("{}: {} ({})\n", name(scope), report.verdict(scope), counts.join(", ")));
    }
    if let Some(unmade) = &report.unmade {
        out.push_str(&format!("the crates were not compared: {unmade}\n"));
    }
    if let Some((old, next)) = &report.version {
        out.push_str(&if old == next {
            format!("version: stays {old}\n")
        } else {
            format!("version: {old} -> {next}\n")
        });
    }
    let rows = report.rows(locate);
    for scope in [Scope::Wire, Scope::Surface] {
        let rows: Vec<&Row> = rows.iter().filter(|row| row.change.rule.scope() == scope).collect();
        if !rows.is_empty() {
            out.push_str(&format!("\n{}\n", name(scope)));
        }
        for row in rows {
            one(&mut out, row);
        }
    }
    out
}

fn name(scope: Scope) -> &'static str {
    match scope {
        Scope::Wire => "wire",
        Scope::Surface => "source",
    }
}

fn one(out: &mut String, row: &Row) {
    let change = row.change;
    let scope = change.rule.scope();
    let way = match (scope, change.direction) {
        (Scope::Wire, Direction::Sent | Direction::Received | Direction::Neither) => {
            format!(" ({})", change.direction.word())
        }
        (Scope::Wire, Direction::Both) | (Scope::Surface, _) => String::new(),
    };
    let row_of = change.rule.row();
    out.push_str(&format!("  {} [{}] {}{way}\n", change.severity.word(scope), row_of.id, cut(&change.what, 120)));
    out.push_str(&format!("      {}\n", row_of.sentence));
    let plain = |text: &str| text.to_owned();
    if let Some(moved) = moved(change, 120, &plain) {
        out.push_str(&format!("      {moved}\n"));
    }
    if let Some(reached) = reached(change, 5, &plain) {
        out.push_str(&format!("      {reached}\n"));
    }
    let at = match (&row.old, &row.new) {
        (Some(old), Some(new)) if old.at == new.at => new.at.clone(),
        (Some(old), Some(new)) => format!("{} -> {}", old.at, new.at),
        (Some(only), None) | (None, Some(only)) => only.at.clone(),
        (None, None) => return,
    };
    let origin = row.new.as_ref().or(row.old.as_ref()).and_then(|excerpt| excerpt.origin.as_deref());
    out.push_str(&format!("      at {at}{}\n", origin.map(|origin| format!(" ({origin})")).unwrap_or_default()));
}
