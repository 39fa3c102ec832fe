//! Merges the definitions of several pages: equal ones become one, unequal ones are a problem that shows both.

use std::collections::BTreeMap;

use super::page::{DefinitionKind, Item, Page, Row, RowType};
use super::text::brief;
use super::types::{self, Expr, Name};
use crate::problem::{Place, Problem, Rule};
use crate::spec::Presence;

/// A definition, and the location where it occurs first.
#[derive(Clone, Debug)]
pub(super) struct Def<'a> {
    pub(super) file: &'a str,
    pub(super) line: usize,
    pub(super) name: Name,
    pub(super) kind: DefinitionKind,
    pub(super) docs: &'a str,
    pub(super) rows: Vec<MergedRow<'a>>,
}

/// A row of a definition; its description may come from another page.
#[derive(Clone, Copy, Debug)]
pub(super) struct MergedRow<'a> {
    pub(super) row: &'a Row,
    pub(super) docs: &'a str,
}

/// The definitions by their full name.
pub(super) type Defs<'a> = BTreeMap<&'a str, Def<'a>>;

/// Merges the definitions of all pages.
pub(super) fn definitions<'a>(pages: &'a [Page], problems: &mut Vec<Problem>) -> Defs<'a> {
    let mut merged: Defs<'a> = BTreeMap::new();
    for page in pages {
        let in_index = page.index.iter().flat_map(|index| &index.names);
        let docs: BTreeMap<&str, &str> = in_index.map(|listed| (&*listed.name, &*listed.docs)).collect();
        for definition in &page.definitions {
            let Some(Expr::Named(name)) = types::given(&definition.name) else { continue };
            let docs = first_text(&definition.docs, docs.get(&*definition.name).copied().unwrap_or_default());
            let rows = definition.rows.iter().map(|row| MergedRow { row, docs: &row.docs }).collect();
            let (file, line, kind) = (&*page.file, definition.line, definition.kind);
            let def = Def { file, line, name, kind, docs, rows };
            match merged.get_mut(&*definition.name) {
                Some(first) => merge(first, &def, problems),
                None => {
                    duplicate_rows(&page.file, &definition.rows, problems);
                    merged.insert(&definition.name, def);
                }
            }
        }
    }
    merged
}

fn first_text<'a>(first: &'a str, second: &'a str) -> &'a str {
    if first.is_empty() { second } else { first }
}

fn merge<'a>(first: &mut Def<'a>, second: &Def<'a>, problems: &mut Vec<Problem>) {
    if let Some(difference) = difference(&first.rows, &second.rows) {
        let message = format!(
            "the definition `{}` differs from that in {} at line {}: {difference}",
            brief(&first.name.full),
            first.file,
            first.line
        );
        let help = "Copy both pages anew. If the service has two types of this name, keep the pages in two APIs.";
        problems.push(Problem::error(Rule::Conflict, Place::line(second.file, second.line), message, help));
        return;
    }
    first.docs = first_text(first.docs, second.docs);
    let docs: BTreeMap<&str, &str> = second.rows.iter().map(|row| (&*row.row.name, row.docs)).collect();
    for row in &mut first.rows {
        row.docs = first_text(row.docs, docs.get(&*row.row.name).copied().unwrap_or_default());
    }
}

/// Describes how two sets of rows differ, if they do. Order, descriptions and the template from which types were
/// written do not matter.
pub(super) fn difference(first: &[MergedRow<'_>], second: &[MergedRow<'_>]) -> Option<String> {
    let here: BTreeMap<&str, &Row> = second.iter().map(|row| (&*row.row.name, row.row)).collect();
    let there: BTreeMap<&str, &Row> = first.iter().map(|row| (&*row.row.name, row.row)).collect();
    if let Some(name) = there.keys().find(|name| !here.contains_key(*name)) {
        return Some(format!("`{name}` is missing here"));
    }
    for row in second {
        let name = &row.row.name;
        let Some(other) = there.get(&**name) else { return Some(format!("`{name}` is missing there")) };
        let (is, was) = (said(row.row), said(other));
        if is != was {
            return Some(format!("`{name}` is {is} here and {was} there"));
        }
    }
    None
}

/// What a row states about a member, as a string that is equal for rows with the same meaning.
fn said(row: &Row) -> String {
    let presence = match row.presence {
        Presence::Required => "required ",
        Presence::Optional => "",
    };
    let limits = serde_json::to_string(&row.constraints).unwrap_or_default();
    let limits = if row.constraints.is_empty() { String::new() } else { format!(" with {limits}") };
    match &row.ty {
        RowType::Type(text) => {
            let plain = types::given(&text.text).map_or_else(|| text.text.clone(), |expr| types::show(&expr));
            format!("{presence}`{plain}`{limits}")
        }
        RowType::Enum(items) => format!("{presence}one of {}{limits}", sorted(items).join(", ")),
    }
}

fn sorted(items: &[Item]) -> Vec<&str> {
    let mut values: Vec<&str> = items.iter().map(|item| &*item.value).collect();
    values.sort_unstable();
    values
}

/// Reports names that occur twice in a table.
pub(super) fn duplicate_rows(file: &str, rows: &[Row], problems: &mut Vec<Problem>) {
    let mut lines: BTreeMap<&str, usize> = BTreeMap::new();
    for row in rows {
        if let Some(first) = lines.insert(&row.name, row.line) {
            let message = format!("the row `{}` is in this table twice, first at line {first}", row.name);
            let help = "Remove one of them.";
            problems.push(Problem::error(Rule::DuplicateId, Place::line(file, row.line), message, help));
        }
    }
}
