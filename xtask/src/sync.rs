//! From a crate in memory to a folder: writes what changed, removes only what is ours, or reports what it would do.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use codegen::render::MARK;
use codegen::tree::Tree;

use crate::files::at;

/// Whether anything is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// What changed is written.
    Write,
    /// Nothing is written.
    Check,
}

impl Mode {
    /// The mode for the option `--check`.
    pub fn of(check: bool) -> Self {
        if check { Self::Check } else { Self::Write }
    }
}

/// What was done, or what would be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Synced {
    /// The files that differed or did not exist.
    pub written: Vec<String>,
    /// How many files were as they should be.
    pub unchanged: usize,
    /// The files that no longer belong to the crate.
    pub removed: Vec<String>,
}

impl Synced {
    /// Whether the folder was not as it should be.
    pub fn is_stale(&self) -> bool {
        !self.written.is_empty() || !self.removed.is_empty()
    }
}

/// Makes the folder hold the crate.
///
/// # Errors
/// Those of the file system, and a file that would be overwritten although it does not say that it was generated;
/// then nothing has been written.
pub fn sync(tree: &Tree, folder: &Path, mode: Mode) -> io::Result<Synced> {
    let mut synced = Synced::default();
    for (path, text) in tree.files() {
        match existing(&folder.join(path))? {
            Some(found) if found == text.as_bytes() => synced.unchanged += 1,
            Some(found) if !is_ours(&found) => {
                let message =
                    format!("{} does not say that it was generated, and is left alone", folder.join(path).display());
                return Err(at(&folder.join(path))(io::Error::new(io::ErrorKind::AlreadyExists, message)));
            }
            Some(_) | None => synced.written.push(path.to_owned()),
        }
    }
    let wanted: BTreeSet<&str> = tree.files().map(|(path, _)| path).collect();
    synced.removed = orphans(folder, &wanted)?;
    if mode == Mode::Write {
        write(tree, folder, &synced)?;
    }
    Ok(synced)
}

fn write(tree: &Tree, folder: &Path, synced: &Synced) -> io::Result<()> {
    // A file whose name differs from an orphan's only in case would be lost if the orphan went after it.
    for path in &synced.removed {
        let path = folder.join(path);
        fs::remove_file(&path).map_err(at(&path))?;
        remove_empty(path.parent(), folder);
    }
    for path in &synced.written {
        let target = folder.join(path);
        if let Some(parent) = target.parent() {
            fs::create_dir_all(parent).map_err(at(parent))?;
        }
        fs::write(&target, tree.get(path).expect("only files of the tree are written")).map_err(at(&target))?;
    }
    Ok(())
}

/// Removes folders that an orphan left empty, up to the folder of the crate.
fn remove_empty(mut parent: Option<&Path>, folder: &Path) {
    while let Some(current) = parent {
        // Fails where something is left in it, which ends the walk.
        if current == folder || fs::remove_dir(current).is_err() {
            return;
        }
        parent = current.parent();
    }
}

fn existing(path: &Path) -> io::Result<Option<Vec<u8>>> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => Ok(None),
        Err(error) => Err(at(path)(error)),
    }
}

/// Whether a file says in its first lines that it was generated.
fn is_ours(bytes: &[u8]) -> bool {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(2_000)]).into_owned();
    head.lines().any(|line| line.contains(&format!("{MARK}cargo xtask")))
}

/// The files below the folder that say they were generated and are not wanted.
fn orphans(folder: &Path, wanted: &BTreeSet<&str>) -> io::Result<Vec<String>> {
    let mut found = Vec::new();
    let mut open: Vec<PathBuf> = vec![folder.to_owned()];
    while let Some(current) = open.pop() {
        let entries = match fs::read_dir(&current) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => return Err(at(&current)(error)),
        };
        for entry in entries {
            let entry = entry.map_err(at(&current))?;
            let kind = entry.file_type().map_err(at(&current))?;
            let name = entry.file_name();
            if kind.is_dir() && name != "target" && name != ".git" {
                open.push(entry.path());
            } else if kind.is_file() {
                let path = entry.path();
                let inside = path.strip_prefix(folder).expect("found below the folder");
                let inside: Vec<_> = inside.iter().map(|part| part.to_string_lossy()).collect();
                let inside = inside.join("/");
                if !wanted.contains(inside.as_str()) && is_ours(&fs::read(&path).map_err(at(&path))?) {
                    found.push(inside);
                }
            }
        }
    }
    found.sort();
    Ok(found)
}
