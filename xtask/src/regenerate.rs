//! `regenerate`: every `specs/<api>/api.json` to `generated/<crate>`.

use std::collections::BTreeMap;
use std::io;

use codegen::emit::manifest::Standing;
use codegen::generate::{self, Generated};
use codegen::lower::config::CrateConfig;
use codegen::spec::{Api, check, json};

use crate::report::{CrateLine, Report};
use crate::sync::{Mode, Synced, sync};
use crate::{Ended, diff, files, workspace};

/// Runs the command.
pub fn run(apis: &[String], mode: Mode, report: &mut Report) -> Ended {
    let known = match workspace::apis("api.json") {
        Ok(known) => known,
        Err(error) => return report.broken(error),
    };
    if let Some(unknown) = apis.iter().find(|api| !known.contains(api)) {
        return report.misused(format!("there is no specs/{unknown}/api.json; the APIs are: {}", known.join(", ")));
    }
    let chosen = if apis.is_empty() { &known } else { apis };
    // Everything is made in memory first, so that nothing is written where one API has an error.
    let mut made = Vec::new();
    let mut failed = false;
    for api in chosen {
        match make(api, report) {
            Ok(Some(generated)) => made.push((api, generated)),
            Ok(None) => failed = true,
            Err(error) => return report.broken(error),
        }
    }
    if failed {
        return report.end(Ended::Badly);
    }
    let mut stale = false;
    for (api, generated) in made {
        match sync(&generated.tree, &workspace::generated(&generated.krate.package.name), mode) {
            Ok(synced) => {
                stale |= synced.is_stale();
                let reasons = if synced.is_stale() { diff::reasons(api, &generated.krate) } else { BTreeMap::new() };
                tell(&generated, &synced, &reasons, mode, report);
            }
            Err(error) => return report.broken(error),
        }
    }
    if stale && mode == Mode::Check {
        report.say("stale: run `cargo xtask regenerate`");
        return report.end(Ended::Stale);
    }
    report.end(Ended::Well)
}

/// Makes the crate of an API; none where there are errors, which the report then has.
fn make(api: &str, report: &mut Report) -> io::Result<Option<Generated>> {
    let folder = workspace::spec(api);
    let (spec_file, wish_file) = (format!("specs/{api}/api.json"), format!("specs/{api}/crate.json"));
    let spec = files::read(&folder.join("api.json"))?;
    let wishes = files::read(&folder.join("crate.json"))?;
    report.knows(&spec_file, &spec);
    report.knows(&wish_file, &wishes);
    let read = json::read::<Api>(&spec_file, &spec).map_err(|problem| vec![problem]);
    let wishes = json::read::<CrateConfig>(&wish_file, &wishes).map_err(|problem| vec![problem]);
    let (spec, wishes) = match (read, wishes) {
        (Ok(spec), Ok(wishes)) => (spec, wishes),
        (spec, wishes) => {
            report.add(spec.err().into_iter().chain(wishes.err()).flatten());
            return Ok(None);
        }
    };
    let made = format!("cargo xtask regenerate {api} from specs/{api}/api.json");
    let generated = check::check(spec, Some(&spec_file))
        .and_then(|checked| generate::generate(&checked, &wishes, &made, Standing::Member));
    match generated {
        Ok(generated) => {
            report.add_of(api, generated.notes.iter().cloned());
            Ok(Some(generated))
        }
        Err(problems) => {
            report.add_of(api, problems);
            Ok(None)
        }
    }
}

/// Says what was done with a crate, and why, where the reasons are known.
pub fn tell(
    generated: &Generated,
    synced: &Synced,
    reasons: &BTreeMap<String, String>,
    mode: Mode,
    report: &mut Report,
) {
    let Generated { krate, tree, notes: _, settled: _, counts } = generated;
    let line = CrateLine {
        name: krate.package.name.clone(),
        operations: counts.operations,
        types: counts.types,
        files: tree.len(),
        written: synced.written.len(),
        unchanged: synced.unchanged,
        removed: synced.removed.len(),
        skipped_operations: 0,
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
    // A crate that is wholly new needs no list.
    let shown = if synced.unchanged == 0 { 0 } else { 20 };
    for (path, what) in synced
        .written
        .iter()
        .map(|path| (path, write))
        .chain(synced.removed.iter().map(|path| (path, remove)))
        .take(shown)
    {
        let reason = reasons.get(path).map(|reason| format!(" ({reason})")).unwrap_or_default();
        report.say(format_args!("  {what}: {path}{reason}"));
    }
    let more = (synced.written.len() + synced.removed.len()).saturating_sub(shown);
    if more > 0 && shown > 0 {
        report.say(format_args!("  and {more} more"));
    }
    report.did(line);
}
