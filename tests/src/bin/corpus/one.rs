//! Processes one document, from its text to its crate, in this process.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::Instant;

use codegen::emit::manifest::WorkspaceRole;
use codegen::generate::{self, Generated};
use codegen::import::{self, Leniency, Source};
use codegen::lower::config::CrateConfig;
use codegen::problem::{Problem, report};
use codegen::spec::check;
use serde::{Deserialize, Serialize};

use crate::compare::{self, Compared};

/// The result of processing a document.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Outcome {
    /// The reason why there is no result: a crash, a limit, or a file that cannot be read.
    pub failed: Option<String>,
    /// The statistics of the crate, if one was written.
    pub written: Option<Written>,
    /// Whether the document is accepted without lenient reading.
    pub strict: bool,
    /// The problems of normal reading, by level and rule: their number, and the first message.
    pub problems: BTreeMap<String, (usize, String)>,
    /// The problems of lenient reading, for a document that normal reading refuses.
    pub lenient: BTreeMap<String, (usize, String)>,
    /// The result of the comparison, if documents are compared.
    pub compared: Option<Compared>,
    /// The size of the document in bytes.
    pub bytes: usize,
    /// The time until the crate was in memory, in milliseconds.
    pub millis: u128,
    /// Processor time of the whole process, in milliseconds.
    pub cpu: u64,
    /// The peak memory of the process, in MiB.
    pub peak: u64,
}

/// The statistics of a crate.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
pub struct Written {
    pub operations: usize,
    pub skipped: usize,
    pub types: usize,
    pub schemas: usize,
    pub untyped: usize,
    pub files: usize,
    pub lines: usize,
}

impl Outcome {
    /// The outcome of a document that could not be processed, for the given reason.
    pub fn failed(why: impl Into<String>) -> Self {
        Self { failed: Some(why.into()), ..Self::default() }
    }

    /// Whether there is a crate.
    pub fn is_well(&self) -> bool {
        self.failed.is_none() && self.written.is_some()
    }
}

/// Reads the document at `path`; its crate is called `name` and written to `out`.
pub fn read(path: &Path, name: &str, out: Option<&Path>) -> Outcome {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) => return Outcome::failed(error.to_string()),
    };
    let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let source = Source { name: file, text };
    let start = Instant::now();
    let mut outcome = Outcome { bytes: source.text.len(), ..Outcome::default() };
    let mut made = generated(&source, name, Leniency::Normal);
    outcome.strict = made.0.is_some();
    outcome.problems = by_rule(&made.1, &source);
    if made.0.is_none() {
        made = generated(&source, name, Leniency::Lenient);
        outcome.lenient = by_rule(&made.1, &source);
    }
    if let Some((generated, skipped)) = made.0 {
        outcome.written = Some(written(&generated, skipped));
        outcome.millis = start.elapsed().as_millis();
        if let Some(error) = out.and_then(|out| write(&generated, out).err()) {
            outcome.failed = Some(error.to_string());
        }
    }
    (outcome.cpu, outcome.peak) = spent();
    outcome
}

/// Compares the document at `path` with itself and with edited copies.
pub fn compared(path: &Path, name: &str, seed: u64) -> Outcome {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) => return Outcome::failed(error.to_string()),
    };
    let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let mut outcome = Outcome { bytes: text.len(), ..Outcome::default() };
    match compare::compare(&Source { name: file, text }, name, seed) {
        Ok(compared) => outcome.compared = compared,
        Err(why) => outcome.failed = Some(format!("{why} (--seed {seed})")),
    }
    (outcome.cpu, outcome.peak) = spent();
    outcome
}

type Made = (Option<(Generated, usize)>, Vec<Problem>);

fn generated(source: &Source, name: &str, leniency: Leniency) -> Made {
    let mut problems = Vec::new();
    let mut made = || {
        let imported = import::import(None, std::slice::from_ref(source), leniency)?;
        problems.extend(imported.notes);
        let checked = check::check(imported.api, None)?;
        let generated =
            generate::generate(&checked, &CrateConfig::named(name), "the corpus runner", WorkspaceRole::Member)?;
        problems.extend(generated.notes.iter().cloned());
        Ok((generated, imported.skipped.len()))
    };
    match made() {
        Ok(made) => (Some(made), problems),
        Err(errors) => {
            problems.extend::<Vec<Problem>>(errors);
            (None, problems)
        }
    }
}

fn written(generated: &Generated, skipped: usize) -> Written {
    Written {
        operations: generated.counts.operations,
        skipped,
        types: generated.counts.types,
        schemas: generated.counts.schemas,
        untyped: generated.counts.untyped_fallbacks,
        files: generated.tree.len(),
        lines: generated.tree.files().map(|(_, text)| text.lines().count()).sum(),
    }
}

fn write(generated: &Generated, out: &Path) -> std::io::Result<()> {
    for (path, text) in generated.tree.files() {
        let path = out.join(path);
        fs::create_dir_all(path.parent().unwrap_or(out))?;
        fs::write(path, text)?;
    }
    Ok(())
}

fn by_rule(problems: &[Problem], source: &Source) -> BTreeMap<String, (usize, String)> {
    let mut found: BTreeMap<String, (usize, String)> = BTreeMap::new();
    let mut first = Vec::new();
    for problem in problems {
        let entry = found.entry(format!("{} {}", problem.level, problem.rule.id())).or_insert_with(|| {
            first.push(problem.clone());
            (0, String::new())
        });
        entry.0 += 1;
    }
    for shown in report(&first, &|name| (name == source.name).then(|| source.text.clone()), import::positions) {
        if let Some(entry) = found.get_mut(&format!("{} {}", shown.level, shown.rule)) {
            entry.1 = format!("{}: {}", shown.at, shown.message);
        }
    }
    found
}

/// The processor time in milliseconds and the peak memory in MiB of this process, as Linux reports them.
fn spent() -> (u64, u64) {
    // Linux counts this time in hundredths of a second, on all hardware.
    const TICK: u64 = 10;
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
    let ticks: u64 = after_name.split_whitespace().skip(11).take(2).filter_map(|field| field.parse::<u64>().ok()).sum();
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib = peak.and_then(|peak| peak.split_whitespace().next()?.parse::<u64>().ok()).unwrap_or(0);
    (ticks * TICK, kib / 1024)
}
