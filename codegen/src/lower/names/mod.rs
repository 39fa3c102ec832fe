//! Names in Rust: identifiers, the names of models and fields, and the modules in which models are placed.

mod idents;
pub(super) mod models;
pub(super) mod placement;

pub use self::idents::*;
