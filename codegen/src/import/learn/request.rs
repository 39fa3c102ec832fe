//! Reads server, path and parameters from the request lines and the tables of parameters.

use std::collections::{BTreeMap, BTreeSet};

use super::members::Maker;
use super::merge::MergedRow;
use super::page::{Page, ParamPlace, Request, Row, Table};
use super::text::brief;
use crate::problem::{Level, Place, Problem, Rule};
use crate::spec::{Origin, Param, ParamValue, Params, PathTemplate, Presence, Scalar, TypeRef};

/// The content of the request lines.
#[derive(Debug)]
pub(super) struct Target {
    /// Scheme and host.
    pub(super) server: String,
    /// The path.
    pub(super) path: PathTemplate,
    /// The parameters of the query, each with its constant value, if it has one in all request lines.
    query: BTreeMap<String, Option<String>>,
    /// Constant values that occur in some request lines only.
    sometimes: Vec<(String, String)>,
}

/// Reads the request lines. The longest one has to contain all parts of the others.
pub(super) fn target(page: &Page, problems: &mut Vec<Problem>) -> Option<Target> {
    let longest = page.requests.iter().max_by_key(|request| request.url.len())?;
    let error = |rule, request: &Request, message: String, help: &str| {
        Problem::error(rule, Place::line(&page.file, request.line), message, help)
    };
    let (server, rest) = split(&longest.url);
    if server.contains(['{', '}']) {
        let help = "Write the host as it is for one of its users. Other hosts are added by a fixup.";
        problems.push(error(Rule::Unsupported, longest, format!("the host `{}` has a parameter", brief(server)), help));
        return None;
    }
    for other in &page.requests {
        if other.method != longest.method || split(&other.url).0 != server {
            let help = "Keep the request lines of one operation.";
            let message = "the request lines differ in their method or host".to_owned();
            problems.push(error(Rule::Conflict, other, message, help));
            return None;
        }
        let (path, longest_path) = (parts(split(&other.url).1).0, parts(rest).0);
        if path != longest_path {
            let help = "If both are needed, keep a second page for the other path.";
            let message = format!("the path `{}` is left out: the longest one is used", brief(path));
            problems.push(Problem { level: Level::Warning, ..error(Rule::Unsupported, other, message, help) });
        }
    }
    let (path, _) = parts(rest);
    match path.parse::<PathTemplate>() {
        Ok(path) => Some(with_query(page, server, path)),
        Err(fault) => {
            problems.push(error(Rule::PageRow, longest, fault, "Correct the URL."));
            None
        }
    }
}

/// Splits a URL into scheme and host, and the part after them.
fn split(url: &str) -> (&str, &str) {
    let host = url.find("://").map_or(0, |at| at + 3);
    let end = url[host..].find(['/', '?']).map_or(url.len(), |at| host + at);
    url.split_at(end)
}

/// Splits the part of a URL after the host into path and query.
fn parts(rest: &str) -> (&str, &str) {
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    (if path.is_empty() { "/" } else { path }, query)
}

fn with_query(page: &Page, server: &str, path: PathTemplate) -> Target {
    let mut found: BTreeMap<String, BTreeSet<Option<String>>> = BTreeMap::new();
    let mut lines: BTreeMap<String, usize> = BTreeMap::new();
    for request in &page.requests {
        let mut here = BTreeSet::new();
        for pair in parts(split(&request.url).1).1.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let variable = value.is_empty() || value.starts_with('{');
            found.entry(name.to_owned()).or_default().insert((!variable).then(|| value.to_owned()));
            here.insert(name);
        }
        for name in here {
            *lines.entry(name.to_owned()).or_default() += 1;
        }
    }
    let mut target = Target { server: server.to_owned(), path, query: BTreeMap::new(), sometimes: Vec::new() };
    for (name, values) in found {
        let always = lines.get(&name) == Some(&page.requests.len()) && values.len() == 1;
        let constant = values.iter().flatten().next().cloned();
        if let (false, Some(value)) = (always, &constant) {
            target.sometimes.push((name.clone(), value.clone()));
        }
        target.query.insert(name, constant.filter(|_| always));
    }
    target
}

impl Maker<'_, '_> {
    /// The parameters of an operation; `owner` names the enums among them.
    pub(super) fn params(&mut self, page: &Page, owner: &str, target: &Target) -> Params {
        let mut params = Params::default();
        self.uri_params(page, owner, target, &mut params);
        let mut spelled = BTreeSet::new();
        for row in rows(&page.request_header).filter(|row| !is_authorization(row)) {
            let param = self.param(page, owner, row, "Request Header");
            params.header.insert(row.name.clone(), param);
            if !spelled.insert(row.name.to_ascii_lowercase()) {
                self.twice(page, row, "header");
            }
        }
        params
    }

    /// The parameters of the path and of the query, which the table and the request lines state.
    fn uri_params(&mut self, page: &Page, owner: &str, target: &Target, params: &mut Params) {
        for row in rows(&page.uri_parameters) {
            self.uri_row(page, owner, row, target, params);
        }
        let line = page.requests.iter().max_by_key(|request| request.url.len()).map_or(1, |request| request.line);
        let help = "Copy the page with its whole table of URI parameters.";
        let in_path: BTreeSet<&str> = target.path.params().collect();
        for name in in_path.into_iter().filter(|name| !params.path.contains_key(*name)) {
            let message = format!("the path parameter `{}` has no row", brief(name));
            self.error(Rule::PathParams, page, line, message, help);
        }
        for (name, constant) in &target.query {
            if params.query.contains_key(name) {
                continue;
            }
            let sometimes = target.sometimes.iter().any(|(other, _)| other == name);
            let (presence, value) = match constant {
                Some(value) => (Presence::Required, ParamValue::Constant(value.clone())),
                None if sometimes => (Presence::Optional, ParamValue::Caller),
                None => {
                    let message = format!("the parameter `{}` of the query has no row", brief(name));
                    self.error(Rule::PathParams, page, line, message, help);
                    continue;
                }
            };
            params.query.insert(name.clone(), url_param(presence, value));
        }
        for (name, value) in &target.sometimes {
            let message =
                format!("the value `{}` of `{}` is left out: callers give their own", brief(value), brief(name));
            let help = "It is in some request lines only. A fixup can make it the default.";
            self.note(Rule::Unsupported, page, line, message, help);
        }
    }

    /// Adds the parameter of a row.
    fn uri_row(&mut self, page: &Page, owner: &str, row: &Row, target: &Target, params: &mut Params) {
        let param = self.param(page, owner, row, "URI Parameters");
        let old = match row.place {
            Some(ParamPlace::Path) => {
                if !target.path.params().any(|name| name == row.name) {
                    let help = "Correct the name, or the URL.";
                    let message = format!("the path parameter `{}` is not in the path", row.name);
                    self.error(Rule::PathParams, page, row.line, message, help);
                }
                params.path.insert(row.name.clone(), Param { presence: Presence::Required, ..param })
            }
            Some(ParamPlace::Query) | None => {
                let value = match target.query.get(&row.name).cloned().flatten() {
                    Some(constant) => ParamValue::Constant(constant),
                    None => ParamValue::Caller,
                };
                params.query.insert(row.name.clone(), Param { value, ..param })
            }
        };
        if old.is_some() {
            self.twice(page, row, "parameter");
        }
    }

    fn param(&mut self, page: &Page, owner: &str, row: &Row, section: &str) -> Param {
        let merged = MergedRow { row, docs: &row.docs };
        let ty = self.model.plain(&merged);
        let origin = Origin::new(&page.file, &[section, &row.name]);
        let ty = self.ty(&page.file, (owner, &row.name), &merged, &ty, &[], origin);
        Param { presence: row.presence, constraints: row.constraints.clone(), docs: row.docs.clone(), ..Param::new(ty) }
    }

    fn twice(&mut self, page: &Page, row: &Row, what: &str) {
        let message = format!("the {what} `{}` is in this table twice", row.name);
        self.error(Rule::DuplicateId, page, row.line, message, "Remove one of its rows.");
    }

    pub(super) fn error(&mut self, rule: Rule, page: &Page, line: usize, message: String, help: &str) {
        self.problems.push(Problem::error(rule, Place::line(&page.file, line), message, help));
    }

    pub(super) fn warning(&mut self, rule: Rule, page: &Page, line: usize, message: String, help: &str) {
        self.problems.push(Problem::warning(rule, Place::line(&page.file, line), message, help));
    }

    pub(super) fn note(&mut self, rule: Rule, page: &Page, line: usize, message: String, help: &str) {
        let problem = Problem::error(rule, Place::line(&page.file, line), message, help);
        self.problems.push(Problem { level: Level::Note, ..problem });
    }
}

/// A parameter without a row: it is a string, like everything in a URL.
fn url_param(presence: Presence, value: ParamValue) -> Param {
    Param { presence, value, ..Param::new(TypeRef::Scalar(Scalar::String)) }
}

/// The rows of a section that may be missing.
pub(super) fn rows(table: &Option<Table>) -> impl Iterator<Item = &Row> {
    table.iter().flat_map(|table| &table.rows)
}

/// Whether a row of the headers describes the credential.
pub(super) fn is_authorization(row: &Row) -> bool {
    row.name.eq_ignore_ascii_case("authorization")
}
