//! `changelog`: writes what changed from version to version of an API's crate, from the git history of its spec.

use std::collections::BTreeSet;
use std::io;

use codegen::diff::{self, report as page};
use codegen::lower::config::CrateConfig;
use codegen::problem::{Problem, show};
use codegen::spec::json;

use crate::diff::{Lowering, Part};
use crate::lock::Lock;
use crate::report::{Report, locate};
use crate::{Outcome, files, git, workspace};

const INTRODUCTION: &str = "# Changelog

What changed for callers of the crate and for clients in use, by version of the crate. The format is that of
[Keep a Changelog](https://keepachangelog.com/en/1.1.0/); the file is written by `cargo xtask changelog`.

";

/// The state of an API with which a version of its crate ended.
struct State {
    version: String,
    /// The day of the commit; none for what is not committed.
    day: Option<String>,
    spec: String,
    config: CrateConfig,
}

/// Runs the command. With `since`, the sections of versions up to that revision stay as they are.
pub fn run(api: &str, since: Option<&str>, report: &mut Report) -> Outcome {
    match written(api, since) {
        Ok(Ok(line)) => {
            report.say(line);
            report.end(Outcome::Success)
        }
        Ok(Err(problems)) => {
            report.add(problems);
            report.end(Outcome::Failure)
        }
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::InvalidInput) => {
            report.usage_error(error)
        }
        Err(error) => report.io_error(error),
    }
}

fn written(api: &str, since: Option<&str>) -> io::Result<Result<String, Vec<Problem>>> {
    let known = workspace::apis("api.json")?;
    if !known.iter().any(|name| name == api) {
        let message = format!("there is no specs/{api}/api.json; the APIs are: {}", known.join(", "));
        return Err(io::Error::new(io::ErrorKind::NotFound, message));
    }
    let states = match states(api, since)? {
        Ok(states) => states,
        Err(problem) => return Ok(Err(vec![problem])),
    };
    let file = format!("specs/{api}/CHANGELOG.md");
    let path = workspace::root().join(&file);
    let _lock = Lock::new(&workspace::spec(api))?;
    let before = files::read_if_exists(&path)?.filter(|_| since.is_some()).unwrap_or_default();
    let mut sections: Vec<String> = Vec::new();
    for (index, state) in states.iter().enumerate().rev() {
        let previous = index.checked_sub(1).map(|index| &states[index]);
        match (previous, since) {
            (Some(previous), _) => sections.push(section(previous, state)),
            (None, None) => sections.push(first(state)),
            // It is what the others are compared with.
            (None, Some(_)) => {}
        }
    }
    let versions: BTreeSet<&str> =
        states.iter().skip(usize::from(since.is_some())).map(|state| state.version.as_str()).collect();
    let kept = kept(&before, &versions);
    let text = format!("{INTRODUCTION}{}{kept}", sections.concat());
    files::write(&path, &format!("{}\n", text.trim_end()))?;
    Ok(Ok(format!("{file}: {} versions", sections.len())))
}

/// The last state of each version, the oldest first.
fn states(api: &str, since: Option<&str>) -> io::Result<Result<Vec<State>, Problem>> {
    let (file, config_file) = (format!("specs/{api}/api.json"), format!("specs/{api}/crate.json"));
    let mut states: Vec<State> = Vec::new();
    let mut add = |state: State| match states.last_mut() {
        // A version is dated by its first commit and told by its last.
        Some(last) if last.version == state.version => {
            let day = last.day.take();
            *last = State { day, ..state };
        }
        Some(_) | None => states.push(state),
    };
    let read = |spec: String, config: Option<String>, day: Option<String>| -> Result<State, Problem> {
        let config = match config {
            Some(text) => json::read::<CrateConfig>(&config_file, &text)?,
            None => CrateConfig::named(api),
        };
        Ok(State { version: config.package.version.clone(), day, spec, config })
    };
    for (revision, day) in git::log(since, &[&file, &config_file])? {
        let Some(spec) = git::show(&revision, &file)? else { continue };
        // A setting of an older generator may be unknown by now; its version still counts.
        if let Ok(state) = read(spec, git::show(&revision, &config_file)?, Some(day)) {
            add(state);
        }
    }
    let spec = files::read(&workspace::root().join(&file))?;
    let config = files::read_if_exists(&workspace::root().join(&config_file))?;
    match read(spec, config, None) {
        Ok(state) => add(state),
        Err(problem) => return Ok(Err(problem)),
    }
    Ok(Ok(states))
}

fn heading(state: &State) -> String {
    let day = state.day.as_ref().map_or("Unreleased", String::as_str);
    format!("## [{}] - {day}\n\n", state.version)
}

fn first(state: &State) -> String {
    let what = match part(state) {
        Ok(part) => format!("The first version, with {}.\n\n", part.size()),
        Err(_) => "The first version.\n\n".to_owned(),
    };
    format!("{}{what}", heading(state))
}

fn section(old: &State, new: &State) -> String {
    let parts = part(old).and_then(|old| Ok((old, part(new)?)));
    let changes = match &parts {
        Ok((old, new)) => {
            let (old, new) = (Lowering::of(old), Lowering::of(new));
            page::changelog(&diff::compare(old.side(), new.side()))
        }
        Err(problems) => {
            let told = show(problems, &|_| None, locate);
            let first = told.lines().next().unwrap_or_default();
            format!("The specs cannot be compared, {first}.\n\n")
        }
    };
    format!("{}{changes}", heading(new))
}

fn part(state: &State) -> Result<Part, Vec<Problem>> {
    Part::kept(state.version.clone(), "api.json".to_owned(), state.spec.clone(), state.config.clone())
}

/// The sections of a changelog about other versions.
fn kept(text: &str, versions: &BTreeSet<&str>) -> String {
    let mut kept = String::new();
    let mut keeps = false;
    for line in text.split_inclusive('\n') {
        if let Some(rest) = line.strip_prefix("## [") {
            keeps = rest.split_once(']').is_some_and(|(version, _)| !versions.contains(version));
        }
        if keeps {
            kept.push_str(line);
        }
    }
    kept
}
