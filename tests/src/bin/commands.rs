//! The program of `cargo xtask`, as the suite runs it: built together with the tests, from the same libraries.

use std::process::ExitCode;

fn main() -> ExitCode {
    xtask::run()
}
