//! Records of runs that wrote nothing: what a command has read, and what it printed. The same command that would read the
//! same again prints the same and ends, without generating anything.
//!
//! A record is only used where nothing can differ: the same program with the same arguments in the same folder, to which
//! each question about the file system (`disk`) has the same answer, and which gets the same locks. Everything else, and
//! each error with a record, leads to a full run.

#![expect(clippy::disallowed_methods, reason = "records are no input, and what finds them changes no result")]

use std::fs::{self, File};
use std::hash::Hasher;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};

use serde::{Deserialize, Serialize};

use crate::disk::{self, Observations, Question, digest};
use crate::lock::Lock;
use crate::report::{Mark, Message, Report};
use crate::{Outcome, workspace};

/// The variable with the folder of the records. An empty one means that no records are used.
const VARIABLE: &str = "XTASK_RECORDS";

/// The name of the folder in the target folder of cargo, or in that for caches of the user.
const FOLDER: &str = "xtask-records";

/// The end of the names of records.
const EXTENSION: &str = ".run";

/// Older records are removed until there are at most so many.
const MOST: usize = 1_000;

/// Older records are removed until all have at most so many bytes together.
const MOST_BYTES: u64 = 256 * 1024 * 1024;

/// A record with more bytes is neither written nor read.
const LARGEST: u64 = 64 * 1024 * 1024;

/// A run that takes less time gets no record, since reading the program to identify it would take as long. It gets one
/// if the variable states a folder.
const WORTHWHILE: Duration = Duration::from_millis(200);

/// A command whose run may have a record.
#[derive(Debug)]
pub struct Record {
    folder: PathBuf,
    command: Command,
    since: Instant,
    worthwhile: Duration,
}

/// What determines a run, besides the program and the files.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Command {
    /// The name of the command and its options.
    options: String,
    /// The folder to which relative paths belong.
    current: PathBuf,
    /// The folder of the workspace, on which the paths in messages depend.
    root: PathBuf,
}

/// The content of a record.
#[derive(Debug, Serialize, Deserialize)]
struct Run {
    program: String,
    command: Command,
    answers: Vec<(Question, String, String)>,
    messages: Vec<Message>,
}

impl Record {
    /// The record of a command; `options` names the command and all its options. `None` if no records are used, for
    /// example because there is no folder for them.
    pub fn new(options: String) -> Option<Self> {
        let (folder, worthwhile) = match std::env::var_os(VARIABLE) {
            Some(folder) if folder.is_empty() => return None,
            Some(folder) => (PathBuf::from(folder), Duration::ZERO),
            None => (folder()?, WORTHWHILE),
        };
        let command = Command { options, current: std::env::current_dir().ok()?, root: workspace::root() };
        Some(Self { folder, command, since: Instant::now(), worthwhile })
    }

    /// The path of the record. It depends on the command alone, so that a run of another version of the program replaces
    /// the record.
    fn path(&self) -> Option<PathBuf> {
        let name = digest(&serde_json::to_vec(&self.command).ok()?);
        Some(self.folder.join(format!("{name}{EXTENSION}")))
    }

    /// Prints what an earlier run printed, if this run would read the same. `None` if the command has to be run in full:
    /// then it is noted from now on what is read.
    pub fn replay(&self, report: &Report) -> Option<Outcome> {
        match self.read().filter(|run| run.is_current(&self.command)) {
            Some(run) => Some(report.replay(&run.messages)),
            None => {
                disk::observe();
                None
            }
        }
    }

    fn read(&self) -> Option<Run> {
        let path = self.path()?;
        if !fs::symlink_metadata(&path).ok()?.is_file() {
            return None;
        }
        let mut text = String::new();
        File::open(&path).ok()?.take(LARGEST + 1).read_to_string(&mut text).ok()?;
        let (hash, run) = text.split_once('\n')?;
        (text.len() as u64 <= LARGEST && hash == digest(run.as_bytes())).then(|| serde_json::from_str(run).ok())?
    }

    /// Keeps the record of a run that succeeded. `inputs` are what the crates were generated from, and `written` is the
    /// state of the report before they were written, if a file was. Then `again` finds out what the next run prints, and
    /// whether it would write anything.
    ///
    /// Errors are ignored: the next run is a full one then.
    pub fn keep(
        &self,
        inputs: Observations,
        written: Option<Mark>,
        report: &mut Report,
        again: impl FnOnce(&mut Report) -> io::Result<bool>,
    ) {
        if self.since.elapsed() < self.worthwhile {
            return;
        }
        if let Some(mark) = written {
            // What was read before the files were written is not what the next run reads.
            drop(disk::take());
            report.return_to(mark);
            if !matches!(again(report), Ok(false)) {
                return;
            }
            report.end(Outcome::Success);
        }
        let mut observations = inputs;
        observations.extend(disk::take().unwrap_or_default());
        let _ = self.write(&observations, report.messages());
    }

    fn write(&self, observations: &Observations, messages: Vec<Message>) -> Option<()> {
        let answers = observations.complete()?.into_iter();
        let answers = answers.map(|(question, path, answer)| (question, path.to_owned(), answer.to_owned())).collect();
        let run = Run { program: program().ok()?, command: self.command.clone(), answers, messages };
        let run = serde_json::to_string(&run).ok()?;
        if run.len() as u64 >= LARGEST {
            return None;
        }
        fs::create_dir_all(&self.folder).ok()?;
        // Commands that run at once replace each other's records as a whole.
        let mut file = tempfile::Builder::new().suffix(EXTENSION).tempfile_in(&self.folder).ok()?;
        file.write_all(format!("{}\n{run}", digest(run.as_bytes())).as_bytes()).ok()?;
        file.persist(self.path()?).ok()?;
        prune(&self.folder).ok()
    }
}

impl Run {
    /// Whether a full run would read the same and write nothing.
    fn is_current(&self, command: &Command) -> bool {
        if self.command != *command || !program().is_ok_and(|program| program == self.program) {
            return false;
        }
        // Locks come first, so that no other command writes to the folders while they are compared.
        let mut locks = Vec::new();
        for (_, folder, answer) in self.answers.iter().filter(|(question, ..)| *question == Question::Lock) {
            match Lock::at_once(Path::new(folder), answer) {
                Some(lock) => locks.push(lock),
                None => return false,
            }
        }
        let mut others = self.answers.iter().filter(|(question, ..)| *question != Question::Lock);
        others.all(|(question, path, answer)| disk::is_answer(*question, path, answer))
    }
}

/// Identifies the running program by its bytes.
///
/// # Errors
/// Those of the file system, and a program that may have been replaced since it started.
fn program() -> io::Result<String> {
    let mut file = File::open(program_path()?)?;
    // Nobody can choose a program to deceive its own records, so this hash need not withstand that. SHA-256 takes six
    // times as long, a tenth of a second.
    let mut hasher = std::hash::DefaultHasher::new();
    let (mut buffer, mut length) = (vec![0; 256 * 1024], 0);
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok(format!("{length} {:016x}", hasher.finish())),
            read => {
                hasher.write(&buffer[..read]);
                length += read;
            }
        }
    }
}

/// The path of the program that is running, also where another one has its name by now.
#[cfg(target_os = "linux")]
fn program_path() -> io::Result<PathBuf> {
    Ok(PathBuf::from("/proc/self/exe"))
}

/// The path of the program. One that was just written might not be the one that is running.
#[cfg(not(target_os = "linux"))]
fn program_path() -> io::Result<PathBuf> {
    let path = std::env::current_exe()?;
    let age = fs::metadata(&path)?.modified()?.elapsed().unwrap_or_default();
    if age < Duration::from_secs(10) { Err(io::Error::other("was just written")) } else { Ok(path) }
}

/// The folder of the records: in the target folder of cargo from which the program was started, else in that for caches
/// of the user. Who can write there can also replace the program, or act as the user.
fn folder() -> Option<PathBuf> {
    let program = std::env::current_exe().ok()?;
    let target = program.ancestors().skip(1).find(|folder| folder.join("CACHEDIR.TAG").is_file());
    if let Some(target) = target {
        return Some(target.join(FOLDER));
    }
    let absolute = |name: &str| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let caches = if cfg!(windows) {
        absolute("LOCALAPPDATA")
    } else {
        absolute("XDG_CACHE_HOME").or_else(|| Some(absolute("HOME")?.join(".cache")))
    };
    Some(caches?.join(FOLDER))
}

/// Removes the oldest records where there are too many, and what killed runs left.
///
/// # Errors
/// Those of the file system.
fn prune(folder: &Path) -> io::Result<()> {
    let mut records = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let metadata = entry.metadata()?;
        if metadata.is_file() && entry.file_name().to_string_lossy().ends_with(EXTENSION) {
            records.push((metadata.modified().unwrap_or(SystemTime::UNIX_EPOCH), metadata.len(), entry.path()));
        }
    }
    records.sort();
    let mut bytes = 0;
    for (at, (_, length, path)) in records.iter().rev().enumerate() {
        bytes += length;
        if at >= MOST || bytes > MOST_BYTES {
            fs::remove_file(path)?;
        }
    }
    Ok(())
}
