//! Checks that each reference names a model and has an argument for each of its parameters.

use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};

use super::findings::Findings;
use crate::problem::Rule;
use crate::spec::spot::Spot;
use crate::spec::{Api, TypeName, TypeRef, refs};

pub(super) fn check(api: &Api, findings: &mut Findings<'_>) {
    let names = Names { api, by_rest: OnceCell::new() };
    let types = Spot::TOP.name("types");
    for (name, def) in &api.types {
        let spot = types.name(name).from(&def.origin);
        let mut used = HashSet::new();
        refs::of_type(&spot, def, &mut |spot, ty| {
            ty.walk(&mut |part| match part {
                TypeRef::Param(param) => {
                    used.insert(param.clone());
                    if !def.params.contains(param) {
                        let message = format!("`{name}` has no type parameter `{param}`");
                        let help = format!("Add `{param}` to its `params`, or refer to a type.");
                        findings.error(Rule::UnresolvedParam, spot, message, help);
                    }
                }
                other => named(api, &names, spot, other, findings),
            });
        });
        for (index, param) in def.params.iter().enumerate().filter(|(_, param)| !used.contains(*param)) {
            let message = format!("`{name}` does not refer to its type parameter `{param}`");
            let help = format!("Refer to it as `${param}`, or remove it and its arguments.");
            findings.error(Rule::UnusedParam, &spot.name("params").index(index), message, help);
        }
    }
    outside_of_types(api, &names, findings);
}

fn outside_of_types(api: &Api, names: &Names<'_>, findings: &mut Findings<'_>) {
    let mut whole = |spot: &Spot<'_>, ty: &TypeRef| {
        ty.walk(&mut |part| match part {
            TypeRef::Param(param) => {
                let message = format!("the type parameter `{param}` is used outside of a model");
                findings.error(Rule::UnresolvedParam, spot, message, "Refer to a type in its place.");
            }
            other => named(api, names, spot, other, findings),
        });
    };
    let operations = Spot::TOP.name("operations");
    for (id, operation) in &api.operations {
        refs::of_operation(&operations.name(id).from(&operation.origin), operation, &mut whole);
    }
    for (name, param) in &api.client_params {
        whole(&Spot::TOP.name("client_params").name(name).name("type"), &param.ty);
    }
}

fn named(api: &Api, names: &Names<'_>, spot: &Spot<'_>, ty: &TypeRef, findings: &mut Findings<'_>) {
    let TypeRef::Named(name, args) = ty else { return };
    match api.types.get(name) {
        None => {
            let help = match names.like(name) {
                Some(like) => format!("Add it to `types`, or refer to `{like}`, which exists."),
                None => "Add it to `types`, or refer to a type that exists.".to_owned(),
            };
            findings.error(Rule::UnresolvedType, spot, format!("the type `{name}` does not exist"), help);
        }
        Some(def) if def.params.len() != args.len() => {
            let (wanted, given) = (def.params.len(), args.len());
            let message = format!("`{name}` has {} and is given {given}", counted(wanted, "type parameter"));
            let help = match wanted {
                0 => format!("Refer to it as `{name}`."),
                _ => format!("Refer to it as `{name}<..>` with {}.", counted(wanted, "argument")),
            };
            findings.error(Rule::ArgumentCount, spot, message, help);
        }
        Some(_) => {}
    }
}

fn counted(count: usize, what: &str) -> String {
    match count {
        0 => format!("no {what}"),
        1 => format!("1 {what}"),
        _ => format!("{count} {what}s"),
    }
}

/// The names of all types by a key without case and namespace. The map is built when the first unknown name is found.
struct Names<'a> {
    api: &'a Api,
    by_rest: OnceCell<HashMap<String, &'a TypeName>>,
}

impl<'a> Names<'a> {
    fn like(&self, name: &str) -> Option<&'a TypeName> {
        // In reverse order, so that of several types with the same key the first is kept.
        let by_rest = || self.api.types.keys().rev().map(|name| (plain(name), name)).collect();
        self.by_rest.get_or_init(by_rest).get(&plain(name)).copied()
    }
}

fn plain(name: &str) -> String {
    name.rsplit(['.', ':', '/'])
        .next()
        .unwrap_or(name)
        .chars()
        .filter(|c| c.is_alphanumeric())
        .collect::<String>()
        .to_lowercase()
}
