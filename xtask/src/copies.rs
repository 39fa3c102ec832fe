//! Copies files that may have edits to a folder of the crate before they are replaced or removed.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;

use codegen::file_list;

use crate::disk;
use crate::files::{self, at};
use crate::folder;

/// Keeps the copies out of version control and out of packages, also after `git add --all`.
const IGNORE: &str = "# Files that may have had edits when `cargo xtask` replaced them. Nothing reads them: take what you \
                      need, then delete this folder.\n*\n";

/// The planned copies of one run.
#[derive(Debug, Default)]
pub struct Copies {
    /// The path of each file to copy, and that of its copy, both inside the folder of the crate.
    new: Vec<(String, String)>,
    /// The paths of the copies.
    taken: BTreeSet<String>,
    /// The folders that were looked at.
    seen: BTreeSet<std::path::PathBuf>,
}

impl Copies {
    /// Plans the copy of a file with this content, and returns the path of the copy inside the folder of the crate. An
    /// existing copy with the same content is enough, and one with other content is not replaced.
    ///
    /// # Errors
    /// Those of the file system, and that of something other than a folder where a folder is needed.
    pub fn plan(&mut self, folder: &Path, path: &str, bytes: &[u8]) -> io::Result<String> {
        let first = format!("{}/{path}", file_list::EDITED);
        folder::check_folders(folder, &first, &mut self.seen)?;
        for copy in (1..).map(|at| if at == 1 { first.clone() } else { format!("{first}.{at}") }) {
            if self.taken.contains(&copy) {
                continue;
            }
            let target = folder.join(&copy);
            let kind = folder::kind(&target)?;
            if kind.is_some_and(|kind| kind.is_file()) && disk::bytes(&target)? == bytes {
                return Ok(copy);
            }
            if kind.is_none() {
                self.taken.insert(copy.clone());
                self.new.push((path.to_owned(), copy.clone()));
                return Ok(copy);
            }
        }
        unreachable!("some number is free")
    }

    /// Writes the planned copies.
    ///
    /// # Errors
    /// Those of the file system. Copies that were written until then are complete.
    pub fn write(&self, folder: &Path) -> io::Result<()> {
        if self.new.is_empty() {
            return Ok(());
        }
        let edited = folder.join(file_list::EDITED);
        fs::create_dir_all(&edited).map_err(at(&edited))?;
        let ignore = edited.join(".gitignore");
        if folder::kind(&ignore)?.is_none() {
            files::replace(&ignore, IGNORE, folder)?;
        }
        for (path, copy) in &self.new {
            let copy = folder.join(copy);
            if let Some(parent) = copy.parent() {
                fs::create_dir_all(parent).map_err(at(parent))?;
            }
            files::copy_new(&folder.join(path), &copy, folder)?;
        }
        Ok(())
    }
}
