//! Tries all cases in separate processes: one that hangs, crashes or uses too much memory is a finding, and does not
//! affect others.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::panic;
use std::path::PathBuf;
use std::process::{Child, Command, ExitCode, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use crate::Args;
use crate::corpus::Corpus;
use crate::mutate;
use crate::trial::{Outcome, trial};

/// The time limit for a case. The documents are small: most take a few milliseconds.
const TIME: Duration = Duration::from_secs(20);
/// The memory limit for a process, in MiB.
const MEMORY: u64 = 1024;

/// The findings, by their message without digits, which differ between cases with the same cause; each with the first
/// message and all cases.
type Findings = BTreeMap<String, (String, Vec<u64>)>;

/// The number of cases by their outcome.
#[derive(Clone, Copy, Debug, Default)]
struct Statistics {
    accepted: u64,
    refused: u64,
}

/// Tries cases in several processes until the time is over.
pub fn all(args: &Args, jobs: u64, time: Duration) -> ExitCode {
    let end = Instant::now() + time;
    let state: Mutex<(Statistics, Findings)> = Mutex::default();
    thread::scope(|scope| {
        for job in 0..jobs {
            let state = &state;
            scope.spawn(move || {
                let mut from = job;
                while Instant::now() < end {
                    // A process that has ended with a finding is followed by one that continues after it.
                    from = one(args, from, jobs, end, state) + jobs;
                }
            });
        }
    });
    let (Statistics { accepted, refused }, findings) = state.into_inner().unwrap_or_else(PoisonError::into_inner);
    println!("{} cases in {} s: {accepted} accepted, {refused} refused", accepted + refused, time.as_secs());
    println!("{} findings", findings.len());
    for (what, cases) in findings.values() {
        println!("  {} times, first with --seed {} --case {}: {what}", cases.len(), args.seed, cases[0]);
    }
    if findings.is_empty() && accepted > 0 && refused > 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Tries cases in one process until it ends, and returns the number of the last case.
fn one(args: &Args, from: u64, step: u64, end: Instant, state: &Mutex<(Statistics, Findings)>) -> u64 {
    let mut command = Command::new(std::env::current_exe().expect("the program knows its own path"));
    command.args(["--seed", &args.seed.to_string(), "--from", &from.to_string(), "--step", &step.to_string()]);
    if let Some(only) = &args.only {
        command.args(["--only", only]);
    }
    if let Some(folder) = &args.documents {
        command.arg("--documents").arg(folder);
    }
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("the program can be run");
    let output = BufReader::new(child.stdout.take().expect("the output is a pipe"));
    let (sender, lines) = mpsc::channel();
    let reader = thread::spawn(move || {
        // Sending fails if the receiver no longer needs the lines.
        output.lines().map_while(Result::ok).take_while(|line| sender.send(line.clone()).is_ok()).for_each(drop);
    });
    let (mut current, mut began) = (from, Instant::now());
    let found = |number: u64, what: String| note(args, number, what, state);
    loop {
        match lines.recv_timeout(Duration::from_millis(100)) {
            Ok(line) => {
                let (word, rest) = line.split_once(' ').unwrap_or((&line, ""));
                let mut state = state.lock().unwrap_or_else(PoisonError::into_inner);
                match word {
                    "begin" => (current, began) = (rest.parse().unwrap_or(current), Instant::now()),
                    "accepted" => state.0.accepted += 1,
                    "refused" => state.0.refused += 1,
                    _ => {
                        drop(state);
                        found(current, rest.to_owned());
                    }
                }
                if Instant::now() > end {
                    break;
                }
            }
            Err(RecvTimeoutError::Disconnected) => {
                found(
                    current,
                    format!(
                        "the process ended: {}",
                        child.wait().map_or_else(|error| error.to_string(), |status| status.to_string())
                    ),
                );
                break;
            }
            Err(RecvTimeoutError::Timeout) if began.elapsed() > TIME => {
                found(current, format!("takes more than {} s", TIME.as_secs()));
                break;
            }
            Err(RecvTimeoutError::Timeout) if memory(&child) > MEMORY => {
                found(current, format!("takes more than {MEMORY} MiB"));
                break;
            }
            Err(RecvTimeoutError::Timeout) => {}
        }
    }
    // A process that has ended cannot be killed.
    let _ = child.kill();
    let _ = child.wait();
    let _ = reader.join();
    current
}

/// Notes a finding, and keeps its document.
fn note(args: &Args, number: u64, what: String, state: &Mutex<(Statistics, Findings)>) {
    let corpus = Corpus::read(args.only.as_deref(), args.documents.as_deref());
    let (seed, text, _) = mutate::case(&corpus, args.seed, number);
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../target/fuzz"));
    let name = seed.path.rsplit('/').next().unwrap_or_default();
    let file = folder.join(format!("{}-{number}-{name}", args.seed));
    let written = fs::create_dir_all(&folder).and_then(|()| fs::write(&file, text));
    let kept = written.map_or_else(|error| error.to_string(), |()| file.display().to_string());
    eprintln!("case {number}, {}: {what} ({kept})", seed.path);
    let mut state = state.lock().unwrap_or_else(PoisonError::into_inner);
    let cause: String = what.chars().map(|next| if next.is_ascii_digit() { '0' } else { next }).take(120).collect();
    state.1.entry(cause).or_insert_with(|| (what, Vec::new())).1.push(number);
}

/// The memory of a process in MiB; 0 if the system does not report it.
fn memory(child: &Child) -> u64 {
    let status = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
    let held = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    held.and_then(|held| held.split_whitespace().next()?.parse::<u64>().ok()).unwrap_or(0) / 1024
}

/// Tries one case, and prints a line of how it ended.
fn tried(corpus: &Corpus, seed: u64, number: u64) -> Result<Outcome, String> {
    let (chosen, text, mut random) = mutate::case(corpus, seed, number);
    let place: Mutex<String> = Mutex::default();
    let place = std::sync::Arc::new(place);
    let noted = std::sync::Arc::clone(&place);
    panic::set_hook(Box::new(move |panic| {
        let payload = panic.payload();
        let message = payload.downcast_ref::<String>().map(String::as_str).or(payload.downcast_ref::<&str>().copied());
        let message = message.unwrap_or_default();
        let at = panic.location().map(ToString::to_string).unwrap_or_default();
        *noted.lock().unwrap_or_else(PoisonError::into_inner) =
            format!("panics at {at}: {}", message.replace('\n', " "));
    }));
    // The generator keeps no state between its runs that a panic could corrupt.
    let ended = panic::catch_unwind(panic::AssertUnwindSafe(|| trial(chosen, &text, &mut random)));
    ended.unwrap_or_else(|_| Err(place.lock().unwrap_or_else(PoisonError::into_inner).clone()))
}

/// Tries cases until the process is ended from outside.
pub fn worker(corpus: &Corpus, seed: u64, from: u64, step: u64) -> ! {
    let mut number = from;
    loop {
        println!("begin {number}");
        match tried(corpus, seed, number) {
            Ok(Outcome::Accepted) => println!("accepted"),
            Ok(Outcome::Refused) => println!("refused"),
            Err(what) => println!("found {}", what.replace('\n', " ")),
        }
        number += step;
    }
}

/// Runs one case, and prints its document and its outcome.
pub fn again(corpus: &Corpus, seed: u64, number: u64) -> ExitCode {
    let (chosen, text, _) = mutate::case(corpus, seed, number);
    let ended = tried(corpus, seed, number);
    // A reader that has seen enough closes the pipe.
    let _ = writeln!(std::io::stdout(), "{text}");
    eprintln!("{}: {ended:?}", chosen.path);
    if ended.is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
