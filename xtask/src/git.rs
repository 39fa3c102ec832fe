//! Reads files of earlier git revisions.

#![expect(clippy::disallowed_methods, reason = "git is the only other program that is run")]

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::process::{Command, Stdio};

use crate::{disk, files, workspace};

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
        let message = if git(&["rev-parse", "--git-dir"])?.is_none() {
            format!("{} is not in a git repository, which has the earlier state", workspace::root().display())
        } else if revision == "HEAD" {
            "the git repository has no commit yet, so there is no earlier state".to_owned()
        } else {
            format!("there is no git revision `{revision}`")
        };
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

/// The files below a folder at a revision, by their paths from the folder; empty if there is no such folder.
///
/// # Errors
/// Git cannot be run, the revision does not exist, or its files are too large.
pub fn files(revision: &str, folder: &str) -> io::Result<BTreeMap<String, Vec<u8>>> {
    let commit = commit(revision)?;
    let folder = format!("{folder}/");
    let listed = git(&["ls-tree", "-r", "-z", &commit, "--", &folder])?.unwrap_or_default();
    // A line has the form `100644 blob 1234\tpath`. Links and submodules are not files.
    let blobs: Vec<(&str, &str)> = listed
        .split_terminator('\0')
        .filter_map(|line| {
            let (mode, path) = line.split_once('\t')?;
            let (mode, id) = mode.split_once(" blob ")?;
            (mode.starts_with("100")).then_some((path.strip_prefix(&folder)?, id))
        })
        .collect();
    let input = blobs.iter().map(|(_, id)| format!("{id}\n")).collect();
    let printed = run(&["cat-file", "--batch"], input)?.unwrap_or_default();
    let mut found = BTreeMap::new();
    let mut rest = printed.as_slice();
    for (path, _) in blobs {
        // The output for each file is `1234 blob 56\n`, the bytes, and a line break.
        let read = || {
            let head = rest.iter().position(|byte| *byte == b'\n')?;
            let size: usize = std::str::from_utf8(&rest[..head]).ok()?.rsplit(' ').next()?.parse().ok()?;
            let (bytes, next) = rest[head + 1..].split_at_checked(size)?;
            Some((bytes.to_vec(), next.strip_prefix(b"\n")?))
        };
        let ends = || io::Error::new(io::ErrorKind::InvalidData, "git cat-file ends early");
        let (bytes, next) = read().ok_or_else(ends)?;
        found.insert(path.to_owned(), bytes);
        rest = next;
    }
    Ok(found)
}

/// The output of git as text; `None` if it fails.
fn git(args: &[&str]) -> io::Result<Option<String>> {
    let invalid = |_| io::Error::new(io::ErrorKind::InvalidData, format!("git {}: is not UTF-8", args.join(" ")));
    run(args, String::new())?.map(|bytes| String::from_utf8(bytes).map_err(invalid)).transpose()
}

/// The output of git, which reads `input`; `None` if it fails.
fn run(args: &[&str], input: String) -> io::Result<Option<Vec<u8>>> {
    // What git finds cannot be compared later.
    disk::not_comparable();
    let named = |error: io::Error| io::Error::new(error.kind(), format!("git {}: {error}", args.join(" ")));
    let mut child = Command::new("git")
        .args(args)
        .current_dir(workspace::root())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| io::Error::new(error.kind(), format!("git cannot be run: {error}")))?;
    // Git prints while it reads, so its input and output have to be handled concurrently.
    let mut stdin = child.stdin.take().expect("the input is a pipe");
    let fed = std::thread::spawn(move || stdin.write_all(input.as_bytes()));
    let printed = files::bounded(child.stdout.take().expect("the output is a pipe"), 0);
    // Git ends when its output is closed, even if not everything was read, and then reads no more.
    let status = child.wait()?;
    let _ = fed.join();
    let bytes = printed.map_err(named)?;
    Ok(status.success().then_some(bytes))
}
