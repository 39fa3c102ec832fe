//! The pass that keeps the operations that `crate.json` names, and of everything else only what they reach.

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::lower::config::CrateConfig;
use crate::lower::names::models::wish_place;
use crate::lower::names::{self, Style, methods};
use crate::problem::{Problem, Rule};
use crate::spec::{Api, Checked, Operation};

/// What a crate is made of.
#[derive(Clone, Debug)]
pub struct Chosen<'a> {
    /// The spec, or what was chosen of it.
    pub api: Cow<'a, Checked>,
    /// The wishes about it.
    pub wishes: Cow<'a, CrateConfig>,
}

/// Chooses what `include` names; everything where there is none.
///
/// # Errors
/// The globs that name no operation.
pub fn choose<'a>(api: &'a Checked, wishes: &'a CrateConfig) -> Result<Chosen<'a>, Vec<Problem>> {
    if wishes.include.is_empty() {
        return Ok(Chosen { api: Cow::Borrowed(api), wishes: Cow::Borrowed(wishes) });
    }
    let (chosen, unused) = api.select(&wishes.include);
    let is_unused = |glob: &&String| unused.contains(glob);
    let problems: Vec<Problem> =
        wishes.include.iter().enumerate().filter(|(_, glob)| is_unused(glob)).map(of).collect();
    if !problems.is_empty() {
        return Err(problems);
    }
    let wishes = narrowed(wishes, api, &chosen);
    Ok(Chosen { api: Cow::Owned(chosen), wishes: Cow::Owned(wishes) })
}

fn of((at, glob): (usize, &String)) -> Problem {
    let help = "A glob is held against `group.name` and against `METHOD /path`; `show --stage spec` lists both.";
    let place = wish_place(&["include", &at.to_string()]);
    Problem::error(Rule::EmptySelection, place, format!("no operation is named by `{glob}`"), help)
}

/// The wishes without those about what was not chosen, which are no mistake; one about nothing at all stays one.
pub fn narrowed(wishes_of_all: &CrateConfig, whole: &Api, chosen: &Api) -> CrateConfig {
    let mut wishes = wishes_of_all.clone();
    wishes.include.clear();
    wishes.operations.retain(|id, _| chosen.operations.contains_key(id) || !whole.operations.contains_key(id));
    wishes.types.retain(|name, _| chosen.types.contains_key(name) || !whole.types.contains_key(name));
    let groups = |api: &Api, wishes: &CrateConfig| -> BTreeSet<String> {
        api.operations.iter().map(|(id, operation)| group(id, operation, wishes)).collect()
    };
    let (left, all) = (groups(chosen, &wishes), groups(whole, wishes_of_all));
    wishes.groups.retain(|name, _| left.contains(name) || !all.contains(name));
    wishes
}

/// The name of an operation's group in Rust.
fn group(id: &str, operation: &Operation, wishes: &CrateConfig) -> String {
    let wish = wishes.operations.get(id).and_then(|wish| wish.group.clone());
    wish.unwrap_or_else(|| methods::group(names::ident(&operation.group, Style::Snake)).text().to_owned())
}
