//! What files were at a revision, as git tells.

use std::io;
use std::process::{Command, Stdio};

use crate::{files, workspace};

/// The text of a file, by its path from the root of the workspace; none where the revision has no such file.
///
/// # Errors
/// Git cannot be run, knows no such revision, or the file is no UTF-8.
pub fn show(revision: &str, path: &str) -> io::Result<Option<String>> {
    // A revision is one word, and none that git would take for an option.
    if revision.starts_with('-') || revision.contains(':') {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, format!("`{revision}` is no revision")));
    }
    let known = git(&["rev-parse", "--verify", "--quiet", "--end-of-options", &format!("{revision}^{{commit}}")])?;
    if known.is_none() {
        let message = format!("git knows no revision `{revision}` here");
        return Err(io::Error::new(io::ErrorKind::NotFound, message));
    }
    git(&["show", &format!("{revision}:./{path}")])
}

/// What git prints; none where it fails.
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
    // After its output was closed git ends, whether everything was read or not.
    let status = child.wait()?;
    let text = String::from_utf8(printed.map_err(named)?);
    if !status.success() {
        return Ok(None);
    }
    text.map(Some).map_err(|_| named(io::Error::new(io::ErrorKind::InvalidData, "is not UTF-8")))
}
