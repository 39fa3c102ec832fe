//! Types that lead back to themselves do so in a way that has an end.

mod endless;
mod growing;

use std::collections::HashMap;

use super::Findings;
use crate::spec::{Api, TypeDef};

pub(super) fn check(api: &Api, findings: &mut Findings<'_>) {
    let types = Types::new(api);
    endless::check(&types, findings);
    growing::check(&types, findings);
}

/// The models of an API, numbered in the order of their names.
struct Types<'a> {
    defs: Vec<(&'a str, &'a TypeDef)>,
    numbers: HashMap<&'a str, usize>,
}

impl<'a> Types<'a> {
    fn new(api: &'a Api) -> Self {
        let defs: Vec<_> = api.types.iter().map(|(name, def)| (name.as_str(), def)).collect();
        let numbers = defs.iter().enumerate().map(|(number, (name, _))| (*name, number)).collect();
        Self { defs, numbers }
    }

    fn number(&self, name: &str) -> Option<usize> {
        self.numbers.get(name).copied()
    }

    /// A cycle as readers follow it: `A -> B -> A`. A long one is cut in its middle.
    fn trail(&self, cycle: &[usize]) -> String {
        const SHOWN: usize = 8;
        let mut names: Vec<&str> = cycle.iter().take(SHOWN).map(|number| self.defs[*number].0).collect();
        if cycle.len() > SHOWN {
            names.push("...");
        }
        names.push(self.defs[cycle[0]].0);
        names.join(" -> ")
    }
}
