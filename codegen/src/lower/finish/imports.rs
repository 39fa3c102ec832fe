//! The imports of a finished file, computed from the names in its items.

use std::collections::BTreeSet;

use super::features;
use crate::lower::names::own;
use crate::rust::{ArgType, Client, File, Ident, Item, Names, Scope, Sent, Type, Use, Visited};

/// Adds imports before the items of each file.
pub(crate) fn add(files: &mut [File]) {
    for file in files {
        let mut items: Vec<Item> = match file.items.as_slice() {
            [Item::Client(client)] => of_client(client),
            _ => of_items(file).into_iter().map(Item::Use).collect(),
        };
        // The modules and exports of a group come first, as readers expect.
        let declared = file.items.iter().take_while(|item| matches!(item, Item::Use(_) | Item::Mod(_))).count();
        let rest = file.items.split_off(declared);
        file.items.append(&mut items);
        file.items.extend(rest);
    }
}

/// The names that the items of a file use.
#[derive(Default)]
struct Named {
    declared: BTreeSet<Ident>,
    models: BTreeSet<Ident>,
    /// Whether a model is written as `models::Name`.
    models_module: bool,
    collections: BTreeSet<Ident>,
    runtime: BTreeSet<Ident>,
    /// Whether an item of the runtime is written as `runtime::Name`, which no name of a document can hide.
    runtime_module: bool,
    /// Whether an argument is written in a style.
    styles: bool,
}

impl Named {
    fn add(&mut self, visited: Visited<'_>) {
        match visited {
            Visited::Declared(name) => _ = self.declared.insert(name.clone()),
            Visited::Macro(name) => _ = self.runtime.insert(own(name)),
            Visited::Type(ty) => ty.walk(&mut |part| self.add_type(part)),
            Visited::Content(content) => self.runtime_module |= content.is_stream(),
            Visited::Arg(arg) => {
                self.styles |= match &arg.sent {
                    Sent::Styled(..) | Sent::StyledPart(_) => true,
                    Sent::FormBody(styles) => !styles.is_empty(),
                    Sent::InPath
                    | Sent::Text(_)
                    | Sent::Each(_)
                    | Sent::JsonBody
                    | Sent::SequenceBody
                    | Sent::XmlBody(_)
                    | Sent::TextBody
                    | Sent::Upload
                    | Sent::Part(..) => false,
                };
                self.runtime_module |= match arg.ty {
                    ArgType::Str | ArgType::Value(_) | ArgType::Ref(_) | ArgType::Slice(_) => false,
                    ArgType::Upload | ArgType::Part | ArgType::Parts => true,
                };
            }
        }
    }

    fn add_type(&mut self, ty: &Type) {
        match ty.named() {
            crate::rust::Named::Path { scope: Scope::Prelude, .. }
            | crate::rust::Named::Tuple(_)
            | crate::rust::Named::Param(_) => {}
            crate::rust::Named::Path { scope: Scope::Collections, name, args: _ } => {
                self.collections.insert(own(name));
            }
            crate::rust::Named::Path { scope: Scope::Runtime, name, args: _ } => _ = self.runtime.insert(own(name)),
            crate::rust::Named::Model { is_qualified: true, .. } => self.models_module = true,
            crate::rust::Named::Model { is_qualified: false, name, args: _ } => {
                self.models.insert(name.clone());
            }
        }
    }
}

fn of_items(file: &File) -> Vec<Use> {
    let mut named = Named::default();
    file.items.iter().for_each(|item| item.visit(&mut |visited| named.add(visited)));
    let Named { declared, models, models_module, collections, mut runtime, runtime_module, styles } = named;
    // Models that the file itself declares are not imported.
    let models = models.difference(&declared).cloned().collect();
    let path_of_models: &[&str] = if file.path.starts_with("src/models/") { &["super"] } else { &["crate", "models"] };
    runtime.extend(runtime_module.then(|| own("self")));
    let styles = if styles { ["Param", "Style"].map(own).into() } else { BTreeSet::new() };
    let mut imports: Vec<Use> = [
        list(&["std", "collections"], collections),
        models_module.then(|| module(&["crate", "models"])),
        list(path_of_models, models),
        list(&["crate", "runtime", "params", "style"], styles),
        if runtime.iter().map(Ident::text).eq(["self"]) {
            Some(module(&["crate", "runtime"]))
        } else {
            list(&["crate", "runtime"], runtime)
        },
    ]
    .into_iter()
    .flatten()
    .collect();
    imports.sort_by_cached_key(order);
    imports
}

/// The imports of `client.rs`. Groups are written with their module, because their names come from the document. If
/// each group is a feature, a crate without any of them imports no group.
fn of_client(client: &Client) -> Vec<Item> {
    let mut constants = BTreeSet::from([own("Api")]);
    let mut runtime =
        BTreeSet::from(["Error", "MinThroughput", "Random", "Retry", "RetryBudget", "Transport"].map(own));
    if !(client.params.is_empty() && client.variables.is_empty()) {
        constants.insert(own("ClientParam"));
    }
    if !client.schemes.is_empty() {
        constants.extend(["Scheme", "SchemeKind"].map(own));
        runtime.insert(own("Credential"));
    }
    if !client.token_sources.is_empty() {
        runtime.insert(own("ClientCredentials"));
    }
    let groups = if client.groups.is_empty() { BTreeSet::new() } else { [own("operations")].into() };
    let groups = list(&["crate"], groups);
    let imports = [
        list(&["std", "time"], [own("Duration")].into()),
        groups.clone(),
        list(&["crate", "runtime"], runtime),
        list(&["crate", "runtime", "call", "config"], ["Config", "Core"].map(own).into()),
        list(&["crate", "runtime", "call", "operation"], constants),
    ];
    let mut imports: Vec<Use> = imports.into_iter().flatten().collect();
    imports.sort_by_cached_key(order);
    let features: Option<Vec<String>> = client.groups.iter().map(|group| group.feature.clone()).collect();
    let gate = |import: Use| match &features {
        Some(features) if Some(&import) == groups.as_ref() => features::gated(features.clone(), Item::Use(import)),
        Some(_) | None => Item::Use(import),
    };
    imports.into_iter().map(gate).collect()
}

/// The import of names, where there are any.
fn list(path: &[&'static str], names: BTreeSet<Ident>) -> Option<Use> {
    let path = path.iter().map(|part| own(part)).collect();
    (!names.is_empty()).then_some(Use { public: false, path, names: Names::List(names) })
}

fn module(path: &[&'static str]) -> Use {
    Use { public: false, path: path.iter().map(|part| own(part)).collect(), names: Names::This }
}

/// The order of imports: the standard library, the surrounding module, this crate; then by path.
fn order(import: &Use) -> (u8, String) {
    let mut parts: Vec<&str> = import.path.iter().map(Ident::text).collect();
    if let Names::List(names) = &import.names
        && let (1, Some(only)) = (names.len(), names.first())
    {
        parts.push(only.text());
    }
    let rank = match import.path[0].text() {
        "std" => 0,
        "super" => 1,
        _ => 2,
    };
    (rank, parts.join("::"))
}
