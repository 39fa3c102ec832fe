//! Tests that the verdict on code that calls a crate agrees with the compiler: one caller, written against the crate of
//! the base, is compiled against the crate of each case. All crates are compiled at once, and then all callers.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use codegen::diff::{Rule, Scope, Severity};
use codegen::emit::manifest::WorkspaceRole;
use codegen::tree::{self, Tree};

use super::{Part, cases, compare, folder};
use crate::cargo::{cargo, with_errors};
use crate::generated::is_copied;
use crate::merged::{merged, module};
use crate::workshop::lay_out;

/// Rules with a major verdict although callers still compile.
const SILENT: &[Rule] = &[
    // Calls compile, but send something else.
    Rule::RustArgumentsSwapped,
    Rule::RustMethodReplaced,
    // Calls compile, but read errors as a type that they are not.
    Rule::RustErrorRetyped,
    // The manifest of callers names the package, so cargo fails before anything is compiled.
    Rule::RustPackageRenamed,
    // The same applies to features.
    Rule::RustUngated,
];

/// The part of a crate that matters to the compilation of its callers, without documentation and the content of
/// strings. Crates with the same outline are compiled once.
fn outline(part: &Part) -> String {
    let krate = &part.lowered.krate;
    let mut outline = String::new();
    for (path, text) in tree::build(krate, "cargo xtask in a test", WorkspaceRole::Member).files() {
        if !path.ends_with(".rs") || is_copied(path) {
            continue;
        }
        outline.push_str(path);
        for line in text.lines().filter(|line| !line.trim_start().starts_with("//")) {
            // Every second part is inside quotes. A line with an escaped quote is kept unchanged.
            let parts = line.split('"').enumerate().filter(|(index, _)| line.contains('\\') || index % 2 == 0);
            outline.extend(parts.map(|(_, part)| part));
            outline.push('\n');
        }
    }
    outline
}

/// The match arm with which the caller matches enums that may grow.
const WILDCARD: &str = "        _ => {} // The enum is `#[non_exhaustive]`.\n";

/// The start of the imports in the caller.
const IMPORTS: &str = "\nuse carts::models::{";

/// Whether the enums of a crate are matched without a wildcard.
fn is_exhaustive(part: &Part) -> bool {
    part.lowered.stable_config.exhaustive_enums
}

/// The name by which callers refer to the package that they depend on, which has a module for each crate.
pub(super) const CRATES: &str = "agreement";

/// Some crates as one package, with a module for each.
fn crates(package: &str, parts: &BTreeMap<String, &Part>) -> BTreeMap<String, Vec<u8>> {
    let build = |part: &Part| tree::build(&part.lowered.krate, "cargo xtask in a test", WorkspaceRole::Member);
    let trees: Vec<Tree> = parts.values().map(|part| build(part)).collect();
    let crates = parts.iter().zip(&trees).map(|((name, part), tree)| (&**name, &part.lowered.krate, tree));
    let files = merged(package, crates).into_iter();
    files.map(|(path, text)| (format!("crates/{path}"), text.into())).collect()
}

/// The package of the callers that have not failed yet, with a module for each.
fn package(name: &str, callers: &BTreeMap<String, String>, refused: &BTreeSet<String>) -> BTreeMap<String, Vec<u8>> {
    let manifest = format!(
        "[package]\nname = \"{name}-callers\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n\
         {CRATES} = {{ package = \"{name}\", path = \"../crates\", default-features = false }}\n"
    );
    let mut files: BTreeMap<String, Vec<u8>> = BTreeMap::from([("callers/Cargo.toml".to_owned(), manifest.into())]);
    let mut root = String::new();
    for (name, caller) in callers.iter().filter(|(name, _)| !refused.contains(*name)) {
        let module = module(name);
        root.push_str(&format!("pub mod {module};\n"));
        files.insert(format!("callers/src/{module}.rs"), caller.clone().into());
    }
    files.insert("callers/src/lib.rs".to_owned(), root.into());
    files
}

/// The callers that do not compile against some crates, which are modules of one package.
///
/// The compiler does not check code that it cannot resolve, so callers with errors are left out, and the others are
/// compiled again, until there are no errors.
///
/// The name is that of the test. The packages have it too: cargo gives packages of two workspaces one artifact if they
/// have the same name and the same path in their workspace, so that tests running at once would build it in turns.
pub(super) fn refused(
    name: &str,
    parts: &BTreeMap<String, &Part>,
    callers: &BTreeMap<String, String>,
) -> BTreeSet<String> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let mut crates = crates(name, parts);
    crates.insert("Cargo.toml".to_owned(), b"[workspace]\nresolver = \"3\"\nmembers = [\"*\"]\n".to_vec());
    let mut refused = BTreeSet::new();
    loop {
        lay_out(&folder, &crates.clone().into_iter().chain(package(name, callers, &refused)).collect());
        // With default features, a member would enable them for its caller as well.
        let args = ["check", "--workspace", "--no-default-features", "--offline", "--message-format", "json"];
        let places = with_errors(&mut cargo(&folder, &args));
        let others: Vec<&String> = places.iter().filter(|place| !place.starts_with("callers/src/")).collect();
        assert!(others.is_empty(), "crates that do not compile: {others:?}");
        if places.is_empty() {
            return refused;
        }
        let before = refused.len();
        let failed = callers.keys().filter(|name| places.contains(&format!("callers/src/{}.rs", module(name))));
        refused.extend(failed.cloned());
        assert!(refused.len() > before, "errors that belong to no case: {places:?}");
    }
}

/// The caller of the base, for each case. The map states for each case whether its caller matches enums without a
/// wildcard.
fn callers(made: &BTreeMap<String, (bool, Part)>) -> BTreeMap<String, String> {
    let caller = fs::read_to_string(folder().join("_caller.rs")).expect("there is a caller");
    assert!(caller.contains(WILDCARD) && caller.contains(IMPORTS), "the caller has wildcards and imports");
    let of_case = |(name, (is_exhaustive, _)): (&String, &(bool, Part))| {
        let caller = if *is_exhaustive { caller.replace(WILDCARD, "") } else { caller.clone() };
        (name.clone(), caller.replacen(IMPORTS, &format!("\nuse {CRATES}::{} as carts;{IMPORTS}", module(name)), 1))
    };
    made.iter().map(of_case).collect()
}

#[test]
fn the_verdict_agrees_with_the_compiler() {
    let mut made = BTreeMap::new();
    let mut majors = BTreeMap::new();
    let mut outlines: BTreeMap<String, (String, bool)> = BTreeMap::new();
    for (name, rule) in cases() {
        let (old, new) = Part::both(&name);
        let diff = compare(&old, &new);
        let is_silent = diff.surface.iter().flatten().any(|change| SILENT.contains(&change.rule));
        // A change on the wire may be one of the crate that the compiler does not see either.
        assert!(rule.scope() == Scope::Wire || is_silent == SILENT.contains(&rule), "{name}");
        let major = diff.surface_severity() == Some(Severity::Error);
        if is_silent {
            made.insert(name, (is_exhaustive(&old), new));
            continue;
        }
        match outlines.entry(format!("{} {}", is_exhaustive(&old), outline(&new))) {
            Entry::Vacant(entry) => {
                entry.insert((name.clone(), major));
                majors.insert(name.clone(), major);
                made.insert(name, (is_exhaustive(&old), new));
            }
            Entry::Occupied(entry) => {
                let (other, told) = entry.get();
                assert_eq!(major, *told, "{name} and {other} are alike to callers");
            }
        }
    }
    let parts = made.iter().map(|(name, (_, part))| (name.clone(), part)).collect();
    let refused = refused("diff-agreement", &parts, &callers(&made));
    let wrong: Vec<String> = majors
        .iter()
        .filter(|(name, major)| refused.contains(*name) != **major)
        .map(|(name, major)| {
            format!("{name}: {}", if *major { "major, and it compiles" } else { "it does not compile" })
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(majors.values().filter(|major| **major).count() > 20, "majors are among the cases");
    for name in made.keys().filter(|name| !majors.contains_key(*name)) {
        assert!(!refused.contains(name), "{name} is silent");
    }
}
