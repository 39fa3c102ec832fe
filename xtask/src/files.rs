//! Reading and writing of single files, with errors that name them.

use std::fs;
use std::io;
use std::path::Path;

use codegen::import::Source;

/// Reads a text; bytes that are no UTF-8 are an error.
///
/// # Errors
/// Those of the file system, each with the path.
pub fn read(path: &Path) -> io::Result<String> {
    fs::read_to_string(path).map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", path.display())))
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
    let entries =
        fs::read_dir(folder).map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", folder.display())))?;
    let mut paths = Vec::new();
    for entry in entries {
        let entry = entry?;
        if entry.file_type()?.is_file() && !entry.file_name().to_string_lossy().starts_with('.') {
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
    fs::write(path, text).map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", path.display())))?;
    Ok(true)
}
