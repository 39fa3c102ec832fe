//! Reading and writing of single files, with errors that name them.

use std::error::Error;
use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use codegen::import::Source;

/// What the file system refused, with the path that it is about.
#[derive(Debug)]
struct Refused {
    path: PathBuf,
    error: io::Error,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path.display(), self.error)
    }
}

impl Error for Refused {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.error.source()
    }
}

/// Says of an error which path it is about.
pub fn at(path: &Path) -> impl FnOnce(io::Error) -> io::Error {
    |error| io::Error::new(error.kind(), Refused { path: path.to_owned(), error })
}

/// The path that an error is about, empty where it names none, and what the file system says of it.
pub fn refused(error: &io::Error) -> (&Path, String) {
    match error.get_ref().and_then(|inner| inner.downcast_ref::<Refused>()) {
        Some(Refused { path, error }) => (path, error.to_string()),
        None => (Path::new(""), error.to_string()),
    }
}

/// Reads a text; bytes that are no UTF-8 are an error.
///
/// # Errors
/// Those of the file system, each with the path.
pub fn read(path: &Path) -> io::Result<String> {
    fs::read_to_string(path).map_err(at(path))
}

/// Reads a text where there is a file.
///
/// # Errors
/// Those of the file system, each with the path.
pub fn read_if_there(path: &Path) -> io::Result<Option<String>> {
    match read(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Reads a document; its name is that of the file alone, since no path of a machine goes into what is generated.
///
/// # Errors
/// Those of the file system, each with the path.
pub fn source(path: &Path) -> io::Result<Source> {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    Ok(Source { name, text: read(path)? })
}

/// Reads all documents of a folder, by name. Names that start with a dot are left out.
///
/// # Errors
/// Those of the file system, each with the path.
pub fn sources(folder: &Path) -> io::Result<Vec<Source>> {
    let entries = fs::read_dir(folder).map_err(at(folder))?;
    let mut paths = Vec::new();
    for entry in entries {
        let entry = entry.map_err(at(folder))?;
        if entry.file_type().map_err(at(folder))?.is_file() && !entry.file_name().to_string_lossy().starts_with('.') {
            paths.push(entry.path());
        }
    }
    paths.sort();
    paths.iter().map(|path| source(path)).collect()
}

/// Writes a text where it differs from what is there; says whether it did.
///
/// # Errors
/// Those of the file system, each with the path.
pub fn write(path: &Path, text: &str) -> io::Result<bool> {
    if read_if_there(path).ok().flatten().as_deref() == Some(text) {
        return Ok(false);
    }
    fs::write(path, text).map_err(at(path))?;
    Ok(true)
}
