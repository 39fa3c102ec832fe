//! The crates of all chosen documents as one workspace, checked in one target directory.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::one::Outcome;
use crate::run::Document;

/// A folder in which each document's crate is a member.
#[derive(Debug)]
pub struct Workspace {
    folder: PathBuf,
    target: PathBuf,
}

/// The name of the package of a document: its number, so that each is different, and the usable part of its file name.
pub fn package(number: usize, document: &Document) -> String {
    let stem = document.name.trim_end_matches(".json").trim_end_matches(".yaml").trim_end_matches(".yml");
    let plain: String = stem.chars().map(|next| if next.is_ascii_alphanumeric() { next } else { '-' }).collect();
    let plain: Vec<&str> = plain.split('-').filter(|part| !part.is_empty()).collect();
    // Cargo takes longer names of packages than file systems and registries do.
    format!("d{number:04}-{:.40}", plain.join("-").to_ascii_lowercase()).trim_end_matches('-').to_owned()
}

impl Workspace {
    /// Creates an empty workspace in the folder with the artifacts of cargo.
    ///
    /// # Errors
    /// The folder cannot be made.
    pub fn new() -> io::Result<Self> {
        let program = std::env::current_exe()?;
        let built = program.parent().and_then(Path::parent).unwrap_or(Path::new("target"));
        let this = Self { folder: built.join("corpus"), target: built.join("corpus-target") };
        if this.folder.exists() {
            fs::remove_dir_all(&this.folder)?;
        }
        fs::create_dir_all(&this.folder)?;
        Ok(this)
    }

    /// The folder of a document's crate.
    pub fn member(&self, number: usize, document: &Document) -> PathBuf {
        self.folder.join(package(number, document))
    }

    /// Checks all crates, and returns whether there was no error and no warning.
    ///
    /// # Errors
    /// Cargo cannot be run.
    pub fn check(&self, documents: &[Document], outcomes: &[Outcome], doc: bool) -> io::Result<bool> {
        let mut members: BTreeMap<String, &str> = BTreeMap::new();
        for (number, (document, outcome)) in documents.iter().zip(outcomes).enumerate() {
            if outcome.is_well() {
                members.insert(package(number, document), &document.name);
            }
        }
        let list: Vec<String> = members.keys().map(|member| format!("    \"{member}\",\n")).collect();
        let manifest =
            format!("[workspace]\nresolver = \"3\"\nmembers = [\n{}]\n\n[profile.dev]\ndebug = false\n", list.concat());
        fs::write(self.folder.join("Cargo.toml"), manifest)?;
        if let Ok(versions) = fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/../Cargo.lock")) {
            fs::write(self.folder.join("Cargo.lock"), versions)?;
        }
        let mut well = self.cargo(&["check"], &members, "compile")?;
        if doc {
            well &= self.cargo(&["doc", "--no-deps"], &members, "document")?;
        }
        Ok(well)
    }

    fn cargo(&self, what: &[&str], members: &BTreeMap<String, &str>, verb: &str) -> io::Result<bool> {
        let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        command.args(what).args(["--workspace", "--keep-going", "--message-format", "json"]);
        command.current_dir(&self.folder).env("CARGO_TARGET_DIR", &self.target);
        command.env("RUSTFLAGS", "-D warnings").env("RUSTDOCFLAGS", "-D warnings");
        let output = command.stderr(std::process::Stdio::inherit()).output()?;
        let mut faults: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for line in output.stdout.split(|byte| *byte == b'\n') {
            let Ok(message) = serde_json::from_slice::<Value>(line) else { continue };
            let Some(said) = message["message"]["rendered"].as_str() else { continue };
            let id = message["package_id"].as_str().unwrap_or_default();
            let found = members.keys().find(|member| id.contains(&format!("/{member}#")));
            faults.entry(found.map_or(id, String::as_str).to_owned()).or_default().push(said.to_owned());
        }
        println!(
            "\n{} of {} crates {verb} without a warning",
            members.len() - faults.len().min(members.len()),
            members.len()
        );
        for (member, said) in &faults {
            println!("\n{member} ({}): {} messages", members.get(member).unwrap_or(&""), said.len());
            said.iter().take(3).for_each(|one| println!("{one}"));
        }
        Ok(output.status.success() && faults.is_empty())
    }
}
