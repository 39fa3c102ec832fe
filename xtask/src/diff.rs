//! `diff`: shows what changed between two documents, or between an API's spec and an earlier one, and for whom that is
//! a breaking change.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use codegen::diff::accepted::Accepted;
use codegen::diff::report::{self as page, Screen, Shown};
use codegen::diff::{self, Change, Scope, Severity, Side, bump};
use codegen::emit::manifest::Standing;
use codegen::import::{self, Format, Leniency};
use codegen::lower::config::CrateConfig;
use codegen::lower::{self, Lowered};
use codegen::problem::{Level, Place, Problem, show};
use codegen::rust::Crate;
use codegen::spec::{Api, Checked, check, json};
use codegen::tree::{self, Tree};

use crate::generator::{self, Again};
use crate::lock::Lock;
use crate::normalize::normalized;
use crate::report::{Report, locate};
use crate::{Outcome, documents, files, generate as one_shot, git, workspace};

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
        Some(new) => of_documents(&options.old, new, options, report),
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
        Ok(Err(problems)) => {
            report.add(problems);
            report.end(Outcome::Failure)
        }
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::InvalidInput) => {
            report.usage_error(error)
        }
        Err(error) => report.io_error(error),
    }
}

/// The accepted changes, with the name and the text of their file: that of `--accept`, else that of the API.
type AcceptedFile = Option<(String, String, Accepted)>;

fn accepted(options: &Options) -> io::Result<Result<AcceptedFile, Problem>> {
    let (name, text) = match (&options.accept, &options.new) {
        (Some(path), _) => (path.display().to_string(), Some(files::read(path)?)),
        (None, Some(_)) => return Ok(Ok(None)),
        (None, None) => {
            let file = format!("specs/{}/accepted.json", options.old);
            let text = files::read_if_exists(&workspace::root().join(&file))?;
            (file, text)
        }
    };
    let Some(text) = text else { return Ok(Ok(None)) };
    Ok(json::read::<Accepted>(&name, &text).map(|accepted| Some((name, text, accepted))))
}

/// One side of the comparison, with everything that a report shows of it.
#[derive(Debug)]
pub struct Part {
    name: String,
    checked: Checked,
    config: CrateConfig,
    spec: Option<(String, String)>,
    sources: BTreeMap<String, String>,
    /// Whether a part of the document could not be read.
    lossy: bool,
}

impl Part {
    /// Reads and checks a spec under `specs/`.
    pub fn kept(name: String, file: String, text: String, config: CrateConfig) -> Result<Self, Vec<Problem>> {
        let api: Api = json::read(&file, &text).map_err(|problem| vec![problem])?;
        let checked = check::check(api, Some(&file))?;
        Ok(Self { name, checked, config, spec: Some((file, text)), sources: BTreeMap::new(), lossy: false })
    }

    /// The old side as this version of the generator reads it from the sources of its revision, and what the generator
    /// changed.
    ///
    /// # Errors
    /// Those of git.
    pub fn again(self, api: &str, revision: &str) -> io::Result<(Self, Vec<Change>)> {
        let Again { spec, changes } = generator::again(api, revision, &self.checked, &self.config)?;
        let Some((text, (file, _))) = spec.zip(self.spec.clone()) else { return Ok((self, changes)) };
        let name = format!("{}, imported again", self.name);
        // The spec was checked when it was imported.
        let part = Self::kept(name, file, text, self.config.clone()).unwrap_or(self);
        Ok((part, changes))
    }

    /// The number of operations and types of the API, in words.
    pub fn size(&self) -> String {
        format!("{} operations and {} types", self.checked.operations.len(), self.checked.types.len())
    }

    fn made(&self) -> Result<Lowered, Vec<Problem>> {
        lower::lower(&self.checked, &self.config)
    }

    fn side<'a>(&'a self, krate: Option<&'a Crate>) -> Side<'a> {
        Side { api: &self.checked, krate }
    }
}

type Sides = io::Result<Result<(Part, Part), Vec<Problem>>>;

fn of_documents(old: &str, new: &str, options: &Options, report: &mut Report) -> Sides {
    // One name for both crates: a change of the file name is not a change of the API.
    let config = CrateConfig::named(&one_shot::package_name(&files::source(Path::new(new))?.name));
    let mut read = |path: &str| -> io::Result<Result<Part, Vec<Problem>>> {
        let load = || documents::of_file(Path::new(path), options.root.as_deref(), None, &[]);
        let sources = load()?;
        let (name, is_spec) = (one_shot::main_name(&sources), sources.only_format() == Some(Format::Spec));
        let texts: BTreeMap<String, String> =
            sources.iter().map(|source| (source.name.clone(), source.text.clone())).collect();
        texts.iter().for_each(|(name, text)| report.add_text(name, text));
        // Errors in a document do not prevent a comparison, as long as it can be read at all; but they are reported.
        let mut lossy = false;
        let imported = match import::import_all(sources, Leniency::Normal) {
            Ok(imported) => Ok(imported),
            Err(problems) => import::import_all(load()?, Leniency::Lenient).inspect(|_| {
                // The caller asked for what can be read.
                lossy = !options.lenient;
                let errors = problems.into_iter().filter(|problem| problem.level == Level::Error);
                report.add(errors.map(|problem| Problem { level: Level::Warning, ..problem }));
            }),
        };
        let read = imported.and_then(|imported| check::check(imported.api, is_spec.then_some(name.as_str())));
        Ok(read.map(|checked| {
            let spec = is_spec.then(|| Some((path.to_owned(), texts.get(&name)?.clone()))).flatten();
            let sources = texts;
            Part { name: path.to_owned(), checked, config: config.clone(), spec, sources, lossy }
        }))
    };
    Ok(paired(read(old)?, read(new)?))
}

fn of_api(api: &str, revision: &str, report: &mut Report) -> Sides {
    let known = workspace::apis("api.json")?;
    if !known.iter().any(|name| name == api) {
        if Path::new(api).is_file() {
            let message = format!("{api} is a document, and there is no other to compare it with: name both");
            return Err(io::Error::new(io::ErrorKind::InvalidInput, message));
        }
        let message = format!("there is no specs/{api}/api.json; the APIs are: {}", known.join(", "));
        return Err(io::Error::new(io::ErrorKind::NotFound, message));
    }
    let (file, config_file) = (format!("specs/{api}/api.json"), format!("specs/{api}/crate.json"));
    let Some(before) = git::show(revision, &file)? else {
        let message = format!("{file} is not in the revision `{revision}`");
        return Err(io::Error::new(io::ErrorKind::NotFound, message));
    };
    let after = files::read(&workspace::root().join(&file))?;
    let config_after = files::read_if_exists(&workspace::root().join(&config_file))?;
    let config_before = git::show(revision, &config_file)?.or_else(|| config_after.clone());
    report.add_text(&file, &after);
    if is_stale(api, &after, config_after.as_deref()).unwrap_or(false) {
        eprintln!("note: {file} is not what its source says: run `cargo xtask import {api}` first to compare that");
    }
    let config = |text: Option<&String>| match text {
        Some(text) => json::read::<CrateConfig>(&config_file, text).map_err(|problem| vec![problem]),
        None => Ok(CrateConfig::named(api)),
    };
    // The committed side is shown with its revision.
    let before_name = format!("{file} at {revision}");
    report.add_text(&before_name, &before);
    let of_revision = |problem: Problem| {
        let is_spec = problem.place.file == file;
        let name = if is_spec { before_name.clone() } else { format!("{} at {revision}", problem.place.file) };
        Problem { place: Place { file: name, ..problem.place }, ..problem }
    };
    if let Some(text) = &config_before {
        report.add_text(&format!("{config_file} at {revision}"), text);
    }
    let old = config(config_before.as_ref())
        .and_then(|config| Part::kept(before_name.clone(), file.clone(), before, config))
        .map_err(|problems| problems.into_iter().map(of_revision).collect());
    let new = config(config_after.as_ref()).and_then(|config| Part::kept(file.clone(), file.clone(), after, config));
    Ok(paired(old, new))
}

/// Whether the spec of an API differs from what `import` would write. A source that cannot be read says nothing.
fn is_stale(api: &str, spec: &str, config: Option<&str>) -> io::Result<bool> {
    let folder = workspace::spec(api);
    if !folder.join("source").is_dir() {
        return Ok(false);
    }
    let fixups = files::read_if_exists(&folder.join("fixups.json"))?;
    let is_strict =
        config.and_then(|text| json::read::<CrateConfig>("", text).ok()).is_some_and(|config| config.strict);
    let leniency = if is_strict { Leniency::Strict } else { Leniency::Normal };
    let sources = documents::of_folder(&folder.join("source"))?;
    let made = normalized(sources, fixups.as_deref(), leniency).and_then(|made| check::check(made.api, None));
    Ok(made.is_ok_and(|checked| json::write_api(&checked) != spec))
}

/// Both sides, or the problems of both.
fn paired(old: Result<Part, Vec<Problem>>, new: Result<Part, Vec<Problem>>) -> Result<(Part, Part), Vec<Problem>> {
    match (old, new) {
        (Ok(old), Ok(new)) => Ok((old, new)),
        (old, new) => Err(old.err().into_iter().chain(new.err()).flatten().collect()),
    }
}

/// One side with its crate, or with the problems that prevent one.
pub struct Lowering<'a> {
    part: &'a Part,
    made: Result<Lowered, Vec<Problem>>,
}

impl<'a> Lowering<'a> {
    /// Lowers a side.
    pub fn of(part: &'a Part) -> Self {
        Self { part, made: part.made() }
    }

    fn krate(&self) -> Option<&Crate> {
        self.made.as_ref().ok().map(|lowered| &lowered.krate)
    }

    /// The spec and the crate, for the comparison.
    pub fn side(&self) -> Side<'_> {
        self.part.side(self.krate())
    }

    fn shown<'s>(&'s self, tree: Option<&'s Tree>) -> Shown<'s> {
        let Part { name, spec, sources, .. } = self.part;
        Shown { name: name.clone(), spec: spec.clone(), sources: sources.clone(), krate: self.krate(), tree }
    }

    /// The reason why there is no crate: the first problem.
    fn unmade(&self, side: &str) -> Option<String> {
        let first = self.made.as_ref().err()?.first()?;
        Some(format!("the crate of the {side} spec cannot be generated: {}", first.message))
    }
}

/// The report of a comparison, without generated lines and without a version.
fn page<'s>(diff: &'s diff::Diff, old: &'s Lowering<'_>, new: &'s Lowering<'_>) -> page::Report<'s> {
    page::Report {
        title: new.part.checked.title.clone(),
        diff,
        old: old.shown(None),
        new: new.shown(None),
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
    let mut stale = false;
    if let Some((file, text, accepted)) = accepted {
        report.add_text(&file, &text);
        if let Err(problems) = accepted.mark(&mut diff, &new.config.package.version, &file) {
            stale = report.add(problems);
        }
    }
    let version = diff.surface.is_some().then(|| {
        let from = &old.config.package.version;
        (from.clone(), bump::next(from, diff.surface_severity()))
    });
    // Only the HTML report shows generated lines; rendering them takes most of the time.
    let tree = |lowering: &Lowering<'_>| {
        let krate = lowering.krate().filter(|_| options.output == Output::Html);
        krate.map(|krate| tree::build(krate, "cargo xtask diff", Standing::Member))
    };
    let (old_tree, new_tree) = (tree(&before), tree(&after));
    let page = page::Report {
        old: before.shown(old_tree.as_ref()),
        new: after.shown(new_tree.as_ref()),
        version: version.clone(),
        ..self::page(&diff, &before, &after)
    };
    let text = match options.output {
        Output::Text => page::text(&page, locate, screen()),
        Output::Markdown => page::markdown(&page, locate),
        Output::Json => page::json(&page, locate),
        Output::Html => page::html(&page, locate),
        Output::Github => page::github(&page, locate),
        Output::Sarif => page::sarif(&page, locate),
    };
    // A reader may close the pipe early, for example `head`; this is not an error.
    if let Err(error) = io::stdout().write_all(text.as_bytes())
        && error.kind() != io::ErrorKind::BrokenPipe
    {
        return report.io_error(error);
    }
    if options.bump
        && let Some((_, next)) = &version
        && let Err(error) = take(&options.old, next)
    {
        return report.io_error(error);
    }
    // A part that could not be read may have changed in any way.
    let unproven = (old.lossy || new.lossy) && !(options.deny.is_empty() && options.deny_breaking.is_empty());
    report.end(if stale || unproven { Outcome::Failure } else { outcome(options, &diff) })
}

/// The properties of standard output. `NO_COLOR`, `CLICOLOR_FORCE` and similar variables are respected.
fn screen() -> Screen {
    let size = terminal_size::terminal_size_of(io::stdout());
    let colours = anstream::AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never;
    Screen { width: size.map_or(usize::MAX, |(width, _)| usize::from(width.0)), colours }
}

/// The changes from one spec of an API to another, and those of the generator, as text for a terminal; empty if there
/// are none.
pub fn told(old: &Part, new: &Part, generator: Vec<Change>) -> String {
    let (before, after) = (Lowering::of(old), Lowering::of(new));
    let diff = diff::compare(before.side(), after.side()).with(generator);
    if diff.is_empty() { String::new() } else { page::text(&page(&diff, &before, &after), locate, screen()) }
}

/// The reasons why files of a crate changed since the last commit, by file; empty if git has no earlier version.
pub fn reasons(api: &str, krate: &Crate) -> BTreeMap<String, String> {
    let (file, config_file) = (format!("specs/{api}/api.json"), format!("specs/{api}/crate.json"));
    let committed = |file: &str| git::show("HEAD", file).ok().flatten();
    let (Some(spec), Some(config)) = (committed(&file), committed(&config_file)) else { return BTreeMap::new() };
    let Ok(config) = json::read::<CrateConfig>(&config_file, &config) else { return BTreeMap::new() };
    let Ok(old) = Part::kept(String::new(), file, spec, config) else { return BTreeMap::new() };
    let Ok(made) = old.made() else { return BTreeMap::new() };
    let Ok(spec) = files::read(&workspace::spec(api).join("api.json")) else { return BTreeMap::new() };
    let Ok(new) = Part::kept(String::new(), String::new(), spec, CrateConfig::default()) else {
        return BTreeMap::new();
    };
    let diff = diff::compare(old.side(Some(&made.krate)), new.side(Some(krate)));
    let reason = |changes: Vec<&diff::Change>| {
        let some: Vec<String> =
            changes.iter().take(2).map(|change| format!("{} {}", change.rule.id(), change.what)).collect();
        let more = changes.len() - some.len();
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        format!("{}{more}", some.join(", "))
    };
    let touched = diff::by_file(&diff, &made.krate, krate).into_iter();
    let mut reasons: BTreeMap<String, String> = touched.map(|(file, changes)| (file, reason(changes))).collect();
    let (from, to) = (&made.krate.package.version, &krate.package.version);
    if from != to {
        // The manifest has the version, and the client sends it to the service.
        for file in ["Cargo.toml", "src/client.rs"] {
            let reason = reasons.entry(file.to_owned()).or_default();
            let comma = if reason.is_empty() { "" } else { ", " };
            reason.push_str(&format!("{comma}version {from} -> {to}"));
        }
    }
    reasons
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
    } else if let Some((level, change)) =
        refused.into_iter().find_map(|(scope, severity)| Some((severity.word(scope), diff.refused(scope, severity)?)))
    {
        let (rule, verdict) = (change.rule.id(), change.severity.word(change.rule.scope()));
        eprintln!("denied: [{rule}] {} is `{verdict}`; `{level}` and worse is denied", change.what);
        Outcome::Stale
    } else {
        Outcome::Success
    }
}

/// Writes the suggested version to `crate.json`, unless the version there is at least as high.
fn take(api: &str, next: &str) -> io::Result<()> {
    let file = format!("specs/{api}/crate.json");
    let path = workspace::root().join(&file);
    let _lock = Lock::new(&workspace::spec(api))?;
    let text = files::read(&path)?;
    let config: CrateConfig = json::read(&file, &text)
        .map_err(|problem| io::Error::new(io::ErrorKind::InvalidData, show(&[problem], &|_| None, locate)))?;
    if bump::reaches(&config.package.version, next) {
        eprintln!("{file}: stays at {}", config.package.version);
        return Ok(());
    }
    files::write(&path, &with_version(&text, &config.package.version, next))?;
    eprintln!("{file}: {next}; run `cargo xtask regenerate {api}`");
    Ok(())
}

/// The text of a `crate.json` with another package version. Everything else keeps its layout.
fn with_version(text: &str, old: &str, new: &str) -> String {
    let at = json::positions(text, &["/package/version"])[0].expect("a version was read").line;
    let start: usize = text.split_inclusive('\n').take(at - 1).map(str::len).sum();
    let (before, rest) = text.split_at(start);
    let (name, value) = rest.split_at(rest.find("\"version\"").unwrap_or_default() + "\"version\"".len());
    format!("{before}{name}{}", value.replacen(&json_text(old), &json_text(new), 1))
}

fn json_text(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
