//! What an importer returns: the spec, and the problems to report about it.

use crate::problem::Problem;
use crate::spec::{Api, Origin};

/// The result of importing documents.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Imported {
    /// The API.
    pub api: Api,
    /// The warnings and notes: what could not be expressed, and facts that the author may want to know.
    pub notes: Vec<Problem>,
    /// The operations that lenient reading left out.
    pub skipped: Vec<Skipped>,
    /// The number of schemas; 0 for a format without schemas.
    pub schemas: usize,
}

impl Imported {
    /// The result for a document from which nothing was left out.
    pub(super) fn whole(api: Api, notes: Vec<Problem>) -> Self {
        Self { api, notes, skipped: Vec::new(), schemas: 0 }
    }
}

/// An operation that lenient reading left out.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Skipped {
    /// The method and path of the operation, such as `GET /pets`.
    pub operation: String,
    /// The location of the operation in the source.
    pub origin: Origin,
}

/// How errors in a document are handled.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Leniency {
    /// Each error is reported as an error, even if its meaning is obvious.
    Strict,
    /// An error whose meaning is obvious is a warning, any other one an error.
    #[default]
    Normal,
    /// Each error is a warning: a schema becomes plain JSON, an operation is left out.
    Lenient,
}
