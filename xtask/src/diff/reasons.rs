//! The reasons why files of a crate changed, which `regenerate` shows.

use std::collections::BTreeMap;

use codegen::diff;
use codegen::lower::config::CrateConfig;
use codegen::rust::Crate;
use codegen::spec::json;

use super::sides::Part;
use crate::{files, git, workspace};

/// The reasons why files of a crate changed since the last commit, by file; empty if git has no earlier version.
pub fn reasons(api: &str, krate: &Crate) -> BTreeMap<String, String> {
    let (file, config_file) = (format!("specs/{api}/api.json"), format!("specs/{api}/crate.json"));
    let committed = |file: &str| git::show("HEAD", file).ok().flatten();
    let (Some(spec), Some(config)) = (committed(&file), committed(&config_file)) else { return BTreeMap::new() };
    let Ok(config) = json::read::<CrateConfig>(&config_file, &config) else { return BTreeMap::new() };
    let Ok(old) = Part::kept(String::new(), file, spec, config) else { return BTreeMap::new() };
    let Ok(made) = old.made() else { return BTreeMap::new() };
    let Ok(spec) = files::read(&workspace::spec(api).join("api.json")) else { return BTreeMap::new() };
    let Ok(new) = Part::kept(String::new(), String::new(), spec, CrateConfig::default()) else {
        return BTreeMap::new();
    };
    let diff = diff::compare(old.side(Some(&made.krate)), new.side(Some(krate)));
    let reason = |changes: Vec<&diff::Change>| {
        let some: Vec<String> =
            changes.iter().take(2).map(|change| format!("{} {}", change.rule.id(), change.what)).collect();
        let more = changes.len() - some.len();
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        format!("{}{more}", some.join(", "))
    };
    let touched = diff::by_file(&diff, &made.krate, krate).into_iter();
    let mut reasons: BTreeMap<String, String> = touched.map(|(file, changes)| (file, reason(changes))).collect();
    let (from, to) = (&made.krate.package.version, &krate.package.version);
    if from != to {
        // The manifest has the version, and the client sends it to the service.
        for file in ["Cargo.toml", "src/client.rs"] {
            let reason = reasons.entry(file.to_owned()).or_default();
            let comma = if reason.is_empty() { "" } else { ", " };
            reason.push_str(&format!("{comma}version {from} -> {to}"));
        }
    }
    reasons
}
