//! A lock on a folder, so that two commands never write to it at once.

use std::fs::File;
use std::io;
use std::path::Path;

use fs4::{FileExt, TryLockError};

use crate::files::{at, remove_temporary};
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
        remove_temporary(folder)?;
        Ok(lock)
    }
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
