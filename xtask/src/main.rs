//! `cargo xtask`: the commands of the code generator, which are in the library, so that the tests run the same code.

use std::process::ExitCode;

/// Reduces the time for large documents by a third: a crate is built from millions of small allocations.
#[cfg(feature = "mimalloc")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    xtask::run()
}
