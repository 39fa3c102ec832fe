//! `import`: `specs/<api>/source/*` and `fixups.json` to `api.json`.

use std::io;

use codegen::import::{self, Imported, Leniency};
use codegen::lower::{self, config::CrateConfig};
use codegen::problem::Problem;
use codegen::spec::{Checked, check, fixup, json};

use crate::diff::{self, Part};
use crate::lock::Lock;
use crate::report::Report;
use crate::sync::Mode;
use crate::{Ended, files, workspace};

/// What the written file says of itself to an editor.
const SCHEMA: &str = "../schema/api.schema.json";

/// Runs the command.
pub fn run(api: &str, mode: Mode, report: &mut Report) -> Ended {
    let known = match workspace::apis("source") {
        Ok(known) => known,
        Err(error) => return report.broken(error),
    };
    if !known.iter().any(|name| name == api) {
        return report.misused(format!("there is no specs/{api}/source; the APIs are: {}", known.join(", ")));
    }
    match import(api, report) {
        Ok(Some(checked)) => match write(api, &checked, mode, report) {
            Ok(ended) => report.end(ended),
            Err(error) => report.broken(error),
        },
        Ok(None) => report.end(Ended::Badly),
        Err(error) => report.broken(error),
    }
}

/// Imports, corrects and checks an API; none where there are errors, which the report then has.
///
/// # Errors
/// Those of the file system.
pub fn import(api: &str, report: &mut Report) -> io::Result<Option<Checked>> {
    let folder = workspace::spec(api);
    let sources = files::sources(&folder.join("source"))?;
    let fixups = files::read_if_there(&folder.join("fixups.json"))?;
    let made = (|| {
        let Imported { mut api, notes, .. } = import::import(None, &sources, Leniency::Strict)?;
        if let Some(text) = &fixups {
            let fixups = fixup::read("fixups.json", text)?;
            let problems = fixup::apply(&mut api, &fixups, "fixups.json");
            if !problems.is_empty() {
                return Err(problems);
            }
        }
        api.schema = Some(SCHEMA.to_owned());
        Ok::<_, Vec<Problem>>((check::check(api, None)?, notes))
    })();
    match made {
        Ok((checked, notes)) => {
            report.add_of(api, notes);
            Ok(Some(checked))
        }
        Err(problems) => {
            report.add_of(api, problems);
            Ok(None)
        }
    }
}

/// Writes `api.json`, and records in `crate.json` the names that had to move, or says that they are stale.
fn write(api: &str, checked: &Checked, mode: Mode, report: &mut Report) -> io::Result<Ended> {
    let folder = workspace::spec(api);
    let _lock = (mode == Mode::Write).then(|| Lock::new(&folder)).transpose()?;
    let mut texts = vec![("api.json", json::write_api(checked))];
    let wishes = files::read_if_there(&folder.join("crate.json"))?;
    if let Some(before) = files::read_if_there(&folder.join("api.json"))? {
        changed(api, before, &texts[0].1, wishes.as_deref(), report);
    }
    if let Some(text) = wishes {
        match settled(checked, &text) {
            Ok(Some(settled)) => texts.push(("crate.json", settled)),
            Ok(None) => {}
            // The wishes may name what the new spec no longer has: `regenerate` refuses that, importing does not.
            Err(problems) => {
                let warnings =
                    problems.into_iter().map(|problem| Problem { level: codegen::problem::Level::Warning, ..problem });
                report.add_of(api, warnings);
            }
        }
    }
    let mut ended = Ended::Well;
    for (name, text) in texts {
        let path = folder.join(name);
        if files::read_if_there(&path)?.as_deref() == Some(text.as_str()) {
            report.say(format_args!("specs/{api}/{name}: unchanged"));
        } else if mode == Mode::Check {
            report.say(format_args!("specs/{api}/{name}: stale; run `cargo xtask import {api}`"));
            ended = Ended::Stale;
        } else {
            files::write(&path, &text)?;
            report.say(format_args!("specs/{api}/{name}: written"));
        }
    }
    report.say(format_args!("{api}: {} operations, {} types", checked.operations.len(), checked.types.len()));
    Ok(ended)
}

/// Says what changed since the spec that is there; one that cannot be read is not compared.
fn changed(api: &str, before: String, after: &str, wishes: Option<&str>, report: &Report) {
    if before == after {
        return;
    }
    let file = format!("specs/{api}/api.json");
    let wishes: CrateConfig =
        wishes.and_then(|text| json::read("crate.json", text).ok()).unwrap_or_else(|| CrateConfig::named(api));
    let old = Part::kept(format!("{file} as it was"), file.clone(), before, wishes.clone());
    let new = Part::kept(file.clone(), file, after.to_owned(), wishes);
    if let (Ok(old), Ok(new)) = (old, new) {
        report.say(diff::told(&old, &new));
    }
}

/// The text of `crate.json` with each name that had to move recorded; none where none had to.
fn settled(checked: &Checked, text: &str) -> Result<Option<String>, Vec<Problem>> {
    let wishes: CrateConfig = json::read("crate.json", text).map_err(|problem| vec![problem])?;
    let settled = lower::lower(checked, &wishes, "")?.settled;
    Ok((settled != wishes).then(|| json::write(&settled)))
}
