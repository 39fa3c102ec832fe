//! `generate`: writes a crate from a document and the files to which it refers, without an entry under `specs/`.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io;
use std::mem;
use std::path::{Path, PathBuf};

use codegen::emit::manifest::WorkspaceRole;
use codegen::file_list;
use codegen::generate::{self, Generated};
use codegen::import::{self, Leniency, Sources};
use codegen::lower::config::CrateConfig;
use codegen::lower::names::record::Names;
use codegen::lower::names::{self, Style};
use codegen::lower::{self, include};
use codegen::problem::{Place, Problem, Rule};
use codegen::spec::fixup::{self, Fixups};
use codegen::spec::{Api, Checked, check, json, select};
use codegen::tree::Tree;

use crate::proposals::Proposals;
use crate::record::Record;
use crate::report::{Report, place};
use crate::sync::{Mode, Output, Pass, Plan};
use crate::{Format, Outcome, Workspace, disk, documents, files, proposals, regenerate};

/// The options of the command.
#[derive(Clone, Debug)]
pub struct Options {
    pub source: PathBuf,
    pub out: PathBuf,
    pub root: Option<PathBuf>,
    pub name: Option<String>,
    pub overlays: Vec<PathBuf>,
    pub fixups: Option<PathBuf>,
    pub config: Option<PathBuf>,
    pub names: Option<PathBuf>,
    pub format: Option<Format>,
    pub include: Vec<String>,
    pub leniency: Leniency,
    pub accept_proposals: bool,
    pub force: bool,
    pub workspace: Option<Workspace>,
}

/// Runs the command.
pub fn run(options: &Options, report: &mut Report) -> Outcome {
    let record = Record::new(format!("generate {options:?} {:?}", report.format()));
    match record.as_ref().and_then(|record| record.replay(report)) {
        Some(outcome) => outcome,
        None => run_in_full(options, record.as_ref(), report),
    }
}

fn run_in_full(options: &Options, record: Option<&Record>, report: &mut Report) -> Outcome {
    let input = match Input::read(options) {
        Ok(input) => input,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return report.usage_error(error),
        Err(error) => return report.io_error(files::nothing_written(error)),
    };
    let Input { sources, fixups, config, names } = input;
    let mut paths = documents::paths(&sources, &options.source, options.root.as_deref(), &options.overlays);
    // Problems with the config have the name that it has below `specs/`.
    paths.extend(config.iter().map(|(file, _)| ("crate.json".to_owned(), place(Path::new(file)).file)));
    report.show_at(paths);
    let file = main_name(&sources);
    let config = match config.map(|(file, text)| read_config(&file, &text, report)).transpose() {
        Ok(config) => config,
        Err(problem) => {
            report.add([problem]);
            return report.end(Outcome::Failure);
        }
    };
    let has_config = config.is_some();
    let config = named(config, options.name.as_deref(), &file);
    let name = config.package.name.clone();
    if !codegen::lower::is_package_name(&name) {
        let rule = "a lower-case letter, then such letters, digits, `-` and `_`; reserved words of Rust and Cargo are not \
                    allowed";
        return report.usage_error(format!("`{name}` is not a valid package name; set one with `--name`: {rule}"));
    }
    let leniency = if config.strict { Leniency::Strict } else { options.leniency };
    let accept = Proposals::accepted_if(options.accept_proposals);
    let inputs = disk::take();
    let (standing, around) = match standing(options) {
        Ok(found) => found,
        Err(error) => return report.io_error(files::nothing_written(error)),
    };
    // A config may name any operation of the document, so it is checked before `--include` leaves some out.
    let (before, after) = if has_config { (&[][..], &options.include[..]) } else { (&options.include[..], &[][..]) };
    let read = read(sources, fixups.as_ref(), before, leniency, accept, report);
    report.offer_strict(leniency);
    let settings = Settings { config, names, include: after, file, standing };
    match read.and_then(|checked| settings.generate(checked)) {
        Ok(generated) => {
            let writing = Writing { generated: &generated, package: &name, options, standing, around };
            let mark = report.mark();
            let is_written = match writing.write(Pass::First, report) {
                Ok(is_written) => is_written,
                Err(error) => return report.io_error(error),
            };
            let outcome = report.end(Outcome::Success);
            if let (Outcome::Success, Some(record), Some(inputs)) = (outcome, record, inputs) {
                let written = is_written.then_some(mark);
                record.keep(inputs, written, report, |report| writing.write_again(report));
            }
            // The process ends, so freeing millions of values one by one would only take time.
            mem::forget(generated);
            outcome
        }
        Err(problems) => {
            report.add(problems);
            report.end(Outcome::Failure)
        }
    }
}

/// What determines the crate, besides the document.
struct Settings<'a> {
    config: CrateConfig,
    /// The name and the text of the file with the names of an earlier run.
    names: Option<(String, String)>,
    /// The globs that select operations after the config is checked.
    include: &'a [String],
    /// The path of the main document.
    file: String,
    standing: WorkspaceRole,
}

impl Settings<'_> {
    fn generate(&self, checked: Checked) -> Result<Generated, Vec<Problem>> {
        let Self { names, include, file, standing, .. } = self;
        let config = match names {
            Some((file, text)) => {
                json::read::<Names>(file, text).map_err(|problem| vec![problem])?.kept_in(&self.config, &checked)
            }
            None => self.config.clone(),
        };
        let kept = include::choose(&checked, &config)?;
        let (api, unused) = match include {
            [] => (kept.api, Vec::new()),
            globs => {
                let (api, unused) = kept.api.select(globs);
                (Cow::Owned(api), unused)
            }
        };
        if !unused.is_empty() {
            return Err(unused.iter().map(|glob| no_operation(glob, file)).collect());
        }
        // Settings for operations that are left out are not mistakes.
        let config = include::narrowed(&kept.config, &checked, &api);
        let lowered = lower::lower(&api, &config)?;
        // The spec is freed, so that it is not in memory together with the files of a large crate.
        drop(api);
        drop(checked);
        let generated_by = format!("cargo xtask generate from {}", shown(documents::file_name(file)));
        Ok(generate::build(lowered, &generated_by, *standing))
    }
}

/// A generated crate that is written.
struct Writing<'a> {
    generated: &'a Generated,
    package: &'a str,
    options: &'a Options,
    standing: WorkspaceRole,
    /// The manifest of the workspace around the crate.
    around: Option<PathBuf>,
}

impl Writing<'_> {
    /// Writes the crate, and the file of names if one is kept, and reports what was written. Returns whether anything
    /// was.
    fn write(&self, pass: Pass, report: &mut Report) -> io::Result<bool> {
        let Self { generated, package, options, standing, around } = self;
        report.add(generated.notes.iter().cloned());
        let output = Output {
            tree: &generated.tree,
            package,
            made: &generated.generated_by,
            folder: &options.out,
            force: options.force,
        };
        let plan = Plan::new(output, Mode::Write)?;
        // Both the crate and the file of names are checked before the first one is written.
        let names = options.names.as_deref().map(|path| {
            check_names_path(path, &options.out, &generated.tree)?;
            Ok((path, changed_names(path, &generated.recorded)?))
        });
        let names = names.transpose().map_err(files::nothing_written)?;
        let is_stale = plan.is_stale() || matches!(names, Some((_, Some(_))));
        if is_stale && pass == Pass::Again {
            return Ok(true);
        }
        report.add(plan.warnings().iter().cloned());
        let synced = plan.apply()?;
        if let Some((path, changed)) = names {
            if let Some(text) = &changed {
                files::write(path, text)?;
            }
            let result = if changed.is_some() { "written" } else { "unchanged" };
            report.say(format_args!("{}: {result}", path.display()));
        }
        regenerate::print_crate(generated, &synced, &BTreeMap::new(), Mode::Write, report);
        if let Some(manifest) = around {
            say_standing(package, *standing, options.workspace, manifest, report);
        }
        Ok(is_stale)
    }

    /// Reports what the next run reports, which finds this crate. Returns whether that cannot be known, because it would
    /// generate something else or write something.
    fn write_again(&self, report: &mut Report) -> io::Result<bool> {
        let (standing, around) = standing(self.options)?;
        Ok(standing != self.standing || around != self.around || self.write(Pass::Again, report)?)
    }
}

/// Reports the relation of the crate to the workspace around it, where that is not obvious.
fn say_standing(name: &str, standing: WorkspaceRole, stated: Option<Workspace>, around: &Path, report: &Report) {
    let around = around.display();
    match (standing, stated) {
        (WorkspaceRole::Alone, None) => report.say(format_args!(
            "{name}: a separate workspace inside that of {around}, whose packages cannot use it; `--workspace join` makes \
             it a member"
        )),
        (WorkspaceRole::Member, Some(_)) => report.say(format_args!(
            "{name}: a member of {around} as soon as its `members` list it or one of them depends on it"
        )),
        (WorkspaceRole::Alone, Some(_)) | (WorkspaceRole::Member, None) => {}
    }
}

/// The input for generating a crate.
struct Input {
    sources: Sources,
    /// The name and the text of the fixups.
    fixups: Option<(String, String)>,
    /// The name and the text of the config.
    config: Option<(String, String)>,
    /// The name and the text of the file with the names of an earlier run.
    names: Option<(String, String)>,
}

impl Input {
    fn read(options: &Options) -> io::Result<Self> {
        let format = options.format.map(Format::of_import);
        let sources = documents::of_file(&options.source, options.root.as_deref(), format, &options.overlays)?;
        let beside = |stated: Option<&PathBuf>, name: &str| match stated {
            Some(path) => files::read(path).map(|text| Some((path.to_string_lossy().into_owned(), text))),
            None => {
                let path = options.source.with_file_name(name);
                Ok(files::read_if_exists(&path)?.map(|text| (path.to_string_lossy().into_owned(), text)))
            }
        };
        let config = beside(options.config.as_ref(), "crate.json")?;
        // A normalized spec already includes the fixups next to it.
        let fixups = match (sources.only_format(), &options.fixups) {
            (Some(import::Format::Spec), None) => None,
            (_, stated) => beside(stated.as_ref(), "fixups.json")?,
        };
        let names = match &options.names {
            Some(path) => files::read_if_exists(path)?.map(|text| (path.to_string_lossy().into_owned(), text)),
            None => None,
        };
        Ok(Self { sources, fixups, config, names })
    }
}

/// Refuses a path for the names at which they cannot be written, or would replace a file of the crate.
///
/// # Errors
/// Those of the file system, a path in a folder that does not exist, and the path of a file of the crate.
fn check_names_path(path: &Path, out: &Path, tree: &Tree) -> io::Result<()> {
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let parent = disk::real(parent).map_err(files::at(parent))?;
    let out = disk::real(out).map_err(files::at(out))?;
    let Some(inside) = path.file_name().and_then(|name| Some(parent.strip_prefix(out).ok()?.join(name))) else {
        return Ok(());
    };
    let inside = inside.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/");
    if tree.get(&inside).is_some() || inside == file_list::FILE_NAME {
        let help = "State another path with `--names`.";
        return Err(files::refusal(path, "is a file of the crate, which the names would replace", help));
    }
    Ok(())
}

/// The text of the names for the next run; `None` if the file has it already.
///
/// # Errors
/// Those of the file system, and that of a path that is not a regular file.
fn changed_names(path: &Path, names: &Names) -> io::Result<Option<String>> {
    let text = json::write(names);
    if files::read_if_exists(path)?.as_deref() == Some(text.as_str()) {
        return Ok(None);
    }
    files::replaceable(path)?;
    Ok(Some(text))
}

fn read_config(file: &str, text: &str, report: &mut Report) -> Result<CrateConfig, Problem> {
    report.say(format_args!("config: {file}"));
    report.add_text(file, text);
    // Problems with `--include` and similar options refer to the config by this name.
    report.add_text("crate.json", text);
    json::read(file, text)
}

/// The config with the name of the crate: the stated one, that of the config, or one from the name of the document.
fn named(config: Option<CrateConfig>, name: Option<&str>, file: &str) -> CrateConfig {
    match (config, name) {
        (Some(config), None) => config,
        (Some(mut config), Some(name)) => {
            name.clone_into(&mut config.package.name);
            config
        }
        (None, name) => CrateConfig::named(name.unwrap_or(&package_name(file))),
    }
}

/// Reads, corrects and checks a document, and keeps only the operations that match the globs.
///
/// # Errors
/// All errors of the document and of its fixups, or a glob that matches no operation.
pub fn read(
    mut sources: Sources,
    fixups: Option<&(String, String)>,
    include: &[String],
    leniency: Leniency,
    proposals: Proposals,
    report: &mut Report,
) -> Result<Checked, Vec<Problem>> {
    let file = main_name(&sources);
    let is_spec = sources.only_format() == Some(import::Format::Spec);
    for (name, text) in sources.take_texts() {
        if is_spec {
            report.add_spec_text(&name, text);
        } else {
            report.add_text(&name, text);
        }
    }
    let imported = import::import_all(sources, leniency)?;
    report.imported(imported.notes, &imported.skipped);
    let mut api = imported.api;
    let mut known = Fixups::default();
    if let Some((file, text)) = fixups {
        report.say(format_args!("fixups: {file}"));
        report.add_text(file, text);
        known = fixup::read(file, text)?;
        let problems = fixup::apply(&mut api, &known, file);
        if !problems.is_empty() {
            return Err(problems);
        }
    }
    let mut api = chosen(api, include, &file)?;
    // A normalized spec has been reviewed, so no fixups are proposed for it.
    let proposals = if is_spec && proposals == Proposals::Print { Proposals::Ignore } else { proposals };
    let (accepted, notes) = proposals::offer(&mut api, &known, proposals)?;
    report.add(notes);
    for fixup in &accepted {
        report.say(format_args!("accepted: {}: {}", fixup.name, fixup.why));
    }
    check::check(api, is_spec.then_some(file.as_str()))
}

/// The path of the main document from the root folder.
pub fn main_name(sources: &Sources) -> String {
    sources.iter().next().map(|source| source.name.clone()).unwrap_or_default()
}

/// The API with only the operations that match the globs, or all of it without globs.
///
/// # Errors
/// A glob that matches no operation.
pub fn chosen(mut api: Api, include: &[String], file: &str) -> Result<Api, Vec<Problem>> {
    if include.is_empty() {
        return Ok(api);
    }
    let unused = select::select(&mut api, include);
    if unused.is_empty() {
        return Ok(api);
    }
    Err(unused.iter().map(|glob| no_operation(glob, file)).collect())
}

fn no_operation(glob: &str, file: &str) -> Problem {
    let help = "A glob matches `group.name` or `METHOD /path`, for example `carts.*` or `GET /carts/*`. \
                `show --stage spec` lists both.";
    Problem::error(Rule::EmptySelection, Place::file(file), format!("no operation matches `{glob}`"), help)
}

/// The package name for a document: the name of its file up to the first dot; with `-api` if that alone is reserved.
pub fn package_name(file: &str) -> String {
    const LONGEST: usize = 60;
    let stem = documents::file_name(file).split('.').next().unwrap_or_default();
    let ident = names::ident(stem, Style::Snake).text().trim_end_matches('_').to_ascii_lowercase().replace('_', "-");
    let name: String = ident.chars().take(LONGEST).collect();
    if codegen::lower::is_package_name(&name) { name } else { format!("{name}-api") }
}

/// The workspace around the crate, and whether the crate belongs to it. Without an option, what the last run wrote is
/// kept. A new crate is a separate workspace, so that it builds before the other one lists it.
fn standing(options: &Options) -> io::Result<(WorkspaceRole, Option<PathBuf>)> {
    let around = workspace_around(&options.out);
    let joins = match (options.workspace, &around) {
        (Some(Workspace::Join), None) => {
            let message = "no folder above it has a Cargo.toml with `[workspace]`";
            return Err(files::refusal(&options.out, message, "Leave `--workspace` out."));
        }
        (Some(stated), _) => stated == Workspace::Join,
        (None, None) => true,
        (None, Some(_)) => {
            let manifest = manifest_of(&options.out);
            manifest.is_some_and(|text| file_list::marker(&text).is_some() && !has_workspace(&text))
        }
    };
    Ok((if joins { WorkspaceRole::Member } else { WorkspaceRole::Alone }, around))
}

/// The manifest of the closest workspace above a folder, if there is one.
fn workspace_around(folder: &Path) -> Option<PathBuf> {
    let folder = files::without_dots(folder).ok()?;
    let is_workspace = |above: &&Path| manifest_of(above).is_some_and(|text| has_workspace(&text));
    folder.ancestors().skip(1).find(is_workspace).map(|above| above.join("Cargo.toml"))
}

/// The text of a folder's manifest. One that cannot be read is reported where the crate is written.
fn manifest_of(folder: &Path) -> Option<String> {
    files::read_if_exists(&folder.join("Cargo.toml")).ok().flatten()
}

/// Whether a manifest has the table `[workspace]`, or one within it.
fn has_workspace(manifest: &str) -> bool {
    manifest.lines().any(|line| {
        let line: String = line.chars().filter(|next| !next.is_whitespace()).collect();
        line.starts_with("[workspace]") || line.starts_with("[workspace.")
    })
}

/// The name of a file without characters that could end a comment.
fn shown(name: &str) -> String {
    name.chars().map(|next| if next.is_alphanumeric() || " ._-()+".contains(next) { next } else { '_' }).collect()
}
