//! Names in Rust: identifiers, the names of models and fields, and the modules in which models are placed.

mod idents;
pub(super) mod methods;
pub(super) mod models;
pub(super) mod naming;
pub(super) mod placement;
pub mod record;
mod reserved;
mod types;
mod values;
mod variants;

pub use self::idents::*;
pub(super) use self::reserved::{RESERVED_TYPES, STYLE_TYPES};
pub(super) use self::values::{Distinct, distinct, plain};
pub(super) use self::variants::texts as variants;
