//! Compares a constant with a list of values: `const: a` allows one value of `enum: [a, b]`. Null is the constant of
//! `type: null`, which is compared with any type.

use serde_json::Value;

use super::super::Rule;
use super::compare::{At, Compare};
use super::effect::Effect;
use super::refs;
use super::words;
use crate::spec::{Api, Constraints, Scalar, Shape, TypeRef};

/// A value on one side: its type and its constraints.
#[derive(Clone, Copy)]
pub(super) struct Valued<'a> {
    pub(super) ty: Option<&'a TypeRef>,
    pub(super) constraints: &'a Constraints,
}

/// The type without null.
pub(super) fn bare(ty: &TypeRef) -> &TypeRef {
    match ty {
        TypeRef::Nullable(inner) => inner,
        other => other,
    }
}

/// A location that has one value on one side and a list of values on the other.
pub(super) struct Single {
    /// The location below the compared value: ` item 2`, or nothing.
    pub(super) called: String,
    rule: Rule,
    before: Option<String>,
    after: Option<String>,
}

impl Single {
    pub(super) fn report(&self, compare: &mut Compare<'_>, at: &At) {
        compare.push(at, self.rule, self.before.clone(), self.after.clone());
    }
}

/// The locations with one value on one side, and what is left to compare.
#[derive(Default)]
pub(super) struct Singles {
    pub(super) singles: Vec<Single>,
    left: Option<[Side; 2]>,
}

impl Singles {
    /// Both values without the parts that `singles` reports.
    pub(super) fn values<'a>(&'a self, old: Valued<'a>, new: Valued<'a>) -> (Valued<'a>, Valued<'a>) {
        match &self.left {
            Some([old, new]) => (old.valued(), new.valued()),
            None => (old, new),
        }
    }
}

/// The type and the constraints of a value on one side.
struct Side {
    ty: TypeRef,
    constraints: Constraints,
}

impl Side {
    fn valued(&self) -> Valued<'_> {
        Valued { ty: Some(&self.ty), constraints: &self.constraints }
    }
}

/// Finds the locations of two values, at any depth of lists, maps and tuples, that have one value on one side and a
/// list of values on the other. The types alone would suggest that any string became a list of strings. `retyped` is
/// the rule for a value that was null, or is null, and never both.
pub(super) fn singles(compare: &Compare<'_>, old: Valued<'_>, new: Valued<'_>, retyped: Rule) -> Singles {
    let (Some(old_ty), Some(new_ty)) = (old.ty, new.ty) else { return Singles::default() };
    if !has_constant(old.constraints) && !has_constant(new.constraints) {
        return Singles::default();
    }
    let [mut before, mut after] = [(old_ty, old.constraints), (new_ty, new.constraints)]
        .map(|(ty, constraints)| Side { ty: ty.clone(), constraints: constraints.clone() });
    let mut found = Vec::new();
    find(compare, "", &mut before, &mut after, retyped, &mut found);
    Singles { left: (!found.is_empty()).then_some([before, after]), singles: found }
}

fn has_constant(constraints: &Constraints) -> bool {
    constraints.constant.is_some()
        || constraints.items.as_deref().is_some_and(has_constant)
        || constraints.others.iter().any(|other| other.contains("\"constant\""))
}

/// Moves the locations from both sides to `found`.
fn find(compare: &Compare<'_>, called: &str, old: &mut Side, new: &mut Side, retyped: Rule, found: &mut Vec<Single>) {
    if let (Some(before), Some(after)) = (inner(old), inner(new))
        && before.len() == after.len()
    {
        let is_tuple = matches!(bare(&old.ty), TypeRef::Tuple(_));
        let mut both: Vec<(Side, Side)> = before.into_iter().zip(after).collect();
        for (index, (before, after)) in both.iter_mut().enumerate() {
            let called = if is_tuple { format!("{called} item {}", index + 1) } else { called.to_owned() };
            find(compare, &called, before, after, retyped, found);
        }
        let (before, after) = both.into_iter().unzip();
        set_inner(old, before);
        set_inner(new, after);
        return;
    }
    if is_null(&old.constraints) != is_null(&new.constraints) {
        let was_null = is_null(&old.constraints);
        let rule = match was_null {
            true if may_be_null(compare.new, &new.ty) => Rule::ConstraintLoosened,
            false if may_be_null(compare.old, &old.ty) => Rule::ConstraintTightened,
            true | false => retyped,
        };
        let text = |side: &Side| Some(if is_null(&side.constraints) { "null".to_owned() } else { words::ty(&side.ty) });
        found.push(Single { called: called.to_owned(), rule, before: text(old), after: text(new) });
        // The side that is null alone gets the other one's type and constraints, so that nothing is left to compare.
        let (null, other) = if was_null { (old, new) } else { (new, old) };
        null.ty = other.ty.clone();
        null.constraints = other.constraints.clone();
        return;
    }
    let in_union = match (&old.constraints.constant, &new.constraints.constant) {
        (Some(constant), None) if is_alternative(compare.new, &new.ty, constant) => Some(Rule::FormatWidened),
        (None, Some(constant)) if is_alternative(compare.old, &old.ty, constant) => Some(Rule::FormatNarrowed),
        (_, _) => None,
    };
    if let Some(rule) = in_union {
        let text = |side: &Side| side.constraints.constant.as_ref().map_or_else(|| words::ty(&side.ty), words::json);
        found.push(Single { called: called.to_owned(), rule, before: Some(text(old)), after: Some(text(new)) });
        // The union gets the type and the constraints of the constant, so that nothing but null is left to compare.
        let (constant, union) = if rule == Rule::FormatWidened { (old, new) } else { (new, old) };
        *bare_mut(&mut union.ty) = bare(&constant.ty).clone();
        union.constraints = constant.constraints.clone();
        return;
    }
    let moved = match (&old.constraints.constant, &new.constraints.constant) {
        (Some(constant), None) => allowed(compare.new, &new.ty, constant, Effect::Looser),
        (None, Some(constant)) => allowed(compare.old, &old.ty, constant, Effect::Tighter),
        (_, _) => None,
    };
    let Some(moved) = moved else { return };
    let (before, after) = (values(compare.old, old), values(compare.new, new));
    let rule = moved.rule().unwrap_or(Rule::ConstraintChanged);
    found.push(Single { called: called.to_owned(), rule, before, after });
    // The side with the list gets the type of the constant, so that nothing but null is left to compare.
    if old.constraints.constant.take().is_some() {
        *bare_mut(&mut new.ty) = bare(&old.ty).clone();
    } else {
        new.constraints.constant = None;
        *bare_mut(&mut old.ty) = bare(&new.ty).clone();
    }
}

/// Whether null is the only value.
pub(super) fn is_null(constraints: &Constraints) -> bool {
    constraints.constant == Some(Value::Null)
}

fn may_be_null(api: &Api, ty: &TypeRef) -> bool {
    matches!(refs::resolved(api, ty), TypeRef::Nullable(_) | TypeRef::Scalar(Scalar::Json))
}

/// How the values of the type compare with one of them: as `moved` if the type lists it. `None` if it lists no values.
fn allowed(api: &Api, ty: &TypeRef, constant: &Value, moved: Effect) -> Option<Effect> {
    let is_open = matches!(refs::resolved(api, bare(ty)), TypeRef::Named(name, _) if refs::is_open(api, name));
    Some(if listed(api, ty)?.contains(constant) || is_open { moved } else { Effect::Other })
}

/// Whether one of the types of a union lists the value.
fn is_alternative(api: &Api, ty: &TypeRef, constant: &Value) -> bool {
    let TypeRef::Named(name, _) = bare(refs::resolved(api, bare(ty))) else { return false };
    let Some(Shape::Union(union)) = api.types.get(name).map(|def| &def.shape) else { return false };
    union.variants.iter().any(|variant| listed(api, &variant.ty).is_some_and(|values| values.contains(constant)))
}

/// The values that a type lists, if it lists any.
fn listed(api: &Api, ty: &TypeRef) -> Option<Vec<Value>> {
    let TypeRef::Named(name, _) = bare(refs::resolved(api, bare(ty))) else { return None };
    match &api.types.get(name)?.shape {
        Shape::Strings(of) => Some(of.values.iter().map(|value| Value::from(value.value.as_str())).collect()),
        Shape::Integers(of) => Some(of.values.iter().map(|value| Value::from(value.value)).collect()),
        Shape::Struct(_) | Shape::Union(_) | Shape::Alias(_) => None,
    }
}

/// The only value of a type with its constraints: a constant, also that of an alias, or an enum of one value.
pub(super) fn only(api: &Api, ty: &TypeRef, constraints: &Constraints) -> Option<Value> {
    if constraints.constant.is_some() {
        return constraints.constant.clone();
    }
    let TypeRef::Named(name, _) = ty else { return None };
    let def = api.types.get(name)?;
    match &def.shape {
        Shape::Alias(inner) if inner != ty => only(api, inner, &def.constraints),
        _ if refs::is_open(api, name) => None,
        _ => <[Value; 1]>::try_from(listed(api, ty)?).ok().map(|[value]| value),
    }
}

/// The values that a type and a constant allow, in words.
fn values(api: &Api, side: &Side) -> Option<String> {
    match &side.constraints.constant {
        Some(constant) => Some(words::json(constant)),
        None => Some(words::list(listed(api, &side.ty)?.iter().map(words::json))),
    }
}

fn bare_mut(ty: &mut TypeRef) -> &mut TypeRef {
    match ty {
        TypeRef::Nullable(inner) => inner,
        other => other,
    }
}

/// The items of a list or a tuple, or the values of a map, with their constraints.
fn inner(side: &Side) -> Option<Vec<Side>> {
    let Side { ty, constraints } = side;
    match bare(ty) {
        TypeRef::List(item) => {
            let constraints = constraints.items.as_deref().cloned().unwrap_or_default();
            Some(vec![Side { ty: (**item).clone(), constraints }])
        }
        TypeRef::Map(item) => {
            let constraints = of_values(constraints);
            Some(vec![Side { ty: (**item).clone(), constraints }])
        }
        TypeRef::Tuple(items) => {
            let stated: Vec<Constraints> = stated(constraints, PREFIX_ITEMS).unwrap_or_default();
            let mut stated = stated.into_iter();
            let side = |ty: &TypeRef| Side { ty: ty.clone(), constraints: stated.next().unwrap_or_default() };
            Some(items.iter().map(side).collect())
        }
        TypeRef::Named(..) | TypeRef::Param(_) | TypeRef::Scalar(_) | TypeRef::Nullable(_) => None,
    }
}

/// Sets what `inner` returned.
fn set_inner(side: &mut Side, inner: Vec<Side>) {
    let (mut types, constraints): (Vec<TypeRef>, Vec<Constraints>) =
        inner.into_iter().map(|Side { ty, constraints }| (ty, constraints)).unzip();
    let first = || constraints.first().cloned().unwrap_or_default();
    match bare_mut(&mut side.ty) {
        TypeRef::List(item) => {
            **item = types.swap_remove(0);
            side.constraints.items = Some(first()).filter(|items| !items.is_empty()).map(Box::new);
        }
        TypeRef::Map(item) => {
            **item = types.swap_remove(0);
            state(&mut side.constraints, ADDITIONAL_PROPERTIES, (!first().is_empty()).then(first));
        }
        TypeRef::Tuple(items) => {
            *items = types;
            let is_stated = constraints.iter().any(|item| !item.is_empty());
            state(&mut side.constraints, PREFIX_ITEMS, is_stated.then_some(constraints));
        }
        TypeRef::Named(..) | TypeRef::Param(_) | TypeRef::Scalar(_) | TypeRef::Nullable(_) => {}
    }
}

/// The keywords of the constraints on the values of a map and on the items of a tuple, which the spec keeps in lines.
const ADDITIONAL_PROPERTIES: &str = "additionalProperties";
const PREFIX_ITEMS: &str = "prefixItems";

/// The constraints on the values of a map, or on additional properties.
pub(super) fn of_values(constraints: &Constraints) -> Constraints {
    stated(constraints, ADDITIONAL_PROPERTIES).unwrap_or_default()
}

/// The constraints in the line of a keyword.
fn stated<T: serde::de::DeserializeOwned>(constraints: &Constraints, keyword: &str) -> Option<T> {
    let line = |other: &String| serde_json::from_str(other.strip_prefix(keyword)?.strip_prefix(": ")?).ok();
    constraints.others.iter().find_map(line)
}

/// Replaces the constraints in the line of a keyword.
fn state<T: serde::Serialize>(constraints: &mut Constraints, keyword: &str, stated: Option<T>) {
    let prefix = format!("{keyword}: ");
    constraints.others.retain(|other| !other.starts_with(&prefix));
    let json = stated.map(|stated| serde_json::to_string(&stated).expect("constraints have a JSON form"));
    constraints.others.extend(json.map(|json| format!("{prefix}{json}")));
}
