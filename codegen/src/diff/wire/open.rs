//! Compares enums beside which the source allows any other string at one location: `anyOf` of a reference and a string.

use super::super::Rule;
use super::compare::{At, Compare};
use super::refs;
use super::singles::{Valued, bare};
use crate::spec::{Api, OTHER_VALUES, Scalar, Shape, TypeRef};

/// What changed of a string or an enum of strings.
pub(super) struct Moved {
    rules: Vec<Rule>,
    before: String,
    after: String,
}

impl Moved {
    pub(super) fn report(&self, compare: &mut Compare<'_>, at: &At) {
        for rule in &self.rules {
            compare.push(at, *rule, Some(self.before.clone()), Some(self.after.clone()));
        }
    }
}

/// Whether a location states that any other string is allowed.
pub(super) fn states(value: &Valued<'_>) -> bool {
    value.constraints.others.iter().any(|other| other.starts_with(OTHER_VALUES))
}

/// What changed of a value, if either side allows any other string at that location. `None` if neither does, or if a
/// side is no string.
pub(super) fn moved(compare: &Compare<'_>, old: Valued<'_>, new: Valued<'_>) -> Option<Moved> {
    if !states(&old) && !states(&new) {
        return None;
    }
    let (before, after) = (Text::of(compare.old, &old)?, Text::of(compare.new, &new)?);
    let is_same = refs::same_name(compare, bare(old.ty?), bare(new.ty?));
    let mut rules = Vec::new();
    match (before.is_open, after.is_open) {
        (true, true) => rules.extend((!is_same && before.values != after.values).then_some(Rule::DocsChanged)),
        (false, true) => rules.push(Rule::EnumOpened),
        (true, false) => rules.push(Rule::EnumClosed),
        (false, false) => return None,
    }
    match (before.is_nullable, after.is_nullable) {
        (false, true) => rules.push(Rule::NullAllowed),
        (true, false) => rules.push(Rule::NullRefused),
        (false, false) | (true, true) => {}
    }
    let text = |value: Valued<'_>| {
        let ty = value.ty.map(TypeRef::to_string).unwrap_or_default();
        if states(&value) { format!("{ty}, or any other string") } else { ty }
    };
    Some(Moved { rules, before: text(old), after: text(new) })
}

/// The strings that a location allows.
struct Text {
    /// Whether any other string is allowed.
    is_open: bool,
    is_nullable: bool,
    /// The values that are listed, sorted.
    values: Vec<String>,
}

impl Text {
    fn of(api: &Api, value: &Valued<'_>) -> Option<Self> {
        let ty = value.ty?;
        let is_nullable = matches!(ty, TypeRef::Nullable(_));
        let of = |is_open, values| Some(Self { is_open, is_nullable, values });
        match refs::resolved(api, bare(ty)) {
            TypeRef::Scalar(Scalar::String) => of(true, Vec::new()),
            TypeRef::Named(name, _) => match &api.types.get(name)?.shape {
                Shape::Strings(listed) => {
                    let mut values: Vec<String> = listed.values.iter().map(|value| value.value.clone()).collect();
                    values.sort_unstable();
                    of(listed.open || states(value), values)
                }
                Shape::Struct(_) | Shape::Integers(_) | Shape::Union(_) | Shape::Alias(_) => None,
            },
            _ => None,
        }
    }
}
