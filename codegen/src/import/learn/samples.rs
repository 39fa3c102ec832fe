//! The payloads in the section of examples: each is checked against the type that the page gives it.

use serde_json::Value;

use super::page::{Page, Sample};
use super::shape;
use super::text::Line;
use crate::problem::{Level, Place, Problem, Rule};
use crate::spec::check::fits;
use crate::spec::{Api, Content, Operation, StatusPattern};

/// The most payloads that are read.
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

/// Reports the samples of a page that are no values of their types.
pub(super) fn check(api: &Api, operation: &Operation, page: &Page, problems: &mut Vec<Problem>) {
    for sample in &page.samples {
        let content = match sample.status {
            None => operation.body.as_ref().map(|body| &body.content),
            Some(status) => {
                let code = StatusPattern::Code(status);
                let reply = operation.replies.get(&code).or_else(|| operation.replies.get(&StatusPattern::Default));
                reply.map(|reply| &reply.content)
            }
        };
        let ty = content.and_then(|content| content.values().find_map(|Content { ty, .. }| ty.as_ref()));
        let Some(ty) = ty.filter(|ty| !fits(api, &sample.body, ty)) else { continue };
        let message = format!("this sample is not a value of its type, `{ty}`");
        let help = "Compare the two: the page is wrong in one of them. If it is the type, correct it by a fixup.";
        let problem = Problem::error(Rule::PageType, Place::line(&page.file, sample.line), message, help);
        problems.push(Problem { level: Level::Note, ..problem });
    }
}
