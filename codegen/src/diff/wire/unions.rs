//! Compares unions: their types, and how they are distinguished.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::super::Rule;
use super::compare::{At, Compare};
use super::{exclusive, refs, singles, words};
use crate::spec::{Api, Holds, Presence, Shape, TypeRef, Union, Variant};

/// The types of a union, with those of each union among them in its place: a value has one of the inner types if it has
/// one of the outer ones. A union that is also a type of the other side stays. The first result has the position in the
/// outer union of each type.
fn flat(api: &Api, union: &Union, other: &Union, is_same: &dyn Fn(&TypeRef, &TypeRef) -> bool) -> (Vec<usize>, Union) {
    let inner = |ty: &TypeRef| match refs::resolved(api, ty) {
        TypeRef::Named(name, _) => match &api.types.get(name)?.shape {
            Shape::Union(inner) => Some((name.clone(), inner)),
            Shape::Struct(_) | Shape::Strings(_) | Shape::Integers(_) | Shape::Alias(_) => None,
        },
        _ => None,
    };
    let (mut places, mut variants) = (Vec::new(), Vec::new());
    let has_tag = union.tag.is_some() || other.tag.is_some();
    let mut seen = HashSet::new();
    let mut open: Vec<(usize, &Variant)> = union.variants.iter().enumerate().rev().collect();
    while let Some((place, variant)) = open.pop() {
        let nested = inner(&variant.ty).filter(|(_, inner)| {
            let holds_as_many = || inner.holds == union.holds || exclusive::is_exclusive(api, inner);
            let is_in_other = || other.variants.iter().any(|other| is_same(&variant.ty, &other.ty));
            !has_tag && inner.tag.is_none() && !is_in_other() && holds_as_many()
        });
        match nested {
            Some((name, inner)) if seen.insert(name.clone()) => {
                open.extend(inner.variants.iter().rev().map(|variant| (place, variant)));
            }
            // Its types are already there.
            Some(_) => {}
            None => {
                places.push(place);
                variants.push(variant.clone());
            }
        }
    }
    (places, Union { variants, ..union.clone() })
}

/// The types of an old union, to which those of the new one are matched. A union may have thousands of types, so what
/// all comparisons need is looked up once.
struct Candidates<'a> {
    variants: &'a [Variant],
    /// The first type that is a certain model, by the name of the model in the new spec.
    by_name: HashMap<String, usize>,
    /// The types that are in the new union as well; known once a type is not.
    staying: Option<HashSet<usize>>,
}

impl<'a> Candidates<'a> {
    fn of(compare: &Compare, variants: &'a [Variant]) -> Self {
        let mut by_name = HashMap::new();
        for (index, variant) in variants.iter().enumerate() {
            if let Some(name) = model(compare, &variant.ty) {
                by_name.entry(name.to_owned()).or_insert(index);
            }
        }
        Self { variants, by_name, staying: None }
    }

    /// The type that matches this one: the same model, otherwise an equal one that matches no other type.
    fn same(&self, compare: &Compare, new: &Variant, taken: &HashSet<usize>) -> Option<usize> {
        let named = match &new.ty {
            TypeRef::Named(name, _) => self.by_name.get(name).copied(),
            _ => None,
        };
        let alike = |(index, other): (usize, &Variant)| {
            let same = || refs::moves(compare, &other.ty, &new.ty, Rule::TypeReshaped).is_empty();
            (model(compare, &other.ty).is_none() && !taken.contains(&index) && same()).then_some(index)
        };
        named.filter(|found| !taken.contains(found)).or_else(|| self.variants.iter().enumerate().find_map(alike))
    }

    /// The type that became this type of the new union, with the rules for the change.
    fn changed(
        &mut self,
        compare: &Compare,
        new: &Union,
        variant: &Variant,
        taken: &HashSet<usize>,
    ) -> Option<(usize, Vec<Rule>)> {
        // A type that is unchanged in the new union did not become another one.
        let staying = self.staying.take().unwrap_or_else(|| {
            let none = HashSet::new();
            new.variants.iter().filter_map(|kept| self.same(compare, kept, &none)).collect()
        });
        let free = |index: &usize| !taken.contains(index) && !staying.contains(index);
        let found = (0..self.variants.len()).filter(free).find_map(|index| {
            let moves = refs::moves(compare, &self.variants[index].ty, &variant.ty, Rule::TypeReshaped);
            // A different model with the same shape is a different type to readers.
            (!moves.is_empty() && !moves.contains(&Rule::TypeReshaped)).then_some((index, moves))
        });
        self.staying = Some(staying);
        found
    }
}

/// The name in the new spec of the model to which a type of the old spec refers.
fn model<'a>(compare: &'a Compare, old: &TypeRef) -> Option<&'a str> {
    match old {
        TypeRef::Named(name, _) => compare.matched.types.get(name.as_str()).map(|name| &**name),
        TypeRef::Scalar(_)
        | TypeRef::Param(_)
        | TypeRef::List(_)
        | TypeRef::Map(_)
        | TypeRef::Tuple(_)
        | TypeRef::Nullable(_) => None,
    }
}

/// Compares two unions.
pub(super) fn compare(compare: &mut Compare, at: &At, old: &Union, new: &Union) {
    let (old_places, old_flat) = flat(compare.old, old, new, &|ty, other| refs::same_name(compare, ty, other));
    let (new_places, new_flat) = flat(compare.new, new, old, &|ty, other| refs::same_name(compare, other, ty));
    let (old, new) = (&old_flat, &new_flat);
    let Union { holds, tag, variants } = new;
    // Where no value has two of the types, it does not matter how many a value may have, nor which is tried first.
    let is_exclusive = exclusive::is_exclusive(compare.old, old) && exclusive::is_exclusive(compare.new, new);
    match (old.holds, holds) {
        _ if is_exclusive => {}
        (Holds::One, Holds::Any) => compare.push(&at.down("", &["holds"]), Rule::UnionHoldsMany, None, None),
        (Holds::Any, Holds::One) => compare.push(&at.down("", &["holds"]), Rule::UnionHoldsOne, None, None),
        (Holds::One, Holds::One) | (Holds::Any, Holds::Any) => {}
    }
    if old.tag != *tag {
        // Constants of the same property distinguished the types without the tag.
        let is_distinguished = match (&old.tag, tag) {
            (None, Some(tag)) => has_constants(compare.old, &old.variants, &new.variants, tag),
            (Some(tag), None) => has_constants(compare.new, &new.variants, &old.variants, tag),
            (_, _) => false,
        };
        let rule = match (&old.tag, tag) {
            _ if is_distinguished => Rule::DocsChanged,
            (None, _) => Rule::UnionTagAdded,
            (_, None) => Rule::UnionTagRemoved,
            (Some(_), Some(_)) => Rule::UnionTagChanged,
        };
        compare.push(&at.down("", &["tag"]), rule, old.tag.clone(), tag.clone());
    }
    let mut candidates = Candidates::of(compare, &old.variants);
    let (mut order, mut taken) = (Vec::new(), HashSet::new());
    for (index, variant) in variants.iter().enumerate() {
        let found = candidates.same(compare, variant, &taken);
        let tokens = |index: usize| ["variants".to_owned(), old_places[index].to_string()];
        let [list, place] = ["variants".to_owned(), new_places[index].to_string()];
        let mut below = at.only_new(&format!(" of type {}", variant.ty), &[&list, &place]);
        match found {
            Some(found) => {
                order.push(found);
                taken.insert(found);
                let [list, place] = tokens(found);
                below.old = at.old.down(&[&list, &place]);
                let Variant { ty: _, tags, default, deprecated, docs } = variant;
                if old.tag == *tag {
                    retagged(compare, &below, &old.variants[found].tags, tags);
                }
                if old.variants[found].default != *default {
                    let text = |is_default: bool| is_default.then(|| "any other value".to_owned());
                    // Without a default on one side, values with another tag are new, or no longer allowed.
                    let has_default = |variants: &[Variant]| variants.iter().any(|variant| variant.default);
                    let rule = match (has_default(&old.variants), has_default(variants)) {
                        (false, _) => Rule::ConstraintLoosened,
                        (_, false) => Rule::ConstraintTightened,
                        (true, true) => Rule::VariantRetagged,
                    };
                    compare.push(&below, rule, text(old.variants[found].default), text(*default));
                }
                compare.deprecated(&below, old.variants[found].deprecated, *deprecated);
                compare.docs(&below, &old.variants[found].docs, docs);
            }
            None => match candidates.changed(compare, new, variant, &taken) {
                Some((found, moves)) => {
                    order.push(found);
                    taken.insert(found);
                    let [list, place] = tokens(found);
                    below.old = at.old.down(&[&list, &place]);
                    for rule in moves {
                        let [before, after] = [&old.variants[found].ty, &variant.ty].map(|ty| Some(words::ty(ty)));
                        compare.push(&below, rule, before, after);
                    }
                }
                None => compare.push(&below, Rule::VariantAdded, None, Some(words::ty(&variant.ty))),
            },
        }
    }
    for (index, variant) in old.variants.iter().enumerate().filter(|(index, _)| !taken.contains(index)) {
        let below = at.only_old(&format!(" of type {}", variant.ty), &["variants", &old_places[index].to_string()]);
        compare.push(&below, Rule::VariantRemoved, Some(words::ty(&variant.ty)), None);
    }
    if !order.is_sorted() && !is_exclusive {
        compare.push(&at.down("", &["variants"]), Rule::VariantsReordered, None, None);
    }
}

/// Compares the values of the tag that select a type.
fn retagged(compare: &mut Compare, at: &At, old: &[String], new: &[String]) {
    let (before, after): (BTreeSet<&String>, BTreeSet<&String>) = (old.iter().collect(), new.iter().collect());
    let rule = match (after.is_superset(&before), before.is_superset(&after)) {
        (true, true) => return,
        (true, false) if !before.is_empty() => Rule::ConstraintLoosened,
        (false, true) if !after.is_empty() => Rule::ConstraintTightened,
        (_, _) => Rule::VariantRetagged,
    };
    let [before, after] = [old, new].map(|tags| Some(words::list(tags.iter())));
    compare.push(at, rule, before, after);
}

/// Whether each type of a union without a tag has the property as a required constant, with the value that selects the
/// type of the same position in the union with the tag.
fn has_constants(api: &Api, plain: &[Variant], tagged: &[Variant], tag: &str) -> bool {
    plain.len() == tagged.len()
        && plain.iter().zip(tagged).all(|(plain, tagged)| {
            let TypeRef::Named(name, _) = refs::resolved(api, &plain.ty) else { return false };
            let Some(Shape::Struct(object)) = api.types.get(name).map(|def| &def.shape) else { return false };
            object.members.get(tag).is_some_and(|member| {
                let only = singles::only(api, &member.ty, &member.constraints);
                member.presence == Presence::Required
                    && only.is_some_and(|only| tagged.tags.iter().all(|tag| only == tag.as_str()))
            })
        })
}
