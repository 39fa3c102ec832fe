//! Examines the folder to which a crate is written: whether it is empty, or contains this crate, other crates or other
//! files. Symbolic links are never followed, and folders of other crates are never entered.

use std::collections::BTreeSet;
use std::fs::{self, FileType};
use std::io;
use std::path::{Path, PathBuf};

use codegen::file_list::{self, FileList, marker};
use codegen::tree::Tree;

use crate::disk;
use crate::files::{self, at, kind_name, refusal};
use crate::lock;

/// The crate that an earlier run wrote to a folder.
#[derive(Clone, Debug, Default)]
pub struct WrittenCrate {
    /// The files that the run wrote. `None` if an earlier version of this program wrote the crate, which kept no list.
    pub list: Option<FileList>,
    /// The text of the list.
    pub list_text: Option<String>,
    /// The marker of the manifest, if it was generated.
    pub marker: Option<String>,
    /// The name of the crate in the manifest, if that was generated.
    package: Option<String>,
}

impl WrittenCrate {
    /// Reads the list and the manifest of a folder that exists.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn read(folder: &Path) -> io::Result<Self> {
        let list_text = text(&folder.join(file_list::FILE_NAME))?;
        let list = list_text.as_deref().and_then(FileList::read);
        let manifest = text(&folder.join("Cargo.toml"))?.unwrap_or_default();
        let marker = marker(&manifest).map(str::to_owned);
        let name = manifest.lines().find_map(|line| line.strip_prefix("name = \"")?.strip_suffix('"'));
        let package = name.filter(|_| marker.is_some()).map(str::to_owned);
        Ok(Self { list, list_text, marker, package })
    }

    /// Refuses a folder that is neither empty nor holds this crate.
    ///
    /// # Errors
    /// Those of the file system, and that of a folder that holds something else.
    pub fn refuse_others(&self, folder: &Path, package: &str, tree: &Tree) -> io::Result<()> {
        let name = self.list.as_ref().map(FileList::package).or(self.package.as_deref());
        let message = match name {
            Some(name) if name == package => return Ok(()),
            Some(name) => format!("holds the generated crate `{name}`, not `{package}`"),
            None if self.marker.is_some() || holds_only(folder, tree)? => return Ok(()),
            None => "is not empty and holds no generated crate".to_owned(),
        };
        Err(refusal(folder, message, OTHERS))
    }
}

const OTHERS: &str = "Choose an empty folder, or move away what this one holds. `generate --force` writes into such a \
                      folder; it replaces and removes only what was generated.";

/// Whether a folder without a list and without a generated manifest is empty, or contains only files that a killed run
/// left: files at the paths of the crate that are empty or have the marker of generated files.
fn holds_only(folder: &Path, tree: &Tree) -> io::Result<bool> {
    let top: BTreeSet<&str> = tree.files().filter_map(|(path, _)| path.split('/').next()).collect();
    let mut is_empty = true;
    for (name, _) in disk::names(folder)? {
        if !files::is_temporary(&name) && name != lock::FILE_NAME && name != file_list::EDITED {
            is_empty = false;
            if !name.to_str().is_some_and(|name| top.contains(name) || name == file_list::FILE_NAME) {
                return Ok(false);
            }
        }
    }
    let mut is_ours = is_empty;
    for path in tree.files().map(|(path, _)| path).chain([file_list::FILE_NAME]) {
        let path = folder.join(path);
        if kind(&path)?.is_some_and(|kind| kind.is_file()) {
            let head = head(&path)?;
            is_ours = head.is_empty() || marker(&head).is_some();
            if !is_ours {
                return Ok(false);
            }
        }
    }
    Ok(is_ours)
}

/// The file type at a path, without following symbolic links; `None` if there is nothing.
///
/// # Errors
/// Those of the file system.
pub fn kind(path: &Path) -> io::Result<Option<FileType>> {
    match disk::entry(path) {
        Ok(entry) => Ok(Some(entry.kind)),
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => Ok(None),
        Err(error) => Err(at(path)(error)),
    }
}

/// The text of a regular file; `None` if there is no such file.
fn text(path: &Path) -> io::Result<Option<String>> {
    let is_file = kind(path)?.is_some_and(|kind| kind.is_file());
    is_file.then(|| Ok(String::from_utf8_lossy(&disk::bytes(path)?).into_owned())).transpose()
}

/// The first bytes of a regular file, in which a marker is looked for.
fn head(path: &Path) -> io::Result<String> {
    Ok(String::from_utf8_lossy(&disk::head(path)?).into_owned())
}

/// Whether the folder exists.
///
/// # Errors
/// Those of the file system, and that of a path that is not a folder, or is a symbolic link.
pub fn exists(folder: &Path) -> io::Result<bool> {
    match disk::entry(folder).map(|entry| entry.kind) {
        Ok(kind) if kind.is_dir() => Ok(true),
        Ok(kind) if kind.is_symlink() => {
            Err(refusal(folder, "is a symbolic link", "Give the path of the folder to which it leads."))
        }
        Ok(kind) => Err(refusal(folder, format!("is {}, not a folder", kind_name(kind)), MOVE)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(at(folder)(error)),
    }
}

const MOVE: &str = "Move it away, then run the command again.";

/// Refuses a path whose parent folders are not folders of this crate. `seen` holds the folders that were looked at.
///
/// # Errors
/// Those of `check_folders`, and that of another crate.
pub fn check_parents(folder: &Path, path: &str, seen: &mut BTreeSet<PathBuf>) -> io::Result<()> {
    for parent in check_folders(folder, path, seen)? {
        if is_crate(&parent)? {
            return Err(refusal(&parent, "is the folder of another crate", MOVE));
        }
    }
    Ok(())
}

/// Refuses a path below something that is not a folder, and returns the folders that were not in `seen`.
///
/// # Errors
/// Those of the file system, and that of a symbolic link or of a file where a folder is needed.
pub fn check_folders(folder: &Path, path: &str, seen: &mut BTreeSet<PathBuf>) -> io::Result<Vec<PathBuf>> {
    let new: Vec<PathBuf> = parents(folder, path).into_iter().filter(|parent| seen.insert(parent.clone())).collect();
    for parent in &new {
        if let Some(kind) = kind(parent)?.filter(|kind| !kind.is_dir()) {
            return Err(refusal(parent, format!("is {}, where a folder is needed", kind_name(kind)), MOVE));
        }
    }
    Ok(new)
}

/// Whether a path is a regular file below folders of this crate.
///
/// # Errors
/// Those of the file system.
pub fn is_reachable(folder: &Path, path: &str) -> io::Result<bool> {
    for parent in parents(folder, path) {
        if !kind(&parent)?.is_some_and(|kind| kind.is_dir()) || is_crate(&parent)? {
            return Ok(false);
        }
    }
    Ok(kind(&folder.join(path))?.is_some_and(|kind| kind.is_file()))
}

/// The folders of a path below the folder of the crate, outermost first.
fn parents(folder: &Path, path: &str) -> Vec<PathBuf> {
    path.match_indices('/').map(|(end, _)| folder.join(&path[..end])).collect()
}

/// Whether a folder inside the folder of the crate is another crate.
fn is_crate(folder: &Path) -> io::Result<bool> {
    Ok(kind(&folder.join("Cargo.toml"))?.is_some())
}

/// The paths of the files below `src` that are not in the tree and have this marker, sorted.
///
/// # Errors
/// Those of the file system.
pub fn marked(folder: &Path, tree: &Tree, made: &str) -> io::Result<Vec<String>> {
    let mut found = Vec::new();
    for path in walk(folder, "src")? {
        if tree.get(&path).is_none() && marker(&head(&folder.join(&path))?) == Some(made) {
            found.push(path);
        }
    }
    Ok(found)
}

/// The regular files below a folder of a crate, sorted; `start` is empty for all of the crate. Symbolic links are left
/// out, and so are other crates, what cargo builds, what git keeps, and copies of edited files.
///
/// # Errors
/// Those of the file system.
pub fn walk(folder: &Path, start: &str) -> io::Result<Vec<String>> {
    let mut found = Vec::new();
    let mut open = vec![start.to_owned()];
    while let Some(current) = open.pop() {
        let path = folder.join(&current);
        if !kind(&path)?.is_some_and(|kind| kind.is_dir()) || (!current.is_empty() && is_crate(&path)?) {
            continue;
        }
        for (name, kind) in disk::names(&path)? {
            // The generator writes only names in UTF-8.
            let Some(name) = name.to_str().map(str::to_owned) else { continue };
            let inside = if current.is_empty() { name.clone() } else { format!("{current}/{name}") };
            if kind.is_dir() && !["target", ".git", file_list::EDITED].contains(&name.as_str()) {
                open.push(inside);
            } else if kind.is_file() {
                found.push(inside);
            }
        }
    }
    found.sort();
    Ok(found)
}

/// Removes the folders that a removed file left empty, up to the folder of the crate.
pub fn remove_empty(mut parent: Option<&Path>, folder: &Path) {
    while let Some(current) = parent {
        // Removing a folder fails if it is not empty, which ends the walk.
        if current == folder || fs::remove_dir(current).is_err() {
            return;
        }
        parent = current.parent();
    }
}
