//! The only module that reads from the file system. It can note what each read found, so that a later run knows whether
//! it would find the same (`record`).
//!
//! `clippy.toml` of this package forbids the functions of std that read, so that no read goes unnoticed.

#![expect(clippy::disallowed_methods, reason = "other modules read through this one")]

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fmt::Write as _;
use std::fs::{self, File, FileType, Permissions};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};

use crate::files::{at, bounded, kind_name, refusal};

/// A question about a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Question {
    /// The bytes of a file.
    Bytes,
    /// The first bytes of a file.
    Head,
    /// The type and the permissions, without following a symbolic link.
    Entry,
    /// Whether there is something, after following symbolic links.
    Exists,
    /// The names in a folder with their types.
    Names,
    /// The path without symbolic links.
    Real,
    /// Whether the command may write to the folder, which it locks.
    Lock,
}

/// Answers to questions about the file system.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Observations {
    answers: BTreeMap<(Question, String), String>,
    /// Whether something was read that cannot be compared later: it failed, it has no name in UTF-8, or it changed.
    is_partial: bool,
}

impl Observations {
    /// Adds other observations.
    pub fn extend(&mut self, others: Self) {
        self.is_partial |= others.is_partial;
        for ((question, path), answer) in others.answers {
            self.add(question, path, answer);
        }
    }

    fn add(&mut self, question: Question, path: String, answer: String) {
        let known = self.answers.entry((question, path)).or_insert_with(|| answer.clone());
        self.is_partial |= *known != answer;
    }

    /// The questions with their paths and answers; `None` if they are not all that was read.
    pub fn complete(&self) -> Option<Vec<(Question, &str, &str)>> {
        let answers = self.answers.iter().map(|((question, path), answer)| (*question, path.as_str(), answer.as_str()));
        (!self.is_partial).then(|| answers.collect())
    }
}

/// What the process has read since it started to note that. It is one for all threads, so that none can read unnoticed.
static OBSERVED: Mutex<Option<Observations>> = Mutex::new(None);

fn observed<T>(with: impl FnOnce(&mut Option<Observations>) -> T) -> T {
    with(&mut OBSERVED.lock().unwrap_or_else(PoisonError::into_inner))
}

/// Starts to note what is read.
pub fn observe() {
    observed(|observed| *observed = Some(Observations::default()));
}

/// What was read since the last call, or since the start. `None` if nothing is noted.
pub fn take() -> Option<Observations> {
    observed(|observed| observed.as_mut().map(std::mem::take))
}

/// Ends to note what is read.
pub fn stop() {
    observed(|observed| *observed = None);
}

/// Notes that something was read that cannot be compared later.
pub fn not_comparable() {
    observed(|observed| observed.iter_mut().for_each(|observed| observed.is_partial = true));
}

/// Notes what was read, if that is wanted. An error that is not just the absence of a file ends the use of the
/// observations, since its message may depend on more than can be noted.
pub fn note<T>(question: Question, path: &Path, found: &io::Result<T>, answer: impl FnOnce(&T) -> Option<String>) {
    observed(|observed| {
        let Some(observed) = observed else { return };
        let answer = match found {
            Ok(found) => answer(found),
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
                Some(format!("{:?}", error.kind()))
            }
            Err(_) => None,
        };
        match (path.to_str(), answer) {
            (Some(path), Some(answer)) => observed.add(question, path.to_owned(), answer),
            _ => observed.is_partial = true,
        }
    });
}

/// Whether a question has the same answer now.
pub fn is_answer(question: Question, path: &str, answer: &str) -> bool {
    observe();
    let at = Path::new(path);
    // The answer is noted where it is read.
    match question {
        Question::Bytes => drop(bytes(at)),
        Question::Head => drop(head(at)),
        Question::Entry => drop(entry(at)),
        Question::Exists => {
            exists(at);
        }
        Question::Names => drop(names(at)),
        Question::Real => drop(real(at)),
        // A lock is held by a value, so its owner asks for it.
        Question::Lock => {}
    }
    let found = take().unwrap_or_default();
    stop();
    let expected = (question, path.to_owned());
    !found.is_partial && found.answers.get(&expected).is_some_and(|found| found == answer)
}

/// The SHA-256 of bytes, in hexadecimal digits.
pub fn digest(bytes: &[u8]) -> String {
    hmac_sha256::Hash::hash(bytes).iter().fold(String::with_capacity(64), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Reads the bytes of a regular file. Anything else could block or have no end.
///
/// # Errors
/// Those of the file system, a path that is not a regular file, and a file of more than 512 MiB, each with the path.
pub fn bytes(path: &Path) -> io::Result<Vec<u8>> {
    let found = read_bytes(path);
    note(Question::Bytes, path, &found, |bytes| Some(digest(bytes)));
    found
}

fn read_bytes(path: &Path) -> io::Result<Vec<u8>> {
    let metadata = fs::metadata(path).map_err(at(path))?;
    if !metadata.is_file() {
        let message = format!("is {}; only regular files are read", kind_name(metadata.file_type()));
        return Err(refusal(path, message, "Save the text to a regular file, and give its path."));
    }
    // Files in `/proc` and the like have a length of 0, and may have no end.
    bounded(File::open(path).map_err(at(path))?, metadata.len()).map_err(at(path))
}

/// The first 2,000 bytes of a file.
///
/// # Errors
/// Those of the file system, with the path.
pub fn head(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let found = File::open(path).and_then(|file| file.take(2_000).read_to_end(&mut bytes)).map_err(at(path));
    let found = found.map(|_| bytes);
    note(Question::Head, path, &found, |bytes| Some(digest(bytes)));
    found
}

/// What is at a path, without following a symbolic link.
#[derive(Clone, Debug)]
pub struct Entry {
    pub kind: FileType,
    pub permissions: Permissions,
}

/// What is at a path, without following a symbolic link.
///
/// # Errors
/// Those of the file system, without the path.
pub fn entry(path: &Path) -> io::Result<Entry> {
    let found = fs::symlink_metadata(path);
    let found = found.map(|found| Entry { kind: found.file_type(), permissions: found.permissions() });
    note(Question::Entry, path, &found, |Entry { kind, permissions }| {
        Some(format!("{} {permissions:?}", kind_name(*kind)))
    });
    found
}

/// Whether there is something at a path, after following symbolic links.
pub fn exists(path: &Path) -> bool {
    let found = fs::metadata(path).map(|metadata| metadata.file_type());
    note(Question::Exists, path, &found, |kind| Some(kind_name(*kind).to_owned()));
    found.is_ok()
}

/// Whether there is a folder at a path, after following symbolic links.
pub fn is_dir(path: &Path) -> bool {
    let found = fs::metadata(path).map(|metadata| metadata.file_type());
    note(Question::Exists, path, &found, |kind| Some(kind_name(*kind).to_owned()));
    found.is_ok_and(|kind| kind.is_dir())
}

/// Whether there is a file at a path, after following symbolic links.
pub fn is_file(path: &Path) -> bool {
    let found = fs::metadata(path).map(|metadata| metadata.file_type());
    note(Question::Exists, path, &found, |kind| Some(kind_name(*kind).to_owned()));
    found.is_ok_and(|kind| kind.is_file())
}

/// The names in a folder with their types, sorted. Symbolic links are not followed.
///
/// # Errors
/// Those of the file system, with the path.
pub fn names(path: &Path) -> io::Result<Vec<(OsString, FileType)>> {
    let found = (|| {
        let mut names = Vec::new();
        for entry in fs::read_dir(path).map_err(at(path))? {
            let entry = entry.map_err(at(path))?;
            names.push((entry.file_name(), entry.file_type().map_err(at(&entry.path()))?));
        }
        names.sort_by(|(name, _), (other, _)| name.cmp(other));
        Ok(names)
    })();
    note(Question::Names, path, &found, |names| {
        let mut text = String::new();
        for (name, kind) in names {
            let _ = writeln!(text, "{name:?} {}", kind_name(*kind));
        }
        Some(digest(text.as_bytes()))
    });
    found
}

/// The absolute path without symbolic links.
///
/// # Errors
/// Those of the file system, without the path.
pub fn real(path: &Path) -> io::Result<PathBuf> {
    let found = fs::canonicalize(path);
    note(Question::Real, path, &found, |found| found.to_str().map(str::to_owned));
    found
}
