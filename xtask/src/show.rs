//! `show`: prints what a stage of the generator produces for an API or a document.

use std::io;
use std::path::{Path, PathBuf};

use codegen::emit::manifest::WorkspaceRole;
use codegen::generate::{self, Generated};
use codegen::import::{self, Leniency, Source};
use codegen::lower::config::CrateConfig;
use codegen::lower::include::{self, Chosen};
use codegen::problem::Problem;
use codegen::rust::Item;
use codegen::spec::{Api, Checked, check, json};

use crate::proposals::Proposals;
use crate::report::Report;
use crate::{Outcome, Stage, disk, documents, files, generate as one_shot, terminal, workspace};

/// The options of the command.
#[derive(Clone, Debug)]
pub struct Options {
    pub source: String,
    pub stage: Stage,
    pub only: Option<String>,
    pub root: Option<PathBuf>,
    pub include: Vec<String>,
    pub leniency: Leniency,
}

/// Runs the command.
pub fn run(options: &Options, report: &mut Report) -> Outcome {
    let api = workspace::is_folder_name(&options.source) && disk::is_dir(&workspace::spec(&options.source));
    let shown = if api { of_api(options, report) } else { of_source(options, report) };
    match shown {
        Ok(Ok(text)) => {
            let outcome = report.end(Outcome::Success);
            match terminal::print(text) {
                Err(error) => {
                    terminal::warn(format_args!("error: {error}\n"));
                    Outcome::Failure
                }
                Ok(()) => outcome,
            }
        }
        Ok(Err(ShowError::Problems(problems))) => {
            if api {
                report.add_of(&options.source, problems)
            } else {
                report.add(problems)
            };
            report.end(Outcome::Failure)
        }
        Ok(Err(ShowError::Nothing(what))) => report.usage_error(what),
        Err(error) if error.kind() == io::ErrorKind::NotFound => report.usage_error(error),
        Err(error) => report.io_error(error),
    }
}

/// The reason why nothing is shown.
enum ShowError {
    Problems(Vec<Problem>),
    Nothing(String),
}

impl From<Vec<Problem>> for ShowError {
    fn from(problems: Vec<Problem>) -> Self {
        Self::Problems(problems)
    }
}

fn of_api(options: &Options, report: &mut Report) -> io::Result<Result<String, ShowError>> {
    let folder = workspace::spec(&options.source);
    if options.stage == Stage::Source {
        let sources = documents::of_folder(&folder.join("source"))?;
        return Ok(mirrors(sources.iter(), options.only.as_deref()));
    }
    let file = format!("specs/{}/api.json", options.source);
    let text = files::read(&folder.join("api.json"))?;
    report.add_spec_text(&file, &text);
    let config = match files::read_if_exists(&folder.join("crate.json"))? {
        Some(text) => json::read::<CrateConfig>("crate.json", &text),
        None => Ok(CrateConfig::named(&options.source)),
    };
    let whole = json::read::<Api>(&file, &text).map_err(|problem| vec![problem]);
    Ok(match (whole, config) {
        (Ok(whole), Ok(config)) => match narrowed(whole, config, &options.include, &file) {
            Ok((checked, config)) => show(&checked, &config, options, report),
            Err(problems) => Err(problems.into()),
        },
        (Err(problems), _) => Err(problems.into()),
        (_, Err(problem)) => Err(vec![problem].into()),
    })
}

/// The part of an API that `crate.json` includes and that matches the globs, with the config for it.
fn narrowed(
    whole: Api,
    config: CrateConfig,
    include: &[String],
    file: &str,
) -> Result<(Checked, CrateConfig), Vec<Problem>> {
    let whole = check::check(whole, Some(file))?;
    let Chosen { api, config } = include::choose(&whole, &config)?;
    let chosen = one_shot::chosen(Api::clone(&api), include, file)?;
    let config = include::narrowed(&config, &api, &chosen);
    Ok((check::check(chosen, Some(file))?, config))
}

fn of_source(options: &Options, report: &mut Report) -> io::Result<Result<String, ShowError>> {
    let (path, root) = (Path::new(&options.source), options.root.as_deref());
    let sources = documents::of_file(path, root, None, &[])?;
    report.show_at(documents::paths(&sources, path, root, &[]));
    if options.stage == Stage::Source {
        sources.iter().for_each(|source| report.add_text(&source.name, &source.text));
        return Ok(mirrors(sources.iter(), options.only.as_deref()));
    }
    let config = CrateConfig::named(&one_shot::package_name(&one_shot::main_name(&sources)));
    Ok(match one_shot::read(sources, None, &options.include, options.leniency, Proposals::Ignore, report) {
        Ok(checked) => show(&checked, &config, options, report),
        Err(problems) => Err(problems.into()),
    })
}

/// The mirror of each document.
fn mirrors<'s>(sources: impl Iterator<Item = &'s Source>, only: Option<&str>) -> Result<String, ShowError> {
    let chosen: Vec<&Source> = sources.filter(|source| only.is_none_or(|only| source.name.contains(only))).collect();
    if chosen.is_empty() {
        return Err(ShowError::Nothing("there is no document of that name".to_owned()));
    }
    let mut text = String::new();
    for source in chosen {
        text.push_str(&import::mirror(source)?);
    }
    Ok(text)
}

fn show(checked: &Checked, config: &CrateConfig, options: &Options, report: &mut Report) -> Result<String, ShowError> {
    let only = options.only.as_deref();
    if options.stage == Stage::Spec {
        return spec(checked, only);
    }
    let made = "cargo xtask show";
    let generated = generate::generate(checked, config, made, WorkspaceRole::Member)?;
    report.add(generated.notes.iter().cloned());
    let text = match options.stage {
        Stage::Rust => rust(&generated, only),
        Stage::Text => files_of(&generated, only),
        Stage::Source | Stage::Spec => unreachable!("shown before"),
    };
    if text.is_empty() {
        Err(ShowError::Nothing("there is no file and no item of that name".to_owned()))
    } else {
        Ok(text)
    }
}

/// The spec as it is written to `api.json`, or only one type or operation.
fn spec(checked: &Checked, only: Option<&str>) -> Result<String, ShowError> {
    match only {
        None => Ok(json::write_api(checked)),
        Some(name) => match (checked.types.get(name), checked.operations.get(name)) {
            (Some(found), _) => Ok(json::write(found)),
            (None, Some(found)) => Ok(json::write(found)),
            (None, None) => Err(ShowError::Nothing(format!("the spec has neither a type nor an operation `{name}`"))),
        },
    }
}

/// The Rust items of each file, or only those of one name.
fn rust(generated: &Generated, only: Option<&str>) -> String {
    let mut text = String::new();
    for file in &generated.krate.files {
        let items: Vec<&Item> = file
            .items
            .iter()
            .filter(|item| only.is_none_or(|only| name(item) == Some(only) || file.path == only))
            .collect();
        if !items.is_empty() {
            text.push_str(&format!("{}: {items:#?}\n", file.path));
        }
    }
    text
}

fn name(item: &Item) -> Option<&str> {
    Some(match item {
        Item::Model(model) => model.name().text(),
        Item::Validation(item) => item.name.text(),
        Item::Group(item) => item.name.text(),
        Item::Operation(item) => item.request.text(),
        Item::SuccessResponses(item) => item.name.text(),
        Item::ErrorBodies(item) => item.name.text(),
        Item::ResponseHeaders(item) => item.name.text(),
        Item::Client(_) => "Client",
        Item::Gated(gated) => return name(&gated.item),
        Item::Use(_) | Item::Mod(_) | Item::Root(_) | Item::Xml(_) | Item::Samples(_) => return None,
    })
}

/// The text of each file, or only of those with this path or file name.
fn files_of(generated: &Generated, only: Option<&str>) -> String {
    let mut text = String::new();
    let is_chosen = |path: &str| {
        only.is_none_or(|only| {
            let file = path.rsplit('/').next().unwrap_or(path);
            path == only || file == only || file.strip_suffix(".rs") == Some(only)
        })
    };
    for (path, content) in generated.tree.files().filter(|(path, _)| is_chosen(path)) {
        text.push_str(&format!("==> {path}\n{content}\n"));
    }
    text
}
