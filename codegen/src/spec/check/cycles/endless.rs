//! Checks that each type has finite values: no struct always contains itself, and no alias refers to itself.

use std::collections::BTreeSet;

use super::types::Types;
use crate::graph;
use crate::problem::Rule;
use crate::spec::check::findings::Findings;
use crate::spec::spot::Spot;
use crate::spec::{Shape, TypeDef, TypeRef};

pub(super) fn check(types: &Types<'_>, findings: &mut Findings<'_>) {
    let endless = always_hold_themselves(types, findings);
    aliases_of_themselves(types, &endless, findings);
}

/// One way to create a value of a type: it needs a value of each of the types in `needs`.
struct Way {
    of: usize,
    needs: Vec<usize>,
}

/// Reports the structs, unions and aliases without finite values, and returns whether each type is one of them.
fn always_hold_themselves(types: &Types<'_>, findings: &mut Findings<'_>) -> Vec<bool> {
    let ways = ways(types);
    let mut users = vec![Vec::new(); types.defs.len()];
    for (number, way) in ways.iter().enumerate() {
        way.needs.iter().for_each(|need| users[*need].push(number));
    }
    // A way is possible once all types that it needs are finite; a type is finite once one of its ways is possible.
    let mut missing: Vec<usize> = ways.iter().map(|way| way.needs.len()).collect();
    let mut endless = vec![true; types.defs.len()];
    let mut open: Vec<usize> = (0..ways.len()).filter(|way| missing[*way] == 0).collect();
    while let Some(way) = open.pop() {
        if std::mem::take(&mut endless[ways[way].of]) {
            for user in &users[ways[way].of] {
                missing[*user] -= 1;
                if missing[*user] == 0 {
                    open.push(*user);
                }
            }
        }
    }
    // An infinite type requires another infinite type. Following one requirement from each type finds all cycles.
    let mut next = vec![None; types.defs.len()];
    for way in ways.iter().rev().filter(|way| endless[way.of]) {
        next[way.of] = way.needs.iter().copied().find(|need| endless[*need]);
    }
    for cycle in graph::cycles(&next) {
        report(types, &cycle, findings);
    }
    endless
}

fn ways(types: &Types<'_>) -> Vec<Way> {
    let held: Vec<Vec<bool>> = types.defs.iter().map(|(_, def)| held_params(def)).collect();
    let mut ways = Vec::new();
    for (of, (_, def)) in types.defs.iter().enumerate() {
        let mut way = |refs: &mut dyn Iterator<Item = &TypeRef>| {
            let mut needs = BTreeSet::new();
            refs.for_each(|ty| need(types, &held, ty, &mut needs));
            ways.push(Way { of, needs: needs.into_iter().collect() });
        };
        match &def.shape {
            Shape::Struct(_) | Shape::Alias(_) => way(&mut always_held(def).map(|(_, ty)| ty)),
            Shape::Union(of_union) if !of_union.variants.is_empty() => {
                of_union.variants.iter().for_each(|variant| way(&mut std::iter::once(&variant.ty)));
            }
            Shape::Union(_) | Shape::Strings(_) | Shape::Integers(_) => way(&mut std::iter::empty()),
        }
    }
    ways
}

/// The types that each value of a struct or an alias contains, with the name of the property.
fn always_held(def: &TypeDef) -> impl Iterator<Item = (Option<&str>, &TypeRef)> {
    let (members, alias) = match &def.shape {
        Shape::Struct(of_struct) => (Some(&of_struct.members), None),
        Shape::Alias(ty) => (None, Some((None, ty))),
        Shape::Union(_) | Shape::Strings(_) | Shape::Integers(_) => (None, None),
    };
    let required = members.into_iter().flatten().filter(|(_, member)| !member.presence.is_optional());
    required.map(|(name, member)| (Some(name.as_str()), &member.ty)).chain(alias)
}

/// For each type parameter, whether every value of the model contains a value of it directly.
fn held_params(def: &TypeDef) -> Vec<bool> {
    let mut held: Vec<&str> = Vec::new();
    held.extend(
        always_held(def).filter_map(|(_, ty)| if let TypeRef::Param(name) = ty { Some(name.as_str()) } else { None }),
    );
    def.params.iter().map(|param| held.contains(&param.as_str())).collect()
}

/// Collects the models that every value of a type must contain.
fn need(types: &Types<'_>, held: &[Vec<bool>], ty: &TypeRef, needs: &mut BTreeSet<usize>) {
    match ty {
        TypeRef::Named(name, args) => {
            // A name that does not resolve is reported elsewhere.
            if let Some(number) = types.number(name) {
                needs.insert(number);
                let held_args = args.iter().zip(&held[number]).filter(|(_, held)| **held);
                held_args.for_each(|(arg, _)| need(types, held, arg, needs));
            }
        }
        TypeRef::Tuple(items) => items.iter().for_each(|item| need(types, held, item, needs)),
        // A list and a map may be empty, a nullable value may be null, and a type argument is checked at the reference
        // that passes it.
        TypeRef::List(_) | TypeRef::Map(_) | TypeRef::Nullable(_) | TypeRef::Param(_) | TypeRef::Scalar(_) => {}
    }
}

fn report(types: &Types<'_>, cycle: &[usize], findings: &mut Findings<'_>) {
    let (name, def) = types.defs[cycle[0]];
    let following = types.defs[cycle[1 % cycle.len()]].0;
    let spot = Spot::TOP.name("types");
    let spot = spot.name(name).from(&def.origin);
    let mentions = |ty: &TypeRef| {
        let mut found = false;
        ty.walk(&mut |part| found |= matches!(part, TypeRef::Named(name, _) if name == following));
        found
    };
    let trail = types.trail(cycle);
    let shape = spot.name("shape");
    let help = "Make one of these properties optional or nullable (by the fixup `make-optional` or `allow-null`).";
    match (&def.shape, always_held(def).find(|(_, ty)| mentions(ty))) {
        (Shape::Struct(_), Some((Some(member), _))) => {
            let message = format!("each `{name}` contains another one without end: {trail}");
            let of_struct = shape.name("struct");
            let spot = of_struct.name("members");
            findings.error(Rule::EndlessType, &spot.name(member).name("type"), message, help);
        }
        (Shape::Alias(_), _) => {
            let message = format!("the alias `{name}` leads to itself: {trail}");
            findings.error(Rule::EndlessType, &shape.name("alias"), message, "Give one of them another definition.");
        }
        _ => {
            let message = format!("each variant of `{name}` contains another one without end: {trail}");
            let help = "Add a variant that does not contain it, or make a property of one optional or nullable.";
            findings.error(Rule::EndlessType, &shape.name("union").name("variants"), message, help);
        }
    }
}

/// Reports the aliases that occur in their own definition, such as one for a list of itself.
fn aliases_of_themselves(types: &Types<'_>, endless: &[bool], findings: &mut Findings<'_>) {
    let mut edges = vec![Vec::new(); types.defs.len()];
    for (number, (_, def)) in types.defs.iter().enumerate() {
        let Shape::Alias(ty) = &def.shape else { continue };
        ty.walk(&mut |part| {
            let target = if let TypeRef::Named(name, _) = part { types.number(name) } else { None };
            edges[number].extend(target.filter(|target| matches!(types.defs[*target].1.shape, Shape::Alias(_))));
        });
    }
    let components = graph::components(&edges);
    // Following one edge from each node that stays in the component leads around a cycle.
    let inside = |(number, targets): (usize, &Vec<usize>)| {
        targets.iter().copied().find(|target| components[*target] == components[number])
    };
    let next: Vec<Option<usize>> = edges.iter().enumerate().map(inside).collect();
    for cycle in graph::cycles(&next).iter().filter(|cycle| !cycle.iter().any(|number| endless[*number])) {
        let (name, def) = types.defs[cycle[0]];
        let spot = Spot::TOP.name("types");
        let spot = spot.name(name).from(&def.origin);
        let message = format!("the alias `{name}` includes itself: {}", types.trail(cycle));
        let help = "Make one of them a struct or a union.";
        findings.error(Rule::EndlessType, &spot.name("shape").name("alias"), message, help);
    }
}
