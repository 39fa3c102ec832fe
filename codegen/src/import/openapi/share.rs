//! Merges equal types in several places of a document.
//!
//! A document may repeat a schema where it could refer to a named one; generated documents do so thousands of times.
//! Only unnamed types are merged, and only if everything is equal, including the documentation.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::form::{Form, standing};
use super::inline_names;
use crate::spec::{Api, Shape, TypeName, TypeRef, Variant, refs};

/// Merges equal types, and returns the names of the merged types by the name that remains. `named` has the types that
/// the document itself names; they remain.
///
/// Unnamed types that are equal to a single named type become that type. Otherwise the shortest name remains, and the
/// first of several short ones, so that the result depends on the names alone.
pub(super) fn share(api: &mut Api, named: &HashSet<TypeName>) -> HashMap<TypeName, Vec<TypeName>> {
    let users = users(api);
    let mut same: HashMap<TypeName, TypeName> = HashMap::new();
    let mut open: Vec<&TypeName> = api.types.keys().collect();
    let mut groups = Groups { by_form: HashMap::with_capacity(api.types.len()), ..Groups::default() };
    while !open.is_empty() {
        for name in open.drain(..) {
            groups.add(name, Form::of(name, &api.types[name], &same));
        }
        let mut gone: Vec<(&TypeName, &TypeName)> = Vec::new();
        let split = |names: Vec<_>| match names.first() {
            Some(first) if names_itself(&api.types[*first].shape, named) => vec![names],
            Some(_) | None => alike(names, named),
        };
        for names in groups.take_changed().into_iter().flat_map(split) {
            let Some(kept) = kept(&names, named).filter(|_| names.len() > 1) else { continue };
            gone.extend(
                names.into_iter().filter(|name| *name != kept && !named.contains(*name)).map(|name| (name, kept)),
            );
        }
        let mut changed: HashSet<&TypeName> = HashSet::new();
        for (name, kept) in gone {
            same.insert(name.clone(), kept.clone());
            groups.remove(name);
            changed.extend(users.get(name).into_iter().flatten());
        }
        open.extend(changed.into_iter().filter(|name| !same.contains_key(*name)));
    }
    drop((users, groups));
    api.types.retain(|name, _| !same.contains_key(name));
    refs::replace(api, &mut |ty| *ty = renamed(ty, &same));
    for def in api.types.values_mut() {
        if let Shape::Union(of_union) = &mut def.shape {
            of_union.variants = distinct(std::mem::take(&mut of_union.variants));
        }
    }
    let mut equal: HashMap<TypeName, Vec<TypeName>> = HashMap::new();
    for name in same.keys() {
        equal.entry(standing(name, &same).clone()).or_default().push(name.clone());
    }
    equal.values_mut().for_each(|names| names.sort());
    equal
}

/// Whether the shape names a type wherever that is used: a union of a few schemas.
fn names_itself(shape: &Shape, named: &HashSet<TypeName>) -> bool {
    inline_names::of_alternatives(shape, named).is_some()
}

/// Splits names of equal types into groups with a common subject: otherwise one type would have a name that is wrong
/// for some uses.
fn alike<'a>(mut names: Vec<&'a TypeName>, named: &HashSet<TypeName>) -> Vec<Vec<&'a TypeName>> {
    // What several names have in common depends on their order, and these come from a hash map.
    names.sort_unstable();
    if names.len() < 2
        || names.iter().any(|name| named.contains(*name))
        || inline_names::common(names.iter().copied()).is_some()
    {
        return vec![names];
    }
    let mut subjects: BTreeMap<String, Vec<&TypeName>> = BTreeMap::new();
    for name in names {
        subjects.entry(inline_names::subject(name)).or_default().push(name);
    }
    subjects.into_values().collect()
}

/// The variants of a union without duplicates; merged variants get the discriminator values of both.
fn distinct(variants: Vec<Variant>) -> Vec<Variant> {
    let mut kept: Vec<Variant> = Vec::with_capacity(variants.len());
    let mut places: HashMap<TypeRef, usize> = HashMap::new();
    for variant in variants {
        match places.get(&variant.ty) {
            Some(place) => {
                let Variant { ty: _, tags, default, deprecated, docs } = variant;
                let first = &mut kept[*place];
                first.tags.extend(tags);
                first.default |= default;
                first.deprecated &= deprecated;
                first.tags.sort();
                first.tags.dedup();
                if !docs.is_empty() && docs != first.docs {
                    first.docs.push_str(if first.docs.is_empty() { "" } else { "\n\n" });
                    first.docs.push_str(&docs);
                }
            }
            None => {
                places.insert(variant.ty.clone(), kept.len());
                kept.push(variant);
            }
        }
    }
    kept
}

/// The type that represents all of the equal ones; `None` if only named ones are equal.
fn kept<'a>(names: &[&'a TypeName], named: &HashSet<TypeName>) -> Option<&'a TypeName> {
    let own: Vec<&TypeName> = names.iter().copied().filter(|name| named.contains(*name)).collect();
    match own.as_slice() {
        [one] => Some(one),
        _ => names.iter().copied().filter(|name| !named.contains(*name)).min_by_key(|name| (name.len(), *name)),
    }
}

/// The types that refer to each type.
fn users(api: &Api) -> HashMap<&TypeName, HashSet<&TypeName>> {
    let mut users: HashMap<&TypeName, HashSet<&TypeName>> = HashMap::new();
    for (user, def) in &api.types {
        for ty in def.shape.parts() {
            ty.walk(&mut |part| {
                if let TypeRef::Named(name, _) = part {
                    users.entry(name).or_default().insert(user);
                }
            });
        }
    }
    users
}

/// Groups of types that are equal.
#[derive(Default)]
struct Groups<'a> {
    /// The names of the types in each group.
    names: Vec<BTreeSet<&'a TypeName>>,
    by_form: HashMap<Form<'a>, usize>,
    by_name: HashMap<&'a TypeName, usize>,
    /// The groups that have changed since they were last taken.
    changed: BTreeSet<usize>,
}

impl<'a> Groups<'a> {
    /// Adds a type, or moves it to another group.
    fn add(&mut self, name: &'a TypeName, form: Form<'a>) {
        self.remove(name);
        let group = *self.by_form.entry(form).or_insert(self.names.len());
        if group == self.names.len() {
            self.names.push(BTreeSet::new());
        }
        self.names[group].insert(name);
        self.by_name.insert(name, group);
        self.changed.insert(group);
    }

    fn remove(&mut self, name: &TypeName) {
        if let Some(group) = self.by_name.remove(name) {
            self.names[group].remove(name);
            self.changed.insert(group);
        }
    }

    /// The groups that have changed since the last call: the others consist of types that are not merged.
    fn take_changed(&mut self) -> Vec<Vec<&'a TypeName>> {
        let changed = std::mem::take(&mut self.changed).into_iter();
        changed.map(|group| self.names[group].iter().copied().collect()).collect()
    }
}

fn renamed(ty: &TypeRef, same: &HashMap<TypeName, TypeName>) -> TypeRef {
    ty.map(&mut |part| match part {
        TypeRef::Named(name, args) => TypeRef::Named(standing(&name, same).clone(), args),
        part => part,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_of_equal_types_does_not_matter() {
        let names = ["AccountOrderStatus", "OrderAccountStatus", "OrderUserStatus"].map(str::to_owned);
        let [one, other, last] = &names;
        let groups = |order: Vec<&TypeName>| -> Vec<Vec<TypeName>> {
            alike(order, &HashSet::new()).into_iter().map(|group| group.into_iter().cloned().collect()).collect()
        };
        let expected = groups(vec![one, other, last]);
        for order in [vec![one, last, other], vec![other, one, last], vec![other, last, one], vec![last, other, one]] {
            assert_eq!(groups(order), expected);
        }
    }
}
