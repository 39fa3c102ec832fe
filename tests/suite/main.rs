//! The tests of the code generator, with one module for each kind of test.

mod architecture;
mod cargo;
mod circles;
mod commands;
mod diff;
mod emitted;
mod enums;
mod faults;
mod fresh;
mod generated;
mod hostile;
mod import;
mod live;
mod merged;
mod partner_center;
mod problems;
mod purchase;
mod readme;
mod round_trip;
mod schema;
mod taken_names;
mod vendor;
mod wire;
mod workshop;
mod xml;

use std::path::PathBuf;

/// The project's root.
fn root() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}
