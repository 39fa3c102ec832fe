//! The pass that decides which file contains each model: a model that is defined within another one is in the same
//! file.

use std::collections::{BTreeMap, BTreeSet};

use crate::lower::facts::direction as reach;
use crate::spec::{Api, TypeRef};

/// For each model, the model whose file contains it, which may be itself.
///
/// A model is in the file of the model whose definition contains it in the source, and after which it is named,
/// regardless of other uses: a file does not change when another model starts to use something in it. If groups are
/// `gated` by features, a model that is used outside of that file has its own file, since it may be enabled without the
/// others.
pub(crate) fn find(api: &Api, gated: bool) -> BTreeMap<String, String> {
    let around = around(api);
    // The models with their own files. The set grows until every other model is used only within its file.
    let mut own: BTreeSet<&str> = BTreeSet::new();
    own.extend(api.types.keys().map(String::as_str).filter(|name| !around.contains_key(name)));
    if gated {
        resolve(api, &around, &mut own);
    }
    api.types.keys().map(|name| (name.clone(), home(name, &around, &own).to_owned())).collect()
}

/// Gives each model that is used from outside of its file its own file.
///
/// This is repeated until nothing changes: a model that moves to its own file takes the models within it along, so that
/// models of the old file may now be used from outside.
fn resolve<'a>(api: &'a Api, around: &BTreeMap<&'a str, &'a str>, own: &mut BTreeSet<&'a str>) {
    let users = users(api);
    let operations = api.operations.values().flat_map(reach::types);
    let params = api.client_params.values().map(|param| &param.ty);
    for ty in operations.chain(params) {
        ty.walk(&mut |part| own.extend(named(part)));
    }
    loop {
        let homes: BTreeMap<&str, &str> =
            api.types.keys().map(|name| (name.as_str(), home(name, around, own))).collect();
        let reached = reached(api, own, &homes);
        let astray: Vec<&str> = homes
            .iter()
            .filter(|(name, home)| {
                let outside = |user: &&str| homes[user] != **home;
                !own.contains(*name)
                    && (!reached.contains(*name) || users.get(*name).into_iter().flatten().any(outside))
            })
            .map(|(name, _)| *name)
            .collect();
        if astray.is_empty() {
            return;
        }
        own.extend(astray);
    }
}

/// The model in whose definition each inline model was written.
fn around(api: &Api) -> BTreeMap<&str, &str> {
    let mut places: BTreeMap<(&str, &str), &str> = BTreeMap::new();
    for (name, def) in &api.types {
        if let Some(origin) = &def.origin {
            places.entry((&origin.file, &origin.pointer)).or_insert(name);
        }
    }
    let mut around = BTreeMap::new();
    for (name, def) in &api.types {
        let Some(origin) = &def.origin else { continue };
        let mut pointer = origin.pointer.as_str();
        while let Some((above, _)) = pointer.rsplit_once('/') {
            if let Some(outer) = places.get(&(origin.file.as_str(), above)) {
                around.insert(name.as_str(), *outer);
                break;
            }
            pointer = above;
        }
    }
    around
}

/// The models that refer to each model.
fn users(api: &Api) -> BTreeMap<&str, BTreeSet<&str>> {
    let mut users: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (user, def) in &api.types {
        for part in def.shape.parts() {
            part.walk(&mut |part| {
                if let Some(name) = named(part) {
                    users.entry(name).or_default().insert(user);
                }
            });
        }
    }
    users
}

/// The nearest enclosing model with its own file.
fn home<'a>(name: &'a str, around: &BTreeMap<&'a str, &'a str>, own: &BTreeSet<&str>) -> &'a str {
    let mut home = name;
    while !own.contains(home) {
        home = around[home];
    }
    home
}

/// The models that each file uses, for the models with their own files.
fn reached<'a>(api: &'a Api, own: &BTreeSet<&'a str>, homes: &BTreeMap<&'a str, &'a str>) -> BTreeSet<&'a str> {
    let mut reached = own.clone();
    let mut open: Vec<&str> = own.iter().copied().collect();
    while let Some(user) = open.pop() {
        for part in api.types[user].shape.parts() {
            part.walk(&mut |part| {
                if let Some(name) = named(part)
                    && homes[name] == homes[user]
                    && reached.insert(name)
                {
                    open.push(name);
                }
            });
        }
    }
    reached
}

fn named(ty: &TypeRef) -> Option<&str> {
    if let TypeRef::Named(name, _) = ty { Some(name) } else { None }
}
