//! Tests that no files of the generator or of the runtime import each other in a cycle.
//!
//! File A imports file B if a path in A (in `use`, in code or in a macro) names an item that B defines. A re-export is
//! followed to the file that defines the item, so a `mod.rs` that only lists and re-exports imports nothing, and no file
//! imports it. Not counted: declarations of modules, unit tests within a file, and the tokens in `quote!`, which are
//! paths of generated code.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::Path;

use proc_macro2::{Delimiter, TokenStream, TokenTree};

use crate::workshop::files;

/// A module, as the names in its path.
type Module = Vec<String>;

/// The items and paths in a file.
#[derive(Default)]
struct Source {
    defined: BTreeSet<String>,
    /// The origins of the names that the file imports or re-exports.
    uses: BTreeMap<String, Module>,
    globs: Vec<Module>,
    /// The paths that the file names, except for its re-exports.
    paths: BTreeSet<Module>,
}

#[test]
fn no_files_import_each_other_in_a_circle() {
    let mut imports = BTreeMap::new();
    for folder in ["codegen/src", "codegen/runtime/src"] {
        imports.extend(Sources::read(folder).imports());
    }
    assert!(imports.len() > 200, "the sources were found");
    let found: BTreeSet<Vec<&str>> = imports.keys().filter_map(|file| circle(&imports, file)).collect();
    let shown: Vec<String> = found.iter().map(|circle| circle.join("\n    imports ")).collect();
    assert!(shown.is_empty(), "the shortest circle of each file:\n\n{}", shown.join("\n\n"));
}

/// The shortest cycle of imports from a file back to itself. It starts with the first of its files in the order of
/// their names.
fn circle<'a>(imports: &'a BTreeMap<String, BTreeSet<String>>, start: &'a str) -> Option<Vec<&'a str>> {
    let mut before: BTreeMap<&str, &str> = BTreeMap::new();
    let mut open = VecDeque::from([start]);
    while let Some(file) = open.pop_front() {
        for next in &imports[file] {
            if !before.contains_key(next.as_str()) {
                before.insert(next, file);
                open.push_back(next);
            }
        }
    }
    let mut way = vec![*before.get(start)?];
    while way.last() != Some(&start) {
        way.push(before[way[way.len() - 1]]);
    }
    way.reverse();
    let first = (0..way.len()).min_by_key(|index| way[*index]).unwrap_or_default();
    way.rotate_left(first);
    way.push(way[0]);
    Some(way)
}

/// The sources below a folder.
struct Sources {
    folder: String,
    by_module: BTreeMap<Module, (String, Source)>,
}

impl Sources {
    fn read(folder: &str) -> Self {
        let mut by_module = BTreeMap::new();
        for (path, bytes) in files(&crate::root().join(folder)) {
            let Some(name) = path.strip_suffix(".rs") else { continue };
            let mut module: Module = name.split('/').map(str::to_owned).collect();
            if matches!(module.last().map(String::as_str), Some("mod" | "lib")) {
                module.pop();
            }
            let text = String::from_utf8(bytes).expect("sources are UTF-8");
            let mut source = Source::default();
            source.scan(text.parse().unwrap_or_else(|error| panic!("{path}: {error}")));
            by_module.insert(module, (path, source));
        }
        Self { folder: folder.to_owned(), by_module }
    }

    /// The files that each file imports.
    fn imports(&self) -> BTreeMap<String, BTreeSet<String>> {
        let name = |module: &Module| Path::new(&self.folder).join(&self.by_module[module].0).display().to_string();
        let of = |module: &Module, source: &Source| {
            let targets = source.paths.iter().filter_map(|path| self.resolve(module, path, 0));
            targets.filter(|target| target != module).map(|target| name(&target)).collect()
        };
        self.by_module.iter().map(|(module, (_, source))| (name(module), of(module, source))).collect()
    }

    /// The module that defines the item of a path; `None` if the path names a module, or something outside of these
    /// sources.
    fn resolve(&self, at: &Module, path: &[String], depth: usize) -> Option<Module> {
        let (mut here, mut rest) = (at.clone(), path);
        match path.first()?.as_str() {
            "crate" => (here, rest) = (Module::new(), &path[1..]),
            "self" => rest = &path[1..],
            "super" => {}
            first => {
                let is_child = self.by_module.contains_key(&[at.as_slice(), &[first.to_owned()]].concat());
                if !is_child && !self.by_module[at].1.uses.contains_key(first) {
                    return None;
                }
            }
        }
        for (index, name) in rest.iter().enumerate() {
            if name == "super" {
                here.pop();
                continue;
            }
            here.push(name.clone());
            if !self.by_module.contains_key(&here) {
                here.pop();
                return Some(self.item(&here, &rest[index..], depth)?.unwrap_or(here));
            }
        }
        None
    }

    /// The origin of an item in a module: `None` if it is outside, `Some(None)` if no import states it.
    fn item(&self, at: &Module, path: &[String], depth: usize) -> Option<Option<Module>> {
        let source = &self.by_module[at].1;
        if source.defined.contains(&path[0]) || depth > 8 {
            return Some(Some(at.clone()));
        }
        if let Some(target) = source.uses.get(&path[0]) {
            return self.resolve(at, &[target, &path[1..]].concat(), depth + 1).map(Some);
        }
        let through = source.globs.iter().find_map(|glob| {
            let found = self.resolve(at, &[glob, path].concat(), depth + 1)?;
            self.by_module[&found].1.defined.contains(&path[0]).then_some(found)
        });
        Some(through)
    }
}

impl Source {
    fn scan(&mut self, tokens: TokenStream) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let ident = |index: usize| match tokens.get(index) {
            Some(TokenTree::Ident(ident)) => Some(ident.to_string()),
            _ => None,
        };
        let is = |index: usize, sign: char| matches!(tokens.get(index), Some(TokenTree::Punct(punct)) if punct.as_char() == sign);
        let mut index = 0;
        while index < tokens.len() {
            if let TokenTree::Group(group) = &tokens[index] {
                self.scan(group.stream());
            }
            let Some(name) = ident(index) else {
                index += 1;
                continue;
            };
            index += 1;
            match name.as_str() {
                "use" if !is(index, '<') => {
                    let start = index;
                    index += tokens[index..].iter().take_while(|token| token.to_string() != ";").count();
                    let public =
                        start > 1 && (ident(start - 2).as_deref() == Some("pub") || visibility(&tokens, start));
                    self.import(&tokens[start..index], &Module::new(), public);
                }
                "mod" if matches!(tokens.get(index + 1), Some(TokenTree::Group(_))) => index += 2,
                "quote" if is(index, '!') => index += 2,
                "macro_rules" => self.defined.extend(ident(index + 1)),
                "fn" | "struct" | "enum" | "union" | "trait" | "type" | "const" | "static" => {
                    self.defined.extend(ident(index));
                }
                _ => {
                    let mut path = vec![name];
                    while let (true, true, Some(next)) = (is(index, ':'), is(index + 1, ':'), ident(index + 2)) {
                        path.push(next);
                        index += 3;
                    }
                    self.paths.insert(path);
                }
            }
        }
    }

    /// Reads the tree of a `use`.
    fn import(&mut self, tokens: &[TokenTree], prefix: &Module, public: bool) {
        for tree in tokens.split(|token| token.to_string() == ",").filter(|tree| !tree.is_empty()) {
            let mut path = prefix.clone();
            for (index, token) in tree.iter().enumerate() {
                match token {
                    TokenTree::Ident(ident) if ident == "as" => break,
                    TokenTree::Ident(ident) if ident == "self" && index == 0 && !prefix.is_empty() => {}
                    TokenTree::Ident(ident) => path.push(ident.to_string()),
                    TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
                        let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                        self.import(&inner, &path, public);
                    }
                    _ => {}
                }
            }
            match tree.last() {
                Some(TokenTree::Ident(_)) => {
                    let name = tree.last().map(ToString::to_string).filter(|name| name != "self");
                    self.uses.extend(name.or(path.last().cloned()).map(|name| (name, path.clone())));
                    self.paths.extend((!public).then_some(path));
                }
                Some(TokenTree::Punct(_)) => self.globs.push(path),
                _ => {}
            }
        }
    }
}

/// Whether the `use` whose tree starts at the index has `pub(..)`.
fn visibility(tokens: &[TokenTree], start: usize) -> bool {
    start > 2 && tokens[start - 3].to_string() == "pub" && matches!(tokens[start - 2], TokenTree::Group(_))
}
