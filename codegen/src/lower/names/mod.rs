//! Names in Rust: identifiers, the names of models and fields, and the modules in which models are placed.

mod idents;
pub(super) mod models;
pub(super) mod placement;
mod reserved;

pub use self::idents::*;
pub(super) use self::reserved::{RESERVED_TYPES, STYLE_TYPES};
