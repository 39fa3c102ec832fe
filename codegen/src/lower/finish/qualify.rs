//! Writes models as `models::Name` where their name means something else in a file of operations.

use std::collections::{BTreeMap, BTreeSet};

use crate::lower::names::STYLE_TYPES;
use crate::rust::{File, Item, Type, Visited};

/// Qualifies models in files of operations where a request, a response or a group of that module has the same name.
pub(crate) fn qualify(files: &mut [File]) {
    // A group exports its requests, so their names are in scope.
    let mut declared: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for file in files.iter().filter(|file| file.path.starts_with("src/operations/")) {
        let names = declared.entry(folder(&file.path).to_owned()).or_default();
        let mut add = |visited: Visited<'_>| {
            if let Visited::Declared(name) = visited {
                names.insert(name.text().to_owned());
            }
        };
        file.items.iter().for_each(|item| item.visit(&mut add));
    }
    for file in files {
        let Some(names) = declared.get(folder(&file.path)) else { continue };
        let is_hidden = |name: &str| names.contains(name) || STYLE_TYPES.contains(&name);
        file.items.iter_mut().for_each(|item: &mut Item| item.types_of_call_mut(&mut |ty| qualified(ty, &is_hidden)));
    }
}

fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

fn qualified(ty: &mut Type, is_hidden: &impl Fn(&str) -> bool) {
    ty.walk_mut(&mut |part| {
        if let Type::Model(name, args) = part
            && is_hidden(name.text())
        {
            *part = Type::Distant(name.clone(), std::mem::take(args));
        }
    });
}
