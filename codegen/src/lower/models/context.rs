//! The input of the passes for models.

use std::collections::BTreeSet;

use crate::lower::config::CrateConfig;
use crate::lower::facts::direction::Reach;
use crate::lower::facts::discriminators::Discriminators;
use crate::lower::facts::integer_enums::Codes;
use crate::lower::facts::recursion::Site;
use crate::lower::facts::unions::Plans;
use crate::lower::names::naming::Naming;
use crate::rust::{Docs, Ident};
use crate::spec::Checked;

/// The input for lowering models.
pub(crate) struct Models<'a> {
    pub api: &'a Checked,
    pub config: &'a CrateConfig,
    pub naming: &'a Naming,
    pub reach: &'a Reach,
    pub boxed: &'a BTreeSet<Site>,
    pub plans: &'a Plans,
    pub codes: &'a Codes<'a>,
    pub discriminators: &'a Discriminators,
    /// The structs that are types of a union which nothing distinguishes.
    pub viewed: &'a BTreeSet<String>,
    /// The models that are not generated, because they occur only as multipart bodies, whose parts are arguments.
    pub taken_apart: &'a BTreeSet<String>,
}

/// The facts that models of all kinds have.
pub(super) struct Head {
    pub(super) docs: Docs,
    pub(super) deprecated: bool,
    pub(super) ident: Ident,
    pub(super) params: Vec<Ident>,
}
