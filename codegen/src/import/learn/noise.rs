//! Removes what the website adds around a page and a browser copies with it: buttons, links to the sections, the
//! feedback form.

use std::collections::HashMap;

use super::labels::{self, Word};
use super::shape;
use super::text::{Draft, Gap};
use super::types::{self, Certainty};

/// The maximum number of lines that the website adds below the page.
const END: usize = 120;

/// Leaves out the lines that the website adds.
pub(super) fn remove(lines: Vec<Draft>) -> Vec<Draft> {
    let is_noise = flags(&lines);
    without(lines, &is_noise)
}

/// Whether the website adds a line, for each line.
pub(super) fn flags(lines: &[Draft]) -> Vec<bool> {
    let (all, end) = (lines.len(), end(lines));
    let lines = &lines[..end];
    let first = lines.iter().position(|line| shape::request(&line.text).is_some());
    let mut is_noise = vec![false; lines.len()];
    mark_contents(lines, &mut is_noise);
    mark_code(lines, &mut is_noise);
    for at in 0..lines.len() {
        let text = &lines[at].text;
        let follows = lines.get(at + 1).is_some_and(|next| next.text.contains(' '));
        let is_above = first.is_some_and(|first| at < first);
        is_noise[at] |= (labels::is(text, Word::ExpandTable) && follows)
            || (is_above && (labels::is(text, Word::Site) || is_product(text) || is_date(text)));
    }
    is_noise.resize(all, true);
    is_noise
}

/// Leaves out lines; a line after a blank line remains one.
fn without(lines: Vec<Draft>, is_noise: &[bool]) -> Vec<Draft> {
    let mut kept: Vec<Draft> = Vec::with_capacity(lines.len());
    let mut gap = Gap::Glued;
    for (mut line, is_noise) in lines.into_iter().zip(is_noise) {
        if *is_noise {
            if line.gap == Gap::Blank {
                gap = Gap::Blank;
            }
            continue;
        }
        if gap == Gap::Blank {
            line.gap = Gap::Blank;
        }
        gap = Gap::Glued;
        kept.push(line);
    }
    kept
}

/// The line at which the page ends: at the feedback form, if no part of the page follows it.
fn end(lines: &[Draft]) -> usize {
    let is_type = |line: &Draft| types::certainty(&line.text) == Some(Certainty::Surely);
    let from = lines.iter().rposition(is_type).map_or(0, |at| at + 1).max(lines.len().saturating_sub(END));
    let is_site = |line: &Draft| labels::is(&line.text, Word::Site) || labels::is(&line.text, Word::End);
    let ends = |at: &usize| {
        let next_is_site = lines.get(at + 1).is_some_and(is_site);
        labels::is(&lines[*at].text, Word::End) || (is_site(&lines[*at]) && next_is_site)
    };
    let mut end = (from..lines.len()).find(ends).unwrap_or(lines.len());
    while end < lines.len() && end > from && is_site(&lines[end - 1]) {
        end -= 1;
    }
    end
}

/// Marks `In this article` and the links below it, which repeat headings of the page.
fn mark_contents(lines: &[Draft], is_noise: &mut [bool]) {
    let mut count: HashMap<&str, usize> = HashMap::new();
    for line in lines {
        *count.entry(link(&line.text)).or_default() += 1;
    }
    let is_known = |text: &str| [Word::Security, Word::Examples].iter().any(|word| labels::is(text, *word));
    let mut at = 0;
    while at < lines.len() {
        let is_contents = labels::is(&lines[at].text, Word::InThisArticle);
        at += 1;
        if !is_contents {
            continue;
        }
        is_noise[at - 1] = true;
        while at < lines.len() {
            let text = link(&lines[at].text);
            let repeats = count.get(text).is_some_and(|count| *count > 1) && shape::is_short(text);
            if !repeats && !is_known(text) {
                break;
            }
            is_noise[at] = true;
            at += 1;
        }
    }
}

/// The text of a link in a list.
fn link(text: &str) -> &str {
    let text = shape::bullet(text).unwrap_or(text);
    match text.split_once(". ") {
        Some((number, rest)) if number.chars().all(|digit| digit.is_ascii_digit()) => rest,
        _ => text,
    }
}

/// Marks the buttons and labels around the samples of requests: `HTTP`, `Copy`, `Try It`.
fn mark_code(lines: &[Draft], is_noise: &mut [bool]) {
    let is_request = |at: usize| lines.get(at).is_some_and(|line| shape::request(&line.text).is_some());
    let mut at = 0;
    while at < lines.len() {
        let end = (at..lines.len()).find(|at| !labels::is_code(&lines[*at].text)).unwrap_or(lines.len());
        let is_around = is_request(end) || (at > 0 && is_request(at - 1));
        if end > at && is_around {
            is_noise[at..end].fill(true);
        }
        at = end.max(at + 1);
    }
}

fn is_product(text: &str) -> bool {
    text.split_once([':', '：']).is_some_and(|(label, _)| labels::is(label, Word::Product))
}

/// Whether a line consists of a date: `05/12/2024`.
fn is_date(text: &str) -> bool {
    (8..=10).contains(&text.len())
        && text.matches(['/', '-', '.']).count() == 2
        && text.chars().all(|next| next.is_ascii_digit() || "/-.".contains(next))
}
