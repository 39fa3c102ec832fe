//! Reads every API document below a folder, writes a crate for each, and reports the results.
//!
//! ```text
//! cargo run --release -p tests --bin corpus -- <folder> [--seed N --sample K] [--compile | --compare]
//! ```
//!
//! Each document is read in a process of its own, so that one that crashes, runs away or eats the memory is counted
//! and harms no other. Linux tells how much memory and time such a process took; elsewhere these are not known.

mod compare;
mod compile;
mod one;
mod run;
mod tally;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;

/// The allocator of the project's commands, so that the measurements apply to them.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Reads every API document below a folder, writes a crate for each, and reports the results.
#[derive(Debug, Parser)]
struct Args {
    /// The folder with the documents, or one document.
    folder: PathBuf,
    /// The seed of the sample; the same seed selects the same documents of the same folder.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The number of documents in the sample; all by default.
    #[arg(long)]
    sample: Option<usize>,
    /// Checks the crates in one workspace, warnings denied.
    #[arg(long)]
    compile: bool,
    /// Builds the crates' documentation too, warnings denied.
    #[arg(long, requires = "compile")]
    doc: bool,
    /// Compares each document with itself, with itself in another order, and with an edited copy in both directions,
    /// instead of writing its crate; the seed draws the edits, too.
    #[arg(long, conflicts_with = "compile")]
    compare: bool,
    /// The number of documents that are read concurrently; that of the processors by default.
    #[arg(long)]
    jobs: Option<usize>,
    /// The required number of crates; that of the documents by default.
    #[arg(long)]
    least: Option<usize>,
    /// Only the totals are printed, and the documents with which something is wrong.
    #[arg(long)]
    quiet: bool,
    /// Reads one document and says in JSON how it went; the program calls itself so.
    #[arg(long, hide = true)]
    one: Option<String>,
    /// The folder for the crate of the single document.
    #[arg(long, hide = true)]
    out: Option<PathBuf>,
}

fn main() -> ExitCode {
    let args = Args::parse();
    if let Some(name) = &args.one {
        let outcome = if args.compare {
            one::compared(&args.folder, name, args.seed)
        } else {
            one::read(&args.folder, name, args.out.as_deref())
        };
        println!("{}", serde_json::to_string(&outcome).expect("an outcome has a JSON form"));
        return ExitCode::SUCCESS;
    }
    match corpus(&args) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// Returns whether enough crates were written, and whether all of them compiled if that is requested.
fn corpus(args: &Args) -> io::Result<bool> {
    let mut documents = Vec::new();
    find(&args.folder, &mut documents)?;
    documents.sort();
    if let Some(count) = args.sample {
        documents = sample(documents, args.seed, count);
    }
    let named = |path: PathBuf| {
        let inside = path.strip_prefix(&args.folder).unwrap_or(&path);
        let name =
            if inside.as_os_str().is_empty() { path.file_name().map(Path::new).unwrap_or(inside) } else { inside };
        run::Document { name: name.to_string_lossy().replace('\\', "/"), path }
    };
    let documents: Vec<run::Document> = documents.into_iter().map(named).collect();
    let workspace = if args.compile { Some(compile::Workspace::new()?) } else { None };
    let jobs = args.jobs.or_else(|| std::thread::available_parallelism().ok().map(usize::from)).unwrap_or(1);
    let compare = args.compare.then_some(args.seed);
    let outcomes = run::all(&documents, workspace.as_ref(), compare, jobs, &mut |document, outcome| {
        if !args.quiet || !(outcome.is_well() || args.compare && outcome.failed.is_none()) {
            println!("{}", tally::line(document, outcome));
        }
    })?;
    if args.compare {
        return Ok(tally::print_compared(&outcomes) >= args.least.unwrap_or(0));
    }
    let mut well = tally::print(&documents, &outcomes) >= args.least.unwrap_or(documents.len());
    if let Some(workspace) = workspace {
        well &= workspace.check(&documents, &outcomes, args.doc)?;
    }
    Ok(well)
}

/// The documents below a path: files of JSON and YAML.
fn find(path: &Path, found: &mut Vec<PathBuf>) -> io::Result<()> {
    if !path.is_dir() {
        found.push(path.to_owned());
        return Ok(());
    }
    for entry in fs::read_dir(path)? {
        let path = entry?.path();
        let is_document =
            path.extension().is_some_and(|ending| matches!(ending.to_str(), Some("json" | "yaml" | "yml")));
        let is_package = path.file_name().is_some_and(|name| name == "package.json");
        if path.is_dir() || (is_document && !is_package) {
            find(&path, found)?;
        }
    }
    Ok(())
}

/// The requested number of documents, in their order.
fn sample(documents: Vec<PathBuf>, seed: u64, count: usize) -> Vec<PathBuf> {
    let mut numbers: Vec<usize> = (0..documents.len()).collect();
    fastrand::Rng::with_seed(seed).shuffle(&mut numbers);
    numbers.truncate(count);
    numbers.sort_unstable();
    numbers.into_iter().map(|number| documents[number].clone()).collect()
}
