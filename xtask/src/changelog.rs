//! `changelog`: writes the changes of each version of an API's crate, from the git history of its spec.

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

/// The version of changes that belong to none yet: those after a release, before `diff --bump` writes the next version.
const UNRELEASED: &str = "Unreleased";

/// The state of an API with which a version of its crate was released, that is, committed.
struct State {
    /// The version, or [`UNRELEASED`].
    version: String,
    /// The day of the commit; `None` if the state is not committed.
    day: Option<String>,
    spec: String,
    config: CrateConfig,
}

/// Runs the command. Sections of released versions, which have a date, stay as they are. With `since`, the history before
/// that revision is not read.
pub fn run(api: &str, since: Option<&str>, report: &mut Report) -> Outcome {
    match written(api, since) {
        Ok(Ok(line)) => {
            report.say(line);
            report.end(Outcome::Success)
        }
        Ok(Err(problems)) => report.failed(problems),
        Err(error) => report.usage_or_io_error(error),
    }
}

fn written(api: &str, since: Option<&str>) -> io::Result<Result<String, Vec<Problem>>> {
    workspace::check_is_api(api, "api.json")?;
    let states = match states(api, since)? {
        Ok(states) => states,
        Err(problem) => return Ok(Err(vec![problem])),
    };
    let file = format!("specs/{api}/CHANGELOG.md");
    let path = workspace::root().join(&file);
    let _lock = Lock::new(&workspace::spec(api))?;
    let before = files::read_if_exists(&path)?.unwrap_or_default();
    if !before.trim().is_empty() && !before.starts_with(INTRODUCTION) {
        let message = format!("{file} was not written by this command: move it away, then add its text to the new one");
        return Err(io::Error::new(io::ErrorKind::InvalidInput, message));
    }
    let before = sections(&before);
    let found = |version: &str| before.iter().find(|(other, _)| other == version).map(|(_, text)| text);
    let mut texts: Vec<String> = Vec::new();
    let mut written = 0;
    for (index, state) in states.iter().enumerate().rev() {
        let previous = index.checked_sub(1).map(|index| &states[index]);
        match (found(&state.version).filter(|text| !is_unreleased(text)), previous, since) {
            // The section is kept, because a person may have added to it.
            (Some(text), ..) => texts.push(text.clone()),
            (None, Some(previous), _) => texts.extend(section(previous, state)),
            (None, None, None) => texts.push(first(state)),
            // The first state is only the base of the comparison; its section stays as it is.
            (None, None, Some(_)) => match found(&state.version) {
                Some(text) => texts.push(text.clone()),
                None => continue,
            },
        }
        written += usize::from(texts.last().is_some_and(|text| found(&state.version) != Some(text)));
    }
    let read: BTreeSet<&str> = states.iter().map(|state| state.version.as_str()).collect();
    let is_earlier = |version: &str| version != UNRELEASED && !read.contains(version);
    let earlier = before.iter().filter(|(version, _)| is_earlier(version)).map(|(_, text)| text);
    let text = format!("{INTRODUCTION}{}{}", texts.concat(), earlier.cloned().collect::<String>());
    files::write(&path, &format!("{}\n", text.trim_end()))?;
    let count = texts.len();
    let word = if count == 1 { "version" } else { "versions" };
    Ok(Ok(format!("{file}: {count} {word}, {written} new or changed")))
}

/// The sections of a changelog in their order, each with its version and its heading.
fn sections(text: &str) -> Vec<(String, String)> {
    let mut sections: Vec<(String, String)> = Vec::new();
    for line in text.split_inclusive('\n') {
        if let Some((version, _)) = line.strip_prefix("## [").and_then(|rest| rest.split_once(']')) {
            sections.push((version.to_owned(), String::new()));
        }
        if let Some((_, text)) = sections.last_mut() {
            text.push_str(line);
        }
    }
    sections.iter_mut().for_each(|(_, text)| *text = format!("{}\n\n", text.trim_end()));
    sections
}

fn is_unreleased(section: &str) -> bool {
    section.lines().next().is_some_and(|heading| heading.trim_end_matches(']').ends_with(UNRELEASED))
}

/// The states of the versions, the oldest first. A version is released with its first commit. What changed after the last
/// release is a state without a version.
fn states(api: &str, since: Option<&str>) -> io::Result<Result<Vec<State>, Problem>> {
    let (file, config_file) = (format!("specs/{api}/api.json"), format!("specs/{api}/crate.json"));
    let mut states: Vec<State> = Vec::new();
    let read = |spec: String, config: Option<String>, day: Option<String>| -> Result<State, Problem> {
        let config = match config {
            Some(text) => json::read::<CrateConfig>(&config_file, &text)?,
            None => CrateConfig::named(api),
        };
        Ok(State { version: config.package.version.clone(), day, spec, config })
    };
    for (revision, day) in git::log(since, &[&file, &config_file])? {
        let Some(spec) = git::show(&revision, &file)? else { continue };
        // The config of an older generator may contain an unknown setting; the version in it still counts.
        if let Ok(state) = read(spec, git::show(&revision, &config_file)?, Some(day))
            && states.last().is_none_or(|last| last.version != state.version)
        {
            states.push(state);
        }
    }
    let spec = files::read(&workspace::root().join(&file))?;
    let config = files::read_if_exists(&workspace::root().join(&config_file))?;
    let current = match read(spec, config, None) {
        Ok(state) => state,
        Err(problem) => return Ok(Err(problem)),
    };
    match states.last() {
        Some(last) if last.version != current.version => states.push(current),
        Some(last) if last.spec != current.spec || last.config != current.config => {
            states.push(State { version: UNRELEASED.to_owned(), ..current });
        }
        Some(_) => {}
        None => states.push(current),
    }
    Ok(Ok(states))
}

fn heading(state: &State) -> String {
    let version = &state.version;
    match &state.day {
        _ if version == UNRELEASED => format!("## [{UNRELEASED}]\n\n"),
        Some(day) => format!("## [{version}] - {day}\n\n"),
        None => format!("## [{version}] - {UNRELEASED}\n\n"),
    }
}

fn first(state: &State) -> String {
    let what = match part(state) {
        Ok(part) => format!("The first version, with {}.\n\n", part.size()),
        Err(_) => "The first version.\n\n".to_owned(),
    };
    format!("{}{what}", heading(state))
}

/// The section of a state; `None` if nothing changed after the last release.
fn section(old: &State, new: &State) -> Option<String> {
    let parts = part(old).and_then(|old| Ok((old, part(new)?)));
    let changes = match &parts {
        Ok((old, new_part)) => {
            let (old, new_side) = (Lowering::of(old), Lowering::of(new_part));
            let diff = diff::compare(old.side(), new_side.side());
            if diff.is_empty() && new.version == UNRELEASED {
                return None;
            }
            page::changelog(&diff)
        }
        Err(problems) => {
            let shown = show(problems, &|_| None, locate);
            let first = shown.lines().next().unwrap_or_default();
            format!("The specs cannot be compared, {first}.\n\n")
        }
    };
    Some(format!("{}{changes}", heading(new)))
}

fn part(state: &State) -> Result<Part, Vec<Problem>> {
    Part::kept(state.version.clone(), "api.json".to_owned(), state.spec.clone(), state.config.clone())
}
