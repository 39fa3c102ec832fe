//! What an importer returns: the spec, and what there is to say about it.

use crate::problem::Problem;
use crate::spec::{Api, Origin};

/// What a document says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Imported {
    /// The API.
    pub api: Api,
    /// What could not be expressed, or is good to know: warnings and notes.
    pub notes: Vec<Problem>,
    /// The operations that lenient reading left out.
    pub skipped: Vec<Skipped>,
    /// The number of schemas; 0 for a format without schemas.
    pub schemas: usize,
}

impl Imported {
    /// What a document says that was read as a whole.
    pub(super) fn whole(api: Api, notes: Vec<Problem>) -> Self {
        Self { api, notes, skipped: Vec::new(), schemas: 0 }
    }
}

/// An operation that was left out.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Skipped {
    /// Its method and path, such as `GET /pets`.
    pub operation: String,
    /// Where the source says so.
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
