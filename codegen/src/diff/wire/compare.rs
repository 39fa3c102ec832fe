//! The state of a comparison, and the methods that report changes.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::rc::Rc;

use serde::Serialize;

use super::forms::Forms;
use super::matching::Matched;
use super::reach::Reach;
use super::words;
use crate::diff::place::Trail;
use crate::diff::{Change, Direction, Rule, Spot, Subject};
use crate::spec::{Api, OperationId, Xml};

/// The state of a comparison.
pub(super) struct Compare<'a> {
    pub(super) old: &'a Api,
    pub(super) new: &'a Api,
    pub(super) matched: Matched<'a>,
    pub(super) old_reach: Reach<'a>,
    pub(super) new_reach: Reach<'a>,
    /// The enums of strings of the old and the new spec all of whose uses allow any other string.
    pub(super) always_open: [HashSet<&'a str>; 2],
    /// How the models of the old and the new spec are written.
    pub(super) forms: [Forms<'a>; 2],
    /// The models of the old spec by their locations in the source.
    pub(super) old_places: HashMap<&'a str, &'a str>,
    /// The locations at which another model than before describes the values: the old name and the new one.
    pub(super) replaced: Vec<(At, (String, String))>,
    pub(super) changes: Vec<Change>,
}

/// A location in both specs.
#[derive(Clone, Debug)]
pub(super) struct At {
    /// What is called so in reports, in parts from the outside in.
    pub(super) what: Trail,
    pub(super) subject: Rc<Subject>,
    pub(super) direction: Direction,
    pub(super) operations: Rc<[OperationId]>,
    pub(super) old: Spot,
    pub(super) new: Spot,
}

impl At {
    /// The location below this one with that name in reports and those tokens in both specs.
    pub(super) fn down(&self, called: &str, tokens: &[&str]) -> Self {
        let Self { what, subject, direction, operations, old, new } = self;
        Self {
            what: if called.is_empty() { what.clone() } else { what.then(called) },
            subject: Rc::clone(subject),
            direction: *direction,
            operations: Rc::clone(operations),
            old: old.down(tokens),
            new: new.down(tokens),
        }
    }

    /// The location below this one that only the new spec has.
    pub(super) fn only_new(&self, called: &str, tokens: &[&str]) -> Self {
        Self { old: self.old.clone(), ..self.down(called, tokens) }
    }

    /// The location below this one that only the old spec has.
    pub(super) fn only_old(&self, called: &str, tokens: &[&str]) -> Self {
        Self { new: self.new.clone(), ..self.down(called, tokens) }
    }

    /// The same location, for values that are sent in one direction only.
    pub(super) fn toward(&self, direction: Direction) -> Self {
        Self { direction, ..self.clone() }
    }
}

impl<'a> Compare<'a> {
    pub(super) fn push(&mut self, at: &At, rule: Rule, before: Option<String>, after: Option<String>) {
        self.changes.push(Change {
            rule,
            severity: rule.severity(at.direction),
            direction: at.direction,
            subject: (*at.subject).clone(),
            what: at.what.parts().concat(),
            old: Some(at.old.place()),
            new: Some(at.new.place()),
            before,
            after,
            operations: at.operations.to_vec(),
            parts: Vec::new(),
            accepted: None,
        });
    }

    pub(super) fn docs(&mut self, at: &At, old: &str, new: &str) {
        if old != new {
            let text = |text: &str| (!text.is_empty()).then(|| text.to_owned());
            self.push(at, Rule::DocsChanged, text(old), text(new));
        }
    }

    pub(super) fn deprecated(&mut self, at: &At, old: bool, new: bool) {
        match (old, new) {
            (false, true) => self.push(at, Rule::Deprecated, None, None),
            (true, false) => self.push(at, Rule::Undeprecated, None, None),
            (false, false) | (true, true) => {}
        }
    }

    /// Compares the date from which something may be removed.
    pub(super) fn sunset(&mut self, at: &At, old: Option<&str>, new: Option<&str>) {
        let rule = match (old, new) {
            (None, Some(_)) => Rule::SunsetAdded,
            (Some(_), None) => Rule::SunsetRemoved,
            (Some(old), Some(new)) if old != new => Rule::SunsetChanged,
            (Some(_), Some(_)) | (None, None) => return,
        };
        self.push(at, rule, old.map(str::to_owned), new.map(str::to_owned));
    }

    /// Compares the stability of an operation or a value. Without a statement, it is stable.
    pub(super) fn stability(&mut self, at: &At, old: Option<&str>, new: Option<&str>) {
        const LEVELS: [&str; 5] = ["draft", "experimental", "alpha", "beta", "stable"];
        let level =
            |text: Option<&str>| LEVELS.iter().position(|level| text.unwrap_or("stable").eq_ignore_ascii_case(level));
        let rule = match (level(old), level(new)) {
            (Some(old), Some(new)) if old == new => return,
            (Some(old), Some(new)) if old > new => Rule::StabilityLowered,
            (Some(_), Some(_)) => Rule::StabilityRaised,
            (_, _) if old == new => return,
            (_, _) => Rule::StabilityChanged,
        };
        self.push(at, rule, old.map(str::to_owned), new.map(str::to_owned));
    }

    /// Compares the XML form of a value. An API without XML bodies has none.
    pub(super) fn xml(&mut self, at: &At, old: Option<&Xml>, new: Option<&Xml>) {
        if old != new {
            let below = at.down("", &["xml"]);
            // A prefix only stands for its namespace.
            let is_same = old.map(without_prefix).unwrap_or_default() == new.map(without_prefix).unwrap_or_default();
            let rule = if is_same { Rule::DocsChanged } else { Rule::XmlChanged };
            self.push(&below, rule, old.map(words::xml), new.map(words::xml));
        }
    }

    pub(super) fn default<T: Serialize + PartialEq>(&mut self, at: &At, old: Option<&T>, new: Option<&T>) {
        let rule = match (old, new) {
            (None, Some(_)) => Rule::DefaultAdded,
            (Some(_), None) => Rule::DefaultRemoved,
            (Some(old), Some(new)) if old != new => Rule::DefaultChanged,
            (Some(_), Some(_)) | (None, None) => return,
        };
        self.push(at, rule, old.map(words::json), new.map(words::json));
    }

    /// The direction of a model's values, and the operations that use the model in either spec, by their names in the
    /// new one.
    pub(super) fn reached(&self, old: Option<&str>, new: Option<&str>) -> (Direction, Rc<[OperationId]>) {
        let mut ids = BTreeSet::new();
        let mut ways = Vec::new();
        if let Some(old) = old {
            let (way, found) = self.old_reach.find(old);
            ways.push(way);
            ids.extend(found.iter().map(|id| self.matched.operation(id).to_owned()));
        }
        if let Some(new) = new {
            let (way, found) = self.new_reach.find(new);
            ways.push(way);
            ids.extend(found.iter().map(|id| (*id).to_owned()));
        }
        // Where only one side sends the model, or receives it, the uses report what describes the values instead.
        let direction = ways.into_iter().fold(Direction::Both, Direction::and);
        let ids = if direction == Direction::Neither { Rc::default() } else { ids.into_iter().collect() };
        (direction, ids)
    }
}

fn without_prefix(xml: &Xml) -> Xml {
    Xml { prefix: None, items: xml.items.as_deref().map(|items| Box::new(without_prefix(items))), ..xml.clone() }
}
