//! The models of an API, numbered.

use std::collections::HashMap;

use crate::spec::{Api, TypeDef};

/// The models of an API, numbered in the order of their names.
pub(super) struct Types<'a> {
    pub(super) defs: Vec<(&'a str, &'a TypeDef)>,
    pub(super) numbers: HashMap<&'a str, usize>,
}

impl<'a> Types<'a> {
    pub(super) fn new(api: &'a Api) -> Self {
        let defs: Vec<_> = api.types.iter().map(|(name, def)| (name.as_str(), def)).collect();
        let numbers = defs.iter().enumerate().map(|(number, (name, _))| (*name, number)).collect();
        Self { defs, numbers }
    }

    pub(super) fn number(&self, name: &str) -> Option<usize> {
        self.numbers.get(name).copied()
    }

    /// A cycle in a readable form: `A -> B -> A`. The middle of a long cycle is left out.
    pub(super) fn trail(&self, cycle: &[usize]) -> String {
        const SHOWN: usize = 8;
        let mut names: Vec<&str> = cycle.iter().take(SHOWN).map(|number| self.defs[*number].0).collect();
        if cycle.len() > SHOWN {
            names.push("...");
        }
        names.push(self.defs[cycle[0]].0);
        names.join(" -> ")
    }
}
