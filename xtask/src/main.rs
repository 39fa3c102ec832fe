//! The commands of the code generator. Each verb is a module; only here are disk, environment and terminal touched.

mod diff;
mod files;
mod folder;
mod generate;
mod git;
mod import;
mod lock;
mod regenerate;
mod report;
mod show;
mod sync;
mod vendor;
mod workspace;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand, ValueEnum};
use codegen::import::Leniency;

/// A crate is made of millions of small pieces; this allocator takes a third off the time for large documents.
#[cfg(feature = "mimalloc")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// From API definitions to Rust: imports sources, corrects them, generates client crates.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", max_term_width = 100)]
struct Args {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Write generated/CRATE from specs/API/api.json, for all APIs or those named
    Regenerate {
        /// The APIs, by their folder under specs/; all when none is named
        apis: Vec<String>,
        /// Write nothing; exit with 4 where something is stale
        #[arg(long)]
        check: bool,
        #[arg(long, value_enum, default_value_t = MessageFormat::Human)]
        message_format: MessageFormat,
    },
    /// Write specs/API/api.json from specs/API/source/ and fixups.json
    Import {
        /// The API, by its folder under specs/
        api: String,
        /// Write nothing; exit with 4 where api.json is stale
        #[arg(long)]
        check: bool,
        #[arg(long, value_enum, default_value_t = MessageFormat::Human)]
        message_format: MessageFormat,
    },
    /// One shot: a document in, a crate out
    Generate {
        /// The document
        source: PathBuf,
        /// The folder of the crate
        #[arg(long)]
        out: PathBuf,
        /// The name of the crate; the document's name where none is given
        #[arg(long)]
        name: Option<String>,
        /// The format of the document; recognized where none is given
        #[arg(long, value_enum)]
        format: Option<Format>,
        /// Keep only the operations that the glob names, and the models that they reach
        #[arg(long, value_name = "GLOB")]
        include: Vec<String>,
        /// Take what is wrong in the document as plain JSON, or leave the operation out, with a warning
        #[arg(long)]
        lenient: bool,
        /// Write into a folder that holds something else; files that were not generated stay as they are
        #[arg(long)]
        force: bool,
        #[arg(long, value_enum, default_value_t = MessageFormat::Human)]
        message_format: MessageFormat,
    },
    /// Print what a stage made of an API or a document
    Show {
        /// The API, by its folder under specs/, or a document
        source: String,
        /// The stage
        #[arg(long, value_enum)]
        stage: Stage,
        /// Print only what has this name: a type, an operation, a file
        #[arg(long)]
        only: Option<String>,
        /// Keep only the operations that the glob names, and the models that they reach
        #[arg(long, value_name = "GLOB")]
        include: Vec<String>,
        /// Take what is wrong in the document as plain JSON, or leave the operation out, with a warning
        #[arg(long)]
        lenient: bool,
    },
    /// Tell what changed between two specs, where, and whom it breaks
    #[command(override_usage = "cargo xtask diff [OPTIONS] <OLD> <NEW>\n       cargo xtask diff [OPTIONS] <API>")]
    Diff {
        /// A document; or an API, by its folder under specs/
        old: String,
        /// The document that takes its place
        new: Option<String>,
        /// The revision of git with which the API is compared; HEAD where none is given
        #[arg(long, value_name = "REVISION")]
        against: Option<String>,
        #[arg(long, value_enum, default_value_t = diff::Output::Text)]
        output: diff::Output,
        /// Exit with 4 where clients in use, or code that calls the crate, would break
        #[arg(long, value_enum)]
        deny_breaking: Vec<diff::Deny>,
        /// Write the suggested version to crate.json
        #[arg(long)]
        bump: bool,
    },
    /// Copy a generated crate so that it builds alone
    Vendor {
        /// The crate, by its folder under generated/
        #[arg(value_name = "CRATE")]
        krate: String,
        /// The folder to make
        dest: PathBuf,
        /// Whether the copy joins the workspace around it or stands alone; found out where it is not said
        #[arg(long, value_enum)]
        workspace: Option<Workspace>,
    },
}

/// How results are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum MessageFormat {
    /// For people, on standard error
    Human,
    /// One JSON object on standard output
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// The normalized spec: an api.json
    Spec,
    /// A reference page as text
    Learn,
    /// Swagger 2.0
    Swagger2,
    /// OpenAPI 3.0 or 3.1
    #[value(name = "openapi3")]
    OpenApi3,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Stage {
    /// What was read of the document
    Source,
    /// The normalized spec, as JSON
    Spec,
    /// The Rust-shaped data
    Rust,
    /// The generated files
    Text,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Workspace {
    /// The copy is a member of the workspace around it
    Join,
    /// The copy is a workspace of its own
    Alone,
}

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ended {
    /// In order.
    Well,
    /// With errors; nothing was written.
    Badly,
    /// The arguments name something that does not exist.
    Misused,
    /// Something is not as it would be written now, or breaks what must not break.
    Stale,
}

impl From<Ended> for ExitCode {
    fn from(ended: Ended) -> Self {
        match ended {
            Ended::Well => Self::SUCCESS,
            Ended::Badly => Self::FAILURE,
            Ended::Misused => Self::from(2),
            Ended::Stale => Self::from(4),
        }
    }
}

fn leniency(lenient: bool) -> Leniency {
    if lenient { Leniency::Lenient } else { Leniency::Strict }
}

fn main() -> ExitCode {
    let ended = match Args::parse().verb {
        Verb::Regenerate { apis, check, message_format } => {
            regenerate::run(&apis, sync::Mode::of(check), &mut report::Report::new(message_format))
        }
        Verb::Import { api, check, message_format } => {
            import::run(&api, sync::Mode::of(check), &mut report::Report::new(message_format))
        }
        Verb::Generate { source, out, name, format, include, lenient, force, message_format } => {
            let wish = generate::Wish { source, out, name, format, include, leniency: leniency(lenient), force };
            generate::run(&wish, &mut report::Report::new(message_format))
        }
        Verb::Show { source, stage, only, include, lenient } => {
            let wish = show::Wish { source, stage, only, include, leniency: leniency(lenient) };
            show::run(&wish, &mut report::Report::new(MessageFormat::Human))
        }
        Verb::Diff { old, new, against, output, deny_breaking, bump } => {
            let wish = diff::Wish { old, new, against, output, deny: deny_breaking, bump };
            diff::run(&wish, &mut report::Report::new(MessageFormat::Human))
        }
        Verb::Vendor { krate, dest, workspace } => vendor::run(&krate, &dest, workspace),
    };
    ended.into()
}
