//! Compares the keywords whose value is a numeric bound.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use serde_json::{Number, Value};

use super::effect::{Effect, Keywords};

/// The keywords that are compared here.
pub(super) const KEYWORDS: &[&str] = &[
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minLength",
    "maxLength",
    "minItems",
    "maxItems",
    "minProperties",
    "maxProperties",
    "minContains",
    "maxContains",
];

/// The changes of bounds, by keyword. For `integers`, bounds that allow the same integers are equal: above 0, and at
/// least 1.
pub(super) fn moves(old: &Keywords, new: &Keywords, integers: bool) -> BTreeMap<String, Effect> {
    let mut moves = BTreeMap::new();
    let mut add = |keyword: &str, moved: Effect| {
        if moved != Effect::Not {
            moves.insert(keyword.to_owned(), moved);
        }
    };
    for (inclusive, exclusive, is_least) in
        [("minimum", "exclusiveMinimum", true), ("maximum", "exclusiveMaximum", false)]
    {
        let of = |schema: &Keywords| end(schema, inclusive, exclusive, is_least, integers);
        let moved = limit(of(old), of(new), is_least);
        let keyword = if old.get(inclusive) == new.get(inclusive) { exclusive } else { inclusive };
        add(keyword, moved);
    }
    for (least, most) in [
        ("minLength", "maxLength"),
        ("minItems", "maxItems"),
        ("minProperties", "maxProperties"),
        ("minContains", "maxContains"),
    ] {
        // The default of `minContains` is 1; other minimum counts default to 0.
        let is_contains = least == "minContains";
        let unsaid = u64::from(is_contains);
        let no_contains = is_contains && !(old.contains_key("contains") && new.contains_key("contains"));
        if no_contains {
            continue;
        }
        let low = |schema: &Keywords| Some(End::at(schema.get(least).and_then(number).unwrap_or(unsaid.into())));
        add(least, limit(low(old), low(new), true));
        let high = |schema: &Keywords| schema.get(most).and_then(number).map(End::at);
        add(most, limit(high(old), high(new), false));
    }
    add("multipleOf", multiple(old.get("multipleOf"), new.get("multipleOf"), integers));
    moves
}

/// The lower or upper end of a range.
#[derive(Clone, Copy, Debug, PartialEq)]
struct End {
    value: Bound,
    /// Whether the number itself is excluded from the range.
    excluded: bool,
}

impl End {
    fn at(value: Bound) -> Self {
        Self { value, excluded: false }
    }
}

/// A number. Integers beyond 2^53 are kept as integers, since different ones may be the same double.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Bound {
    Whole(i128),
    Other(f64),
}

impl From<u64> for Bound {
    fn from(value: u64) -> Self {
        Self::Whole(value.into())
    }
}

impl Bound {
    fn double(self) -> f64 {
        match self {
            Self::Whole(value) => value as f64,
            Self::Other(value) => value,
        }
    }

    fn cmp(self, other: Self) -> Ordering {
        match (self, other) {
            (Self::Whole(one), Self::Whole(other)) => one.cmp(&other),
            (one, other) => one.double().total_cmp(&other.double()),
        }
    }
}

fn number(value: &Value) -> Option<Bound> {
    let number: &Number = value.as_number()?;
    let whole = number.as_i64().map(i128::from).or_else(|| number.as_u64().map(i128::from));
    // Beyond this size, a double may not be the intended integer.
    let double = number.as_f64()?;
    let whole = whole.or_else(|| (double.fract() == 0.0 && double.abs() < 9e15).then_some(double as i128));
    Some(whole.map_or(Bound::Other(double), Bound::Whole))
}

/// Removes the bounds that exclude no value between the least and the greatest one.
pub(super) fn remove_implied(schema: &mut Keywords, (least, greatest): (i128, i128)) {
    for (inclusive, exclusive, is_least, limit) in
        [("minimum", "exclusiveMinimum", true, least), ("maximum", "exclusiveMaximum", false, greatest)]
    {
        let implied = |end: End| match end.value.cmp(Bound::Whole(limit)) {
            Ordering::Equal => true,
            Ordering::Less => is_least,
            Ordering::Greater => !is_least,
        };
        if end(schema, inclusive, exclusive, is_least, true).is_some_and(implied) {
            schema.remove(inclusive);
            schema.remove(exclusive);
        }
    }
}

/// The least and the greatest integer that the bounds allow between the given ones.
pub(super) fn within(schema: &Keywords, (least, greatest): (i128, i128)) -> (i128, i128) {
    let stated = |inclusive, exclusive, is_least| match end(schema, inclusive, exclusive, is_least, true)?.value {
        Bound::Whole(value) => Some(value),
        Bound::Other(_) => None,
    };
    let low = stated("minimum", "exclusiveMinimum", true).unwrap_or(least);
    let high = stated("maximum", "exclusiveMaximum", false).unwrap_or(greatest);
    (low.max(least), high.min(greatest))
}

/// The end of a range that one or two keywords state.
fn end(schema: &Keywords, inclusive: &str, exclusive: &str, is_least: bool, integers: bool) -> Option<End> {
    let value = |keyword: &str| schema.get(keyword).and_then(number);
    // Before OpenAPI 3.1, the second keyword is a flag for the first one.
    let is_flagged = schema.get(exclusive) == Some(&Value::Bool(true));
    let first = value(inclusive).map(|value| End { value, excluded: is_flagged });
    let second = value(exclusive).map(|value| End { value, excluded: true });
    let narrower = match (first, second) {
        (Some(first), Some(second)) if limit(Some(first), Some(second), is_least) == Effect::Tighter => second,
        (Some(first), _) => first,
        (None, second) => second?,
    };
    Some(if integers { of_integers(narrower, is_least) } else { narrower })
}

/// The minimum or maximum integer of a range.
fn of_integers(end: End, is_least: bool) -> End {
    let step = if is_least { 1 } else { -1 };
    let value = match end.value {
        Bound::Whole(value) if end.excluded => Bound::Whole(value + step),
        Bound::Other(value) if value.abs() < 9e15 => {
            Bound::Whole(if is_least { value.ceil() } else { value.floor() } as i128)
        }
        other => other,
    };
    End::at(value)
}

/// How an end of a range moved; `is_least` is set for the lower end.
fn limit(old: Option<End>, new: Option<End>, is_least: bool) -> Effect {
    let (old, new) = match (old, new) {
        (None, None) => return Effect::Not,
        (None, Some(_)) => return Effect::Tighter,
        (Some(_), None) => return Effect::Looser,
        (Some(old), Some(new)) => (old, new),
    };
    let order = new.value.cmp(old.value);
    match (if is_least { order } else { order.reverse() }, old.excluded, new.excluded) {
        (Ordering::Greater, _, _) | (Ordering::Equal, false, true) => Effect::Tighter,
        (Ordering::Less, _, _) | (Ordering::Equal, true, false) => Effect::Looser,
        (Ordering::Equal, _, _) => Effect::Not,
    }
}

/// How the `multipleOf` of a value changed.
fn multiple(old: Option<&Value>, new: Option<&Value>, integers: bool) -> Effect {
    // Each integer is a multiple of 1, of 0.5 and of 0.1, so such a factor does not restrict integers.
    let says_something = |factor: &f64| !integers || (1.0 / factor).fract().abs() > 1e-9;
    let factor =
        |value: Option<&Value>| value.and_then(Value::as_f64).filter(|factor| *factor > 0.0).filter(says_something);
    let divides = |one: f64, other: f64| {
        let ratio = other / one;
        (ratio - ratio.round()).abs() < 1e-9
    };
    match (factor(old), factor(new)) {
        (None, None) => Effect::Not,
        (None, Some(_)) => Effect::Tighter,
        (Some(_), None) => Effect::Looser,
        (Some(old), Some(new)) => match (divides(old, new), divides(new, old)) {
            (true, true) => Effect::Not,
            (true, false) => Effect::Tighter,
            (false, true) => Effect::Looser,
            (false, false) => Effect::Other,
        },
    }
}
