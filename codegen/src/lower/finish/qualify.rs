//! Models whose name means something else in a file of operations are written as `models::Name`.

use std::collections::{BTreeMap, BTreeSet};

use crate::lower::names::STYLE_TYPES;
use crate::rust::{File, Item, Type, Visited};

/// Qualifies the models in the files of operations that a request, a response or a group of that module hides.
pub(crate) fn qualify(files: &mut [File]) {
    // A group shows the names of its requests.
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
