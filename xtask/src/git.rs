//! Reads files of earlier git revisions.

use std::io;
use std::process::{Command, Stdio};

use crate::{files, workspace};

/// The text of a file at a revision, by its path from the root of the workspace; `None` if there is no such file.
///
/// # Errors
/// Git cannot be run, the revision does not exist, or the file is not UTF-8.
pub fn show(revision: &str, path: &str) -> io::Result<Option<String>> {
    // Git would read a leading `-` as an option, and the part after `:` as a path.
    if revision.starts_with('-') || revision.contains(':') {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, format!("`{revision}` is not a git revision")));
    }
    let known = git(&["rev-parse", "--verify", "--quiet", "--end-of-options", &format!("{revision}^{{commit}}")])?;
    if known.is_none() {
        let message = format!("there is no git revision `{revision}`");
        return Err(io::Error::new(io::ErrorKind::NotFound, message));
    }
    git(&["show", &format!("{revision}:./{path}")])
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
