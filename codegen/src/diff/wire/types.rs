//! Compares models: which exist, and the shape of their values.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::rc::Rc;

use super::super::place::Trail;
use super::super::{Rule, Spot, Subject};
use super::compare::{At, Compare};
use super::forms::{self, Lists};
use super::{members, pairs, refs, singles, unions, words};
use crate::spec::{
    Api, Constraints, IntegerEnum, IntegerFormat, IntegerValue, Scalar, Shape, StringEnum, StringValue, Struct,
    TypeDef, TypeRef, Union,
};

/// Compares all models.
pub(super) fn compare(compare: &mut Compare) {
    let (before, after) = (compare.old, compare.new);
    let pairs = compare.matched.types.clone();
    let names: BTreeSet<&str> = pairs.values().copied().collect();
    for (old, new) in &pairs {
        // The operations that use a model are only looked up for models that changed, which are few.
        if old == new && is_same(&before.types[*old], &after.types[*new]) {
            continue;
        }
        let at = at(compare, Some(old), Some(new));
        if old != new {
            compare.push(&at, Rule::TypeRenamed, Some((*old).to_owned()), Some((*new).to_owned()));
        }
        def(compare, &at, (old, &before.types[*old]), (new, &after.types[*new]));
    }
    for (name, def) in before.types.iter().filter(|(name, _)| !pairs.contains_key(name.as_str())) {
        let at = at(compare, Some(name), None);
        compare.push(&at, Rule::TypeRemoved, Some(kind(&def.shape).to_owned()), None);
    }
    for (name, def) in after.types.iter().filter(|(name, _)| !names.contains(name.as_str())) {
        let at = at(compare, None, Some(name));
        compare.push(&at, Rule::TypeAdded, None, Some(kind(&def.shape).to_owned()));
    }
}

/// Compares each model with the one that replaced it at a location. The changes have the name of the location, since
/// both models may exist on both sides.
pub(super) fn replaced(compare: &mut Compare) {
    let (before, after) = (compare.old, compare.new);
    for place in std::mem::take(&mut compare.replaced) {
        let mut seen = HashSet::new();
        let mut open = vec![place];
        while let Some((at, (old, new))) = open.pop() {
            if seen.insert((old.clone(), new.clone())) {
                let at = At { old: spot(Some(&old), before), new: spot(Some(&new), after), ..at };
                def(compare, &at, (&old, &before.types[&old]), (&new, &after.types[&new]));
                open.append(&mut compare.replaced);
            }
        }
    }
}

/// Whether two models are equal, apart from their locations, which have the names of the documents.
fn is_same(old: &TypeDef, new: &TypeDef) -> bool {
    let TypeDef { docs, deprecated, params, shape, constraints, xml, origin: _ } = old;
    *docs == new.docs
        && *deprecated == new.deprecated
        && *params == new.params
        && *shape == new.shape
        && *constraints == new.constraints
        && *xml == new.xml
}

fn at(compare: &Compare, old: Option<&str>, new: Option<&str>) -> At {
    let (direction, operations) = compare.reached(old, new);
    let name = new.or(old).unwrap_or_default().to_owned();
    At {
        what: Trail::default().then(&name),
        subject: Rc::new(Subject::Type(name)),
        direction,
        operations,
        old: spot(old, compare.old),
        new: spot(new, compare.new),
    }
}

fn spot(name: Option<&str>, api: &Api) -> Spot {
    match name {
        Some(name) => {
            let list = if api.unread_types.contains_key(name) { "unread_types" } else { "types" };
            Spot::top(&[list, name]).from(api.types[name].origin.as_ref())
        }
        None => Spot::top(&["types"]),
    }
}

fn kind(shape: &Shape) -> &'static str {
    match shape {
        Shape::Struct(_) => "an object",
        Shape::Strings(_) => "a string enum",
        Shape::Integers(_) => "an integer enum",
        Shape::Union(_) => "a union",
        Shape::Alias(_) => "another name for a type",
    }
}

fn def(compare: &mut Compare, at: &At, (old_name, old): (&str, &TypeDef), (name, new): (&str, &TypeDef)) {
    let TypeDef { docs, deprecated, params, shape, constraints, xml, origin: _ } = new;
    compare.docs(&at.down("", &["docs"]), &old.docs, docs);
    compare.deprecated(at, old.deprecated, *deprecated);
    if old.params.len() != params.len() {
        let [before, after] = [&old.params, params].map(|params| Some(words::list(params.iter())));
        compare.push(&at.down("", &["params"]), Rule::TypeParamsChanged, before, after);
    }
    compare.model_constraints(at, (old_name, old), (name, new));
    compare.model_element(at, (old_name, old.xml.as_ref()), (name, xml.as_ref()));
    // The shape of a model that is only null says nothing: its constraints have reported the change, and each use of
    // the model reports whether it was null before.
    if singles::is_null(&old.constraints) != singles::is_null(constraints) {
        return;
    }
    let below = at.down("", &["shape"]);
    match (&old.shape, shape) {
        (Shape::Struct(before), Shape::Struct(after)) => {
            let forms = match [compare.forms[0].get(old_name), compare.forms[1].get(name)] {
                [Some(old), Some(new)] => Some((*old, *new)),
                [_, _] => None,
            };
            let lists = |property: &str| forms.and_then(|(old, new)| forms::lists(old, new, property));
            let below = below.down("", &["struct"]);
            object(compare, &below, (before, &old.constraints), (after, constraints), &lists);
        }
        (Shape::Strings(old), Shape::Strings(new)) => {
            let is_open = compare.always_open[0].contains(old_name) && compare.always_open[1].contains(name);
            strings(compare, &below.down("", &["strings"]), old, new, is_open);
        }
        (Shape::Integers(old), Shape::Integers(new)) => integers(compare, &below.down("", &["integers"]), old, new),
        (Shape::Union(old), Shape::Union(new)) => unions::compare(compare, &below.down("", &["union"]), old, new),
        (Shape::Alias(old), Shape::Alias(new)) => {
            compare.ty(&below.down("", &["alias"]), old, new, Rule::TypeReshaped);
        }
        (old, new) => reshaped(compare, &below, (old_name, old), (name, new)),
    }
}

/// Reports that a model has another kind of shape. Less severe cases are: an enum that became any value, a type that
/// became a union with it, an object that became less specific; and the reverse of each.
fn reshaped(compare: &mut Compare, at: &At, (old_name, old): (&str, &Shape), (name, new): (&str, &Shape)) {
    // Another name for a model stands for that model, which is compared with the one on the other side.
    if (matches!(old, Shape::Alias(_)) || matches!(new, Shape::Alias(_)))
        && let (Some(before), Some(after)) = (target(compare.old, old_name, old), target(compare.new, name, new))
    {
        return compare.ty(at, &before, &after, Rule::TypeReshaped);
    }
    let scalar = |api, shape: &Shape| match shape {
        Shape::Alias(ty) => match refs::resolved(api, ty) {
            TypeRef::Scalar(scalar) => Some(*scalar),
            TypeRef::Named(..)
            | TypeRef::Param(_)
            | TypeRef::List(_)
            | TypeRef::Map(_)
            | TypeRef::Tuple(_)
            | TypeRef::Nullable(_) => None,
        },
        Shape::Struct(_) | Shape::Strings(_) | Shape::Integers(_) | Shape::Union(_) => None,
    };
    let is_integer = |scalar| matches!(scalar, Scalar::Int32 | Scalar::Int64 | Scalar::Uint32 | Scalar::Uint64);
    let rule = match (old, scalar(compare.old, old), new, scalar(compare.new, new)) {
        (_, _, _, Some(Scalar::Json)) => Rule::FormatWidened,
        (_, Some(Scalar::Json), _, _) => Rule::FormatNarrowed,
        // Any string was allowed already, or still is.
        (Shape::Strings(StringEnum { open: true, .. }), _, _, Some(Scalar::String))
        | (_, Some(Scalar::String), Shape::Strings(StringEnum { open: true, .. }), _) => Rule::DocsChanged,
        (Shape::Strings(_), _, _, Some(Scalar::String)) => Rule::EnumOpened,
        (Shape::Integers(_), _, _, Some(scalar)) if is_integer(scalar) => Rule::EnumOpened,
        (_, Some(Scalar::String), Shape::Strings(_), _) => Rule::EnumClosed,
        (_, Some(scalar), Shape::Integers(_), _) if is_integer(scalar) => Rule::EnumClosed,
        (old, _, Shape::Union(new), _)
            if is_type_of(compare, old, new, Rule::FormatWidened, &|other| (old_name, other)) =>
        {
            Rule::FormatWidened
        }
        (Shape::Union(old), _, new, _)
            if is_type_of(compare, new, old, Rule::FormatNarrowed, &|other| (other, name)) =>
        {
            Rule::FormatNarrowed
        }
        (Shape::Alias(ty), _, Shape::Struct(_), _) if refs::is_any_object(compare.old, ty) => Rule::FormatNarrowed,
        (Shape::Struct(_), _, Shape::Alias(ty), _) if refs::is_any_object(compare.new, ty) => Rule::FormatWidened,
        (_, _, _, _) => Rule::TypeReshaped,
    };
    let text = |shape: &Shape| match shape {
        Shape::Alias(ty) => words::ty(ty),
        other => kind(other).to_owned(),
    };
    compare.push(at, rule, Some(text(old)), Some(text(new)));
}

/// The model for which a shape stands: its own one, or for another name of a model that one.
fn target(api: &Api, name: &str, shape: &Shape) -> Option<TypeRef> {
    match shape {
        Shape::Alias(ty) => {
            let resolved = refs::resolved(api, ty);
            matches!(singles::bare(resolved), TypeRef::Named(..)).then(|| resolved.clone())
        }
        Shape::Struct(_) | Shape::Strings(_) | Shape::Integers(_) | Shape::Union(_) => {
            Some(TypeRef::Named(name.to_owned(), Vec::new()))
        }
    }
}

/// Whether a shape is one of the types of a union on the other side; `names` has the names of the old and the new
/// model.
fn is_type_of<'n>(
    compare: &Compare,
    shape: &'n Shape,
    union: &'n Union,
    rule: Rule,
    names: &dyn Fn(&'n str) -> (&'n str, &'n str),
) -> bool {
    match shape {
        Shape::Alias(ty) if rule == Rule::FormatWidened => {
            refs::has_type(compare, &union.variants, rule, |other| (ty, other))
        }
        Shape::Alias(ty) => refs::has_type(compare, &union.variants, rule, |other| (other, ty)),
        Shape::Union(_) => false,
        Shape::Struct(_) | Shape::Strings(_) | Shape::Integers(_) => union.variants.iter().any(|variant| {
            let TypeRef::Named(other, _) = &variant.ty else { return false };
            let (old, new) = names(other);
            refs::same_shape(compare, old, new)
        }),
    }
}

/// Whether no additional properties are allowed.
fn is_closed(constraints: &Constraints) -> bool {
    constraints.others.iter().any(|other| other == "additionalProperties: false")
}

/// Compares two objects, with the constraints of their models. `lists` says how a property is written, if it is text.
fn object(
    compare: &mut Compare,
    at: &At,
    (old, before): (&Struct, &Constraints),
    (new, after): (&Struct, &Constraints),
    lists: &dyn Fn(&str) -> Option<Lists>,
) {
    let Struct { members, rest } = new;
    members::compare(compare, at, &old.members, members, lists);
    // If additional properties are forbidden on one side, the constraints report the change.
    if !is_closed(before) && !is_closed(after) {
        // Without a statement, additional properties may have any value.
        const ANY: TypeRef = TypeRef::Scalar(Scalar::Json);
        let below = at.down(" (members without a name)", &["rest"]);
        compare.rest(&below, (old.rest.as_ref().unwrap_or(&ANY), before), (rest.as_ref().unwrap_or(&ANY), after));
    }
}

/// Compares two enums of strings. `is_open` is whether each of their uses allows any other string.
fn strings(compare: &mut Compare, at: &At, old: &StringEnum, new: &StringEnum, is_open: bool) {
    let StringEnum { open, values } = new;
    let is_open = is_open || old.open && *open;
    let listed = |of: &StringEnum| of.values.iter().map(|value| &*value.value).collect::<Vec<_>>().join(", ");
    let allowed = |of: &StringEnum| Some(if of.open { "any string".to_owned() } else { listed(of) });
    let opened = match (old.open, open) {
        (false, true) => Some(Rule::EnumOpened),
        (true, false) => Some(Rule::EnumClosed),
        (true, true) | (false, false) => None,
    };
    if let Some(rule) = opened {
        compare.push(&at.down("", &["open"]), rule, allowed(old), allowed(new));
    }
    let by_value = |values: &[StringValue]| -> BTreeMap<String, usize> {
        values.iter().enumerate().map(|(index, value)| (value.value.clone(), index)).collect()
    };
    let (before, after) = (by_value(&old.values), by_value(values));
    pairs::each(&before, &after, |value, left, right| {
        let called = format!(" value {value}");
        let below = value_at(at, &called, left, right);
        match (left, right) {
            (Some(left), Some(right)) => {
                let StringValue { value: _, docs } = &values[*right];
                compare.docs(&below, &old.values[*left].docs, docs);
            }
            // Where any other string is allowed as well, the listed ones are documentation.
            (Some(_), None) if is_open => {
                compare.push(&below, Rule::DocsChanged, Some(value.clone()), None);
            }
            (None, Some(_)) if is_open => {
                compare.push(&below, Rule::DocsChanged, None, Some(value.clone()));
            }
            // That the list became open or closed is already reported as one change.
            (Some(_), None) | (None, Some(_)) if opened.is_some() => {}
            (Some(_), None) => compare.push(&below, Rule::ValueRemoved, Some(value.clone()), None),
            (None, Some(_)) => compare.push(&below, Rule::ValueAdded, None, Some(value.clone())),
            (None, None) => {}
        }
    });
}

/// The location of a value in its list on each side; the list itself on a side without the value.
fn value_at(at: &At, called: &str, old: Option<&usize>, new: Option<&usize>) -> At {
    let spot = |spot: &Spot, index: Option<&usize>| match index {
        Some(index) => spot.down(&["values", &index.to_string()]),
        None => spot.down(&["values"]),
    };
    At { what: at.what.then(called), old: spot(&at.old, old), new: spot(&at.new, new), ..at.clone() }
}

fn integers(compare: &mut Compare, at: &At, old: &IntegerEnum, new: &IntegerEnum) {
    let IntegerEnum { format, values } = new;
    let rule = match (old.format, format) {
        (IntegerFormat::Int32, IntegerFormat::Int64) => Some(Rule::FormatWidened),
        (IntegerFormat::Int64, IntegerFormat::Int32) => Some(Rule::FormatNarrowed),
        (IntegerFormat::Int32, IntegerFormat::Int32) | (IntegerFormat::Int64, IntegerFormat::Int64) => None,
    };
    if let Some(rule) = rule {
        let [before, after] = [old.format, *format].map(|format| Some(words::integer(format).to_owned()));
        compare.push(&at.down("", &["format"]), rule, before, after);
    }
    let index = |values: &[IntegerValue]| -> BTreeMap<i64, usize> {
        values.iter().enumerate().map(|(index, value)| (value.value, index)).collect()
    };
    let (mut before, mut after) = (index(&old.values), index(values));
    // A name that was removed from one number and added to another has moved.
    for (left, value) in old.values.iter().enumerate().filter(|(_, value)| value.name.is_some()) {
        let moved = values.iter().position(|other| other.name == value.name && other.value != value.value);
        if let Some(right) = moved {
            let called = format!(" value {}", value.name.as_deref().unwrap_or_default());
            let below = value_at(at, &called, Some(&left), Some(&right));
            let (from, to) = (value.value.to_string(), values[right].value.to_string());
            compare.push(&below, Rule::ValueRenumbered, Some(from), Some(to));
            before.remove(&value.value);
            after.remove(&values[right].value);
        }
    }
    pairs::each(&before, &after, |number, left, right| {
        let below = value_at(at, &format!(" value {number}"), left, right);
        match (left, right) {
            (Some(left), Some(right)) => {
                let IntegerValue { value: _, name, docs } = &values[*right];
                if old.values[*left].name != *name {
                    compare.push(&below, Rule::ValueRenamed, old.values[*left].name.clone(), name.clone());
                }
                compare.docs(&below, &old.values[*left].docs, docs);
            }
            (Some(_), None) => compare.push(&below, Rule::ValueRemoved, Some(number.to_string()), None),
            (None, Some(_)) => compare.push(&below, Rule::ValueAdded, None, Some(number.to_string())),
            (None, None) => {}
        }
    });
}
