//! Reads the payloads in the section of examples, and checks each against the type that the page states for it.

use serde_json::Value;

use super::page::{Page, Sample};
use super::shape;
use super::text::Line;
use crate::problem::{Level, Place, Problem, Rule};
use crate::spec::check::fits;
use crate::spec::{Api, Content, Operation, StatusPattern};

/// The maximum number of payloads that are read.
const SAMPLES: usize = 100;

/// Reads the payloads in JSON among lines.
pub(super) fn read(lines: &[Line<'_>]) -> Vec<Sample> {
    let mut text = String::new();
    let mut starts = Vec::new();
    for line in lines {
        starts.push(text.len());
        text.push_str(line.text);
        text.push('\n');
    }
    let (mut samples, mut status, mut at, mut tries) = (Vec::new(), None, 0, 0);
    while at < lines.len() && tries < SAMPLES {
        let line = lines[at];
        if shape::request(line.text).is_some() {
            status = None;
        } else if let Some(found) = status_of(line.text) {
            status = Some(found);
        } else if line.text.starts_with(['{', '[']) {
            tries += 1;
            let mut values = serde_json::Deserializer::from_str(&text[starts[at]..]).into_iter::<Value>();
            if let Some(Ok(body)) = values.next() {
                samples.push(Sample { line: line.number, status, body });
                let end = starts[at] + values.byte_offset();
                at = starts.partition_point(|start| *start < end);
                continue;
            }
        }
        at += 1;
    }
    samples
}

/// The status in `Status code: 201`, `201` or `HTTP/1.1 201 Created`.
fn status_of(text: &str) -> Option<u16> {
    let words = || text.split_whitespace();
    let status = |word: &str| word.parse().ok().filter(|code: &u16| word.len() == 3 && (100..=599).contains(code));
    if words().count() <= 6 { words().find_map(status) } else { None }
}

/// Stores the samples of a page with their operation, and reports those that are not values of their type.
pub(super) fn keep(api: &mut Api, id: &str, page: &Page, problems: &mut Vec<Problem>) {
    for sample in &page.samples {
        let Some(content) = api.operations.get_mut(id).and_then(|operation| content(operation, sample.status)) else {
            continue;
        };
        let Some(ty) = content.ty.clone() else { continue };
        content.samples.push(sample.body.clone());
        if fits(api, &sample.body, &ty) {
            continue;
        }
        let message = format!("this sample is not a value of its type, `{ty}`");
        let help = "Compare the two: the page is wrong in one of them. If it is the type, correct it by a fixup.";
        let problem = Problem::error(Rule::PageType, Place::line(&page.file, sample.line), message, help);
        problems.push(Problem { level: Level::Note, ..problem });
    }
}

/// The body with a type of a request, or of the response with a status.
fn content(operation: &mut Operation, status: Option<u16>) -> Option<&mut Content> {
    let content = match status {
        None => &mut operation.body.as_mut()?.content,
        Some(status) => {
            let code = StatusPattern::Code(status);
            let status = if operation.replies.contains_key(&code) { code } else { StatusPattern::Default };
            &mut operation.replies.get_mut(&status)?.content
        }
    };
    content.values_mut().find(|content| content.ty.is_some())
}
