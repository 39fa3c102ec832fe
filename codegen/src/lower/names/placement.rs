//! The pass that decides which file contains each model: a model that is defined within another one is in the same
//! file.
//!
//! A file belongs to one model, its owner, after which it is named. The owner of a model's file is the nearest model
//! around its definition that has a file, or the model itself.

use std::collections::{BTreeMap, BTreeSet};

use crate::lower::facts::direction;
use crate::spec::{Api, TypeRef};

/// The owner of the file of each model.
///
/// A model is in the file of the model whose definition contains it in the source, and after which it is named,
/// regardless of other uses: a file does not change when another model starts to use something in it. If groups are
/// `gated` by features, a model that is used outside of that file has its own file, since it may be enabled without the
/// others.
pub(crate) fn find(api: &Api, gated: bool) -> BTreeMap<String, String> {
    let enclosing = enclosing(api);
    let outermost = api.types.keys().map(String::as_str).filter(|name| !enclosing.contains_key(name));
    let mut placement = Placement { api, enclosing: &enclosing, owners: outermost.collect() };
    if gated {
        placement.separate();
    }
    api.types.keys().map(|name| (name.clone(), placement.owner(name).to_owned())).collect()
}

struct Placement<'a> {
    api: &'a Api,
    /// The model in whose definition each inline model was written.
    enclosing: &'a BTreeMap<&'a str, &'a str>,
    /// The models that have a file.
    owners: BTreeSet<&'a str>,
}

impl<'a> Placement<'a> {
    /// The owner of the file of a model.
    fn owner(&self, name: &'a str) -> &'a str {
        let mut owner = name;
        while !self.owners.contains(owner) {
            owner = self.enclosing[owner];
        }
        owner
    }

    /// Gives each model that is used from outside of its file its own file.
    ///
    /// This is repeated until nothing changes: a model that gets its own file takes the models within it along, so that
    /// models of the old file may now be used from outside.
    fn separate(&mut self) {
        let users = users(self.api);
        let operations = self.api.operations.values().flat_map(direction::types);
        let params = self.api.client_params.values().map(|param| &param.ty);
        for ty in operations.chain(params) {
            ty.walk(&mut |part| self.owners.extend(named(part)));
        }
        loop {
            let files: BTreeMap<&str, &str> =
                self.api.types.keys().map(|name| (name.as_str(), self.owner(name))).collect();
            let used_by_owners = self.used_by_owners(&files);
            let is_used_outside = |name: &str| {
                let mut users = users.get(name).into_iter().flatten();
                !used_by_owners.contains(name) || users.any(|user| files[user] != files[name])
            };
            let separate: Vec<&str> =
                files.keys().copied().filter(|name| !self.owners.contains(name) && is_used_outside(name)).collect();
            if separate.is_empty() {
                return;
            }
            self.owners.extend(separate);
        }
    }

    /// The models that the owner of their file uses, directly or through other models of the file, and the owners.
    fn used_by_owners(&self, files: &BTreeMap<&str, &str>) -> BTreeSet<&'a str> {
        let mut used = self.owners.clone();
        let mut pending: Vec<&str> = self.owners.iter().copied().collect();
        while let Some(user) = pending.pop() {
            for part in self.api.types[user].shape.parts() {
                part.walk(&mut |part| {
                    if let Some(name) = named(part)
                        && files[name] == files[user]
                        && used.insert(name)
                    {
                        pending.push(name);
                    }
                });
            }
        }
        used
    }
}

/// The model in whose definition each inline model was written.
fn enclosing(api: &Api) -> BTreeMap<&str, &str> {
    let mut definitions: BTreeMap<(&str, &str), &str> = BTreeMap::new();
    for (name, def) in &api.types {
        if let Some(origin) = &def.origin {
            definitions.entry((&origin.file, &origin.pointer)).or_insert(name);
        }
    }
    let mut enclosing = BTreeMap::new();
    for (name, def) in &api.types {
        let Some(origin) = &def.origin else { continue };
        let mut pointer = origin.pointer.as_str();
        while let Some((above, _)) = pointer.rsplit_once('/') {
            if let Some(outer) = definitions.get(&(origin.file.as_str(), above)) {
                enclosing.insert(name.as_str(), *outer);
                break;
            }
            pointer = above;
        }
    }
    enclosing
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

fn named(ty: &TypeRef) -> Option<&str> {
    if let TypeRef::Named(name, _) = ty { Some(name) } else { None }
}
