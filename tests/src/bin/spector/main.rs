//! Writes a program that runs the scenarios of TypeSpec's Spector suite with generated crates.
//!
//! ```text
//! cargo run -p tests --bin spector -- OPENAPI CRATES CALLS FIXUPS
//! ```
//!
//! `OPENAPI` has the document of each source, and `scenarios.json` with what each scenario sends and receives. The
//! program writes a crate for each source to `CRATES`, and to `CALLS` a program with a function for each scenario, which
//! makes its calls with typed arguments and compares the decoded responses with the values that the suite states. What
//! it cannot write is listed in `CALLS/skipped.json`, with a reason.

mod calls;
mod inputs;
mod responses;
mod scenario;
mod texts;
mod values;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;
use codegen::emit::manifest::WorkspaceRole;
use codegen::generate::{Generated, generate};
use codegen::import::{self, Leniency};
use codegen::lower::config::CrateConfig;
use codegen::problem::Problem;
use codegen::spec::fixup::{self, Fixups};
use codegen::spec::{Checked, check};

use calls::Caller;
use scenario::Source;

/// The result of a step; an error is a sentence.
type Result<T = (), E = String> = std::result::Result<T, E>;

/// Writes the calls of TypeSpec's Spector suite.
#[derive(Debug, Parser)]
struct Args {
    /// The folder with the documents and `scenarios.json`.
    openapi: PathBuf,
    /// The folder for the generated crates.
    crates: PathBuf,
    /// The folder for the program that makes the calls.
    calls: PathBuf,
    /// The folder with the fixups and overlays of some sources.
    fixups: PathBuf,
}

fn main() -> ExitCode {
    match run(&Args::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run(args: &Args) -> Result {
    let text = read(&args.openapi.join("scenarios.json"))?;
    let sources: Vec<Source> = serde_json::from_str(&text).map_err(|error| error.to_string())?;
    let mut skipped: BTreeMap<&str, String> = BTreeMap::new();
    let (mut modules, mut runs, mut dependencies) = (String::new(), String::new(), String::new());
    for source in &sources {
        let (checked, generated) = generated(args, &source.source)?;
        for (path, text) in generated.tree.files() {
            write(&args.crates.join(&source.source).join(path), text)?;
        }
        let caller = Caller::new(&checked, &generated.krate, &source.source);
        let mut code = format!("use {}::*;\n\nuse crate::support::*;\n", generated.krate.package.library());
        code.insert_str(0, "#![allow(unused_imports, unused_mut, unused_variables, deprecated)]\n\n");
        let module = source.source.replace('-', "_");
        for scenario in &source.scenarios {
            let reason = source.untold.iter().find(|_| caller.is_unmatched(scenario));
            match caller.scenario(scenario) {
                Ok(function) => {
                    code.push_str(&function);
                    let name = scenario.name.to_lowercase();
                    let _ = writeln!(runs, "    run.scenario({:?}, {module}::{name}()).await;", scenario.name);
                }
                Err(why) => _ = skipped.insert(&scenario.name, reason.cloned().unwrap_or(why)),
            }
        }
        write(&args.calls.join(format!("src/{module}.rs")), &code)?;
        let _ = writeln!(modules, "mod {module};");
        let _ = writeln!(dependencies, "{0} = {{ path = \"../crates/{0}\" }}", source.source);
    }
    let main = include_str!("calls.rs.txt").replace("// modules\n", &modules).replace("    // runs\n", &runs);
    write(&args.calls.join("src/main.rs"), &main)?;
    write(&args.calls.join("src/support.rs"), include_str!("support.rs.txt"))?;
    let manifest = include_str!("Cargo.toml.txt").replace("# crates\n", &dependencies);
    write(&args.calls.join("Cargo.toml"), &manifest)?;
    let skipped = serde_json::to_string_pretty(&skipped).map_err(|error| error.to_string())?;
    write(&args.calls.join("skipped.json"), &skipped)
}

/// The checked document of a source, and its crate.
fn generated(args: &Args, source: &str) -> Result<(Checked, Generated)> {
    let name = format!("{source}.json");
    let text = read(&args.openapi.join(&name))?;
    let said = |problems: Vec<Problem>| {
        problems.iter().map(|problem| format!("{source}: {}", problem.message)).collect::<Vec<_>>().join("\n")
    };
    let mut sources = vec![import::Source { name: name.clone(), text }];
    let overlay = name.replace(".json", ".overlay.yaml");
    if let Ok(text) = fs::read_to_string(args.fixups.join(&overlay)) {
        sources.push(import::Source { name: overlay, text });
    }
    let imported = import::import(None, &sources, Leniency::Normal).map_err(said)?;
    let mut api = imported.api;
    let stated = match fs::read_to_string(args.fixups.join(&name)) {
        Ok(text) => fixup::read(&name, &text).map_err(said)?.fixups,
        Err(_) => Vec::new(),
    };
    let mut problems = fixup::apply(&mut api, &fixup::Fixups { schema: None, fixups: stated }, &name);
    let proposed = fixup::propose(&api, &Fixups::default());
    problems.extend(fixup::apply(&mut api, &fixup::Fixups { schema: None, fixups: proposed }, &name));
    if !problems.is_empty() {
        return Err(said(problems));
    }
    let checked = check::check(api, None).map_err(said)?;
    let made = format!("cargo xtask generate from {source}.json");
    let generated = generate(&checked, &CrateConfig::named(source), &made, WorkspaceRole::Alone).map_err(said)?;
    Ok((checked, generated))
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}

/// Writes a file unless it has the text already, so that Cargo compiles only what changed.
fn write(path: &Path, text: &str) -> Result {
    if fs::read_to_string(path).is_ok_and(|found| found == text) {
        return Ok(());
    }
    let failed = |error| format!("{}: {error}", path.display());
    fs::create_dir_all(path.parent().expect("a file is in a folder")).map_err(failed)?;
    fs::write(path, text).map_err(failed)
}
