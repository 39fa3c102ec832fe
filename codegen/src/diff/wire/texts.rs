//! Compares values that are written as text: those of parameters, of headers, and of properties of forms. Types whose
//! values are written as the same text differ only in what they allow.

use super::super::Rule;
use super::compare::{At, Compare};
use super::exclusive::{self, Kind};
use super::forms::Lists;
use super::refs;
use super::singles::{Valued, bare};
use super::words;
use crate::spec::{Api, Constraints, STABILITY, SUNSET, Scalar, TypeRef};

/// What two values have in common as text.
pub(super) struct Texts {
    rule: Option<Rule>,
    /// The types with the constraints that are left to compare.
    before: (TypeRef, Constraints),
    after: (TypeRef, Constraints),
    /// Whether a list is a single string on the other side.
    pub(super) is_joined: bool,
}

impl Texts {
    /// Both values as far as they are left to compare.
    pub(super) fn values(&self) -> (Valued<'_>, Valued<'_>) {
        (
            Valued { ty: Some(&self.before.0), constraints: &self.before.1 },
            Valued { ty: Some(&self.after.0), constraints: &self.after.1 },
        )
    }

    /// Reports how the allowed values differ.
    pub(super) fn report(&self, compare: &mut Compare<'_>, at: &At, old: &TypeRef, new: &TypeRef) {
        if let Some(rule) = self.rule {
            compare.push(at, rule, Some(words::ty(old)), Some(words::ty(new)));
        }
    }

    /// Two values of which nothing but the rule is left: the constraints of one side are about the value, those of the
    /// other about its text.
    pub(super) fn only(rule: Rule, is_joined: bool) -> Self {
        let text = (TypeRef::Scalar(Scalar::String), Constraints::default());
        Self { rule: Some(rule), before: text.clone(), after: text, is_joined }
    }
}

/// Compares two values as text; `None` if the types say what changed.
pub(super) fn compare(compare: &Compare<'_>, old: Valued<'_>, new: Valued<'_>, lists: Lists) -> Option<Texts> {
    let (old_ty, new_ty) = (old.ty?, new.ty?);
    if let Some((rule, [before, after])) = types(compare, old_ty, new_ty) {
        let (before, after) = ((before, old.constraints.clone()), (after, new.constraints.clone()));
        return Some(Texts { rule, before, after, is_joined: false });
    }
    let same = |old: &TypeRef, new: &TypeRef| refs::moves(compare, old, new, Rule::ParamRetyped).is_empty();
    let is_string = |ty: &TypeRef| *ty == TypeRef::Scalar(Scalar::String);
    let list = |value: Valued<'_>, ty: &TypeRef| (ty.clone(), value.constraints.clone());
    match (refs::resolved(compare.old, old_ty), refs::resolved(compare.new, new_ty)) {
        (TypeRef::List(_), TypeRef::List(_)) => None,
        // One value is also a list of one.
        (one, TypeRef::List(item)) if lists == Lists::Repeated && same(one, item) => Some(Texts {
            rule: Some(Rule::FormatWidened),
            before: list_of_one(old_ty, old.constraints, new.constraints),
            after: list(new, new_ty),
            is_joined: false,
        }),
        (TypeRef::List(item), one) if lists == Lists::Repeated && same(item, one) => Some(Texts {
            rule: Some(Rule::FormatNarrowed),
            before: list(old, old_ty),
            after: list_of_one(new_ty, new.constraints, old.constraints),
            is_joined: false,
        }),
        // A list with commas is also a string.
        (TypeRef::List(_), one) if lists == Lists::Joined && is_string(one) => {
            Some(Texts::only(Rule::FormatWidened, true))
        }
        (one, TypeRef::List(_)) if lists == Lists::Joined && is_string(one) => {
            Some(Texts::only(Rule::FormatNarrowed, true))
        }
        (_, _) => None,
    }
}

/// The rule for two types whose values are written alike, although they differ: `q=5` is a string as well, and `q=true`
/// a value of an enum of `true` and `false`. There is none if both allow the same texts. The types are those of the
/// texts. `None` if the types say what changed.
fn types(compare: &Compare<'_>, old: &TypeRef, new: &TypeRef) -> Option<(Option<Rule>, [TypeRef; 2])> {
    let before = (compare.old, refs::resolved(compare.old, old));
    let after = (compare.new, refs::resolved(compare.new, new));
    if let (TypeRef::List(old), TypeRef::List(new)) = (before.1, after.1) {
        let (rule, both) = types(compare, old, new)?;
        return Some((rule, both.map(|item| TypeRef::List(Box::new(item)))));
    }
    if matches!(before.1, TypeRef::Nullable(_)) || matches!(after.1, TypeRef::Nullable(_)) {
        let (rule, [old, new]) = types(compare, bare(before.1), bare(after.1))?;
        let nullable = |ty: &TypeRef, text| match ty {
            TypeRef::Nullable(_) => TypeRef::Nullable(Box::new(text)),
            _ => text,
        };
        return Some((rule, [nullable(before.1, old), nullable(after.1, new)]));
    }
    let widened = is_wider(before.1, after).map(|more| more.then_some(Rule::FormatWidened));
    let rule = widened.or_else(|| is_wider(after.1, before).map(|more| more.then_some(Rule::FormatNarrowed)))?;
    Some((rule, [TypeRef::Scalar(Scalar::String), TypeRef::Scalar(Scalar::String)]))
}

/// Whether a type has further values than a number or a boolean, all of whose values it has as strings; `None` if it
/// does not have them.
fn is_wider(one: &TypeRef, (api, other): (&Api, &TypeRef)) -> Option<bool> {
    match (one, other) {
        (TypeRef::Scalar(Scalar::Boolean), TypeRef::Named(..)) => {
            let values = refs::listed(api, other)?;
            let has_both = values.contains(&"true") && values.contains(&"false");
            has_both.then_some(values.len() != 2)
        }
        (TypeRef::Scalar(scalar), TypeRef::Scalar(Scalar::String)) => {
            let is_text = *scalar == Scalar::Decimal
                || matches!(exclusive::scalar_kind(*scalar), Some(Kind::Number | Kind::Boolean));
            is_text.then_some(true)
        }
        (_, _) => None,
    }
}

/// A value as a list with this value alone, in the constraints of the list that it became or was.
fn list_of_one(one: &TypeRef, constraints: &Constraints, list: &Constraints) -> (TypeRef, Constraints) {
    let mut items = constraints.clone();
    let is_of_value = |line: &String| [SUNSET, STABILITY].iter().any(|name| line.starts_with(name));
    let others = items.others.extract_if(.., |line| is_of_value(line)).collect();
    let constraints = Constraints {
        items: (items != Constraints::default()).then(|| Box::new(items)),
        min_items: list.min_items.map(|_| 1),
        max_items: list.max_items.map(|_| 1),
        unique_items: list.unique_items,
        others,
        ..Constraints::default()
    };
    (TypeRef::List(Box::new(one.clone())), constraints)
}
