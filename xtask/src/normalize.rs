//! Imports the documents of an API and applies its fixups.

use codegen::import::{self, Leniency, Sources};
use codegen::problem::Problem;
use codegen::spec::Api;
use codegen::spec::fixup::{self, Fixups};

use crate::workspace::SCHEMA;

/// A spec that is not checked yet, with the applied fixups and the notes about the documents.
pub struct Normalized {
    /// The spec before it is checked.
    pub api: Api,
    /// The applied fixups.
    pub fixups: Fixups,
    /// The warnings and notes.
    pub notes: Vec<Problem>,
}

/// Imports documents and applies the fixups in the text of `fixups.json`, if there is one.
///
/// # Errors
/// The problems of the documents and of the fixups.
pub fn normalized(sources: Sources, fixups: Option<&str>, leniency: Leniency) -> Result<Normalized, Vec<Problem>> {
    let imported = import::import_all(sources, leniency)?;
    let (mut api, notes) = (imported.api, imported.notes);
    let fixups = fixups.map_or_else(|| Ok(Fixups::default()), |text| fixup::read("fixups.json", text))?;
    let problems = fixup::apply(&mut api, &fixups, "fixups.json");
    if !problems.is_empty() {
        return Err(problems);
    }
    api.schema = Some(SCHEMA.to_owned());
    Ok(Normalized { api, fixups, notes })
}
