//! Reads the responses of a page, and its section on security.

use super::grid::header;
use super::labels::{self, Word};
use super::page::{Listed, Replies, Reply, Security, Text};
use super::reader::Reader;
use super::shape;
use super::text::{Gap, Line, brief, join};
use super::types::Certainty;
use crate::problem::Rule;

impl<'a> Reader<'a> {
    /// Reads the rows of the responses.
    pub(super) fn replies(&mut self, line: usize, heading: Option<Text>) {
        let mut rows = Vec::new();
        while let Some(line) = self.peek().filter(|_| !self.is_labels(self.at)) {
            let (status, reason) = match shape::status(line.text) {
                Some((code, reason)) => (Some(code), reason),
                None if !rows.is_empty() && self.is_other_statuses() => (None, line.text),
                None => break,
            };
            self.at += 1;
            rows.push(self.reply(line.number, status, reason));
        }
        self.page.responses = Some(Replies { line, heading, rows });
    }

    /// Whether a line describes all other statuses: some words in the page's language, and a type.
    fn is_other_statuses(&self) -> bool {
        let (Some(line), Some(next)) = (self.peek(), self.line(self.at + 1)) else { return false };
        let words = line.text.split_whitespace().count();
        labels::is(line.text, Word::OtherStatuses)
            || (2..=6).contains(&words)
                && shape::is_short(line.text)
                && !labels::is_code(next.text)
                && self.certainty(line.text).is_none()
                && self.certainty(next.text).is_some()
                && !self.is_heading(self.at + 1)
                && !self.is_labels(self.at)
    }

    fn reply(&mut self, line: usize, status: Option<u16>, reason: &str) -> Reply {
        let ty = self.reply_type(reason);
        let start = self.at;
        while self.peek().is_some_and(|line| !self.ends_reply(line)) {
            self.at += 1;
        }
        let closed = self.peek().is_none_or(|line| {
            shape::media_types(line.text).is_some() || shape::status(line.text).is_some() || self.is_other_statuses()
        });
        if !closed {
            // Without media types, only the first paragraph is certainly the description.
            let paragraph = (start + 1..self.at).find(|at| self.lines[*at].gap == Gap::Blank);
            self.at = paragraph.unwrap_or(self.at);
        }
        let (mut docs, mut headers) = (Vec::new(), Vec::new());
        for line in &self.lines[start..self.at] {
            match shape::header(line.text) {
                Some((name, ty)) => headers.push(header(line.number, name, ty)),
                None if labels::is(line.text, Word::Headers) => {}
                None => docs.push(*line),
            }
        }
        let docs = join(&docs);
        self.refuse_types(start, self.at);
        let media_types = self.media_types();
        Reply { line, status, reason: reason.to_owned(), ty, docs, media_types, headers }
    }

    /// The type of a response. A capitalized word that no index lists is a description, such as `OK`.
    fn reply_type(&mut self, reason: &str) -> Option<Text> {
        let line = self.peek()?;
        let sure = match self.certainty(line.text)? {
            Certainty::Surely => true,
            Certainty::Perhaps => !self.has_index() && line.text != reason,
        };
        if sure && !self.is_heading(self.at) { self.type_line() } else { None }
    }

    fn ends_reply(&self, line: Line<'a>) -> bool {
        let fresh = line.gap == Gap::Blank;
        shape::media_types(line.text).is_some()
            || (fresh && shape::status(line.text).is_some())
            || self.is_labels(self.at)
            || (fresh && (self.is_heading(self.at) || self.is_other_statuses()))
            || shape::request(line.text).is_some()
            || shape::security_kind(line.text).is_some()
            || (fresh && self.is_section(line.text))
    }

    /// Whether a line is the heading of a section without a table, which ends the responses.
    fn is_section(&self, text: &str) -> bool {
        let follows = |at: usize| self.line(at).is_some_and(|line| line.gap == Gap::Blank);
        follows(self.at + 1) && (labels::is(text, Word::Security) || labels::is(text, Word::Examples))
    }

    fn refuse_types(&mut self, from: usize, to: usize) {
        for at in from..to {
            let line = self.lines[at];
            if self.certainty(line.text) == Some(Certainty::Surely) {
                let message = format!("the type `{}` belongs to no status", brief(line.text));
                self.error(Rule::PageRow, line.number, message, "Restore the line above it, such as `201 Created`.");
            }
        }
    }

    /// Reads a security scheme, at the line of its type; `start` is where the lines above it begin.
    pub(super) fn security(&mut self, start: usize, kind: &str) {
        let line = self.lines[self.at].number;
        // The first scheme is below the heading of the section.
        let from = if self.page.security.is_empty() { start + 1 } else { start };
        let name = (from..self.at).find(|at| shape::is_row_name(self.lines[*at].text));
        match name {
            Some(at) => {
                self.leave(start, at);
                let name = self.lines[at].text.to_owned();
                let docs = join(&self.lines[at + 1..self.at]);
                let (kind, values, urls, scopes) = (kind.to_owned(), Vec::new(), Vec::new(), Vec::new());
                self.page.security.push(Security { line, name, docs, kind, values, urls, scopes });
            }
            None => {
                let help = "Restore the name of the scheme above its description.";
                self.error(Rule::PageRow, line, "this security scheme has no name", help);
            }
        }
        self.at += 1;
        while let Some(value) = self.peek().and_then(|line| shape::labelled(line.text)) {
            if let Some(scheme) = self.page.security.last_mut() {
                scheme.values.push(value.to_owned());
                if value.starts_with("https://") || value.starts_with("http://") {
                    scheme.urls.push(self.lines[self.at].text.to_owned());
                }
            }
            self.at += 1;
        }
    }

    /// Reads the scopes of the last security scheme.
    pub(super) fn scopes(&mut self) {
        let mut scopes: Vec<Listed> = Vec::new();
        while let Some(line) =
            self.peek().filter(|line| !self.is_labels(self.at) && shape::request(line.text).is_none())
        {
            // Another scheme may follow: a name, a description, a type.
            let is_kind = |at| self.line(at).is_some_and(|line| shape::security_kind(line.text).is_some());
            if self.is_heading(self.at) || (self.at..self.at + 3).any(is_kind) {
                break;
            }
            let described = scopes.last().is_some_and(|scope| !scope.docs.is_empty());
            if shape::is_row_name(line.text) && (scopes.is_empty() || described) {
                scopes.push(Listed { line: line.number, name: line.text.to_owned(), docs: String::new() });
            } else if let Some(scope) = scopes.last_mut().filter(|_| !described) {
                scope.docs = line.text.to_owned();
            } else {
                break;
            }
            self.at += 1;
        }
        if let Some(scheme) = self.page.security.last_mut() {
            scheme.scopes = scopes;
        }
    }
}
