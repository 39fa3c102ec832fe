//! `vendor`: copies a generated crate so that it builds alone.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use codegen::file_list;
use codegen::tree::{self, Tree};

use crate::files::refusal;
use crate::generate::enclosing_workspace;
use crate::lock::{self, Lock};
use crate::report::Report;
use crate::sync::{Mode, Output, Plan};
use crate::{Ended, MessageFormat, Workspace, files, folder, workspace};

/// Runs the command.
pub fn run(krate: &str, dest: &Path, wish: Option<Workspace>) -> Ended {
    let mut report = Report::new(MessageFormat::Human);
    let source = workspace::generated(krate);
    if !workspace::is_plain(krate) || !source.join("Cargo.toml").is_file() {
        return report.misused(format!("there is no generated/{krate}; the crates are: {}", crates().join(", ")));
    }
    match vendor(krate, &source, dest, wish, &mut report) {
        Ok(()) => report.end(Ended::Well),
        Err(error) => report.broken(error),
    }
}

fn crates() -> Vec<String> {
    let entries = fs::read_dir(workspace::root().join("generated")).into_iter().flatten().flatten();
    let mut names: Vec<String> = entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// Copies the crate, and says what to write where.
fn vendor(krate: &str, source: &Path, dest: &Path, wish: Option<Workspace>, report: &mut Report) -> io::Result<()> {
    let (from, to) = (resolved(source)?, resolved(dest)?);
    if to.starts_with(&from) || from.starts_with(&to) {
        let help = "Choose a folder outside of it.";
        return Err(refusal(dest, format!("is inside generated/{krate}, or contains it"), help));
    }
    let above = enclosing_workspace(dest)?;
    let standing = wish.unwrap_or(if above.is_some() { Workspace::Join } else { Workspace::Alone });
    if standing == Workspace::Join && above.is_none() {
        let help = "Choose a folder inside a workspace, or give `--workspace alone`.";
        return Err(refusal(dest, "no folder above it has a Cargo.toml that the copy could join", help));
    }
    let lock = Lock::new(source)?;
    let (tree, made) = (copied(source, standing)?, made(source)?);
    drop(lock);
    let output = Output { tree: &tree, package: krate, made: &made, folder: dest, force: false };
    let synced = Plan::new(output, Mode::Write)?.apply()?;
    report.say(format_args!("{krate}: copied to {}", dest.display()));
    for path in &synced.removed {
        report.say(format_args!("  removed: {path}"));
    }
    report.add(synced.warnings);
    report.say(advice(krate, dest, standing, above.as_deref()).trim_end());
    Ok(())
}

/// A path without symbolic links, as far as it exists.
fn resolved(path: &Path) -> io::Result<PathBuf> {
    let path = std::path::absolute(path)?;
    for above in path.ancestors() {
        if let Ok(found) = fs::canonicalize(above) {
            return Ok(found.join(path.strip_prefix(above).expect("it is above the path")));
        }
    }
    Ok(path)
}

/// The files of the copy.
fn copied(source: &Path, standing: Workspace) -> io::Result<Tree> {
    let mut tree = Tree::default();
    for path in folder::walk(source, "")? {
        if [file_list::FILE_NAME, lock::FILE_NAME, "Cargo.lock"].contains(&path.as_str()) {
            continue;
        }
        if !tree::is_inside(&path) {
            let help = "Remove or rename it: not every system has files of such a name.";
            return Err(refusal(&source.join(&path), "cannot be copied by this name", help));
        }
        let mut text = files::read(&source.join(&path))?;
        if path == "Cargo.toml" && standing == Workspace::Alone {
            text.push_str("\n[workspace]\n");
        }
        tree.add(&path, text);
    }
    Ok(tree)
}

/// How the crate says that it was generated.
fn made(source: &Path) -> io::Result<String> {
    let manifest = files::read(&source.join("Cargo.toml"))?;
    let made = file_list::marker(&manifest).and_then(|made| made.strip_suffix(". Do not edit."));
    Ok(made.unwrap_or("cargo xtask vendor").to_owned())
}

/// What to write to which manifest.
fn advice(name: &str, dest: &Path, standing: Workspace, above: Option<&Path>) -> String {
    let mut text = String::new();
    if let (Workspace::Join, Some(manifest)) = (standing, above) {
        let base = manifest.parent().unwrap_or(manifest);
        let absolute = std::path::absolute(dest).unwrap_or_else(|_| dest.to_owned());
        let inside = absolute.strip_prefix(base).unwrap_or(&absolute);
        let inside: Vec<_> = inside.iter().map(|part| part.to_string_lossy()).collect();
        let inside = inside.join("/");
        text.push_str(&format!("Add to {}, under [workspace]:\n    members = [\"{inside}\"]\n", manifest.display()));
        text.push_str(&format!(
            "and to the package that calls it, under [dependencies]:\n    {name} = {{ path = \"{inside}\" }}\n"
        ));
        text.push_str("(the path as seen from that package's folder)\n");
    } else {
        text.push_str("It is a workspace of its own. Add to the package that calls it, under [dependencies]:\n");
        text.push_str(&format!("    {name} = {{ path = \"{}\" }}\n", dest.display()));
    }
    text
}
