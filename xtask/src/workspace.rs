//! The paths of the workspace, its specs and its generated crates.

#![expect(clippy::disallowed_methods, reason = "records have the root folder, which the environment determines")]

use std::io;
use std::path::{Path, PathBuf};

use crate::disk;

/// The root folder of the workspace.
///
/// Cargo provides the folder of this package. Without Cargo, the closest folder with `specs` is taken, starting at the
/// current one.
pub fn root() -> PathBuf {
    if let Some(manifest) = std::env::var_os("CARGO_MANIFEST_DIR")
        && let Some(root) = Path::new(&manifest).parent()
    {
        return root.to_owned();
    }
    let here = std::env::current_dir().unwrap_or_default();
    here.ancestors().find(|folder| disk::is_dir(&folder.join("specs"))).unwrap_or(&here).to_owned()
}

/// The value of `$schema` in `api.json`, for editors.
pub const SCHEMA: &str = "../schema/api.schema.json";

/// The end of the sentence that states how the files of an API were generated.
pub fn made(api: &str) -> String {
    format!("cargo xtask regenerate {api} from specs/{api}/api.json")
}

/// The folder of an API.
pub fn spec(api: &str) -> PathBuf {
    root().join("specs").join(api)
}

/// The folder of a generated crate.
pub fn generated(package: &str) -> PathBuf {
    root().join("generated").join(package)
}

/// The names of the folders under `specs/` that contain this file or folder, sorted.
///
/// # Errors
/// There is no folder `specs`, and those of the file system.
pub fn apis(with: &str) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    let specs = root().join("specs");
    if !disk::exists(&specs) {
        let message = format!(
            "there is no folder `specs` in {} or above it: run the command in the workspace of the API",
            root().display()
        );
        return Err(io::Error::new(io::ErrorKind::NotFound, message));
    }
    for (name, _) in disk::names(&specs)? {
        if disk::exists(&specs.join(&name).join(with)) {
            names.push(name.to_string_lossy().into_owned());
        }
    }
    names.sort();
    Ok(names)
}

/// Checks that an API has this file or folder under `specs/`.
///
/// # Errors
/// There is no such API, and those of the file system.
pub fn check_is_api(api: &str, with: &str) -> io::Result<()> {
    let known = apis(with)?;
    if known.iter().any(|name| name == api) {
        return Ok(());
    }
    Err(io::Error::new(io::ErrorKind::NotFound, unknown_api(api, with, &known)))
}

/// The message that there is no such API.
pub fn unknown_api(api: &str, with: &str, known: &[String]) -> String {
    // Completion in a shell gives the path of the folder, or of a file in it.
    let named = api.trim_end_matches(['/', '\\']).split(['/', '\\']).find(|part| known.iter().any(|name| name == part));
    match (named, known) {
        (Some(name), _) => format!("{api} is a path: give the name of the API, `{name}`"),
        (None, []) => format!("there is no specs/{api}/{with}, nor one of another API"),
        (None, known) => format!("there is no specs/{api}/{with}; the APIs are: {}", known.join(", ")),
    }
}

/// Whether a name is that of a single folder, so that it cannot lead to another place.
pub fn is_folder_name(name: &str) -> bool {
    !name.is_empty() && !name.starts_with('.') && !name.contains(['/', '\\', ':'])
}
