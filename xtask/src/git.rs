//! Reads files of earlier git revisions.

use std::io;
use std::process::{Command, Stdio};

use crate::{files, workspace};

/// The text of a file at a revision, by its path from the root of the workspace; `None` if there is no such file.
///
/// # Errors
/// Git cannot be run, the revision does not exist, or the file is not UTF-8.
pub fn show(revision: &str, path: &str) -> io::Result<Option<String>> {
    commit(revision)?;
    git(&["show", &format!("{revision}:./{path}")])
}

/// The commit that a revision names.
fn commit(revision: &str) -> io::Result<String> {
    // Git would read a leading `-` as an option, and the part after `:` as a path.
    if revision.starts_with('-') || revision.contains(':') {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, format!("`{revision}` is not a git revision")));
    }
    let known = git(&["rev-parse", "--verify", "--quiet", "--end-of-options", &format!("{revision}^{{commit}}")])?;
    let Some(commit) = known else {
        let message = format!("there is no git revision `{revision}`");
        return Err(io::Error::new(io::ErrorKind::NotFound, message));
    };
    Ok(commit.trim().to_owned())
}

/// The commits that changed one of the files, the oldest first, each with its day (`2026-11-28`). With `since`, that
/// revision and what came after it.
///
/// # Errors
/// Git cannot be run, or the revision does not exist.
pub fn log(since: Option<&str>, paths: &[&str]) -> io::Result<Vec<(String, String)>> {
    let mut commits = Vec::new();
    let mut range = "HEAD".to_owned();
    if since.is_none() && git(&["rev-parse", "--is-shallow-repository"])?.is_some_and(|said| said.trim() == "true") {
        let message = "the git history is cut off, as in a shallow clone: run `git fetch --unshallow`, or use --since";
        return Err(io::Error::new(io::ErrorKind::InvalidInput, message));
    }
    if let Some(revision) = since {
        let base = commit(revision)?;
        range = format!("{base}..HEAD");
        let day = git(&["show", "--no-patch", "--format=%cs", &base])?.unwrap_or_default();
        commits.push((base, day.trim().to_owned()));
    }
    let args = ["log", "--first-parent", "--reverse", "--format=%H %cs", &range, "--"];
    let Some(lines) = git(&[&args[..], paths].concat())? else {
        return Err(io::Error::new(io::ErrorKind::NotFound, "there is no git history here"));
    };
    commits
        .extend(lines.lines().filter_map(|line| line.split_once(' ')).map(|(id, day)| (id.to_owned(), day.to_owned())));
    Ok(commits)
}

/// The output of git; `None` if it fails.
fn git(args: &[&str]) -> io::Result<Option<String>> {
    let named = |error: io::Error| io::Error::new(error.kind(), format!("git {}: {error}", args.join(" ")));
    let mut child = Command::new("git")
        .args(args)
        .current_dir(workspace::root())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| io::Error::new(error.kind(), format!("git cannot be run: {error}")))?;
    let printed = files::bounded(child.stdout.take().expect("the output is a pipe"), 0);
    // Git ends when its output is closed, even if not everything was read.
    let status = child.wait()?;
    let text = String::from_utf8(printed.map_err(named)?);
    if !status.success() {
        return Ok(None);
    }
    text.map(Some).map_err(|_| named(io::Error::new(io::ErrorKind::InvalidData, "is not UTF-8")))
}
