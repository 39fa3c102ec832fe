//! `vendor`: copies a generated crate so that it builds alone.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::files::at;
use crate::generate::enclosing_workspace;
use crate::{Ended, Workspace, files, workspace};

/// Runs the command.
pub fn run(krate: &str, dest: &Path, wish: Option<Workspace>) -> Ended {
    let source = workspace::generated(krate);
    if !workspace::is_plain(krate) || !source.join("Cargo.toml").is_file() {
        eprintln!("error: there is no generated/{krate}; the crates are: {}", crates().join(", "));
        return Ended::Misused;
    }
    match vendor(&source, dest, wish) {
        Ok(text) => {
            print!("{text}");
            Ended::Well
        }
        Err(error) => {
            eprintln!("error: {error}");
            Ended::Badly
        }
    }
}

fn crates() -> Vec<String> {
    let entries = fs::read_dir(workspace::root().join("generated")).into_iter().flatten().flatten();
    let mut names: Vec<String> = entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// Copies the crate, and says what to write where.
fn vendor(source: &Path, dest: &Path, wish: Option<Workspace>) -> io::Result<String> {
    if dest.exists() && fs::read_dir(dest).map_err(at(dest))?.next().is_some() && !is_vendored(dest) {
        let message = format!("{} is not empty and holds no generated crate", dest.display());
        return Err(io::Error::new(io::ErrorKind::AlreadyExists, message));
    }
    let above = enclosing_workspace(dest)?;
    let standing = wish.unwrap_or(if above.is_some() { Workspace::Join } else { Workspace::Alone });
    if standing == Workspace::Join && above.is_none() {
        let message = format!("no folder above {} has a Cargo.toml that the copy could join", dest.display());
        return Err(io::Error::new(io::ErrorKind::NotFound, message));
    }
    let wanted = copies(source)?;
    remove_others(dest, &wanted)?;
    for path in &wanted {
        let target = dest.join(path);
        if let Some(parent) = target.parent() {
            fs::create_dir_all(parent).map_err(at(parent))?;
        }
        let mut text = files::read(&source.join(path))?;
        if path == Path::new("Cargo.toml") && standing == Workspace::Alone {
            text.push_str("\n[workspace]\n");
        }
        files::write(&target, &text)?;
    }
    Ok(advice(source, dest, standing, above.as_deref()))
}

/// The files of the crate, by their path in it.
fn copies(source: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut open = vec![source.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).map_err(at(&folder))? {
            let entry = entry.map_err(at(&folder))?;
            let kind = entry.file_type().map_err(at(&folder))?;
            if kind.is_dir() && entry.file_name() != "target" {
                open.push(entry.path());
            } else if kind.is_file() && entry.file_name() != "Cargo.lock" {
                found.push(entry.path().strip_prefix(source).expect("found below the crate").to_owned());
            }
        }
    }
    found.sort();
    Ok(found)
}

/// Whether the folder holds a crate that was vendored before, which a new copy replaces.
fn is_vendored(dest: &Path) -> bool {
    files::read(&dest.join("Cargo.toml")).is_ok_and(|text| text.contains(codegen::render::MARK))
}

/// Removes what an earlier copy had and this one has not; files of the user's own stay.
fn remove_others(dest: &Path, wanted: &[PathBuf]) -> io::Result<()> {
    if !dest.exists() {
        return Ok(());
    }
    for path in copies(dest)? {
        let is_ours = files::read(&dest.join(&path))
            .is_ok_and(|text| text.lines().take(8).any(|line| line.contains(codegen::render::MARK)));
        if is_ours && !wanted.contains(&path) {
            fs::remove_file(dest.join(&path)).map_err(at(&dest.join(&path)))?;
        }
    }
    Ok(())
}

fn advice(source: &Path, dest: &Path, standing: Workspace, above: Option<&Path>) -> String {
    let name = source.file_name().unwrap_or_default().to_string_lossy();
    let mut text = format!("{name}: copied to {}\n", dest.display());
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
