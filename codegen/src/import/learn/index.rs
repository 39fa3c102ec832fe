//! The index of definitions of a page: finds it and reads its names.

use std::collections::HashMap;

use super::definitions::is_kind;
use super::reader::Reader;
use super::shape;
use super::text::{Gap, Line};
use super::types;

impl Reader<'_> {
    /// Finds the index of definitions, and records its names.
    pub(super) fn find_index(&mut self) {
        let tables: Vec<usize> = (self.at..self.lines.len()).filter(|at| self.is_labels(*at)).collect();
        let is_status = |line: &Line<'_>| shape::status(line.text).is_some();
        let after = self.lines.iter().position(is_status).unwrap_or(0);
        self.index_at = tables.into_iter().find(|at| *at >= after && self.is_index(*at));
        let Some(start) = self.index_at else {
            self.listed = self.kinds();
            return;
        };
        self.at = start + 1;
        // Problems in the index are reported later, when reading reaches it.
        let before = self.problems.len();
        let names = self.index_names();
        self.listed = names.into_iter().enumerate().map(|(at, listed)| (listed.name, at)).collect();
        self.problems.truncate(before);
        self.at = self.page.requests.last().map_or(0, |_| self.after_requests());
    }

    /// The definitions of the newest template of pages, which states the kind of each definition and may have no index.
    fn kinds(&self) -> HashMap<String, usize> {
        let pairs = self.lines.windows(2).filter(|pair| is_kind(pair[1].text));
        let names = pairs.filter(|pair| types::certainty(pair[0].text).is_some());
        names.map(|pair| pair[0].text.replace(' ', "")).enumerate().map(|(at, name)| (name, at)).collect()
    }

    fn after_requests(&self) -> usize {
        let first = self.lines.iter().position(|line| shape::request(line.text).is_some()).unwrap_or(0);
        first + self.page.requests.len()
    }

    /// Whether a table lists the names of definitions.
    fn is_index(&self, labels: usize) -> bool {
        let Some(name) = self.line(labels + 1).filter(|line| types::certainty(line.text).is_some()) else {
            return false;
        };
        let Some(next) = self.line(labels + 2) else { return true };
        let next_is_type = types::certainty(next.text).is_some();
        self.is_labels(labels + 2)
            || next.text == name.text
            || if next.gap == Gap::Glued { next_is_type } else { !next_is_type || self.is_labels(labels + 3) }
    }

    /// Whether the page has an index of definitions.
    pub(super) fn has_index(&self) -> bool {
        self.index_at.is_some()
    }
}
