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
    /// The name of each model's type.
    pub types: BTreeMap<String, Ident>,
    /// For each model, the model to which its file belongs, and after which the file is named.
    pub file_owners: BTreeMap<String, String>,
    /// The name of the module of each model that has a file.
    pub modules: BTreeMap<String, Ident>,
    /// The names of the fields or values of each model.
    pub parts: BTreeMap<String, BTreeMap<String, Ident>>,
    /// The name of the enum of possible types, for each union whose types cannot be distinguished.
    pub views: BTreeMap<String, Ident>,
    /// The name of the struct of the required fields of each model. It is generated only for some models.
    pub required: BTreeMap<String, Ident>,
    /// The Rust types that `formats` in `crate.json` chooses for scalars.
    pub formats: Formats,
    /// Names that depend on other names, as settings that keep them stable.
    pub moved: BTreeMap<String, TypeConfig>,
}
