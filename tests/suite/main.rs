//! The tests of the code generator, one module a row of the table in ARCHITECTURE.md.

mod import;
mod problems;
mod schema;

use std::path::PathBuf;

/// The project's root.
fn root() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}
