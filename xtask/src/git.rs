//! What files were at a revision, as git tells.

use std::io;
use std::process::Command;

use crate::workspace;

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

/// What git says; none where it ends with a failure.
fn git(args: &[&str]) -> io::Result<Option<String>> {
    let output = Command::new("git")
        .args(args)
        .current_dir(workspace::root())
        .output()
        .map_err(|error| io::Error::new(error.kind(), format!("git cannot be run: {error}")))?;
    if !output.status.success() {
        return Ok(None);
    }
    let fault = |_| io::Error::new(io::ErrorKind::InvalidData, format!("git {}: no UTF-8", args.join(" ")));
    String::from_utf8(output.stdout).map(Some).map_err(fault)
}
