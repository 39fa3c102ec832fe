//! The pass that keeps the operations that `crate.json` includes, and everything that they use.

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::lower::config::CrateConfig;
use crate::lower::names::{self, Style, methods};
use crate::lower::places::config_place;
use crate::problem::{Problem, Rule};
use crate::spec::{Api, Checked, Operation};

/// The input for generating a crate, after selection.
#[derive(Clone, Debug)]
pub struct Chosen<'a> {
    /// The selected part of the spec, or the whole spec.
    pub api: Cow<'a, Checked>,
    /// The config for that part of the spec.
    pub config: Cow<'a, CrateConfig>,
}

/// Selects the operations that `include` names, with their models; everything if there is no `include`.
///
/// # Errors
/// The globs that match no operation.
pub fn choose<'a>(api: &'a Checked, config: &'a CrateConfig) -> Result<Chosen<'a>, Vec<Problem>> {
    if config.include.is_empty() {
        return Ok(Chosen { api: Cow::Borrowed(api), config: Cow::Borrowed(config) });
    }
    let (chosen, unused) = api.select(&config.include);
    let is_unused = |glob: &&String| unused.contains(glob);
    let problems: Vec<Problem> =
        config.include.iter().enumerate().filter(|(_, glob)| is_unused(glob)).map(of).collect();
    if !problems.is_empty() {
        return Err(problems);
    }
    let config = narrowed(config, api, &chosen);
    Ok(Chosen { api: Cow::Owned(chosen), config: Cow::Owned(config) })
}

fn of((at, glob): (usize, &String)) -> Problem {
    let help = "A glob matches `group.name` or `METHOD /path`. `show --stage spec` lists both.";
    let place = config_place(&["include", &at.to_string()]);
    Problem::error(Rule::EmptySelection, place, format!("no operation matches `{glob}`"), help)
}

/// The config without the settings for operations and types that were not selected, because these settings are not
/// mistakes. A setting for something that does not exist at all is kept, and reported later.
pub fn narrowed(whole_config: &CrateConfig, whole: &Api, chosen: &Api) -> CrateConfig {
    let mut config = whole_config.clone();
    config.include.clear();
    config.operations.retain(|id, _| chosen.operations.contains_key(id) || !whole.operations.contains_key(id));
    config.types.retain(|name, _| chosen.types.contains_key(name) || !whole.types.contains_key(name));
    let groups = |api: &Api, config: &CrateConfig| -> BTreeSet<String> {
        api.operations.iter().map(|(id, operation)| group(id, operation, config)).collect()
    };
    let (left, all) = (groups(chosen, &config), groups(whole, whole_config));
    config.groups.retain(|name, _| left.contains(name) || !all.contains(name));
    config
}

/// The name of an operation's group in Rust.
fn group(id: &str, operation: &Operation, config: &CrateConfig) -> String {
    let setting = config.operations.get(id).and_then(|setting| setting.group.clone());
    setting.unwrap_or_else(|| methods::group(names::ident(&operation.group, Style::Snake)).text().to_owned())
}
