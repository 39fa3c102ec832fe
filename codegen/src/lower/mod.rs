//! From the normalized spec to Rust-shaped data: every decision is made here, one file a pass.

pub mod wishes;
