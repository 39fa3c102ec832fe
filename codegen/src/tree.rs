//! A whole crate in memory: path to text.

use std::collections::BTreeMap;

use crate::emit::emit;
use crate::emit::manifest::{Standing, manifest};
use crate::emit::readme::readme;
use crate::parts;
use crate::render::{header, render};
use crate::rust::Crate;

/// A crate in memory: the text of each file, by its path in the crate with `/` between its parts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tree {
    files: BTreeMap<String, String>,
}

impl Tree {
    /// Adds a file.
    ///
    /// # Panics
    /// Where the path leaves the crate or is taken: names of files are made and settled before, so that is our bug.
    pub fn add(&mut self, path: &str, text: String) {
        assert!(is_inside(path), "the path of a generated file stays in the crate: {path}");
        let previous = self.files.insert(path.to_owned(), text);
        assert!(previous.is_none(), "each generated file has a path of its own: {path}");
    }

    /// The files in the order of their paths.
    pub fn files(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// The text of a file.
    pub fn get(&self, path: &str) -> Option<&str> {
        self.files.get(path).map(String::as_str)
    }

    /// How many files there are.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there is no file.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }
}

/// Whether a path, with `/` between its parts, stays in the folder of a crate on every system.
pub fn is_inside(path: &str) -> bool {
    path.split('/').all(|part| !matches!(part, "" | "." | "..") && !part.contains(['\\', ':', '\0']))
}

/// The whole crate as text.
pub fn build(krate: &Crate, standing: Standing) -> Tree {
    let mut tree = Tree::default();
    for file in &krate.files {
        tree.add(&file.path, render(&krate.made, emit(file)));
    }
    for (path, text) in parts::files(&krate.parts) {
        tree.add(&format!("src/runtime/{path}"), format!("{}\n{text}", header("//", &krate.made)));
    }
    for (path, items) in parts::indexes(&krate.parts) {
        tree.add(&format!("src/runtime/{path}"), render(&krate.made, items));
    }
    tree.add("Cargo.toml", manifest(krate, standing));
    tree.add("README.md", readme(krate));
    tree.add("rustfmt.toml", format!("{}\n{RUSTFMT}", header("#", &krate.made)));
    tree
}

/// The formatter's own output differs in a few lines from rustfmt's, which therefore leaves the crate alone. The
/// file travels with the crate.
const RUSTFMT: &str = "disable_all_formatting = true\n";
