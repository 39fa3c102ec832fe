//! `import`: writes `specs/<api>/api.json` from `source/*` and `fixups.json`.

use std::io;

use codegen::import::Leniency;
use codegen::lower::{self, config::CrateConfig};
use codegen::problem::Problem;
use codegen::spec::{Api, Checked, OperationId, check, json};

use crate::diff::{self, Part};
use crate::lock::Lock;
use crate::normalize::{Normalized, normalized};
use crate::proposals::Proposals;
use crate::report::Report;
use crate::sync::Mode;
use crate::{Outcome, documents, files, git, proposals, renamed, workspace};

/// The schema of `fixups.json`.
const FIXUPS_SCHEMA: &str = "../schema/fixups.schema.json";

/// The options of the command.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    pub mode: Mode,
    pub leniency: Leniency,
    pub accept_proposals: bool,
}

/// Runs the command.
pub fn run(api: &str, options: Options, report: &mut Report) -> Outcome {
    let Options { mode, leniency: _, accept_proposals: _ } = options;
    if let Err(error) = workspace::check_is_api(api, "source") {
        return report.usage_or_io_error(error);
    }
    match import(api, options, report) {
        Ok(Some((checked, fixups))) => match write(api, &checked, fixups, mode, report) {
            Ok(outcome) => report.end(outcome),
            Err(error) => report.io_error(error),
        },
        Ok(None) => report.end(Outcome::Failure),
        Err(error) => report.io_error(files::nothing_written(error)),
    }
}

/// Imports an API, applies its fixups and checks it. The string is the new text of `fixups.json`, if fixups were added.
/// `None` if there are errors, which are then in the report.
///
/// # Errors
/// Those of the file system.
fn import(api: &str, options: Options, report: &mut Report) -> io::Result<Option<(Checked, Option<String>)>> {
    let Options { mode: _, leniency, accept_proposals } = options;
    let folder = workspace::spec(api);
    let sources = documents::of_folder(&folder.join("source"))?;
    let fixups = files::read_if_exists(&folder.join("fixups.json"))?;
    // Problems of `crate.json` are reported where the config is used.
    let config = files::read_if_exists(&folder.join("crate.json"))?;
    let config = config.and_then(|text| json::read::<CrateConfig>("crate.json", &text).ok());
    let leniency = if config.is_some_and(|config| config.strict) { Leniency::Strict } else { leniency };
    let made = (|| {
        let Normalized { mut api, fixups: known, mut notes } = normalized(sources, fixups.as_deref(), leniency)?;
        let (accepted, more) = proposals::offer(&mut api, &known, Proposals::accepted_if(accept_proposals))?;
        notes.extend(more);
        let has_more = !accepted.is_empty();
        let added = has_more.then(|| proposals::added(fixups.as_deref(), FIXUPS_SCHEMA, accepted)).transpose()?;
        Ok::<_, Vec<Problem>>((check::check(api, None)?, notes, added))
    })();
    match made {
        Ok((checked, notes, added)) => {
            report.add_of(api, notes);
            report.offer_strict(leniency);
            Ok(Some((checked, added)))
        }
        Err(problems) => {
            report.add_of(api, problems);
            Ok(None)
        }
    }
}

/// Writes `api.json` and `fixups.json`, and records in `crate.json` the names that were chosen to avoid clashes. With
/// `--check` it only reports which of them is out of date.
fn write(api: &str, checked: &Checked, fixups: Option<String>, mode: Mode, report: &mut Report) -> io::Result<Outcome> {
    let folder = workspace::spec(api);
    let lock = (mode == Mode::Write).then(|| Lock::new(&folder)).transpose().map_err(files::nothing_written)?;
    let texts = texts(api, checked, fixups, report).map_err(files::nothing_written)?;
    // All files are checked before the first one is written.
    for (name, _) in texts.iter().filter(|(_, text)| mode == Mode::Write && text.is_some()) {
        files::replaceable(&folder.join(name)).map_err(files::nothing_written)?;
    }
    let mut outcome = Outcome::Success;
    for (name, text) in texts {
        match text {
            None => report.say(format_args!("specs/{api}/{name}: unchanged")),
            Some(_) if mode == Mode::Check => {
                report.say(format_args!("specs/{api}/{name}: stale; run `cargo xtask import {api}`"));
                outcome = Outcome::Stale;
            }
            Some(text) => {
                files::write(&folder.join(name), &text)?;
                report.say(format_args!("specs/{api}/{name}: written"));
            }
        }
    }
    drop(lock);
    report.say(format_args!("{api}: {} operations, {} types", checked.operations.len(), checked.types.len()));
    Ok(outcome)
}

/// The files to write, each with its new text; `None` for a file that has it already.
fn texts(
    api: &str,
    checked: &Checked,
    fixups: Option<String>,
    report: &mut Report,
) -> io::Result<Vec<(&'static str, Option<String>)>> {
    let folder = workspace::spec(api);
    let mut texts = vec![("api.json", json::write_api(checked))];
    let config = files::read_if_exists(&folder.join("crate.json"))?;
    let before = files::read_if_exists(&folder.join("api.json"))?;
    let current = match &config {
        Some(text) => followed(api, checked, before.as_deref(), text, report).or_else(|| config.clone()),
        None => None,
    };
    if let Some(before) = &before {
        changed(api, before.clone(), &texts[0].1, [config.as_deref(), current.as_deref()], report);
    }
    if let (Some(old), Some(current)) = (config, current) {
        // Names cannot have changed where neither the spec nor the config did.
        let is_same = before.as_ref() == Some(&texts[0].1) && old == current;
        match stable_config(checked, before.as_deref().filter(|_| !is_same), &old, &current) {
            Ok(Some(stable_config)) => texts.push(("crate.json", stable_config)),
            Ok(None) => texts.push(("crate.json", current)),
            // The config may name items that the new spec no longer has. `regenerate` refuses this, `import` does not.
            Err(problems) => {
                texts.push(("crate.json", current));
                let warnings =
                    problems.into_iter().map(|problem| Problem { level: codegen::problem::Level::Warning, ..problem });
                report.add_of(api, warnings);
            }
        }
    }
    texts.extend(fixups.map(|text| ("fixups.json", text)));
    let differing = texts.into_iter().map(|(name, text)| {
        let is_written = files::read_if_exists(&folder.join(name))?.as_deref() == Some(text.as_str());
        Ok((name, (!is_written).then_some(text)))
    });
    differing.collect()
}

/// The text of `crate.json` after the settings of renamed operations were moved; `None` if no operation was renamed. The names of
/// the operations are those of the spec that is replaced, or, if that has the new names already, of the last commit.
fn followed(api: &str, checked: &Checked, before: Option<&str>, text: &str, report: &Report) -> Option<String> {
    let mut config: CrateConfig = json::read("crate.json", text).ok()?;
    let is_stale = |id: &OperationId| !checked.operations.contains_key(id);
    if !config.operations.keys().any(is_stale) {
        return None;
    }
    let committed = git::show("HEAD", &format!("specs/{api}/api.json")).ok().flatten();
    let mut moved = Vec::new();
    for text in before.into_iter().chain(committed.as_deref()) {
        if let Ok(old) = json::read::<Api>("api.json", text) {
            moved.extend(renamed::follow(&mut config, &old, checked));
        }
    }
    for (old, new) in &moved {
        report.say(format_args!(
            "specs/{api}/crate.json: the settings of the operation `{old}` belong to `{new}` now, because the source renamed it"
        ));
    }
    (!moved.is_empty()).then(|| json::write(&config))
}

/// Prints what changed since the existing spec, if that can be read, with the text of `crate.json`: the existing
/// one, and one in which the settings of renamed operations were moved.
fn changed(api: &str, before: String, after: &str, [existing, current]: [Option<&str>; 2], report: &Report) {
    if before == after {
        return;
    }
    let file = format!("specs/{api}/api.json");
    let read = |text: Option<&str>| text.and_then(|text| json::read::<CrateConfig>("crate.json", text).ok());
    let config = |text: Option<&str>| read(text).unwrap_or_else(|| CrateConfig::named(api));
    let committed = |file: &str| git::show("HEAD", file).ok().flatten();
    // Before the first commit, and outside of git, nothing is known about an earlier version of the generator.
    let is_committed = committed(&file).is_some_and(|committed| committed == before);
    // The committed crate was generated with the committed config, which may have been edited since.
    let before_config = is_committed.then(|| committed(&format!("specs/{api}/crate.json"))).flatten();
    let before_config = config(before_config.as_deref().or(existing));
    let old = Part::kept(format!("{file} as it was"), file.clone(), before, before_config);
    let old = old.map(|old| if is_committed { old.again(api, "HEAD") } else { Ok((old, Vec::new())) });
    let new = Part::kept(file.clone(), file, after.to_owned(), config(current));
    if let (Ok(Ok((old, generator))), Ok(new)) = (old, new) {
        report.say(diff::between(&old, &new, generator));
    }
}

/// The text of `crate.json` with names that depend on others, and names that would otherwise change since the last
/// spec; `None` if there are no new ones. `before` is the last spec, and `old_text` its config.
fn stable_config(
    checked: &Checked,
    before: Option<&str>,
    old_text: &str,
    text: &str,
) -> Result<Option<String>, Vec<Problem>> {
    let config: CrateConfig = json::read("crate.json", text).map_err(|problem| vec![problem])?;
    let lowered = lower::lower(checked, &config)?;
    let old = before.and_then(|before| {
        let api = json::read::<Api>("api.json", before).ok()?;
        let old_config = json::read::<CrateConfig>("crate.json", old_text).ok()?;
        Some(lower::lower(&check::check(api, None).ok()?, &old_config).ok()?.recorded)
    });
    let kept = old.map(|old| lowered.recorded.changed_since(&old).kept_in(&config, checked));
    // A name that another item has taken meanwhile cannot be kept.
    let stable_config = match kept.filter(|kept| *kept != config).map(|kept| lower::lower(checked, &kept)) {
        Some(Ok(kept)) => kept.stable_config,
        Some(Err(_)) | None => lowered.stable_config,
    };
    Ok((stable_config != config).then(|| json::write(&stable_config)))
}
