//! What the passes of models need to know.

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

/// What the lowering of models needs to know.
pub(crate) struct Models<'a> {
    pub api: &'a Checked,
    pub config: &'a CrateConfig,
    pub naming: &'a Naming,
    pub reach: &'a Reach,
    pub boxed: &'a BTreeSet<Site>,
    pub plans: &'a Plans,
    pub codes: &'a Codes<'a>,
    pub discriminators: &'a Discriminators,
    /// The models that are not written, because they are only the parts of a body.
    pub taken_apart: &'a BTreeSet<String>,
}

/// What all models have.
pub(super) struct Head {
    pub(super) docs: Docs,
    pub(super) deprecated: bool,
    pub(super) ident: Ident,
    pub(super) params: Vec<Ident>,
}
