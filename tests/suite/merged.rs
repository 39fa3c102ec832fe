//! Combines several generated crates as modules of one package, so that the common part, which is most of a small
//! crate, is compiled once.

use std::collections::{BTreeMap, BTreeSet};

use codegen::emit::manifest::WorkspaceRole;
use codegen::rust::{Crate, Package, Part, SpecNames};
use codegen::tree::{self, Tree};

/// The replacement for the runtime of a crate, which is that of the package.
const RUNTIME: (&str, &str) = ("\nmod runtime;\n", "\nuse crate::runtime;\n");

/// The files of a package with a public module for each crate, by its name with `_` for other signs. The package has
/// the dependencies, the features and the runtime modules that any of the crates has.
pub fn merged<'a>(
    package: &str,
    crates: impl IntoIterator<Item = (&'a str, &'a Crate, &'a Tree)>,
) -> BTreeMap<String, String> {
    let mut shared = empty(package);
    let mut features = BTreeSet::new();
    let mut files = BTreeMap::new();
    let mut root = String::from("#[allow(dead_code, unused_imports, unused_macros)]\nmod runtime;\n\n");
    for (name, krate, tree) in crates {
        shared.parts.extend(krate.parts.iter().cloned());
        features.extend(krate.group_features.iter().cloned());
        let module = module(name);
        root.push_str(&format!("pub mod {module};\n"));
        for (path, text) in tree.files().filter(|(path, _)| !path.starts_with("src/runtime/")) {
            let Some(path) = path.strip_prefix("src/") else { continue };
            let (path, text) = match path {
                "lib.rs" => ("mod.rs", without_runtime(text)),
                path => (path, text.to_owned()),
            };
            // Macros of the runtime call the crate's client and its table of XML by their names.
            let mut text = inside(&text, &module);
            if text.contains("\nlong_running!(") {
                text.push_str(&format!("\nuse crate::{module}::Client;\n"));
            }
            if krate.parts.contains(&Part::Xml) && text.contains("\n    xml = ") {
                text.push_str(&format!("\nuse crate::{module}::xml;\n"));
            }
            let previous = files.insert(format!("src/{module}/{path}"), text);
            assert!(previous.is_none(), "{name}: two crates have one module");
        }
    }
    shared.group_features.extend(features);
    let around = tree::build(&shared, "cargo xtask in a test", WorkspaceRole::Member);
    files.extend(around.files().map(|(path, text)| {
        (path.to_owned(), text.replace("$crate::Client", "Client").replace("$crate::xml::", "xml::"))
    }));
    files.insert("src/lib.rs".to_owned(), root);
    files
}

/// The module of a crate.
pub fn module(name: &str) -> String {
    name.chars().map(|next| if next.is_ascii_alphanumeric() { next } else { '_' }).collect()
}

fn empty(name: &str) -> Crate {
    Crate {
        package: Package {
            name: name.to_owned(),
            version: "0.1.0".to_owned(),
            description: String::new(),
            license: None,
        },
        title: String::new(),
        files: Vec::new(),
        parts: BTreeSet::new(),
        group_features: Vec::new(),
        sources: Vec::new(),
        example: None,
        names: SpecNames::default(),
    }
}

fn without_runtime(text: &str) -> String {
    assert_eq!(text.matches(RUNTIME.0).count(), 1, "a crate has one runtime");
    text.replace(RUNTIME.0, RUNTIME.1)
}

/// The text with the paths of a crate converted to those of a module: `crate::models` becomes `crate::module::models`.
fn inside(text: &str, module: &str) -> String {
    const ROOT: &str = "crate::";
    let mut parts = text.split(ROOT);
    let mut moved = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let is_root = !moved.ends_with(|last: char| last == '$' || last == '_' || last.is_alphanumeric());
        moved.push_str(ROOT);
        if is_root && !part.starts_with("runtime") {
            moved.push_str(&format!("{module}::"));
        }
        moved.push_str(part);
    }
    moved
}
