//! Which values are allowed: fewer, more, or others.

use serde_json::{Number, Value};

use super::super::Rule;
use super::compare::{At, Compare, shown};
use crate::spec::Constraints;

/// How a limit moved.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Moved {
    Not,
    Tighter,
    Looser,
    Other,
}

/// Compares what values are allowed; one change tells all of it.
pub(super) fn compare(compare: &mut Compare, at: &At, old: &Constraints, new: &Constraints) {
    let moves = moves(old, new);
    let has = |moved: Moved| moves.contains(&moved);
    let rule = match (has(Moved::Tighter), has(Moved::Looser), has(Moved::Other)) {
        (false, false, false) => return,
        (true, false, false) => Rule::ConstraintTightened,
        (false, true, false) => Rule::ConstraintLoosened,
        (true, true, _) | (_, _, true) => Rule::ConstraintChanged,
    };
    let text = |constraints: &Constraints| (!constraints.is_empty()).then(|| shown(constraints)).flatten();
    compare.push(&at.down("", &["constraints"]), rule, text(old), text(new));
}

/// How each limit moved, those of items too.
fn moves(old: &Constraints, new: &Constraints) -> Vec<Moved> {
    let Constraints {
        constant,
        min_length,
        max_length,
        pattern,
        minimum,
        maximum,
        exclusive_minimum,
        exclusive_maximum,
        multiple_of,
        min_items,
        max_items,
        unique_items,
        items,
        others,
    } = new;
    let mut moved = vec![
        stated(old.constant.as_ref(), constant.as_ref()),
        limit(count(old.min_length), count(*min_length), true),
        limit(count(old.max_length), count(*max_length), false),
        stated(old.pattern.as_ref(), pattern.as_ref()),
        limit(number(&old.minimum), number(minimum), true),
        limit(number(&old.maximum), number(maximum), false),
        limit(number(&old.exclusive_minimum), number(exclusive_minimum), true),
        limit(number(&old.exclusive_maximum), number(exclusive_maximum), false),
        stated(old.multiple_of.as_ref(), multiple_of.as_ref()),
        limit(count(old.min_items), count(*min_items), true),
        limit(count(old.max_items), count(*max_items), false),
        match (old.unique_items, unique_items) {
            (false, true) => Moved::Tighter,
            (true, false) => Moved::Looser,
            (false, false) | (true, true) => Moved::Not,
        },
        match (old.others.as_slice(), others.as_slice()) {
            (old, new) if old == new => Moved::Not,
            ([], _) => Moved::Tighter,
            (_, []) => Moved::Looser,
            (_, _) => Moved::Other,
        },
    ];
    if old.items.is_some() || items.is_some() {
        let none = Constraints::default();
        moved.extend(moves(old.items.as_deref().unwrap_or(&none), items.as_deref().unwrap_or(&none)));
    }
    moved
}

fn stated<T: PartialEq>(old: Option<&T>, new: Option<&T>) -> Moved {
    match (old, new) {
        (None, Some(_)) => Moved::Tighter,
        (Some(_), None) => Moved::Looser,
        (Some(old), Some(new)) if old != new => Moved::Other,
        (Some(_), Some(_)) | (None, None) => Moved::Not,
    }
}

fn count(limit: Option<u64>) -> Option<Value> {
    limit.map(Value::from)
}

fn number(limit: &Option<Number>) -> Option<Value> {
    limit.clone().map(Value::Number)
}

/// A limit moved; `least` is one that values are not below.
fn limit(old: Option<Value>, new: Option<Value>, least: bool) -> Moved {
    let (old, new) = match (old, new) {
        (None, None) => return Moved::Not,
        (None, Some(_)) => return Moved::Tighter,
        (Some(_), None) => return Moved::Looser,
        (Some(old), Some(new)) if old == new => return Moved::Not,
        (Some(old), Some(new)) => (old, new),
    };
    // Integers beyond 2^53 are compared as such, since doubles would make them equal.
    let grows = match (old.as_i64(), new.as_i64(), old.as_f64(), new.as_f64()) {
        (Some(old), Some(new), ..) => Some(new > old),
        (_, _, Some(old), Some(new)) if old == new => None,
        (_, _, Some(old), Some(new)) => Some(new > old),
        (_, _, _, _) => None,
    };
    match grows {
        Some(grows) if grows == least => Moved::Tighter,
        Some(_) => Moved::Looser,
        None => Moved::Not,
    }
}
