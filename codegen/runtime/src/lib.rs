//! The runtime of generated crates, tested here. The folder `runtime` is copied into each of them.

pub mod runtime;
pub mod sample;
pub mod sample_operations;
#[cfg(test)]
mod tests;
