//! From two specs to what changed between them: does a client of the old one keep working against the new service?

mod bodies;
mod constraints;
mod matching;
mod members;
mod operations;
mod params;
mod positions;
mod reach;
mod refs;
mod service;
mod types;

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use serde::Serialize;

use super::{Change, Direction, Rule, Spot, Subject, sort};
use crate::spec::{Api, OperationId, TypeRef};

use self::matching::Matched;
use self::reach::Reach;

/// Compares two specs; the heaviest changes come first.
pub fn compare(old: &Api, new: &Api) -> Vec<Change> {
    let matched = matching::find(old, new);
    let (old_reach, new_reach) = (Reach::of(old), Reach::of(new));
    let mut compare = Compare { old, new, matched, old_reach, new_reach, changes: Vec::new() };
    service::compare(&mut compare);
    operations::compare(&mut compare);
    types::compare(&mut compare);
    let mut changes = compare.changes;
    sort(&mut changes);
    changes
}

/// The comparison so far.
struct Compare<'a> {
    old: &'a Api,
    new: &'a Api,
    matched: Matched<'a>,
    old_reach: Reach<'a>,
    new_reach: Reach<'a>,
    changes: Vec<Change>,
}

/// A place in both specs.
#[derive(Clone, Debug)]
struct At {
    what: String,
    subject: Subject,
    direction: Direction,
    operations: Rc<[OperationId]>,
    old: Spot,
    new: Spot,
}

impl At {
    /// The place below this one, which is called so and has those tokens in both specs.
    fn down(&self, called: &str, tokens: &[&str]) -> Self {
        Self { old: self.old.down(tokens), ..self.only_new(called, tokens) }
    }

    /// The place below this one that only the new spec has.
    fn only_new(&self, called: &str, tokens: &[&str]) -> Self {
        Self { what: format!("{}{called}", self.what), new: self.new.down(tokens), ..self.clone() }
    }

    /// The place below this one that only the old spec has.
    fn only_old(&self, called: &str, tokens: &[&str]) -> Self {
        Self { what: format!("{}{called}", self.what), old: self.old.down(tokens), ..self.clone() }
    }

    /// The same place, of what goes in that direction alone.
    fn toward(&self, direction: Direction) -> Self {
        Self { direction, ..self.clone() }
    }
}

impl<'a> Compare<'a> {
    fn push(&mut self, at: &At, rule: Rule, before: Option<String>, after: Option<String>) {
        self.changes.push(Change {
            rule,
            severity: rule.severity(at.direction),
            direction: at.direction,
            subject: at.subject.clone(),
            what: at.what.clone(),
            old: Some(at.old.place()),
            new: Some(at.new.place()),
            before,
            after,
            operations: at.operations.to_vec(),
        });
    }

    /// Reports a changed value, which is shown as in the spec.
    fn moved<T: Serialize>(&mut self, at: &At, rule: Rule, old: &T, new: &T) {
        self.push(at, rule, shown(old), shown(new));
    }

    fn docs(&mut self, at: &At, old: &str, new: &str) {
        if old != new {
            let text = |text: &str| (!text.is_empty()).then(|| text.to_owned());
            self.push(at, Rule::DocsChanged, text(old), text(new));
        }
    }

    fn deprecated(&mut self, at: &At, old: bool, new: bool) {
        match (old, new) {
            (false, true) => self.push(at, Rule::Deprecated, None, None),
            (true, false) => self.push(at, Rule::Undeprecated, None, None),
            (false, false) | (true, true) => {}
        }
    }

    fn default<T: Serialize + PartialEq>(&mut self, at: &At, old: Option<&T>, new: Option<&T>) {
        let rule = match (old, new) {
            (None, Some(_)) => Rule::DefaultAdded,
            (Some(_), None) => Rule::DefaultRemoved,
            (Some(old), Some(new)) if old != new => Rule::DefaultChanged,
            (Some(_), Some(_)) | (None, None) => return,
        };
        self.push(at, rule, old.and_then(shown), new.and_then(shown));
    }

    /// What the two types differ in; `retyped` is the rule where they have nothing to do with each other.
    fn ty(&mut self, at: &At, old: &TypeRef, new: &TypeRef, retyped: Rule) {
        for rule in refs::moves(self, old, new, retyped) {
            self.push(at, rule, Some(old.to_string()), Some(new.to_string()));
        }
    }

    /// The operations, by their names in the new spec, that a model of either spec reaches, and how.
    fn reached(&self, old: Option<&str>, new: Option<&str>) -> (Direction, Rc<[OperationId]>) {
        let mut ids = BTreeSet::new();
        let mut direction = Direction::Neither;
        if let Some(old) = old {
            let (way, found) = self.old_reach.find(old);
            direction = direction.or(way);
            ids.extend(found.iter().map(|id| self.matched.operation(id).to_owned()));
        }
        if let Some(new) = new {
            let (way, found) = self.new_reach.find(new);
            direction = direction.or(way);
            ids.extend(found.iter().map(|id| (*id).to_owned()));
        }
        (direction, ids.into_iter().collect())
    }
}

/// A value as it is written in the spec.
fn shown<T: Serialize + ?Sized>(value: &T) -> Option<String> {
    let text = serde_json::to_string(value).expect("the spec's own types have a JSON form");
    // A string alone needs no quotes.
    Some(serde_json::from_str::<String>(&text).unwrap_or(text))
}

/// Calls `visit` with each key of two maps, in order, and the values of both.
fn each<'m, K: Ord, V>(
    old: &'m BTreeMap<K, V>,
    new: &'m BTreeMap<K, V>,
    mut visit: impl FnMut(&'m K, Option<&'m V>, Option<&'m V>),
) {
    let names: BTreeSet<&K> = old.keys().chain(new.keys()).collect();
    for name in names {
        visit(name, old.get(name), new.get(name));
    }
}
