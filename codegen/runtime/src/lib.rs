//! The runtime of generated crates, tested here. The folder `runtime` is copied into each of them.

pub mod runtime;
pub mod sample;
pub mod sample_client;
pub mod sample_operations;
#[cfg(test)]
mod tests;

pub use sample_client::Client;
