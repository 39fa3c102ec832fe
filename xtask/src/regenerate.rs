//! `regenerate`: writes `generated/<crate>` from each `specs/<api>/api.json`.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::mem;
use std::path::PathBuf;

use codegen::emit::manifest::WorkspaceRole;
use codegen::file_list;
use codegen::generate::{self, Generated};
use codegen::lower::config::CrateConfig;
use codegen::spec::{Api, check, json};

use crate::record::Record;
use crate::report::{CrateLine, Report};
use crate::sync::{Mode, Output, Pass, Plan, Synced};
use crate::{Outcome, diff, disk, files, workspace};

/// Runs the command.
pub fn run(apis: &[String], mode: Mode, report: &mut Report) -> Outcome {
    let record = Record::new(format!("regenerate {apis:?} {mode:?} {:?}", report.format()));
    match record.as_ref().and_then(|record| record.replay(report)) {
        Some(outcome) => outcome,
        None => run_in_full(apis, mode, record.as_ref(), report),
    }
}

fn run_in_full(apis: &[String], mode: Mode, record: Option<&Record>, report: &mut Report) -> Outcome {
    let known = match workspace::apis("api.json") {
        Ok(known) => known,
        Err(error) => return report.usage_or_io_error(error),
    };
    if let Some(unknown) = apis.iter().find(|api| !known.contains(api)) {
        return report.usage_error(workspace::unknown_api(unknown, "api.json", &known));
    }
    // Each API is processed once, in a fixed order, so that two commands never wait for each other's locks.
    let chosen: BTreeSet<&String> = if apis.is_empty() { known.iter() } else { apis.iter() }.collect();
    // All crates are generated in memory first, so that nothing is written if one API has an error.
    let mut made = Vec::new();
    let mut failed = false;
    for api in chosen {
        match make(api, report) {
            Ok(Some(generated)) => made.push((api, generated)),
            Ok(None) => failed = true,
            Err(error) => return report.io_error(files::nothing_written(error)),
        }
    }
    if failed {
        return report.end(Outcome::Failure);
    }
    let inputs = disk::take();
    let mark = report.mark();
    match write(&made, mode, Pass::First, report) {
        Ok(true) if mode == Mode::Check => {
            report.say("stale: run `cargo xtask regenerate`");
            report.end(Outcome::Stale)
        }
        Ok(is_written) => {
            let outcome = report.end(Outcome::Success);
            if let (Outcome::Success, Some(record), Some(inputs)) = (outcome, record, inputs) {
                let written = is_written.then_some(mark);
                record.keep(inputs, written, report, |report| write(&made, mode, Pass::Again, report));
            }
            // The process ends, so freeing millions of values one by one would only take time.
            mem::forget(made);
            outcome
        }
        Err(error) => report.io_error(error),
    }
}

/// Writes the crates, or with `--check` only compares them. Returns whether any was out of date.
fn write(made: &[(&String, Generated)], mode: Mode, pass: Pass, report: &mut Report) -> io::Result<bool> {
    let folders: Vec<PathBuf> = made.iter().map(|(_, made)| workspace::generated(&made.krate.package.name)).collect();
    for (at, folder) in folders.iter().enumerate() {
        if let Some(other) = folders[..at].iter().position(|other| other == folder) {
            let message = format!("names the same package as specs/{}/crate.json", made[other].0);
            let help = "Each API has a separate crate: change `package.name` in one of the two files.";
            let error = files::refusal(&workspace::spec(made[at].0).join("crate.json"), message, help);
            return Err(files::nothing_written(error));
        }
    }
    let outputs = made.iter().zip(&folders).map(|((_, generated), folder)| Output {
        tree: &generated.tree,
        package: &generated.krate.package.name,
        made: &generated.generated_by,
        folder,
        force: false,
    });
    // All folders are checked before the first one is written.
    let plans = outputs.map(|output| Plan::new(output, mode)).collect::<io::Result<Vec<_>>>()?;
    if pass == Pass::Again && plans.iter().any(Plan::is_stale) {
        return Ok(true);
    }
    let mut stale = false;
    for ((api, generated), plan) in made.iter().zip(plans) {
        report.add(plan.warnings().iter().cloned());
        let synced = plan.apply()?;
        stale |= synced.is_stale();
        let reasons = if synced.is_stale() { diff::reasons(api, &generated.krate) } else { BTreeMap::new() };
        print_crate(generated, &synced, &reasons, mode, report);
    }
    Ok(stale)
}

/// Generates the crate of an API. `None` if there are errors, which are then in the report.
fn make(api: &str, report: &mut Report) -> io::Result<Option<Generated>> {
    let folder = workspace::spec(api);
    let (spec_file, config_file) = (format!("specs/{api}/api.json"), format!("specs/{api}/crate.json"));
    let spec = files::read(&folder.join("api.json"))?;
    let config = files::read(&folder.join("crate.json"))?;
    report.add_text(&spec_file, &spec);
    report.add_text(&config_file, &config);
    let read = json::read::<Api>(&spec_file, &spec).map_err(|problem| vec![problem]);
    let config = json::read::<CrateConfig>(&config_file, &config).map_err(|problem| vec![problem]);
    let (spec, config) = match (read, config) {
        (Ok(spec), Ok(config)) => (spec, config),
        (spec, config) => {
            report.add(spec.err().into_iter().chain(config.err()).flatten());
            return Ok(None);
        }
    };
    let made = workspace::made(api);
    let chapters = files::read_if_exists(&folder.join("README.md"))?.unwrap_or_default();
    let generated = check::check(spec, Some(&spec_file))
        .and_then(|checked| generate::generate(&checked, &config, &made, WorkspaceRole::Member));
    match generated {
        Ok(generated) => {
            report.add_of(api, generated.notes.iter().cloned());
            Ok(Some(generated.with_chapters(&chapters)))
        }
        Err(problems) => {
            report.add_of(api, problems);
            Ok(None)
        }
    }
}

/// Prints which files of a crate were written and removed, with the reasons where they are known.
pub fn print_crate(
    generated: &Generated,
    synced: &Synced,
    reasons: &BTreeMap<String, String>,
    mode: Mode,
    report: &mut Report,
) {
    let Generated { krate, tree, notes: _, stable_config: _, recorded: _, counts, generated_by: _ } = generated;
    let line = CrateLine {
        name: krate.package.name.clone(),
        operations: counts.operations,
        types: counts.types,
        files: tree.len(),
        written: synced.written.len(),
        unchanged: synced.unchanged,
        removed: synced.removed.len(),
        skipped_operations: 0,
        left_out: Vec::new(),
        schemas: counts.schemas,
        untyped_fallbacks: counts.untyped_fallbacks,
    };
    let (write, remove) = match mode {
        Mode::Write => ("written", "removed"),
        Mode::Check => ("stale", "to remove"),
    };
    report.say(format_args!(
        "{}: {} operations, {} types, {} files: {} {write}, {} unchanged, {} {remove}",
        line.name, line.operations, line.types, line.files, line.written, line.unchanged, line.removed
    ));
    // The files of a new crate are not listed. Removed files always are.
    let shown = if synced.unchanged == 0 { 0 } else { 20 };
    for path in synced.written.iter().take(shown) {
        let reason = reasons.get(path).map(|reason| format!(" ({reason})")).unwrap_or_default();
        report.say(format_args!("  {write}: {path}{reason}"));
    }
    if synced.written.len() > shown && shown > 0 {
        report.say(format_args!("  and {} more {write}", synced.written.len() - shown));
    }
    for path in &synced.removed {
        let reason = reasons.get(path).map(|reason| format!(" ({reason})")).unwrap_or_default();
        report.say(format_args!("  {remove}: {path}{reason}"));
    }
    if synced.list_differs && synced.written.is_empty() && synced.removed.is_empty() {
        report.say(format_args!("  {write}: {}", file_list::FILE_NAME));
    }
    report.add_crate(line);
}
