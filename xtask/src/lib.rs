//! The commands of the code generator, one module per command. Only this package touches files, the environment and the
//! terminal.

mod changelog;
mod copies;
mod diff;
mod disk;
mod documents;
mod files;
mod folder;
mod generate;
mod generator;
mod git;
mod import;
mod lock;
mod normalize;
mod proposals;
mod record;
mod regenerate;
mod renamed;
mod report;
mod show;
mod sync;
mod terminal;
mod vendor;
mod workspace;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand, ValueEnum};
use codegen::import::Leniency;

/// Generates Rust client crates from API definitions: OpenAPI, Swagger, reference pages
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", max_term_width = 100)]
struct Args {
    #[command(subcommand)]
    command: CliCommand,
}

#[derive(Debug, Subcommand)]
enum CliCommand {
    /// Write generated/CRATE from specs/API/api.json, for all APIs or for the named ones
    Regenerate {
        /// The names of the folders under specs/ [default: all APIs]
        apis: Vec<String>,
        /// Write nothing, and exit with code 4 if a file is out of date
        #[arg(long)]
        check: bool,
        /// The format of results and problems
        #[arg(long, value_enum, default_value_t = MessageFormat::Human)]
        message_format: MessageFormat,
    },
    /// Write specs/API/api.json from specs/API/source/ and fixups.json
    Import {
        /// The name of the folder under specs/
        api: String,
        /// Write nothing, and exit with code 4 if api.json is out of date
        #[arg(long)]
        check: bool,
        /// Refuse documents also for errors whose meaning is obvious, which are warnings otherwise; `"strict": true` in
        /// crate.json does the same
        #[arg(long)]
        strict: bool,
        /// Add the fixups that the documents suggest, such as how lists are paged, to fixups.json
        #[arg(long, conflicts_with = "check")]
        accept_proposals: bool,
        /// The format of results and problems
        #[arg(long, value_enum, default_value_t = MessageFormat::Human)]
        message_format: MessageFormat,
    },
    /// Write a crate from a document and the files to which it refers, without an entry under specs/
    Generate {
        /// The path of the document
        source: PathBuf,
        /// The folder to write the crate to: a new or empty one, or that of the same crate
        #[arg(long)]
        out: PathBuf,
        /// The folder from which the document may refer to files [default: the folder of the document]
        #[arg(long, value_name = "DIR")]
        root: Option<PathBuf>,
        /// The name of the crate [default: that of the config, or from the name of the document]
        #[arg(long)]
        name: Option<String>,
        /// An overlay (OpenAPI Overlay 1.0 or 1.1) that corrects the document; may be repeated
        #[arg(long, value_name = "FILE")]
        overlay: Vec<PathBuf>,
        /// Corrections of what was read [default: fixups.json beside the document, if there is one]
        #[arg(long, value_name = "FILE")]
        fixups: Option<PathBuf>,
        /// Settings of the crate [default: crate.json beside the document, if there is one]
        #[arg(long, value_name = "FILE")]
        config: Option<PathBuf>,
        /// Keep the names in this file, which is written if it does not exist, and updated
        #[arg(long, value_name = "FILE")]
        names: Option<PathBuf>,
        /// The format of the document [default: recognized by its content]
        #[arg(long, value_enum)]
        format: Option<Format>,
        /// Keep only the operations that match the glob, with the models that they use; may be repeated
        #[arg(long, value_name = "GLOB")]
        include: Vec<String>,
        /// Continue after errors in the document, with warnings: an invalid schema becomes plain JSON, an invalid
        /// operation is left out
        #[arg(long, conflicts_with = "strict")]
        lenient: bool,
        /// Refuse the document also for errors whose meaning is obvious, which are warnings otherwise
        #[arg(long)]
        strict: bool,
        /// Apply the fixups that the document suggests, such as how lists are paged; they are printed otherwise
        #[arg(long)]
        accept_proposals: bool,
        /// Write into a folder that holds something else. Files that were not generated are never replaced or removed
        #[arg(long)]
        force: bool,
        /// Whether the crate belongs to the Cargo workspace around it [default: as in the last run, otherwise alone]
        #[arg(long, value_enum)]
        workspace: Option<Workspace>,
        /// The format of results and problems
        #[arg(long, value_enum, default_value_t = MessageFormat::Human)]
        message_format: MessageFormat,
    },
    /// Print what a stage of the generator produces for an API or a document
    Show {
        /// The name of a folder under specs/, or the path of a document
        source: String,
        /// The stage to print
        #[arg(long, value_enum)]
        stage: Stage,
        /// Print only the type, the operation or the file of this name
        #[arg(long)]
        only: Option<String>,
        /// The folder from which the document may refer to files [default: the folder of the document]
        #[arg(long, value_name = "DIR")]
        root: Option<PathBuf>,
        /// Keep only the operations that match the glob, with the models that they use; may be repeated
        #[arg(long, value_name = "GLOB")]
        include: Vec<String>,
        /// Continue after errors in the document, with warnings: an invalid schema becomes plain JSON, an invalid
        /// operation is left out
        #[arg(long)]
        lenient: bool,
    },
    /// Show what changed between two specs, and for whom the change is breaking
    ///
    /// Exits with 0 whatever changed; with 1 where a document could not be read (with --deny or --deny-breaking: not
    /// completely, unless --lenient is given), a crate that --deny or --bump needs could not be generated, or an accepted
    /// change did not happen; with 2 where an argument is wrong; with 4 where --deny or --deny-breaking refuses a change.
    #[command(override_usage = "cargo xtask diff [OPTIONS] <OLD> <NEW>\n       cargo xtask diff [OPTIONS] <API>")]
    Diff {
        /// The path of the old document, or the name of a folder under specs/
        old: String,
        /// The path of the new document
        new: Option<String>,
        /// Compare the API with this git revision [default: HEAD]
        #[arg(long, value_name = "REVISION")]
        against: Option<String>,
        /// The format of the comparison
        #[arg(long, value_enum, default_value_t = diff::Output::Text)]
        output: diff::Output,
        /// Exit with code 4 if a breaking change is not accepted; may be repeated
        #[arg(long, value_enum)]
        deny_breaking: Vec<diff::Deny>,
        /// Exit with code 4 if there is a change of this severity or a worse one that is not accepted; may be repeated
        #[arg(long, value_enum, value_name = "LEVEL")]
        deny: Vec<diff::Refused>,
        /// The accepted changes [default: accepted.json beside the spec of the API]
        #[arg(long, value_name = "FILE")]
        accept: Option<PathBuf>,
        /// Write the suggested version of the crate to crate.json
        #[arg(long)]
        bump: bool,
        /// The folder from which the documents may refer to files [default: the folder of each document]
        #[arg(long, value_name = "DIR")]
        root: Option<PathBuf>,
        /// Compare what can be read of the documents, also with --deny: an invalid schema is plain JSON, an invalid
        /// operation is left out
        #[arg(long)]
        lenient: bool,
    },
    /// Write a CHANGELOG.md beside the spec of an API: what changed from version to version of its crate, by the git history
    Changelog {
        /// The name of a folder under specs/
        api: String,
        /// Read the history from this git revision on [default: all of it]
        #[arg(long, value_name = "REVISION")]
        since: Option<String>,
    },
    /// Copy a generated crate to another folder, where it builds without this project
    Vendor {
        /// The name of the folder under generated/
        #[arg(value_name = "CRATE")]
        krate: String,
        /// The folder to copy to: a new or empty one, or that of an earlier copy
        dest: PathBuf,
        /// Whether the copy belongs to the Cargo workspace around it [default: join if there is one]
        #[arg(long, value_enum)]
        workspace: Option<Workspace>,
    },
}

/// The format of results and problems.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum MessageFormat {
    /// Text: problems on standard error, results on standard output
    Human,
    /// One JSON object on standard output
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A normalized spec: an api.json
    Spec,
    /// A reference page of learn.microsoft.com, copied as text
    Learn,
    /// Swagger 2.0
    Swagger2,
    /// OpenAPI 3.0, 3.1 or 3.2
    #[value(name = "openapi3")]
    OpenApi3,
}

impl Format {
    /// The format in the importers.
    fn of_import(self) -> codegen::import::Format {
        match self {
            Self::Spec => codegen::import::Format::Spec,
            Self::Learn => codegen::import::Format::Learn,
            Self::Swagger2 => codegen::import::Format::Swagger2,
            Self::OpenApi3 => codegen::import::Format::OpenApi3,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Stage {
    /// The document as it was read
    Source,
    /// The normalized spec: api.json
    Spec,
    /// The Rust items, before they become text
    Rust,
    /// The generated files
    Text,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Workspace {
    /// The crate is a member of the workspace around it
    Join,
    /// The crate is a separate workspace
    Alone,
}

/// The outcome of a command, which becomes its exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// Success.
    Success,
    /// There were errors. Where the input is wrong, nothing was written.
    Failure,
    /// The arguments are wrong: they name something that does not exist.
    Usage,
    /// A file is out of date (`--check`), or a change is breaking (`diff --deny-breaking`).
    Stale,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Success => Self::SUCCESS,
            Outcome::Failure => Self::FAILURE,
            Outcome::Usage => Self::from(2),
            Outcome::Stale => Self::from(4),
        }
    }
}

fn leniency(lenient: bool, strict: bool) -> Leniency {
    match (lenient, strict) {
        (true, _) => Leniency::Lenient,
        (false, true) => Leniency::Strict,
        (false, false) => Leniency::Normal,
    }
}

/// Runs the command that the arguments of the process name, and returns its exit code.
pub fn run() -> ExitCode {
    let outcome = match Args::parse().command {
        CliCommand::Regenerate { apis, check, message_format } => {
            regenerate::run(&apis, sync::Mode::of(check), &mut report::Report::new(message_format))
        }
        CliCommand::Import { api, check, strict, accept_proposals, message_format } => {
            let options =
                import::Options { mode: sync::Mode::of(check), leniency: leniency(false, strict), accept_proposals };
            import::run(&api, options, &mut report::Report::new(message_format))
        }
        CliCommand::Generate {
            source,
            out,
            root,
            name,
            overlay,
            fixups,
            config,
            names,
            format,
            include,
            lenient,
            strict,
            accept_proposals,
            force,
            workspace,
            message_format,
        } => {
            let leniency = leniency(lenient, strict);
            let options = generate::Options {
                source,
                out,
                root,
                name,
                overlays: overlay,
                fixups,
                config,
                names,
                format,
                include,
                leniency,
                accept_proposals,
                force,
                workspace,
            };
            generate::run(&options, &mut report::Report::new(message_format))
        }
        CliCommand::Show { source, stage, only, root, include, lenient } => {
            let options = show::Options { source, stage, only, root, include, leniency: leniency(lenient, false) };
            show::run(&options, &mut report::Report::new(MessageFormat::Human))
        }
        CliCommand::Diff { old, new, against, output, deny_breaking, deny, accept, bump, root, lenient } => {
            let options = diff::Options { old, new, against, output, deny_breaking, deny, accept, bump, root, lenient };
            diff::run(&options, &mut report::Report::new(MessageFormat::Human))
        }
        CliCommand::Changelog { api, since } => {
            changelog::run(&api, since.as_deref(), &mut report::Report::new(MessageFormat::Human))
        }
        CliCommand::Vendor { krate, dest, workspace } => vendor::run(&krate, &dest, workspace),
    };
    outcome.into()
}
