//! How many instructions the generator and a generated client execute, compared with the committed counts.
//!
//! ```text
//! cargo test --workspace --test instructions -- [--accept]
//! ```
//!
//! Time depends on the machine and on what else it does; instructions hardly do. Each workload runs in this program under
//! valgrind, with few and with more repetitions, so that the difference is free of what happens once. The program is
//! built without optimization, as the other tests are: nothing is built twice, and a change that makes the code do more
//! shows all the same. `docs/BENCHMARKS.md` has the figures of optimized programs.

mod workloads;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use serde::{Deserialize, Serialize};

use workloads::WORKLOADS;

/// The result of a step; an error is a sentence.
type Result<T = (), E = String> = std::result::Result<T, E>;

/// The factor by which a count may grow.
const TOLERANCE: f64 = 1.10;

/// The committed counts.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Baseline {
    /// The version of the compiler with which the instructions were counted.
    rustc: String,
    /// The instructions of one repetition, by workload.
    instructions: BTreeMap<String, u64>,
}

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let outcome = match args.as_slice() {
        [] => compare(),
        ["--accept"] => accept(),
        ["--run", name, repetitions] => run(name, repetitions),
        _ => Err("usage: cargo test --workspace --test instructions -- [--accept]".to_owned()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// Runs a workload, whose instructions valgrind counts.
fn run(name: &str, repetitions: &str) -> Result {
    let workload = WORKLOADS.iter().find(|workload| workload.name == name).ok_or("no workload has this name")?;
    (workload.run)(repetitions.parse().map_err(|_| "the repetitions are no number")?);
    Ok(())
}

fn compare() -> Result {
    let text = std::fs::read_to_string(file()).map_err(|error| format!("{}: {error}", file().display()))?;
    let baseline: Baseline = serde_json::from_str(&text).map_err(|error| format!("{}: {error}", file().display()))?;
    let now = count()?;
    let mut grown = Vec::new();
    for (name, count) in &now.instructions {
        let before = *baseline.instructions.get(name).ok_or(format!("{name} is not in the baseline: {ACCEPT}"))?;
        let ratio = *count as f64 / before as f64;
        println!("{name}: {count} instructions, {ratio:.3} times those of the baseline");
        if ratio > TOLERANCE {
            grown.push(format!(
                "`{name}` executes {count} instructions, {ratio:.2} times the {before} of the baseline."
            ));
        }
    }
    if grown.is_empty() {
        return Ok(());
    }
    if now.rustc != baseline.rustc {
        grown.push(format!("The baseline is from {}, this is {}.", baseline.rustc, now.rustc));
    }
    Err(format!("{}\n{ACCEPT}", grown.join("\n")))
}

/// The advice for a count that differs from the baseline.
const ACCEPT: &str = "If that is meant, run `cargo test --workspace --test instructions -- --accept`, and say in the \
                      message of the commit what the instructions are for.";

fn accept() -> Result {
    let now = count()?;
    let text = serde_json::to_string_pretty(&now).map_err(|error| error.to_string())?;
    println!("{text}");
    std::fs::write(file(), text + "\n").map_err(|error| format!("{}: {error}", file().display()))
}

/// The path of the file with the committed counts.
fn file() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("instructions/baseline.json")
}

fn count() -> Result<Baseline> {
    let mut instructions = BTreeMap::new();
    for workload in WORKLOADS {
        let (few, many) = workload.repetitions;
        let more = instructions_of(workload.name, many)?.saturating_sub(instructions_of(workload.name, few)?);
        instructions.insert(workload.name.to_owned(), more / u64::from(many - few));
    }
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let version = Command::new(rustc).arg("--version").output().map_err(|error| format!("rustc: {error}"))?;
    Ok(Baseline { rustc: String::from_utf8_lossy(&version.stdout).trim().to_owned(), instructions })
}

/// The number of instructions of a whole run of this program.
fn instructions_of(name: &str, repetitions: u32) -> Result<u64> {
    let program = std::env::current_exe().map_err(|error| error.to_string())?;
    let mut command = Command::new("valgrind");
    command.args(["--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null"]);
    command.arg(program).args(["--run", name, &repetitions.to_string()]);
    let output = command.output().map_err(|error| format!("valgrind, which counts, cannot be run: {error}"))?;
    let said = String::from_utf8_lossy(&output.stderr);
    let count = said.lines().find_map(|line| line.split("refs:").nth(1)?.trim().replace(',', "").parse().ok());
    count.filter(|_| output.status.success()).ok_or_else(|| format!("{name}: valgrind counts nothing:\n{said}"))
}
