//! Reads and writes single files, with errors that name the file.

use std::borrow::Cow;
use std::error::Error;
use std::ffi::OsStr;
use std::fmt;
use std::fs;
use std::io::{self, Read, Write};
use std::path::{Component, Path, PathBuf};

use codegen::import::Source;
use tempfile::NamedTempFile;

use crate::disk;

/// An error with its path: one of the file system, or the refusal of a path.
#[derive(Debug)]
struct PathError {
    path: PathBuf,
    error: io::Error,
    help: Cow<'static, str>,
}

impl fmt::Display for PathError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path.display(), self.error)
    }
}

impl Error for PathError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.error.source()
    }
}

/// The help for an error of the file system.
const HELP: &str = "Look at what is at that path and who may read and write it, then run the command again.";

/// Adds the path to an error.
pub fn at(path: &Path) -> impl FnOnce(io::Error) -> io::Error {
    |error| io::Error::new(error.kind(), PathError { path: path.to_owned(), error, help: HELP.into() })
}

/// The absolute path, without `..`. Like the operating system, it follows a symbolic link before it leaves a folder.
pub fn without_dots(path: &Path) -> io::Result<PathBuf> {
    let mut found = PathBuf::new();
    for part in std::path::absolute(path)?.components() {
        match part {
            Component::ParentDir => {
                if disk::entry(&found).is_ok_and(|entry| entry.kind.is_symlink()) {
                    found = disk::real(&found).map_err(at(&found))?;
                }
                found.pop();
            }
            part => found.push(part),
        }
    }
    Ok(found)
}

/// The error of a path that this program refuses.
pub fn refusal(path: &Path, message: impl Into<String>, help: &'static str) -> io::Error {
    // The kind is neither `NotFound` nor `InvalidInput`, which commands treat as a mistake in their arguments.
    let error = io::Error::other(message.into());
    io::Error::new(error.kind(), PathError { path: path.to_owned(), error, help: help.into() })
}

/// Adds to the help of an error that nothing was written: for errors of whatever comes before the first file is written.
pub fn nothing_written(error: io::Error) -> io::Error {
    let kind = error.kind();
    match error.downcast::<PathError>() {
        Ok(error) if error.help.ends_with(NOTHING_WRITTEN) => io::Error::new(kind, error),
        Ok(error) => {
            let help = format!("{} {NOTHING_WRITTEN}", error.help).into();
            io::Error::new(kind, PathError { help, ..error })
        }
        Err(error) => error,
    }
}

const NOTHING_WRITTEN: &str = "Nothing was written.";

/// The path of an error (empty if it has none), its message, and what to do.
pub fn explain(error: &io::Error) -> (&Path, String, &str) {
    match error.get_ref().and_then(|inner| inner.downcast_ref::<PathError>()) {
        Some(PathError { path, error, help }) => (path, error.to_string(), help),
        None => (Path::new(""), error.to_string(), HELP),
    }
}

/// The maximum size of a file that is read, in bytes.
const LARGEST: u64 = 512 * 1024 * 1024;

/// The name of a file type, for messages.
pub fn kind_name(kind: fs::FileType) -> &'static str {
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;
        if kind.is_fifo() {
            return "a named pipe";
        }
        if kind.is_socket() {
            return "a socket";
        }
        if kind.is_char_device() || kind.is_block_device() {
            return "a device";
        }
    }
    match kind {
        kind if kind.is_symlink() => "a symbolic link",
        kind if kind.is_dir() => "a folder",
        kind if kind.is_file() => "a file",
        _ => "a special file",
    }
}

/// Reads to the end of a stream that has about that many bytes.
///
/// # Errors
/// Those of the stream, and more than 512 MiB.
pub fn bounded(stream: impl Read, expected: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    if expected <= LARGEST {
        stream.take(LARGEST + 1).read_to_end(&mut bytes)?;
    }
    if expected > LARGEST || bytes.len() as u64 > LARGEST {
        let message = format!("more than {} MiB, the most that is read", LARGEST / 1024 / 1024);
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, message));
    }
    Ok(bytes)
}

/// Reads a text file: in UTF-8, or in UTF-16 with a byte order mark, as Windows PowerShell writes the output of commands.
///
/// # Errors
/// Those of `disk::bytes`, and bytes in another encoding, each with the path.
pub fn read(path: &Path) -> io::Result<String> {
    let bytes = disk::bytes(path)?;
    let text = utf16(&bytes).map_or_else(|| String::from_utf8(bytes).ok(), Some);
    text.ok_or_else(|| {
        let kind = io::ErrorKind::InvalidData;
        let error = io::Error::new(kind, "is not text in UTF-8");
        io::Error::new(kind, PathError { path: path.to_owned(), error, help: "Save the file as UTF-8 text.".into() })
    })
}

/// Text in UTF-16 after its byte order mark; `None` for any other.
fn utf16(bytes: &[u8]) -> Option<String> {
    let (unit, rest): (fn([u8; 2]) -> u16, _) = match bytes {
        [0xff, 0xfe, rest @ ..] => (u16::from_le_bytes, rest),
        [0xfe, 0xff, rest @ ..] => (u16::from_be_bytes, rest),
        _ => return None,
    };
    let (units, []) = rest.as_chunks::<2>() else { return None };
    let units: Vec<u16> = units.iter().map(|bytes| unit(*bytes)).collect();
    String::from_utf16(&units).ok()
}

/// Reads a UTF-8 file if it exists.
///
/// # Errors
/// Those of `read`.
pub fn read_if_exists(path: &Path) -> io::Result<Option<String>> {
    match read(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Reads a document. Its name is that of the file without its folder, so that generated files do not depend on the
/// machine.
///
/// # Errors
/// Those of `read`.
pub fn source(path: &Path) -> io::Result<Source> {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    Ok(Source { name, text: read(path)? })
}

/// The prefix of the names of all temporary files. A later run removes those that a killed run left.
const TEMPORARY: &str = ".generated-";
const TEMPORARY_END: &str = ".tmp";

/// Writes a file as a whole, or leaves it as it was: the text goes to a temporary file in `folder`, which is then
/// renamed. `folder` is on the same file system as `path`, for example its parent.
///
/// # Errors
/// Those of the file system, a path that is not a regular file, and a file that is read-only, each with the path.
pub fn replace(path: &Path, text: &str, folder: &Path) -> io::Result<()> {
    let before = replaceable(path)?;
    let file = temporary(path, text.as_bytes(), before.map(|before| before.permissions), folder)?;
    file.persist(path).map_err(|error| at(path)(error.error))?;
    Ok(())
}

/// Copies a file as a whole, with its permissions, to a path where nothing is. `folder` is on the same file system.
///
/// # Errors
/// Those of the file system and of `disk::bytes`, and a path where there is something.
pub fn copy_new(from: &Path, to: &Path, folder: &Path) -> io::Result<()> {
    let permissions = disk::entry(from).map_err(at(from))?.permissions;
    let file = temporary(to, &disk::bytes(from)?, Some(permissions), folder)?;
    file.persist_noclobber(to).map_err(|error| at(to)(error.error))?;
    Ok(())
}

/// Writes a temporary file that will become the file at a path.
fn temporary(
    path: &Path,
    bytes: &[u8],
    permissions: Option<fs::Permissions>,
    folder: &Path,
) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(TEMPORARY).suffix(TEMPORARY_END);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // The usual permissions of new files, because the default of the crate `tempfile` excludes other users.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    let mut file = builder.tempfile_in(folder).map_err(at(path))?;
    file.write_all(bytes).map_err(at(path))?;
    if let Some(permissions) = permissions {
        file.as_file().set_permissions(permissions).map_err(at(path))?;
    }
    Ok(file)
}

/// A file that may be replaced; `None` if there is no file.
///
/// # Errors
/// Those of the file system, a path that is not a regular file, and a file that is read-only, each with the path.
pub fn replaceable(path: &Path) -> io::Result<Option<disk::Entry>> {
    let entry = match disk::entry(path) {
        Ok(entry) => entry,
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            return Ok(None);
        }
        Err(error) => return Err(at(path)(error)),
    };
    if !entry.kind.is_file() {
        let message = format!("is {}, and a file must be written there", kind_name(entry.kind));
        return Err(refusal(path, message, "Move it away, then run the command again."));
    }
    if entry.permissions.readonly() {
        return Err(at(path)(io::Error::new(io::ErrorKind::PermissionDenied, "is read-only")));
    }
    Ok(Some(entry))
}

/// Whether a file with this name is one of our temporary files.
pub fn is_temporary(name: &OsStr) -> bool {
    name.to_str().is_some_and(|name| name.starts_with(TEMPORARY) && name.ends_with(TEMPORARY_END))
}

/// Writes a file if its text differs.
///
/// # Errors
/// Those of `replace`.
pub fn write(path: &Path, text: &str) -> io::Result<()> {
    if replaceable(path).map_err(nothing_written)?.is_some() && disk::bytes(path)? == text.as_bytes() {
        return Ok(());
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    replace(path, text, folder)
}
