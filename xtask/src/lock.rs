//! A lock on a folder, so that two commands never write to it at once.

#![expect(clippy::disallowed_methods, reason = "a lock opens a folder, and reads nothing of it")]

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use fs4::{FileExt, TryLockError};

use crate::disk::{self, Question};
use crate::files::{at, is_temporary};
use crate::terminal;

/// A locked folder. The lock ends with this value, or with the process.
#[derive(Debug)]
pub struct Lock {
    _file: Option<File>,
}

impl Lock {
    /// Locks a folder that exists, and removes what a killed command left in it. Waits while another command holds the
    /// lock, and says so.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn new(folder: &Path) -> io::Result<Self> {
        let file = open(folder).map_err(at(folder))?;
        let locked = match FileExt::try_lock(&file) {
            Err(TryLockError::WouldBlock) => {
                terminal::warn(format_args!("waiting for another command that writes to {}\n", folder.display()));
                FileExt::lock(&file)
            }
            Err(TryLockError::Error(error)) => Err(error),
            Ok(()) => Ok(()),
        };
        let lock = match locked {
            Ok(()) => Self { _file: Some(file) },
            // Some network file systems have no locks. A command that runs alone does not need one.
            Err(error) => {
                let message =
                    format_args!("cannot lock {} ({error}): run one command at a time on it\n", folder.display());
                terminal::warn(message);
                Self { _file: None }
            }
        };
        let temporary = temporary(folder)?;
        for path in &temporary {
            fs::remove_file(path).map_err(at(path))?;
        }
        let is_usual = lock._file.is_some() && temporary.is_empty();
        disk::note(Question::Lock, folder, &Ok(()), |()| is_usual.then(|| LOCKED.to_owned()));
        Ok(lock)
    }

    /// The lock, if it can be had at once, and no killed command left anything in the folder: then [`Lock::new`] would
    /// write no message and remove no file.
    pub fn at_once(folder: &Path, answer: &str) -> Option<Self> {
        let file = open(folder).ok()?;
        FileExt::try_lock(&file).ok()?;
        (answer == LOCKED && temporary(folder).ok()?.is_empty()).then_some(Self { _file: Some(file) })
    }
}

/// The answer to the question for a lock.
const LOCKED: &str = "locked";

/// The temporary files that a killed run left in a folder, which has to be locked.
fn temporary(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(at(folder))? {
        let entry = entry.map_err(at(folder))?;
        if is_temporary(&entry.file_name()) && entry.file_type().map_err(at(folder))?.is_file() {
            found.push(entry.path());
        }
    }
    Ok(found)
}

/// Opens the folder itself as the lock, so that no file is left in it.
#[cfg(unix)]
fn open(folder: &Path) -> io::Result<File> {
    File::open(folder)
}

/// Opens a file in the folder as the lock, since other systems cannot lock folders.
#[cfg(not(unix))]
fn open(folder: &Path) -> io::Result<File> {
    File::options().create(true).truncate(false).write(true).open(folder.join(FILE_NAME))
}

/// The name of the lock file on systems that cannot lock folders.
pub const FILE_NAME: &str = ".generated.lock";
