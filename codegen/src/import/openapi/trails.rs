//! The references that lead from the main document to the location of a problem.

use super::documents::{Documents, File};
use super::reference::{self, Target};
use crate::problem::{Place, Problem, Reference};
use crate::spec::Origin;

impl Documents {
    /// Adds to each problem the references that lead from the main document to its location.
    pub fn add_trails(&self, problems: &mut [Problem]) {
        let file = |problem: &Problem| match self.names.get(&problem.place.file) {
            Some(Ok(file)) if *file != 0 && !self.is_whole(*file) => Some(*file),
            Some(_) | None => None,
        };
        if !problems.iter().any(|problem| file(problem).is_some()) {
            return;
        }
        let edges = self.edges();
        let distances = self.distances(&edges);
        for problem in problems {
            if let Some(file) = file(problem) {
                problem.referred_by = self.referred_by(file, pointer_of(&problem.place), &edges, &distances);
            }
        }
    }

    /// The minimum number of references that lead to each file.
    fn distances(&self, edges: &[Edge]) -> Vec<Option<usize>> {
        let start = |index| (index == 0 || self.is_whole(index)).then_some(0);
        let mut distances: Vec<Option<usize>> = (0..self.files.len()).map(start).collect();
        for steps in 0..self.files.len() {
            let is_next = |edge: &&Edge| distances[edge.from] == Some(steps) && distances[edge.to].is_none();
            let next: Vec<usize> = edges.iter().filter(is_next).map(|edge| edge.to).collect();
            if next.is_empty() {
                break;
            }
            next.into_iter().for_each(|to| distances[to] = Some(steps + 1));
        }
        distances
    }

    fn referred_by(
        &self,
        file: usize,
        pointer: String,
        edges: &[Edge],
        distances: &[Option<usize>],
    ) -> Option<Box<Reference>> {
        let (mut trail, mut at, mut pointer) = (Vec::new(), file, pointer);
        while let Some(steps) = distances[at].filter(|steps| *steps > 0) {
            let nearer = edges.iter().filter(|edge| edge.to == at && distances[edge.from] == Some(steps - 1));
            let is_around = |target: &str| {
                pointer.strip_prefix(target).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
            };
            let covered = |edge: &&Edge| if is_around(&edge.target) { edge.target.len() + 1 } else { 0 };
            // Of several equally near files, the first in the document is used.
            let Some(edge) = nearer.rev().max_by_key(covered) else { break };
            trail.push(Origin { file: self.name(edge.from).to_owned(), pointer: edge.place.clone() }.into());
            (at, pointer) = (edge.from, edge.place.clone());
        }
        let add = |before, place| Some(Box::new(Reference { place, referred_by: before }));
        trail.into_iter().rev().fold(None, add)
    }

    /// All references from one file to another.
    fn edges(&self) -> Vec<Edge> {
        let mut edges = Vec::new();
        for (from, File { name, parsed, .. }) in self.files.iter().enumerate() {
            let Ok(parsed) = parsed else { continue };
            reference::each(&parsed.value, &mut |path, reference| {
                if let Target::File(file) = reference::locate(name, reference)
                    && let Some(Ok(to)) = self.names.get(&file)
                    && *to != from
                {
                    let target = reference::decoded(reference::split(reference).1).into_owned();
                    edges.push(Edge { from, place: reference::pointer(path), to: *to, target });
                }
            });
        }
        edges
    }
}

/// A reference from one file to another.
struct Edge {
    from: usize,
    place: String,
    to: usize,
    target: String,
}

fn pointer_of(place: &Place) -> String {
    match &place.at {
        crate::problem::At::Pointer(pointer) => pointer.clone(),
        crate::problem::At::File | crate::problem::At::Line(..) => String::new(),
    }
}
