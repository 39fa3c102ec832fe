//! Tries one case, from its text to its crate, and checks the behaviour of the generator.

use codegen::diff::{self, Side};
use codegen::emit::manifest::WorkspaceRole;
use codegen::file_list::FileList;
use codegen::generate::{self, Generated};
use codegen::import::{self, Leniency, Source};
use codegen::lower::config::CrateConfig;
use codegen::problem::{Level, Problem, report, show};
use codegen::spec::{Api, Checked, check, fixup, json};
use fastrand::Rng;

use crate::corpus::{Kind, Seed};

/// The outcome of a case without a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The document became a crate.
    Accepted,
    /// The document was refused, with problems.
    Refused,
}

/// Tries a case.
///
/// # Errors
/// A description of the wrong behaviour of the generator.
pub fn trial(seed: &Seed, text: &str, random: &mut Rng) -> Result<Outcome, String> {
    let name = seed.path.rsplit('/').next().unwrap_or(&seed.path);
    let leniency = if random.bool() { Leniency::Lenient } else { Leniency::Normal };
    let config = config(random);
    let read = || read(seed.kind, name, text, &seed.spec, leniency, &config);
    let (checked, config, notes) = match read() {
        Ok(read) => read,
        Err(problems) => return refused(&problems, name, text),
    };
    shown(&notes, name, text)?;
    let made = || generate::generate(&checked, &config, "cargo xtask fuzz from a document", WorkspaceRole::Member);
    let generated = match made() {
        Ok(generated) => generated,
        Err(problems) => return refused(&problems, name, text),
    };
    shown(&generated.notes, name, text)?;
    parses(&generated)?;
    // The text is read again, so that every stage is repeated.
    let (again, config_again, _) = read().map_err(|_| "a document is accepted once and refused once".to_owned())?;
    let second = generate::generate(&again, &config_again, "cargo xtask fuzz from a document", WorkspaceRole::Member);
    let second = second.map_err(|_| "a spec is accepted once and refused once".to_owned())?;
    same(&generated, &second, "a second run")?;
    // The recorded names have to be the chosen ones.
    let settled = generate::generate(
        &checked,
        &generated.stable_config,
        "cargo xtask fuzz from a document",
        WorkspaceRole::Member,
    );
    let settled = settled.map_err(|problems| format!("the recorded names are refused: {}", problems[0].message))?;
    same(&generated, &settled, "a run with the recorded names")?;
    written(&checked, &config, &generated)?;
    let side = |krate| Side { api: &checked, krate: Some(krate) };
    if !diff::compare(side(&generated.krate), side(&second.krate)).is_empty() {
        return Err("a crate differs from itself".to_owned());
    }
    Ok(Outcome::Accepted)
}

/// A config with some options.
fn config(random: &mut Rng) -> CrateConfig {
    let options = [
        ("group_features", "true"),
        ("replies", "\"lenient\""),
        ("unnamed_members", "\"drop\""),
        ("constraints", "\"check\""),
    ];
    let chosen: String =
        options.iter().filter(|_| random.u8(..4) == 0).map(|(name, value)| format!(", \"{name}\": {value}")).collect();
    let text = format!("{{\"package\": {{\"name\": \"fuzzed\", \"version\": \"0.1.0\"}}{chosen}}}");
    json::read("crate.json", &text).unwrap_or_else(|_| CrateConfig::named("fuzzed"))
}

type Read = (Checked, CrateConfig, Vec<Problem>);

fn read(
    kind: Kind,
    name: &str,
    text: &str,
    spec: &str,
    leniency: Leniency,
    config: &CrateConfig,
) -> Result<Read, Vec<Problem>> {
    let one = |problem| vec![problem];
    match kind {
        Kind::Document => {
            let source = Source { name: name.to_owned(), text: text.to_owned() };
            let imported = import::import(None, &[source], leniency)?;
            Ok((check::check(imported.api, None)?, config.clone(), imported.notes))
        }
        Kind::Config => {
            let api: Api = json::read("api.json", spec).map_err(one)?;
            let checked = check::check(api, Some("api.json"))?;
            Ok((checked, json::read(name, text).map_err(one)?, Vec::new()))
        }
        Kind::Fixups => {
            let mut api: Api = json::read("api.json", spec).map_err(one)?;
            let problems = fixup::apply(&mut api, &fixup::read(name, text)?, name);
            if problems.is_empty() { Ok((check::check(api, None)?, config.clone(), Vec::new())) } else { Err(problems) }
        }
    }
}

/// Checks that a refusal states what is wrong and what to do.
fn refused(problems: &[Problem], name: &str, text: &str) -> Result<Outcome, String> {
    if !problems.iter().any(|problem| problem.level == Level::Error) {
        return Err("a document is refused without an error".to_owned());
    }
    shown(problems, name, text)?;
    Ok(Outcome::Refused)
}

/// Checks that problems can be printed, and that none is empty.
fn shown(problems: &[Problem], name: &str, text: &str) -> Result<(), String> {
    if let Some(empty) = problems.iter().find(|problem| problem.message.is_empty() || problem.help.is_empty()) {
        return Err(format!("a problem says nothing: {empty:?}"));
    }
    let files = |file: &str| (file == name).then(|| text.to_owned());
    let printed = show(problems, &files, import::positions);
    if let Some(sign) = printed.chars().find(|sign| sign.is_control() && *sign != '\n') {
        return Err(format!("a problem prints the control character {sign:?}"));
    }
    if report(problems, &files, import::positions).len() != problems.len() {
        return Err("a problem is not reported".to_owned());
    }
    Ok(())
}

/// Checks that each file of the crate is valid Rust.
fn parses(generated: &Generated) -> Result<(), String> {
    for (path, text) in generated.tree.files() {
        // The runtime is copied unchanged.
        if path.ends_with(".rs") && (!path.starts_with("src/runtime/") || path.ends_with("/mod.rs")) {
            syn::parse_file(text).map_err(|error| format!("{path} does not parse: {error}"))?;
        }
        if text.contains('\r') || text.contains('\0') {
            return Err(format!("{path} has a control character"));
        }
    }
    let list = FileList::new("fuzzed", &generated.tree);
    if FileList::read(&list.text("cargo xtask fuzz")) != Some(list) {
        return Err("the list of files is not read back".to_owned());
    }
    Ok(())
}

fn same(one: &Generated, other: &Generated, what: &str) -> Result<(), String> {
    if one.tree == other.tree {
        return Ok(());
    }
    let differs = |(path, text): &(&str, &str)| other.tree.get(path) != Some(text);
    let path = one.tree.files().find(differs).map_or("the list of files", |(path, _)| path);
    Err(format!("{path} differs in {what}"))
}

/// Checks that the written spec can be read again, and gives the same crate.
fn written(checked: &Checked, config: &CrateConfig, generated: &Generated) -> Result<(), String> {
    let text = json::write_api(checked);
    let api: Api =
        json::read("api.json", &text).map_err(|problem| format!("api.json is not read: {}", problem.message))?;
    if json::write_api(&api) != text {
        return Err("api.json is written otherwise the second time".to_owned());
    }
    let checked = check::check(api, Some("api.json"))
        .map_err(|problems| format!("api.json is refused: {}", problems[0].message))?;
    let second = generate::generate(&checked, config, "cargo xtask fuzz from a document", WorkspaceRole::Member)
        .map_err(|problems| format!("api.json is refused later: {}", problems[0].message))?;
    same(generated, &second, "the crate of the written api.json")
}
