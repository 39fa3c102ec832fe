//! The two sides of a comparison: documents, or an API's spec and an earlier one.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use codegen::diff::report::Shown;
use codegen::diff::{Change, Side};
use codegen::import::{self, Format, Leniency};
use codegen::lower::config::CrateConfig;
use codegen::lower::{self, Lowered};
use codegen::problem::{Level, Place, Problem, Rule};
use codegen::rust::Crate;
use codegen::spec::{Api, Checked, check, json};
use codegen::tree::Tree;

use super::arguments;
use crate::generator::{self, Regenerated};
use crate::normalize::normalized;
use crate::report::{Report, shown_at};
use crate::{disk, documents, files, generate as one_shot, git, terminal, workspace};

/// One side of the comparison, with everything that a report shows of it.
#[derive(Debug)]
pub struct Part {
    pub(super) name: String,
    pub(super) checked: Checked,
    pub(super) config: CrateConfig,
    spec: Option<(String, String)>,
    sources: BTreeMap<String, String>,
    /// Whether a part of the document could not be read.
    pub(super) lossy: bool,
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
        let Regenerated { spec, changes } = generator::again(api, revision, &self.checked, &self.config)?;
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

    pub(super) fn made(&self) -> Result<Lowered, Vec<Problem>> {
        lower::lower(&self.checked, &self.config)
    }

    pub(super) fn side<'a>(&'a self, krate: Option<&'a Crate>) -> Side<'a> {
        Side { api: &self.checked, krate }
    }
}

/// Both sides, or the problems of both.
pub(super) type Sides = io::Result<Result<(Part, Part), Vec<Problem>>>;

/// Reads two documents. With `lenient`, the caller asks for what can be read of them.
pub(super) fn of_documents(old: &str, new: &str, root: Option<&Path>, lenient: bool, report: &mut Report) -> Sides {
    arguments::check_documents(old, new)?;
    // One name for both crates: a change of the file name is not a change of the API.
    let config = CrateConfig::named(&one_shot::package_name(&files::source(Path::new(new))?.name));
    let mut read = |path: &str| -> io::Result<Result<Part, Vec<Problem>>> {
        let load = || documents::of_file(Path::new(path), root, None, &[]);
        let sources = load()?;
        let paths = documents::paths(&sources, Path::new(path), root, &[]);
        let (name, is_spec) = (one_shot::main_name(&sources), sources.only_format() == Some(Format::Spec));
        let texts: BTreeMap<String, String> =
            sources.iter().map(|source| (source.name.clone(), source.text.clone())).collect();
        // Both sides may have sources of one name, so problems are shown at the paths.
        texts.iter().for_each(|(name, text)| report.add_text(&paths[name], text));
        // Errors in a document do not prevent a comparison, as long as it can be read at all; but they are reported.
        let mut lossy = false;
        let imported = match import::import_all(sources, Leniency::Normal) {
            Ok(imported) => Ok(imported),
            Err(problems) => import::import_all(load()?, Leniency::Lenient).inspect(|_| {
                lossy = !lenient;
                let errors = problems.into_iter().filter(|problem| problem.level == Level::Error);
                let warnings = errors.map(|problem| {
                    let help = problem.help.replace(import::CONTINUES, "It is not compared.");
                    Problem { level: Level::Warning, help, ..problem }
                });
                report.add(warnings.map(|problem| shown_at(&paths, problem)));
            }),
        };
        let warnings = imported.iter().flat_map(|imported| &imported.notes).filter(|note| note.level == Level::Warning);
        note_warnings(path, warnings.count());
        let read = imported.and_then(|imported| check::check(imported.api, is_spec.then_some(name.as_str())));
        let read =
            read.map_err(|problems| problems.into_iter().map(|problem| shown_at(&paths, problem)).collect::<Vec<_>>());
        Ok(read.map(|checked| {
            let spec = is_spec.then(|| Some((path.to_owned(), texts.get(&name)?.clone()))).flatten();
            let sources = texts;
            Part { name: path.to_owned(), checked, config: config.clone(), spec, sources, lossy }
        }))
    };
    Ok(paired(read(old)?, read(new)?).and_then(|(old, new)| {
        let is_empty = |part: &Part| {
            let api = &part.checked;
            api.operations.is_empty() && api.types.is_empty() && api.webhooks.is_empty()
        };
        if is_empty(&old) && is_empty(&new) {
            let help = "Give two documents that describe an API.";
            let place = Place::file(&new.name);
            return Err(vec![Problem::error(Rule::EmptyApi, place, "no document has an operation or a type", help)]);
        }
        Ok((old, new))
    }))
}

/// States that a document has warnings, which say what of it is ignored and thus not compared.
fn note_warnings(path: &str, count: usize) {
    if count > 0 {
        let warnings = if count == 1 { "1 warning" } else { &format!("{count} warnings") };
        terminal::warn(format_args!("note: {path}: {warnings}, which `cargo xtask show --stage spec` prints\n"));
    }
}

/// Reads the spec of an API in the folder and in a revision.
pub(super) fn of_api(api: &str, revision: &str, report: &mut Report) -> Sides {
    workspace::check_is_api(api, "api.json").map_err(|error| arguments::not_an_api(api, error))?;
    let (file, config_file) = (format!("specs/{api}/api.json"), format!("specs/{api}/crate.json"));
    let Some(before) = git::show(revision, &file)? else {
        let message = format!("{file} is not in the revision `{revision}`");
        return Err(io::Error::new(io::ErrorKind::NotFound, message));
    };
    let after = files::read(&workspace::root().join(&file))?;
    let config_after = files::read_if_exists(&workspace::root().join(&config_file))?;
    let config_before = git::show(revision, &config_file)?.or_else(|| config_after.clone());
    report.add_text(&file, &after);
    match imported(api, config_after.as_deref()) {
        Ok(Some(Ok(made))) if made != after => terminal::warn(format_args!(
            "note: {file} is not what its source says: run `cargo xtask import {api}` first to compare that\n"
        )),
        Ok(Some(Err(_))) => terminal::warn(format_args!(
            "note: the source of {file} cannot be imported: `cargo xtask import {api}` says why\n"
        )),
        Ok(_) | Err(_) => {}
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

/// The spec that `import` would write, or the problems that prevent it; `None` for an API without sources.
fn imported(api: &str, config: Option<&str>) -> io::Result<Option<Result<String, Vec<Problem>>>> {
    let folder = workspace::spec(api);
    if !disk::is_dir(&folder.join("source")) {
        return Ok(None);
    }
    let fixups = files::read_if_exists(&folder.join("fixups.json"))?;
    let is_strict =
        config.and_then(|text| json::read::<CrateConfig>("", text).ok()).is_some_and(|config| config.strict);
    let leniency = if is_strict { Leniency::Strict } else { Leniency::Normal };
    let sources = documents::of_folder(&folder.join("source"))?;
    let made = normalized(sources, fixups.as_deref(), leniency).and_then(|made| check::check(made.api, None));
    Ok(Some(made.map(|checked| json::write_api(&checked))))
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
    pub(super) part: &'a Part,
    made: Result<Lowered, Vec<Problem>>,
}

impl<'a> Lowering<'a> {
    /// Lowers a side.
    pub fn of(part: &'a Part) -> Self {
        Self { part, made: part.made() }
    }

    pub(super) fn krate(&self) -> Option<&Crate> {
        self.made.as_ref().ok().map(|lowered| &lowered.krate)
    }

    /// The spec and the crate, for the comparison.
    pub fn side(&self) -> Side<'_> {
        self.part.side(self.krate())
    }

    pub(super) fn shown<'s>(&'s self, tree: Option<&'s Tree>) -> Shown<'s> {
        let Part { name, spec, sources, .. } = self.part;
        let spec = spec.as_ref().map(|(file, text)| (file.as_str(), text.as_str()));
        Shown { name, spec, sources, krate: self.krate(), tree }
    }

    /// The reason why there is no crate: the first problem.
    pub(super) fn unmade(&self, side: &str) -> Option<String> {
        let first = self.made.as_ref().err()?.first()?;
        Some(format!("the crate of the {side} spec cannot be generated: {}", first.message))
    }
}
