//! From documents to the normalized spec: one importer a format.

pub mod learn;

use crate::problem::Problem;
use crate::spec::Api;

/// A document, as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The name of the file, relative to the API's folder of sources.
    pub name: String,
    /// What stands in it.
    pub text: String,
}

/// What a document says.
#[derive(Clone, Debug, PartialEq)]
pub struct Imported {
    /// The API.
    pub api: Api,
    /// What could not be expressed, or is good to know: warnings and notes.
    pub notes: Vec<Problem>,
}
