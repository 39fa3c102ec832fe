//! Processes all documents, each in a separate process.

use std::collections::VecDeque;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, PoisonError, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use crate::compile::{Workspace, package};
use crate::one::Outcome;

/// The time limit for reading a document once.
const TIME: Duration = Duration::from_secs(30);
/// A comparison reads a document, the same in another order and an edited copy.
const READ_TO_COMPARE: u32 = 3;
/// The memory limit for a document, in MiB.
const MEMORY: u64 = 4096;

/// A document.
#[derive(Clone, Debug)]
pub struct Document {
    /// The path of the document below the folder.
    pub name: String,
    /// The path of the document.
    pub path: PathBuf,
}

/// Reads all documents, or compares them if `compare` has a seed, and prints the result of each when it is finished.
/// The outcomes are in the order of the documents.
///
/// # Errors
/// A process cannot be started.
pub fn all(
    documents: &[Document],
    workspace: Option<&Workspace>,
    compare: Option<u64>,
    jobs: usize,
    report: &mut dyn FnMut(&Document, &Outcome),
) -> io::Result<Vec<Outcome>> {
    let program = std::env::current_exe()?;
    let open: Mutex<VecDeque<usize>> = Mutex::new((0..documents.len()).collect());
    let (sender, receiver) = mpsc::channel();
    let mut outcomes = vec![Outcome::default(); documents.len()];
    thread::scope(|scope| {
        for _ in 0..jobs {
            let (sender, open, program) = (sender.clone(), &open, &program);
            scope.spawn(move || {
                while let Some(number) = open.lock().unwrap_or_else(PoisonError::into_inner).pop_front() {
                    let outcome = one(program, &documents[number], number, workspace, compare);
                    if sender.send((number, outcome)).is_err() {
                        return;
                    }
                }
            });
        }
        drop(sender);
        for (number, outcome) in receiver {
            report(&documents[number], &outcome);
            outcomes[number] = outcome;
        }
    });
    Ok(outcomes)
}

fn one(
    program: &Path,
    document: &Document,
    number: usize,
    workspace: Option<&Workspace>,
    compare: Option<u64>,
) -> Outcome {
    let name = package(number, document);
    let mut command = Command::new(program);
    command.arg(&document.path).args(["--one", &name]).stdout(Stdio::piped()).stderr(Stdio::piped());
    if let Some(workspace) = workspace {
        command.arg("--out").arg(workspace.member(number, document));
    }
    if let Some(seed) = compare {
        // Documents with equal parts should not get equal edits.
        command.args(["--compare", "--seed", &seed.wrapping_add(number as u64).to_string()]);
    }
    let child = match command.spawn() {
        Ok(child) => child,
        Err(error) => return Outcome::failed(error.to_string()),
    };
    let mut outcome = waited(child, if compare.is_some() { TIME * READ_TO_COMPARE } else { TIME });
    if outcome.failed.is_none() && outcome.peak > MEMORY {
        outcome.failed = Some(format!("took {} MiB of memory", outcome.peak));
    }
    outcome
}

/// Waits for a process, and reads the outcome that it prints. A process that takes too long is killed.
fn waited(mut child: Child, most: Duration) -> Outcome {
    let (out, err) = (child.stdout.take(), child.stderr.take());
    let out = thread::spawn(move || read(out));
    let err = thread::spawn(move || read(err));
    let start = Instant::now();
    let status = loop {
        match child.try_wait() {
            Ok(Some(status)) => break Ok(status),
            Ok(None) if start.elapsed() > most => {
                // The process may have ended in the meantime.
                let _ = child.kill();
                let _ = child.wait();
                break Err(format!("took more than {} s", most.as_secs()));
            }
            Ok(None) => thread::sleep(Duration::from_millis(5)),
            Err(error) => break Err(error.to_string()),
        }
    };
    let (out, err) = (out.join().unwrap_or_default(), err.join().unwrap_or_default());
    match status {
        Err(why) => Outcome::failed(why),
        Ok(status) if !status.success() => {
            let said = err.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
            Outcome::failed(format!("crashed with {status}: {said} {}", err.lines().nth(2).unwrap_or_default()))
        }
        Ok(_) => serde_json::from_str(&out).unwrap_or_else(|error| Outcome::failed(format!("said no JSON: {error}"))),
    }
}

fn read(stream: Option<impl Read>) -> String {
    let mut bytes = Vec::new();
    if let Some(mut stream) = stream {
        // The output before a broken pipe is still worth showing.
        let _ = stream.read_to_end(&mut bytes);
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
