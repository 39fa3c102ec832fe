//! `show`: what a stage made of an API or a document, on standard output.

use std::io::{self, Write};
use std::path::Path;

use codegen::emit::manifest::Standing;
use codegen::generate::{self, Generated};
use codegen::import::{self, Leniency, Source};
use codegen::lower::config::CrateConfig;
use codegen::lower::include::{self, Chosen};
use codegen::problem::Problem;
use codegen::rust::Item;
use codegen::spec::{Api, Checked, check, json};

use crate::report::Report;
use crate::{Ended, Stage, files, generate as one_shot, workspace};

/// What the command is asked for.
#[derive(Clone, Debug)]
pub struct Wish {
    pub source: String,
    pub stage: Stage,
    pub only: Option<String>,
    pub include: Vec<String>,
    pub leniency: Leniency,
}

/// Runs the command.
pub fn run(wish: &Wish, report: &mut Report) -> Ended {
    let api = workspace::is_plain(&wish.source) && workspace::spec(&wish.source).is_dir();
    let shown = if api { of_api(wish, report) } else { of_source(wish, report) };
    match shown {
        Ok(Ok(text)) => {
            let ended = report.end(Ended::Well);
            // A reader that has seen enough closes the pipe; that is no failure.
            match io::stdout().write_all(text.as_bytes()) {
                Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                    eprintln!("error: standard output: {error}");
                    Ended::Badly
                }
                _ => ended,
            }
        }
        Ok(Err(Shown::Problems(problems))) => {
            if api {
                report.add_of(&wish.source, problems)
            } else {
                report.add(problems)
            };
            report.end(Ended::Badly)
        }
        Ok(Err(Shown::Nothing(what))) => report.misused(what),
        Err(error) if error.kind() == io::ErrorKind::NotFound => report.misused(error),
        Err(error) => report.broken(error),
    }
}

/// Why nothing is shown.
enum Shown {
    Problems(Vec<Problem>),
    Nothing(String),
}

impl From<Vec<Problem>> for Shown {
    fn from(problems: Vec<Problem>) -> Self {
        Self::Problems(problems)
    }
}

fn of_api(wish: &Wish, report: &mut Report) -> io::Result<Result<String, Shown>> {
    let folder = workspace::spec(&wish.source);
    if wish.stage == Stage::Source {
        let sources = files::sources(&folder.join("source"))?;
        return Ok(mirrors(&sources, wish.only.as_deref()));
    }
    let file = format!("specs/{}/api.json", wish.source);
    let text = files::read(&folder.join("api.json"))?;
    report.knows_spec(&file, &text);
    let wishes = match files::read_if_there(&folder.join("crate.json"))? {
        Some(text) => json::read::<CrateConfig>("crate.json", &text),
        None => Ok(CrateConfig::named(&wish.source)),
    };
    let whole = json::read::<Api>(&file, &text).map_err(|problem| vec![problem]);
    Ok(match (whole, wishes) {
        (Ok(whole), Ok(wishes)) => match narrowed(whole, wishes, &wish.include, &file) {
            Ok((checked, wishes)) => show(&checked, &wishes, wish, report),
            Err(problems) => Err(problems.into()),
        },
        (Err(problems), _) => Err(problems.into()),
        (_, Err(problem)) => Err(vec![problem].into()),
    })
}

/// What `crate.json` keeps of an API, and of that what the globs name, with the wishes about it.
fn narrowed(
    whole: Api,
    wishes: CrateConfig,
    include: &[String],
    file: &str,
) -> Result<(Checked, CrateConfig), Vec<Problem>> {
    let whole = check::check(whole, Some(file))?;
    let Chosen { api, wishes } = include::choose(&whole, &wishes)?;
    let chosen = one_shot::chosen(Api::clone(&api), include, file)?;
    let wishes = include::narrowed(&wishes, &api, &chosen);
    Ok((check::check(chosen, Some(file))?, wishes))
}

fn of_source(wish: &Wish, report: &mut Report) -> io::Result<Result<String, Shown>> {
    let source = files::source(Path::new(&wish.source))?;
    report.knows(&source.name, &source.text);
    if wish.stage == Stage::Source {
        return Ok(mirrors(std::slice::from_ref(&source), wish.only.as_deref()));
    }
    let wishes = CrateConfig::named(&one_shot::package_name(&source.name));
    Ok(match one_shot::read(&source, None, &wish.include, wish.leniency, report) {
        Ok(checked) => show(&checked, &wishes, wish, report),
        Err(problems) => Err(problems.into()),
    })
}

/// What was read of each document.
fn mirrors(sources: &[Source], only: Option<&str>) -> Result<String, Shown> {
    let chosen: Vec<&Source> =
        sources.iter().filter(|source| only.is_none_or(|only| source.name.contains(only))).collect();
    if chosen.is_empty() {
        return Err(Shown::Nothing("no document has that name".to_owned()));
    }
    let mut text = String::new();
    for source in chosen {
        text.push_str(&import::mirror(source)?);
    }
    Ok(text)
}

fn show(checked: &Checked, wishes: &CrateConfig, wish: &Wish, report: &mut Report) -> Result<String, Shown> {
    let only = wish.only.as_deref();
    if wish.stage == Stage::Spec {
        return spec(checked, only);
    }
    let made = "cargo xtask show";
    let generated = generate::generate(checked, wishes, made, Standing::Member)?;
    report.add(generated.notes.iter().cloned());
    let text = match wish.stage {
        Stage::Rust => rust(&generated, only),
        Stage::Text => files_of(&generated, only),
        Stage::Source | Stage::Spec => unreachable!("shown before"),
    };
    if text.is_empty() { Err(Shown::Nothing("nothing has that name".to_owned())) } else { Ok(text) }
}

/// The spec as it would be written, or only the entry of a type or an operation.
fn spec(checked: &Checked, only: Option<&str>) -> Result<String, Shown> {
    match only {
        None => Ok(json::write_api(checked)),
        Some(name) => match (checked.types.get(name), checked.operations.get(name)) {
            (Some(found), _) => Ok(json::write(found)),
            (None, Some(found)) => Ok(json::write(found)),
            (None, None) => Err(Shown::Nothing(format!("the spec has no type and no operation `{name}`"))),
        },
    }
}

/// The Rust-shaped data of each file, or only of items with that name.
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
        Item::Answers(item) => item.name.text(),
        Item::Faults(item) => item.name.text(),
        Item::ReplyHeaders(item) => item.name.text(),
        Item::Client(_) => "Client",
        Item::Gated(gated) => return name(&gated.item),
        Item::Use(_) | Item::Mod(_) | Item::Root(_) => return None,
    })
}

/// The text of each file, or only of those whose path is or ends in that name.
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
