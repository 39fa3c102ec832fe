//! `diff`: shows what changed between two documents, or between an API's spec and an earlier one, and for whom that is
//! a breaking change.

mod arguments;
mod reasons;
mod sides;
mod version;

use std::io;
use std::path::PathBuf;

use codegen::diff::accepted::{Accepted, AcceptedChange};
use codegen::diff::report::{self as page, Screen};
use codegen::diff::{self, Change, Scope, Severity, bump};
use codegen::emit::manifest::WorkspaceRole;
use codegen::problem::Problem;
use codegen::spec::json;
use codegen::tree::{self, Tree};

pub use self::reasons::reasons;
pub use self::sides::{Lowering, Part};

use self::sides::{of_api, of_documents};
use self::version::take;
use crate::report::{Report, locate};
use crate::{Outcome, files, terminal, workspace};

/// The format of the comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Output {
    /// Text for a terminal
    Text,
    /// Markdown for a pull request
    Markdown,
    /// One JSON object
    Json,
    /// A web page in one file
    Html,
    /// Annotations of a GitHub workflow
    Github,
    /// SARIF 2.1.0, which code hosts display
    Sarif,
}

/// The users for whom a breaking change is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Deny {
    /// Deployed clients that call the changed service
    Wire,
    /// Code that is compiled against the changed crate
    Source,
}

/// The least severe change that is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Refused {
    /// Breaks deployed clients
    Breaking,
    /// May break callers of deployed clients, or worse
    MayBreak,
    /// Any change on the wire but docs and names
    Compatible,
    /// Any change of the spec
    Docs,
    /// Breaks code that calls the crate
    Major,
    /// Something new in the crate, or worse
    Minor,
    /// Any change of the crate
    Patch,
}

impl Refused {
    fn from(self) -> (Scope, Severity) {
        match self {
            Self::Breaking => (Scope::Wire, Severity::Error),
            Self::MayBreak => (Scope::Wire, Severity::Caution),
            Self::Compatible => (Scope::Wire, Severity::Warning),
            Self::Docs => (Scope::Wire, Severity::Info),
            Self::Major => (Scope::Surface, Severity::Error),
            Self::Minor => (Scope::Surface, Severity::Warning),
            Self::Patch => (Scope::Surface, Severity::Info),
        }
    }
}

/// The options of the command.
#[derive(Clone, Debug)]
pub struct Options {
    pub old: String,
    pub new: Option<String>,
    pub against: Option<String>,
    pub output: Output,
    pub deny_breaking: Vec<Deny>,
    pub deny: Vec<Refused>,
    pub accept: Option<PathBuf>,
    pub bump: bool,
    pub root: Option<PathBuf>,
    pub lenient: bool,
}

/// Runs the command.
pub fn run(options: &Options, report: &mut Report) -> Outcome {
    let sides = match &options.new {
        Some(_) if options.against.is_some() || options.bump => {
            return report.usage_error(
                "--against and --bump apply to an API under specs/, not to two documents: leave them out",
            );
        }
        Some(new) => of_documents(&options.old, new, options.root.as_deref(), options.lenient, report),
        None if options.root.is_some() || options.lenient => {
            return report.usage_error(
                "--root and --lenient apply to two documents, not to an API under specs/: leave them out",
            );
        }
        None => of_api(&options.old, options.against.as_deref().unwrap_or("HEAD"), report),
    };
    let accepted = match accepted(options) {
        Ok(Ok(accepted)) => accepted,
        Ok(Err(problem)) => {
            report.add([problem]);
            return report.end(Outcome::Failure);
        }
        Err(error) => return report.usage_error(error),
    };
    let separated = sides.and_then(|sides| match (sides, &options.new) {
        (Ok((old, new)), None) => {
            let (old, changes) = old.again(&options.old, options.against.as_deref().unwrap_or("HEAD"))?;
            Ok(Ok((old, new, changes)))
        }
        (sides, _) => Ok(sides.map(|(old, new)| (old, new, Vec::new()))),
    });
    match separated {
        Ok(Ok((old, new, generator))) => compared(options, [&old, &new], generator, accepted, report),
        Ok(Err(problems)) => report.failed(problems),
        Err(error) => report.usage_or_io_error(error),
    }
}

/// The accepted changes, with the name and the text of their file: that of `--accept`, else that of the API.
type AcceptedFile = Option<(String, String, Accepted)>;

fn accepted(options: &Options) -> io::Result<Result<AcceptedFile, Problem>> {
    let (name, text) = match (&options.accept, &options.new) {
        (Some(path), _) => (path.display().to_string(), Some(files::read(path)?)),
        (None, Some(_)) => return Ok(Ok(None)),
        (None, None) => {
            let file = accepted_file(&options.old);
            let text = files::read_if_exists(&workspace::root().join(&file))?;
            (file, text)
        }
    };
    let Some(text) = text else { return Ok(Ok(None)) };
    Ok(json::read::<Accepted>(&name, &text).map(|accepted| Some((name, text, accepted))))
}

/// The file with the accepted changes of an API.
fn accepted_file(api: &str) -> String {
    format!("specs/{api}/accepted.json")
}

/// The report of a comparison, without a version. `trees` are the files whose lines are shown.
fn page<'s>(diff: &'s diff::Diff, [old, new]: [&'s Lowering<'_>; 2], trees: [Option<&'s Tree>; 2]) -> page::Report<'s> {
    page::Report {
        // A document without a title is called by its name.
        title: match new.part.checked.title.trim() {
            "" => new.part.name.clone(),
            _ => new.part.checked.title.clone(),
        },
        diff,
        old: old.shown(trees[0]),
        new: new.shown(trees[1]),
        version: None,
        unmade: old.unmade("old").or_else(|| new.unmade("new")),
    }
}

fn compared(
    options: &Options,
    [old, new]: [&Part; 2],
    generator: Vec<Change>,
    accepted: AcceptedFile,
    report: &mut Report,
) -> Outcome {
    let (before, after) = (Lowering::of(old), Lowering::of(new));
    let mut diff = diff::compare(before.side(), after.side()).with(generator);
    let version = diff.surface.is_some().then(|| {
        let from = &old.config.package.version;
        (from.clone(), bump::next(from, diff.surface_severity()))
    });
    let mut stale = false;
    if let Some((file, text, accepted)) = accepted {
        report.add_text(&file, &text);
        let current = &new.config.package.version;
        match accepted.mark(&mut diff, current, &file) {
            Ok(()) => {
                let next = version.iter().map(|(_, next)| next).find(|next| !bump::reaches(current, next));
                report.add(next.map(|next| accepted.ending(next, &file)).unwrap_or_default());
            }
            Err(problems) => stale = report.add(problems),
        }
    }
    // Only the HTML report shows generated lines; rendering them takes most of the time.
    let files = (options.output == Output::Html).then(|| page::files(&diff, before.krate(), after.krate()));
    let trees = before.krate().zip(after.krate()).zip(files).map(|((old, new), files)| {
        tree::versions([old, new], "cargo xtask diff", WorkspaceRole::Member, &|path| files.contains(path))
    });
    let trees = trees.as_ref().map_or([None; 2], |trees| trees.each_ref().map(Some));
    let page = page::Report { version: version.clone(), ..self::page(&diff, [&before, &after], trees) };
    let text = match options.output {
        Output::Text => page::text(&page, locate, screen()),
        Output::Markdown => page::markdown(&page, locate),
        Output::Json => page::json(&page, locate),
        Output::Html => page::html(&page, locate),
        Output::Github => page::github(&page, locate),
        Output::Sarif => page::sarif(&page, locate),
    };
    if let Err(error) = terminal::print(text) {
        return report.io_error(error);
    }
    let mut unbumped = false;
    match &version {
        Some((_, next)) if options.bump => {
            if let Err(error) = take(&options.old, next) {
                return report.io_error(error);
            }
        }
        None if options.bump => {
            terminal::warn(format_args!(
                "error: specs/{}/crate.json: the version is not changed, because the crates could not be compared\n",
                options.old
            ));
            unbumped = true;
        }
        Some(_) | None => {}
    }
    // A part that could not be read may have changed in any way.
    let is_denying = !(options.deny.is_empty() && options.deny_breaking.is_empty());
    let unproven = [old, new].into_iter().filter(|part| part.lossy && is_denying);
    let unproven: Vec<&str> = unproven.map(|part| part.name.as_str()).collect();
    if !unproven.is_empty() {
        terminal::warn(format_args!(
            "error: {} cannot be read completely, so the comparison does not prove what --deny requires: correct what the \
             warnings name, or compare the rest with --lenient\n",
            unproven.join(" and ")
        ));
    }
    report.end(if stale || unbumped || !unproven.is_empty() { Outcome::Failure } else { outcome(options, &diff) })
}

/// The properties of standard output. `NO_COLOR`, `CLICOLOR_FORCE` and similar variables are respected.
fn screen() -> Screen {
    let size = terminal_size::terminal_size_of(io::stdout());
    let colours = anstream::AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never;
    Screen { width: size.map_or(usize::MAX, |(width, _)| usize::from(width.0)), colours }
}

/// The changes from one spec of an API to another, and those of the generator, as text for a terminal; empty if there
/// are none.
pub fn between(old: &Part, new: &Part, generator: Vec<Change>) -> String {
    let (before, after) = (Lowering::of(old), Lowering::of(new));
    let diff = diff::compare(before.side(), after.side()).with(generator);
    if diff.is_empty() {
        String::new()
    } else {
        page::text(&page(&diff, [&before, &after], [None; 2]), locate, screen())
    }
}

/// The outcome of the command. A comparison that could not be made is a failure, because it proves nothing.
fn outcome(options: &Options, diff: &diff::Diff) -> Outcome {
    let breaking = options.deny_breaking.iter().map(|deny| match deny {
        Deny::Wire => Refused::Breaking,
        Deny::Source => Refused::Major,
    });
    let refused: Vec<(Scope, Severity)> = breaking.chain(options.deny.iter().copied()).map(Refused::from).collect();
    if diff.surface.is_none() && refused.iter().any(|(scope, _)| *scope == Scope::Surface) {
        Outcome::Failure
    } else if !refused.is_empty() && deny(&refused, diff, options) {
        Outcome::Stale
    } else {
        Outcome::Success
    }
}

/// Prints the refused changes. Returns whether there are any.
fn deny(refused: &[(Scope, Severity)], diff: &diff::Diff, options: &Options) -> bool {
    let file = match (&options.accept, &options.new) {
        (Some(path), _) => path.display().to_string(),
        (None, Some(_)) => "a file for --accept".to_owned(),
        (None, None) => accepted_file(&options.old),
    };
    const SHOWN: usize = 20;
    let denied = diff.refused(refused);
    for (change, level) in denied.iter().take(SHOWN) {
        let scope = change.rule.scope();
        let (rule, verdict, level) = (change.rule.id(), change.severity.word(scope), level.word(scope));
        let what = page::located(&change.what);
        terminal::warn(format_args!("denied: [{rule}] {what} is `{verdict}`; `{level}` and worse is denied\n"));
        let entry = serde_json::to_string(&AcceptedChange::of(change)).expect("an entry has a JSON form");
        terminal::warn(format_args!("  to accept it, give a reason in {file}: {entry}\n"));
    }
    if let Some(more @ 1..) = denied.len().checked_sub(SHOWN) {
        terminal::warn(format_args!("denied: and {more} more\n"));
    }
    !denied.is_empty()
}
