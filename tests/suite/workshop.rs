//! A separate workspace in a temporary folder, in which commands may write and files may be broken.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use crate::cargo::{Said, xtask};

/// The folder of a workspace for one test.
#[derive(Debug)]
pub struct Workshop(PathBuf);

impl Workshop {
    /// An empty workspace; the name is that of the test.
    pub fn empty(name: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        if folder.exists() {
            fs::remove_dir_all(&folder).expect("what an earlier run left can be removed");
        }
        fs::create_dir_all(&folder).expect("a folder can be made");
        let workshop = Self(folder);
        workshop.write("Cargo.toml", "[workspace]\nresolver = \"3\"\n");
        workshop
    }

    /// A workspace with the project's specs and generated crates.
    pub fn new(name: &str) -> Self {
        let workshop = Self::empty(name);
        for part in ["specs", "generated"] {
            for (path, bytes) in files(&crate::root().join(part)) {
                workshop.write_bytes(&format!("{part}/{path}"), &bytes);
            }
        }
        workshop
    }

    pub fn folder(&self) -> &Path {
        &self.0
    }

    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.0.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    pub fn write(&self, path: &str, text: &str) {
        self.write_bytes(path, text.as_bytes());
    }

    pub fn write_bytes(&self, path: &str, bytes: &[u8]) {
        let path = self.0.join(path);
        fs::create_dir_all(path.parent().expect("a file lies in a folder")).expect("a folder can be made");
        fs::write(path, bytes).expect("a file can be written");
    }

    pub fn remove(&self, path: &str) {
        fs::remove_file(self.0.join(path)).expect("a file can be removed");
    }

    /// Replaces a string in a file, in which it occurs once.
    pub fn replace(&self, path: &str, from: &str, to: &str) {
        let text = self.read(path);
        assert_eq!(text.matches(from).count(), 1, "{path} holds once: {from}");
        self.write(path, &text.replace(from, to));
    }

    /// All files of the workspace, so that a test can see whether something was written.
    pub fn files(&self) -> BTreeMap<String, Vec<u8>> {
        files(&self.0)
    }

    /// Runs a command of the project in the workspace.
    pub fn xtask(&self, args: &[&str]) -> Said {
        let args: Vec<&OsStr> = args.iter().map(OsStr::new).collect();
        Said::by(xtask(), &self.0, &args)
    }
}

/// A folder outside of any workspace, which is removed when the test ends.
#[derive(Debug)]
pub struct Outside(PathBuf);

impl Outside {
    /// A folder for one test; it does not exist yet.
    pub fn new(name: &str) -> Self {
        Self(std::env::temp_dir().join(format!("{name}-{}", std::process::id())))
    }

    pub fn folder(&self) -> &Path {
        &self.0
    }
}

impl Drop for Outside {
    fn drop(&mut self) {
        // The folder may not exist.
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// The files below a folder, by their paths with `/` between the parts; what was built is left out.
pub fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(current) = open.pop() {
        for entry in fs::read_dir(current).expect("a folder can be read").map(|entry| entry.expect("it can be read")) {
            let path = entry.path();
            // A symbolic link is not followed; its target counts as its content.
            let target = fs::read_link(&path).ok();
            if target.is_none() && path.is_dir() {
                open.extend((entry.file_name() != "target").then_some(path));
                continue;
            }
            let inside = path.strip_prefix(folder).expect("found below the folder");
            let inside: Vec<_> = inside.iter().map(|part| part.to_string_lossy()).collect();
            let bytes = match target {
                Some(target) => target.into_os_string().into_encoded_bytes(),
                None => fs::read(&path).expect("a file can be read"),
            };
            found.insert(inside.join("/"), bytes);
        }
    }
    found
}

/// Writes these files to a folder, removes all others, and makes the folder a workspace with the versions of this
/// project. Unchanged files are not written, so that they are not built again.
pub fn lay_out(folder: &Path, wanted: &BTreeMap<String, Vec<u8>>) {
    fs::create_dir_all(folder).expect("a folder can be made");
    // A folder without a manifest would be a member nevertheless.
    for entry in fs::read_dir(folder).expect("a folder can be read").map(|entry| entry.expect("it can be read")) {
        let name = entry.file_name();
        let inside = format!("{}/", name.to_string_lossy());
        let is_kept = name == "target" || wanted.keys().any(|path| path.starts_with(&inside));
        if entry.path().is_dir() && !is_kept {
            fs::remove_dir_all(entry.path()).expect("a folder can be removed");
        }
    }
    let there = files(folder);
    for path in there.keys().filter(|path| !wanted.contains_key(*path)) {
        fs::remove_file(folder.join(path)).expect("a file can be removed");
    }
    for (path, text) in wanted.iter().filter(|(path, text)| there.get(*path) != Some(text)) {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().expect("a file lies in a folder")).expect("a folder can be made");
        fs::write(path, text).expect("a file can be written");
    }
    fs::copy(crate::root().join("Cargo.lock"), folder.join("Cargo.lock")).expect("the versions are known");
}
