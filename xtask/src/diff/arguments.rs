//! Explains arguments of `diff` that name no document and no API.

use std::io;
use std::path::Path;

use crate::{disk, workspace};

/// Checks that two arguments are the paths of documents.
///
/// # Errors
/// One of them is not, with what the caller may have meant.
pub(super) fn check_documents(old: &str, new: &str) -> io::Result<()> {
    let Some(missing) = [old, new].into_iter().find(|path| !disk::exists(Path::new(path))) else { return Ok(()) };
    let is_api = |name: &str| workspace::apis("api.json").is_ok_and(|known| known.iter().any(|api| api == name));
    let message = if missing.contains("://") {
        format!("{missing} is a URL: save the document in a file, and give its path")
    } else if missing == old && old == new && is_api(old) {
        format!("{old} is an API under specs/: give its name once, and `--against REVISION` for another than HEAD")
    } else if missing == old && is_api(old) {
        format!("{old} is an API under specs/, which is compared with a revision of git: use `--against {new}`")
    } else {
        format!("{missing}: there is no such file; give the paths of two documents, the old one first")
    };
    Err(io::Error::new(io::ErrorKind::NotFound, message))
}

/// The error for a single argument that is not the name of an API. `error` says so.
pub(super) fn not_an_api(name: &str, error: io::Error) -> io::Error {
    if error.kind() != io::ErrorKind::NotFound {
        return error;
    }
    let path = Path::new(name);
    let other = if disk::is_file(path) {
        format!("{name} is a document, and there is no other to compare it with: name both, the old one first")
    } else if path.extension().is_some() {
        format!("{name}: there is no such file, nor is it the name of an API under specs/")
    } else if !disk::exists(&workspace::root().join("specs")) {
        format!("{error}, or give the paths of two documents, the old one first")
    } else {
        return error;
    };
    io::Error::new(io::ErrorKind::InvalidInput, other)
}
