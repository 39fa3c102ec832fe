//! Tests that the files in `specs/` are up to date.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use codegen::emit::manifest::WorkspaceRole;
use codegen::file_list::{self, FileList};
use codegen::generate::{Generated, generate};
use codegen::import::{Leniency, Source, import};
use codegen::problem::Problem;
use codegen::spec::{Api, Checked, check::check, fixup, json};

use crate::workshop::files;

/// The folders of the APIs, by name.
fn apis() -> BTreeMap<String, PathBuf> {
    let entries = fs::read_dir(crate::root().join("specs")).expect("there are specs");
    let paths =
        entries.map(|entry| entry.expect("it can be read").path()).filter(|path| path.join("api.json").is_file());
    paths.map(|path| (path.file_name().expect("a folder has a name").to_string_lossy().into_owned(), path)).collect()
}

fn text(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The spec from the sources and corrections of an API.
fn imported(folder: &Path) -> Result<Checked, Vec<Problem>> {
    let source = |(name, bytes)| Source { name, text: String::from_utf8(bytes).expect("a source is UTF-8") };
    let sources: Vec<Source> = files(&folder.join("source")).into_iter().map(source).collect();
    let mut api = import(None, &sources, Leniency::Normal)?.api;
    let fixups = fixup::read("fixups.json", &text(&folder.join("fixups.json")))?;
    let problems = fixup::apply(&mut api, &fixups, "fixups.json");
    assert_eq!(problems, []);
    api.schema = Some("../schema/api.schema.json".to_owned());
    check(api, None)
}

/// The sentence with which `regenerate` marks the files of an API.
fn generated_by(api: &str) -> String {
    format!("cargo xtask regenerate {api} from specs/{api}/api.json")
}

/// The crate of an API, as `regenerate` generates it.
pub fn regenerated(api: &str) -> Generated {
    let folder = &apis()[api];
    let made = || -> Result<Generated, Vec<Problem>> {
        let spec: Api = json::read("api.json", &text(&folder.join("api.json"))).map_err(|one| vec![one])?;
        let config = json::read("crate.json", &text(&folder.join("crate.json"))).map_err(|one| vec![one])?;
        let generated = generate(&check(spec, Some("api.json"))?, &config, &generated_by(api), WorkspaceRole::Member)?;
        let chapters = fs::read_to_string(folder.join("README.md")).unwrap_or_default();
        Ok(generated.with_chapters(&chapters))
    };
    made().unwrap_or_else(|problems| panic!("{api}: {problems:#?}"))
}

#[test]
fn each_spec_is_what_its_sources_give() {
    let apis = apis();
    assert!(!apis.is_empty());
    for (name, folder) in apis {
        let checked = imported(&folder).unwrap_or_else(|problems| panic!("{name}: {problems:#?}"));
        let written = json::write_api(&checked);
        assert!(written == text(&folder.join("api.json")), "run `cargo xtask import {name}`");
        let again = json::write_api(&imported(&folder).expect("it was in order before"));
        assert!(written == again, "{name} is imported alike each time");
    }
}

#[test]
fn each_crate_is_what_its_spec_gives() {
    for name in apis().keys() {
        let generated = regenerated(name);
        let folder = crate::root().join("generated").join(&generated.krate.package.name);
        let list = FileList::new(&generated.krate.package.name, &generated.tree).text(&generated_by(name));
        let list = (file_list::FILE_NAME.to_owned(), list.into_bytes());
        let made: BTreeMap<String, Vec<u8>> =
            generated.tree.files().map(|(path, text)| (path.to_owned(), text.into())).chain([list]).collect();
        let there = files(&folder);
        let differ = |path: &&String| made.get(*path) != there.get(*path);
        let stale: Vec<&String> = made.keys().chain(there.keys()).filter(differ).collect();
        assert!(stale.is_empty(), "run `cargo xtask regenerate {name}`: {stale:?}");
        assert!(generated.tree == regenerated(name).tree, "{name} is generated alike each time");
        assert_eq!(
            generated.stable_config,
            json::read("crate.json", &text(&apis()[name].join("crate.json"))).expect("it was read before"),
            "run `cargo xtask import {name}`"
        );
    }
}
