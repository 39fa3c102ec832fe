//! Whether the verdict on code that calls a crate agrees with the compiler: one caller, written against the crate of
//! the base, is compiled against the crate of each case.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use codegen::diff::{Rule, Severity};
use codegen::emit::manifest::Standing;
use codegen::tree;

use super::{Part, cases, compare, folder};
use crate::cargo::{cargo, failed};
use crate::generated::is_copied;
use crate::workshop::lay_out;

/// Rules whose verdict is major for another reason than that a caller does not compile.
const SILENT: &[Rule] = &[
    // Calls compile, and send something else than they did.
    Rule::RustArgumentsSwapped,
    // A manifest names the package: cargo refuses it before anything is compiled.
    Rule::RustPackageRenamed,
    // So it does with features.
    Rule::RustUngated,
];

/// What of a crate a compiler of its callers can see: docs and the text of strings are nothing to it. What has one
/// such outline is compiled once.
fn outline(part: &Part) -> String {
    let krate = &part.lowered.krate;
    let mut outline = String::new();
    for (path, text) in tree::build(krate, "cargo xtask in a test", Standing::Member).files() {
        if !path.ends_with(".rs") || is_copied(path) {
            continue;
        }
        outline.push_str(path);
        for line in text.lines().filter(|line| !line.trim_start().starts_with("//")) {
            // Every other part stands in quotes; a quote that is escaped keeps a line as it is.
            let parts = line.split('"').enumerate().filter(|(index, _)| line.contains('\\') || index % 2 == 0);
            outline.extend(parts.map(|(_, part)| part));
            outline.push('\n');
        }
    }
    outline
}

/// The line by which the caller matches enums that may grow.
const WILDCARD: &str = "        _ => {} // The enum is `#[non_exhaustive]`.\n";

/// Whether the enums of a crate are matched without a wildcard.
fn is_exhaustive(part: &Part) -> bool {
    part.lowered.stable_config.exhaustive_enums
}

/// The crates of all cases and a caller of each, as the members of one workspace. A case goes with whether the caller
/// matches enums without a wildcard.
fn workspace(made: &BTreeMap<String, (bool, Part)>) -> PathBuf {
    let caller = fs::read_to_string(folder().join("_caller.rs")).expect("there is a caller");
    assert!(caller.contains(WILDCARD), "the caller has wildcards");
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("diff-agreement");
    let mut wanted: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    wanted.insert("Cargo.toml".to_owned(), b"[workspace]\nresolver = \"3\"\nmembers = [\"*/*\"]\n".to_vec());
    for (name, (is_exhaustive, part)) in made {
        let mut krate = part.lowered.krate.clone();
        krate.package.name = format!("crate-{name}");
        for (path, text) in tree::build(&krate, "cargo xtask in a test", Standing::Member).files() {
            wanted.insert(format!("{name}/crate/{path}"), text.into());
        }
        let manifest = format!(
            "[package]\nname = \"caller-{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n\
             carts = {{ path = \"../crate\", package = \"crate-{name}\", default-features = false }}\n"
        );
        wanted.insert(format!("{name}/caller/Cargo.toml"), manifest.into());
        let caller = if *is_exhaustive { caller.replace(WILDCARD, "") } else { caller.clone() };
        wanted.insert(format!("{name}/caller/src/lib.rs"), caller.into());
    }
    lay_out(&folder, &wanted);
    folder
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
        assert_eq!(is_silent, SILENT.contains(&rule), "{name}");
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
    let folder = workspace(&made);
    // With default features a member would have them for its caller as well.
    let args =
        ["check", "--workspace", "--no-default-features", "--keep-going", "--offline", "--message-format", "json"];
    let failed: BTreeSet<String> = failed(&mut cargo(&folder, &args));
    let crates: Vec<&String> = failed.iter().filter(|name| name.starts_with("crate-")).collect();
    assert!(crates.is_empty(), "crates that do not compile: {crates:?}");
    let wrong: Vec<String> = majors
        .iter()
        .filter(|(name, major)| failed.contains(&format!("caller-{name}")) != **major)
        .map(|(name, major)| {
            format!("{name}: {}", if *major { "major, and it compiles" } else { "it does not compile" })
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(majors.values().filter(|major| **major).count() > 20, "majors are among the cases");
    for name in made.keys().filter(|name| !majors.contains_key(*name)) {
        assert!(!failed.contains(&format!("caller-{name}")), "{name} is silent");
    }
}
