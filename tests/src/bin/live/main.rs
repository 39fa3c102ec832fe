//! Calls real servers by generated crates: one server for each web framework, in `tests/live/<framework>`.
//!
//! ```text
//! cargo run -p tests --bin live -- [FRAMEWORK]... [--update]
//! ```
//!
//! For each framework, the program installs it in the version that `tests/live` states, starts the server on the
//! loopback interface, compares the OpenAPI document that the server publishes with the committed one, generates a crate
//! from it and runs `calls.rs`, whose requests the server validates. Everything that is installed or built is in
//! `target/live`.

mod document;
mod frameworks;
mod install;
mod public;
mod server;

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::time::Instant;

use clap::Parser;

use frameworks::{FRAMEWORKS, Framework};
use server::Server;

/// The result of a step; an error is a sentence.
type Result<T = (), E = String> = std::result::Result<T, E>;

/// Calls real servers by generated crates.
#[derive(Debug, Parser)]
struct Args {
    /// The frameworks, or with `--public` the APIs, to run; all if none is named.
    frameworks: Vec<String>,
    /// Runs the programs that call public APIs instead, with the documents in this folder; see
    /// `tests/live/public/README.md`.
    #[arg(long, value_name = "FOLDER")]
    public: Option<PathBuf>,
    /// Accepts documents that differ from the committed ones, and updates `Cargo.lock`.
    #[arg(long)]
    update: bool,
}

fn main() -> ExitCode {
    let args = Args::parse();
    let result = match &args.public {
        Some(documents) => public::run(documents, &args.frameworks),
        None => run(&args),
    };
    match result {
        Ok(failed) if failed.is_empty() => ExitCode::SUCCESS,
        Ok(failed) => {
            eprintln!("failed: {}", failed.join(", "));
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// Runs the frameworks, and returns the names of those that failed.
fn run(args: &Args) -> Result<Vec<&'static str>> {
    let known = |name: &String| FRAMEWORKS.iter().any(|framework| framework.name == name);
    if let Some(unknown) = args.frameworks.iter().find(|name| !known(name)) {
        let names: Vec<&str> = FRAMEWORKS.iter().map(|framework| framework.name).collect();
        return Err(format!("`{unknown}` is not a framework: choose from {}", names.join(", ")));
    }
    // All crates are members of one workspace, so cargo wants each of them to exist.
    for framework in FRAMEWORKS {
        generate(framework, &framework.document_file())?;
    }
    let is_chosen = |framework: &&Framework| {
        args.frameworks.is_empty() || args.frameworks.iter().any(|name| name == framework.name)
    };
    let mut failed = Vec::new();
    for framework in FRAMEWORKS.iter().filter(is_chosen) {
        let start = Instant::now();
        println!("{}", framework.name);
        if let Err(error) = calls(framework, args.update) {
            eprintln!("{}: {error}", framework.name);
            failed.push(framework.name);
        }
        println!("{}: {:.0} s", framework.name, start.elapsed().as_secs_f64());
    }
    Ok(failed)
}

/// Starts the server of a framework, checks its document and runs the calls.
fn calls(framework: &Framework, update: bool) -> Result {
    let program = install::program(framework, update)?;
    let server = Server::start(framework.name, program)?;
    let document = document::indented(&server.get(framework.document)?);
    let file = framework.document_file();
    let committed = std::fs::read_to_string(&file).map_err(|error| format!("{}: {error}", file.display()))?;
    if document != committed {
        let fetched = target().join("documents").join(framework.name).join("openapi.json");
        write(&fetched, &document)?;
        if !update {
            let (committed, fetched) = (file.display(), fetched.display());
            return Err(format!(
                "the server's document differs from the committed one:\n\
                 diff {committed} {fetched}\nAccept it with `--update`."
            ));
        }
        // A document that cannot be read is not kept, because no framework could then be run.
        generate(framework, &fetched)?;
        write(&file, &document)?;
    }
    let mut test = cargo("test", update);
    test.args(["--package", &framework.package(), "--test", framework.name]);
    succeed(test.env("LIVE_URL", server.url()))
}

/// Generates the crate of a framework from a document.
fn generate(framework: &Framework, document: &Path) -> Result {
    let mut command = Command::new(env!("CARGO"));
    command.current_dir(root()).args(["xtask", "generate"]).arg(document);
    // The name of the framework itself may be that of a crate, which the server depends on. Pages that a document makes
    // likely without stating them are part of what is tested.
    command
        .args(["--accept-proposals", "--name", &format!("{}-client", framework.name), "--out"])
        .arg(target().join("crates").join(framework.name));
    // The crates lie below the folder of the project's workspace without being members of it.
    succeed(command.stdout(Stdio::null()))
}

/// A command of cargo in the workspace of the callers.
fn cargo(name: &str, update: bool) -> Command {
    let mut command = Command::new(env!("CARGO"));
    command.current_dir(folder()).args([name, "--quiet"]).env("CARGO_TARGET_DIR", target().join("build"));
    if !update {
        command.arg("--locked");
    }
    command
}

/// Runs a command, whose failure is an error.
fn succeed(command: &mut Command) -> Result {
    let status = command.status().map_err(|error| format!("{command:?} cannot be run: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("{command:?} failed: {status}")) }
}

/// Writes a file, and the folders that it needs.
fn write(path: &Path, text: &str) -> Result {
    let parent = path.parent().expect("a file lies in a folder");
    let written = std::fs::create_dir_all(parent).and_then(|()| std::fs::write(path, text));
    written.map_err(|error| format!("{}: {error}", path.display()))
}

/// The project's root.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the package lies in the project").to_owned()
}

/// The folder of the servers and their callers.
fn folder() -> PathBuf {
    root().join("tests/live")
}

/// The folder of everything that is installed, generated and built.
fn target() -> PathBuf {
    root().join("target/live")
}
