//! Copies of a page with pipes between cells: those that have lost types or names are refused, and the complete form is
//! read.

use std::collections::BTreeSet;

use super::shape;
use super::text::brief;
use crate::problem::{Place, Problem, Rule};

/// The maximum number of reported losses: a page with so many has to be copied again anyway.
const LOSSES: usize = 100;

/// The way in which a page was copied as text.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Rendering {
    /// Blank lines separate cells.
    Plain,
    /// Each word or sentence is a line, with pipes between cells. This form is complete.
    TokenALine,
    /// The cells of a row are side by side. Where a row is spread over several lines, links and the text after a word
    /// break are lost.
    Rows,
}

/// Determines how a page was copied.
pub(super) fn rendering(text: &str) -> Rendering {
    let piped = |line: &&str| line.starts_with('|') || line.ends_with('|');
    let lines = || text.lines().map(str::trim).filter(piped);
    if lines().nth(2).is_none() {
        return Rendering::Plain;
    }
    let several = |line: &str| cells(line).filter(|cell| !cell.is_empty()).nth(1).is_some();
    if lines().any(several) { Rendering::Rows } else { Rendering::TokenALine }
}

fn cells(line: &str) -> impl Iterator<Item = &str> {
    line.split('|').map(str::trim)
}

/// Reports the visible losses of a copy that has lost parts of the page.
pub(super) fn losses(file: &str, text: &str) -> Vec<Problem> {
    let lines: Vec<(usize, &str)> = text.lines().map(str::trim).enumerate().map(|(at, line)| (at + 1, line)).collect();
    let known = url_names(&lines);
    let lossy = |line: usize, message: String| {
        let help = "Copy the page from a browser as text, where tables have no pipes.";
        Problem::error(Rule::LossyPage, Place::line(file, line), message, help)
    };
    let mut problems = Vec::new();
    let first = lines.iter().find(|(_, line)| cells(line).filter(|cell| !cell.is_empty()).nth(1).is_some());
    if let Some((line, _)) = first {
        let message = "the tables of this page have pipes: such a copy loses linked types, values of enums and names";
        problems.push(lossy(*line, message.to_owned()));
    }
    let mut name: Option<(usize, &str)> = None;
    for (line, text) in &lines {
        if problems.len() >= LOSSES {
            break;
        }
        if let Some(row) = row_without_type(text) {
            problems.push(lossy(*line, format!("the row `{}` has no type", brief(row))));
        }
        let words = cells(text).find(|cell| !cell.is_empty()).unwrap_or_default();
        if matches!(words, "path" | "query") {
            if let Some((line, cut)) = name.filter(|(_, name)| !known.contains(name)) {
                problems.push(lossy(line, cut_name(cut, &known)));
            }
        } else if shape::is_row_name(words.trim_end_matches('.')) {
            name = Some((*line, words));
        }
    }
    problems
}

/// The name in a row whose other cells are empty: `attributes | ||`.
fn row_without_type(text: &str) -> Option<&str> {
    let text = text.trim_start_matches('|').trim_start();
    let (name, rest) = text.split_once('|')?;
    let empty = rest.contains('|') && rest.chars().all(|next| next == '|' || next == ' ');
    Some(name.trim()).filter(|name| empty && shape::is_row_name(name) && shape::place(name).is_none())
}

fn cut_name(cut: &str, known: &BTreeSet<&str>) -> String {
    let whole: Vec<String> = known
        .iter()
        .filter(|name| name.to_ascii_lowercase().starts_with(&cut.to_ascii_lowercase()))
        .map(|name| format!("`{name}`"))
        .collect();
    let cut = brief(cut);
    match &*whole {
        [] => format!("the parameter name `{cut}` is cut: the URL has no such name"),
        whole => format!("the parameter name `{cut}` is cut: the URL has {}", brief(&whole.join(", "))),
    }
}

/// The names of the parameters in the request lines.
fn url_names<'a>(lines: &[(usize, &'a str)]) -> BTreeSet<&'a str> {
    let urls = lines.iter().filter_map(|(_, line)| shape::request(line)).map(|(_, url)| url);
    let in_braces = |url: &'a str| url.split('{').skip(1).filter_map(|part| part.split_once('}')).map(|(name, _)| name);
    let in_query = |url: &'a str| url.split_once('?').map_or("", |(_, query)| query).split('&');
    let keys = move |url: &'a str| in_query(url).map(|pair| pair.split('=').next().unwrap_or_default());
    urls.flat_map(move |url| in_braces(url).chain(keys(url))).filter(|name| !name.is_empty()).collect()
}

/// Turns the rendering with one token a line into the one with blank lines; each line keeps its number.
pub(super) fn unfold(text: &str) -> String {
    let lines: Vec<&str> = text.split('\n').map(str::trim).collect();
    let mut unfolded: Vec<String> = vec![String::new(); lines.len()];
    let mut last = 0;
    let mut at = 0;
    while at < lines.len() {
        let content = lines[at].trim_matches('|').trim();
        let next = lines.get(at + 1).copied().unwrap_or_default();
        // Each column label is a line with a pipe; they become one line directly above the first row.
        let label = lines[at].ends_with('|') && !content.is_empty();
        if label && next.ends_with('|') && next.len() > 1 {
            let end = (at..lines.len()).find(|at| !lines[*at].ends_with('|') || lines[*at].len() == 1);
            let end = end.unwrap_or(lines.len());
            let labels: Vec<&str> = lines[at..end].iter().map(|line| line.trim_matches('|').trim()).collect();
            unfolded[end - 1] = labels.join(" ");
            (last, at) = (end - 1, end);
            continue;
        }
        // `True` is appended to the name, a format to its type, and a value to its bullet.
        let bullet = shape::bullet(&unfolded[last]) == Some("");
        let format = content.starts_with('(') && content.ends_with(')') && at > 0 && !lines[at - 1].ends_with('|');
        let label = &unfolded[last];
        let value = label.ends_with(':') && label != "enum:" && last + 1 == at && label.split(' ').count() <= 3;
        if !content.is_empty() && (bullet || format || value || content == "True") {
            unfolded[last].push(' ');
            unfolded[last].push_str(content);
        } else if !content.is_empty() {
            content.clone_into(&mut unfolded[at]);
            last = at;
        }
        at += 1;
    }
    unfolded.join("\n")
}
