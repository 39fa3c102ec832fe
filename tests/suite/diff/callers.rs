//! Tests edits of a document by code that somebody would write: the verdict for source code is *major* if and only if
//! that code no longer compiles.
//!
//! `cases/diff/callers/` has two files for each edit. `<edit>.json` has a merge patch for the document in `_base.json`,
//! whose member `$crate` is one for the configuration, and the verdict; where both sides need more than the base has,
//! `old` is a patch that comes first. `<edit>.rs` is the code, which compiles against the crate of the old side.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

use codegen::diff::Scope;
use codegen::emit::manifest::WorkspaceRole;
use codegen::import::{Leniency, Source, import};
use codegen::lower::config::CrateConfig;
use codegen::lower::lower;
use codegen::problem::Problem;
use codegen::spec::check::check;
use codegen::spec::json;
use codegen::tree;
use serde::Deserialize;
use serde_json::{Value, json};

use super::agreement::{CRATES, refused};
use super::{Part, compare, patched};
use crate::cargo::cargo;
use crate::merged::module;
use crate::workshop::{Workshop, files};

/// An edit.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Edit {
    about: String,
    #[serde(default)]
    old: Option<Value>,
    new: Value,
    source: String,
    /// The lints of cargo-semver-checks that report a break.
    #[serde(default)]
    lints: Vec<String>,
}

/// An edit with the crates of both sides.
struct Case {
    edit: Edit,
    caller: String,
    /// `None` if it is that of the base.
    old: Option<Part>,
    new: Part,
}

fn folder() -> PathBuf {
    super::folder().join("callers")
}

fn text(file: &str) -> String {
    fs::read_to_string(folder().join(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
}

/// The document and the configuration of a crate.
#[derive(Clone)]
struct Input {
    document: Value,
    config: Value,
}

impl Input {
    fn base() -> Self {
        let document = serde_json::from_str(&text("_base.json")).expect("the base is JSON");
        Self { document, config: json!({ "package": { "name": "shop", "version": "1.0.0" } }) }
    }

    fn patched(mut self, mut patch: Value) -> Self {
        if let Some(config) = patch.as_object_mut().and_then(|patch| patch.remove("$crate")) {
            patched(&mut self.config, &config);
        }
        patched(&mut self.document, &patch);
        self
    }

    fn part(&self, name: &str) -> Part {
        let made = || -> Result<Part, Vec<Problem>> {
            let source = Source { name: "shop.json".to_owned(), text: self.document.to_string() };
            let spec = import(None, &[source], Leniency::Normal)?.api;
            let config: CrateConfig = json::read(name, &self.config.to_string()).map_err(|problem| vec![problem])?;
            let lowered = lower(&check(spec.clone(), None)?, &config)?;
            Ok(Part { spec, lowered })
        };
        made().unwrap_or_else(|problems| panic!("{name}: {}", problems[0].message))
    }
}

/// The edits by their names.
fn cases() -> BTreeMap<String, Case> {
    let base = Input::base();
    let edits = files(&folder()).into_keys().filter(|file| !file.starts_with('_'));
    let names = edits.filter_map(|file| Some(file.strip_suffix(".json")?.to_owned()));
    let case = |name: String| {
        let edit: Edit =
            serde_json::from_str(&text(&format!("{name}.json"))).unwrap_or_else(|error| panic!("{name}: {error}"));
        let old = edit.old.clone().map(|patch| base.clone().patched(patch));
        let new = old.as_ref().unwrap_or(&base).clone().patched(edit.new.clone()).part(&name);
        let caller = text(&format!("{name}.rs"));
        (name.clone(), Case { edit, caller, old: old.map(|old| old.part(&name)), new })
    };
    names.map(case).collect()
}

/// The table of the edits for users. `UPDATE_RULES=1` writes it.
#[test]
fn the_page_has_all_edits() {
    let file = crate::root().join("docs/semver-checks.md");
    let kept = fs::read_to_string(&file).expect("the page can be read");
    let start = kept.find("\n| edit |").expect("the page has a table") + 1;
    let mut page = kept[..start].to_owned();
    page.push_str("| edit | `diff` | lints of cargo-semver-checks that report a break | caller |\n");
    page.push_str("| --- | --- | --- | --- |\n");
    for (name, Case { edit, .. }) in cases() {
        let lints: Vec<String> = edit.lints.iter().map(|lint| format!("`{lint}`")).collect();
        let lints = if lints.is_empty() { "none".to_owned() } else { lints.join(", ") };
        let caller = if edit.source == "major" { "does not compile" } else { "compiles" };
        let source = if edit.source == "none" { "no change" } else { &edit.source };
        page.push_str(&format!("| `{name}`: {} | {source} | {lints} | {caller} |\n", edit.about));
    }
    if std::env::var_os("UPDATE_RULES").is_some() {
        fs::write(&file, &page).expect("the page can be written");
    }
    assert!(kept == page, "docs/semver-checks.md is not that of the edits: set UPDATE_RULES=1");
}

/// Runs cargo-semver-checks, which has to be installed, on both crates of each edit. `EDIT` selects one of them.
#[test]
#[ignore = "cargo-semver-checks is not part of the toolchain, and takes minutes"]
fn semver_checks_reports_no_break_that_is_minor() {
    let (base, selected) = (Input::base().part(BASE), std::env::var("EDIT").ok());
    let workshop = Workshop::empty("semver-checks");
    let write = |folder: &str, part: &Part| {
        for (path, text) in tree::build(&part.lowered.krate, "cargo xtask in a test", WorkspaceRole::Alone).files() {
            workshop.write(&format!("{folder}/{path}"), text);
        }
    };
    let mut wrong = Vec::new();
    for (name, Case { edit, old, new, .. }) in cases() {
        if selected.as_ref().is_some_and(|selected| *selected != name) {
            continue;
        }
        // One folder and one version for all edits, so that the dependencies are compiled once.
        for folder in ["old", "new"] {
            let _ = fs::remove_dir_all(workshop.folder().join(folder));
        }
        write("old", old.as_ref().unwrap_or(&base));
        write("new", &new);
        // Of the next major version, nothing would be checked.
        let release = if matches!(&*edit.source, "major" | "minor") { "minor" } else { "patch" };
        let args = ["semver-checks", "check-release", "--baseline-root", "old", "--manifest-path", "new/Cargo.toml"];
        let mut command = cargo(workshop.folder(), &args);
        // It does not pass settings on.
        command
            .args(["--release-type", release])
            .env("CARGO_TARGET_DIR", workshop.folder().join("../semver-checks-target"));
        let output = command.output().expect("cargo can be run");
        let said = [output.stdout, output.stderr].map(|said| String::from_utf8_lossy(&said).into_owned()).concat();
        assert!(said.contains(" checks: "), "{name}: {said}");
        let failures = said.lines().filter_map(|line| line.strip_prefix("--- failure "));
        let lints: BTreeSet<&str> = failures.filter_map(|line| line.split(':').next()).collect();
        if !lints.iter().eq(&edit.lints) || !(lints.is_empty() || edit.source == "major") {
            wrong.push(format!("{name}: {}, {lints:?} instead of {:?}", edit.source, edit.lints));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The module of the crate of the base.
const BASE: &str = "base";

#[test]
fn what_is_major_breaks_a_caller() {
    let (base, cases) = (Input::base().part(BASE), cases());
    let (mut parts, mut callers) = (BTreeMap::from([(BASE.to_owned(), &base)]), BTreeMap::new());
    let mut wrong = Vec::new();
    for (name, case) in &cases {
        let [old, new] = ["old", "new"].map(|side| format!("{name}-{side}"));
        parts.insert(new.clone(), &case.new);
        let of_old = match &case.old {
            Some(part) => {
                parts.insert(old.clone(), part);
                &*old
            }
            None => BASE,
        };
        let caller = |of: &str| format!("use {CRATES}::{} as shop;\n{}", module(of), case.caller);
        callers.extend([(old.clone(), caller(of_old)), (new.clone(), caller(&new))]);
        let diff = compare(case.old.as_ref().unwrap_or(&base), &case.new);
        let source = diff.surface_severity().map_or("none", |severity| severity.word(Scope::Surface));
        if source != case.edit.source {
            let changes: Vec<_> =
                diff.surface.iter().flatten().map(|change| (change.rule.id(), &change.what)).collect();
            wrong.push(format!("{name}: {source} instead of {}: {changes:?}", case.edit.source));
        }
    }
    let refused = refused("diff-callers", &parts, &callers);
    for (name, Case { edit, .. }) in &cases {
        let [old, new] = ["old", "new"].map(|side| refused.contains(&format!("{name}-{side}")));
        if old {
            wrong.push(format!("{name}: the caller does not compile against the old crate"));
        } else if new != (edit.source == "major") {
            wrong.push(format!("{name}: {}, and the caller {}", edit.source, if new { "breaks" } else { "compiles" }));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
