//! Writes the suggested version of a crate.

use std::io;

use codegen::diff::bump;
use codegen::lower::config::CrateConfig;
use codegen::problem::show;
use codegen::spec::json;

use crate::lock::Lock;
use crate::report::locate;
use crate::{files, terminal, workspace};

/// Writes the suggested version to `crate.json`, unless the version there is at least as high.
pub(super) fn take(api: &str, next: &str) -> io::Result<()> {
    let file = format!("specs/{api}/crate.json");
    let path = workspace::root().join(&file);
    let _lock = Lock::new(&workspace::spec(api))?;
    let text = files::read(&path)?;
    let config: CrateConfig = json::read(&file, &text)
        .map_err(|problem| io::Error::new(io::ErrorKind::InvalidData, show(&[problem], &|_| None, locate)))?;
    if bump::reaches(&config.package.version, next) {
        terminal::warn(format_args!("{file}: stays at {}\n", config.package.version));
        return Ok(());
    }
    files::write(&path, &with_version(&text, &config.package.version, next))?;
    terminal::warn(format_args!("{file}: {next}; run `cargo xtask regenerate {api}`\n"));
    Ok(())
}

/// The text of a `crate.json` with another package version. Everything else keeps its layout.
fn with_version(text: &str, old: &str, new: &str) -> String {
    let at = json::positions(text, &["/package/version"])[0].expect("a version was read").line;
    let start: usize = text.split_inclusive('\n').take(at - 1).map(str::len).sum();
    let (before, rest) = text.split_at(start);
    let (name, value) = rest.split_at(rest.find("\"version\"").unwrap_or_default() + "\"version\"".len());
    format!("{before}{name}{}", value.replacen(&json_text(old), &json_text(new), 1))
}

fn json_text(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
