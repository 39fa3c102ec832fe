//! The names of all models.

use std::collections::BTreeMap;

use crate::lower::config::TypeConfig;
use crate::rust::{Ident, Type};
use crate::spec::Scalar;

/// The Rust types of scalars for which `crate.json` sets another one.
pub(crate) type Formats = BTreeMap<Scalar, Type>;

/// The names of all models.
#[derive(Clone, Debug, Default)]
pub(crate) struct Naming {
    /// The type of each model.
    pub types: BTreeMap<String, Ident>,
    /// For each model, the model whose module contains it.
    pub homes: BTreeMap<String, String>,
    /// The module of each model that has its own.
    pub modules: BTreeMap<String, Ident>,
    /// The fields or values of each model.
    pub parts: BTreeMap<String, BTreeMap<String, Ident>>,
    /// The enum of what each union can be read as whose types nothing distinguishes.
    pub views: BTreeMap<String, Ident>,
    /// The struct of the required fields of each model, which not every model needs.
    pub required: BTreeMap<String, Ident>,
    /// The Rust types of scalars.
    pub formats: Formats,
    /// Names that depend on other names, as settings that keep them stable.
    pub moved: BTreeMap<String, TypeConfig>,
}
