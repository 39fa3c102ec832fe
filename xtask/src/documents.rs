//! Reads documents and the files to which they refer, from inside one folder.

use std::io;
use std::path::{Path, PathBuf};

use codegen::import::{Format, Source, Sources, Unread};

use crate::report::{Paths, place};
use crate::{disk, files};

/// A folder from which files are read, and nothing outside of it.
#[derive(Debug)]
pub struct Folder {
    /// The path of the folder, without symbolic links.
    root: PathBuf,
}

impl Folder {
    /// The folder at a path.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn new(path: &Path) -> io::Result<Self> {
        let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
        Ok(Self { root: disk::real(path).map_err(files::at(path))? })
    }

    /// Reads a file by its path from the folder. The name of the source is its path without symbolic links.
    fn read(&self, name: &str) -> Result<Source, Unread> {
        let path = disk::real(&self.root.join(name)).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Unread::Missing,
            _ => Unread::Invalid(format!("cannot be read: {error}")),
        })?;
        let name = self.name(&path).ok_or(Unread::Outside)?;
        let text = files::read(&path).map_err(|error| Unread::Invalid(files::explain(&error).1))?;
        Ok(Source { name, text })
    }

    /// The path of a file relative to the folder, with `/`; `None` if the file is outside.
    fn name(&self, path: &Path) -> Option<String> {
        let parts: Vec<_> = path.strip_prefix(&self.root).ok()?.iter().map(|part| part.to_string_lossy()).collect();
        Some(parts.join("/"))
    }

    /// Reads all files of the folder and the folders in it, sorted by name. Names that start with a dot are left out.
    ///
    /// # Errors
    /// Those of the file system, and a symbolic link that leads out of the folder.
    fn all(&self) -> io::Result<Vec<Source>> {
        let (mut paths, mut open) = (Vec::new(), vec![self.root.clone()]);
        while let Some(folder) = open.pop() {
            for (name, kind) in disk::names(&folder)? {
                match name.to_string_lossy().starts_with('.') {
                    true => {}
                    false if kind.is_dir() => open.push(folder.join(name)),
                    false => paths.push((folder.join(name), kind.is_symlink())),
                }
            }
        }
        paths.sort();
        let mut sources = Vec::new();
        for (path, is_link) in paths {
            let name = self.name(&path).unwrap_or_default();
            if !is_link {
                // A file that is not UTF-8 is not a document. A folder may well contain pictures.
                match files::read(&path) {
                    Ok(text) => sources.push(Source { name, text }),
                    Err(error) if error.kind() == io::ErrorKind::InvalidData && name.contains('/') => {}
                    Err(error) => return Err(error),
                }
            } else if disk::real(&path).map_err(files::at(&path))?.strip_prefix(&self.root).is_err() {
                let help = "Copy the file into the folder.";
                return Err(files::refusal(&path, "leads out of the folder of sources, and is not read", help));
            }
        }
        Ok(sources)
    }
}

/// Reads a document with the files to which it refers: those in its folder, or in `root`.
///
/// # Errors
/// Those of reading the document, and a root that does not contain it.
pub fn of_file(path: &Path, root: Option<&Path>, format: Option<Format>, overlays: &[PathBuf]) -> io::Result<Sources> {
    let parent = path.parent().unwrap_or(Path::new(""));
    let mut source = files::source(path)?;
    let folder = Folder::new(root.unwrap_or(parent))?;
    if root.is_some() {
        let Some(within) = folder.name(&Folder::new(parent)?.root) else {
            let message = format!("{}: is not in the folder of `--root`", path.display());
            return Err(io::Error::new(io::ErrorKind::NotFound, message));
        };
        source.name = if within.is_empty() { source.name } else { format!("{within}/{}", source.name) };
    }
    let overlays = overlays.iter().map(|path| files::source(path)).collect::<io::Result<Vec<Source>>>()?;
    Ok(Sources::with_overlays(format, vec![source], overlays, &mut |name| folder.read(name)))
}

/// The paths at which a caller finds the sources of [`of_file`], by their names.
pub fn paths(sources: &Sources, path: &Path, root: Option<&Path>, overlays: &[PathBuf]) -> Paths {
    let folder = root.or(path.parent()).unwrap_or(Path::new(""));
    let path = |name: &str| {
        let overlay = overlays.iter().find(|overlay| overlay.file_name().is_some_and(|file| file == name));
        place(overlay.unwrap_or(&folder.join(name))).file
    };
    sources.iter().map(|source| (source.name.clone(), path(&source.name))).collect()
}

/// Reads the documents of a folder, with their parts in it and below.
///
/// # Errors
/// Those of the file system.
pub fn of_folder(path: &Path) -> io::Result<Sources> {
    disk::names(path)?;
    let folder = Folder::new(path)?;
    let given = folder.all()?;
    Ok(Sources::load(None, given, &mut |name| folder.read(name)))
}

/// The name of a file without its folders.
pub fn file_name(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or(name)
}
