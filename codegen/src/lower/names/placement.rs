//! The pass that decides in which file each model stands: a model that was written within another stands beside it.

use std::collections::{BTreeMap, BTreeSet};

use crate::lower::facts::direction as reach;
use crate::spec::{Api, TypeRef};

/// The model in whose file each model stands, perhaps its own.
///
/// A model stands with the one within which its source has it, after which it is called, whoever else names it: so a
/// file does not change when another model comes to name something in it. Where groups are `gated`, what something
/// outside of that file names has a file of its own, since it may be there without the others.
pub(crate) fn find(api: &Api, gated: bool) -> BTreeMap<String, String> {
    let around = around(api);
    // Those that have a file of their own; more and more of them, until all others are at home.
    let mut own: BTreeSet<&str> = BTreeSet::new();
    own.extend(api.types.keys().map(String::as_str).filter(|name| !around.contains_key(name)));
    if gated {
        settle(api, &around, &mut own);
    }
    api.types.keys().map(|name| (name.clone(), home(name, &around, &own).to_owned())).collect()
}

/// Gives a file of its own to each model that is reached from outside of the file in which it would stand.
fn settle<'a>(api: &'a Api, around: &BTreeMap<&'a str, &'a str>, own: &mut BTreeSet<&'a str>) {
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

/// The model within which each was written, where there is one.
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

/// The models that name each.
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

/// The nearest model around that has a file of its own.
fn home<'a>(name: &'a str, around: &BTreeMap<&'a str, &'a str>, own: &BTreeSet<&str>) -> &'a str {
    let mut home = name;
    while !own.contains(home) {
        home = around[home];
    }
    home
}

/// What the models with files of their own reach without leaving them.
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
