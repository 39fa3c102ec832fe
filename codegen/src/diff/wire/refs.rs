//! Compares two references to types: they differ in nothing on the wire, in null, in the width of a value, in
//! their similar models, or in everything.

use std::collections::HashSet;

use super::super::Rule;
use super::compare::{At, Compare};
use super::pairs::{by_name, each};
use super::positions;
use super::words;
use crate::spec::{
    Api, IntegerEnum, Member, Scalar, Shape, StringEnum, StringValue, Struct, TypeDef, TypeRef, Union, Variant,
};

/// The number of aliases that are followed. `check` refuses endless chains, so this only limits the work.
const ALIASES: usize = 32;

impl Compare<'_> {
    /// Reports the difference of two types; `retyped` is the rule for unrelated types.
    pub(super) fn ty(&mut self, at: &At, old: &TypeRef, new: &TypeRef, retyped: Rule) {
        let Moves { rules, replaced } = walked(self, old, new, retyped);
        for rule in rules {
            self.push(at, rule, Some(words::ty(old)), Some(words::ty(new)));
        }
        self.replaced.extend(replaced.into_iter().map(|models| (at.clone(), models)));
    }
}

/// How two references differ.
#[derive(Default)]
struct Moves {
    rules: Vec<Rule>,
    /// The different but similar models at the same location: the old name and the new one.
    replaced: Vec<(String, String)>,
}

/// The rules that two references match; `retyped` is the rule for unrelated types.
pub(super) fn moves(compare: &Compare, old: &TypeRef, new: &TypeRef, retyped: Rule) -> Vec<Rule> {
    let Moves { rules, replaced } = walked(compare, old, new, retyped);
    if replaced.is_empty() { rules } else { vec![retyped] }
}

fn walked(compare: &Compare, old: &TypeRef, new: &TypeRef, retyped: Rule) -> Moves {
    let unrelated = || Moves { rules: vec![retyped], replaced: Vec::new() };
    let mut found = Moves::default();
    if !walk(compare, old, new, &mut found) {
        return unrelated();
    }
    found.rules.sort_unstable();
    found.rules.dedup();
    let (wider, narrower) = (found.rules.contains(&Rule::FormatWidened), found.rules.contains(&Rule::FormatNarrowed));
    if wider && narrower { unrelated() } else { found }
}

/// Adds the rules that two references match; returns false if the types are unrelated.
fn walk(compare: &Compare, old: &TypeRef, new: &TypeRef, found: &mut Moves) -> bool {
    if same_name(compare, old, new) {
        return args(compare, old, new, found);
    }
    let (old, new) = (resolved(compare.old, old), resolved(compare.new, new));
    match (old, new) {
        (TypeRef::Nullable(old), TypeRef::Nullable(new)) => walk(compare, old, new, found),
        (TypeRef::Nullable(old), new) => {
            found.rules.push(Rule::NullRefused);
            walk(compare, old, new, found)
        }
        (old, TypeRef::Nullable(new)) => {
            found.rules.push(Rule::NullAllowed);
            walk(compare, old, new, found)
        }
        (TypeRef::List(old), TypeRef::List(new)) | (TypeRef::Map(old), TypeRef::Map(new)) => {
            walk(compare, old, new, found)
        }
        (TypeRef::Tuple(old), TypeRef::Tuple(new)) => {
            old.len() == new.len() && old.iter().zip(new).all(|(old, new)| walk(compare, old, new, found))
        }
        // Type parameters are compared where a model is used with arguments; a change of the list of parameters is
        // reported for the model.
        (TypeRef::Param(_), TypeRef::Param(_)) => true,
        // Bytes are the whole body or a part of one; without a type, these are any bytes as well.
        (TypeRef::Scalar(Scalar::Json), TypeRef::Scalar(Scalar::Binary))
        | (TypeRef::Scalar(Scalar::Binary), TypeRef::Scalar(Scalar::Json)) => true,
        (TypeRef::Scalar(old), TypeRef::Scalar(new)) => scalars(*old, *new, found),
        (TypeRef::Scalar(Scalar::Json), _) => {
            found.rules.push(Rule::FormatNarrowed);
            true
        }
        (_, TypeRef::Scalar(Scalar::Json)) => {
            found.rules.push(Rule::FormatWidened);
            true
        }
        (TypeRef::Named(name, _), TypeRef::Scalar(scalar)) if lists(compare.old, name, *scalar) => {
            found.rules.extend((!is_open(compare.old, name)).then_some(Rule::EnumOpened));
            true
        }
        (TypeRef::Scalar(scalar), TypeRef::Named(name, _)) if lists(compare.new, name, *scalar) => {
            found.rules.extend((!is_open(compare.new, name)).then_some(Rule::EnumClosed));
            true
        }
        // The types are related: any object and an object with certain properties, or a tuple and a list of any length.
        (TypeRef::Map(item), TypeRef::Named(name, _)) if is_json(item) && is_struct(compare.new, name) => {
            found.rules.push(Rule::FormatNarrowed);
            true
        }
        (TypeRef::Named(name, _), TypeRef::Map(item)) if is_json(item) && is_struct(compare.old, name) => {
            found.rules.push(Rule::FormatWidened);
            true
        }
        (TypeRef::Tuple(items), TypeRef::List(item)) => {
            found.rules.push(Rule::FormatWidened);
            items.iter().all(|old| walk(compare, old, item, found))
        }
        (TypeRef::List(item), TypeRef::Tuple(items)) => {
            found.rules.push(Rule::FormatNarrowed);
            items.iter().all(|new| walk(compare, item, new, found))
        }
        (TypeRef::Named(..), TypeRef::Named(..)) if same_name(compare, old, new) => args(compare, old, new, found),
        (TypeRef::Named(left, _), TypeRef::Named(right, _)) if same_shape(compare, left, right) => true,
        (TypeRef::Named(left, _), TypeRef::Named(right, _)) if is_similar(compare, left, right) => {
            found.replaced.push((left.clone(), right.clone()));
            true
        }
        (old, new) => match (variants(compare.old, old), variants(compare.new, new)) {
            (None, Some(variants)) if has_type(compare, variants, Rule::FormatWidened, |ty| (old, ty)) => {
                found.rules.push(Rule::FormatWidened);
                true
            }
            (Some(variants), None) if has_type(compare, variants, Rule::FormatNarrowed, |ty| (ty, new)) => {
                found.rules.push(Rule::FormatNarrowed);
                true
            }
            (Some(_) | None, _) => false,
        },
    }
}

/// Whether the differences between the values of two models say more than that one model replaced the other.
fn is_similar(compare: &Compare, old: &str, new: &str) -> bool {
    let (Some(old), Some(new)) = (compare.old.types.get(old), compare.new.types.get(new)) else { return false };
    match (&old.shape, &new.shape) {
        // What the arguments are for is known only within each model.
        _ if !(old.params.is_empty() && new.params.is_empty()) => false,
        (Shape::Union(old), Shape::Union(new)) => {
            let is_in_old = |new: &&Variant| old.variants.iter().any(|old| same_name(compare, &old.ty, &new.ty));
            new.variants.iter().filter(is_in_old).count() * 2 >= old.variants.len().max(new.variants.len())
        }
        (Shape::Alias(_), _) => false,
        (Shape::Struct(_) | Shape::Strings(_) | Shape::Integers(_) | Shape::Union(_), _) => {
            positions::alike(&old.shape, &new.shape) || positions::includes(&old.shape, &new.shape)
        }
    }
}

/// The variants of a type, if it is a union.
fn variants<'a>(api: &'a Api, ty: &TypeRef) -> Option<&'a [Variant]> {
    let TypeRef::Named(name, _) = ty else { return None };
    match &api.types.get(name)?.shape {
        Shape::Union(of) => Some(&of.variants),
        Shape::Struct(_) | Shape::Strings(_) | Shape::Integers(_) | Shape::Alias(_) => None,
    }
}

/// Whether one of the types of a union is equal to the type on the other side, or differs from it only in the direction
/// of the rule. `pair` has the two types.
pub(super) fn has_type<'t>(
    compare: &Compare,
    variants: &'t [Variant],
    rule: Rule,
    pair: impl Fn(&'t TypeRef) -> (&'t TypeRef, &'t TypeRef),
) -> bool {
    let fits = |variant: &'t Variant| {
        let (old, new) = pair(&variant.ty);
        let mut moves = Moves::default();
        walk(compare, old, new, &mut moves)
            && moves.replaced.is_empty()
            && moves.rules.iter().all(|moved| widens(*moved) == widens(rule))
    };
    let is_union = |ty: &TypeRef| {
        let bare = |api, ty| match resolved(api, ty) {
            TypeRef::Nullable(inner) => resolved(api, inner),
            other => other,
        };
        self::variants(compare.old, bare(compare.old, ty)).is_some()
            || self::variants(compare.new, bare(compare.new, ty)).is_some()
    };
    // Unions within unions are not compared, since they may lead back to themselves.
    variants.iter().filter(|variant| !is_union(&variant.ty)).any(fits)
}

/// Whether the rule means that more values are allowed.
fn widens(rule: Rule) -> bool {
    matches!(rule, Rule::FormatWidened | Rule::ConstraintLoosened | Rule::EnumOpened | Rule::NullAllowed)
}

/// Whether the type allows any object.
pub(super) fn is_any_object(api: &Api, ty: &TypeRef) -> bool {
    matches!(resolved(api, ty), TypeRef::Map(item) if is_json(item))
}

fn is_json(ty: &TypeRef) -> bool {
    *ty == TypeRef::Scalar(Scalar::Json)
}

fn is_struct(api: &Api, name: &str) -> bool {
    api.types.get(name).is_some_and(|def| matches!(def.shape, Shape::Struct(_)))
}

/// Whether both are the same model, regardless of its name.
pub(super) fn same_name(compare: &Compare, old: &TypeRef, new: &TypeRef) -> bool {
    match (old, new) {
        (TypeRef::Named(old, _), TypeRef::Named(new, _)) => {
            compare.matched.types.get(old.as_str()).is_some_and(|name| name == new)
        }
        (_, _) => false,
    }
}

fn args(compare: &Compare, old: &TypeRef, new: &TypeRef, found: &mut Moves) -> bool {
    match (old, new) {
        (TypeRef::Named(_, old), TypeRef::Named(_, new)) => {
            // A change of the parameters is reported for the model itself.
            old.iter().zip(new).all(|(old, new)| walk(compare, old, new, found))
        }
        (_, _) => true,
    }
}

/// The type with aliases without type parameters resolved.
pub(super) fn resolved<'a>(api: &'a Api, ty: &'a TypeRef) -> &'a TypeRef {
    let mut ty = ty;
    for _ in 0..ALIASES {
        match ty {
            TypeRef::Named(name, args) if args.is_empty() => match api.types.get(name).map(|def| &def.shape) {
                Some(Shape::Alias(target)) => ty = target,
                Some(Shape::Struct(_) | Shape::Strings(_) | Shape::Integers(_) | Shape::Union(_)) | None => break,
            },
            _ => break,
        }
    }
    ty
}

/// Whether a model is an enum whose values are of that scalar.
fn lists(api: &Api, name: &str, scalar: Scalar) -> bool {
    match api.types.get(name).map(|def| &def.shape) {
        Some(Shape::Strings(_)) => scalar == Scalar::String,
        Some(Shape::Integers(_)) => {
            matches!(scalar, Scalar::Int32 | Scalar::Int64 | Scalar::Uint32 | Scalar::Uint64)
        }
        Some(Shape::Struct(_) | Shape::Union(_) | Shape::Alias(_)) | None => false,
    }
}

/// The strings that a type lists, if it is an enum of strings that allows no others.
pub(super) fn listed<'a>(api: &'a Api, ty: &TypeRef) -> Option<Vec<&'a str>> {
    let TypeRef::Named(name, _) = ty else { return None };
    match &api.types.get(name)?.shape {
        Shape::Strings(StringEnum { open: false, values }) => Some(values.iter().map(|value| &*value.value).collect()),
        Shape::Strings(_) | Shape::Struct(_) | Shape::Integers(_) | Shape::Union(_) | Shape::Alias(_) => None,
    }
}

/// Whether a model is an enum that allows any other string too.
pub(super) fn is_open(api: &Api, name: &str) -> bool {
    api.types.get(name).is_some_and(|def| matches!(def.shape, Shape::Strings(StringEnum { open: true, .. })))
}

fn scalars(old: Scalar, new: Scalar, found: &mut Moves) -> bool {
    if old == new {
        return true;
    }
    // A URI is a string in client code too, so that the format is a constraint on its values.
    if (old, new) == (Scalar::Uri, Scalar::String) {
        found.rules.push(Rule::ConstraintLoosened);
    } else if (old, new) == (Scalar::String, Scalar::Uri) {
        found.rules.push(Rule::ConstraintTightened);
    } else if holds(new, old) {
        found.rules.push(Rule::FormatWidened);
    } else if holds(old, new) {
        found.rules.push(Rule::FormatNarrowed);
    } else {
        return false;
    }
    true
}

/// Whether each value of the scalar `narrow` is a value of `wide`.
fn holds(wide: Scalar, narrow: Scalar) -> bool {
    use Scalar::{
        Base64, Base64Url, Binary, Boolean, Date, DateTime, Decimal, Double, Duration, Float, HttpDate, Int32, Int64,
        Ipv4, Ipv6, Json, String, Time, Uint32, Uint64, UnixTime, Uri, Uuid,
    };
    match wide {
        Json => narrow != Binary,
        String => matches!(
            narrow,
            DateTime | HttpDate | Date | Time | Duration | Uuid | Uri | Ipv4 | Ipv6 | Base64 | Base64Url
        ),
        Int64 => matches!(narrow, Int32 | Uint32 | UnixTime),
        Uint64 => narrow == Uint32,
        Float => false,
        Double => matches!(narrow, Float | Int32 | Uint32 | Int64 | Uint64),
        Decimal => matches!(narrow, Float | Double | Int32 | Uint32 | Int64 | Uint64),
        Boolean | Int32 | Uint32 | UnixTime | DateTime | HttpDate | Date | Time | Duration | Uuid | Uri | Ipv4
        | Ipv6 | Base64 | Base64Url | Binary => false,
    }
}

/// Whether two different models look the same on the wire, for example because one spec names a shape that the other
/// repeats in two places.
pub(super) fn same_shape(compare: &Compare, old: &str, new: &str) -> bool {
    let mut seen: HashSet<(String, String)> = HashSet::new();
    let mut open = vec![(old.to_owned(), new.to_owned())];
    while let Some((old, new)) = open.pop() {
        let (Some(left), Some(right)) = (compare.old.types.get(&old), compare.new.types.get(&new)) else {
            return false;
        };
        if seen.insert((old, new)) && !level(compare, left, right, &mut open) {
            return false;
        }
    }
    true
}

/// Whether two models are equal except for the models in them, which are added to `open`.
fn level(compare: &Compare, old: &TypeDef, new: &TypeDef, open: &mut Vec<(String, String)>) -> bool {
    let mut same = |old: &TypeRef, new: &TypeRef| pairs(compare, old, new, open);
    match (&old.shape, &new.shape) {
        (Shape::Struct(old), Shape::Struct(new)) => structs(old, new, &mut same),
        (
            Shape::Strings(StringEnum { open: old_open, values: old }),
            Shape::Strings(StringEnum { open: new_open, values: new }),
        ) => {
            let sorted = |values: &[StringValue]| -> Vec<String> {
                let mut sorted: Vec<String> = values.iter().map(|value| value.value.clone()).collect();
                sorted.sort_unstable();
                sorted
            };
            old_open == new_open && sorted(old) == sorted(new)
        }
        (
            Shape::Integers(IntegerEnum { values: old, format: left }),
            Shape::Integers(IntegerEnum { values: new, format: right }),
        ) => left == right && old.iter().map(|value| value.value).eq(new.iter().map(|value| value.value)),
        (Shape::Union(old), Shape::Union(new)) => {
            let (Union { holds: old_holds, tag: old_tag, variants: old }, Union { holds, tag, variants: new }) =
                (old, new);
            (old_holds, old_tag, old.len()) == (holds, tag, new.len())
                && old
                    .iter()
                    .zip(new)
                    .all(|(old, new)| (&old.tags, old.default) == (&new.tags, new.default) && same(&old.ty, &new.ty))
        }
        (Shape::Alias(old), Shape::Alias(new)) => same(old, new),
        (Shape::Struct(_) | Shape::Strings(_) | Shape::Integers(_) | Shape::Union(_) | Shape::Alias(_), _) => false,
    }
}

fn structs(old: &Struct, new: &Struct, same: &mut dyn FnMut(&TypeRef, &TypeRef) -> bool) -> bool {
    let mut alike = match (&old.rest, &new.rest) {
        (Some(old), Some(new)) => same(old, new),
        (None, None) => true,
        (Some(_), None) | (None, Some(_)) => false,
    };
    each(&by_name(&old.members), &by_name(&new.members), |_, old, new| {
        alike = alike
            && match (old, new) {
                (Some(old), Some(new)) => members(old, new) && same(&old.ty, &new.ty),
                (_, _) => false,
            };
    });
    alike
}

/// Whether two properties are equal except for their types and documentation.
fn members(old: &Member, new: &Member) -> bool {
    let Member {
        ty,
        client_name: _,
        presence: _,
        access: _,
        sensitivity,
        role,
        default: _,
        constraints: _,
        xml: _,
        deprecated,
        docs,
    } = new;
    let unchanged = Member {
        ty: ty.clone(),
        sensitivity: *sensitivity,
        role: *role,
        deprecated: *deprecated,
        docs: docs.clone(),
        ..old.clone()
    };
    unchanged == *new
}

/// Whether two references are equal except for the names of the models in them, which are added to `open`.
fn pairs(compare: &Compare, old: &TypeRef, new: &TypeRef, open: &mut Vec<(String, String)>) -> bool {
    let (old, new) = (resolved(compare.old, old), resolved(compare.new, new));
    match (old, new) {
        (TypeRef::Named(left, old_args), TypeRef::Named(right, new_args)) => {
            open.push((left.clone(), right.clone()));
            old_args.len() == new_args.len()
                && old_args.iter().zip(new_args).all(|(old, new)| pairs(compare, old, new, open))
        }
        (TypeRef::List(old), TypeRef::List(new))
        | (TypeRef::Map(old), TypeRef::Map(new))
        | (TypeRef::Nullable(old), TypeRef::Nullable(new)) => pairs(compare, old, new, open),
        (TypeRef::Tuple(old), TypeRef::Tuple(new)) => {
            old.len() == new.len() && old.iter().zip(new).all(|(old, new)| pairs(compare, old, new, open))
        }
        (TypeRef::Param(_), TypeRef::Param(_)) => true,
        (TypeRef::Scalar(old), TypeRef::Scalar(new)) => old == new,
        (_, _) => false,
    }
}
