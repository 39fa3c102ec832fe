//! `generate`: one shot, for APIs that live elsewhere: a document in, a crate out.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use codegen::emit::manifest::Standing;
use codegen::generate;
use codegen::import::{self, Leniency, Source};
use codegen::lower::config::CrateConfig;
use codegen::lower::names::{self, Style};
use codegen::problem::{Place, Problem, Rule};
use codegen::spec::{Api, Checked, check, select};

use crate::report::Report;
use crate::sync::{Mode, Output, Plan};
use crate::{Ended, Format, files, regenerate};

/// What the command is asked for.
#[derive(Clone, Debug)]
pub struct Wish {
    pub source: PathBuf,
    pub out: PathBuf,
    pub name: Option<String>,
    pub format: Option<Format>,
    pub include: Vec<String>,
    pub leniency: Leniency,
    pub force: bool,
}

/// Runs the command.
pub fn run(wish: &Wish, report: &mut Report) -> Ended {
    let source = match files::source(&wish.source) {
        Ok(source) => source,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return report.misused(error),
        Err(error) => return report.broken(error),
    };
    let name = wish.name.clone().unwrap_or_else(|| package_name(&source.name));
    if !codegen::lower::is_package_name(&name) {
        let rule = "start with a lower-case letter, go on with such letters, digits, `-` and `_`, and take no word that \
                    Rust or Cargo keep for themselves";
        return report.misused(format!("`{name}` is no name for a package; give one with `--name`: {rule}"));
    }
    let made = format!("cargo xtask generate from {}", shown(&source.name));
    let generated = read(&source, wish.format, &wish.include, wish.leniency, report)
        .and_then(|checked| generate::generate(&checked, &CrateConfig::named(&name), &made, standing(&wish.out)));
    match generated {
        Ok(generated) => {
            report.add(generated.notes.iter().cloned());
            let output =
                Output { tree: &generated.tree, package: &name, made: &made, folder: &wish.out, force: wish.force };
            match Plan::new(output, Mode::Write).and_then(Plan::apply) {
                Ok(synced) => regenerate::tell(&generated, &synced, &BTreeMap::new(), Mode::Write, report),
                Err(error) => return report.broken(error),
            }
            report.end(Ended::Well)
        }
        Err(problems) => {
            report.add(problems);
            report.end(Ended::Badly)
        }
    }
}

/// Reads and checks a document, with only the operations that the globs name.
///
/// # Errors
/// Everything that is wrong with the document, or with the globs.
pub fn read(
    source: &Source,
    format: Option<Format>,
    include: &[String],
    leniency: Leniency,
    report: &mut Report,
) -> Result<Checked, Vec<Problem>> {
    let format = format.map(|format| match format {
        Format::Spec => import::Format::Spec,
        Format::Learn => import::Format::Learn,
        Format::Swagger2 => import::Format::Swagger2,
        Format::OpenApi3 => import::Format::OpenApi3,
    });
    let is_spec = format.or_else(|| import::recognize(&source.text)) == Some(import::Format::Spec);
    if is_spec {
        report.knows_spec(&source.name, &source.text);
    } else {
        report.knows(&source.name, &source.text);
    }
    let imported = import::import(format, std::slice::from_ref(source), leniency)?;
    report.imported(imported.notes, &imported.skipped);
    let api = chosen(imported.api, include, &source.name)?;
    check::check(api, is_spec.then_some(source.name.as_str()))
}

/// The API with only the operations that the globs name; all where there is no glob.
///
/// # Errors
/// A glob that names no operation.
pub fn chosen(mut api: Api, include: &[String], file: &str) -> Result<Api, Vec<Problem>> {
    if include.is_empty() {
        return Ok(api);
    }
    let unused = select::select(&mut api, include);
    if unused.is_empty() {
        return Ok(api);
    }
    let problem = |glob: &String| {
        let help = "A glob is held against `group.name` and against `METHOD /path`; `show --stage spec` lists both.";
        Problem::error(Rule::EmptySelection, Place::file(file), format!("no operation is named by `{glob}`"), help)
    };
    Err(unused.iter().map(problem).collect())
}

/// The name of a package for a document: that of its file, up to the first dot.
pub fn package_name(file: &str) -> String {
    let stem = file.split('.').next().unwrap_or_default();
    names::ident(stem, Style::Snake).text().trim_end_matches('_').to_ascii_lowercase().replace('_', "-")
}

/// Whether the folder stands inside a workspace, of which the crate is no member.
fn standing(out: &Path) -> Standing {
    let found = enclosing_workspace(out);
    match found {
        Ok(None) | Err(_) => Standing::Member,
        Ok(Some(_)) => Standing::Alone,
    }
}

/// The manifest above a folder, where there is one.
///
/// # Errors
/// Those of the file system.
pub fn enclosing_workspace(folder: &Path) -> io::Result<Option<PathBuf>> {
    let folder = std::path::absolute(folder)?;
    Ok(folder.ancestors().skip(1).map(|above| above.join("Cargo.toml")).find(|manifest| manifest.is_file()))
}

/// The name of a file, fit for a comment.
fn shown(name: &str) -> String {
    name.chars().map(|next| if next.is_alphanumeric() || " ._-()+".contains(next) { next } else { '_' }).collect()
}
