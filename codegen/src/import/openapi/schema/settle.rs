//! What can be judged only once all types are known: defaults that fit, and types that have an end.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::import::openapi::Import;
use crate::problem::{Problem, Rule};
use crate::spec::{Api, Holds, Origin, Shape, TypeName, TypeRef, Union, Variant, check};

impl Import<'_> {
    /// Judges what can be judged only once all types are known.
    pub fn settle(&mut self) {
        self.waiting();
        self.end_aliases();
        self.drop_defaults();
    }

    /// Takes out the defaults that are no values of their type.
    ///
    /// A default is what the service does, and no part of what goes over the wire: a wrong one breaks nothing, so that
    /// it is not worth refusing the document.
    fn drop_defaults(&mut self) {
        let mut found: Vec<(TypeName, String)> = Vec::new();
        for (name, def) in &self.api.types {
            let Shape::Struct(of_struct) = &def.shape else { continue };
            for (member, described) in &of_struct.members {
                if described.default.as_ref().is_some_and(|value| !is_default(&self.api, value, &described.ty)) {
                    found.push((name.clone(), member.clone()));
                }
            }
        }
        for (name, member) in found {
            let def = self.api.types.get_mut(&name).expect("the name was just met");
            let Shape::Struct(of_struct) = &mut def.shape else { continue };
            let Some(described) = of_struct.members.get_mut(&member) else { continue };
            let Some(value) = described.default.take() else { continue };
            described.constraints.others.push(super::facts::line("default", &value));
            let origin = def.origin.clone().unwrap_or_else(|| Origin::new("", &[]));
            let message = format!("the default of `{member}` is no `{}`", described.ty);
            self.problems.push(bad_default(origin, message));
        }
    }

    /// Gives aliases that are made of themselves a shape of their own.
    fn end_aliases(&mut self) {
        let mut aliases: BTreeMap<TypeName, BTreeSet<TypeName>> = BTreeMap::new();
        for (name, def) in &self.api.types {
            let Shape::Alias(ty) = &def.shape else { continue };
            let mut targets = BTreeSet::new();
            ty.walk(&mut |part| {
                if let TypeRef::Named(name, _) = part {
                    targets.insert(name.clone());
                }
            });
            aliases.insert(name.clone(), targets);
        }
        // An alias that leads only to what is no alias, or to one that has an end, has an end.
        loop {
            let ended: Vec<TypeName> = aliases
                .iter()
                .filter(|(_, targets)| !targets.iter().any(|target| aliases.contains_key(target)))
                .map(|(name, _)| name.clone())
                .collect();
            if ended.is_empty() {
                break;
            }
            ended.iter().for_each(|name| drop(aliases.remove(name)));
        }
        let names: Vec<TypeName> = aliases.keys().cloned().collect();
        for name in names {
            if leads_back(&aliases, &name) {
                self.end_alias(&name);
                aliases.remove(&name);
            }
        }
    }

    fn end_alias(&mut self, name: &str) {
        let def = self.api.types.get_mut(name).expect("the alias was just met");
        let Shape::Alias(ty) = &def.shape else { return };
        let origin = def.origin.clone().unwrap_or_else(|| Origin::new("", &[]));
        match ty.clone() {
            // A list of itself is a value: the union of one type gives it a shape.
            ty @ (TypeRef::List(_) | TypeRef::Map(_) | TypeRef::Tuple(_)) => {
                let variants = vec![Variant { ty, tags: Vec::new(), docs: String::new() }];
                def.shape = Shape::Union(Union { holds: Holds::One, tag: None, variants });
            }
            _ => {
                def.shape = Shape::Alias(TypeRef::Scalar(crate::spec::Scalar::Json));
                let message = format!("`{name}` refers to itself and to nothing else");
                let help = "Write a schema for one of those that refer to each other.";
                self.tell(Problem::error(Rule::EndlessType, origin, message, help));
            }
        }
    }
}

fn leads_back(aliases: &BTreeMap<TypeName, BTreeSet<TypeName>>, from: &TypeName) -> bool {
    let mut seen: BTreeSet<&TypeName> = BTreeSet::new();
    let mut open: Vec<&TypeName> = vec![from];
    while let Some(name) = open.pop() {
        for target in aliases.get(name).into_iter().flatten() {
            if target == from {
                return true;
            }
            if seen.insert(target) {
                open.push(target);
            }
        }
    }
    false
}

/// Whether a value is a default that a type can have.
pub(in crate::import::openapi) fn is_default(api: &Api, value: &Value, ty: &TypeRef) -> bool {
    check::fits(api, value, ty) && check::is_shallow(value)
}

/// The warning about a default that was taken out.
pub(in crate::import::openapi) fn bad_default(origin: Origin, message: String) -> Problem {
    let help = "It is kept in the docs; write a value of the type, or leave the default out.";
    Problem::warning(Rule::DefaultType, origin, message, help)
}
