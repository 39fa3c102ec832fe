//! What this version of the generator makes of the documents of an earlier revision, so that its own changes are not
//! taken for changes of the documents.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use codegen::diff::generator::{Files, read_differently, written_differently};
use codegen::diff::{self, Change, Side};
use codegen::emit::manifest::Standing;
use codegen::file_list::{self, FileList};
use codegen::generate;
use codegen::import::{Leniency, Source, Sources, Unread};
use codegen::lower::config::CrateConfig;
use codegen::problem::{Level, Problem};
use codegen::spec::{Checked, check, json};

use crate::git;
use crate::normalize::normalized;
use crate::workspace::made;

/// The old side of a comparison, as this version of the generator makes it.
#[derive(Clone, Debug, Default)]
pub struct Again {
    /// The text of `api.json`, where it differs from the committed one.
    pub spec: Option<String>,
    /// What the generator changed: at most one change of the wire and one of the crate.
    pub changes: Vec<Change>,
}

/// Reads the sources of a revision again and generates their crate, and holds both against what is committed there.
/// `before` is the committed spec, and `config` the config that belongs to it.
///
/// # Errors
/// Those of git. Sources that this version refuses are no error: then nothing is known about the generator, and a line
/// on standard error says so.
pub fn again(api: &str, revision: &str, before: &Checked, config: &CrateConfig) -> io::Result<Again> {
    let reread = match reread(api, revision, config)? {
        None => None,
        Some(Ok(reread)) => Some(reread),
        Some(Err(problems)) => {
            not_separated(api, revision, &problems);
            return Ok(Again::default());
        }
    };
    let (old, new) = (json::write_api(before), reread.as_ref().map(|api| json::write_api(api)));
    let spec = new.filter(|new| *new != old);
    let current = reread.as_ref().filter(|_| spec.is_some()).unwrap_or(before);
    let mut changes = Vec::new();
    if spec.is_some() {
        let [before, current] = [before, current].map(|api| Side { api, krate: None });
        changes.extend(read_differently(&diff::compare(before, current)));
    }
    if let Some(committed) = committed(config, revision)? {
        match generated(api, revision, current, config)? {
            Ok(mut files) => {
                files.retain(|path, _| !committed.edited.contains(path));
                changes.extend(written_differently(&committed.written, &files));
            }
            Err(problems) => {
                not_separated(api, revision, &problems);
                return Ok(Again::default());
            }
        }
    }
    Ok(Again { spec, changes })
}

fn not_separated(api: &str, revision: &str, problems: &[Problem]) {
    let first = problems.iter().find(|problem| problem.level == Level::Error).or(problems.first());
    let why = first.map(|problem| format!(" ({})", problem.message)).unwrap_or_default();
    eprintln!(
        "note: this version of the generator refuses specs/{api} of `{revision}`{why}, so changes by the generator are \
         not distinguished from those of the documents"
    );
}

/// The spec that the sources of a revision give today; `None` if there are no sources.
fn reread(api: &str, revision: &str, config: &CrateConfig) -> io::Result<Option<Result<Checked, Vec<Problem>>>> {
    let is_shown = |name: &str| name.split('/').all(|part| !part.starts_with('.'));
    let files = git::files(revision, &format!("specs/{api}/source"))?.into_iter().filter(|(name, _)| is_shown(name));
    // What is no text is no document.
    let texts: BTreeMap<String, String> =
        files.filter_map(|(name, bytes)| Some((name, String::from_utf8(bytes).ok()?))).collect();
    if texts.is_empty() {
        return Ok(None);
    }
    let fixups = git::show(revision, &format!("specs/{api}/fixups.json"))?;
    let source = |name: &str| texts.get(name).map(|text| Source { name: name.to_owned(), text: text.clone() });
    let given = texts.keys().filter_map(|name| source(name)).collect();
    let sources = Sources::load(None, given, &mut |name| source(name).ok_or(Unread::Missing));
    let leniency = if config.strict { Leniency::Strict } else { Leniency::Normal };
    let normalized = normalized(sources, fixups.as_deref(), leniency);
    Ok(Some(normalized.and_then(|normalized| check::check(normalized.api, None))))
}

/// A crate of a revision.
struct Committed {
    /// The files that the generator wrote.
    written: Files,
    /// The files that somebody edited since, and which therefore say nothing about the generator.
    edited: BTreeSet<String>,
}

/// The committed crate; `None` if none is committed.
fn committed(config: &CrateConfig, revision: &str) -> io::Result<Option<Committed>> {
    let mut files = git::files(revision, &format!("generated/{}", config.package.name))?;
    let list = files.remove(file_list::FILE_NAME).and_then(|bytes| FileList::read(&String::from_utf8(bytes).ok()?));
    let Some(list) = list else { return Ok(None) };
    let mut committed = Committed { written: Files::new(), edited: BTreeSet::new() };
    for (path, bytes) in files {
        match String::from_utf8(bytes) {
            Ok(text) if list.is_unedited(&path, text.as_bytes()) => {
                committed.written.insert(path, text.replace("\r\n", "\n"));
            }
            Ok(_) | Err(_) => {
                committed.edited.insert(path);
            }
        }
    }
    Ok(Some(committed))
}

fn generated(
    api: &str,
    revision: &str,
    spec: &Checked,
    config: &CrateConfig,
) -> io::Result<Result<Files, Vec<Problem>>> {
    let chapters = git::show(revision, &format!("specs/{api}/README.md"))?.unwrap_or_default();
    let generated = generate::generate(spec, config, &made(api), Standing::Member);
    let files = generated.map(|generated| {
        let tree = generated.with_chapters(&chapters).tree;
        tree.files().map(|(path, text)| (path.to_owned(), text.to_owned())).collect()
    });
    Ok(files)
}
