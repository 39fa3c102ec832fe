//! Finds the lines for the places of facts on a page, by reading the page again.

use std::collections::BTreeMap;

use super::page::{Page, Row, Table};
use crate::problem::Position;
use crate::spec::Origin;

/// The line of each pointer; for a place that is not on the page, the line of the nearest place around it.
pub(super) fn find(page: &Page, pointers: &[&str]) -> Vec<Option<Position>> {
    let lines = lines(page);
    let find = |pointer: &&str| {
        let mut at = *pointer;
        loop {
            if let Some(line) = lines.get(at) {
                return Some(Position { line: *line, column: None });
            }
            at = &at[..at.rfind('/')?];
        }
    };
    pointers.iter().map(find).collect()
}

/// The line of everything on a page that has a place.
fn lines(page: &Page) -> BTreeMap<String, usize> {
    let mut lines = BTreeMap::new();
    let mut add = |tokens: &[&str], line: usize| {
        lines.entry(Origin::new("", tokens).pointer).or_insert(line);
    };
    add(&[], page.line.max(1));
    for (section, table) in [
        ("URI Parameters", &page.uri_parameters),
        ("Request Header", &page.request_header),
        ("Request Body", &page.request_body),
    ] {
        let Some(Table { line, heading, rows, .. }) = table else { continue };
        add(&[section], heading.as_ref().map_or(*line, |heading| heading.line));
        for Row { name, line, .. } in rows {
            add(&[section, name], *line);
        }
    }
    if let Some(replies) = &page.responses {
        add(&["Responses"], replies.heading.as_ref().map_or(replies.line, |heading| heading.line));
        for reply in &replies.rows {
            let status = reply.status.map_or_else(|| "default".to_owned(), |status| status.to_string());
            add(&["Responses", &status], reply.line);
        }
    }
    for scheme in &page.security {
        add(&["Security", &scheme.name], scheme.line);
    }
    if let Some(index) = &page.index {
        add(&["Definitions"], index.line);
    }
    for definition in &page.definitions {
        add(&["Definitions", &definition.name], definition.line);
        for Row { name, line, .. } in &definition.rows {
            add(&["Definitions", &definition.name, name], *line);
        }
    }
    lines
}
