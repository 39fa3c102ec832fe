//! Breaks documents at random and looks whether the generator still behaves: it must not panic, hang or eat the memory,
//! a refusal must say what is wrong, and an accepted document must become a crate that parses, twice the same.
//!
//! ```text
//! cargo run --release -p tests --bin fuzz -- [--seconds 120] [--seed 1]
//! cargo run --release -p tests --bin fuzz -- --seed 1 --case 4711    one case again, with what is wrong with it
//! ```
//!
//! A case is a number: it and the seed decide which document of `tests/cases` and `specs` is taken and how it is
//! changed, so that each finding can be repeated. The document of a finding is written to `target/fuzz`.

mod corpus;
mod mutate;
mod run;
mod trial;
mod words;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;

/// The allocator of the project's commands, so that the measurements apply to them.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Breaks documents at random, and looks whether the generator still behaves.
#[derive(Clone, Debug, Parser)]
struct Args {
    /// How long cases are tried
    #[arg(long, default_value_t = 120)]
    seconds: u64,
    /// Which cases are tried; the same number gives the same cases
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How many cases are tried at once; as many as there are processors by default
    #[arg(long)]
    jobs: Option<u64>,
    /// Takes only documents whose path contains this
    #[arg(long)]
    only: Option<String>,
    /// A folder with more documents to start from
    #[arg(long)]
    documents: Option<PathBuf>,
    /// Tries one case, and prints its document
    #[arg(long)]
    case: Option<u64>,
    /// Tries cases from this one on, and prints a line for each; the program calls itself so
    #[arg(long, hide = true)]
    from: Option<u64>,
    /// The distance to the next case
    #[arg(long, hide = true, default_value_t = 1)]
    step: u64,
}

fn main() -> ExitCode {
    let args = Args::parse();
    let corpus = corpus::Corpus::read(args.only.as_deref(), args.documents.as_deref());
    if corpus.is_empty() {
        eprintln!("error: there is no document to start from");
        return ExitCode::from(2);
    }
    if let Some(number) = args.case {
        return run::again(&corpus, args.seed, number);
    }
    if let Some(from) = args.from {
        run::worker(&corpus, args.seed, from, args.step);
    }
    let jobs = args.jobs.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, |count| count.get() as u64));
    run::all(&args, jobs, Duration::from_secs(args.seconds))
}
